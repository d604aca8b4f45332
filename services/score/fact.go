package score

import (
	"cmp"

	"github.com/dropledger/dropledger/model"
)

// fact is what one supplier made of one order. Days are numbers, 0 unknown.
type fact struct {
	supplier, order int64
	lane            lane
	placed          int
	sent            int // when the supplier was asked; 0 when a shop did it
	due, shipBy     int // the customer's promise
	ended           int // when the shop called the order off
	left, arrived   int // the last of its pieces
	fulfilled       int // when the shop says it left
	want            int64
	refused         int64 // pieces of purchase orders that the supplier refused
	gone, got       int64 // pieces that left, and that reached the customer
	asked, tracked  bool  // by a purchase order; a parcel is known
	short           bool  // the supplier answered that it has less
	faults          uint8 // kinds of defects told by cases, a bit each

	refusedOn, shortOn int       // when the supplier said so, 0 at once
	told               faultDays // when cases first told of the faults, 0 at once
}

// faultDays are the days of the first case of each kind of defect.
type faultDays [6]int

// on is the order as it was known on a day; false before the supplier had to do
// with it. What was agreed later about the pieces counts as if it always had been.
func (f *fact) on(day int) (fact, bool) {
	from := f.sent
	if !f.asked {
		from = cmp.Or(f.fulfilled, f.left, f.placed)
	}
	if max(from, f.placed) > day {
		return fact{}, false
	}
	k := *f
	if k.left > day {
		k.left, k.gone = 0, 0
	}
	if k.arrived > day {
		k.arrived, k.got = 0, 0
	}
	if k.ended > day {
		k.ended = 0
	}
	if k.refusedOn > day {
		k.refused = 0
	}
	if k.shortOn > day {
		k.short = false
	}
	for i, told := range k.told {
		if told > day {
			k.faults &^= 1 << i
		}
	}
	return k, true
}

// lane is a way goods go: a country and a service, "" unknown.
type lane struct{ country, service string }

// grade is what one metric says of an order.
type grade int8

const (
	uncounted grade = iota // not known, or not yet
	bad
	good
)

func graded(ok bool) grade {
	if ok {
		return good
	}
	return bad
}

// endless is the time of a parcel that did not come when it was due.
const endless = 1 << 20

// verdict is what the metrics about orders say of one. Lead is in days, -1
// uncounted. Late tells that it is overdue today and nobody has it.
type verdict struct {
	dispatch, otd, otif, odr, cancelled grade
	lead                                int
	late                                bool
	faults                              uint8
}

var (
	spoiled = bits(model.CaseWrong, model.CaseIncomplete, model.CaseLost)
	isLate  = bits(model.CaseLate)
)

// bits are the marks of kinds of defects.
func bits(kinds ...model.CaseKind) (mask uint8) {
	for i, k := range model.DefectKinds() {
		for _, x := range kinds {
			if x == k {
				mask |= 1 << i
			}
		}
	}
	return mask
}

// judge grades an order as it stands today. What is overdue and has not come is
// late now, a refusal is late for ever, and what is not due yet says nothing.
// Orders called off before they were due say nothing either; called off later
// they were late. Of what a shop has sent without a parcel the delivery is not
// known. Source: domain rule 3.3.
func (f *fact) judge(today int) verdict {
	v := verdict{lead: -1, faults: f.faults}
	s := f.stands(today)
	if s.off && f.faults == 0 {
		return v
	}
	v.late = s.known && s.overdue && !s.refused && !s.off
	if v.late && f.faults == 0 {
		v.faults = isLate
	}
	v.otd, v.otif = f.arrives(&s)
	if s.decided || f.faults != 0 {
		v.odr, v.cancelled = graded(v.faults == 0), graded(!s.refused && !f.short)
	}
	v.dispatch = f.leaves(today, &s)
	v.lead = f.took(s.came, v.late)
	return v
}

// arrives grades the delivery: on time, and on time and in full.
func (f *fact) arrives(s *standing) (onTime, inFull grade) {
	if !s.known || s.off || !s.decided {
		return uncounted, uncounted
	}
	ok := s.came && !s.refused && f.arrived <= f.due
	return graded(ok), graded(ok && f.faults&spoiled == 0)
}

// standing is how an order stands on a day.
type standing struct {
	known   bool // whether it arrived can be known
	came    bool // all of it
	refused bool // some of it, by the supplier
	overdue bool
	off     bool // called off before it was due
	decided bool
}

func (f *fact) stands(today int) standing {
	s := standing{known: f.asked || f.tracked, came: f.got >= f.want, refused: f.refused > 0}
	s.overdue = f.due < today && !s.came
	s.off = f.ended > 0 && f.ended <= f.due && !s.came && !s.refused
	s.decided = s.came || s.overdue || s.refused
	return s
}

// leaves grades the dispatch, where the customer was promised a day of it.
func (f *fact) leaves(today int, s *standing) grade {
	all := f.gone >= f.want
	if f.shipBy == 0 || s.off || !all && !s.refused && f.shipBy >= today {
		return uncounted
	}
	return graded(all && !s.refused && f.left <= f.shipBy)
}

// took is the time from when the supplier was asked, or the order came in, to
// the door.
func (f *fact) took(came, late bool) int {
	from := f.asking()
	switch {
	case came && f.got > 0 && f.arrived >= from:
		return f.arrived - from
	case late:
		return endless
	}
	return -1
}

// asking is the day the supplier was asked, else the one the order came in.
func (f *fact) asking() int { return cmp.Or(f.sent, f.placed) }
