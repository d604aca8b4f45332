package today_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/today"
)

func BenchmarkCold(b *testing.B) {
	book := booktest.Large(b, 20_000)
	book.Exec(b, `INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', '')`)
	for b.Loop() {
		s := today.New(book.DB, orderbook.New(book.DB, &event.Bus{}))
		if _, err := s.Work(b.Context()); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Figures(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
