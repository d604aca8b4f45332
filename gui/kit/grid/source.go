package grid

import (
	"context"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// Order is one column to sort by.
type Order struct {
	Column string `json:"column"`
	Down   bool   `json:"down,omitempty"`
}

// Filter keeps rows that fit one of some values; what they mean the source knows.
type Filter struct {
	ID     string   `json:"id"`
	Values []string `json:"values"`
}

// Query is what a person wants to see. A row fits when it fits the search and
// every filter.
type Query struct {
	Search  string // words apart by spaces; each must occur in the visible text of the row
	Filters []Filter
	Sort    []Order  // the first decides, then the next, then the key
	Columns []string // IDs of the visible columns
}

// Source answers queries over rows that are not all in memory.
type Source[R any] interface {
	// Find is called away from the window's goroutine; a newer query ends ctx.
	Find(ctx context.Context, q Query) (View[R], error)
}

// View is the answer to a Query. It must not change, whatever is written
// meanwhile: an identity list taken by Find. Rows, Index and Keys are called away
// from the window's goroutine, several at once.
type View[R any] interface {
	Len() int                // rows that fit
	All() int                // rows there are without search and filters
	Totals() map[string]Cell // over all rows that fit, by column ID
	// Rows reads n rows beginning with the from-th, fewer at the end.
	Rows(ctx context.Context, from, n int) ([]R, error)
	// Index is the place of a key, -1 when it does not fit the query.
	Index(ctx context.Context, key string) (int, error)
}

// Beginner is a View that may hold only the first rows while the rest is still
// read: the footer does not count them, and there are no totals yet.
type Beginner interface {
	Beginning() bool
}

// Keyer is a View that tells keys without reading rows: it makes selecting
// thousands of rows quick.
type Keyer interface {
	Keys(ctx context.Context, from, n int) ([]string, error)
}

const (
	pageRows = 128 // rows of a page
	keepPage = 48  // pages kept
)

// pages reads the rows of a View as they are looked at. All methods are for the
// window's goroutine.
type pages[R any] struct {
	ctx    context.Context
	run    async.Runner
	view   View[R]
	got    map[int][]R
	asked  map[int]context.CancelFunc
	recent []int        // pages got, the one looked at last at the end
	failed map[int]bool // pages that could not be read
	err    error        // why
	came   func()       // rows came, or could not be read
	busy   bool         // the board is looking: it draws what comes at once itself
	closed bool
}

func newPages[R any](ctx context.Context, run async.Runner, view View[R]) *pages[R] {
	return &pages[R]{ctx: ctx, run: run, view: view, got: map[int][]R{}, asked: map[int]context.CancelFunc{}, failed: map[int]bool{}}
}

// row is a row that was read already.
func (p *pages[R]) row(i int) (R, bool) {
	rows := p.got[i/pageRows]
	if at := i % pageRows; at < len(rows) {
		return rows[at], true
	}
	var none R
	return none, false
}

// put keeps a page that was read along with the view.
func (p *pages[R]) put(page int, rows []R) {
	if _, ok := p.got[page]; !ok {
		p.recent = append(p.recent, page)
	}
	p.got[page] = rows
	for len(p.recent) > keepPage {
		delete(p.got, p.recent[0])
		p.recent = p.recent[1:]
	}
}

// look says that the rows from first to last are seen: what is missing is asked
// for, with a page before and one after, and what is no longer near is not read.
func (p *pages[R]) look(first, last int) {
	p.busy = true
	defer func() { p.busy = false }()
	from, to := first/pageRows, last/pageRows
	for page, stop := range p.asked {
		if page < from-1 || page > to+1 {
			stop()
			delete(p.asked, page)
		}
	}
	for page := from; page <= to; page++ {
		p.touch(page)
		p.ask(page)
	}
	p.ask(to + 1)
	p.ask(from - 1)
}

// touch marks a page as looked at.
func (p *pages[R]) touch(page int) {
	n := len(p.recent)
	if n == 0 || p.recent[n-1] == page {
		return
	}
	for i, r := range p.recent {
		if r == page {
			copy(p.recent[i:], p.recent[i+1:])
			p.recent[n-1] = page
			return
		}
	}
}

func (p *pages[R]) ask(page int) {
	if page < 0 || page*pageRows >= p.view.Len() || p.closed || p.failed[page] {
		return
	}
	if _, ok := p.got[page]; ok || p.asked[page] != nil {
		return
	}
	ctx, cancel := context.WithCancel(p.ctx)
	p.asked[page] = cancel
	p.run.Go(func() {
		rows, err := p.view.Rows(ctx, page*pageRows, pageRows)
		p.run.UI(func() {
			gone := ctx.Err() != nil
			cancel()
			if p.closed || gone {
				return
			}
			delete(p.asked, page)
			if err != nil {
				p.failed[page], p.err = true, err
			} else {
				p.put(page, rows)
			}
			if !p.busy {
				p.came()
			}
		})
	})
}

// close stops reading.
func (p *pages[R]) close() {
	p.closed = true
	for _, stop := range p.asked {
		stop()
	}
	clear(p.asked)
}
