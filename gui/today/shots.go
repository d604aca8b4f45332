package today

import "github.com/dropledger/dropledger/gui/page"

// Shots lists the pictures of the page.
func Shots() []page.Shot {
	at := page.Route{Screen: page.Today}
	again := page.Route{Screen: page.Today, Params: map[string]string{"again": "yes"}} // the page a book opens on is loaded already
	return []page.Shot{
		{Name: "today", Route: at},
		{Name: "today-filter", Route: at, Prepare: page.On(func(t *Today) { t.filter(t.groups[len(t.groups)-1].Group) })},
		{Name: "today-none", Route: at, Prepare: page.On(func(t *Today) { t.find("nothing like it") })},
		{Name: "today-done", Route: at, Prepare: page.On(func(t *Today) { t.rows, t.groups = nil, nil; t.narrow() })},
		{Name: "today-start", Route: at, Book: page.BlankBook},
		{Name: "today-loading", Route: again, State: page.StillLoading},
		{Name: "today-failed", Route: again, State: page.NotLoaded},
	}
}
