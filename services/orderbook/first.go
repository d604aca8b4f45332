package orderbook

import (
	"context"
	"math"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/order"
)

// First returns the newest n open orders without the index, for the first screen
// while that is being read. more tells that there may be others.
func (s *Service) First(ctx context.Context, n int) (rows []Row, more bool, err error) {
	// An order can wait for nothing any more although the shop has not ended it.
	most := 2*n + 50
	x, err := s.newest(ctx, most)
	if err != nil {
		return nil, false, err
	}
	f, err := x.find(ctx, &Query{States: order.OpenStates()})
	if err != nil {
		return nil, false, err
	}
	return f.Rows(0, n), f.Count > n || len(x.orders) == most, nil
}

// Open is Find over the open orders only: q.States must be of order.OpenStates,
// all of them when empty. It need not wait for the index; All counts the open
// orders then.
func (s *Service) Open(ctx context.Context, q Query) (*Found, error) {
	if len(q.States) == 0 {
		q.States = order.OpenStates()
	}
	if s.Ready() {
		return s.Find(ctx, q)
	}
	x, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	return x.find(ctx, &q)
}

// opened is an index of the open orders alone, kept while the book stays as it is.
func (s *Service) opened(ctx context.Context) (*index, error) {
	s.opening.Lock()
	defer s.opening.Unlock()
	var now int64
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		now, err = number(q, `SELECT number FROM commit_count`)
		return err
	})
	if err != nil || s.open != nil && s.open.commit == now {
		return s.open, err
	}
	x, err := s.newest(ctx, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	s.open = x
	return x, nil
}

// newest reads an index of the newest orders that the shop has not ended.
func (s *Service) newest(ctx context.Context, most int) (*index, error) {
	x := &index{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		if err := x.mark(q); err != nil {
			return err
		}
		in := waiting(most)
		if err := x.some(q, in); err != nil {
			return err
		}
		all, err := readStanding(q, in)
		if err == nil {
			x.stand(all)
		}
		return err
	})
	return x, err
}
