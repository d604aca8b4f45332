package shell

import (
	"slices"

	"github.com/dropledger/dropledger/gui/kit/action"
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
