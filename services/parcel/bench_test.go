package parcel_test

import (
	"fmt"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// BenchmarkPut_5000Parcels enters the parcels of 5,000 orders into a book of 100,000.
func BenchmarkPut_5000Parcels(b *testing.B) {
	book := booktest.Large(b, 100_000)
	type line struct{ Number, Shop, SKU string }
	var lines []line
	err := book.DB.Read(b.Context(), func(q *gorm.DB) error {
		return q.Raw(`SELECT o.number, s.name AS shop, l.sku FROM sales_order o JOIN shop s ON s.id = o.shop_id JOIN order_line l ON l.order_id = o.id
			WHERE o.id IN (SELECT id FROM sales_order ORDER BY id DESC LIMIT 5000) ORDER BY o.id, l.position`).Scan(&lines).Error
	})
	if err != nil {
		b.Fatal(err)
	}
	s := parcel.New(book.DB, &event.Bus{})
	carrier, shipped, round := "DHL", "2026-01-05", 0
	for b.Loop() {
		round++
		var ins []parcel.Input
		for i, l := range lines {
			in := parcel.LineInput{Order: l.Number, Shop: l.Shop, SKU: l.SKU, Quantity: model.Quantity(1)}
			if i > 0 && lines[i-1].Number == l.Number && lines[i-1].Shop == l.Shop {
				p := ins[len(ins)-1].Lines
				*p = append(*p, in)
				continue
			}
			ins = append(ins, parcel.Input{Tracking: fmt.Sprintf("T%d-%d", round, i), Carrier: &carrier, Shipped: &shipped, Lines: &[]parcel.LineInput{in}})
		}
		if _, err := s.Put(b.Context(), ins); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBoard_Of100000Orders reads the board of a book of 100,000 orders, each
// with a purchase order and a parcel; 300 of them are under way.
func BenchmarkBoard_Of100000Orders(b *testing.B) {
	d := crowd(b, 100_000, 300)
	s := parcel.New(d.DB, d.Bus)
	for _, of := range []struct {
		name string
		read func() ([]parcel.Row, error)
		want int
	}{
		{"all", func() ([]parcel.Row, error) { return s.Board(b.Context(), record.Filter{}) }, 100_000},
		{"first", func() ([]parcel.Row, error) { return s.First(b.Context()) }, 500},
		{"attention", func() ([]parcel.Row, error) { return s.Attention(b.Context()) }, 1},
	} {
		b.Run(of.name, func(b *testing.B) {
			for b.Loop() {
				if rows, err := of.read(); err != nil || len(rows) < of.want {
					b.Fatal(len(rows), err)
				}
			}
		})
	}
}

// BenchmarkLateParcels_Of100000Orders reads what is late in the same book.
func BenchmarkLateParcels_Of100000Orders(b *testing.B) {
	d := crowd(b, 100_000, 300)
	for b.Loop() {
		if _, err := parcel.LateParcels(b.Context(), d.DB, model.Period{}); err != nil {
			b.Fatal(err)
		}
	}
}

// crowd is a book of so many orders over a year, each with a purchase order and a
// parcel; the newest are under way.
func crowd(t testing.TB, orders, open int) *desktest.Desk {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	n := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d),
		o AS (SELECT i, date('%s', '-' || ((%d - i) * 360 / %d + 1) || ' days') AS placed FROM n) `, orders, d.Today(), orders, orders)
	for _, fill := range []string{
		`INSERT INTO contact (id, fingerprint, name, email, phone, company, address1, address2, city, zip, province, country) SELECT i, 'f' || i, 'Buyer ' || i, '', '', '', 'S', '', 'B', '1', '', 'DE' FROM o`,
		`INSERT INTO sales_order (id, shop_id, number, external_id, placed_at, placed_on, paid_on, fulfilled_on, cancelled_on, currency, payment, fulfilment,
			subtotal, shipping, tax, total, discount, duties, tip, refunded, outstanding, tax_mode, tax_names, country, payment_method, shipping_method, discount_code, source, tags, notes, as_of, content_hash, ship_to_id)
			SELECT i, 1, '#' || i, '', placed || 'T08:00:00Z', placed, placed, '', '', 'EUR', 'paid', 'unfulfilled', 0, 0, 0, 0, 0, 0, 0, 0, 0, 'none', '[]', 'DE', '', '', '', '', '', '', '', '', i FROM o`,
		`INSERT INTO order_line (id, order_id, position, sku, name, product_id, quantity, price, discount, tax, shipping, shippable, taxable, fulfilment, row_number)
			SELECT i, i, 1, 'A', 'A', 1, 1, 100000, 0, 0, 0, 1, 1, 'pending', 1 FROM o`,
		`INSERT INTO allocation (id, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at) SELECT i, i, 1, 1, 1, 50000, 0, 'EUR', '', '', placed FROM o`,
		`INSERT INTO purchase_order (id, number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
			SELECT i, 'PO' || i, 1, CASE WHEN i > ` + fmt.Sprint(orders-open) + ` THEN 'shipped' ELSE 'closed' END, 'EUR', 50000, 0, 50000, '1', '', '', placed, placed || 'T09:00:00Z' FROM o`,
		`INSERT INTO purchase_line (id, purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service) SELECT i, i, i, i, i, 1, 'A', '', 'A', 1, 50000, 0, '' FROM o`,
		`INSERT INTO promise (order_id, ship_by, deliver_from, deliver_by, reckoned, made_at) SELECT i, date(placed, '3 days'), date(placed, '5 days'), date(placed, '10 days'), '', '' FROM o`,
		`INSERT INTO parcel (id, tracking, tracking_key, carrier, carrier_key, purchase_id, shipped_on, scanned_on, delivered_on, state, created_at)
			SELECT i, 'T' || i, 'T' || i, '', '', i, placed, '', CASE WHEN i > ` + fmt.Sprint(orders-open) + ` THEN '' ELSE date(placed, '6 days') END, CASE WHEN i > ` + fmt.Sprint(orders-open) + ` THEN 'shipped' ELSE 'delivered' END, placed FROM o`,
		`INSERT INTO parcel_line (parcel_id, line_id, quantity) SELECT i, i, 1 FROM o`,
	} {
		d.Exec(n + fill)
	}
	d.Exec(`ANALYZE`)
	return d
}
