package proof

import (
	"database/sql"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// forwards: of no order line did more leave than was sold when it left, whatever
// the state its purchase orders are in now, unless the supplier refused or it was
// called off, less the pieces a supplier agreed not to send. That the shop or a
// person made the line smaller since is settled by an amendment; it is no fault
// of the book.
func (p *proof) forwards() error {
	return p.share(&p.result.DoubleForwards, share{
		suspects: `SELECT l.id, o.number, l.sku, l.quantity, SUM(u.quantity - COALESCE(g.agreed, 0)) FROM purchase_line u
			LEFT JOIN (SELECT purchase_line_id, SUM(before - agreed) AS agreed FROM amendment_line WHERE agreed IS NOT NULL GROUP BY purchase_line_id) g
				ON g.purchase_line_id = u.id
			JOIN forwarding f ON f.purchase_id = u.purchase_id AND f.amendment_id IS NULL JOIN purchase_order b ON b.id = u.purchase_id
			JOIN order_line l ON l.id = u.line_id JOIN sales_order o ON o.id = l.order_id
			WHERE b.state NOT IN ('refused', 'cancelled') GROUP BY l.id, o.number, l.sku, l.quantity HAVING SUM(u.quantity - COALESCE(g.agreed, 0)) > l.quantity ORDER BY l.id`,
		// What a supplier agreed not to send is given back when it agreed. Pieces
		// of an allocation that was taken back otherwise had no right to leave.
		moves: `SELECT f.started_at, u.quantity, a.routed_at, a.cancelled_at <> '' AND u.quantity > COALESCE((SELECT SUM(x.before - x.agreed) FROM amendment_line x
				WHERE x.purchase_line_id = u.id AND x.agreed IS NOT NULL), 0) FROM purchase_line u
			JOIN allocation a ON a.id = u.allocation_id JOIN purchase_order b ON b.id = u.purchase_id
			JOIN forwarding f ON f.purchase_id = u.purchase_id AND f.amendment_id IS NULL WHERE u.line_id = ? AND b.state NOT IN ('refused', 'cancelled')
			UNION ALL SELECT m.settled_at, x.agreed - x.before, a.routed_at, 0 FROM purchase_line u
			JOIN allocation a ON a.id = u.allocation_id JOIN purchase_order b ON b.id = u.purchase_id
			JOIN amendment_line x ON x.purchase_line_id = u.id AND x.agreed IS NOT NULL JOIN amendment m ON m.id = x.amendment_id
			WHERE u.line_id = ? AND b.state NOT IN ('refused', 'cancelled') ORDER BY 1, 2`,
		tell: "Order %s: %d of %s were sold and %d were forwarded.",
	})
}

// shares: no more of an order line is given to suppliers than was sold when it
// was given.
func (p *proof) shares() error {
	return p.share(&p.result.ControlDifferences, share{
		suspects: `SELECT l.id, o.number, l.sku, l.quantity, SUM(a.quantity) FROM allocation a
			JOIN order_line l ON l.id = a.line_id JOIN sales_order o ON o.id = l.order_id
			WHERE a.cancelled_at = '' GROUP BY l.id, o.number, l.sku, l.quantity HAVING SUM(a.quantity) > l.quantity AND l.quantity > 0 ORDER BY l.id`,
		moves: `SELECT routed_at, quantity, routed_at, 0 FROM allocation WHERE line_id = ? AND cancelled_at = '' AND ? ORDER BY 1, id`,
		tell:  "Order %s: %d of %s were sold and %d are given to suppliers.",
	})
}

// share is a proof about the pieces of order lines: suspects are those of which
// more went than are sold now, with id, order, SKU and the two numbers; moves are
// a line's pieces that went, or came back, from the first on, with when they were
// allocated and whether they had no right to go.
type share struct{ suspects, moves, tell string }

func (p *proof) share(counter *int, s share) error {
	type suspect struct {
		line        int64
		number, sku string
		sold, gone  int64
	}
	var all []suspect
	err := query.New(s.suspects).Each(p.tx, func(r *sql.Rows) error {
		var x suspect
		err := r.Scan(&x.line, &x.number, &x.sku, &x.sold, &x.gone)
		all = append(all, x)
		return err
	})
	n := 0
	for _, x := range all {
		if err != nil {
			break
		}
		var fine bool
		if fine, err = p.fitted(x.line, s.moves); err != nil || fine {
			continue
		}
		if n++; n <= shown {
			p.say(s.tell, x.number, x.sold, x.sku, x.gone)
		}
	}
	if n > shown {
		p.say("... and %d more of the same kind.", n-shown)
	}
	*counter += n
	return err
}

// move is a number of pieces of a line that went at a moment, or came back below
// zero. Allocated is when they were given to a supplier; wrong are pieces that had
// no right to go.
type move struct {
	at        model.Instant
	pieces    int64
	allocated model.Instant
	wrong     bool
}

// fitted tells whether all pieces of a line fitted into what was sold when they
// went. Where the book does not keep how many that were, they did when all of them
// were allocated at once: routing gives no more than there is.
func (p *proof) fitted(line int64, moves string) (bool, error) {
	var all []move
	err := query.New(moves, line, line).Each(p.tx, func(r *sql.Rows) error {
		var m move
		err := r.Scan(&m.at, &m.pieces, &m.allocated, &m.wrong)
		all = append(all, m)
		return err
	})
	if err != nil {
		return false, err
	}
	s, err := p.sold(line)
	if err != nil {
		return false, err
	}
	gone, together := int64(0), true
	for _, m := range all {
		gone += m.pieces
		together = together && m.allocated == all[0].allocated && !m.wrong
		if most, known := s.at(m.at); m.pieces > 0 && gone > most && (known || !together) {
			return false, nil
		}
	}
	return true, nil
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
