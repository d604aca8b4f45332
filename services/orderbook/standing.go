package orderbook

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/query"
)

// standing is how far one order is that waits for something. What it depends on
// is changed from many sides, so it is read anew for all such orders whenever
// anything in the book changed: they are few.
type standing struct {
	order    int64
	progress order.Progress
	unsure   bool
	hold     hold // of its first held line
}

// CROSS JOIN keeps the waiting orders first: they are few, the lines are not.
const selectStanding = `SELECT l.order_id, l.id, ` + order.OpenPieces + `, COALESCE(a.quantity, 0),
	CASE WHEN f.id IS NULL THEN 0 WHEN f.state = 'unknown' THEN 2 ELSE 1 END, COALESCE(h.code, ''), COALESCE(h.reason, ''),
	CASE WHEN f.id IS NULL THEN 0 ELSE ` + order.ShippedPieces + ` END, CASE WHEN f.id IS NULL THEN 0 ELSE ` + order.DeliveredPieces + ` END
	FROM sales_order o CROSS JOIN order_line l LEFT JOIN held_line h ON h.line_id = l.id
	LEFT JOIN allocation a ON a.line_id = l.id AND a.cancelled_at = ''
	LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN forwarding f ON f.purchase_id = pl.purchase_id AND f.amendment_id IS NULL
	WHERE l.order_id = o.id AND ` + order.Waiting

// readStanding reads how far the waiting orders of the scope are, nil for all.
func readStanding(q *gorm.DB, in scope) ([]standing, error) {
	t := query.New(selectStanding)
	if in != nil {
		in(t, "o.id")
	}
	var all []standing
	var lineID int64
	err := t.Add(` ORDER BY o.placed_at, o.id, l.id`).Rows(q, func(r query.Row) error {
		if n := len(all); n == 0 || all[n-1].order != r.Int(0) {
			all = append(all, standing{order: r.Int(0)})
		}
		s := &all[len(all)-1]
		if r.Int(1) != lineID { // a line comes once for each allocation
			lineID = r.Int(1)
			s.progress.Open += model.Quantity(r.Int(2))
			s.progress.Shipped += model.Quantity(min(r.Int(2), r.Int(7)))
			s.progress.Delivered += model.Quantity(min(r.Int(2), r.Int(8)))
			if code := r.Text(5); code != "" {
				if s.progress.Held++; s.progress.Held == 1 {
					s.hold = hold{code, r.Text(6)}
				}
			}
		}
		given := model.Quantity(r.Int(3))
		s.progress.Allocated += given
		if r.Int(4) > 0 {
			s.progress.Forwarded += given
			s.unsure = s.unsure || r.Int(4) == 2
		}
		return nil
	})
	return all, err
}

// stand puts the states of the orders that wait in.
func (x *index) stand(all []standing) {
	for i := range x.orders {
		x.orders[i].state, x.orders[i].unsure = x.orders[i].base, false
	}
	x.held = map[int64]hold{}
	for i := range all {
		at, ok := x.place(all[i].order)
		if !ok {
			continue
		}
		e := &x.orders[at]
		e.state, e.unsure = stateNumber(all[i].progress.State()), all[i].unsure
		if all[i].hold.code != "" {
			x.held[e.id] = all[i].hold
		}
	}
}
