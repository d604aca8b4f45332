package scorecards

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/score"
)

// The sheets of the workbook, in their order.
const (
	coverSheet = iota
	criteriaSheet
	measuresSheet
	gatesSheet
)

// book is the workbook in the making. Its formulas follow domain rules 3.1 and
// 3.4: points by weight, drawn towards the opinion while there are few orders,
// their mean kept within the bounds.
type book struct {
	*facts
	xlsx.Workbook
	terms score.Terms
}

// workbook is the scorecard with live formulas: what criteria and measures make of
// the score, and beside it what the program says.
func (f *facts) workbook(program string) xlsx.Workbook {
	b := &book{facts: f, terms: f.card.Terms()}
	b.Title, b.Program, b.Created = "Supplier scorecard "+f.card.Name, program, f.now
	for _, t := range []*reports.Table{b.cover(), b.criteria(), b.measures(), f.gateRows(), f.monthRows(), f.eventRows()} {
		t.Meta.Generated, t.Meta.Program = f.now, program
		b.Sheets = append(b.Sheets, xlsx.Sheet{Table: t})
	}
	b.weighCriteria()
	b.weighMeasures()
	b.sum()
	return b.Workbook
}

func table(name, title string, columns ...reports.Column) *reports.Table {
	return &reports.Table{Name: name, Title: title, Columns: columns}
}

func text(key, label string) reports.Column {
	return reports.Column{Key: key, Label: label, Kind: reports.KindText}
}

func number(key, label string) reports.Column {
	return reports.Column{Key: key, Label: label, Kind: reports.KindNumber}
}

func percent(key, label string) reports.Column {
	return reports.Column{Key: key, Label: label, Kind: reports.KindPercent}
}

// calculated is a number with the formula that makes it.
func calculated(d decimal.Decimal, formula string) reports.Cell {
	return reports.Number(fixed(d, 2)).WithFormula(formula)
}

// fixed rounds to a number of decimals and keeps them all, so that figures below
// each other look alike.
func fixed(d decimal.Decimal, places int32) decimal.Decimal {
	return d.Round(places).Add(decimal.New(0, -places))
}

// exact is how many decimals the figures keep that formulas work with, so that
// what they make agrees with the program to more than is shown.
const exact = 4

func figure(d decimal.NullDecimal) reports.Cell {
	if !d.Valid {
		return reports.Unknown()
	}
	return reports.Number(d.Decimal.Round(exact))
}

func share(d decimal.NullDecimal) reports.Cell {
	if !d.Valid {
		return reports.Unknown()
	}
	return reports.Percent(fixed(d.Decimal, exact))
}

func said(s string) reports.Cell {
	if s == "" {
		return reports.Unknown()
	}
	return reports.Text(s)
}

// parsed is a number that came as text.
func parsed(s *string) decimal.NullDecimal {
	if s == nil {
		return decimal.NullDecimal{}
	}
	d, err := decimal.NewFromString(*s)
	return decimal.NullDecimal{Decimal: d, Valid: err == nil}
}

// in writes a formula for a row of a sheet: {key} stands for the cell of that
// column in the row, {key:all} for all rows of the column.
func (b *book) in(sheet, row int, formula string) string {
	var pairs []string
	for _, c := range b.Sheets[sheet].Table.Columns {
		all := b.Range(sheet, c.Key)
		if all == "" {
			continue
		}
		all = all[strings.LastIndexByte(all, '!')+1:] // $D$2:$D$19
		part := strings.Split(all, "$")
		first, _ := strconv.Atoi(strings.TrimSuffix(part[2], ":"))
		pairs = append(pairs, "{"+c.Key+"}", part[1]+strconv.Itoa(first+row), "{"+c.Key+":all}", all)
	}
	return strings.NewReplacer(pairs...).Replace(formula)
}

func (b *book) set(sheet, row int, key string, value decimal.Decimal, formula string) {
	t := b.Sheets[sheet].Table
	t.Rows[row][t.Column(key)] = calculated(value, b.in(sheet, row, formula))
}

func (b *book) criteria() *reports.Table {
	t := table("criteria", "Criteria", text("criterion", "Criterion"), text("scale", "Scale"), number("grade", "Grade"), number("weight", "Weight"),
		number("points", "Points"), number("adds", "Contribution"), text("evidence", "Evidence"), text("source", "Source"))
	for i := range b.facts.sheet.Criteria {
		c := &b.facts.sheet.Criteria[i]
		t.Add(said(c.Name), said(string(c.Scale)), figure(parsed(c.Grade)), figure(parsed(&c.Weight)), reports.Unknown(), reports.Unknown(), said(c.Evidence), said(c.Source))
	}
	return t
}

// weighCriteria makes points of grades and contributions of points.
func (b *book) weighCriteria() {
	all := b.facts.sheet.Criteria
	var graded decimal.Decimal
	for i := range all {
		if all[i].Grade != nil {
			graded = graded.Add(parsed(&all[i].Weight).Decimal)
		}
	}
	for i := range all {
		c := &all[i]
		if c.Grade == nil || !graded.IsPositive() {
			continue
		}
		points, formula := c.Scale.Points(parsed(c.Grade).Decimal), "{grade}"
		if c.Scale == assessment.Five {
			formula = "({grade}-1)*25"
		}
		b.set(criteriaSheet, i, "points", points, formula)
		b.set(criteriaSheet, i, "adds", points.Mul(parsed(&c.Weight).Decimal).DivRound(graded, 9), `{weight}*{points}/SUMIF({grade:all},">=0",{weight:all})`)
	}
}

func (b *book) measures() *reports.Table {
	t := table("measures", "Measures", text("measure", "Measure, %"), text("told", "Told"), reports.Column{Key: "n", Label: "n", Kind: reports.KindInteger},
		percent("value", "Value"), percent("recent", "Newer count more"), percent("low", "95 % from"), percent("high", "95 % to"), percent("worst", "Earns nothing"),
		number("evidence", "Evidence, orders"), number("points", "Points"), number("weight", "Weight"), number("factor", "Weight by evidence"), number("counts", "Counts %"),
		number("drawn", "Points, drawn"), number("adds", "Contribution"), number("alone", "Contribution without vetting"), number("least", "Points at least"),
		number("most", "Points at most"), percent("trend", "Trend"))
	for i := range b.card.Performance.Metrics {
		m := &b.card.Performance.Metrics[i]
		told := "as what went well"
		if m.Bad {
			told = "as what went wrong"
		}
		none := reports.Unknown()
		t.Add(said(m.Label), said(told), reports.Integer(m.N), share(m.Value), share(m.Recent), share(m.Low), share(m.High),
			reports.Percent(fixed(b.terms.Of[m.Key].Worst, 2)), reports.Number(fixed(m.Evidence, exact)), none, figure(m.Weight), none, none, none, none, none, none, none, share(m.Trend))
	}
	return t
}

// Formulas of a measure. Shares are fractions in their cells.
const (
	pointsGood = "MAX(0,MIN(100,({%[1]s}-{worst})/(1-{worst})*100))"
	pointsBad  = "MAX(0,MIN(100,({worst}-{%[1]s})/{worst}*100))"
	drawTo     = "IF(%[2]s+{evidence}=0,%[1]s,(%[1]s*%[2]s+{points}*{evidence})/(%[2]s+{evidence}))"
)

// weighMeasures makes points of shares, and what each adds to the score. Without
// decided orders the score is the opinion alone, and there is nothing to weigh.
func (b *book) weighMeasures() {
	if !b.card.Performance.Score.Valid {
		return
	}
	w := b.weighing()
	for i := range w {
		x := &w[i]
		points, least, most := pointsGood, "low", "high"
		if x.bad {
			points, least, most = pointsBad, "high", "low"
		}
		factor := "IF({evidence}=0,0,{weight}*{evidence}/({evidence}+" + b.setting(rowOrders) + "))"
		if x.core {
			factor = "{weight}"
		}
		set := func(key string, value decimal.Decimal, formula string) { b.set(measuresSheet, i, key, value, formula) }
		set("factor", x.factor, factor)
		set("counts", x.counts, "{factor}/SUM({factor:all})*100")
		if x.known {
			set("points", x.points, fmt.Sprintf(points, "recent"))
			set("least", x.least, fmt.Sprintf(points, least))
			set("most", x.most, fmt.Sprintf(points, most))
		} else {
			set("least", decimal.Zero, "0")
			set("most", decimal.NewFromInt(100), "100")
		}
		set("drawn", x.drawn, fmt.Sprintf(drawTo, b.setting(rowOpinion), b.setting(rowOrders)))
		set("adds", x.counts.Mul(x.drawn).Shift(-2), "{counts}*{drawn}/100")
		set("alone", x.counts.Mul(x.alone).Shift(-2), "{counts}/100*"+fmt.Sprintf(drawTo, b.setting(rowMiddle), b.setting(rowOrders)))
	}
}

func (f *facts) gateRows() *reports.Table {
	t := table("gates", "Gates", text("gate", "Gate"), text("state", "State"), text("evidence", "Evidence"), reports.Column{Key: "until", Label: "Holds until", Kind: reports.KindDate})
	for i := range f.sheet.Gates {
		g := &f.sheet.Gates[i]
		t.Add(said(g.Name), said(string(g.State)), said(g.Evidence), reports.Date(g.Expires))
	}
	return t
}

func (f *facts) monthRows() *reports.Table {
	t := table("months", "Months", text("month", "Month"), text("measure", "Measure"), reports.Column{Key: "n", Label: "n", Kind: reports.KindInteger}, percent("value", "Value"), text("state", "State"))
	for i := range f.card.Performance.Metrics {
		m := &f.card.Performance.Metrics[i]
		for _, c := range m.Cohorts {
			state := "closed"
			if c.Open {
				state = "open, may still get worse"
			}
			t.Add(said(c.Month), said(m.Label), reports.Integer(c.N), share(decimal.NewNullDecimal(c.Value)), said(state))
		}
	}
	return t
}

func (f *facts) eventRows() *reports.Table {
	t := table("events", "What went wrong", reports.Column{Key: "ordered", Label: "Ordered", Kind: reports.KindDate}, reports.Column{Key: "order", Label: "Order", Kind: reports.KindIdentifier},
		text("shop", "Shop"), text("country", "Country"), text("what", "What happened"))
	for _, e := range slices.All(f.events) {
		t.Add(reports.Date(e.On), reports.Identifier(e.Order), said(e.Shop), said(e.Country), said(e.What))
	}
	return t
}
