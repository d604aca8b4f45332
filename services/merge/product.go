package merge

import "github.com/dropledger/dropledger/model"

const (
	productOffers = `SELECT f.id, CAST(f.version AS TEXT) AS state FROM offer f WHERE f.product_id = ? AND NOT EXISTS (
		SELECT 1 FROM offer i WHERE i.product_id = ? AND i.supplier_id = f.supplier_id) ORDER BY f.id`
	productStock = `SELECT f.id, CAST(f.quantity AS TEXT) AS state FROM stock_count f WHERE f.product_id = ?
		AND f.counted_on > COALESCE((SELECT MAX(i.counted_on) FROM stock_count i WHERE i.product_id = ? AND i.supplier_id = f.supplier_id), '')
		AND f.counted_on = (SELECT MAX(n.counted_on) FROM stock_count n WHERE n.supplier_id = f.supplier_id AND n.product_id = f.product_id) ORDER BY f.id`
	productListings = `SELECT id, '' AS state FROM listing WHERE product_id = ? AND product_id <> ? ORDER BY id`
	productCosts    = `SELECT f.id, '' AS state FROM standard_cost f WHERE f.product_id = ? AND NOT EXISTS (
		SELECT 1 FROM standard_cost i WHERE i.product_id = ?) ORDER BY f.id`
	// Of an order that waits, lines of which nothing has left.
	productLines = `SELECT l.id, '' AS state FROM order_line l WHERE l.product_id = ? AND l.product_id <> ?
		AND l.fulfilment IN ('pending', 'partial') AND l.shippable = 1
		AND l.order_id IN (SELECT o.id FROM sales_order o WHERE o.cancelled_on = '' AND o.payment NOT IN ('voided', 'refunded') AND o.fulfilment NOT IN ('fulfilled', 'restocked'))
		AND NOT EXISTS (SELECT 1 FROM purchase_line pl JOIN purchase_order p ON p.id = pl.purchase_id
			WHERE pl.line_id = l.id AND p.state NOT IN ('draft', 'approved', 'cancelled', 'refused')) ORDER BY l.id`
)

// products moves what is offered, sold and still to be sent of a product.
func (m *merging) products() error {
	kept, err := m.count(`SELECT (SELECT COUNT(*) FROM stock_move WHERE product_id = x.id) + (SELECT COUNT(*) FROM stock_line WHERE product_id = x.id) FROM product x WHERE x.id = ?`)
	if err != nil {
		return err
	}
	if kept > 0 {
		return model.Errorf(model.Refused, "Own stock is kept of %s, and what moved is never changed: merge the other one into it.", m.plan.From)
	}
	var orders []int64
	err = m.tx.Raw(`SELECT DISTINCT order_id FROM order_line WHERE id IN (SELECT id FROM (`+productLines+`) x) ORDER BY order_id`, m.from, m.into).Scan(&orders).Error
	if err != nil {
		return err
	}
	for _, step := range []struct{ what, kind, list, update string }{
		{Offers, offerKind, productOffers, `UPDATE offer SET product_id = ? WHERE id = ?`},
		{Stock, stockKind, productStock, `UPDATE stock_count SET product_id = ? WHERE id = ?`},
		{Listings, listingKind, productListings, `UPDATE listing SET product_id = ? WHERE id = ?`},
		{Costs, costKind, productCosts, `UPDATE standard_cost SET product_id = ? WHERE id = ?`},
		{Lines, lineKind, productLines, `UPDATE order_line SET product_id = ? WHERE id = ?`},
	} {
		n, err := m.move(step.kind, step.list, step.update)
		if err != nil {
			return err
		}
		m.plan.moved(step.what, n)
	}
	m.rebook = orders
	for _, c := range []struct{ what, query string }{
		{Offers, `SELECT COUNT(*) FROM offer WHERE product_id = ?`},
		{Entries, `SELECT COUNT(*) FROM posting WHERE product_id = ?`},
	} {
		n, err := m.count(c.query)
		if err != nil {
			return err
		}
		m.plan.stayed(c.what, n)
	}
	m.plan.note("Orders and files that name the SKU %s are taken as %s from now on.", m.plan.From, m.plan.Into)
	return nil
}

// shops moves what belongs to a shop that never sold anything that was booked.
// Entries name the shop and are never changed, so that one that sold stays.
func (m *merging) shops() error {
	sold, err := m.count(`SELECT COUNT(*) FROM sales_order WHERE shop_id = ?`)
	if err != nil {
		return err
	}
	if sold > 0 {
		return model.Errorf(model.Refused, "%s has %d orders, and what is booked on a shop is never changed: archive it, and let the next export come in under %s.",
			m.plan.From, sold, m.plan.Into)
	}
	listings, err := m.move(listingKind, `SELECT f.id, '' AS state FROM listing f WHERE f.shop_id = ? AND NOT EXISTS (
		SELECT 1 FROM listing i WHERE i.shop_id = ? AND i.shop_key = f.shop_key) ORDER BY f.id`, `UPDATE listing SET shop_id = ? WHERE id = ?`)
	if err != nil {
		return err
	}
	m.plan.moved(Listings, listings)
	rules, err := m.count(`SELECT COUNT(*) FROM fee_rule WHERE shop_id = ?`)
	m.plan.stayed(Fees, rules)
	return err
}
