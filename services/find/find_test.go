package find_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/find"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

var ctx = context.Background()

// desk is a book with a little of everything.
func desk(t *testing.T) (*desktest.Desk, *find.Service) {
	t.Helper()
	d := desktest.New(t)
	s := find.New(d.DB, orderbook.New(d.DB, d.Bus))
	d.Offer(d.Supplier("Łódź Textil", func(s *model.Supplier) { s.Country = "PL" }), "LAMP-1", "5.00")
	d.Supplier("Old Lamps", func(s *model.Supplier) { s.ArchivedAt = "2026-01-01T00:00:00Z" })
	d.Exec(`UPDATE product SET name = 'Tischlampe Größe 3'`)
	d.Product("X-LAMP")
	buyer := func(name, email string) func(*model.Order) {
		return func(o *model.Order) { o.ShipTo.Name, o.ShipTo.Email = name, email }
	}
	d.Order("#1", desktest.Line("LAMP-1", 1), buyer("Katharina Brandt", "kb@example.com"))
	d.Order("#12", desktest.Line("LAMP-1", 1), buyer("Oliver Brand", "oliver@example.org"))
	d.Order("#121", desktest.Line("LAMP-1", 1), buyer("王美玲", "wang@example.com"))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := purchase.New(d.DB, d.Bus).Draft(ctx); err != nil {
		t.Fatal(err)
	}
	return d, s
}

func told(t *testing.T, s *find.Service, text string) string {
	t.Helper()
	groups, err := s.Find(ctx, text, 3)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, g := range groups {
		hits := make([]string, len(g.Hits))
		for i, h := range g.Hits {
			hits[i] = h.Key
		}
		all = append(all, fmt.Sprintf("%s %d: %s", g.Kind, g.Count, strings.Join(hits, ", ")))
	}
	return strings.Join(all, "; ")
}

func TestFind_TheBestOfEachKind(t *testing.T) {
	_, s := desk(t)
	tests := []struct{ name, text, want string }{
		{"nothing for nothing", "  ", ""},
		{"nothing fits", "zzz", ""},
		{"just that number first", "12", "order 2: #12, #121"},
		{"with the mark of the shop", "#1", "order 3: #1, #121, #12"},
		{"a customer's name", "brand", "order 2: #12, #1"},
		{"several words in any order", "brandt kath", "order 1: #1"},
		{"an e-mail address", "wang@", "order 1: #121"},
		{"another script", "美", "order 1: #121"},
		{"a SKU, what begins so first, what is put away last", "lamp", "order 3: #121, #12, #1; product 2: LAMP-1, X-LAMP; supplier 1: Old Lamps"},
		{"without its accents", "grosse", "product 1: LAMP-1"},
		{"a supplier", "lodz", "supplier 1: Łódź Textil"},
		{"a supplier's second word", "textil", "supplier 1: Łódź Textil"},
		{"a purchase order in any case", "po-000002", "purchase 1: PO-000002"},
		{"a sign of the search is a letter", "%", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := told(t, s, tt.text); got != tt.want {
				t.Errorf("%q: got %s, want %s", tt.text, got, tt.want)
			}
		})
	}
}

func TestFind_TellsWhatThereIsToKnow(t *testing.T) {
	d, s := desk(t)
	groups, err := s.Find(ctx, "#12", 1)
	if err != nil || len(groups) != 1 || len(groups[0].Hits) != 1 {
		t.Fatalf("%+v, %v", groups, err)
	}
	if h := groups[0].Hits[0]; h.Kind != find.Order || h.Shop != "Shop" || h.Second != "Oliver Brand" || h.Date != d.Today() || h.ID == 0 {
		t.Errorf("got %+v", h)
	}
	groups, err = s.Find(ctx, "PO-000001", 1)
	if err != nil || len(groups) != 1 {
		t.Fatalf("%+v, %v", groups, err)
	}
	if h := groups[0].Hits[0]; h.Second != "Łódź Textil" || h.State != "draft" || h.Date != d.Today() {
		t.Errorf("got %+v", h)
	}
}

func TestFind_HearsWhatIsNew(t *testing.T) {
	d, s := desk(t)
	if got := told(t, s, "newcomer"); got != "" {
		t.Fatal(got)
	}
	d.Order("#77", desktest.Line("NEWCOMER", 1))
	d.Bus.OrdersChanged.Publish(nil)
	if got := told(t, s, "newcomer"); got != "order 1: #77; product 1: NEWCOMER" {
		t.Errorf("got %s", got)
	}
}

func BenchmarkFind_100kOrders(b *testing.B) {
	book := booktest.Large(b, 100_000)
	book.Exec(b, `INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', '')`)
	products(b, book.DB)
	bus := &event.Bus{}
	orders := orderbook.New(book.DB, bus)
	if err := orders.Warm(ctx); err != nil {
		b.Fatal(err)
	}
	s := find.New(book.DB, orders)
	for _, text := range []string{"1", "product 42", "zzzzz", "supplier", "po-05"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Find(ctx, text, 5); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// products adds products, and as many purchase orders as orders.
func products(b *testing.B, db *store.DB) {
	b.Helper()
	err := db.Write(ctx, func(tx *store.Tx) error {
		for _, q := range []string{
			`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
				INSERT INTO product (sku, name, hs, origin, brand) SELECT 'MORE-' || i, 'Another product ' || i, '', '', '' FROM n`,
			`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at)
				SELECT 'PO-' || SUBSTR('000000' || id, -6), 1, 'sent', 'EUR', 0, 0, 0, '1', '', '', placed_at FROM sales_order`,
		} {
			if err := tx.Exec(q).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
