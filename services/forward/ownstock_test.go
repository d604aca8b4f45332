package forward_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
)

// keepStock adds a 3PL that keeps four pieces of A, at 2.5 each.
func keepStock(t *testing.T, d *desktest.Desk) {
	t.Helper()
	d.Supplier("House", func(s *model.Supplier) { s.Type, s.Country = model.ThirdPartyLogistics, "DE" })
	d.Product("A")
	s := stock.New(d.DB, d.Bus)
	amount := func(text string) *record.Amount {
		a := record.Amount(model.MustAmount(text))
		return &a
	}
	address := func(text string) *string { return &text }
	for _, err := range []error{
		did(s.PutMoves(ctx, []stock.MoveInput{{Supplier: "House", SKU: "A", Kind: stock.Opening, Reference: "start", Quantity: 4, UnitCost: record.Known(*amount("2.5"))}})),
		did(s.PutFees(ctx, []stock.FeeInput{{Supplier: "House", Fee: stock.PickFirst, Amount: amount("1.00")}, {Supplier: "House", Fee: stock.PickExtra, Amount: amount("0.35")}})),
		did(s.PutLanes(ctx, []stock.LaneInput{{Supplier: "House", To: "*", Cost: amount("1.00"), Extra: amount("0.25")}})),
		did(s.PutWarehouses(ctx, []stock.WarehouseInput{{Supplier: "House", Address1: address("Dock 1"), City: address("Bremen")}})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func did(_ record.Result, err error) error { return err }

func (b *business) adjust(r *rapid.T) {
	b.made++
	_, err := stock.New(b.DB, b.Bus).PutMoves(ctx, []stock.MoveInput{{
		Supplier: "House", SKU: "A", Kind: stock.Adjustment, Reference: fmt.Sprint("count ", b.made), Quantity: model.Quantity(rapid.SampledFrom([]int{-3, -1, 1, 5}).Draw(r, "difference")),
		UnitCost: record.Maybe[record.Amount]{},
	}})
	if model.CodeOf(err) != model.Invalid {
		fine(r, err)
	}
}

func (b *business) restock(r *rapid.T) {
	id, err := b.purchases().Restock(ctx, purchase.Restock{
		Supplier: 2, To: 3, Shipping: model.MustAmount("1.01"),
		Lines: []purchase.RestockLine{{Product: b.Product("A"), Quantity: model.Quantity(rapid.IntRange(1, 5).Draw(r, "pieces"))}},
	})
	if err != nil {
		r.Fatal(err)
	}
	fine(r, b.purchases().Approve(ctx, []int64{id}))
}

func (b *business) receive(r *rapid.T) {
	for _, id := range b.pick(r, `SELECT id FROM purchase_order WHERE kind = 'replenishment' ORDER BY id`) {
		b.made++
		_, err := b.purchases().Receive(ctx, []purchase.ReceiptInput{{
			Purchase: b.Text(`SELECT number FROM purchase_order WHERE id = ?`, id), Reference: fmt.Sprint("note ", b.made), Close: rapid.Bool().Draw(r, "last"),
			Lines: []purchase.ReceiptLineInput{{SKU: "A", Quantity: model.Quantity(rapid.IntRange(1, 4).Draw(r, "came")), Damaged: model.Quantity(rapid.IntRange(0, 1).Draw(r, "broken"))}},
		}})
		if model.CodeOf(err) != model.Invalid {
			fine(r, err)
		}
	}
}

// answerRefill brings in what the supplier of a replenishment says of its line.
func (b *business) answerRefill(r *rapid.T) {
	for _, id := range b.pick(r, `SELECT id FROM purchase_order WHERE kind = 'replenishment' ORDER BY id`) {
		l := purchase.AckLine{SKU: "A", Refused: rapid.SampledFrom([]string{"", "no more"}).Draw(r, "refused")}
		if rapid.Bool().Draw(r, "fewer") {
			q := model.Quantity(rapid.IntRange(0, 5).Draw(r, "comes"))
			l.Quantity = &q
		}
		if rapid.Bool().Draw(r, "priced") {
			price := record.Amount(model.MustAmount(rapid.SampledFrom([]string{"4.00", "8.00"}).Draw(r, "price")))
			l.Price = &price
		}
		_, err := b.purchases().Acknowledge(ctx, []purchase.Acknowledgement{{
			Purchase: b.Text(`SELECT number FROM purchase_order WHERE id = ?`, id), Lines: []purchase.AckLine{l}, AcceptPrice: rapid.Bool().Draw(r, "accept"),
		}})
		if model.CodeOf(err) != model.Invalid {
			fine(r, err)
		}
	}
}

// checkStock looks that own stock is never below nothing, that what orders took
// of it is what left, and that its account says its value.
func (b *business) checkStock(r *rapid.T) {
	for _, c := range []struct{ what, query string }{
		{"places with less than nothing", `SELECT COUNT(*) FROM (SELECT 1 FROM stock_move GROUP BY supplier_id, product_id HAVING SUM(quantity) < 0 OR SUM(value) < 0) x`},
		{"allocations that took more or less than left", `SELECT COUNT(*) FROM allocation a LEFT JOIN purchase_line l ON l.allocation_id = a.id LEFT JOIN purchase_order p ON p.id = l.purchase_id
			WHERE a.stock_cost IS NOT NULL AND COALESCE((SELECT SUM(quantity) FROM stock_move m WHERE m.allocation_id = a.id), 0)
				<> CASE WHEN a.cancelled_at = '' AND p.state IN ('queued', 'sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed') THEN -a.quantity ELSE 0 END`},
		{"cents between the stock and its account", `SELECT (SELECT COALESCE(SUM(value), 0) FROM stock_move) - (SELECT COALESCE(SUM(amount), 0) FROM posting WHERE account_id = 20)`},
	} {
		if n := b.Int(c.query); n != 0 {
			r.Fatalf("%d %s", n, c.what)
		}
	}
}

func TestForward_OwnStockLeavesWithTheOrderAndItsCostIsBooked(t *testing.T) {
	d := desktest.New(t)
	keepStock(t, d)
	d.Order("#1", desktest.Line("A", 3))
	route(t, d)
	const booked = `SELECT group_concat(a.id || ' ' || x.total, ', ') FROM (SELECT account_id AS id, SUM(amount) / 100 AS total FROM posting WHERE account_id IN (14, 15, 20, 21, 23)
		GROUP BY account_id HAVING SUM(amount) <> 0) x JOIN account a ON a.id = x.id`
	if got := d.Text(booked); got != "14 750, 15 150, 20 1000, 21 -750, 23 170" {
		t.Errorf("before it leaves the books say %s", got)
	}
	out := t.TempDir()
	if r := run(t, service(d), forward.Options{Out: out, Approve: true}); len(r.Sent) != 1 {
		t.Fatalf("sent %+v, held %+v", r.Sent, r.Held)
	}
	if got := d.Text(booked); got != "14 750, 15 150, 20 250, 23 170" {
		t.Errorf("once it left the books say %s", got)
	}
	if got := d.Text(`SELECT kind || ' ' || quantity || ' ' || value FROM stock_move ORDER BY id DESC LIMIT 1`); got != "dispatch -3 -75000" {
		t.Errorf("the move is %s", got)
	}
	number := d.Text(`SELECT number FROM purchase_order`)
	if _, err := purchase.New(d.DB, d.Bus).Acknowledge(ctx, []purchase.Acknowledgement{{Purchase: number, Refused: "the shelf is empty"}}); err != nil {
		t.Fatal(err)
	}
	if got := d.Text(`SELECT kind || ' ' || quantity || ' ' || value FROM stock_move ORDER BY id DESC LIMIT 1`); got != "return 3 75000" {
		t.Errorf("refused, the move is %s", got)
	}
	if p, err := proof.Check(ctx, d.DB, true); err != nil || !p.OK {
		t.Errorf("%v: %q", err, p.Findings)
	}
}

func TestForward_AnOrderWhoseStockIsGoneWaits(t *testing.T) {
	d := desktest.New(t)
	keepStock(t, d)
	d.Order("#1", desktest.Line("A", 3))
	route(t, d)
	if _, err := stock.New(d.DB, d.Bus).PutMoves(ctx, []stock.MoveInput{{Supplier: "House", SKU: "A", Kind: stock.Adjustment, Reference: "broken", Quantity: -2}}); err != nil {
		t.Fatal(err)
	}
	r := run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true})
	if len(r.Sent) != 0 || len(r.Held) != 1 || !strings.Contains(r.Held[0].Reason, "House has 2 of your own A, and 3 are needed") {
		t.Errorf("got %+v", r)
	}
}

func TestRestock_IsOrderedForwardedAndTakenInInParts(t *testing.T) {
	d := desktest.New(t)
	d.Rate("USD", "0.5")
	keepStock(t, d)
	maker := d.Supplier("Maker", func(s *model.Supplier) { s.Currency = "USD" })
	d.Offer(maker, "A", "3.00", func(o *model.Offer) { o.Currency, o.MOQ = "USD", 5 })
	s := purchase.New(d.DB, d.Bus)
	order := func(q model.Quantity) error {
		return did(s.PutRestocks(ctx, []purchase.RestockInput{{
			Reference: "spring", Supplier: "Maker", To: "House", Shipping: func() *record.Amount { a := record.Amount(10 * model.Unit); return &a }(),
			Lines: []purchase.RestockLineInput{{SKU: "A", Quantity: q}},
		}}))
	}
	if err := order(4); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "at least 5") {
		t.Errorf("below the least quantity: %v", err)
	}
	for range 2 {
		if err := order(10); err != nil {
			t.Fatal(err)
		}
	}
	number := d.Text(`SELECT number FROM purchase_order`)
	take := func(note string, q model.Quantity) error {
		return did(s.Receive(ctx, []purchase.ReceiptInput{{Purchase: number, Reference: note, Lines: []purchase.ReceiptLineInput{{SKU: "A", Quantity: q}}}}))
	}
	if err := take("one", 4); model.CodeOf(err) != model.Invalid {
		t.Errorf("taken in before it left: %v", err)
	}
	out := t.TempDir()
	r := run(t, service(d), forward.Options{Out: out, Approve: true})
	if len(r.Sent) != 1 || r.Sent[0].Lines != 1 {
		t.Fatalf("sent %+v, held %+v", r.Sent, r.Held)
	}
	for _, step := range []struct {
		note  string
		came  model.Quantity
		state string
		value string // of all stock: 10.00 before, then 3.00 + 1.00 shipping a piece at half a euro
	}{{"one", 4, "part_shipped", "18.0000"}, {"one", 4, "part_shipped", "18.0000"}, {"two", 7, "closed", "31.5000"}} {
		if err := take(step.note, step.came); err != nil {
			t.Fatal(err)
		}
		got := d.Text(`SELECT state FROM purchase_order`) + " " + model.Amount(d.Int(`SELECT SUM(value) FROM stock_move`)).String()
		want := step.state + " " + model.MustAmount(step.value).String()
		if got != want {
			t.Errorf("after %s: %s, want %s", step.note, got, want)
		}
	}
	if err := take("two", 3); model.CodeOf(err) != model.Invalid {
		t.Errorf("a delivery changed: %v", err)
	}
	lines, err := s.Restocked(ctx, d.Int(`SELECT id FROM purchase_order`))
	if err != nil || len(lines) != 1 || lines[0].Told(true) != "1 more of A came than were ordered." {
		t.Errorf("told %+v, %v", lines, err)
	}
	if p, err := proof.Check(ctx, d.DB, true); err != nil || !p.OK {
		t.Errorf("%v: %q", err, p.Findings)
	}
}
