package put

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/query"
)

// Reach is how many orders a change concerns, before it is made. Booked orders
// stand in the books with an estimate that is worked out anew; Open ones still
// wait for a supplier and will be given to one at the new price.
type Reach struct{ Booked, Open int }

// OfferReach tells whom a new price of a product from a day on concerns. What was
// agreed with a supplier already is not estimated and keeps its cost.
func (s *Service) OfferReach(ctx context.Context, productID int64, from model.Date) (Reach, error) {
	return s.reach(ctx,
		query.New(`SELECT COUNT(DISTINCT f.order_id) FROM order_line l JOIN sales_order o ON o.id = l.order_id
			JOIN cost_fact f ON f.order_id = l.order_id AND f.line_id = l.id
			WHERE l.product_id = ? AND o.placed_on >= ? AND f.type = 'product' AND f.state = 'estimated' AND f.superseded_at = ''
				AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.line_id = l.id AND a.cancelled_at = '')`, productID, string(from)),
		query.New(`SELECT COUNT(DISTINCT o.id) FROM order_line l JOIN sales_order o ON o.id = l.order_id
			WHERE l.product_id = ? AND o.archived_at = '' AND `+order.Waiting+` AND `+order.Wanted+`
				AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.line_id = l.id AND a.cancelled_at = '')`, productID))
}

// FeeReach tells on how many orders a fee of that name was charged since a day.
func (s *Service) FeeReach(ctx context.Context, name string, from model.Date) (Reach, error) {
	return s.reach(ctx, query.New(`SELECT COUNT(DISTINCT order_id) FROM cost_fact WHERE superseded_at = '' AND dated >= ?
		AND type IN ('payment_fee', 'marketplace_fee') AND substr(source, 1, length(?)) = ?`, string(from), feeSource(name), feeSource(name)), nil)
}

// feeSource is how the costs say that they come from a fee of that name; the
// first day of its rule follows.
func feeSource(name string) string { return "fee rule " + name + " from " }

func (s *Service) reach(ctx context.Context, booked, open *query.Text) (Reach, error) {
	var r Reach
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		read := func(t *query.Text, into *int) error {
			if t == nil {
				return nil
			}
			return t.Rows(q, func(row query.Row) error {
				*into = int(row.Int(0))
				return nil
			})
		}
		if err := read(booked, &r.Booked); err != nil {
			return err
		}
		return read(open, &r.Open)
	})
	return r, err
}
