// Package journal writes the books for other accounting programs. It must not
// know where entries come from: it takes plain entries and refuses what does
// not balance rather than hand it on.
package journal

import (
	"io"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/csvout"
)

// Type is one of the five types every account has.
type Type string

// The account types.
const (
	Asset     Type = "asset"
	Liability Type = "liability"
	Equity    Type = "equity"
	Income    Type = "income"
	Expense   Type = "expense"
)

// root is the name hledger and beancount both give the top account of a type.
func (t Type) root() string {
	switch t {
	case Asset:
		return "Assets"
	case Liability:
		return "Liabilities"
	case Equity:
		return "Equity"
	case Income:
		return "Income"
	case Expense:
		return "Expenses"
	}
	return ""
}

// Posting is one line of an entry: an amount on an account, debit positive.
// What it is about may be given or left empty.
type Posting struct {
	AccountCode, AccountName string
	AccountType              Type
	Amount                   model.Amount
	Currency                 model.Currency

	Order, Supplier, Product, Shop, Country, TaxCode string
}

// Entry is one balanced journal entry. Its number never changes, so that a
// program can tell on a second import what it already has.
type Entry struct {
	Number   string
	Date     model.Date
	Memo     string
	Document string // the number of the order, invoice or payout behind it
	Postings []Posting
}

// Journal is what is handed over: the entries of a period, in order.
type Journal struct {
	Company  string
	Currency model.Currency // of the books
	Period   model.Period
	Entries  []Entry
}

// Format names a way to write the journal.
type Format string

// The formats.
const (
	Hledger   Format = "hledger"   // plain text accounting: hledger, ledger
	Beancount Format = "beancount" // plain text accounting: beancount, fava
	CSV       Format = "csv"       // one row a posting
)

// writers holds every format; a new one is a new row.
var writers = map[Format]func(io.Writer, Journal) error{
	Hledger:   writeHledger,
	Beancount: writeBeancount,
	CSV:       writeCSV,
}

// Formats returns the names of all formats in alphabetical order.
func Formats() []string {
	names := make([]string, 0, len(writers))
	for f := range writers {
		names = append(names, string(f))
	}
	slices.Sort(names)
	return names
}

// Write writes the journal. Nothing is written when an entry does not balance
// or lacks what every program needs.
func Write(w io.Writer, f Format, j Journal) error {
	write, ok := writers[f]
	if !ok {
		return model.FieldErrorf("format", "%q is not a format of the journal: choose one of %s", string(f), strings.Join(Formats(), ", "))
	}
	for i := range j.Entries {
		if err := check(&j.Entries[i]); err != nil {
			return err
		}
	}
	return write(w, j)
}

// check refuses what no other program would take, naming the entry.
func check(e *Entry) error {
	if e.Number == "" || e.Date.Time().IsZero() {
		return model.Errorf(model.Damaged, "journal entry %q of %q has no number or date: run the check of the book", e.Number, e.Date)
	}
	var sums [4]struct { // an entry rarely has more currencies
		currency model.Currency
		amount   model.Amount
	}
	for _, p := range e.Postings {
		if p.AccountCode == "" || p.AccountType.root() == "" || !p.Currency.Valid() {
			return model.Errorf(model.Damaged, "journal entry %s has a posting without account or currency: run the check of the book", e.Number)
		}
		i := slices.IndexFunc(sums[:], func(s struct {
			currency model.Currency
			amount   model.Amount
		},
		) bool {
			return s.currency == p.Currency || s.currency == ""
		})
		if i < 0 {
			return model.Errorf(model.Damaged, "journal entry %s has more than %d currencies: run the check of the book", e.Number, len(sums))
		}
		sums[i].currency, sums[i].amount = p.Currency, sums[i].amount.Add(p.Amount)
	}
	for _, s := range sums {
		if s.amount != 0 {
			return model.Errorf(model.Damaged, "journal entry %s does not balance by %s %s: run the check of the book", e.Number, s.amount, s.currency)
		}
	}
	return nil
}

// account is one account as other programs name it.
type account struct {
	code, name string
	kind       Type
	first      model.Date // of its first posting
}

// accounts returns every account used, by code; the name is that of its last use.
func accounts(entries []Entry) []account {
	byCode := make(map[string]*account)
	for _, e := range entries {
		for _, p := range e.Postings {
			a := byCode[p.AccountCode]
			if a == nil {
				a = &account{code: p.AccountCode, kind: p.AccountType, first: e.Date}
				byCode[p.AccountCode] = a
			}
			a.name, a.first = p.AccountName, min(a.first, e.Date)
		}
	}
	all := make([]account, 0, len(byCode))
	for _, a := range byCode {
		all = append(all, *a)
	}
	slices.SortFunc(all, func(a, b account) int { return strings.Compare(a.code, b.code) })
	return all
}

// currencies returns every currency used, in alphabetical order.
func currencies(entries []Entry) []model.Currency {
	seen := make(map[model.Currency]bool)
	var all []model.Currency
	for _, e := range entries {
		for _, p := range e.Postings {
			if !seen[p.Currency] {
				seen[p.Currency] = true
				all = append(all, p.Currency)
			}
		}
	}
	slices.Sort(all)
	return all
}

// amountText writes an amount exactly: with the decimals of its currency, and
// more only if the book holds more.
func amountText(a model.Amount, c model.Currency) string { return reports.UnitPrice(a, c).String() }

// tag is one thing a posting is about.
type tag struct{ name, value string }

func (p *Posting) tags() [6]tag {
	return [6]tag{
		{"order", p.Order},
		{"supplier", p.Supplier},
		{"product", p.Product},
		{"shop", p.Shop},
		{"country", p.Country},
		{"taxcode", p.TaxCode},
	}
}

// Table lays the journal out with one row a posting, for CSV and workbooks.
func Table(j Journal) *reports.Table {
	t := &reports.Table{
		Name: "journal", Title: "Journal",
		Columns: []reports.Column{
			{Key: "number", Label: "Entry", Kind: reports.KindIdentifier},
			{Key: "date", Label: "Date", Kind: reports.KindDate},
			{Key: "document", Label: "Document", Kind: reports.KindIdentifier},
			{Key: "memo", Label: "Memo", Kind: reports.KindText},
			{Key: "account_code", Label: "Account", Kind: reports.KindIdentifier},
			{Key: "account_name", Label: "Account name", Kind: reports.KindText},
			{Key: "account_type", Label: "Type", Kind: reports.KindText},
			{Key: "debit", Label: "Debit", Kind: reports.KindAmount},
			{Key: "credit", Label: "Credit", Kind: reports.KindAmount},
			{Key: "currency", Label: "Currency", Kind: reports.KindText},
			{Key: "order", Label: "Order", Kind: reports.KindIdentifier},
			{Key: "supplier", Label: "Supplier", Kind: reports.KindText},
			{Key: "product", Label: "Product", Kind: reports.KindIdentifier},
			{Key: "shop", Label: "Shop", Kind: reports.KindText},
			{Key: "country", Label: "Country", Kind: reports.KindText},
			{Key: "tax_code", Label: "Tax code", Kind: reports.KindText},
		},
		Meta: reports.Meta{Period: j.Period, Currency: j.Currency},
	}
	for _, e := range j.Entries {
		for _, p := range e.Postings {
			debit, credit := reports.UnitPrice(p.Amount, p.Currency), reports.Unknown()
			if p.Amount < 0 {
				debit, credit = credit, reports.UnitPrice(p.Amount.Neg(), p.Currency)
			}
			t.Add(reports.Identifier(e.Number), reports.Date(e.Date), reports.Identifier(e.Document), reports.Text(e.Memo),
				reports.Identifier(p.AccountCode), reports.Text(p.AccountName), reports.Text(string(p.AccountType)), debit, credit,
				reports.Text(string(p.Currency)), reports.Identifier(p.Order), reports.Text(p.Supplier), reports.Identifier(p.Product),
				reports.Text(p.Shop), reports.Text(p.Country), reports.Text(p.TaxCode))
		}
	}
	t.Sum("debit", "credit")
	return t
}

func writeCSV(w io.Writer, j Journal) error { return csvout.Write(w, Table(j), csvout.Format{}) }
