package purchase

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/store"
)

// HeldOrder is what holding an order changed. Approved are the purchase orders
// it stood in that were approved, for taking the hold back exactly.
type HeldOrder struct {
	OrderID  int64
	Number   string
	Why      string
	Approved []int64
}

// HoldOrder holds one order back, whatever purchase orders it stands in. It
// leaves those that hold other orders, which stay approved without it; one of
// its own becomes a draft that cannot be approved. Suppliers and prices stay as
// they were chosen. What has left, or is leaving, cannot be held.
func (s *Service) HoldOrder(ctx context.Context, orderID int64, why string) (HeldOrder, error) {
	var h HeldOrder
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if h, err = HoldTx(tx, orderID, why); err != nil {
			return err
		}
		s.announce(tx, []int64{orderID}, false)
		return nil
	})
	return h, err
}

// ReleaseOrder ends the hold of an order. It goes back to the purchase order of
// its supplier that can still change, which then waits to be approved again, or
// to a new one. It returns the purchase orders it stands in.
func (s *Service) ReleaseOrder(ctx context.Context, orderID int64, why string) ([]int64, error) {
	var ids []int64
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if ids, err = ReleaseTx(tx, orderID, why); err != nil {
			return err
		}
		s.announce(tx, []int64{orderID}, false)
		return nil
	})
	return ids, err
}

// UndoHold releases an order and approves again what was approved before, as
// far as nothing speaks against it now.
func (s *Service) UndoHold(ctx context.Context, h HeldOrder) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		ids, err := ReleaseTx(tx, h.OrderID, "the hold was taken back")
		if err != nil {
			return err
		}
		if len(h.Approved) > 0 {
			if err := approveAgain(tx, ids); err != nil {
				return err
			}
		}
		s.announce(tx, []int64{h.OrderID}, false)
		return nil
	})
}

// StillHeld tells whether all of these orders are held, so that the holds can be
// taken back.
func (s *Service) StillHeld(ctx context.Context, holds []HeldOrder) (all bool, err error) {
	all = true
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		held, err := allocation.Holds(q)
		for _, h := range holds {
			if _, ok := held[h.OrderID]; !ok {
				all = false
			}
		}
		return err
	})
	return all, err
}

// approveAgain approves those drafts that nothing blocks.
func approveAgain(tx *store.Tx, ids []int64) error {
	found, err := Review(tx.DB, tx.Today, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		p, err := load(tx, id)
		if err != nil {
			return err
		}
		if p.State != model.PurchaseDraft || Blocked(found[id]) != "" {
			continue
		}
		if err := Move(tx, id, model.PurchaseApproved, "the hold was taken back"); err != nil {
			return err
		}
	}
	return nil
}

// holdable is an order with what of it can still be held.
type holdable struct {
	model.Order
	Shop  string
	Lines []int64
}

func loadHoldable(q *gorm.DB, orderID int64) (*holdable, error) {
	var o struct {
		ID           int64
		Number, Shop string
		CancelledOn  model.Date
		Payment      model.Payment
		Fulfilment   model.Fulfilment
		ArchivedAt   model.Instant
	}
	err := q.Raw(`SELECT o.id, o.number, s.name AS shop, o.cancelled_on, o.payment, o.fulfilment, o.archived_at
		FROM sales_order o JOIN shop s ON s.id = o.shop_id WHERE o.id = ?`, orderID).Scan(&o).Error
	if err == nil && o.ID == 0 {
		err = model.Errorf(model.NotFound, "The book has no order %d.", orderID)
	}
	if err != nil {
		return nil, err
	}
	h := &holdable{Shop: o.Shop, Order: model.Order{ID: o.ID, Number: o.Number, CancelledOn: o.CancelledOn, Payment: o.Payment, Fulfilment: o.Fulfilment}}
	if why := h.Closed(); why != "" {
		return nil, model.Errorf(model.Refused, "Order %s is %s in the shop: there is nothing to hold.", h.Number, why)
	}
	if o.ArchivedAt != "" {
		return nil, model.Errorf(model.Refused, "Order %s is archived: there is nothing to hold.", h.Number)
	}
	err = q.Raw(`SELECT l.id FROM order_line l WHERE l.order_id = ? AND l.shippable = 1 AND l.fulfilment IN ('pending', 'partial') AND l.quantity >
		(SELECT COALESCE(SUM(a.quantity), 0) FROM allocation a JOIN purchase_line pl ON pl.allocation_id = a.id JOIN purchase_order p ON p.id = pl.purchase_id
			WHERE a.line_id = l.id AND a.cancelled_at = '' AND p.state NOT IN ('draft', 'approved'))
		ORDER BY l.position`, orderID).Scan(&h.Lines).Error
	if err == nil && len(h.Lines) == 0 {
		err = model.Errorf(model.Refused, "Nothing of order %s waits any more: it has left, or the shop sends it.", h.Number)
	}
	return h, err
}

func (h *holdable) subject() history.Subject {
	return history.Subject{Kind: order.Kind, ID: h.ID, Key: h.Shop + " " + h.Number}
}

// HoldTx is HoldOrder within a transaction.
func HoldTx(tx *store.Tx, orderID int64, why string) (HeldOrder, error) {
	done := HeldOrder{OrderID: orderID}
	o, err := loadHoldable(tx.DB, orderID)
	if err != nil {
		return done, err
	}
	done.Number = o.Number
	held, err := allocation.Holds(tx.DB)
	if err != nil {
		return done, err
	}
	if h, ok := held[orderID]; ok {
		return done, model.Errorf(model.Conflict, "Order %s is held already: %s", o.Number, h.Reason)
	}
	if why == "" {
		why = "Held by hand."
	}
	done.Why = why
	if done.Approved, err = leave(tx, orderID, why); err != nil {
		return done, err
	}
	for _, line := range o.Lines {
		err := tx.Exec(`INSERT INTO held_line (line_id, code, reason, held_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (line_id) DO UPDATE SET code = excluded.code, reason = excluded.reason, held_at = excluded.held_at`,
			line, allocation.HeldByHand, why, string(tx.Now)).Error
		if err != nil {
			return done, err
		}
	}
	return done, history.Record(tx, o.subject(), []history.Change{{Field: "held", Old: "no", New: "yes"}}, why)
}

// HoldAll holds orders within a transaction. One that is held already, or of
// which nothing waits, stays as it is.
func HoldAll(tx *store.Tx, orders []int64, why string) error {
	for _, id := range orders {
		switch _, err := HoldTx(tx, id, why); model.CodeOf(err) {
		case "", model.Refused, model.Conflict:
		default:
			return err
		}
	}
	return nil
}

// leave takes the order out of the purchase orders that can still change, and
// returns those that were approved.
func leave(tx *store.Tx, orderID int64, why string) ([]int64, error) {
	var stands []struct {
		ID     int64
		State  model.PurchaseState
		Others int
	}
	err := tx.Raw(`SELECT p.id, p.state, (SELECT COUNT(*) FROM purchase_line x WHERE x.purchase_id = p.id AND x.order_id <> ?) AS others
		FROM purchase_order p WHERE p.state IN ('draft', 'approved') AND p.id IN (SELECT purchase_id FROM purchase_line WHERE order_id = ?)
		ORDER BY p.id`, orderID, orderID).Scan(&stands).Error
	var approved []int64
	for _, p := range stands {
		if p.State == model.PurchaseApproved {
			approved = append(approved, p.ID)
		}
		switch {
		case p.Others > 0:
			err = takeOut(tx, p.ID, orderID, why)
		case p.State == model.PurchaseApproved:
			err = Move(tx, p.ID, model.PurchaseDraft, why)
		}
		if err != nil {
			return nil, err
		}
	}
	return approved, err
}

// takeOut removes the lines of an order from a purchase order; what they stand
// for stays with the supplier, in no purchase order.
func takeOut(tx *store.Tx, purchaseID, orderID int64, why string) error {
	var lines []struct {
		ID          int64
		SKU, Number string
		Quantity    model.Quantity
	}
	err := tx.Raw(`SELECT l.id, l.sku, o.number, l.quantity FROM purchase_line l JOIN sales_order o ON o.id = l.order_id
		WHERE l.purchase_id = ? AND l.order_id = ? ORDER BY l.position`, purchaseID, orderID).Scan(&lines).Error
	if err != nil {
		return err
	}
	var changes []history.Change
	for _, l := range lines {
		if err := tx.Exec(`DELETE FROM purchase_line WHERE id = ?`, l.ID).Error; err != nil {
			return err
		}
		changes = append(changes, history.Change{Field: "line", Old: fmt.Sprintf("%s of order %s, %d pieces", l.SKU, l.Number, l.Quantity)})
	}
	if _, err := allocation.Total(tx, purchaseID); err != nil {
		return err
	}
	number, err := numberOf(tx, purchaseID)
	if err != nil {
		return err
	}
	return history.Record(tx, history.Subject{Kind: allocation.PurchaseKind, ID: purchaseID, Key: number}, changes, why)
}

// ReleaseTx is ReleaseOrder within a transaction.
func ReleaseTx(tx *store.Tx, orderID int64, why string) ([]int64, error) {
	held, err := allocation.Holds(tx.DB)
	if err != nil {
		return nil, err
	}
	h, ok := held[orderID]
	if !ok {
		return nil, model.Errorf(model.Conflict, "This order is not held, or not any more: load the list again.")
	}
	err = tx.Exec(`DELETE FROM held_line WHERE code = ? AND line_id IN (SELECT id FROM order_line WHERE order_id = ?)`, allocation.HeldByHand, orderID).Error
	if err != nil {
		return nil, err
	}
	var o struct{ Shop, Number string }
	err = tx.Raw(`SELECT s.name AS shop, o.number FROM sales_order o JOIN shop s ON s.id = o.shop_id WHERE o.id = ?`, orderID).Scan(&o).Error
	if err != nil {
		return nil, err
	}
	subject := history.Subject{Kind: order.Kind, ID: orderID, Key: o.Shop + " " + o.Number}
	if err := history.Record(tx, subject, []history.Change{{Field: "held", Old: h.Reason, New: "no"}}, why); err != nil {
		return nil, err
	}
	if err := reopen(tx, orderID, o.Number); err != nil {
		return nil, err
	}
	if _, err := Draft(tx); err != nil {
		return nil, err
	}
	var ids []int64
	err = tx.Raw(`SELECT DISTINCT l.purchase_id FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
		WHERE l.order_id = ? AND p.state IN ('draft', 'approved') ORDER BY l.purchase_id`, orderID).Scan(&ids).Error
	return ids, err
}

// reopen makes drafts of the approved purchase orders that a released order
// goes back to: those of suppliers that gather, where no draft is open.
func reopen(tx *store.Tx, orderID int64, number string) error {
	var ids []int64
	err := tx.Raw(`SELECT MAX(p.id) FROM allocation a JOIN order_line l ON l.id = a.line_id JOIN supplier s ON s.id = a.supplier_id
		LEFT JOIN purchase_line pl ON pl.allocation_id = a.id
		JOIN purchase_order p ON p.supplier_id = a.supplier_id AND p.currency = a.currency AND p.state = 'approved'
		WHERE l.order_id = ? AND a.cancelled_at = '' AND pl.id IS NULL AND s.batching <> ?
			AND NOT EXISTS (SELECT 1 FROM purchase_order d WHERE d.supplier_id = a.supplier_id AND d.currency = a.currency AND d.state = 'draft')
		GROUP BY a.supplier_id, a.currency ORDER BY 1`, orderID, string(model.PerOrder)).Scan(&ids).Error
	for _, id := range ids {
		if err := Move(tx, id, model.PurchaseDraft, "order "+number+" was released into it"); err != nil {
			return err
		}
	}
	return err
}
