package guitest_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

// field is an entry that passes on the keys it has no use for.
type field struct{ widget.Entry }

func (f *field) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyF6 || k.Name == fyne.KeyF5 {
		action.Pass(f, k)
		return
	}
	f.Entry.TypedKey(k)
}

// note is the smallest screen: a field, a button, an action.
type note struct {
	host   page.Host
	field  *field
	button *widget.Button
	saved  string
	loads  int
}

func newNote(h page.Host) page.Screen {
	n := &note{host: h, field: &field{}}
	n.field.ExtendBaseWidget(n.field)
	n.field.SetPlaceHolder("What to remember")
	n.button = widget.NewButton("Keep it", n.Save)
	return n
}

func (n *note) Content() fyne.CanvasObject {
	return container.NewVBox(widget.NewLabel("Note"), n.field, n.button)
}
func (n *note) Open(page.Route) { n.loads++ }
func (n *note) Close()          {}
func (n *note) Reload()         { n.loads++ }
func (n *note) Save()           { n.saved = n.field.Text; n.host.Toast(page.Toast{Text: "Kept"}) }
func (n *note) Areas() []fyne.Focusable {
	return []fyne.Focusable{n.field, n.button}
}

func (n *note) Actions() []action.Action {
	return []action.Action{{ID: "note.clear", Label: "Clear", Key: action.Ctrl(fyne.KeyL), Run: func() { n.field.SetText("") }}}
}

func TestHost_UsesAScreenAsAPersonDoes(t *testing.T) {
	h := guitest.New(t, nil)
	n := h.Open(newNote, page.Route{Screen: "note"}).(*note)
	h.See("Note", "Keep it", "What to remember")
	h.DontSee("Something else")
	if h.Focused() != n.field {
		t.Errorf("the focus is on %T, want the field", h.Focused())
	}
	h.Type("What to remember", "milk")
	h.Tap("Keep it")
	if n.saved != "milk" || len(h.Toasts) != 1 {
		t.Errorf("saved %q with toasts %v", n.saved, h.Toasts)
	}
	h.Key(action.Ctrl(fyne.KeyL))
	if n.field.Text != "" {
		t.Errorf("the field still holds %q", n.field.Text)
	}
	h.Window.Canvas().Unfocus()
	h.Key(action.Plain(fyne.KeyF6), action.Plain(fyne.KeyF6))
	if h.Focused() != n.button {
		t.Errorf("F6 twice led to %T", h.Focused())
	}
	h.Window.Canvas().Unfocus()
	h.Key(action.Plain(fyne.KeyF5))
	if n.loads != 2 {
		t.Errorf("loaded %d times, want 2", n.loads)
	}
}

func TestHost_DialogsOpenAndClose(t *testing.T) {
	h := guitest.New(t, nil)
	h.Open(newNote, page.Route{})
	did := 0
	h.Show(page.Dialog{Title: "Sure?", Content: widget.NewLabel("It is gone then."), Verb: "Do it", Do: func() bool { did++; return did < 2 }})
	h.See("It is gone then.")
	if !h.Verb() || h.Verb() || len(h.Dialogs) != 0 {
		t.Errorf("the dialog did %d times, %d open", did, len(h.Dialogs))
	}
	h.DontSee("It is gone then.")
}

func TestBooks_CanBeRead(t *testing.T) {
	for name, book := range map[string]func(testing.TB) *page.Book{"empty": guitest.Empty, "small": guitest.Small, "sample": guitest.Sample} {
		b := book(t)
		if b.Home == "" || b.Today() != "2026-03-31" {
			t.Errorf("the %s book has currency %q on %s", name, b.Home, b.Today())
		}
	}
}
