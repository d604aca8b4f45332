package booktest

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// The size of the large book's business.
const (
	largeProducts  = 500
	largeSuppliers = 25
	largeDays      = 731 // from 2024-01-01
)

var largeCountries = []struct {
	code string
	tax  int64
}{
	{"DE", 19},
	{"FR", 20},
	{"IT", 22},
	{"ES", 21},
	{"NL", 21},
	{"BE", 21},
	{"AT", 20},
	{"PL", 23},
	{"SE", 25},
	{"DK", 25},
	{"GB", 20},
	{"US", 0},
	{"CA", 0},
	{"AU", 10},
	{"JP", 10},
	{"CH", 8},
}

// dice makes the same numbers every time (splitmix64).
type dice uint64

func (d *dice) upTo(n int) int {
	*d += 0x9E3779B97F4A7C15
	z := uint64(*d)
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB
	return int((z ^ (z >> 31)) % uint64(n))
}

// Large is a book of n orders of two years, about 1.8 lines each, 5 % of them
// refunded, 20 % with a discount, two currencies; the same every time.
func Large(t testing.TB, n int) *Book {
	t.Helper()
	b := open(t, time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC))
	b.rates = rates{rate("USD", "2020-01-01", "0.9137")}
	b.addShop(t, model.Shop{Name: "Harbour", Currency: "EUR"})
	b.addShop(t, model.Shop{Name: "Lumen", Currency: "USD"})
	b.fees = fees{{
		Name: "Card", Kind: "payment_fee", Base: model.BaseItemShippingTax, Percent: decimal.RequireFromString("2.9"),
		Fixed: model.MustAmount("0.30"), KeptOnRefund: true, ValidFrom: "2020-01-01",
	}}
	for i := range largeSuppliers {
		b.addSupplier(t, fmt.Sprintf("Supplier %02d", i), []string{"CN", "DE", "US"}[i%3], []model.Currency{"USD", "EUR"}[i%2])
	}
	for i := range largeProducts {
		id := b.addProduct(t, model.Product{SKU: fmt.Sprintf("SKU-%04d", i), Name: fmt.Sprintf("Product %d", i)})
		s := int64(i%largeSuppliers + 1)
		b.addOffer(t, model.Offer{
			SupplierID: s, ProductID: id, Cost: model.Amount(20_000 + 700*i), Currency: b.costs.suppliers[s].Currency,
			Shipping: []model.ShippingPrice{{Country: "*", Cost: model.MustAmount("2.5")}},
		})
	}
	const atOnce = 20_000
	d := dice(42)
	for from := 0; from < n; from += atOnce {
		orders := make([]*model.Order, 0, atOnce)
		for i := from; i < min(from+atOnce, n); i++ {
			orders = append(orders, largeOrder(&d, i, n))
		}
		b.merge(t, "2026-01-10T09:00:00Z", orders...)
	}
	return b
}

func largeOrder(d *dice, i, n int) *model.Order {
	day := model.Date("2024-01-01").AddDays(i * largeDays / n)
	place := largeCountries[d.upTo(len(largeCountries))]
	lines := make([]model.OrderLine, 0, 3)
	for range 1 + d.upTo(100)/60 + d.upTo(100)/57 {
		k := d.upTo(largeProducts)
		lines = append(lines, line(fmt.Sprintf("SKU-%04d", k), fmt.Sprintf("Product %d", k), model.Quantity(1+d.upTo(2)), "0"))
		lines[len(lines)-1].Price = model.Amount((int64(800+30*k) * 100))
	}
	o := paid(fmt.Sprint(1000+i), place.code, days{day, day.AddDays(1)}, lines...)
	if i%3 == 0 {
		o.ShopID, o.Currency = 2, "USD"
	}
	o.Shipping = model.MustAmount("4.90")
	if d.upTo(5) == 0 {
		o.Discount = model.Amount(int64(o.Subtotal)/1_000_000*1_000) * 100
		o.Subtotal = o.Subtotal.Sub(o.Discount)
	}
	o.Total = o.Subtotal.Add(o.Shipping)
	if place.tax > 0 {
		o.TaxMode = model.TaxIncluded
		o.Tax = model.Amount(int64(o.Total) * place.tax / (100 + place.tax)).Round(o.Currency)
		o.TaxNames = []model.TaxName{{Name: fmt.Sprintf("%s VAT %d%%", place.code, place.tax), Amount: o.Tax}}
	}
	if d.upTo(20) == 0 {
		o.Refunded, o.Payment = o.Total, model.Refunded
	}
	o.SpreadTotals()
	return o
}
