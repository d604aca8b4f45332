package statement

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// StockRow is what a supplier has of a product: the newest count, and the price
// of the offer that holds. Counted false means nobody ever counted; Offered
// false that no offer holds.
type StockRow struct {
	Supplier, SKU, Product, SupplierSKU string
	Counted                             bool
	Quantity                            model.Quantity
	CountedOn                           model.Date
	Offered                             bool
	Cost                                model.Amount
	Currency                            model.Currency
	Own                                 bool         // the merchant's own at a 3PL: its pieces, average cost and value
	Value                               model.Amount // of own stock, in Currency
}

// Stock lists what suppliers offer or were counted to have on a day, and what
// the merchant has of its own at 3PLs.
func Stock(ctx context.Context, db *store.DB, day model.Date) ([]StockRow, error) {
	d := string(day)
	const valid = `archived_at = '' AND valid_from <= ? AND (valid_to = '' OR valid_to >= ?)`
	t := query.New(`SELECT n.name, p.sku, p.name, o.supplier_sku, c.quantity, c.counted_on, o.cost, o.currency
		FROM (SELECT supplier_id, product_id FROM offer WHERE `+valid+`
			UNION SELECT supplier_id, product_id FROM stock_count WHERE counted_on <= ?) k
		JOIN supplier n ON n.id = k.supplier_id JOIN product p ON p.id = k.product_id
		LEFT JOIN offer o ON o.supplier_id = k.supplier_id AND o.product_id = k.product_id AND o.valid_from = (SELECT MAX(valid_from) FROM offer v
			WHERE v.supplier_id = k.supplier_id AND v.product_id = k.product_id AND `+valid+`)
		LEFT JOIN stock_count c ON c.supplier_id = k.supplier_id AND c.product_id = k.product_id AND c.counted_on = (SELECT MAX(s.counted_on)
			FROM stock_count s WHERE s.supplier_id = k.supplier_id AND s.product_id = k.product_id AND s.counted_on <= ?)
		ORDER BY n.name, p.sku`, d, d, d, d, d, d)
	own, err := ownStock(ctx, db, day)
	if err != nil {
		return nil, err
	}
	var supplierSKU, counted, currency sql.NullString
	var quantity, cost sql.NullInt64
	rows, err := collect(ctx, db, t, func(r *sql.Rows, s *StockRow) error {
		err := r.Scan(&s.Supplier, &s.SKU, &s.Product, &supplierSKU, &quantity, &counted, &cost, &currency)
		s.SupplierSKU, s.Counted, s.Quantity, s.CountedOn = supplierSKU.String, quantity.Valid, model.Quantity(quantity.Int64), model.Date(counted.String)
		s.Offered, s.Cost, s.Currency = cost.Valid, model.Amount(cost.Int64), model.Currency(currency.String)
		return err
	})
	rows = slices.DeleteFunc(rows, func(s StockRow) bool {
		return slices.ContainsFunc(own, func(o StockRow) bool { return o.Supplier == s.Supplier && o.SKU == s.SKU })
	})
	rows = append(rows, own...)
	slices.SortStableFunc(rows, func(a, b StockRow) int { return cmp.Or(cmp.Compare(a.Supplier, b.Supplier), cmp.Compare(a.SKU, b.SKU)) })
	return rows, err
}

// ownStock adds up the moves of own stock up to a day.
func ownStock(ctx context.Context, db *store.DB, day model.Date) ([]StockRow, error) {
	t := query.New(`SELECT n.name, p.sku, p.name, SUM(m.quantity), SUM(m.value), MAX(m.moved_on), COALESCE((SELECT value FROM setting WHERE key = 'book.currency'), '')
		FROM stock_move m JOIN supplier n ON n.id = m.supplier_id JOIN product p ON p.id = m.product_id WHERE m.moved_on <= ?
		GROUP BY m.supplier_id, m.product_id, n.name, p.sku, p.name ORDER BY n.name, p.sku`, string(day))
	return collect(ctx, db, t, func(r *sql.Rows, s *StockRow) error {
		s.Own, s.Counted, s.Offered = true, true, true
		err := r.Scan(&s.Supplier, &s.SKU, &s.Product, &s.Quantity, &s.Value, &s.CountedOn, &s.Currency)
		b := stock.Balance{OnHand: s.Quantity, Value: s.Value}
		s.Cost = b.UnitCost()
		return err
	})
}
