package routing

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
)

// Waiting is an order line of which pieces have no supplier. Code and Reason
// say why it is held; both are empty while nobody tried to route it. HeldAt is
// since when.
type Waiting struct {
	LineID, OrderID int64
	Shop, Order     string
	Position        int
	SKU, Name       string
	Customer        string // the person the parcel goes to, else the company
	Country         string
	PlacedOn        model.Date
	Quantity        model.Quantity // of them need a supplier
	Code, Reason    string
	HeldAt          model.Instant
}

// ListWaiting lists the lines that need a supplier, older orders first: those
// the last run could not route, and those that came in since. A line whose
// order is held by hand and that nobody has yet is listed with that reason.
func ListWaiting(q *gorm.DB) ([]Waiting, error) {
	lines, err := openLines(q)
	if err != nil {
		return nil, err
	}
	return waitingOf(q, lines)
}

// FirstWaiting is the beginning of ListWaiting: what waits of the oldest orders,
// as many as named. It is none when nothing of these waits.
func FirstWaiting(q *gorm.DB, orders int) ([]Waiting, error) {
	lines, err := oldestLines(q, orders)
	if err != nil {
		return nil, err
	}
	return waitingOf(q, lines)
}

// waitingOf are those of some lines that need a supplier, in their order.
func waitingOf(q *gorm.DB, lines []line) ([]Waiting, error) {
	holds, err := allocation.Holds(q)
	if err != nil {
		return nil, err
	}
	var noted []struct {
		LineID       int64
		Code, Reason string
		HeldAt       model.Instant
	}
	if err := q.Raw(`SELECT line_id, code, reason, held_at FROM held_line`).Scan(&noted).Error; err != nil {
		return nil, err
	}
	byLine := make(map[int64]int, len(noted))
	for i, n := range noted {
		byLine[n.LineID] = i
	}
	var all []Waiting
	for i := range lines {
		l := &lines[i]
		need, why := l.toRoute()
		if need == 0 && why == nil {
			continue
		}
		w := Waiting{
			LineID: l.ID, OrderID: l.OrderID, Shop: l.Shop, Order: l.Number, Position: l.Position, SKU: l.SKU, Name: l.Name,
			Customer: l.Customer, Country: l.Country, PlacedOn: l.PlacedOn, Quantity: l.Quantity - l.Waiting - l.Forwarded,
		}
		if n, ok := byLine[l.ID]; ok {
			w.Code, w.Reason, w.HeldAt = noted[n].Code, noted[n].Reason, noted[n].HeldAt
		} else if why != nil {
			w.Code, w.Reason = why.code, why.reason
		}
		if h, ok := holds[l.OrderID]; ok {
			w.Code, w.Reason, w.HeldAt = byHand, h.Reason, h.HeldAt
		}
		all = append(all, w)
	}
	return all, nil
}
