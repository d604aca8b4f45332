// Package event tells parts of the program that something in the book changed.
//
// A Topic delivers ids, never objects: whoever hears an event reads the book
// again. Services publish from store.Tx.After, so an event exists only for what
// is really in the file. The package must not know what the ids stand for, what
// a screen is, or how the book is stored.
package event

import (
	"slices"
	"sync"
)

// Topic delivers events of one type to its subscribers in the order in which
// they subscribed. The zero Topic is ready to use; it must not be copied.
type Topic[E any] struct {
	mu   sync.Mutex
	next int
	subs []subscriber[E]
}

type subscriber[E any] struct {
	id int
	fn func(E)
}

// Subscribe calls fn for every event published from now on, until unsubscribe
// is called. fn runs on the publisher's goroutine and must not block; it may
// subscribe, unsubscribe and publish. Calling unsubscribe twice is harmless.
func (t *Topic[E]) Subscribe(fn func(E)) (unsubscribe func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next++
	id := t.next
	// The slice is replaced, never changed in place: Publish walks it unlocked.
	t.subs = append(slices.Clip(t.subs), subscriber[E]{id, fn})
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.subs = slices.DeleteFunc(slices.Clone(t.subs), func(s subscriber[E]) bool { return s.id == id })
	}
}

// Publish calls every subscriber with e. A subscriber that joins or leaves
// while the event is delivered counts from the next event on.
func (t *Topic[E]) Publish(e E) {
	t.mu.Lock()
	subs := t.subs
	t.mu.Unlock()
	for _, s := range subs {
		s.fn(e)
	}
}
