package store

import (
	"context"
	"database/sql"
	"errors"
)

// Whether one file is an earlier state of another is told by what a book only ever
// adds to: when its steps of schema were taken, its history, imports and journal. In
// an earlier state the rows of each stand in the later one as well.

// trail is such a table, with the key it is numbered by and what marks a row.
type trail struct{ table, key, mark string }

var trails = []trail{
	{"migration", "number", "applied_at || ' ' || checksum"},
	{"history", "id", "recorded_at || ' ' || who || ' ' || kind || ' ' || record_key || ' ' || field || ' ' || new_value"},
	{"import_batch", "id", "imported_at || ' ' || sha256"},
	{"journal_entry", "id", "recorded_at || ' ' || kind || ' ' || document"},
}

// earlier tells whether the closed book at path is an earlier state of this one.
func (c Config) earlier(ctx context.Context, path string) (bool, error) {
	old := pool(connector{dsn: dsn(path, verifyMode(path))}, 1)
	defer func() { _ = old.Close() }()
	book := pool(connector{dsn: dsn(c.Path, readMode(c.Path))}, 1)
	defer func() { _ = book.Close() }()
	var then, now int64
	if err := errors.Join(old.QueryRowContext(ctx, "SELECT number FROM commit_count").Scan(&then),
		book.QueryRowContext(ctx, "SELECT number FROM commit_count").Scan(&now)); err != nil || then > now {
		return false, err
	}
	for _, t := range trails {
		if same, err := t.continues(ctx, old, book); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// continues tells whether the last rows of the table in old, and fewer and fewer of
// those before, stand in book as well.
func (t trail) continues(ctx context.Context, old, book *sql.DB) (bool, error) {
	var there int
	if err := old.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = ?", t.table).Scan(&there); err != nil {
		return false, err
	}
	if there == 0 { // from before the table was there
		return true, nil
	}
	var last int64
	if err := old.QueryRowContext(ctx, "SELECT COALESCE(MAX("+t.key+"), 0) FROM "+t.table).Scan(&last); err != nil {
		return false, err
	}
	for back := int64(0); back < last; back = max(1, back*2) {
		then, err := t.row(ctx, old, last-back)
		if err != nil {
			return false, err
		}
		now, err := t.row(ctx, book, last-back)
		if err != nil || then != now {
			return false, err
		}
	}
	return true, nil
}

// row is what marks a row of the table, "" where there is none.
func (t trail) row(ctx context.Context, book *sql.DB, number int64) (mark string, err error) {
	err = book.QueryRowContext(ctx, "SELECT "+t.mark+" FROM "+t.table+" WHERE "+t.key+" = ?", number).Scan(&mark)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return mark, err
}
