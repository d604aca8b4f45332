package pdf

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/vetting"
)

// monthsHeight is that of the chart.
const monthsHeight plot.Unit = 130

// months draws the score at the end of each month over its classes. The month that
// is not over has a hollow dot.
func (p *sheet) months() {
	t, all := p.t, p.Card.Months
	if len(all) == 0 {
		return
	}
	chart := plot.Lines{
		Figure: func(v plot.Value) string { return p.number(decimal.New(int64(v), -4)) },
		Tick:   func(v plot.Value) string { return decimal.New(int64(v), -4).Round(0).String() },
	}
	s := plot.Series{}
	for i := range all {
		m := &all[i]
		chart.Stops = append(chart.Stops, plot.Stop{ID: m.Month, Label: t.monthName(m.Month)})
		s.Readings = append(s.Readings, plot.Reading{Value: plot.Number(m.Card.Score.Decimal), Known: m.Card.Score.Valid, Open: m.Open})
	}
	remark := ""
	if all[len(all)-1].Open {
		s.Note, remark = t.t("score.open"), t.t("score.months.open")
	}
	cuts := p.Card.Terms().Cuts
	chart.Bands = plot.Classes([3]plot.Value{plot.Number(cuts[0]), plot.Number(cuts[1]), plot.Number(cuts[2])}, s.Readings)
	chart.Series = []plot.Series{s}
	first, last := all[0].Month, all[len(all)-1].Month
	span := t.monthName(first) + " " + first[:4] + " – " + t.monthName(last) + " " + last[:4]
	p.d.Bar(t.t("score.months", span), remark, monthsHeight*mmPerUnit)
	p.d.Plot(chart, monthsHeight)
}

// lift says what would bring the supplier into the next class.
func (p *sheet) lift() {
	c, t := &p.Card, p.t
	if c.Lift == nil {
		said := ""
		switch {
		case c.Class == "A":
			said = t.t("score.lift.best")
		case c.Class == "" || c.Performance.N == 0: // said where the orders are missing
		case len(c.Failed) > 0:
			said = t.t("score.lift.first", strings.Join(c.Failed, ", "))
		}
		if said != "" {
			p.d.Bar(t.t("score.lift"), "", 10)
			p.sentence(said)
			p.d.y += 3
		}
		return
	}
	l := c.Lift
	remark := ""
	if l.Needs.IsPositive() {
		remark = t.t("score.lift.needs", p.number(l.Needs), l.Class)
	}
	p.d.Bar(t.t("score.lift.to", l.Class), remark, 12)
	steps := make([]string, len(l.Steps))
	for i, s := range l.Steps {
		steps[i] = t.t("score.lift.step", t.metric(s.Key), p.number(s.From), p.number(s.To))
	}
	p.sentence(join(" ", p.liftWords(l), strings.Join(steps, "; ")))
	p.d.y += 3
}

func (p *sheet) liftWords(l *score.Lift) string {
	switch {
	case len(p.Card.Failed) > 0:
		return p.t.t("score.lift.gate", strings.Join(p.Card.Failed, ", "), l.Class)
	case l.Orders > 0:
		return p.t.t("score.lift.orders", fmt.Sprint(l.Orders))
	case len(l.Steps) == 0:
		return p.t.t("score.lift.far")
	case l.Alone && len(l.Steps) > 1:
		return p.t.t("score.lift.one")
	}
	return p.t.t("score.lift.all")
}

// sentence writes a line of the body.
func (p *sheet) sentence(text string) {
	lines := p.d.wrap(body, text, p.d.inner())
	p.d.need(plot.Unit(len(lines)) * body.line())
	p.d.y = p.d.drawLines(side, p.d.y, body, lines) + 0.8
}

func (p *sheet) events() {
	t, n := p.t, len(p.Events)
	if n == 0 {
		if p.Card.Performance.N > 0 {
			p.d.Bar(t.t("score.events"), "", 10)
			p.say(t.t("score.events.none"))
		}
		return
	}
	shown := p.Events[:min(n, mostEvents, max(p.roomForRows(), fewEvents))]
	p.d.Bar(t.t("score.events"), t.t("score.events.count", fmt.Sprint(len(shown)), fmt.Sprint(n)), 20)
	g := Grid{Columns: []GridColumn{
		{t.head("score.ordered"), 22, false}, {t.head("order.label"), 34, false}, {t.head("score.shop"), 38, false}, {t.head("score.happened"), 80, false},
	}}
	for i := range shown {
		g.Rows = append(g.Rows, []string{t.date(shown[i].On), shown[i].Order, shown[i].Shop, t.mishap(&shown[i], p.Date)})
	}
	p.d.Grid(g)
}

// roomForRows is how many rows of one line a table can have on what is left of the
// page, beside its title and heading.
func (p *sheet) roomForRows() int {
	row := cellStyle.line() + 2*p.d.cellPad
	return int((p.d.floor()-p.d.y-12)/row) - 1
}

// mishap says what went wrong, as of a day.
func (w words) mishap(e *Mishap, today model.Date) string {
	switch {
	case e.Refused:
		return w.t("mishap.refused")
	case e.Defect && len(e.Kinds) > 0:
		var kinds []string
		for _, k := range e.Kinds {
			kinds = append(kinds, w.t("mishap.kind."+string(k)))
		}
		return w.t("mishap.case", strings.Join(kinds, ", "))
	case e.Delivered == "":
		return w.counted("mishap.missing", e.Due.DaysUntil(today))
	}
	return w.counted("mishap.late", e.Due.DaysUntil(e.Delivered))
}

// counted is t of a number of days, with the text for one day where it is one.
func (w words) counted(key string, n int) string {
	if n == 1 {
		return w.t(key + ".one")
	}
	return w.t(key, fmt.Sprint(n))
}

// actions lists what the supplier is to improve and what came of it.
func (p *sheet) actions() {
	if len(p.Actions) == 0 {
		return
	}
	t := p.t
	p.d.Bar(t.t("score.actions"), "", 20)
	g := Grid{Columns: []GridColumn{
		{t.head("score.action"), 58, false}, {t.head("score.owner"), 28, false}, {t.head("score.due"), 22, false}, {t.head("score.change"), 44, false}, {t.head("score.state"), 22, false},
	}}
	for i := range p.Actions {
		a := &p.Actions[i]
		due := dash
		if a.DueOn != "" {
			due = t.date(a.DueOn)
		}
		g.Rows = append(g.Rows, []string{a.Title, a.Owner, due, t.change(a), t.standing(a, p.Date)})
	}
	p.d.Grid(g)
}

// change writes a metric from what it was to what it is to become, or became.
func (w words) change(a *vetting.Action) string {
	or := func(s string) string {
		if s == "" {
			return dash
		}
		return w.figure(s)
	}
	switch {
	case a.Metric == "":
		return ""
	case a.After != "":
		return w.t("action.became", a.Metric, or(a.Before), or(a.After), or(a.Target))
	}
	return w.t("action.change", a.Metric, or(a.Before), or(a.Target))
}

func (w words) standing(a *vetting.Action, today model.Date) string {
	if a.State == vetting.ActionOpen && a.DueOn != "" && a.DueOn < today {
		return w.t("action.overdue")
	}
	return w.t("action." + a.State)
}
