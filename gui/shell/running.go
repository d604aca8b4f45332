package shell

import "sync"

// running counts the work that goes on, so that a book is closed only when
// nothing reads it. A sync.WaitGroup would not do: work may begin while another
// goroutine waits, a list that follows a change while the program ends, say. Such
// work finds its context ended and hears so from the book.
type running struct {
	mu   sync.Mutex
	none sync.Cond
	n    int
}

// begin tells that work begins.
func (r *running) begin() {
	r.mu.Lock()
	r.n++
	r.mu.Unlock()
}

// end tells that work has ended.
func (r *running) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n--
	if r.n == 0 && r.none.L != nil {
		r.none.Broadcast()
	}
}

// wait waits for a moment in which no work goes on.
func (r *running) wait() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.none.L == nil {
		r.none.L = &r.mu
	}
	for r.n > 0 {
		r.none.Wait()
	}
}
