package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
)

func TestOpen_LeavesForeignFilesUntouched(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		code model.Code
		says string
	}{
		{"empty", func(t *testing.T, p string) { must(t, os.WriteFile(p, nil, 0o600)) }, model.Damaged, "empty"},
		{"text", func(t *testing.T, p string) { must(t, os.WriteFile(p, []byte(strings.Repeat("text ", 2000)), 0o600)) }, model.Damaged, "not a Dropledger book"},
		{"zip", func(t *testing.T, p string) {
			must(t, os.WriteFile(p, []byte("PK\x03\x04 and so on, longer than a hundred bytes "+strings.Repeat("z", 1000)), 0o600))
		}, model.Damaged, "not a Dropledger book"},
		{"database of another program", func(t *testing.T, p string) {
			db := raw(t, p)
			_, err := db.Exec("PRAGMA application_id = 77; CREATE TABLE moz_places (id INTEGER)")
			must(t, err)
			must(t, db.Close())
		}, model.Damaged, "another program"},
		{"newer book", func(t *testing.T, p string) {
			db := raw(t, p)
			_, err := db.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = 2; CREATE TABLE unknown_yet (id INTEGER)", applicationID))
			must(t, err)
			must(t, db.Close())
		}, model.Newer, "newer release"},
		{"marked but empty book", func(t *testing.T, p string) {
			db := raw(t, p)
			_, err := db.Exec(fmt.Sprintf("PRAGMA application_id = %d; CREATE TABLE x (id INTEGER)", applicationID))
			must(t, err)
			must(t, db.Close())
		}, model.Damaged, "holds no book"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := configIn(t, t.TempDir())
			tt.make(t, cfg.Path)
			must(t, os.Chtimes(cfg.Path, noon, noon))
			before := sum(t, cfg.Path)
			for _, readOnly := range []bool{false, true} {
				cfg.ReadOnly = readOnly
				_, err := Open(ctx, cfg)
				wantCode(t, err, tt.code)
				if !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), cfg.Path) {
					t.Errorf("%q does not say %q and where", err, tt.says)
				}
			}
			_, err := Migrate(ctx, cfg)
			wantCode(t, err, tt.code)
			info, err := os.Stat(cfg.Path)
			must(t, err)
			if sum(t, cfg.Path) != before || !info.ModTime().Equal(noon) {
				t.Error("the file was touched")
			}
			if got := files(t, filepath.Dir(cfg.Path)); len(got) != 1 {
				t.Errorf("left beside it: %q", got)
			}
		})
	}
}

// A newer release that was killed leaves its number in the WAL only.
func TestOpen_SeesANewerNumberInTheWAL(t *testing.T) {
	db := newBook(t)
	must(t, db.Close())
	other := raw(t, db.Path())
	_, err := other.Exec("PRAGMA user_version = 2; CREATE TABLE unknown_yet (id INTEGER)")
	must(t, err)
	book, wal := sum(t, db.Path()), sum(t, db.Path()+"-wal")
	_, err = Open(ctx, db.cfg)
	wantCode(t, err, model.Newer)
	if sum(t, db.Path()) != book || sum(t, db.Path()+"-wal") != wal {
		t.Error("the book was touched")
	}
}

func TestOpen_WhatIsNotAFile(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(ctx, configIn(t, filepath.Join(dir, "missing")))
	wantCode(t, err, model.NotFound)
	cfg := configIn(t, dir)
	must(t, os.Mkdir(cfg.Path, 0o700))
	_, err = Open(ctx, cfg)
	wantCode(t, err, model.Invalid)
	cfg.Path = ""
	_, err = Open(ctx, cfg)
	wantCode(t, err, model.Invalid)
}

func TestOpen_NoticesAFileCutShort(t *testing.T) {
	db := newBook(t)
	for i := range 200 {
		addNote(t, db, fmt.Sprint(i, strings.Repeat(" long", 50)))
	}
	must(t, db.Close())
	whole, err := os.ReadFile(db.Path())
	must(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		cfg := configIn(t, t.TempDir())
		must(t, os.WriteFile(cfg.Path, whole[:random.IntN(len(whole))], 0o600))
		before := sum(t, cfg.Path)
		_, err := Open(ctx, cfg)
		wantCode(t, err, model.Damaged)
		if sum(t, cfg.Path) != before {
			t.Error("the damaged file was changed")
		}
	}
}

func TestOpen_ChecksAfterAnUncleanExit(t *testing.T) {
	db := newBook(t)
	for i := range 200 {
		addNote(t, db, fmt.Sprint(i, strings.Repeat(" long", 50)))
	}
	_, err := DailyBackup(ctx, db)
	must(t, err)
	must(t, db.Close())
	damage(t, db.Path())

	calm := open(t, db.cfg) // closed properly: not examined, so that starting is quick
	must(t, calm.Close())
	must(t, os.WriteFile(lockPath(db.Path()), []byte("\x00process 1 on elsewhere since yesterday"), 0o600))
	_, err = Open(ctx, db.cfg)
	wantCode(t, err, model.Damaged)
	if !strings.Contains(err.Error(), "notes-0001-2026-03-31.book") {
		t.Errorf("%q does not name the newest backup", err)
	}
}

// damage spoils the last pages of a book, which hold its rows.
func damage(t testing.TB, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	info, err := f.Stat()
	must(t, err)
	_, err = f.WriteAt([]byte(strings.Repeat("\xff", 3000)), info.Size()-4096)
	must(t, err)
	must(t, f.Close())
}

func TestLock_SecondProgramIsRefusedWithItsName(t *testing.T) {
	db := newBook(t)
	out := run(t, helper(t, "open", db.Path()))
	for _, want := range []string{"is open in process", fmt.Sprint(os.Getpid()), "since 2026-03-31T12:00:00Z", "reading only"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q does not say %q", out, want)
		}
	}
	_, err := Open(ctx, db.cfg) // the same process is no better
	wantCode(t, err, model.Busy)
	_, err = Create(ctx, db.cfg)
	wantCode(t, err, model.Conflict)
	_, err = Migrate(ctx, db.cfg)
	wantCode(t, err, model.Busy)
}

func TestLock_EndsWithItsProcess(t *testing.T) {
	db := newBook(t)
	must(t, db.Close())
	cmd := helper(t, "open", db.Path())
	in, err := cmd.StdinPipe()
	must(t, err)
	defer func() { _ = in.Close() }()
	out := started(t, cmd)
	if line, _ := out.ReadString('\n'); line != "opened\n" {
		t.Fatalf("helper says %q", line)
	}
	_, err = Open(ctx, db.cfg)
	wantCode(t, err, model.Busy)
	must(t, cmd.Process.Kill())
	_ = cmd.Wait()
	addNote(t, open(t, db.cfg), "x")
}

func TestLock_ManyTakersNeverShare(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book")
	inside := make(chan struct{}, 1)
	done := make(chan int)
	for range 8 {
		go func() {
			got := 0
			for range 200 {
				l, err := takeLock(path, noon)
				if err != nil {
					continue
				}
				select {
				case inside <- struct{}{}:
				default:
					t.Error("two have the lock")
				}
				got++
				<-inside
				l.release()
			}
			done <- got
		}()
	}
	total := 0
	for range 8 {
		total += <-done
	}
	if total == 0 {
		t.Error("nobody ever got the lock")
	}
}

// Opening and closing the file by any other way than SQLite would drop its
// locks, and a second program could write into a running transaction.
func TestLock_ExaminingDoesNotDropTheLocksOfTheEngine(t *testing.T) {
	db := newBook(t)
	must(t, db.Write(ctx, func(tx *Tx) error {
		must(t, insert(tx.DB, "x"))
		_, err := Open(ctx, db.cfg)
		wantCode(t, err, model.Busy)
		_, err = db.cfg.inspect(ctx)
		must(t, err)
		_, err = Backup(ctx, db, filepath.Join(t.TempDir(), "b"))
		must(t, err)
		if out := run(t, helper(t, "raw", db.Path())); !strings.Contains(out, "locked") {
			t.Errorf("another program in a running transaction: %q", out)
		}
		return nil
	}))
}

func TestPlace_SyncedFoldersAreWarnedAboutAndAvoidWAL(t *testing.T) {
	for _, folder := range []string{"Dropbox", "OneDrive", "OneDrive - Firm", "iCloud Drive", "Google Drive", "Dropbox (Personal)", "Library/Mobile Documents/x"} {
		t.Run(folder, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), filepath.FromSlash(folder), "books")
			must(t, os.MkdirAll(dir, 0o700))
			cfg := configIn(t, dir)
			db := create(t, cfg)
			addNote(t, db, "x")
			if w := db.Warnings(); len(w) != 1 || !strings.Contains(w[0], "move the book") {
				t.Errorf("warnings %q", w)
			}
			var mode, sync string
			must(t, db.pools.writer.QueryRow("PRAGMA journal_mode").Scan(&mode))
			must(t, db.pools.writer.QueryRow("PRAGMA synchronous").Scan(&sync))
			if mode != "delete" || sync != "3" {
				t.Errorf("journal %s, synchronous %s", mode, sync)
			}
			must(t, db.Close())
			if n := count(t, open(t, cfg), "note"); n != 1 {
				t.Errorf("%d notes", n)
			}
		})
	}
	db := newBook(t)
	if w := db.Warnings(); len(w) != 0 {
		t.Errorf("warned about an ordinary folder: %q", w)
	}
}

func TestPlace_ConflictCopiesAndSecondNamesAreTold(t *testing.T) {
	db := newBook(t)
	must(t, db.Close())
	copied := filepath.Join(filepath.Dir(db.Path()), "notes (Ann's conflicted copy 2026-03-30).book")
	must(t, os.WriteFile(copied, nil, 0o600))
	again := open(t, db.cfg)
	if w := again.Warnings(); len(w) != 1 || !strings.Contains(w[0], "conflicted copy") {
		t.Errorf("warnings %q", w)
	}
	must(t, again.Close())
	must(t, os.Remove(copied))
	if err := os.Link(db.Path(), db.Path()+".second"); err != nil {
		t.Skip("no hard links here:", err)
	}
	if w := open(t, db.cfg).Warnings(); names(db.Path()) > 1 && (len(w) != 1 || !strings.Contains(w[0], "second name")) {
		t.Errorf("warnings %q", w)
	}
}

func TestLock_NoteFitsWhateverTheHost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	must(t, os.WriteFile(path, nil, 0o600))
	must(t, writeNote(path, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)))
	if note := readNote(path); !strings.HasSuffix(note, "9999-12-31T23:59:59Z") {
		t.Errorf("note %q", note)
	}
}
