// Package job runs long work: with progress, with a way to stop it, one piece
// of a kind at a time, and without letting a panic take the program down. It
// must not know what the work is, nor who watches it.
package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
)

// Runner runs jobs and reports them on Topic. The zero Runner works silently.
type Runner struct {
	// Topic hears the start, the steps and the end of every job; nil is silent.
	Topic *event.Topic[event.Job]
	// Clock spaces the reported steps; nil means time.Now.
	Clock func() time.Time

	mu      sync.Mutex
	running map[string]bool
}

// Run calls work on the caller's goroutine and waits for it. A second job of
// the same name meanwhile is refused with code Busy. When ctx ends the work the
// error has code Cancelled; a panic in the work becomes an error with code
// Internal whose cause holds the stack.
func (r *Runner) Run(ctx context.Context, name string, work func(context.Context, *Progress) error) error {
	if !r.enter(name) {
		return model.Errorf(model.Busy, "%s is already running: wait for it to end, or stop it first", name)
	}
	p := &Progress{topic: r.Topic, clock: r.Clock, state: event.Job{Name: name, Running: true}}
	if p.clock == nil {
		p.clock = time.Now
	}
	p.start()
	ended := false
	var err error
	// Deferred, so that the name is free again even when the work ends its
	// goroutine. Free before the end is told: a listener may start the next one.
	defer func() {
		r.leave(name)
		if !ended {
			err = model.Errorf(model.Internal, "%s ended without a result", name)
		}
		p.end(err)
	}()
	err = outcome(ctx, name, protect(ctx, name, p, work))
	ended = true
	return err
}

func (r *Runner) enter(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running[name] {
		return false
	}
	if r.running == nil {
		r.running = map[string]bool{}
	}
	r.running[name] = true
	return true
}

func (r *Runner) leave(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, name)
}

func protect(ctx context.Context, name string, p *Progress, work func(context.Context, *Progress) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = model.Errorf(model.Internal, "%s stopped because of a defect in the program: what it had not finished was not saved", name).
				Because(fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}
	}()
	return work(ctx, p)
}

// outcome tells "was stopped" from "failed".
func outcome(ctx context.Context, name string, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	var known *model.Error
	if errors.As(err, &known) && known.Code != model.Cancelled {
		return err
	}
	if known == nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return model.Errorf(model.Cancelled, "%s was stopped before it was done", name).Because(err)
}
