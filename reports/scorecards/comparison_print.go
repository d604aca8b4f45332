package scorecards

import (
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/scorecard"
)

// print writes the comparison as pages: the recommendation with its reasons, what
// the sides cost, take and score, the risks of each, and what its type implies.
func (c *comparison) print(w io.Writer, setup pdf.Setup) (warnings []string, err error) {
	const title = "Supplier comparison"
	d := pdf.New(setup, title)
	d.Section(strings.Join([]string{title, c.about(), string(c.today), c.program}, " · "))
	sender := pdf.Block{Lines: nonempty(strings.Join(nonempty(c.merchant.Line1, strings.TrimSpace(c.merchant.Zip+" "+c.merchant.City)), " · "), c.merchant.Email)}
	sender.Name = c.merchant.Name
	d.Letterhead(sender, title, string(c.today))
	d.Facts(pdf.Fact{Label: "Basket and destination", Value: c.about()}, pdf.Fact{Label: "Amounts", Value: string(c.Currency)}, pdf.Fact{Label: "Suppliers", Value: reports.Integer(len(c.Sides)).String()})
	advice := "Nobody can be recommended"
	if c.Best != "" {
		advice = "Recommended: " + c.Best
	}
	d.Note(advice, strings.Join(c.Reasons, "\n"))
	for _, section := range []string{priceSection, daysSection, scoreSection, termsSection} {
		c.printSection(d, section)
	}
	c.printRisks(d)
	c.printNature(d)
	return d.Write(w)
}

func nonempty(all ...string) (kept []string) {
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// dash stands where nothing is known.
const dash = "–"

// shown is a cell on paper: money with its decimals, points with one, a share in
// percent.
func shown(x reports.Cell) string {
	switch x.Kind() {
	case reports.KindUnknown:
		return dash
	case reports.KindNumber:
		return decimalOf(x).StringFixed(1)
	case reports.KindPercent:
		return decimalOf(x).StringFixed(1) + " %"
	}
	return x.String()
}

// decimalOf is the figure of a cell.
func decimalOf(x reports.Cell) decimal.Decimal {
	value, decimals := x.Scaled()
	return decimal.New(value, -int32(decimals))
}

// keep is the room that a few lines of a table take below their bar.
const keep = 24

// printSection prints the lines of a section, with a column for each supplier.
func (c *comparison) printSection(d *pdf.Doc, section string) {
	g := pdf.Grid{Columns: []pdf.GridColumn{{Label: "", Share: 34}}}
	for i := range c.Sides {
		g.Columns = append(g.Columns, pdf.GridColumn{Label: c.Sides[i].Card.Name, Share: 28, Right: section != termsSection})
	}
	for _, l := range append(slices.Clone(c.lines), c.wordy...) {
		if l.section != section || empty(l.cells) {
			continue
		}
		row := []string{l.label}
		for _, x := range l.cells {
			row = append(row, shown(x))
		}
		g.Rows = append(g.Rows, row)
	}
	if len(g.Rows) > 0 {
		d.Bar(section, "", keep)
		d.Grid(g)
	}
}

// empty tells that nothing is known of any side.
func empty(cells []reports.Cell) bool {
	for _, x := range cells {
		if x.Known() {
			return false
		}
	}
	return true
}

func (c *comparison) printRisks(d *pdf.Doc) {
	t := c.riskRows()
	if len(t.Rows) == 0 {
		return
	}
	d.Bar("Risks", "", keep)
	g := pdf.Grid{Columns: []pdf.GridColumn{{Label: "Supplier", Share: 40}, {Label: "Kind", Share: 26}, {Label: "What may go wrong", Share: 108}}}
	last := ""
	for _, row := range t.Rows {
		who := row[0].Raw()
		if who == last {
			who = ""
		} else {
			last = who
		}
		g.Rows = append(g.Rows, []string{who, row[1].Raw(), row[2].Raw()})
	}
	d.Grid(g)
}

// printNature prints what the types of the sources imply, each supplier a row.
func (c *comparison) printNature(d *pdf.Doc) {
	d.Bar("What the type implies", "", keep)
	g := pdf.Grid{Columns: []pdf.GridColumn{
		{Label: "Supplier", Share: 34}, {Label: "Kind", Share: 28}, {Label: "Selection", Share: 28}, {Label: "Branding", Share: 30}, {Label: "Minimum", Share: 26}, {Label: "Upfront", Share: 28},
	}}
	for i := range c.Sides {
		s := &c.Sides[i]
		g.Rows = append(g.Rows, []string{s.Card.Name, kindOf(s), s.Nature.Selection, s.Nature.Branding, s.Nature.MOQ, s.Nature.Upfront})
	}
	d.Grid(g)
}

// kindOf is what sort of source it is, and where.
func kindOf(s *scorecard.Side) string {
	return strings.Join(nonempty(s.Nature.Type, reports.CountryName(s.Country)), ", ")
}
