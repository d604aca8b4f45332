// Package purchase gathers what was given to suppliers into purchase orders and
// keeps their states: drafted, approved, held back, cancelled. It checks what a
// person should know before one leaves.
//
// It must not know how suppliers are chosen, nor how orders leave the book.
package purchase

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// Service keeps the purchase orders of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the purchase orders of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Draft gathers what was given to suppliers and stands in no purchase order
// yet, and returns the ids of the purchase orders it wrote to.
func (s *Service) Draft(ctx context.Context) ([]int64, error) {
	var ids []int64
	err := s.change(ctx, func(tx *store.Tx) (orders []int64, err error) {
		if ids, err = Draft(tx); err != nil {
			return nil, err
		}
		return Orders(tx.DB, ids)
	}, false)
	return ids, err
}

// Approve lets drafts leave, all or none. One with a blocking warning is refused.
func (s *Service) Approve(ctx context.Context, ids []int64) error {
	return s.change(ctx, func(tx *store.Tx) ([]int64, error) {
		found, err := Review(tx.DB, tx.Today, ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if why := Blocked(found[id]); why != "" {
				number, err := numberOf(tx, id)
				if err != nil {
					return nil, err
				}
				return nil, model.Errorf(model.Refused, "%s cannot be approved. %s Nothing was approved.", number, why)
			}
			if err := Move(tx, id, model.PurchaseApproved, ""); err != nil {
				return nil, err
			}
		}
		return Orders(tx.DB, ids)
	}, false)
}

// Hold takes approvals back, all or none; why is kept in the history.
func (s *Service) Hold(ctx context.Context, ids []int64, why string) error {
	return s.change(ctx, func(tx *store.Tx) ([]int64, error) {
		for _, id := range ids {
			if err := Move(tx, id, model.PurchaseDraft, why); err != nil {
				return nil, err
			}
		}
		return Orders(tx.DB, ids)
	}, false)
}

// Cancel ends purchase orders that have not left, all or none, and takes back
// what stands in them, so that the lines wait for a supplier again.
func (s *Service) Cancel(ctx context.Context, ids []int64, why string) error {
	return s.change(ctx, func(tx *store.Tx) ([]int64, error) {
		var orders []int64
		for _, id := range ids {
			p, err := load(tx, id)
			if err != nil {
				return nil, err
			}
			if err := p.State.CanCancel(); err != nil {
				return nil, model.Errorf(model.Refused, "%s cannot be cancelled. %s Nothing was changed.", p.Number, err)
			}
			o, err := CancelTx(tx, id, why)
			if err != nil {
				return nil, err
			}
			orders = append(orders, o...)
		}
		return orders, nil
	}, true)
}

// change runs fn in a transaction and tells the screens of the orders it names;
// where costs changed it brings their books along.
func (s *Service) change(ctx context.Context, fn func(tx *store.Tx) (orders []int64, err error), costs bool) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		orders, err := fn(tx)
		if err != nil {
			return err
		}
		if costs {
			if err := Rebook(tx, orders); err != nil {
				return err
			}
		}
		s.announce(tx, orders, costs)
		return nil
	})
}

// Rebook brings the books of orders along whose suppliers or prices changed.
func Rebook(tx *store.Tx, orders []int64) error {
	if len(orders) == 0 {
		return nil
	}
	books, err := order.Begin(tx, 0)
	if err != nil {
		return err
	}
	_, err = books.Resync(orders, nil)
	return err
}

// announce tells the screens after the commit. No orders means no order: the
// topic would take an empty list for all.
func (s *Service) announce(tx *store.Tx, orders []int64, costs bool) {
	tx.After(func() {
		s.bus.PurchasesChanged.Publish(nil)
		if len(orders) == 0 {
			return
		}
		s.bus.OrdersChanged.Publish(orders)
		if costs {
			s.bus.BooksChanged.Publish(nil)
		}
	})
}

// Orders lists the sales orders in purchase orders.
func Orders(q *gorm.DB, purchases []int64) ([]int64, error) {
	var ids []int64
	err := q.Raw(`SELECT DISTINCT order_id FROM purchase_line WHERE purchase_id IN ? ORDER BY order_id`, purchases).Scan(&ids).Error
	return ids, err
}

// CancelTx ends a purchase order within a transaction, also one that turned out
// not to have reached the supplier, and takes back what stands in it. The lines
// stay as a record. It returns the orders whose books are to be brought along.
func CancelTx(tx *store.Tx, id int64, why string) ([]int64, error) {
	if err := Move(tx, id, model.PurchaseCancelled, why); err != nil {
		return nil, err
	}
	return cancelLines(tx, id, why)
}

// cancelLines takes back what stands in a purchase order that has ended, and
// returns the orders whose books are to be brought along.
func cancelLines(tx *store.Tx, id int64, why string) ([]int64, error) {
	var ids []int64
	err := tx.Raw(`SELECT a.id FROM purchase_line l JOIN allocation a ON a.id = l.allocation_id
		WHERE l.purchase_id = ? AND a.cancelled_at = '' ORDER BY a.id`, id).Scan(&ids).Error
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	var orders []int64
	for _, a := range ids {
		c, err := allocation.Cancel(tx, a, why)
		if err != nil {
			return nil, err
		}
		if !seen[c.OrderID] {
			seen[c.OrderID] = true
			orders = append(orders, c.OrderID)
		}
	}
	return orders, nil
}

// Move takes a purchase order to another state and keeps why in the history.
// A step that is not possible is refused with its reason.
func Move(tx *store.Tx, id int64, to model.PurchaseState, why string) error {
	p, err := load(tx, id)
	if err != nil {
		return err
	}
	if err := p.State.CanGo(to); err != nil {
		return model.Errorf(model.Refused, "%s: %s", p.Number, err)
	}
	approved, sent := p.ApprovedAt, p.SentAt
	switch to {
	case model.PurchaseApproved:
		approved = tx.Now
	case model.PurchaseDraft:
		approved = ""
	case model.PurchaseSent:
		sent = tx.Now
	}
	err = tx.Exec(`UPDATE purchase_order SET state = ?, approved_at = ?, sent_at = ?, version = version + 1 WHERE id = ?`,
		string(to), string(approved), string(sent), id).Error
	if err != nil {
		return err
	}
	if err := stock.Settle(tx, id); err != nil {
		return err
	}
	return history.Record(tx, history.Subject{Kind: allocation.PurchaseKind, ID: id, Key: p.Number},
		[]history.Change{{Field: "state", Old: string(p.State), New: string(to)}}, why)
}

// head is what the steps of a purchase order depend on.
type head struct {
	ID                 int64
	Number             string
	State              model.PurchaseState
	ApprovedAt, SentAt model.Instant
}

func load(tx *store.Tx, id int64) (head, error) {
	var p head
	err := tx.Raw(`SELECT id, number, state, approved_at, sent_at FROM purchase_order WHERE id = ?`, id).Scan(&p).Error
	if err == nil && p.ID == 0 {
		err = model.Errorf(model.NotFound, "The book has no purchase order %d.", id)
	}
	return p, err
}

func numberOf(tx *store.Tx, id int64) (string, error) {
	p, err := load(tx, id)
	return p.Number, err
}
