package forward_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/mail/mailtest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// crashMail makes the test program send the e-mail of a book instead of testing.
const crashMail = "DROPLEDGER_TEST_CRASH_MAIL"

// sendUntilKilled says "ready" and sends; the parent kills it meanwhile.
func sendUntilKilled(book string) int {
	db, err := store.Open(context.Background(), store.Config{Path: book, Clock: storetest.Clock})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("ready")
	s := forward.New(db, &event.Bus{}, &job.Runner{}, plain{})
	if _, err = s.Forward(context.Background(), forward.Options{Send: true, Approve: true}); err == nil {
		_, err = s.RunOutbox(context.Background(), forward.RunOptions{Once: true, Now: true})
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// postbook puts n routed orders over three suppliers that take e-mail into a new
// book that sends to the port, and closes it.
func postbook(t *testing.T, n, port int) (book string) {
	t.Helper()
	return filled(t, n, func(d *desktest.Desk) { posting(d, &mailtest.Server{Port: port}) }, byMail("sales@supplier.example", "en"))
}

// misbehaving decides by chance, mostly for the good.
func misbehaving(random *rand.Rand) func(int) mailtest.Fate {
	fates := []mailtest.Fate{
		mailtest.TakeAndDrop, mailtest.DropAtData, mailtest.DropAtMail, mailtest.LaterAtData, mailtest.RefuseData, mailtest.LaterAtRcpt, mailtest.RefuseRcpt,
		mailtest.GoAway,
	}
	return func(int) mailtest.Fate {
		if random.IntN(3) > 0 {
			return mailtest.Take
		}
		return fates[random.IntN(len(fates))]
	}
}

// settledOnce compares what the server accepted with the book: nothing was
// accepted twice, nothing that is queued or failed was accepted, all that is sent
// was, and the states add up.
func settledOnce(d *desktest.Desk, accepted []string, n int64) error {
	times := map[string]int{}
	for _, id := range accepted {
		if times[id]++; times[id] > 1 {
			return fmt.Errorf("%s was accepted %d times", id, times[id])
		}
	}
	var rows []struct{ MessageID, State string }
	d.Rows(&rows, `SELECT message_id, state FROM mail_message`)
	if all := d.Int(`SELECT COUNT(*) FROM mail_message WHERE state IN ('sent', 'failed', 'unknown', 'queued')`); all != n || int64(len(rows)) != n {
		return fmt.Errorf("%d of %d messages are sent, failed, unknown or queued", all, n)
	}
	known := 0
	for _, r := range rows {
		known += times[r.MessageID]
		took := times[r.MessageID] == 1
		if r.State == "sent" && !took || took && (r.State == "queued" || r.State == "failed") {
			return fmt.Errorf("%s is %s and was accepted: %t", r.MessageID, r.State, took)
		}
	}
	if known != len(accepted) {
		return fmt.Errorf("%d messages were accepted that the book does not know", len(accepted)-known)
	}
	return nil
}

func ids(s *mailtest.Server) []string {
	var all []string
	for _, m := range s.Accepted() {
		all = append(all, m.ID)
	}
	return all
}

func TestSend_KilledAtAnyMomentNoMessageIsAcceptedTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("left out of short runs: it starts and kills 25 processes")
	}
	const kills, n = 25, 300
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	s := mailtest.Start(t, mailtest.Options{}, misbehaving(rand.New(rand.NewPCG(seed, 2))))
	book := postbook(t, n, s.Port)
	cut := 0
	for range kills {
		if killed(t, time.Duration(10+random.IntN(200))*time.Millisecond, crashMail+"="+book) {
			cut++
		}
	}
	d := desktest.Open(t, book)
	run(t, service(d), send)
	for range 9 { // as often as the rules let it be tried
		counts(t, d, forward.RunOptions{Once: true, Now: true})
	}
	t.Logf("seed %d: %d of %d processes were killed at work; in the end %s", seed, cut, kills, counts(t, d, forward.RunOptions{Once: true}))
	if cut == 0 {
		t.Error("no process was killed at work: give them more to do")
	}
	if err := settledOnce(d, ids(s), n); err != nil {
		t.Error(err)
	}
}

func TestSend_WhateverTheServerDoesNoMessageIsAcceptedTwice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		t.Run("case", func(t *testing.T) {
			n := rapid.IntRange(1, 12).Draw(r, "messages")
			seed := rapid.Uint64().Draw(r, "seed")
			s := mailtest.Start(t, mailtest.Options{}, misbehaving(rand.New(rand.NewPCG(seed, 1))))
			d := desktest.New(t)
			posting(d, s)
			for k := range 2 {
				d.Offer(d.Supplier(fmt.Sprint("Supplier ", k), byMail(fmt.Sprintf("s%d@supplier.example", k), "en")), fmt.Sprint("P", k), "5.00")
			}
			for i := range n {
				d.Order(fmt.Sprint("#", i), desktest.Line(fmt.Sprint("P", i%2), 1))
			}
			route(t, d)
			drafts, err := purchase.New(d.DB, d.Bus).Draft(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, act := range rapid.SliceOfN(rapid.SampledFrom([]string{"forward", "run", "later", "crash", "resolve", "now"}), 1, 12).Draw(r, "acts") {
				misuse(t, d, act)
			}
			run(t, service(d), send)
			if err := settledOnce(d, ids(s), int64(len(drafts))); err != nil && !strings.Contains(err.Error(), "is sent and was accepted") {
				r.Fatal(err)
			}
			// Only a person's word makes a message sent that was not accepted, and
			// failed that was.
			if twice := d.Int(`SELECT COUNT(*) FROM mail_message WHERE state = 'sent' AND reason = ''`); twice > int64(len(s.Accepted())) {
				r.Fatalf("%d messages are sent and %d were accepted", twice, len(s.Accepted()))
			}
		})
	})
}

// misuse does one thing that may happen to an outbox.
func misuse(t *testing.T, d *desktest.Desk, act string) {
	t.Helper()
	switch act {
	case "forward":
		run(t, service(d), send)
	case "run":
		counts(t, d, forward.RunOptions{Once: true})
	case "now":
		counts(t, d, forward.RunOptions{Once: true, Now: true})
	case "later":
		d.Now = d.Now.Add(7 * time.Minute)
	case "crash": // the moment before the text, of the oldest that waits
		d.Exec(`UPDATE mail_message SET state = 'sending' WHERE id = (SELECT MIN(id) FROM mail_message WHERE state = 'queued')`)
	case "resolve":
		for _, r := range box(t, d) {
			if r.State == forward.StateUnknown {
				if err := service(d).Resolve(ctx, r.ID, "sent"); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	}
}

// faulty builds and starts the shared faulty mail server, when it is there.
func faulty(t *testing.T, mode string) (port int, out string) {
	t.Helper()
	tools := above(t, filepath.Join("shared", "tools"))
	program, out := filepath.Join(t.TempDir(), "faultysmtp"), t.TempDir()
	build := exec.Command("go", "build", "-o", program, "./faultysmtp")
	build.Dir = tools
	if said, err := build.CombinedOutput(); err != nil {
		t.Skipf("the faulty mail server cannot be built: %s", said)
	}
	cmd := exec.Command(program, "-mode", mode, "-out", out, "-delay", "20ms")
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	r := bufio.NewReader(pipe)
	line, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, r) }() // it must not wait for a reader
	_, text, err := net.SplitHostPort(strings.TrimSpace(strings.TrimPrefix(line, "listening ")))
	if err != nil {
		t.Fatal(err)
	}
	if port, err = strconv.Atoi(text); err != nil {
		t.Fatal(err)
	}
	return port, out
}

// above finds a folder beside the project, and skips the test without it.
func above(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return filepath.Join(dir, name)
		}
	}
	t.Skipf("%s is not there", name)
	return ""
}

// crashMessages is how many messages are sent to each mode of the faulty server,
// while processes die; a few when it says nothing.
const crashMessages = "DROPLEDGER_TEST_CRASH_MESSAGES"

func TestSend_TheFaultyServerInEveryModeGetsEachMessageAtMostOnce(t *testing.T) {
	n, kills, step := 12, 2, 97*time.Millisecond
	if many, err := strconv.Atoi(os.Getenv(crashMessages)); err == nil {
		n, kills, step = many, 20, 250*time.Millisecond
	}
	for _, mode := range []string{"ok", "slow", "drop", "4xx", "5xx", "mixed"} {
		t.Run(mode, func(t *testing.T) {
			port, out := faulty(t, mode)
			book, cut := postbook(t, n, port), 0
			for k := range kills {
				if killed(t, 30*time.Millisecond+time.Duration(k)*step, crashMail+"="+book) {
					cut++
				}
			}
			d := desktest.Open(t, book)
			run(t, service(d), send)
			c := forward.Counts{Queued: 1}
			for pass := 0; pass < 6*n && c.Queued > 0; pass++ { // a supplier's second message is tried when its first is settled
				var err error
				if c, err = service(d).RunOutbox(ctx, forward.RunOptions{Once: true, Now: true}); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("%d messages, %d of %d processes killed at work: %d sent, %d failed, %d unknown, %d queued", n, cut, kills, c.Sent, c.Failed, c.Unknown, c.Queued)
			if c.Queued > 0 || !ends[mode](c) {
				t.Errorf("%s ends with %+v", mode, c)
			}
			if err := settledOnce(d, stored(t, out), int64(n)); err != nil {
				t.Error(err)
			}
		})
	}
}

// ends tells how a mode of the faulty server must end. A process that dies leaves
// a message unknown whatever the server would have said.
var ends = map[string]func(forward.Counts) bool{
	"ok":    func(c forward.Counts) bool { return c.Sent > 0 && c.Failed == 0 },
	"slow":  func(c forward.Counts) bool { return c.Sent > 0 && c.Failed == 0 },
	"drop":  func(c forward.Counts) bool { return c.Unknown > 0 && c.Sent == 0 && c.Failed == 0 },
	"4xx":   func(c forward.Counts) bool { return c.Failed > 0 && c.Sent == 0 },
	"5xx":   func(c forward.Counts) bool { return c.Failed > 0 && c.Sent == 0 },
	"mixed": func(forward.Counts) bool { return true },
}

// stored lists the ids of the messages the faulty server wrote.
func stored(t *testing.T, out string) []string {
	t.Helper()
	var all []string
	for _, name := range tree(t, out) {
		f, err := os.Open(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		m, err := netmail.ReadMessage(f)
		if err != nil {
			t.Fatal(name, err)
		}
		all = append(all, strings.Trim(m.Header.Get("Message-Id"), "<>"))
		_ = f.Close()
	}
	slices.Sort(all)
	return all
}

// BenchmarkSend sends two hundred messages, with small documents, to a server on
// this computer.
func BenchmarkSend(b *testing.B) {
	const orders = 200
	s := mailtest.Start(b, mailtest.Options{}, nil)
	d := desktest.New(b)
	posting(d, s)
	d.Offer(d.Supplier("Acme", byMail("sales@acme.example", "en")), "A", "5.00")
	made := 0
	for b.Loop() {
		b.StopTimer()
		for range orders {
			made++
			d.Order(fmt.Sprint("#", made), desktest.Line("A", 1))
		}
		route(b, d)
		b.StartTimer()
		if r := run(b, service(d), send); len(r.Sent) != orders {
			b.Fatalf("%d sent, %+v", len(r.Sent), r.Held)
		}
	}
	b.ReportMetric(float64(b.N*orders)/b.Elapsed().Seconds(), "messages/s")
}
