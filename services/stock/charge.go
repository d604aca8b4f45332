package stock

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Charge is what a 3PL charges for no order: for a month that is over, or for
// taking pieces in. It is an estimate by the fee table until the 3PL's invoice
// comes. Dated is the day it is booked on, the last one of a month; Pieces is how
// many were taken in under Reference. For PieceDays, Least and Charged see Monthly.
type Charge struct {
	SupplierID int64          `json:"-"`
	Supplier   string         `json:"supplier"`
	Month      string         `json:"month"` // YYYY-MM
	Dated      model.Date     `json:"date"`
	Fee        string         `json:"fee"`
	SKU        string         `json:"sku"`
	PieceDays  int64          `json:"piece_days"`
	Pieces     model.Quantity `json:"pieces"`
	Reference  string         `json:"reference"`
	Least      model.Amount   `json:"least"`
	Charged    model.Amount   `json:"charged"`
	Amount     model.Amount   `json:"amount"`
	Currency   model.Currency `json:"currency"`
	Base       model.Amount   `json:"base_amount" gorm:"column:base_amount"`
	Home       model.Currency `json:"base_currency"`
	Source     string         `json:"source"`
	EntryID    int64          `json:"entry"`
}

const selectCharges = `SELECT c.*, s.name AS supplier, COALESCE(p.sku, '') AS sku, COALESCE((SELECT value FROM setting WHERE key = 'book.currency'), '') AS home FROM (
		SELECT supplier_id, month, fee, product_id, piece_days, 0 AS pieces, '' AS dated, '' AS reference, least, charged, amount, currency, base_amount, source, entry_id, 0 AS move
		FROM threepl_month WHERE superseded_at = ''
		UNION ALL SELECT m.supplier_id, substr(m.moved_on, 1, 7), h.fee, m.product_id, 0, m.quantity, m.moved_on, m.reference, 0, 0, h.amount, h.currency, h.base_amount, h.source, h.entry_id, m.id
		FROM threepl_handling h JOIN stock_move m ON m.id = h.move_id WHERE h.superseded_at = '') c
	JOIN supplier s ON s.id = c.supplier_id LEFT JOIN product p ON p.id = c.product_id
	ORDER BY c.month DESC, s.name_key, c.fee, c.dated, c.move, p.sku`

// Charges lists what stands of what 3PLs charge for no order, the newest month
// first, then by 3PL.
func (s *Service) Charges(ctx context.Context) ([]Charge, error) {
	all := []Charge{}
	err := s.db.Read(ctx, func(q *gorm.DB) error { return q.Raw(selectCharges).Scan(&all).Error })
	for i := range all {
		if c := &all[i]; c.Dated == "" {
			c.Dated = span{month: c.Month}.last()
		}
	}
	return all, err
}
