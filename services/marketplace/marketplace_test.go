package marketplace_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

var ctx = context.Background()

// bench is a desk with a supplier on a marketplace and its orders, approved.
type bench struct {
	*desktest.Desk
	*marketplace.Service
	t testing.TB
}

// newBench has the supplier Reed in USD with orders #1 and #2, each two pieces of A
// at 5 USD and shipping of 3 USD.
func newBench(t testing.TB, change ...func(*model.Supplier)) *bench {
	t.Helper()
	d := desktest.New(t)
	d.Rate("USD", "0.90")
	reed := d.Supplier("Reed", append([]func(*model.Supplier){func(s *model.Supplier) {
		s.Channel, s.Currency, s.Type = model.ByMarketplace, "USD", model.Marketplace
	}}, change...)...)
	d.Offer(reed, "A", "5.00", func(o *model.Offer) {
		o.Currency = "USD"
		o.Shipping = []model.ShippingPrice{{Country: "*", Cost: model.MustAmount("3")}}
	})
	b := &bench{d, marketplace.New(d.DB, d.Bus), t}
	for _, n := range []string{"#1", "#2"} {
		d.Order(n, desktest.Line("A", 2), func(o *model.Order) { o.ShipTo.Phone, o.ShipTo.Address2 = " +49 (30) 123-45", "c/o Miller\nBack house" })
	}
	b.approve()
	return b
}

// approve routes what waits and approves every draft.
func (b *bench) approve() {
	b.t.Helper()
	if _, err := routing.New(b.DB, b.Bus, b.Jobs).Route(ctx, routing.Options{}); err != nil {
		b.t.Fatal(err)
	}
	p := purchase.New(b.DB, b.Bus)
	_, err := p.Draft(ctx)
	if err == nil {
		var drafts []int64
		b.Rows(&drafts, `SELECT id FROM purchase_order WHERE state = 'draft'`)
		err = p.Approve(ctx, drafts)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) item(n int) marketplace.Item {
	b.t.Helper()
	all, err := b.Queue(ctx, 0)
	if err != nil || n >= len(all) {
		b.t.Fatalf("%d of %d items, %v", n, len(all), err)
	}
	return all[n]
}

func (b *bench) begin(n int) int64 {
	b.t.Helper()
	i := b.item(n)
	id, err := b.Begin(ctx, i.PurchaseID, i.OrderID)
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func (b *bench) put(p marketplace.Placed) (record.Result, error) {
	return b.Put(ctx, []marketplace.Placed{p})
}

func (b *bench) sound() {
	b.t.Helper()
	r, err := proof.Check(ctx, b.DB, true)
	if err != nil || !r.OK {
		b.t.Errorf("the book is not sound: %+v, %v", r, err)
	}
}

func (b *bench) states() string {
	return b.Text(`SELECT GROUP_CONCAT(number || ' ' || state, ', ') FROM (SELECT * FROM purchase_order ORDER BY id)`)
}

func amount(s string) *record.Amount {
	a := record.Amount(model.MustAmount(s))
	return &a
}

func (b *bench) costs() string {
	return b.Text(`SELECT GROUP_CONCAT(type || ' ' || state || ' ' || (amount / 100) || ' ' || currency, ', ') FROM (SELECT * FROM cost_fact
		WHERE superseded_at = '' AND order_id = 1 AND supplier_id IS NOT NULL ORDER BY id)`)
}

func TestPut_SendsThePurchaseOrderOnceAndBooksWhatWasCharged(t *testing.T) {
	b := newBench(t)
	id := b.begin(0)
	if got := b.states(); got != "PO-000001 queued, PO-000002 approved" {
		t.Fatalf("begun: %s", got)
	}
	day := b.Today()
	in := marketplace.Placed{Purchase: "PO-000001", Number: "8123, 8124", Paid: amount("9.50"), Shipping: amount("2.99"), PaidOn: &day}
	r, err := b.put(in)
	if err != nil || r.Created != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := b.costs(); got != "product settled 950 USD, supplier_shipping settled 299 USD" {
		t.Errorf("costs: %s", got)
	}
	if got := b.states(); got != "PO-000001 sent, PO-000002 approved" {
		t.Errorf("placed: %s", got)
	}
	if again, err := b.put(in); err != nil || again.Unchanged != 1 {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	in.Paid = amount("9.40")
	if r, err := b.put(in); err != nil || r.Updated != 1 {
		t.Errorf("corrected: %+v, %v", r, err)
	}
	if got := b.costs(); got != "product settled 940 USD, supplier_shipping settled 299 USD" {
		t.Errorf("corrected costs: %s", got)
	}
	if n := b.Int(`SELECT COUNT(*) FROM forwarding WHERE purchase_id = ? AND state = 'sent' AND channel = 'marketplace'`, id); n != 1 {
		t.Errorf("%d forwardings", n)
	}
	b.sound()
}

func TestPut_RefusesAPriceAboveOursUntilAPersonAcceptsIt(t *testing.T) {
	b := newBench(t)
	in := marketplace.Placed{Purchase: "PO-000001", Number: "1", Paid: amount("12.00"), Shipping: amount("3.00")}
	_, err := b.put(in)
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "15.00 USD there, 2.00 (15.4 %) more than the 13.00") {
		t.Fatalf("got %v", err)
	}
	if got := b.states(); got != "PO-000001 approved, PO-000002 approved" {
		t.Errorf("refused: %s", got)
	}
	in.AcceptPrice = true
	if _, err := b.put(in); err != nil {
		t.Fatal(err)
	}
	if got := b.costs(); got != "product invoiced 1200 USD, supplier_shipping invoiced 300 USD" {
		t.Errorf("costs: %s", got)
	}
	eur := model.Currency("EUR")
	if _, err := b.put(marketplace.Placed{Purchase: "PO-000002", Number: "2", Paid: amount("11.70"), Shipping: amount("0"), Currency: &eur}); err != nil {
		t.Errorf("the same price in another currency: %v", err)
	}
	b.sound()
}

func TestPut_RefusesWhatCannotBe(t *testing.T) {
	b := newBench(t)
	yen := model.Currency("JPY")
	if _, err := b.put(marketplace.Placed{Purchase: "PO-000001", Number: "77"}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		in   marketplace.Placed
		code model.Code
	}{
		"a number that stands already": {marketplace.Placed{Purchase: "PO-000002", Number: "78,77"}, model.Conflict},
		"no number":                    {marketplace.Placed{Purchase: "PO-000002", Number: " , "}, model.Invalid},
		"no such purchase order":       {marketplace.Placed{Purchase: "PO-9", Number: "1"}, model.Invalid},
		"a currency without a rate":    {marketplace.Placed{Purchase: "PO-000002", Number: "3", Paid: amount("1"), Shipping: amount("0"), Currency: &yen, AcceptPrice: true}, model.NotFound},
		"half a cent":                  {marketplace.Placed{Purchase: "PO-000002", Number: "3", Paid: amount("1.005")}, model.Invalid},
		"another order":                {marketplace.Placed{Purchase: "PO-000002", Number: "3", Order: "#9"}, model.Invalid},
	} {
		if _, err := b.put(c.in); model.CodeOf(err) != c.code {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if got := b.states(); got != "PO-000001 sent, PO-000002 approved" {
		t.Errorf("got %s", got)
	}
}

func TestAsk_WhatWasBegunAndNotSavedIsAskedAfter(t *testing.T) {
	b := newBench(t)
	first := b.begin(0)
	if n, err := b.Ask(ctx, first); err != nil || n != 0 {
		t.Errorf("on the screen: %d, %v", n, err)
	}
	if n, err := b.Ask(ctx); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	rows, err := forward.Outbox(ctx, b.DB, forward.Filter{State: forward.StateUnknown})
	if err != nil || len(rows) != 1 {
		t.Errorf("outbox %+v, %v", rows, err)
	}
	i := b.item(0)
	if i.State != model.PurchaseUnknown || !i.Begun() {
		t.Errorf("the item is %s", i.State)
	}
	// It was not ordered: it can be placed again, and leaves once.
	if err := b.TakeBack(ctx, i.PurchaseID); err != nil {
		t.Fatal(err)
	}
	if got := b.states(); got != "PO-000001 approved, PO-000002 approved" {
		t.Errorf("taken back: %s", got)
	}
	b.begin(0)
	if _, err := b.Ask(ctx); err != nil {
		t.Fatal(err)
	}
	// It was ordered after all.
	if _, err := b.put(marketplace.Placed{Purchase: "PO-000001", Number: "5"}); err != nil {
		t.Fatal(err)
	}
	if err := b.TakeBack(ctx, first); model.CodeOf(err) != model.Refused {
		t.Errorf("what was ordered is taken back: %v", err)
	}
	b.sound()
}

func TestBegin_WhatIsBegunLeavesInNoOtherWay(t *testing.T) {
	b := newBench(t)
	id := b.begin(0)
	if err := purchase.New(b.DB, b.Bus).Cancel(ctx, []int64{id}, ""); model.CodeOf(err) != model.Refused {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := purchase.New(b.DB, b.Bus).HoldOrder(ctx, 1, ""); model.CodeOf(err) != model.Refused {
		t.Errorf("held: %v", err)
	}
	err := b.DB.Write(ctx, func(tx *store.Tx) error { return tx.Exec(`DELETE FROM forwarding WHERE purchase_id = ?`, id).Error })
	if err != nil {
		t.Errorf("what a person may take back is kept: %v", err)
	}
}

func TestBegin_AnOrderAmongOthersGetsAPurchaseOrderOfItsOwn(t *testing.T) {
	b := newBench(t, func(s *model.Supplier) { s.Batching = model.Daily })
	if got := b.states(); got != "PO-000001 approved" {
		t.Fatal(got)
	}
	if i := b.item(1); i.Order != "#2" || i.Goods != model.MustAmount("10") || i.Shipping != model.MustAmount("3") {
		t.Errorf("%+v", i)
	}
	b.begin(1)
	if got := b.states(); got != "PO-000001 approved, PO-000002 queued" {
		t.Errorf("got %s", got)
	}
	if _, err := b.put(marketplace.Placed{Purchase: "PO-000002", Number: "1"}); err != nil {
		t.Error(err)
	}
	if _, err := b.put(marketplace.Placed{Purchase: "PO-000001", Number: "2"}); err != nil {
		t.Error(err)
	}
	b.sound()
}

func TestHold_AndNotThere(t *testing.T) {
	b := newBench(t)
	b.begin(0)
	i := b.item(0)
	if _, err := b.Hold(ctx, &i, "The buyer asked to wait."); err != nil {
		t.Fatal(err)
	}
	i = b.item(0)
	if i.Order != "#2" {
		t.Fatalf("%+v", i)
	}
	if err := b.NotThere(ctx, &i, nil, ""); err != nil {
		t.Fatal(err)
	}
	if got := b.Text(`SELECT GROUP_CONCAT(code || ' ' || reason, ', ') FROM held_line`); got != "by_hand The buyer asked to wait.,no_supplier Not available at Reed." &&
		got != "by_hand The buyer asked to wait., no_supplier Not available at Reed." {
		t.Errorf("held: %s", got)
	}
	if _, err := routing.New(b.DB, b.Bus, b.Jobs).Route(ctx, routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if got := b.Text(`SELECT code FROM held_line WHERE line_id = 2`) + ", " + b.states(); got != "no_supplier, PO-000001 draft, PO-000002 cancelled" {
		t.Errorf("routed again: %s", got)
	}
	b.sound()
}

func TestSheet_TellsWhatToTypeInTheOrderOfTheSite(t *testing.T) {
	b := newBench(t)
	if _, err := b.PutStorefronts(ctx, []marketplace.StorefrontInput{{Supplier: "reed", Site: "aliexpress"}}); err != nil {
		t.Fatal(err)
	}
	page := "https://market.example/item/1005001234567.html"
	if _, err := b.PutLinks(ctx, []marketplace.LinkInput{{Supplier: "Reed", SKU: "A", ValidFrom: "2020-01-01", URL: &page}}); err != nil {
		t.Fatal(err)
	}
	i := b.item(0)
	s, err := b.Sheet(ctx, i.PurchaseID, i.OrderID)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range s.Form {
		got += fmt.Sprintf("%s=%s\n", f.Part, f.Value)
	}
	if want := "country=Germany\nname=Buyer of #1\nphone=+493012345\naddress1=Street 1\naddress2=c/o Miller Back house\ncity=Berlin\nzip=10115\n"; got != want {
		t.Errorf("got\n%s", got)
	}
	if s.Note != marketplace.Note || len(s.Pieces) != 1 || s.Pieces[0].Page != page || s.Total() != model.MustAmount("13") {
		t.Errorf("%+v", s)
	}
}

func TestSheet_TellsWhatTheFormAsksForAndTheOrderLacks(t *testing.T) {
	b := newBench(t)
	i := b.item(0)
	lacks := func() bool {
		t.Helper()
		s, err := b.Sheet(ctx, i.PurchaseID, i.OrderID)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(s.Warnings, func(w string) bool {
			return strings.Contains(w, "has no telephone number, and the form of AliExpress asks for one")
		})
	}
	b.Exec(`UPDATE contact SET phone = ''`)
	if lacks() {
		t.Error("nobody knows what the form asks for")
	}
	if _, err := b.PutStorefronts(ctx, []marketplace.StorefrontInput{{Supplier: "reed", Site: "aliexpress"}}); err != nil {
		t.Fatal(err)
	}
	if !lacks() {
		t.Error("nobody tells that the telephone number is missing")
	}
	b.Exec(`UPDATE contact SET phone = '+49 30 12345'`)
	if lacks() {
		t.Error("it is there, and said to be missing")
	}
}

func TestPage_OnlyPagesOfTheWebAreOpened(t *testing.T) {
	for _, bad := range []string{"", "javascript:alert(1)", "file:///etc/passwd", "https://", "http://user:pw@host/", "market.example/item"} {
		if _, err := marketplace.Page(bad); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
	if _, err := marketplace.Page("https://market.example/item?x=1"); err != nil {
		t.Error(err)
	}
}

func TestSheet_ProgramsReadAmountsAsDecimals(t *testing.T) {
	b := newBench(t)
	i := b.item(0)
	s, err := b.Sheet(ctx, i.PurchaseID, i.OrderID)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"purchase":"PO-000001"`, `"goods":"10.00"`, `"total":"13.00"`, `"unit_cost":"5.00"`, `"form":[{"part":"name"`, `"stops":[]`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}
