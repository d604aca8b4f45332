package purchase_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// refill is a desk with a replenishment of 10 A at 3.00 and 20 B at 1.50 to a 3PL,
// with 6.00 of shipping, that the supplier has.
func refill(t *testing.T) (*desktest.Desk, *purchase.Service) {
	t.Helper()
	d := desktest.New(t)
	d.Supplier("Maker")
	d.Supplier("House", func(s *model.Supplier) { s.Type = model.ThirdPartyLogistics })
	s := purchase.New(d.DB, d.Bus)
	a, b := model.MustAmount("3.00"), model.MustAmount("1.50")
	id, err := s.Restock(ctx, purchase.Restock{Supplier: 1, To: 2, Currency: "EUR", Shipping: model.MustAmount("6.00"), Lines: []purchase.RestockLine{
		{Product: d.Product("A"), Quantity: 10, Cost: &a}, {Product: d.Product("B"), Quantity: 20, Cost: &b},
	}})
	if err != nil {
		t.Fatal(err)
	}
	d.Write(func(tx *store.Tx) error {
		for _, to := range []model.PurchaseState{model.PurchaseApproved, model.PurchaseQueued, model.PurchaseSent} {
			if err := purchase.Move(tx, id, to, ""); err != nil {
				return err
			}
		}
		return nil
	})
	return d, s
}

// took takes a delivery in.
func took(s *purchase.Service, note string, last bool, lines ...purchase.ReceiptLineInput) error {
	_, err := s.Receive(ctx, []purchase.ReceiptInput{{Purchase: "PO-000001", Reference: note, Close: last, Lines: lines}})
	return err
}

// came are pieces of an article.
func came(sku string, q model.Quantity, damaged ...model.Quantity) purchase.ReceiptLineInput {
	l := purchase.ReceiptLineInput{SKU: sku, Quantity: q}
	for _, n := range damaged {
		l.Damaged = n
	}
	return l
}

// shelf tells pieces and value of an article in stock.
func shelf(d *desktest.Desk, sku string) string {
	return d.Text(`SELECT COALESCE(SUM(quantity), 0) || ' worth ' || (COALESCE(SUM(value), 0) / 100) FROM stock_move WHERE product_id = ?`, d.Product(sku))
}

func row(t *testing.T, d *desktest.Desk) purchase.Row {
	t.Helper()
	if p, err := proof.Check(ctx, d.DB, true); err != nil || !p.OK {
		t.Errorf("%v: %q", err, p.Findings)
	}
	return list(t, d, purchase.Filter{})[0]
}

func TestAcknowledge_AReplenishmentIsAnsweredLineByLine(t *testing.T) {
	d, s := refill(t)
	acknowledge(t, s, `{"purchase":"PO-000001","reference":"M-1","lines":[
		{"sku":"A","quantity":7,"refused":"the mould broke"},{"sku":"B","quantity":15,"price":"1.40","ship_date":"2026-04-02"}]}`)
	p := row(t, d)
	if p.State != model.PurchaseAcknowledged || p.Declined != 3 || p.Backorder != 5 || p.Raised || p.Total != model.MustAmount("64.00") || *p.ShipDate != "2026-04-02" {
		t.Errorf("got %+v", p)
	}
	var coming []stock.Balance
	coming, err := stock.New(d.DB, d.Bus).List(ctx)
	if err != nil || len(coming) != 2 || coming[0].Coming != 7 || coming[1].Coming != 20 {
		t.Errorf("coming %+v, %v", coming, err)
	}
	if err := took(s, "one", false, came("A", 7), came("B", 15)); err != nil {
		t.Fatal(err)
	}
	if p = row(t, d); p.State != model.PurchasePartShipped || p.Backorder != 5 {
		t.Errorf("the backorder is to come: %s, %d", p.State, p.Backorder)
	}
	if err := took(s, "two", false, came("B", 5)); err != nil {
		t.Fatal(err)
	}
	p = row(t, d)
	if p.State != model.PurchaseClosed || p.Short != 0 || p.Backorder != 0 || d.Text(`SELECT SUM(value) / 100 FROM stock_move`) != "5500" { // 7 x 3.00, 20 x 1.40, 6.00
		t.Errorf("all that was to come came: %+v, %s, %s", p, shelf(d, "A"), shelf(d, "B"))
	}
}

func TestAcknowledge_AHigherPriceOfAReplenishmentWaitsAndHoldsOnceAccepted(t *testing.T) {
	d, s := refill(t)
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"A","price":"3.30"}]}`)
	if p := row(t, d); p.State != model.PurchaseSent || !p.Raised || p.Total != model.MustAmount("66.00") {
		t.Errorf("got %+v", p)
	}
	if err := s.AcceptPrice(ctx, 1); err != nil {
		t.Fatal(err)
	}
	if p := row(t, d); p.State != model.PurchaseAcknowledged || p.Raised || p.Total != model.MustAmount("69.00") {
		t.Errorf("got %+v", p)
	}
	if err := took(s, "one", false, came("A", 10)); err != nil {
		t.Fatal(err)
	}
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"A","ship_date":"2026-04-02"}]}`)
	ins := []purchase.Acknowledgement{{Purchase: "PO-000001", Lines: []purchase.AckLine{{SKU: "B", Price: amount("1.60")}}}}
	if _, err := s.Acknowledge(ctx, ins); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "another price is for the next replenishment") {
		t.Errorf("a price after goods came in: %v", err)
	}
}

func TestAcceptPrice_OfAReplenishmentThatCameInPartIsRefused(t *testing.T) {
	d, s := refill(t)
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"A","price":"3.30"}]}`)
	if err := took(s, "one", false, came("A", 2)); err != nil {
		t.Fatal(err)
	}
	if err := s.AcceptPrice(ctx, 1); model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "another price is for the next replenishment") {
		t.Errorf("got %v", err)
	}
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"A","quantity":2,"refused":"no more"}]}`)
	if p := row(t, d); p.State != model.PurchasePartShipped || p.Raised || p.Declined != 8 {
		t.Errorf("got %+v", p)
	}
}

func amount(text string) *record.Amount {
	a := record.Amount(model.MustAmount(text))
	return &a
}

func TestAcknowledge_AReplenishmentOfWhichNothingComesIsRefused(t *testing.T) {
	d, s := refill(t)
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"A","refused":"sold out"},{"sku":"B","refused":"sold out"}]}`)
	if p := row(t, d); p.State != model.PurchaseRefused || p.Refused != "sold out" {
		t.Errorf("got %+v", p)
	}
}

func TestAcknowledge_RefusingTheRestOfAReplenishmentThatCameInPartClosesIt(t *testing.T) {
	d, s := refill(t)
	if err := took(s, "one", false, came("A", 4), came("B", 20)); err != nil {
		t.Fatal(err)
	}
	acknowledge(t, s, `{"purchase":"PO-000001","lines":[{"sku":"A","quantity":4,"refused":"no more of it"}]}`)
	if p := row(t, d); p.State != model.PurchaseClosed || p.Declined != 6 {
		t.Errorf("got %+v", p)
	}
}

func TestAcknowledge_ALineForCustomersIsNotRefusedAlone(t *testing.T) {
	_, s := ordered(t)
	_, err := s.Acknowledge(ctx, []purchase.Acknowledgement{{Purchase: "PO-000001", Lines: []purchase.AckLine{{SKU: "A", Refused: "sold out"}}}})
	if model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "refuse the whole order") {
		t.Errorf("got %v", err)
	}
}

func TestReceive_TheLastDeliveryBearsWhatIsLeftOfTheShipping(t *testing.T) {
	for _, tt := range []struct {
		name string
		take func(s *purchase.Service) []error
		a, b string // the shipping is 3.00 each
	}{
		{"all at once", func(s *purchase.Service) []error { return []error{took(s, "one", false, came("A", 10), came("B", 20))} }, "10 worth 3300", "20 worth 3300"},
		{"in parts", func(s *purchase.Service) []error {
			return []error{took(s, "one", false, came("A", 4)), took(s, "two", false, came("B", 20)), took(s, "three", false, came("A", 6))}
		}, "10 worth 3300", "20 worth 3300"},
		{"more than ordered", func(s *purchase.Service) []error { return []error{took(s, "one", false, came("A", 12), came("B", 20))} }, "12 worth 3900", "20 worth 3300"},
		{"too few, and no more", func(s *purchase.Service) []error { return []error{took(s, "one", true, came("A", 10))} }, "10 worth 3600", "0 worth 0"},
		{"more after the last", func(s *purchase.Service) []error {
			return []error{took(s, "one", true, came("A", 10)), took(s, "two", false, came("B", 2))}
		}, "10 worth 3600", "2 worth 300"},
		{"called the last afterwards", func(s *purchase.Service) []error {
			return []error{took(s, "one", false, came("A", 5)), took(s, "nothing", true), took(s, "two", false, came("A", 5))}
		}, "10 worth 3150", "0 worth 0"},
		{"some broken", func(s *purchase.Service) []error {
			return []error{took(s, "one", false, came("A", 10, 4), came("B", 20))}
		}, "6 worth 1980", "20 worth 3300"},
		{"all broken", func(s *purchase.Service) []error {
			return []error{took(s, "one", false, came("A", 10, 10)), took(s, "one", false, came("A", 10, 10))}
		}, "0 worth 0", "0 worth 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, s := refill(t)
			for _, err := range tt.take(s) {
				if err != nil {
					t.Fatal(err)
				}
			}
			if a, b := shelf(d, "A"), shelf(d, "B"); a != tt.a || b != tt.b {
				t.Errorf("A %s, B %s", a, b)
			}
			row(t, d)
		})
	}
}

func TestReceive_TellsWhatIsBrokenAndRefusesWhatCannotBe(t *testing.T) {
	d, s := refill(t)
	if err := took(s, "one", false, came("A", 10, 4)); err != nil {
		t.Fatal(err)
	}
	if p := row(t, d); p.Damaged != 4 || *p.Received != 10 || !strings.Contains(strings.Join(p.Warnings(), ""), "4 pieces of PO-000001 came damaged") {
		t.Errorf("got %+v", p)
	}
	lines, err := s.Restocked(ctx, 1)
	if err != nil || lines[0].Told(false) != "4 of A came damaged." || lines[0].Open() != 0 || lines[1].Open() != 20 {
		t.Errorf("told %+v, %v", lines, err)
	}
	if got := d.Int(`SELECT SUM(amount) FROM posting WHERE account_id = 24`); got != 132_000 {
		t.Errorf("%d are booked for what is broken", got)
	}
	for _, tt := range []struct {
		line []purchase.ReceiptLineInput
		says string
	}{
		{[]purchase.ReceiptLineInput{came("A", 10, 3)}, "10 of A came in under one already, 4 of them damaged"},
		{[]purchase.ReceiptLineInput{came("B", 2, 3)}, "3 of B are damaged, more than the 2 that came"},
		{[]purchase.ReceiptLineInput{came("B", 2), came("B", 2)}, "B is named twice"},
		{[]purchase.ReceiptLineInput{came("C", 2)}, "C does not stand in PO-000001"},
	} {
		if err := took(s, "one", false, tt.line...); model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("got %v, want %q", err, tt.says)
		}
	}
}

// dock plays deliveries of one replenishment and keeps its own account of what they
// must make of the stock.
type dock struct {
	*desktest.Desk
	s      *purchase.Service
	notes  int
	pieces map[string]model.Quantity
	value  map[string]model.Amount
	t      *rapid.T
}

func (k *dock) allowed(err error) bool {
	if err != nil && model.CodeOf(err) != model.Invalid && model.CodeOf(err) != model.Refused && model.CodeOf(err) != model.Conflict {
		k.t.Fatal(err)
	}
	return err == nil
}

func (k *dock) answer() {
	var lines []purchase.AckLine
	for _, sku := range []string{"A", "B"} {
		l := purchase.AckLine{SKU: sku}
		if rapid.Bool().Draw(k.t, "fewer") {
			q := model.Quantity(rapid.IntRange(0, 10).Draw(k.t, "comes"))
			l.Quantity = &q
		}
		if rapid.Bool().Draw(k.t, "priced") {
			l.Price = amount(rapid.SampledFrom([]string{"1.00", "1.50", "3.00", "3.3333", "0.07"}).Draw(k.t, "price"))
		}
		if rapid.Bool().Draw(k.t, "refused") {
			l.Refused = "no more"
		}
		lines = append(lines, l)
	}
	_, err := k.s.Acknowledge(ctx, []purchase.Acknowledgement{{Purchase: "PO-000001", Lines: lines, AcceptPrice: rapid.Bool().Draw(k.t, "accept")}})
	k.allowed(err)
}

func (k *dock) accept() { k.allowed(k.s.AcceptPrice(ctx, 1)) }

func (k *dock) receive() {
	in := purchase.ReceiptInput{Purchase: "PO-000001", Reference: fmt.Sprint("note ", k.notes), Close: rapid.IntRange(0, 4).Draw(k.t, "last") == 0}
	k.notes++
	for _, sku := range []string{"A", "B"} {
		if q := model.Quantity(rapid.IntRange(0, 12).Draw(k.t, "came")); q > 0 {
			in.Lines = append(in.Lines, came(sku, q, model.Quantity(rapid.IntRange(0, int(q)).Draw(k.t, "broken"))))
		}
	}
	open := k.Text(`SELECT state FROM purchase_order`) != "closed"
	_, err := k.s.Receive(ctx, []purchase.ReceiptInput{in})
	if !k.allowed(err) {
		return
	}
	for _, l := range in.Lines {
		booked := model.Amount(k.Int(`SELECT SUM(value) FROM stock_move WHERE kind = 'receipt' AND reference = ? AND product_id = ?`, "PO-000001 / "+in.Reference, k.Product(l.SKU)))
		k.pieces[l.SKU] += l.Quantity - l.Damaged
		k.value[l.SKU] = k.value[l.SKU].Add(model.Allocate(booked, []int64{int64(l.Quantity - l.Damaged), int64(l.Damaged)}, model.Currency("EUR").Minor())[0])
	}
	if again, err := k.s.Receive(ctx, []purchase.ReceiptInput{in}); err != nil || again.Created != 0 {
		k.t.Fatalf("the same delivery again: %+v, %v", again, err)
	}
	k.bears(open && len(in.Lines) > 0)
}

// bears looks that all deliveries together cost the goods that came and, once the
// last of them came, all of the shipping.
func (k *dock) bears(open bool) {
	var lines []struct {
		UnitCost model.Amount
		Came     model.Quantity
	}
	k.Rows(&lines, `SELECT k.unit_cost, COALESCE(SUM(m.quantity), 0) AS came FROM stock_line k LEFT JOIN stock_move m ON m.stock_line_id = k.id GROUP BY k.id`)
	borne, shipping := model.Amount(k.Int(`SELECT COALESCE(SUM(value), 0) FROM stock_move WHERE kind = 'receipt'`)), model.MustAmount("6.00")
	for _, l := range lines {
		borne = borne.Sub(l.UnitCost.Times(l.Came).Round("EUR"))
	}
	ended := open && k.Text(`SELECT state FROM purchase_order`) == "closed"
	if borne < 0 || borne > shipping || ended && borne != shipping {
		k.t.Fatalf("%s of the shipping of %s are in the stock, with the last delivery: %v", borne, shipping, ended)
	}
}

func (k *dock) adjust() {
	sku := rapid.SampledFrom([]string{"A", "B"}).Draw(k.t, "sku")
	q := model.Quantity(rapid.IntRange(1, 9).Draw(k.t, "gone"))
	_, err := stock.New(k.DB, k.Bus).PutMoves(ctx, []stock.MoveInput{{Supplier: "House", SKU: sku, Kind: stock.Adjustment, Reference: fmt.Sprint("count ", k.notes), Quantity: -q}})
	k.notes++
	if !k.allowed(err) {
		return
	}
	k.value[sku] = model.Allocate(k.value[sku], []int64{int64(k.pieces[sku] - q), int64(q)}, model.Currency("EUR").Minor())[0]
	k.pieces[sku] -= q
}

func TestReceive_StockAndItsMovingAverageAreRightWhateverComes(t *testing.T) {
	storetest.Checks(t, 40)
	rapid.Check(t, func(r *rapid.T) {
		d, s := refill(t)
		k := &dock{Desk: d, s: s, pieces: map[string]model.Quantity{}, value: map[string]model.Amount{}, t: r}
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			rapid.SampledFrom([]func(){k.answer, k.answer, k.accept, k.receive, k.receive, k.receive, k.adjust}).Draw(r, "step")()
			for _, sku := range []string{"A", "B"} {
				cent := model.Currency("EUR").Minor()
				pieces := model.Quantity(d.Int(`SELECT COALESCE(SUM(quantity), 0) FROM stock_move WHERE product_id = ?`, d.Product(sku)))
				value := model.Amount(d.Int(`SELECT COALESCE(SUM(value), 0) FROM stock_move WHERE product_id = ?`, d.Product(sku)))
				if off := value.Sub(k.value[sku]); pieces != k.pieces[sku] || off < -cent || off > cent || pieces == 0 && value != 0 {
					r.Fatalf("%d of %s worth %s, expected %d worth %s", pieces, sku, value, k.pieces[sku], k.value[sku])
				}
				k.value[sku] = value
			}
			if p, err := proof.Check(ctx, d.DB, false); err != nil || !p.OK {
				r.Fatalf("%v: %q", err, p.Findings)
			}
		}
	})
}
