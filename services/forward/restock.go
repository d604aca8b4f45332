package forward

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/purchase"
)

// restock fills a replenishment in: one delivery to the 3PL, under the purchase
// order's own number. It is false for an order of customers.
func (d *Dispatch) restock(q *gorm.DB) (bool, error) {
	r, err := purchase.ReadRestock(q, d.PurchaseID)
	if err != nil || r == nil {
		return false, err
	}
	o := Order{Number: r.Number, ShipTo: r.ShipTo}
	for _, l := range r.Lines {
		o.Lines = append(o.Lines, Line{SKU: l.SKU, SupplierSKU: l.SupplierSKU, Name: l.Name, Quantity: l.Quantity, UnitCost: l.UnitCost, Shipping: l.Shipping})
	}
	d.Orders = []Order{o}
	return true, nil
}
