package statement

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// Booked is an entry of the journal with its postings in the order in which they
// were posted. Shop is that of the order, "" without one.
type Booked struct {
	Entry
	Shop       string
	Postings   []Posting // whose Entry is nil
	Reverses   int64     // the entry it takes back, 0 for none
	ReversedBy int64     // the entry that takes it back, 0 for none
}

// Sums are the entry's debits and credits, only those to an account when its code
// is given, as positive numbers in the book's currency.
func (b *Booked) Sums(account string) (debit, credit model.Amount) {
	for i := range b.Postings {
		p := &b.Postings[i]
		switch {
		case account != "" && p.Account.Code != account:
		case p.Amount > 0:
			debit = debit.Add(p.Amount)
		default:
			credit = credit.Sub(p.Amount)
		}
	}
	return debit, credit
}

const selectBooked = `SELECT e.id, e.dated, e.kind, e.document, e.memo, e.currency, e.rate, COALESCE(o.number, ''),
	COALESCE(s.name, ''), COALESCE(e.reverses_id, 0), COALESCE((SELECT r.id FROM journal_entry r WHERE r.reverses_id = e.id), 0)
	FROM journal_entry e LEFT JOIN sales_order o ON o.id = e.order_id LEFT JOIN shop s ON s.id = o.shop_id WHERE e.id IN (`

const selectPostings = `SELECT p.entry_id, p.account_id, p.amount, p.foreign_amount, COALESCE(d.sku, ''), COALESCE(u.name, ''), COALESCE(s.name, ''),
	p.country, p.tax_code FROM posting p LEFT JOIN product d ON d.id = p.product_id LEFT JOIN supplier u ON u.id = p.supplier_id
	LEFT JOIN shop s ON s.id = p.shop_id WHERE p.entry_id IN (`

// readBooked reads entries by number.
func readBooked(tx *gorm.DB, ids []int64) (map[int64]*Booked, error) {
	found := make(map[int64]*Booked, len(ids))
	err := query.New(selectBooked+listOf(ids)+`)`).Rows(tx, func(r query.Row) error {
		found[r.Int(0)] = &Booked{
			Entry: Entry{
				ID: r.Int(0), Dated: model.Date(r.Text(1)), Kind: r.Text(2), Document: r.Text(3), Memo: r.Text(4),
				Currency: model.Currency(r.Text(5)), Rate: r.Text(6), Order: r.Text(7),
			},
			Shop: r.Text(8), Reverses: r.Int(9), ReversedBy: r.Int(10),
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	chart, err := accounts(tx)
	if err != nil {
		return nil, err
	}
	err = query.New(selectPostings+listOf(ids)+`) ORDER BY p.entry_id, p.seq`).Rows(tx, func(r query.Row) error {
		if b := found[r.Int(0)]; b != nil {
			b.Postings = append(b.Postings, Posting{
				Account: chart[r.Int(1)], Amount: r.Amount(2), Foreign: r.Amount(3),
				SKU: r.Text(4), Supplier: r.Text(5), Shop: r.Text(6), Country: r.Text(7), TaxCode: r.Text(8),
			})
		}
		return nil
	})
	return found, err
}

// Batch is the import that an entry came with.
type Batch struct {
	ID       int64
	File     string
	Imported model.Instant
	Undone   bool
}

// Fact is a cost that an entry books. Source is the document or rule it comes
// from; State how sure it is; Replaced that a better one took its place.
type Fact struct {
	Type, State, Source string
	Supplier, SKU       string
	Amount              model.Amount
	Currency            model.Currency
	Replaced            bool
}

// Origin is everything an entry says about why it exists.
type Origin struct {
	Booked
	RateDate   model.Date
	RateSource string
	Recorded   model.Instant
	Batch      *Batch // nil when it was not booked by an import
	Facts      []Fact
	Refund     string // where the refund it books was found, "" for none
}

// EntryOrigin reads one entry with what it was booked for. Without such an entry
// the error has code NotFound.
func EntryOrigin(ctx context.Context, db *store.DB, id int64) (Origin, error) {
	var o Origin
	err := db.Read(ctx, func(tx *gorm.DB) error {
		found, err := readBooked(tx, []int64{id})
		if err != nil {
			return err
		}
		if found[id] == nil {
			return missing(id)
		}
		o.Booked = *found[id]
		return o.read(tx)
	})
	return o, err
}

func (o *Origin) read(tx *gorm.DB) error {
	t := query.New(`SELECT e.rate_date, e.rate_source, e.recorded_at, COALESCE(b.id, 0), COALESCE(b.file_name, ''), COALESCE(b.imported_at, ''),
		COALESCE(b.undone_at, ''), COALESCE((SELECT f.source FROM refund f WHERE f.entry_id = e.id), '')
		FROM journal_entry e LEFT JOIN import_batch b ON b.id = e.batch_id WHERE e.id = ?`, o.ID)
	err := t.Rows(tx, func(r query.Row) error {
		o.RateDate, o.RateSource, o.Recorded, o.Refund = model.Date(r.Text(0)), r.Text(1), model.Instant(r.Text(2)), r.Text(7)
		if r.Int(3) != 0 {
			o.Batch = &Batch{r.Int(3), r.Text(4), model.Instant(r.Text(5)), r.Text(6) != ""}
		}
		return nil
	})
	if err != nil {
		return err
	}
	// By the order's index: facts have none by entry.
	t = query.New(`SELECT f.type, f.state, f.source, COALESCE(s.name, ''), COALESCE(l.sku, ''), f.amount, f.currency, f.superseded_at
		FROM cost_fact f LEFT JOIN supplier s ON s.id = f.supplier_id LEFT JOIN order_line l ON l.id = f.line_id
		WHERE f.order_id = (SELECT order_id FROM journal_entry WHERE id = ?) AND f.entry_id = ? ORDER BY f.id`, o.ID, o.ID)
	return t.Rows(tx, func(r query.Row) error {
		o.Facts = append(o.Facts, Fact{
			Type: r.Text(0), State: r.Text(1), Source: r.Text(2), Supplier: r.Text(3), SKU: r.Text(4),
			Amount: r.Amount(5), Currency: model.Currency(r.Text(6)), Replaced: r.Text(7) != "",
		})
		return nil
	})
}
