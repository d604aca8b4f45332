package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"

	"github.com/dropledger/dropledger/model"
)

// settle finds out what became of a transaction whose commit failed. An error
// from the disk does not mean "not committed": the last page may be in the file
// all the same, and would turn up at the next start. So every connection is
// closed, the book is opened anew, and its own count of commits is asked. The
// result is nil when the change is there and safe on the disk. The caller has
// the turn.
func (db *DB) settle(ctx context.Context, failure error) error {
	if rolledBack(failure) {
		return failure
	}
	ctx = context.WithoutCancel(ctx)
	db.cfg.Log.ErrorContext(ctx, "commit failed: asking the book", "err", failure)
	db.mu.Lock()
	old := db.pools
	db.pools, db.failed = nil, errUnsettled
	db.mu.Unlock()
	db.drain(old)
	_ = old.close()

	there, err := db.reopen(ctx)
	switch {
	case err != nil:
		return db.fail(err)
	case !there:
		return failure
	}
	db.cfg.Log.WarnContext(ctx, "commit failed but the change is in the book and on the disk")
	return nil
}

var errUnsettled = model.Errorf(model.Busy, "The disk reported a fault while saving; the book is being opened anew. Try again in a moment.")

// rolledBack tells the failures after which SQLite itself has taken the
// transaction back for certain.
func rolledBack(err error) bool {
	if errors.Is(err, sql.ErrTxDone) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	var engine sqlite3.Error
	return errors.As(err, &engine) && (engine.Code == sqlite3.ErrConstraint || engine.Code == sqlite3.ErrBusy)
}

// reopen connects again and tells whether the transaction being settled is in
// the book. Flushing the WAL proves that the disk takes data again.
func (db *DB) reopen(ctx context.Context) (there bool, err error) {
	p, err := db.connect()
	if err != nil {
		return false, err
	}
	var number int64
	err = p.writer.QueryRowContext(ctx, "SELECT number FROM commit_count").Scan(&number)
	if err == nil && number > db.commits {
		_, err = p.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	if err != nil {
		_ = p.close()
		return false, err
	}
	db.mu.Lock()
	db.pools, db.failed = p, nil
	db.mu.Unlock()
	return number > db.commits, nil
}

// fail closes the book until the program is started again: what the disk did
// with the last change cannot be told, and more changes would make it worse.
func (db *DB) fail(cause error) error {
	err := model.Errorf(model.Damaged,
		"The disk failed while saving to %s, and it is unknown whether the last change was saved. Close the program, check the disk, and start again: the book will be checked.", db.cfg.Path)
	if model.CodeOf(translate(db.cfg.Path, cause)) == model.DiskFull {
		err = model.Errorf(model.DiskFull,
			"The disk that holds %s is full, and it is unknown whether the last change was saved. Close the program, free some space, and start again: the book will be checked.", db.cfg.Path)
	}
	db.mu.Lock()
	db.failed = err.Because(cause)
	db.mu.Unlock()
	return err.Because(cause)
}
