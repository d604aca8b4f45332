package compare

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
)

func whole(n *int) (decimal.Decimal, bool) {
	if n == nil {
		return decimal.Decimal{}, false
	}
	return decimal.NewFromInt(int64(*n)), true
}

// upfront is what must be paid before the first order.
func (c *Compare) upfront(s *scorecard.Side) grid.Cell {
	if s.Setup != nil {
		return grid.Cell{Text: c.h.Format().Money(*s.Setup, s.SetupIn), Tip: s.Nature.Upfront}
	}
	return orDash(s.Nature.Upfront)
}

// days are those to the door, and what they rest on.
func (c *Compare) days(s *scorecard.Side) grid.Cell {
	f := c.h.Format()
	if s.P50 == nil || s.P90 == nil {
		return grid.Cell{Text: text.T("compare.unknown"), Tone: theme.Quiet}
	}
	rests := text.T("compare.stated")
	if s.Measured > 0 {
		rests = text.N("compare.measured", s.Measured, f.Int(s.Measured))
	}
	return grid.Cell{Text: text.T("compare.days", f.Int(*s.P50), f.Int(*s.P90)), Sub: rests}
}

// find is a metric of a card, nil when nothing is known of it.
func find(s *scorecard.Side, key string) *score.Metric {
	for i := range s.Card.Performance.Metrics {
		if m := &s.Card.Performance.Metrics[i]; m.Key == key && m.Recent.Valid {
			return m
		}
	}
	return nil
}

// metric shows a figure of the score with what it rests on.
func (c *Compare) metric(key string) func(*scorecard.Side) grid.Cell {
	return func(s *scorecard.Side) grid.Cell {
		m := find(s, key)
		if m == nil {
			return grid.Cell{Text: text.T("compare.notrated"), Tone: theme.Quiet}
		}
		f := c.h.Format()
		return grid.Cell{Text: f.Percent(m.Recent.Decimal), Sub: text.T("compare.n", f.Int(int(m.N)))}
	}
}

// value is a figure of the score that is the better the lower it is returned.
func value(key string, high bool) func(*scorecard.Side) (decimal.Decimal, bool) {
	return func(s *scorecard.Side) (decimal.Decimal, bool) {
		m := find(s, key)
		switch {
		case m == nil:
			return decimal.Decimal{}, false
		case high:
			return m.Recent.Decimal.Neg(), true
		}
		return m.Recent.Decimal, true
	}
}

func (c *Compare) payment(s *scorecard.Side) grid.Cell {
	if s.TermsDays == 0 {
		return grid.Cell{Text: text.T("compare.payment.before")}
	}
	return grid.Cell{Text: text.N("compare.payment.days", s.TermsDays, c.h.Format().Int(s.TermsDays))}
}

func (c *Compare) claims(s *scorecard.Side) grid.Cell {
	if s.ClaimDays == 0 {
		return orDash("")
	}
	return grid.Cell{Text: text.N("compare.claims.days", s.ClaimDays, c.h.Format().Int(s.ClaimDays))}
}

// score is the score with class and how far it can be trusted.
func (c *Compare) score(s *scorecard.Side) grid.Cell {
	k := &s.Card
	if !k.Score.Valid {
		return grid.Cell{Text: text.T("compare.notrated"), Tone: theme.Quiet}
	}
	cell := grid.Cell{Text: c.h.Format().Fixed(k.Score.Decimal, 1), Sub: s.Confidence}
	if k.Class != "" {
		cell.Pills = []grid.Pill{{Text: k.Class, Tone: toneOf(k.Class)}}
	}
	return cell
}

func toneOf(class string) theme.Tone {
	switch class {
	case "A":
		return theme.Fine
	case "B":
		return theme.Accented
	case "C":
		return theme.Warned
	}
	return theme.Wrong
}

// mostRisks is how many risks of each side stand in the table.
const mostRisks = 3

// risks are what may go wrong, the first ones of each side.
func (c *Compare) risks() []row {
	n := 0
	for i := range c.shown.Sides {
		n = max(n, min(len(c.shown.Sides[i].Risks), mostRisks))
	}
	labels := [mostRisks]string{text.T("compare.row.risk1"), text.T("compare.row.risk2"), text.T("compare.row.risk3")}
	var all []row
	for k := range n {
		r := row{id: labels[k], section: risksSection, label: labels[k]}
		for i := range c.shown.Sides {
			if risks := c.shown.Sides[i].Risks; k < len(risks) {
				r.cells = append(r.cells, grid.Cell{Text: risks[k].Text, Icon: theme.IconWarning, IconTone: theme.Warned})
				continue
			}
			r.cells = append(r.cells, orDash(""))
		}
		all = append(all, r)
	}
	return all
}
