package assessment

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
)

// Class is what a score is worth, from A to D.
type Class string

// Cuts are the lowest points of each class. A class reaches up to the next one,
// which it does not include; A includes 100. Source: Isah, oracle SC-06, with
// half-open ranges so that no score falls between two classes.
var cuts = []struct {
	from  decimal.Decimal
	class Class
}{{decimal.NewFromInt(90), "A"}, {decimal.NewFromInt(70), "B"}, {decimal.NewFromInt(50), "C"}, {decimal.Zero, "D"}}

// ClassOf is the class of a score of 0 to 100; "" for an unknown one.
func ClassOf(score decimal.NullDecimal) Class {
	if !score.Valid {
		return ""
	}
	for _, c := range cuts {
		if score.Decimal.GreaterThanOrEqual(c.from) {
			return c.class
		}
	}
	return cuts[len(cuts)-1].class
}

// enough is the coverage in percent below which a score is provisional. Source:
// domain rule 3.1.
var enough = decimal.NewFromInt(60)

// Part is what one criterion does to the score. Points and Adds are unknown
// without a grade.
type Part struct {
	Criterion *Criterion
	Grade     decimal.NullDecimal // on the criterion's scale
	Points    decimal.NullDecimal // the same on 0 to 100
	Adds      decimal.NullDecimal // to the score
}

// Result is the weighted part of an assessment. Score is on 0 to 100, unknown
// without any grade: no data is never a perfect score. Own is the same on the
// template's scale where it has one, such as 4.15 of 5. Coverage is the weight
// that has grades, in percent.
type Result struct {
	Score, Own  decimal.NullDecimal
	Coverage    decimal.Decimal
	Provisional bool // so little has grades that the score may still change much
	Class       Class
	Parts       []Part
}

// Score weighs the grades, by key of the criterion. Oracles SC-01, SC-02, SC-06,
// SC-07.
func (t *Template) Score(grades map[string]decimal.Decimal) Result {
	r := Result{Parts: make([]Part, len(t.Criteria))}
	in := make([]calc.Criterion, len(t.Criteria))
	for i := range t.Criteria {
		c := &t.Criteria[i]
		p := Part{Criterion: c}
		if g, ok := grades[c.Key]; ok {
			p.Grade, p.Points = decimal.NewNullDecimal(g), decimal.NewNullDecimal(c.Scale.Points(g))
		}
		r.Parts[i], in[i] = p, calc.Criterion{Weight: c.Weight, Scale: hundred, Score: p.Points}
	}
	score, coverage, adds := calc.Weighted(in)
	for i := range adds {
		r.Parts[i].Adds = adds[i]
	}
	r.Score, r.Coverage = score, coverage.Decimal
	if score.Valid && !t.mixes() {
		r.Own = decimal.NewNullDecimal(t.Criteria[0].Scale.Grade(score.Decimal))
	}
	r.Provisional, r.Class = r.Coverage.LessThan(enough), ClassOf(rounded(score))
	return r
}

// rounded is the score as it is shown, so that the class fits what is read.
func rounded(score decimal.NullDecimal) decimal.NullDecimal {
	score.Decimal = score.Decimal.Round(2)
	return score
}

// mixes tells whether the criteria have different scales.
func (t *Template) mixes() bool {
	for i := range t.Criteria {
		if t.Criteria[i].Scale != t.Criteria[0].Scale {
			return true
		}
	}
	return false
}

// GateState is how a gate stands on a day.
type GateState string

// The states of a gate. An expired one was passed once and has to be shown anew.
const (
	GatePassed  GateState = "passed"
	GateFailed  GateState = "failed"
	GateUnknown GateState = "unknown"
	GateExpired GateState = "expired"
)

// Verdict is what was found at a gate; Passed is nil while it is not known, and
// it holds up to and including Expires, for good when that is empty.
type Verdict struct {
	Passed  *bool
	Expires model.Date
}

// On is the state of the verdict on a day.
func (v Verdict) On(day model.Date) GateState {
	switch {
	case v.Passed == nil:
		return GateUnknown
	case !*v.Passed:
		return GateFailed
	case v.Expires != "" && v.Expires < day:
		return GateExpired
	}
	return GatePassed
}

// Standing is what all gates say together.
type Standing string

// The standings: one failed gate shuts, one that is not known or expired leaves
// open.
const (
	Passed Standing = "passed"
	Failed Standing = "failed"
	Open   Standing = "open"
)

// StandingOf sums gates up.
func StandingOf(states []GateState) Standing {
	all := Passed
	for _, s := range states {
		switch s {
		case GateFailed:
			return Failed
		case GateUnknown, GateExpired:
			all = Open
		case GatePassed:
		}
	}
	return all
}
