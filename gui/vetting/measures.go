package vetting

import (
	"context"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/score"
)

// shownMetric is the metric whose months are drawn: whether parcels came in time.
const shownMetric = "otd"

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

// line is how the shown metric went by month of order; months whose orders are
// still under way are hollow.
func (c *card) line(card *score.Card) plot.Lines {
	f := c.d.h.Format()
	all := plot.Lines{Min: plot.At(plot.Whole(0)), Max: plot.At(plot.Whole(100)), Empty: text.T("vetting.months.none"), Figure: func(v plot.Value) string { return f.Fixed(decimal.New(int64(v), -4), 1) }}
	if card == nil {
		return all
	}
	s := plot.Series{}
	for _, m := range card.Performance.Metrics {
		if m.Key != shownMetric {
			continue
		}
		for _, h := range m.Cohorts[max(len(m.Cohorts)-12, 0):] {
			all.Stops = append(all.Stops, plot.Stop{ID: h.Month, Label: monthName(f, h.Month), Tip: text.N("vetting.month.tip", int(h.N), f.Int(int(h.N)), f.Percent(h.Value))})
			s.Readings = append(s.Readings, plot.Reading{Value: plot.Number(h.Value), Known: h.N > 0, Open: h.Open})
		}
	}
	if n := len(s.Readings); n > 0 {
		if s.Readings[n-1].Open {
			s.Note = text.T("vetting.open")
		}
		all.Series = []plot.Series{s}
	}
	return all
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

// wrong reads what counted against the supplier, the newest first.
func wrong(ctx context.Context, s *score.Service, name string) ([]score.Event, error) {
	var all []score.Event
	for _, metric := range []string{shownMetric, "odr"} {
		events, err := s.Events(ctx, name, metric)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			if !e.Good {
				all = append(all, e)
			}
		}
	}
	sorted(all)
	return all, nil
}
