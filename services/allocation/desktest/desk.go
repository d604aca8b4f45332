// Package desktest gives tests a book with a shop, suppliers, offers and
// orders, for routing, purchase orders and forwarding. It must not know what
// those do with it.
package desktest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// Desk is an open book in EUR with one shop. Its clock stands until it is moved.
type Desk struct {
	t    testing.TB
	DB   *store.DB
	Bus  *event.Bus
	Jobs *job.Runner
	Shop model.Shop
	Now  time.Time
	Path string

	products map[string]int64
	orders   map[string]int64
	imports  int
}

// New opens a new book at storetest.Moment.
func New(t testing.TB) *Desk {
	t.Helper()
	return NewIn(t, storetest.File(t))
}

// NewIn is New in an empty book that is there already.
func NewIn(t testing.TB, path string) *Desk {
	t.Helper()
	d := Open(t, path)
	d.Write(func(tx *store.Tx) error {
		d.Shop = model.Shop{Name: "Shop", NameKey: "shop", Currency: "EUR", TimeZone: "UTC", Version: 1}
		return tx.Create(&d.Shop).Error
	})
	d.Set("book.currency", "EUR")
	d.Set("book.name", "Test book")
	return d
}

// Open opens a book that New made.
func Open(t testing.TB, path string) *Desk {
	t.Helper()
	d := &Desk{t: t, Bus: &event.Bus{}, Jobs: &job.Runner{}, Now: storetest.Moment, Path: path, products: map[string]int64{}, orders: map[string]int64{}}
	d.DB = storetest.OpenWith(t, store.Config{Path: path, Clock: func() time.Time { return d.Now }})
	return d
}

// Today is the desk's day.
func (d *Desk) Today() model.Date { return model.DateOf(d.Now) }

// Write runs fn in a transaction that must succeed.
func (d *Desk) Write(fn func(tx *store.Tx) error) {
	d.t.Helper()
	if err := d.DB.Write(context.Background(), fn); err != nil {
		d.t.Fatal(err)
	}
}

// Exec runs a statement that must succeed.
func (d *Desk) Exec(query string, args ...any) {
	d.t.Helper()
	d.Write(func(tx *store.Tx) error { return tx.Exec(query, args...).Error })
}

// Int reads one number.
func (d *Desk) Int(query string, args ...any) int64 {
	d.t.Helper()
	var n int64
	d.scan(&n, query, args...)
	return n
}

// Text reads one text.
func (d *Desk) Text(query string, args ...any) string {
	d.t.Helper()
	var s string
	d.scan(&s, query, args...)
	return s
}

// Rows reads rows into a slice.
func (d *Desk) Rows(to any, query string, args ...any) {
	d.t.Helper()
	d.scan(to, query, args...)
}

func (d *Desk) scan(to any, query string, args ...any) {
	d.t.Helper()
	err := d.DB.Read(context.Background(), func(q *gorm.DB) error { return q.Raw(query, args...).Scan(to).Error })
	if err != nil {
		d.t.Fatal(err)
	}
}

// Set writes a setting as it is.
func (d *Desk) Set(key, value string) {
	d.t.Helper()
	d.Exec(`INSERT INTO setting (key, value, changed_at) VALUES (?, ?, '') ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
}

// Rate enters an exchange rate to EUR from long ago on.
func (d *Desk) Rate(from, rate string) {
	d.t.Helper()
	d.Exec(`INSERT INTO exchange_rate (rate_date, from_currency, to_currency, rate, source) VALUES ('2020-01-01', ?, 'EUR', ?, 'test')`, from, rate)
}

// Supplier adds an approved supplier that ships everywhere.
func (d *Desk) Supplier(name string, change ...func(*model.Supplier)) int64 {
	d.t.Helper()
	s := model.Supplier{
		Name: name, NameKey: model.NameKey(name), Type: model.Wholesaler, Stage: model.Approved, Country: "DE", Currency: "EUR", Language: "en",
		Channel: model.ByFolder, Batching: model.PerOrder, Version: 1, ShipsTo: []string{"*"},
	}
	for _, c := range change {
		c(&s)
	}
	d.Write(func(tx *store.Tx) error {
		if err := tx.Create(&s).Error; err != nil {
			return err
		}
		for _, c := range s.ShipsTo {
			if err := tx.Exec(`INSERT INTO supplier_destination (supplier_id, country) VALUES (?, ?)`, s.ID, c).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return s.ID
}

// Product returns the product of a SKU, made when it is new.
func (d *Desk) Product(sku string) int64 {
	d.t.Helper()
	if id := d.products[sku]; id != 0 {
		return id
	}
	if id := d.Int(`SELECT COALESCE(MAX(id), 0) FROM product WHERE sku = ?`, sku); id != 0 {
		d.products[sku] = id
		return id
	}
	p := model.Product{SKU: sku, Name: "Product " + sku, Version: 1}
	d.Write(func(tx *store.Tx) error { return tx.Create(&p).Error })
	d.products[sku] = p.ID
	return p.ID
}

// Offer adds an offer in EUR that holds since ever and ships at no charge.
func (d *Desk) Offer(supplier int64, sku, cost string, change ...func(*model.Offer)) int64 {
	d.t.Helper()
	o := model.Offer{
		SupplierID: supplier, ProductID: d.Product(sku), SupplierSKU: "S-" + sku, Cost: model.MustAmount(cost), Currency: "EUR",
		MOQ: 1, Multiple: 1, ValidFrom: model.OpenStart, Source: "test", Version: 1,
	}
	for _, c := range change {
		c(&o)
	}
	d.Write(func(tx *store.Tx) error {
		if err := tx.Create(&o).Error; err != nil {
			return err
		}
		for _, b := range o.Breaks {
			b.OfferID = o.ID
			if err := tx.Create(&b).Error; err != nil {
				return err
			}
		}
		for _, s := range o.Shipping {
			s.OfferID = o.ID
			if err := tx.Create(&s).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return o.ID
}

// Stock adds a stock count.
func (d *Desk) Stock(supplier int64, sku string, quantity model.Quantity, on model.Date) {
	d.t.Helper()
	d.Exec(`INSERT INTO stock_count (supplier_id, product_id, quantity, counted_on) VALUES (?, ?, ?, ?)
		ON CONFLICT (supplier_id, product_id, counted_on) DO UPDATE SET quantity = excluded.quantity`, supplier, d.Product(sku), int64(quantity), string(on))
}

// Line is an open line of an order; its price is 50 a piece.
func Line(sku string, quantity model.Quantity) model.OrderLine {
	return model.OrderLine{
		SKU: sku, Name: "Product " + sku, Quantity: quantity, Price: 50 * model.Unit, Shippable: true, Taxable: true, Fulfilment: model.LinePending,
	}
}

// Order adds a paid order to Germany with one line, to be changed before it is
// brought in, and returns its id.
func (d *Desk) Order(number string, line model.OrderLine, change ...func(*model.Order)) int64 {
	d.t.Helper()
	o := d.NewOrder(number, line, change...)
	d.merge(o)
	d.orders[number] = o.ID
	return o.ID
}

// NewOrder is Order without bringing it in.
func (d *Desk) NewOrder(number string, line model.OrderLine, change ...func(*model.Order)) *model.Order {
	o := &model.Order{
		Number: number, PlacedAt: model.InstantOf(d.Now), PlacedOn: d.Today(), PaidOn: d.Today(), Currency: "EUR", Payment: model.Paid,
		Fulfilment: model.Unfulfilled, TaxMode: model.NoTax, Country: "DE", Lines: []model.OrderLine{line},
		ShipTo: model.Contact{Name: "Buyer of " + number, Address1: "Street 1", City: "Berlin", Zip: "10115", Country: "DE", Email: "buyer@example.com"},
	}
	for _, c := range change {
		c(o)
	}
	total(o)
	return o
}

// total adds an order up from its lines.
func total(o *model.Order) {
	o.Subtotal = 0
	for i := range o.Lines {
		o.Subtotal = o.Subtotal.Add(o.Lines[i].Gross())
	}
	o.Total = o.Subtotal
	o.SpreadTotals()
}

// Change brings a newer state of an order in, as an import would.
func (d *Desk) Change(number string, change func(*model.Order)) {
	d.t.Helper()
	var o *model.Order
	d.Write(func(tx *store.Tx) (err error) {
		o, err = order.Load(tx, d.orders[number])
		return err
	})
	change(o)
	d.merge(o)
}

// Cancel brings in that the shop cancelled an order.
func (d *Desk) Cancel(number string) {
	d.t.Helper()
	d.Change(number, func(o *model.Order) { o.CancelledOn = d.Today() })
}

func (d *Desk) merge(o *model.Order) {
	d.t.Helper()
	total(o)
	d.imports++
	d.Write(func(tx *store.Tx) error {
		m, err := order.Begin(tx, 0)
		if err != nil {
			return err
		}
		done, err := m.Merge(o, &d.Shop, fmt.Sprintf("%s/%06d", tx.Now, d.imports))
		if err != nil || done.Outcome != order.Updated {
			return err
		}
		return d.record(tx, o.ID, done.Before)
	})
}

// record notes the import that changed an order, with the order as it was.
func (d *Desk) record(tx *store.Tx, id int64, before string) error {
	var batch int64
	err := tx.Raw(`INSERT INTO import_batch (file_name, format, sha256, file_bytes, records, created, updated, unchanged, refused, as_of, imported_at)
		VALUES ('f', 'shopify-orders', (SELECT 'f' || COUNT(*) FROM import_batch), 1, 1, 0, 1, 0, 0, ?, ?) RETURNING id`, string(tx.Now), string(tx.Now)).Scan(&batch).Error
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO import_record (batch_id, seq, kind, outcome, record_id, row_number, before) VALUES (?, 1, 'order', 'updated', ?, 2, ?)`, batch, id, before).Error
}
