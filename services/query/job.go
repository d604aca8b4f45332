package query

import (
	"cmp"
	"context"
	"database/sql"
	"sync"
	"sync/atomic"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/store"
)

// Job is reading that falls into parts which do not need each other. Before
// runs first and says how many parts there are; Part does the one with that
// number. Two parts may run at once, so that each keeps its result apart.
type Job struct {
	Before func(q *gorm.DB) (parts int, err error)
	Part   func(q *gorm.DB, number int) error
}

// unhurried is the key under which a context says that nobody waits.
type unhurried struct{}

// Unhurried lets jobs with the context, and with those made from it, use one
// connection alone: nobody waits for them, and what somebody waits for finds another
// and a processor beside them.
func Unhurried(ctx context.Context) context.Context {
	return context.WithValue(ctx, unhurried{}, true)
}

// Run does all parts on one state of the book. Unless the context is Unhurried, a
// second connection takes parts as well once it has made sure that it sees the same
// state as the first; if it sees a later one, or gets no connection in time, the
// first does all of them.
func (j Job) Run(ctx context.Context, db *store.DB) error {
	return db.Read(ctx, func(q *gorm.DB) error {
		n, err := j.Before(q)
		if err != nil || n < 2 || ctx.Value(unhurried{}) != nil {
			for i := 0; i < n && err == nil; i++ {
				err = j.Part(q, i)
			}
			return err
		}
		seen, err := State(q)
		if err != nil {
			return err
		}
		s := &share{part: j.Part, parts: int64(n)}
		waiting, stop := context.WithCancel(ctx)
		defer stop()
		var helper sync.WaitGroup
		var failed error
		helper.Go(func() { failed = s.help(waiting, db, seen) })
		err = s.work(q)
		if err != nil || s.begun.CompareAndSwap(false, true) {
			stop() // nothing is left for the helper to do
		}
		helper.Wait()
		return cmp.Or(err, failed)
	})
}

// share deals the parts out.
type share struct {
	part  func(q *gorm.DB, number int) error
	parts int64
	next  atomic.Int64
	begun atomic.Bool // the helper takes parts, or came too late to do so
}

func (s *share) work(q *gorm.DB) error {
	for {
		i := s.next.Add(1) - 1
		if i >= s.parts {
			return nil
		}
		if err := s.part(q, int(i)); err != nil {
			s.next.Store(s.parts)
			return err
		}
	}
}

// help works beside the first connection. What goes wrong before it has taken a
// part is no failure: the first connection does the work.
func (s *share) help(ctx context.Context, db *store.DB, seen int64) error {
	var failed error
	_ = db.Read(ctx, func(q *gorm.DB) error {
		now, err := State(q)
		if err == nil && now == seen && s.begun.CompareAndSwap(false, true) {
			failed = s.work(q)
		}
		return failed
	})
	return failed
}

// State tells states of the book apart: every change counts itself. Asking
// also fixes the state that a connection reads from then on.
func State(q *gorm.DB) (number int64, err error) {
	err = New(`SELECT number FROM commit_count`).Each(q, func(r *sql.Rows) error { return r.Scan(&number) })
	return number, err
}

// Range is a piece of a table: the ids from From to To, both included.
type Range struct{ From, To int64 }

// pieces is how many ranges a table is cut into: more than two, so that of two
// connections neither waits long for the other at the end.
const pieces = 8

// Ranges cuts a table into ranges of ascending ids, none when it is empty.
func Ranges(q *gorm.DB, table, id string) ([]Range, error) {
	var low, high sql.NullInt64
	// Asked for one by one, each is a look at one end of the index.
	err := New(`SELECT (SELECT MIN(`+id+`) FROM `+table+`), (SELECT MAX(`+id+`) FROM `+table+`)`).Each(q, func(r *sql.Rows) error { return r.Scan(&low, &high) })
	if err != nil || !low.Valid {
		return nil, err
	}
	var all []Range
	step := (high.Int64-low.Int64)/pieces + 1
	for from := low.Int64; from <= high.Int64; from += step {
		all = append(all, Range{from, min(from+step-1, high.Int64)})
	}
	return all, nil
}

// Within appends " AND column lies in the range".
func (t *Text) Within(column string, r Range) *Text {
	return t.Add(" AND "+column+" >= ? AND "+column+" <= ?", r.From, r.To)
}
