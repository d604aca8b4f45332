package stocking

import (
	"github.com/dropledger/dropledger/gui/page"
	service "github.com/dropledger/dropledger/services/stocking"
)

// Shots are the pictures of this screen.
func Shots() []page.Shot {
	stock := page.Route{Screen: page.Stocking}
	ideas := page.Route{Screen: page.Stocking, Params: map[string]string{"tab": tabIdeas}}
	places := page.Route{Screen: page.Stocking, Params: map[string]string{"tab": tabPlaces}}
	kind := func(of string, do func(*Stocking, tariff)) func(page.Screen) {
		return page.On(func(s *Stocking) {
			for _, t := range s.places.Rows() {
				if t.kind == of {
					do(s, t)
					return
				}
			}
		})
	}
	row := func(do func(*Stocking, level)) func(page.Screen) {
		return page.On(func(s *Stocking) {
			if l, ok := s.stock.Grid.CurrentRow(); ok {
				do(s, l)
			}
		})
	}
	return []page.Shot{
		{Name: "stocking", Route: stock},
		{Name: "stocking-count", Route: stock, Prepare: row(func(s *Stocking, l level) { s.stock.count(l) })},
		{Name: "stocking-adjust", Route: stock, Prepare: row(func(s *Stocking, l level) { s.stock.adjust(l) })},
		{Name: "stocking-new", Route: stock, Prepare: page.On(page.Creator.Create)},
		{Name: "stocking-replenish", Route: stock, Prepare: row(func(s *Stocking, l level) {
			if l.Order != nil && l.Order.Quantity > 0 {
				replenish(s.h, l.Order, goods{l.Place, l.SKU, l.Name}, s.Reload)
			}
		})},
		{Name: "stocking-proposals", Route: ideas},
		{Name: "stocking-proposals-few", Route: ideas, Prepare: page.On(func(s *Stocking) {
			for _, p := range s.ideas.Rows() {
				if p.Verdict == service.Few {
					s.ideas.Choose(p.Region + "\n" + p.SKU)
					return
				}
			}
		})},
		{Name: "stocking-proposals-nomatch", Route: ideas, Prepare: page.On(func(s *Stocking) { s.ideas.Grid.SetSearch("nothing") })},
		{Name: "stocking-return", Route: stock, Prepare: row(func(s *Stocking, l level) { s.stock.back(l) })},
		{Name: "stocking-transfer", Route: stock, Prepare: row(func(s *Stocking, l level) { s.stock.transfer(l) })},
		{Name: "stocking-lines", Route: ideas, Prepare: page.On(func(s *Stocking) { s.ideas.explain() })},
		{Name: "stocking-warehouses", Route: places},
		{Name: "stocking-warehouses-fee", Route: places, Prepare: kind(isFee, func(s *Stocking, t tariff) { s.places.change(t) })},
		{Name: "stocking-warehouses-renew", Route: places, Prepare: kind(isFee, func(s *Stocking, t tariff) { s.places.renew(t) })},
		{Name: "stocking-warehouses-lane", Route: places, Prepare: kind(isLane, func(s *Stocking, t tariff) { s.places.change(t) })},
		{Name: "stocking-warehouses-address", Route: places, Prepare: kind(isAddress, func(s *Stocking, t tariff) { s.places.change(t) })},
		{Name: "stocking-warehouses-price", Route: places, Prepare: kind(isLane, func(s *Stocking, t tariff) { s.places.Choose(t.series()) })},
		{Name: "stocking-warehouses-which", Route: places, Prepare: page.On(page.Creator.Create)},
		{Name: "stocking-warehouses-empty", Route: places, Book: page.BlankBook},
		{Name: "stocking-warehouses-failed", Route: places, State: page.NotLoaded},
		{Name: "stocking-empty", Route: stock, Book: page.BlankBook},
		{Name: "stocking-proposals-empty", Route: ideas, Book: page.BlankBook},
		{Name: "stocking-loading", Route: stock, State: page.StillLoading},
		{Name: "stocking-failed", Route: ideas, State: page.NotLoaded},
	}
}
