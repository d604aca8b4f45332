package orderbook

import (
	"encoding/json"
	"path/filepath"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// Purchase is a purchase order with lines of the order in it. Pieces and Cost
// are the order's part, Cost in Currency with the shipping. Sending is how the
// forwarding stands, "" before it began.
type Purchase struct {
	ID       int64
	Number   string
	Supplier string
	State    model.PurchaseState
	Currency model.Currency
	Pieces   model.Quantity
	Cost     model.Amount
	Created  model.Instant
	Sent     model.Instant // "" not yet
	Sending  string
	Papers   []string // paths of the files that were written for the supplier
}

func (d *Detail) readPurchases(q *gorm.DB) error {
	return query.New(`SELECT p.id, p.number, s.name, p.state, p.currency, SUM(l.quantity), p.created_at, p.sent_at,
		COALESCE(f.state, ''), COALESCE(f.folder, ''), COALESCE(f.files, '')
		FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id JOIN supplier s ON s.id = p.supplier_id
		LEFT JOIN forwarding f ON f.purchase_id = p.id AND f.amendment_id IS NULL WHERE l.order_id = ?
		GROUP BY p.id, p.number, s.name, p.state, p.currency, p.created_at, p.sent_at, f.state, f.folder, f.files ORDER BY p.id`, d.ID).
		Rows(q, func(r query.Row) error {
			p := Purchase{
				ID: r.Int(0), Number: r.Text(1), Supplier: r.Text(2), State: model.PurchaseState(r.Text(3)), Currency: model.Currency(r.Text(4)),
				Pieces: model.Quantity(r.Int(5)), Created: model.Instant(r.Text(6)), Sent: model.Instant(r.Text(7)), Sending: r.Text(8),
			}
			p.Papers = papers(r.Text(9), r.Text(10))
			d.Purchases = append(d.Purchases, p)
			return d.costs(q, &d.Purchases[len(d.Purchases)-1])
		})
}

// costs adds up what the order's lines cost in a purchase order, each rounded as
// it is printed there.
func (d *Detail) costs(q *gorm.DB, p *Purchase) error {
	return query.New(`SELECT quantity, unit_cost, shipping_cost FROM purchase_line WHERE order_id = ? AND purchase_id = ?`, d.ID, p.ID).
		Rows(q, func(r query.Row) error {
			goods := r.Amount(1).Times(model.Quantity(r.Int(0))).Round(p.Currency)
			p.Cost = p.Cost.Add(goods).Add(r.Amount(2).Round(p.Currency))
			return nil
		})
}

// papers lists the files of a forwarding.
func papers(folder, list string) []string {
	var files []struct{ Name string }
	if list == "" || json.Unmarshal([]byte(list), &files) != nil {
		return nil
	}
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = filepath.Join(folder, f.Name)
	}
	return paths
}

// Entry is a journal entry of the order. Rate turns Currency into the home
// currency.
type Entry struct {
	ID             int64
	Dated          model.Date
	Kind           string
	Document, Memo string
	Currency       model.Currency
	Rate           string
	Reverses       int64 // the entry this one takes back, 0 for none
	Recorded       model.Instant
	Postings       []Posting
}

// Posting is one side of an entry, debit positive.
type Posting struct {
	Account, Name   string
	Amount, Foreign model.Amount
}

func (d *Detail) readJournal(q *gorm.DB) error {
	return query.New(`SELECT e.id, e.dated, e.kind, e.document, e.memo, e.currency, e.rate, COALESCE(e.reverses_id, 0), e.recorded_at,
		a.code, a.name, SUM(p.amount), SUM(p.foreign_amount)
		FROM journal_entry e JOIN posting p ON p.entry_id = e.id JOIN account a ON a.id = p.account_id WHERE e.order_id = ?
		GROUP BY e.id, e.dated, e.kind, e.document, e.memo, e.currency, e.rate, e.reverses_id, e.recorded_at, a.code, a.name
		ORDER BY e.id, MIN(p.seq)`, d.ID).Rows(q, func(r query.Row) error {
		if n := len(d.Journal); n == 0 || d.Journal[n-1].ID != r.Int(0) {
			d.Journal = append(d.Journal, Entry{
				ID: r.Int(0), Dated: model.Date(r.Text(1)), Kind: r.Text(2), Document: r.Text(3), Memo: r.Text(4),
				Currency: model.Currency(r.Text(5)), Rate: r.Text(6), Reverses: r.Int(7), Recorded: model.Instant(r.Text(8)),
			})
		}
		e := &d.Journal[len(d.Journal)-1]
		e.Postings = append(e.Postings, Posting{r.Text(9), r.Text(10), r.Amount(11), r.Amount(12)})
		return nil
	})
}
