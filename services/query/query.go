// Package query holds what the questions to the books have in common: narrowing
// to a period and to what was known on a day, splitting time into steps, and
// walking over results without building objects. It must not know any table.
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
