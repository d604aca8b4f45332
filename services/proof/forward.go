package proof

import (
	"database/sql"
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// changed tells of a line x of an order that its shop or a person changed the
// order after the line began to leave: then it may have left while more of it was
// sold, and what to do about it is an amendment, not a fault of the book.
const changed = `(EXISTS (SELECT 1 FROM history h WHERE h.kind = 'order' AND h.record_id = x.order_id AND h.recorded_at >= x.began)
	OR EXISTS (SELECT 1 FROM import_record r JOIN import_batch b ON b.id = r.batch_id
		WHERE r.kind = 'order' AND r.outcome = 'updated' AND r.record_id = x.order_id AND b.imported_at >= x.began))`

// forwards: of no order line did more leave than was sold, whatever the state
// its purchase orders are in now, unless the supplier refused or it was called
// off, less the pieces a supplier agreed not to send. A line that left once and
// was made smaller since did not leave twice.
func (p *proof) forwards() error {
	t := query.New(`SELECT number, sku, sold, gone FROM (SELECT l.id, l.order_id, o.number, l.sku, l.quantity AS sold, SUM(u.quantity - COALESCE(g.agreed, 0)) AS gone,
			COUNT(*) AS times, MIN(f.started_at) AS began FROM purchase_line u
		LEFT JOIN (SELECT purchase_line_id, SUM(before - agreed) AS agreed FROM amendment_line WHERE agreed IS NOT NULL GROUP BY purchase_line_id) g
			ON g.purchase_line_id = u.id
		JOIN forwarding f ON f.purchase_id = u.purchase_id AND f.amendment_id IS NULL JOIN purchase_order b ON b.id = u.purchase_id
		JOIN order_line l ON l.id = u.line_id JOIN sales_order o ON o.id = l.order_id
		WHERE b.state NOT IN ('refused', 'cancelled') GROUP BY l.id, l.order_id, o.number, l.sku, l.quantity) x
		WHERE gone > sold AND (times > 1 OR NOT ` + changed + `) ORDER BY id`)
	return p.count(&p.result.DoubleForwards, t, func(r *sql.Rows) (string, error) {
		var number, sku string
		var sold, left int64
		err := r.Scan(&number, &sku, &sold, &left)
		return fmt.Sprintf("Order %s: %d of %s were sold and %d were forwarded.", number, sold, sku, left), err
	})
}

// shares: no more of an order line is given to suppliers than was sold, a line
// apart that left whole and was made smaller since.
func (p *proof) shares() error {
	t := query.New(`SELECT number, sku, sold, given FROM (SELECT l.id, l.order_id, o.number, l.sku, l.quantity AS sold, SUM(a.quantity) AS given,
			COUNT(*) AS times, COUNT(f.id) AS gone, MIN(f.started_at) AS began FROM allocation a
		LEFT JOIN purchase_line u ON u.allocation_id = a.id LEFT JOIN forwarding f ON f.purchase_id = u.purchase_id AND f.amendment_id IS NULL
		JOIN order_line l ON l.id = a.line_id JOIN sales_order o ON o.id = l.order_id
		WHERE a.cancelled_at = '' GROUP BY l.id, l.order_id, o.number, l.sku, l.quantity) x
		WHERE given > sold AND sold > 0 AND (times > 1 OR gone = 0 OR NOT ` + changed + `) ORDER BY id`)
	return p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var number, sku string
		var sold, given int64
		err := r.Scan(&number, &sku, &sold, &given)
		return fmt.Sprintf("Order %s: %d of %s were sold and %d are given to suppliers.", number, sold, sku, given), err
	})
}

// purchases: a purchase order's totals are the sums of its lines, each rounded
// to the minor unit of its currency, as it was booked.
func (p *proof) purchases() error {
	type order struct {
		number                 string
		currency               model.Currency
		goods, shipping, total model.Amount
	}
	orders := map[int64]*order{}
	var ids []int64
	err := query.New(`SELECT id, number, currency, goods, shipping, total FROM purchase_order ORDER BY id`).Each(p.tx, func(r *sql.Rows) error {
		var id int64
		o := &order{}
		err := r.Scan(&id, &o.number, &o.currency, &o.goods, &o.shipping, &o.total)
		orders[id] = o
		ids = append(ids, id)
		o.total = o.total.Sub(o.goods).Sub(o.shipping)
		return err
	})
	if err != nil {
		return err
	}
	err = query.New(`SELECT purchase_id, quantity, unit_cost, shipping_cost FROM purchase_line
		UNION ALL SELECT purchase_id, quantity, unit_cost, 0 FROM stock_line
		UNION ALL SELECT id, 0, 0, shipping FROM purchase_order WHERE kind = 'replenishment'`).Each(p.tx, func(r *sql.Rows) error {
		var id int64
		var q model.Quantity
		var cost, shipping model.Amount
		err := r.Scan(&id, &q, &cost, &shipping)
		if o := orders[id]; o != nil {
			o.goods = o.goods.Sub(cost.Times(q).Round(o.currency))
			o.shipping = o.shipping.Sub(shipping.Round(o.currency))
		}
		return err
	})
	n := 0
	for _, id := range ids {
		o := orders[id]
		if o.goods == 0 && o.shipping == 0 && o.total == 0 {
			continue
		}
		if n++; n <= shown {
			p.say("Purchase order %s is off from its lines by %s of goods and %s of shipping, and its total by %s.", o.number, o.goods, o.shipping, o.total)
		}
	}
	p.result.ControlDifferences += n
	return err
}
