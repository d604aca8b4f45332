// Package query holds what the questions to the books have in common: narrowing
// to a period and to what was known on a day, splitting time into steps, and
// walking over results without building objects. Of all tables it knows only the
// one that counts the changes of the book.
package query

import (
	"database/sql"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Scope is what a report looks at: what is dated in the period, as far as it
// had been recorded before Known; an empty Known means all.
type Scope struct {
	Period model.Period
	Known  model.Instant
}

// Text is a statement being put together with the values of its marks.
type Text struct {
	sql  strings.Builder
	args []any
}

// New starts a statement.
func New(sql string, args ...any) *Text { return new(Text).Add(sql, args...) }

// Add appends to the statement.
func (t *Text) Add(sql string, args ...any) *Text {
	t.sql.WriteString(sql)
	t.args = append(t.args, args...)
	return t
}

// Put appends another statement, such as a subquery.
func (t *Text) Put(other *Text) *Text { return t.Add(other.sql.String(), other.args...) }

// In appends " AND column lies in the period"; an open bound adds nothing.
func (t *Text) In(column string, p model.Period) *Text {
	if p.From != "" {
		t.Add(" AND "+column+" >= ?", string(p.From))
	}
	if p.To != "" {
		t.Add(" AND "+column+" <= ?", string(p.To))
	}
	return t
}

// KnownBefore appends " AND column is before the instant"; nothing for an empty one.
func (t *Text) KnownBefore(column string, at model.Instant) *Text {
	if at != "" {
		t.Add(" AND "+column+" < ?", string(at))
	}
	return t
}

// Each runs the statement and calls scan for every row. The variables scan
// reads into are best shared by all rows: a report walks over a million.
func (t *Text) Each(q *gorm.DB, scan func(*sql.Rows) error) error {
	rows, err := q.Raw(t.sql.String(), t.args...).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Row is one row as the database gave it: whole numbers and texts. It is only lent.
type Row []any

// Int is a column that holds a whole number, 0 when it holds nothing.
func (r Row) Int(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

// Amount is a column that holds money.
func (r Row) Amount(i int) model.Amount { return model.Amount(r.Int(i)) }

// Text is a column that holds a text, "" when it holds nothing.
func (r Row) Text(i int) string {
	s, _ := r[i].(string)
	return s
}

// Rows is Each without the conversions of Scan, which for a million rows take
// longer than the database does: for the long results.
func (t *Text) Rows(q *gorm.DB, fn func(Row) error) error {
	var row Row
	var to []any
	return t.Each(q, func(r *sql.Rows) error {
		if row == nil {
			columns, err := r.Columns()
			if err != nil {
				return err
			}
			row, to = make(Row, len(columns)), make([]any, len(columns))
			for i := range row {
				to[i] = &row[i]
			}
		}
		if err := r.Scan(to...); err != nil {
			return err
		}
		return fn(row)
	})
}

// Words keeps one copy of each text that comes again and again.
type Words map[string]string

// Of returns the copy that is kept.
func (w Words) Of(s string) string {
	kept, ok := w[s]
	if !ok {
		w[s], kept = s, s
	}
	return kept
}
