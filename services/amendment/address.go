package amendment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/store"
)

// Reach is what another delivery address of an order means for one of its
// purchase orders.
type Reach string

// How far another address still reaches.
const (
	Follows Reach = "follows" // it has not left: it leaves with the new address
	Asks    Reach = "asks"    // the supplier has it and is to be asked
	Answers Reach = "answers" // the supplier owes an answer about the address: that comes first
	Settles Reach = "settles" // whether it left is to be settled first
	TooLate Reach = "too_late"
)

// Reached is a purchase order that an order stands in.
type Reached struct {
	PurchaseID         int64
	Purchase, Supplier string
	State              model.PurchaseState
	Reach              Reach
	Open               string // the amendment that has no answer yet, where Reach is Answers
}

// Reached says what another delivery address of the order would mean for each of
// its purchase orders, in the order in which they were made. An order that is
// closed in the shop reaches none.
func (s *Service) Reached(ctx context.Context, orderID int64) ([]Reached, error) {
	var all []Reached
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		o, err := order.Read(q, orderID)
		if err != nil || o.Closed() != "" {
			return err
		}
		err = q.Raw(`SELECT DISTINCT p.id AS purchase_id, p.number AS purchase, s.name AS supplier, p.state FROM purchase_line l
			JOIN purchase_order p ON p.id = l.purchase_id JOIN supplier s ON s.id = p.supplier_id
			WHERE l.order_id = ? AND p.state NOT IN ('refused', 'cancelled') ORDER BY p.id`, orderID).Scan(&all).Error
		for i := range all {
			if err == nil {
				err = all[i].read(q, orderID)
			}
		}
		all = slices.DeleteFunc(all, func(r Reached) bool { return r.Reach == "" })
		return err
	})
	return all, err
}

// read finds out how far an address reaches. Nothing of the order being due any
// more, it reaches nothing.
func (r *Reached) read(q *gorm.DB, orderID int64) error {
	switch r.State {
	case model.PurchaseDraft, model.PurchaseApproved:
		r.Reach = Follows
		return nil
	case model.PurchaseQueued, model.PurchaseUnknown:
		r.Reach = Settles
		return nil
	}
	lines, err := linesOf(q, r.PurchaseID)
	if err != nil || !slices.ContainsFunc(lines, func(l line) bool { return l.OrderID == orderID }) {
		return err
	}
	if r.State.CanAmend() != nil || goneAll(lines, orderID) {
		r.Reach = TooLate
		return nil
	}
	r.Reach = Asks
	if r.Open, err = unanswered(q, r.PurchaseID, orderID, 0); r.Open != "" {
		r.Reach = Answers
	}
	return err
}

// unanswered is the number of the amendment that has asked, or may have, for an
// address of the order other than a contact; "" for none.
func unanswered(q *gorm.DB, purchaseID, orderID, but int64) (string, error) {
	var number string
	err := q.Raw(`SELECT number FROM amendment WHERE purchase_id = ? AND order_id = ? AND contact_id <> ? AND state IN ('queued', 'sent', 'unknown')
		ORDER BY id LIMIT 1`, purchaseID, orderID, but).Scan(&number).Error
	return number, err
}

// Followed is what came of another delivery address.
type Followed struct {
	Asked []string // amendments that leave with the next forwarding
	Later []string // purchase orders whose suppliers are to be asked when they have answered
}

// Follow asks the suppliers that have an order to send it where a person has it
// go now: the amendments are approved and leave with the next forwarding. Those
// that were to ask for an older address and have not left are withdrawn. Where an
// answer about the address is still to come, the change stays a proposal.
func (s *Service) Follow(ctx context.Context, orderID int64, reason string) (Followed, error) {
	var f Followed
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		if err := outdated(tx, orderID); err != nil {
			return err
		}
		all, err := moved(tx.DB, `AND o.id = ?`, orderID)
		if err != nil {
			return err
		}
		for i := range all {
			if err := f.ask(tx, &all[i], reason); err != nil {
				return err
			}
		}
		s.announce(tx, nil)
		return nil
	})
	if err != nil {
		return Followed{}, err
	}
	return f, nil
}

// outdated withdraws what was to ask for an address that is not the order's any
// more.
func outdated(tx *store.Tx, orderID int64) error {
	var ids []int64
	err := tx.Raw(`SELECT m.id FROM amendment m JOIN sales_order o ON o.id = m.order_id
		WHERE m.order_id = ? AND m.state IN ('draft', 'approved') AND m.contact_id <> COALESCE(o.ship_to_id, 0) ORDER BY m.id`, orderID).Scan(&ids).Error
	for _, id := range ids {
		if err == nil {
			err = Move(tx, id, model.AmendmentWithdrawn, "The address changed again.")
		}
	}
	return err
}

func (f *Followed) ask(tx *store.Tx, p *Proposal, reason string) error {
	open, err := unanswered(tx.DB, p.PurchaseID, p.OrderID, p.now)
	if err != nil {
		return err
	}
	if open != "" {
		f.Later = append(f.Later, p.Purchase)
		return nil
	}
	to, err := contactOf(tx.DB, p.now)
	if err != nil {
		return err
	}
	if lacks := missing(&to); lacks != "" {
		return model.FieldErrorf("customer", "The address has no %s, and %s is to be told of it: give it whole. Nothing was changed.", lacks, p.Supplier)
	}
	w := p.wish()
	w.origin, w.reason = byPerson, cmp.Or(reason, fmt.Sprintf("Order %s goes to another address.", p.Order))
	id, _, err := w.keep(tx)
	if err != nil {
		return err
	}
	h, err := load(tx.DB, `m.id = ?`, id)
	if err != nil {
		return err
	}
	f.Asked = append(f.Asked, h.Number)
	if h.State != model.AmendmentDraft {
		return nil
	}
	return Move(tx, id, model.AmendmentApproved, "")
}

// missing names what an address lacks that a supplier needs, "" for nothing.
func missing(c *model.Contact) string {
	for _, need := range []struct{ field, value string }{{"name", c.Name + c.Company}, {"address1", c.Address1}, {"city", c.City}, {"country", c.Country}} {
		if need.value == "" {
			return need.field
		}
	}
	return ""
}

// SameAddress tells whether suppliers are told the same of two contacts. They are
// not told the e-mail address.
func SameAddress(a, b *model.Contact) bool {
	x, y := *a, *b
	x.ID, x.Email, y.ID, y.Email = 0, "", 0, ""
	return x == y
}
