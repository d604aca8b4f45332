package letters

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of the letters.
func Shots() []page.Shot {
	of := func(params map[string]string) page.Route { return page.Route{Screen: page.Letters, Params: params} }
	return []page.Shot{
		{Name: "letters", Route: of(nil)},
		{Name: "letters-supplier", Route: of(map[string]string{"kind": "change", "language": "zh", "supplier": "Golden Reed Store"})},
		{Name: "letters-notice", Route: of(map[string]string{"kind": "notice", "language": "fr"}), Book: page.BlankBook},
		{Name: "letters-loading", Route: of(nil), State: page.StillLoading},
		{Name: "letters-failed", Route: of(nil), State: page.NotLoaded},
	}
}
