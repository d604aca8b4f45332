package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

func TestWrite_FailureChangesNothingAndTellsNobody(t *testing.T) {
	db := newBook(t)
	told := 0
	wrong := errors.New("wrong")
	err := db.Write(ctx, func(tx *Tx) error {
		tx.After(func() { told++ })
		must(t, insert(tx.DB, "x"))
		return wrong
	})
	if !errors.Is(err, wrong) {
		t.Errorf("got %v, want the function's error", err)
	}
	if n := count(t, db, "note"); n != 0 || told != 0 {
		t.Errorf("%d notes and %d callbacks after a failure", n, told)
	}
}

func TestWrite_PanicChangesNothingAndFreesTheWriter(t *testing.T) {
	db := newBook(t)
	func() {
		defer func() { _ = recover() }()
		_ = db.Write(ctx, func(tx *Tx) error {
			must(t, insert(tx.DB, "x"))
			panic("defect")
		})
	}()
	addNote(t, db, "y")
	if n := count(t, db, "note"); n != 1 {
		t.Errorf("%d notes, want only the second", n)
	}
}

func TestWrite_AfterRunsOnceCommittedAndMayWrite(t *testing.T) {
	db := newBook(t)
	var order []string
	must(t, db.Write(ctx, func(tx *Tx) error {
		tx.After(func() {
			order = append(order, fmt.Sprint("sees ", count(t, db, "note")))
			// The transaction's context is over: this is a new transaction.
			must(t, db.Write(tx.Context(), func(tx *Tx) error { return insert(tx.DB, "after") }))
		})
		tx.After(func() { order = append(order, fmt.Sprint("sees ", count(t, db, "note"))) })
		return insert(tx.DB, "x")
	}))
	if got := strings.Join(order, ", "); got != "sees 1, sees 2" {
		t.Errorf("callbacks: %s", got)
	}
}

func TestWrite_NestedJoinsTheTransaction(t *testing.T) {
	db := newBook(t)
	told := 0
	must(t, db.Write(ctx, func(tx *Tx) error {
		must(t, insert(tx.DB, "outer"))
		must(t, db.Write(tx.Context(), func(in *Tx) error {
			in.After(func() { told++ })
			return insert(in.DB, "inner")
		}))
		return db.Read(tx.Context(), func(q *gorm.DB) error {
			var n int
			if err := q.Raw("SELECT count(*) FROM note").Scan(&n).Error; err != nil {
				return err
			}
			if n != 2 || told != 0 || count(t, db, "note") != 0 {
				t.Errorf("inside %d notes, told %d, outside %d", n, told, count(t, db, "note"))
			}
			return nil
		})
	}))
	if told != 1 || count(t, db, "note") != 2 {
		t.Errorf("told %d, notes %d", told, count(t, db, "note"))
	}
}

func TestWrite_NestedFailureCannotBeIgnored(t *testing.T) {
	db := newBook(t)
	wrong := errors.New("wrong")
	err := db.Write(ctx, func(tx *Tx) error {
		_ = db.Write(tx.Context(), func(in *Tx) error {
			must(t, insert(in.DB, "half"))
			return wrong
		})
		return nil
	})
	if !errors.Is(err, wrong) || count(t, db, "note") != 0 {
		t.Errorf("got %v with %d notes", err, count(t, db, "note"))
	}
}

func TestWrite_AnotherBooksTransactionIsNotJoined(t *testing.T) {
	a, b := newBook(t), newBook(t)
	err := a.Write(ctx, func(tx *Tx) error {
		must(t, b.Write(tx.Context(), func(tx *Tx) error { return insert(tx.DB, "b") }))
		return errors.New("only a")
	})
	if err == nil || count(t, a, "note") != 0 || count(t, b, "note") != 1 {
		t.Errorf("a %d, b %d, err %v", count(t, a, "note"), count(t, b, "note"), err)
	}
}

func TestWrite_StopsWhenItsContextEnds(t *testing.T) {
	db := newBook(t)
	stop, cancel := context.WithCancel(ctx)
	err := db.Write(stop, func(tx *Tx) error {
		must(t, insert(tx.DB, "x"))
		cancel()
		return nil
	})
	wantCode(t, err, model.Cancelled)

	stop, cancel = context.WithCancel(ctx)
	err = db.Write(ctx, func(*Tx) error { // whoever waits for the writer can be stopped too
		cancel()
		return db.Write(stop, func(*Tx) error { return nil })
	})
	wantCode(t, err, model.Cancelled)
	if n := count(t, db, "note"); n != 0 {
		t.Errorf("%d notes after stopping", n)
	}
}

func TestRead_StopsALongQuery(t *testing.T) {
	db := newBook(t)
	stop, cancel := context.WithCancel(ctx)
	err := db.Read(stop, func(q *gorm.DB) error {
		cancel()
		var n int
		return q.Raw("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x < 1000000000) SELECT count(*) FROM c").Scan(&n).Error
	})
	wantCode(t, err, model.Cancelled)
}

func TestRead_SeesOneState(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "a")
	must(t, db.Read(ctx, func(q *gorm.DB) error {
		var before, after int
		must(t, q.Raw("SELECT count(*) FROM note").Scan(&before).Error)
		addNote(t, db, "b")
		must(t, q.Raw("SELECT count(*) FROM note").Scan(&after).Error)
		if before != 1 || after != 1 {
			t.Errorf("saw %d, then %d", before, after)
		}
		return nil
	}))
}

func TestPrepare_GivesTheSameStatementWithinATransaction(t *testing.T) {
	db := newBook(t)
	must(t, db.Write(ctx, func(tx *Tx) error {
		const query = "INSERT INTO note (text) VALUES (?)"
		first, err := tx.Prepare(query)
		must(t, err)
		second, err := tx.Prepare(query)
		must(t, err)
		if first != second {
			t.Error("prepared twice")
		}
		for i := range 1000 {
			if _, err := first.Exec(fmt.Sprint(i)); err != nil {
				return err
			}
		}
		return nil
	}))
	if n := count(t, db, "note"); n != 1000 {
		t.Errorf("%d notes", n)
	}
}

func TestWrite_ErrorsAreSentencesWithTheirCause(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "x")
	tests := []struct {
		name  string
		sql   string
		code  model.Code
		cause error
	}{
		{"a duplicate is a conflict", "INSERT INTO note (text) VALUES ('x')", model.Conflict, gorm.ErrDuplicatedKey},
		{"a missing parent is refused", "INSERT INTO page (note_id) VALUES (99)", model.Refused, gorm.ErrForeignKeyViolated},
		{"a trigger's own words are told", "DELETE FROM note WHERE id = 1", model.Refused, nil},
		{"replacing counts as deleting", "INSERT OR REPLACE INTO note (id, text) VALUES (1, 'y')", model.Refused, nil},
		{"a wrong type is refused", "INSERT INTO page (id, note_id) VALUES ('abc', 1)", model.Refused, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := db.Write(ctx, func(tx *Tx) error { return tx.Exec(tt.sql).Error })
			wantCode(t, err, tt.code)
			if tt.cause != nil && !errors.Is(err, tt.cause) {
				t.Errorf("%v does not remember %v", err, tt.cause)
			}
		})
	}
	err := db.Write(ctx, func(tx *Tx) error { return tx.Exec("DELETE FROM note WHERE id = 1").Error })
	if !strings.Contains(err.Error(), "the first note is kept") {
		t.Errorf("got %q", err)
	}
}

// After a bad failure SQLite takes the transaction back by itself and would save
// each later statement on its own, although the caller believes in one whole.
func TestWrite_NothingIsSavedOutsideTheTransaction(t *testing.T) {
	db := newBook(t)
	err := db.Write(ctx, func(tx *Tx) error {
		must(t, insert(tx.DB, "one"))
		must(t, tx.Exec("ROLLBACK").Error)
		_ = insert(tx.DB, "two")
		return nil
	})
	wantCode(t, err, model.Internal)
	if n := count(t, db, "note"); n != 0 {
		t.Errorf("%d notes were saved", n)
	}
	addNote(t, db, "three")
}

func diskFault() error {
	return sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrFsync}
}

func TestWrite_CommitErrorIsSettledByAskingTheBook(t *testing.T) {
	db := newBook(t)
	told := 0
	write := func() error {
		return db.Write(ctx, func(tx *Tx) error {
			tx.After(func() { told++ })
			return insert(tx.DB, fmt.Sprint("note ", count(t, db, "note")))
		})
	}
	db.commit = func(tx *sql.Tx) error { return errors.Join(tx.Commit(), diskFault()) }
	must(t, write())
	if told != 1 || count(t, db, "note") != 1 {
		t.Errorf("a change that is in the book: told %d, notes %d", told, count(t, db, "note"))
	}

	db.commit = func(tx *sql.Tx) error { return errors.Join(tx.Rollback(), diskFault()) }
	wantCode(t, write(), model.Damaged)
	if told != 1 || count(t, db, "note") != 1 {
		t.Errorf("a change that is not in the book: told %d, notes %d", told, count(t, db, "note"))
	}

	db.commit = (*sql.Tx).Commit
	must(t, write())
	if told != 2 || count(t, db, "note") != 2 {
		t.Errorf("afterwards: told %d, notes %d", told, count(t, db, "note"))
	}
}

func TestWrite_CommitErrorWithTheDiskGoneStopsAllWork(t *testing.T) {
	db := newBook(t)
	path := db.cfg.Path
	db.commit = func(tx *sql.Tx) error {
		db.cfg.Path = path + "-gone"
		return errors.Join(tx.Rollback(), diskFault())
	}
	err := db.Write(ctx, func(tx *Tx) error { return insert(tx.DB, "x") })
	wantCode(t, err, model.Damaged)
	wantCode(t, db.Write(ctx, func(*Tx) error { return nil }), model.Damaged)
	wantCode(t, db.Read(ctx, func(*gorm.DB) error { return nil }), model.Damaged)
	must(t, db.Close())
	if readNote(lockPath(path)) == "" {
		t.Error("the next program would not examine the book")
	}
}

func TestDB_ReadersAndWritersTogether(t *testing.T) {
	db := newBook(t)
	const writers, each = 4, 100
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if err := db.Write(ctx, func(tx *Tx) error {
					if err := insert(tx.DB, fmt.Sprint(w, " ", i, " a")); err != nil {
						return err
					}
					return insert(tx.DB, fmt.Sprint(w, " ", i, " b"))
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 4 {
		wg.Go(func() {
			last := 0
			for range each {
				n := count(t, db, "note")
				if n%2 != 0 || n < last {
					t.Errorf("%d notes after %d: not a committed state", n, last)
				}
				last = n
			}
		})
	}
	wg.Wait()
	if n := count(t, db, "note"); n != writers*each*2 {
		t.Errorf("%d notes, want %d", n, writers*each*2)
	}
}

func TestQueryLog_HoldsNoValues(t *testing.T) {
	sql, args := queryLog{}.ParamsFilter(ctx, "SELECT ?", "jane.doe@example.com")
	if sql != "SELECT ?" || args != nil {
		t.Errorf("logs %q with %v", sql, args)
	}
}
