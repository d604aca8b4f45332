package purchase

import (
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// plausible refuses an answer that cannot be: one of a day that is still to come,
// or from long before anything was ordered, and one that refuses what it also sends.
func (a *answer) plausible(at record.Ref, in *Acknowledgement) error {
	if in.Date > a.tx.Today.AddDays(1) { // it may be tomorrow already where the supplier is
		return at.Errorf("date", "date: %s is still to come: write the day of the answer", in.Date)
	}
	comes := slices.IndexFunc(in.Lines, func(l AckLine) bool { return l.Quantity != nil && *l.Quantity > 0 })
	if a.by == "" && in.Refused != "" && comes >= 0 {
		return at.Errorf("refused", "refused: the whole order is refused, and %d of %s come: leave one of the two out", *in.Lines[comes].Quantity, in.Lines[comes].SKU)
	}
	since, err := a.since()
	if err != nil || since == "" {
		return err
	}
	if in.Date != "" && in.Date < since {
		return at.Errorf("date", "date: %s is long before what %s is for was ordered: write the day of the answer", in.Date, a.head.Number)
	}
	for _, l := range in.Lines {
		if l.ShipDate != "" && l.ShipDate < since {
			return at.Errorf("lines", "ship_date of %s: %s is long before what %s is for was ordered", l.SKU, l.ShipDate, a.head.Number)
		}
	}
	return nil
}

// enteredLate is by how many days an order may come in here after it was answered:
// one typed afterwards counts as placed when it was typed.
const enteredLate = 30

// since is the first day anybody can have answered on, "" where it is not known:
// by that of the first customer's order, as a purchase order that was placed by
// hand may be entered later, and of a replenishment the day it was made.
func (a *answer) since() (model.Date, error) {
	var first model.Date
	err := a.tx.Raw(`SELECT COALESCE((SELECT MIN(o.placed_on) FROM purchase_line l JOIN sales_order o ON o.id = l.order_id WHERE l.purchase_id = p.id),
		substr(p.created_at, 1, 10)) FROM purchase_order p WHERE p.id = ?`, a.head.ID).Row().Scan(&first)
	if err != nil || first == "" {
		return "", err
	}
	return first.AddDays(-enteredLate), nil
}
