package overview_test

import (
	"context"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/sourcing"
)

var ctx = context.Background()

// world is a book with two suppliers of a lamp, one of them much cheaper to the
// door, an order forwarded and one drafted.
func world(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t)
	d.Set("book.country", "DE")
	d.Rate("USD", "0.5")
	ship := func(rows ...model.ShippingPrice) func(*model.Offer) {
		return func(o *model.Offer) { o.Shipping = rows }
	}
	price := func(country, cost string) model.ShippingPrice {
		return model.ShippingPrice{Country: country, Service: "std", Cost: model.MustAmount(cost)}
	}
	acme, far := d.Supplier("Acme", func(s *model.Supplier) { s.Country = "DE" }), d.Supplier("Far", func(s *model.Supplier) { s.Currency = "USD" })
	d.Supplier("Gone", func(s *model.Supplier) { s.ArchivedAt = "2026-01-01T00:00:00Z" })
	d.Offer(acme, "LAMP", "6.00", func(o *model.Offer) { o.ValidTo = "2026-03-09" })
	d.Offer(acme, "LAMP", "6.60", ship(price("*", "9.00"), price("DE", "2.00")), func(o *model.Offer) { o.ValidFrom = "2026-03-10" })
	d.Offer(far, "LAMP", "14.00", ship(price("US", "1.00"), price("*", "8.00")), func(o *model.Offer) { o.Currency = "USD" })
	d.Offer(far, "VASE", "3.00")
	d.Stock(acme, "LAMP", 12, "2026-03-01")
	d.Stock(acme, "LAMP", 9, "2026-03-30")
	d.Order("#1", desktest.Line("LAMP", 2), func(o *model.Order) { o.PlacedOn, o.PaidOn = "2026-02-10", "2026-02-10" })
	d.Order("#2", desktest.Line("LAMP", 1))
	d.Order("#3", desktest.Line("LAMP", 5), func(o *model.Order) { o.CancelledOn = d.Today() })
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := purchase.New(d.DB, d.Bus).Draft(ctx); err != nil {
		t.Fatal(err)
	}
	d.Exec(`UPDATE purchase_order SET state = 'sent', sent_at = '2026-03-31T10:00:00Z' WHERE id = 1`)
	return d
}

func TestSuppliers_SayWhatIsOfferedOpenAndEarned(t *testing.T) {
	d := world(t)
	rows, err := overview.Suppliers(ctx, d.DB, overview.Filter{})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%+v, %v", rows, err)
	}
	a := rows[0]
	if a.Name != "Acme" || a.Offers != 1 || a.Products != 1 || a.Open != 2 || a.ToApprove != 1 || a.Owed.Text("EUR") != "15.20" || a.Forwarded != "2026-03-31T10:00:00Z" {
		t.Errorf("got %+v", a)
	}
	sheet, err := margin.Rows(ctx, d.DB, margin.Query{By: margin.Supplier})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range sheet {
		if m.ID == a.ID && (a.Lately.CM2 != m.CM(2) || a.Lately.Orders != m.Orders) {
			t.Errorf("got %+v, the sheet says %s of %d orders", a.Lately, m.CM(2), m.Orders)
		}
	}
	if f := rows[1]; f.Offers != 2 || f.Open != 0 || f.Forwarded != "" || f.Lately.Orders != 0 {
		t.Errorf("got %+v", f)
	}
	all, err := overview.Suppliers(ctx, d.DB, overview.Filter{Archived: true})
	if err != nil || len(all) != 3 || !all[2].Archived {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestProducts_SayWhatTheyCostAndHowTheySell(t *testing.T) {
	d := world(t)
	rows, err := overview.Products(ctx, d.DB, overview.Filter{})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%+v, %v", rows, err)
	}
	p := rows[0]
	if p.SKU != "LAMP" || p.Offers != 2 || p.Best == nil || p.Best.Supplier != "Acme" || p.Best.Cost.Text("EUR") != "8.60" {
		t.Errorf("got %+v, best %+v", p, p.Best)
	}
	if p.Stock != (overview.Stock{Quantity: 9, Oldest: "2026-03-30", Counted: 1, Of: 2}) {
		t.Errorf("stock %+v", p.Stock)
	}
	if p.Changes != 1 || p.Change.On != "2026-03-10" || p.Change.Old.Text("EUR") != "6.00" || p.Change.New.Text("EUR") != "6.60" {
		t.Errorf("%d changes, %+v", p.Changes, p.Change)
	}
	if p.Sold != [2]model.Quantity{1, 3} || p.Lately.Orders != 3 {
		t.Errorf("sold %v, %+v", p.Sold, p.Lately)
	}
	if v := rows[1]; v.Offers != 1 || v.Best.Cost.Text("EUR") != "3.00" || v.Change != nil || v.Sold[1] != 0 {
		t.Errorf("got %+v", v)
	}
	d.Exec(`UPDATE supplier SET stage = 'blocked'`)
	d.Exec(`UPDATE product SET archived_at = '2026-03-31T00:00:00Z' WHERE sku = 'VASE'`)
	rows, err = overview.Products(ctx, d.DB, overview.Filter{})
	if err != nil || len(rows) != 1 || rows[0].Best != nil || rows[0].Offers != 2 {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestOffers_AreTheHistoryOfAPrice(t *testing.T) {
	d := world(t)
	d.Exec(`INSERT INTO offer_break (offer_id, from_quantity, cost) VALUES (3, 10, 90000)`)
	rows, err := overview.Offers(ctx, d.DB, d.Product("LAMP"))
	if err != nil || len(rows) != 3 {
		t.Fatalf("%+v, %v", rows, err)
	}
	now, old, far := rows[0], rows[1], rows[2]
	if now.Supplier != "Acme" || now.State != sourcing.StateCurrent || *now.Before != model.MustAmount("6") || now.Landed.Cost.Text("EUR") != "8.60" || *now.Stock != 9 || len(now.Shipping) != 2 {
		t.Errorf("got %+v", now)
	}
	if old.State != sourcing.StateEnded || old.Before != nil {
		t.Errorf("got %+v", old)
	}
	if far.Landed.Cost.Text("EUR") != "11.00" || len(far.Breaks) != 1 || far.Stock != nil {
		t.Errorf("got %+v, landed %+v", far, far.Landed)
	}
}

func BenchmarkLists_5000ProductsOf100kOrders(b *testing.B) {
	book := booktest.Large(b, 100_000)
	for _, q := range []string{
		`INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', ''), ('book.country', 'DE', '')`,
		`INSERT INTO exchange_rate (rate_date, from_currency, to_currency, rate, source) VALUES ('2020-01-01', 'USD', 'EUR', '0.9137', 'test')`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
			INSERT INTO product (sku, name, hs, origin, brand) SELECT 'MORE-' || i, 'Another product ' || i, '', '', '' FROM n`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 175)
			INSERT INTO supplier (name, name_key, type, stage, email, country, currency, language, handling_days, cutoff, claim_days, channel, batching, payment_terms_days)
			SELECT 'More ' || i, 'more ' || i, 'wholesaler', 'approved', '', 'DE', 'EUR', 'en', 1, '', 30, 'folder', 'order', 0 FROM n`,
		`INSERT INTO offer (supplier_id, product_id, supplier_sku, cost, currency, valid_from, source)
			SELECT 26 + (p.id * 7 + k.i) % 175, p.id, '', 10000 + p.id, 'EUR', '2024-01-01', 'test' FROM product p, (SELECT 0 AS i UNION SELECT 1 UNION SELECT 2) k`,
		`INSERT INTO offer_shipping (offer_id, country, service, cost) SELECT id, '*', '', 20000 FROM offer UNION ALL SELECT id, 'DE', '', 10000 FROM offer`,
		`INSERT INTO stock_count (supplier_id, product_id, quantity, counted_on) SELECT o.supplier_id, o.product_id, 5, k.d FROM offer o,
			(SELECT '2026-01-01' AS d UNION SELECT '2026-01-02' UNION SELECT '2026-01-03') k`,
		`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, sent_at)
			SELECT 'PO-' || id, id % 200 + 1, 'sent', 'EUR', 0, 0, 10000, '1', '', '', placed_at, placed_at FROM sales_order`,
	} {
		book.Exec(b, q)
	}
	b.Run("products", func(b *testing.B) {
		for b.Loop() {
			if rows, err := overview.Products(ctx, book.DB, overview.Filter{}); err != nil || len(rows) != 5000 {
				b.Fatal(len(rows), err)
			}
		}
	})
	b.Run("suppliers", func(b *testing.B) {
		for b.Loop() {
			if rows, err := overview.Suppliers(ctx, book.DB, overview.Filter{}); err != nil || len(rows) != 200 {
				b.Fatal(len(rows), err)
			}
		}
	})
	b.Run("offers", func(b *testing.B) {
		for b.Loop() {
			if rows, err := overview.Offers(ctx, book.DB, 7); err != nil || len(rows) != 4 {
				b.Fatal(len(rows), err)
			}
		}
	})
}
