package purchase_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

var ctx = context.Background()

func route(t *testing.T, d *desktest.Desk) {
	t.Helper()
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{}); err != nil {
		t.Fatal(err)
	}
}

// drafted routes and drafts, and returns the service and all purchase orders.
func drafted(t *testing.T, d *desktest.Desk) (*purchase.Service, []purchase.Row) {
	t.Helper()
	route(t, d)
	s := purchase.New(d.DB, d.Bus)
	if _, err := s.Draft(ctx); err != nil {
		t.Fatal(err)
	}
	return s, list(t, d, purchase.Filter{})
}

func list(t *testing.T, d *desktest.Desk, f purchase.Filter) []purchase.Row {
	t.Helper()
	rows, err := purchase.List(ctx, d.DB, f)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// told lists purchase orders, the oldest first.
func told(rows []purchase.Row) string {
	var all []string
	for i := len(rows) - 1; i >= 0; i-- {
		r := rows[i]
		all = append(all, fmt.Sprintf("%s %s %s %s %s %d/%d", r.Number, r.Supplier, r.State, r.Total.Text(r.Currency), r.Currency, r.Orders, r.Lines))
	}
	return strings.Join(all, "; ")
}

func batching(b model.Batching) func(*model.Supplier) {
	return func(s *model.Supplier) { s.Batching = b }
}

func twoLines(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("B", 1)) }

func TestDraft_GathersAsTheSupplierWantsIt(t *testing.T) {
	tests := []struct {
		name string
		set  func(d *desktest.Desk)
		want string
	}{
		{"one for each sales order", func(d *desktest.Desk) {
			s := d.Supplier("Acme")
			d.Offer(s, "A", "5.00")
			d.Offer(s, "B", "2.00")
		}, "PO-000001 Acme draft 12.00 EUR 1/2; PO-000002 Acme draft 5.00 EUR 1/1"},
		{"all orders in one", func(d *desktest.Desk) {
			s := d.Supplier("Acme", batching(model.Daily))
			d.Offer(s, "A", "5.00")
			d.Offer(s, "B", "2.00")
		}, "PO-000001 Acme draft 17.00 EUR 2/3"},
		{"one for each currency", func(d *desktest.Desk) {
			d.Rate("USD", "0.9")
			s := d.Supplier("Acme", batching(model.Hourly))
			d.Offer(s, "A", "5.00")
			d.Offer(s, "B", "2.00", func(o *model.Offer) { o.Currency = "USD" })
		}, "PO-000001 Acme draft 15.00 EUR 2/2; PO-000002 Acme draft 2.00 USD 1/1"},
		{"one for each supplier, by name", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Zeta", batching(model.Daily)), "A", "5.00")
			d.Offer(d.Supplier("Beta", batching(model.Daily)), "B", "2.00")
		}, "PO-000001 Beta draft 2.00 EUR 1/1; PO-000002 Zeta draft 15.00 EUR 2/2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			tt.set(d)
			d.Order("#1", desktest.Line("A", 2), twoLines)
			d.Order("#2", desktest.Line("A", 1))
			_, rows := drafted(t, d)
			if got := told(rows); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestDraft_AddsToAnOpenDraftButNotToAnApprovedOne(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme", batching(model.Daily)), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	s, _ := drafted(t, d)
	d.Order("#2", desktest.Line("A", 1))
	_, rows := drafted(t, d)
	if got := told(rows); got != "PO-000001 Acme draft 10.00 EUR 2/2" {
		t.Fatalf("got %s", got)
	}
	if err := s.Approve(ctx, []int64{rows[0].ID}); err != nil {
		t.Fatal(err)
	}
	d.Order("#3", desktest.Line("A", 1))
	_, rows = drafted(t, d)
	if got := told(rows); got != "PO-000001 Acme approved 10.00 EUR 2/2; PO-000002 Acme draft 5.00 EUR 1/1" {
		t.Errorf("got %s", got)
	}
}

func TestDraft_CopiesNamesPricesAndRate(t *testing.T) {
	d := desktest.New(t)
	d.Rate("USD", "0.9")
	d.Offer(d.Supplier("Acme"), "A", "5.0375", func(o *model.Offer) {
		o.Currency, o.Shipping = "USD", []model.ShippingPrice{{Country: "DE", Service: "express", Cost: model.MustAmount("3.10")}}
	})
	d.Order("#1", desktest.Line("A", 3))
	drafted(t, d)
	d.Exec(`UPDATE offer SET cost = 1, supplier_sku = 'changed'`)
	d.Exec(`UPDATE exchange_rate SET rate = '7'`)
	got := d.Text(`SELECT sku || ' ' || supplier_sku || ' ' || name || ' ' || quantity || ' ' || unit_cost || ' ' || shipping_cost || ' ' || service FROM purchase_line`)
	if want := "A S-A Product A 3 50375 31000 express"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got = d.Text(`SELECT goods || ' ' || shipping || ' ' || total || ' ' || currency || ' ' || rate || ' ' || rate_date || ' ' || rate_source FROM purchase_order`)
	if want := "151100 31000 182100 USD 0.9 2020-01-01 test"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDraft_NumbersHaveNoGapsAndFollowTheSetting(t *testing.T) {
	d := desktest.New(t)
	d.Set("purchase.prefix", "B/")
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	route(t, d)
	failed := d.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := purchase.Draft(tx); err != nil {
			t.Fatal(err)
		}
		return model.Errorf(model.Refused, "taken back")
	})
	if model.CodeOf(failed) != model.Refused {
		t.Fatal(failed)
	}
	s, rows := drafted(t, d)
	if err := s.Cancel(ctx, []int64{rows[0].ID}, "test"); err != nil {
		t.Fatal(err)
	}
	_, rows = drafted(t, d)
	if got := told(rows); got != "B/000001 Acme cancelled 5.00 EUR 1/1; B/000002 Acme draft 5.00 EUR 1/1" {
		t.Errorf("got %s", got)
	}
}

func TestReview_WarnsOfWhatAPersonShouldKnow(t *testing.T) {
	tests := []struct {
		name     string
		change   func(d *desktest.Desk, supplier int64)
		code     string
		blocking bool
		says     string
	}{
		{"the order was cancelled", func(d *desktest.Desk, _ int64) { d.Cancel("#1") }, purchase.WarnOrder, true, "Order #1 is cancelled in the shop."},
		{"the shop sent it itself", func(d *desktest.Desk, _ int64) {
			d.Change("#1", func(o *model.Order) { o.Lines[0].Fulfilment = model.Fulfilled })
		}, purchase.WarnOrder, true, "asks for 0 pieces"},
		{"the shop asks for less", func(d *desktest.Desk, _ int64) {
			d.Change("#1", func(o *model.Order) { o.Lines[0].Quantity = 1 })
		}, purchase.WarnOrder, true, "asks for 1 pieces on line 1 of order #1, and 2"},
		{"the supplier was blocked", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE supplier SET stage = 'blocked'`) }, purchase.WarnSupplier, true, "stage is blocked"},
		{"the supplier was archived", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE supplier SET archived_at = '2026-01-01T00:00:00Z'`) }, purchase.WarnSupplier, true, "Acme is archived"},
		{"the price rose", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE offer SET cost = 51000`) }, purchase.WarnPrice, true, "rose from 10.00 to 10.20 EUR"},
		{"the price is in another currency now", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE offer SET currency = 'USD'`) }, purchase.WarnPrice, true, "now asks 10.00 USD"},
		{"the offer ended", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE offer SET valid_to = '2026-03-30'`) }, purchase.WarnOffer, true, "has ended"},
		{"the supplier stopped shipping there", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE supplier_destination SET country = 'US'`) }, purchase.WarnOffer, true, "no longer ships"},
		{"the stock is gone", func(d *desktest.Desk, s int64) { d.Stock(s, "A", 1, d.Today()) }, purchase.WarnStock, true, "has 1 of A"},
		{"the count is old", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE stock_count SET counted_on = '2026-01-01'`) }, purchase.WarnStockAge, false, "89 days ago"},
		{"the stock is not stated", func(d *desktest.Desk, _ int64) { d.Exec(`DELETE FROM stock_count`) }, purchase.WarnStockBlank, false, "does not state"},
		{"the address lacks the city", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE contact SET city = ''`) }, purchase.WarnAddress, false, "lacks the city"},
		{"there is no address", func(d *desktest.Desk, _ int64) { d.Exec(`UPDATE sales_order SET ship_to_id = NULL`) }, purchase.WarnAddress, false, "lacks the name, the street, the city, the country"},
		{"the order loses money", func(d *desktest.Desk, _ int64) {
			d.Exec(`UPDATE margin_line SET goods = 90000`)
		}, purchase.WarnMargin, false, "Order #1 loses 1.00 EUR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			s := d.Supplier("Acme")
			d.Offer(s, "A", "5.00")
			d.Stock(s, "A", 2, d.Today())
			d.Order("#1", desktest.Line("A", 2))
			svc, rows := drafted(t, d)
			id := rows[0].ID
			found, err := svc.Warnings(ctx, []int64{id})
			if err != nil || len(found[id]) != 0 {
				t.Fatalf("before the change: %v %v", found, err)
			}
			tt.change(d, s)
			if found, err = svc.Warnings(ctx, []int64{id}); err != nil {
				t.Fatal(err)
			}
			if len(found[id]) != 1 || found[id][0].Code != tt.code || found[id][0].Blocking != tt.blocking || !strings.Contains(found[id][0].Message, tt.says) {
				t.Fatalf("got %+v", found[id])
			}
			err = svc.Approve(ctx, []int64{id})
			if (err != nil) != tt.blocking {
				t.Errorf("approving: %v", err)
			}
			if tt.blocking && (model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("the refusal says %v", err)
			}
		})
	}
}

func TestReview_ALowerPriceIsNoReasonToWait(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	svc, rows := drafted(t, d)
	d.Exec(`UPDATE offer SET cost = 40000`)
	found, err := svc.Warnings(ctx, []int64{rows[0].ID})
	if err != nil || purchase.Blocked(found[rows[0].ID]) != "" {
		t.Errorf("got %+v %v", found, err)
	}
}

func TestReview_FirstComeFirstServedWhenStockShrinks(t *testing.T) {
	d := desktest.New(t)
	s := d.Supplier("Acme")
	d.Offer(s, "A", "5.00")
	d.Stock(s, "A", 5, d.Today())
	d.Order("#1", desktest.Line("A", 2))
	d.Order("#2", desktest.Line("A", 2))
	svc, rows := drafted(t, d)
	d.Stock(s, "A", 3, d.Today())
	found, err := svc.Warnings(ctx, []int64{rows[0].ID, rows[1].ID})
	if err != nil {
		t.Fatal(err)
	}
	if first, second := purchase.Blocked(found[rows[1].ID]), purchase.Blocked(found[rows[0].ID]); first != "" || !strings.Contains(second, "has 3 of A") {
		t.Errorf("first %q, second %q", first, second)
	}
}

func TestSteps_AreAllOrNoneAndSayWhyNot(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("A", 1))
	s, rows := drafted(t, d)
	one, two := rows[1].ID, rows[0].ID
	refused := func(what string, err error, code model.Code, says string) {
		t.Helper()
		if model.CodeOf(err) != code || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v (%s)", what, err, model.CodeOf(err))
		}
	}
	refused("holding a draft", s.Hold(ctx, []int64{one}, ""), model.Refused, "a draft already")
	refused("an unknown one", s.Approve(ctx, []int64{one, 99}), model.NotFound, "no purchase order 99")
	if err := s.Approve(ctx, []int64{one}); err != nil {
		t.Fatal(err)
	}
	refused("one of two", s.Approve(ctx, []int64{two, one}), model.Refused, "PO-000001: It is approved already.")
	if got := told(list(t, d, purchase.Filter{})); got != "PO-000001 Acme approved 5.00 EUR 1/1; PO-000002 Acme draft 5.00 EUR 1/1" {
		t.Errorf("got %s", got)
	}
	if err := s.Hold(ctx, []int64{one}, "ask first"); err != nil {
		t.Fatal(err)
	}
	if err := s.Cancel(ctx, []int64{one, two}, "too dear"); err != nil {
		t.Fatal(err)
	}
	refused("cancelling twice", s.Cancel(ctx, []int64{one}, ""), model.Refused, "cancelled already")
	if n := d.Int(`SELECT COUNT(*) FROM allocation WHERE cancelled_at = ''`) + d.Int(`SELECT COUNT(*) FROM cost_fact WHERE superseded_at = ''`); n != 0 {
		t.Errorf("%d allocations and costs are left", n)
	}
	if got := d.Text(`SELECT GROUP_CONCAT(new_value || ':' || why, ' ') FROM (SELECT * FROM history WHERE kind = 'purchase' AND record_id = ? ORDER BY id)`, one); got != "created: approved: draft:ask first cancelled:too dear" {
		t.Errorf("the history says %q", got)
	}
}

func TestUnrouting_TakesTheLineOutOfItsPurchaseOrder(t *testing.T) {
	d := desktest.New(t)
	s := d.Supplier("Acme", batching(model.Daily))
	d.Offer(s, "A", "5.00")
	d.Offer(s, "B", "2.00")
	d.Order("#1", desktest.Line("A", 2), twoLines)
	svc, rows := drafted(t, d)
	if err := svc.Approve(ctx, []int64{rows[0].ID}); err != nil {
		t.Fatal(err)
	}
	first := d.Int(`SELECT a.id FROM allocation a JOIN order_line l ON l.id = a.line_id WHERE l.sku = 'A'`)
	if err := routing.New(d.DB, d.Bus, d.Jobs).Unroute(ctx, first, "wrong size"); err != nil {
		t.Fatal(err)
	}
	if got := told(list(t, d, purchase.Filter{})); got != "PO-000001 Acme draft 2.00 EUR 1/1" {
		t.Errorf("got %s", got)
	}
}

func TestList_FiltersAndPrints(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Offer(d.Supplier("Beta"), "B", "2.50")
	d.Order("#1", desktest.Line("A", 1), twoLines)
	s, rows := drafted(t, d)
	if err := s.Approve(ctx, []int64{rows[0].ID}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		filter purchase.Filter
		want   string
	}{
		{purchase.Filter{State: "draft"}, "PO-000001 Acme draft 5.00 EUR 1/1"},
		{purchase.Filter{Supplier: " BETA "}, "PO-000002 Beta approved 2.50 EUR 1/1"},
		{purchase.Filter{Limit: 1}, "PO-000002 Beta approved 2.50 EUR 1/1"},
		{purchase.Filter{State: "sent"}, ""},
	}
	for _, tt := range tests {
		if got := told(list(t, d, tt.filter)); got != tt.want {
			t.Errorf("%+v: got %s", tt.filter, got)
		}
	}
	if _, err := purchase.List(ctx, d.DB, purchase.Filter{State: "gone"}); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
	text, err := json.Marshal(list(t, d, purchase.Filter{Limit: 1})[0])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":2,"number":"PO-000002","supplier":"Beta","state":"approved","currency":"EUR","orders":1,"lines":1,` +
		`"kind":"dropship","created":"2026-03-31T12:30:00Z","approved":"2026-03-31T12:30:00Z","sent":null,"goods":"2.50","shipping":"0.00","total":"2.50"}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestDatabase_RefusesToCancelWhatLeft(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	_, rows := drafted(t, d)
	d.Exec(`UPDATE purchase_order SET state = 'sent' WHERE id = ?`, rows[0].ID)
	err := d.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.Exec(`UPDATE allocation SET cancelled_at = ?`, string(tx.Now)).Error
	})
	if model.CodeOf(err) != model.Refused {
		t.Errorf("raw SQL: %v", err)
	}
	err = routing.New(d.DB, d.Bus, d.Jobs).Unroute(ctx, 1, "")
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "left with purchase order PO-000001") {
		t.Errorf("the service: %v", err)
	}
	var n int64
	if err := d.DB.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT COUNT(*) FROM allocation WHERE cancelled_at = ''`).Scan(&n).Error
	}); err != nil || n != 1 {
		t.Errorf("%d left, %v", n, err)
	}
}

func TestReview_BlocksWhatTheSupplierNoLongerSellsInSuchQuantities(t *testing.T) {
	d := desktest.New(t)
	id := d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 3))
	s, rows := drafted(t, d)
	for _, tt := range []struct {
		moq, multiple int
		blocked       bool
	}{{4, 1, true}, {1, 2, true}, {3, 3, false}} {
		d.Exec(`UPDATE offer SET moq = ?, multiple = ? WHERE id = ?`, tt.moq, tt.multiple, id)
		found, err := s.Warnings(ctx, []int64{rows[0].ID})
		if err != nil {
			t.Fatal(err)
		}
		var moq []purchase.Warning
		for _, w := range found[rows[0].ID] {
			if w.Code == purchase.WarnMOQ {
				moq = append(moq, w)
			}
		}
		if (len(moq) == 1 && moq[0].Blocking && moq[0].Facts.Have == 3) != tt.blocked {
			t.Errorf("at least %d in %d: %+v", tt.moq, tt.multiple, moq)
		}
	}
}
