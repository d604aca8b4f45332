package approval

import (
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
)

// sheet is what the margin sheet says of one line of an order.
type sheet struct {
	OrderID, LineID int64
	Net, CM2, CM4   model.Amount
}

const selectSheet = `SELECT m.order_id, m.line_id, SUM(m.goods - m.discount + m.shipping - m.refund) AS net,
	SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost) AS cm2,
	SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost - m.cm3_cost - m.cm4_cost) AS cm4
	FROM margin_line m WHERE m.order_id IN ? GROUP BY m.order_id, m.line_id`

// margins fills in what is left of each order: of the whole order where all
// that it sends stands in one purchase order, else of the lines that do.
func (r *reading) margins() error {
	ids := r.orders()
	sheets := map[int64][]sheet{}
	sends := map[int64]map[int64]bool{} // lines that go to a supplier, by order
	for some := range slices.Chunk(ids, atOnce) {
		var rows []sheet
		if err := r.q.Raw(selectSheet, some).Scan(&rows).Error; err != nil {
			return err
		}
		for _, s := range rows {
			sheets[s.OrderID] = append(sheets[s.OrderID], s)
		}
		var lines []struct{ ID, OrderID int64 }
		err := r.q.Raw(`SELECT id, order_id FROM order_line WHERE order_id IN ? AND shippable = 1 AND quantity > 0`, some).Scan(&lines).Error
		if err != nil {
			return err
		}
		for _, l := range lines {
			if sends[l.OrderID] == nil {
				sends[l.OrderID] = map[int64]bool{}
			}
			sends[l.OrderID][l.ID] = true
		}
	}
	for at := range r.board.Purchases {
		p := &r.board.Purchases[at]
		for n := range p.Orders {
			r.value(&p.Orders[n], sheets[p.Orders[n].OrderID], sends[p.Orders[n].OrderID])
		}
	}
	return nil
}

func (r *reading) orders() []int64 {
	var ids []int64
	for i := range r.board.Purchases {
		for n := range r.board.Purchases[i].Orders {
			ids = append(ids, r.board.Purchases[i].Orders[n].OrderID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (r *reading) value(o *Order, of []sheet, sends map[int64]bool) {
	mine := map[int64]bool{}
	for _, l := range o.Lines {
		mine[l.LineID] = true
	}
	for line := range sends {
		o.Part = o.Part || !mine[line]
	}
	var rest model.Amount
	for _, s := range of {
		if o.Part && !mine[s.LineID] {
			continue
		}
		o.Booked = true
		o.Net, o.CM2, rest = o.Net.Add(s.Net), o.CM2.Add(s.CM2), rest.Add(s.CM4)
	}
	// Of what stands in a purchase order the review tells.
	if !o.standing {
		w := purchase.Worth{OrderID: o.OrderID, Number: o.Number, Net: o.Net, CM2: o.CM2, CM4: rest}
		if warning, ok := w.Warning(r.board.Floor, r.board.Home); ok {
			o.Warnings = append(o.Warnings, warning)
		}
	}
}
