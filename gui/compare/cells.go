package compare

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
)

func whole(n *int) (decimal.Decimal, bool) {
	if n == nil {
		return decimal.Decimal{}, false
	}
	return decimal.NewFromInt(int64(*n)), true
}

// share is a figure of 0 to 100 as a part of a bar.
func share(d decimal.Decimal) float64 { return d.Shift(-2).InexactFloat64() }

// kind is what sort of source it is, and where.
func (c *Compare) kind(s *scorecard.Side) grid.Cell {
	cell := grid.Cell{Text: s.Nature.Type}
	if country := model.Country(s.Country); country.Valid() {
		cell.Sub = country.Name()
	}
	return cell
}

// branding is what the kind of source allows, and what was agreed on parcels.
func (c *Compare) branding(s *scorecard.Side) grid.Cell {
	cell := grid.Cell{Text: s.Nature.Branding, Tip: s.Nature.Branding}
	switch {
	case s.Neutral == nil:
	case *s.Neutral:
		cell.Sub, cell.Tip = text.T("compare.neutral"), joined(cell.Text, text.T("compare.neutral"))
	default:
		cell.Icon, cell.IconTone, cell.Tip = theme.IconWarning, theme.Warned, joined(cell.Text, text.T("compare.notneutral"))
	}
	return cell
}

func joined(a, b string) string { return text.T("compare.and", a, b) }

// moq is the least quantity: of the basket or as agreed, else what is usual.
func (c *Compare) moq(s *scorecard.Side) grid.Cell {
	if s.MOQ <= 1 {
		return orDash(s.Nature.MOQ)
	}
	return grid.Cell{Text: text.T("compare.pieces", c.h.Format().Quantity(s.MOQ)), Tip: s.Nature.MOQ}
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
		rests = text.T("compare.n", f.Int(s.Measured))
	}
	cell := grid.Cell{Text: text.T("compare.days", f.Int(*s.P50), f.Int(*s.P90)), Sub: rests}
	longest := 0
	for i := range c.shown.Sides {
		if p := c.shown.Sides[i].P90; p != nil {
			longest = max(longest, *p)
		}
	}
	if longest > 0 {
		cell.Span = &grid.Span{From: float64(*s.P50) / float64(longest), To: float64(*s.P90) / float64(longest), Tone: theme.Accented}
	}
	return cell
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

// enough is how many orders a share needs to be called the best of a row.
const enough = 10

// value is a figure of the score that is the better the lower it is returned.
func value(key string, high bool) func(*scorecard.Side) (decimal.Decimal, bool) {
	return func(s *scorecard.Side) (decimal.Decimal, bool) {
		m := find(s, key)
		switch {
		case m == nil:
			return decimal.Decimal{}, false
		case m.N < enough: // too few to be better for certain
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
	f, p := c.h.Format(), &k.Performance
	cell := grid.Cell{Text: f.Fixed(k.Score.Decimal, 1), Sub: s.Confidence}
	if p.Low.Valid && p.High.Valid {
		dot := share(k.Score.Decimal)
		cell.Span = &grid.Span{From: share(p.Low.Decimal), To: share(p.High.Decimal), Dot: &dot}
		cell.Tip = text.N("compare.score.tip", int(p.N), f.Int(int(p.N)), f.Fixed(p.Low.Decimal, 1), f.Fixed(p.High.Decimal, 1))
	}
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

// riskKinds is the order of risks.
var riskKinds = []string{"single_source", "concentration", "currency", "customs", "stage", "gate", "score", "price", "days"}

// risks are what may go wrong, a line for each kind that any of them has.
func (c *Compare) risks() []row {
	var all []row
	for _, kind := range riskKinds {
		r := row{id: "risk." + kind, section: risksSection, label: text.T(text.Key("compare.risk.", kind))}
		there := false
		for i := range c.shown.Sides {
			said := ""
			for _, risk := range c.shown.Sides[i].Risks {
				if risk.Kind == kind {
					said = strings.TrimSpace(said + " " + risk.Text)
				}
			}
			if said == "" {
				r.cells = append(r.cells, orDash(""))
				continue
			}
			there = true
			r.cells = append(r.cells, grid.Cell{Text: said, Icon: theme.IconWarning, IconTone: theme.Warned, Tip: said})
		}
		if there {
			all = append(all, r)
		}
	}
	return all
}
