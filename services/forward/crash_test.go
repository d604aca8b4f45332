package forward_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// The variables that make the test program forward a book instead of testing.
const (
	crashBook = "DROPLEDGER_TEST_CRASH_BOOK"
	crashOut  = "DROPLEDGER_TEST_CRASH_OUT"
)

func TestMain(m *testing.M) {
	if book := os.Getenv(crashBook); book != "" {
		os.Exit(forwardUntilKilled(book, os.Getenv(crashOut)))
	}
	if book := os.Getenv(crashMail); book != "" {
		os.Exit(sendUntilKilled(book))
	}
	os.Exit(m.Run())
}

// forwardUntilKilled says "ready" and forwards; the parent kills it meanwhile.
func forwardUntilKilled(book, out string) int {
	db, err := store.Open(context.Background(), store.Config{Path: book, Clock: storetest.Clock})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("ready")
	s := forward.New(db, &event.Bus{}, &job.Runner{}, plain{})
	if _, err := s.Forward(context.Background(), forward.Options{Out: out, Approve: true}); err != nil {
		fmt.Println(err)
		return 1
	}
	if err := db.Close(); err != nil {
		return 1
	}
	return 0
}

// orders puts n routed orders over three suppliers into a new book and closes it.
func orders(t *testing.T, n int) (book string) {
	t.Helper()
	return filled(t, n, func(d *desktest.Desk) {
		s := purchase.New(d.DB, d.Bus)
		ids, err := s.Draft(ctx)
		if err == nil {
			err = s.Approve(ctx, ids[n/4:]) // the rest is approved while processes die
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// filled puts n routed orders over three suppliers, changed as said, into a new
// book, ends it and closes it.
func filled(t *testing.T, n int, end func(*desktest.Desk), change ...func(*model.Supplier)) (book string) {
	t.Helper()
	book = storetest.File(t)
	t.Run("fill", func(t *testing.T) {
		d := desktest.NewIn(t, book)
		for s := range 3 {
			d.Offer(d.Supplier(fmt.Sprint("Supplier ", s), change...), fmt.Sprint("P", s), "5.00")
		}
		d.Write(func(tx *store.Tx) error {
			m, err := order.Begin(tx, 0)
			for i := range n {
				if err != nil {
					return err
				}
				o := d.NewOrder(fmt.Sprint("#", i), desktest.Line(fmt.Sprint("P", i%3), model.Quantity(1+i%2)))
				_, err = m.Merge(o, &d.Shop, string(tx.Now))
			}
			return err
		})
		if r := route(t, d); r.Routed != n {
			t.Fatalf("routed %d of %d", r.Routed, n)
		}
		end(d)
	})
	return book
}

func TestForward_KilledAtAnyMomentEveryPurchaseOrderLeavesOnceAndWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("left out of short runs: it starts and kills 50 processes")
	}
	const kills, n = 50, 700
	book, out := orders(t, n), t.TempDir()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	cut, reach, before := 0, 200, 0
	for range kills {
		if killed(t, time.Duration(20+random.IntN(reach))*time.Millisecond, crashBook+"="+book, crashOut+"="+out) {
			cut++
		}
		partial(t, out)
		if now := len(tree(t, out)); now == before {
			reach += 50 // a busy computer: let them come further
		} else {
			before = now
		}
	}
	d := desktest.Open(t, book)
	left := d.Int(`SELECT COUNT(*) FROM forwarding`)
	run(t, service(d), forward.Options{Out: out, Approve: true})
	t.Logf("seed %d: %d of %d processes were killed at work, %d purchase orders had left by then", seed, cut, kills, left)
	if cut == 0 || left == 0 {
		t.Error("no process was killed while purchase orders left: give them more to do, or more time")
	}
	allLeftOnce(t, d, out, n)
}

// allLeftOnce compares folders and book after n purchase orders of one order each.
func allLeftOnce(t *testing.T, d *desktest.Desk, out string, n int) {
	t.Helper()
	if open := d.Int(`SELECT COUNT(*) FROM purchase_order WHERE state <> 'sent'`); open != 0 {
		t.Errorf("%d purchase orders are not sent", open)
	}
	seen := map[string]int{}
	for _, name := range tree(t, out) {
		if strings.Contains(name, "/.") {
			t.Errorf("%s was left behind", name)
		}
		if filepath.Base(name) != "order.txt" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			parts := strings.Split(line, "|")
			seen[parts[1]]++
		}
	}
	for i := range n {
		if k := seen[fmt.Sprint("#", i)]; k != 1 {
			t.Errorf("order #%d left %d times", i, k)
		}
	}
	if notes, files := d.Int(`SELECT COUNT(*) FROM forwarding`), len(tree(t, out)); notes != int64(n) || files != 2*n {
		t.Errorf("%d notes and %d files for %d purchase orders", notes, files, n)
	}
	if facts := d.Int(`SELECT COUNT(*) FROM cost_fact WHERE superseded_at = '' AND state = 'quoted'`); facts != int64(n) {
		t.Errorf("%d quoted costs", facts)
	}
}

// killed starts the test program as the variables say and kills it after the
// pause; it tells whether it was still at work.
func killed(t *testing.T, after time.Duration, variables ...string) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), variables...)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, _ := bufio.NewReader(pipe).ReadString('\n')
	if said != "ready\n" {
		t.Errorf("the process said %q", said)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	return cmd.Wait() != nil
}

// partial fails when a final folder holds less than a whole purchase order.
func partial(t *testing.T, out string) {
	t.Helper()
	files := map[string]int{}
	for _, name := range tree(t, out) {
		if dir := filepath.Dir(name); !strings.HasPrefix(filepath.Base(dir), ".") {
			files[dir]++
		}
	}
	for dir, n := range files {
		if n != 2 {
			t.Errorf("%s holds %d of 2 files", dir, n)
		}
	}
}
