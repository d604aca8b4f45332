// Package orderbook answers what the list of orders asks, fast for any book a
// merchant will ever have: search as one types, filters, sums over all rows that
// fit, order by any column, and one order with its whole story.
//
// It keeps an index of all orders in memory. The index holds nothing that the
// book does not: it is read from the book, and before each answer it takes over
// what was changed since. It must not know how rows are drawn.
package orderbook

import (
	"context"
	"slices"
	"sync"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/store"
)

// Service answers questions about the orders of one open book. There should be
// one for each open book, as each keeps an index of its own.
type Service struct {
	db   *store.DB
	turn chan struct{} // held by whoever brings the index up to date

	index *index // nil until it is first needed; guarded by turn
	last  answers

	opening sync.Mutex
	open    *index // of the open orders, while there is no other; guarded by opening

	mu      sync.Mutex
	changed changes // since index was read, as far as the bus told
}

// changes are the orders whose rows in the book may differ from the index.
type changes struct {
	all bool
	ids map[int64]bool
}

// New returns the order book of the book. It hears on the bus which orders
// change, so make it before anything can.
func New(db *store.DB, bus *event.Bus) *Service {
	s := &Service{db: db, turn: make(chan struct{}, 1)}
	bus.OrdersChanged.Subscribe(s.note)
	// What an order in a foreign currency is worth may differ by a new rate.
	bus.PricesChanged.Subscribe(func(event.IDs) { s.note(nil) })
	return s
}

// note remembers which orders changed; none means any.
func (s *Service) note(ids event.IDs) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed.add(ids)
}

func (c *changes) add(ids []int64) {
	if len(ids) == 0 {
		c.all = true
	}
	if c.all {
		c.ids = nil
		return
	}
	if c.ids == nil {
		c.ids = make(map[int64]bool, len(ids))
	}
	for _, id := range ids {
		c.ids[id] = true
	}
}

// take empties the note; what is noted from now on counts for the next time.
func (s *Service) take() changes {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.changed
	s.changed = changes{}
	return c
}

// untake puts back what could not be taken over.
func (s *Service) untake(c changes) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.all {
		s.changed.add(nil)
	} else if len(c.ids) > 0 {
		s.changed.add(c.list())
	}
}

func (c *changes) list() []int64 {
	ids := make([]int64, 0, len(c.ids))
	for id := range c.ids {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Warm reads the index when it is not there yet, so that the first answer need
// not wait for it: 100,000 orders take half a second.
func (s *Service) Warm(ctx context.Context) error {
	_, err := s.current(ctx)
	return err
}

// Ready tells whether an index is there, so that Find answers at once.
func (s *Service) Ready() bool {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
		return s.index != nil
	default:
		return false // it is being read or brought up to date
	}
}

// current returns the index as the book is now. An index never changes once it
// is returned: answers made from it stay as they are.
func (s *Service) current(ctx context.Context) (*index, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// Taken before the book is read: what is told later may be in what is read,
	// and is then read once more, but never missed.
	c := s.take()
	next, err := s.update(ctx, c)
	if err != nil {
		s.untake(c)
		return nil, err
	}
	s.index = next
	return next, nil
}

// update returns the index of the present state of the book.
func (s *Service) update(ctx context.Context, c changes) (*index, error) {
	if s.index == nil || c.all || s.index.spent() {
		return s.read(ctx)
	}
	next, ok, err := s.patch(ctx, s.index, c)
	if err == nil && !ok {
		next, err = s.read(ctx)
	}
	return next, err
}
