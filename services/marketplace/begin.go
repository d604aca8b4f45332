package marketplace

import (
	"context"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
)

// Begin notes that an order is about to be typed into its marketplace: from now
// on it leaves in no other way, and is asked after until somebody says what
// became of it. It returns the id of the purchase order that the order stands in
// now, its own where it stood among others.
func (s *Service) Begin(ctx context.Context, purchaseID, orderID int64) (int64, error) {
	id := purchaseID
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if id, err = purchase.Split(tx, purchaseID, orderID); err != nil {
			return err
		}
		return s.forward.BeginByHand(tx.Context(), id)
	})
	return id, err
}

// Ask makes all that was begun and not saved unknown, but for what is on the
// screen right now; it returns how many.
func (s *Service) Ask(ctx context.Context, now ...int64) (int, error) {
	return s.forward.ForgetByHand(ctx, now...)
}

// TakeBack takes the word of a person that nothing was ordered: the order can be
// placed again, held, or left to another supplier.
func (s *Service) TakeBack(ctx context.Context, purchaseID int64) error {
	return s.forward.TakeBackByHand(ctx, purchaseID, "nothing was ordered")
}

// Hold holds an order back with a reason, on the word that nothing was ordered
// where it was begun.
func (s *Service) Hold(ctx context.Context, i *Item, why string) (purchase.HeldOrder, error) {
	var h purchase.HeldOrder
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if i.Begun() {
			if err := s.TakeBack(tx.Context(), i.PurchaseID); err != nil {
				return err
			}
		}
		h, err = s.purchases.HoldOrder(tx.Context(), i.OrderID, why)
		return err
	})
	return h, err
}

// gone is the code of a line that nobody has who could send it, as routing has it.
const gone = "no_supplier"

// NotThere takes articles of an order back because the marketplace does not have
// them any more; no lines are all of the order. They wait for a supplier again
// with the reason, and the supplier's stock of them counts as none from today
// on, so that routing looks elsewhere.
func (s *Service) NotThere(ctx context.Context, i *Item, lines []int64, why string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if i.Begun() {
			if err := s.TakeBack(tx.Context(), i.PurchaseID); err != nil {
				return err
			}
		}
		var all []line
		if err := tx.Raw(selectLines, []int64{i.PurchaseID}).Scan(&all).Error; err != nil {
			return err
		}
		var supplierID int64
		if err := tx.Raw(`SELECT supplier_id FROM purchase_order WHERE id = ?`, i.PurchaseID).Scan(&supplierID).Error; err != nil {
			return err
		}
		reason := "Not available at " + i.Supplier + "."
		if why != "" {
			reason += " " + why
		}
		found := false
		for n := range all {
			if l := &all[n]; l.OrderID == i.OrderID && (len(lines) == 0 || slices.Contains(lines, l.LineID)) {
				found = true
				if err := giveBack(tx, l, returned{supplierID, reason}); err != nil {
					return err
				}
			}
		}
		if !found {
			return model.Errorf(model.Conflict, "The articles do not stand in %s any more: load the list again.", i.Purchase)
		}
		tx.After(func() {
			s.bus.PurchasesChanged.Publish(nil)
			s.bus.OrdersChanged.Publish([]int64{i.OrderID})
			s.bus.OffersChanged.Publish(nil)
			s.bus.BooksChanged.Publish(nil)
		})
		return purchase.Rebook(tx, []int64{i.OrderID})
	})
}

type returned struct {
	supplierID int64
	reason     string
}

// giveBack takes one line back from its supplier.
func giveBack(tx *store.Tx, l *line, r returned) error {
	if _, err := allocation.Cancel(tx, l.AllocationID, r.reason); err != nil {
		return err
	}
	if l.ProductID != 0 {
		_, _, _, err := sourcing.ApplyStock(tx, model.StockCount{SupplierID: r.supplierID, ProductID: l.ProductID})
		if err != nil {
			return err
		}
	}
	return tx.Exec(`INSERT INTO held_line (line_id, code, reason, held_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (line_id) DO UPDATE SET code = excluded.code, reason = excluded.reason, held_at = excluded.held_at`,
		l.LineID, gone, r.reason, string(tx.Now)).Error
}
