// Command dropledger is the back office of a small dropshipping merchant. This
// file only puts the parts together: where things lie, what time it is, which
// book is open. The command line itself is in headless.go.
package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"syscall"
	"time"

	"github.com/adrg/xdg"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
)

// program is the name and version that documents and reports carry.
const program, programVersion = "Dropledger", "0.1.0"

// started is when the process began, for tracing how fast the window comes.
var started = time.Now()

func main() {
	collect()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], surroundings{os.Stdin, os.Stdout, os.Stderr, os.Getenv}))
}

// surroundings are what the process brings, so that tests can give their own.
type surroundings struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

// app is one run of the program: its surroundings and the book it has open.
type app struct {
	surroundings
	ctx   context.Context
	data  string // the data folder
	clock func() time.Time
	log   *slog.Logger
	book  string // path asked for, "" the last used one
	json  bool
	bus   event.Bus
	jobs  job.Runner
	db    *store.DB
}

// newApp reads the environment.
func newApp(ctx context.Context, s surroundings) (*app, error) {
	a := &app{surroundings: s, clock: time.Now, data: s.getenv("DROPLEDGER_DATA"), log: slog.New(slog.DiscardHandler)}
	if a.data == "" {
		a.data = filepath.Join(xdg.DataHome, "dropledger")
	}
	if fixed := s.getenv("DROPLEDGER_NOW"); fixed != "" {
		t, err := time.Parse(time.RFC3339, fixed)
		if err != nil {
			return nil, model.Errorf(model.Invalid, "DROPLEDGER_NOW is %q, which is no moment: write it like 2026-11-22T09:00:00Z.", fixed)
		}
		a.clock = func() time.Time { return t }
	}
	who := s.getenv("USER")
	if u, err := user.Current(); err == nil && who == "" {
		who = u.Username
	}
	a.ctx = history.As(ctx, who)
	a.jobs.Topic = &a.bus.JobProgress
	return a, nil
}
