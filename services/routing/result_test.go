package routing_test

import (
	"encoding/json"
	"testing"

	"github.com/dropledger/dropledger/services/allocation/desktest"
)

func TestResult_HasTheKeysOfTheContract(t *testing.T) {
	d := desktest.New(t)
	empty, err := json.Marshal(route(t, d))
	if want := `{"routed":0,"held":[],"allocations":[],"cancelled":[],"dry_run":false}`; err != nil || string(empty) != want {
		t.Errorf("got %s, %v", empty, err)
	}
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	text, err := json.Marshal(route(t, d))
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Held, Allocations []map[string]any }
	if err := json.Unmarshal(text, &got); err != nil || len(got.Held) != 1 || len(got.Allocations) != 1 {
		t.Fatalf("%s %v", text, err)
	}
	for _, key := range []string{"order", "line", "supplier", "quantity", "cost", "currency", "number", "lines", "why"} {
		if _, ok := got.Allocations[0][key]; !ok {
			t.Errorf("%s is missing in %s", key, text)
		}
	}
	if h := got.Held[0]; h["order"] != "#2" || h["line"] != 1.0 || h["reason"] == "" {
		t.Errorf("got %s", text)
	}
}

func TestResult_TextTellsEachLineAndItsReasons(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	d.Order("#2", desktest.Line("B", 1))
	want := `1 line found a supplier, 1 held, 0 taken back.
#1 line 1: 2 x A to Acme
    Acme costs 10.00 EUR to the door: 2 x 5.00 and 0.00 shipping.
    Mind Acme: stock not stated.
    No other supplier can take it.
    Not counted: late days, as no cost of a late day is set; defects, as Acme has no record of 10 orders yet.
#2 line 1 is held: No supplier offers B: enter an offer or import a price list.
`
	if got := route(t, d).Text(); got != want {
		t.Errorf("got\n%s", got)
	}
	d.Cancel("#1")
	want = `0 lines found a supplier, 1 held, 1 taken back.
#2 line 1 is held: No supplier offers B: enter an offer or import a price list.
#1 line 1 was taken back from Acme: Order #1 is cancelled in the shop.
`
	if got := route(t, d).Text(); got != want {
		t.Errorf("got\n%s", got)
	}
}
