package shell

import (
	"fmt"
	"runtime/debug"
	"time"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// guarded is the Runner that screens get: what they run may fail with a panic
// without taking the window down, and closing a book can wait for it.
type guarded struct {
	s     *Shell
	inner async.Runner
	busy  running
}

// Go implements async.Runner.
func (g *guarded) Go(work func()) { g.inner.Go(g.safe(work)) }

// Behind implements async.Background.
func (g *guarded) Behind(work func()) { async.Behind(g.inner, g.safe(work)) }

// safe makes work what closing a book waits for from now on, and a panic of it what
// is told.
func (g *guarded) safe(work func()) func() {
	g.busy.begin()
	return func() {
		defer g.busy.end()
		defer func() {
			if v := recover(); v != nil {
				err := defect(v)
				g.inner.UI(func() { g.s.broke("", err) })
			}
		}()
		work()
	}
}

// UI implements async.Runner.
func (g *guarded) UI(fn func()) { g.inner.UI(func() { g.s.guard("", fn) }) }

// Await implements async.Patient.
func (g *guarded) Await(done <-chan struct{}) bool { return async.Await(g.inner, done) }

// After implements async.Runner.
func (g *guarded) After(d time.Duration, fn func()) func() {
	return g.inner.After(d, func() { g.s.guard("", fn) })
}

// guard runs what a screen does; a panic is logged and told, and the window lives.
func (s *Shell) guard(screen string, fn func()) {
	defer func() {
		if v := recover(); v != nil {
			s.broke(screen, defect(v))
		}
	}()
	fn()
}

func defect(v any) error {
	return model.Errorf(model.Internal, "%s", text.T("shell.defect")).Because(fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
}

func (s *Shell) broke(screen string, err error) {
	s.cfg.Log.Error("defect", "screen", screen, "err", cause(err))
	s.failed(text.T("shell.defect.title"), err)
}
