package routing

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
)

// A line with allocations that have not left; they are in no purchase order or
// in one that can still change. Those in none are found by comparing indexes,
// without reading the allocations, which are large.
const selectWaiting = `SELECT a.id AS allocation_id, a.quantity AS allocated, ` + lineColumns + `,
	COALESCE((SELECT SUM(b.quantity) FROM allocation b JOIN purchase_line bl ON bl.allocation_id = b.id
		JOIN purchase_order bp ON bp.id = bl.purchase_id
		WHERE b.line_id = l.id AND b.cancelled_at = '' AND bp.state NOT IN ('draft', 'approved')), 0) AS forwarded
	FROM allocation a JOIN order_line l ON l.id = a.line_id JOIN sales_order o ON o.id = l.order_id JOIN shop s ON s.id = o.shop_id
	WHERE a.cancelled_at = '' AND a.id IN (
		SELECT pl.allocation_id FROM purchase_order p JOIN purchase_line pl ON pl.purchase_id = p.id WHERE p.state IN ('draft', 'approved')
		UNION ALL SELECT x.id FROM allocation x WHERE NOT EXISTS (SELECT 1 FROM purchase_line pl WHERE pl.allocation_id = x.id))
	ORDER BY a.id`

type waiting struct {
	AllocationID int64
	Allocated    model.Quantity
	Line         line `gorm:"embedded"`
}

// release takes back what waits to leave for orders that the shop has closed
// or changed since.
func (r *run) release() error {
	var rows []waiting
	if err := r.tx.Raw(selectWaiting).Scan(&rows).Error; err != nil {
		return err
	}
	waits := map[int64]model.Quantity{}
	for _, w := range rows {
		waits[w.Line.ID] += w.Allocated
	}
	for i := range rows {
		w := &rows[i]
		w.Line.Waiting = waits[w.Line.ID]
		why := w.Line.unwanted()
		if why == "" {
			continue
		}
		c, err := allocation.Cancel(r.tx, w.AllocationID, why)
		if err != nil {
			return err
		}
		r.result.Cancelled = append(r.result.Cancelled, c)
		r.touch(w.Line.OrderID)
	}
	return nil
}

// unwanted says why what waits of the line must not leave any more, or "".
func (l *line) unwanted() string {
	if l.ArchivedAt != "" {
		return "Order " + l.Number + " was archived."
	}
	ol := l.orderLine()
	return model.Unwanted(l.order(), &ol, l.Waiting, l.Forwarded)
}
