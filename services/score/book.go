package score

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model/calc"
)

// cell counts observations of one day: n of them, of which good is how well they
// went, a whole one each at best.
type cell struct{ n, good int64 }

// book is what is known of one supplier, added up by day.
type book struct {
	days    map[int]*[metrics]cell
	kinds   [6]int64 // orders with each kind of defect
	refused int64    // orders refused, and answered with less, of those decided
	short   int64
	decided int64
	late    int64 // overdue today
	untold  int64 // orders that left, of which nobody knows whether they arrived
	waiting int64 // orders that are not due yet
	lanes   map[lane][]int
	answers []int // days to an acknowledgement
	replies []int // days to the answer to a claim
	orders  []int64

	questions []int // hours to the answer to a question
}

func newBook() *book { return &book{days: map[int]*[metrics]cell{}, lanes: map[lane][]int{}} }

func (b *book) add(day, metric int, share int64) {
	d := b.days[day]
	if d == nil {
		d = &[metrics]cell{}
		b.days[day] = d
	}
	d[metric].n++
	d[metric].good += share
}

func (b *book) grade(day, metric int, g grade) {
	switch g {
	case good:
		b.add(day, metric, whole)
	case bad:
		b.add(day, metric, 0)
	}
}

// take adds an order by the day it came in.
func (b *book) take(f *fact, v *verdict) {
	b.orders = append(b.orders, f.order)
	b.grade(f.placed, dispatch, v.dispatch)
	b.grade(f.placed, otd, v.otd)
	b.grade(f.placed, otif, v.otif)
	b.grade(f.placed, odr, v.odr)
	b.grade(f.placed, cancelled, v.cancelled)
	if v.lead >= 0 {
		b.lanes[f.lane] = append(b.lanes[f.lane], v.lead)
	}
	if v.late {
		b.late++
	}
	switch {
	case v.odr == uncounted && f.ended == 0:
		b.waiting++
	case v.odr != uncounted && !f.asked && !f.tracked:
		b.untold++
	}
	if v.odr == uncounted {
		return
	}
	b.decided++
	if f.refused > 0 {
		b.refused++
	}
	if f.short {
		b.short++
	}
	for i := range b.kinds {
		if v.faults&(1<<i) != 0 {
			b.kinds[i]++
		}
	}
}

// measure is a metric added up over time: n observations, their plain mean, the
// mean by weight, and how many equal observations the weighted ones are worth.
type measure struct {
	n                       int64
	plain, recent, evidence decimal.Decimal
}

// measure adds one metric up. The newest observation counts in full, so that
// months without orders change nothing.
func (b *book) measure(r *rules, metric int) measure {
	newest := 0
	for day, d := range b.days {
		if d[metric].n > 0 {
			newest = max(newest, day)
		}
	}
	var m measure
	var good, sum, squares, fair int64
	for day, d := range b.days {
		c := d[metric]
		if c.n == 0 {
			continue
		}
		w := r.weight(newest - day)
		m.n, good = m.n+c.n, good+c.good
		sum, squares = sum+w*c.n, squares+w*w/scale*c.n
		fair += w*(c.good/whole) + w*(c.good%whole)/whole
	}
	if m.n == 0 {
		return m
	}
	m.plain = decimal.NewFromInt(good).DivRound(decimal.NewFromInt(m.n*whole), 18)
	m.recent = decimal.Min(one, decimal.NewFromInt(fair).DivRound(decimal.NewFromInt(sum), 18))
	m.evidence = calc.Evidence(decimal.New(sum, -scaleDigits), decimal.New(squares, -scaleDigits)).Round(18)
	return m
}

// span counts a metric between two days, the last not included.
func (b *book) span(metric, from, to int) (n, good int64) {
	for day, d := range b.days {
		if day >= from && day < to {
			n, good = n+d[metric].n, good+d[metric].good
		}
	}
	return n, good
}

// times is the percentile of days, nil without any or where it lies among those
// that did not come: it is not reachable.
func times(days []int, p decimal.Decimal) decimal.NullDecimal {
	values := make([]decimal.Decimal, len(days))
	for i, d := range days {
		values[i] = decimal.NewFromInt(int64(d))
	}
	v := calc.Percentile(values, p)
	if v.Valid && v.Decimal.GreaterThanOrEqual(decimal.NewFromInt(reachable)) {
		return decimal.NullDecimal{}
	}
	return v
}

// reachable are more days than any parcel takes.
const reachable = 5_000

// all joins the times of the lanes.
func (b *book) all() []int {
	var days []int
	for _, d := range b.lanes {
		days = append(days, d...)
	}
	slices.Sort(days)
	return days
}

var (
	half   = decimal.New(5, -1)
	ninety = decimal.New(9, -1)
)
