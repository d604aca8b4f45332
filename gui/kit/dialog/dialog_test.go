package dialog_test

import (
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/dialog"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/theme"
)

// desk is a window with one field behind its dialogs.
type desk struct {
	c     fyne.Canvas
	field *kit.Entry
	keys  []fyne.KeyName // that reached the window
	s     *dialog.Stack
	done  []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	d := &desk{field: kit.NewEntry()}
	w := test.NewTempWindow(t, kit.Row(8, d.field))
	w.Resize(fyne.NewSize(1000, 600))
	d.c = w.Canvas()
	d.c.SetOnTypedKey(func(k *fyne.KeyEvent) { d.keys = append(d.keys, k.Name) })
	d.c.Focus(d.field)
	d.s = dialog.NewStack(d.c)
	return d
}

func (d *desk) note(s string) func() bool {
	return func() bool { d.done = append(d.done, s); return false }
}

// press is a key as the window gets it: to what has the focus, else to the window.
func (d *desk) press(k fyne.KeyName) {
	e := &fyne.KeyEvent{Name: k}
	if f := d.c.Focused(); f != nil {
		f.TypedKey(e)
	} else if do := d.c.OnTypedKey(); do != nil {
		do(e)
	}
}

func (d *desk) want(t *testing.T, open bool, done ...string) {
	t.Helper()
	if d.s.IsOpen() != open {
		t.Errorf("open = %v, want %v", d.s.IsOpen(), open)
	}
	if len(d.done) != len(done) {
		t.Fatalf("done = %v, want %v", d.done, done)
	}
	for i := range done {
		if d.done[i] != done[i] {
			t.Errorf("done = %v, want %v", d.done, done)
		}
	}
}

func TestEnterDoesTheVerbFromAnyField(t *testing.T) {
	d := newDesk(t)
	e := kit.NewEntry()
	d.s.Show(dialog.Options{Title: "Rename?", Content: e, Verb: "Rename", Do: d.note("renamed")})
	if d.c.Focused() != fyne.Focusable(e) {
		t.Fatalf("the focus is on %T, want the first field", d.c.Focused())
	}
	d.press(fyne.KeyReturn)
	d.want(t, false, "renamed")
}

func TestCtrlEnterDoesTheVerbFromAFieldOfSeveralLines(t *testing.T) {
	d := newDesk(t)
	e := kit.NewMultiEntry(3)
	d.s.Show(dialog.Options{Title: "Note?", Content: e, Verb: "Keep", Do: d.note("kept")})
	d.press(fyne.KeyReturn)
	d.want(t, true)
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	d.want(t, false, "kept")
}

func TestEscCancelsWhateverHasTheFocus(t *testing.T) {
	for name, content := range map[string]fyne.CanvasObject{"a field": kit.NewEntry(), "no field": nil} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.s.Show(dialog.Options{Title: "Sure?", Content: content, Verb: "Go", Do: d.note("did"), Quit: func() { d.note("quit")() }})
			d.press(fyne.KeyEscape)
			d.want(t, false, "quit")
		})
	}
}

func TestKeysWithoutFocusReachTheDialog(t *testing.T) {
	d := newDesk(t)
	d.s.Show(dialog.Options{Title: "Sure?", Verb: "Go", Do: d.note("did")})
	d.c.Unfocus()
	d.press(fyne.KeyReturn)
	d.want(t, false, "did")
}

func TestWithoutAFieldTheVerbHasTheFocus(t *testing.T) {
	d := newDesk(t)
	d.s.Show(dialog.Options{Title: "Send?", Content: kit.NewLabel(kit.Body, "6 orders"), Verb: "Send", Do: d.note("sent")})
	d.press(fyne.KeyReturn)
	d.want(t, false, "sent")
}

func TestEnterDoesTheVerbWhereThereAreOnlyWordsToFollow(t *testing.T) {
	d := newDesk(t)
	swap := kit.NewButton(kit.Link, "The other way round", func() { d.done = append(d.done, "swap") })
	d.s.Show(dialog.Options{Title: "Merge?", Content: kit.Row(0, swap), Verb: "Merge", Do: d.note("merge")})
	d.press(fyne.KeyReturn)
	d.want(t, false, "merge")
}

func TestADangerousVerbIsNotTheDefault(t *testing.T) {
	d := newDesk(t)
	d.s.Show(dialog.Options{Title: "Delete 3 drafts?", Verb: "Delete 3 drafts", Bad: true, Do: d.note("deleted")})
	d.press(fyne.KeyReturn)
	d.want(t, false)
	d.s.Show(dialog.Options{Title: "Delete 3 drafts?", Verb: "Delete 3 drafts", Bad: true, Content: kit.NewEntry(), Do: d.note("deleted")})
	d.press(fyne.KeyReturn)
	d.want(t, true)
	d.c.FocusNext() // Cancel
	d.c.FocusNext() // the verb
	d.press(fyne.KeySpace)
	d.want(t, false, "deleted")
}

func TestTheFocusStaysInsideAndComesBack(t *testing.T) {
	d := newDesk(t)
	a, b := kit.NewEntry(), kit.NewEntry()
	hide := d.s.Show(dialog.Options{Title: "Two fields", Content: kit.Column(8, a, b), Verb: "Go"})
	seen := map[fyne.Focusable]bool{}
	for range 8 {
		seen[d.c.Focused()] = true
		d.c.FocusNext()
	}
	if seen[d.field] || !seen[a] || !seen[b] || len(seen) != 4 {
		t.Errorf("Tab went over %d things, want two fields and two buttons and not the window", len(seen))
	}
	hide()
	if d.c.Focused() != fyne.Focusable(d.field) {
		t.Errorf("the focus went to %T, want the field it was on", d.c.Focused())
	}
}

func TestTheKeysOfTheWindowRestWhileADialogIsOpen(t *testing.T) {
	d := newDesk(t)
	d.s.Show(dialog.Options{Title: "One", Verb: "Go"})
	d.press(fyne.KeyF5)
	if len(d.keys) != 0 {
		t.Errorf("the window heard %v behind the dialog", d.keys)
	}
	d.press(fyne.KeyEscape)
	d.press(fyne.KeyF5)
	if len(d.keys) != 1 {
		t.Errorf("the window heard %v, want F5 once the dialog was gone", d.keys)
	}
}

func TestDialogsCloseFromTheTop(t *testing.T) {
	d := newDesk(t)
	d.s.Show(dialog.Options{Title: "One", Verb: "Go", Do: d.note("one")})
	d.s.Show(dialog.Options{Title: "Two", Verb: "Go", Do: d.note("two")})
	d.s.Accept()
	if got := d.s.Title(); got != "One" {
		t.Errorf("on top is %q, want the first dialog", got)
	}
	d.s.Dismiss()
	d.want(t, false, "two")
}

func TestADialogCanStayOpen(t *testing.T) {
	d := newDesk(t)
	d.s.Show(dialog.Options{Title: "Wrong value", Verb: "Save", Do: func() bool { d.note("tried")(); return true }})
	d.s.Accept()
	d.want(t, true, "tried")
}

func TestTheVerbSaysTheKeyThatDoesIt(t *testing.T) {
	for name, tt := range map[string]struct {
		content fyne.CanvasObject
		want    string
	}{"one line": {kit.NewEntry(), "↵"}, "several lines": {kit.NewMultiEntry(4), "Ctrl ↵"}} {
		d := newDesk(t)
		d.s.Show(dialog.Options{Title: "Paste", Verb: "Read", Content: tt.content, Do: d.note("read")})
		if got := texts(d.c.Overlays().Top()); !slices.Contains(got, tt.want) {
			t.Errorf("%s: %v lacks %q", name, got, tt.want)
		}
	}
}

// texts are all texts that are drawn in an object.
func texts(o fyne.CanvasObject) (all []string) {
	switch x := o.(type) {
	case *canvas.Text:
		all = append(all, x.Text)
	case *fyne.Container:
		for _, c := range x.Objects {
			all = append(all, texts(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			all = append(all, texts(c)...)
		}
	}
	return all
}

func TestTheFocusIsOnTheVerbWhereTheContentHasButtonsOnly(t *testing.T) {
	d := newDesk(t)
	d.s.Show(dialog.Options{Title: "Changes", Verb: "Send", Content: kit.NewButton(kit.Plain, "Withdraw", func() { d.note("withdrawn")() }), Do: d.note("sent")})
	d.press(fyne.KeyReturn)
	d.want(t, false, "sent")
}

// The sheet of all keys could be read to its end with the wheel only.
func TestWhatIsTooLongIsReadByKeys(t *testing.T) {
	d := newDesk(t)
	var lines []fyne.CanvasObject
	for range 60 {
		lines = append(lines, kit.NewLabel(kit.Body, "a line"))
	}
	last := kit.NewLabel(kit.Body, "the end")
	d.s.Show(dialog.Options{Title: "Keys", Content: kit.Sized(kit.Scroll(kit.Column(4, append(lines, last)...)), 0, 300)})
	at := func() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(last).Y }
	first := at()
	d.press(fyne.KeyPageDown)
	if at() >= first {
		t.Errorf("PageDown left the end at %v", at())
	}
	d.press(fyne.KeyEnd)
	if at() > 600 {
		t.Errorf("End left the end at %v, out of sight", at())
	}
	d.press(fyne.KeyHome)
	if at() != first {
		t.Errorf("Home led to %v, not back to %v", at(), first)
	}
	d.want(t, true)
}

func TestDialogLooks(t *testing.T) {
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Look: look}))
			d.s.Show(dialog.Options{
				Title: "Send 6 purchase orders?", Verb: "Send 6 purchase orders",
				Lines:   []string{"**534.24 EUR** go to 6 suppliers for 13 orders. One order is held and stays here.", "They can be called back until 14:00."},
				Content: kit.NewNote(theme.Warned, theme.IconWarning, "The house number of Astrid Lindholm is missing.", nil),
			})
			test.AssertImageMatches(t, "dialog-"+name+".png", d.c.Capture())
			keep(t, d.c, "kit-dialog-"+name)
		})
	}
}

// keep writes a picture to look at into the folder PICTURES names.
func keep(t *testing.T, c fyne.Canvas, name string) {
	t.Helper()
	dir := os.Getenv("PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, c.Capture()); err != nil {
		t.Fatal(err)
	}
}

// A dialog got a scroll bar when its form got another row, with most of the window free.
func TestADialogGrowsWithTheFormInIt(t *testing.T) {
	d := newDesk(t)
	f := form.New(form.Options{Format: format.New(format.Options{}), Runner: async.Inline{}, Context: t.Context(), Bare: true})
	rows := f.Rows(form.Spec{Name: "basket", Label: "Basket", Wide: true}, "one more", func(g *form.Group) {
		g.Text(form.Spec{Name: "sku", Label: "SKU"})
	})
	rows.Add()
	d.s.Show(dialog.Options{Title: "What is to be bought?", Content: f, Verb: "Compare"})
	plate := func() (at fyne.Position, size fyne.Size) {
		for _, o := range test.WidgetRenderer(d.c.Overlays().Top().(fyne.Widget)).Objects() {
			if p, ok := o.(*kit.Plate); ok {
				return p.Position(), p.Size()
			}
		}
		t.Fatal("no dialog")
		return
	}
	at, was := plate()
	rows.Add()
	rows.Add()
	higher, now := plate()
	if now.Height <= was.Height || higher != at {
		t.Errorf("it is %v high at %v, it was %v at %v", now.Height, higher, was.Height, at)
	}
	for range 20 {
		rows.Add()
	}
	if at, now := plate(); at.Y < 0 || at.Y+now.Height > 600 {
		t.Errorf("it leaves the window: %v high at %v", now.Height, at)
	}
}

// In a dialog that is higher than the window the wheel stood still over the form, and
// the field that came next by a key stayed out of sight.
func TestADialogHigherThanTheWindowScrollsOverItsFormAndToTheNextField(t *testing.T) {
	d := newDesk(t)
	f := form.New(form.Options{Format: format.New(format.Options{}), Runner: async.Inline{}, Context: t.Context(), Bare: true})
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		f.Text(form.Spec{Name: name, Label: "Label " + name, Wide: true})
	}
	d.s.Show(dialog.Options{Title: "So much?", Content: f, Verb: "Save"})
	at := func() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(f).Y }
	was := at()
	for _, y := range []float32{300, 320} { // over a field, and between two
		test.Scroll(d.c, fyne.NewPos(500, y), 0, -20)
	}
	if now := at(); now != was-40 {
		t.Errorf("the form stands at %v, it was at %v", now, was)
	}
	for range 9 {
		d.c.FocusNext()
	}
	low := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.c.Focused().(fyne.CanvasObject)).Y
	if low < 0 || low+theme.ControlHeight > 600-theme.Gap16 {
		t.Errorf("the last field stands at %v", low)
	}
}
