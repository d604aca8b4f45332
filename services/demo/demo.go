// Package demo makes a sample business: a home goods merchant with three shops,
// nine suppliers, forty products and any number of orders over twelve months,
// the same for the same seed and day. All of it is invented, and all of it goes
// through the services that a merchant's own records go through.
//
// It must not know how records are kept, and nothing may depend on it but the
// command that asks for a sample.
package demo

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/store"
)

// atOnce is how many orders one transaction takes. A page of the book is written
// once a transaction, so few large ones are fast; the limit bounds the memory.
const atOnce = 100_000

// Service makes a sample business in one book.
type Service struct {
	db     *store.DB
	bus    *event.Bus
	jobs   *job.Runner
	atOnce int
}

// New makes the sample service of a book.
func New(db *store.DB, bus *event.Bus, jobs *job.Runner) *Service {
	return &Service{db, bus, jobs, atOnce}
}

// Options say how large the business is. The same Seed makes the same business
// on the same day.
type Options struct {
	Orders int
	Seed   int64
}

// Make fills an empty book and returns how many orders it now holds. The book's
// name, currency and country are set too. A book that has orders is refused and
// left alone. When it is stopped, nothing is changed; of more than 100,000
// orders the full hundred thousands that were made stay.
func (s *Service) Make(ctx context.Context, o Options) (orders int, err error) {
	if o.Orders < 0 {
		return 0, model.FieldErrorf("orders", "A sample business cannot have %d orders: ask for 0 or more.", o.Orders)
	}
	err = s.jobs.Run(ctx, "Sample business", func(ctx context.Context, p *job.Progress) error {
		var w *world
		for w == nil || orders < o.Orders {
			count := min(s.atOnce, o.Orders-orders)
			err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
				if w == nil {
					p.Step(0, int64(o.Orders), "Making suppliers, products and prices")
					if w, err = s.found(tx, o); err != nil {
						return err
					}
				}
				if err := s.sell(tx, w, count, p); err != nil || w.made < o.Orders {
					return err
				}
				if err := s.ship(tx, w); err != nil {
					return err
				}
				if err := s.serve(tx, w); err != nil {
					return err
				}
				if err := s.shelve(tx, w); err != nil {
					return err
				}
				return s.byHand(tx)
			})
			if err != nil {
				return err
			}
			orders += count
		}
		return nil
	})
	return orders, err
}

// found sets the business up: all that orders are priced and booked on must be
// there before the first of them.
func (s *Service) found(tx *store.Tx, o Options) (*world, error) {
	var taken bool
	if err := tx.Raw("SELECT EXISTS (SELECT 1 FROM sales_order)").Scan(&taken).Error; err != nil {
		return nil, err
	}
	if taken {
		return nil, model.Errorf(model.Refused, "This book has orders already, so no sample business was made in it. Make a new book for the sample.")
	}
	w := newWorld(o, tx.Today, tx.Now)
	return w, w.found(tx, s)
}

// sell writes the next count orders.
func (s *Service) sell(tx *store.Tx, w *world, count int, p *job.Progress) error {
	m, err := order.Begin(tx, 0)
	if err != nil {
		return err
	}
	for n := range count {
		if n%64 == 0 {
			p.Step(int64(w.made), int64(w.orders), "Making orders")
			if err := tx.Context().Err(); err != nil {
				return err
			}
		}
		o, t := w.next()
		if _, err := m.Merge(o, &t.shop, string(tx.Now)); err != nil {
			return err
		}
	}
	if _, err := promise.Keep(tx); err != nil {
		return err
	}
	tx.After(func() {
		s.bus.OrdersChanged.Publish(nil)
		s.bus.BooksChanged.Publish(nil)
	})
	return nil
}
