// Package assess is where a person judges a supplier: the assessment, filled in
// item by item and continued later, and the templates it asks by. It must not
// know how grades are weighed or verdicts kept: the services and the rules of
// assessments say so.
package assess

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/merge"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/supplier"
	"github.com/dropledger/dropledger/services/vetting"
)

// coalesce is how long changes of the book are gathered before it is read again.
const coalesce = 50 * time.Millisecond

// idParam is the param of a route that names an assessment by its id.
const idParam = "id"

// itemParam is the param that names the item to begin with.
const itemParam = "item"

// New makes the list of who was assessed when, or with a Key the assessment of
// that supplier; the param "id" names one, without it is the one half done or a
// new one.
func New(h page.Host) page.Screen { return &door{h: h, root: kit.Inset(kit.Spacer(), 0, 0)} }

// Form is the assessment of one supplier.
type Form struct {
	h       page.Host
	vetting *vetting.Service
	page    *kit.Page
	states  *kit.States
	notes   *kit.Box
	whole   *fyne.Container // notes above the rest
	items   *grid.Grid[item]
	body    *kit.Frame
	loader  *async.Loader[vetting.Form]
	name    string // of the supplier
	id      int64  // of the assessment that was asked for
	draft   *draft // nil until it is read
	shown   string // id of the item on the page
	editors map[string]*editor
	summary *summary
	past    *grid.Grid[vetting.AssessmentRow] // in the panel, nil without
	saving  bool
	wrong   string   // what went wrong and no field says, "" nothing
	both    []string // items that were changed here and in the book
	gone    []string // items that were entered here and are no longer asked
	want    string   // the item the route asks for
	into    string   // who the supplier was merged into, "" nobody
	leave   []func()
}

func newForm(h page.Host, r page.Route) *Form {
	b := h.Book()
	f := &Form{h: h, vetting: vetting.New(b.DB, b.Bus), page: kit.NewPage(r.Key), name: r.Key, editors: map[string]*editor{}, notes: kit.Column(theme.Gap8)}
	f.id, _ = strconv.ParseInt(r.Param(idParam), 10, 64)
	f.want = r.Param(itemParam)
	f.loader = async.NewLoader(h.Runner(), f.read)
	f.page.Header.SetBack(h.Back)
	f.items = f.itemGrid()
	f.body = kit.Inset(kit.Spacer(), 0, 0)
	f.whole = under(f.notes, beside(f.items, f.body))
	f.states = kit.NewStates(h.Runner(), f.whole)
	f.page.SetBody(f.states)
	soon := async.Debounce(h.Runner(), coalesce, f.Reload)
	f.leave = append(f.leave, b.Bus.SuppliersChanged.Subscribe(func(event.IDs) { h.Runner().UI(soon) }))
	f.page.Header.SetTitle(text.T("assess.title", r.Key))
	f.notes.Hide()
	f.states.ShowLoading()
	f.Reload()
	return f
}

// Reload implements page.Reloader: what was entered stays.
func (f *Form) Reload() {
	name, id := f.name, f.id
	f.loader.Load(f.h.Context(), func(ctx context.Context) (vetting.Form, error) { return f.vetting.Form(ctx, name, id) })
}

// read takes over what was read.
func (f *Form) read(s async.State[vetting.Form]) {
	switch s.Phase {
	case async.Loading:
		return
	case async.Failed:
		f.failed(s.Err)
	case async.Ready:
		f.took(s.Value)
	}
	f.h.Refresh()
}

// failed says why nothing was read; a draft stays where it is.
func (f *Form) failed(err error) {
	if f.draft == nil {
		f.page.Header.SetTools()
		f.states.ShowFailed(kit.FailedOptions{Sentence: said(err), Retry: f.Reload, Details: func() { f.h.Report(text.T("assess.unread"), err) }})
		return
	}
	f.wrong = said(err)
	f.say()
	if model.CodeOf(err) == model.NotFound {
		f.seekMerged()
	}
}

func (f *Form) took(v vetting.Form) {
	if f.draft == nil {
		f.draft = newDraft(v)
		f.begin()
		return
	}
	was := f.draft.form
	both, left := f.draft.rebase(v)
	f.both, f.gone = append(f.both, both...), append(f.gone, left...)
	now := &f.draft.form
	if was.Template.Name != now.Template.Name || was.Template.Number != now.Template.Number || was.Assessment.Finished != now.Assessment.Finished {
		f.editors, f.summary = map[string]*editor{}, nil // they were made for what was asked before
		f.arrange()
		kit.Focus(f.items) // what had it is gone
		return
	}
	f.arrange()
}

// begin shows the draft for the first time: where it was left off.
func (f *Form) begin() {
	f.states.ShowContent()
	f.arrange()
	first := summaryItem
	if ids := f.draft.missing(f.today()); len(ids) > 0 && !f.draft.finished() {
		first = ids[0]
	}
	if f.draft.asks(f.want) {
		first = f.want
	}
	f.items.Select(first)
	f.show(first)
	kit.Focus(f.items)
}

// arrange brings everything on the page up to what the draft says.
func (f *Form) arrange() {
	f.id = f.draft.form.Assessment.ID
	f.items.SetRows(f.rows())
	for id, e := range f.editors {
		if !f.draft.asks(id) {
			delete(f.editors, id)
			continue
		}
		e.refresh()
	}
	if f.summary != nil {
		f.summary.refresh()
	}
	f.dress()
	f.say()
	if f.draft.form.Archived {
		f.seekMerged()
	}
	shown := f.shown
	if shown == "" {
		shown = f.items.Current()
	}
	f.show(shown)
}

// changed hears that something was entered.
func (f *Form) changed(id string) {
	f.draft.touched[id] = true
	f.items.SetRows(f.rows())
	if f.summary != nil {
		f.summary.refresh()
	}
	f.dress()
	f.h.Refresh()
}

// seekMerged finds out whom the supplier was merged into, so that the page can
// say where to go on.
func (f *Form) seekMerged() {
	b, run, id := f.h.Book(), f.h.Runner(), f.draft.form.SupplierID
	ctx := f.h.Context()
	run.Go(func() {
		name, err := mergedInto(ctx, b, id)
		run.UI(func() {
			if err == nil && name != f.into {
				f.into = name
				f.say()
				f.h.Refresh()
			}
		})
	})
}

// mergedInto is the name of the supplier another one was merged into, "" when it
// was not.
func mergedInto(ctx context.Context, b *page.Book, id int64) (string, error) {
	into, err := merge.New(b.DB, b.Bus).Merged(ctx, supplier.Kind, id)
	if err != nil || into == 0 {
		return "", err
	}
	all, err := supplier.New(b.DB, b.Bus).List(ctx, record.Filter{Archived: true})
	for _, s := range all {
		if s.ID == into {
			return s.Name, nil
		}
	}
	return "", err
}

func (f *Form) today() model.Date { return f.h.Book().Today() }

// close gives back what the form holds.
func (f *Form) close() {
	for _, leave := range f.leave {
		leave()
	}
	f.loader.Stop()
	f.items.Close()
	if f.past != nil {
		f.past.Close()
	}
}

// areas are the stops of F6.
func (f *Form) areas() []fyne.Focusable {
	if f.past != nil {
		return stops(f.items, f.body, f.past)
	}
	return stops(f.items, f.body)
}

// stops are a list, what is entered for its rows, and what stands in the panel.
func stops(list fyne.Focusable, body fyne.CanvasObject, panel ...fyne.Focusable) []fyne.Focusable {
	all := []fyne.Focusable{list}
	if first := kit.FirstStop(body); first != nil {
		all = append(all, first)
	}
	return append(all, panel...)
}

// escape closes the panel, then goes from a field to the list.
func (f *Form) escape() bool {
	switch {
	case f.past != nil:
		f.closePast()
	case f.draft != nil && !f.items.Focused():
		kit.Focus(f.items)
	default:
		return false
	}
	return true
}

// lost says what leaving would lose.
func (f *Form) lost() string {
	if f.draft == nil || len(f.draft.touched) == 0 {
		return ""
	}
	return text.N("assess.lost", len(f.draft.touched), f.h.Format().Int(len(f.draft.touched)))
}

// said is what a person is told of an error.
func said(err error) string {
	var m *model.Error
	if errors.As(err, &m) {
		return m.Message
	}
	return text.T("assess.unread")
}
