// Package reports lays out the business's numbers for people: every report is
// a Table of typed cells, and the screen, the workbook, the CSV file and the
// JSON of the command line all render that same Table. It must not know the
// screen, nor how a file looks inside: its sub-packages know the latter.
package reports

import (
	"iter"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dropledger/dropledger/model"
)

// Column describes one column: Key for programs, Label for people.
type Column struct {
	Key, Label string
	Kind       Kind
}

// Table is one report, laid out. Amounts of several currencies may stand in
// one column; such a column has no total, and a column beside it names the
// currency for programs.
type Table struct {
	Name    string // for programs and file names: "margin-orders"
	Title   string // for people
	Columns []Column
	Rows    [][]Cell
	Large   Large  // the rows instead of Rows where they are too many to keep laid out
	Totals  []Cell // one cell a column, or none at all
	Meta    Meta

	room []Cell
}

// Large holds the rows of a table in a form of its own, far smaller than cells,
// and lays each out when it is read: appended to into, which it may reuse. It
// is read by several goroutines at once.
type Large interface {
	Len() int
	Row(i int, into []Cell) []Cell
}

// Len is the number of rows.
func (t *Table) Len() int {
	if t.Large != nil {
		return t.Large.Len()
	}
	return len(t.Rows)
}

// Row returns row i; into may lend the memory for it.
func (t *Table) Row(i int, into []Cell) []Cell {
	if t.Large != nil {
		return t.Large.Row(i, into[:0])
	}
	return t.Rows[i]
}

// All walks through the rows with their numbers. A row is only lent until the
// next one comes.
func (t *Table) All() iter.Seq2[int, []Cell] {
	return func(yield func(int, []Cell) bool) {
		lent := make([]Cell, 0, len(t.Columns))
		for i := range t.Len() {
			if !yield(i, t.Row(i, lent)) {
				return
			}
		}
	}
}

// Meta says what a table shows and where it comes from, so that a printout can
// be judged years later.
type Meta struct {
	Period    model.Period
	Basis     string         // such as "accrual" or "cash"
	Currency  model.Currency // of the figures, empty when they differ
	AsKnown   model.Date     // facts known until this day count; empty: all
	Generated model.Instant
	Program   string // name and version
	More      []Pair // what else the report wants said, in this order
	Notes     []string
}

// Pair is one more thing a table's reader should know.
type Pair struct {
	Key, Label string
	Value      Cell
}

// Pairs returns all of m in a fixed order, without the notes.
func (m Meta) Pairs() []Pair {
	orUnknown := func(s string) Cell {
		if s == "" {
			return Unknown()
		}
		return Text(s)
	}
	return append([]Pair{
		{"from", "From", Date(m.Period.From)},
		{"to", "To", Date(m.Period.To)},
		{"basis", "Basis", orUnknown(m.Basis)},
		{"currency", "Currency", orUnknown(string(m.Currency))},
		{"as_known", "As known on", Date(m.AsKnown)},
		{"generated", "Generated", Instant(m.Generated)},
		{"program", "Program", orUnknown(m.Program)},
	}, m.More...)
}

// rowsAtOnce is how many rows share one piece of memory.
const rowsAtOnce = 256

// fewRows is for how many a new table has room: many never get more.
const fewRows = 8

// Add appends a row, which has one cell for each column.
func (t *Table) Add(cells ...Cell) { t.put(append(t.space(), cells...)) }

// Head appends a column of a list that a screen shows; what kinds does not name is
// text.
func (t *Table) Head(key, label string, kinds map[string]Kind) {
	kind := kinds[key]
	if kind == KindUnknown {
		kind = KindText
	}
	t.Columns = append(t.Columns, Column{Key: key, Label: label, Kind: kind})
}

// Fill appends the rows of a list, each a Cell for each column. The first error of
// reading them ends it.
func (t *Table) Fill(rows iter.Seq2[[]any, error]) error {
	for line, err := range rows {
		if err != nil {
			return err
		}
		cells := make([]Cell, len(line))
		for i, v := range line {
			cells[i], _ = v.(Cell) // what is none stays an unknown value
		}
		t.Add(cells...)
	}
	return nil
}

// space is an empty row with room for its cells, to be given to put.
func (t *Table) space() []Cell {
	n := len(t.Columns)
	if len(t.room) < n {
		t.room = make([]Cell, min(max(len(t.Rows), fewRows), rowsAtOnce)*n)
	}
	row := t.room[:0:n]
	t.room = t.room[n:]
	return row
}

func (t *Table) put(row []Cell) {
	t.checked(row)
	t.Rows = append(t.Rows, row)
}

func (t *Table) checked(row []Cell) {
	if len(row) != len(t.Columns) {
		panic("reports: a row of " + t.Name + " has not one cell for each column")
	}
}

// lay appends n rows, which it lays out on all processors: row appends the
// cells of the one with that number and must change nothing else.
func (t *Table) lay(n int, row func(cells []Cell, number int) []Cell) {
	first := len(t.Rows)
	t.Rows = append(t.Rows, make([][]Cell, n)...)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/rowsAtOnce+1) {
		workers.Go(func() {
			for from := int(next.Add(rowsAtOnce)) - rowsAtOnce; from < n; from = int(next.Add(rowsAtOnce)) - rowsAtOnce {
				t.layPiece(t.Rows[first+from:first+min(from+rowsAtOnce, n)], func(cells []Cell, i int) []Cell { return row(cells, from+i) })
			}
		})
	}
	workers.Wait()
}

func (t *Table) layPiece(rows [][]Cell, row func([]Cell, int) []Cell) {
	n := len(t.Columns)
	room := make([]Cell, len(rows)*n)
	for i := range rows {
		rows[i] = row(room[i*n:i*n:(i+1)*n], i)
		t.checked(rows[i])
	}
}

// Column returns the place of the column with that key, -1 when there is none.
func (t *Table) Column(key string) int {
	for i, c := range t.Columns {
		if c.Key == key {
			return i
		}
	}
	return -1
}

// Sum fills the totals of the named columns from the rows, leaving the others
// as they are. A column of several currencies, and one without a known value,
// gets no total.
func (t *Table) Sum(keys ...string) {
	if len(t.Totals) != len(t.Columns) {
		t.Totals = make([]Cell, len(t.Columns))
	}
	for _, key := range keys {
		if i := t.Column(key); i >= 0 {
			t.Totals[i] = t.SumOf(i)
		}
	}
}

// SumOf adds the cells of column i; unknown when they cannot be added.
func (t *Table) SumOf(i int) Cell {
	var sum Cell
	for _, row := range t.All() {
		var ok bool
		if sum, ok = sum.Add(row[i]); !ok {
			return Unknown()
		}
	}
	return sum
}

// TotalLine returns the totals for people: blank where there is none, and
// named in the first column when that has room. Nil without totals.
func (t *Table) TotalLine() []Cell {
	if len(t.Totals) == 0 {
		return nil
	}
	line := make([]Cell, len(t.Totals))
	for i, c := range t.Totals {
		if line[i] = c; !c.Known() {
			line[i] = Text("")
		}
	}
	if !t.Totals[0].Known() && !t.Columns[0].Kind.Numeric() {
		line[0] = Text("Total")
	}
	return line
}

// OneCurrency returns the currency all amounts of column i share, empty when
// they differ or there are none.
func (t *Table) OneCurrency(i int) model.Currency {
	var first Cell
	if t.Columns[i].Kind != KindAmount {
		return ""
	}
	for _, row := range t.All() {
		c := &row[i]
		switch {
		case c.kind != KindAmount:
		case first.kind == KindUnknown:
			first = *c
		case first.currency != c.currency:
			return ""
		}
	}
	if first.kind == KindUnknown && i < len(t.Totals) {
		first = t.Totals[i]
	}
	return first.Currency()
}

// Heading returns the label of column i for people, with the currency its
// amounts share, so that it need not stand in every cell: "Net (EUR)".
func (t *Table) Heading(i int) string { return t.Columns[i].Heading(t.OneCurrency(i)) }

// Heading returns the label for people of a column whose amounts are all in
// the given currency, empty when they are not.
func (c Column) Heading(currency model.Currency) string {
	if currency == "" || strings.Contains(c.Label, string(currency)) {
		return c.Label
	}
	return c.Label + " (" + string(currency) + ")"
}

// About returns a table of two columns that says what the given tables show:
// the last sheet of a workbook.
func About(tables ...*Table) *Table {
	about := &Table{
		Name: "about", Title: "About",
		Columns: []Column{{"table", "Sheet", KindText}, {"what", "What", KindText}, {"value", "Value", KindText}},
	}
	for _, t := range tables {
		for _, p := range t.Meta.Pairs() {
			if p.Value.Known() {
				about.Add(Text(t.Title), Text(p.Label), p.Value)
			}
		}
		about.Add(Text(t.Title), Text("Rows"), Integer(t.Len()))
		for _, note := range t.Meta.Notes {
			about.Add(Text(t.Title), Text("Note"), Text(note))
		}
	}
	return about
}
