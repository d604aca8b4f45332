package stock

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Delivery is what a 3PL took in of a replenishment on a day. Reference names
// it among the deliveries of that purchase order.
type Delivery struct {
	PurchaseID        int64
	Number, Reference string
	On                model.Date
	Lines             []Arrival
}

// Arrival is how many pieces of a product came, by the merchant's SKU or the
// supplier's.
type Arrival struct {
	SKU      string
	Quantity model.Quantity
}

// expected is a line of a replenishment, and what of it came before.
type expected struct {
	ID, ProductID          int64
	SKU, SupplierSKU       string
	Quantity, Received     model.Quantity
	UnitCost               model.Amount
	Again                  model.Quantity // under the same reference, 0 for none
	SupplierID, ShipToID   int64
	Place                  string
	Currency               model.Currency
	Goods, Shipping, Share model.Amount
}

// Receive takes a delivery into the stock: each piece at the price ordered and
// its share of the purchase order's shipping, by the value of the lines; what
// came above the quantity ordered bears no shipping. The exchange rate is that
// of the day. It tells whether anything is new; a delivery that is known under
// its reference with other pieces is refused.
func Receive(tx *store.Tx, at record.Ref, d Delivery) (bool, error) {
	reference := d.Number + " / " + d.Reference
	lines, err := expect(tx, d.PurchaseID, reference)
	if err != nil {
		return false, err
	}
	m, err := NewMover(tx)
	if err != nil {
		return false, err
	}
	rates := rate.NewTable(tx.DB)
	moved := false
	for _, a := range d.Lines {
		l := named(lines, a.SKU)
		switch {
		case l == nil:
			return false, at.Errorf("lines", "%s does not stand in %s", a.SKU, d.Number)
		case l.Again == a.Quantity:
			continue
		case l.Again != 0:
			return false, at.Errorf("lines", "%d of %s came in under %s already: give another delivery a reference of its own, or enter an adjustment of the stock", l.Again, l.SKU, d.Reference)
		}
		v := Move{
			SupplierID: l.ShipToID, Supplier: l.Place, ProductID: l.ProductID, SKU: l.SKU, Kind: Receipt, Quantity: a.Quantity, MovedOn: d.On,
			StockLineID: l.ID, Purchase: d.Number, Reference: reference, Source: "purchase order " + d.Number,
		}
		c := cost{foreign: l.cost(a.Quantity), from: l.SupplierID}
		if c.rate, err = rates.On(d.On, l.Currency, m.home); err != nil {
			return false, err
		}
		if c.value, err = c.rate.Convert(c.foreign); err != nil {
			return false, err
		}
		if err := m.add(&v, c); err != nil {
			return false, err
		}
		l.Received += a.Quantity
		l.Again = a.Quantity
		moved = true
		if _, err := Anchor(tx, l.ShipToID, l.ProductID); err != nil {
			return false, err
		}
		of := history.Subject{Kind: MoveKind, ID: v.ID, Key: v.Supplier + " / " + v.SKU + " / " + reference}
		if err := history.Record(tx, of, history.Created(), ""); err != nil {
			return false, err
		}
	}
	if moved && d.On.Month() < tx.Today.Month() { // the storage of months that are booked
		_, err = Accrue(tx)
	}
	return moved, err
}

// expect reads the lines of a replenishment, each with its share of the
// shipping.
func expect(tx *store.Tx, purchaseID int64, reference string) ([]expected, error) {
	var lines []expected
	err := tx.Raw(`SELECT k.id, k.product_id, k.sku, k.supplier_sku, k.quantity, k.unit_cost, p.supplier_id, p.ship_to_id, s.name AS place, p.currency, p.goods, p.shipping,
			COALESCE((SELECT SUM(m.quantity) FROM stock_move m WHERE m.stock_line_id = k.id), 0) AS received,
			COALESCE((SELECT m.quantity FROM stock_move m WHERE m.stock_line_id = k.id AND m.reference = ?), 0) AS again
		FROM stock_line k JOIN purchase_order p ON p.id = k.purchase_id JOIN supplier s ON s.id = p.ship_to_id
		WHERE k.purchase_id = ? ORDER BY k.position`, reference, purchaseID).Scan(&lines).Error
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	weights := make([]int64, len(lines))
	for i, l := range lines {
		weights[i] = int64(l.UnitCost.Times(l.Quantity))
	}
	for i, share := range model.Allocate(lines[0].Shipping, weights, lines[0].Currency.Minor()) {
		lines[i].Share = share
	}
	return lines, nil
}

func named(lines []expected, sku string) *expected {
	for i := range lines {
		if lines[i].SKU == sku || lines[i].SupplierSKU != "" && lines[i].SupplierSKU == sku {
			return &lines[i]
		}
	}
	return nil
}

// cost is what more pieces cost after those received before, in the purchase
// order's currency: all receipts together sum to the line and its shipping.
func (l *expected) cost(more model.Quantity) model.Amount {
	return l.upTo(l.Received + more).Sub(l.upTo(l.Received))
}

func (l *expected) upTo(q model.Quantity) model.Amount {
	goods := l.UnitCost.Times(q).Round(l.Currency)
	if q >= l.Quantity {
		return goods.Add(l.Share)
	}
	return goods.Add(model.Allocate(l.Share, []int64{int64(q), int64(l.Quantity - q)}, l.Currency.Minor())[0])
}
