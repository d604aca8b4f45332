package routing_test

import (
	"context"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
)

var ctx = context.Background()

func route(t *testing.T, d *desktest.Desk) routing.Result {
	t.Helper()
	r, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told is the outcome of a run in a form that is easy to compare.
func told(r routing.Result) string {
	var all []string
	for _, a := range r.Allocations {
		all = append(all, a.Order+" to "+a.Supplier+" for "+a.Cost+" "+string(a.Currency))
	}
	for _, h := range r.Held {
		all = append(all, h.Order+" held "+h.Code)
	}
	for _, c := range r.Cancelled {
		all = append(all, c.OrderNo+" back from "+c.Supplier)
	}
	return strings.Join(all, "; ")
}

func shipping(country, cost string, days int) model.ShippingPrice {
	s := model.ShippingPrice{Country: country, Service: "std", Cost: model.MustAmount(cost)}
	if days > 0 {
		s.DaysP90 = &days
	}
	return s
}

func TestRoute_ChoosesByCostToTheDoor(t *testing.T) {
	tests := []struct {
		name string
		set  func(d *desktest.Desk)
		want string
	}{
		{"the cheaper supplier", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Dear"), "A", "10.01")
			d.Offer(d.Supplier("Cheap"), "A", "10.00")
		}, "#1 to Cheap for 20.00 EUR"},
		{"shipping counts", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Far"), "A", "8.00", func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("*", "9.00", 0)} })
			d.Offer(d.Supplier("Near"), "A", "10.00")
		}, "#1 to Near for 20.00 EUR"},
		{"a price for the country goes before one for everywhere", func(d *desktest.Desk) {
			d.Offer(d.Supplier("One"), "A", "8.00", func(o *model.Offer) {
				o.Shipping = []model.ShippingPrice{shipping("*", "1.00", 0), shipping("DE", "3.00", 0)}
			})
		}, "#1 to One for 19.00 EUR"},
		{"price breaks count by the line's quantity", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Flat"), "A", "9.00")
			d.Offer(d.Supplier("Steps"), "A", "12.00", func(o *model.Offer) {
				o.Breaks = []model.PriceBreak{{FromQuantity: 2, Cost: model.MustAmount("8.50")}, {FromQuantity: 5, Cost: model.MustAmount("5.00")}}
			})
		}, "#1 to Steps for 17.00 EUR"},
		{"costs are compared in the home currency", func(d *desktest.Desk) {
			d.Rate("USD", "0.5")
			d.Offer(d.Supplier("Euro"), "A", "6.00")
			d.Offer(d.Supplier("Dollar"), "A", "11.00", func(o *model.Offer) { o.Currency = "USD" })
		}, "#1 to Dollar for 22.00 USD"},
		{"prices below the cent are rounded once, on the line", func(d *desktest.Desk) {
			d.Offer(d.Supplier("Fine"), "A", "0.0125")
			d.Offer(d.Supplier("Coarse"), "A", "0.02")
		}, "#1 to Fine for 0.03 EUR"},
		{"at the same cost the faster one", func(d *desktest.Desk) {
			d.Offer(d.Supplier("A slow"), "A", "9.00", func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("DE", "1.00", 20)} })
			d.Offer(d.Supplier("B fast"), "A", "9.00", func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("DE", "1.00", 9)} })
			d.Offer(d.Supplier("A silent"), "A", "9.50")
		}, "#1 to B fast for 19.00 EUR"},
		{"at the same cost and speed the name decides", func(d *desktest.Desk) {
			d.Offer(d.Supplier("beta"), "A", "9.00")
			d.Offer(d.Supplier("Alpha"), "A", "9.00")
		}, "#1 to Alpha for 18.00 EUR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			tt.set(d)
			d.Order("#1", desktest.Line("A", 2))
			if got := told(route(t, d)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRoute_HoldsWithTheGateThatFailed(t *testing.T) {
	stage := func(s model.Stage) func(*model.Supplier) { return func(x *model.Supplier) { x.Stage = s } }
	offer := func(set func(*model.Offer), who ...func(*model.Supplier)) func(*desktest.Desk) {
		return func(d *desktest.Desk) { d.Offer(d.Supplier("Acme", who...), "A", "5.00", set) }
	}
	same := func(*model.Offer) {}
	tests := []struct {
		name   string
		set    func(d *desktest.Desk)
		reason string // "" when it must be routed
	}{
		{"nobody offers it", func(*desktest.Desk) {}, "No supplier offers A"},
		{"an archived supplier", offer(same, func(s *model.Supplier) { s.ArchivedAt = "2026-01-01T00:00:00Z" }), "Acme is archived"},
		{"a candidate", offer(same, stage(model.Candidate)), "stage is candidate"},
		{"a supplier on trial may deliver", offer(same, stage(model.Trial)), ""},
		{"a blocked supplier", offer(same, stage(model.Blocked)), "stage is blocked"},
		{"a supplier on probation may deliver", offer(same, stage(model.Probation)), ""},
		{"a supplier that ships elsewhere", offer(same, func(s *model.Supplier) { s.ShipsTo = []string{"US", "CA"} }), "Acme does not ship to DE"},
		{"an offer that ships elsewhere", offer(func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("US", "1.00", 0)} }), "Acme does not ship to DE"},
		{"an offer of tomorrow", offer(func(o *model.Offer) { o.ValidFrom = "2026-04-01" }), "starts on 2026-04-01"},
		{"an offer of yesterday", offer(func(o *model.Offer) { o.ValidTo = "2026-03-30" }), "ended on 2026-03-30"},
		{"an offer that ends today", offer(func(o *model.Offer) { o.ValidTo = "2026-03-31" }), ""},
		{"too few pieces", offer(func(o *model.Offer) { o.MOQ = 3 }), "at least 3"},
		{"just enough pieces", offer(func(o *model.Offer) { o.MOQ = 2 }), ""},
		{"not a multiple", offer(func(o *model.Offer) { o.Multiple = 4 }), "multiples of 4"},
		{"a multiple", offer(func(o *model.Offer) { o.Multiple = 2 }), ""},
		{"a price nobody means", func(d *desktest.Desk) { d.Offer(d.Supplier("Acme"), "A", "900000000000") }, "more than can be meant"},
		{"no exchange rate", offer(func(o *model.Offer) { o.Currency = "USD" }), "no exchange rate from USD to EUR"},
		{"too little stock", func(d *desktest.Desk) {
			s := d.Supplier("Acme")
			d.Offer(s, "A", "5.00")
			d.Stock(s, "A", 9, "2026-03-30")
			d.Stock(s, "A", 1, "2026-03-31")
		}, "Acme has 1 in stock"},
		{"an old count of nothing does not stop it", func(d *desktest.Desk) {
			s := d.Supplier("Acme")
			d.Offer(s, "A", "5.00")
			d.Stock(s, "A", 0, "2026-03-16")
		}, ""},
		{"a count just young enough stops it", func(d *desktest.Desk) {
			s := d.Supplier("Acme")
			d.Offer(s, "A", "5.00")
			d.Stock(s, "A", 0, "2026-03-17")
		}, "Acme has 0 in stock"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			tt.set(d)
			line := d.Order("#1", desktest.Line("A", 2))
			r := route(t, d)
			if tt.reason == "" {
				if told(r) != "#1 to Acme for 10.00 EUR" {
					t.Errorf("got %q %v", told(r), r.Held)
				}
				return
			}
			if len(r.Held) != 1 || !strings.Contains(r.Held[0].Reason, tt.reason) {
				t.Fatalf("got %+v, want %q", r, tt.reason)
			}
			kept := d.Text(`SELECT h.reason FROM held_line h JOIN order_line l ON l.id = h.line_id WHERE l.order_id = ?`, line)
			if kept != r.Held[0].Reason {
				t.Errorf("the book says %q", kept)
			}
		})
	}
}

func TestRoute_TakesOnlyWhatTheShopStillWants(t *testing.T) {
	pay := func(p model.Payment) func(*model.Order) { return func(o *model.Order) { o.Payment = p } }
	line := func(q model.Quantity, f model.Fulfilment) func(*model.Order) {
		return func(o *model.Order) { o.Lines[0].Quantity, o.Lines[0].Fulfilment = q, f }
	}
	tests := []struct {
		name string
		set  func(*model.Order)
		want string
	}{
		{"a paid order", pay(model.Paid), "#1 to Acme for 10.00 EUR"},
		{"a refund in part is still an order", pay(model.PartiallyRefunded), "#1 to Acme for 10.00 EUR"},
		{"an unpaid order", pay(model.Pending), "#1 held not_paid"},
		{"an authorized order", pay(model.Authorized), "#1 held not_paid"},
		{"an order paid in part", pay(model.PartiallyPaid), "#1 held not_paid"},
		{"a voided order", pay(model.Voided), ""},
		{"a refunded order", pay(model.Refunded), ""},
		{"a cancelled order", func(o *model.Order) { o.CancelledOn = "2026-03-31" }, ""},
		{"a pending line in a fulfilled order was removed", func(o *model.Order) { o.Fulfilment = model.Fulfilled }, ""},
		{"a restocked order", func(o *model.Order) { o.Fulfilment = model.Restocked }, ""},
		{"a line the shop sent", line(2, model.Fulfilled), ""},
		{"a tip", line(2, model.NotEligible), ""},
		{"a service", func(o *model.Order) { o.Lines[0].Shippable = false }, ""},
		{"of a line of two partly sent one is open", line(2, model.Partial), "#1 to Acme for 5.00 EUR"},
		{"of a longer line nobody knows", line(3, model.Partial), "#1 held unknown_quantity"},
		{"a line of nothing", line(0, model.LinePending), ""},
		{"a line that names nothing", func(o *model.Order) { o.Lines[0].SKU, o.Lines[0].Name = "", "" }, "#1 held no_product"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			d.Order("#1", desktest.Line("A", 2), tt.set)
			if got := told(route(t, d)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRoute_CashOnDeliveryIsNotPaidAndStillRouted(t *testing.T) {
	d := desktest.New(t)
	d.Exec(`UPDATE shop SET cash_on_delivery = 1`)
	d.Shop.CashOnDelivery = true
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1), func(o *model.Order) { o.Payment, o.PaidOn = model.Pending, "" })
	if got := told(route(t, d)); got != "#1 to Acme for 5.00 EUR" {
		t.Errorf("got %q", got)
	}
}

func TestRoute_AnOrderWithoutCountryOnlyGoesToWhoShipsEverywhere(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("German", func(s *model.Supplier) { s.ShipsTo = []string{"DE"} }), "A", "1.00")
	d.Offer(d.Supplier("World"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1), func(o *model.Order) { o.Country, o.ShipTo = "", model.Contact{} })
	if got := told(route(t, d)); got != "#1 to World for 5.00 EUR" {
		t.Errorf("got %q", got)
	}
}

func TestRoute_StockIsGivenOnceAndOlderOrdersComeFirst(t *testing.T) {
	d := desktest.New(t)
	cheap, dear := d.Supplier("Cheap"), d.Supplier("Dear")
	d.Offer(cheap, "A", "1.00")
	d.Offer(dear, "A", "9.00")
	d.Stock(cheap, "A", 5, d.Today())
	placed := func(at model.Instant) func(*model.Order) { return func(o *model.Order) { o.PlacedAt = at } }
	d.Order("young", desktest.Line("A", 2), placed("2026-03-31T11:00:00Z"))
	d.Order("old", desktest.Line("A", 4), placed("2026-03-31T10:00:00Z"))
	want := "old to Cheap for 4.00 EUR; young to Dear for 18.00 EUR"
	if got := told(route(t, d)); got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	d.Order("small", desktest.Line("A", 1))
	if got := told(route(t, d)); got != "small to Cheap for 1.00 EUR" {
		t.Errorf("one piece was left: got %q", got)
	}
	// A new count does not know of pieces that the supplier was not told of yet.
	d.Now = d.Now.AddDate(0, 0, 1)
	d.Stock(cheap, "A", 6, d.Today())
	d.Order("next", desktest.Line("A", 2))
	if got := told(route(t, d)); got != "next to Dear for 18.00 EUR" {
		t.Errorf("got %q", got)
	}
}

func TestRoute_ASecondRunChangesNothing(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	route(t, d)
	since := d.Text(`SELECT held_at FROM held_line`)
	d.Now = d.Now.AddDate(0, 0, 1)
	if got := told(route(t, d)); got != "#2 held no_offer" {
		t.Errorf("got %q", got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM allocation`); n != 1 {
		t.Errorf("%d allocations", n)
	}
	if now := d.Text(`SELECT held_at FROM held_line`); now != since {
		t.Errorf("held since %q, was %q", now, since)
	}
}

func TestRoute_AHeldLineIsClearedWhenItsReasonIsGone(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	route(t, d)
	d.Offer(acme, "A", "5.00")
	d.Cancel("#2")
	if got := told(route(t, d)); got != "#1 to Acme for 5.00 EUR" {
		t.Errorf("got %q", got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM held_line`); n != 0 {
		t.Errorf("%d lines are still held", n)
	}
}

func TestRoute_TakesBackWhatTheShopClosed(t *testing.T) {
	tests := []struct {
		name   string
		change func(*model.Order)
		reason string
		then   string
	}{
		{"cancelled", func(o *model.Order) { o.CancelledOn = "2026-03-31" }, "cancelled in the shop", "#1 back from Acme"},
		{"refunded", func(o *model.Order) { o.Payment = model.Refunded }, "refunded in the shop", "#1 back from Acme"},
		{"fulfilled by the shop itself", func(o *model.Order) { o.Fulfilment = model.Fulfilled }, "fulfilled in the shop", "#1 back from Acme"},
		{"fewer pieces", func(o *model.Order) { o.Lines[0].Quantity = 1 }, "asks for 1 pieces", "#1 to Acme for 5.00 EUR; #1 back from Acme"},
		{"part of it sent by the shop", func(o *model.Order) { o.Lines[0].Fulfilment = model.Partial }, "asks for 1 pieces", "#1 to Acme for 5.00 EUR; #1 back from Acme"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			id := d.Order("#1", desktest.Line("A", 2))
			route(t, d)
			if _, err := purchase.New(d.DB, d.Bus).Draft(ctx); err != nil {
				t.Fatal(err)
			}
			d.Change("#1", tt.change)
			r := route(t, d)
			if told(r) != tt.then || !strings.Contains(r.Cancelled[0].Reason, tt.reason) {
				t.Errorf("got %q, %+v", told(r), r.Cancelled)
			}
			if why := d.Text(`SELECT why FROM history WHERE kind = 'allocation'`); why != r.Cancelled[0].Reason {
				t.Errorf("the history says %q", why)
			}
			if state := d.Text(`SELECT state FROM purchase_order`); state != "cancelled" {
				t.Errorf("the emptied purchase order is %s", state)
			}
			active := d.Int(`SELECT COALESCE(SUM(a.quantity * a.unit_cost), 0) FROM allocation a WHERE a.cancelled_at = ''`)
			facts := d.Int(`SELECT COALESCE(SUM(amount), 0) FROM cost_fact WHERE order_id = ? AND superseded_at = '' AND supplier_id IS NOT NULL AND source = 'routing'`, id)
			if active != facts {
				t.Errorf("the books hold %d for %d given to suppliers", facts, active)
			}
		})
	}
}

func TestRoute_WhatWasForwardedCountsAsGiven(t *testing.T) {
	line := func(q model.Quantity, f model.Fulfilment) func(*model.Order) {
		return func(o *model.Order) { o.Lines[0].Quantity, o.Lines[0].Fulfilment = q, f }
	}
	tests := []struct {
		name   string
		change func(*model.Order)
		want   string
	}{
		{"nothing more", line(2, model.LinePending), ""},
		{"a piece more", line(3, model.LinePending), "#1 to Acme for 5.00 EUR"},
		{"a piece less stays with the supplier", line(1, model.LinePending), ""},
		{"the shop notes that one of the two left", line(2, model.Partial), ""},
		{"of a longer line nobody knows", line(3, model.Partial), "#1 held unknown_quantity"},
		{"the shop notes that all left", line(2, model.Fulfilled), ""},
		{"the order is cancelled too late", func(o *model.Order) { o.CancelledOn = "2026-03-31" }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			d.Order("#1", desktest.Line("A", 2))
			route(t, d)
			if _, err := purchase.New(d.DB, d.Bus).Draft(ctx); err != nil {
				t.Fatal(err)
			}
			d.Exec(`UPDATE purchase_order SET state = 'sent'`)
			d.Change("#1", tt.change)
			if got := told(route(t, d)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRoute_WhenOnePieceOfTwoLeftTwiceItAsks(t *testing.T) {
	for _, tt := range []struct{ name, forwarded, want string }{
		{"the shop told it after ours had left", "2000-01-01T00:00:00Z", "#1 held unknown_quantity"},
		{"the shop told it before", "2999-01-01T00:00:00Z", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			d.Order("#1", desktest.Line("A", 1))
			route(t, d)
			if _, err := purchase.New(d.DB, d.Bus).Draft(ctx); err != nil {
				t.Fatal(err)
			}
			d.Exec(`UPDATE purchase_order SET state = 'sent'`)
			d.Exec(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at)
				SELECT id, 'folder', 'm', '', '[]', 'sent', '` + tt.forwarded + `' FROM purchase_order`)
			d.Change("#1", func(o *model.Order) { o.Lines[0].Quantity, o.Lines[0].Fulfilment = 2, model.Partial })
			r := route(t, d)
			if told(r) != tt.want || (len(r.Held) > 0 && !strings.Contains(r.Held[0].Reason, "whether these are the same")) {
				t.Errorf("got %q %+v", told(r), r.Held)
			}
		})
	}
}

func TestRoute_BooksTheCostAsEstimated(t *testing.T) {
	d := desktest.New(t)
	d.Rate("USD", "0.9")
	s := d.Supplier("Acme")
	d.Offer(s, "A", "5.00", func(o *model.Offer) {
		o.Currency, o.Shipping = "USD", []model.ShippingPrice{shipping("DE", "3.00", 0)}
	})
	id := d.Order("#1", desktest.Line("A", 2))
	route(t, d)
	got := d.Text(`SELECT COALESCE(GROUP_CONCAT(type || ' ' || state || ' ' || amount || ' ' || base_amount, ', '), '')
		FROM (SELECT * FROM cost_fact WHERE order_id = ? AND superseded_at = '' ORDER BY type)`, id)
	if want := "product estimated 100000 90000, supplier_shipping estimated 30000 27000"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if on := d.Int(`SELECT COALESCE(supplier_id, 0) FROM order_line WHERE order_id = ?`, id); on != s {
		t.Errorf("the line carries the cost of supplier %d", on)
	}
}

func TestRoute_ADryRunTellsTheSameAndChangesNothing(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	published := 0
	defer d.Bus.OrdersChanged.Subscribe(func(event.IDs) { published++ })()
	dry, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	if n := d.Int(`SELECT (SELECT COUNT(*) FROM allocation) + (SELECT COUNT(*) FROM held_line) + (SELECT COUNT(*) FROM cost_fact)`); n != 0 || published != 0 {
		t.Errorf("%d rows and %d events came of a dry run", n, published)
	}
	if routed := route(t, d); told(routed) != told(dry) || !dry.DryRun {
		t.Errorf("dry %q, routed %q", told(dry), told(routed))
	}
	if published != 1 {
		t.Errorf("%d events", published)
	}
}

func TestRoute_CanBeStopped(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 1))
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err := routing.New(d.DB, d.Bus, d.Jobs).Route(stopped, routing.Options{})
	if model.CodeOf(err) != model.Cancelled || d.Int(`SELECT COUNT(*) FROM allocation`) != 0 {
		t.Errorf("got %v", err)
	}
}

func TestUnroute_LetsTheLineWaitAgainAndKeepsWhy(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme")
	d.Offer(acme, "A", "5.00")
	id := d.Order("#1", desktest.Line("A", 1))
	s := routing.New(d.DB, d.Bus, d.Jobs)
	first := route(t, d).Allocations[0]
	if err := s.Unroute(ctx, first.ID, "the buyer wants blue"); err != nil {
		t.Fatal(err)
	}
	if n := d.Int(`SELECT COUNT(*) FROM cost_fact WHERE order_id = ? AND superseded_at = ''`, id); n != 0 {
		t.Errorf("%d costs are still booked", n)
	}
	if why := d.Text(`SELECT why FROM history WHERE kind = 'allocation' AND record_id = ?`, first.ID); why != "the buyer wants blue" {
		t.Errorf("the history says %q", why)
	}
	if err := s.Unroute(ctx, first.ID, ""); model.CodeOf(err) != model.Conflict {
		t.Errorf("twice: %v", err)
	}
	if err := s.Unroute(ctx, 999, ""); model.CodeOf(err) != model.NotFound {
		t.Errorf("unknown: %v", err)
	}
	if got := told(route(t, d)); got != "#1 to Acme for 5.00 EUR" {
		t.Errorf("got %q", got)
	}
}

func TestRoute_ThousandOrders(t *testing.T) {
	if testing.Short() {
		t.Skip("left out of short runs")
	}
	d := desktest.New(t)
	fill(d, 1000)
	r := route(t, d)
	if r.Routed != 1000 || len(r.Held) != 0 {
		t.Errorf("routed %d, held %d", r.Routed, len(r.Held))
	}
}
