package forwarding

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
)

// Outbox lists what left the book, and lets a person settle what is unknown.
type Outbox struct {
	host    page.Host
	forward *forward.Service
	loader  *async.Loader[[]forward.Row]
	page    *kit.Page
	states  *kit.States
	grid    *grid.Grid[forward.Row]
	search  *kit.SearchField
	panel   *kit.Panel
	want    string // the state the route asks for; its first row is chosen once
	leave   func()
}

// NewOutbox makes the list of what left.
func NewOutbox(h page.Host) page.Screen {
	b := h.Book()
	o := &Outbox{host: h, forward: forward.New(b.DB, b.Bus, b.Jobs, documents.New(b.Program))}
	o.loader = async.NewLoader(h.Runner(), o.show)
	o.search = kit.NewSearchField(h.Runner(), text.T("forwarding.out.search"), func(w string) { o.grid.SetSearch(w) })
	o.search.OnList = func() { kit.Focus(o.grid) }
	o.grid = grid.New(grid.Options[forward.Row]{
		Name: "outbox", Key: func(r forward.Row) string { return r.Number }, Columns: o.columns(),
		OnCurrent: o.turn, OnOpen: func(r forward.Row) { h.OpenFile(r.Folder) },
		Setup:  grid.Setup{First: true, Count: "forwarding.purchases", CountOf: "forwarding.purchasesof", NoMatch: "forwarding.nomatch"},
		Events: grid.Events{OnSelect: h.Refresh, OnMenu: func(at fyne.Position) { h.Menu(at, o.Actions()) }},
		Place:  grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
	o.panel = kit.NewPanel(func() { o.page.SetPanel(nil) })
	o.states = kit.NewStates(h.Runner(), o.grid)
	o.page = kit.NewPage(text.T("forwarding.outbox"))
	o.page.SetPanelWidth(theme.PanelMaxWidth)
	o.page.Header.SetBack(h.Back)
	o.page.Header.SetTools(o.search)
	o.page.SetBody(o.states)
	run := h.Runner()
	soon := async.Debounce(run, coalesce, o.Reload)
	o.leave = b.Bus.PurchasesChanged.Subscribe(func(event.IDs) { run.UI(soon) })
	return o
}

// outFace is how the state of a forwarding looks.
var outFace = map[string]grid.Pill{
	forward.StateSending: {Icon: theme.IconClock, Tone: theme.Under},
	forward.StateSent:    {Icon: theme.IconSent, Tone: theme.Fine},
	forward.StateUnknown: {Icon: theme.IconQuestionCircle, Tone: theme.Warned},
	forward.StateFailed:  {Icon: theme.IconCrossCircle, Tone: theme.Wrong},
}

func outPill(state string) grid.Pill {
	p := outFace[state]
	p.Text = text.T(text.Key("forwarding.out.state.", state))
	return p
}

func (o *Outbox) columns() []grid.Column[forward.Row] {
	f := o.host.Format()
	return []grid.Column[forward.Row]{
		{ID: "number", Title: text.T("forwarding.out.number"), Width: 110, Lead: true, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: r.Number} }, SortText: func(r forward.Row) string { return r.Number }},
		{ID: "supplier", Title: text.T("forwarding.out.supplier"), Width: 180, Flex: 1, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: r.Supplier} }, SortText: func(r forward.Row) string { return r.Supplier }},
		{ID: "state", Title: text.T("forwarding.out.state"), Width: 130, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Pills: []grid.Pill{outPill(r.State)}} }, SortText: func(r forward.Row) string { return r.State }},
		{ID: "when", Title: text.T("forwarding.out.when"), Width: 150, Down: true, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: f.Moment(r.Started), Tone: theme.Quiet} }, SortText: func(r forward.Row) string { return string(r.Started) }},
		{ID: "how", Title: text.T("forwarding.out.how"), Width: 110, Cell: func(r forward.Row) grid.Cell {
			return grid.Cell{Text: text.T(text.Key("forwarding.channel.", r.Channel)), Tone: theme.Quiet}
		}},
		{ID: "folder", Title: text.T("forwarding.out.folder"), Width: 220, Flex: 2, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: r.Folder, Tone: theme.Quiet} }},
	}
}

// Content implements page.Screen.
func (o *Outbox) Content() fyne.CanvasObject { return o.page }

// Open implements page.Screen.
func (o *Outbox) Open(r page.Route) {
	o.want = r.Param(page.ByState)
	o.search.Set(r.Param(page.BySupplier))
	o.grid.SetSearch(r.Param(page.BySupplier))
	o.Reload()
}

// Close implements page.Screen.
func (o *Outbox) Close() {
	o.leave()
	o.loader.Stop()
	o.grid.Close()
}

// Reload implements page.Reloader.
func (o *Outbox) Reload() {
	db := o.host.Book().DB
	o.loader.Load(o.host.Context(), func(ctx context.Context) ([]forward.Row, error) { return forward.Outbox(ctx, db, forward.Filter{}) })
}

// Search implements page.Searcher.
func (o *Outbox) Search() { kit.Focus(o.search) }

// Areas implements page.Areas.
func (o *Outbox) Areas() []fyne.Focusable { return []fyne.Focusable{o.grid} }

// Escape implements page.Escaper.
func (o *Outbox) Escape() bool {
	if o.page.Panel() == nil {
		return false
	}
	o.page.SetPanel(nil)
	return true
}

func (o *Outbox) show(st async.State[[]forward.Row]) {
	switch {
	case st.Phase == async.Loading && !st.Known:
		o.states.ShowLoading()
	case st.Phase == async.Loading:
	case st.Phase == async.Failed:
		o.states.ShowFailed(kit.FailedOptions{Sentence: text.T("forwarding.out.unread"), Retry: o.Reload, Details: func() { o.host.Report(text.T("forwarding.out.unread"), st.Err) }})
	case len(st.Value) == 0:
		o.page.SetPanel(nil)
		review := kit.Act("forwarding.review", text.T("forwarding.do.review"), kit.Mark{Icon: theme.IconForwarding}, func() { o.host.Go(page.Route{Screen: page.Forwarding}) })
		o.states.ShowEmpty(kit.EmptyOptions{Icon: theme.IconInbox, Title: text.T("forwarding.out.empty"), Lines: []string{text.T("forwarding.out.empty.one")}, Primary: &review})
	default:
		o.states.ShowContent()
		o.grid.SetRows(st.Value)
		if i := slices.IndexFunc(st.Value, func(r forward.Row) bool { return r.State == o.want }); i >= 0 {
			o.want = ""
			o.grid.Select(st.Value[i].Number)
		}
		o.page.Header.SetCount(text.N("forwarding.purchases", len(st.Value), o.host.Format().Int(len(st.Value))))
		o.host.Refresh()
	}
}

// turn shows the chosen forwarding: its papers, and what to do when nobody knows
// whether it arrived.
func (o *Outbox) turn(r forward.Row, ok bool) {
	defer o.host.Refresh()
	if !ok {
		o.page.SetPanel(nil)
		return
	}
	p := outPill(r.State)
	o.panel.SetTitle(r.Number, r.Supplier, o.host.Format().Moment(r.Started))
	o.panel.SetState(p.Tone, p.Icon, p.Text)
	var sections, buttons []fyne.CanvasObject
	if r.State == forward.StateUnknown {
		sections = append(sections, kit.PanelSection("", "", kit.NewNote(theme.Warned, theme.IconQuestionCircle, text.T("forwarding.out.unknown", r.Supplier), nil)))
		for i, a := range o.settles(r) {
			buttons = append(buttons, kit.ActionButton(a, []kit.ButtonStyle{kit.Next, kit.Plain}[i]))
		}
	}
	sections = append(sections, kit.PanelSection(text.T("forwarding.out.papers"), "", o.papers(r)))
	if len(buttons) == 0 {
		open := kit.Act("forwarding.out.open", text.T("forwarding.do.folder"), kit.Mark{Icon: theme.IconFolder, Key: action.Plain(fyne.KeyReturn)}, func() { o.host.OpenFile(r.Folder) })
		buttons = append(buttons, kit.ActionButton(open, kit.Plain))
	}
	o.panel.SetSections(sections...)
	o.panel.SetButtons(buttons...)
	o.page.SetPanel(o.panel)
}

// papers are the files of a forwarding, each a link that opens it.
func (o *Outbox) papers(r forward.Row) fyne.CanvasObject {
	col := kit.Column(theme.Gap4, kit.NewLabel(kit.Muted, text.T("forwarding.out.reading")))
	run, ctx := o.host.Runner(), o.host.Context()
	run.Go(func() {
		files, err := o.forward.Papers(ctx, r.Purchase)
		run.UI(func() { col.Set(o.links(files, err)...) })
	})
	return col
}

func (o *Outbox) links(files []string, err error) []fyne.CanvasObject {
	if err != nil {
		return []fyne.CanvasObject{kit.Wrapped(kit.Body, err.Error()).SetTone(theme.Wrong)}
	}
	if len(files) == 0 {
		return []fyne.CanvasObject{kit.NewLabel(kit.Muted, text.T("forwarding.out.nopapers"))}
	}
	var all []fyne.CanvasObject
	for _, path := range files {
		all = append(all, kit.FileLink(path, o.host.OpenFile))
	}
	return all
}

// settles are the two ways to settle a forwarding of which nobody knows.
func (o *Outbox) settles(r forward.Row) []action.Action {
	settle := func(outcome, said string) func() {
		return func() {
			run, ctx := o.host.Runner(), o.host.Context()
			run.Go(func() {
				err := o.forward.Resolve(ctx, r.ID, outcome)
				run.UI(func() {
					if err != nil {
						o.host.Report(text.T("forwarding.out.unsettled", r.Number), err)
						return
					}
					o.host.Toast(page.Toast{Text: said})
					o.Reload()
				})
			})
		}
	}
	return []action.Action{
		kit.Act("forwarding.out.arrived", text.T("forwarding.do.arrived"), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyA)}, settle("sent", text.T("forwarding.out.arrived", r.Number))),
		kit.Act("forwarding.out.not", text.T("forwarding.do.notarrived"), kit.Mark{Icon: theme.IconClose, Key: action.Plain(fyne.KeyN)}, settle("failed", text.T("forwarding.out.notarrived", r.Number))),
	}
}

// Actions implements page.Actor.
func (o *Outbox) Actions() []action.Action {
	r, ok := o.grid.CurrentRow()
	if !ok {
		return nil
	}
	all := []action.Action{kit.Act("forwarding.out.open", text.T("forwarding.do.folder"), kit.Mark{Icon: theme.IconFolder, Key: action.Plain(fyne.KeyReturn)}, func() { o.host.OpenFile(r.Folder) })}
	if r.State == forward.StateUnknown {
		all = append(all, o.settles(r)...)
	}
	return all
}
