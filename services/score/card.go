package score

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Card is what a supplier is worth. Scores are on 0 to 100 and unknown while
// nothing is known: never 100 for want of facts.
type Card struct {
	ID    int64
	Name  string
	Type  model.SourcingType
	Stage model.Stage
	Class string // A to D, "" while too little is known
	Trust string // how far the orders carry the score, in words
	Score decimal.NullDecimal
	// Share is how much of the score vetting is, in percent.
	Share       decimal.NullDecimal
	Failed      []string // gates that are not passed: no class above D
	Vetted      Vetted
	Performance Performance
	Lift        *Lift   // only of a single card
	Months      []Month // only where they were asked for

	nameKey string
	rules   *rules
	sums    [metrics]measure
}

// Performance is what the orders tell. Observed is the mean of the metrics' points
// as they are; Score draws it towards the middle while there are few orders, and
// keeps it within Low and High, the bounds of 95 % confidence. N counts the orders
// that are decided: delivered, overdue, refused or complained about.
type Performance struct {
	Score, Observed, Low, High decimal.NullDecimal
	N, Waiting, Late, Untold   int64
	Coverage                   decimal.NullDecimal // weight of the metrics with data, in percent
	Metrics                    []Metric
	Refused, Short             decimal.NullDecimal // orders, in percent
	Kinds                      []Kind
	Lead                       Times
	Lanes                      []Lane
	Answer, Reply              Times               // to purchase orders, and to claims
	Question                   Times               // hours to the answer to what was asked in talks
	SameDay                    decimal.NullDecimal // such answers within 24 hours, in percent
}

// Metric is one figure of a card. Value, Recent, Low and High are in percent:
// Value plainly of N, Recent with older ones fading, Low and High its bounds. A
// Bad one counts what went wrong. Points are what it earns on 0 to 100, and Drawn
// the same drawn towards the opinion while there are few; Weight is its share of
// all weights, Counts what it counts in this score, in percent, and Adds what it
// contributes. Trend is the change of Value from the half-life before to the
// newest one, in points of percent; nil with fewer than 5 orders in either.
type Metric struct {
	Key, Label               string
	Bad                      bool
	N                        int64
	Evidence                 decimal.Decimal
	Value, Recent, Low, High decimal.NullDecimal
	Points, Drawn            decimal.NullDecimal
	Weight, Counts, Adds     decimal.NullDecimal
	Trend                    decimal.NullDecimal
	Cohorts                  []Cohort
}

// Cohort is the orders of a month. An open one may still get worse.
type Cohort struct {
	Month string // 2026-03
	N     int64
	Value decimal.Decimal
	Open  bool
}

// Kind counts the orders with a kind of defect; Value in percent of those decided.
type Kind struct {
	Kind  model.CaseKind
	N     int64
	Value decimal.NullDecimal
}

// Times are days that half and nine in ten took at most. Of n known ones those
// that never came are the longest: a percentile among them is unknown.
type Times struct {
	N        int
	P50, P90 decimal.NullDecimal
}

// Lane is how long a way took.
type Lane struct {
	Country, Service string
	Times
}

// The words for how far a score can be trusted. Source: domain rule 3.4.
const (
	NotRated    = "not rated"
	TestPhase   = "test phase"
	Provisional = "provisional"
	Rated       = "rated"

	fewOrders, enoughOrders = 3, 10
)

// enoughKnown is the share of the weights, in percent, below which a score is
// provisional however many orders there are. Source: domain rule 3.1.
var enoughKnown = decimal.NewFromInt(60)

func trust(n int64, coverage decimal.NullDecimal) string {
	switch {
	case n == 0:
		return NotRated
	case n < fewOrders:
		return TestPhase
	case n < enoughOrders, coverage.Decimal.LessThan(enoughKnown):
		return Provisional
	}
	return Rated
}

// card draws up the card of a supplier from what is known of it; b may be nil.
func (r *rules) card(w supplier, b *book, v Vetted) Card {
	if b == nil {
		b = newBook()
	}
	c := Card{ID: w.ID, Name: w.Name, Type: w.Type, Stage: w.Stage, Vetted: v, nameKey: w.NameKey, rules: r}
	for i := range c.sums {
		c.sums[i] = b.measure(r, i)
	}
	o := r.weigh(c.sums, v.Score)
	c.Score, c.Share, c.Trust = o.score, o.share, trust(b.decided, o.coverage)
	p := Performance{
		Score: o.performance, Observed: o.observed, Low: o.low, High: o.high, Coverage: o.coverage, N: b.decided, Waiting: b.waiting, Late: b.late, Untold: b.untold,
		Refused: shareOf(b.refused, b.decided), Short: shareOf(b.short, b.decided),
		Lead: timesOf(b.all()), Answer: timesOf(b.answers), Reply: timesOf(b.replies), Question: timesOf(b.questions), SameDay: within(b.questions, hoursADay),
	}
	for i, k := range model.DefectKinds() {
		p.Kinds = append(p.Kinds, Kind{k, b.kinds[i], shareOf(b.kinds[i], b.decided)})
	}
	for i := range c.sums {
		p.Metrics = append(p.Metrics, r.metric(i, b, &c.sums[i], &o.parts[i]))
	}
	for l, days := range b.lanes {
		p.Lanes = append(p.Lanes, Lane{l.country, l.service, timesOf(days)})
	}
	slices.SortFunc(p.Lanes, func(a, b Lane) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Service, b.Service))
	})
	c.Performance = p
	for _, g := range v.Gates {
		if g.Passed != nil && !*g.Passed {
			c.Failed = append(c.Failed, g.Name)
		}
	}
	c.Class = c.classOf(c.Score)
	return c
}

// classOf is the class a score makes for the supplier: none while nobody vetted
// it and fewer than three orders are decided, and D while a gate is not passed.
func (c *Card) classOf(score decimal.NullDecimal) string {
	switch {
	case !score.Valid || !c.Vetted.Score.Valid && c.Performance.N < fewOrders:
		return ""
	case len(c.Failed) > 0:
		return "D"
	}
	return c.rules.class(score)
}

// metric lays one figure out.
func (r *rules) metric(i int, b *book, m *measure, p *part) Metric {
	a := &abouts[i]
	x := Metric{Key: a.key, Label: a.label, Bad: a.bad, N: m.n, Evidence: m.evidence, Points: p.points, Drawn: p.drawn, Counts: p.counts, Adds: p.adds}
	if r.all.IsPositive() {
		x.Weight = decimal.NewNullDecimal(r.weights[i].Mul(hundred).DivRound(r.all, 18))
	}
	if m.n == 0 {
		return x
	}
	tell := func(share decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(told(share, a.bad)) }
	x.Value, x.Recent, x.Low, x.High = tell(m.plain), tell(m.recent), tell(p.low), tell(p.high)
	if a.bad {
		x.Low, x.High = x.High, x.Low
	}
	x.Cohorts, x.Trend = r.cohorts(b, i), r.trend(b, i)
	return x
}

// told is a share of good ones in percent, of bad ones where those are told.
func told(share decimal.Decimal, bad bool) decimal.Decimal {
	if bad {
		share = one.Sub(share)
	}
	return share.Mul(hundred)
}

// cohorts lists the months, the earliest first.
func (r *rules) cohorts(b *book, metric int) []Cohort {
	months := map[string]*cell{}
	for day, d := range b.days {
		if d[metric].n == 0 {
			continue
		}
		key := dated(day).Month()
		if months[key] == nil {
			months[key] = &cell{}
		}
		months[key].n += d[metric].n
		months[key].good += d[metric].good
	}
	all := make([]Cohort, 0, len(months))
	for key, c := range months {
		last := ordinal(model.Date(key + "-01").AddDays(31)) // never before its last day
		all = append(all, Cohort{key, c.n, told(mean(c.good, c.n), abouts[metric].bad), last > r.today-r.open})
	}
	slices.SortFunc(all, func(a, b Cohort) int { return cmp.Compare(a.Month, b.Month) })
	return all
}

// enoughTrend is how many orders each side of a trend needs.
const enoughTrend = 5

// trend compares the newest half-life of orders with the one before.
func (r *rules) trend(b *book, metric int) decimal.NullDecimal {
	newest := 0
	for day, d := range b.days {
		if d[metric].n > 0 {
			newest = max(newest, day)
		}
	}
	n1, good1 := b.span(metric, newest-r.half+1, newest+1)
	n0, good0 := b.span(metric, newest-2*r.half+1, newest-r.half+1)
	if n0 < enoughTrend || n1 < enoughTrend {
		return decimal.NullDecimal{}
	}
	bad := abouts[metric].bad
	return decimal.NewNullDecimal(told(mean(good1, n1), bad).Sub(told(mean(good0, n0), bad)))
}

func mean(good, n int64) decimal.Decimal {
	return decimal.NewFromInt(good).DivRound(decimal.NewFromInt(n*whole), 18)
}

func shareOf(part, of int64) decimal.NullDecimal {
	if of == 0 {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.NewFromInt(part).Mul(hundred).DivRound(decimal.NewFromInt(of), 18))
}

// within is the share of times of at most so many hours, in percent.
func within(times []int, most int) decimal.NullDecimal {
	n := int64(0)
	for _, t := range times {
		if t <= most {
			n++
		}
	}
	return shareOf(n, int64(len(times)))
}

func timesOf(days []int) Times {
	slices.Sort(days)
	return Times{len(days), times(days, half), times(days, ninety)}
}
