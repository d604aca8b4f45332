package sourcing

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// The states of an offer on a day.
const (
	StateCurrent = "current"
	StateFuture  = "future"
	StateEnded   = "ended"
)

// Row is one offer of a list. Cost is a piece in Currency; Stock is the newest
// count of the supplier, nil when none is known.
type Row struct {
	ID          int64           `json:"id"`
	Number      string          `json:"number"` // supplier and SKU, as every list has a number
	Supplier    string          `json:"supplier"`
	SKU         string          `json:"sku"`
	SupplierSKU string          `json:"supplier_sku"`
	Cost        record.Amount   `json:"cost"`
	Currency    model.Currency  `json:"currency"`
	MOQ         model.Quantity  `json:"moq"`
	Multiple    model.Quantity  `json:"multiple"`
	ValidFrom   model.Date      `json:"valid_from"`
	ValidTo     *model.Date     `json:"valid_to"` // null: open
	Stock       *model.Quantity `json:"stock"`
	CountedOn   *model.Date     `json:"counted_on"`
	Source      string          `json:"source"`
	State       string          `json:"state"`
}

const listOffers = `SELECT * FROM (
	SELECT o.id, s.name || ' / ' || p.sku AS number, s.name AS supplier, p.sku, o.supplier_sku, o.cost, o.currency, o.moq, o.multiple, o.valid_from,
		CASE WHEN o.valid_to = '' THEN NULL ELSE o.valid_to END AS valid_to, c.quantity AS stock, c.counted_on, o.source,
		CASE WHEN o.archived_at <> '' THEN 'archived' WHEN o.valid_from > ? THEN 'future'
			WHEN o.valid_to <> '' AND o.valid_to < ? THEN 'ended' ELSE 'current' END AS state
	FROM offer o JOIN supplier s ON s.id = o.supplier_id JOIN product p ON p.id = o.product_id
	LEFT JOIN stock_count c ON c.supplier_id = o.supplier_id AND c.product_id = o.product_id AND c.counted_on = (
		SELECT MAX(n.counted_on) FROM stock_count n WHERE n.supplier_id = o.supplier_id AND n.product_id = o.product_id)) listed
	WHERE (? = '' OR state = ?) ORDER BY supplier, sku, valid_from LIMIT ?`

// List reads the offers by supplier, SKU and day, with the state they are in
// today.
func (s *Service) List(ctx context.Context, f record.Filter) ([]Row, error) {
	if err := f.Check([]string{StateCurrent, StateFuture, StateEnded, record.StateArchived}); err != nil {
		return nil, err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	today := string(s.db.Today())
	var rows []Row
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(listOffers, today, today, f.State, f.State, limit).Scan(&rows).Error
	})
	return rows, err
}
