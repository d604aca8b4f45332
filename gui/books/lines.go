package books

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/statement"
	"github.com/dropledger/dropledger/services/store"
)

// The filters of the journal, as the grid names them.
const (
	byPeriod  = "period" // two days, either may be empty
	byAccount = "account"
	byKind    = "kind"
	byOrder   = "order"
)

// line is one line of the journal: an entry, or one of its postings below it.
type line struct {
	entry   *statement.Booked
	at      int  // which posting, -1 for the entry itself
	open    bool // the postings are shown below
	account string
}

func (l line) key() string {
	if l.at < 0 {
		return strconv.FormatInt(l.entry.ID, 10)
	}
	return fmt.Sprintf("%d/%d", l.entry.ID, l.at)
}

// lines answers the grid from the journal: entries page by page, and below each
// unfolded one its postings.
type lines struct {
	db *store.DB

	mu     sync.Mutex
	ask    statement.EntryQuery
	found  *statement.Entries
	counts []int          // postings of each entry found, while all are unfolded
	stale  bool           // the journal may have changed
	all    bool           // unfolded unless named in flip
	flip   map[int64]bool // entries that are otherwise than all
	sizes  map[int64]int  // postings of entries that were unfolded
}

func newLines(db *store.DB) *lines {
	return &lines{db: db, flip: map[int64]bool{}, sizes: map[int64]int{}}
}

// queryOf is what a query of the grid means for the journal.
func queryOf(q grid.Query) statement.EntryQuery {
	ask := statement.EntryQuery{Search: q.Search}
	for _, f := range q.Filters {
		switch f.ID {
		case byPeriod:
			ask.Period = model.Period{From: model.Date(f.Values[0]), To: model.Date(f.Values[1])}
		case byAccount:
			ask.Account = f.Values[0]
		case byKind:
			ask.Kind = f.Values[0]
		case byOrder:
			ask.Order = f.Values[0]
		}
	}
	if len(q.Sort) > 0 {
		ask.ByDate, ask.Oldest = q.Sort[0].Column == "date", !q.Sort[0].Down
	}
	return ask
}

// Find implements grid.Source.
func (s *lines) Find(ctx context.Context, q grid.Query) (grid.View[line], error) {
	ask := queryOf(q)
	s.mu.Lock()
	found, counts, all := s.found, s.counts, s.all
	if s.stale || found == nil || ask != s.ask {
		found, counts = nil, nil
	}
	s.mu.Unlock()
	var err error
	if found == nil {
		if found, err = statement.FindEntries(ctx, s.db, ask); err != nil {
			return nil, err
		}
	}
	if all && counts == nil {
		if counts, err = found.Counts(ctx); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ask, s.found, s.counts, s.stale = ask, found, counts, false
	return s.view(), nil
}

// view is what is found, with what is unfolded now.
func (s *lines) view() *pageOf {
	v := &pageOf{found: s.found, account: s.ask.Account}
	if !s.all && len(s.flip) == 0 {
		return v
	}
	v.starts = make([]int32, s.found.Len()+1)
	n := int32(0)
	for i := range s.found.Len() {
		v.starts[i] = n
		n += 1 + int32(s.below(i))
	}
	v.starts[s.found.Len()] = n
	return v
}

// below is how many lines stand below the i-th entry.
func (s *lines) below(i int) int {
	id := s.found.ID(i)
	switch {
	case s.all == s.flip[id]:
		return 0
	case s.all:
		return s.counts[i]
	}
	return s.sizes[id]
}

// now is the answer given last, nil before the first.
func (s *lines) now() *statement.Entries {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.found
}

// forget lets the next answer read the journal again.
func (s *lines) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stale = true
}

// turn unfolds a folded entry and folds an unfolded one.
func (s *lines) turn(e *statement.Booked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sizes[e.ID] = len(e.Postings)
	if s.flip[e.ID] {
		delete(s.flip, e.ID)
	} else {
		s.flip[e.ID] = true
	}
}

// turnAll unfolds all entries, or folds them.
func (s *lines) turnAll(open bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all, s.counts = open, nil
	clear(s.flip)
}

// pageOf is the answer to one query: which line is what.
type pageOf struct {
	found   *statement.Entries
	starts  []int32 // the line of each entry; nil when all are folded
	account string
}

func (v *pageOf) Len() int {
	if v.starts == nil {
		return v.found.Len()
	}
	return int(v.starts[v.found.Len()])
}

func (v *pageOf) All() int                     { return v.found.All() }
func (v *pageOf) Totals() map[string]grid.Cell { return nil }

// entryAt is the entry that a line belongs to.
func (v *pageOf) entryAt(at int) int {
	if v.starts == nil {
		return at
	}
	return sort.Search(v.found.Len(), func(i int) bool { return int(v.starts[i]) > at }) - 1
}

func (v *pageOf) startOf(entry int) int {
	if v.starts == nil {
		return entry
	}
	return int(v.starts[entry])
}

func (v *pageOf) Rows(ctx context.Context, from, n int) ([]line, error) {
	from = min(max(from, 0), v.Len())
	to := min(from+n, v.Len())
	if from == to {
		return nil, nil
	}
	first, last := v.entryAt(from), v.entryAt(to-1)
	entries, err := v.found.Page(ctx, first, last-first+1)
	if err != nil {
		return nil, err
	}
	rows := make([]line, 0, to-from)
	for i := range entries {
		e := &entries[i]
		head := v.startOf(first + i)
		open := v.startOf(first+i+1)-head > 1
		for at := max(head, from); at < min(v.startOf(first+i+1), to); at++ {
			rows = append(rows, line{entry: e, at: at - head - 1, open: open, account: v.account})
		}
	}
	return rows, nil
}

// Index implements grid.View. A posting of a folded entry has no place.
func (v *pageOf) Index(_ context.Context, key string) (int, error) {
	entry, posting, below := strings.Cut(key, "/")
	id, err := strconv.ParseInt(entry, 10, 64)
	if err != nil {
		return -1, nil
	}
	i := v.found.Index(id)
	if i < 0 || !below {
		if i >= 0 {
			i = v.startOf(i)
		}
		return i, nil
	}
	n, err := strconv.Atoi(posting)
	if at := v.startOf(i) + 1 + n; err == nil && n >= 0 && at < v.startOf(i+1) {
		return at, nil
	}
	return v.startOf(i), nil
}

// filter returns the values of a filter, none when it is off.
func filter(all []grid.Filter, id string) []string {
	i := slices.IndexFunc(all, func(f grid.Filter) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return all[i].Values
}
