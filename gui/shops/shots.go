package shops

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of these screens.
func Shots() []page.Shot {
	shops, fees := page.Route{Screen: page.Shops}, page.Route{Screen: page.Fees}
	return []page.Shot{
		{Name: "shops", Route: shops},
		{Name: "shops-form", Route: shops, Prepare: page.On(page.Creator.Create)},
		{Name: "shops-empty", Route: shops, Book: page.BlankBook},
		{Name: "shops-failed", Route: shops, State: page.NotLoaded},
		{Name: "fees", Route: fees},
		{Name: "fees-form", Route: fees, Prepare: page.On(func(l *Fees) {
			if l.grid.Len() > 0 {
				r, _ := l.grid.CurrentRow()
				l.version(r)
			}
		})},
		{Name: "fees-empty", Route: fees, Book: page.BlankBook},
		{Name: "fees-failed", Route: fees, State: page.NotLoaded},
	}
}
