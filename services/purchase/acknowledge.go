package purchase

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	spelling "github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// AckKind is the kind of record in messages.
const AckKind = "acknowledgement"

// Acknowledgement is what a supplier answered to a purchase order, as a form or
// the put command says it. Lines that are not named come as ordered.
type Acknowledgement struct {
	Purchase    string     `json:"purchase" key:"yes" doc:"The number of the purchase order."`
	Date        model.Date `json:"date" is:"date" default:"today" doc:"The day of the answer."`
	Reference   string     `json:"reference" max:"60" default:"none" doc:"The supplier's own order number."`
	Lines       []AckLine  `json:"lines" default:"all as ordered" doc:"What comes, by SKU. What is not named comes as ordered."`
	Refused     string     `json:"refused" default:"not refused" doc:"Why the supplier refuses the whole order. Its lines are held with this reason."`
	AcceptPrice bool       `json:"accept_price" default:"false" doc:"Agree to prices above ours. Without it they wait for a person."`
}

// AckLine is what the supplier says of one article. The price is in the purchase
// order's currency.
type AckLine struct {
	SKU      string          `json:"sku" required:"yes" doc:"Your SKU, or the supplier's."`
	Quantity *model.Quantity `json:"quantity" range:"0.." default:"as ordered" doc:"How many come. Fewer than ordered are noted as backorder."`
	Price    *record.Amount  `json:"price" default:"as ordered" doc:"The price of a piece. One above ours waits for a person."`
	ShipDate model.Date      `json:"ship_date" is:"date" default:"not said" doc:"The day it is to leave the supplier."`
}

// The states of the prices of an answer.
const (
	asOrdered     = "as_ordered"
	priceRaised   = "raised"
	priceAccepted = "accepted"
	replaced      = "replaced"
)

// Acknowledge records what suppliers answered, all or none. The purchase order
// becomes acknowledged; with a price above ours it stays as it is until a person
// accepts that; a refused one gives its lines back, held with the reason.
func (s *Service) Acknowledge(ctx context.Context, ins []Acknowledgement) (record.Result, error) {
	return record.Batch[Acknowledgement]{DB: s.db, Kind: AckKind, One: s.acknowledge}.Put(ctx, ins)
}

// AcceptPrice agrees to the prices above ours that the supplier answered with.
// The lines cost that much from now on, and the books follow.
func (s *Service) AcceptPrice(ctx context.Context, purchaseID int64) error {
	return s.change(ctx, func(tx *store.Tx) ([]int64, error) {
		a, err := newAnswer(tx, purchaseID)
		if err != nil {
			return nil, err
		}
		if a.last.Price != priceRaised {
			return nil, model.Errorf(model.Conflict, "%s has no higher price that waits to be accepted.", a.head.Number)
		}
		if err := a.accept(); err != nil {
			return nil, err
		}
		return Orders(tx.DB, []int64{purchaseID})
	}, true)
}

// answer is an acknowledgement on its way into the book.
type answer struct {
	tx    *store.Tx
	head  head
	cur   model.Currency
	lines []ordered
	last  ackRow    // the newest before it, ID 0 for none
	said  []ackLine // of the newest
}

// ordered is a line of the purchase order.
type ordered struct {
	ID               int64
	SKU, SupplierSKU string
	Quantity         model.Quantity
	UnitCost         model.Amount
}

type ackRow struct {
	ID                        int64
	Dated                     model.Date
	Reference, Refused, Price string
}

// ackLine is what is said of one line of the purchase order.
type ackLine struct {
	PurchaseLineID      int64
	Quantity, Backorder model.Quantity
	Price               model.Amount
	ShipDate            model.Date
}

func newAnswer(tx *store.Tx, purchaseID int64) (*answer, error) {
	a := &answer{tx: tx}
	var err error
	if a.head, err = load(tx, purchaseID); err != nil {
		return nil, err
	}
	if err = tx.Raw(`SELECT currency FROM purchase_order WHERE id = ?`, purchaseID).Scan(&a.cur).Error; err != nil {
		return nil, err
	}
	err = tx.Raw(`SELECT id, sku, supplier_sku, quantity, unit_cost FROM purchase_line WHERE purchase_id = ? ORDER BY position`, purchaseID).Scan(&a.lines).Error
	if err != nil {
		return nil, err
	}
	err = tx.Raw(`SELECT id, dated, reference, refused, price FROM acknowledgement WHERE purchase_id = ? ORDER BY id DESC LIMIT 1`, purchaseID).Scan(&a.last).Error
	if err != nil {
		return nil, err
	}
	return a, tx.Raw(`SELECT purchase_line_id, quantity, backorder, price, ship_date FROM acknowledgement_line WHERE acknowledgement_id = ?
		ORDER BY purchase_line_id`, a.last.ID).Scan(&a.said).Error
}

func (s *Service) acknowledge(tx *store.Tx, at record.Ref, in *Acknowledgement) (record.Outcome, int64, error) {
	var id int64
	if err := tx.Raw(`SELECT id FROM purchase_order WHERE number = ?`, in.Purchase).Scan(&id).Error; err != nil {
		return "", 0, err
	}
	if id == 0 {
		return "", 0, at.Errorf("purchase", "the book has no purchase order %s: look at the list of purchase orders", in.Purchase)
	}
	a, err := newAnswer(tx, id)
	if err != nil {
		return "", 0, err
	}
	outcome, err := a.take(at, in)
	if err != nil || outcome == record.Unchanged {
		return outcome, id, err
	}
	orders, err := Orders(tx.DB, []int64{id})
	if err != nil {
		return "", 0, err
	}
	s.announce(tx, orders, true)
	return outcome, id, Rebook(tx, orders)
}

// take records what is new in the input and accepts its price where that is
// said.
func (a *answer) take(at record.Ref, in *Acknowledgement) (record.Outcome, error) {
	lines, err := a.match(at, in.Lines)
	if err != nil {
		return "", err
	}
	r := ackRow{Dated: a.dateOf(in), Reference: in.Reference, Refused: in.Refused}
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
	return a.last.ID != 0 && a.last.Dated == r.Dated && a.last.Reference == r.Reference && a.last.Refused == r.Refused && slices.Equal(lines, a.said)
}

// onlyAccepts tells whether the input says nothing but that a price is accepted.
func onlyAccepts(in *Acknowledgement) bool {
	return in.AcceptPrice && in.Date == "" && in.Reference == "" && in.Refused == "" && len(in.Lines) == 0
}

// match lays what is said of articles over the lines of the purchase order: the
// quantity that comes fills them in their order.
func (a *answer) match(at record.Ref, said []AckLine) ([]ackLine, error) {
	lines := make([]ackLine, len(a.lines))
	for i, l := range a.lines {
		lines[i] = ackLine{PurchaseLineID: l.ID, Quantity: l.Quantity, Price: a.priceOf(l)}
	}
	used := map[int]bool{}
	for _, s := range said {
		found := false
		var all model.Quantity
		for i, l := range a.lines {
			if l.SKU == s.SKU || l.SupplierSKU != "" && l.SupplierSKU == s.SKU {
				if used[i] {
					return nil, at.Errorf("lines", "%s is named twice in lines", s.SKU)
				}
				found, used[i] = true, true
				all += l.Quantity
				a.say(&lines[i], s)
			}
		}
		if !found {
			return nil, at.Errorf("lines", "%s does not stand in %s.%s", s.SKU, a.head.Number, spelling.Hint(s.SKU, a.skus()))
		}
		if s.Quantity == nil {
			continue
		}
		if *s.Quantity > all {
			return nil, at.Errorf("lines", "%d of %s were ordered with %s, so %d cannot be acknowledged", all, s.SKU, a.head.Number, *s.Quantity)
		}
		a.fill(lines, s, *s.Quantity)
	}
	slices.SortFunc(lines, func(x, y ackLine) int { return int(x.PurchaseLineID - y.PurchaseLineID) })
	return lines, nil
}

// priceOf is the price that stands for a line: what the last answer said, so that
// saying nothing of it changes nothing.
func (a *answer) priceOf(l ordered) model.Amount {
	for _, s := range a.said {
		if s.PurchaseLineID == l.ID && a.last.Price != asOrdered {
			return s.Price
		}
	}
	return l.UnitCost
}

func (a *answer) say(l *ackLine, s AckLine) {
	l.ShipDate = s.ShipDate
	if s.Price != nil {
		l.Price = model.Amount(*s.Price)
	}
}

func (a *answer) fill(lines []ackLine, s AckLine, left model.Quantity) {
	for i, l := range a.lines {
		if l.SKU == s.SKU || l.SupplierSKU != "" && l.SupplierSKU == s.SKU {
			lines[i].Quantity = min(left, l.Quantity)
			lines[i].Backorder = l.Quantity - lines[i].Quantity
			left -= lines[i].Quantity
		}
	}
}

func (a *answer) skus() []string {
	var all []string
	for _, l := range a.lines {
		all = append(all, l.SKU)
	}
	return all
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
		err := a.tx.Exec(`INSERT INTO acknowledgement_line (acknowledgement_id, purchase_line_id, quantity, backorder, price, ship_date) VALUES (?, ?, ?, ?, ?, ?)`,
			r.ID, l.PurchaseLineID, int64(l.Quantity), int64(l.Backorder), int64(l.Price), string(l.ShipDate)).Error
		if err != nil {
			return err
		}
	}
	a.last, a.said = r, lines
	if err := a.remember(r, lines); err != nil {
		return err
	}
	switch {
	case r.Refused != "":
		return a.refuse(r.Refused)
	case r.Price == asOrdered && a.head.State == model.PurchaseSent:
		return Move(a.tx, a.head.ID, model.PurchaseAcknowledged, r.Reference)
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
		if l.Price > a.line(l.PurchaseLineID).UnitCost {
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

// remember keeps in the history what differs from what was ordered.
func (a *answer) remember(r ackRow, lines []ackLine) error {
	changes := []history.Change{{Field: "acknowledgement", New: strings.TrimSpace(string(r.Dated) + " " + r.Reference)}}
	for _, l := range lines {
		o := a.line(l.PurchaseLineID)
		if l.Backorder > 0 {
			changes = append(changes, history.Change{Field: "backorder of " + o.SKU, Old: fmt.Sprint(o.Quantity), New: fmt.Sprintf("%d come, %d do not yet", l.Quantity, l.Backorder)})
		}
		if l.Price != o.UnitCost {
			changes = append(changes, history.Change{Field: "price asked for " + o.SKU, Old: o.UnitCost.String(), New: l.Price.String()})
		}
	}
	return history.Record(a.tx, a.subject(), changes, r.Refused)
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
		o := a.line(l.PurchaseLineID)
		if err := a.tx.Exec(`UPDATE purchase_line SET unit_cost = ? WHERE id = ?`, int64(l.Price), l.PurchaseLineID).Error; err != nil {
			return err
		}
		changes = append(changes, history.Change{Field: "unit_cost of " + o.SKU, Old: o.UnitCost.String(), New: l.Price.String()})
	}
	if _, err := allocation.Total(a.tx, a.head.ID); err != nil {
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
