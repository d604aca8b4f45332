package routerule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/services/routerule"
)

// Whatever is written, moved, ended and brought back, rules stand as a list says
// on which the same was done, numbered from 1, and a draft says before what a put
// makes of it.
func TestPut_TheOrderIsThatOfAListWhateverIsDone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := desk(t)
		var list []string
		gone := map[string]int{} // the place that an ended rule had
		for range rapid.IntRange(1, 10).Draw(r, "steps") {
			name := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(r, "rule")
			in := rule(name, rapid.SampledFrom([]routerule.Effect{routerule.Hold, routerule.Split}).Draw(r, "effect"))
			at := slices.Index(list, name)
			place := rapid.IntRange(0, 6).Draw(r, "place")
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0:
				if at < 0 {
					continue
				}
				in, place = routerule.Input{Name: name, Ended: p(true)}, -1
			case 1:
				former, ended := gone[name]
				if at >= 0 || !ended {
					continue
				}
				in, place = routerule.Input{Name: name, Ended: p(false)}, former
			default:
				if place > 0 {
					in.Place = &place
				}
			}
			if at >= 0 {
				list = slices.Delete(list, at, at+1)
			}
			switch {
			case place < 0:
				gone[name] = at + 1
			case place == 0 && at >= 0:
				list = slices.Insert(list, at, name)
			case place == 0:
				list = append(list, name)
			default:
				list = slices.Insert(list, min(place, len(list)+1)-1, name)
			}
			draft := drafted(t, d, in)
			put(t, d, in)
			var want []string
			for i, name := range list {
				want = append(want, fmt.Sprint(i+1, name))
			}
			if got := numbered(t, d); got != strings.Join(want, " ") || draft != got {
				r.Fatalf("after %s: got %q, drafted %q, want %q", name, got, draft, want)
			}
		}
	})
}
