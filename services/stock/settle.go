package stock

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

var one = decimal.NewFromInt(1)

// leaving is what of a purchase order comes from own stock, and how much of it
// has left.
type leaving struct {
	AllocationID, SupplierID, ProductID int64
	Supplier, SKU, Purchase             string
	Quantity                            model.Quantity
	State                               model.PurchaseState
	CancelledAt                         model.Instant
	Moved                               model.Quantity
	Value                               model.Amount // of what has left, negative
}

// Settle makes the stock say what the state of a purchase order says: what of
// it comes from own stock has left when the order is leaving or has left, and is
// back when it was called off or refused. Done twice it moves nothing more. Too
// few pieces refuse it.
func Settle(tx *store.Tx, purchaseID int64) error {
	var rows []leaving
	err := tx.Raw(`SELECT a.id AS allocation_id, a.supplier_id, ol.product_id, s.name AS supplier, pl.sku, p.number AS purchase, a.quantity, p.state, a.cancelled_at,
			COALESCE(SUM(m.quantity), 0) AS moved, COALESCE(SUM(m.value), 0) AS value
		FROM purchase_line pl JOIN purchase_order p ON p.id = pl.purchase_id JOIN allocation a ON a.id = pl.allocation_id
		JOIN order_line ol ON ol.id = a.line_id JOIN supplier s ON s.id = a.supplier_id LEFT JOIN stock_move m ON m.allocation_id = a.id
		WHERE pl.purchase_id = ? AND a.stock_cost IS NOT NULL
		GROUP BY a.id, a.supplier_id, ol.product_id, s.name, pl.sku, p.number, a.quantity, p.state, a.cancelled_at ORDER BY a.id`, purchaseID).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	m, err := NewMover(tx)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := m.settle(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// gone tells whether the pieces have to have left.
func (l *leaving) gone() bool {
	return l.CancelledAt == "" && (l.State.Forwarded() || l.State == model.PurchaseQueued)
}

func (m *Mover) settle(l *leaving) error {
	v := Move{
		SupplierID: l.SupplierID, ProductID: l.ProductID, Supplier: l.Supplier, SKU: l.SKU, Purchase: l.Purchase, AllocationID: l.AllocationID, MovedOn: m.tx.Today,
	}
	want := model.Quantity(0)
	if l.gone() {
		want = -l.Quantity
	}
	switch more := want - l.Moved; {
	case more < 0:
		b, err := Of(m.tx.DB, l.SupplierID, l.ProductID)
		if err != nil {
			return err
		}
		if b.OnHand < -more {
			return short(&b, l.Supplier, l.SKU, -more)
		}
		v.Kind, v.Quantity, v.Source = Dispatch, more, "average of the stock"
		return m.add(&v, m.take(&b, -more))
	case more > 0:
		v.Kind, v.Quantity, v.Source, v.Reason = Return, more, "as it left", "purchase order "+l.Purchase+" did not go through, or not all of it"
		parts := model.Allocate(l.Value.Neg(), []int64{int64(more), int64(-l.Moved - more)}, m.home.Minor())
		return m.add(&v, cost{value: parts[0]})
	}
	return nil
}
