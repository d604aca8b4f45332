package shop

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Activity is what came through a shop.
type Activity struct {
	Orders     int64
	LastImport model.Instant // when a file of the shop was brought in last and not undone, "" never
}

// Activity tells what came through each shop, by its id; a shop without orders
// and imports is not among them.
func (s *Service) Activity(ctx context.Context) (map[int64]Activity, error) {
	found := map[int64]Activity{}
	var rows []struct {
		ShopID int64
		Activity
	}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		// The index on shop and number has all that is counted: no order is read.
		return q.Raw(`SELECT s.id AS shop_id, (SELECT COUNT(*) FROM sales_order o WHERE o.shop_id = s.id) AS orders,
			COALESCE((SELECT MAX(b.imported_at) FROM import_batch b WHERE b.shop_id = s.id AND b.undone_at = ''), '') AS last_import
			FROM shop s`).Scan(&rows).Error
	})
	for _, r := range rows {
		if r.Activity != (Activity{}) {
			found[r.ShopID] = r.Activity
		}
	}
	return found, err
}
