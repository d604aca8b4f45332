package main

import (
	"fmt"
	"io"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/setting"
)

// The commands that say what came of it: reports, the accountant's workbook, the journal.

// reporting opens the book and is what reports are built from.
func (a *app) reporting() (reports.Deps, error) {
	db, err := a.look()
	if err != nil {
		return reports.Deps{}, err
	}
	shown, err := setting.New(db, &a.bus).Show(a.ctx, []string{string(setting.BookCurrency), string(setting.BookName)})
	return reports.Deps{
		DB: db, Currency: model.Currency(shown[string(setting.BookCurrency)]), Business: shown[string(setting.BookName)],
		Program: program + " " + programVersion,
	}, err
}

type reportCommand struct {
	Name    string `arg:"" optional:"" help:"The report; --list names them."`
	List    bool   `help:"List the reports."`
	From    string `help:"First day." placeholder:"D"`
	To      string `help:"Last day." placeholder:"D"`
	By      string `help:"Split by day, week, month, quarter or year." placeholder:"DIM"`
	Basis   string `help:"What dates the figures." placeholder:"B"`
	AsKnown string `help:"Only what was known on that day." placeholder:"D"`
	Format  string `enum:"json,csv,xlsx,text" default:"text" help:"json, csv, xlsx or text."`
	Out     string `help:"The file to write; standard output by default." placeholder:"F"`
}

// Run builds one report.
func (c *reportCommand) Run(a *app) error {
	if c.List || c.Name == "" {
		return a.print(map[string]any{"reports": reports.Listing()}, reports.ListText())
	}
	filter, err := reports.ParseFilter(reports.FilterText{From: c.From, To: c.To, By: c.By, Basis: c.Basis, AsKnown: c.AsKnown})
	if err != nil {
		return words(err)
	}
	if _, err := reports.Describe(c.Name); err != nil {
		return words(err)
	}
	deps, err := a.reporting()
	if err != nil {
		return err
	}
	t, err := reports.Build(a.ctx, deps, c.Name, filter)
	if err != nil {
		return word(err) // a flag that this report does not know
	}
	format := c.Format
	if a.json && format == "text" {
		format = "json"
	}
	if c.Out == "" {
		return render.Table(a.out, t, format)
	}
	if err := file.WriteAtomic(c.Out, 0o644, func(w io.Writer) error { return render.Table(w, t, format) }); err != nil {
		return err
	}
	return a.print(map[string]any{"out": c.Out, "title": t.Title, "rows": t.Len()}, "Wrote "+c.Out)
}

type exportCommand struct {
	Pack    packCommand    `cmd:"" help:"The accountant's workbook of a period."`
	Journal journalCommand `cmd:"" help:"The journal for another program."`
}

type packCommand struct {
	Period string `required:"" help:"2026-10, 2026-Q3 or 2026." placeholder:"P"`
	Out    string `required:"" help:"The workbook to write." placeholder:"F.xlsx"`
}

// Run writes the accountant's workbook.
func (c *packCommand) Run(a *app) error {
	period, err := model.ParsePeriod(c.Period)
	if err != nil {
		return words(err)
	}
	deps, err := a.reporting()
	if err != nil {
		return err
	}
	p, err := render.Pack(a.ctx, deps, period, c.Out)
	if err != nil {
		return err
	}
	return a.print(p, fmt.Sprintf("Wrote %s with %d sheets.", c.Out, len(p.Sheets)))
}

type journalCommand struct {
	Period string `required:"" help:"2026-10, 2026-Q3 or 2026." placeholder:"P"`
	Format string `enum:"hledger,beancount,csv" default:"hledger" help:"hledger, beancount or csv."`
	Out    string `required:"" help:"The file to write." placeholder:"F"`
}

// Run writes the journal for another program.
func (c *journalCommand) Run(a *app) error {
	period, err := model.ParsePeriod(c.Period)
	if err != nil {
		return words(err)
	}
	deps, err := a.reporting()
	if err != nil {
		return err
	}
	res, err := render.Journal(a.ctx, deps, render.JournalFile{Period: period, Format: c.Format, Out: c.Out})
	if err != nil {
		return err
	}
	return a.print(res, fmt.Sprintf("Wrote %d entries to %s.", res.Entries, c.Out))
}
