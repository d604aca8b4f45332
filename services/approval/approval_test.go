package approval_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/setting"
)

var ctx = context.Background()

// plain renders a purchase order as one line of text for each of its lines.
type plain struct{}

func (plain) Render(d forward.Dispatch) ([]forward.File, error) {
	var b bytes.Buffer
	for _, o := range d.Orders {
		for _, l := range o.Lines {
			fmt.Fprintf(&b, "%s|%s|%s|%d\n", d.Number, o.Number, l.SKU, l.Quantity)
		}
	}
	return []forward.File{{Name: "order.txt", Content: b.Bytes()}}, nil
}

func service(d *desktest.Desk) *approval.Service { return approval.New(d.DB, d.Bus, d.Jobs, plain{}) }

func daily(s *model.Supplier) { s.Batching = model.Daily }

func board(t testing.TB, s *approval.Service) *approval.Board {
	t.Helper()
	b, err := s.Board(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ok ends the test on an error.
func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func route(t testing.TB, s *approval.Service) approval.Routed {
	t.Helper()
	r, err := s.Route(ctx)
	ok(t, err)
	return r
}

// told is the board in a form that is easy to compare.
func told(b *approval.Board) string {
	var all []string
	for _, w := range b.Waiting {
		all = append(all, "waiting "+w.Number+" "+w.SKU+" "+w.Code)
	}
	for i := range b.Purchases {
		p := &b.Purchases[i]
		orders := make([]string, len(p.Orders))
		for n, o := range p.Orders {
			orders[n] = o.Number + " " + string(o.State)
		}
		name := strings.TrimSpace(p.Supplier + " " + p.Number)
		all = append(all, fmt.Sprintf("%s %s: %s", name, p.Cost.Text(b.Home), strings.Join(orders, ", ")))
	}
	return strings.Join(all, "; ")
}

// two is a gathering supplier with two orders, routed and gathered.
func two(t testing.TB) (*desktest.Desk, *approval.Service) {
	t.Helper()
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme", daily, func(s *model.Supplier) { s.Cutoff = "14:00" }), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	d.Order("#2", desktest.Line("A", 1))
	s := service(d)
	route(t, s)
	return d, s
}

func order(d *desktest.Desk, number string) int64 {
	return d.Int(`SELECT id FROM sales_order WHERE number = ?`, number)
}

// given is the newest allocation of an order that is active.
func given(d *desktest.Desk, number string) int64 {
	return d.Int(`SELECT MAX(a.id) FROM allocation a JOIN order_line l ON l.id = a.line_id WHERE a.cancelled_at = '' AND l.order_id = ?`, order(d, number))
}

func TestBoard_ShowsWhatWaitsAndWhatStandsInPurchaseOrders(t *testing.T) {
	d, s := two(t)
	d.Offer(d.Supplier("Beta"), "B", "7.00", func(o *model.Offer) {
		o.Shipping = []model.ShippingPrice{{Country: "*", Service: "std", Cost: model.MustAmount("3.00")}}
	})
	d.Order("#3", desktest.Line("B", 3))
	d.Order("#4", desktest.Line("C", 1))
	route(t, s)
	b := board(t, s)
	want := "waiting #4 C no_offer; Acme PO-000001 15.00: #1 draft, #2 draft; Beta PO-000002 24.00: #3 draft"
	if got := told(b); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	o := b.Purchases[1].Orders[0]
	if o.Customer != "Buyer of #3" || o.Country != "DE" || o.Items != "3 × Product B" || o.Part ||
		o.Product.Text("EUR") != "21.00" || o.Shipping.Text("EUR") != "3.00" {
		t.Errorf("got %+v", o)
	}
	if p := b.Purchases[0]; p.Cutoff != "14:00" || p.Channel != model.ByFolder || p.Stage != model.Approved {
		t.Errorf("got %+v", p)
	}
	if x := b.Totals; x.Orders != 3 || x.Suppliers != 2 || x.Purchases != 2 || x.Waiting != 1 || x.Cost.Text("EUR") != "39.00" || x.Approved != 0 {
		t.Errorf("got %+v", x)
	}
	if w := b.Waiting[0]; w.Reason == "" || w.HeldAt == "" || w.Customer != "Buyer of #4" || w.Quantity != 1 {
		t.Errorf("got %+v", w)
	}
}

func TestBoard_MarginsAreThoseOfTheMarginSheet(t *testing.T) {
	d, s := two(t)
	d.Rate("USD", "0.9137")
	d.Offer(d.Supplier("Beta"), "B", "7.77", func(o *model.Offer) { o.Currency = "USD" })
	d.Order("#3", desktest.Line("B", 3), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("A", 1)) })
	route(t, s)
	orders, lines := map[string]*margin.Row{}, map[int64]*margin.Row{}
	for _, by := range []margin.Dimension{margin.Order, margin.Line} {
		rows, err := margin.Rows(ctx, d.DB, margin.Query{By: by})
		ok(t, err)
		for _, r := range rows {
			orders[r.Code], lines[r.ID] = r, r
		}
	}
	b := board(t, s)
	seen := 0
	for _, p := range b.Purchases {
		for _, o := range p.Orders {
			want := orders[o.Number]
			if o.Part {
				want = lines[o.Lines[0].LineID]
			}
			if o.CM2 != want.CM(2) || o.Net != want.NetRevenue() || !o.Booked || o.Part != (o.Number == "#3") {
				t.Errorf("%s: CM2 %s of %s, the sheet says %s of %s", o.Number, o.CM2, o.Net, want.CM(2), want.NetRevenue())
			}
			seen++
		}
	}
	total, err := margin.Rows(ctx, d.DB, margin.Query{})
	ok(t, err)
	if seen != 4 || b.Totals.CM2 != total[0].CM(2) {
		t.Errorf("%d rows, CM2 %s, the sheet says %s", seen, b.Totals.CM2, total[0].CM(2))
	}
}

func TestBoard_IsEmptyInANewBook(t *testing.T) {
	b := board(t, service(desktest.New(t)))
	if told(b) != "" || b.Totals.Orders != 0 || b.Home != "EUR" {
		t.Errorf("got %s, %+v", told(b), b.Totals)
	}
}

// What a customer ordered stood among the pieces for a 3PL, summed up with them.
func TestBoard_WhatIsRoutedDoesNotJoinAReplenishment(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme", daily)
	d.Offer(acme, "A", "5.00")
	house := d.Supplier("House", func(s *model.Supplier) { s.Type = model.ThirdPartyLogistics })
	cost := model.MustAmount("3.00")
	_, err := purchase.New(d.DB, d.Bus).Restock(ctx, purchase.Restock{
		Supplier: acme, To: house, Currency: "EUR", Lines: []purchase.RestockLine{{Product: d.Product("A"), Quantity: 10, Cost: &cost}},
	})
	ok(t, err)
	d.Order("#1", desktest.Line("A", 1))
	_, err = routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{})
	ok(t, err)
	for _, p := range board(t, service(d)).Purchases {
		if len(p.Orders) != 1 || p.Orders[0].Refill != (p.ID != 0) {
			t.Errorf("%q holds %+v", p.Number, p.Orders)
		}
	}
}

func TestBoard_TellsWhatIsRoutedAndNotGathered(t *testing.T) {
	d, s := two(t)
	d.Order("#3", desktest.Line("A", 1))
	_, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{})
	ok(t, err)
	if b := board(t, s); b.Loose != 1 || told(b) != "Acme PO-000001 20.00: #1 draft, #2 draft, #3 loose" {
		t.Errorf("%d loose, %s", b.Loose, told(b))
	}
	_, err = s.Gather(ctx)
	ok(t, err)
	if b := board(t, s); b.Loose != 0 || told(b) != "Acme PO-000001 20.00: #1 draft, #2 draft, #3 draft" {
		t.Errorf("%d loose, %s", b.Loose, told(b))
	}
}

func TestBoard_GivesTheNumbersOfItsWarnings(t *testing.T) {
	d, s := two(t)
	beta := d.Supplier("Beta")
	d.Offer(beta, "B", "7.00")
	d.Stock(beta, "B", 100, d.Today().AddDays(-20))
	d.Order("#3", desktest.Line("B", 1), func(o *model.Order) { o.ShipTo.Address1 = "" })
	d.Order("#4", desktest.Line("B", 1), func(o *model.Order) { o.ShipTo.Name = "Twin" })
	d.Order("#5", desktest.Line("B", 1), func(o *model.Order) { o.ShipTo.Name = "Twin" })
	route(t, s)
	d.Set(string(setting.MarginFloor), "91")
	d.Exec(`UPDATE offer SET cost = 54000, valid_from = '2026-03-13' WHERE product_id = ?`, d.Product("A"))
	facts := map[string]purchase.Warning{}
	b := board(t, s)
	for _, p := range b.Purchases {
		for _, o := range p.Orders {
			for _, w := range o.Warnings {
				facts[o.Number+" "+w.Code] = w
			}
		}
	}
	price := facts["#1 price"]
	if rise, known := price.Facts.Rise(); !known || rise.String() != "8" || price.Facts.Since != "2026-03-13" || price.Severity() != purchase.Block {
		t.Errorf("price %+v, rise %s", price, rise)
	}
	if age := facts["#3 stock_age"]; age.Facts.Days != 20 || age.Facts.Have != 100 || age.Severity() != purchase.Caution {
		t.Errorf("stock %+v", age)
	}
	if a := facts["#3 address"]; !slices.Equal(a.Facts.Missing, []string{"street"}) {
		t.Errorf("address %+v", a)
	}
	if f := facts["#1 floor"]; f.Facts.Share.String() != "90" || f.Facts.Beneath.String() != "1" {
		t.Errorf("floor %+v", f)
	}
	if w := facts["#5 duplicate"]; w.Facts.Twin != "#4" {
		t.Errorf("twin %+v", w)
	}
	if b.Totals.Blocked != 2 || b.Totals.Cautioned < 5 {
		t.Errorf("got %+v", b.Totals)
	}
}

func TestHold_AnOrderLeavesItsPurchaseOrderAndComesBack(t *testing.T) {
	d, s := two(t)
	ok(t, s.Approve(ctx, []int64{1}))
	held, err := s.Hold(ctx, order(d, "#1"), "ask for the colour")
	ok(t, err)
	b := board(t, s)
	if got := told(b); got != "Acme PO-000001 5.00: #1 held, #2 approved" {
		t.Fatalf("got %s", got)
	}
	if x := b.Totals; x.Orders != 1 || x.Approved != 1 || x.Held != 1 || x.Cost.Text("EUR") != "5.00" || b.Purchases[0].Held != 1 || b.Purchases[0].Total.Text("EUR") != "5.00" {
		t.Errorf("got %+v", x)
	}
	if o := b.Purchases[0].Orders[0]; o.Reason != "ask for the colour" || o.HeldAt == "" || o.Cost.Text("EUR") != "10.00" {
		t.Errorf("got %+v", o)
	}
	if still, err := s.StillHeld(ctx, []purchase.HeldOrder{held}); err != nil || !still {
		t.Errorf("a hold that was just made stands: %v, %v", still, err)
	}
	if _, err := s.Hold(ctx, order(d, "#1"), "again"); model.CodeOf(err) != model.Conflict {
		t.Errorf("held twice: %v", err)
	}
	ok(t, s.UndoHold(ctx, held))
	if still, err := s.StillHeld(ctx, []purchase.HeldOrder{held}); err != nil || still {
		t.Errorf("a hold that was taken back stands: %v, %v", still, err)
	}
	if got := told(board(t, s)); got != "Acme PO-000001 15.00: #1 approved, #2 approved" {
		t.Errorf("undone: %s", got)
	}
	_, err = s.Hold(ctx, order(d, "#1"), "")
	ok(t, err)
	ids, err := s.Release(ctx, order(d, "#1"), "")
	ok(t, err)
	if got := told(board(t, s)); got != "Acme PO-000001 15.00: #1 draft, #2 draft" || !slices.Equal(ids, []int64{1}) {
		t.Errorf("released into %v: %s", ids, got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM history WHERE kind = 'order' AND field = 'held'`); n != 4 {
		t.Errorf("%d entries in the history", n)
	}
}

func TestHold_TheOnlyOrderKeepsItsPurchaseOrderUntilAnotherJoins(t *testing.T) {
	d, s := two(t)
	for _, number := range []string{"#1", "#2"} {
		_, err := s.Hold(ctx, order(d, number), "wait")
		ok(t, err)
	}
	if got := told(board(t, s)); got != "Acme PO-000001 0.00: #1 held, #2 held" {
		t.Fatalf("got %s", got)
	}
	if err := s.Approve(ctx, []int64{1}); model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "#2 is held: wait") {
		t.Errorf("approved: %v", err)
	}
	out := t.TempDir()
	r, err := s.Forward(ctx, out, nil)
	if err != nil || len(r.Sent) != 0 {
		t.Errorf("sent %v, %v", r.Sent, err)
	}
	d.Order("#3", desktest.Line("A", 1))
	route(t, s)
	if got := told(board(t, s)); got != "Acme PO-000001 5.00: #1 held, #2 held, #3 draft" {
		t.Errorf("got %s", got)
	}
	ok(t, s.Approve(ctx, []int64{1}))
	if r, err := s.Forward(ctx, out, []int64{1}); err != nil || len(r.Sent) != 1 || r.Sent[0].Orders != 1 {
		t.Errorf("sent %+v, %v", r, err)
	}
	_, err = s.Release(ctx, order(d, "#2"), "go")
	ok(t, err)
	if got := told(board(t, s)); got != "Acme PO-000002 5.00: #1 held, #2 draft" {
		t.Errorf("got %s", got)
	}
	if _, err := s.Hold(ctx, order(d, "#3"), "late"); model.CodeOf(err) != model.Refused {
		t.Errorf("what has left was held: %v", err)
	}
}

func TestHold_NothingOfAHeldOrderIsRoutedWhateverTheShopAdds(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	s := service(d)
	_, err := s.Hold(ctx, order(d, "#1"), "wait")
	ok(t, err)
	d.Change("#1", func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("A", 2)) })
	r := route(t, s)
	if r.Routed != 0 || len(r.Held) != 2 || r.Held[1].Code != "by_hand" || r.Held[1].Reason != "wait" {
		t.Fatalf("got %+v", r.Result)
	}
	if got := told(board(t, s)); got != "waiting #1 A by_hand; waiting #1 A by_hand" {
		t.Errorf("got %s", got)
	}
	_, err = s.Release(ctx, order(d, "#1"), "")
	ok(t, err)
	if r := route(t, s); r.Routed != 2 {
		t.Errorf("released: %+v", r.Result)
	}
}

func TestHold_EndsWhenTheShopCancelsTheOrder(t *testing.T) {
	d, s := two(t)
	_, err := s.Hold(ctx, order(d, "#1"), "wait")
	ok(t, err)
	d.Cancel("#1")
	route(t, s)
	if got := told(board(t, s)); got != "Acme PO-000001 5.00: #2 draft" || d.Int(`SELECT COUNT(*) FROM held_line`) != 0 {
		t.Errorf("got %s", got)
	}
	if _, err := s.Hold(ctx, order(d, "#1"), ""); model.CodeOf(err) != model.Refused {
		t.Errorf("got %v", err)
	}
	if _, err := s.Hold(ctx, 999, ""); model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestRoute_HoldsOrdersBelowTheFloorOnce(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Offer(d.Supplier("Beta"), "B", "45.00")
	d.Set(string(setting.MarginFloor), "18.0")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	s := service(d)
	r := route(t, s)
	if len(r.Below) != 1 || r.Below[0].Number != "#2" || told(board(t, s)) != "Acme PO-000001 5.00: #1 draft; Beta PO-000002 0.00: #2 held" {
		t.Fatalf("got %+v, %s", r.Below, told(board(t, s)))
	}
	b := board(t, s)
	if o := b.Purchases[1].Orders[0]; o.Reason != "Order #2 earns 10.0 %, 8.0 points under the floor of 18.0 %." || len(o.Warnings) == 0 {
		t.Errorf("got %+v", o)
	}
	_, err := s.Release(ctx, order(d, "#2"), "a good customer")
	ok(t, err)
	if r := route(t, s); len(r.Below) != 0 || !strings.Contains(told(board(t, s)), "#2 draft") {
		t.Errorf("held again: %+v", r.Below)
	}
}

func TestRouteOrders_GathersOnlyThoseThatWereAskedFor(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme", daily), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	d.Order("#2", desktest.Line("A", 1))
	s := service(d)
	r, err := s.RouteOrders(ctx, nil)
	ok(t, err)
	if r.Routed != 0 || told(board(t, s)) != "waiting #1 A ; waiting #2 A " {
		t.Fatalf("without orders: %+v, %s", r, told(board(t, s)))
	}
	r, err = s.RouteOrders(ctx, []int64{order(d, "#2")})
	ok(t, err)
	if got := told(board(t, s)); r.Routed != 1 || got != "waiting #1 A ; Acme PO-000001 5.00: #2 draft" {
		t.Errorf("got %d routed, %s", r.Routed, got)
	}
}

func TestPapers_ArePreviewedAndFound(t *testing.T) {
	d, s := two(t)
	files, err := s.PreviewPapers(ctx, 1, filepath.Join(t.TempDir(), "new"))
	ok(t, err)
	text, err := os.ReadFile(files[0])
	if err != nil || !strings.Contains(string(text), "PO-000001|#1|A|2") {
		t.Errorf("%q, %v", text, err)
	}
	if none, err := s.Papers(ctx, 1); err != nil || len(none) != 0 || d.Int(`SELECT COUNT(*) FROM forwarding`) != 0 {
		t.Errorf("%v, %v", none, err)
	}
	ok(t, s.Approve(ctx, []int64{1}))
	r, err := s.Forward(ctx, t.TempDir(), nil)
	ok(t, err)
	if papers, err := s.Papers(ctx, 1); err != nil || !slices.Equal(papers, r.Sent[0].Files) {
		t.Errorf("%v, %v", papers, err)
	}
	if _, err := s.PreviewPapers(ctx, 99, t.TempDir()); model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
}
