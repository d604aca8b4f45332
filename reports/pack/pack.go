// Package pack puts the accountant's workbook together: the period's reports as
// sheets, and a cover whose live formulas compare every sheet with the trial
// balance. It must not know how a report is made.
package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"sync"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/xlsx"
)

// The sheets after the cover, in order.
const (
	sales = iota + 1
	refunds
	costs
	fees
	profit
	balance
	journal
	countries
	exceptions
)

var names = []string{
	"sales-journal", "refunds", "cogs-by-supplier", "fees", "profit-and-loss", "trial-balance", "journal", "sales-by-country-rate", "exceptions",
}

// Sheets names the reports in the workbook, in their order.
func Sheets() []string { return slices.Clone(names) }

// Pack is the accountant's workbook of a period. Controls compare its sheets
// with its trial balance; SHA256 identifies the figures of all sheets, whenever
// and wherever they are printed.
type Pack struct {
	Workbook xlsx.Workbook
	Controls []Control
	SHA256   string
}

// Control is one comparison of a sheet with the trial balance, in the book's
// currency. The difference of a sound book is 0.
type Control struct {
	Key, Label    string
	Sheet, Ledger model.Amount
}

// Difference is what the sheet is off by.
func (c *Control) Difference() model.Amount { return c.Sheet.Sub(c.Ledger) }

// Build makes the workbook of a period.
func Build(ctx context.Context, d reports.Deps, p model.Period) (*Pack, error) {
	b := &builder{deps: d, period: p}
	b.book = xlsx.Workbook{Title: "Books " + string(p.From) + " to " + string(p.To), Program: d.Program, Created: d.DB.Now()}
	b.book.Sheets = make([]xlsx.Sheet, 1, len(names)+2)
	b.book.Sheets[0].Table = b.cover()
	tables, err := b.tables(ctx)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, t := range tables {
		digest(sum, t)
		b.book.Sheets = append(b.book.Sheets, xlsx.Sheet{Table: t})
	}
	b.book.Sheets = append(b.book.Sheets, xlsx.Sheet{Table: reports.About(tables...)})
	b.hash = hex.EncodeToString(sum.Sum(nil))
	if err := b.readChart(ctx); err != nil {
		return nil, err
	}
	b.subtotals()
	b.fill()
	return &Pack{Workbook: b.book, Controls: b.controls, SHA256: b.hash}, nil
}

// tables makes all reports; the journal, as large as all others together, at
// the side.
func (b *builder) tables(ctx context.Context) ([]*reports.Table, error) {
	made, errs := make([]*reports.Table, len(names)), make([]error, len(names))
	one := func(i int) {
		made[i], errs[i] = reports.Build(ctx, b.deps, names[i], reports.Filter{From: b.period.From, To: b.period.To})
	}
	var side sync.WaitGroup
	side.Go(func() { one(journal - 1) })
	for i := range names {
		if i != journal-1 {
			one(i)
		}
	}
	side.Wait()
	return made, errors.Join(errs...)
}

// digest takes the figures of a table in: its columns and cells, not the moment
// at which it was made.
func digest(w interface{ Write([]byte) (int, error) }, t *reports.Table) {
	const flushAt = 1 << 16
	buf := make([]byte, 0, flushAt+1<<12)
	end := func(c byte) { buf = append(buf, c) }
	buf = append(buf, t.Name...)
	end('\n')
	for _, c := range t.Columns {
		buf = append(buf, c.Key...)
		end(0)
	}
	for _, row := range t.All() {
		end('\n')
		for i := range row {
			buf = row[i].AppendTo(buf)
			if row[i].Kind() == reports.KindAmount {
				buf = append(buf, row[i].Currency()...)
			}
			end(0)
		}
		if len(buf) >= flushAt {
			_, _ = w.Write(buf) // a hash takes everything
			buf = buf[:0]
		}
	}
	_, _ = w.Write(buf)
}
