package grid

import (
	"fmt"

	"github.com/dropledger/dropledger/gui/theme"
)

// leastPill is the width under which a pill says nothing any more.
const leastPill float32 = 64

// few leaves out the last pills of a cell that have no room, and says in their
// place how many they are: a warning is never hidden without a word.
func (d *drawing) few(s *slot, list []part, c *Cell, room float32) (shown []part, some bool) {
	end := len(list) - len(c.Buttons)
	for n := len(c.Pills); n > 1; n-- {
		shown = d.with(s, list, end, len(c.Pills)-n)
		last := list[end-len(c.Pills)+n-1].w
		if widthOf(shown) <= room+last-min(last, leastPill) {
			return shown, n < len(c.Pills)
		}
	}
	if len(c.Pills) < 2 {
		return list, false
	}
	return d.with(s, list, end, len(c.Pills)-1), true
}

// with is the list without as many of the pills that end at a place, and with
// their number instead.
func (d *drawing) with(s *slot, list []part, end, without int) []part {
	if without == 0 {
		return list
	}
	k, more := ink{color: theme.Muted, size: theme.SmallSize}, fmt.Sprintf("+%d", without)
	shown := append([]part{}, list[:end-without]...)
	shown = append(shown, part{gap: pillGap, w: d.rule.width(more, k), draw: func(at box) bool { return d.write(s, more, at, k) }})
	return append(shown, list[end:]...)
}

// widthOf is how wide parts want to be beside each other.
func widthOf(list []part) (w float32) {
	for i, p := range list {
		if i > 0 {
			w += p.gap
		}
		w += p.w
	}
	return w
}
