package routing_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// toAcme gives what waits of a line to Acme, as a person does in the window.
func toAcme(d *desktest.Desk) {
	s := routing.Split{Line: d.Int(`SELECT MIN(id) FROM order_line`), Shares: []routing.Portion{{Offer: d.Int(`SELECT o.id FROM offer o JOIN supplier s ON s.id = o.supplier_id WHERE s.name = 'Acme'`), Quantity: 2}}}
	d.Write(func(tx *store.Tx) error {
		_, err := routing.SplitTx(tx, s)
		return err
	})
}

// Every reason for which a line is held comes about, says what helps, and what it
// says does help.
func TestHeld_WhatIsSaidToHelpHelps(t *testing.T) {
	sql := func(query string) func(*desktest.Desk) { return func(d *desktest.Desk) { d.Exec(query) } }
	change := func(set func(*model.Order)) func(*desktest.Desk) {
		return func(d *desktest.Desk) { d.Change("#1", set) }
	}
	rules := func(ins ...routerule.Input) func(*desktest.Desk) {
		return func(d *desktest.Desk) { putRules(t, d, ins...) }
	}
	ended := true
	chosen := func(d *desktest.Desk) {
		route(t, d)
		id := d.Int(`SELECT id FROM allocation`)
		d.Write(func(tx *store.Tx) error {
			_, err := routing.SplitTx(tx, routing.Split{Allocation: id, Shares: []routing.Portion{{Offer: d.Int(`SELECT offer_id FROM allocation`), Quantity: 2}}, Why: "sample"})
			return err
		})
		d.Write(func(tx *store.Tx) error {
			_, err := allocation.Cancel(tx, d0(tx, `SELECT MAX(id) FROM allocation`), "sold out")
			return err
		})
		d.Exec(`UPDATE offer SET moq = 9 WHERE supplier_id = (SELECT id FROM supplier WHERE name = 'Acme')`)
	}
	unpaid := func(d *desktest.Desk) {
		d.Cancel("#1")
		d.Order("#2", desktest.Line("A", 2), func(o *model.Order) { o.Payment = model.Pending })
	}
	paid := func(d *desktest.Desk) { d.Change("#2", func(o *model.Order) { o.Payment = model.Paid }) }
	second := func(d *desktest.Desk) { d.Offer(d.Supplier("Second"), "A", "9.00") }
	const acme = ` WHERE supplier_id = (SELECT id FROM supplier WHERE name = 'Acme')`
	for _, tt := range []struct {
		name       string
		set        func(*desktest.Desk)
		code, says string
		do         func(*desktest.Desk)
	}{
		{"not paid", unpaid, "not_paid", "Import it again once it is", paid},
		{"not paid, and then cash on delivery", sql(`UPDATE sales_order SET payment = 'pending'`), "not_paid", "set the shop to cash on delivery", sql(`UPDATE shop SET cash_on_delivery = 1`)},
		{"no product", sql(`UPDATE order_line SET sku = '', name = '', product_id = NULL`), "no_product", "give it a SKU", change(func(o *model.Order) { o.Lines[0].SKU = "A" })},
		{"no offer", sql(`DELETE FROM offer`), "no_offer", "enter an offer", second},
		{"archived", sql(`UPDATE supplier SET archived_at = 'x'`), "no_supplier", "bring the supplier back", sql(`UPDATE supplier SET archived_at = ''`)},
		{"archived, and another", sql(`UPDATE supplier SET archived_at = 'x'`), "no_supplier", "or enter the offer of another supplier", second},
		{"blocked", sql(`UPDATE supplier SET stage = 'blocked'`), "no_supplier", "let its stage allow orders", sql(`UPDATE supplier SET stage = 'trial'`)},
		{"destination", sql(`INSERT INTO offer_shipping (offer_id, country, service, cost) SELECT id, 'FR', '', 0 FROM offer`), "no_supplier", "enter what it takes to send there", sql(`INSERT INTO offer_shipping (offer_id, country, service, cost) SELECT id, 'DE', '', 0 FROM offer`)},
		{"price ended", sql(`UPDATE offer SET valid_to = '2026-03-01'`), "no_supplier", "enter its price of today", sql(`UPDATE offer SET valid_to = ''`)},
		{"least quantity", sql(`UPDATE offer SET moq = 5`), "no_supplier", "agree on fewer pieces", sql(`UPDATE offer SET moq = 2`)},
		{"cases", sql(`UPDATE offer SET multiple = 5`), "no_supplier", "agree on single pieces", sql(`UPDATE offer SET multiple = 1`)},
		{"stock", func(d *desktest.Desk) { d.Stock(1, "A", 1, d.Today()) }, "no_supplier", "enter a newer count", func(d *desktest.Desk) { d.Stock(1, "A", 2, d.Today()) }},
		{"rate", sql(`UPDATE offer SET currency = 'USD'`), "no_supplier", "enter the exchange rate", func(d *desktest.Desk) { d.Rate("USD", "1") }},
		{"left out by a rule", func(d *desktest.Desk) {
			d.Supplier("Other")
			putRules(t, d, rule("O", routerule.Only, "Other"))
		}, "no_supplier", "choose by hand or change the rule", rules(routerule.Input{Name: "O", Ended: &ended})},
		{"left out by a rule, and chosen by hand", func(d *desktest.Desk) {
			d.Supplier("Other")
			putRules(t, d, rule("O", routerule.Only, "Other"))
		}, "no_supplier", "choose by hand or change the rule", toAcme},
		{"held by a rule", rules(rule("H", routerule.Hold)), "rule", "Choose a supplier by hand, or change the rule.", toAcme},
		{"held by a rule that is ended", rules(rule("H", routerule.Hold)), "rule", "or change the rule", rules(routerule.Input{Name: "H", Ended: &ended})},
		{"chosen by hand, and it cannot", chosen, "choice_failed", "What helps: agree on fewer pieces with the supplier, or choose another by hand.", sql(`UPDATE offer SET moq = 1` + acme)},
		{"part was sent, nobody knows what", change(func(o *model.Order) { o.Lines[0].Quantity, o.Lines[0].Fulfilment = 3, model.Partial }), "unknown_quantity", "or mark the line there", change(func(o *model.Order) { o.Lines[0].Fulfilment = model.Fulfilled })},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := desktest.New(t)
			d.Offer(d.Supplier("Acme"), "A", "5.00")
			d.Order("#1", desktest.Line("A", 2))
			tt.set(d)
			r := route(t, d)
			if len(r.Held) != 1 || r.Held[0].Code != tt.code || !strings.Contains(r.Held[0].Reason, tt.says) {
				t.Fatalf("held %+v, want %s saying %q", r.Held, tt.code, tt.says)
			}
			tt.do(d)
			if got := told(route(t, d)); strings.Contains(got, "held") || d.Int(`SELECT COUNT(*) FROM held_line`) != 0 {
				t.Errorf("it did not help: %s", got)
			}
		})
	}
}

// d0 reads one number within a transaction.
func d0(tx *store.Tx, query string) (n int64) {
	_ = tx.Raw(query).Scan(&n)
	return n
}

// Of an order that wants one parcel: choosing suppliers by hand helps, and so does
// changing the rule.
func TestHeld_ASingleParcelIsFreedByHandOrByTheRule(t *testing.T) {
	for _, hand := range []bool{true, false} {
		d := basket(t)
		alone(d)
		putRules(t, d, rule("R", routerule.SingleRequired))
		r := route(t, d)
		if len(r.Held) != 2 || !strings.HasSuffix(r.Held[0].Reason, "Choose suppliers by hand, or change the rule.") {
			t.Fatalf("got %+v", r.Held)
		}
		if hand {
			for _, sku := range []string{"A", "B"} {
				d.Write(func(tx *store.Tx) error {
					_, err := routing.SplitTx(tx, routing.Split{Line: d0(tx, `SELECT id FROM order_line WHERE sku = '`+sku+`'`), Shares: []routing.Portion{
						{Offer: d0(tx, `SELECT o.id FROM offer o JOIN product p ON p.id = o.product_id WHERE p.sku = '`+sku+`'`), Quantity: 1},
					}})
					return err
				})
			}
		} else {
			putRules(t, d, rule("R", routerule.SinglePreferred))
		}
		route(t, d)
		if n := d.Int(`SELECT COUNT(*) FROM held_line`); n != 0 || d.Int(`SELECT COUNT(*) FROM allocation WHERE cancelled_at = ''`) != 2 {
			t.Errorf("by hand %v: %d are still held", hand, n)
		}
	}
}

// Rules name suppliers by what they are, whatever becomes of their names.
func TestRules_FollowASupplierThatIsRenamedOrBlocked(t *testing.T) {
	d := two(t)
	putRules(t, d, rule("O", routerule.Only, "Dear"))
	d.Exec(`UPDATE supplier SET name = 'Precious', name_key = 'precious' WHERE name = 'Dear'`)
	r := route(t, d)
	if got := told(r); got != "#1 to Precious for 24.00 EUR" || !strings.Contains(strings.Join(r.Allocations[0].Why, "\n"), "use only Precious.") {
		t.Errorf("renamed: %s, %q", got, r.Allocations[0].Why)
	}
	if _, err := purchase.New(d.DB, d.Bus).Draft(ctx); err != nil {
		t.Fatal(err)
	}
	d.Exec(`UPDATE supplier SET stage = 'blocked' WHERE name = 'Precious'`)
	d.Order("#2", desktest.Line("A", 1))
	r = route(t, d)
	if len(r.Held) != 1 || !strings.Contains(r.Held[0].Reason, `Cheap is left out by the rule "O"; Precious is not approved, its stage is blocked`) ||
		!strings.Contains(r.Held[0].Reason, "choose by hand or change the rule, let its stage allow orders") {
		t.Errorf("blocked: %+v", r)
	}
}
