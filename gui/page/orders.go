package page

import (
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

// Params of the list of orders, as the one of a Route. Several values stand one
// a line, of codes also with commas between. A shop, supplier or product is its
// name or SKU, or "#" and its id. Without any param the list shows the open
// orders; with others it shows orders in every state unless ByState says which.
const (
	ByState    = "state" // of order.States; "open" for all that are open, "all" for any
	ByShop     = "shop"
	BySupplier = "supplier" // "#0": orders with a line nobody's cost is known of
	ByCountry  = "country"  // ISO codes
	ByMargin   = "margin"   // of orderbook.Bands
	ByProduct  = "product"
	ByFrom     = "from"   // first day placed, 2026-10-01
	ByTo       = "to"     // last day placed
	ByPeriod   = "period" // instead of the two days, a name of period.Of: "30d", "month"
	ByOnly     = "only"   // OnlyUnbooked, OnlyUnsure or OnlyArchived
	ByWords    = "words"  // what is searched for
)

// Values of ByOnly.
const (
	OnlyUnbooked = "unbooked"
	OnlyUnsure   = "unsure"
	OnlyArchived = "archived"
)

// OrdersRoute is the list of orders narrowed by a query; its sorting is not kept.
func OrdersRoute(q orderbook.Query) Route {
	p := map[string]string{ByState: "all"}
	put := func(name string, values []string) {
		if len(values) > 0 {
			p[name] = strings.Join(values, "\n")
		}
	}
	var bands, only []string
	for _, b := range q.Bands {
		bands = append(bands, string(b))
	}
	for _, o := range []struct {
		on   bool
		name string
	}{{q.Unbooked, OnlyUnbooked}, {q.Unsure, OnlyUnsure}, {q.Archived, OnlyArchived}} {
		if o.on {
			only = append(only, o.name)
		}
	}
	put(ByState, q.States)
	put(ByShop, ids(q.Shops))
	put(BySupplier, ids(q.Suppliers))
	put(ByCountry, q.Countries)
	put(ByMargin, bands)
	put(ByProduct, ids(q.Products))
	put(ByOnly, only)
	for name, value := range map[string]string{ByFrom: string(q.Placed.From), ByTo: string(q.Placed.To), ByWords: q.Words} {
		if value != "" {
			p[name] = value
		}
	}
	return Route{Screen: Orders, Params: p}
}

func ids(all []int64) []string {
	texts := make([]string, len(all))
	for i, id := range all {
		texts[i] = "#" + strconv.FormatInt(id, 10)
	}
	return texts
}

// OrderRoute is the page of one order.
func OrderRoute(shop, number string) Route {
	return Route{Screen: Order, Key: number, Params: map[string]string{ByShop: shop}}
}

// Placed is the period a route to the list of orders asks for by its days.
func (r Route) Placed() model.Period {
	return model.Period{From: model.Date(r.Param(ByFrom)), To: model.Date(r.Param(ByTo))}
}
