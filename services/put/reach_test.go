package put_test

import (
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/put"
)

func TestReach_CountsTheOrdersAChangeConcerns(t *testing.T) {
	b := booktest.Small(t)
	s := put.New(b.DB, &event.Bus{})
	offer := func(product int64) func(model.Date) (put.Reach, error) {
		return func(from model.Date) (put.Reach, error) { return s.OfferReach(t.Context(), product, from) }
	}
	fee := func(name string) func(model.Date) (put.Reach, error) {
		return func(from model.Date) (put.Reach, error) { return s.FeeReach(t.Context(), name, from) }
	}
	for _, c := range []struct {
		name string
		ask  func(model.Date) (put.Reach, error)
		from model.Date
		want put.Reach
	}{
		{"a price since ever: 1001 to 1004 are estimated, 1008 is agreed, 1006 and 1007 wait", offer(1), model.OpenStart, put.Reach{Booked: 4, Open: 2}},
		{"a price since February: only 1004 was placed by then", offer(1), "2026-02-01", put.Reach{Booked: 1, Open: 2}},
		{"a price of what nobody asks a price for", offer(3), model.OpenStart, put.Reach{}},
		{"a fee of all orders of the shop", fee("Card"), model.OpenStart, put.Reach{Booked: 6}},
		{"a fee since February", fee("Card"), "2026-02-01", put.Reach{Booked: 3}},
		{"a fee of another name", fee("Car"), model.OpenStart, put.Reach{}},
	} {
		if got, err := c.ask(c.from); err != nil || got != c.want {
			t.Errorf("%s: got %+v (%v), want %+v", c.name, got, err, c.want)
		}
	}
}
