package vetting

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// closedKey is where it is remembered that nobody wants the details.
const closedKey = "vetting.panel.closed"

// narrow tells whether a panel would lie over the list.
func (d *Document) narrow() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(d.page)
	return c != nil && c.Size().Width < theme.PanelOverBelow
}

func (d *Document) closed() (closed bool) {
	d.h.Remembered(closedKey, &closed)
	return closed
}

// turn shows the details of the row under the cursor. A form stays open while the
// cursor stays, though rows are read anew, and one with changes in it always:
// moving in the list loses nothing.
func (t *list[R]) turn(r R, ok bool) {
	if !t.showing() {
		return
	}
	defer t.d.h.Refresh()
	if t.form != nil && (t.form.Lost() != "" || t.form.Busy() || t.current() == t.beside) {
		return
	}
	t.closeForm()
	if !ok || t.o.details == nil || t.d.closed() || t.d.narrow() && !t.asked {
		t.d.page.SetPanel(nil)
		return
	}
	t.panel = kit.NewPanel(t.hide)
	t.o.details(t.panel, r)
	var buttons []fyne.CanvasObject
	for i, a := range t.actionsOf(r) {
		b := kit.ActionButton(a, kit.Plain)
		switch {
		case i == 0:
			b.SetStyle(kit.Next)
		case i > 1 || a.ID == "vetting.archive":
			b.IconOnly()
		}
		buttons = append(buttons, b)
	}
	t.panel.SetButtons(buttons...)
	t.d.page.SetPanel(t.panel)
}

// current is the key of the row under the cursor, "" without one.
func (t *list[R]) current() string {
	if r, ok := t.grid.CurrentRow(); ok {
		return t.o.ref(r).key()
	}
	return ""
}

// opened is Enter on a row: its details, where they are hidden, else its form.
func (t *list[R]) opened(r R) {
	switch {
	case t.o.open != nil:
		t.o.open(r)
	case t.o.details != nil && t.d.page.Panel() == nil:
		t.reveal()
	case t.o.change != nil && !t.o.gone(r):
		t.o.change(r)
	}
}

func (t *list[R]) reveal() {
	t.asked = true
	t.d.h.Remember(closedKey, false)
	t.turn(t.grid.CurrentRow())
}

func (t *list[R]) toggle() {
	if t.d.page.Panel() == nil {
		t.reveal()
		return
	}
	t.hide()
}

// hide closes the details until a person wants them again.
func (t *list[R]) hide() {
	t.asked = false
	t.d.h.Remember(closedKey, !t.d.narrow())
	t.d.page.SetPanel(nil)
	kit.Focus(t.grid)
	t.d.h.Refresh()
}

// escape implements tab: it closes the form, then the search, then the details.
func (t *list[R]) escape() bool {
	switch {
	case t.form != nil:
		return t.form.Escape()
	case t.find.Text != "":
		t.find.Clear()
	case t.d.page.Panel() != nil && t.d.narrow():
		t.hide()
	default:
		return false
	}
	return true
}

func (t *list[R]) lost() string {
	if t.form == nil {
		return ""
	}
	return t.form.Lost()
}

// edit opens a form; changes in the one that is open are lost only if a person
// says so.
func (t *list[R]) edit(e *editor) {
	show := func() {
		t.closeForm()
		t.form, t.beside = e, t.current()
		t.states.ShowContent()
		t.place(e)
		t.d.h.Refresh()
		t.d.h.Runner().UI(func() { // after the letter of the key that opened it, which is not for its fields
			if t.form == e {
				kit.Focus(e.First())
			}
		})
	}
	if t.form != nil && t.form.Lost() != "" {
		t.ask(t.form.Changes(), show)
		return
	}
	show()
}

// place puts the open form on the page: a long one takes a part of the list's
// room.
func (t *list[R]) place(e *editor) {
	p := kit.NewPanel(e.Cancel)
	p.SetTitle(e.title, e.line)
	if e.files != nil {
		p.AddTool(kit.IconButton(kit.Bare, theme.IconLink, text.T("vetting.do.attach"), t.d.attachHere))
	}
	p.SetBody(e.Form)
	if e.wide {
		t.d.page.SetPanel(nil)
		t.d.put(roster.Beside(t.grid, p))
		return
	}
	t.d.put(t.states)
	t.d.page.SetPanel(p)
}

func (t *list[R]) ask(changes []form.Change, leave func()) {
	lines := make([]string, 0, len(changes))
	for _, c := range changes {
		lines = append(lines, c.Line())
	}
	t.d.h.Ask(page.Question{Title: text.T("vetting.lost"), Lines: lines, Verb: text.T("vetting.lost.verb"), Bad: true, No: kit.KeepEditing()}, leave)
}

// leave closes the form and shows the details again.
func (t *list[R]) leave() {
	t.closeForm()
	t.d.page.SetPanel(nil)
	t.turn(t.grid.CurrentRow())
	t.viewed()
	kit.Focus(t.areas()[0])
}

func (t *list[R]) closeForm() {
	if t.form == nil {
		return
	}
	t.form.Close()
	t.form = nil
	t.grid.Show()
	if t.showing() {
		t.d.put(t.states)
	}
}
