// Package instance sees to it that a data folder has one window: the first start
// keeps the place, a later one hands over what it was asked to open and the first
// comes to the front. It must not know what a window is.
//
// Who has the place is decided by a lock of the operating system, which ends with
// the process however that ends. The messages go over this computer's loopback;
// whoever cannot read the note in the data folder cannot send one.
package instance

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/file"
)

const (
	lockName = "window.lock"
	noteName = "window.at"
	// patience is how long a message may take; the first window may still start.
	patience = 3 * time.Second
	pause    = 50 * time.Millisecond
	// longest is more than any path has.
	longest = 64 << 10
)

// note says where the first window listens.
type note struct {
	Address string `json:"address"`
	Token   string `json:"token"`
}

// Place is the right to show the window of a data folder.
type Place struct {
	folder   string
	lock     *flock.Flock
	listener net.Listener
	running  sync.WaitGroup
}

// Take takes the place of a data folder, which must exist. Code Busy says that
// another process has it: see Raise.
func Take(folder string) (*Place, error) {
	l := flock.New(filepath.Join(folder, lockName), flock.SetPermissions(0o600))
	got, err := l.TryLock()
	if err != nil {
		return nil, model.Errorf(model.Unwritable, "The folder %s cannot be written, so the program cannot start there. Choose another with DROPLEDGER_DATA.", folder).Because(err)
	}
	if !got {
		return nil, model.Errorf(model.Busy, "The program is running already, with its data in %s.", folder)
	}
	return &Place{folder: folder, lock: l}, nil
}

// Listen calls raised, on a goroutine of its own, for every later start, with what
// that was asked to open, "" for nothing.
func (p *Place) Listen(raised func(open string)) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for a second start: %w", err)
	}
	n := note{l.Addr().String(), rand.Text()}
	err = file.WriteAtomic(filepath.Join(p.folder, noteName), 0o600, func(w io.Writer) error { return json.NewEncoder(w).Encode(n) })
	if err != nil {
		return errors.Join(err, l.Close())
	}
	p.listener = l
	p.running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed
			}
			p.running.Go(func() { n.answer(c, raised) })
		}
	})
	return nil
}

// answer hears one message: a line with the token, a line with what to open.
func (n note) answer(c net.Conn, raised func(string)) {
	defer func() { _ = c.Close() }()
	defer time.AfterFunc(patience, func() { _ = c.Close() }).Stop()
	r := bufio.NewReader(io.LimitReader(c, longest))
	token, err := r.ReadString('\n')
	if err != nil || subtle.ConstantTimeCompare([]byte(strings.TrimSpace(token)), []byte(n.Token)) != 1 {
		return
	}
	open, err := r.ReadString('\n')
	if err != nil {
		return
	}
	raised(strings.TrimSuffix(open, "\n"))
	_, _ = io.WriteString(c, "ok\n") // whoever asked is about to end
}

// Release gives the place back once all messages are heard.
func (p *Place) Release() {
	if p.listener != nil {
		_ = p.listener.Close()
		_ = os.Remove(filepath.Join(p.folder, noteName))
	}
	p.running.Wait()
	_ = p.lock.Unlock()
}

// Raise asks the process that has the place to come to the front and open
// something, "" for nothing. Code Busy says that it does not answer.
func Raise(ctx context.Context, folder, open string) error {
	if strings.ContainsAny(open, "\n\r") {
		return model.Errorf(model.Invalid, "The path %q has a line break in it and cannot be opened.", open)
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		err := send(ctx, folder, open)
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return model.Errorf(model.Busy, "The program is running already, with its data in %s, but does not answer. Look for its window, or end it first.", folder).Because(err)
		}
	}
}

func send(ctx context.Context, folder, open string) error {
	content, err := os.ReadFile(filepath.Join(folder, noteName))
	if err != nil {
		return err
	}
	var n note
	if err := json.Unmarshal(content, &n); err != nil {
		return err
	}
	if host, _, err := net.SplitHostPort(n.Address); err != nil || host != "127.0.0.1" {
		return fmt.Errorf("the note names %q, which is not this computer", n.Address)
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", n.Address)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	if until, ok := ctx.Deadline(); ok {
		if err := c.SetDeadline(until); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(c, "%s\n%s\n", n.Token, open); err != nil {
		return err
	}
	if heard, err := bufio.NewReader(c).ReadString('\n'); err != nil || heard != "ok\n" {
		return errors.Join(errors.New("no answer"), err)
	}
	return nil
}
