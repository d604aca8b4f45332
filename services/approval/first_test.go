package approval_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/routing"
)

// The first rows must stay where they are when the rest comes.
func TestBeginning_IsWhatTheBoardBeginsWith(t *testing.T) {
	cases := map[string]struct {
		orders, suppliers int
		routed            bool
		all               bool // the board is no longer than its beginning
	}{
		"few orders in purchase orders":               {orders: 3, suppliers: 1, routed: true, all: true},
		"more purchase orders than are seen":          {orders: 150, suppliers: 3, routed: true},
		"few lines that nobody was asked for":         {orders: 3, suppliers: 1, all: true},
		"more lines without a supplier than are seen": {orders: 150, suppliers: 1},
		"nothing waits":                               {suppliers: 1, all: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := desktest.New(t)
			for i := range c.suppliers {
				cutoff := fmt.Sprintf("1%d:00", 5-i)
				d.Offer(d.Supplier(fmt.Sprintf("S%d", i), func(s *model.Supplier) { s.Cutoff = cutoff }), fmt.Sprintf("A%d", i), "5.00")
			}
			for i := range c.orders {
				d.Order(fmt.Sprintf("#%d", 1000+i), desktest.Line(fmt.Sprintf("A%d", i%c.suppliers), 1))
			}
			s := service(d)
			if c.routed {
				route(t, s)
			}
			compare(t, s, c.all)
		})
	}
}

func TestBeginning_OfWhatIsBesidePurchaseOrdersIsThatOfTheBoard(t *testing.T) {
	d := desktest.New(t)
	for i := range 3 {
		d.Offer(d.Supplier(fmt.Sprintf("S%d", i), daily), fmt.Sprintf("A%d", i), "5.00")
	}
	for i := range 150 {
		d.Order(fmt.Sprintf("#%d", 1000+i), desktest.Line(fmt.Sprintf("A%d", i%3), 1))
	}
	_, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{})
	ok(t, err)
	compare(t, service(d), false)
}

func compare(t *testing.T, s *approval.Service, all bool) {
	t.Helper()
	whole := told(board(t, s))
	b, err := s.Beginning(ctx)
	ok(t, err)
	n := len(b.Waiting)
	for i := range b.Purchases {
		n += len(b.Purchases[i].Orders)
	}
	first := told(b)
	switch {
	case all && first != whole:
		t.Errorf("began with %s\nof %s", first, whole)
	case !all && n < 60:
		t.Errorf("%d rows do not fill a window", n)
	case !strings.HasPrefix(whole, first):
		t.Errorf("began with %s\nof %s", first, whole)
	}
}
