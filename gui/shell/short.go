package shell

import (
	"slices"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// menuMost is how many items a menu within a menu has: more are higher than a small
// window, and the toolkit cuts off the first of them.
const menuMost = 18

// short lets a menu that is too long go on in another.
func (s *Shell) short(items []item) []item {
	if len(items) <= menuMost {
		return items
	}
	more := s.do("more", "", action.Key{}, nil)
	more.sub, more.goes = s.short(items[menuMost-1:]), true
	return append(slices.Clone(items[:menuMost-1]), more)
}

// joined puts what a screen offers above the places of its menu. A place that the
// screen itself leads to stands there once, and places that would make the menu
// higher than a small window go into one of their own.
func (s *Shell) joined(own, places []item) []item {
	places = slices.DeleteFunc(places, func(p item) bool {
		return p.Label != "" && slices.ContainsFunc(own, func(o item) bool { return o.Label == p.Label })
	})
	if len(places) == 0 {
		return own
	}
	if len(own)+len(places) > menuMost {
		others := s.do("places", theme.IconRight, action.Key{}, nil)
		others.sub, others.goes = places, true
		places = []item{others}
	}
	return append(append(own, line()), places...)
}
