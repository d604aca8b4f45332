package parcel_test

import (
	"fmt"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/parcel"
)

// BenchmarkPut_5000Parcels enters the parcels of 5,000 orders into a book of 100,000.
func BenchmarkPut_5000Parcels(b *testing.B) {
	book := booktest.Large(b, 100_000)
	type line struct{ Number, Shop, SKU string }
	var lines []line
	err := book.DB.Read(b.Context(), func(q *gorm.DB) error {
		return q.Raw(`SELECT o.number, s.name AS shop, l.sku FROM sales_order o JOIN shop s ON s.id = o.shop_id JOIN order_line l ON l.order_id = o.id
			WHERE o.id IN (SELECT id FROM sales_order ORDER BY id DESC LIMIT 5000) ORDER BY o.id, l.position`).Scan(&lines).Error
	})
	if err != nil {
		b.Fatal(err)
	}
	s := parcel.New(book.DB, &event.Bus{})
	carrier, shipped, round := "DHL", "2026-01-05", 0
	for b.Loop() {
		round++
		var ins []parcel.Input
		for i, l := range lines {
			in := parcel.LineInput{Order: l.Number, Shop: l.Shop, SKU: l.SKU, Quantity: model.Quantity(1)}
			if i > 0 && lines[i-1].Number == l.Number && lines[i-1].Shop == l.Shop {
				p := ins[len(ins)-1].Lines
				*p = append(*p, in)
				continue
			}
			ins = append(ins, parcel.Input{Tracking: fmt.Sprintf("T%d-%d", round, i), Carrier: &carrier, Shipped: &shipped, Lines: &[]parcel.LineInput{in}})
		}
		if _, err := s.Put(b.Context(), ins); err != nil {
			b.Fatal(err)
		}
	}
}
