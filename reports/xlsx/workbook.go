// Package xlsx renders tables as an Excel workbook an accountant can trust:
// figures are real numbers and dates real dates, text stays text whatever it
// looks like, and totals are live formulas whose stored result is the true one.
// It must not know what a table is about.
//
// excelize writes everything around the cells (styles, names, print setup);
// the rows themselves are streamed into its sheets, so that a workbook of a
// million rows takes little memory. No amount ever becomes a float: a cell
// holds the exact decimal text, which the spreadsheet program reads.
package xlsx

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

// Limits of the file format.
const (
	maxRows    = 1_048_576
	maxColumns = 16_384
)

// Rows of a sheet: the heading, the data, one empty row that keeps the totals
// out of filters and sorts, the totals.
const (
	headRow  = 1
	firstRow = 2
)

// Sheet is one sheet: a table, and a name for its tab (the table's title when
// empty; either way cut and cleaned to what a tab may be called).
type Sheet struct {
	Table *reports.Table
	Name  string
}

// Workbook is several tables in one file. The same workbook gives the same
// bytes. It carries no personal data of its own: the author is the program.
type Workbook struct {
	Title   string
	Program string        // name, and version if wanted
	Created model.Instant // shown as the file's date; never the clock
	Sheets  []Sheet
}

// Change tells of a text that could not be kept as it was.
type Change struct {
	Sheet, Cell string // "Orders", "C17"
	What        string // a sentence
}

// Write writes the workbook. Texts too long for a cell are cut with a visible
// mark, and characters the format cannot hold are left out; each is returned
// as a Change. A table with more rows than a sheet holds is refused before
// anything is written.
func Write(w io.Writer, b Workbook) ([]Change, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	out := newPackage(w)
	s := newStyles(f)
	for i, name := range b.Names() {
		if err := addSheet(f, i, name); err != nil {
			return nil, err
		}
		l := newLayout(name, b.Sheets[i].Table)
		if err := l.prepare(f, s); err != nil {
			return nil, err
		}
		out.sheets[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = l
	}
	if err := setProperties(f, b); err != nil {
		return nil, err
	}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return out })
	if err := f.Write(io.Discard); err != nil && out.err == nil {
		return nil, err
	}
	return out.changes, out.err
}

func (b Workbook) check() error {
	if len(b.Sheets) == 0 {
		return model.Errorf(model.Internal, "a workbook without sheets cannot be written")
	}
	for _, s := range b.Sheets {
		if rows := s.Table.Len(); rows > maxRows-3 {
			return model.Errorf(model.Impossible,
				"%s has %d rows and an Excel sheet holds %d: choose a shorter period or export CSV", s.Table.Title, rows, maxRows)
		}
		if n := len(s.Table.Columns); n > maxColumns || n == 0 {
			return model.Errorf(model.Impossible, "%s has %d columns and an Excel sheet holds 1 to %d", s.Table.Title, n, maxColumns)
		}
	}
	return nil
}

// addSheet appends a sheet; the first one is there in every new file.
func addSheet(f *excelize.File, i int, name string) error {
	if i == 0 {
		return f.SetSheetName("Sheet1", name)
	}
	_, err := f.NewSheet(name)
	return err
}

func setProperties(f *excelize.File, b Workbook) error {
	program := b.Program
	if program == "" {
		program = "Dropledger"
	}
	created := string(b.Created)
	if created == "" {
		created = "2000-01-01T00:00:00Z" // a file needs one; a fixed one keeps the bytes equal
	}
	if err := f.SetAppProps(&excelize.AppProperties{Application: program}); err != nil {
		return err
	}
	title, _ := cleanText(b.Title)
	return f.SetDocProps(&excelize.DocProperties{
		Title: title, Creator: program, LastModifiedBy: program, Created: created, Modified: created,
	})
}

// Range returns the cells of a column's rows on one of the workbook's sheets,
// for a formula on another: 'Sales journal'!$H$2:$H$1203. Empty when there is
// no such column or row.
func (b Workbook) Range(sheet int, key string) string {
	t := b.Sheets[sheet].Table
	i := t.Column(key)
	if i < 0 || t.Len() == 0 {
		return ""
	}
	col := columnName(i)
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoteSheet(b.Names()[sheet]), col, firstRow, col, firstRow+t.Len()-1)
}

// Total returns the cell of a column's total on one of the workbook's sheets,
// for a formula on another. Empty when there is none.
func (b Workbook) Total(sheet int, key string) string {
	t := b.Sheets[sheet].Table
	i := t.Column(key)
	if i < 0 || i >= len(t.Totals) {
		return ""
	}
	return fmt.Sprintf("%s!$%s$%d", quoteSheet(b.Names()[sheet]), columnName(i), totalRow(t))
}

func totalRow(t *reports.Table) int { return firstRow + t.Len() + 1 }

// quoteSheet writes a sheet's name as formulas need it.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// columnName returns A for 0, Z for 25, AA for 26.
func columnName(i int) string {
	var name []byte
	for i++; i > 0; i = (i - 1) / 26 {
		name = append([]byte{byte('A' + (i-1)%26)}, name...)
	}
	return string(name)
}
