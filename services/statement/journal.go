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

// entriesAtOnce is how many entries are read before their postings: a journal
// of a million postings is never held as a whole.
const entriesAtOnce = 20_000

// Journal calls fn for every posting of the scope, entry by entry in the order
// in which they were booked. The posting is only lent; its entry stays.
func Journal(ctx context.Context, db *store.DB, s query.Scope, fn func(*Posting) error) error {
	return db.Read(ctx, func(tx *gorm.DB) error {
		n, err := readNames(tx)
		if err != nil {
			return err
		}
		for last := int64(0); ; {
			entries, err := readEntries(tx, s, last)
			if err != nil || len(entries) == 0 {
				return err
			}
			last = entries[len(entries)-1].ID
			if err := n.postings(tx, entries, fn); err != nil {
				return err
			}
		}
	})
}

func readEntries(tx *gorm.DB, s query.Scope, after int64) ([]Entry, error) {
	t := query.New(`SELECT e.id, e.dated, e.kind, e.document, e.memo, e.currency, e.rate, COALESCE(o.number, '')
		FROM journal_entry e LEFT JOIN sales_order o ON o.id = e.order_id WHERE e.id > ?`, after)
	t.In("e.dated", s.Period).KnownBefore("e.recorded_at", s.Known)
	entries := make([]Entry, 0, entriesAtOnce)
	err := t.Add(` ORDER BY e.id LIMIT ?`, entriesAtOnce).Each(tx, func(r *sql.Rows) error {
		entries = append(entries, Entry{})
		e := &entries[len(entries)-1]
		return r.Scan(&e.ID, &e.Dated, &e.Kind, &e.Document, &e.Memo, &e.Currency, &e.Rate, &e.Order)
	})
	return entries, err
}

// postings walks through the postings beside their entries; those of entries
// outside the scope are passed over.
func (n *names) postings(tx *gorm.DB, entries []Entry, fn func(*Posting) error) error {
	t := query.New(`SELECT entry_id, account_id, amount, foreign_amount, COALESCE(product_id, 0), COALESCE(supplier_id, 0),
		COALESCE(shop_id, 0), country, tax_code FROM posting WHERE entry_id >= ? AND entry_id <= ? ORDER BY entry_id, seq`,
		entries[0].ID, entries[len(entries)-1].ID)
	var p Posting
	var entry, account, product, supplier, shop int64
	next := 0
	return t.Each(tx, func(r *sql.Rows) error {
		if err := r.Scan(&entry, &account, &p.Amount, &p.Foreign, &product, &supplier, &shop, &p.Country, &p.TaxCode); err != nil {
			return err
		}
		for next < len(entries)-1 && entries[next].ID < entry {
			next++
		}
		if entries[next].ID != entry {
			return nil
		}
		p.Entry, p.Account = &entries[next], n.accounts[account]
		p.SKU, p.Supplier, p.Shop = n.products[product], n.suppliers[supplier], n.shops[shop]
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
