package forward

import "github.com/dropledger/dropledger/services/job"

// stages are the two halves of the way out: what is made of some purchase
// orders, and how these then leave. Only the second changes the book or what
// suppliers see.
type stages struct {
	p     *job.Progress
	name  string // what people read while it goes on
	make  func([]int64) ([]*sending, error)
	leave func([]*sending) error
}

// made is what came of the first half.
type made struct {
	all    []*sending
	err    error
	defect any
}

// inTurn takes purchase orders out some at a time, in their order, and makes the
// documents of the next while those before leave. When it ends early, what was
// made ahead is thrown away: nothing was noted of it.
func (w *work) inTurn(ids []int64, s *stages) error {
	lots := inLots(ids)
	var next chan made
	defer func() {
		if next != nil {
			discard((<-next).all)
		}
	}()
	done := 0
	for i, lot := range lots {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		s.p.Step(int64(done), int64(len(ids)), s.name)
		if next == nil {
			next = s.ahead(lot)
		}
		m := <-next
		next = nil
		switch {
		case m.defect != nil:
			panic(m.defect) // the job makes an error of it
		case m.err != nil:
			return m.err
		case i > 0 && i+1 < len(lots):
			next = s.ahead(lots[i+1])
		}
		if err := s.leave(m.all); err != nil {
			return err
		}
		done += len(lot)
	}
	return nil
}

// inLots says what goes together: the first by itself, so that a person sees at
// once that it works; then more and more, up to most.
func inLots(ids []int64) [][]int64 {
	var lots [][]int64
	for size := 1; len(ids) > 0; size = min(2*size, most) {
		n := min(size, len(ids))
		lots = append(lots, ids[:n])
		ids = ids[n:]
	}
	return lots
}

// ahead makes the documents of some purchase orders beside what else goes on.
func (s *stages) ahead(ids []int64) chan made {
	ready := make(chan made, 1)
	go func() {
		var m made
		defer func() {
			m.defect = recover()
			ready <- m
		}()
		m.all, m.err = s.make(ids)
	}()
	return ready
}
