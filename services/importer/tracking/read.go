package tracking

import (
	"context"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// The codes of problems with rows.
const (
	BadDate     = "date"
	BadQuantity = "quantity"
	Damaged     = "damaged" // a spreadsheet rounded the number
	NoOrder     = "no_order"
)

// Row is what a row of a file tells. Orders of two numbers in one cell are one
// row each. Quantity 0 and an empty SKU mean all that is left.
type Row struct {
	Row       int
	Order     string // or a purchase order's number
	Purchase  string
	Number    string
	Carrier   string
	SKU       string
	Quantity  model.Quantity
	Shipped   model.Date
	Delivered model.Date
	Further   bool // another number of the same row stands before it

	Refused  bool
	Problems []sheet.Problem
}

// File is what a file tells. Skipped counts the rows without a tracking number,
// and those of labels that were given back.
type File struct {
	Rows                   []Row
	Records, Blank, Voided int
}

// Read reads all rows by the mapping.
func Read(ctx context.Context, src *sheet.Source, m Mapping) (File, error) {
	var f File
	if err := m.Validate(); err != nil {
		return f, err
	}
	err := src.Each(ctx, m.Row, func(rec sheet.Record) {
		f.Records++
		f.take(&reading{m, rec})
	})
	return f, err
}

// First reads the first rows without taking them from the source.
func First(src *sheet.Source, m Mapping) File {
	var f File
	src.EachOfHead(m.Row, func(rec sheet.Record) { f.take(&reading{m, rec}) })
	return f
}

// reading is one row and what its columns mean.
type reading struct {
	m   Mapping
	rec sheet.Record
}

func (r *reading) cell(f Field) string {
	c, ok := r.m.Fields[f]
	if !ok {
		return ""
	}
	return strings.Clone(sheet.CleanText(r.rec.Cell(c.Index)))
}

// voided are the words by which a label was given back.
var voided = []string{"refund", "void", "cancel", "storn"}

func (f *File) take(r *reading) {
	numbers := Split(r.cell(Number))
	if len(numbers) == 0 {
		f.Blank++
		return
	}
	status := strings.ToLower(r.cell(Status))
	if slices.ContainsFunc(voided, func(w string) bool { return strings.Contains(status, w) }) {
		f.Voided++
		return
	}
	for i, n := range numbers {
		row := Row{
			Row: r.rec.Row, Order: r.cell(Order), Purchase: r.cell(Purchase), Number: n, Carrier: r.cell(Carrier), SKU: r.cell(SKU), Further: i > 0,
		}
		r.read(&row)
		f.Rows = append(f.Rows, row)
	}
}

// read fills in what can be read in a wrong way, and judges the row.
func (r *reading) read(row *Row) {
	wrong := func(f Field, code, message string) {
		row.Refused = true
		row.Problems = append(row.Problems, sheet.Problem{
			Row: row.Row, Column: sheet.NameOf(r.m.Fields, f), Code: code, Message: message, Severity: sheet.Refusal, Found: r.cell(f),
		})
	}
	if row.Order == "" && row.Purchase == "" {
		f := Order
		if _, ok := r.m.Fields[Order]; !ok {
			f = Purchase
		}
		wrong(f, NoOrder, "no order is named")
	}
	for _, f := range []Field{Number, Order, Purchase} {
		if v := r.cell(f); sheet.DamagedID(v) {
			wrong(f, Damaged, "a spreadsheet has rounded this number: ask for the file again, or write the number in full")
		}
	}
	for f, to := range map[Field]*model.Date{Shipped: &row.Shipped, Delivered: &row.Delivered} {
		d, err := day(r.cell(f), r.m.Dates)
		if err != nil {
			wrong(f, BadDate, err.Error())
		}
		*to = d
	}
	if cell := r.cell(Quantity); !sheet.Blank(cell) {
		n, err := sheet.ParseInt(cell, sheet.Point)
		if err == nil && (n < 1 || n > 1_000_000) {
			err = model.Errorf(model.Invalid, "%d is not a number of pieces", n)
		}
		if err != nil {
			wrong(Quantity, BadQuantity, err.Error())
		}
		row.Quantity = model.Quantity(n)
	}
}

// day reads a day, or a time of a machine export.
func day(cell string, order sheet.DateOrder) (model.Date, error) {
	if d, err := sheet.ParseDate(cell, order); err == nil {
		return d, nil
	}
	if _, d, err := sheet.ParseDateTime(cell); err == nil {
		return d, nil
	}
	_, err := sheet.ParseDate(cell, order)
	return "", err
}
