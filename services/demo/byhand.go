package demo

import (
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// handMost is how many of the newest orders are looked at for such as a person has
// to place at a marketplace.
const handMost = 4

// byHand routes some orders of articles that a marketplace sells, and approves the
// purchase orders to it: they wait for a person who places them there.
func (s *Service) byHand(tx *store.Tx) error {
	var orders []int64
	err := tx.Raw(`SELECT o.id FROM sales_order o JOIN order_line l ON l.order_id = o.id AND l.shippable = 1 AND l.fulfilment = 'pending' AND l.quantity > 0
		WHERE o.payment = 'paid' AND o.cancelled_on = '' AND o.archived_at = '' AND EXISTS (SELECT 1 FROM offer f JOIN supplier s ON s.id = f.supplier_id
			WHERE f.product_id = l.product_id AND f.valid_to = '' AND s.channel = ? AND s.stage = ?)
		GROUP BY o.id HAVING COUNT(*) = 1 AND (SELECT COUNT(*) FROM order_line x WHERE x.order_id = o.id AND x.shippable = 1 AND x.quantity > 0) = 1
		ORDER BY o.placed_at DESC, o.id DESC LIMIT ?`, string(model.ByMarketplace), string(model.Approved), handMost).Scan(&orders).Error
	if err != nil || len(orders) == 0 {
		return err
	}
	if _, err := routing.New(s.db, s.bus, new(job.Runner)).Route(tx.Context(), routing.Options{Orders: orders}); err != nil {
		return err
	}
	p := purchase.New(s.db, s.bus)
	drafted, err := p.Draft(tx.Context())
	if err != nil {
		return err
	}
	var hand []int64
	err = tx.Raw(`SELECT p.id FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE s.channel = ?`, string(model.ByMarketplace)).Scan(&hand).Error
	if err != nil {
		return err
	}
	hand = slices.DeleteFunc(hand, func(id int64) bool { return !slices.Contains(drafted, id) })
	return p.Approve(tx.Context(), hand)
}
