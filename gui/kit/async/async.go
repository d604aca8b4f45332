// Package async is the one place where the window leaves its own goroutine: a
// screen asks a Runner to work, and a Loader sees to it that only the newest
// answer is shown. It must not know what is loaded, nor what a screen looks like.
package async

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// Runner carries work off the window's goroutine and answers back to it.
type Runner interface {
	// Go runs work away from the window's goroutine.
	Go(work func())
	// UI runs fn on the window's goroutine, later.
	UI(fn func())
	// After runs fn on the window's goroutine once d has passed, unless the
	// returned function was called before.
	After(d time.Duration, fn func()) (stop func())
}

// Live is the Runner of the running program.
type Live struct{}

// Go starts a goroutine.
func (Live) Go(work func()) { go work() }

// UI hands fn to the window's goroutine.
func (Live) UI(fn func()) { fyne.Do(fn) }

// After waits on a timer.
func (r Live) After(d time.Duration, fn func()) func() { return after(d, r.UI, fn) }

// after waits on a timer and hands fn to the window's goroutine. One that is stopped
// while it stands in the queue there does nothing either: a busy window may take
// long to come to it.
func after(d time.Duration, ui func(func()), fn func()) (stop func()) {
	var stopped atomic.Bool
	t := time.AfterFunc(d, func() {
		ui(func() {
			if !stopped.Load() {
				fn()
			}
		})
	})
	return func() {
		stopped.Store(true)
		t.Stop()
	}
}

// Inline is a Runner for tests and pictures: everything happens at once, on the
// caller's goroutine. What should happen after a while never does.
type Inline struct{}

// Go runs work at once.
func (Inline) Go(work func()) { work() }

// UI runs fn at once.
func (Inline) UI(fn func()) { fn() }

// After never runs fn.
func (Inline) After(time.Duration, func()) func() { return func() {} }

// Manual is a Runner for tests of what comes late: work waits until the test
// lets it go on, in the order the test wants.
type Manual struct {
	mu     sync.Mutex
	Work   []func() // asked with Go, not yet run
	Shown  []func() // asked with UI, not yet run
	Timers []func() // asked with After; a stopped one stays and does nothing
}

// Go keeps work.
func (m *Manual) Go(work func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Work = append(m.Work, work)
}

// UI keeps fn.
func (m *Manual) UI(fn func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Shown = append(m.Shown, fn)
}

// After keeps fn until Tick.
func (m *Manual) After(_ time.Duration, fn func()) func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	stopped := false
	m.Timers = append(m.Timers, func() {
		if !stopped {
			fn()
		}
	})
	return func() { stopped = true }
}

// Settle runs everything that waits, timers apart, until nothing waits.
func (m *Manual) Settle() {
	for {
		m.mu.Lock()
		todo := append(m.Work, m.Shown...)
		m.Work, m.Shown = nil, nil
		m.mu.Unlock()
		if len(todo) == 0 {
			return
		}
		for _, fn := range todo {
			fn()
		}
	}
}

// Tick lets all timers run out, then settles.
func (m *Manual) Tick() {
	m.mu.Lock()
	due := m.Timers
	m.Timers = nil
	m.mu.Unlock()
	for _, fn := range due {
		fn()
	}
	m.Settle()
}

// Phase is how far a load has come.
type Phase int

// The phases of a load. While Loading, the last value stays at hand.
const (
	Loading Phase = iota
	Ready
	Failed
)

// State is what a Loader has to show.
type State[T any] struct {
	Phase Phase
	Value T     // the newest value; while Loading or Failed the one before
	Known bool  // Value was loaded once
	Err   error // why it Failed
}

// Loader loads a value for a screen. The newest load wins: an older one is
// cancelled and what it brings is dropped. All methods are for the window's
// goroutine.
type Loader[T any] struct {
	run    Runner
	show   func(State[T])
	state  State[T]
	turn   int
	cancel context.CancelFunc
}

// NewLoader returns a Loader that hands every change of its state to show.
func NewLoader[T any](run Runner, show func(State[T])) *Loader[T] {
	return &Loader[T]{run: run, show: show}
}

// Load fetches a value. show hears Loading at once, then Ready or Failed.
func (l *Loader[T]) Load(ctx context.Context, fetch func(context.Context) (T, error)) {
	l.begin(ctx, fetch)
}

// LoadPromptly is Load for what a person waits to see: where the Runner is Patient,
// show hears Ready or Failed before it returns, if the value comes in time.
func (l *Loader[T]) LoadPromptly(ctx context.Context, fetch func(context.Context) (T, error)) {
	done, take := l.begin(ctx, fetch)
	if Await(l.run, done) {
		take()
	}
}

// begin begins to fetch a value. done is closed when it is there; take shows it
// then, if that was not done yet.
func (l *Loader[T]) begin(ctx context.Context, fetch func(context.Context) (T, error)) (done <-chan struct{}, take func()) {
	l.Stop()
	l.turn++
	turn := l.turn
	ctx, cancel := context.WithCancel(ctx)
	l.cancel = cancel
	l.set(State[T]{Phase: Loading, Value: l.state.Value, Known: l.state.Known})
	var v T
	var err error
	take = func() {
		cancel()
		if turn != l.turn {
			return
		}
		l.turn++ // it is shown once
		if err != nil {
			l.set(State[T]{Phase: Failed, Value: l.state.Value, Known: l.state.Known, Err: err})
			return
		}
		l.set(State[T]{Phase: Ready, Value: v, Known: true})
	}
	there := make(chan struct{})
	l.run.Go(func() {
		v, err = fetch(ctx)
		close(there)
		l.run.UI(take)
	})
	return there, take
}

// Put shows a value that is at hand already; what is being loaded is dropped.
func (l *Loader[T]) Put(v T) {
	l.Stop()
	l.set(State[T]{Phase: Ready, Value: v, Known: true})
}

// Stop cancels what is being loaded; nothing more is shown of it.
func (l *Loader[T]) Stop() {
	l.turn++
	if l.cancel != nil {
		l.cancel()
		l.cancel = nil
	}
}

// Forget stops and lets go of what was shown: the toolkit keeps the objects of a
// screen for a minute after it was left, and with them all they refer to.
func (l *Loader[T]) Forget() {
	l.Stop()
	l.state = State[T]{}
}

// State returns what was shown last.
func (l *Loader[T]) State() State[T] { return l.state }

func (l *Loader[T]) set(s State[T]) {
	l.state = s
	l.show(s)
}

// Debounce runs fn once, after d without another call.
func Debounce(run Runner, d time.Duration, fn func()) func() {
	stop := func() {}
	return func() {
		stop()
		stop = run.After(d, fn)
	}
}
