package allocation

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// HeldByHand is the code of the held lines of an order that a person holds
// back: nothing of it is given to a supplier, gathered or sent until it is
// released. What the order had with suppliers stays with them, unsent.
const HeldByHand = "by_hand"

// HeldOrders is the SQL that lists the orders held by hand. An order is held as
// a whole: a line that the shop adds later is held with it.
const HeldOrders = `SELECT hl.order_id FROM held_line hh JOIN order_line hl ON hl.id = hh.line_id WHERE hh.code = '` + HeldByHand + `'`

// Hold is why and since when an order is held by hand.
type Hold struct {
	OrderID int64
	Reason  string
	HeldAt  model.Instant
}

// Holds reads the orders that are held by hand, by order.
func Holds(q *gorm.DB) (map[int64]Hold, error) {
	var rows []Hold
	err := q.Raw(`SELECT l.order_id, MIN(h.reason) AS reason, MIN(h.held_at) AS held_at FROM held_line h
		JOIN order_line l ON l.id = h.line_id WHERE h.code = ? GROUP BY l.order_id`, HeldByHand).Scan(&rows).Error
	held := make(map[int64]Hold, len(rows))
	for _, h := range rows {
		held[h.OrderID] = h
	}
	return held, err
}
