package forwarding

import (
	"context"
	"net/url"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/job"
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
	want    string      // the state the route asks for; its first row is chosen once
	number  string      // the one the route asks for, chosen once
	changes int         // that wait for a person, as the head says
	kept    *grid.State // on the way back
	leave   func()
	browse  func(*url.URL)
}

// NewOutbox makes the list of what left.
func NewOutbox(h page.Host) page.Screen {
	b := h.Book()
	o := &Outbox{host: h, forward: forward.New(b.DB, b.Bus, b.Jobs, documents.For(b.Program, b.DB)), browse: h.OpenLink}
	o.loader = async.NewLoader(h.Runner(), o.show)
	o.search = kit.NewSearchField(h.Runner(), text.T("forwarding.out.search"), func(w string) { o.grid.SetSearch(w) })
	o.search.OnList = func() { kit.Focus(o.grid) }
	o.grid = grid.New(grid.Options[forward.Row]{
		Name: "outbox", Key: func(r forward.Row) string { return r.Number }, Columns: o.columns(),
		OnCurrent: o.turn, OnOpen: o.open,
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
	forward.StateQueued:  {Icon: theme.IconClock, Tone: theme.Quiet},
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
		{ID: "number", Title: text.T("forwarding.out.number"), Width: 104, Lead: true, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: r.Number} }, SortText: func(r forward.Row) string { return r.Number }},
		{ID: "supplier", Title: text.T("forwarding.out.supplier"), Width: 190, MinWidth: 140, Flex: 2, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: r.Supplier} }, SortText: func(r forward.Row) string { return r.Supplier }},
		{ID: "state", Title: text.T("forwarding.out.state"), Width: 126, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Pills: []grid.Pill{outPill(r.State)}} }, SortText: func(r forward.Row) string { return r.State }},
		{ID: "when", Title: text.T("forwarding.out.when"), Width: 136, MinWidth: 128, Down: true, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: f.Moment(r.Started), Tone: theme.Quiet} }, SortText: func(r forward.Row) string { return string(r.Started) }},
		{ID: "next", Title: text.T("forwarding.out.next"), Width: 112, MinWidth: 70, Yields: 2, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: o.nextTry(r), Tone: theme.Quiet} }},
		{ID: "how", Title: text.T("forwarding.out.how"), Width: 96, Yields: 1, Cell: func(r forward.Row) grid.Cell {
			return grid.Cell{Text: text.T(text.Key("forwarding.channel.", r.Channel)), Tone: theme.Quiet}
		}},
		{ID: "folder", Title: text.T("forwarding.out.to"), Width: 170, MinWidth: 80, Flex: 3, Cell: func(r forward.Row) grid.Cell { return grid.Cell{Text: r.Folder + r.To, Tone: theme.Quiet} }},
	}
}

// nextTry is when a queued message leaves, "" for any other.
func (o *Outbox) nextTry(r forward.Row) string {
	switch {
	case r.State != forward.StateQueued:
		return ""
	case r.NextTry == nil:
		return text.T("forwarding.out.next.once")
	}
	return o.host.Format().Moment(*r.NextTry)
}

func mailed(r forward.Row) bool { return model.Channel(r.Channel) == model.ByEmail }

// open opens the message of a forwarding, or its folder.
func (o *Outbox) open(r forward.Row) {
	if !mailed(r) {
		o.host.OpenFile(r.Folder)
		return
	}
	run, ctx, folder := o.host.Runner(), o.host.Context(), filepath.Join(o.host.Desk().Data(), "previews")
	run.Go(func() {
		path, err := o.forward.WriteLetter(ctx, r.Purchase, folder)
		run.UI(func() {
			if err != nil {
				o.host.Report(text.T("forwarding.out.noletter", r.Number), err)
				return
			}
			o.host.OpenFile(path)
		})
	})
}

func (o *Outbox) openAction(r forward.Row) action.Action {
	label, icon := text.T("forwarding.do.folder"), theme.IconFolder
	if mailed(r) {
		label, icon = text.T("forwarding.do.letter"), theme.IconSent
	}
	return kit.Act("forwarding.out.open", label, kit.Mark{Icon: icon, Key: action.Plain(fyne.KeyReturn)}, func() { o.open(r) })
}

// sendAction sends what is queued now, without waiting for the next try.
func (o *Outbox) sendAction() action.Action {
	a := kit.Act("forwarding.out.send", text.T("forwarding.do.sendqueued"), kit.Mark{Icon: theme.IconForwarding, Key: action.Ctrl(fyne.KeyReturn)}, o.send)
	a.Off = func() string {
		if slices.ContainsFunc(o.loader.State().Value, func(r forward.Row) bool { return r.State == forward.StateQueued }) {
			return ""
		}
		return text.T("forwarding.out.off.queued")
	}
	return a
}

// Primary implements page.Primary.
func (o *Outbox) Primary() {
	if a := o.sendAction(); a.Why() == "" {
		a.Run()
	}
}

func (o *Outbox) send() {
	var done forward.Counts
	o.host.Start(page.Task{
		Name: text.T("forwarding.out.task"),
		Work: func(ctx context.Context, _ *job.Progress) (err error) {
			done, err = o.forward.RunOutbox(ctx, forward.RunOptions{Once: true, Now: true})
			return err
		},
		Done: func(err error) {
			o.Reload()
			f := o.host.Format()
			switch {
			case model.CodeOf(err) == model.Cancelled:
			case err != nil:
				o.host.Report(text.T("forwarding.out.unsent"), err)
			case done.Reason != "":
				o.host.Report(text.T("forwarding.out.unsent"), model.Errorf(model.Refused, "%s", done.Reason))
			case done.Queued+done.Unknown > 0:
				o.host.Toast(page.Toast{Tone: page.Warning, Text: text.T("forwarding.out.left", f.Int(done.Queued), f.Int(done.Unknown))})
			default:
				o.host.Toast(page.Toast{Text: text.T("forwarding.out.all")})
			}
		},
	})
}

// Content implements page.Screen.
func (o *Outbox) Content() fyne.CanvasObject { return o.page }

// Keep implements page.Keeper.
func (o *Outbox) Keep() any { return o.grid.Keep() }

// Restore implements page.Keeper.
func (o *Outbox) Restore(v any) {
	if k, ok := v.(grid.State); ok {
		o.kept = &k
	}
}

// Open implements page.Screen. What the route asks for was done before, on the way
// back.
func (o *Outbox) Open(r page.Route) {
	if o.kept != nil {
		o.search.Set(o.kept.Search)
		o.grid.Restore(*o.kept)
		o.Reload()
		return
	}
	o.want, o.number = r.Param(page.ByState), r.Key
	if o.want == changes {
		o.propose()
	}
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
	o.loader.LoadPromptly(o.host.Context(), func(ctx context.Context) ([]forward.Row, error) { return forward.Outbox(ctx, db, forward.Filter{}) })
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
	if st.Phase == async.Ready {
		o.countChanges()
	}
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
		if i := slices.IndexFunc(st.Value, func(r forward.Row) bool { return r.State == o.want || r.Number == o.number }); i >= 0 {
			o.want, o.number = "", ""
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
	if note := o.note(r); note != nil {
		sections = append(sections, kit.PanelSection("", "", note))
	}
	for i, a := range o.settles(r) {
		buttons = append(buttons, kit.ActionButton(a, []kit.ButtonStyle{kit.Next, kit.Plain}[i]))
	}
	if asked := o.answers(r); len(asked) > 0 {
		sections = append(sections, kit.PanelSection(text.T("forwarding.out.supplier"), "", answerButtons(asked)))
	}
	sections = append(sections, kit.PanelSection(text.T("forwarding.out.papers"), "", kit.Column(theme.Gap8, o.papers(r), o.ways(r))))
	o.panel.SetSections(sections...)
	o.panel.SetButtons(buttons...)
	o.page.SetPanel(o.panel)
}

// note says why a forwarding is where it is, nil when there is nothing to say.
func (o *Outbox) note(r forward.Row) fyne.CanvasObject {
	switch {
	case r.State == forward.StateUnknown && mailed(r):
		return kit.NewNote(theme.Warned, theme.IconQuestionCircle, text.T("forwarding.out.unknownmail", r.Reason, r.Supplier), nil)
	case r.State == forward.StateUnknown:
		return kit.NewNote(theme.Warned, theme.IconQuestionCircle, text.T("forwarding.out.unknown", r.Supplier), nil)
	case r.State == forward.StateQueued && r.Reason != "":
		return kit.NewNote(theme.Under, theme.IconClock, text.T("forwarding.out.again", r.Reason, o.nextTry(r)), nil)
	case r.State == forward.StateQueued:
		return kit.NewNote(theme.Under, theme.IconClock, text.T("forwarding.out.queued"), nil)
	case r.State == forward.StateFailed && r.Reason != "":
		return kit.NewNote(theme.Wrong, theme.IconCrossCircle, text.T("forwarding.out.failed", r.Reason), nil)
	}
	return nil
}

// papers are the files of a forwarding, each a link that opens it.
func (o *Outbox) papers(r forward.Row) fyne.CanvasObject {
	col := kit.Column(theme.Gap4, kit.NewLabel(kit.Muted, text.T("forwarding.out.reading")))
	run, ctx := o.host.Runner(), o.host.Context()
	run.Go(func() {
		files, err := o.forward.Papers(ctx, r.Purchase)
		run.UI(func() { col.Set(o.links(r, files, err)...) })
	})
	return col
}

func (o *Outbox) links(r forward.Row, files []string, err error) []fyne.CanvasObject {
	if err != nil {
		return []fyne.CanvasObject{kit.Wrapped(kit.Body, err.Error()).SetTone(theme.Wrong)}
	}
	if len(files) == 0 {
		return []fyne.CanvasObject{kit.NewLabel(kit.Muted, text.T("forwarding.out.nopapers"))}
	}
	var all []fyne.CanvasObject
	for _, path := range files {
		if mailed(r) { // attached: they lie in no folder
			all = append(all, kit.NewLabel(kit.Body, path))
			continue
		}
		all = append(all, kit.FileLink(path, o.host.OpenFile))
	}
	return all
}

// Actions implements page.Actor.
func (o *Outbox) Actions() []action.Action {
	r, ok := o.grid.CurrentRow()
	if !ok {
		return []action.Action{o.proposedAction()}
	}
	all := append([]action.Action{o.openAction(r), o.previewAction(r)}, o.settles(r)...)
	if !mailed(r) {
		all = append(all, o.mailtoAction(r))
	}
	all = append(append(all, o.answers(r)...), o.proposedAction())
	if r.State != forward.StateQueued {
		all = append(all, o.sendAction())
	}
	return all
}
