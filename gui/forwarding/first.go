package forwarding

import (
	"context"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// start shows the first rows as soon as these are read, then reads the rest: sums,
// counts and what can be done with all of it come with that.
func (s *Screen) start() {
	s.first.LoadPromptly(s.host.Context(), func(ctx context.Context) (*news, error) {
		board, err := s.approval.Beginning(ctx)
		if err != nil {
			return nil, err
		}
		waits, err := s.outgo.Waits(ctx)
		return &news{board: board, waits: waits}, err
	})
}

// showFirst shows the first rows. Where there are none, or reading them failed,
// the reading of all tells.
func (s *Screen) showFirst(st async.State[*news]) {
	if st.Phase == async.Loading {
		s.states.ShowLoading()
		return
	}
	if st.Phase == async.Ready && s.board() == nil {
		if rows := rowsOf(st.Value.board); len(rows) > 0 {
			s.early = st.Value
			s.grid.SetRows(rows)
			s.ticks(rows)
			s.states.ShowContent()
		}
	}
	s.Reload()
}
