package importer

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// Result is the outcome of one import call. Error is set when no file at all
// came in, to the reason of the first.
type Result struct {
	Files []*File  `json:"files"`
	Error *Failure `json:"error,omitempty"`
}

// judge sets Error when every file failed.
func (r *Result) judge() {
	for _, f := range r.Files {
		if f.err == nil {
			return
		}
	}
	if len(r.Files) > 0 {
		r.Error = r.Files[0].Error
	}
}

// Counts says what became of the records of one kind.
type Counts struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Refused   int `json:"refused"`
}

func (c *Counts) count(outcome string) {
	switch outcome {
	case "created":
		c.Created++
	case "updated":
		c.Updated++
	case "unchanged":
		c.Unchanged++
	default:
		c.Refused++
	}
}

// Totals are sums over the orders of a file that were not refused, in one currency.
type Totals struct {
	Subtotal, Shipping, Taxes, Total, Discount, Refunded model.Amount
}

// File is the outcome of one file. Records counts the data rows; the counts
// are of the file's main kind of record, Rows of its orders, variants or articles
// as a person sees them: an article counts once, whether its price or its stock
// changed. Batch is nil when nothing was written. Preview has the rows
// themselves, and is complete only after Service.Preview.
type File struct {
	Path      string                       `json:"path"`
	Format    string                       `json:"format"`
	SHA256    string                       `json:"sha256"`
	Batch     *int64                       `json:"batch"`
	Records   int                          `json:"records"`
	Created   int                          `json:"created"`
	Updated   int                          `json:"updated"`
	Unchanged int                          `json:"unchanged"`
	Refused   int                          `json:"refused"`
	Rows      Counts                       `json:"rows"`
	ByKind    map[string]*Counts           `json:"by_kind"`
	Money     map[string]map[string]string `json:"money"`
	Problems  []sheet.Problem              `json:"problems"`
	Notes     []string                     `json:"notes,omitempty"`
	Mapping   map[string]string            `json:"mapping,omitempty"`
	Changes   []Change                     `json:"changes,omitempty"`
	Repairs   []Repair                     `json:"repairs,omitempty"` // cells that were taken as a person mended them
	Error     *Failure                     `json:"error,omitempty"`
	Preview   *Preview                     `json:"-"`

	totals map[model.Currency]*Totals
	more   int // problems beyond the list
	err    error
}

// Change is one record that differs from the book, for the preview.
type Change struct {
	Kind string `json:"kind"`
	Key  string `json:"key"`
	Row  int    `json:"row"`
	What string `json:"what"`
}

// Failure is why a file was not imported.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

// name is the file's name without its folder.
func (f *File) name() string { return filepath.Base(f.Path) }

// said is the reason with the state the book is in, which every failure tells.
func (f *File) said() string {
	text := f.err.Error()
	if strings.Contains(text, "othing was changed") {
		return text
	}
	return strings.TrimSuffix(text, ".") + ". Nothing of this file was imported; the book is as before."
}

// Failed is the sentence to say when the file was not imported, "" when it was.
func (f *File) Failed() string {
	if f.err == nil {
		return ""
	}
	return f.said()
}

// Err is why the file was not imported, nil when it was.
func (f *File) Err() error { return f.err }

func newFile(path string) *File {
	return &File{
		Path: path, ByKind: map[string]*Counts{}, Money: map[string]map[string]string{}, Problems: []sheet.Problem{},
		totals: map[model.Currency]*Totals{}, Preview: &Preview{},
	}
}

func (f *File) failIf(err error) {
	if err != nil {
		f.fail(err)
	}
}

// fail turns the file's result into a failure: whatever was counted did not happen.
func (f *File) fail(err error) {
	e := newFile(f.Path)
	e.Format, e.SHA256, e.Records, e.Problems, e.err, e.Mapping = f.Format, f.SHA256, f.Records, f.Problems, err, f.Mapping
	e.Preview = f.Preview.unread()
	e.Error = &Failure{Code: string(model.CodeOf(err)), Message: e.said()}
	var known *model.Error
	if errors.As(err, &known) {
		e.Error.Field = known.Field
	}
	*f = *e
}

// mostProblems bounds the list of a hopeless file; the rest is counted.
const mostProblems = 2000

func (f *File) problems(list []sheet.Problem) {
	for i := range list {
		if len(f.Problems) >= mostProblems {
			f.more++
			continue
		}
		f.Problems = append(f.Problems, list[i])
	}
}

func (f *File) kind(name string) *Counts {
	c := f.ByKind[name]
	if c == nil {
		c = &Counts{}
		f.ByKind[name] = c
	}
	return c
}

// mainCounts shows the counts of the file's main kind at the top.
func (f *File) mainCounts(kind string) {
	c := f.kind(kind)
	f.Created, f.Updated, f.Unchanged, f.Refused = c.Created, c.Updated, c.Unchanged, c.Refused
}

func (f *File) sum(o *model.Order) {
	t := f.totals[o.Currency]
	if t == nil {
		t = &Totals{}
		f.totals[o.Currency] = t
	}
	t.Subtotal, t.Shipping, t.Taxes = t.Subtotal.Add(o.Subtotal), t.Shipping.Add(o.Shipping), t.Taxes.Add(o.Tax)
	t.Total, t.Discount, t.Refunded = t.Total.Add(o.Total), t.Discount.Add(o.Discount), t.Refunded.Add(o.Refunded)
}

func (f *File) showMoney() {
	for c, t := range f.totals {
		f.Money[string(c)] = map[string]string{
			"subtotal": t.Subtotal.Text(c), "shipping": t.Shipping.Text(c), "taxes": t.Taxes.Text(c),
			"total": t.Total.Text(c), "discount": t.Discount.Text(c), "refunded": t.Refunded.Text(c),
		}
	}
}

// Text says the result in words.
func (r Result) Text(dryRun bool) string {
	var b strings.Builder
	for _, f := range r.Files {
		if f.err != nil {
			fmt.Fprintf(&b, "%s: not imported\n", f.name())
			continue
		}
		did := "imported"
		if dryRun {
			did = "would be imported"
		}
		fmt.Fprintf(&b, "%s: %s as %s, %d rows: %d created, %d updated, %d unchanged, %d refused\n",
			f.name(), did, f.Format, f.Records, f.Created, f.Updated, f.Unchanged, f.Refused)
		for _, c := range f.Changes {
			fmt.Fprintf(&b, "  row %d, %s %s: %s\n", c.Row, c.Kind, c.Key, c.What)
		}
		for _, p := range f.Problems {
			fmt.Fprintf(&b, "  row %d, %s: %s\n", p.Row, p.Column, p.Message)
		}
		for _, n := range f.Notes {
			fmt.Fprintf(&b, "  %s\n", n)
		}
	}
	return b.String()
}
