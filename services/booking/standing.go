package booking

import (
	"database/sql"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/store"
)

// standing is what the books now say of one order.
type standing struct {
	sale        *ledger.Entry
	refundID    int64
	refundEntry *ledger.Entry
	groups      []group
	payments    []paid
}

type factRow struct {
	ID, LineID, SupplierID, EntryID int64
	Type, State, Source             string
	Amount, BaseAmount              model.Amount
	Currency                        model.Currency
	Rate                            decimal.Decimal
}

func (b *Books) standing(s *Subject) (standing, error) {
	var now standing
	var err error
	if s.SaleEntry != 0 {
		if now.sale, err = b.load(s.SaleEntry); err != nil {
			return now, err
		}
	}
	var refund struct{ ID, EntryID int64 }
	err = b.tx.Raw(`SELECT id, COALESCE(entry_id, 0) AS entry_id FROM refund WHERE order_id = ?`, s.Order.ID).Scan(&refund).Error
	if err != nil {
		return now, err
	}
	if now.refundID = refund.ID; refund.EntryID != 0 {
		if now.refundEntry, err = b.load(refund.EntryID); err != nil {
			return now, err
		}
	}
	var rows []factRow
	err = b.tx.Raw(`SELECT id, COALESCE(line_id, 0) AS line_id, COALESCE(supplier_id, 0) AS supplier_id, entry_id, type, state, source,
		amount, base_amount, currency, rate FROM cost_fact WHERE order_id = ? AND superseded_at = '' ORDER BY id`, s.Order.ID).Scan(&rows).Error
	if err != nil {
		return now, err
	}
	if err := b.groupFacts(&now, rows); err != nil {
		return now, err
	}
	return now, b.readPayments(&now, s.Order.ID)
}

func (b *Books) groupFacts(now *standing, rows []factRow) error {
	for _, r := range rows {
		f := fact{
			id: r.ID, lineID: r.LineID, typ: r.Type, state: r.State, supplierID: r.SupplierID, amount: r.Amount,
			base: r.BaseAmount, source: r.Source, rate: model.Rate{From: r.Currency, To: b.home, Value: r.Rate},
		}
		at := -1
		for i := range now.groups {
			if now.groups[i].entry.ID == r.EntryID {
				at = i
			}
		}
		if at < 0 {
			e, err := b.load(r.EntryID)
			if err != nil {
				return err
			}
			now.groups, at = append(now.groups, group{entry: e}), len(now.groups)
		}
		now.groups[at].facts = append(now.groups[at].facts, f)
	}
	return nil
}

func (b *Books) load(id int64) (*ledger.Entry, error) {
	e, err := ledger.Load(b.tx, id)
	e.Rate.To = b.home
	return &e, err
}

// factWriter adds and closes cost facts.
type factWriter struct {
	now          model.Instant
	insert, shut *sql.Stmt
}

func newFactWriter(tx *store.Tx) (*factWriter, error) {
	w := &factWriter{now: tx.Now}
	var err error
	w.insert, err = tx.Prepare(`INSERT INTO cost_fact (order_id, line_id, type, level, state, supplier_id, amount, currency, rate, rate_date,
		rate_source, base_amount, dated, source, entry_id, recorded_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return nil, err
	}
	w.shut, err = tx.Prepare(`UPDATE cost_fact SET superseded_at = ? WHERE id = ?`)
	return w, err
}

func (w *factWriter) add(orderID int64, g *group) error {
	for i := range g.facts {
		f := &g.facts[i]
		_, err := w.insert.Exec(orderID, store.OrNull(f.lineID), f.typ, costTypes[f.typ].level, f.state, store.OrNull(f.supplierID), int64(f.amount),
			string(f.rate.From), f.rate.Value.String(), string(f.rate.Date), f.rate.Source, int64(f.base), string(g.entry.Dated),
			f.source, g.entry.ID, string(w.now))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *factWriter) close(facts []fact) error {
	for i := range facts {
		if _, err := w.shut.Exec(string(w.now), facts[i].id); err != nil {
			return err
		}
	}
	return nil
}
