package rulebook

import "github.com/dropledger/dropledger/gui/page"

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	list := page.Route{Screen: page.Rulebook}
	return []page.Shot{
		{Name: "rulebook", Route: list},
		{Name: "rulebook-edit", Route: list, Prepare: page.On(func(s *Rulebook) {
			if r, ok := s.Grid.CurrentRow(); ok {
				s.change(r)
			}
		})},
		{Name: "rulebook-new", Route: list, Prepare: page.On((*Rulebook).create)},
		{Name: "rulebook-address", Route: page.Route{Screen: page.Rulebook, Params: map[string]string{"kind": "address_rule"}}},
		{Name: "rulebook-nomatch", Route: list, Prepare: page.On(func(s *Rulebook) { s.Grid.SetSearch("nobody") })},
		{Name: "rulebook-failed", Route: list, State: page.NotLoaded},
	}
}
