package shell

import (
	"strconv"
	"testing"
)

// The list of all reports was higher than a small window, and its first line was cut
// off at the top.
func TestShort_AMenuGoesOnInAnotherAndLosesNothing(t *testing.T) {
	s := &Shell{}
	for _, n := range []int{1, menuMost, menuMost + 1, 3*menuMost + 5} {
		var all []item
		for i := range n {
			one := item{}
			one.ID = strconv.Itoa(i)
			all = append(all, one)
		}
		next := 0
		for list := s.short(all); list != nil; {
			if len(list) > menuMost {
				t.Fatalf("of %d items %d stand in one menu", n, len(list))
			}
			var deeper []item
			for _, i := range list {
				if i.goes {
					deeper = i.sub
					continue
				}
				if i.ID != strconv.Itoa(next) {
					t.Fatalf("of %d items %s comes in the place of %d", n, i.ID, next)
				}
				next++
			}
			list = deeper
		}
		if next != n {
			t.Errorf("%d of %d items are left", next, n)
		}
	}
}
