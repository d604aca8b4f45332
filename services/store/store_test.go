package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

var ctx = context.Background()

var noon = time.Date(2026, time.March, 31, 12, 0, 0, 0, time.UTC)

// noteSteps is a small schema of the tests' own, so that they do not change
// with the program's.
var noteSteps = map[string]string{
	"0001_notes.sql": `
		CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
		CREATE TABLE page (id INTEGER PRIMARY KEY, note_id INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE) STRICT;
		CREATE INDEX page_note ON page (note_id);
		CREATE TRIGGER note_kept BEFORE DELETE ON note WHEN OLD.id = 1
		BEGIN SELECT 1; SELECT RAISE(ABORT, 'the first note is kept'); END;`,
	"0002_colour.sql": `
		CREATE TABLE note_new (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, colour TEXT NOT NULL) STRICT;
		INSERT INTO note_new SELECT id, text, 'white' FROM note;
		DROP TABLE note;
		ALTER TABLE note_new RENAME TO note;`,
}

func stepsUpTo(t testing.TB, n int) []step {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range noteSteps {
		files["s/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	all, err := readSteps(files, "s")
	if err != nil {
		t.Fatal(err)
	}
	return all[:n]
}

func configIn(t testing.TB, dir string) Config {
	t.Helper()
	return Config{Path: filepath.Join(dir, "notes.book"), Clock: func() time.Time { return noon }, steps: stepsUpTo(t, 1)}
}

// newBook creates a book with the tests' schema, closed when t ends.
func newBook(t testing.TB) *DB {
	t.Helper()
	return create(t, configIn(t, t.TempDir()))
}

func create(t testing.TB, cfg Config) *DB {
	t.Helper()
	db, err := Create(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeBook(t, db) })
	return db
}

func open(t testing.TB, cfg Config) *DB {
	t.Helper()
	db, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeBook(t, db) })
	return db
}

func closeBook(t testing.TB, db *DB) {
	t.Helper()
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func addNote(t testing.TB, db *DB, text string) {
	t.Helper()
	must(t, db.Write(ctx, func(tx *Tx) error { return insert(tx.DB, text) }))
}

func insert(g *gorm.DB, text string) error {
	return g.Exec("INSERT INTO note (text) VALUES (?)", text).Error
}

func count(t testing.TB, db *DB, from string) int {
	t.Helper()
	var n int
	must(t, db.Read(ctx, func(q *gorm.DB) error { return q.Raw("SELECT count(*) FROM " + from).Scan(&n).Error }))
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t testing.TB, err error, want model.Code) {
	t.Helper()
	if model.CodeOf(err) != want {
		t.Fatalf("got code %q, want %q (%v)", model.CodeOf(err), want, err)
	}
	var e *model.Error
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("%v is not a sentence for people", err)
	}
}

func sum(t testing.TB, path string) [32]byte {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return sha256.Sum256(b)
}

func files(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// raw opens the file with no settings at all, as another program would.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	p := pool(connector{dsn: dsn(path, "mode=rwc")}, 1)
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func TestOpen_SettingsAreReadBack(t *testing.T) {
	db := newBook(t)
	want := map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "busy_timeout": "5000",
		"trusted_schema": "0", "cell_size_check": "1", "temp_store": "2", "secure_delete": "1", "query_only": "0", "cache_size": "-65536",
	}
	for pragma, value := range want {
		var got string
		must(t, db.pools.writer.QueryRow("PRAGMA "+pragma).Scan(&got))
		if got != value {
			t.Errorf("writer's %s is %s, want %s", pragma, got, value)
		}
	}
	for pragma, value := range map[string]string{"query_only": "1", "trusted_schema": "0", "cell_size_check": "1", "temp_store": "2", "busy_timeout": "5000"} {
		var got string
		must(t, db.pools.reader.QueryRow("PRAGMA "+pragma).Scan(&got))
		if got != value {
			t.Errorf("reader's %s is %s, want %s", pragma, got, value)
		}
	}
}

func TestConnect_RefusesASettingThatDoesNotHold(t *testing.T) {
	db := newBook(t)
	p := pool(connector{dsn: dsn(db.Path(), "mode=ro"), settings: []setting{{"page_size", "512", "512"}}}, 1)
	defer func() { _ = p.Close() }()
	err := p.Ping()
	wantCode(t, err, model.Internal)
	if !strings.Contains(err.Error(), "page_size") {
		t.Errorf("%v does not name the setting", err)
	}
}

func TestOpen_EngineHasNoWALDefect(t *testing.T) {
	must(t, checkEngine())
	if SQLiteVersion() == "" {
		t.Error("no version")
	}
}

func TestOpen_PathsWithSpecialCharacters(t *testing.T) {
	names := []string{
		"a b.book", "50%.book", "%41.book", "what?.book", "a?mode=memory.book", "#1.book", "a&b=c.book", "it's.book", `say "x".book`,
		"-rf.book", "köln 📦.book", "n\u0303fd.book", "file:x.book", "a;b.book", "a+b.book", "no ending", ".hidden", strings.Repeat("n", 250),
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cfg := configIn(t, dir)
			cfg.Path = filepath.Join(dir, name)
			db := create(t, cfg)
			addNote(t, db, "x")
			must(t, db.Close())
			if got := files(t, dir); len(got) != 1 || got[0] != name {
				t.Fatalf("the folder holds %q, want only %q", got, name)
			}
			if n := count(t, open(t, cfg), "note"); n != 1 {
				t.Errorf("%d notes, want 1", n)
			}
		})
	}
}

func TestOpen_FollowsASymbolicLink(t *testing.T) {
	db := newBook(t)
	must(t, db.Close())
	link := filepath.Join(t.TempDir(), "link.book")
	if err := os.Symlink(db.Path(), link); err != nil {
		t.Skip("this system has no symbolic links here:", err)
	}
	cfg := db.cfg
	cfg.Path = link
	again := open(t, cfg)
	if again.Path() != db.Path() {
		t.Errorf("opened %s, want %s", again.Path(), db.Path())
	}
	_, err := Open(ctx, db.cfg)
	wantCode(t, err, model.Busy)
}

func TestCreate_RefusesWhatIsThere(t *testing.T) {
	for _, suffix := range []string{"", "-wal", "-journal"} {
		cfg := configIn(t, t.TempDir())
		must(t, os.WriteFile(cfg.Path+suffix, []byte("mine"), 0o600))
		_, err := Create(ctx, cfg)
		wantCode(t, err, model.Conflict)
		if b, _ := os.ReadFile(cfg.Path + suffix); string(b) != "mine" {
			t.Errorf("%s was touched", suffix)
		}
	}
	cfg := configIn(t, filepath.Join(t.TempDir(), "missing"))
	_, err := Create(ctx, cfg)
	wantCode(t, err, model.NotFound)
}

func TestClose_LeavesOneFile(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "x")
	must(t, db.Close())
	must(t, db.Close())
	if got := files(t, filepath.Dir(db.Path())); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
	err := db.Write(ctx, func(*Tx) error { return nil })
	wantCode(t, err, model.Refused)
	err = db.Read(ctx, func(*gorm.DB) error { return nil })
	wantCode(t, err, model.Refused)
}

func TestOpen_ReadOnly(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "x")
	cfg := db.cfg
	cfg.ReadOnly = true
	beside := open(t, cfg)
	if n := count(t, beside, "note"); n != 1 {
		t.Errorf("%d notes beside the writer, want 1", n)
	}
	wantCode(t, beside.Write(ctx, func(*Tx) error { return nil }), model.Unwritable)
	err := beside.Read(ctx, func(q *gorm.DB) error { return insert(q, "y") })
	wantCode(t, err, model.Unwritable)
	must(t, beside.Close())
	must(t, db.Close())

	before := sum(t, cfg.Path)
	alone := open(t, cfg)
	if n := count(t, alone, "note"); n != 1 {
		t.Errorf("%d notes alone, want 1", n)
	}
	must(t, alone.Close())
	if sum(t, cfg.Path) != before {
		t.Error("reading changed the book")
	}
	if got := files(t, filepath.Dir(cfg.Path)); len(got) != 1 {
		t.Errorf("reading left behind: %q", got)
	}
}

func TestOpen_TheClockIsTheBooks(t *testing.T) {
	cfg := configIn(t, t.TempDir())
	cfg.Clock = func() time.Time { return time.Date(2026, 12, 31, 23, 30, 0, 0, time.FixedZone("", -8*3600)) }
	db := create(t, cfg)
	if db.Today() != "2026-12-31" || db.Now() != "2027-01-01T07:30:00Z" {
		t.Errorf("today %s now %s", db.Today(), db.Now())
	}
	must(t, db.Write(ctx, func(tx *Tx) error {
		if tx.Today != "2026-12-31" || tx.Now != "2027-01-01T07:30:00Z" {
			t.Errorf("in a transaction: today %s now %s", tx.Today, tx.Now)
		}
		if got := tx.NowFunc(); got.Location() != time.UTC {
			t.Errorf("gorm's clock is in %s", got.Location())
		}
		return nil
	}))
}
