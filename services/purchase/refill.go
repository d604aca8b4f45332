package purchase

import (
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// What suppliers answer to replenishments is said of their own lines, which stand
// in tables of their own: no customer's order waits for them. Pieces may be
// refused line by line, and a lower price holds at once.

// refills tells whether the answer is about a replenishment.
func (a *answer) refills() bool { return a.kind == replenishment }

// table and column are where the lines of the answer stand.
func (a *answer) table() string {
	if a.refills() {
		return "acknowledgement_stock_line"
	}
	return "acknowledgement_line"
}

func (a *answer) column() string {
	if a.refills() {
		return "stock_line_id"
	}
	return "purchase_line_id"
}

func (a *answer) selectLines() string {
	if a.refills() {
		return `SELECT k.id, k.sku, k.supplier_sku, k.unit_cost, k.quantity,
			COALESCE((SELECT SUM(m.quantity) FROM stock_move m WHERE m.stock_line_id = k.id), 0) AS received
			FROM stock_line k WHERE k.purchase_id = ? ORDER BY k.position`
	}
	return `SELECT l.id, l.sku, l.supplier_sku, l.unit_cost,
		CASE WHEN a.cancelled_at = '' OR p.state IN ('refused', 'cancelled') THEN a.quantity ELSE 0 END AS quantity
		FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id JOIN allocation a ON a.id = l.allocation_id
		WHERE l.purchase_id = ? ORDER BY l.position`
}

// declines prepares what is said of an article whose missing pieces are refused:
// without a quantity none come.
func (a *answer) declines(at record.Ref, s *AckLine) error {
	switch {
	case s.Refused == "":
		return nil
	case !a.refills():
		return at.Errorf("lines", "%s is for customers, so that %s cannot be refused alone: refuse the whole order, or ask for fewer pieces by a change", a.head.Number, s.SKU)
	case s.Quantity == nil:
		s.Quantity = new(model.Quantity)
	}
	return nil
}

// nothingComes is why all pieces of a replenishment are refused, "" when some come.
func (a *answer) nothingComes(lines []ackLine) string {
	if !a.refills() || len(lines) == 0 || slices.ContainsFunc(lines, func(l ackLine) bool { return l.Quantity+l.Backorder > 0 }) {
		return ""
	}
	for _, l := range lines {
		if l.why != "" {
			return l.why
		}
	}
	return "every line was refused"
}

// arrived tells whether something of a replenishment came in.
func (a *answer) arrived() bool {
	return slices.ContainsFunc(a.lines, func(l ordered) bool { return l.Received > 0 })
}

// costsStand refuses other prices once some of a replenishment came in: the stock
// has taken it in at those that held.
func (a *answer) costsStand(at record.Ref, lines []ackLine) error {
	if !a.refills() || !a.arrived() {
		return nil
	}
	for _, l := range lines {
		if o := a.line(l.LineID); l.Price != o.UnitCost {
			return at.Errorf("lines", "some of %s came in at %s for a piece of %s: another price is for the next replenishment", a.head.Number, o.UnitCost, o.SKU)
		}
	}
	return nil
}

// lower takes prices below ours as agreed, of a replenishment.
func (a *answer) lower(lines []ackLine) error {
	var changes []history.Change
	for _, l := range lines {
		o := a.line(l.LineID)
		if !a.refills() || l.Price >= o.UnitCost {
			continue
		}
		if err := a.cost(l); err != nil {
			return err
		}
		changes = append(changes, history.Change{Field: "unit_cost of " + o.SKU, Old: o.UnitCost.String(), New: l.Price.String()})
	}
	if len(changes) == 0 {
		return nil
	}
	if err := a.total(); err != nil {
		return err
	}
	return history.Record(a.tx, a.subject(), changes, "the supplier's lower price")
}

// cost makes a line cost what the supplier answered. Of a replenishment that came
// in part it is fixed.
func (a *answer) cost(l ackLine) error {
	if a.refills() && a.arrived() {
		return model.Errorf(model.Refused, "Some of %s came in at the price it was ordered at: another price is for the next replenishment.", a.head.Number)
	}
	for i := range a.lines {
		if a.lines[i].ID == l.LineID {
			a.lines[i].UnitCost = l.Price
		}
	}
	return setCost(a.tx, a.refills(), l.LineID, l.Price)
}

func setCost(tx *store.Tx, refill bool, line int64, cost model.Amount) error {
	table := "purchase_line"
	if refill {
		table = "stock_line"
	}
	return tx.Exec(`UPDATE `+table+` SET unit_cost = ? WHERE id = ?`, int64(cost), line).Error
}

// total adds the purchase order up.
func (a *answer) total() error {
	if !a.refills() {
		_, err := allocation.Total(a.tx, a.head.ID)
		return err
	}
	var goods model.Amount
	for _, l := range a.lines {
		goods = goods.Add(l.UnitCost.Times(l.Quantity).Round(a.cur))
	}
	return a.tx.Exec(`UPDATE purchase_order SET goods = ?, total = ? + shipping, version = version + 1 WHERE id = ?`, int64(goods), int64(goods), a.head.ID).Error
}

// costs are the prices of a replenishment by line, nil of any other order.
func (a *answer) costs() map[int64]model.Amount {
	if !a.refills() {
		return nil
	}
	all := map[int64]model.Amount{}
	for _, l := range a.lines {
		all[l.ID] = l.UnitCost
	}
	return all
}

// restoreCosts takes lower prices back that held by an answer.
func (a *answer) restoreCosts(before map[int64]model.Amount) error {
	changed := false
	for _, l := range slices.Clone(a.lines) {
		if was, known := before[l.ID]; known && was != l.UnitCost {
			if err := a.cost(ackLine{LineID: l.ID, Price: was}); err != nil {
				return err
			}
			changed = true
		}
	}
	if !changed {
		return nil
	}
	return a.total()
}

// words tells what comes of a line of which so many were ordered.
func (l ackLine) words(ordered model.Quantity) string {
	said := fmt.Sprintf("%d come, %d do not yet", l.Quantity, l.Backorder)
	if never := ordered - l.Quantity - l.Backorder; never > 0 {
		said = fmt.Sprintf("%d come, %d do not yet, %d never will", l.Quantity, l.Backorder, never)
	}
	if l.why != "" {
		said += ": " + l.why
	}
	return said
}
