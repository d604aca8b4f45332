package ledger

import (
	"database/sql"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// MarginLine is what one order line brought and cost on one day, in the book's
// currency: revenue without tax, discounts, refunds and costs as positive
// numbers. Costs[0] is level 1 (CM1). Estimated is the part of the costs that
// no document confirms yet.
type MarginLine struct {
	LineID                            int64
	Dated                             model.Date
	OrderID, ProductID, SupplierID    int64
	ShopID                            int64
	Country                           string
	Goods, Discount, Shipping, Refund model.Amount
	Costs                             [4]model.Amount
	Estimated                         model.Amount
}

func (m *MarginLine) empty() bool {
	return m.Goods == 0 && m.Discount == 0 && m.Shipping == 0 && m.Refund == 0 && m.Costs == [4]model.Amount{}
}

// Sheet writes the margin sheet within one transaction.
type Sheet struct {
	insert, clear *sql.Stmt
}

// NewSheet prepares the margin sheet in tx.
func NewSheet(tx *store.Tx) (*Sheet, error) {
	insert, err := tx.Prepare(`INSERT INTO margin_line (line_id, dated, order_id, product_id, supplier_id, shop_id, country,
		goods, discount, shipping, refund, cm1_cost, cm2_cost, cm3_cost, cm4_cost, estimated) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return nil, err
	}
	remove, err := tx.Prepare(`DELETE FROM margin_line WHERE order_id = ?`)
	return &Sheet{insert, remove}, err
}

// Clear takes an order off the sheet, before its lines are written anew.
func (s *Sheet) Clear(orderID int64) error {
	_, err := s.clear.Exec(orderID)
	return err
}

// Add writes the lines of an order that is not on the sheet.
func (s *Sheet) Add(lines []MarginLine) error {
	for i := range lines {
		m := &lines[i]
		if m.empty() {
			continue
		}
		_, err := s.insert.Exec(m.LineID, string(m.Dated), m.OrderID, store.OrNull(m.ProductID), store.OrNull(m.SupplierID), m.ShopID, m.Country,
			int64(m.Goods), int64(m.Discount), int64(m.Shipping), int64(m.Refund),
			int64(m.Costs[0]), int64(m.Costs[1]), int64(m.Costs[2]), int64(m.Costs[3]), int64(m.Estimated))
		if err != nil {
			return err
		}
	}
	return nil
}
