package compare

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of the comparison.
func Shots() []page.Shot {
	some := page.Route{Screen: page.Compare}
	return []page.Shot{
		{Name: "compare", Route: some},
		{Name: "compare-basket", Route: some, Prepare: page.On(func(c *Compare) { c.changeBasket() })},
		{Name: "compare-empty", Route: some, Book: page.BlankBook},
		{Name: "compare-failed", Route: some, State: page.NotLoaded},
	}
}
