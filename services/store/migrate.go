package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/model"
)

//go:embed migrations/*.sql
var migrations embed.FS

// bookkeeping is what the store itself keeps in a book: the steps its schema
// went through, and how many transactions were committed (see settle).
const bookkeeping = `
CREATE TABLE migration (
  number     INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  checksum   TEXT NOT NULL
) STRICT;
CREATE TABLE commit_count (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL
) STRICT;
INSERT INTO commit_count (id, number) VALUES (1, 0);`

// step brings the schema from number-1 to number.
type step struct {
	number   int
	name     string // file name without ".sql"
	sql      string
	checksum string // SHA-256 of sql, hexadecimal
}

// builtin are the steps this release knows, in order.
var builtin = sync.OnceValue(func() []step {
	steps, err := readSteps(migrations, "migrations")
	if err != nil {
		panic(err) // the files are part of the program
	}
	return steps
})

// SchemaVersion returns the number of the book format this release writes.
func SchemaVersion() int { return len(builtin()) }

func readSteps(from fs.FS, dir string) ([]step, error) {
	entries, err := fs.ReadDir(from, dir)
	if err != nil {
		return nil, err
	}
	var steps []step
	for _, e := range entries { // sorted by name
		name, isSQL := strings.CutSuffix(e.Name(), ".sql")
		if !isSQL {
			continue
		}
		digits, _, _ := strings.Cut(name, "_")
		number, err := strconv.Atoi(digits)
		if err != nil || number != len(steps)+1 {
			return nil, fmt.Errorf("schema step %s: expected number %04d", e.Name(), len(steps)+1)
		}
		text, err := fs.ReadFile(from, path.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		steps = append(steps, step{number, name, string(text), hex.EncodeToString(sum[:])})
	}
	return steps, nil
}

// MigrateResult says what Migrate did. Backup is the copy made before the first
// change, empty when nothing had to be changed.
type MigrateResult struct {
	From, To int
	Backup   string
}

// Migrate brings the book of cfg up to this release's format, after a verified
// backup, and closes it again. A failed step leaves the book at the format
// before that step.
func Migrate(ctx context.Context, cfg Config) (MigrateResult, error) {
	cfg = cfg.filled()
	var err error
	if cfg.Path, err = resolve(cfg.Path); err != nil {
		return MigrateResult{}, err
	}
	if _, err := cfg.inspect(ctx); err != nil && !swapPending(cfg.Path) {
		return MigrateResult{}, err
	}
	l, err := takeLock(cfg.Path, cfg.Clock())
	if err != nil {
		return MigrateResult{}, err
	}
	defer l.release()
	if err := undoSwap(cfg.Path); err != nil {
		return MigrateResult{}, translate(cfg.Path, err)
	}
	result, err := cfg.upgrade(ctx)
	return result, translate(cfg.Path, err)
}

// upgrade applies the steps the book lacks; the caller has the lock.
func (c Config) upgrade(ctx context.Context) (MigrateResult, error) {
	h, err := c.inspect(ctx)
	if err != nil {
		return MigrateResult{}, err
	}
	p := pool(connector{dsn: dsn(c.Path, "mode=rw", "_txlock=immediate"), settings: migrationSettings(lookAround(c.Path).unsafeFolder)}, 1)
	defer func() { _ = p.Close() }()
	if h.schema == 0 { // a journal had to be taken back first
		if h, err = c.headerOf(ctx, p); err != nil {
			return MigrateResult{}, err
		}
	}
	result := MigrateResult{From: h.schema, To: h.schema}
	if h.schema == len(c.steps) {
		return result, nil
	}
	if result.Backup, err = c.backupBefore(ctx, h.schema+1); err != nil {
		return result, fmt.Errorf("backup before migration: %w", err)
	}
	for _, s := range c.steps[h.schema:] {
		if err := c.apply(ctx, p, s); err != nil {
			return result, c.stepFailed(s, result, err)
		}
		result.To = s.number
		c.Log.InfoContext(ctx, "book migrated", "step", s.name)
	}
	return result, nil
}

func (c Config) headerOf(ctx context.Context, p *sql.DB) (header, error) {
	var h header
	if err := p.QueryRowContext(ctx, "PRAGMA application_id").Scan(&h.application); err != nil {
		return h, err
	}
	if err := p.QueryRowContext(ctx, "PRAGMA user_version").Scan(&h.schema); err != nil {
		return h, err
	}
	return h, c.known(h)
}

// apply runs one step in one transaction with the row and the number that
// record it.
func (c Config) apply(ctx context.Context, p *sql.DB, s step) error {
	tx, err := p.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	text := s.sql
	if s.number == 1 {
		text = fmt.Sprintf("PRAGMA application_id = %d;", applicationID) + bookkeeping + "\n" + s.sql
	}
	if _, err := tx.Exec(text); err != nil {
		return err
	}
	broken, err := countForeignKeys(ctx, tx)
	if err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("%d rows refer to rows that are not there", broken)
	}
	_, err = tx.Exec("INSERT INTO migration (number, name, applied_at, checksum) VALUES (?, ?, ?, ?)",
		s.number, s.name, string(model.InstantOf(c.Clock())), s.checksum)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("PRAGMA user_version = " + strconv.Itoa(s.number)); err != nil {
		return err
	}
	return tx.Commit()
}

func (c Config) stepFailed(s step, r MigrateResult, err error) error {
	code, reason := model.Internal, err.Error()
	if e := translate(c.Path, err); model.CodeOf(e) != model.Internal {
		code, reason = model.CodeOf(e), e.Error()
	}
	return model.Errorf(code, "%s could not be brought up to date (step %s): %s The book is unharmed at format %d, and a backup of it is %s.",
		c.Path, s.name, sentence(reason), r.To, r.Backup).Because(err)
}

func sentence(s string) string {
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
