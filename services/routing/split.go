package routing

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/store"
)

// Portion is a number of pieces and the offer they go to, one of those that Survey
// or SurveyLine lists.
type Portion struct {
	Offer    int64
	Quantity model.Quantity
}

// Split asks to divide among offers what an allocation holds, or with Allocation
// 0 what a Line still needs; with one share that is a choice by hand. Of an
// allocation all pieces have to go somewhere; of a line the rest goes on waiting.
type Split struct {
	Allocation int64
	Line       int64
	Shares     []Portion
	Why        string // kept with the choices and in the history
}

// Divided is what a Split made: allocations in the order of its shares, in place
// of Old, 0 when the pieces had no supplier.
type Divided struct {
	Old       int64
	New       []int64
	OrderID   int64
	Suppliers []string
	Cancelled allocation.Cancelled
}

// SplitTx divides pieces among the offers a person chose, each judged by the
// same gates as routing does, a rule alone excepted; all or nothing. Every part
// is remembered as chosen by hand. The caller gathers purchase orders and brings
// the books along, as after RerouteTx.
func SplitTx(tx *store.Tx, s Split) (Divided, error) {
	r, err := newRun(tx, nil)
	if err != nil {
		return Divided{}, err
	}
	l, q, err := r.asked(&s)
	if err != nil {
		return Divided{}, err
	}
	if err := s.check(l, q); err != nil {
		return Divided{}, err
	}
	done := Divided{Old: s.Allocation, OrderID: l.OrderID}
	if s.Allocation != 0 {
		if done.Cancelled, err = allocation.Cancel(tx, s.Allocation, s.why()); err != nil {
			return Divided{}, err
		}
	}
	for _, part := range s.Shares {
		delete(r.packed, l.OrderID)
		if err := r.pack(l.OrderID, 0); err != nil {
			return Divided{}, err
		}
		id, who, err := r.giveShare(l, part, &s)
		if err != nil {
			return Divided{}, err
		}
		done.New, done.Suppliers = append(done.New, id), append(done.Suppliers, who)
	}
	return done, r.unhold(l, q, s.total())
}

// asked finds the line and how many of its pieces can be divided.
func (r *run) asked(s *Split) (*line, model.Quantity, error) {
	if s.Allocation != 0 {
		return given(r.q, s.Allocation)
	}
	l, err := lineOf(r.q, s.Line)
	if err != nil {
		return nil, 0, err
	}
	if h, held := r.holds[l.OrderID]; held {
		return nil, 0, model.Errorf(model.Refused, "Order %s is held: %s Release it first; nothing was changed.", l.Number, h.Reason)
	}
	q, why := l.toRoute()
	if why != nil {
		return nil, 0, model.Errorf(model.Refused, "%s Nothing was changed.", why.reason)
	}
	if q == 0 {
		return nil, 0, model.Errorf(model.Refused, "Line %d of order %s needs no supplier any more: load it again.", l.Position, l.Number)
	}
	return l, q, nil
}

// check refuses shares that are no division of the pieces.
func (s *Split) check(l *line, q model.Quantity) error {
	if len(s.Shares) == 0 {
		return model.FieldErrorf("shares", "Say who gets how many pieces of %s.", l.label())
	}
	seen := map[int64]bool{}
	for _, part := range s.Shares {
		switch {
		case part.Quantity <= 0:
			return model.FieldErrorf("quantity", "Each supplier gets at least one piece of %s.", l.label())
		case part.Offer == 0:
			return model.FieldErrorf("supplier", "Say who gets %d of %s.", part.Quantity, l.label())
		case seen[part.Offer]:
			return model.FieldErrorf("supplier", "One supplier stands twice: add its pieces together.")
		}
		seen[part.Offer] = true
	}
	switch sum := s.total(); {
	case sum > q:
		return model.FieldErrorf("quantity", "The parts add up to %d pieces, and there are %d of %s.", sum, q, l.label())
	case sum < q && s.Allocation != 0:
		return model.FieldErrorf("quantity", "The parts add up to %d pieces of %d: say who gets the others.", sum, q)
	}
	return nil
}

func (s *Split) total() model.Quantity {
	var sum model.Quantity
	for _, part := range s.Shares {
		sum += part.Quantity
	}
	return sum
}

func (s *Split) why() string {
	if s.Why == "" {
		return "divided by hand"
	}
	return s.Why
}

// giveShare gives one part to the offer it was chosen for.
func (r *run) giveShare(l *line, part Portion, s *Split) (int64, string, error) {
	all, err := r.candidates(l, part.Quantity)
	if err != nil {
		return 0, "", err
	}
	c := prefer(all, func(c *candidate) bool { return c.offer.ID == part.Offer })
	if c == nil {
		return 0, "", model.Errorf(model.NotFound, "An offer is no longer one for %s: look at the suppliers again.", l.label())
	}
	c.overrule()
	if c.gate != "" {
		return 0, "", model.Errorf(model.Refused, "%s cannot take %d x %s: %s. Nothing was changed.", c.supplier.Name, part.Quantity, l.label(), c.reason)
	}
	x := pick{line: l, quantity: part.Quantity, all: all, by: &choice{c.supplier.ID, c.supplier.Name, s.Why}}
	if len(s.Shares) > 1 {
		x.because = []string{fmt.Sprintf("%d of %d pieces were given to %s by hand.", part.Quantity, s.total(), c.supplier.Name)}
	}
	who := c.supplier.Name
	id, err := r.give(&x)
	return id, who, err
}

// unhold takes the line from the held ones when nothing of it waits any more.
func (r *run) unhold(l *line, needed, got model.Quantity) error {
	if got < needed {
		return nil
	}
	return r.tx.Exec(`DELETE FROM held_line WHERE line_id = ? AND code <> ?`, l.ID, byHand).Error
}

// UndoSplitTx takes a Split back: the former allocation stands again as it was,
// or the pieces wait again. It returns the allocation's id, 0 for none. Parts
// that have been forwarded, or taken back otherwise, are refused.
func UndoSplitTx(tx *store.Tx, done Divided) (int64, error) {
	for _, id := range done.New {
		if _, err := allocation.Cancel(tx, id, "the division of "+strings.Join(done.Suppliers, ", ")+" was taken back"); err != nil {
			return 0, err
		}
	}
	if done.Old == 0 {
		return 0, nil
	}
	return again(tx, done.Old)
}
