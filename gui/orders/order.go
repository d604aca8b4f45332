package orders

import (
	"context"
	"maps"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/product"
)

// Params of the page of one order. The list it was opened from stands in params
// that begin with among, so that the page knows the orders before and after.
const (
	doParam   = "do"
	doNew     = "new"
	doEdit    = "edit"
	doAddress = "address"
	tabParam  = "tab"
	among     = "in."
	sortParam = "sort"
)

// The tabs of an order.
const (
	tabOverview  = "overview"
	tabMoney     = "money"
	tabPurchases = "purchases"
	tabHistory   = "history"
)

// Order is the page of one order, or the form that takes one.
type Order struct {
	host   page.Host
	desk   *desk
	source *source
	root   *kit.Frame
	page   *kit.Page
	states *kit.States
	body   *kit.Frame
	tabs   *kit.Tabs
	views  views
	paper  *paper // the form that is open, nil without

	route  page.Route
	kept   *orderKept
	loader *async.Loader[*orderbook.Detail]
	detail *orderbook.Detail
	series *async.Loader[series]
	around series // the orders before and after
	leave  []func()
}

// orderKept is what the way back restores.
type orderKept struct {
	route page.Route
	tab   string
}

// NewOrder makes the page of one order.
func NewOrder(h page.Host) page.Screen {
	b := h.Book()
	cols := &columns{f: h.Format(), home: func() model.Currency { return b.Home }}
	o := &Order{host: h, desk: newDesk(h), source: &source{book: b.Orders, products: product.New(b.DB, b.Bus), cols: cols, today: b.Today}}
	o.loader = async.NewLoader(h.Runner(), o.shown)
	o.series = async.NewLoader(h.Runner(), o.placed)
	o.page = kit.NewPage("")
	o.page.Header.SetBack(h.Back)
	o.tabs = kit.NewTabs(o.tabList(nil), func(string) { o.turn() })
	o.page.SetTabs(o.tabs)
	o.body = kit.Inset(kit.Spacer(), 0, 0)
	o.states = kit.NewStates(h.Runner(), o.body)
	o.page.SetBody(o.states)
	o.root = kit.Inset(o.page, 0, 0)
	o.views = newViews(o)
	o.listen()
	return o
}

func (o *Order) tabList(d *orderbook.Detail) []kit.Tab {
	tabs := []kit.Tab{{ID: tabOverview, Icon: theme.IconList}, {ID: tabMoney, Icon: theme.IconCoins}, {ID: tabPurchases, Icon: theme.IconForwarding}, {ID: tabHistory, Icon: theme.IconHistory}}
	for i := range tabs {
		tabs[i].Label = text.T(text.Key("orders.tab.", tabs[i].ID))
	}
	if d != nil {
		tabs[2].Count, tabs[3].Count = len(d.Purchases), len(events(d))
	}
	return tabs
}

func (o *Order) listen() {
	run, bus := o.host.Runner(), o.host.Book().Bus
	soon := async.Debounce(run, coalesce, o.Reload)
	changed := func(event.IDs) { run.UI(soon) }
	for _, t := range []*event.Topic[event.IDs]{&bus.OrdersChanged, &bus.PurchasesChanged, &bus.PricesChanged, &bus.SuppliersChanged, &bus.BooksChanged} {
		o.leave = append(o.leave, t.Subscribe(changed))
	}
}

// Content implements page.Screen.
func (o *Order) Content() fyne.CanvasObject { return o.root }

// Open implements page.Screen.
func (o *Order) Open(r page.Route) {
	tab := r.Param(tabParam)
	if o.kept != nil {
		r, tab = o.kept.route, o.kept.tab
		o.kept = nil
	}
	if tab != "" {
		o.tabs.SetChosen(tab)
	}
	o.goTo(r)
}

// goTo shows another order, or a form.
func (o *Order) goTo(r page.Route) {
	o.route = r
	switch what := r.Param(doParam); what {
	case doNew, doEdit:
		o.openForm(what == doEdit)
		return
	case doAddress:
		o.openAddress()
		return
	}
	o.closeForm()
	o.page.Header.SetTitle(r.Key)
	o.states.ShowLoading()
	o.load()
}

func (o *Order) load() {
	r := o.route
	o.loader.LoadPromptly(o.host.Context(), func(ctx context.Context) (*orderbook.Detail, error) { return o.read(ctx, r) })
}

// read reads the order a route names; without a shop the newest of its number.
func (o *Order) read(ctx context.Context, r page.Route) (*orderbook.Detail, error) {
	if shop := r.Param(page.ByShop); shop != "" {
		id, err := o.desk.orders.ID(ctx, shop, r.Key)
		if err != nil {
			return nil, err
		}
		return o.desk.orders.Detail(ctx, id)
	}
	f, err := o.desk.orders.Find(ctx, orderbook.Query{Words: r.Key})
	if err != nil {
		return nil, err
	}
	for _, row := range f.Rows(0, f.Count) {
		if row.Number == r.Key {
			return o.desk.orders.Detail(ctx, row.ID)
		}
	}
	return nil, model.Errorf(model.NotFound, "%s", text.T("orders.notfound", r.Key))
}

// shown takes a state of the order over.
func (o *Order) shown(s async.State[*orderbook.Detail]) {
	switch s.Phase {
	case async.Loading:
		return
	case async.Failed:
		o.detail = nil
		o.states.ShowFailed(kit.FailedOptions{Sentence: sentence(s.Err, text.T("orders.unread.one")), Retry: o.load, Details: func() { o.host.Report(text.T("orders.unread.one"), s.Err) }})
	case async.Ready:
		o.detail = s.Value
		o.tabs.SetTabs(o.tabList(o.detail))
		o.views.fill(o.detail)
		o.turn()
		o.states.ShowContent()
		o.findSeries()
	}
	o.dress()
	o.host.Refresh()
}

// sentence is what a person is told of an error.
func sentence(err error, other string) string {
	if m, ok := err.(*model.Error); ok { //nolint:errorlint // only a sentence that is told as it is
		return m.Message
	}
	return other
}

// dress puts up the head of the page.
func (o *Order) dress() {
	head := o.page.Header
	if o.detail == nil {
		head.SetTitle(o.route.Key)
		head.SetCount("")
		head.SetStates()
		head.SetTools()
		o.page.SetStrip(nil)
		o.page.SetPanel(nil)
		return
	}
	r := &o.detail.Row
	head.SetTitle(r.Number)
	head.SetCount(join(r.Shop, o.host.Format().Date(r.PlacedOn)))
	if narrow(o.page) { // the number must be seen whole
		head.SetCount("")
	}
	pills := []*kit.Pill{statePill(stateOf(r))}
	if a := o.detail.Waiting(); a != nil {
		pills = append(pills, askedPill(a))
	}
	head.SetStates(pills...)
	head.SetTools(o.tools(r)...)
}

// tools are the buttons in the head: the orders around, what can be done, and
// the next step.
func (o *Order) tools(r *orderbook.Row) []fyne.CanvasObject {
	f := o.host.Format()
	before := kit.IconButton(kit.Plain, theme.IconChevUp, text.T("orders.do.before"), func() { o.step(-1) }).WithKey(action.Alt(fyne.KeyUp))
	after := kit.IconButton(kit.Plain, theme.IconChevDown, text.T("orders.do.after"), func() { o.step(1) }).WithKey(action.Alt(fyne.KeyDown))
	before.SetOff(o.offStep(-1))
	after.SetOff(o.offStep(1))
	all := []fyne.CanvasObject{before, after}
	if o.around.count > 0 && o.around.at >= 0 {
		all = append([]fyne.CanvasObject{kit.NewLabel(kit.Caption, text.T("orders.nth", f.Int(o.around.at+1), f.Int(o.around.count)))}, all...)
	}
	all = append(all, kit.IconButton(kit.Plain, theme.IconCopy, text.T("orders.do.address"), o.copyAddress).WithKey(action.Plain(fyne.KeyC)))
	second := []action.Action{o.editAction()}
	if byHand(r) {
		second = append(second, o.releaseAction())
	} else if cannotHold(r) == "" {
		second = append(second, o.holdAction())
	}
	for _, a := range second {
		b := kit.ActionButton(a, kit.Plain)
		if narrow(o.page) {
			b.IconOnly()
		}
		all = append(all, b)
	}
	if next, ok := o.next(r); ok {
		next.Key = action.Ctrl(fyne.KeyReturn)
		all = append(all, kit.ActionButton(next, kit.Primary))
	}
	return all
}

// next is the step that brings the order on.
func (o *Order) next(r *orderbook.Row) (action.Action, bool) {
	switch {
	case cannotRoute(r) == "":
		return o.routeAction(), true
	case cannotWhy(r) == "" && !byHand(r):
		return o.reviewAction(), true
	}
	return action.Action{}, false
}

// turn shows the chosen tab.
func (o *Order) turn() {
	if o.detail == nil {
		return
	}
	o.views.show(o.tabs.Chosen())
}

// Close implements page.Screen.
func (o *Order) Close() {
	for _, leave := range o.leave {
		leave()
	}
	o.loader.Stop()
	o.series.Stop()
	o.views.close()
	o.closeForm()
}

// Keep implements page.Keeper.
func (o *Order) Keep() any {
	r := o.route
	r.Params = maps.Clone(r.Params)
	return orderKept{r, o.tabs.Chosen()}
}

// Restore implements page.Keeper.
func (o *Order) Restore(v any) {
	if k, ok := v.(orderKept); ok {
		o.kept = &k
	}
}

// Reload implements page.Reloader. What is being typed stays.
func (o *Order) Reload() {
	if o.paper == nil {
		o.load()
	}
}

// Title implements page.Titler.
func (o *Order) Title() string {
	if o.route.Param(doParam) == doNew {
		return text.T("orders.form.new")
	}
	return o.route.Key
}

// Areas implements page.Areas.
func (o *Order) Areas() []fyne.Focusable {
	if o.paper != nil {
		return []fyne.Focusable{o.paper.first()}
	}
	return append(o.views.areas(o.tabs.Chosen()), o.tabs)
}

// Escape implements page.Escaper.
func (o *Order) Escape() bool {
	if o.paper == nil {
		return false
	}
	o.paper.leave()
	return true
}

// Dirty implements page.Dirty.
func (o *Order) Dirty() string {
	if o.paper == nil {
		return ""
	}
	return o.paper.lost()
}

// Save implements page.Saver.
func (o *Order) Save() {
	if o.paper != nil {
		o.paper.submit()
	}
}

// Primary implements page.Primary.
func (o *Order) Primary() {
	if o.paper != nil {
		o.paper.submit()
		return
	}
	if o.detail == nil {
		return
	}
	if next, ok := o.next(&o.detail.Row); ok {
		next.Do()
	}
}

// Create implements page.Creator.
func (o *Order) Create() {
	if o.paper == nil {
		o.goTo(newRoute())
		o.host.Refresh()
	}
}
