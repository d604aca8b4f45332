package promise_test

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/promise"
)

// arrived enters parcels of orders to DE, sent on the first of the month, that took
// so many days; 0 is still under way and -1 was lost.
func arrived(d *desktest.Desk, supplier int64, took ...int) {
	before := d.Int(`SELECT COUNT(*) FROM sales_order`)
	for i, days := range took {
		number := fmt.Sprintf("E%d", before+int64(i))
		d.Order(number, desktest.Line("LAMP", 1))
		d.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at) VALUES (?, ?, 'draft', 'EUR', 0, 0, 0, '1', '', '', '2026-03-01T09:00:00Z', '')`, "P"+number, supplier)
		d.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
			VALUES ((SELECT MAX(id) FROM order_line), ?, (SELECT MAX(id) FROM offer), 1, 0, 0, 'EUR', '', '', '')`, supplier)
		d.Exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
			SELECT MAX(p.id), MAX(a.id), MAX(l.id), MAX(l.order_id), 1, '', '', '', 1, 0, 0, '' FROM purchase_order p, allocation a, order_line l`)
		state, on := "shipped", ""
		if days > 0 {
			state, on = "delivered", string(model.Date("2026-03-01").AddDays(days))
		} else if days < 0 {
			state = "lost"
		}
		d.Exec(`UPDATE purchase_order SET state = 'sent', sent_at = '2026-03-01T09:00:00Z' WHERE number = ?`, "P"+number)
		d.Exec(`INSERT INTO parcel (tracking, tracking_key, carrier, carrier_key, purchase_id, shipped_on, scanned_on, delivered_on, state, created_at)
			VALUES (?, ?, '', '', (SELECT MAX(id) FROM purchase_order), '', '', ?, ?, '')`, number, number, on, state)
		d.Exec(`INSERT INTO parcel_line (parcel_id, line_id, quantity) VALUES ((SELECT MAX(id) FROM parcel), (SELECT MAX(id) FROM order_line), 1)`)
	}
}

func TestEstimates_RealDeliveriesCountOnceThereAreEnough(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme", func(s *model.Supplier) { s.HandlingDays = 1 })
	d.Offer(acme, "LAMP", "10", days(2, 4, "*"))
	ask := func() promise.Estimate {
		t.Helper()
		all, err := promise.New(d.DB, d.Bus).Estimates(t.Context())
		if err != nil || len(all) != 1 {
			t.Fatalf("%v, %+v", err, all)
		}
		return all[0]
	}
	twenty := make([]int, 0, 24)
	for i := range 19 {
		twenty = append(twenty, 5+i/2)
	}
	arrived(d, acme, twenty...)
	if e := ask(); e.Basis != promise.ByOffer || e.From != 3 || e.To != 5 || e.Deliveries != 19 || e.Country != "DE" {
		t.Errorf("19 parcels: %+v", e)
	}
	d.Exec(`UPDATE parcel SET state = 'delivered', delivered_on = '2026-03-15' WHERE id = 1`)
	arrived(d, acme, 9)
	if e := ask(); e.Basis != promise.ByDeliveries || e.Deliveries != 20 || e.From != 10 || e.To != 14 {
		t.Errorf("20 parcels: %+v", e)
	}
	if got := promise.PolicyText([]promise.Estimate{{Country: "DE", From: 3, To: 5}, {Country: "AT", From: 4, To: 4}, {Country: "DE", From: 2, To: 9}}); got != "Austria: 4 days\nGermany: 2 to 9 days\n" {
		t.Errorf("text %q", got)
	}
}

func TestEstimates_ParcelsUnderWayAndLostOnesMakeItLonger(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme")
	d.Offer(acme, "LAMP", "10", days(2, 4, "*"))
	took := []int{0, 0, 0, -1}
	for range 20 {
		took = append(took, 6)
	}
	arrived(d, acme, took...)
	all, err := promise.New(d.DB, d.Bus).Estimates(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %+v", err, all)
	}
	if e := all[0]; e.Basis != promise.ByOffer || e.Deliveries != 20 {
		t.Errorf("nine of ten did not arrive, so the offer holds: %+v", e)
	}
}
