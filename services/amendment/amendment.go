// Package amendment asks suppliers to change purchase orders that have left:
// fewer pieces, none at all, or another address. Nothing of a purchase order
// changes until its supplier agreed; what was asked and answered is kept.
//
// It must not know how a message reaches a supplier, nor what it looks like.
package amendment

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

// Kinds of record in messages and in the history.
const (
	Kind       = "amendment"
	AnswerKind = "amendment_answer"
)

// Service keeps the amendments of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the amendments of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Approve lets drafts leave with the next forwarding, all or none.
func (s *Service) Approve(ctx context.Context, ids []int64) error {
	return s.move(ctx, ids, model.AmendmentApproved, "")
}

// Hold takes approvals back, all or none.
func (s *Service) Hold(ctx context.Context, ids []int64) error {
	return s.move(ctx, ids, model.AmendmentDraft, "")
}

// Withdraw ends amendments of which the supplier was not told yet, all or none.
func (s *Service) Withdraw(ctx context.Context, ids []int64, why string) error {
	return s.move(ctx, ids, model.AmendmentWithdrawn, why)
}

func (s *Service) move(ctx context.Context, ids []int64, to model.AmendmentState, why string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if to == model.AmendmentApproved {
				if err := CanLeave(tx.DB, id); err != nil {
					return err
				}
			}
			if err := Move(tx, id, to, why); err != nil {
				return err
			}
		}
		s.announce(tx, nil)
		return nil
	})
}

// announce tells the screens after the commit; orders are those whose costs
// changed.
func (s *Service) announce(tx *store.Tx, orders []int64) {
	tx.After(func() {
		s.bus.PurchasesChanged.Publish(nil)
		if len(orders) > 0 {
			s.bus.OrdersChanged.Publish(orders)
			s.bus.BooksChanged.Publish(nil)
		}
	})
}

// head is what the steps of an amendment depend on.
type head struct {
	ID, PurchaseID         int64
	Number, Purchase       string
	Kind                   model.AmendmentKind
	State                  model.AmendmentState
	Stands                 model.PurchaseState
	OrderID, ContactID     int64
	AnsweredOn             model.Date
	Reference, Answer      string
	ApprovedAt, SentAt     model.Instant
	Supplier, SettledState string
}

func load(q *gorm.DB, where string, arg any) (head, error) {
	var h head
	err := q.Raw(`SELECT m.id, m.purchase_id, m.number, p.number AS purchase, m.kind, m.state, p.state AS stands, s.name AS supplier,
		COALESCE(m.order_id, 0) AS order_id, COALESCE(m.contact_id, 0) AS contact_id, m.answered_on, m.reference, m.answer, m.approved_at, m.sent_at
		FROM amendment m JOIN purchase_order p ON p.id = m.purchase_id JOIN supplier s ON s.id = p.supplier_id WHERE `+where, arg).Scan(&h).Error
	if err == nil && h.ID == 0 {
		err = model.Errorf(model.NotFound, "The book has no amendment %v: look at the list of amendments.", arg)
	}
	return h, err
}

// Move takes an amendment to another state and keeps why in the history. A step
// that is not possible is refused with its reason.
func Move(tx *store.Tx, id int64, to model.AmendmentState, why string) error {
	h, err := load(tx.DB, `m.id = ?`, id)
	if err != nil {
		return err
	}
	if err := h.State.CanGo(to); err != nil {
		return model.Errorf(model.Refused, "%s: %s", h.Number, err)
	}
	approved, sent, settled := h.ApprovedAt, h.SentAt, model.Instant("")
	switch to {
	case model.AmendmentApproved:
		approved = tx.Now
	case model.AmendmentDraft:
		approved = ""
	case model.AmendmentSent:
		sent = tx.Now
	}
	if !to.Open() {
		settled = tx.Now
	}
	answer := h.Answer
	if to == model.AmendmentFailed {
		answer = why
	}
	err = tx.Exec(`UPDATE amendment SET state = ?, approved_at = ?, sent_at = ?, settled_at = ?, answer = ?, version = version + 1 WHERE id = ?`,
		string(to), string(approved), string(sent), string(settled), answer, id).Error
	if err != nil {
		return err
	}
	return h.remember(tx, []history.Change{{Field: "state", Old: string(h.State), New: string(to)}}, why)
}

// remember keeps a change in the histories of the amendment and of its purchase
// order.
func (h *head) remember(tx *store.Tx, changes []history.Change, why string) error {
	if err := history.Record(tx, history.Subject{Kind: Kind, ID: h.ID, Key: h.Number}, changes, why); err != nil {
		return err
	}
	told := make([]history.Change, len(changes))
	for i, c := range changes {
		told[i] = history.Change{Field: h.Number + " " + c.Field, Old: c.Old, New: c.New}
	}
	return history.Record(tx, history.Subject{Kind: purchaseKind, ID: h.PurchaseID, Key: h.Purchase}, told, why)
}

// purchaseKind is the kind of purchase orders in the history.
const purchaseKind = "purchase"

// CanLeave tells whether an amendment may be sent now; the error of code Refused
// says why not: its purchase order went on since it was written.
func CanLeave(q *gorm.DB, id int64) error {
	h, err := load(q, `m.id = ?`, id)
	if err != nil {
		return err
	}
	if err := h.Stands.CanAmend(); err != nil {
		return model.Errorf(model.Refused, "%s cannot leave any more. %s Withdraw it.", h.Number, sentence(err))
	}
	all, err := linesOf(q, h.PurchaseID)
	if err != nil {
		return err
	}
	asked, err := askedOf(q, h.ID)
	if err != nil {
		return err
	}
	for i := range all {
		l := &all[i]
		if a, ok := asked[l.ID]; ok && (l.Quantity != a.Before || l.Gone > a.Quantity) {
			return model.Errorf(model.Refused, "%s cannot leave any more: of %s for order %s %d are due and %d have left. Withdraw it and write another.",
				h.Number, l.label(), l.OrderNo, l.Quantity, l.Gone)
		}
	}
	if h.Kind == model.AmendAddress && goneAll(all, h.OrderID) {
		return model.Errorf(model.Refused, "%s cannot leave any more: order %s is on its way. Withdraw it.", h.Number, orderNumber(all, h.OrderID))
	}
	return nil
}

func sentence(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// line is a line of a purchase order with what is due of it and what has left.
type line struct {
	ID, AllocationID, LineID, OrderID int64
	OrderNo, Shop                     string
	SKU, SupplierSKU, Name            string
	Quantity                          model.Quantity // due
	Gone                              model.Quantity // in parcels that left
}

// label is how the article is named in a sentence.
func (l *line) label() string {
	switch {
	case l.SKU != "":
		return l.SKU
	case l.SupplierSKU != "":
		return l.SupplierSKU
	}
	return l.Name
}

// linesOf reads the due lines of a purchase order. Pieces that left count for
// the first lines of their order line.
func linesOf(q *gorm.DB, purchaseID int64) ([]line, error) {
	var all []line
	err := q.Raw(`SELECT l.id, l.allocation_id, l.line_id, l.order_id, o.number AS order_no, h.name AS shop, l.sku, l.supplier_sku, l.name, l.quantity,
		`+parcel.LeftOf+` AS gone FROM purchase_due l JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id
		WHERE l.purchase_id = ? ORDER BY l.position`, purchaseID).Scan(&all).Error
	left := map[int64]model.Quantity{}
	for i := range all {
		l := &all[i]
		if _, seen := left[l.LineID]; !seen {
			left[l.LineID] = l.Gone
		}
		l.Gone = min(left[l.LineID], l.Quantity)
		left[l.LineID] -= l.Gone
	}
	return all, err
}

// asked is what an amendment says of a line of its purchase order.
type asked struct {
	PurchaseLineID   int64
	Before, Quantity model.Quantity
	Agreed           *model.Quantity
}

func askedOf(q *gorm.DB, id int64) (map[int64]asked, error) {
	var rows []asked
	err := q.Raw(`SELECT purchase_line_id, before, quantity, agreed FROM amendment_line WHERE amendment_id = ?`, id).Scan(&rows).Error
	all := make(map[int64]asked, len(rows))
	for _, r := range rows {
		all[r.PurchaseLineID] = r
	}
	return all, err
}

// goneAll tells whether all pieces of an order have left.
func goneAll(all []line, orderID int64) bool {
	for i := range all {
		if all[i].OrderID == orderID && all[i].Gone < all[i].Quantity {
			return false
		}
	}
	return true
}

func orderNumber(all []line, orderID int64) string {
	for i := range all {
		if all[i].OrderID == orderID {
			return all[i].OrderNo
		}
	}
	return fmt.Sprint(orderID)
}

// rebook brings the books of orders along whose allocations changed.
func rebook(tx *store.Tx, orders []int64) error { return purchase.Rebook(tx, orders) }
