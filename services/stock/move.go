package stock

import (
	"fmt"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Mover adds moves to the own stock within one transaction, and books each in
// the same go. It must not outlive the transaction.
type Mover struct {
	tx     *store.Tx
	home   model.Currency
	writer *ledger.Writer
}

// NewMover prepares moving stock in tx. Nothing else may post entries between
// its making and its last move.
func NewMover(tx *store.Tx) (*Mover, error) {
	m := &Mover{tx: tx}
	var err error
	if m.home, err = setting.Home(tx.DB); err != nil {
		return nil, err
	}
	m.writer, err = ledger.NewWriter(tx)
	return m, err
}

// against is where the value of a move comes from or goes to.
var against = map[string]ledger.Account{
	Opening: ledger.Equity, Receipt: ledger.AccruedCosts, Dispatch: ledger.StockSetApart, Adjustment: ledger.StockDifferences, Return: ledger.StockDifferences,
}

// cost is what moves cost: in the book's currency, or for what was bought in
// another one there, with its rate. From is the supplier it is owed to.
type cost struct {
	value   model.Amount // in the book's currency, positive
	foreign model.Amount
	rate    model.Rate
	from    int64
}

// add writes a move whose Value is already settled and posts it.
func (m *Mover) add(v *Move, c cost) error {
	if v.Value = c.value; v.UnitCost == 0 {
		v.UnitCost = average(c.value, max(v.Quantity, -v.Quantity))
	}
	if v.Quantity < 0 {
		v.Value = v.Value.Neg()
	}
	if err := m.post(v, c); err != nil {
		return err
	}
	return m.tx.Raw(`INSERT INTO stock_move (supplier_id, product_id, kind, quantity, unit_cost, value, moved_on, allocation_id, stock_line_id, reference,
		reason, source, entry_id, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		v.SupplierID, v.ProductID, v.Kind, int64(v.Quantity), int64(v.UnitCost), int64(v.Value), string(v.MovedOn), store.OrNull(v.AllocationID),
		store.OrNull(v.StockLineID), v.Reference, v.Reason, v.Source, store.OrNull(v.EntryID), string(m.tx.Now)).Scan(&v.ID).Error
}

// post books the value of a move: the stock account against where it comes from
// or goes to. Source: domain rule 2.6.
func (m *Mover) post(v *Move, c cost) error {
	if v.Value == 0 {
		return nil
	}
	if c.rate.From == "" {
		c.rate, c.foreign = model.Rate{From: m.home, To: m.home, Value: one, Date: v.MovedOn}, c.value
	}
	foreign := c.foreign
	if v.Quantity < 0 {
		foreign = foreign.Neg()
	}
	other := against[v.Kind]
	if v.Kind == Return && v.AllocationID != 0 {
		other = ledger.StockSetApart
	}
	if c.from == 0 {
		c.from = v.SupplierID
	}
	e := ledger.Entry{
		Dated: v.MovedOn, Kind: ledger.Cost, Document: document(v), Memo: fmt.Sprintf("Stock %s of %s at %s", v.Kind, v.SKU, v.Supplier), Rate: c.rate,
		Postings: []ledger.Posting{
			{Account: ledger.Stock, Amount: v.Value, Foreign: foreign, ProductID: v.ProductID, SupplierID: v.SupplierID},
			{Account: other, Amount: v.Value.Neg(), Foreign: foreign.Neg(), ProductID: v.ProductID, SupplierID: c.from},
		},
	}
	if err := m.writer.Post(&e); err != nil {
		return err
	}
	v.EntryID = e.ID
	return nil
}

func document(v *Move) string {
	switch {
	case v.Purchase != "":
		return v.Purchase
	case v.Reference != "":
		return v.Reference
	}
	return "stock " + v.Kind
}

// take is what pieces that leave cost: their share of the value there, the last
// ones all that is left.
func (m *Mover) take(b *Balance, q model.Quantity) cost {
	left := b.OnHand - q
	if left <= 0 {
		return cost{value: b.Value}
	}
	return cost{value: model.Allocate(b.Value, []int64{int64(q), int64(left)}, m.home.Minor())[0]}
}

// short says that a 3PL has too few pieces.
func short(b *Balance, who, sku string, q model.Quantity) error {
	return model.Errorf(model.Refused, "%s has %d of %s in stock, %d were to leave. Nothing was changed.", who, b.OnHand, sku, q)
}
