// Package orders shows the merchant's orders: the list with the story of the
// chosen one beside it, the page of one order with all that is known of it, and
// the form that takes an order typed by hand. It must not know how an order is
// routed, forwarded or booked.
package orders

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/today"
)

// coalesce gathers the changes of one piece of work into one reading.
const coalesce = 50 * time.Millisecond

// panelKey remembers on this computer whether the panel is closed.
const panelKey = "orders.panel.closed"

// List is the list of orders.
type List struct {
	host   page.Host
	desk   *desk
	source *source
	page   *kit.Page
	states *kit.States
	grid   *grid.Grid[orderbook.Row]
	search *kit.SearchField
	bar    *filterBar
	panel  *panel

	closed  bool   // the panel, by a person
	asked   bool   // a person wants the panel, even over the list
	blank   bool   // the book has no order
	words   string // searched for when rows came last
	kept    *kept
	steps   *async.Loader[[]today.Step]
	warming bool
	leave   []func()
}

// kept is what the way back restores.
type kept struct{ grid grid.State }

// New makes the list of orders.
func New(h page.Host) page.Screen {
	l := &List{host: h, desk: newDesk(h)}
	h.Remembered(panelKey, &l.closed)
	b := h.Book()
	cols := &columns{f: h.Format(), home: func() model.Currency { return b.Home }}
	l.source = &source{book: b.Orders, products: product.New(b.DB, b.Bus), cols: cols, today: b.Today}
	l.steps = async.NewLoader(h.Runner(), l.showSteps)
	l.build(cols)
	l.listen()
	return l
}

func (l *List) build(cols *columns) {
	h := l.host
	l.search = kit.NewSearchField(h.Runner(), text.T("orders.search"), func(words string) { l.grid.SetSearch(words) })
	l.search.OnList = func() { kit.Focus(l.grid) }
	l.grid = grid.New(grid.Options[orderbook.Row]{
		Name: "orders", Key: rowKey, Columns: cols.all(), Source: l.source,
		OnCurrent: l.turn, OnOpen: l.open,
		Setup: grid.Setup{
			Sort: []grid.Order{{Column: string(orderbook.ByPlaced), Down: true}}, First: true,
			Count: "orders.count", CountOf: "orders.countof", NoMatch: "orders.nomatch",
		},
		Events: grid.Events{
			OnSelect: h.Refresh, OnMenu: func(at fyne.Position) { h.Menu(at, append(l.menu(), l.details())) }, OnView: l.viewed,
			OnDetails: func(err error) { h.Report(text.T("orders.unread"), err) },
		},
		Place: grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h},
	})
	l.bar = newFilterBar(l)
	l.panel = newPanel(l)
	l.states = kit.NewStates(h.Runner(), l.grid)
	l.states.ShowContent()
	l.page = kit.NewPage(text.T("orders.title"))
	l.page.SetBody(l.states)
	l.dress()
}

// dress puts up head and filters, fewer of them in an empty book.
func (l *List) dress() {
	create := kit.IconButton(kit.Plain, theme.IconPlus, text.T("orders.do.new"), l.Create).WithKey(action.Ctrl(fyne.KeyN))
	if l.blank {
		create = kit.ActionButton(l.newAction(), kit.Plain)
	}
	tools := []fyne.CanvasObject{l.search, create}
	if !l.blank {
		columns := kit.IconButton(kit.Plain, theme.IconColumns, text.T("orders.do.columns"), func() { l.grid.ArrangeColumns() }).WithKey(grid.ArrangeKey)
		export := kit.IconButton(kit.Plain, theme.IconExport, text.T("orders.do.export"), l.Export).WithKey(action.Ctrl(fyne.KeyE))
		tools = []fyne.CanvasObject{l.search, columns, export, create}
	}
	l.page.Header.SetTools(append(tools, kit.ActionButton(l.importAction(), kit.Primary))...)
	l.bar.refresh()
	l.bar.arrange()
}

// listen reads the list again after the book changed.
func (l *List) listen() {
	run, bus := l.host.Runner(), l.host.Book().Bus
	soon := async.Debounce(run, coalesce, l.Reload)
	changed := func(event.IDs) { run.UI(soon) }
	for _, t := range []*event.Topic[event.IDs]{
		&bus.OrdersChanged, &bus.PurchasesChanged, &bus.PricesChanged, &bus.SuppliersChanged, &bus.ProductsChanged, &bus.BooksChanged, &bus.SettingsChanged,
	} {
		l.leave = append(l.leave, t.Subscribe(changed))
	}
}

// Content implements page.Screen.
func (l *List) Content() fyne.CanvasObject { return l.page }

// Open implements page.Screen.
func (l *List) Open(r page.Route) {
	state := grid.State{Search: r.Param(page.ByWords), Filters: filtersOf(r), Sort: l.grid.Sort()}
	if l.kept != nil {
		state = l.kept.grid
	}
	l.search.Set(state.Search)
	l.grid.Restore(state)
	l.bar.refresh()
}

// Close implements page.Screen.
func (l *List) Close() {
	for _, leave := range l.leave {
		leave()
	}
	l.steps.Stop()
	l.panel.close()
	l.grid.Close()
}

// Keep implements page.Keeper.
func (l *List) Keep() any { return kept{l.grid.Keep()} }

// Restore implements page.Keeper.
func (l *List) Restore(v any) {
	if k, ok := v.(kept); ok {
		l.kept = &k
	}
}

// Reload implements page.Reloader.
func (l *List) Reload() {
	l.source.names.forget()
	l.grid.Reload()
	if r, ok := l.grid.CurrentRow(); ok && l.page.Panel() != nil {
		l.panel.show(r)
	}
	if l.blank {
		l.readSteps()
	}
}

// Search implements page.Searcher.
func (l *List) Search() { kit.Focus(l.search) }

// Areas implements page.Areas.
func (l *List) Areas() []fyne.Focusable {
	if stop := l.states.Stop(); stop != nil {
		return []fyne.Focusable{stop}
	}
	if l.blank {
		return nil // it is on its way what to show instead
	}
	areas := []fyne.Focusable{l.grid}
	if l.page.Panel() != nil {
		areas = append(areas, l.panel.button)
	}
	return areas
}

// Escape implements page.Escaper.
func (l *List) Escape() bool {
	if l.page.Panel() == nil {
		return false
	}
	l.closePanel(true)
	kit.Focus(l.grid)
	return true
}

// turn shows the order under the cursor in the panel.
func (l *List) turn(r orderbook.Row, ok bool) {
	defer l.host.Refresh()
	if !ok || l.closed || narrow(l.page) && !l.asked {
		l.page.SetPanel(nil)
		return
	}
	l.panel.show(r)
	l.page.SetPanel(l.panel.Panel)
}

// closePanel closes or opens the panel for good.
func (l *List) closePanel(closed bool) {
	l.closed, l.asked = closed, !closed
	l.host.Remember(panelKey, closed)
	l.turn(l.grid.CurrentRow())
}

// viewed takes a new answer over into head, filters and the empty state.
func (l *List) viewed() {
	v := l.source.newest.Load()
	if v == nil {
		return
	}
	if blank := !v.partial && v.Found.All == 0 && v.Count == 0 && !v.ask.Archived; blank != l.blank {
		l.blank = blank
		l.dress()
		if blank {
			l.readSteps()
		} else {
			l.states.ShowContent()
		}
	}
	l.page.Header.SetCount(l.counted(v))
	l.clearField()
	if !l.blank {
		l.bar.refresh()
	}
	if v.partial && !l.warming {
		l.warm()
	}
	l.host.Refresh()
}

// clearField empties the search field when the search was taken away elsewhere.
func (l *List) clearField() {
	words := l.grid.Search()
	if l.words != "" && words == "" && l.search.Text == l.words {
		l.search.Set("")
	}
	l.words = words
}

// counted is the count beside the title.
func (l *List) counted(v *view) string {
	f := l.host.Format()
	switch {
	case l.blank:
		return text.T("orders.none")
	case v.begins:
		return ""
	case v.partial && l.bar.plain():
		return text.T("orders.open", f.Int(v.Count))
	case v.partial:
		return f.Int(v.Count)
	case l.bar.plain():
		return text.T("orders.openof", f.Int(v.Count), f.Int(v.Found.All))
	case v.Count == v.Found.All:
		return f.Int(v.Count)
	}
	return text.T("orders.shownof", f.Int(v.Count), f.Int(v.Found.All))
}

// warm reads the index of all orders while the open ones are shown already.
func (l *List) warm() {
	l.warming = true
	run, ctx := l.host.Runner(), l.host.Context()
	run.Go(func() {
		err := l.source.book.Warm(ctx)
		run.UI(func() {
			l.warming = false
			if err == nil {
				l.grid.Reload()
			}
		})
	})
}
