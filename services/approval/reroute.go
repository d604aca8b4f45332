package approval

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// Effect is what routing anew changes, or would. Purchases are those that were
// written to.
type Effect struct {
	Before, After Outcome
	Done          routing.Rerouted // for UndoReroute; empty in a preview
	Purchases     []int64
}

// Outcome is how one line quantity and its order stand with a supplier. Cost is
// to the door, Net and CM2 are the whole order's, all in the home currency;
// days are from dispatch to the door, nil when unknown.
type Outcome struct {
	Supplier         string
	Cost             model.Amount
	Net, CM2         model.Amount
	DaysP50, DaysP90 *int
}

// errPreview takes the transaction of a preview back.
var errPreview = errors.New("preview")

// PreviewReroute tells what Reroute would change, by doing it and taking it
// back: it cannot differ.
func (s *Service) PreviewReroute(ctx context.Context, o routing.Reroute) (Effect, error) {
	var e Effect
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if e, err = s.reroute(tx, o); err != nil {
			return err
		}
		return errPreview
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	e.Done, e.Purchases = routing.Rerouted{}, nil
	return e, err
}

// Reroute gives what an allocation holds to another offer, by a person's
// choice, and gathers it; see routing.RerouteTx. A purchase order it leaves has
// to be approved again, an empty one is cancelled. With the same supplier's
// offer of today it takes a new price.
func (s *Service) Reroute(ctx context.Context, o routing.Reroute) (Effect, error) {
	var e Effect
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		e, err = s.reroute(tx, o)
		s.announce(tx, e.Done.OrderID)
		return err
	})
	return e, err
}

func (s *Service) reroute(tx *store.Tx, o routing.Reroute) (Effect, error) {
	var e Effect
	seat, err := purchase.Stand(tx, o.Allocation)
	if err != nil {
		return e, err
	}
	orderID, err := orderOf(tx.DB, o.Allocation)
	if err != nil {
		return e, err
	}
	if e.Before, err = outcome(tx.DB, orderID, o.Allocation); err != nil {
		return e, err
	}
	if e.Done, err = routing.RerouteTx(tx, o); err != nil {
		return e, err
	}
	if e.Purchases, err = s.settle(tx, seat, orderID); err != nil {
		return e, err
	}
	e.After, err = outcome(tx.DB, orderID, e.Done.New)
	return e, err
}

// UndoReroute takes a Reroute back: the former supplier has the pieces again,
// as they were agreed. It is refused once they have left.
func (s *Service) UndoReroute(ctx context.Context, done routing.Rerouted) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		seat, err := purchase.Stand(tx, done.New)
		if err != nil {
			return err
		}
		if _, err := routing.UndoRerouteTx(tx, done); err != nil {
			return err
		}
		s.announce(tx, done.OrderID)
		_, err = s.settle(tx, seat, done.OrderID)
		return err
	})
}

// settle gathers what became loose and brings the order's books along.
func (s *Service) settle(tx *store.Tx, seat purchase.Seat, orderID int64) ([]int64, error) {
	ids, err := purchase.Sit(tx, seat, "its lines were routed anew")
	if err != nil {
		return nil, err
	}
	return ids, purchase.Rebook(tx, []int64{orderID})
}

func (s *Service) announce(tx *store.Tx, orderID int64) {
	tx.After(func() {
		s.bus.OrdersChanged.Publish([]int64{orderID})
		s.bus.PurchasesChanged.Publish(nil)
		s.bus.BooksChanged.Publish(nil)
	})
}

func orderOf(q *gorm.DB, allocationID int64) (int64, error) {
	var id int64
	err := q.Raw(`SELECT l.order_id FROM allocation a JOIN order_line l ON l.id = a.line_id WHERE a.id = ?`, allocationID).Scan(&id).Error
	if err == nil && id == 0 {
		err = model.Errorf(model.NotFound, "The book has no allocation %d.", allocationID)
	}
	return id, err
}

// outcome reads how an allocation and its order stand now.
func outcome(q *gorm.DB, orderID, allocationID int64) (Outcome, error) {
	var o Outcome
	var a struct{ Explanation, Name string }
	err := q.Raw(`SELECT a.explanation, s.name FROM allocation a JOIN supplier s ON s.id = a.supplier_id WHERE a.id = ?`, allocationID).Scan(&a).Error
	if err != nil {
		return o, err
	}
	o.Supplier = a.Name
	e, err := routing.ParseExplanation(a.Explanation)
	if err != nil {
		return o, err
	}
	w, err := explain(e)
	if err != nil {
		return o, err
	}
	for i := range w.Candidates {
		if c := &w.Candidates[i]; c.Chosen {
			o.Cost, o.DaysP50, o.DaysP90 = c.Cost, c.DaysP50, c.DaysP90
		}
	}
	var rows []sheet
	if err := q.Raw(selectSheet, []int64{orderID}).Scan(&rows).Error; err != nil {
		return o, err
	}
	for _, r := range rows {
		o.Net, o.CM2 = o.Net.Add(r.Net), o.CM2.Add(r.CM2)
	}
	return o, nil
}
