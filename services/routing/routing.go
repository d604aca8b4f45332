// Package routing chooses a supplier for every order line that waits for one:
// gates first, then one number per candidate, the cost to the customer's door
// in the book's currency. Every choice is kept with the numbers it was made on,
// and what cannot be given to anyone is held with its reason.
//
// It must not know how orders reach the book, nor how they leave it.
package routing

import (
	"context"
	"errors"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/store"
)

// Service routes the order lines of one book.
type Service struct {
	db   *store.DB
	bus  *event.Bus
	jobs *job.Runner
}

// New makes the routing service of a book.
func New(db *store.DB, bus *event.Bus, jobs *job.Runner) *Service { return &Service{db, bus, jobs} }

// Options say how to route. With DryRun all is done and taken back. Orders are
// the ids of those whose lines are looked at, all when there are none. Then is
// what belongs to it and is done in the same transaction, of a dry run too; it may
// add to what is held.
type Options struct {
	DryRun bool
	Orders []int64
	Then   func(tx *store.Tx, r *Result) error
}

// Result is what a run did. Routed counts the lines that found a supplier.
type Result struct {
	Routed      int                    `json:"routed"`
	Held        []Held                 `json:"held"`
	Allocations []Allocation           `json:"allocations"`
	Cancelled   []allocation.Cancelled `json:"cancelled"`
	DryRun      bool                   `json:"dry_run"`
}

// Held is a line that waits, and why.
type Held struct {
	Shop     string `json:"shop"`
	Order    string `json:"order"`
	Position int    `json:"line"`
	SKU      string `json:"sku"`
	Code     string `json:"code"`
	Reason   string `json:"reason"`
}

// Allocation is a line quantity given to a supplier. Cost is goods and shipping
// in Currency, HomeCost the same in the book's currency. Number is what it was
// compared by in that currency, the sum of Lines. All as decimal text.
type Allocation struct {
	ID           int64          `json:"id"`
	OrderID      int64          `json:"-"`
	Shop         string         `json:"shop"`
	Order        string         `json:"order"`
	Position     int            `json:"line"`
	SKU          string         `json:"sku"`
	Supplier     string         `json:"supplier"`
	Quantity     model.Quantity `json:"quantity"`
	Cost         string         `json:"cost"`
	Currency     model.Currency `json:"currency"`
	HomeCost     string         `json:"home_cost"`
	HomeCurrency model.Currency `json:"home_currency"`
	Number       string         `json:"number"`
	Lines        []Line         `json:"lines"`
	Why          []string       `json:"why"`
}

// errDryRun takes the transaction of a dry run back.
var errDryRun = errors.New("dry run")

// Route chooses suppliers for the lines that wait, in one transaction, older
// orders first. Before that it takes back what was given to suppliers for
// orders that the shop has closed meanwhile. A second run changes nothing.
func (s *Service) Route(ctx context.Context, o Options) (Result, error) {
	var res Result
	err := s.jobs.Run(ctx, "Routing", func(ctx context.Context, p *job.Progress) error {
		err := s.db.Write(ctx, func(tx *store.Tx) error {
			r, err := newRun(tx, p)
			if err != nil {
				return err
			}
			r.only = only(o.Orders)
			if err := r.all(ctx); err != nil {
				return err
			}
			res = r.result
			if o.Then != nil {
				if err := o.Then(tx, &res); err != nil {
					return err
				}
			}
			if o.DryRun {
				return errDryRun
			}
			s.announce(tx, r.orders, len(r.result.Cancelled) > 0)
			return nil
		})
		if errors.Is(err, errDryRun) {
			res.DryRun, err = true, nil
		}
		return err
	})
	if err != nil {
		return Result{}, err
	}
	return res, nil
}

// Unroute takes one allocation back that has not been forwarded, so that its
// line waits again, and with it the choice a person made. Why is kept in the
// history.
func (s *Service) Unroute(ctx context.Context, allocationID int64, why string) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := forget(tx, allocationID); err != nil {
			return err
		}
		c, err := allocation.Cancel(tx, allocationID, why)
		if err != nil {
			return err
		}
		books, err := order.Begin(tx, 0)
		if err != nil {
			return err
		}
		if _, err := books.Resync([]int64{c.OrderID}, nil); err != nil {
			return err
		}
		s.announce(tx, []int64{c.OrderID}, c.PurchaseID != 0)
		return nil
	})
}

func (s *Service) announce(tx *store.Tx, orders []int64, purchases bool) {
	tx.After(func() {
		s.bus.OrdersChanged.Publish(orders)
		if len(orders) > 0 {
			s.bus.BooksChanged.Publish(nil)
		}
		if purchases {
			s.bus.PurchasesChanged.Publish(nil)
		}
	})
}
