package approval

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Routed is what Route did. Below are the orders it held because they earn less
// than the merchant's margin floor.
type Routed struct {
	routing.Result
	Purchases []int64
	Below     []purchase.HeldOrder
}

// Route chooses suppliers for the lines that wait, of the orders named or of
// all, and gathers purchase orders.
// An order whose margin turns out to be below the merchant's floor is held, so
// that a person looks at it; once released it is not held for that again. It
// runs as a job with progress.
func (s *Service) Route(ctx context.Context, orders ...int64) (Routed, error) {
	return s.route(ctx, routing.Options{Orders: orders})
}

// RouteOrders is Route for the lines of some orders only; without ids nothing is
// done.
func (s *Service) RouteOrders(ctx context.Context, orders []int64) (Routed, error) {
	if len(orders) == 0 {
		return Routed{}, nil
	}
	return s.route(ctx, routing.Options{Orders: orders})
}

func (s *Service) route(ctx context.Context, o routing.Options) (Routed, error) {
	var r Routed
	o.Then = func(tx *store.Tx, res *routing.Result) error {
		var err error
		if r.Purchases, err = purchase.Draft(tx); err != nil {
			return err
		}
		if r.Below, err = holdPoor(tx, res.Allocations); err != nil {
			return err
		}
		touched, err := purchase.Orders(tx.DB, r.Purchases)
		if err != nil {
			return err
		}
		for _, h := range r.Below {
			touched = append(touched, h.OrderID)
		}
		tx.After(func() {
			if len(touched) > 0 {
				s.bus.PurchasesChanged.Publish(r.Purchases)
				s.bus.OrdersChanged.Publish(touched)
			}
		})
		return nil
	}
	var err error
	if r.Result, err = s.routing.Route(ctx, o); err != nil {
		return Routed{}, err
	}
	return r, nil
}

// belowFloor is the code of lines whose order is held because it earns too little.
const belowFloor = "margin_floor"

// Choose is Route for whoever gathers purchase orders later, as the command line
// does. Lines of orders held because they earn less than the merchant's floor are
// among those held. With dryRun all is done and taken back.
func (s *Service) Choose(ctx context.Context, dryRun bool) (routing.Result, error) {
	return s.routing.Route(ctx, routing.Options{DryRun: dryRun, Then: func(tx *store.Tx, r *routing.Result) error {
		poor, err := holdPoor(tx, r.Allocations)
		if err != nil {
			return err
		}
		why := map[int64]string{}
		for _, h := range poor {
			why[h.OrderID] = h.Why + " Give it to a cheaper supplier, or release it."
		}
		for i := range r.Allocations {
			if a := &r.Allocations[i]; why[a.OrderID] != "" {
				r.Held = append(r.Held, routing.Held{Shop: a.Shop, Order: a.Order, Position: a.Position, SKU: a.SKU, Code: belowFloor, Reason: why[a.OrderID]})
			}
		}
		return nil
	}})
}

// holdPoor holds those orders of new allocations that are below the floor.
func holdPoor(tx *store.Tx, given []routing.Allocation) ([]purchase.HeldOrder, error) {
	floor, err := purchase.Floor(tx.DB)
	if err != nil || floor == nil || len(given) == 0 {
		return nil, err
	}
	home, err := setting.Home(tx.DB)
	if err != nil {
		return nil, err
	}
	poor, err := worths(tx.DB, given)
	if err != nil {
		return nil, err
	}
	var held []purchase.HeldOrder
	for _, w := range poor {
		warning, low := w.Warning(floor, home)
		if !low {
			continue
		}
		h, err := purchase.HoldTx(tx, w.OrderID, warning.Message)
		if code := model.CodeOf(err); code == model.Refused || code == model.Conflict {
			continue
		}
		if err != nil {
			return nil, err
		}
		held = append(held, h)
	}
	return held, nil
}

// worths reads what is left of the orders of allocations.
func worths(q *gorm.DB, given []routing.Allocation) ([]purchase.Worth, error) {
	var ids []int64
	for i := range given {
		ids = append(ids, given[i].OrderID)
	}
	slices.Sort(ids)
	var all []purchase.Worth
	for some := range slices.Chunk(slices.Compact(ids), atOnce) {
		var rows []purchase.Worth
		err := q.Raw(`SELECT o.id AS order_id, o.number, SUM(m.goods - m.discount + m.shipping - m.refund) AS net,
			SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost) AS cm2,
			SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost - m.cm3_cost - m.cm4_cost) AS cm4
			FROM sales_order o JOIN margin_line m ON m.order_id = o.id WHERE o.id IN ? GROUP BY o.id, o.number ORDER BY o.id`, some).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}
