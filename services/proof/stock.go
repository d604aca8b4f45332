package proof

import (
	"database/sql"
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/query"
)

// stock: the moves of own stock sum, 3PL by 3PL and product by product, to its
// account; no balance is below zero; and each allocation from it took what its
// purchase order says; and what 3PLs charge was booked for what was there, for
// what came in, and up to the least.
func (p *proof) stock() error {
	t := query.New(fmt.Sprintf(`SELECT s.name, x.sku, g.pieces, g.off FROM (SELECT place, product, SUM(pieces) AS pieces, SUM(value) AS off FROM (
			SELECT supplier_id AS place, product_id AS product, quantity AS pieces, value FROM stock_move
			UNION ALL SELECT supplier_id, product_id, 0, -amount FROM posting WHERE account_id = %d
		) AS all_parts GROUP BY place, product HAVING SUM(value) <> 0 OR SUM(pieces) < 0) g
		LEFT JOIN supplier s ON s.id = g.place LEFT JOIN product x ON x.id = g.product ORDER BY g.place, g.product`, ledger.Stock))
	err := p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var who, sku sql.NullString
		var pieces int64
		var off model.Amount
		err := r.Scan(&who, &sku, &pieces, &off)
		return fmt.Sprintf("The stock of %s at %s has %d pieces and differs from the journal by %s.", sku.String, who.String, pieces, off), err
	})
	if err != nil {
		return err
	}
	t = query.New(`SELECT b.number, x.sku, u.quantity, g.moved FROM (
			SELECT a.id, COALESCE(SUM(m.quantity), 0) AS moved FROM allocation a LEFT JOIN stock_move m ON m.allocation_id = a.id
			WHERE a.stock_cost IS NOT NULL GROUP BY a.id) g
		JOIN allocation a ON a.id = g.id JOIN order_line l ON l.id = a.line_id JOIN product x ON x.id = l.product_id
		LEFT JOIN purchase_line u ON u.allocation_id = a.id LEFT JOIN purchase_order b ON b.id = u.purchase_id
		WHERE g.moved <> CASE WHEN a.cancelled_at = '' AND b.state IN ('queued', 'sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed')
			THEN -a.quantity ELSE 0 END ORDER BY a.id`)
	err = p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var number, sku sql.NullString
		var asked sql.NullInt64
		var moved int64
		err := r.Scan(&number, &sku, &asked, &moved)
		return fmt.Sprintf("Purchase order %s takes %d of %s from stock, and %d left it.", number.String, asked.Int64, sku.String, -moved), err
	})
	if err != nil {
		return err
	}
	for _, prove := range []func() error{p.storage, p.handling, p.least} {
		if err := prove(); err != nil {
			return err
		}
	}
	return nil
}

// storage: the months of storage that were booked count each piece for the days it
// was there: a move counts from its day, or from the first, to the month's last.
func (p *proof) storage() error {
	t := query.New(`SELECT s.name, x.sku, g.month, g.piece_days, g.moved FROM (
			SELECT b.supplier_id, b.product_id, b.month, b.piece_days, COALESCE(SUM(m.quantity * (CAST(julianday(b.until) AS INTEGER) - CAST(julianday(MAX(m.moved_on, b.since)) AS INTEGER) + 1)), 0) AS moved
			FROM (SELECT *, month || '-01' AS since, date(month || '-01', '+1 month', '-1 day') AS until FROM threepl_month WHERE superseded_at = '' AND fee = 'storage') b
			LEFT JOIN stock_move m ON m.supplier_id = b.supplier_id AND m.product_id = b.product_id AND m.moved_on <= b.until GROUP BY b.id) g
		JOIN supplier s ON s.id = g.supplier_id JOIN product x ON x.id = g.product_id WHERE g.piece_days <> g.moved ORDER BY g.month, s.name, x.sku`)
	return p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var who, sku, month string
		var booked, moved int64
		err := r.Scan(&who, &sku, &month, &booked, &moved)
		return fmt.Sprintf("The storage of %s at %s in %s is booked for %d days of a piece, its moves make %d.", sku, who, month, booked, moved), err
	})
}
