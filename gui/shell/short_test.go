package shell

import (
	"slices"
	"strconv"
	"testing"
)

// On Forwarding the menu was higher than the window, and named a place twice.
func TestJoined_PlacesStandOnceAndGoDeeperWhenThereAreMany(t *testing.T) {
	s := &Shell{}
	named := func(labels ...string) (all []item) {
		for _, l := range labels {
			one := item{}
			one.ID, one.Label = l, l
			all = append(all, one)
		}
		return all
	}
	places := func() []item { return named("Orders", "Place by hand", "Outbox") }
	few := s.joined(named("Send", "Place by hand"), places())
	var got []string
	for _, i := range few {
		got = append(got, i.Label)
	}
	if want := []string{"Send", "Place by hand", "", "Orders", "Outbox"}; !slices.Equal(got, want) {
		t.Errorf("the menu is %q, want %q", got, want)
	}
	var own []string
	for n := range menuMost {
		own = append(own, strconv.Itoa(n))
	}
	many := s.joined(named(own...), places())
	last := many[len(many)-1]
	if len(many) != menuMost+2 || len(last.sub) != 3 || !last.goes {
		t.Errorf("%d items, the last one with %d places in it", len(many), len(last.sub))
	}
}

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
