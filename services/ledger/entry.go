package ledger

import (
	"database/sql"
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// Kind says what event an entry books.
type Kind string

// The kinds of journal entries.
const (
	Sale     Kind = "sale"
	Refund   Kind = "refund"
	Fee      Kind = "fee"
	Cost     Kind = "cost"
	Payment  Kind = "payment" // of what is owed to a supplier
	Reversal Kind = "reversal"
)

// Posting is one side of an entry. Amount is in the book's currency, Foreign in
// the entry's; both are positive for debit. Ids are 0 where a posting has none.
type Posting struct {
	Account         Account
	Amount, Foreign model.Amount
	LineID          int64
	ProductID       int64
	SupplierID      int64
	TaxCode         string
}

// Entry is one balanced journal entry. Rate turns the entry's currency
// (Rate.From) into the book's (Rate.To).
type Entry struct {
	ID                     int64
	Dated                  model.Date
	Kind                   Kind
	Document, Memo         string
	Rate                   model.Rate
	OrderID, ShopID, Batch int64
	Country                string
	Reverses               int64
	Postings               []Posting
}

// Debit adds a posting of foreign money; Balance fills the book's currency in.
func (e *Entry) Debit(p Posting, foreign model.Amount) {
	if foreign == 0 {
		return
	}
	p.Foreign = foreign
	e.Postings = append(e.Postings, p)
}

// Credit is Debit on the other side.
func (e *Entry) Credit(p Posting, foreign model.Amount) { e.Debit(p, foreign.Neg()) }

// Convert fills each posting's Amount from its Foreign amount at the entry's
// rate, rounded half away from zero to the book's minor unit. What rounding
// leaves over goes to the largest posting other than the first, so that the
// first (the money account) stands exactly at amount times rate.
func (e *Entry) Convert() error {
	if e.Rate.From == e.Rate.To {
		for i := range e.Postings {
			e.Postings[i].Amount = e.Postings[i].Foreign
		}
		return nil
	}
	var sum model.Amount
	largest := 0
	for i := range e.Postings {
		p := &e.Postings[i]
		a, err := e.Rate.Convert(p.Foreign)
		if err != nil {
			return err
		}
		p.Amount = a
		sum = sum.Add(a)
		if i > 0 && (largest == 0 || p.Amount.Abs() > e.Postings[largest].Amount.Abs()) {
			largest = i
		}
	}
	if sum != 0 {
		e.Postings[largest].Amount = e.Postings[largest].Amount.Sub(sum)
	}
	return nil
}

// balanced tells what is wrong with an entry, or "".
func (e *Entry) balanced() string {
	var base, foreign model.Amount
	for _, p := range e.Postings {
		base, foreign = base.Add(p.Amount), foreign.Add(p.Foreign)
	}
	switch {
	case len(e.Postings) < 2:
		return "it has fewer than two postings"
	case base != 0:
		return "it is off by " + base.String()
	case foreign != 0:
		return "it is off by " + foreign.String() + " " + string(e.Rate.From)
	}
	return ""
}

// Writer posts entries within one transaction. It must not outlive it.
type Writer struct {
	tx      *store.Tx
	next    int64
	posting *sql.Stmt
	entry   *sql.Stmt
}

// NewWriter prepares posting in tx.
func NewWriter(tx *store.Tx) (*Writer, error) {
	w := &Writer{tx: tx}
	err := tx.Raw(`SELECT COALESCE(MAX(id), 0) + 1 FROM journal_entry`).Scan(&w.next).Error
	if err != nil {
		return nil, err
	}
	w.posting, err = tx.Prepare(`INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated,
		order_id, line_id, product_id, supplier_id, shop_id, country, tax_code) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return nil, err
	}
	w.entry, err = tx.Prepare(`INSERT INTO journal_entry (id, dated, kind, document, memo, currency, rate, rate_date,
		rate_source, order_id, batch_id, reverses_id, recorded_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`)
	return w, err
}

// Post writes e and gives it its number. An entry that does not balance in the
// book's currency and in its own is a defect of the caller and is refused, here
// and again by the database.
func (w *Writer) Post(e *Entry) error {
	if why := e.balanced(); why != "" {
		return model.Errorf(model.Internal, "The %s entry for %s does not balance: %s. Nothing was booked.", e.Kind, e.Document, why)
	}
	e.ID = w.next
	w.next++
	for i, p := range e.Postings {
		_, err := w.posting.Exec(e.ID, i+1, int64(p.Account), int64(p.Amount), int64(p.Foreign), string(e.Dated),
			store.OrNull(e.OrderID), store.OrNull(p.LineID), store.OrNull(p.ProductID), store.OrNull(p.SupplierID), store.OrNull(e.ShopID), e.Country, p.TaxCode)
		if err != nil {
			return fmt.Errorf("post to account %d: %w", p.Account, err)
		}
	}
	_, err := w.entry.Exec(e.ID, string(e.Dated), string(e.Kind), e.Document, e.Memo, string(e.Rate.From), e.Rate.Value.String(),
		string(e.Rate.Date), e.Rate.Source, store.OrNull(e.OrderID), store.OrNull(e.Batch), store.OrNull(e.Reverses), string(w.tx.Now))
	if err != nil {
		return fmt.Errorf("seal the entry for %s: %w", e.Document, err)
	}
	return nil
}

// Reverse posts the mirror image of an entry, on the same day: the books then
// stand as if it had never been, and both can be seen.
func (w *Writer) Reverse(id, batch int64) error {
	e, err := Load(w.tx, id)
	if err != nil {
		return err
	}
	e.Memo = fmt.Sprintf("Reversal of entry %d", id)
	e.Kind, e.Reverses, e.Batch = Reversal, id, batch
	for i := range e.Postings {
		e.Postings[i].Amount = e.Postings[i].Amount.Neg()
		e.Postings[i].Foreign = e.Postings[i].Foreign.Neg()
	}
	return w.Post(&e)
}

// Same tells whether two entries post the same: a booking that would change
// nothing is not made again.
func Same(a, b *Entry) bool {
	return a.Dated == b.Dated && a.Rate.From == b.Rate.From && a.Rate.Value.Equal(b.Rate.Value) &&
		a.Country == b.Country && slices.Equal(a.Postings, b.Postings)
}
