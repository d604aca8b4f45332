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
	var err error
	if r.Result, err = s.routing.Route(ctx, o); err != nil {
		return r, err
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		r.Below = nil
		if r.Purchases, err = purchase.Draft(tx); err != nil {
			return err
		}
		if r.Below, err = holdPoor(tx, r.Allocations); err != nil {
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
	})
	return r, err
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
		ids = append(ids, given[i].ID)
	}
	var all []purchase.Worth
	seen := map[int64]bool{}
	for some := range slices.Chunk(ids, atOnce) {
		var rows []purchase.Worth
		err := q.Raw(`SELECT x.order_id, o.number, SUM(m.goods - m.discount + m.shipping - m.refund) AS net,
			SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost) AS cm2,
			SUM(m.goods - m.discount + m.shipping - m.refund - m.cm1_cost - m.cm2_cost - m.cm3_cost - m.cm4_cost) AS cm4
			FROM (SELECT DISTINCT l.order_id FROM allocation a JOIN order_line l ON l.id = a.line_id WHERE a.id IN ?) x
			JOIN sales_order o ON o.id = x.order_id JOIN margin_line m ON m.order_id = x.order_id
			GROUP BY x.order_id, o.number ORDER BY x.order_id`, some).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, w := range rows {
			if !seen[w.OrderID] {
				seen[w.OrderID] = true
				all = append(all, w)
			}
		}
	}
	return all, nil
}
