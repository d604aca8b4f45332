package approval_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
)

// busy is a book of a hundred thousand orders that went through purchase orders
// of their own, and 300 that wait.
func busy(b *testing.B) *approval.Service {
	b.Helper()
	const waiting = 300
	book := booktest.Large(b, 100_000)
	explanation := `{"candidates":[` + strings.Repeat(" ", 800) + `]}`
	for _, q := range []string{
		`INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', '')`,
		`INSERT INTO exchange_rate (rate_date, from_currency, to_currency, rate, source) VALUES ('2020-01-01', 'USD', 'EUR', '0.9137', 'test')`,
		`INSERT INTO supplier_destination (supplier_id, country) SELECT id, '*' FROM supplier`,
		`UPDATE supplier SET batching = 'daily' WHERE id % 2 = 0`,
		`UPDATE sales_order SET fulfilment = 'fulfilled'`,
		`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
			SELECT l.id, f.supplier_id, f.id, l.quantity, f.cost, 0, f.currency, '', '` + explanation + `', '' FROM order_line l JOIN offer f ON f.product_id = l.product_id WHERE l.quantity > 0`,
		`INSERT INTO purchase_order (id, number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
			SELECT id, 'OLD-' || id, 1, 'sent', 'EUR', 0, 0, 0, '1', '', '', placed_at, placed_at FROM sales_order`,
		`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
			SELECT l.order_id, a.id, l.id, l.order_id, a.id, l.sku, '', l.name, l.quantity, a.unit_cost, 0, '' FROM allocation a JOIN order_line l ON l.id = a.line_id`,
		fmt.Sprintf(`CREATE TEMP TABLE waits AS SELECT id FROM sales_order WHERE payment = 'paid' ORDER BY id DESC LIMIT %d`, waiting),
		`DELETE FROM purchase_line WHERE order_id IN (SELECT id FROM waits)`,
		`DELETE FROM purchase_order WHERE id IN (SELECT id FROM waits)`,
		`DELETE FROM allocation WHERE line_id IN (SELECT l.id FROM order_line l JOIN waits w ON w.id = l.order_id)`,
		`UPDATE sales_order SET fulfilment = 'unfulfilled' WHERE id IN (SELECT id FROM waits)`,
		`UPDATE order_line SET fulfilment = 'pending' WHERE order_id IN (SELECT id FROM waits)`,
	} {
		book.Exec(b, q)
	}
	s := approval.New(book.DB, &event.Bus{}, &job.Runner{}, plain{})
	r, err := s.Route(ctx)
	if err != nil {
		b.Fatal(err)
	}
	x, err := s.Board(ctx)
	if err != nil || x.Totals.Orders < waiting {
		b.Fatalf("%+v, %+v, %v", x.Totals, r.Held, err)
	}
	return s
}

func BenchmarkDay_100kOrders300Waiting(b *testing.B) {
	s := busy(b)
	b.Run("board", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Board(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("route again", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Route(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
}
