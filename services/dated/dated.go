// Package dated puts rows that hold from a day on and say where they come from:
// the pages of carriers, working weeks, holidays, areas of customs, waits between
// tries. It finds a row by its key, keeps what was not given, and writes the
// history. It must not know what the rows mean, nor end one when another begins.
package dated

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Row is a row as it is put. Key finds it, Values are what can change. The table
// has the columns id and version.
type Row struct {
	Kind, Table string
	Key         []Key
	Values      []Value
}

// Key is a column by which a row is found; nil is none.
type Key struct {
	Column string
	Is     any
}

// Value is a column that can change, under its name for people. Given nil keeps
// it; a new row has Default then.
type Value struct {
	Column, Name string
	Given        *string
	Default      string
}

// Told is a text that was given, nil for one that was left out.
func Told[T ~string](v *T) *string {
	if v == nil {
		return nil
	}
	s := string(*v)
	return &s
}

// Put creates the row or changes it.
func (r Row) Put(tx *store.Tx, at record.Ref) (record.Outcome, int64, error) {
	id, old, err := r.find(tx)
	if err != nil {
		return "", 0, err
	}
	before, after := make([]history.Value, len(r.Values)), make([]history.Value, len(r.Values))
	for i, v := range r.Values {
		now := old[i]
		if id == 0 {
			now = v.Default
		}
		if v.Given != nil {
			now = *v.Given
		}
		before[i], after[i] = history.Of(v.Name, old[i]), history.Of(v.Name, now)
	}
	if id == 0 {
		if id, err = r.create(tx, after); err != nil {
			return "", 0, err
		}
		return record.Created, id, history.Record(tx, history.Subject{Kind: r.Kind, ID: id, Key: at.Key}, history.Created(), "")
	}
	changes := history.Diff(before, after)
	if len(changes) == 0 {
		return record.Unchanged, id, nil
	}
	var set []string
	var args []any
	for i, v := range r.Values {
		set, args = append(set, v.Column+" = ?"), append(args, after[i].Text)
	}
	err = tx.Exec(fmt.Sprintf(`UPDATE %s SET %s, version = version + 1 WHERE id = ?`, r.Table, strings.Join(set, ", ")), append(args, id)...).Error
	if err != nil {
		return "", 0, err
	}
	return record.Updated, id, history.Record(tx, history.Subject{Kind: r.Kind, ID: id, Key: at.Key}, changes, "")
}

// find reads the row, id 0 when there is none.
func (r Row) find(tx *store.Tx) (id int64, values []string, err error) {
	columns, where := []string{"id"}, []string{}
	var args []any
	for _, v := range r.Values {
		columns = append(columns, "CAST("+v.Column+" AS TEXT)")
	}
	for _, k := range r.Key {
		where, args = append(where, k.Column+" IS ?"), append(args, k.Is)
	}
	values = make([]string, len(r.Values))
	into := []any{&id}
	for i := range values {
		into = append(into, &values[i])
	}
	rows, err := tx.Raw(fmt.Sprintf(`SELECT %s FROM %s WHERE %s`, strings.Join(columns, ", "), r.Table, strings.Join(where, " AND ")), args...).Rows()
	if err != nil {
		return 0, nil, err
	}
	if rows.Next() {
		err = rows.Scan(into...)
	}
	if closed := rows.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = rows.Err()
	}
	return id, values, err
}

func (r Row) create(tx *store.Tx, now []history.Value) (id int64, err error) {
	var columns []string
	var args []any
	for _, k := range r.Key {
		columns, args = append(columns, k.Column), append(args, k.Is)
	}
	for i, v := range r.Values {
		columns, args = append(columns, v.Column), append(args, now[i].Text)
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
	err = tx.Raw(fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s) RETURNING id`, r.Table, strings.Join(columns, ", "), marks), args...).Scan(&id).Error
	return id, err
}
