//go:build unix

package importer_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// TestMain lets the test binary play the program that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("IMPORT_CHILD_BOOK"); path != "" {
		if err := child(path, os.Getenv("IMPORT_CHILD_FILE")); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child imports a file, tells each step, and acknowledges the commit.
func child(book, file string) error {
	ctx, bus := context.Background(), &event.Bus{}
	db, err := store.Open(ctx, store.Config{Path: book})
	if err != nil {
		return err
	}
	bus.JobProgress.Subscribe(func(event.Job) { fmt.Println("step") })
	s := importer.New(db, bus, &job.Runner{Topic: &bus.JobProgress})
	s.Committed = func(batch int64) { fmt.Println("ack", batch) }
	res, err := s.Import(ctx, []string{file}, importer.Options{Shop: "A"})
	if err != nil {
		return err
	}
	if err := res.Files[0].Err(); err != nil {
		return err
	}
	fmt.Println("closing")
	return db.Close()
}

// crashBook is an empty book on a path of its own.
func crashBook(t *testing.T) string {
	t.Helper()
	path := storetest.File(t)
	db, err := store.Open(t.Context(), store.Config{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := setting.New(db, &event.Bus{}).Set(t.Context(), "book.currency", "EUR"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// runUntil starts a child on the book and kills it without warning after so
// many lines of its output. It returns the batches the child acknowledged.
func runUntil(t *testing.T, book, file string, lines int, env ...string) (acked []int64, finished bool) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(append(os.Environ(), "IMPORT_CHILD_BOOK="+book, "IMPORT_CHILD_FILE="+file), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	scan := bufio.NewScanner(out)
	for n := 0; n < lines && scan.Scan(); n++ {
		if b, ok := strings.CutPrefix(scan.Text(), "ack "); ok {
			id, err := strconv.ParseInt(b, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			acked = append(acked, id)
		}
		if strings.HasPrefix(scan.Text(), "failed") {
			t.Fatal(scan.Text())
		}
	}
	_ = cmd.Process.Kill()
	return acked, cmd.Wait() == nil
}

// verify opens the book as the next start does and proves that the file is
// whole in or whole out, and in when it was acknowledged.
func verify(t *testing.T, book string, orders int, acked bool) int {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{Path: book})
	if err != nil {
		t.Fatal("the book does not open after the crash:", err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	in, err := db.Integrity(t.Context(), true)
	if err != nil || !in.OK() {
		t.Fatalf("the file is damaged: %+v %v", in, err)
	}
	balanced(t, db)
	n := one[int](t, db, `SELECT COUNT(*) FROM sales_order`)
	if n != 0 && n != orders {
		t.Fatalf("the file is half in: %d of %d orders", n, orders)
	}
	if acked && n == 0 {
		t.Fatal("an acknowledged import is gone")
	}
	return n
}

func TestImport_KilledAtAnyMomentIsWholeInOrOut(t *testing.T) {
	const orders, kills = 600, 50
	file := writeExport(t, orders)
	random := rand.New(rand.NewPCG(7, 7))
	in, out := 0, 0
	book := crashBook(t)
	for range kills {
		acked, _ := runUntil(t, book, file, 1+random.IntN(orders/64+8))
		if verify(t, book, orders, len(acked) > 0) > 0 {
			in++
			book = crashBook(t)
		} else {
			out++
		}
	}
	t.Logf("%d imports were in, %d out", in, out)
	if in == 0 || out == 0 {
		t.Errorf("the kills did not meet both sides of the commit: %d in, %d out", in, out)
	}
	if _, finished := runUntil(t, book, file, 1<<30); !finished {
		t.Error("after all kills the import does not finish")
	}
	verify(t, book, orders, true)
}

// A power cut loses what was not yet flushed to the disk. The shim keeps, beside
// the book, what a disk would hold then.
func TestImport_AcknowledgedSurvivesAPowerCut(t *testing.T) {
	source, err := filepath.Abs("../../../shared/tools/powerloss.c")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(source); err != nil {
		t.Skip("the power-loss shim is not beside the project, so power cuts cannot be played")
	}
	shim := filepath.Join(t.TempDir(), "powerloss.so")
	if out, err := exec.Command("gcc", "-shared", "-fPIC", "-O1", "-o", shim, source, "-ldl").CombinedOutput(); err != nil {
		t.Skipf("the power-loss shim does not compile here, so power cuts cannot be played: %s", out)
	}
	const orders = 300
	file := writeExport(t, orders)
	random := rand.New(rand.NewPCG(11, 11))
	for i := range 20 {
		book := crashBook(t)
		shadow := t.TempDir()
		data, err := os.ReadFile(book)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(shadow, filepath.Base(book)), data, 0o600); err != nil {
			t.Fatal(err)
		}
		// Most runs end right after the acknowledgement, when loss would show.
		lines := 1 << 30
		if i%4 == 0 {
			lines = 1 + random.IntN(6)
		}
		acked, _ := runUntil(t, book, file, lines, "LD_PRELOAD="+shim, "PL_SHADOW="+shadow)
		verify(t, filepath.Join(shadow, filepath.Base(book)), orders, len(acked) > 0)
	}
}
