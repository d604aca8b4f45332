package routing

import (
	"github.com/dropledger/dropledger/model"
)

// boxed is a quantity that a supplier has, as it was explained when it was given.
type boxed struct {
	LineID, SupplierID int64
	Quantity           model.Quantity
	Explanation        string
	RoutedAt           model.Instant
}

// pack reads what suppliers send of an order already, but for one allocation:
// their goods, what the way of these costs, and how late they are expected.
func (r *run) pack(orderID, without int64) error {
	var rows []boxed
	err := r.q.Raw(`SELECT a.line_id, a.supplier_id, a.quantity, a.explanation, a.routed_at FROM allocation a JOIN order_line l ON l.id = a.line_id
		WHERE l.order_id = ? AND a.cancelled_at = '' AND a.id <> ? ORDER BY a.id`, orderID, without).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	b, err := r.buyer(orderID)
	if err != nil {
		return err
	}
	packed := boxes{}
	for i := range rows {
		x := &rows[i]
		w, c := b.wares[x.LineID], x.chosen()
		packed = packed.with(x.SupplierID, w.goods(x.Quantity), freightOf(c), w.known)
		late, err := r.expected(b, x, c)
		if err != nil {
			return err
		}
		mine := packed[x.SupplierID]
		mine.late = max(mine.late, late)
	}
	r.packed[orderID] = packed
	return nil
}

// chosen is the candidate the pieces went to, as it was explained. An explanation
// that cannot be read says nothing: it must not keep the other lines waiting.
func (g *boxed) chosen() Candidate {
	e, err := ParseExplanation(g.Explanation)
	if err != nil || len(e.Candidates) == 0 {
		return Candidate{}
	}
	return e.Candidates[0]
}

// freightOf is what the way costs in the home currency, 0 where it is not told.
func freightOf(c Candidate) model.Amount {
	for _, l := range c.Lines {
		if a, err := model.ParseAmount(l.Amount); l.Kind == PartShipping && err == nil {
			return a
		}
	}
	return 0
}

// expected is how many days after the promise pieces that were given are expected.
func (r *run) expected(b *buyer, g *boxed, c Candidate) (int, error) {
	if r.terms.lateDay == 0 || b.deliverBy == "" {
		return 0, nil
	}
	if err := r.loadTimes(); err != nil {
		return 0, err
	}
	s, ok := r.market.Supplier(g.SupplierID)
	if !ok {
		return 0, nil
	}
	days, _, _, known := r.terms.late(&candidate{supplier: s, days: c.Days}, b.country)
	if !known {
		return 0, nil
	}
	since := r.today
	if g.RoutedAt != "" {
		since = model.DateOf(g.RoutedAt.Time())
	}
	return r.behind(b, since.AddDays(days)), nil
}

// behind is how many days after what was promised a day is. Days that are past
// already are the same for all and do not count.
func (r *run) behind(b *buyer, arrives model.Date) int {
	return max(0, max(b.deliverBy, r.today).DaysUntil(arrives))
}
