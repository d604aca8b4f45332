package assess

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/vetting"
)

// overview lists all suppliers with how far they are assessed.
type overview struct {
	h       page.Host
	vetting *vetting.Service
	page    *kit.Page
	states  *kit.States
	grid    *grid.Grid[vetting.Sheet]
	loader  *async.Loader[[]vetting.Sheet]
	kept    string
	leave   func()
}

func newOverview(h page.Host, kept string) *overview {
	b := h.Book()
	o := &overview{h: h, vetting: vetting.New(b.DB, b.Bus), page: kit.NewPage(text.T("assess.list.title")), kept: kept}
	o.grid = o.list()
	o.states = kit.NewStates(h.Runner(), container.NewStack(kit.Ground(theme.Surface), o.grid))
	o.page.SetBody(o.states)
	o.loader = async.NewLoader(h.Runner(), o.show)
	soon := async.Debounce(h.Runner(), coalesce, o.reload)
	o.leave = b.Bus.SuppliersChanged.Subscribe(func(event.IDs) { h.Runner().UI(soon) })
	o.dress()
	o.states.ShowLoading()
	o.reload()
	return o
}

// dress puts up the buttons for what is chosen.
func (o *overview) dress() {
	all := o.actions()
	o.page.Header.SetTools(kit.ActionButton(all[0], kit.Plain), kit.ActionButton(all[1], kit.Primary))
}

func (o *overview) reload() { o.loader.Load(o.h.Context(), o.vetting.Sheets) }

func (o *overview) show(s async.State[[]vetting.Sheet]) {
	switch s.Phase {
	case async.Failed:
		o.states.ShowFailed(kit.FailedOptions{Sentence: said(s.Err), Retry: o.reload, Details: func() { o.h.Report(text.T("assess.unread"), s.Err) }})
	case async.Ready:
		if len(s.Value) == 0 {
			to := kit.Act("assess.suppliers", text.T("assess.do.suppliers"), kit.Mark{Icon: theme.IconSuppliers}, func() { o.h.Go(page.Route{Screen: page.Suppliers}) })
			how := kit.Act("assess.how", text.T("assess.do.how"), kit.Mark{Icon: theme.IconHelp}, func() { o.h.Go(page.Route{Screen: page.Help, Key: page.Assess}) })
			o.states.ShowEmpty(kit.EmptyOptions{Icon: theme.IconSuppliers, Title: text.T("assess.list.empty"), Lines: []string{text.T("assess.list.empty.what"), text.T("assess.list.empty.from")}, Primary: &to, Second: &how})
			break
		}
		o.grid.SetRows(s.Value)
		o.states.ShowContent()
		if o.kept != "" {
			o.grid.Select(o.kept)
			o.kept = ""
		}
	}
	o.h.Refresh()
}

func (o *overview) list() *grid.Grid[vetting.Sheet] {
	f := o.h.Format()
	return grid.New(grid.Options[vetting.Sheet]{
		Name: "assess.list", Key: func(s vetting.Sheet) string { return s.Supplier },
		Columns: []grid.Column[vetting.Sheet]{
			{ID: "supplier", Title: text.T("assess.col.supplier"), Width: 220, Flex: 2, Lead: true, Cell: func(s vetting.Sheet) grid.Cell { return grid.Cell{Text: s.Supplier} }, SortText: func(s vetting.Sheet) string { return s.Supplier }},
			{ID: "template", Title: text.T("assess.col.template"), Width: 200, Flex: 1, Cell: func(s vetting.Sheet) grid.Cell {
				return grid.Cell{Text: text.T("assess.by", s.Template, f.Int(s.Number)), Tone: theme.Quiet}
			}, SortText: func(s vetting.Sheet) string { return s.Template }},
			{ID: "state", Title: text.T("assess.col.state"), Width: 170, Cell: stateCell},
			{ID: "date", Title: text.T("assess.col.date"), Width: 110, Cell: func(s vetting.Sheet) grid.Cell {
				if s.Assessed == nil {
					return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
				}
				return grid.Cell{Text: f.DateYear(s.Assessed.Date), Tone: theme.Quiet}
			}, SortText: func(s vetting.Sheet) string {
				if s.Assessed == nil {
					return ""
				}
				return string(s.Assessed.Date)
			}},
			{ID: "gates", Title: text.T("assess.gates"), Width: 130, Cell: func(s vetting.Sheet) grid.Cell {
				tone, icon := standingLook(s.Standing)
				return grid.Cell{Pills: []grid.Pill{{Text: text.T(text.Key("assess.stands.", string(s.Standing))), Icon: icon, Tone: tone}}}
			}},
			{ID: "coverage", Title: text.T("assess.col.coverage"), Width: 80, Align: fyne.TextAlignTrailing, Cell: func(s vetting.Sheet) grid.Cell {
				return grid.Cell{Text: text.T("assess.percent", s.Coverage), Tone: theme.Quiet}
			}},
			{ID: "score", Title: text.T("assess.score"), Width: 70, Align: fyne.TextAlignTrailing, Cell: func(s vetting.Sheet) grid.Cell {
				if s.Score == nil {
					return grid.Cell{Text: text.T("assess.dash"), Tone: theme.Quiet}
				}
				return grid.Cell{Text: f.Fixed(*numberOf(*s.Score), 1), Bold: true}
			}},
			{ID: "class", Title: text.T("assess.classed"), Width: 60, Cell: func(s vetting.Sheet) grid.Cell { return grid.Cell{Text: string(s.Class)} }},
		},
		OnCurrent: func(vetting.Sheet, bool) { o.dress() },
		OnOpen:    func(s vetting.Sheet) { o.h.Go(page.Route{Screen: page.Assess, Key: s.Supplier}) },
		Setup:     grid.Setup{First: true, Sort: []grid.Order{{Column: "supplier"}}, Count: "assess.list.count", CountOf: "assess.list.countof", NoMatch: "assess.list.nomatch"}, Place: place(o.h),
	})
}

// stateCell says how far a supplier is assessed.
func stateCell(s vetting.Sheet) grid.Cell {
	pill := grid.Pill{Text: text.T("assess.is.never"), Icon: theme.IconDottedCircle, Tone: theme.Idle}
	switch {
	case s.Half != nil || s.Assessed != nil && !s.Assessed.Finished:
		pill = grid.Pill{Text: text.T("assess.is.half"), Icon: theme.IconPencil, Tone: theme.Under}
	case s.Assessed != nil:
		pill = grid.Pill{Text: text.T("assess.is.finished"), Icon: theme.IconTickCircle, Tone: theme.Fine}
	}
	return grid.Cell{Pills: []grid.Pill{pill}}
}

func (o *overview) actions() []action.Action {
	templates := kit.Act("assess.templates", text.T("assess.do.templates"), kit.Mark{Icon: theme.IconList, Key: action.Plain(fyne.KeyE)}, func() { o.h.Go(page.Route{Screen: page.Templates}) })
	open := kit.Act("assess.open", text.T("assess.do.assess"), kit.Mark{Icon: theme.IconFileTick, Key: action.Ctrl(fyne.KeyReturn)}, o.openChosen)
	open.Off = func() string {
		if _, ok := o.grid.CurrentRow(); !ok {
			return text.T("assess.off.supplier")
		}
		return ""
	}
	return []action.Action{templates, open}
}

func (o *overview) openChosen() {
	if s, ok := o.grid.CurrentRow(); ok {
		o.h.Go(page.Route{Screen: page.Assess, Key: s.Supplier})
	}
}

func (o *overview) close() {
	o.leave()
	o.loader.Stop()
	o.grid.Close()
}
