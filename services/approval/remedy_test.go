package approval_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/routing"
)

// remedied is an order of a lamp at Acme on its way through a warning and its
// remedy. Bolt is dearer and sells the lamp too.
type remedied struct {
	*desktest.Desk
	t *testing.T
	s *approval.Service
}

func (r *remedied) put(kind, json string) {
	r.t.Helper()
	if _, err := put.New(r.DB, r.Bus).Put(ctx, kind, []byte(json)); err != nil {
		r.t.Fatal(err)
	}
}

// order is the order on the board.
func (r *remedied) order(number string) *approval.Order {
	b := board(r.t, r.s)
	for i := range b.Purchases {
		for j := range b.Purchases[i].Orders {
			if o := &b.Purchases[i].Orders[j]; o.Number == number {
				o.Warnings = append(b.Purchases[i].Warnings, o.Warnings...)
				return o
			}
		}
	}
	return nil
}

// warned finds a warning of the order.
func (r *remedied) warned(code string) *purchase.Warning {
	o := r.order("#1")
	for i := range o.Warnings {
		if o.Warnings[i].Code == code {
			return &o.Warnings[i]
		}
	}
	return nil
}

// to gives the lamp to a supplier by the offer it has today.
func (r *remedied) to(supplier string) {
	r.t.Helper()
	w, err := r.s.Candidates(ctx, given(r.Desk, "#1"))
	ok(r.t, err)
	for _, c := range w.Candidates {
		if c.Supplier == supplier {
			_, err := r.s.Reroute(ctx, routing.Reroute{Allocation: given(r.Desk, "#1"), Offer: c.OfferID, Why: "the remedy"})
			ok(r.t, err)
			return
		}
	}
	r.t.Fatalf("%s is no candidate: %+v", supplier, w.Candidates)
}

func (r *remedied) address(more string) {
	r.put("order", `{"shop":"Shop","number":"#1","customer":{"name":"Anna","address1":"Hauptstr. 5","city":"Berlin","zip":"10115","country":"DE"`+more+`}}`)
}

const acmeSells = `{"supplier":"Acme","sku":"LAMP","valid_from":"2026-01-01","cost":"10.00","currency":"EUR"`

// remedies are how each warning comes about, and what its remedy says to do.
var remedies = []struct {
	code        string
	comes, cure func(*remedied)
}{
	{
		purchase.WarnHeld, func(r *remedied) { _, err := r.s.Hold(ctx, order(r.Desk, "#1"), "asked"); ok(r.t, err) },
		func(r *remedied) { _, err := r.s.Release(ctx, order(r.Desk, "#1"), "answered"); ok(r.t, err) },
	},
	{purchase.WarnSupplier, func(r *remedied) { r.put("supplier", `{"name":"Acme","stage":"blocked"}`) }, func(r *remedied) { r.to("Bolt") }},
	{purchase.WarnSupplier, func(r *remedied) { r.put("supplier", `{"name":"Acme","stage":"blocked"}`) }, func(r *remedied) { r.put("supplier", `{"name":"Acme","stage":"approved"}`) }},
	{purchase.WarnProbation, func(r *remedied) { r.put("supplier", `{"name":"Acme","stage":"probation"}`) }, func(r *remedied) { r.put("supplier", `{"name":"Acme","stage":"approved"}`) }},
	{purchase.WarnOffer, func(r *remedied) { r.Exec(`UPDATE offer SET valid_to = '2026-01-01' WHERE supplier_id = 1`) }, func(r *remedied) { r.to("Bolt") }},
	{
		purchase.WarnOffer, func(r *remedied) { r.Exec(`UPDATE offer SET valid_to = '2026-01-01' WHERE supplier_id = 1`) },
		func(r *remedied) {
			r.put("offer", `{"supplier":"Acme","sku":"LAMP","valid_from":"2026-02-01","cost":"10.00","currency":"EUR"}`)
		},
	},
	{purchase.WarnMOQ, func(r *remedied) { r.Exec(`UPDATE offer SET moq = 10 WHERE supplier_id = 1`) }, func(r *remedied) { r.to("Bolt") }},
	{purchase.WarnMOQ, func(r *remedied) { r.Exec(`UPDATE offer SET multiple = 3 WHERE supplier_id = 1`) }, func(r *remedied) { r.to("Bolt") }},
	{purchase.WarnPrice, func(r *remedied) { r.Exec(`UPDATE offer SET cost = 110000 WHERE supplier_id = 1`) }, func(r *remedied) { r.to("Acme") }},
	{purchase.WarnPrice, func(r *remedied) { r.Exec(`UPDATE offer SET cost = 110000 WHERE supplier_id = 1`) }, func(r *remedied) { r.to("Bolt") }},
	{purchase.WarnStock, func(r *remedied) { r.Stock(1, "LAMP", 1, r.Today()) }, func(r *remedied) { r.Stock(1, "LAMP", 9, r.Today()) }},
	{purchase.WarnStock, func(r *remedied) { r.Stock(1, "LAMP", 0, r.Today()) }, func(r *remedied) { r.to("Bolt") }},
	{
		purchase.WarnStockAge, func(r *remedied) { r.Exec(`UPDATE stock_count SET counted_on = '2026-01-01'`) },
		func(r *remedied) { r.put("offer", acmeSells+`,"stock":9,"counted_on":"`+string(r.Today())+`"}`) },
	},
	{
		purchase.WarnStockBlank, func(r *remedied) { r.Exec(`DELETE FROM stock_count`) },
		func(r *remedied) { r.put("offer", acmeSells+`,"stock":9,"counted_on":"`+string(r.Today())+`"}`) },
	},
	{purchase.WarnAddress, func(r *remedied) { r.Exec(`UPDATE contact SET zip = ''`) }, func(r *remedied) { r.address("") }},
	{purchase.WarnBox, func(r *remedied) { r.Exec(`UPDATE contact SET address1 = 'Postfach 12'`) }, func(r *remedied) { r.address("") }},
	{purchase.WarnMargin, func(r *remedied) { r.Exec(`UPDATE margin_line SET goods = 90000`) }, func(r *remedied) { _, err := r.s.Hold(ctx, order(r.Desk, "#1"), "it loses money"); ok(r.t, err) }},
	{purchase.WarnFloor, func(r *remedied) { r.Set("routing.margin_floor", "85") }, func(r *remedied) {
		r.put("offer", `{"supplier":"Bolt","sku":"LAMP","valid_from":"2026-02-01","cost":"5.00","currency":"EUR"}`)
		r.to("Bolt")
	}},
	{purchase.WarnTwin, func(r *remedied) {
		r.Desk.Order("#2", desktest.Line("LAMP", 1), func(o *model.Order) { o.ShipTo.Address1 = "HAUPTSTR 5" })
		route(r.t, r.s)
	}, func(r *remedied) { _, err := r.s.Hold(ctx, order(r.Desk, "#2"), "was it placed twice?"); ok(r.t, err) }},
	{purchase.WarnBarred, func(r *remedied) { r.put("product", `{"sku":"LAMP","not_to":["DE"]}`) }, func(r *remedied) { r.put("product", `{"sku":"LAMP","not_to":[]}`) }},
	{purchase.WarnHazard, func(r *remedied) { r.put("product", `{"sku":"LAMP","hazard":"battery"}`) }, func(r *remedied) { r.put("product", `{"sku":"LAMP","hazard":"none"}`) }},
}

func TestBoard_EveryWarningIsClearedByItsRemedy(t *testing.T) {
	for _, c := range remedies {
		t.Run(c.code, func(t *testing.T) {
			d := desktest.New(t)
			r := &remedied{d, t, service(d)}
			d.Offer(d.Supplier("Acme"), "LAMP", "10.00")
			d.Offer(d.Supplier("Bolt"), "LAMP", "12.00")
			d.Stock(1, "LAMP", 9, d.Today())
			d.Stock(2, "LAMP", 9, d.Today())
			d.Order("#1", desktest.Line("LAMP", 2), func(o *model.Order) { o.ShipTo.Address1 = "Hauptstr. 5" })
			route(t, r.s)
			if w := r.warned(c.code); w != nil {
				t.Fatalf("it is there before: %s", w.Message)
			}
			c.comes(r)
			if c.code == purchase.WarnHeld {
				if o := r.order("#1"); o.State != approval.Held || o.Reason == "" {
					t.Fatalf("got %+v", o)
				}
				c.cure(r)
				if o := r.order("#1"); o.State == approval.Held {
					t.Errorf("it is still held: %s", o.Reason)
				}
				return
			}
			w := r.warned(c.code)
			if w == nil || w.Remedy == "" || strings.TrimSpace(w.Message) == "" {
				t.Fatalf("it does not appear: %+v", r.order("#1").Warnings)
			}
			c.cure(r)
			o := r.order("#1")
			if w := r.warned(c.code); w != nil && o.State != approval.Held {
				t.Errorf("%q stays after %q", w.Message, w.Remedy)
			}
		})
	}
}
