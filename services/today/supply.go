package today

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// lately is how many days back sales count for what a product sells in a month,
// and a changed price is news.
const lately = 30

// sales are what was sold of a product lately: pieces in all and by the supplier
// whose cost they carry, and what they brought.
type sales struct {
	pieces  model.Quantity
	by      map[int64]model.Quantity
	revenue model.Amount
}

// supply finds products nobody has any more, and changed prices.
func (f *finder) supply() error {
	gone, err := f.gone()
	if err != nil {
		return err
	}
	prices, err := f.prices()
	if err != nil || len(gone)+len(prices) == 0 {
		return err
	}
	sold, err := f.sold()
	if err != nil {
		return err
	}
	for _, g := range gone {
		if s := sold[g.product]; s != nil && s.pieces > 0 {
			g.item.Facts.Sold, g.item.Stake = s.pieces, s.revenue
			if g.item.Facts.Shops, err = f.shops(g.product); err != nil {
				return err
			}
			f.add(g.item)
		}
	}
	for _, p := range prices {
		if err := f.price(p, sold[p.product]); err != nil {
			return err
		}
	}
	return nil
}

// found is an item about a product of a supplier.
type found struct {
	product, supplier int64
	item              Item
}

// gone lists the products that have offers today, and of each of these the
// newest stock count says that nothing is left. An offer without a count may
// well have some.
func (f *finder) gone() ([]found, error) {
	day := string(f.today)
	var all []found
	err := query.New(`SELECT x.product_id, p.sku, p.name, x.supplier, x.counted FROM (
			SELECT o.product_id, MIN(s.name) AS supplier, MAX(c.counted_on) AS counted, COUNT(*) AS offers,
				SUM(CASE WHEN c.quantity <= 0 THEN 1 ELSE 0 END) AS empty
			FROM offer o JOIN supplier s ON s.id = o.supplier_id AND s.archived_at = '' AND s.stage IN ('trial', 'approved', 'probation')
			LEFT JOIN stock_count c ON c.supplier_id = o.supplier_id AND c.product_id = o.product_id AND c.counted_on = (
				SELECT MAX(n.counted_on) FROM stock_count n WHERE n.supplier_id = o.supplier_id AND n.product_id = o.product_id)
			WHERE o.archived_at = '' AND o.valid_from <= ? AND (o.valid_to = '' OR o.valid_to >= ?)
			GROUP BY o.product_id) x JOIN product p ON p.id = x.product_id AND p.archived_at = '' WHERE x.empty = x.offers`, day, day).
		Rows(f.q, func(r query.Row) error {
			i := Item{Kind: StockGone, Count: 1, Place: Place{List: ProductList, Key: r.Text(1)}}
			i.Facts = Facts{SKU: r.Text(1), Name: r.Text(2), Supplier: r.Text(3), On: model.Date(r.Text(4))}
			i.Since = model.InstantOf(i.Facts.On.Time())
			all = append(all, found{product: r.Int(0), item: i})
			return nil
		})
	return all, err
}

// prices lists the offers that started lately, or will, at another price than
// the one before them.
func (f *finder) prices() ([]found, error) {
	var all []found
	err := query.New(`SELECT n.product_id, n.supplier_id, p.sku, p.name, s.name, b.cost, n.cost, n.currency, n.valid_from
		FROM offer n JOIN supplier s ON s.id = n.supplier_id AND s.archived_at = '' JOIN product p ON p.id = n.product_id AND p.archived_at = ''
		JOIN offer b ON b.supplier_id = n.supplier_id AND b.product_id = n.product_id AND b.archived_at = '' AND b.valid_from = (
			SELECT MAX(x.valid_from) FROM offer x WHERE x.supplier_id = n.supplier_id AND x.product_id = n.product_id AND x.valid_from < n.valid_from)
		WHERE n.archived_at = '' AND n.valid_from >= ? AND n.currency = b.currency AND n.cost <> b.cost AND b.cost > 0`,
		string(f.today.AddDays(-lately))).Rows(f.q, func(r query.Row) error {
		i := Item{Kind: PriceRose, Count: 1, Place: Place{List: ProductList, Key: r.Text(2)}}
		i.Facts = Facts{
			SKU: r.Text(2), Name: r.Text(3), Supplier: r.Text(4), Old: r.Amount(5), New: r.Amount(6), Currency: model.Currency(r.Text(7)),
			On: model.Date(r.Text(8)),
		}
		if i.Facts.New < i.Facts.Old {
			i.Kind = PriceFell
		}
		i.Since = model.InstantOf(i.Facts.On.Time())
		i.Facts.Percent, _ = model.PercentOf(i.Facts.New.Sub(i.Facts.Old), i.Facts.Old, 1)
		all = append(all, found{r.Int(0), r.Int(1), i})
		return nil
	})
	return all, err
}

// price tells what a changed price means for a month like the last one: at stake
// is what the pieces from this supplier cost more, or less, at today's rate.
func (f *finder) price(p found, s *sales) error {
	if s == nil || s.by[p.supplier] == 0 {
		return nil // nothing of it is bought there
	}
	i := p.item
	i.Facts.Sold = s.by[p.supplier]
	r, err := f.rates.On(f.today, i.Facts.Currency, f.home)
	if i.NoStake = model.CodeOf(err) == model.NotFound; err != nil && !i.NoStake {
		return err
	}
	if !i.NoStake {
		if i.Stake, err = r.Convert(i.Facts.New.Sub(i.Facts.Old).Abs().Times(i.Facts.Sold)); err != nil {
			return err
		}
	}
	f.add(i)
	return nil
}

// sold adds up what was sold lately.
func (f *finder) sold() (map[int64]*sales, error) {
	all := map[int64]*sales{}
	since := string(f.today.AddDays(-lately))
	of := func(product int64) *sales {
		s := all[product]
		if s == nil {
			s = &sales{by: map[int64]model.Quantity{}}
			all[product] = s
		}
		return s
	}
	const recent = `o.placed_on >= ? AND o.cancelled_on = '' AND o.payment NOT IN ('voided', 'refunded')`
	err := query.New(`SELECT l.product_id, COALESCE(l.supplier_id, 0), SUM(l.quantity) FROM sales_order o CROSS JOIN order_line l
		WHERE l.order_id = o.id AND l.product_id IS NOT NULL AND `+recent+` GROUP BY 1, 2`, since).Rows(f.q, func(r query.Row) error {
		s := of(r.Int(0))
		s.pieces += model.Quantity(r.Int(2))
		s.by[r.Int(1)] += model.Quantity(r.Int(2))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, query.New(`SELECT m.product_id, SUM(m.goods - m.discount) FROM sales_order o CROSS JOIN margin_line m
		WHERE m.order_id = o.id AND m.product_id IS NOT NULL AND `+recent+` GROUP BY 1`, since).Rows(f.q, func(r query.Row) error {
		s := of(r.Int(0))
		s.revenue = s.revenue.Add(r.Amount(1))
		return nil
	})
}

// shops counts the shops that list a product.
func (f *finder) shops(product int64) (int, error) {
	n, err := count(f.q, `SELECT COUNT(DISTINCT shop_id) FROM listing WHERE product_id = ?`, product)
	return int(n), err
}
