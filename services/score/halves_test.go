package score_test

import (
	"encoding/json"
	"testing"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/score"
)

// All reads the suppliers in two halves at once; what changed it reads by supplier.
func TestAll_TheHalvesAreTheWholeThatIsReadBySupplier(t *testing.T) {
	const orders = 2000
	d := crowd(t, orders)
	d.Exec(`INSERT INTO sales_case (order_id, kind, opened_on, resolution, resolved_on, note)
		SELECT id, 'lost', date(placed_on, '12 days'), '', '', '' FROM sales_order WHERE id % 40 = 21`)
	d.Exec(`INSERT INTO claim (case_id, party, claimed_on, answered_on, amount, accepted, credited, currency)
		SELECT id, 'supplier', opened_on, date(opened_on, '3 days'), 50000, 50000, 50000 * (id % 2), 'EUR' FROM sales_case`)
	bus := &event.Bus{}
	s := score.New(d.DB, bus, nil)
	defer s.Close()
	halves := written(t, s)
	ids := make([]int64, orders)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	bus.OrdersChanged.Publish(ids)
	if again := written(t, s); again != halves {
		t.Errorf("read in halves:\n%.400s\nread by supplier:\n%.400s", halves, again)
	}
}

func written(t *testing.T, s *score.Service) string {
	t.Helper()
	cards, err := s.All(ctx)
	if err != nil || len(cards) != 200 {
		t.Fatal(len(cards), err)
	}
	text, err := json.Marshal(cards)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
