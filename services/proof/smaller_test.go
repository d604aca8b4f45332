package proof_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/booktest"
)

// What left and was made smaller since is settled by an amendment; only what
// nobody changed, or what left more than once, is a fault of the book.
func TestCheck_TakesNoOrderMadeSmallerForOneForwardedTwice(t *testing.T) {
	told := func(when string) string {
		return `INSERT INTO history (recorded_at, who, kind, record_id, record_key, field, old_value, new_value)
			SELECT ` + when + `, 'ann', 'order', u.order_id, 'x', 'order', '', '' FROM forwarding f JOIN purchase_line u ON u.purchase_id = f.purchase_id`
	}
	said := told("f.started_at")
	for _, tt := range []struct {
		name    string
		damage  []string
		doubles int
	}{
		{"nobody changed the order", nil, 1},
		{"the order was changed since", []string{said}, 0},
		{"it was changed before it left", []string{told("'2000-01-01T00:00:00Z'")}, 1},
		{"it was changed, and left twice", []string{
			said,
			`INSERT INTO allocation (id, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at, cancelled_at)
				SELECT 2, line_id, supplier_id, offer_id, quantity, unit_cost, 0, currency, '', '', routed_at, routed_at FROM allocation WHERE id = 1`,
			`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
				SELECT 1, 2, line_id, order_id, 2, sku, '', '', 1, 0, 0, '' FROM purchase_line`,
		}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := booktest.Small(t)
			b.Exec(t, `DROP TRIGGER allocation_fits_line`)
			for _, s := range tt.damage {
				b.Exec(t, s)
			}
			b.Exec(t, `UPDATE order_line SET quantity = 0 WHERE id IN (SELECT line_id FROM purchase_line)`)
			if r := check(t, b, false); r.DoubleForwards != tt.doubles {
				t.Errorf("%d forwarded twice, want %d: %q", r.DoubleForwards, tt.doubles, r.Findings)
			}
		})
	}
}
