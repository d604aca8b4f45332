package stocking

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/stock"
)

// Moves lists what moved of a product at a 3PL, the newest first and at most so
// many.
func (s *Service) Moves(ctx context.Context, l Level, most int) (moves []stock.Move, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		moves, err = stock.Moves(q, l.PlaceID, l.ProductID, most)
		return err
	})
	return moves, err
}
