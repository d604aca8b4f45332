package approval

import (
	"context"
	"errors"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// Division is what dividing by hand changes, or would. Before is nil when the
// pieces had no supplier. Parts are in the order of the shares; the Net and CM2
// of each are the whole order's afterwards. Cost adds the parts up.
type Division struct {
	Before    *Outcome
	Parts     []Outcome
	Cost      model.Amount
	Done      routing.Divided // for UndoSplit; empty in a preview
	Purchases []int64
}

// Slowest is the part that arrives last by nine of ten parcels, and false when
// that is not known of all.
func (d *Division) Slowest() (days int, known bool) {
	for i := range d.Parts {
		p := d.Parts[i].DaysP90
		if p == nil {
			return 0, false
		}
		days = max(days, *p)
	}
	return days, len(d.Parts) > 0
}

// PreviewSplit tells what Split would change, by doing it and taking it back.
func (s *Service) PreviewSplit(ctx context.Context, o routing.Split) (Division, error) {
	var d Division
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if d, err = s.split(tx, o); err != nil {
			return err
		}
		return errPreview
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	d.Done, d.Purchases = routing.Divided{}, nil
	return d, err
}

// Split divides what an allocation holds, or what a line still needs, among the
// offers a person chose, and gathers the parts; see routing.SplitTx.
func (s *Service) Split(ctx context.Context, o routing.Split) (Division, error) {
	var d Division
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		d, err = s.split(tx, o)
		s.announce(tx, d.Done.OrderID)
		return err
	})
	return d, err
}

func (s *Service) split(tx *store.Tx, o routing.Split) (Division, error) {
	var d Division
	var seat purchase.Seat
	if o.Allocation != 0 {
		orderID, err := orderOf(tx.DB, o.Allocation)
		if err != nil {
			return d, err
		}
		if seat, err = purchase.Stand(tx, o.Allocation); err != nil {
			return d, err
		}
		before, err := outcome(tx.DB, orderID, o.Allocation)
		if err != nil {
			return d, err
		}
		d.Before = &before
	}
	var err error
	if d.Done, err = routing.SplitTx(tx, o); err != nil {
		return d, err
	}
	if d.Purchases, err = s.settle(tx, seat, d.Done.OrderID); err != nil {
		return d, err
	}
	for _, id := range d.Done.New {
		part, err := outcome(tx.DB, d.Done.OrderID, id)
		if err != nil {
			return d, err
		}
		d.Parts, d.Cost = append(d.Parts, part), d.Cost.Add(part.Cost)
	}
	return d, nil
}

// UndoSplit takes a Split back: the former supplier has all pieces again, as
// they were agreed, or they wait for one. It is refused once any has left.
func (s *Service) UndoSplit(ctx context.Context, done routing.Divided) error {
	if len(done.New) == 0 {
		return model.Errorf(model.Refused, "Nothing was divided.")
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		seat, err := purchase.Stand(tx, done.New[0])
		if err != nil {
			return err
		}
		if _, err := routing.UndoSplitTx(tx, done); err != nil {
			return err
		}
		s.announce(tx, done.OrderID)
		_, err = s.settle(tx, seat, done.OrderID)
		return err
	})
}
