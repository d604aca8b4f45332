package routing_test

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// fill puts n orders into the book, over 40 products of five suppliers each.
func fill(d *desktest.Desk, n int) {
	const products = 40
	for s := range 5 {
		id := d.Supplier(fmt.Sprintf("Supplier %d", s))
		for p := range products {
			sku := fmt.Sprintf("P%d", p)
			d.Offer(id, sku, fmt.Sprintf("%d.%02d", 5+(p+s)%5, s), func(o *model.Offer) { o.Shipping = []model.ShippingPrice{shipping("*", "1.50", 9)} })
			d.Stock(id, sku, 100_000, d.Today())
		}
	}
	d.Write(func(tx *store.Tx) error {
		m, err := order.Begin(tx, 0)
		if err != nil {
			return err
		}
		for i := range n {
			sku := fmt.Sprintf("P%d", i%products)
			o := &model.Order{
				Number: fmt.Sprintf("#%d", i), PlacedAt: tx.Now, PlacedOn: tx.Today, PaidOn: tx.Today, Currency: "EUR", Payment: model.Paid,
				Fulfilment: model.Unfulfilled, TaxMode: model.NoTax, Country: "DE", Subtotal: 50 * model.Unit, Total: 50 * model.Unit,
				ShipTo: model.Contact{Name: fmt.Sprint("Buyer ", i), Address1: "Street", City: "Berlin", Country: "DE"},
				Lines:  []model.OrderLine{desktest.Line(sku, 1)},
			}
			o.SpreadTotals()
			if _, err := m.Merge(o, &d.Shop, string(tx.Now)); err != nil {
				return err
			}
		}
		return nil
	})
}

func BenchmarkRouteThousandOrders(b *testing.B) {
	d := desktest.New(b)
	fill(d, 1000)
	s := routing.New(d.DB, d.Bus, d.Jobs)
	for b.Loop() {
		r, err := s.Route(b.Context(), routing.Options{DryRun: true})
		if err != nil || r.Routed != 1000 {
			b.Fatalf("routed %d: %v", r.Routed, err)
		}
	}
}
