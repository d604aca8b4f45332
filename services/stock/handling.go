package stock

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
)

// handling is what a 3PL charges for a move: for pieces of a replenishment it took
// in, or for those a customer returned.
type handling struct {
	MoveID, SupplierID, ProductID int64
	SKU, Document                 string
	On                            model.Date
	Quantity                      int64
	Fee                           string
	Amount                        model.Amount
	Currency                      model.Currency
	Base                          model.Amount `gorm:"column:base_amount"`
	Source                        string
	EntryID                       int64
	rate                          model.Rate
}

// What is taken in: pieces of a replenishment, and of customers. What comes back
// of a purchase order that did not go through never left the shelf.
const selectTaken = `SELECT m.id AS move_id, m.supplier_id, m.product_id, x.sku, m.moved_on AS "on", m.quantity, COALESCE(u.number, m.reference) AS document,
		CASE m.kind WHEN 'receipt' THEN 'receiving' ELSE 'return' END AS fee,
		COALESCE(h.amount, 0) AS amount, COALESCE(h.currency, '') AS currency, COALESCE(h.base_amount, 0) AS base_amount, COALESCE(h.source, '') AS source, COALESCE(h.entry_id, 0) AS entry_id
	FROM stock_move m JOIN product x ON x.id = m.product_id LEFT JOIN threepl_handling h ON h.move_id = m.id AND h.superseded_at = ''
	LEFT JOIN stock_line k ON k.id = m.stock_line_id LEFT JOIN purchase_order u ON u.id = k.purchase_id
	WHERE m.kind = 'receipt' OR m.kind = 'return' AND m.allocation_id IS NULL ORDER BY m.id`

// handle makes the books say what the fee tables say of each move that took
// pieces in, and notes what that sums to by month.
func (a *accrual) handle() error {
	var rows []handling
	if err := a.tx.Raw(selectTaken).Scan(&rows).Error; err != nil {
		return err
	}
	a.taken = map[span]model.Amount{}
	for i := range rows {
		stands := &rows[i]
		due, err := a.charged(*stands)
		if err != nil {
			return err
		}
		if due.Amount != stands.Amount || due.Currency != stands.Currency || due.Base != stands.Base || due.Source != stands.Source {
			if err := a.rehandle(stands, &due); err != nil {
				return err
			}
		}
		k := span{due.SupplierID, due.On.Month()}
		a.taken[k] = a.taken[k].Add(due.Amount)
	}
	return nil
}

// charged works out what a move costs by the fee table of its day, rounded once:
// its pieces by what is charged for one, or their part of a carton, pallet or
// cubic metre.
func (a *accrual) charged(h handling) (handling, error) {
	h.Amount, h.Currency, h.Base, h.Source, h.EntryID = 0, "", 0, "", 0
	f, ok := a.fees.on(h.SupplierID, h.Fee, h.On)
	if !ok || f.Per != "piece" && f.Pieces == nil {
		return h, nil
	}
	sum := f.Amount.Decimal().Mul(decimal.NewFromInt(h.Quantity))
	if f.Per != "piece" {
		sum = sum.Div(decimal.NewFromInt(int64(*f.Pieces)))
	}
	amount, err := model.AmountOf(sum)
	if err != nil {
		return h, err
	}
	if amount = amount.Round(f.Currency); amount == 0 {
		return h, nil
	}
	r, err := a.rates.On(h.On, f.Currency, a.home)
	if model.CodeOf(err) == model.NotFound {
		return h, nil // until somebody enters the rate
	}
	if err != nil {
		return h, err
	}
	h.Amount, h.Currency, h.rate, h.Source = amount, f.Currency, r, "fee table: "+f.Fee+" from "+string(f.ValidFrom)
	h.Base, err = r.Convert(amount)
	return h, err
}

// rehandle reverses what stands of a move and books what is due.
func (a *accrual) rehandle(stands, due *handling) error {
	if a.look {
		a.differs = true
		return nil
	}
	if stands.EntryID != 0 {
		if err := a.begin(); err != nil {
			return err
		}
		if err := a.writer.Reverse(stands.EntryID, 0); err != nil {
			return err
		}
		if err := a.tx.Exec(`UPDATE threepl_handling SET superseded_at = ? WHERE move_id = ? AND superseded_at = ''`, string(a.tx.Now), due.MoveID).Error; err != nil {
			return err
		}
	}
	if due.Amount == 0 {
		return nil
	}
	e := ledger.Entry{
		Dated: due.On, Kind: ledger.Cost, Document: due.Document, Memo: fmt.Sprintf("%s of %s, by the fee table", handlings[due.Fee], due.SKU), Rate: due.rate,
		Postings: owing(ledger.Posting{Amount: due.Base, Foreign: due.Amount, ProductID: due.ProductID, SupplierID: due.SupplierID}),
	}
	if err := a.post(&e); err != nil {
		return err
	}
	return a.tx.Exec(`INSERT INTO threepl_handling (move_id, fee, amount, currency, base_amount, source, entry_id, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		due.MoveID, due.Fee, int64(due.Amount), string(due.Currency), int64(due.Base), due.Source, e.ID, string(a.tx.Now)).Error
}

// handlings are the fees for taking in, as entries call them.
var handlings = map[string]string{Receiving: "Receiving", Returning: "Taking back"}

// spent is what is charged in a currency for a month of a 3PL.
type spent struct {
	span
	currency model.Currency
}

// What 3PLs take for picking, packing and sending orders from own stock, by the
// month in which the first piece of each left.
const selectSent = `SELECT x.supplier_id, x.month, f.currency, SUM(f.amount) AS amount FROM (
		SELECT m.supplier_id, l.order_id, substr(MIN(m.moved_on), 1, 7) AS month FROM stock_move m JOIN allocation a ON a.id = m.allocation_id
		JOIN order_line l ON l.id = a.line_id WHERE m.kind = 'dispatch' GROUP BY m.supplier_id, l.order_id) x
	JOIN cost_fact f ON f.order_id = x.order_id AND f.supplier_id = x.supplier_id AND f.superseded_at = '' AND f.type IN ('pick_pack', 'supplier_shipping')
	WHERE x.supplier_id IN (SELECT supplier_id FROM threepl_fee WHERE fee = 'minimum') GROUP BY x.supplier_id, x.month, f.currency`

func (a *accrual) readSent() error {
	var rows []struct {
		SupplierID int64
		Month      string
		Currency   model.Currency
		Amount     model.Amount
	}
	err := a.tx.Raw(selectSent).Scan(&rows).Error
	a.sent = map[spent]model.Amount{}
	for _, r := range rows {
		a.sent[spent{span{r.SupplierID, r.Month}, r.Currency}] = r.Amount
	}
	return err
}

// minimum is what lifts a month to the least that is charged for it: beside the
// rows of the month itself what was charged for taking in, picking, packing and
// sending counts, in the currency of the fees. It is false where that is enough.
func (a *accrual) minimum(m *month, least model.Amount, rows []Monthly) (Monthly, bool) {
	charged := a.taken[m.span].Add(a.sent[spent{m.span, m.currency}])
	for i := range rows {
		charged = charged.Add(rows[i].Amount)
	}
	r := Monthly{
		SupplierID: m.supplier, Month: m.month, Fee: Minimum, Least: least, Charged: charged, Amount: least.Sub(charged), Currency: m.currency, Source: m.source(Minimum),
	}
	return r, r.Amount > 0
}

// post books an entry.
func (a *accrual) post(e *ledger.Entry) error {
	if err := a.begin(); err != nil {
		return err
	}
	return a.writer.Post(e)
}

// begin makes the writer, once.
func (a *accrual) begin() (err error) {
	if a.writer == nil {
		a.writer, err = ledger.NewWriter(a.tx)
	}
	return err
}

// owing are the postings of a charge: the expense, and what is owed for it.
func owing(p ledger.Posting) []ledger.Posting {
	p.Account = ledger.MonthlyFees
	owed := p
	owed.Account, owed.Amount, owed.Foreign = ledger.AccruedCosts, p.Amount.Neg(), p.Foreign.Neg()
	return []ledger.Posting{p, owed}
}
