package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// Integrity is what the database engine says about the file.
type Integrity struct {
	SQLite      string // "ok", or the first defect found
	ForeignKeys int    // rows that refer to rows that are not there
}

// OK tells that nothing was found.
func (i Integrity) OK() bool { return i.SQLite == "ok" && i.ForeignKeys == 0 }

// Integrity examines the structure of the file: quickly, or fully with every
// index compared to its table, which takes some ten times as long. A damaged
// file is a result, not an error.
func (db *DB) Integrity(ctx context.Context, full bool) (Integrity, error) {
	p, giveBack, err := db.borrow()
	if err != nil {
		return Integrity{}, err
	}
	defer giveBack()
	found, err := examine(ctx, p.reader, full)
	return found, translate(db.cfg.Path, err)
}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func examine(ctx context.Context, q querier, full bool) (Integrity, error) {
	query := "PRAGMA quick_check(1)"
	if full {
		query = "PRAGMA integrity_check(1)"
	}
	var found Integrity
	err := q.QueryRowContext(ctx, query).Scan(&found.SQLite)
	if err == nil && found.SQLite == "ok" {
		found.ForeignKeys, err = countForeignKeys(ctx, q)
	}
	var engine sqlite3.Error
	if errors.As(err, &engine) && (engine.Code == sqlite3.ErrCorrupt || engine.Code == sqlite3.ErrNotADB) {
		return Integrity{SQLite: engine.Error()}, nil
	}
	return found, err
}

func countForeignKeys(ctx context.Context, q querier) (n int, err error) {
	err = q.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&n)
	return n, err
}

// countUnbalanced counts journal entries whose postings do not sum to zero. A
// book of a format without a journal has none.
func countUnbalanced(ctx context.Context, q querier) (n int, err error) {
	var tables int
	err = q.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'posting'").Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	err = q.QueryRowContext(ctx,
		"SELECT count(*) FROM (SELECT 1 FROM posting GROUP BY entry_id HAVING sum(amount) <> 0 OR sum(foreign_amount) <> 0)").Scan(&n)
	return n, err
}
