// Package memo keeps answers about the book until the book changes, so that going
// back to a page is free. It knows neither questions nor answers, and nobody else's
// copy of one: an answer that is kept is shared and must not be changed.
package memo

import (
	"context"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

// most is how many answers are kept.
const most = 24

// Memory keeps the answers about one open book. It may be used from several
// goroutines.
type Memory struct {
	db *store.DB

	mu    sync.Mutex
	state int64
	kept  map[string]any
	busy  map[string]chan struct{} // closed when the answer is there, or could not be had
}

// New returns an empty memory for the book.
func New(db *store.DB) *Memory {
	return &Memory{db: db, kept: map[string]any{}, busy: map[string]chan struct{}{}}
}

// Recall returns the answer under a key, or works it out; whoever asks for the same
// meanwhile waits for it. The key names all the answer depends on but the book: also
// the day, where that matters. The state of the book is asked first, so that what is
// kept is never newer than it says. A failed work is told and not kept.
func Recall[T any](ctx context.Context, m *Memory, key string, work func() (T, error)) (T, error) {
	var none T
	for {
		state, err := m.number(ctx)
		if err != nil {
			return none, err
		}
		kept, wait, done := m.ask(state, key)
		if answer, ok := kept.(T); ok {
			return answer, nil
		}
		if wait != nil {
			select {
			case <-wait:
				continue
			case <-ctx.Done():
				return none, ctx.Err()
			}
		}
		return first(m, state, key, work, done)
	}
}

// Known returns the answer kept under a key without asking whether the book has
// changed since. It may be shown at once, until Recall has said what holds.
func Known[T any](m *Memory, key string) (answer T, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	answer, ok = m.kept[key].(T)
	return answer, ok
}

// first works an answer out and keeps it before those who wait for it look again.
func first[T any](m *Memory, state int64, key string, work func() (T, error), done func()) (T, error) {
	defer done()
	answer, err := work()
	if err == nil {
		m.keep(state, key, answer)
	}
	return answer, err
}

// ask returns what is kept, or who works on it, or that the caller may.
func (m *Memory) ask(state int64, key string) (kept any, wait chan struct{}, done func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if state != m.state {
		m.state, m.kept = state, map[string]any{}
	}
	if kept, ok := m.kept[key]; ok {
		return kept, nil, nil
	}
	if wait, ok := m.busy[key]; ok {
		return nil, wait, nil
	}
	over := make(chan struct{})
	m.busy[key] = over
	return nil, nil, func() {
		m.mu.Lock()
		delete(m.busy, key)
		m.mu.Unlock()
		close(over)
	}
}

func (m *Memory) keep(state int64, key string, answer any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.state != state {
		return
	}
	if len(m.kept) >= most {
		m.kept = map[string]any{}
	}
	m.kept[key] = answer
}

func (m *Memory) number(ctx context.Context) (number int64, err error) {
	err = m.db.Read(ctx, func(q *gorm.DB) error {
		number, err = query.State(q)
		return err
	})
	return number, err
}
