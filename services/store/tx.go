package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Tx is a running write transaction. It belongs to the goroutine that runs it.
type Tx struct {
	// DB runs statements in the transaction. Its own context is never cancelled,
	// which makes each statement cheaper; the transaction as a whole still ends
	// when the context given to Write does.
	*gorm.DB
	Now   model.Instant // one moment for all that the transaction writes
	Today model.Date    // the civil date of Now in the user's zone

	book  *DB
	ctx   context.Context
	conn  *sql.Tx
	stmts map[string]*sql.Stmt
	after []func()
	ended bool
	spoil error // a joined Write failed: the whole transaction is taken back
}

type txKey struct{ book *DB }

// Context carries the transaction. Pass it on, so that a Write or Read further
// down joins this transaction instead of waiting for its end forever.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Path is where the book lies, for files that are kept beside it.
func (tx *Tx) Path() string { return tx.book.Path() }

// After calls fn once the transaction is committed and the next may start;
// never when it is not. Callbacks run in the order in which they were given.
func (tx *Tx) After(fn func()) { tx.after = append(tx.after, fn) }

// Prepare returns a prepared statement that lives as long as the transaction,
// the same one for the same query: for bulk work, where it costs a third of
// building the statement anew.
func (tx *Tx) Prepare(query string) (*sql.Stmt, error) {
	if s := tx.stmts[query]; s != nil {
		return s, nil
	}
	s, err := tx.conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	if tx.stmts == nil {
		tx.stmts = map[string]*sql.Stmt{}
	}
	tx.stmts[query] = s
	return s, nil
}

// joined returns the transaction that ctx runs in, or nil.
func (db *DB) joined(ctx context.Context) *Tx {
	tx, _ := ctx.Value(txKey{db}).(*Tx)
	if tx == nil || tx.ended {
		return nil
	}
	return tx
}

// Write runs fn in one transaction on the only writing connection and commits
// it when fn returns nil. When fn fails, panics, or ctx ends, nothing is
// changed. A Write whose ctx comes from Tx.Context joins that transaction; if
// it fails, the whole transaction does, even when its caller ignores the error.
func (db *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	if tx := db.joined(ctx); tx != nil {
		err := fn(tx)
		if err != nil && tx.spoil == nil {
			tx.spoil = err
		}
		return err
	}
	if db.cfg.ReadOnly {
		return model.Errorf(model.Unwritable, "The book is open for reading only, so nothing was changed. Close the other program that uses it, or lift the protection of the file, then open it again.")
	}
	select {
	case db.turn <- struct{}{}:
	case <-ctx.Done():
		return translate(db.cfg.Path, ctx.Err())
	}
	db.backUpFirst(ctx)
	after, err := db.writeInTurn(ctx, fn)
	if err != nil {
		return db.told(ctx, err)
	}
	for _, call := range after {
		call()
	}
	return nil
}

func (db *DB) writeInTurn(ctx context.Context, fn func(tx *Tx) error) ([]func(), error) {
	defer func() { <-db.turn }()
	p, err := db.current()
	if err != nil {
		return nil, err
	}
	tx, err := db.begin(ctx, p)
	if err != nil {
		return nil, err
	}
	defer tx.end()
	if err := tx.run(fn); err != nil {
		return nil, err
	}
	if err := p.there(db.cfg.Path); err != nil {
		return nil, err
	}
	p.mayCommit.Store(true)
	err = db.commit(tx.conn)
	p.mayCommit.Store(false)
	if err != nil {
		if err := db.settle(ctx, err); err != nil {
			return nil, err
		}
	}
	db.commits++
	return tx.after, nil
}

// current returns the pools without counting a user; the caller has the turn.
func (db *DB) current() (*pools, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.pools == nil {
		return nil, db.failed
	}
	return db.pools, nil
}

func (db *DB) begin(ctx context.Context, p *pools) (*Tx, error) {
	conn, err := p.writer.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	now := db.cfg.Clock()
	tx := &Tx{Now: model.InstantOf(now), Today: model.DateOf(now), book: db, conn: conn}
	tx.ctx = context.WithValue(ctx, txKey{db}, tx)
	tx.DB = session(context.WithoutCancel(tx.ctx), p.writerGorm, conn)
	return tx, nil
}

// session returns g bound to one transaction.
func session(ctx context.Context, g *gorm.DB, conn *sql.Tx) *gorm.DB {
	s := g.Session(&gorm.Session{Context: ctx, NewDB: true})
	s.Statement.ConnPool = conn
	return s
}

// run calls fn and counts the commit in the same transaction, so that after a
// failed commit the book itself can tell whether it took place.
func (tx *Tx) run(fn func(tx *Tx) error) error {
	if err := fn(tx); err != nil {
		return err
	}
	if tx.spoil != nil {
		return tx.spoil
	}
	_, err := tx.conn.Exec("UPDATE commit_count SET number = ?", tx.book.commits+1)
	return err
}

// end releases the connection; after a commit the rollback does nothing.
func (tx *Tx) end() {
	tx.ended = true
	for _, s := range tx.stmts {
		_ = s.Close()
	}
	_ = tx.conn.Rollback()
}

// told makes a sentence of a failure. Once ctx has ended, statements fail with
// errors that only say the transaction is gone; the reason is ctx.
func (db *DB) told(ctx context.Context, err error) error {
	err = translate(db.cfg.Path, err)
	if ctx.Err() != nil && model.CodeOf(err) == model.Internal {
		return model.Errorf(model.Cancelled, "Stopped. Nothing was changed.").Because(ctx.Err())
	}
	return err
}

// Read runs fn on a consistent snapshot: it sees one committed state, however
// long it takes, and never waits for the writer. A Read whose ctx comes from
// Tx.Context sees what that transaction has written so far.
func (db *DB) Read(ctx context.Context, fn func(q *gorm.DB) error) error {
	if tx := db.joined(ctx); tx != nil {
		return fn(tx.Session(&gorm.Session{NewDB: true}))
	}
	p, giveBack, err := db.borrow()
	if err != nil {
		return err
	}
	defer giveBack()
	conn, err := p.reader.BeginTx(ctx, nil)
	if err != nil {
		return translate(db.cfg.Path, err)
	}
	defer func() { _ = conn.Rollback() }()
	return db.told(ctx, fn(session(ctx, p.readerGorm, conn)))
}

// OrNull is a reference as it is stored: NULL for 0, which stands for none.
func OrNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
