package routing_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/routerule"
)

// The more wanted supplier goes before a cheaper one that is wanted too, also
// where the order has several lines that one supplier could send.
func TestRules_TheFirstOfThePreferredIsTakenForAWholeOrderToo(t *testing.T) {
	for _, lines := range []int{1, 2} {
		d := desktest.New(t)
		for name, cost := range map[string]string{"First": "12.00", "Second": "10.00", "Third": "1.00"} {
			id := d.Supplier(name)
			d.Offer(id, "A", cost)
			d.Offer(id, "B", cost)
		}
		putRules(t, d, rule("Wanted", routerule.Prefer, "First", "Second"))
		d.Order("#1", desktest.Line("A", 1), func(o *model.Order) {
			if lines == 2 {
				o.Lines = append(o.Lines, desktest.Line("B", 1))
			}
		})
		want := strings.TrimSuffix(strings.Repeat("#1 to First for 12.00 EUR; ", lines), "; ")
		if got := told(route(t, d)); got != want {
			t.Errorf("%d lines: got %s", lines, got)
		}
	}
}

// An order that must go as a single parcel does not leave in part while another
// of its lines cannot be routed at all.
func TestRules_ASingleParcelWaitsForALineThatNamesNothing(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	putRules(t, d, rule("One", routerule.SingleRequired))
	d.Order("#1", desktest.Line("A", 1), func(o *model.Order) {
		unknown := desktest.Line("", 1)
		unknown.Name = ""
		o.Lines = append(o.Lines, unknown)
	})
	if got := told(route(t, d)); got != "#1 held no_product; #1 held single_parcel" {
		t.Errorf("got %s", got)
	}
}
