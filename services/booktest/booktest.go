// Package booktest gives tests a book with orders in it: a small one whose
// figures were worked out by hand, and a large one to measure with. It must not
// be imported by anything but tests.
package booktest

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// Home is the currency of the books made here.
const Home model.Currency = "EUR"

// Book is a book on a real file with all that its orders are booked on.
type Book struct {
	DB    *store.DB
	Shops []model.Shop

	now      time.Time
	rates    rates
	fees     fees
	costs    costs
	products int64
}

// open makes a book without orders whose clock stands at the given moment.
func open(t testing.TB, now time.Time) *Book {
	t.Helper()
	b := &Book{now: now, costs: costs{offers: map[int64][]model.Offer{}, suppliers: map[int64]*model.Supplier{}}}
	b.DB = storetest.OpenWith(t, store.Config{Path: storetest.File(t), Clock: func() time.Time { return b.now }})
	return b
}

// write runs fn in a transaction and ends the test when it fails.
func (b *Book) write(t testing.TB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := b.DB.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// Exec runs one statement on the book.
func (b *Book) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	b.write(t, func(tx *store.Tx) error { return tx.Exec(query, args...).Error })
}

// merge brings orders in, as a file does whose age is asOf.
func (b *Book) merge(t testing.TB, asOf string, orders ...*model.Order) {
	t.Helper()
	b.write(t, func(tx *store.Tx) error {
		m, err := order.NewMerger(tx, booking.Sources{Home: Home, Rates: b.rates, Fees: b.fees, Costs: &b.costs}, 0)
		if err != nil {
			return err
		}
		for _, o := range orders {
			if _, err := m.Merge(o, b.shop(o.ShopID), asOf); err != nil {
				return fmt.Errorf("order %s: %w", o.Number, err)
			}
		}
		return nil
	})
}

func (b *Book) shop(id int64) *model.Shop {
	for i := range b.Shops {
		if b.Shops[i].ID == id {
			return &b.Shops[i]
		}
	}
	return nil
}

func (b *Book) addShop(t testing.TB, s model.Shop) {
	t.Helper()
	s.ID, s.Platform, s.TimeZone = int64(len(b.Shops)+1), "shopify", "UTC"
	b.Exec(t, `INSERT INTO shop (id, name, name_key, platform, currency, time_zone, cash_on_delivery) VALUES (?, ?, ?, ?, ?, ?, 0)`,
		s.ID, s.Name, model.NameKey(s.Name), s.Platform, s.Currency, s.TimeZone)
	b.Shops = append(b.Shops, s)
}

const insertSupplier = `INSERT INTO supplier (id, name, name_key, type, stage, email, country, currency, language, handling_days, cutoff,
	claim_days, channel, batching, payment_terms_days) VALUES (?, ?, ?, 'wholesaler', 'approved', '', ?, ?, '', 1, '', 30, 'folder', 'order', 0)`

func (b *Book) addSupplier(t testing.TB, name, country string, c model.Currency) int64 {
	t.Helper()
	s := &model.Supplier{ID: int64(len(b.costs.suppliers) + 1), Name: name, Country: country, Currency: c}
	b.Exec(t, insertSupplier, s.ID, name, model.NameKey(name), country, c)
	b.costs.suppliers[s.ID] = s
	return s.ID
}

func (b *Book) addProduct(t testing.TB, p model.Product) int64 {
	t.Helper()
	b.products++
	p.ID = b.products
	b.Exec(t, `INSERT INTO product (id, sku, name, hs, origin, brand) VALUES (?, ?, ?, ?, ?, '')`, p.ID, p.SKU, p.Name, p.HS, p.Origin)
	return p.ID
}

func (b *Book) addOffer(t testing.TB, o model.Offer) {
	t.Helper()
	o.ValidFrom = "2023-01-01"
	b.write(t, func(tx *store.Tx) error {
		err := tx.Raw(`INSERT INTO offer (supplier_id, product_id, supplier_sku, cost, currency, valid_from, source) VALUES (?, ?, ?, ?, ?, ?, 'test') RETURNING id`,
			o.SupplierID, o.ProductID, o.SupplierSKU, o.Cost, o.Currency, o.ValidFrom).Scan(&o.ID).Error
		return err
	})
	b.costs.offers[o.ProductID] = append(b.costs.offers[o.ProductID], o)
}

// rates are the rates to the home currency, each from a day on, the latest last.
type rates []model.Rate

// On finds the rate of a day; see booking.Rates.
func (r rates) On(d model.Date, from, to model.Currency) (model.Rate, error) {
	if from == to {
		return model.Rate{Date: d, From: from, To: to, Value: decimal.New(1, 0)}, nil
	}
	for i := len(r) - 1; i >= 0; i-- {
		if r[i].From == from && r[i].To == to && r[i].Date <= d {
			return r[i], nil
		}
	}
	return model.Rate{}, model.Errorf(model.NotFound, "There is no rate from %s to %s for %s. Enter one.", from, to, d)
}

func rate(from model.Currency, since model.Date, value string) model.Rate {
	return model.Rate{Date: since, From: from, To: Home, Value: decimal.RequireFromString(value), Source: "test"}
}

type fees []model.FeeRule

// For lists the fees of a shop on a day; see booking.Fees.
func (f fees) For(shopID int64, d model.Date) []model.FeeRule {
	var hold []model.FeeRule
	for i := range f {
		if f[i].Applies(shopID, d) {
			hold = append(hold, f[i])
		}
	}
	return hold
}

type costs struct {
	offers    map[int64][]model.Offer
	suppliers map[int64]*model.Supplier
}

// Offers lists a product's offers; see booking.Costs.
func (c *costs) Offers(productID int64) ([]model.Offer, error) { return c.offers[productID], nil }

// StandardCost knows none; see booking.Costs.
func (c *costs) StandardCost(int64, model.Date) (model.Amount, model.Currency, bool, error) {
	return 0, "", false, nil
}

// Supplier finds a supplier; see booking.Costs.
func (c *costs) Supplier(id int64) (*model.Supplier, bool) {
	s, ok := c.suppliers[id]
	return s, ok
}
