package amendment

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Due is an article of one order that is due of a purchase order: how many pieces,
// and how many of them have left.
type Due struct {
	Order, SKU, Name string
	Quantity, Gone   model.Quantity
}

// Due lists what is due of a purchase order by its number, an article of an order
// once, as a form to change it begins with it.
func (s *Service) Due(ctx context.Context, purchase string) ([]Due, error) {
	var all []Due
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		var id int64
		if err := q.Raw(`SELECT id FROM purchase_order WHERE number = ?`, purchase).Scan(&id).Error; err != nil {
			return err
		}
		lines, err := linesOf(q, id)
		for i := range lines {
			all = due(all, &lines[i])
		}
		return err
	})
	return all, err
}

// due adds a line to what is due.
func due(all []Due, l *line) []Due {
	for i := range all {
		if d := &all[i]; d.Order == l.OrderNo && d.SKU == l.label() {
			d.Quantity += l.Quantity
			d.Gone += l.Gone
			return all
		}
	}
	return append(all, Due{l.OrderNo, l.label(), l.Name, l.Quantity, l.Gone})
}
