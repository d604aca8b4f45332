package booktest

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// The two days on which the small book learnt what it knows.
const (
	FirstKnown  model.Date = "2026-03-10"
	SecondKnown model.Date = "2026-03-20"
)

// Customer is the name of whoever bought in the small book: no report may tell it.
const Customer = "Jane Roe"

// Today is the day on which the small book's clock stands.
const Today model.Date = "2026-03-31"

// Small is a book of nine orders. What it must show, in EUR:
//
//	order  booked      net rev.   CM1 cost  CM2 cost
//	1001   2026-01-05  100.00     18.00     8.25   tax 19 % included; 2 x A
//	1002   2026-01-20   99.00     20.00    14.88   tax 8 % added, discount 10, shipping 9; A and 2 x B
//	1003   2026-01-25   50.00      9.00     6.53   tax included; A
//	       2026-02-03  -50.00                      all refunded, fee kept
//	1004   2026-02-10  100.00     18.00     8.28   tax 20 % included; 2 x A
//	       2026-02-12  -50.00                      60 of 120 refunded; only 30 was known on FirstKnown
//	L-1    2026-02-15   40.50      6.00     9.70   45 USD at 0.90; B; marketplace fee given back in part
//	       2026-03-02  -13.80                      15 USD at 0.92 refunded
//	1005   2026-02-20   20.00      -        0.88   C, sent, and nobody knows what it costs
//	1008   2026-03-05   55.00      9.20     6.77   A and a tip of 5; its cost known since SecondKnown, quoted
//	sum               350.70     80.20    55.29
//
// Order 1006 is unpaid and 1007 has a currency without a rate: neither is booked.
func Small(t testing.TB) *Book {
	t.Helper()
	b := open(t, time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC))
	b.rates = rates{rate("USD", "2020-01-01", "0.90"), rate("USD", "2026-03-01", "0.92")}
	b.addShop(t, model.Shop{Name: "Harbour", Currency: "EUR"})
	b.addShop(t, model.Shop{Name: "Lumen", Currency: "USD"})
	b.fees = fees{
		{
			Name: "Card", Kind: "payment_fee", ShopID: &b.Shops[0].ID, Base: model.BaseItemShippingTax, Percent: decimal.RequireFromString("2.9"),
			Fixed: model.MustAmount("0.30"), KeptOnRefund: true, ValidFrom: "2020-01-01",
		},
		{
			Name: "Market", Kind: "marketplace_fee", ShopID: &b.Shops[1].ID, Base: model.BaseNet, Percent: decimal.RequireFromString("10"),
			ValidFrom: "2020-01-01",
		},
	}
	b.smallCatalogue(t)
	b.merge(t, "2026-03-10T09:00:00Z", smallOrders()...)
	b.now = time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)
	b.smallChanges(t)
	b.now = time.Date(2026, 3, 31, 12, 30, 0, 0, time.UTC)
	return b
}

func (b *Book) smallCatalogue(t testing.TB) {
	t.Helper()
	acme, borg := b.addSupplier(t, "Acme", "CN", "USD"), b.addSupplier(t, "Borg", "DE", "EUR")
	first := b.addProduct(t, model.Product{SKU: "A-1", Name: "Anchor"})
	second := b.addProduct(t, model.Product{SKU: "B-2", Name: "Buoy", HS: "8907900000", Origin: "DE"})
	b.addProduct(t, model.Product{SKU: "C-3", Name: "Compass"})
	b.addOffer(t, model.Offer{
		SupplierID: acme, ProductID: first, SupplierSKU: "AC1", Cost: model.MustAmount("10"), Currency: "USD",
		Shipping: []model.ShippingPrice{{Country: "*", Cost: model.MustAmount("5")}},
	})
	b.addOffer(t, model.Offer{
		SupplierID: borg, ProductID: second, SupplierSKU: "BO2", Cost: model.MustAmount("6"), Currency: "EUR",
		Breaks:   []model.PriceBreak{{FromQuantity: 2, Cost: model.MustAmount("5.50")}},
		Shipping: []model.ShippingPrice{{Country: "DE", Cost: model.MustAmount("2")}, {Country: "*", Cost: model.MustAmount("7")}},
	})
	b.Exec(t, `INSERT INTO stock_count (supplier_id, product_id, quantity, counted_on) VALUES (?, ?, 40, '2026-03-01'), (?, ?, 37, '2026-03-21')`,
		acme, first, acme, first)
}

// days are when an order was placed and paid, and when sent, "" not yet.
type days struct{ paid, sent model.Date }

// paid is an order of shop 1 that was paid when it was placed.
func paid(number, country string, d days, lines ...model.OrderLine) *model.Order {
	day, sent := d.paid, d.sent
	o := &model.Order{
		ShopID: 1, Number: number, ExternalID: "x" + number, PlacedAt: model.Instant(day + "T08:00:00Z"), PlacedOn: day, PaidOn: day, FulfilledOn: sent,
		Currency: "EUR", Payment: model.Paid, Fulfilment: model.Unfulfilled, TaxMode: model.NoTax, Country: country,
		PaymentMethod: "Card", Lines: lines,
		ShipTo: model.Contact{Name: Customer, Email: "jane@customer.test", Address1: "1 Quay Road", City: "Port", Country: country},
	}
	for i := range lines {
		o.Subtotal = o.Subtotal.Add(lines[i].Gross())
	}
	o.Total = o.Subtotal
	if sent != "" {
		o.Fulfilment = model.Fulfilled
		for i := range o.Lines {
			o.Lines[i].Fulfilment = model.Fulfilled
		}
	}
	return o
}

func line(sku, name string, q model.Quantity, price string) model.OrderLine {
	return model.OrderLine{SKU: sku, Name: name, Quantity: q, Price: model.MustAmount(price), Shippable: true, Taxable: true, Fulfilment: model.LinePending}
}

func taxed(o *model.Order, mode model.TaxMode, name, tax string) *model.Order {
	o.TaxMode, o.Tax = mode, model.MustAmount(tax)
	o.TaxNames = []model.TaxName{{Name: name, Amount: o.Tax}}
	if mode == model.TaxAdded {
		o.Total = o.Total.Add(o.Tax)
	}
	return o
}

func refunded(o *model.Order, gross string) *model.Order {
	o.Refunded, o.Payment = model.MustAmount(gross), model.PartiallyRefunded
	if o.Refunded == o.Total {
		o.Payment = model.Refunded
	}
	return o
}

func smallOrders() []*model.Order {
	anchor := func(q model.Quantity, price string) model.OrderLine { return line("A-1", "Anchor", q, price) }
	buoy := func(q model.Quantity, price string) model.OrderLine { return line("B-2", "Buoy", q, price) }
	first := taxed(paid("1001", "DE", days{"2026-01-05", "2026-01-07"}, anchor(2, "59.50")), model.TaxIncluded, "DE VAT 19%", "19")
	second := paid("1002", "US", days{"2026-01-20", "2026-01-21"}, anchor(1, "50"), buoy(2, "25"))
	second.Discount, second.Shipping, second.DiscountCode = model.MustAmount("10"), model.MustAmount("9"), "WINTER"
	second.Subtotal, second.Total = model.MustAmount("90"), model.MustAmount("99")
	second = taxed(second, model.TaxAdded, "IL State Tax 8%", "7.20")
	third := refunded(taxed(paid("1003", "DE", days{"2026-01-25", "2026-02-03"}, anchor(1, "59.50")), model.TaxIncluded, "DE VAT 19%", "9.50"), "59.50")
	dollars := paid("L-1", "US", days{"2026-02-15", "2026-03-02"}, buoy(1, "40"))
	dollars.ShopID, dollars.Currency, dollars.Shipping, dollars.Total = 2, "USD", model.MustAmount("5"), model.MustAmount("45")
	unpaid := paid("1006", "DE", days{"2026-02-21", ""}, anchor(1, "59.50"))
	unpaid.Payment, unpaid.PaidOn = model.Pending, ""
	pounds := paid("1007", "GB", days{"2026-02-22", ""}, anchor(1, "59.50"))
	pounds.Currency = "GBP"
	orders := []*model.Order{
		first, second, third, fourth("30"), refunded(dollars, "15"),
		paid("1005", "DE", days{"2026-02-20", "2026-02-22"}, line("C-3", "Compass", 1, "20")),
		unpaid, pounds, tipped(),
	}
	for _, o := range orders {
		o.SpreadTotals()
	}
	return orders
}

func fourth(back string) *model.Order {
	return refunded(taxed(paid("1004", "FR", days{"2026-02-10", "2026-02-12"}, line("A-1", "Anchor", 2, "60")), model.TaxIncluded, "FR TVA 20%", "20"), back)
}

func tipped() *model.Order {
	o := paid("1008", "DE", days{"2026-03-05", ""}, line("A-1", "Anchor", 1, "59.50"))
	o.Tip = model.MustAmount("5")
	o.Total = model.MustAmount("64.50")
	o.Lines = append(o.Lines, model.OrderLine{Name: "Tip", Quantity: 1, Price: o.Tip, Fulfilment: model.NotEligible})
	return taxed(o, model.TaxIncluded, "DE VAT 19%", "9.50")
}

// smallChanges: order 1004 gets more money back, and order 1008 goes to Acme.
func (b *Book) smallChanges(t testing.TB) {
	t.Helper()
	more := fourth("60")
	more.SpreadTotals()
	const lineOf = `(SELECT l.id FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.number = '1008' AND l.sku = 'A-1')`
	b.Exec(t, `INSERT INTO allocation (id, line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		VALUES (1, `+lineOf+`, 1, 1, 1, 100000, 50000, 'USD', '', '', '2026-03-20T09:00:00Z')`)
	b.Exec(t, `INSERT INTO purchase_order (id, number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at)
		VALUES (1, 'PO-1', 1, 'sent', 'USD', 100000, 50000, 150000, '0.92', '2026-03-20', 'test', '2026-03-20T09:00:00Z')`)
	b.Exec(t, `INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT 1, 1, id, order_id, 1, sku, 'AC1', name, 1, 100000, 50000, '' FROM order_line WHERE id = `+lineOf)
	b.Exec(t, `INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at)
		VALUES (1, 'folder', 'm1', '', '[]', 'unknown', '2026-03-20T09:00:00Z')`)
	noted := tipped()
	noted.Notes = "forwarded"
	noted.SpreadTotals()
	b.merge(t, "2026-03-20T09:00:00Z", more, noted)
}
