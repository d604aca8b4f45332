package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
)

// A process that is killed while it writes loses nothing that it had
// acknowledged, and leaves no half transaction and no lock.
func TestKill_WhileWriting(t *testing.T) {
	for name, folder := range map[string]string{"WAL": "", "journal": "Dropbox"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), folder)
			must(t, os.MkdirAll(dir, 0o700))
			cfg := configIn(t, dir)
			closeBook(t, create(t, cfg))
			random := rand.New(rand.NewPCG(3, 4))
			acknowledged := 0
			for range 20 {
				cmd := helper(t, "write", cfg.Path)
				out := started(t, cmd)
				stopAfter := random.IntN(40)
				for range stopAfter {
					if line, err := out.ReadString('\n'); err != nil || line != "ack\n" {
						t.Fatalf("helper says %q, %v", line, err)
					}
					acknowledged++
				}
				must(t, cmd.Process.Kill())
				for { // what it had still said
					line, err := out.ReadString('\n')
					if err != nil {
						break
					}
					if line == "ack\n" {
						acknowledged++
					}
				}
				_ = cmd.Wait()
			}
			db := open(t, cfg)
			found, err := db.Integrity(ctx, true)
			must(t, err)
			if !found.OK() {
				t.Errorf("%+v", found)
			}
			if n := count(t, db, "note"); n%2 != 0 || n < 2*acknowledged {
				t.Errorf("%d notes after %d acknowledged pairs", n, acknowledged)
			}
		})
	}
}

// Killed at its first start, the program finds either no book or a good one.
func TestKill_WhileCreating(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	made := 0
	for range 20 {
		cfg := configIn(t, t.TempDir())
		kill, cancel := context.WithTimeout(ctx, time.Duration(random.IntN(60))*time.Millisecond)
		cmd := helper(t, "make", cfg.Path)
		must(t, cmd.Start())
		stopped := make(chan struct{})
		go func() {
			<-kill.Done()
			_ = cmd.Process.Kill()
			close(stopped)
		}()
		_ = cmd.Wait()
		cancel()
		<-stopped
		db, err := Open(ctx, cfg)
		if model.CodeOf(err) == model.NotFound {
			db, err = Create(ctx, cfg)
		} else {
			made++
		}
		must(t, err)
		addNote(t, db, "x")
		must(t, db.Close())
		if got := files(t, filepath.Dir(cfg.Path)); len(got) != 1 {
			t.Errorf("left behind: %q", got)
		}
	}
	t.Logf("%d of 20 had been made", made)
}

// Killed between giving a new book its name and taking the first name away, the
// program leaves one file under two names; the next opening leaves one.
func TestKill_BetweenTheTwoNamesOfANewBook(t *testing.T) {
	cfg := configIn(t, t.TempDir())
	closeBook(t, create(t, cfg))
	must(t, os.Link(cfg.Path, sideName(cfg.Path, "new")))
	db := open(t, cfg)
	addNote(t, db, "x")
	must(t, db.Close())
	if got := files(t, filepath.Dir(cfg.Path)); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
	if n := count(t, open(t, cfg), "note"); n != 1 {
		t.Errorf("%d notes, want the one", n)
	}
}

// fullDisk mounts a small disk of its own, or skips.
func fullDisk(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("a small disk can only be mounted by root on Linux")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small disk cannot be mounted here: %s", out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", dir).Run() })
	return dir
}

func fill(t *testing.T, db *DB) (written int, err error) {
	t.Helper()
	for i := range 1000 {
		err := db.Write(ctx, func(tx *Tx) error {
			return insert(tx.DB, fmt.Sprintf("%s %d %s", t.Name(), i, strings.Repeat("x", 20000)))
		})
		if err != nil {
			return i, err
		}
	}
	return 0, nil
}

func TestDisk_FullIsToldAndWorkGoesOnAfterwards(t *testing.T) {
	cfg := configIn(t, fullDisk(t))
	db := create(t, cfg)
	ballast := filepath.Join(filepath.Dir(cfg.Path), "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 600<<10), 0o600))
	n, err := fill(t, db)
	wantCode(t, err, model.DiskFull)
	if got := count(t, db, "note"); got != n {
		t.Errorf("%d notes, %d were acknowledged", got, n)
	}
	_, err = Backup(ctx, db, filepath.Join(filepath.Dir(cfg.Path), "copy.book"))
	wantCode(t, err, model.DiskFull)
	_, err = Create(ctx, at(Config{Path: filepath.Join(filepath.Dir(cfg.Path), "second.book"), steps: cfg.steps}, noon))
	wantCode(t, err, model.DiskFull)

	must(t, os.Remove(ballast))
	addNote(t, db, "goes on")
	found, err := db.Integrity(ctx, true)
	if err != nil || !found.OK() {
		t.Errorf("%+v, %v", found, err)
	}
	must(t, db.Close())
	if got := files(t, filepath.Dir(cfg.Path)); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestClose_OnAFullDiskKeepsWhatWasSaved(t *testing.T) {
	cfg := configIn(t, fullDisk(t))
	db, err := Create(ctx, cfg)
	must(t, err)
	n, err := fill(t, db)
	wantCode(t, err, model.DiskFull)
	wantCode(t, db.Close(), model.DiskFull)
	cfg.ReadOnly = true
	again := open(t, cfg)
	if got := count(t, again, "note"); got != n {
		t.Errorf("%d notes, %d were acknowledged", got, n)
	}
}

func TestDisk_ALimitOnFileSizesIsLikeAFullDisk(t *testing.T) {
	sh, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no shell to set the limit with")
	}
	db := newBook(t)
	must(t, db.Close())
	cmd := helper(t, "big", db.Path())
	cmd.Args = []string{sh, "-c", `ulimit -f 600; exec "$0"`, cmd.Path}
	cmd.Path = sh
	out := run(t, cmd)
	var n int
	if _, err := fmt.Sscan(out, &n); err != nil || !strings.Contains(out, "full") {
		t.Fatalf("helper says %q", out)
	}
	if got := count(t, open(t, db.cfg), "note"); got != n {
		t.Errorf("%d notes, %d were acknowledged", got, n)
	}
}

func TestModes_OnlyTheOwnerReadsTheBookWhateverTheUmask(t *testing.T) {
	if !hasModes {
		t.Skip("this system has no file modes")
	}
	withUmask(t, 0)
	cfg := configIn(t, t.TempDir())
	db := create(t, cfg)
	addNote(t, db, "x")
	_, err := DailyBackup(ctx, db)
	must(t, err)
	checkModes(t, filepath.Dir(cfg.Path), 5)
	must(t, db.Close())

	must(t, os.Chmod(cfg.Path, 0o644)) // copied there by hand
	addNote(t, open(t, cfg), "y")
	checkModes(t, filepath.Dir(cfg.Path), 5)
}

func checkModes(t *testing.T, dir string, want int) {
	t.Helper()
	seen := 0
	must(t, filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || path == dir {
			return err
		}
		seen++
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
		return nil
	}))
	if seen < want {
		t.Errorf("only %d files and folders", seen)
	}
}

func TestOpen_ProtectedFolder(t *testing.T) {
	if os.Getuid() == 0 {
		asNobody(t)
		return
	}
	protectedFolder(t)
}

// protectedFolder is the test proper, for a user whom modes can stop.
func protectedFolder(t *testing.T) {
	db := newBook(t)
	addNote(t, db, "x")
	must(t, db.Close())
	dir := filepath.Dir(db.Path())
	must(t, os.Chmod(db.Path(), 0o400))
	_, err := Open(ctx, db.cfg)
	wantCode(t, err, model.Unwritable)
	must(t, os.Chmod(dir, 0o500)) //nolint:gosec // a folder needs its x
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	before := sum(t, db.Path())
	_, err = Open(ctx, db.cfg)
	wantCode(t, err, model.Unwritable)
	_, err = Create(ctx, Config{Path: filepath.Join(dir, "new.book")})
	wantCode(t, err, model.Unwritable)
	cfg := db.cfg
	cfg.ReadOnly = true
	if n := count(t, open(t, cfg), "note"); n != 1 {
		t.Errorf("%d notes", n)
	}
	if sum(t, db.Path()) != before {
		t.Error("the book was changed")
	}
}
