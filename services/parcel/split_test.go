package parcel_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// split is a desk at which order 1001 went to two suppliers: Acme has three of its
// five lamps, and Bravo two and the rug.
func split(t *testing.T) *fixture {
	t.Helper()
	f := desk(t)
	bravo := f.Supplier("Bravo", func(s *model.Supplier) { s.Email, s.Country = "bravo@example.com", "PL" })
	f.Offer(bravo, "LAMP", "11")
	f.Offer(bravo, "RUG", "11")
	f.Order("1001", desktest.Line("LAMP", 5), func(o *model.Order) {
		rug := desktest.Line("RUG", 1)
		rug.Position = 2
		o.Lines = append(o.Lines, rug)
	})
	f.asked("PO-000001", 1, "LAMP", 3)
	f.asked("PO-000002", bravo, "LAMP", 2)
	f.asked("PO-000002", bravo, "RUG", 1)
	f.Exec(`UPDATE purchase_order SET state = 'sent', sent_at = '2026-03-30T09:00:00Z'`)
	return f
}

// asked lets a supplier have pieces of order 1001 in a draft of a purchase order.
func (f *fixture) asked(number string, supplier int64, sku string, n int) {
	f.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
		SELECT ?, ?, 'draft', 'EUR', 0, 0, 0, '1', '', '', '2026-03-30T09:00:00Z', '' WHERE NOT EXISTS (SELECT 1 FROM purchase_order WHERE number = ?)`, number, supplier, number)
	f.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		SELECT id, ?, (SELECT MIN(id) FROM offer WHERE supplier_id = ?), ?, 0, 0, 'EUR', '', '', '' FROM order_line WHERE sku = ?`, supplier, supplier, n, sku)
	f.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT p.id, a.id, l.id, l.order_id, a.id, l.sku, '', l.name, a.quantity, 0, 0, '' FROM purchase_order p, allocation a JOIN order_line l ON l.id = a.line_id
		WHERE p.number = ? AND a.id = (SELECT MAX(id) FROM allocation)`, number)
}

func (f *fixture) looked(text string) string {
	f.t.Helper()
	rows, err := f.parcels.LookPasted(f.t.Context(), text)
	if err != nil {
		f.t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		if r.Err != nil {
			all = append(all, "refused: "+r.Err.Error())
			continue
		}
		all = append(all, r.Now.Purchase+": "+r.Now.Contents)
	}
	return strings.Join(all, "\n")
}

func TestBring_APurchaseOrderIsLeftItsOwnPartOfALine(t *testing.T) {
	f := split(t)
	if got, want := f.looked("PO-000001 AAAA1111 DHL\nPO-000002 BBBB2222 DHL"), "PO-000001: 3 × 1001 LAMP\nPO-000002: 1 × 1001 RUG, 2 × 1001 LAMP"; got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
}

// Two suppliers do not pack one parcel: which of them it comes from is asked for
// where it matters, and once one has sent its part the rest is the other's.
func TestBring_AnOrderOfTwoSuppliersIsAskedAboutAndTheRestIsTheOthers(t *testing.T) {
	f := split(t)
	if got := f.looked("#1001 CCCC3333 DHL"); !strings.Contains(got, "order #1001 comes from Acme (PO-000001) and Bravo (PO-000002)") {
		t.Errorf("got %s", got)
	}
	if got, want := f.looked("PO-000002/#1001 EEEE5555 DHL"), "PO-000002: 1 × 1001 RUG, 2 × 1001 LAMP"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for range 2 {
		if _, err := f.parcels.PutPasted(t.Context(), "PO-000001 AAAA1111 DHL\n#1001 CCCC3333 DHL"); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := f.looked("#1001 CCCC3333 DHL"), "PO-000002: 1 × 1001 RUG, 2 × 1001 LAMP"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := f.looked("PO-000002 AAAA1111 DHL"); !strings.Contains(got, "a parcel of PO-000001, and PO-000002 went to Bravo, another supplier") {
		t.Errorf("got %s", got)
	}
	if got := f.looked("#1001 DDDD4444 DHL"); !strings.Contains(got, "all pieces of #1001 stand in other parcels") {
		t.Errorf("got %s", got)
	}
	if n := f.Int(`SELECT SUM(quantity) FROM parcel_line`); n != 6 {
		t.Errorf("%d pieces are in parcels", n)
	}
}

// Whatever is pasted in whatever order, and whatever becomes of the parcels: no
// piece is taken that stands in another parcel, no supplier's parcel holds what
// another was asked for, what is too many is told, and the same line again changes
// nothing.
func TestBring_TakesNoPieceTwiceWhateverIsPasted(t *testing.T) {
	f, round := split(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		known := map[string]bool{}
		defer func() { // the next round begins without any
			for tracking := range known {
				f.put(parcel.Input{Tracking: tracking, Archived: of(true)})
			}
		}()
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			tracking := fmt.Sprintf("R%dN%d", round, rapid.IntRange(1, 4).Draw(rt, "tracking"))
			state := rapid.SampledFrom(append(model.ParcelStates(), "", "", "", "")).Draw(rt, "state")
			line := rapid.SampledFrom([]string{"#1001", "PO-000001", "PO-000002"}).Draw(rt, "of") + "\t" + tracking
			if state != "" && known[tracking] {
				f.put(parcel.Input{Tracking: tracking, State: &state})
			} else if f.pasted(rt, line) {
				known[tracking] = true
			}
			f.holds(rt)
		}
	})
}

// pasted pastes a line twice, of which the second changes nothing; false when it is
// refused.
func (f *fixture) pasted(rt *rapid.T, line string) bool {
	switch _, err := f.parcels.PutPasted(context.Background(), line); model.CodeOf(err) {
	case "":
	case model.Invalid:
		return false
	default:
		rt.Fatalf("%s: %v", line, err)
	}
	if rows, err := f.parcels.PutPasted(context.Background(), line); err != nil || rows[0].Outcome != record.Unchanged {
		rt.Fatalf("%s again: %+v, %v", line, rows, err)
	}
	return true
}

// holds checks the pieces in parcels against what was ordered and asked for.
func (f *fixture) holds(rt *rapid.T) {
	const live = ` FROM parcel_line x JOIN parcel p ON p.id = x.parcel_id WHERE p.archived_at = '' AND p.state NOT IN ('returned', 'lost')`
	for sku, ordered := range map[string]int64{"LAMP": 5, "RUG": 1} {
		if n := f.Int(`SELECT COALESCE(SUM(x.quantity - x.extra), 0)`+live+` AND x.line_id = (SELECT id FROM order_line WHERE sku = ?)`, sku); n > ordered {
			rt.Fatalf("%d pieces of %s are taken of %d", n, sku, ordered)
		}
	}
	if n := f.Int(`SELECT COUNT(*)` + live + ` AND p.purchase_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM purchase_line k WHERE k.purchase_id = p.purchase_id AND k.line_id = x.line_id)`); n > 0 {
		rt.Fatalf("%d pieces are in the parcel of a supplier that was not asked for them", n)
	}
	if n := f.Int(`SELECT COUNT(*)` + live + ` AND x.quantity - x.extra > (SELECT COALESCE(SUM(a.quantity), 0) FROM purchase_due a WHERE a.purchase_id = p.purchase_id AND a.line_id = x.line_id)`); n > 0 {
		rt.Fatalf("%d parcels hold more than their supplier was asked for", n)
	}
}

// A parcel goes to one address: a purchase order alone says too little while
// pieces of it are open for several customers.
func TestBring_APurchaseOrderOfSeveralCustomersNeedsTheOrder(t *testing.T) {
	f := desk(t)
	f.Order("#1001", desktest.Line("LAMP", 2))
	f.Order("#1002", desktest.Line("LAMP", 1))
	f.forward()
	if got := f.looked("PO-000001 AAAA1111 DHL"); !strings.Contains(got, "what is left of PO-000001 goes to 2 addresses: say which order the parcel is of, such as PO-000001/#1001") {
		t.Errorf("got %s", got)
	}
	if got, want := f.looked("po-000001/#1002 AAAA1111 DHL\nPO-000001 BBBB2222 DHL"), "PO-000001: 1 × #1002 LAMP\nPO-000001: 2 × #1001 LAMP"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := f.looked("PO-000001/#7777 AAAA1111 DHL"); !strings.Contains(got, "there is no order") {
		t.Errorf("got %s", got)
	}
	f.Exec(`UPDATE sales_order SET ship_to_id = (SELECT MIN(ship_to_id) FROM sales_order)`)
	if got, want := f.looked("PO-000001 AAAA1111 DHL"), "PO-000001: 1 × #1002 LAMP, 2 × #1001 LAMP"; got != want {
		t.Errorf("to one address: %s, want %s", got, want)
	}
}

func TestBring_WhatNobodyWasAskedToSendIsInNoParcelByItself(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("RUG", 1)) }) // of which there is no offer
	f.forward()
	if got, want := f.looked("#1001 AAAA1111 DHL"), "PO-000001: 2 × 1001 LAMP"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	f.Order("1002", desktest.Line("RUG", 1))
	if got, want := f.looked("1002 BBBB2222 DHL"), ": 1 × 1002 RUG"; got != want {
		t.Errorf("an order that the merchant sends: %s, want %s", got, want)
	}
	f.put(parcel.Input{Tracking: "SAID", Lines: lines(parcel.LineInput{Order: "1001", SKU: "RUG", Quantity: 1})})
	if r := f.row("SAID"); len(r.Lines) != 1 {
		t.Errorf("what is said holds: %+v", r)
	}
}
