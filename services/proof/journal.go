package proof

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/query"
)

// balanced: every entry sums to zero, in the book's currency and in its own.
func (p *proof) balanced() error {
	t := query.New(`SELECT entry_id, SUM(amount), SUM(foreign_amount), COUNT(*) FROM posting GROUP BY entry_id
		HAVING SUM(amount) <> 0 OR SUM(foreign_amount) <> 0 OR COUNT(*) < 2`)
	return p.count(&p.result.Unbalanced, t, func(r *sql.Rows) (string, error) {
		var id, n int64
		var base, foreign model.Amount
		err := r.Scan(&id, &base, &foreign, &n)
		return fmt.Sprintf("Journal entry %d has %d postings and is off by %s, and by %s in its own currency.", id, n, base, foreign), err
	})
}

// orders: what each order says was paid, owed and refunded, less the fees kept,
// stands on the money accounts, its tax and duties on theirs, in the order's
// currency. An order that is not booked, or no longer there, has nothing there.
func (p *proof) orders() error {
	t := query.New(fmt.Sprintf(`SELECT %s, g.money, g.tax, g.duties FROM (
		SELECT order_id, SUM(money) AS money, SUM(tax) AS tax, SUM(duties) AS duties FROM (
			SELECT order_id, CASE WHEN account_id IN (%d, %d, %d) THEN foreign_amount ELSE 0 END AS money,
				CASE WHEN account_id = %d THEN foreign_amount ELSE 0 END AS tax, CASE WHEN account_id = %d THEN foreign_amount ELSE 0 END AS duties
				FROM posting WHERE account_id IN (%[2]d, %[3]d, %[4]d, %[5]d, %[6]d) AND order_id IS NOT NULL
			UNION ALL SELECT id, -total, tax, duties FROM sales_order WHERE booked_on <> ''
			UNION ALL SELECT order_id, gross, -tax, 0 FROM refund
			UNION ALL SELECT order_id, amount, 0, 0 FROM cost_fact WHERE superseded_at = '' AND type IN ('payment_fee', 'marketplace_fee')
		) AS all_parts GROUP BY order_id HAVING SUM(money) <> 0 OR SUM(tax) <> 0 OR SUM(duties) <> 0) g ORDER BY g.order_id`,
		named, ledger.Clearing, ledger.CashOnDelivery, ledger.Receivable, ledger.TaxCollected, ledger.DutiesCollected))
	return p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var order string
		var money, tax, duties model.Amount
		err := r.Scan(&order, &money, &tax, &duties)
		return fmt.Sprintf("Order %s and the journal differ by %s of money, %s of tax and %s of duties.", order, money, tax, duties), err
	})
}

// costs: the cost facts that stand sum to the accounts of their types, and
// those of suppliers, with what came into own stock and what 3PLs charge for no
// order and less what was paid, to what is owed to each.
func (p *proof) costs() error {
	off := map[ledger.Account]model.Amount{}
	owed := map[int64]model.Amount{}
	var supplier int64
	var account ledger.Account
	var amount model.Amount
	t := query.New(fmt.Sprintf(`SELECT COALESCE(supplier_id, 0), account_id, SUM(amount) FROM posting
		WHERE account_id IN (%d, %d) OR account_id = %d OR account_id IN (SELECT account_id FROM cost_type) GROUP BY 1, 2`,
		ledger.SuppliersPayable, ledger.AccruedCosts, ledger.MonthlyFees))
	err := t.Each(p.tx, func(r *sql.Rows) error {
		err := r.Scan(&supplier, &account, &amount)
		if account == ledger.SuppliersPayable || account == ledger.AccruedCosts {
			owed[supplier] = owed[supplier].Add(amount)
		} else {
			off[account] = off[account].Add(amount)
		}
		return err
	})
	if err != nil {
		return err
	}
	t = query.New(`SELECT COALESCE(f.supplier_id, 0), f.type, y.account_id, SUM(f.base_amount) FROM cost_fact f JOIN cost_type y ON y.type = f.type
		WHERE f.superseded_at = '' GROUP BY 1, 2, 3
		UNION ALL SELECT u.supplier_id, 'receipt', 0, SUM(m.value) FROM stock_move m JOIN stock_line k ON k.id = m.stock_line_id
			JOIN purchase_order u ON u.id = k.purchase_id GROUP BY 1
		UNION ALL SELECT COALESCE(supplier_id, 0), 'payment', 0, -SUM(owed_base) FROM payment WHERE superseded_at = '' GROUP BY 1
		UNION ALL SELECT supplier_id, 'threepl', ?, SUM(base_amount) FROM (`+chargedByThreePLs+`) GROUP BY 1`, int64(ledger.MonthlyFees))
	err = t.Each(p.tx, func(r *sql.Rows) error {
		var typ string
		err := r.Scan(&supplier, &typ, &account, &amount)
		if typ != "receipt" && typ != "payment" {
			off[account] = off[account].Sub(amount)
		}
		if typ != "own_stock" && typ != "payment_fee" && typ != "marketplace_fee" {
			owed[supplier] = owed[supplier].Add(amount)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := tell(p, off, `SELECT name FROM account WHERE id = ?`, "%s in the journal and in the cost facts differs by %s."); err != nil {
		return err
	}
	if err := tell(p, owed, `SELECT name FROM supplier WHERE id = ?`, "What is owed to %s in the journal and in the cost facts differs by %s."); err != nil {
		return err
	}
	return p.payments()
}

// refunds: each refund stands in the journal with its gross and tax, on its day.
func (p *proof) refunds() error {
	t := query.New(fmt.Sprintf(`SELECT %s FROM (SELECT f.order_id, f.gross, f.tax, f.dated,
			COALESCE(SUM(CASE WHEN q.account_id = %d THEN -q.foreign_amount END), 0) AS posted,
			COALESCE(SUM(CASE WHEN q.account_id = %d THEN q.foreign_amount END), 0) AS posted_tax, MIN(q.dated) AS posted_on
		FROM refund f LEFT JOIN posting q ON q.entry_id = f.entry_id GROUP BY f.id, f.order_id, f.gross, f.tax, f.dated) g
		WHERE g.posted <> g.gross OR g.posted_tax <> g.tax OR g.posted_on IS NULL OR g.posted_on <> g.dated ORDER BY g.order_id`,
		named, ledger.Clearing, ledger.TaxCollected))
	return p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var number string
		err := r.Scan(&number)
		return fmt.Sprintf("The refund of order %s stands in the journal otherwise than with the order.", number), err
	})
}

// tell counts each difference that is not zero and names its owner.
func tell[K ~int64](p *proof, off map[K]model.Amount, name, sentence string) error {
	for _, id := range slices.Sorted(maps.Keys(off)) {
		if off[id] == 0 {
			continue
		}
		called := "nobody known"
		err := query.New(name, int64(id)).Each(p.tx, func(r *sql.Rows) error { return r.Scan(&called) })
		if err != nil {
			return err
		}
		p.result.ControlDifferences++
		p.say(sentence, called, off[id])
	}
	return nil
}
