// Package shops shows the merchant's shops and the fees that are charged on
// their orders, each as a list with the details of the chosen one beside it and
// a form to change it. It must not know how an order is booked.
package shops

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
)

// coalesce gathers the changes of one piece of work into one reading.
const coalesce = 50 * time.Millisecond

// list is what both screens are: rows, and a panel with the details of the
// chosen one or with the form that changes it.
type list[R any] struct {
	host   page.Host
	page   *kit.Page
	grid   *grid.Grid[R]
	search *kit.SearchField
	more   *kit.Chip // shows rows that are put away as well
	all    bool
	wanted string // the row to be chosen once it is read
	hidden bool   // the details were closed by a person

	panel  *kit.Panel // of the details, nil until one was needed
	form   *form.Form // that is open instead, nil without
	beside [2]any     // the row under the cursor when it was opened
	past   *kit.Frame // holds the history of the row in the panel
	loader *async.Loader[[]history.Entry]
	leave  []func()

	details func(R)                       // fills the panel
	recall  func(R) (string, int64)       // kind and id of the row's history
	actions func(R, bool) []action.Action // what can be done with the chosen row; false without one
}

// kept is what the way back restores.
type kept struct {
	grid grid.State
	all  bool
}

// labels are the words of a screen: its title, what the search finds, and the
// chip that shows rows that are put away as well.
type labels struct{ title, find, more string }

// begin builds what both screens have; the screen brings its columns.
func (l *list[R]) begin(h page.Host, says labels, o grid.Options[R]) {
	l.host = h
	l.page = kit.NewPage(says.title)
	o.Context, o.Runner, o.Format, o.Layouts = h.Context(), h.Runner(), h.Format(), h
	o.First = true
	o.OnCurrent = l.current
	o.OnMenu = func(at fyne.Position) { h.Menu(at, l.chosenActions()) }
	o.OnDetails = func(err error) { h.Report(text.T("shops.unread"), err) }
	o.OnView = l.count
	l.grid = grid.New(o)
	l.search = kit.NewSearchField(h.Runner(), says.find, l.grid.SetSearch)
	l.search.OnList = func() { kit.Focus(l.grid) }
	l.more = kit.ChoiceChip(says.more, "", l.toggleAll)
	l.past = kit.Gap(0, 0)
	l.loader = async.NewLoader(h.Runner(), l.showPast)
	l.page.SetBody(l.grid)
	l.page.Header.SetBack(h.Back)
}

// hear reads the rows again when one of the topics says that something changed.
func (l *list[R]) hear(topics ...*event.Topic[event.IDs]) {
	again := async.Debounce(l.host.Runner(), coalesce, l.Reload)
	for _, t := range topics {
		l.leave = append(l.leave, t.Subscribe(func(event.IDs) { l.host.Runner().UI(again) }))
	}
}

// Content implements page.Screen.
func (l *list[R]) Content() fyne.CanvasObject { return l.page }

// Close implements page.Screen.
func (l *list[R]) Close() {
	for _, leave := range l.leave {
		leave()
	}
	if l.form != nil {
		l.form.Close()
	}
	l.loader.Stop()
	l.grid.Close()
}

// Reload implements page.Reloader.
func (l *list[R]) Reload() { l.grid.Reload() }

// Search implements page.Searcher.
func (l *list[R]) Search() { kit.Focus(l.search) }

// Areas implements page.Areas.
func (l *list[R]) Areas() []fyne.Focusable {
	areas := []fyne.Focusable{l.grid}
	if l.form != nil {
		areas = append(areas, l.form.First())
	}
	return areas
}

// Keep implements page.Keeper.
func (l *list[R]) Keep() any { return kept{l.grid.Keep(), l.all} }

// Restore implements page.Keeper.
func (l *list[R]) Restore(v any) {
	k, ok := v.(kept)
	if !ok {
		return
	}
	l.all = k.all
	l.more.SetActive(l.all)
	l.search.Set(k.grid.Search)
	l.grid.Restore(k.grid)
}

// Dirty implements page.Dirty.
func (l *list[R]) Dirty() string {
	if l.form == nil {
		return ""
	}
	return l.form.Lost()
}

// Save implements page.Saver.
func (l *list[R]) Save() {
	if l.form != nil {
		l.form.Submit()
	}
}

// Escape implements page.Escaper: it closes the form, then the details.
func (l *list[R]) Escape() bool {
	switch {
	case l.form != nil:
		return l.form.Escape()
	case l.page.Panel() != nil:
		l.hide()
		return true
	}
	return false
}

// toggleAll shows or hides rows that are put away.
func (l *list[R]) toggleAll() {
	l.all = !l.all
	l.more.SetActive(l.all)
	l.Reload()
}

// count keeps the row that was asked for in sight once it is read.
func (l *list[R]) count() {
	if l.wanted == "" || l.grid.Loading() {
		return
	}
	wanted := l.wanted
	if _, ok := l.grid.Row(wanted); ok {
		l.wanted = ""
		l.grid.Select(wanted)
	}
}

// current shows the details of the row under the cursor. A form stays open while
// the cursor stays, though rows are read anew, and one with changes in it always:
// moving in the list loses nothing.
func (l *list[R]) current(r R, ok bool) {
	if l.form != nil && (l.form.Lost() != "" || l.place() == l.beside) {
		return
	}
	l.closeForm()
	switch {
	case !ok:
		l.page.SetPanel(nil)
	case !l.hidden:
		l.show(r)
	}
	l.host.Refresh()
}

// place says which row is under the cursor, the zero one without any.
func (l *list[R]) place() (of [2]any) {
	if r, ok := l.grid.CurrentRow(); ok {
		of[0], of[1] = l.recall(r)
	}
	return of
}

// show opens the panel with the details of a row.
func (l *list[R]) show(r R) {
	l.hidden = false
	l.panel = kit.NewPanel(l.hide)
	l.details(r)
	kind, id := l.recall(r)
	l.past.SetInner(kit.NewLabel(kit.Caption, text.T("shops.past.loading")))
	l.page.SetPanel(l.panel)
	if b := l.host.Book(); b != nil {
		l.loader.Load(l.host.Context(), func(ctx context.Context) ([]history.Entry, error) {
			return history.New(b.DB, b.Bus).Of(ctx, kind, id)
		})
	}
}

// hide closes the details until a row is opened.
func (l *list[R]) hide() {
	l.hidden = true
	l.page.SetPanel(nil)
	kit.Focus(l.grid)
	l.host.Refresh()
}

// chosenActions are the actions for the row under the cursor.
func (l *list[R]) chosenActions() []action.Action {
	r, ok := l.grid.CurrentRow()
	return l.actions(r, ok)
}

// edit opens a form in the panel; changes in the one that is open are lost only
// if a person says so.
func (l *list[R]) edit(title, line string, f *form.Form) {
	if l.form != nil && l.form.Lost() != "" {
		l.ask(l.form.Changes(), func() {
			l.closeForm()
			l.edit(title, line, f)
		})
		return
	}
	l.closeForm()
	l.form, l.beside = f, l.place()
	p := kit.NewPanel(f.Cancel)
	p.SetTitle(title, line)
	p.SetBody(f)
	l.page.SetPanel(p)
	l.host.Refresh()
	l.host.Runner().UI(func() { // after the letter of the key that opened it, which is not for its fields
		if l.form == f {
			kit.Focus(f.First())
		}
	})
}

// options are those of every form here; saved hears that it went well.
func (l *list[R]) options(saver func(context.Context, form.Values) error, saved func()) form.Options {
	return form.Options{
		Format: l.host.Format(), Runner: l.host.Runner(), Context: l.host.Context(),
		Saver: saver, Saved: saved, Leave: l.leaveForm, Ask: l.ask, Reload: l.readAgain,
		Details: func(err error) { l.host.Report(text.T("shops.unsaved"), err) },
		Late:    func(err error) { l.host.Report(text.T("shops.unsaved"), err) },
	}
}

func (l *list[R]) ask(changes []form.Change, leave func()) {
	lines := make([]string, 0, len(changes))
	for _, c := range changes {
		lines = append(lines, c.Line())
	}
	l.host.Ask(page.Question{Title: text.T("shops.lost"), Lines: lines, Verb: text.T("shops.lost.verb"), Bad: true, No: kit.KeepEditing()}, leave)
}

// leaveForm closes the form and shows the details again.
func (l *list[R]) leaveForm() {
	l.closeForm()
	if r, ok := l.grid.CurrentRow(); ok {
		l.show(r)
	} else {
		l.page.SetPanel(nil)
	}
	kit.Focus(l.grid)
	l.host.Refresh()
}

// readAgain shows what someone else changed meanwhile.
func (l *list[R]) readAgain() {
	l.leaveForm()
	l.Reload()
}

func (l *list[R]) closeForm() {
	if l.form != nil {
		l.form.Close()
		l.form = nil
	}
}

// chose closes the form after a save, reads the rows and chooses the saved one.
func (l *list[R]) chose(key string) {
	l.closeForm()
	l.hidden = false
	l.wanted = key
	l.page.SetPanel(nil)
	l.Reload()
	kit.Focus(l.grid)
	l.host.Refresh()
}

// cameBack reads the rows again and chooses the one that an undo was for, so that
// a person sees it where it stood; a form that is open keeps its row.
func (l *list[R]) cameBack(id int64, away bool) {
	if l.form == nil && (!away || l.all) {
		l.wanted = strconv.FormatInt(id, 10)
	}
	l.Reload()
}

// showPast shows who changed the row in the panel, the newest first.
func (l *list[R]) showPast(s async.State[[]history.Entry]) {
	switch s.Phase {
	case async.Failed:
		l.past.SetInner(kit.NewLabel(kit.Caption, text.T("shops.past.failed")))
	case async.Ready:
		l.past.SetInner(pastOf(s.Value, l.host.Format()))
	}
	if l.panel != nil {
		l.panel.Refresh()
	}
}

// section is the history as a part of the panel.
func (l *list[R]) section() fyne.CanvasObject {
	return kit.PanelSection(text.T("shops.past"), "", l.past)
}
