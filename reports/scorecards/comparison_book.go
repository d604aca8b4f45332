package scorecards

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/scorecard"
)

// The sheets of the workbook that formulas name, in their order.
const (
	tableSheet = iota
	partsSheet
)

// firstSide is the column of the first supplier in the table.
const firstSide = 2

// workbook is the comparison with live formulas: the parts of the price add up, the
// rest follows from them, and change with them.
func (c *comparison) workbook() xlsx.Workbook {
	b := xlsx.Workbook{Title: "Supplier comparison", Program: c.program, Created: c.now}
	for _, t := range []*reports.Table{
		c.table("comparison", "Comparison", c.lines...), c.partRows(), c.table("words", "Type and terms", c.wordy...), c.riskRows(), c.reasonRows(),
	} {
		t.Meta.Generated, t.Meta.Program = c.now, c.program
		b.Sheets = append(b.Sheets, xlsx.Sheet{Table: t})
	}
	about := reports.About(b.Sheets[tableSheet].Table)
	about.Add(reports.Text("Comparison"), reports.Text("Compared"), reports.Text(c.about()))
	b.Sheets = append(b.Sheets, xlsx.Sheet{Table: about})
	for i := range c.Sides {
		c.calculate(b, i)
	}
	c.recommended(b)
	return b
}

// at is the number of a line in the sheet, 0 for one that is not there.
func (c *comparison) at(key string) int {
	return slices.IndexFunc(c.lines, func(l line) bool { return l.key == key }) + 1
}

// columnOf is the letter of a supplier's column.
func columnOf(side int) string { return string(rune('A' + firstSide + side)) }

// in writes a formula of one supplier: {key} is the cell of that line, {key:all} the
// cells of all suppliers.
func (c *comparison) in(side int, formula string) string {
	var pairs []string
	for i, l := range c.lines {
		row := i + 2 // below the heading
		all := fmt.Sprintf("$%s$%d:$%s$%d", columnOf(0), row, columnOf(len(c.Sides)-1), row)
		pairs = append(pairs, "{"+l.key+"}", fmt.Sprintf("%s%d", columnOf(side), row), "{"+l.key+":all}", all)
	}
	return strings.NewReplacer(pairs...).Replace(formula)
}

// calculate makes the figures of a supplier formulas that follow from others.
func (c *comparison) calculate(b xlsx.Workbook, side int) {
	t, s := b.Sheets[tableSheet].Table, &c.Sides[side]
	set := func(key, formula string) {
		row := c.at(key) - 1
		if row < 0 || !t.Rows[row][firstSide+side].Kind().Numeric() {
			return
		}
		cell := &t.Rows[row][firstSide+side]
		*cell = cell.WithFormula(c.in(side, formula))
	}
	kinds := c.PartKinds()
	for _, kind := range kinds {
		set(partOf(kind), c.sumOf(b, s, kind))
	}
	if len(kinds) > 0 {
		row := c.at(partOf(kinds[0])) + 1
		set(lineLanded, fmt.Sprintf("SUM(%[1]s%[2]d:%[1]s%[3]d)", columnOf(side), row, row+len(kinds)-1))
	}
	known := func(key string) string { // nothing known costs and brings back nothing
		if c.lines[c.at(key)-1].cells[side].Known() {
			return "{" + key + "}"
		}
		return "0"
	}
	set(lineLoss, fmt.Sprintf("ROUND({%s}*%s*(1-%s),%d)", lineLanded, known(lineDefect), known(lineBack), c.Currency.Digits()))
	set("cost", "{"+lineLanded+"}+{"+lineLoss+"}")
	if !s.Able {
		return
	}
	set(lineBasis, "{"+lineLanded+"}")
	set(lineAbove, fmt.Sprintf("ROUND(({%[1]s}-MIN({%[1]s:all}))/MIN({%[1]s:all}),4)", lineBasis))
	set("fast", "{"+lineSlow+"}")
	set(lineSlower, "{fast}-MIN({fast:all})")
	set(linePoints, fmt.Sprintf("IF(ISNUMBER({score}),{score},%s)-{%s}*100-IF(ISNUMBER({%s}),{%s},%s)", scorecard.Middle, lineAbove, lineSlower, lineSlower, scorecard.Slowest))
}

// sumOf adds up the costs of a kind that a supplier has, each by its cell.
func (c *comparison) sumOf(b xlsx.Workbook, s *scorecard.Side, kind string) string {
	t := b.Sheets[partsSheet].Table
	sheet, _, _ := strings.Cut(b.Range(partsSheet, "amount"), "!")
	amount := string(rune('A' + t.Column("amount")))
	var cells []string
	for i, row := range t.Rows {
		if row[t.Column("supplier")].Raw() == s.Card.Name && row[t.Column("part")].Raw() == partNames[kind] {
			cells = append(cells, fmt.Sprintf("%s!%s%d", sheet, amount, i+2))
		}
	}
	if len(cells) == 0 {
		return "0"
	}
	return "SUM(" + strings.Join(cells, ",") + ")"
}

// recommended names whoever has the most points, above the reasons.
func (c *comparison) recommended(b xlsx.Workbook) {
	t := b.Sheets[tableSheet].Table
	best := said(c.Best)
	if c.Best != "" {
		best = best.WithFormula(c.in(0, fmt.Sprintf("INDEX($%s$1:$%s$1,1,MATCH(MAX({%[3]s:all}),{%[3]s:all},0))", columnOf(0), columnOf(len(c.Sides)-1), linePoints)))
	}
	t.Add(append([]reports.Cell{reports.Text(adviceOf), reports.Text("Recommended"), best}, make([]reports.Cell, len(c.Sides)-1)...)...)
}

// partRows are the costs that make the prices.
func (c *comparison) partRows() *reports.Table {
	t := table("parts", "Price parts", text("supplier", "Supplier"), reports.Column{Key: "sku", Label: "SKU", Kind: reports.KindIdentifier},
		reports.Column{Key: "quantity", Label: "Quantity", Kind: reports.KindInteger}, text("part", "Part"),
		reports.Column{Key: "amount", Label: "Amount", Kind: reports.KindAmount}, text("made", "Made of"))
	for i := range c.Sides {
		s := &c.Sides[i]
		for _, l := range s.Quote.Lines {
			for _, p := range l.Parts {
				a, err := model.ParseAmount(p.Amount)
				if err != nil {
					continue // what nobody knows is told among the risks
				}
				t.Add(reports.Text(s.Card.Name), reports.Identifier(l.SKU), reports.Integer(int64(l.Quantity)), reports.Text(partNames[p.Kind]), reports.UnitPrice(a, c.Currency), said(p.Text))
			}
		}
	}
	return t
}

func (c *comparison) riskRows() *reports.Table {
	t := table("risks", "Risks", text("supplier", "Supplier"), text("kind", "Kind"), text("risk", "What may go wrong"))
	for i := range c.Sides {
		for _, r := range c.Sides[i].Risks {
			t.Add(reports.Text(c.Sides[i].Card.Name), reports.Text(riskNames[r.Kind]), reports.Text(r.Text))
		}
	}
	return t
}

func (c *comparison) reasonRows() *reports.Table {
	t := table("reasons", "Reasons", text("reason", "Why"))
	for _, r := range c.Reasons {
		t.Add(reports.Text(r))
	}
	return t
}
