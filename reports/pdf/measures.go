package pdf

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/score"
)

// sign is a small mark for a cell: filled, or a ring for what is not known.
type sign struct {
	role   plot.Role
	hollow bool
}

// Draw implements plot.Chart.
func (s sign) Draw(f plot.Frame) plot.Picture {
	const radius = 3.6
	return plot.Picture{W: f.W, H: f.H, Shapes: []plot.Shape{plot.Dot{Point: plot.Point{X: f.W / 2, Y: f.H / 2}, R: radius, Role: s.role, Hollow: s.hollow}}}
}

func signOf(s assessment.GateState) sign {
	switch s {
	case assessment.GatePassed:
		return sign{plot.Good, false}
	case assessment.GateFailed:
		return sign{plot.Bad, false}
	case assessment.GateExpired:
		return sign{plot.Warn, false}
	case assessment.GateUnknown:
	}
	return sign{plot.Neutral, true}
}

func (p *sheet) gates() {
	t, all := p.t, p.Sheet.Gates
	count := map[assessment.GateState]int{}
	for i := range all {
		count[all[i].State]++
	}
	open := count[assessment.GateUnknown] + count[assessment.GateExpired]
	p.d.Bar(t.t("score.gates"), t.t("score.gates.count", fmt.Sprint(count[assessment.GatePassed]), fmt.Sprint(count[assessment.GateFailed]), fmt.Sprint(open)), 20)
	if len(all) == 0 {
		p.say(t.t("score.gates.none"))
		return
	}
	g := Grid{Columns: []GridColumn{
		{"", 5, false}, {t.head("score.gate"), 60, false}, {t.head("score.state"), 26, false}, {t.head("score.evidence"), 60, false}, {t.head("score.until"), 24, true},
	}}
	for i := range all {
		until := dash
		if all[i].Expires != "" {
			until = t.date(all[i].Expires)
		}
		g.Rows = append(g.Rows, []string{"", all[i].Name, t.t("score.gate." + string(all[i].State)), all[i].Evidence, until})
	}
	g.Charts = map[int]func(int) plot.Chart{0: func(i int) plot.Chart { return signOf(all[i].State) }}
	p.d.Grid(g)
}

func (p *sheet) criteria() {
	t, v := p.t, &p.Sheet
	remark := ""
	switch {
	case v.Assessed != nil && !v.Assessed.Finished:
		remark = t.t("score.half")
	case v.Score != nil:
		remark = t.t("score.coverage", v.Coverage)
	}
	p.d.Bar(t.t("score.criteria"), remark, 20)
	if len(v.Criteria) == 0 {
		p.say(t.t("score.criteria.none"))
		return
	}
	g := Grid{Columns: []GridColumn{
		{t.head("score.criterion"), 54, false},
		{t.head("score.weight"), 18, true},
		{t.head("score.grade"), 24, true},
		{t.head("score.points"), 16, true},
		{"", 40, false},
		{t.head("score.adds"), 22, true},
	}}
	for i := range v.Criteria {
		c := &v.Criteria[i]
		grade := t.t("score.ungraded")
		if c.Grade != nil {
			grade = t.t("score.grade."+string(c.Scale), t.figure(*c.Grade))
		}
		g.Rows = append(g.Rows, []string{c.Name, p.told(&c.Weight), grade, p.told(c.Points), "", p.told(c.Adds)})
	}
	g.Totals = []string{t.t("score.vetting"), p.weights(), "", "", "", p.told(v.Score)}
	g.Charts = map[int]func(int) plot.Chart{4: func(i int) plot.Chart { return barOf(v.Criteria[i].Points) }}
	p.d.Grid(g)
}

// weights adds up the weights of the criteria.
func (p *sheet) weights() string {
	var sum decimal.Decimal
	for i := range p.Sheet.Criteria {
		if w, err := decimal.NewFromString(p.Sheet.Criteria[i].Weight); err == nil {
			sum = sum.Add(w)
		}
	}
	return p.number(sum)
}

// barOf is a bar of points from 0 to 100, nil while they are not known.
func barOf(points *string) plot.Chart {
	n, err := decimal.NewFromString(textOf(points))
	if err != nil {
		return nil
	}
	role := plot.Series1
	if n.LessThan(decimal.NewFromInt(50)) {
		role = plot.Warn
	}
	return plot.Share{Parts: []plot.Part{{Value: plot.Number(n), Role: role}}, Whole: plot.Whole(100), Thick: 6}
}

// measuresHeight is the room the table of measures takes, which is not parted.
const measuresHeight = 72

func (p *sheet) performance() {
	t, f := p.t, &p.Card.Performance
	remark := ""
	if f.Score.Valid {
		remark = t.t("score.performance.note", p.number(f.Score.Decimal), fmt.Sprint(f.N))
	}
	if f.N == 0 {
		p.d.Bar(t.t("score.performance"), remark, small.line())
		said := t.t("score.performance.none")
		if p.Card.Class == "" {
			said += " " + t.t("score.lift.unrated")
		}
		p.say(said)
		return
	}
	p.d.Bar(t.t("score.performance"), remark, measuresHeight)
	terms := p.Card.Terms()
	g := Grid{Columns: []GridColumn{
		{t.head("score.measure"), 44, false},
		{t.head("score.n"), 11, true},
		{t.head("score.value"), 15, true},
		{t.head("score.range"), 26, true},
		{"", 24, false},
		{t.head("score.worst"), 19, true},
		{t.head("score.counts"), 15, true},
		{t.head("score.adds"), 17, true},
		{t.head("score.trend"), 16, true},
	}}
	for i := range f.Metrics {
		g.Rows = append(g.Rows, p.measure(&f.Metrics[i], terms.Of[f.Metrics[i].Key]))
	}
	g.Charts = map[int]func(int) plot.Chart{4: func(i int) plot.Chart { return gaugeOf(&f.Metrics[i], terms.Of[f.Metrics[i].Key]) }}
	total := dash
	if p.Card.Score.Valid {
		total = p.number(p.Card.Score.Decimal)
	}
	g.Totals = []string{t.t("score.total"), "", "", "", "", "", "", total, ""}
	p.d.Grid(g)
	p.say(p.times())
}

func (p *sheet) measure(m *score.Metric, term score.Term) []string {
	between, worst := dash, p.t.t("score.worst.good", p.number(term.Worst))
	if m.Bad {
		worst = p.t.t("score.worst.bad", p.number(term.Worst))
	}
	if m.Low.Valid && m.High.Valid {
		between = p.number(m.Low.Decimal) + " – " + p.number(m.High.Decimal)
	}
	trend := dash
	if m.Trend.Valid {
		trend = p.number(m.Trend.Decimal)
		if m.Trend.Decimal.IsPositive() {
			trend = "+" + trend
		}
	}
	return []string{p.t.metric(m.Key), fmt.Sprint(m.N), p.known(m.Recent), between, "", worst, p.known(m.Counts), p.known(m.Adds), trend}
}

// metric is what a metric is called.
func (w words) metric(key string) string { return w.t("score.metric." + key) }

// gaugeOf is the value within its bounds on a track that ends where all is
// earned, with a line where nothing is.
func gaugeOf(m *score.Metric, term score.Term) plot.Chart {
	if !m.Recent.Valid || !m.Low.Valid {
		return nil
	}
	g := plot.Gauge{Target: plot.At(plot.Number(term.Worst)), To: plot.Whole(100)}
	g.Value, g.Low, g.High = plot.Number(m.Recent.Decimal), plot.Number(m.Low.Decimal), plot.Number(m.High.Decimal)
	worse := m.Recent.Decimal.LessThanOrEqual(term.Worst)
	if m.Bad {
		worse = m.Recent.Decimal.GreaterThanOrEqual(term.Worst)
		g.From, g.To = 0, max(g.Target.Value*5/4, g.High)
	} else {
		g.From = min(g.Target.Value*4/5, g.Low)
	}
	if worse {
		g.Role = plot.Bad
	}
	return g
}

// times says how long parcels and answers took.
func (p *sheet) times() string {
	f, t := &p.Card.Performance, p.t
	var parts []string
	for _, x := range []struct {
		key string
		of  score.Times
	}{{"score.lead", f.Lead}, {"score.answer", f.Answer}, {"score.reply", f.Reply}} {
		if x.of.N > 0 {
			parts = append(parts, t.t(x.key, p.days(x.of.P50), p.days(x.of.P90), fmt.Sprint(x.of.N)))
		}
	}
	return join(" ", append(parts, t.t("score.performance.help"))...)
}

// days writes a number of days; unknown is what never came.
func (p *sheet) days(n decimal.NullDecimal) string {
	if !n.Valid {
		return p.t.t("score.days.never")
	}
	return p.t.figure(n.Decimal.Round(1).String())
}

// say writes a sentence below a part.
func (p *sheet) say(text string) {
	lines := p.d.wrap(small, text, p.d.inner())
	p.d.need(plot.Unit(len(lines)) * small.line())
	p.d.y = p.d.drawLines(side, p.d.y, small, lines) + 4
}

// monthName writes a month such as 2026-03 in short, without its year.
func (w words) monthName(month string) string {
	return w.t(fmt.Sprintf("month.%d", int(model.Date(month+"-01").Time().Month())))
}
