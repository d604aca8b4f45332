// Package reportview shows the reports: a gallery of all of them with the
// accountant's workbook, and one report as a list that can be narrowed, sorted,
// followed to what is behind a row, and exported as it is seen. It must not know
// how a figure is worked out.
package reportview

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/event"
)

// lastPeriod is the key under which the period chosen last is kept.
const lastPeriod = "reports.period"

// coalesce is how long changes of the book are gathered before it is read again.
const coalesce = 50 * time.Millisecond

// begins is how many rows of a very long report are shown while it is made.
const begins = 256

// wanted is what a person asks of the report.
type wanted struct {
	Period period.Choice
	By     string
	Known  model.Date
}

// kept is what the way back restores.
type kept struct {
	Want wanted
	Grid grid.State
}

// Report is one report on the screen.
type Report struct {
	h    page.Host
	info reports.Info
	want wanted
	back *kept // from Restore, until Open

	page    *kit.Page
	states  *kit.States
	holder  *kit.Frame
	search  *kit.SearchField
	period  *period.Selector
	by      *kit.Selector
	known   *kit.Button
	columns *kit.Button
	export  *kit.Button
	basis   *kit.Label

	source *source
	grid   *grid.Grid[row]
	shape  string // the columns the grid was made for
	widths map[string]float32
	state  grid.State // of the grid, until it is there
	load   *async.Loader[*reports.Table]
	begin  *async.Loader[*reports.Table]
	leave  []func()
	folder string // of the last export
}

// New makes the screen of one report.
func New(h page.Host) page.Screen {
	r := &Report{h: h, page: kit.NewPage(""), source: &source{format: h.Format()}, widths: map[string]float32{}, holder: kit.Gap(0, 0)}
	r.load = async.NewLoader(h.Runner(), r.show)
	r.begin = async.NewLoader(h.Runner(), r.showBeginning)
	r.states = kit.NewStates(h.Runner(), r.holder)
	r.build()
	reload := async.Debounce(h.Runner(), coalesce, r.Reload)
	hear := func(event.IDs) { h.Runner().UI(reload) }
	if b := h.Book(); b != nil {
		for _, t := range []*event.Topic[event.IDs]{&b.Bus.BooksChanged, &b.Bus.OrdersChanged, &b.Bus.OffersChanged, &b.Bus.SuppliersChanged} {
			r.leave = append(r.leave, t.Subscribe(hear))
		}
	}
	return r
}

func (r *Report) build() {
	r.search = kit.NewSearchField(r.h.Runner(), text.T("reportview.search"), func(words string) {
		if r.grid != nil {
			r.grid.SetSearch(words)
		}
	})
	r.search.OnList = func() {
		if r.grid != nil {
			kit.Focus(r.grid)
		}
	}
	r.known = kit.NewButton(kit.Plain, text.T("reportview.known"), r.askKnown).WithIcon(theme.IconHistory).WithTip(text.T("reportview.known.tip"))
	r.columns = kit.IconButton(kit.Plain, theme.IconColumns, text.T("reportview.columns"), r.chooseColumns).WithKey(grid.ArrangeKey)
	r.export = kit.NewButton(kit.Primary, text.T("reportview.export"), r.Export).WithIcon(theme.IconExport).WithKey(action.Ctrl(fyne.KeyE))
	r.basis = kit.NewLabel(kit.Caption, "")
	r.page.Header.SetBack(r.h.Back)
	r.page.SetBody(r.states)
}

// Content implements page.Screen.
func (r *Report) Content() fyne.CanvasObject { return r.page }

// Open implements page.Screen.
func (r *Report) Open(route page.Route) {
	info, err := reports.Describe(route.Key)
	if err != nil {
		r.page.Header.SetTitle(route.Key)
		r.states.ShowFailed(kit.FailedOptions{Sentence: err.Error(), Retry: func() { r.h.Go(page.Route{Screen: page.Reports}) }})
		return
	}
	r.info = info
	r.want = r.asked(route)
	if r.back != nil {
		r.want, r.state = r.back.Want, r.back.Grid
		r.search.Set(r.state.Search)
	} else if words := route.Param("search"); words != "" {
		r.state.Search = words
		r.search.Set(words)
	}
	r.arrange()
	r.Reload()
	r.h.Refresh()
}

// asked reads what a route asks for; what it leaves out is as last time.
func (r *Report) asked(route page.Route) wanted {
	w := wanted{By: route.Param("by"), Known: model.Date(route.Param("known"))}
	days := model.Period{From: model.Date(route.Param("from")), To: model.Date(route.Param("to"))}
	switch {
	case route.Param("period") != "":
		w.Period = period.Named(route.Param("period"))
	case days != model.Period{}:
		w.Period = period.Between(days, r.h.Book().Today())
	case !r.h.Remembered(lastPeriod, &w.Period):
		w.Period = period.Named(period.Last30)
	}
	return w
}

// arrange puts title, tools and selectors of the report in place.
func (r *Report) arrange() {
	r.page.Header.SetTitle(r.info.Title)
	tools := []fyne.CanvasObject{r.search}
	if r.info.AsKnown {
		tools = append(tools, r.known)
	}
	r.page.Header.SetTools(append(tools, r.columns, r.export)...)
	var filters []fyne.CanvasObject
	if r.info.Dated {
		r.period = period.New(period.Options{
			Label: text.T("reportview.period"), Format: r.h.Format(), Today: r.h.Book().Today, Ask: r.askDays,
			Changed: func(c period.Choice) { r.h.Remember(lastPeriod, c); r.ask(func(w *wanted) { w.Period = c }) },
		}, r.want.Period)
		filters = append(filters, r.period)
	}
	if len(r.info.By) > 0 {
		options := []kit.Option{{ID: "", Text: text.T("reportview.by.none")}}
		for _, s := range r.info.By {
			options = append(options, kit.Option{ID: string(s), Text: text.T(text.Key("reportview.by.", string(s)))})
		}
		r.by = kit.NewSelector(text.T("reportview.by"), options, func(id string) { r.ask(func(w *wanted) { w.By = id }) })
		r.by.SetChosen(r.want.By)
		filters = append(filters, r.by)
	}
	r.label()
	about := kit.NewLabel(kit.Caption, r.answers()).SetTip(r.info.Description)
	r.page.SetFilters(append(filters, about, kit.Spacer(), r.basis)...)
}

func (r *Report) answers() string { return answers(r.info) }

// label writes what is chosen on the buttons.
func (r *Report) label() {
	r.page.Header.SetCount(r.span())
	r.known.SetLabel(text.T("reportview.known"))
	if r.want.Known != "" {
		r.known.SetLabel(text.T("reportview.known.on", r.h.Format().Date(r.want.Known)))
	}
	r.basis.SetText(text.T("reportview.amounts", string(r.h.Book().Home)))
	r.page.Refresh()
}

// span are the days the report looks at.
func (r *Report) span() string {
	if !r.info.Dated {
		return ""
	}
	return r.h.Format().Period(r.want.Period.Period(r.h.Book().Today()))
}

// ask changes what is wanted and makes the report anew.
func (r *Report) ask(change func(*wanted)) {
	change(&r.want)
	r.label()
	r.Reload()
	r.h.Refresh()
}

// filter is what is wanted as the report takes it.
func (r *Report) filter() reports.Filter {
	f := reports.Filter{By: r.want.By, AsKnown: r.want.Known}
	if r.info.Dated {
		p := r.want.Period.Period(r.h.Book().Today())
		f.From, f.To = p.From, p.To
	}
	return f
}

// Reload implements page.Reloader.
func (r *Report) Reload() {
	if r.info.Name == "" {
		return
	}
	name, f, b := r.info.Name, r.filter(), r.h.Book()
	if !r.load.State().Known {
		r.begin.Load(r.h.Context(), func(ctx context.Context) (*reports.Table, error) {
			few := f
			few.Most = begins
			return reports.First(ctx, deps(b), name, few)
		})
	}
	r.load.Load(r.h.Context(), func(ctx context.Context) (*reports.Table, error) { return reports.Build(ctx, deps(b), name, f) })
}

// deps is what reports are made from.
func deps(b *page.Book) reports.Deps {
	return reports.Deps{DB: b.DB, Currency: b.Home, Zone: b.Clock().Location(), Program: b.Program}
}

// showBeginning shows the first rows of a long report until all are there.
func (r *Report) showBeginning(s async.State[*reports.Table]) {
	if s.Phase == async.Ready && s.Value != nil && s.Value.Len() > 0 && r.load.State().Phase == async.Loading && !r.load.State().Known {
		r.take(s.Value)
		r.grid.SetLoading()
	}
}

// show shows how far the report is.
func (r *Report) show(s async.State[*reports.Table]) {
	switch s.Phase {
	case async.Loading:
		r.states.ShowLoading()
		if r.grid != nil {
			r.grid.SetLoading()
		}
	case async.Failed:
		r.states.ShowFailed(kit.FailedOptions{Sentence: sentence(s.Err), Retry: r.Reload, Details: details(r.h, text.T("reportview.failed", r.info.Title), s.Err)})
	case async.Ready:
		r.begin.Stop()
		if s.Value.Len() == 0 {
			r.source.set(s.Value, true)
			r.states.ShowEmpty(r.nothing())
			return
		}
		r.take(s.Value)
	}
}

// take shows a table; one with other or wider columns needs another grid.
func (r *Report) take(t *reports.Table) {
	whole := r.load.State().Phase == async.Ready
	r.source.set(t, whole)
	r.states.ShowContent() // first: what is hidden cannot take the keyboard
	if shape := shapeOf(t); measure(r.source, t, r.widths) || shape != r.shape {
		focused := r.idle()
		if r.grid != nil {
			r.state = r.grid.Keep()
			r.grid.Close()
		}
		r.shape = shape
		r.grid = r.newGrid(t)
		r.holder.SetInner(r.grid)
		r.grid.Restore(r.state)
		if focused {
			kit.Focus(r.grid)
		}
	} else {
		r.grid.Reload()
	}
}

// idle tells whether the keyboard belongs to the rows: they have it already, or
// nothing has it because they were not there when the page was opened.
func (r *Report) idle() bool {
	if r.grid != nil {
		return r.grid.Focused()
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(r.page)
	return c != nil && c.Focused() == nil
}

// nothing is what stands there when the report has no rows.
func (r *Report) nothing() kit.EmptyOptions {
	o := kit.EmptyOptions{Icon: iconOf(r.info.Name), Title: text.T("reportview.empty"), Lines: []string{text.T("reportview.empty.line", r.info.Title), r.answers()}}
	all := r.want.Period == period.Named(period.All) && r.want.Known == "" || !r.info.Dated
	if all {
		o.Lines[0] = text.T("reportview.empty.all")
		o.Primary = &action.Action{Label: text.T("reportview.empty.orders"), Icon: theme.Icon(theme.IconOrders, theme.Accent), Run: func() { r.h.Go(page.Route{Screen: page.Orders}) }}
		o.Second = &action.Action{Label: text.T("reportview.empty.reports"), Run: func() { r.h.Go(page.Route{Screen: page.Reports}) }}
		return o
	}
	o.Primary = &action.Action{Label: text.T("reportview.empty.widen"), Icon: theme.Icon(theme.IconCalendar, theme.Accent), Run: r.widen}
	o.Second = &action.Action{Label: text.T("reportview.empty.days"), Run: func() { r.askDays(r.want.Period.Period(r.h.Book().Today())) }}
	return o
}

// widen shows all there is.
func (r *Report) widen() {
	r.period.Set(period.Named(period.All))
	r.ask(func(w *wanted) { w.Period, w.Known = period.Named(period.All), "" })
}

// Search implements page.Searcher.
func (r *Report) Search() { kit.Focus(r.search) }

// Title implements page.Titler.
func (r *Report) Title() string { return r.info.Title }

// Keep implements page.Keeper.
func (r *Report) Keep() any {
	k := kept{Want: r.want, Grid: r.state}
	if r.grid != nil {
		k.Grid = r.grid.Keep()
	}
	return k
}

// Restore implements page.Keeper.
func (r *Report) Restore(v any) {
	if k, ok := v.(kept); ok {
		r.back = &k
	}
}

// Areas implements page.Areas.
func (r *Report) Areas() []fyne.Focusable {
	var all []fyne.Focusable
	switch {
	case r.grid != nil:
		all = append(all, r.grid)
	case r.info.Name != "" && !r.load.State().Known:
		return nil // the rows take the keyboard once they are there
	}
	all = append(all, r.search)
	if r.period != nil {
		all = append(all, r.period)
	}
	return all
}

// Escape implements page.Escaper: it takes the search back.
func (r *Report) Escape() bool {
	if r.search.Text == "" {
		return false
	}
	r.search.Clear()
	return true
}

// Close implements page.Screen.
func (r *Report) Close() {
	for _, leave := range r.leave {
		leave()
	}
	r.load.Stop()
	r.begin.Stop()
	if r.grid != nil {
		r.grid.Close()
	}
}
