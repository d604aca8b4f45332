package routing

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/store"
)

// Reroute asks to give what an allocation holds to another offer.
type Reroute struct {
	Allocation int64
	Offer      int64  // 0: the offer that routing would take now
	Why        string // kept with the choice and in the history
}

// Rerouted is an allocation in place of another. Both cannot be active at once.
type Rerouted struct {
	Old, New  int64
	OrderID   int64
	Supplier  string
	Cancelled allocation.Cancelled
}

// RerouteTx takes an allocation back that has not been forwarded and gives its
// pieces to the offer a person chose, judged by the same gates as routing does.
// That choice is remembered: routing again keeps to that supplier, or holds the
// line where it cannot take it. The same supplier's offer of today takes its
// new price and leaves open who chose; offer 0 gives the choice back to
// routing. The caller gathers purchase orders and brings the books along.
func RerouteTx(tx *store.Tx, o Reroute) (Rerouted, error) {
	r, err := newRun(tx, nil)
	if err != nil {
		return Rerouted{}, err
	}
	l, q, err := given(tx.DB, o.Allocation)
	if err != nil {
		return Rerouted{}, err
	}
	before, err := r.chosen(o.Allocation)
	if err != nil {
		return Rerouted{}, err
	}
	done := Rerouted{Old: o.Allocation, OrderID: l.OrderID}
	if done.Cancelled, err = allocation.Cancel(tx, o.Allocation, o.why()); err != nil {
		return Rerouted{}, err
	}
	if err := r.pack(l.OrderID, 0); err != nil {
		return Rerouted{}, err
	}
	all, err := r.candidates(l, q)
	if err != nil {
		return Rerouted{}, err
	}
	if o.Offer != 0 && prefer(all, func(c *candidate) bool { return c.offer.ID == o.Offer }) == nil {
		return Rerouted{}, model.Errorf(model.NotFound, "That offer is no longer one for %s: look at the suppliers again.", l.label())
	}
	if o.Offer != 0 && len(all) > 0 {
		all[0].overrule()
	}
	if len(all) == 0 || all[0].gate != "" {
		return Rerouted{}, o.refused(l, q, all)
	}
	best := &all[0]
	by := o.choice(best, before, done.Cancelled.Supplier)
	done.Supplier = best.supplier.Name
	done.New, err = r.give(&pick{line: l, quantity: q, all: all, by: by})
	return done, err
}

func (o *Reroute) why() string {
	if o.Why == "" {
		return "routed anew by hand"
	}
	return o.Why
}

// choice is who chose from now on.
func (o *Reroute) choice(c *candidate, before *choice, former string) *choice {
	switch {
	case o.Offer == 0:
		return nil
	case c.supplier.Name == former:
		return before
	}
	return &choice{c.supplier.ID, c.supplier.Name, o.Why}
}

func (o *Reroute) refused(l *line, q model.Quantity, all []candidate) error {
	if o.Offer != 0 && len(all) > 0 {
		return model.Errorf(model.Refused, "%s cannot take it: %s. Nothing was changed.", all[0].supplier.Name, all[0].reason)
	}
	return model.Errorf(model.Refused, "%s Nothing was changed.", refusal(l, q, all).reason)
}

// given reads the line of an allocation, and how many pieces of it it holds.
func given(q *gorm.DB, allocationID int64) (*line, model.Quantity, error) {
	var row struct {
		Allocated model.Quantity
		Line      line `gorm:"embedded"`
	}
	err := q.Raw(`SELECT g.quantity AS allocated, `+standingColumns+` FROM allocation g JOIN order_line l ON l.id = g.line_id
		JOIN sales_order o ON o.id = l.order_id JOIN shop s ON s.id = o.shop_id WHERE g.id = ?`, allocationID).Scan(&row).Error
	if err == nil && row.Line.ID == 0 {
		err = model.Errorf(model.NotFound, "The book has no allocation %d.", allocationID)
	}
	return &row.Line, row.Allocated, err
}

// UndoRerouteTx takes a Reroute back: the former allocation stands again as it
// was, with its prices and reasons. It returns the new allocation's id. One
// that has been forwarded, or taken back otherwise, is refused.
func UndoRerouteTx(tx *store.Tx, done Rerouted) (int64, error) {
	if _, err := allocation.Cancel(tx, done.New, "the new choice was taken back"); err != nil {
		return 0, err
	}
	return again(tx, done.Old)
}

// again makes an allocation that was taken back stand once more, as it was.
func again(tx *store.Tx, old int64) (int64, error) {
	var id int64
	err := tx.Raw(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at, stock_cost)
		SELECT line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at, stock_cost
		FROM allocation WHERE id = ? RETURNING id`, old).Scan(&id).Error
	return id, err
}

// Survey judges today, without changing anything, every supplier for what an
// allocation holds, its own pieces counting as free; the best first. Chosen is
// whom the allocation is with.
func Survey(q *gorm.DB, today model.Date, allocationID int64) (Explanation, error) {
	r, err := newLook(q, today)
	if err != nil {
		return Explanation{}, err
	}
	r.without = allocationID
	l, quantity, err := given(q, allocationID)
	if err != nil {
		return Explanation{}, err
	}
	e, err := r.survey(l, quantity)
	if err != nil {
		return e, err
	}
	by, err := r.chosen(allocationID)
	if by != nil {
		e.Manual, e.Reason = true, by.reason
	}
	if err != nil {
		return e, err
	}
	err = q.Raw(`SELECT s.name FROM allocation a JOIN supplier s ON s.id = a.supplier_id WHERE a.id = ?`, allocationID).Scan(&e.Chosen).Error
	return e, err
}

// SurveyLine is Survey for what a line still needs.
func SurveyLine(q *gorm.DB, today model.Date, lineID int64) (Explanation, error) {
	r, err := newLook(q, today)
	if err != nil {
		return Explanation{}, err
	}
	l, err := lineOf(q, lineID)
	if err != nil {
		return Explanation{}, err
	}
	need := l.Quantity - l.Waiting - l.Forwarded
	return r.survey(l, max(need, 1))
}

func lineOf(q *gorm.DB, id int64) (*line, error) {
	var l line
	err := q.Raw(`SELECT `+standingColumns+` FROM order_line l JOIN sales_order o ON o.id = l.order_id JOIN shop s ON s.id = o.shop_id
		WHERE l.id = ?`, id).Scan(&l).Error
	if err == nil && l.ID == 0 {
		err = model.Errorf(model.NotFound, "The book has no order line %d.", id)
	}
	return &l, err
}

func (r *run) survey(l *line, q model.Quantity) (Explanation, error) {
	e := Explanation{Quantity: q, Country: l.Country, Date: r.today, HomeCurrency: r.home}
	if err := r.pack(l.OrderID, r.without); err != nil {
		return e, err
	}
	all, err := r.candidates(l, q)
	for i := range all {
		e.Candidates = append(e.Candidates, all[i].written(r.home))
	}
	return e, err
}
