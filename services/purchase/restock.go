package purchase

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/stock"
)

// Refill is what the documents of a replenishment say. Each line bears its
// share of the shipping.
type Refill struct {
	Number string
	ShipTo model.Contact
	Lines  []RefillLine
}

// RefillLine is one product of a replenishment; amounts are in the purchase
// order's currency, Shipping is of the whole line.
type RefillLine struct {
	ProductID              int64
	SKU, SupplierSKU, Name string
	Quantity               model.Quantity
	UnitCost, Shipping     model.Amount
}

// ReadRestock reads a replenishment, nil when the purchase order is none.
func ReadRestock(q *gorm.DB, id int64) (*Refill, error) {
	var p struct {
		Number   string
		ShipToID int64
		Currency model.Currency
		Shipping model.Amount
	}
	err := q.Raw(`SELECT number, ship_to_id, currency, shipping FROM purchase_order WHERE id = ? AND kind = ?`, id, replenishment).Scan(&p).Error
	if err != nil || p.Number == "" {
		return nil, err
	}
	w, _, err := stock.WarehouseOf(q, p.ShipToID)
	if err != nil {
		return nil, err
	}
	r := &Refill{Number: p.Number, ShipTo: w.Address()}
	if err := q.Raw(`SELECT product_id, sku, supplier_sku, name, quantity, unit_cost FROM stock_line WHERE purchase_id = ? ORDER BY position`, id).Scan(&r.Lines).Error; err != nil {
		return nil, err
	}
	weights := make([]int64, len(r.Lines))
	for i, l := range r.Lines {
		weights[i] = int64(l.UnitCost.Times(l.Quantity))
	}
	for i, share := range model.Allocate(p.Shipping, weights, p.Currency.Minor()) {
		r.Lines[i].Shipping = share
	}
	return r, nil
}

// readRestock fills a replenishment in: one delivery to the 3PL, which nobody
// paid yet; its border is the supplier's affair.
func (p *Papers) readRestock(q *gorm.DB) error {
	r, err := ReadRestock(q, p.PurchaseID)
	if err != nil || r == nil {
		return err
	}
	c := Consignment{Number: r.Number, SoldOn: p.Date, Currency: p.Currency, ShipTo: r.ShipTo}
	for _, l := range r.Lines {
		c.Lines = append(c.Lines, Item{
			ProductID: l.ProductID, SKU: l.SKU, SupplierSKU: l.SupplierSKU, Name: l.Name, Quantity: l.Quantity, UnitCost: l.UnitCost, Shipping: l.Shipping,
		})
	}
	p.Orders = []Consignment{c}
	return nil
}
