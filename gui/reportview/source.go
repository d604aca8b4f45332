package reportview

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/reports"
)

// row is one row of the report: its number in the table and its cells.
type row struct {
	n     int32
	cells []reports.Cell
	of    *reports.Table
}

// cell is the cell of a column by its key, unknown when there is none.
func (r row) cell(key string) reports.Cell {
	if i := r.of.Column(key); i >= 0 {
		return r.cells[i]
	}
	return reports.Unknown()
}

// source lets the grid look into a table.
type source struct {
	format *format.Format

	mu    sync.Mutex
	table *reports.Table
	whole bool // table has all rows, not only the first
}

func (s *source) set(t *reports.Table, whole bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.table, s.whole = t, whole
}

// now is the table, and whether it has all rows.
func (s *source) now() (*reports.Table, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.table, s.whole
}

// Find implements grid.Source.
func (s *source) Find(ctx context.Context, q grid.Query) (grid.View[row], error) {
	t, _ := s.now()
	if t == nil {
		return &view{of: &reports.Table{}}, nil
	}
	rows, err := t.Find(ctx, s.pick(t, q))
	if err != nil {
		return nil, err
	}
	v := &view{of: t, rows: rows, totals: map[string]grid.Cell{}}
	for i, c := range t.SumsOf(rows) {
		if c.Known() {
			cell := s.draw(t, i, c)
			cell.Bold = true
			v.totals[t.Columns[i].Key] = cell
		}
	}
	return v, nil
}

// pick says what a query of the grid means for the table.
func (s *source) pick(t *reports.Table, q grid.Query) reports.Pick {
	p := reports.Pick{Words: strings.Fields(q.Search), Columns: q.Columns, Text: func(b []byte, i int, c reports.Cell) []byte { return append(b, s.text(t, i, c)...) }}
	for _, o := range q.Sort {
		p.Sort = append(p.Sort, reports.Sort{Column: o.Column, Down: o.Down})
	}
	return p
}

// view is what fits a query.
type view struct {
	of     *reports.Table
	rows   []int32
	totals map[string]grid.Cell
}

func (v *view) Len() int                     { return len(v.rows) }
func (v *view) All() int                     { return v.of.Len() }
func (v *view) Totals() map[string]grid.Cell { return v.totals }

func (v *view) Rows(_ context.Context, from, n int) ([]row, error) {
	from = min(max(from, 0), len(v.rows))
	to := min(from+n, len(v.rows))
	page := make([]row, 0, to-from)
	for _, i := range v.rows[from:to] {
		page = append(page, row{i, v.of.Row(int(i), nil), v.of})
	}
	return page, nil
}

func (v *view) Index(_ context.Context, key string) (int, error) {
	n, err := strconv.Atoi(key)
	for at, i := range v.rows {
		if err == nil && int(i) == n {
			return at, nil
		}
	}
	return -1, nil
}

// Keys implements grid.Keyer.
func (v *view) Keys(_ context.Context, from, n int) ([]string, error) {
	from = min(max(from, 0), len(v.rows))
	keys := make([]string, 0, n)
	for _, i := range v.rows[from:min(from+n, len(v.rows))] {
		keys = append(keys, strconv.Itoa(int(i)))
	}
	return keys, nil
}
