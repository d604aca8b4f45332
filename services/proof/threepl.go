package proof

import (
	"database/sql"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// chargedByThreePLs is what 3PLs charge for no order.
const chargedByThreePLs = `SELECT supplier_id, base_amount FROM threepl_month WHERE superseded_at = ''
	UNION ALL SELECT m.supplier_id, h.base_amount FROM threepl_handling h JOIN stock_move m ON m.id = h.move_id WHERE h.superseded_at = ''`

// What the fee table says of each move that took pieces in, beside what was booked
// for it. A fee in another currency may wait for a rate, so that only one that was
// booked is held against it then.
const selectHandling = `SELECT s.name, x.sku, m.reference, m.quantity, COALESCE(f.amount, 0), CASE WHEN f.per = 'piece' THEN 1 ELSE COALESCE(f.pieces, 0) END,
		COALESCE(f.currency, h.currency, ''), COALESCE(h.amount, 0),
		CASE WHEN f.currency IS NULL OR f.currency = (SELECT value FROM setting WHERE key = 'book.currency') THEN 1 ELSE 0 END
	FROM stock_move m JOIN supplier s ON s.id = m.supplier_id JOIN product x ON x.id = m.product_id
	LEFT JOIN threepl_handling h ON h.move_id = m.id AND h.superseded_at = ''
	LEFT JOIN threepl_fee f ON f.id = (SELECT n.id FROM threepl_fee n WHERE n.supplier_id = m.supplier_id AND n.valid_from <= m.moved_on
		AND n.fee = CASE m.kind WHEN 'receipt' THEN 'receiving' ELSE 'return' END ORDER BY n.valid_from DESC LIMIT 1)
	WHERE h.id IS NOT NULL OR m.kind = 'receipt' OR m.kind = 'return' AND m.allocation_id IS NULL ORDER BY m.id`

// handling: each move that took pieces in was charged once, by the fee table of
// its day.
func (p *proof) handling() error {
	n := 0
	err := query.New(selectHandling).Each(p.tx, func(r *sql.Rows) error {
		var who, sku, reference string
		var q, holds int64
		var fee, booked model.Amount
		var currency model.Currency
		var home bool
		if err := r.Scan(&who, &sku, &reference, &q, &fee, &holds, &currency, &booked, &home); err != nil {
			return err
		}
		var due model.Amount
		if holds > 0 {
			a, err := model.AmountOf(fee.Decimal().Mul(decimal.NewFromInt(q)).Div(decimal.NewFromInt(holds)))
			if err != nil {
				return err
			}
			due = a.Round(currency)
		}
		if booked == due || booked == 0 && !home {
			return nil
		}
		if n++; n <= shown {
			p.say("Taking %d of %s in at %s under %q costs %s %s by the fee table, %s are booked.", q, sku, who, reference, due.Text(currency), currency, booked.Text(currency))
		}
		return nil
	})
	p.result.ControlDifferences += n
	return err
}

// What was charged for a month that was lifted to the least, as it stood when that
// was booked: entries are numbered in the order they are booked, so what was booked
// later, or reversed before, does not count.
const selectLeast = `SELECT s.name, b.month, b.currency, b.charged,
		(SELECT COALESCE(SUM(x.amount), 0) FROM threepl_month x WHERE x.entry_id = b.entry_id AND x.fee <> 'minimum')
		+ (SELECT COALESCE(SUM(h.amount), 0) FROM threepl_handling h JOIN stock_move m ON m.id = h.move_id
			WHERE m.supplier_id = b.supplier_id AND substr(m.moved_on, 1, 7) = b.month AND ` + stood + `)
		+ (SELECT COALESCE(SUM(h.amount), 0) FROM cost_fact h WHERE h.supplier_id = b.supplier_id AND h.currency = b.currency AND h.type IN ('pick_pack', 'supplier_shipping') AND ` + stood + `
			AND h.order_id IN (SELECT l.order_id FROM stock_move m JOIN allocation a ON a.id = m.allocation_id JOIN order_line l ON l.id = a.line_id
				WHERE m.kind = 'dispatch' AND m.supplier_id = b.supplier_id GROUP BY l.order_id HAVING substr(MIN(m.moved_on), 1, 7) = b.month)) AS made
	FROM threepl_month b JOIN supplier s ON s.id = b.supplier_id WHERE b.fee = 'minimum' AND b.superseded_at = '' ORDER BY b.month, s.name`

// stood tells whether what the entry of h booked stood when that of b was booked.
const stood = `h.entry_id < b.entry_id AND NOT EXISTS (SELECT 1 FROM journal_entry j WHERE j.reverses_id = h.entry_id AND j.id < b.entry_id)`

// least: what lifts a month of a 3PL to its least tops up what was charged for it
// without that.
func (p *proof) least() error {
	n := 0
	err := query.New(selectLeast).Each(p.tx, func(r *sql.Rows) error {
		var who, month string
		var currency model.Currency
		var charged, made model.Amount
		if err := r.Scan(&who, &month, &currency, &charged, &made); err != nil || charged == made {
			return err
		}
		if n++; n <= shown {
			p.say("%s charged %s %s for %s, and its least is booked on top of %s.", who, made.Text(currency), currency, month, charged.Text(currency))
		}
		return nil
	})
	p.result.ControlDifferences += n
	return err
}
