package rules

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	list := page.Route{Screen: page.Rules}
	return []page.Shot{
		{Name: "rules", Route: list},
		{Name: "rules-new", Route: list, Prepare: page.On(page.Creator.Create)},
		{Name: "rules-test", Route: list, Prepare: page.On((*Rules).askTest)},
		{Name: "rules-empty", Route: list, Book: page.BlankBook},
		{Name: "rules-failed", Route: list, State: page.NotLoaded},
	}
}
