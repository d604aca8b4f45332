package purchase

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Inbound is a replenishment that is not finished, with what came of it. Sent is
// the day it was forwarded, "" before that.
type Inbound struct {
	ID              int64
	Number          string
	Supplier, Place string
	State           model.PurchaseState
	Sent            model.Date
	Lines           []RestockedLine `gorm:"-"`
}

// Forwarded tells whether goods of it can have come in.
func (p *Inbound) Forwarded() bool { return p.State.Forwarded() }

// Line is the line of a product by its SKU, nil without one.
func (p *Inbound) Line(sku string) *RestockedLine {
	for i := range p.Lines {
		if p.Lines[i].SKU == sku {
			return &p.Lines[i]
		}
	}
	return nil
}

// Inbound lists the replenishments that are drafted, approved or on their way, the
// oldest first.
func (s *Service) Inbound(ctx context.Context) (all []Inbound, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		err := q.Raw(`SELECT p.id, p.number, s.name AS supplier, t.name AS place, p.state, substr(p.sent_at, 1, 10) AS sent
			FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id JOIN supplier t ON t.id = p.ship_to_id
			WHERE p.kind = ? AND p.state NOT IN ('refused', 'cancelled', 'closed') ORDER BY p.id`, replenishment).Scan(&all).Error
		for i := range all {
			if err == nil {
				all[i].Lines, err = restocked(q, all[i].ID)
			}
		}
		return err
	})
	return all, err
}
