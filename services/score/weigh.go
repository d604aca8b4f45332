package score

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model/calc"
)

// part is what one metric does to the score: the bounds of the share of good
// observations, the points that share earns, those points drawn towards the
// opinion, what it counts, and what it adds.
type part struct {
	low, high                   decimal.Decimal // 0 to 1
	points, drawn, counts, adds decimal.NullDecimal
}

// outcome is a score with all that led to it.
type outcome struct {
	score, share                     decimal.NullDecimal
	performance, observed, low, high decimal.NullDecimal
	coverage                         decimal.NullDecimal
	parts                            [metrics]part
}

// core are the metrics that a score always has: one that is not known yet is what
// the opinion says. The others come in as far as there are facts for them.
var core = [metrics]bool{otd: true, otif: true, odr: true, cancelled: true}

// weigh makes one score of the metrics. Each earns points between the merchant's
// worst value and the best; with n observations these are drawn towards the
// opinion of the supplier as if k more observations said that, k being the orders
// that weigh as much as vetting. The opinion is the vetting score, or the middle
// for a supplier nobody vetted. The mean by weight is kept within what the bounds
// of the metrics allow, so that a good opinion never hides what orders say.
// Without decided orders there is only the opinion. Source: domain rules 3.1, 3.4.
func (r *rules) weigh(sums [metrics]measure, vetted decimal.NullDecimal) outcome {
	o := outcome{score: vetted}
	if vetted.Valid {
		o.share = decimal.NewNullDecimal(hundred)
	}
	var known decimal.Decimal
	for i := range sums {
		if m := &sums[i]; m.n > 0 {
			p := &o.parts[i]
			good := m.recent.Mul(m.evidence)
			p.low, p.high, _ = calc.Wilson(good, m.evidence.Sub(good), z)
			p.points = decimal.NewNullDecimal(calc.Points(m.recent, r.worst(i), one))
			known = known.Add(r.weights[i])
		}
	}
	if r.all.IsPositive() {
		o.coverage = decimal.NewNullDecimal(known.Mul(hundred).DivRound(r.all, 18))
	}
	if sums[odr].n == 0 || !r.all.IsPositive() {
		return o
	}
	o.performance, _ = r.blend(&o, &sums, r.prior)
	o.score = o.performance
	if vetted.Valid {
		var opinion decimal.Decimal
		o.score, opinion = r.blend(&o, &sums, vetted.Decimal)
		o.share = decimal.NewNullDecimal(opinion)
	}
	return o
}

// blend draws every metric towards the prior and takes the mean; it tells how
// much of it the prior is, in percent, and leaves the parts in the outcome.
func (r *rules) blend(o *outcome, sums *[metrics]measure, prior decimal.Decimal) (score decimal.NullDecimal, opinion decimal.Decimal) {
	var weights, sum, seen, observed, low, high decimal.Decimal
	var counts [metrics]decimal.Decimal
	for i := range sums {
		m, p, w := &sums[i], &o.parts[i], r.weights[i]
		own := m.evidence.DivRound(m.evidence.Add(r.priorOrders), 18) // how much the facts weigh
		if !core[i] {
			w = w.Mul(own)
		}
		counts[i], weights = w, weights.Add(w)
		drawn, least, most := prior, decimal.Zero, hundred
		if p.points.Valid {
			drawn = calc.Shrink(prior, r.priorOrders, p.points.Decimal, m.evidence).Decimal
			least, most = calc.Points(p.low, r.worst(i), one), calc.Points(p.high, r.worst(i), one)
			seen, observed = seen.Add(w), observed.Add(w.Mul(p.points.Decimal))
		}
		p.drawn = decimal.NewNullDecimal(drawn)
		sum, low, high = sum.Add(w.Mul(drawn)), low.Add(w.Mul(least)), high.Add(w.Mul(most))
		opinion = opinion.Add(w.Mul(one.Sub(own)))
	}
	if !weights.IsPositive() || !seen.IsPositive() {
		return decimal.NullDecimal{}, hundred
	}
	mean := func(d, of decimal.Decimal) decimal.NullDecimal { return decimal.NewNullDecimal(d.DivRound(of, 18)) }
	o.observed, o.low, o.high = mean(observed, seen), mean(low, weights), mean(high, weights)
	for i := range o.parts {
		if p := &o.parts[i]; counts[i].IsPositive() {
			p.counts, p.adds = mean(counts[i].Mul(hundred), weights), mean(counts[i].Mul(p.drawn.Decimal), weights)
		} else {
			p.drawn = decimal.NullDecimal{}
		}
	}
	s := decimal.Max(o.low.Decimal, decimal.Min(o.high.Decimal, mean(sum, weights).Decimal))
	return decimal.NewNullDecimal(s), mean(opinion.Mul(hundred), weights).Decimal
}

// Lift is what would bring a supplier into the next class: each step alone is
// enough where Alone is set, else all steps together are; without steps Orders
// more that go well are.
type Lift struct {
	Class  string
	Needs  decimal.Decimal // points
	Alone  bool
	Steps  []Step
	Orders int    // more orders without a fault, 0 where steps are enough
	Why    string // in words
}

// Step is a metric that must come from one value to another, both in percent.
type Step struct {
	Key, Label string
	Bad        bool
	From, To   decimal.Decimal
}

// lift works out what would bring the supplier into the next class, nil when it
// is in the best, or not rated.
func (c *Card) lift() *Lift {
	at := slices.Index([]string{"A", "B", "C", "D"}, c.Class)
	if at <= 0 || c.Performance.N == 0 {
		return nil
	}
	l := &Lift{Class: string(rune('A' + at - 1))}
	if len(c.Failed) > 0 {
		now := c.rules.class(c.Score)
		l.Class, l.Why = now, "Passing the gate “"+strings.Join(c.Failed, "”, “")+"” would put it into class "+now+"."
		if now == "D" {
			return nil
		}
		return l
	}
	cut := c.rules.cuts[at-1]
	l.Needs = cut.Sub(c.Score.Decimal)
	if l.Steps = c.single(cut); len(l.Steps) > 0 {
		l.Alone = true
	} else if l.Steps = c.together(cut); len(l.Steps) == 0 {
		l.Orders = c.more(cut)
	}
	l.Why = l.words()
	return l
}

// reaches tells whether the score would reach the cut with these metrics.
func (c *Card) reaches(sums [metrics]measure, cut decimal.Decimal) bool {
	return c.rules.weigh(sums, c.Vetted.Score).score.Decimal.GreaterThanOrEqual(cut)
}

const permille = 1000

// single lists the metrics of which one alone could reach the cut, with the
// least value that does.
func (c *Card) single(cut decimal.Decimal) []Step {
	var steps []Step
	for i := range c.sums {
		if c.sums[i].n == 0 {
			continue
		}
		sums := c.sums
		try := func(share int) bool {
			sums[i].recent = decimal.New(int64(share), -3)
			return c.reaches(sums, cut)
		}
		if !try(permille) {
			continue
		}
		low, high := 0, permille // the least that does is in (low, high]
		for low+1 < high {
			if mid := (low + high) / 2; try(mid) {
				high = mid
			} else {
				low = mid
			}
		}
		steps = append(steps, c.step(i, decimal.New(int64(high), -3)))
	}
	return steps
}

func (c *Card) step(metric int, to decimal.Decimal) Step {
	a := &abouts[metric]
	return Step{a.key, a.label, a.bad, told(c.sums[metric].recent, a.bad), told(to, a.bad)}
}

// together makes one metric after the other perfect, the one that gains most
// first, until the cut is reached; none when that is not enough.
func (c *Card) together(cut decimal.Decimal) []Step {
	o := c.rules.weigh(c.sums, c.Vetted.Score)
	order := []int{}
	for i := range c.sums {
		if c.sums[i].n > 0 && c.sums[i].recent.LessThan(one) {
			order = append(order, i)
		}
	}
	gain := func(i int) decimal.Decimal {
		return o.parts[i].counts.Decimal.Mul(hundred.Sub(o.parts[i].drawn.Decimal))
	}
	slices.SortStableFunc(order, func(a, b int) int { return gain(b).Cmp(gain(a)) })
	sums := c.sums
	var steps []Step
	for _, i := range order {
		sums[i].recent = one
		steps = append(steps, c.step(i, one))
		if c.reaches(sums, cut) {
			return steps
		}
	}
	return nil
}

// mostMore is how many more orders are looked at.
const mostMore = 4096

// more is how many orders without a fault would reach the cut, 0 when so many
// would not.
func (c *Card) more(cut decimal.Decimal) int {
	try := func(extra int) bool {
		sums := c.sums
		for i := range sums {
			if i > acknowledged || sums[i].n == 0 {
				continue
			}
			m := &sums[i]
			n := m.evidence.Add(decimal.NewFromInt(int64(extra)))
			m.recent = m.recent.Mul(m.evidence).Add(decimal.NewFromInt(int64(extra))).DivRound(n, 18)
			m.evidence = n
		}
		return c.reaches(sums, cut)
	}
	if !try(mostMore) {
		return 0
	}
	low, high := 0, mostMore
	for low+1 < high {
		if mid := (low + high) / 2; try(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}
