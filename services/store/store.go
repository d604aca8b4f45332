package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/dropledger/dropledger/model"
)

// Config says which book, and how it is opened.
type Config struct {
	Path     string           // the book file
	ReadOnly bool             // look only: needs no lock, another program may be writing
	Clock    func() time.Time // source of Now and Today, in the user's zone; nil means time.Now
	Log      *slog.Logger     // nil is silent

	// Daily makes the day's first Write make the backup of that day before it, for
	// a program that stays open past midnight, and hears how that went. A backup
	// that failed stops nothing and is not tried again that day. Nil makes none.
	Daily func(err error)

	steps []step // the schema; nil means the built-in one
}

func (c Config) filled() Config {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.steps == nil {
		c.steps = builtin()
	}
	return c
}

// DB is an open book. All its methods may be used from several goroutines.
type DB struct {
	cfg      Config // Path is absolute, symbolic links followed
	lock     *lock  // nil when read-only
	safe     bool   // the folder cannot carry WAL
	warnings []string

	// turn is held by whoever writes or replaces the connections.
	turn    chan struct{}
	secured model.Date // the day whose backup was made or tried; whoever has the turn
	commits int64      // number of the last commit, guarded by turn
	commit  func(*sql.Tx) error

	mu     sync.Mutex
	pools  *pools
	failed error // set when the book can no longer be used
}

// lingering is how long closing waits for running reads.
const lingering = 5 * time.Second

// Open opens an existing book. It first looks without writing whether the file
// is a book this program knows, then takes the lock that keeps a second program
// from writing, brings an older schema up to date after a verified backup, and
// checks the file when it was not closed properly the last time. Codes: NotFound,
// Damaged (also for files of other programs), Newer, Busy, Unwritable, DiskFull.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	cfg = cfg.filled()
	if err := checkEngine(); err != nil {
		return nil, err
	}
	path, err := resolve(cfg.Path)
	if err != nil {
		return nil, err
	}
	cfg.Path = path
	if cfg.ReadOnly {
		return openReader(ctx, cfg)
	}
	// Nothing is written, not even a lock file, beside a file that is not ours.
	if !swapPending(path) {
		if _, err := cfg.inspect(ctx); err != nil {
			return nil, err
		}
	}
	l, err := takeLock(path, cfg.Clock())
	if err != nil {
		return nil, err
	}
	removeUnplaced(path)
	err = undoSwap(path)
	var db *DB
	if err == nil {
		db, err = openLocked(ctx, cfg, l)
	}
	if err != nil {
		l.release()
		return nil, translate(path, err)
	}
	return db, nil
}

// openLocked opens the book of cfg, whose lock the caller has taken.
func openLocked(ctx context.Context, cfg Config, l *lock) (*DB, error) {
	unclean := l.stale || leftOpen(cfg.Path)
	if _, err := cfg.upgrade(ctx); err != nil {
		return nil, err
	}
	db := newDB(cfg, l)
	if warning := tighten(cfg.Path); warning != "" {
		db.warnings = append(db.warnings, warning)
	}
	if err := db.start(ctx, unclean); err != nil {
		return nil, err
	}
	return db, nil
}

func openReader(ctx context.Context, cfg Config) (*DB, error) {
	h, err := cfg.inspect(ctx)
	if err != nil {
		return nil, err
	}
	if h.schema < len(cfg.steps) {
		return nil, model.Errorf(model.Refused,
			"%s was written by an older release and cannot be read as it is. Open it once for writing: a backup is made and the book is brought up to date.", cfg.Path)
	}
	db := newDB(cfg, nil)
	if db.pools, err = db.connect(); err != nil {
		return nil, translate(cfg.Path, err)
	}
	return db, nil
}

func newDB(cfg Config, l *lock) *DB {
	w := lookAround(cfg.Path)
	return &DB{
		cfg: cfg, lock: l, safe: w.unsafeFolder, warnings: w.sentences,
		turn: make(chan struct{}, 1), commit: (*sql.Tx).Commit,
	}
}

// start connects and, after an unclean exit, proves that the file is whole.
func (db *DB) start(ctx context.Context, unclean bool) error {
	p, err := db.connect()
	if err != nil {
		return err
	}
	db.pools = p
	err = p.writer.QueryRowContext(ctx, "SELECT number FROM commit_count").Scan(&db.commits)
	if err == nil && unclean {
		db.cfg.Log.InfoContext(ctx, "book was not closed properly: checking it", "path", db.cfg.Path)
		err = db.quickCheck(ctx)
	}
	if err != nil {
		_ = p.close() // err is why
	}
	return err
}

func (db *DB) quickCheck(ctx context.Context) error {
	found, err := db.Integrity(ctx, false)
	if err != nil {
		return err
	}
	if !found.OK() {
		return model.Errorf(model.Damaged,
			"%s was not closed properly and is damaged. %s The damaged file was left as it is.", db.cfg.Path, adviseBackup(db.cfg.Path))
	}
	return nil
}

// Path returns the book file, absolute and with symbolic links followed.
func (db *DB) Path() string { return db.cfg.Path }

// ReadOnly tells whether the book was opened for looking only.
func (db *DB) ReadOnly() bool { return db.cfg.ReadOnly }

// Now returns the present moment by the book's clock.
func (db *DB) Now() model.Instant { return model.InstantOf(db.cfg.Clock()) }

// Today returns the present civil date in the clock's zone.
func (db *DB) Today() model.Date { return model.DateOf(db.cfg.Clock()) }

// Warnings returns a sentence for each thing about the book's place that puts
// it at risk, such as a synced folder.
func (db *DB) Warnings() []string { return slices.Clone(db.warnings) }

// Close waits for the running transaction, brings everything into the one book
// file and lets the next program in. Closing twice is harmless.
func (db *DB) Close() error {
	db.turn <- struct{}{}
	defer func() { <-db.turn }()
	db.mu.Lock()
	p, suspect := db.pools, db.failed != nil
	db.pools, db.failed = nil, errClosed
	db.mu.Unlock()
	if p == nil {
		if db.lock != nil && suspect {
			db.lock.abandon()
			db.lock = nil
		}
		return nil
	}
	db.drain(p)
	err := p.close()
	if db.cfg.ReadOnly {
		tidy(db.cfg.Path)
	}
	db.release()
	err = translate(db.cfg.Path, err)
	if model.CodeOf(err) == model.DiskFull {
		return model.Errorf(model.DiskFull, "Everything is saved, but the disk is full, so a part of the book lies in %s-wal: keep the two files together, free some space, then open and close the book once.", db.cfg.Path).Because(err)
	}
	return err
}

func (db *DB) release() {
	if db.lock != nil {
		db.lock.release()
		db.lock = nil
	}
}

var errClosed = model.Errorf(model.Refused, "The book is closed. Open it again first.")

// borrow lends the pools for one read.
func (db *DB) borrow() (*pools, func(), error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.pools == nil {
		return nil, nil, db.failed
	}
	p := db.pools
	p.users++
	return p, func() { db.giveBack(p) }, nil
}

func (db *DB) giveBack(p *pools) {
	db.mu.Lock()
	p.users--
	last := p.users == 0
	db.mu.Unlock()
	if last {
		select {
		case p.idle <- struct{}{}:
		default:
		}
	}
}

// drain waits for the reads on p to end, but not forever: a read that hangs
// must not keep the program from ending.
func (db *DB) drain(p *pools) {
	end := time.NewTimer(lingering)
	defer end.Stop()
	for {
		db.mu.Lock()
		users := p.users
		db.mu.Unlock()
		if users == 0 {
			return
		}
		select {
		case <-p.idle:
		case <-end.C:
			return
		}
	}
}

// close closes the connections, the writer last: its going brings the WAL into
// the book file and removes it.
func (p *pools) close() error {
	err := p.reader.Close()
	if p.writer == nil {
		return err
	}
	if _, e := p.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); e != nil {
		err = errors.Join(err, e)
	}
	return errors.Join(err, p.writer.Close())
}

// tidy removes the empty side files that reading leaves behind, unless a writer
// has the book or crashed with it.
func tidy(path string) {
	info, err := os.Stat(path + "-wal")
	if err != nil || info.Size() > 0 || !folderWritable(path) {
		return
	}
	if _, err := os.Stat(lockPath(path)); err == nil {
		return
	}
	l, err := takeLock(path, time.Now())
	if err != nil {
		return
	}
	defer l.release()
	p := pool(connector{dsn: dsn(path, "mode=rw")}, 1)
	// Closing the last connection removes the files, once it has read something.
	_, _ = p.Exec("SELECT count(*) FROM sqlite_master")
	_ = p.Close()
}

// tighten keeps other users of the computer from reading the book.
func tighten(path string) string {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 == 0 || !hasModes {
		return ""
	}
	if os.Chmod(path, 0o600) == nil {
		return ""
	}
	return "Other users of this computer can read the book, and it belongs to one of them: copy it into a folder of your own."
}
