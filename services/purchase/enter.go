package purchase

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
)

// take records what is new in the input and accepts its price where that is
// said.
func (a *answer) take(at record.Ref, in *Acknowledgement) (record.Outcome, error) {
	if err := a.plausible(at, in); err != nil {
		return "", err
	}
	lines, err := a.match(at, in.Lines)
	if err != nil {
		return "", err
	}
	r := ackRow{Dated: a.dateOf(in), Reference: in.Reference, Refused: in.Refused}
	if r.Refused == "" {
		r.Refused = a.nothingComes(lines)
	}
	if err := a.costsStand(at, lines); err != nil {
		return "", err
	}
	outcome := record.Unchanged
	switch {
	case onlyAccepts(in) && a.last.ID != 0, a.same(r, lines):
	case a.last.ID == 0:
		outcome, err = record.Created, a.record(r, lines)
	default:
		outcome, err = record.Updated, a.record(r, lines)
	}
	if err != nil || !in.AcceptPrice || a.last.Price != priceRaised {
		return outcome, err
	}
	if outcome == record.Unchanged {
		outcome = record.Updated
	}
	return outcome, a.accept()
}

// dateOf is the day of the answer; the same answer again, a day later, keeps its
// day.
func (a *answer) dateOf(in *Acknowledgement) model.Date {
	switch {
	case in.Date != "":
		return in.Date
	case a.last.ID != 0 && in.Reference == a.last.Reference:
		return a.last.Dated
	}
	return a.tx.Today
}

// same tells whether the newest answer said just that.
func (a *answer) same(r ackRow, lines []ackLine) bool {
	return a.last.ID != 0 && a.last.Dated == r.Dated && a.last.Reference == r.Reference && a.last.Refused == r.Refused && slices.EqualFunc(lines, a.said, ackLine.same)
}

func (l ackLine) same(o ackLine) bool {
	l.why, o.why = "", ""
	return l == o
}

// onlyAccepts tells whether the input says nothing but that a price is accepted.
func onlyAccepts(in *Acknowledgement) bool {
	return in.AcceptPrice && in.Date == "" && in.Reference == "" && in.Refused == "" && len(in.Lines) == 0
}

// record writes the answer and takes the purchase order along.
func (a *answer) record(r ackRow, lines []ackLine) error {
	r.Price = asOrdered
	if r.Refused == "" && len(a.raised(lines)) > 0 {
		r.Price = priceRaised
	}
	if err := a.allowed(r); err != nil {
		return err
	}
	if err := a.write(&r, lines); err != nil {
		return err
	}
	a.last, a.said = r, lines
	if err := a.remember(r, lines); err != nil {
		return err
	}
	if r.Refused != "" {
		return a.refuse(r.Refused)
	}
	if err := a.lower(lines); err != nil {
		return err
	}
	switch {
	case a.refills() && a.arrived():
		_, err := arrive(a.tx, a.head.ID, false, cmp.Or(a.by, r.Reference))
		return err
	case r.Price == asOrdered && a.head.State == model.PurchaseSent:
		return Move(a.tx, a.head.ID, model.PurchaseAcknowledged, cmp.Or(a.by, r.Reference))
	}
	return nil
}

// write keeps the rows of the answer; a raised price that was not accepted yet is
// no question any more.
func (a *answer) write(r *ackRow, lines []ackLine) error {
	if a.last.Price == priceRaised {
		if err := a.tx.Exec(`UPDATE acknowledgement SET price = ? WHERE id = ?`, replaced, a.last.ID).Error; err != nil {
			return err
		}
	}
	err := a.tx.Raw(`INSERT INTO acknowledgement (purchase_id, dated, reference, refused, price, recorded_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		a.head.ID, string(r.Dated), r.Reference, r.Refused, r.Price, string(a.tx.Now)).Scan(&r.ID).Error
	if err != nil {
		return err
	}
	for _, l := range lines {
		err := a.tx.Exec(`INSERT INTO `+a.table()+` (acknowledgement_id, `+a.column()+`, quantity, backorder, price, ship_date) VALUES (?, ?, ?, ?, ?, ?)`,
			r.ID, l.LineID, int64(l.Quantity), int64(l.Backorder), int64(l.Price), string(l.ShipDate)).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// allowed refuses an answer to what the supplier cannot have, or has refused.
func (a *answer) allowed(r ackRow) error {
	to := model.PurchaseAcknowledged
	if r.Refused != "" {
		to = model.PurchaseRefused
	}
	if r.Refused == "" {
		switch a.head.State {
		case model.PurchaseAcknowledged, model.PurchasePartShipped, model.PurchaseShipped, model.PurchaseClosed:
			return nil
		}
	}
	if err := a.head.State.CanGo(to); err != nil {
		return model.Errorf(model.Refused, "%s: %s", a.head.Number, err)
	}
	return nil
}

// raised lists what is said of lines whose price is above ours.
func (a *answer) raised(lines []ackLine) []ackLine {
	var all []ackLine
	for _, l := range lines {
		if l.Price > a.line(l.LineID).UnitCost {
			all = append(all, l)
		}
	}
	return all
}

func (a *answer) line(id int64) ordered {
	for _, l := range a.lines {
		if l.ID == id {
			return l
		}
	}
	return ordered{}
}

func (r ackRow) words() string { return strings.TrimSpace(string(r.Dated) + " " + r.Reference) }

// remember keeps in the history what differs from what was ordered.
func (a *answer) remember(r ackRow, lines []ackLine) error {
	changes := []history.Change{{Field: "acknowledgement", New: r.words()}}
	for _, l := range lines {
		o := a.line(l.LineID)
		if l.Quantity < o.Quantity {
			changes = append(changes, history.Change{Field: "backorder of " + o.SKU, Old: fmt.Sprint(o.Quantity), New: l.words(o.Quantity)})
		}
		if l.Price != o.UnitCost {
			changes = append(changes, history.Change{Field: "price asked for " + o.SKU, Old: o.UnitCost.String(), New: l.Price.String()})
		}
	}
	return history.Record(a.tx, a.subject(), changes, cmp.Or(r.Refused, a.by))
}

func (a *answer) subject() history.Subject {
	return history.Subject{Kind: allocation.PurchaseKind, ID: a.head.ID, Key: a.head.Number}
}

// refuse gives the lines back. Their orders are held with the reason: routed
// again at once they would go to the same supplier.
func (a *answer) refuse(why string) error {
	if err := Move(a.tx, a.head.ID, model.PurchaseRefused, why); err != nil {
		return err
	}
	orders, err := cancelLines(a.tx, a.head.ID, "the supplier refused it: "+why)
	if err != nil {
		return err
	}
	return HoldAll(a.tx, orders, a.head.Number+" was refused: "+why)
}

// accept takes the prices of the last answer as agreed.
func (a *answer) accept() error {
	var changes []history.Change
	for _, l := range a.raised(a.said) {
		o := a.line(l.LineID)
		if err := a.cost(l); err != nil {
			return err
		}
		changes = append(changes, history.Change{Field: "unit_cost of " + o.SKU, Old: o.UnitCost.String(), New: l.Price.String()})
	}
	if err := a.total(); err != nil {
		return err
	}
	if err := a.tx.Exec(`UPDATE acknowledgement SET price = ? WHERE id = ?`, priceAccepted, a.last.ID).Error; err != nil {
		return err
	}
	a.last.Price = priceAccepted
	if err := history.Record(a.tx, a.subject(), changes, "the supplier's higher price was accepted"); err != nil || a.head.State != model.PurchaseSent {
		return err
	}
	return Move(a.tx, a.head.ID, model.PurchaseAcknowledged, a.last.Reference)
}
