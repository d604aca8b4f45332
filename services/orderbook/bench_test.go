package orderbook_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

// benched is how many orders are measured with; times grow with them.
const benched = 20_000

func BenchmarkWarm(b *testing.B) {
	book := booktest.Large(b, benched)
	open(b, book)
	for b.Loop() {
		if err := orderbook.New(book.DB, &event.Bus{}).Warm(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	s := open(b, booktest.Large(b, benched))
	for name, q := range map[string]orderbook.Query{
		"everything":     {},
		"open":           {States: order.OpenStates()},
		"search":         {Words: "product 1"},
		"by customer":    {Sort: []orderbook.Sort{{By: orderbook.ByCustomer}}},
		"by CM2 percent": {Sort: []orderbook.Sort{{By: orderbook.ByPercent, Down: true}}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				find(b, s, q).Rows(0, 40)
			}
		})
	}
}
