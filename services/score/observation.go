package score

import "github.com/shopspring/decimal"

// observation is a fact that is not about an order: an answer, a new price, a
// check of the stock, a claim. Days are numbers, 0 never.
type observation struct {
	supplier int64
	metric   int // replied for how long a claim took
	day      int // it counts on
	known    int // since when it is known; of a question when it was answered
	share    int64
	took     int   // until the answer: hours, of a claim days
	question bool  // of a talk, not of a purchase order
	was, now int64 // prices
}

// replied is what an observation is about that tells how long the answer to a claim
// took. It earns no points.
const replied = metrics

const hoursADay = 24

// grade tells how well it went by the rules as of a day, false while it says
// nothing. What is not answered in time counts as soon as the time is over, and
// what still has time does not.
func (o *observation) grade(r *rules, today int) (share int64, ok bool) {
	answered := o.known > 0 && o.known <= today
	switch {
	case o.metric == replied:
		return 0, false
	case o.metric == acknowledged && answered:
		return held(o.took <= r.answer*hoursADay), true
	case o.metric == acknowledged:
		return 0, o.day+r.answer < today
	case !answered:
		return 0, false
	case o.metric == price:
		limit := one.Add(r.priceStep.Shift(-2))
		return held(decimal.NewFromInt(o.now).LessThanOrEqual(decimal.NewFromInt(o.was).Mul(limit))), true
	}
	return o.share, true
}

// note adds an observation as it is known on a day, and tells how well it went.
func (b *book) note(o *observation, r *rules, today int) (share int64, ok bool) {
	answered := o.known > 0 && o.known <= today
	took := o.took
	share, ok = o.grade(r, today)
	switch {
	case o.metric == replied && answered:
		b.replies = append(b.replies, took)
		return 0, false
	case !ok:
		return 0, false
	case !answered:
		took = endless * hoursADay
	}
	switch {
	case o.metric == acknowledged && o.question:
		b.questions = append(b.questions, min(took, endless))
	case o.metric == acknowledged:
		b.answers = append(b.answers, min(took/hoursADay, endless))
	}
	b.add(o.day, o.metric, share)
	return share, true
}

// held is a whole observation for what went well, none for what did not.
func held(ok bool) int64 {
	if ok {
		return whole
	}
	return 0
}
