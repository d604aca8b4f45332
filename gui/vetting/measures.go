package vetting

import (
	"cmp"
	"context"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/score"
)

// share is a number of 0 to 100 as the filled part of a bar.
func share(s *string) *float64 {
	d, err := decimal.NewFromString(*s)
	if err != nil {
		return nil
	}
	part, _ := d.Div(decimal.NewFromInt(100)).Float64()
	return &part
}

// ranges are the figures of the performance, each with how sure it is.
func (c *card) ranges(card *score.Card) plot.Ranges {
	f := c.d.h.Format()
	all := plot.Ranges{
		Min: plot.At(plot.Whole(0)), Max: plot.At(plot.Whole(100)), Empty: text.T("vetting.performance.none"),
		Figure: func(v plot.Value) string { return f.Fixed(decimal.New(int64(v), -4), 1) },
	}
	if card == nil {
		return all
	}
	for i := range card.Performance.Metrics {
		m := &card.Performance.Metrics[i]
		r := plot.Range{ID: m.Key, Label: m.Label, Note: text.T("vetting.n", f.Int(int(m.N)))}
		switch {
		case !m.Value.Valid:
			r.Unrated = text.T("vetting.notrated")
		default:
			r.Value, r.Text = plot.Number(m.Recent.Decimal), f.Fixed(m.Recent.Decimal, 1)
			r.Low, r.High = plot.Number(m.Low.Decimal), plot.Number(m.High.Decimal)
			r.Tip = text.T("vetting.measure.tip", m.Label, f.Percent(m.Recent.Decimal), f.Percent(m.Value.Decimal), f.Int(int(m.N)))
		}
		all.Rows = append(all.Rows, r)
	}
	return all
}

// line is the score at the end of each month; that of the month that is not over is
// hollow.
func (c *card) line(months []score.Month) plot.Lines {
	f := c.d.h.Format()
	all := plot.Lines{Empty: text.T("vetting.months.none"), Figure: func(v plot.Value) string { return f.Fixed(decimal.New(int64(v), -4), 1) }}
	all.Tick = func(v plot.Value) string { return f.Fixed(decimal.New(int64(v), -4), 0) }
	s := plot.Series{}
	for i := range months {
		m := &months[i]
		tip := text.T("vetting.month.none", monthName(f, m.Month))
		if m.Card.Score.Valid {
			tip = text.N("vetting.month.tip", int(m.Card.Performance.N), f.Int(int(m.Card.Performance.N)), f.DateYear(m.On), f.Fixed(m.Card.Score.Decimal, 1), cmp.Or(m.Card.Class, text.T("vetting.dash")))
		}
		all.Stops = append(all.Stops, plot.Stop{ID: m.Month, Label: monthName(f, m.Month), Tip: tip})
		s.Readings = append(s.Readings, plot.Reading{Value: plot.Number(m.Card.Score.Decimal), Known: m.Card.Score.Valid, Open: m.Open})
	}
	n := len(months)
	if n == 0 {
		return all
	}
	if months[n-1].Open {
		s.Note = text.T("vetting.open")
	}
	cuts := months[n-1].Card.Terms().Cuts
	all.Bands = plot.Classes([3]plot.Value{plot.Number(cuts[0]), plot.Number(cuts[1]), plot.Number(cuts[2])}, s.Readings)
	all.Series = []plot.Series{s}
	return all
}

// monthsNote says where the classes begin.
func (c *card) monthsNote(k *known) string {
	if len(k.months) == 0 {
		return ""
	}
	f, cuts := c.d.h.Format(), k.card.Terms().Cuts
	return text.T("vetting.months.note", f.Fixed(cuts[0], 0), f.Fixed(cuts[1], 0))
}

func (c *card) performanceNote(k *known) string {
	p, f := &k.card.Performance, c.d.h.Format()
	if p.N == 0 {
		return text.T("vetting.performance.nothing")
	}
	lead := ""
	if p.Lead.P50.Valid && p.Lead.P90.Valid {
		lead = text.T("vetting.days", f.Fixed(p.Lead.P50.Decimal, 0), f.Fixed(p.Lead.P90.Decimal, 0))
	}
	return text.T("vetting.performance.note", f.Int(int(p.N)), lead)
}

// wrong reads what counted against the supplier, each order once and the newest
// first: a complaint says more than a late delivery.
func wrong(ctx context.Context, s *score.Service, name string) ([]score.Event, error) {
	var all []score.Event
	seen := map[int64]bool{}
	for _, metric := range []string{"odr", "otd"} {
		events, err := s.Events(ctx, name, metric)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			if !e.Good && !seen[e.OrderID] {
				seen[e.OrderID] = true
				all = append(all, e)
			}
		}
	}
	sorted(all)
	return all, nil
}
