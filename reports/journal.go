package reports

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
)

func journal() report {
	return report{
		Info: Info{
			Name: "journal", Title: "Journal", AsKnown: true, Dated: true,
			Description: "Every posting, entry by entry in the order in which they were booked; corrections stand as reversals.",
		},
		build: buildJournal,
	}
}

func buildJournal(ctx context.Context, q *request) (*Table, error) {
	t := q.table
	t.Columns = []Column{
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
	var parts []journalPart
	err := statement.JournalInParts(ctx, q.DB, q.Scope, func(n int) {
		parts = make([]journalPart, n)
		for i := range parts {
			parts[i].rows.Columns = t.Columns
		}
	}, func(part int, p *statement.Posting) error {
		q.posting(&parts[part], p)
		return nil
	})
	var debits, credits model.Amount
	for i := range parts {
		debits, credits = debits.Add(parts[i].debits), credits.Add(parts[i].credits)
		t.Rows = append(t.Rows, parts[i].rows.Rows...)
	}
	t.Totals = make([]Cell, len(t.Columns))
	t.Totals[t.Column("debit")], t.Totals[t.Column("credit")] = q.home(debits), q.home(credits)
	return t, err
}

// journalPart is a piece of the journal: pieces are laid out at the same time.
type journalPart struct {
	rows            Table
	debits, credits model.Amount
}

func (q *request) posting(to *journalPart, p *statement.Posting) {
	debit, credit := Unknown(), Unknown()
	if p.Amount > 0 || p.Amount == 0 && p.Foreign > 0 {
		debit, to.debits = q.home(p.Amount), to.debits.Add(p.Amount)
	} else {
		credit, to.credits = q.home(p.Amount.Neg()), to.credits.Sub(p.Amount)
	}
	e := p.Entry
	to.rows.put(append(to.rows.space(), Integer(e.ID), Date(e.Dated), Text(e.Kind), code(e.Document), Text(e.Memo), Identifier(p.Account.Code), Text(p.Account.Name),
		debit, credit, Text(string(e.Currency)), Amount(p.Foreign, e.Currency),
		code(e.Order), code(p.SKU), orUnknown(p.Supplier), orUnknown(p.Shop), code(p.Country), orUnknown(p.TaxCode)))
}
