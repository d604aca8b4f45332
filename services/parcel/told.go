package parcel

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// PutTold enters parcels that a person was told of, all or none.
func (s *Service) PutTold(ctx context.Context, all []Told) error {
	if len(all) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		b := Begin(tx, "")
		for i := range all {
			if _, err := b.Bring(i+1, &all[i]); err != nil {
				return model.Errorf(model.CodeOf(err), "Parcel %s: %s", all[i].Tracking, err.Error()).Because(err)
			}
		}
		orders, err := b.Finish()
		if err != nil {
			return err
		}
		tx.After(func() { s.Brought(orders) })
		return nil
	})
}
