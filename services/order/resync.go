package order

import (
	"github.com/dropledger/dropledger/model"
)

// Step hears how many orders of all are done, and stops the work by an error.
type Step func(done, all int) error

// ResyncProducts works out anew the books of all orders with a line of one of
// the products, after their costs changed.
func (m *Merger) ResyncProducts(products []int64, step Step) error {
	seen := map[int64]bool{}
	var orders []int64
	for _, p := range products {
		var ids []int64
		err := m.tx.Raw(`SELECT DISTINCT l.order_id FROM order_line l JOIN sales_order o ON o.id = l.order_id
			WHERE l.product_id = ? AND o.booked_on <> '' ORDER BY l.order_id`, p).Scan(&ids).Error
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				orders = append(orders, id)
			}
		}
	}
	return m.resyncAll(orders, step)
}

// ResyncSince works out anew the books of all orders booked on a day or later,
// after a fee rule that starts then changed; shop 0 is every shop.
func (m *Merger) ResyncSince(from model.Date, shop int64, step Step) error {
	var ids []int64
	err := m.tx.Raw(`SELECT id FROM sales_order WHERE booked_on >= ? AND (? = 0 OR shop_id = ?) AND booked_on <> '' ORDER BY id`,
		string(from), shop, shop).Scan(&ids).Error
	if err != nil {
		return err
	}
	return m.resyncAll(ids, step)
}

// ResyncUnbooked tries again the orders that a missing exchange rate kept out
// of the books, and those that were sent without a known cost.
func (m *Merger) ResyncUnbooked(step Step) error {
	var ids []int64
	err := m.tx.Raw(`SELECT o.id FROM sales_order o WHERE o.unbooked_reason <> '' OR (o.booked_on <> '' AND EXISTS (
			SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.shippable = 1 AND l.supplier_id IS NULL
				AND (l.fulfilment IN ('fulfilled', 'partial') OR EXISTS (SELECT 1 FROM allocation a WHERE a.line_id = l.id AND a.cancelled_at = ''))))
		ORDER BY o.id`).Scan(&ids).Error
	if err != nil {
		return err
	}
	return m.resyncAll(ids, step)
}

func (m *Merger) resyncAll(ids []int64, step Step) error {
	_, err := m.Resync(ids, func(done int) error {
		if step == nil {
			return nil
		}
		return step(done, len(ids))
	})
	return err
}

// ResyncUnpaid works out anew the books of the shops' orders that were not paid,
// after a shop was set to collect on delivery or no longer.
func (m *Merger) ResyncUnpaid(shops []int64, step Step) error {
	var ids []int64
	err := m.tx.Raw(`SELECT id FROM sales_order WHERE shop_id IN ? AND payment IN ('pending', 'authorized') ORDER BY id`, shops).Scan(&ids).Error
	if err != nil {
		return err
	}
	return m.resyncAll(ids, step)
}
