package margin

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// Sheet is the margin of one order from its revenue down to each cost.
type Sheet struct {
	Sums                     // of the whole order, as Rows by Order has them
	Lines   map[int64]Sums   // by line, as Rows by Line has them; Orders and Quantity are 0
	Costs   []Cost           // they add up to the costs in Sums, level by level
	PerLine map[int64][]Cost // of the facts that belong to one line
}

// Cost is what one kind of cost comes to in the book's currency. Estimated is
// the part of it that no document confirms yet.
type Cost struct {
	Type      string // of a cost fact
	Level     int
	Amount    model.Amount
	Estimated model.Amount
}

// OfOrder reads the margin of one order. An order that is not in the books has
// a sheet of nothing.
func OfOrder(q *gorm.DB, id int64) (Sheet, error) {
	s := Sheet{Lines: map[int64]Sums{}, PerLine: map[int64][]Cost{}}
	err := query.New(`SELECT m.line_id, SUM(m.goods), SUM(m.discount), SUM(m.shipping), SUM(m.refund), SUM(m.cm1_cost), SUM(m.cm2_cost),
		SUM(m.cm3_cost), SUM(m.cm4_cost), SUM(m.estimated), `+costless+` FROM margin_line m LEFT JOIN order_line l ON l.id = m.line_id
		WHERE m.order_id = ? GROUP BY m.line_id`, id).Rows(q, func(r query.Row) error {
		var l Sums
		l.Goods, l.Discount, l.Shipping, l.Refund = r.Amount(1), r.Amount(2), r.Amount(3), r.Amount(4)
		for level := range l.Costs {
			l.Costs[level] = r.Amount(5 + level)
		}
		l.Estimated, l.Costless = r.Amount(9), r.Int(10)
		s.Lines[r.Int(0)] = l
		s.Add(&l)
		return nil
	})
	if err != nil {
		return s, err
	}
	return s, query.New(`SELECT COALESCE(line_id, 0), type, level, SUM(base_amount), SUM(CASE WHEN state = 'estimated' THEN base_amount ELSE 0 END)
		FROM cost_fact WHERE order_id = ? AND superseded_at = '' GROUP BY 1, 2, 3 ORDER BY 3, 2, 1`, id).Rows(q, func(r query.Row) error {
		c := Cost{Type: r.Text(1), Level: int(r.Int(2)), Amount: r.Amount(3), Estimated: r.Amount(4)}
		if line := r.Int(0); line != 0 {
			s.PerLine[line] = append(s.PerLine[line], c)
		}
		s.Costs = addCost(s.Costs, c)
		return nil
	})
}

// addCost puts what has the same type together.
func addCost(all []Cost, c Cost) []Cost {
	for i := range all {
		if all[i].Type == c.Type && all[i].Level == c.Level {
			all[i].Amount, all[i].Estimated = all[i].Amount.Add(c.Amount), all[i].Estimated.Add(c.Estimated)
			return all
		}
	}
	return append(all, c)
}
