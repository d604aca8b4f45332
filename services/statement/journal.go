package statement

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Entry is the head of a journal entry. Currency is that of its foreign
// amounts; Order is the number of its order, "" when there is none.
type Entry struct {
	ID                          int64
	Dated                       model.Date
	Kind, Document, Memo, Order string
	Currency                    model.Currency
	Rate                        string
}

// Posting is one line of the journal, in the book's currency and in its
// entry's, debit positive. Names are "" where the posting has none.
type Posting struct {
	Entry            *Entry
	Account          Account
	Amount, Foreign  model.Amount
	SKU              string
	Supplier, Shop   string
	Country, TaxCode string
}

// Journal calls fn for every posting of the scope, entry by entry in the order
// in which they were booked. The posting is only lent; its entry stays.
func Journal(ctx context.Context, db *store.DB, s query.Scope, fn func(*Posting) error) error {
	return db.Read(ctx, func(tx *gorm.DB) error {
		n, err := readNames(tx)
		if err != nil {
			return err
		}
		ranges, err := query.Ranges(tx, "journal_entry", "id")
		for i := 0; i < len(ranges) && err == nil; i++ {
			err = n.postings(tx, s, ranges[i], fn)
		}
		return err
	})
}

// Parts takes the journal in parts that follow each other in that order, two of
// them at once: Start is told how many there are, Take which one a posting
// belongs to. Calls of Take for one part never overlap.
type Parts struct {
	Start func(parts int)
	Take  func(part int, p *Posting) error
}

// JournalInParts is Journal in parts.
func JournalInParts(ctx context.Context, db *store.DB, s query.Scope, to Parts) error {
	var n *names
	var ranges []query.Range
	return query.Job{
		Before: func(tx *gorm.DB) (int, error) {
			var err error
			if n, err = readNames(tx); err != nil {
				return 0, err
			}
			ranges, err = query.Ranges(tx, "journal_entry", "id")
			to.Start(len(ranges))
			return len(ranges), err
		},
		Part: func(tx *gorm.DB, i int) error {
			return n.postings(tx, s, ranges[i], func(p *Posting) error { return to.Take(i, p) })
		},
	}.Run(ctx, db)
}

func readEntries(tx *gorm.DB, s query.Scope, ids query.Range) ([]Entry, error) {
	t := query.New(`SELECT e.id, e.dated, e.kind, e.document, e.memo, e.currency, e.rate, COALESCE(o.number, '')
		FROM journal_entry e LEFT JOIN sales_order o ON o.id = e.order_id WHERE 1 = 1`)
	t.Within("e.id", ids).In("e.dated", s.Period).KnownBefore("e.recorded_at", s.Known)
	var entries []Entry
	words := query.Words{}
	err := t.Add(` ORDER BY e.id`).Rows(tx, func(r query.Row) error {
		entries = append(entries, Entry{
			ID: r.Int(0), Dated: model.Date(words.Of(r.Text(1))), Kind: words.Of(r.Text(2)), Document: r.Text(3), Memo: r.Text(4),
			Currency: model.Currency(words.Of(r.Text(5))), Rate: words.Of(r.Text(6)), Order: r.Text(7),
		})
		return nil
	})
	return entries, err
}

// postings walks through the postings beside their entries; those of entries
// outside the scope are passed over.
func (n *names) postings(tx *gorm.DB, s query.Scope, ids query.Range, fn func(*Posting) error) error {
	entries, err := readEntries(tx, s, ids)
	if err != nil || len(entries) == 0 {
		return err
	}
	t := query.New(`SELECT entry_id, account_id, amount, foreign_amount, product_id, supplier_id, shop_id, country, tax_code
		FROM posting WHERE 1 = 1`).Within("entry_id", query.Range{From: entries[0].ID, To: entries[len(entries)-1].ID})
	var p Posting
	words := query.Words{}
	next := 0
	return t.Add(` ORDER BY entry_id, seq`).Rows(tx, func(r query.Row) error {
		entry := r.Int(0)
		for next < len(entries)-1 && entries[next].ID < entry {
			next++
		}
		if entries[next].ID != entry {
			return nil
		}
		p = Posting{
			Entry: &entries[next], Account: n.accounts[r.Int(1)], Amount: r.Amount(2), Foreign: r.Amount(3),
			SKU: n.products[r.Int(4)], Supplier: n.suppliers[r.Int(5)], Shop: n.shops[r.Int(6)],
			Country: words.Of(r.Text(7)), TaxCode: words.Of(r.Text(8)),
		}
		return fn(&p)
	})
}

// names are what the ids of postings are called.
type names struct {
	accounts                   map[int64]Account
	products, suppliers, shops map[int64]string
}

func readNames(tx *gorm.DB) (*names, error) {
	n := &names{}
	var err error
	if n.accounts, err = accounts(tx); err != nil {
		return nil, err
	}
	for text, to := range map[string]*map[int64]string{
		`SELECT id, sku FROM product`:   &n.products,
		`SELECT id, name FROM supplier`: &n.suppliers,
		`SELECT id, name FROM shop`:     &n.shops,
	} {
		if *to, err = called(tx, text); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// called reads ids with what they are called.
func called(tx *gorm.DB, text string) (map[int64]string, error) {
	m := map[int64]string{}
	err := query.New(text).Each(tx, func(r *sql.Rows) error {
		var id int64
		var s string
		err := r.Scan(&id, &s)
		m[id] = s
		return err
	})
	return m, err
}
