// Package forwarding is where a merchant decides about a day's orders: who gets
// each of them and why, what speaks against it, what leaves and what is held, and
// what became of what left. It must not know how a supplier is chosen, nor how a
// purchase order is written or leaves.
package forwarding

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/holding"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/setting"
)

// coalesce gathers the changes of one piece of work into one reading.
const coalesce = 50 * time.Millisecond

// Parameters of a route to the screen beside page.ByShop.
const (
	orderParam = "order" // the number of the order to begin with
	showParam  = "show"  // a choice of the filter row
)

// news is what the screen shows, read at one time.
type news struct {
	board  *approval.Board
	unsure int                    // forwardings of which nobody knows whether they arrived
	folder string                 // where purchase orders go, "" not chosen yet
	waits  map[int64]forward.Wait // purchase orders that gather until they are due
}

// due are the purchase orders that leave with one press: what gathers is left, and
// what a person places by hand.
func (v *news) due() []*approval.Purchase {
	return slices.DeleteFunc(sendable(v.board), func(p *approval.Purchase) bool {
		_, waits := v.waits[p.ID]
		return waits || p.Channel == model.ByMarketplace
	})
}

// placed counts the purchase orders that a person can place by hand now.
func placed(b *approval.Board) (n int) {
	for _, p := range sendable(b) {
		if p.Channel == model.ByMarketplace {
			n++
		}
	}
	return n
}

// Screen is the approval of what waits to be forwarded.
type Screen struct {
	host     page.Host
	approval *approval.Service
	settings *setting.Service
	loader   *async.Loader[*news]
	first    *async.Loader[*news] // what the list begins with
	early    *news                // that, until all was read

	page   *kit.Page
	states *kit.States
	grid   *grid.Grid[row]
	search *kit.SearchField
	bar    *bar
	panel  *panel
	foot   *foot

	holding *holding.Desk
	outgo   *forward.Service
	soon    func() // stops the next look at the clock

	shown  string // the choice of the filter row
	want   page.Route
	kept   *kept
	closed bool // the panel, by a person
	top    bool // the cursor goes to the first row once it was read again
	moved  moved
	aimed  *row // the row the cursor goes to once the list shows it as it was read last
	leave  []func()
}

// kept is what the way back restores.
type kept struct {
	grid  grid.State
	shown string
}

// New makes the approval screen.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Screen{
		host: h, shown: showAll,
		approval: approval.New(b.DB, b.Bus, b.Jobs, documents.For(b.Program, b.DB)),
		settings: setting.New(b.DB, b.Bus),
	}
	s.outgo = forward.New(b.DB, b.Bus, b.Jobs, documents.For(b.Program, b.DB))
	s.loader = async.NewLoader(h.Runner(), s.show)
	s.first = async.NewLoader(h.Runner(), s.showFirst)
	s.holding = newHolding(s)
	s.build()
	s.listen()
	return s
}

func (s *Screen) build() {
	h := s.host
	s.search = kit.NewSearchField(h.Runner(), text.T("forwarding.search"), func(words string) {
		s.aimed = nil
		s.grid.SetSearch(words)
	})
	s.search.OnList = func() { kit.Focus(s.grid) }
	cols := columns{h.Format(), h.Book().Home, s.wait}
	s.grid = grid.New(grid.Options[row]{
		Name: "forwarding", Key: func(r row) string { return r.key }, Columns: cols.all(),
		GroupBy: func(r row) string { return r.group() }, GroupHead: cols.head,
		Match:     map[string]func(row, []string) bool{"show": fits},
		CanTick:   func(r row) bool { return r.order != nil && !r.order.Refill },
		OnCurrent: s.turn, OnOpen: s.open,
		Setup:  grid.Setup{Ticks: true, First: true, NoMatch: "forwarding.nomatch"},
		Events: grid.Events{OnView: s.viewed, OnSelect: h.Refresh, OnMenu: func(at fyne.Position) { h.Menu(at, append(s.menu(), s.details())) }, OnTick: s.tick},
		Place:  grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
	s.bar = newBar(s)
	s.panel = newPanel(s)
	s.foot = newFoot()
	s.states = kit.NewStates(h.Runner(), s.grid)
	s.page = kit.NewPage(text.T("forwarding.title"))
	s.page.SetPanelWidth(theme.PanelMaxWidth)
	s.page.SetBody(s.states)
	s.dress(nil)
}

// listen reads again after the book changed.
func (s *Screen) listen() {
	run, bus := s.host.Runner(), s.host.Book().Bus
	soon := async.Debounce(run, coalesce, s.Reload)
	changed := func(event.IDs) { run.UI(soon) }
	for _, t := range []*event.Topic[event.IDs]{
		&bus.OrdersChanged, &bus.PurchasesChanged, &bus.OffersChanged, &bus.PricesChanged, &bus.SuppliersChanged, &bus.SettingsChanged,
	} {
		s.leave = append(s.leave, t.Subscribe(changed))
	}
}

// Content implements page.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen.
func (s *Screen) Open(r page.Route) {
	s.want = r
	if show := r.Param(showParam); show != "" {
		s.shown = show
	}
	if s.kept != nil {
		s.shown = s.kept.shown
		s.search.Set(s.kept.grid.Search)
		s.grid.Restore(s.kept.grid)
	}
	s.choose(s.shown)
	if s.kept == nil && s.shown == showAll && len(r.Params) == 0 {
		s.start()
	} else {
		s.Reload()
	}
	if s.kept == nil && r.Param(page.ByRouting) != "" { // not again on the way back
		s.route()
	}
}

// Close implements page.Screen.
func (s *Screen) Close() {
	for _, leave := range s.leave {
		leave()
	}
	if s.soon != nil {
		s.soon()
	}
	s.early = nil
	s.first.Forget()
	s.loader.Forget()
	s.panel.loader.Forget()
	s.grid.Close()
}

// Keep implements page.Keeper.
func (s *Screen) Keep() any { return kept{s.grid.Keep(), s.shown} }

// Restore implements page.Keeper.
func (s *Screen) Restore(v any) {
	if k, ok := v.(kept); ok {
		s.kept = &k
	}
}

// Reload implements page.Reloader.
func (s *Screen) Reload() {
	b := s.host.Book()
	s.loader.Load(s.host.Context(), func(ctx context.Context) (*news, error) {
		board, err := s.approval.Board(ctx)
		if err != nil {
			return nil, err
		}
		unsure, err := forward.Outbox(ctx, b.DB, forward.Filter{State: forward.StateUnknown})
		if err != nil {
			return nil, err
		}
		folder, err := s.settings.Get(ctx, string(setting.ForwardFolder))
		if err != nil {
			return nil, err
		}
		waits, err := s.outgo.Waits(ctx)
		return &news{board, len(unsure), folder.Value, waits}, err
	})
}

// Search implements page.Searcher.
func (s *Screen) Search() { kit.Focus(s.search) }

// Areas implements page.Areas.
func (s *Screen) Areas() []fyne.Focusable {
	if stop := s.states.Stop(); stop != nil {
		return []fyne.Focusable{stop}
	}
	areas := []fyne.Focusable{s.grid}
	if s.page.Panel() != nil && s.panel.first != nil {
		areas = append(areas, s.panel.first)
	}
	return areas
}

// Escape implements page.Escaper.
func (s *Screen) Escape() bool {
	if s.page.Panel() == nil {
		return false
	}
	s.closePanel(true)
	kit.Focus(s.grid)
	return true
}

// wait tells until when a purchase order gathers, false when it is due.
func (s *Screen) wait(id int64) (forward.Wait, bool) {
	v := cmp.Or(s.loader.State().Value, s.early)
	if v == nil {
		return forward.Wait{}, false
	}
	w, waits := v.waits[id]
	return w, waits
}

// look is how often the clock is looked at while something gathers.
const look = time.Minute

// watch reads again a minute later when something gathers, so that what falls due
// is shown.
func (s *Screen) watch(v *news) {
	if s.soon != nil {
		s.soon()
		s.soon = nil
	}
	if len(v.waits) > 0 {
		s.soon = s.host.Runner().After(look, s.Reload)
	}
}

// board is what was read last, nil before.
func (s *Screen) board() *approval.Board {
	if v := s.loader.State().Value; v != nil {
		return v.board
	}
	return nil
}

// show takes over what was read.
func (s *Screen) show(st async.State[*news]) {
	switch {
	case st.Phase == async.Loading && !st.Known && s.early == nil:
		s.states.ShowLoading()
		return
	case st.Phase == async.Loading:
		return
	case st.Phase == async.Failed:
		s.states.ShowFailed(kit.FailedOptions{Sentence: text.T("forwarding.unread"), Retry: s.Reload, Details: func() { s.host.Report(text.T("forwarding.unread"), st.Err) }})
		return
	}
	b := st.Value.board
	rows := rowsOf(b)
	s.early = nil
	s.watch(st.Value)
	s.dress(st.Value)
	s.begin(rows)
	s.grid.SetRows(rows) // also none: what has left takes no more keys
	if len(rows) == 0 {
		s.empty()
		return
	}
	s.states.ShowContent()
	s.ticks(rows)
	s.host.Refresh()
}

// ticks shows which orders leave: those that nobody holds.
func (s *Screen) ticks(rows []row) {
	var on, off []string
	for _, r := range rows {
		switch {
		case r.order == nil, r.order.Refill:
		case r.order.State == approval.Held:
			off = append(off, r.key)
		default:
			on = append(on, r.key)
		}
	}
	s.grid.SetTicked(true, on...)
	s.grid.SetTicked(false, off...)
}

// empty says that nothing waits, and what brings more.
func (s *Screen) empty() {
	s.page.SetPanel(nil)
	list := kit.Act("forwarding.orders", text.T("forwarding.do.orders"), kit.Mark{Icon: theme.IconOrders}, func() { s.host.Go(page.Route{Screen: page.Orders}) })
	sent := kit.Act("forwarding.outbox", text.T("forwarding.do.outbox"), kit.Mark{Icon: theme.IconSent}, s.outbox)
	s.states.ShowEmpty(kit.EmptyOptions{
		Icon: theme.IconForwarding, Title: text.T("forwarding.empty.title"),
		Lines: []string{text.T("forwarding.empty.one"), text.T("forwarding.empty.two")}, Primary: &list, Second: &sent,
	})
}

// turn explains the row under the cursor in the panel; below the head of a
// purchase order, the first of its orders.
func (s *Screen) turn(r row, ok bool) {
	defer s.host.Refresh()
	if head := s.grid.CurrentGroup(); !ok && len(head) > 0 {
		r, ok = head[0], true
	}
	if !ok || s.closed {
		s.page.SetPanel(nil)
		return
	}
	s.panel.show(r)
	s.page.SetPanel(s.panel.Panel)
}

func (s *Screen) closePanel(closed bool) {
	s.closed = closed
	r, ok := s.grid.CurrentRow()
	s.turn(r, ok) // also for the head of a purchase order
}

// open shows the page of the order under the cursor.
func (s *Screen) open(r row) {
	if number, shop := r.number(); number != "" {
		s.host.Go(page.OrderRoute(shop, number))
	}
}

func (s *Screen) outbox() { s.host.Go(page.Route{Screen: page.Outbox}) }

// home is the currency of all sums.
func (s *Screen) home() model.Currency { return s.host.Book().Home }
