package purchase

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/store"
)

// Seat is the place that an allocation left in a purchase order.
type Seat struct {
	purchase int64
	basket   basket
	last     int // position
}

// Stand takes an allocation's line out of the purchase order that can still
// change, so that something else may take its seat; see Sit. In none, or in one
// that has left, nothing happens.
func Stand(tx *store.Tx, allocationID int64) (Seat, error) {
	var p struct {
		PurchaseID, SupplierID, OrderID int64
		Currency                        model.Currency
		Batching                        model.Batching
		State                           model.PurchaseState
		Last                            int
	}
	err := tx.Raw(`SELECT l.purchase_id, p.supplier_id, l.order_id, p.currency, s.batching, p.state,
		(SELECT MAX(x.position) FROM purchase_line x WHERE x.purchase_id = p.id) AS last FROM purchase_line l
		JOIN purchase_order p ON p.id = l.purchase_id JOIN supplier s ON s.id = p.supplier_id WHERE l.allocation_id = ?`, allocationID).Scan(&p).Error
	if err != nil || !p.State.Changeable() {
		return Seat{}, err
	}
	if err := tx.Exec(`DELETE FROM purchase_line WHERE allocation_id = ?`, allocationID).Error; err != nil {
		return Seat{}, err
	}
	if p.State == model.PurchaseApproved {
		if err := Move(tx, p.PurchaseID, model.PurchaseDraft, "a line of it is routed anew"); err != nil {
			return Seat{}, err
		}
	}
	b := basket{supplier: p.SupplierID, currency: p.Currency}
	if p.Batching == model.PerOrder {
		b.order = p.OrderID
	}
	return Seat{p.PurchaseID, b, p.Last}, nil
}

// Sit gathers what is loose, what belongs into the purchase order of the seat
// into that one. When nothing is left in it, it is cancelled. It returns the
// purchase orders it wrote to.
func Sit(tx *store.Tx, seat Seat, why string) ([]int64, error) {
	ids, err := gather(tx, seat)
	if err != nil || seat.purchase == 0 {
		return ids, err
	}
	lines, err := allocation.Total(tx, seat.purchase)
	if err != nil || lines > 0 {
		return ids, err
	}
	return ids, Move(tx, seat.purchase, model.PurchaseCancelled, why)
}
