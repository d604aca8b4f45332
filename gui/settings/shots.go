package settings

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	r := page.Route{Screen: page.Settings}
	return []page.Shot{
		{Name: "settings", Route: r},
		{Name: "settings-changes", Route: r, Prepare: page.On((*Settings).toggleChanges)},
		{Name: "settings-blank", Route: r, Book: page.BlankBook},
		{Name: "settings-nobook", Route: r, Book: page.NoBook},
		{Name: "settings-failed", Route: r, State: page.NotLoaded},
	}
}
