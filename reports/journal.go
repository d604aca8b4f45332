package reports

import (
	"context"
	"errors"
	"sort"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
)

func journal() report {
	return report{
		Info: Info{
			Name: "journal", Title: "Journal", AsKnown: true, Dated: true,
			Description: "Every posting, entry by entry in the order in which they were booked; corrections stand as reversals.",
		},
		build: buildJournal, first: beginJournal,
	}
}

// errEnough ends the reading of a journal of which enough was read.
var errEnough = errors.New("enough rows")

func beginJournal(ctx context.Context, q *request, n int) (*Table, error) {
	some := &postings{request: q, parts: make([]postingPart, 1)}
	err := statement.Journal(ctx, q.DB, q.Scope, func(p *statement.Posting) error {
		if len(some.parts[0].rows) == n {
			return errEnough
		}
		some.parts[0].take(p)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	some.count()
	q.table.Columns, q.table.Large = journalColumns(), some
	return q.table, err
}

func journalColumns() []Column {
	return []Column{
		{"entry", "Entry", KindInteger},
		{"date", "Date", KindDate},
		{"kind", "Kind", KindText},
		{"document", "Document", KindIdentifier},
		{"memo", "Memo", KindText},
		{"account", "Account", KindIdentifier},
		{"name", "Name", KindText},
		{"debit", "Debit", KindAmount},
		{"credit", "Credit", KindAmount},
		{"currency", "Currency", KindText},
		{"foreign", "In its currency", KindAmount},
		{"order", "Order", KindIdentifier},
		{"sku", "SKU", KindIdentifier},
		{"supplier", "Supplier", KindText},
		{"shop", "Shop", KindText},
		{"country", "Country", KindIdentifier},
		{"tax_code", "Tax code", KindText},
	}
}

func buildJournal(ctx context.Context, q *request) (*Table, error) {
	t := q.table
	t.Columns = journalColumns()
	all := &postings{request: q}
	err := statement.JournalInParts(ctx, q.DB, q.Scope, statement.Parts{
		Start: func(n int) { all.parts = make([]postingPart, n) },
		Take: func(part int, p *statement.Posting) error {
			all.parts[part].take(p)
			return nil
		},
	})
	var debits, credits model.Amount
	for i := range all.parts {
		debits, credits = debits.Add(all.parts[i].debits), credits.Add(all.parts[i].credits)
	}
	all.count()
	t.Large = all
	t.Totals = make([]Cell, len(t.Columns))
	t.Totals[t.Column("debit")], t.Totals[t.Column("credit")] = q.home(debits), q.home(credits)
	return t, err
}

// postings are the rows of the journal, a tenth of the size they have as cells:
// a book of a hundred thousand orders has some million of them.
type postings struct {
	*request
	parts []postingPart
	ends  []int // the number of rows up to the end of each part
}

// postingPart is a piece of the journal: pieces are read at the same time.
type postingPart struct {
	rows            []posting
	accounts        map[int64]*statement.Account
	last            *belongs
	debits, credits model.Amount
}

// posting is what a row of the journal needs to be laid out.
type posting struct {
	entry           *statement.Entry
	account         *statement.Account
	to              *belongs
	amount, foreign model.Amount
	sku             string
}

// belongs is what the postings of an entry mostly have in common; neighbours
// share it.
type belongs struct{ supplier, shop, country, taxCode string }

func (to *postingPart) take(p *statement.Posting) {
	if to.accounts == nil {
		to.accounts = map[int64]*statement.Account{}
	}
	account := to.accounts[p.Account.ID]
	if account == nil {
		a := p.Account
		account = &a
		to.accounts[a.ID] = account
	}
	b := belongs{p.Supplier, p.Shop, p.Country, p.TaxCode}
	if to.last == nil || *to.last != b {
		other := b // of its own, or every posting would cost an allocation
		to.last = &other
	}
	to.rows = append(to.rows, posting{p.Entry, account, to.last, p.Amount, p.Foreign, p.SKU})
	if p.Amount >= 0 {
		to.debits = to.debits.Add(p.Amount)
	} else {
		to.credits = to.credits.Sub(p.Amount)
	}
}

// count notes where the parts end, once all are read.
func (all *postings) count() {
	n := 0
	all.ends = all.ends[:0]
	for i := range all.parts {
		n += len(all.parts[i].rows)
		all.ends = append(all.ends, n)
	}
}

// Len is the number of postings.
func (all *postings) Len() int {
	if len(all.ends) == 0 {
		return 0
	}
	return all.ends[len(all.ends)-1]
}

// Row lays out one posting.
func (all *postings) Row(i int, into []Cell) []Cell {
	part := sort.SearchInts(all.ends, i+1)
	if part > 0 {
		i -= all.ends[part-1]
	}
	p := &all.parts[part].rows[i]
	debit, credit := Unknown(), Unknown()
	if p.amount > 0 || p.amount == 0 && p.foreign > 0 {
		debit = all.home(p.amount)
	} else {
		credit = all.home(p.amount.Neg())
	}
	e := p.entry
	return append(into, Integer(e.ID), Date(e.Dated), Text(e.Kind), code(e.Document), Text(e.Memo), Identifier(p.account.Code), Text(p.account.Name),
		debit, credit, Text(string(e.Currency)), Amount(p.foreign, e.Currency),
		code(e.Order), code(p.sku), orUnknown(p.to.supplier), orUnknown(p.to.shop), code(p.to.country), orUnknown(p.to.taxCode))
}
