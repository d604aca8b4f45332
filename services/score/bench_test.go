package score_test

import (
	"testing"
	"time"

	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/score"
)

// crowd is a book of 200 suppliers and so many orders over a year, each with a
// purchase order, an acknowledgement and a parcel.
func crowd(t testing.TB, orders int) *desktest.Desk {
	d := desktest.New(t)
	d.Product("A")
	d.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
		INSERT INTO supplier (id, name, name_key, type, stage, email, country, currency, language, handling_days, cutoff, claim_days, channel, batching, payment_terms_days)
		SELECT i, 'Supplier ' || i, 'supplier ' || i, 'wholesaler', 'approved', '', 'DE', 'EUR', 'en', 1, '', 30, 'folder', 'order', 0 FROM n`)
	d.Exec(`INSERT INTO offer (id, supplier_id, product_id, supplier_sku, cost, currency, valid_from, source) SELECT id, id, 1, '', 50000, 'EUR', '2020-01-01', '' FROM supplier`)
	n := `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ` + d.Text(`SELECT ?`, orders) + `),
		o AS (SELECT i, 1 + i % 200 AS s, date('` + string(d.Today()) + `', '-' || (20 + i * 7919 % 360) || ' days') AS placed FROM n) `
	d.Exec(n + `INSERT INTO sales_order (id, shop_id, number, external_id, placed_at, placed_on, paid_on, fulfilled_on, cancelled_on, currency, payment, fulfilment,
			subtotal, shipping, tax, total, discount, duties, tip, refunded, outstanding, tax_mode, tax_names, country, payment_method, shipping_method, discount_code, source, tags, notes, as_of, content_hash)
		SELECT i, 1, '#' || i, '', placed || 'T08:00:00Z', placed, placed, '', '', 'EUR', 'paid', 'unfulfilled', 0, 0, 0, 0, 0, 0, 0, 0, 0, 'none', '[]',
			substr('DEFRITES', 1 + 2 * (i % 4), 2), '', '', '', '', '', '', '', '' FROM o`)
	d.Exec(n + `INSERT INTO order_line (id, order_id, position, sku, name, product_id, supplier_id, quantity, price, discount, tax, shipping, shippable, taxable, fulfilment, row_number)
		SELECT i, i, 1, 'A', 'A', 1, s, 1, 100000, 0, 0, 0, 1, 1, 'pending', 1 FROM o`)
	d.Exec(n + `INSERT INTO allocation (id, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		SELECT i, i, s, s, 1, 50000, 0, 'EUR', 'post', '', placed FROM o`)
	d.Exec(n + `INSERT INTO purchase_order (id, number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
		SELECT i, 'PO' || i, s, 'shipped', 'EUR', 50000, 0, 50000, '1', '', '', placed, placed || 'T09:00:00Z' FROM o`)
	d.Exec(n + `INSERT INTO purchase_line (id, purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT i, i, i, i, i, 1, 'A', '', 'A', 1, 50000, 0, 'post' FROM o`)
	d.Exec(n + `INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at)
		SELECT i, date(placed, '3 days'), date(placed, '5 days'), date(placed, '10 days'), '', '' FROM o`)
	d.Exec(n + `INSERT INTO parcel (id, tracking, tracking_key, carrier, carrier_key, purchase_id, shipped_on, scanned_on, delivered_on, state, created_at)
		SELECT i, 'T' || i, 'T' || i, '', '', i, date(placed, '2 days'), '', date(placed, (5 + i % 7) || ' days'), 'delivered', '' FROM o WHERE i % 50 > 0`)
	d.Exec(n + `INSERT INTO parcel_line (parcel_id, line_id, quantity) SELECT i, i, 1 FROM o WHERE i % 50 > 0`)
	d.Exec(n + `INSERT INTO acknowledgement (id, purchase_id, dated, reference, refused, price, recorded_at) SELECT i, i, placed, '', '', 'as_ordered', '' FROM o`)
	d.Exec(n + `INSERT INTO acknowledgement_line (acknowledgement_id, purchase_line_id, quantity, backorder, price, ship_date) SELECT i, i, 1, 0, 50000, '' FROM o`)
	d.Exec(n + `INSERT INTO sales_case (order_id, kind, opened_on, resolution, resolved_on, note) SELECT i, 'damaged', date(placed, '12 days'), '', '', '' FROM o WHERE i % 40 = 0`)
	return d
}

func BenchmarkAll_200SuppliersOver100000Orders(b *testing.B) {
	d := crowd(b, 100_000)
	b.ResetTimer()
	for b.Loop() {
		s := score.New(d.DB, &event.Bus{}, nil)
		if cards, err := s.All(ctx); err != nil || len(cards) != 200 {
			b.Fatal(len(cards), err)
		}
		s.Close()
	}
}

func BenchmarkAll_AfterAChangeOfOneOrder(b *testing.B) {
	d := crowd(b, 100_000)
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	if _, err := s.All(ctx); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		d.Bus.OrdersChanged.Publish(event.IDs{77})
		if _, err := s.All(ctx); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMonths_OfOneOf200Suppliers(b *testing.B) {
	d := crowd(b, 100_000)
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	b.ResetTimer()
	for b.Loop() {
		if months, err := s.Months(ctx, "Supplier 7"); err != nil || len(months) != 12 {
			b.Fatal(len(months), err)
		}
	}
}

func TestAll_KeepsWhatItReadWhileNothingChanges(t *testing.T) {
	d := crowd(t, 2_000)
	s := score.New(d.DB, d.Bus, nil)
	defer s.Close()
	first, err := s.All(ctx)
	if err != nil || len(first) != 200 || !first[0].Score.Valid {
		t.Fatal(len(first), err)
	}
	d.Now = d.Now.Add(time.Minute)
	again, err := s.All(ctx)
	if err != nil || !again[0].Score.Decimal.Equal(first[0].Score.Decimal) {
		t.Errorf("%v", err)
	}
}
