package proof

import (
	"database/sql"
	"fmt"

	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/query"
)

// payments: what a person says was paid for a purchase order is booked as paid,
// once, on its day, in its currency and from its account; and each payment stands
// in the journal as it was booked.
func (p *proof) payments() error {
	t := query.New(fmt.Sprintf(`SELECT u.number FROM (
		SELECT purchase_id FROM (
			SELECT purchase_id, currency, paid_on AS dated, CASE paid_from WHEN 'card' THEN %d ELSE %d END AS account_id, goods + shipping AS amount
				FROM placement WHERE superseded_at = '' AND paid_on <> '' AND paid_from <> ''
			UNION ALL SELECT purchase_id, currency, dated, account_id, -amount FROM payment WHERE superseded_at = ''
		) AS sides GROUP BY purchase_id, currency, dated, account_id HAVING SUM(amount) <> 0
		UNION SELECT x.purchase_id FROM payment x LEFT JOIN posting q ON q.entry_id = x.entry_id WHERE x.superseded_at = ''
			GROUP BY x.id, x.purchase_id, x.account_id, x.amount, x.left_base, x.owed_base, x.dated
			HAVING SUM(CASE WHEN q.account_id = x.account_id THEN q.foreign_amount ELSE 0 END) <> -x.amount
				OR SUM(CASE WHEN q.account_id = x.account_id THEN q.amount ELSE 0 END) <> -x.left_base
				OR SUM(CASE WHEN q.account_id = %d THEN q.amount ELSE 0 END) <> x.owed_base OR COALESCE(MIN(q.dated), '') <> x.dated
		) AS g JOIN purchase_order u ON u.id = g.purchase_id ORDER BY u.id`, ledger.Cards, ledger.Bank, ledger.SuppliersPayable))
	err := p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var number string
		err := r.Scan(&number)
		return fmt.Sprintf("What was paid for %s stands in the journal otherwise than with the purchase order.", number), err
	})
	if err != nil {
		return err
	}
	t = query.New(`SELECT e.id, e.document FROM journal_entry e WHERE e.kind = ? AND NOT EXISTS (SELECT 1 FROM journal_entry r WHERE r.reverses_id = e.id)
		AND NOT EXISTS (SELECT 1 FROM payment x WHERE x.entry_id = e.id AND x.superseded_at = '') ORDER BY e.id`, string(ledger.Payment))
	return p.count(&p.result.ControlDifferences, t, func(r *sql.Rows) (string, error) {
		var id int64
		var document string
		err := r.Scan(&id, &document)
		return fmt.Sprintf("Journal entry %d pays for %s, and no such payment stands.", id, document), err
	})
}
