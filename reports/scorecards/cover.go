package scorecards

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model/calc"
	"github.com/dropledger/dropledger/reports"
)

// Rows of the cover that formulas name, after its facts.
const (
	rowSupplier = iota
	rowDate
	rowStage
	rowClass
	rowTrust
	rowOrders
	rowMiddle
	rowVetting
	rowOpinion
	rowLeast
	rowMost
	rowPerformance
	rowScore
	rowClassA
	rowClassB
	rowClassC
	rowDecided
	rowFailed
	rowLetter
	rowAll
	coverRows
)

// cover is the first sheet: who it is, the settings, and the sums of the others
// beside what the program says.
func (b *book) cover() *reports.Table {
	c := &b.card
	t := table("scorecard", "Scorecard", text("item", "Item"), text("value", "Value"), number("calculated", "Calculated here"), number("program", "Says the program"), number("difference", "Difference"))
	names := [coverRows]string{
		rowSupplier: "Supplier", rowDate: "As of", rowStage: "Stage", rowClass: "Class", rowTrust: "Confidence",
		rowOrders: "Orders that weigh as much as the opinion", rowMiddle: "Points of a supplier nobody vetted", rowVetting: "Vetting score",
		rowOpinion: "Opinion: vetting, or the points of nobody vetted", rowLeast: "At least, 95 %", rowMost: "At most, 95 %",
		rowPerformance: "Performance, without vetting", rowScore: "Score", rowClassA: "Class A from", rowClassB: "Class B from", rowClassC: "Class C from",
		rowDecided: "Orders decided", rowFailed: "Gates that failed", rowLetter: "Class by the score", rowAll: "Sum of all differences: has to be 0",
	}
	values := [coverRows]string{
		rowSupplier: c.Name, rowDate: string(b.today), rowStage: string(c.Stage), rowClass: c.Class, rowTrust: c.Trust,
	}
	values[rowClass] = b.class()
	for i, name := range names {
		t.Add(reports.Text(name), said(values[i]), reports.Unknown(), reports.Unknown(), reports.Unknown())
	}
	return t
}

// setting is the cell of a row of the cover, for the formulas of the other sheets.
func (b *book) setting(row int) string { return "Scorecard!" + cell(row) }

// cell is where the cover calculates a row, which the heading is above.
func cell(row int) string { return fmt.Sprintf("$C$%d", row+2) }

// sum fills the cover in.
func (b *book) sum() {
	t := b.Sheets[coverSheet].Table
	t.Rows[rowOrders][2], t.Rows[rowMiddle][2] = reports.Number(b.terms.Orders), reports.Number(b.terms.Opinion)
	for i, row := range []int{rowClassA, rowClassB, rowClassC} {
		t.Rows[row][2] = reports.Number(b.terms.Cuts[i])
	}
	t.Rows[rowDecided][2] = reports.Integer(b.card.Performance.N)
	t.Rows[rowFailed][2] = reports.Integer(int64(len(b.card.Failed)))
	if len(b.facts.sheet.Gates) > 0 {
		t.Rows[rowFailed][2] = t.Rows[rowFailed][2].WithFormula(`COUNTIF(` + b.Range(gatesSheet, "state") + `,"failed")`)
	}
	b.letter()
	vetted := b.vetted()
	if b.facts.sheet.Score != nil {
		b.compare(rowVetting, parsed(b.facts.sheet.Score), "SUM("+b.Range(criteriaSheet, "adds")+")")
	}
	opinion := cell(rowMiddle)
	if vetted.Valid {
		opinion = "ROUND(" + cell(rowVetting) + ",2)"
	}
	t.Rows[rowOpinion][2] = calculated(b.opinion(), opinion)
	p := &b.card.Performance
	if !p.Score.Valid {
		if vetted.Valid {
			b.compare(rowScore, b.card.Score, cell(rowVetting))
		}
		b.checkAll()
		return
	}
	product := func(key string) string {
		return "SUMPRODUCT(" + b.Range(measuresSheet, "counts") + "," + b.Range(measuresSheet, key) + ")/100"
	}
	within := func(key string) string {
		return "MAX(" + cell(rowLeast) + ",MIN(" + cell(rowMost) + ",SUM(" + b.Range(measuresSheet, key) + ")))"
	}
	b.compare(rowLeast, p.Low, product("least"))
	b.compare(rowMost, p.High, product("most"))
	b.compare(rowPerformance, p.Score, within("alone"))
	b.compare(rowScore, b.card.Score, within("adds"))
	b.checkAll()
}

// class is the class as the sheets say it.
func (b *book) class() string {
	if b.card.Class == "" {
		return "not rated"
	}
	return b.card.Class
}

// letter makes the class of the score: none while nobody vetted it and fewer than
// three orders are decided, D while a gate failed, else by where the classes begin.
func (b *book) letter() {
	t := b.Sheets[coverSheet].Table
	vetting := "0"
	if b.vetted().Valid {
		vetting = "1"
	}
	classed := fmt.Sprintf(`IF(%[1]s>=%[2]s,"A",IF(%[1]s>=%[3]s,"B",IF(%[1]s>=%[4]s,"C","D")))`, cell(rowScore), cell(rowClassA), cell(rowClassB), cell(rowClassC))
	formula := fmt.Sprintf(`IF(NOT(ISNUMBER(%s)),"not rated",IF(AND(%s=0,%s<3),"not rated",IF(%s>0,"D",%s)))`, cell(rowScore), vetting, cell(rowDecided), cell(rowFailed), classed)
	t.Rows[rowLetter][2] = reports.Text(b.class()).WithFormula(formula)
	t.Rows[rowLetter][3] = reports.Text(b.class())
	t.Rows[rowLetter][4] = calculated(decimal.Zero, fmt.Sprintf("IF(C%[1]d=D%[1]d,0,1)", rowLetter+2))
	t.Rows[rowClass][1] = reports.Text(b.class()).WithFormula(cell(rowLetter))
}

// compare sets a figure of the program beside the formula that makes it.
func (b *book) compare(row int, program decimal.NullDecimal, formula string) {
	t := b.Sheets[coverSheet].Table
	t.Rows[row][2] = calculated(program.Decimal, formula)
	t.Rows[row][3] = figure(program)
	t.Rows[row][4] = calculated(decimal.Zero, fmt.Sprintf("ROUND(C%[1]d-D%[1]d,2)", row+2))
}

// checkAll adds the differences up.
func (b *book) checkAll() {
	t := b.Sheets[coverSheet].Table
	parts := []string{}
	for row := range rowAll {
		if t.Rows[row][4].Known() {
			parts = append(parts, fmt.Sprintf("ABS(E%d)", row+2))
		}
	}
	if len(parts) > 0 {
		t.Rows[rowAll][4] = calculated(decimal.Zero, strings.Join(parts, "+"))
	}
}

// vetted is the vetting score where it counts: an assessment that is half done does
// not.
func (b *book) vetted() decimal.NullDecimal {
	if a := b.facts.sheet.Assessed; a == nil || !a.Finished {
		return decimal.NullDecimal{}
	}
	return parsed(b.facts.sheet.Score)
}

func (b *book) opinion() decimal.Decimal {
	if v := b.vetted(); v.Valid {
		return v.Decimal
	}
	return b.terms.Opinion
}

// weighed is a measure as the formulas weigh it: what their cells show before a
// program calculates them.
type weighed struct {
	bad, core, known                                  bool
	points, factor, counts, drawn, alone, least, most decimal.Decimal
}

// draw draws points towards an opinion.
func (b *book) draw(to, points, evidence decimal.Decimal) decimal.Decimal {
	if d := calc.Shrink(to, b.terms.Orders, points, evidence); d.Valid {
		return d.Decimal
	}
	return to
}

func (b *book) weighing() []weighed {
	all := make([]weighed, len(b.card.Performance.Metrics))
	var sum decimal.Decimal
	for i := range all {
		m, x := &b.card.Performance.Metrics[i], &all[i]
		term := b.terms.Of[m.Key]
		*x = weighed{bad: m.Bad, core: term.Core, known: m.Points.Valid, points: m.Points.Decimal, factor: m.Weight.Decimal, most: decimal.NewFromInt(100)}
		if x.known {
			best, low, high := decimal.NewFromInt(100), m.Low.Decimal, m.High.Decimal
			if m.Bad {
				best, low, high = decimal.Zero, high, low
			}
			x.least, x.most = calc.Points(low, term.Worst, best), calc.Points(high, term.Worst, best)
		}
		if both := m.Evidence.Add(b.terms.Orders); !x.core && both.IsPositive() {
			x.factor = x.factor.Mul(m.Evidence).DivRound(both, 9)
		}
		x.drawn, x.alone = b.draw(b.opinion(), x.points, m.Evidence), b.draw(b.terms.Opinion, x.points, m.Evidence)
		sum = sum.Add(x.factor)
	}
	for i := range all {
		if sum.IsPositive() {
			all[i].counts = all[i].factor.Shift(2).DivRound(sum, 9)
		}
	}
	return all
}
