package guitest

import (
	"sync"
	"time"
)

// Pump is a Runner for tests of what goes on at the same time: work runs on
// goroutines, as in the program, and what is for the window waits until Settle
// runs it on the test's goroutine.
type Pump struct {
	mu     sync.Mutex
	turn   sync.Cond
	busy   int
	back   int
	shown  []func()
	timers []*timer
}

type timer struct {
	fn      func()
	stopped bool
}

// NewPump is a pump with nothing to do.
func NewPump() *Pump {
	p := &Pump{}
	p.turn.L = &p.mu
	return p
}

// Go implements async.Runner.
func (p *Pump) Go(work func()) {
	p.mu.Lock()
	p.busy++
	p.mu.Unlock()
	go func() {
		work()
		p.mu.Lock()
		p.busy--
		p.turn.Broadcast()
		p.mu.Unlock()
	}()
}

// Behind implements async.Background.
func (p *Pump) Behind(work func()) {
	p.mu.Lock()
	p.back++
	p.mu.Unlock()
	p.Go(work)
}

// StoodBack is how much work was given to Behind.
func (p *Pump) StoodBack() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.back
}

// UI implements async.Runner.
func (p *Pump) UI(fn func()) {
	p.mu.Lock()
	p.shown = append(p.shown, fn)
	p.turn.Broadcast()
	p.mu.Unlock()
}

// After implements async.Runner: fn runs in the next Tick.
func (p *Pump) After(_ time.Duration, fn func()) func() {
	t := &timer{fn: fn}
	p.mu.Lock()
	p.timers = append(p.timers, t)
	p.mu.Unlock()
	return func() {
		p.mu.Lock()
		t.stopped = true
		p.mu.Unlock()
	}
}

// Settle waits until all work has ended and all of it is shown.
func (p *Pump) Settle() { p.Until(func() bool { return false }) }

// Until shows what there is until done, or until all work has ended. It tells
// whether it was done.
func (p *Pump) Until(done func() bool) bool {
	for !done() {
		p.mu.Lock()
		for len(p.shown) == 0 && p.busy > 0 {
			p.turn.Wait()
		}
		todo := p.shown
		p.shown = nil
		p.mu.Unlock()
		if len(todo) == 0 {
			return done()
		}
		for _, fn := range todo {
			fn()
		}
	}
	return true
}

// Tick lets all timers run out, then settles.
func (p *Pump) Tick() {
	p.mu.Lock()
	due := p.timers
	p.timers = nil
	p.mu.Unlock()
	for _, t := range due {
		p.mu.Lock()
		stopped := t.stopped
		p.mu.Unlock()
		if !stopped {
			t.fn()
		}
	}
	p.Settle()
}
