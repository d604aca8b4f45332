package orders

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

// Shots are the pictures of the list, of the page of an order and of its form.
func Shots() []page.Shot {
	list := page.Route{Screen: page.Orders}
	every := page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "all"}}
	return []page.Shot{
		{Name: "orders", Route: list},
		{Name: "orders-closed", Route: every, Prepare: func(s page.Screen) { page.Press(s, action.Plain(fyne.KeyD)) }},
		{Name: "orders-nomatch", Route: page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: order.Voided, page.ByMargin: "good"}}},
		{Name: "orders-empty", Route: list, Book: page.BlankBook},
		{Name: "orders-loading", Route: list, State: page.StillLoading},
		{Name: "orders-failed", Route: list, State: page.NotLoaded},
		{Name: "order", Route: every, Prepare: opened(tabOverview)},
		{Name: "order-money", Route: every, Prepare: opened(tabMoney)},
		{Name: "order-purchases", Route: every, Prepare: opened(tabPurchases)},
		{Name: "order-history", Route: every, Prepare: opened(tabHistory)},
		{Name: "order-new", Route: newRoute()},
		{Name: "order-address", Route: every, Prepare: readdressed},
		{Name: "order-failed", Route: page.OrderRoute("nordlicht.de", "NH-10478"), State: page.NotLoaded},
	}
}

// opened opens the order under the cursor of the list on one of its tabs.
func opened(tab string) func(page.Screen) {
	return func(s page.Screen) {
		l, ok := s.(*List)
		if !ok {
			return
		}
		l.withCurrent(func(r orderbook.Row) {
			route := page.OrderRoute(r.Shop, r.Number)
			route.Params[tabParam] = tab
			l.host.Go(route)
		})
	}
}

// readdressed opens the form of the address on the first order of the list.
func readdressed(s page.Screen) {
	if l, ok := s.(*List); ok {
		l.withCurrent(func(r orderbook.Row) { l.host.Go(addressRoute(&r)) })
	}
}
