package scorecard

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// Proposal is what a comparison can begin with.
type Proposal struct {
	Suppliers []string
	Country   string // where most orders of the product went
	Basket    []Item
}

// beside is how many suppliers a comparison begins with.
const beside = 3

// Propose completes what a person began with: the product sold most that most of
// the suppliers offer today, where it goes to most often, and beside fewer than
// two suppliers others that offer it.
func Propose(ctx context.Context, db *store.DB, names []string) (Proposal, error) {
	p := Proposal{Suppliers: names}
	today := string(db.Today())
	err := db.Read(ctx, func(q *gorm.DB) error {
		keys := make([]string, len(names))
		for i, n := range names {
			keys[i] = strings.ToLower(n)
		}
		var best struct {
			ID  int64
			SKU string
		}
		err := q.Raw(`SELECT p.id, p.sku FROM offer f JOIN product p ON p.id = f.product_id JOIN supplier s ON s.id = f.supplier_id
			WHERE f.archived_at = '' AND s.archived_at = '' AND f.valid_from <= ? AND (f.valid_to = '' OR f.valid_to >= ?)
			GROUP BY p.id ORDER BY COUNT(DISTINCT CASE WHEN s.name_key IN ? THEN s.id END) DESC, COUNT(DISTINCT s.id) DESC,
				(SELECT COALESCE(SUM(l.quantity), 0) FROM order_line l WHERE l.product_id = p.id) DESC, p.id LIMIT 1`, today, today, append(keys, "")).Scan(&best).Error
		if err != nil || best.ID == 0 {
			return err
		}
		p.Basket = []Item{{SKU: best.SKU, Quantity: 1}}
		err = q.Raw(`SELECT o.country FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE l.product_id = ? AND o.country <> ''
			GROUP BY o.country ORDER BY COUNT(*) DESC, o.country LIMIT 1`, best.ID).Scan(&p.Country).Error
		if err != nil || len(names) >= fewest {
			return err
		}
		var others []string
		err = q.Raw(`SELECT DISTINCT s.name FROM offer f JOIN supplier s ON s.id = f.supplier_id
			WHERE f.product_id = ? AND f.archived_at = '' AND s.archived_at = '' AND s.stage <> ? AND f.valid_from <= ? AND (f.valid_to = '' OR f.valid_to >= ?) AND s.name_key NOT IN ?
			ORDER BY s.name LIMIT ?`, best.ID, string(model.Blocked), today, today, append(keys, ""), beside-len(names)).Scan(&others).Error
		p.Suppliers = append(append([]string{}, names...), others...)
		return err
	})
	return p, err
}
