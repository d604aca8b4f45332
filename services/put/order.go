package put

import (
	"context"

	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/store"
)

// ChangeOrder puts an order of the book that a form has changed, and when it goes
// elsewhere now asks the suppliers that have it already, all in one transaction.
// The suppliers read the reason; "" is a plain sentence.
func (s *Service) ChangeOrder(ctx context.Context, id int64, json []byte, reason string) (amendment.Followed, error) {
	var done amendment.Followed
	err := s.db.Write(ctx, func(tx *store.Tx) error {
		was, err := order.Load(tx, id)
		if err != nil {
			return err
		}
		if _, err := s.Put(tx.Context(), order.Kind, json); err != nil {
			return err
		}
		now, err := order.Load(tx, id)
		if err != nil || amendment.SameAddress(&was.ShipTo, &now.ShipTo) {
			return err
		}
		done, err = amendment.New(s.db, s.bus).Follow(tx.Context(), id, reason)
		return err
	})
	return done, err
}
