package routing_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/routing"
)

func TestRoute_OfSomeOrdersLeavesTheOthersAsTheyAre(t *testing.T) {
	d := desktest.New(t)
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("A", 1))
	d.Order("#3", desktest.Line("A", 1))
	route(t, d) // nobody has it
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	s := routing.New(d.DB, d.Bus, d.Jobs)
	id := d.Int(`SELECT id FROM sales_order WHERE number = '#2'`)
	r, err := s.Route(ctx, routing.Options{Orders: []int64{id}})
	if err != nil {
		t.Fatal(err)
	}
	if got := told(r); got != "#2 to Acme for 5.00 EUR" {
		t.Errorf("got %s", got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM held_line`); n != 2 {
		t.Errorf("%d lines are held, want the two that were not looked at", n)
	}
	if got := told(route(t, d)); got != "#1 to Acme for 5.00 EUR; #3 to Acme for 5.00 EUR" {
		t.Errorf("routing all then did %s", got)
	}
}
