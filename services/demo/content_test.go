package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/vetting"
)

func TestNext_EveryOrderAddsUp(t *testing.T) {
	const n = 20_000
	w := newWorld(Options{Orders: n, Seed: 9}, "2026-11-22", "2026-11-22T09:00:00Z")
	for i := range outlets {
		shop, err := newTill(&outlets[i], model.Shop{ID: int64(i + 1), TimeZone: outlets[i].zone})
		if err != nil {
			t.Fatal(err)
		}
		w.tills = append(w.tills, shop)
	}
	modes, last := map[model.TaxMode]int{}, model.Date("")
	for range n {
		o, shop := w.next()
		modes[o.TaxMode]++
		if !o.AddsUp() || o.Total <= 0 || o.Refunded > o.Total || o.Total != o.Total.Round(o.Currency) || o.Tax != o.Tax.Round(o.Currency) {
			t.Fatalf("order %s of %s (%s, tax %s, discount %s, refunded %s) does not add up", o.Number, o.Total, o.TaxMode, o.Tax, o.Discount, o.Refunded)
		}
		if shop.zone.String() == "Europe/Berlin" {
			if o.PlacedOn < last {
				t.Fatalf("order %s of %s comes after one of %s", o.Number, o.PlacedOn, last)
			}
			last = o.PlacedOn
		}
		if o.FulfilledOn != "" && o.FulfilledOn < o.PlacedOn || o.CancelledOn != "" && o.CancelledOn < o.PlacedOn {
			t.Fatalf("order %s of %s was sent on %s, cancelled on %s", o.Number, o.PlacedOn, o.FulfilledOn, o.CancelledOn)
		}
	}
	if len(modes) != 3 {
		t.Errorf("the ways of tax are %v", modes)
	}
}

func TestMake_SuppliersAreOfEveryTypeAndStage(t *testing.T) {
	db := sample(t, storetest.Moment, Options{Seed: 1})
	for query, want := range map[string]string{
		`SELECT DISTINCT type FROM supplier ORDER BY 1`:                                                                                       "agent marketplace private_label third_party_logistics wholesaler",
		`SELECT DISTINCT stage FROM supplier ORDER BY 1`:                                                                                      "approved blocked candidate probation trial vetting",
		`SELECT DISTINCT currency FROM supplier ORDER BY 1`:                                                                                   "CNY EUR GBP USD",
		`SELECT COUNT(*) FROM supplier`:                                                                                                       "9",
		`SELECT COUNT(*) > 2 FROM supplier WHERE stage = 'approved'`:                                                                          "1",
		`SELECT DISTINCT n FROM (SELECT COUNT(DISTINCT supplier_id) AS n FROM offer GROUP BY product_id) ORDER BY n`:                          "1 2 3 4 5",
		`SELECT COUNT(*) > 0 FROM stock_count WHERE quantity = 0`:                                                                             "1",
		`SELECT COUNT(*) > 0 FROM stock_count WHERE counted_on < '2026-03-10'`:                                                                "1",
		`SELECT COUNT(*) > 0 FROM offer a JOIN offer b USING (supplier_id, product_id) WHERE b.valid_from > a.valid_from AND b.cost > a.cost`: "1",
		`SELECT COUNT(*) FROM fee_rule WHERE kind = 'payment_fee'`:                                                                            "6",
		`SELECT COUNT(DISTINCT rate_date) FROM exchange_rate WHERE from_currency = 'USD'`:                                                     "12",
		`SELECT COUNT(*) FROM product WHERE sku IN ('004711', '000815', '0042017', '1E5-002')`:                                                "4",
	} {
		if got := strings.Join(texts(t, db, query), " "); got != want {
			t.Errorf("%s gives %q, want %q", query, got, want)
		}
	}
}

func TestMake_ASmallSampleShowsEverything(t *testing.T) {
	for seed := range int64(12) {
		now := storetest.Moment.AddDate(0, int(seed), int(seed)) // one in every month
		db := sample(t, now, Options{Orders: 400, Seed: seed})
		if n := one[int](t, db, `SELECT COUNT(DISTINCT substr(placed_on, 1, 7)) FROM sales_order`); n < 12 {
			t.Errorf("seed %d: the orders lie in %d months", seed, n)
		}
		for _, state := range []string{order.ToRoute, order.Fulfilled, order.Cancelled, order.Voided, order.Refunded} {
			rows, err := order.New(db, new(event.Bus)).List(t.Context(), order.Filter{State: state})
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				t.Errorf("seed %d: no order is %s", seed, state)
			}
		}
		for what, query := range map[string]string{
			"paid in part back":   `SELECT COUNT(*) FROM sales_order WHERE payment = 'partially_refunded'`,
			"sent in part":        `SELECT COUNT(*) FROM sales_order WHERE fulfilment = 'partial'`,
			"paid on delivery":    `SELECT COUNT(*) FROM sales_order o JOIN shop s ON s.id = o.shop_id WHERE s.cash_on_delivery = 1 AND o.payment = 'paid'`,
			"with tax added":      `SELECT COUNT(*) FROM sales_order WHERE tax_mode = 'added' AND currency = 'USD'`,
			"with tax included":   `SELECT COUNT(*) FROM sales_order WHERE tax_mode = 'included'`,
			"with a discount":     `SELECT COUNT(*) FROM sales_order WHERE discount > 0`,
			"sent free of charge": `SELECT COUNT(*) FROM sales_order WHERE shipping = 0`,
			"with a tip":          `SELECT COUNT(*) FROM sales_order WHERE tip > 0`,
			"of many lines":       `SELECT COUNT(*) FROM order_line WHERE position = 4`,
			"of a known customer": `SELECT COUNT(*) FROM (SELECT ship_to_id FROM sales_order GROUP BY 1 HAVING COUNT(*) > 1)`,
		} {
			if one[int](t, db, query) == 0 {
				t.Errorf("seed %d: no order is %s", seed, what)
			}
		}
	}
}

func TestMake_WhatWaitsIsRoutedOrHeldForEveryReason(t *testing.T) {
	for seed := range int64(6) {
		now := storetest.Moment.AddDate(0, 2*int(seed), 5*int(seed))
		db := sample(t, now, Options{Orders: 400, Seed: seed})
		res, err := routing.New(db, new(event.Bus), new(job.Runner)).Route(t.Context(), routing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var reasons strings.Builder
		for _, h := range res.Held {
			reasons.WriteString(h.Code + ": " + h.Reason + "\n")
		}
		for _, part := range []string{"not_paid", "has 0 in stock", "does not ship to IS"} {
			if !strings.Contains(reasons.String(), part) {
				t.Errorf("seed %d: no line is held because %q", seed, part)
			}
		}
		suppliers := map[string]bool{}
		for _, a := range res.Allocations {
			suppliers[a.Supplier] = true
		}
		if res.Routed < 8 || len(suppliers) < 2 || len(res.Held) > res.Routed {
			t.Errorf("seed %d: %d lines routed to %d suppliers, %d held", seed, res.Routed, len(suppliers), len(res.Held))
		}
	}
}

func TestMake_WhatWasSentHasACostAndTheBusinessEarns(t *testing.T) {
	db := sample(t, storetest.Moment, Options{Orders: 2_000, Seed: 5})
	if n := one[int](t, db, `SELECT COUNT(*) FROM order_line l JOIN sales_order o ON o.id = l.order_id
		WHERE l.fulfilment = 'fulfilled' AND o.booked_on <> '' AND l.supplier_id IS NULL`); n != 0 {
		t.Errorf("%d sent lines have no known cost", n)
	}
	const net, cost = `goods - discount + shipping - refund`, `cm1_cost + cm2_cost`
	share := one[int](t, db, `SELECT SUM(`+net+` - (`+cost+`)) * 100 / SUM(`+net+`) FROM margin_line`)
	if share < 20 || share > 60 {
		t.Errorf("the margin after goods, shipping and fees is %d %%", share)
	}
	if n := one[int](t, db, `SELECT COUNT(*) FROM order_line l JOIN supplier s ON s.id = l.supplier_id WHERE s.stage IN ('candidate', 'vetting')`); n != 0 {
		t.Errorf("%d lines were bought of a supplier that is not vetted yet", n)
	}
	months := func(list string) int {
		return one[int](t, db, `SELECT COUNT(*) FROM sales_order WHERE substr(placed_on, 6, 2) IN (`+list+`)`)
	}
	if peak, dip := months("'11', '12'"), months("'06', '07'"); peak < dip*3/2 {
		t.Errorf("%d orders before Christmas, %d in summer", peak, dip)
	}
}

func TestMake_AddressesFitTheirCountry(t *testing.T) {
	db := sample(t, storetest.Moment, Options{Orders: 1_500, Seed: 4})
	for country, pattern := range map[string]string{
		"DE": "[0-9][0-9][0-9][0-9][0-9]", "AT": "[1-9][0-9][0-9][0-9]", "CH": "[1-9][0-9][0-9][0-9]", "FR": "[0-9][0-9][0-9][0-9][0-9]",
		"IT": "[0-9][0-9][0-9][0-9][0-9]", "NL": "[1-9][0-9][0-9][0-9] [A-Z][A-Z]", "GB": "[A-Z]*[0-9] [0-9][A-Z][A-Z]", "US": "[0-9][0-9][0-9][0-9][0-9]",
		"CA": "[A-Z][0-9][A-Z] [0-9][A-Z][0-9]", "PL": "[0-9][0-9]-[0-9][0-9][0-9]",
	} {
		if one[int](t, db, `SELECT COUNT(*) FROM contact WHERE country = ?`, country) == 0 {
			t.Errorf("nobody lives in %s", country)
		}
		if wrong := texts(t, db, `SELECT zip FROM contact WHERE country = ? AND NOT zip GLOB ?`, country, pattern); len(wrong) > 0 {
			t.Errorf("postal codes in %s: %q", country, wrong)
		}
	}
	if wrong := texts(t, db, `SELECT email FROM contact WHERE email GLOB '*[^a-z0-9.@-]*' OR NOT email GLOB '*?@example.[cno][oer][mtg]'`); len(wrong) > 0 {
		t.Errorf("e-mail addresses: %q", wrong)
	}
	if n := one[int](t, db, `SELECT COUNT(*) FROM (SELECT email FROM contact GROUP BY email HAVING COUNT(DISTINCT name || address1 || zip) > 1)`); n > 0 {
		t.Errorf("%d e-mail addresses belong to two people", n)
	}
}

func TestMake_NobodySellsBeforeATrialNorAfterBeingBlocked(t *testing.T) {
	for seed, now := range []time.Time{storetest.Moment, storetest.Moment.AddDate(0, 7, 11)} {
		db := sample(t, now, Options{Orders: 1_000, Seed: int64(seed)})
		for _, name := range texts(t, db, `SELECT name FROM supplier ORDER BY name`) {
			steps, err := vetting.New(db, new(event.Bus)).StageHistory(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			may, from, to := false, model.Date(""), model.Date("9999-12-31")
			for _, s := range slices.Backward(steps) {
				if s.On >= model.DateOf(now) {
					t.Errorf("%s: %s only on %s", name, s.To, s.On)
				}
				if s.To.MayReceiveOrders() && !may {
					may, from = true, s.On
				}
				if s.To == model.Blocked {
					to = s.On
				}
			}
			const sold = `SELECT COUNT(*) FROM order_line l JOIN sales_order o ON o.id = l.order_id JOIN supplier s ON s.id = l.supplier_id WHERE s.name = ?`
			n := one[int](t, db, sold+` AND (o.placed_on < ? OR o.placed_on > ?)`, name, string(from), string(to))
			if !may {
				n = one[int](t, db, sold, name)
			}
			if n != 0 {
				t.Errorf("seed %d: %d pieces of %s were sold outside of %s to %s", seed, n, name, from, to)
			}
			tested := one[string](t, db, `SELECT COALESCE(MIN(x.ordered_on), '') FROM test_order x JOIN supplier s ON s.id = x.supplier_id WHERE s.name = ?`, name)
			if may && (tested == "" || tested >= string(from)) {
				t.Errorf("%s was on trial on %s, the first test order is of %q", name, from, tested)
			}
			judged := one[string](t, db, `SELECT COALESCE(MIN(x.assessed_on), '') FROM assessment x JOIN supplier s ON s.id = x.supplier_id WHERE s.name = ?`, name)
			if may && (judged == "" || judged > string(from)) {
				t.Errorf("%s was on trial on %s, the first assessment is of %q", name, from, judged)
			}
		}
	}
}
