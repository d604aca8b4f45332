package routing_test

import (
	"context"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// house adds a 3PL in Germany that keeps pieces of A at 4.00 each.
func house(t *testing.T, d *desktest.Desk, pieces model.Quantity) int64 {
	t.Helper()
	id := d.Supplier("House", func(s *model.Supplier) { s.Type, s.Country, s.Currency = model.ThirdPartyLogistics, "DE", "USD" })
	d.Rate("USD", "0.5")
	d.Product("A")
	s := stock.New(d.DB, d.Bus)
	put(t, s.PutMoves, stock.MoveInput{Supplier: "House", SKU: "A", Kind: stock.Opening, Reference: "start", Quantity: pieces, UnitCost: record.Known(record.Amount(4 * model.Unit))})
	amount := func(text string) *record.Amount {
		a := record.Amount(model.MustAmount(text))
		return &a
	}
	for fee, text := range map[string]string{stock.PickFirst: "2.00", stock.PickExtra: "0.50", stock.Pack: "0.30"} {
		put(t, s.PutFees, stock.FeeInput{Supplier: "House", Fee: fee, Amount: amount(text)})
	}
	put(t, s.PutLanes, stock.LaneInput{Supplier: "House", To: "DE", Cost: amount("6.00"), Extra: amount("1.00"), DaysP90: record.Known(3)})
	return id
}

func put[T any](t *testing.T, do func(c context.Context, ins []T) (record.Result, error), in T) {
	t.Helper()
	if _, err := do(ctx, []T{in}); err != nil {
		t.Fatal(err)
	}
}

func TestRoute_OwnStockIsACandidateByItsCostFeesAndLane(t *testing.T) {
	tests := []struct {
		name, supplier string // what the supplier asks a piece
		pieces         model.Quantity
		want, says     string
	}{
		// 2 x 4.00 + (6.00 + 1.00) USD + (2.00 + 0.50 + 0.30) USD = 8.00 + 3.50 + 1.40
		{"own stock is cheaper", "6.46", 5, "#1 to House for 11.50 EUR", "Acme would cost 0.02 EUR more"},
		{"picking and packing counts", "6.44", 5, "#1 to Acme for 12.88 EUR", "House would cost 0.02 EUR more"},
		{"own stock that is gone is told", "6.46", 1, "#1 to Acme for 12.92 EUR", "House has 1 of own stock"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			house(t, d, tt.pieces)
			d.Offer(d.Supplier("Acme"), "A", tt.supplier)
			d.Order("#1", desktest.Line("A", 2))
			r := route(t, d)
			if got := told(r); got != tt.want || !strings.Contains(strings.Join(r.Allocations[0].Why, " "), tt.says) {
				t.Errorf("got %q, want %q saying %q: %q", got, tt.want, tt.says, r.Allocations[0].Why)
			}
		})
	}
}

func TestRoute_OwnStockAddsUpLineByLine(t *testing.T) {
	d := desktest.New(t)
	house(t, d, 5)
	d.Order("#1", desktest.Line("A", 2), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("A", 1)) })
	r := route(t, d)
	if len(r.Allocations) != 2 {
		t.Fatalf("got %+v", r)
	}
	// The second line goes into the same parcel: 4.00 + 1.00 USD + 0.50 USD.
	for i, want := range []string{"product 8.00 shipping 3.50 pick_pack 1.40 = 12.90", "product 4.00 shipping 0.50 pick_pack 0.25 = 4.75"} {
		got := ""
		for _, l := range r.Allocations[i].Lines {
			got += l.Kind + " " + l.Amount + " "
		}
		if got += "= " + r.Allocations[i].Number; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	costs := d.Text(`SELECT group_concat(type || ' ' || total, ', ') FROM (SELECT type, SUM(base_amount) / 100 AS total FROM cost_fact WHERE superseded_at = '' GROUP BY type ORDER BY type)`)
	if costs != "own_stock 1200, pick_pack 165, supplier_shipping 400" {
		t.Errorf("the books say %s", costs)
	}
}

func TestRoute_WhatIsSetApartIsNotFree(t *testing.T) {
	d := desktest.New(t)
	house(t, d, 3)
	d.Order("#1", desktest.Line("A", 2))
	d.Order("#2", desktest.Line("A", 2))
	if got := told(route(t, d)); got != "#1 to House for 11.50 EUR; #2 held no_supplier" {
		t.Errorf("got %q", got)
	}
	if got := d.Text(`SELECT reason FROM held_line`); !strings.Contains(got, "House has 3 of own stock, 2 of them set apart for other orders") {
		t.Errorf("held as %q", got)
	}
	if again := told(route(t, d)); again != "#2 held no_supplier" {
		t.Errorf("a second run did %q", again)
	}
}

func TestRoute_OwnStockWithoutAPriceOfShippingIsHeldWithThatReason(t *testing.T) {
	d := desktest.New(t)
	house(t, d, 3)
	d.Order("#1", desktest.Line("A", 2), func(o *model.Order) { o.Country = "FR" })
	route(t, d)
	if got := d.Text(`SELECT reason FROM held_line`); !strings.Contains(got, "House has no price for shipping own stock to FR") {
		t.Errorf("held as %q", got)
	}
}

func TestSplit_DividesByHandAndComesBack(t *testing.T) {
	d := desktest.New(t)
	house(t, d, 3)
	acme := d.Offer(d.Supplier("Acme"), "A", "9.00")
	d.Order("#1", desktest.Line("A", 3))
	route(t, d)
	old := d.Int(`SELECT id FROM allocation`)
	own := d.Int(`SELECT offer_id FROM allocation`)
	split := func(s routing.Split) (done routing.Divided, err error) {
		err = d.DB.Write(ctx, func(tx *store.Tx) error {
			done, err = routing.SplitTx(tx, s)
			return err
		})
		return done, err
	}
	for _, bad := range [][]routing.Portion{{}, {{acme, 2}}, {{acme, 2}, {own, 2}}, {{acme, 3}, {own, 0}}, {{acme, 1}, {acme, 2}}} {
		if _, err := split(routing.Split{Allocation: old, Shares: bad}); model.CodeOf(err) != model.Invalid {
			t.Errorf("%v: got %v", bad, err)
		}
	}
	done, err := split(routing.Split{Allocation: old, Shares: []routing.Portion{{acme, 2}, {own, 1}}, Why: "the house is short"})
	if err != nil {
		t.Fatal(err)
	}
	const active = `SELECT group_concat(s.name || ' ' || s.n, ', ') FROM (SELECT s.name, a.quantity AS n FROM allocation a JOIN supplier s ON s.id = a.supplier_id WHERE a.cancelled_at = '' ORDER BY s.name) s`
	if got := d.Text(active); got != "Acme 2, House 1" {
		t.Errorf("after the division %s", got)
	}
	if got := told(route(t, d)); got != "" {
		t.Errorf("routing again did %s", got)
	}
	d.Write(func(tx *store.Tx) error {
		_, err := routing.UndoSplitTx(tx, done)
		return err
	})
	if got := d.Text(active); got != "House 3" {
		t.Errorf("taken back: %s", got)
	}
}

func TestSplit_GivesALineThatWaits(t *testing.T) {
	d := desktest.New(t)
	d.Order("#1", desktest.Line("A", 4))
	route(t, d)
	one := d.Offer(d.Supplier("One"), "A", "9.00")
	two := d.Offer(d.Supplier("Two"), "A", "8.00", func(o *model.Offer) { o.MOQ = 3 })
	line := d.Int(`SELECT id FROM order_line`)
	try := func(shares ...routing.Portion) error {
		return d.DB.Write(ctx, func(tx *store.Tx) error {
			_, err := routing.SplitTx(tx, routing.Split{Line: line, Shares: shares})
			return err
		})
	}
	if err := try(routing.Portion{Offer: one, Quantity: 2}, routing.Portion{Offer: two, Quantity: 2}); model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "Two sells at least 3") {
		t.Errorf("got %v", err)
	}
	if n := d.Int(`SELECT COUNT(*) FROM allocation`); n != 0 {
		t.Fatalf("%d allocations of a refused division", n)
	}
	if err := try(routing.Portion{Offer: one, Quantity: 1}, routing.Portion{Offer: two, Quantity: 3}); err != nil {
		t.Fatal(err)
	}
	if n := d.Int(`SELECT COUNT(*) FROM held_line`); n != 0 {
		t.Errorf("%d lines are still held", n)
	}
}
