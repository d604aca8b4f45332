package suppliers

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	list := page.Route{Screen: page.Suppliers}
	return []page.Shot{
		{Name: "suppliers", Route: list},
		{Name: "suppliers-closed", Route: list, Prepare: page.On(func(e page.Escaper) { e.Escape() })},
		{Name: "suppliers-new", Route: list, Prepare: page.On(page.Creator.Create)},
		{Name: "suppliers-edit", Route: list, Prepare: page.On(func(l *Suppliers) {
			if r, ok := l.Grid.CurrentRow(); ok {
				l.change(r)
			}
		})},
		{Name: "suppliers-duplicates", Route: list, Prepare: page.On((*Suppliers).Duplicates)},
		{Name: "suppliers-nomatch", Route: list, Prepare: page.On(func(l *Suppliers) { l.Grid.SetSearch("nobody") })},
		{Name: "suppliers-empty", Route: list, Book: page.BlankBook},
		{Name: "suppliers-loading", Route: list, State: page.StillLoading},
		{Name: "suppliers-failed", Route: list, State: page.NotLoaded},
	}
}
