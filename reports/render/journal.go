package render

import (
	"context"
	"io"
	"strconv"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/journal"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

// Exported is what a journal export wrote.
type Exported struct {
	Out      string `json:"out"`
	Entries  int    `json:"entries"`
	Postings int    `json:"postings"`
}

// JournalFile says which period to write, in which journal.Format, into which file.
type JournalFile struct {
	Period      model.Period
	Format, Out string
}

// Journal writes the journal of a period for another program into a file,
// whole or not at all.
func Journal(ctx context.Context, d reports.Deps, want JournalFile) (Exported, error) {
	j := journal.Journal{Company: d.Program, Currency: d.Currency, Period: want.Period}
	res := Exported{Out: want.Out}
	var last int64
	err := statement.Journal(ctx, d.DB, query.Scope{Period: want.Period}, func(p *statement.Posting) error {
		if p.Entry.ID != last {
			last = p.Entry.ID
			j.Entries = append(j.Entries, journal.Entry{
				Number: strconv.FormatInt(p.Entry.ID, 10), Date: p.Entry.Dated, Memo: p.Entry.Memo, Document: p.Entry.Document,
			})
		}
		e := &j.Entries[len(j.Entries)-1]
		e.Postings = append(e.Postings, journal.Posting{
			AccountCode: p.Account.Code, AccountName: p.Account.Name, AccountType: journal.Type(p.Account.Type), Amount: p.Amount, Currency: d.Currency,
			Order: p.Entry.Order, Supplier: p.Supplier, Product: p.SKU, Shop: p.Shop, Country: p.Country, TaxCode: p.TaxCode,
		})
		res.Postings++
		return nil
	})
	if err != nil {
		return res, err
	}
	res.Entries = len(j.Entries)
	return res, file.WriteAtomic(want.Out, 0o644, func(w io.Writer) error { return journal.Write(w, journal.Format(want.Format), j) })
}
