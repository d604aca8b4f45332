package store

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
)

// at returns the configuration with the clock moved to another day.
func at(cfg Config, day time.Time) Config {
	cfg.Clock = func() time.Time { return day }
	return cfg
}

func TestBackup_IsTheBookAndOnlyItsOwners(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "x")
	dir := t.TempDir()
	out := filepath.Join(dir, "copy 1.book")
	r, err := Backup(ctx, db, out)
	must(t, err)
	if want := fmt.Sprintf("%x", sum(t, out)); r.SHA256 != want || r.Out != out {
		t.Errorf("got %+v, want SHA-256 %s", r, want)
	}
	info, err := os.Stat(out)
	must(t, err)
	if hasModes && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("left beside it: %q", got)
	}
	cfg := db.cfg
	cfg.Path = out
	if n := count(t, open(t, cfg), "note"); n != 1 {
		t.Errorf("%d notes", n)
	}
}

func TestBackup_NeverTakesThePlaceOfAnotherBook(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "x")
	dir := t.TempDir()
	other := create(t, at(configIn(t, t.TempDir()), time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)))
	closeBook(t, other)
	ahead := filepath.Join(dir, "ahead.book") // a copy that went on by itself
	_, err := Backup(ctx, db, ahead)
	must(t, err)
	cfg := db.cfg
	cfg.Path = ahead
	went := open(t, cfg)
	addNote(t, went, "y")
	closeBook(t, went)
	for _, path := range []string{other.Path(), ahead} {
		before := sum(t, path)
		_, err := Backup(ctx, db, path)
		wantCode(t, err, model.Refused)
		if sum(t, path) != before {
			t.Errorf("%s was changed", path)
		}
	}
}

func TestBackup_RemovesWhatACrashLeft(t *testing.T) {
	db := newBook(t)
	dir := t.TempDir()
	left, err := partFile(db.Path(), dir)
	must(t, err)
	must(t, os.WriteFile(left, []byte("a customer's address"), 0o600))
	_, err = Backup(ctx, db, filepath.Join(dir, "copy.book"))
	must(t, err)
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestBackup_ReplacesOnlyABackup(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "x")
	dir := t.TempDir()
	out := filepath.Join(dir, "copy.book")
	first, err := Backup(ctx, db, out)
	must(t, err)
	addNote(t, db, "y")
	second, err := Backup(ctx, db, out)
	must(t, err)
	if first.SHA256 == second.SHA256 {
		t.Error("the second backup is the first")
	}

	link := filepath.Join(dir, "link.book")
	must(t, os.Symlink(db.Path(), link))
	for _, out := range []string{db.Path(), db.Path() + "-wal", db.Path() + ".lock", link} {
		_, err := Backup(ctx, db, out)
		wantCode(t, err, model.Refused)
	}
	photo := filepath.Join(dir, "photo.jpg")
	must(t, os.WriteFile(photo, []byte("a photo"), 0o600))
	_, err = Backup(ctx, db, photo)
	wantCode(t, err, model.Conflict)
	if b, _ := os.ReadFile(photo); string(b) != "a photo" {
		t.Error("the photo is gone")
	}
	other := newBook(t)
	_, err = Backup(ctx, db, other.Path())
	wantCode(t, err, model.Busy)
	_, err = Backup(ctx, db, filepath.Join(dir, "missing", "x.book"))
	wantCode(t, err, model.NotFound)
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err = Backup(stopped, db, filepath.Join(dir, "stopped.book"))
	wantCode(t, err, model.Cancelled)
	if got := files(t, dir); len(got) != 3 {
		t.Errorf("left behind: %q", got)
	}
}

func TestBackup_UnderWriteLoadIsACommittedState(t *testing.T) {
	db := newBook(t)
	stop, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			if err := db.Write(ctx, func(tx *Tx) error {
				if err := insert(tx.DB, fmt.Sprint(i, "a")); err != nil {
					return err
				}
				return insert(tx.DB, fmt.Sprint(i, "b"))
			}); err != nil {
				done <- err
				return
			}
		}
	}()
	dir := t.TempDir()
	var last int64
	for i := range 20 {
		out := filepath.Join(dir, fmt.Sprint(i))
		_, err := Backup(ctx, db, out)
		must(t, err)
		var notes, commits int64
		copied := raw(t, out)
		must(t, copied.QueryRow("SELECT (SELECT count(*) FROM note), (SELECT number FROM commit_count)").Scan(&notes, &commits))
		if notes != 2*commits || commits < last {
			t.Errorf("backup %d: %d notes after %d commits (earlier backup: %d)", i, notes, commits, last)
		}
		last = commits
	}
	close(stop)
	must(t, <-done)
}

func TestBackup_OfADamagedBookKeepsTheGoodOne(t *testing.T) {
	db := newBook(t)
	for i := range 200 {
		addNote(t, db, fmt.Sprint(i, strings.Repeat(" long", 50)))
	}
	out := filepath.Join(t.TempDir(), "copy.book")
	_, err := Backup(ctx, db, out)
	must(t, err)
	good := sum(t, out)
	must(t, db.Close())
	damage(t, db.Path())
	again := open(t, db.cfg)
	_, err = Backup(ctx, again, out)
	wantCode(t, err, model.Damaged)
	if sum(t, out) != good {
		t.Error("the good backup is gone")
	}
	if got := files(t, filepath.Dir(out)); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestDailyBackup_OneADayTheNewestTenStay(t *testing.T) {
	db := newBook(t)
	for day := range 15 {
		db.cfg = at(db.cfg, noon.AddDate(0, 0, day))
		addNote(t, db, fmt.Sprint(day))
		r, err := DailyBackup(ctx, db)
		must(t, err)
		if r.SHA256 == "" {
			t.Errorf("no backup on day %d", day)
		}
		if r, err = DailyBackup(ctx, db); err != nil || r.Out != "" {
			t.Errorf("a second backup on day %d: %v, %v", day, r, err)
		}
	}
	// A clock that was set back loses nothing of the newest.
	db.cfg = at(db.cfg, noon.AddDate(-5, 0, 0))
	r, err := DailyBackup(ctx, db)
	must(t, err)
	got := files(t, BackupFolder(db.Path()))
	if len(got) != kept || got[0] != "notes-0007-2026-04-06.book" || got[9] != "notes-0016-2021-03-31.book" || filepath.Base(r.Out) != got[9] {
		t.Errorf("kept %q", got)
	}
}

func TestDailyBackup_OfADamagedBookRemovesNothing(t *testing.T) {
	db := newBook(t)
	for i := range 200 {
		addNote(t, db, fmt.Sprint(i, strings.Repeat(" long", 50)))
	}
	for day := range kept {
		db.cfg = at(db.cfg, noon.AddDate(0, 0, day))
		_, err := DailyBackup(ctx, db)
		must(t, err)
	}
	must(t, db.Close())
	damage(t, db.Path())
	before := files(t, BackupFolder(db.Path()))
	again := open(t, db.cfg)
	for day := range 30 {
		again.cfg = at(again.cfg, noon.AddDate(0, 1, day))
		_, err := DailyBackup(ctx, again)
		wantCode(t, err, model.Damaged)
	}
	if after := files(t, BackupFolder(db.Path())); strings.Join(after, " ") != strings.Join(before, " ") {
		t.Errorf("before %q, after %q", before, after)
	}
}

func TestVerify_RefusesAJournalThatDoesNotBalance(t *testing.T) {
	cfg := configIn(t, t.TempDir())
	cfg.steps = append([]step{}, cfg.steps...)
	cfg.steps[0].sql += `
		CREATE TABLE posting (entry_id INTEGER NOT NULL, amount INTEGER NOT NULL, foreign_amount INTEGER NOT NULL) STRICT;
		INSERT INTO posting VALUES (1, 5, 5), (1, -5, -5);`
	db := create(t, cfg)
	dir := t.TempDir()
	_, err := Backup(ctx, db, filepath.Join(dir, "good"))
	must(t, err)
	must(t, db.Write(ctx, func(tx *Tx) error { return tx.Exec("INSERT INTO posting VALUES (2, 1, 1)").Error }))
	_, err = Backup(ctx, db, filepath.Join(dir, "bad"))
	wantCode(t, err, model.Damaged)
}

func restoreInto(t *testing.T) (db *DB, backup string) {
	t.Helper()
	db = newBook(t)
	addNote(t, db, "old")
	backup = filepath.Join(t.TempDir(), "backup.book")
	_, err := Backup(ctx, db, backup)
	must(t, err)
	addNote(t, db, "new")
	return db, backup
}

func TestRestore_BringsTheBackupAndKeepsTheFormerBook(t *testing.T) {
	db, backup := restoreInto(t)
	wantCode(t, Restore(ctx, db.cfg, backup), model.Busy)
	must(t, db.Close())
	wantCode(t, Restore(ctx, db.cfg, db.Path()), model.Refused)
	other := newBook(t)
	wantCode(t, Restore(ctx, db.cfg, other.Path()), model.Busy)
	before := sum(t, backup)
	must(t, Restore(ctx, db.cfg, backup))
	if got := files(t, filepath.Dir(backup)); len(got) != 1 {
		t.Errorf("left beside the backup: %q", got)
	}
	if n := count(t, open(t, db.cfg), "note"); n != 1 {
		t.Errorf("%d notes, want 1", n)
	}
	if sum(t, backup) != before {
		t.Error("the backup was changed")
	}
	former := db.cfg
	former.Path = filepath.Join(BackupFolder(db.Path()), "notes-replaced-20260331T120000Z", "notes.book")
	if n := count(t, open(t, former), "note"); n != 2 {
		t.Errorf("the former book has %d notes, want 2", n)
	}
}

func TestRestore_WithoutAFormerBook(t *testing.T) {
	db, backup := restoreInto(t)
	cfg := configIn(t, t.TempDir())
	must(t, Restore(ctx, cfg, backup))
	if n := count(t, open(t, cfg), "note"); n != 1 {
		t.Errorf("%d notes, want 1", n)
	}
	must(t, db.Close())
}

// A book left by a crash has its last changes in the WAL: they move with it.
func TestRestore_AFormerBookThatWasNotClosed(t *testing.T) {
	db, backup := restoreInto(t)
	crashed := configIn(t, t.TempDir())
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(db.Path() + suffix)
		must(t, err)
		must(t, os.WriteFile(crashed.Path+suffix, b, 0o600))
	}
	must(t, Restore(ctx, crashed, backup))
	former := crashed
	former.Path = filepath.Join(BackupFolder(crashed.Path), "notes-replaced-20260331T120000Z", "notes.book")
	if n := count(t, open(t, former), "note"); n != 2 {
		t.Errorf("the former book has %d notes, want 2", n)
	}
	if n := count(t, open(t, crashed), "note"); n != 1 {
		t.Errorf("%d notes, want 1", n)
	}
}

func TestRestore_RefusesABadBackup(t *testing.T) {
	db, backup := restoreInto(t)
	must(t, db.Close())
	bad := filepath.Join(t.TempDir(), "bad.book")
	for name, content := range map[string][]byte{"text": []byte("not a book at all, but longer than a header would be"), "empty": nil} {
		must(t, os.WriteFile(bad, content, 0o600))
		if err := Restore(ctx, db.cfg, bad); model.CodeOf(err) != model.Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	newer := raw(t, backup)
	_, err := newer.Exec("PRAGMA user_version = 99")
	must(t, err)
	must(t, newer.Close())
	wantCode(t, Restore(ctx, db.cfg, backup), model.Newer)
	wantCode(t, Restore(ctx, db.cfg, backup+"-missing"), model.NotFound)
	if n := count(t, open(t, db.cfg), "note"); n != 2 {
		t.Errorf("%d notes, want the former 2", n)
	}
}

func TestRestore_AFailureAtAnyRenamePutsTheFormerBookBack(t *testing.T) {
	for _, had := range []bool{true, false} {
		for at := 1; ; at++ {
			db, backup := restoreInto(t)
			must(t, db.Close())
			if !had {
				must(t, os.Remove(db.Path()))
			}
			calls := 0
			l, err := takeLock(db.Path(), noon)
			must(t, err)
			err = db.cfg.restoreLocked(ctx, l, backup, func(from, to string) error {
				if calls++; calls == at {
					return &fs.PathError{Op: "rename", Path: from, Err: fs.ErrPermission}
				}
				return os.Rename(from, to)
			})
			l.release()
			if calls < at { // every rename had its turn
				must(t, err)
				break
			}
			wantCode(t, err, model.Unwritable)
			if got := files(t, filepath.Dir(db.Path())); had && (got[len(got)-1] != "notes.book" || swapPending(db.Path())) {
				t.Errorf("rename %d failed: the folder holds %q", at, got)
			}
			if !had {
				_, err := os.Stat(db.Path())
				wantCode(t, translate(db.Path(), err), model.NotFound)
				continue
			}
			if n := count(t, open(t, db.cfg), "note"); n != 2 {
				t.Errorf("rename %d failed: %d notes, want the former 2", at, n)
			}
		}
	}
}

// A crash in the middle of a restore leaves the folder aside; the next program
// to open the book finishes the way back.
func TestRestore_ACrashAtAnyRenameIsTakenBackAtTheNextOpening(t *testing.T) {
	for at := 1; at <= 5; at++ {
		db, backup := restoreInto(t)
		addNote(t, db, "kept in the WAL")
		crashed := configIn(t, t.TempDir())
		for _, suffix := range []string{"", "-wal", "-shm"} {
			b, err := os.ReadFile(db.Path() + suffix)
			must(t, err)
			must(t, os.WriteFile(crashed.Path+suffix, b, 0o600))
		}
		l, err := takeLock(crashed.Path, noon)
		must(t, err)
		func() {
			defer func() { _ = recover() }()
			calls := 0
			_ = crashed.restoreLocked(ctx, l, backup, func(from, to string) error {
				if calls++; calls == at {
					panic("power cut")
				}
				return os.Rename(from, to)
			})
		}()
		l.release()
		if !swapPending(crashed.Path) {
			t.Fatalf("crash %d left nothing to take back", at)
		}
		if n := count(t, open(t, crashed), "note"); n != 3 {
			t.Errorf("crash at rename %d: %d notes, want 3", at, n)
		}
	}
}

func TestWrite_BacksUpBeforeTheFirstChangeOfEachDay(t *testing.T) {
	db := newBook(t)
	var told []error
	for day := range 3 {
		db.cfg = at(db.cfg, noon.AddDate(0, 0, day))
		db.cfg.Daily = func(err error) { told = append(told, err) }
		addNote(t, db, fmt.Sprint("first ", day))
		addNote(t, db, fmt.Sprint("second ", day))
		if n := len(files(t, BackupFolder(db.Path()))); len(told) != day+1 || n != day+1 || told[day] != nil {
			t.Errorf("on day %d there are %d backups, told was %v", day+1, n, told)
		}
	}
}
