package async

import (
	"context"
	"time"
)

// patience is the moment the window waits for an answer before it draws without it.
// A frame takes about as long where the processor draws, so that what comes in time
// is seen sooner than if an empty frame had been drawn first.
const patience = 40 * time.Millisecond

// Patient is a Runner whose window can wait a moment for an answer that is nearly
// there. One moment is shared by all that a key, a click or an answer begins.
type Patient interface {
	// Await waits until done is closed, on the window's goroutine, and tells whether
	// it was.
	Await(done <-chan struct{}) bool
}

// Await waits if the Runner is Patient.
func Await(run Runner, done <-chan struct{}) bool {
	p, ok := run.(Patient)
	return ok && p.Await(done)
}

// moment ends the waiting that goes on; nil while nobody has waited since the
// window's goroutine was last free. It belongs to that goroutine.
var moment context.Context

// Await waits as long as the moment lasts.
func (r Live) Await(done <-chan struct{}) bool {
	now := moment
	if now == nil {
		var end context.CancelFunc
		now, end = context.WithTimeout(context.Background(), patience)
		moment = now
		r.UI(func() { // once the window's goroutine is free
			end()
			moment = nil
		})
	}
	select {
	case <-done:
		return true
	default:
	}
	select {
	case <-done:
		return true
	case <-now.Done():
		return false
	}
}
