package products

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	list := page.Route{Screen: page.Products}
	at := func(do func(*Products, row)) func(page.Screen) {
		return page.On(func(l *Products) {
			if r, ok := l.Grid.CurrentRow(); ok {
				do(l, r)
			}
		})
	}
	return []page.Shot{
		{Name: "products", Route: list},
		{Name: "products-closed", Route: list, Prepare: page.On(func(e page.Escaper) { e.Escape() })},
		{Name: "products-new", Route: list, Prepare: page.On(page.Creator.Create)},
		{Name: "products-edit", Route: list, Prepare: at((*Products).change)},
		{Name: "products-offer", Route: list, Prepare: at((*Products).newOffer)},
		{Name: "products-price", Route: list, Prepare: at(func(l *Products, r row) {
			if all := l.loader.State().Value.all; len(all) > 0 {
				l.correctOffer(r, &all[0])
			}
		})},
		{Name: "products-duplicates", Route: list, Prepare: page.On((*Products).Duplicates)},
		{Name: "products-nomatch", Route: list, Prepare: page.On(func(l *Products) { l.Grid.SetSearch("nobody") })},
		{Name: "products-empty", Route: list, Book: page.BlankBook},
		{Name: "products-loading", Route: list, State: page.StillLoading},
		{Name: "products-failed", Route: list, State: page.NotLoaded},
	}
}
