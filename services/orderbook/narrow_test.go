package orderbook_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

func TestOpen_SaysTheSameWithAndWithoutTheIndex(t *testing.T) {
	o := newOffice(t, 4)
	for range 60 {
		o.sell()
	}
	o.route()
	o.leave()
	for _, q := range []orderbook.Query{{}, {Words: "lamp"}, {States: []string{order.ToForward}, Sort: []orderbook.Sort{{By: orderbook.ByCM2}}}} {
		cold := orderbook.New(o.DB, o.Bus)
		before, err := cold.Open(t.Context(), q)
		if err != nil || cold.Ready() {
			t.Fatalf("ready %v, %v", cold.Ready(), err)
		}
		if err := cold.Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
		after, err := cold.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if told(before) != told(after) || before.Count == 0 {
			t.Errorf("%+v\nwithout %s\nwith    %s", q, told(before), told(after))
		}
		narrow, err := before.Narrow(t.Context(), orderbook.Query{States: []string{order.Held}})
		if err != nil {
			t.Fatal(err)
		}
		if want := find(t, cold, orderbook.Query{States: []string{order.Held}}); told(narrow) != told(want) {
			t.Errorf("narrowed to %s, want %s", told(narrow), told(want))
		}
	}
}
