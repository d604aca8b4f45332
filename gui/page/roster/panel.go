package roster

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/history"
)

// narrow tells whether a panel would lie over the list.
func (l *List[R]) narrow() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(l.Page)
	return c != nil && c.Size().Width < theme.PanelOverBelow
}

// turn shows the details of the row under the cursor. A form stays open while the
// cursor stays, though rows are read anew, and one with changes in it always:
// moving in the list loses nothing.
func (l *List[R]) turn(r R, ok bool) {
	defer l.Host.Refresh()
	l.follow()
	if l.form != nil && (l.form.Lost() != "" || l.place() == l.beside) {
		return
	}
	l.closeForm()
	if !ok || l.closed || l.narrow() && !l.asked {
		l.Page.SetPanel(nil)
		return
	}
	l.show(r)
}

// place is the key of the row under the cursor, "" without one.
func (l *List[R]) place() string {
	r, ok := l.Grid.CurrentRow()
	if !ok {
		return ""
	}
	return rowKey(l.o.ID(r))
}

// open shows the details of a row when they are hidden, else its form.
func (l *List[R]) open(r R) {
	if l.Page.Panel() == nil {
		l.asked = true
		l.close(false)
		return
	}
	if l.o.Change != nil {
		edit, _, _ := l.Common(r, true)
		edit.Do()
	}
}

// show opens the panel with the details of a row.
func (l *List[R]) show(r R) {
	l.panel = kit.NewPanel(l.hide)
	l.past.SetInner(kit.NewLabel(kit.Caption, l.o.Words.Say("past.loading")))
	l.o.Details(l.panel, r)
	l.Page.SetPanel(l.panel)
	if l.o.Shown != nil {
		l.o.Shown(r)
	}
	if l.o.Kind == "" {
		return
	}
	b, id := l.Host.Book(), l.o.ID(r)
	l.pasts.Load(l.Host.Context(), func(ctx context.Context) ([]history.Entry, error) {
		return history.New(b.DB, b.Bus).Of(ctx, l.o.Kind, id)
	})
}

// Again fills the open panel anew after something it shows was read.
func (l *List[R]) Again() {
	r, ok := l.Grid.CurrentRow()
	if ok && l.form == nil && l.panel != nil && l.Page.Panel() == l.panel {
		l.o.Details(l.panel, r)
	}
}

// hide closes the details until a person wants them again.
func (l *List[R]) hide() {
	l.asked = false
	l.close(!l.narrow() || l.closed)
	l.Page.SetPanel(nil)
	kit.Focus(l.stop())
}

func (l *List[R]) togglePanel() {
	if l.Page.Panel() != nil {
		l.hide()
		return
	}
	l.asked = true
	l.close(false)
}

// close remembers whether the panel is closed, and shows it or not.
func (l *List[R]) close(closed bool) {
	l.closed = closed
	l.Host.Remember(l.o.Name+".panel.closed", closed)
	l.turn(l.Grid.CurrentRow())
}

// FormOptions are those of every form of the list; save keeps the values, saved
// hears that it went well.
func (l *List[R]) FormOptions(save func(context.Context, form.Values) error, saved func()) form.Options {
	failed := func(err error) { l.Host.Report(l.o.Words.Say("unsaved"), err) }
	return form.Options{
		Format: l.Host.Format(), Runner: l.Host.Runner(), Context: l.Host.Context(),
		Saver: save, Saved: saved, Leave: l.leaveForm, Ask: l.ask, Reload: l.readAgain, Details: failed, Late: failed,
	}
}

// Edit opens a form in the panel.
func (l *List[R]) Edit(title, line string, f *form.Form) { l.edit(title, line, f, l.Page.SetPanel) }

// EditWide opens a long form beside the list, wide enough for two fields side by
// side; where the window has no room for both it takes the list's place.
func (l *List[R]) EditWide(title, line string, f *form.Form) {
	l.edit(title, line, f, func(p *kit.Panel) {
		l.wide = true
		l.Page.SetPanel(nil)
		l.Page.SetBody(Beside(l.Grid, p))
	})
}

// edit opens a form; changes in the one that is open are lost only if a person
// says so.
func (l *List[R]) edit(title, line string, f *form.Form, put func(*kit.Panel)) {
	show := func() {
		l.closeForm()
		l.form, l.beside = f, l.place()
		p := kit.NewPanel(f.Cancel)
		p.SetTitle(title, line)
		p.SetBody(f)
		put(p)
		l.Host.Refresh()
		l.Host.Runner().UI(func() { // after the letter of the key that opened it, which is not for its fields
			if l.form == f {
				kit.Focus(f.First())
			}
		})
	}
	if l.form != nil && l.form.Lost() != "" {
		l.ask(l.form.Changes(), show)
		return
	}
	show()
}

const (
	formLeast float32 = 560 // of a long form
	formMost  float32 = 672
	listLeast float32 = 400 // beside a long form
)

// Beside puts a panel with a long form beside a list, as wide as two fields side
// by side need; where there is no room for both the list is hidden.
func Beside(list fyne.CanvasObject, p *kit.Panel) fyne.CanvasObject {
	return container.New(beside{}, list, kit.Ground(theme.Line), p)
}

// beside puts a list, a line and a long form side by side, or the form alone.
type beside struct{}

// MinSize implements fyne.Layout.
func (beside) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[2].MinSize() }

// Layout implements fyne.Layout.
func (beside) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	wide := float32(int(min(max(size.Width*0.45, formLeast), formMost)))
	list := size.Width - wide - theme.LineWidth
	alone := list < listLeast
	if alone {
		list, wide = 0, size.Width
	}
	x := float32(0)
	for i, w := range []float32{list, theme.LineWidth, wide} {
		o := objs[i]
		if hide := alone && i < 2; hide {
			o.Hide()
			continue
		}
		o.Show()
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
}

// Fill loads what the book holds; a value that no field takes is told above.
func Fill(f *form.Form, values map[string]any) {
	if err := f.Load(values); err != nil {
		f.Refuse(err)
	}
}

// Word is a text of a form, "" when it is empty.
func Word(v form.Values, name string) string {
	s, _ := v[name].(string)
	return s
}

// Whole is a whole number of a form, 0 when it is empty.
func Whole(v form.Values, name string) int {
	n, _ := v[name].(int64)
	return int(n)
}

func (l *List[R]) ask(changes []form.Change, leave func()) {
	lines := make([]string, 0, len(changes))
	for _, c := range changes {
		lines = append(lines, c.Line())
	}
	l.Host.Ask(page.Question{Title: l.o.Words.Say("lost"), Lines: lines, Verb: l.o.Words.Say("lost.verb"), Bad: true, No: kit.KeepEditing()}, leave)
}

// leaveForm closes the form and shows the details again.
func (l *List[R]) leaveForm() {
	l.closeForm()
	l.Page.SetPanel(nil)
	l.turn(l.Grid.CurrentRow())
	kit.Focus(l.stop())
}

// Leave closes the form that is open and goes on; changes in it are lost only if a
// person says so.
func (l *List[R]) Leave(then func()) {
	if l.form == nil {
		then()
		return
	}
	leave := func() {
		l.leaveForm()
		then()
	}
	if l.form.Lost() != "" {
		l.ask(l.form.Changes(), leave)
		return
	}
	leave()
}

// readAgain shows what someone else changed meanwhile.
func (l *List[R]) readAgain() {
	l.leaveForm()
	l.Reload()
}

func (l *List[R]) closeForm() {
	if l.form == nil {
		return
	}
	l.form.Close()
	l.form = nil
	if l.wide {
		l.wide = false
		l.body().Show()
		l.putBody()
	}
}

// Saved closes the form after a save, says so, reads the rows and chooses the
// saved one.
func (l *List[R]) Saved(id int64, said string) {
	l.Host.Toast(page.Toast{Text: said})
	l.closeForm()
	l.closed, l.asked = false, true
	l.wanted = rowKey(id)
	l.Page.SetPanel(nil)
	l.Reload()
	kit.Focus(l.stop())
	l.Host.Refresh()
}
