package help

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	at := func(key string) page.Route { return page.Route{Screen: page.Help, Key: key} }
	return []page.Shot{
		{Name: "help", Route: at(startPage)},
		{Name: "help-page", Route: at(page.Backups)},
		{Name: "help-keys", Route: at(keysPage)},
		{Name: "help-about", Route: at(aboutPage)},
		{Name: "help-search", Route: at(startPage), Prepare: page.On(func(h *Help) {
			h.search.Set("restore")
			h.find("restore")
		})},
		{Name: "help-none", Route: at(startPage), Book: page.NoBook, Prepare: page.On(func(h *Help) { h.find("zzz") })},
	}
}
