package shell

import (
	"context"
	"time"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// countPause gathers the changes of one piece of work into one counting.
const countPause = 300 * time.Millisecond

// recount asks how much waits.
func (s *Shell) recount() {
	b := s.book
	if b == nil || s.cfg.Count == nil {
		return
	}
	s.counts.Load(b.ctx, func(ctx context.Context) (Counts, error) { return s.cfg.Count(ctx, b.Book) })
}

// counted shows how much waits. What could not be counted shows no number; a
// wrong one would be worse.
func (s *Shell) counted(c async.State[Counts]) {
	switch c.Phase {
	case async.Ready:
		s.rail.counted(c.Value)
	case async.Failed:
		s.cfg.Log.Warn("not counted", "err", cause(c.Err))
		s.rail.counted(nil)
	}
}
