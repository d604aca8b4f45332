package scorecards

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/csvout"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/setting"
)

// AskComparison says which comparison to write. Out ends in .xlsx, .csv or .pdf;
// Paper is "A4" or "Letter", as the settings say when empty.
type AskComparison struct {
	Of    scorecard.Comparison
	Out   string
	Paper string
}

// Compare writes a comparison into a file: a workbook that calculates it, a table
// for other programs, or a page to print.
func (p *Printer) Compare(ctx context.Context, a AskComparison) (Written, error) {
	w := Written{Files: []string{}, Warnings: []string{}}
	if a.Out == "" {
		return w, model.FieldErrorf("out", "The name of the file to write is missing, such as comparison.xlsx.")
	}
	if err := checkPaper(a.Paper); err != nil {
		return w, err
	}
	f := facts{today: p.db.Today(), now: p.db.Now()}
	if err := f.readSettings(ctx, setting.New(p.db, bus())); err != nil {
		return w, err
	}
	c := comparison{Comparison: &a.Of, facts: &f, program: p.program}
	c.lay()
	var out bytes.Buffer
	var err error
	switch ending(a.Out) {
	case ".csv":
		err = csvout.Write(&out, c.whole(), csvout.Format{Spreadsheet: true})
	case ".xlsx":
		w.Warnings, err = writeBook(&out, c.workbook())
	case ".pdf":
		paper := f.paper
		if a.Paper != "" {
			paper = a.Paper
		}
		var missing []string
		missing, err = c.print(&out, pdf.Setup{Paper: documents.PaperFor(paper, f.merchant.Country), Program: p.program, Created: f.now, Languages: []string{"en"}})
		w.Warnings = append(w.Warnings, missing...)
	default:
		err = model.FieldErrorf("out", "A comparison is written as .xlsx, .csv or .pdf: %s ends otherwise.", filepath.Base(a.Out))
	}
	if err != nil {
		return w, err
	}
	err = w.write([]piece{{a.Out, out.Bytes()}})
	return w, err
}

// comparison is a comparison in the making: its lines, and where each of them is.
type comparison struct {
	*scorecard.Comparison
	*facts
	program string
	lines   []line
	wordy   []line // whose words are long: a sheet of their own in the workbook
}

// line is one line of the comparison with a cell for each supplier.
type line struct {
	key, section, label string
	cells               []reports.Cell
}

// The sections of a comparison.
const (
	whatSection  = "Type"
	priceSection = "Price"
	daysSection  = "Delivery"
	termsSection = "Terms"
	scoreSection = "Score"
	adviceOf     = "Recommendation"
)

// Lines that formulas name.
const (
	lineLanded = "landed"
	lineAble   = "able"
	lineAbove  = "above"
	lineLoss   = "loss"
	lineDefect = "defects"
	lineBack   = "recovered"
	lineSlow   = "p90"
	lineSlower = "slower"
	lineBasis  = "basis"
	linePoints = "points"
)

func (c *comparison) line(section, key, label string, cell func(*scorecard.Side) reports.Cell) line {
	l := line{key: key, section: section, label: label}
	for i := range c.Sides {
		l.cells = append(l.cells, cell(&c.Sides[i]))
	}
	return l
}

func (c *comparison) add(section, key, label string, cell func(*scorecard.Side) reports.Cell) {
	c.lines = append(c.lines, c.line(section, key, label, cell))
}

// long adds a line of many words.
func (c *comparison) long(section, key, label string, say func(*scorecard.Side) string) {
	c.wordy = append(c.wordy, c.line(section, key, label, func(s *scorecard.Side) reports.Cell { return said(say(s)) }))
}

// words adds a line of words.
func (c *comparison) words(section, key, label string, say func(*scorecard.Side) string) {
	c.add(section, key, label, func(s *scorecard.Side) reports.Cell { return said(say(s)) })
}

func (c *comparison) money(a *model.Amount) reports.Cell {
	if a == nil {
		return reports.Unknown()
	}
	return reports.Amount(*a, c.Currency)
}

// lay lays out all lines.
func (c *comparison) lay() {
	c.words(whatSection, "kind", "Kind", func(s *scorecard.Side) string { return s.Nature.Type })
	c.words(whatSection, "country", "Country", func(s *scorecard.Side) string { return reports.CountryName(s.Country) })
	c.words(whatSection, "stage", "Stage", func(s *scorecard.Side) string { return string(s.Card.Stage) })
	c.long(whatSection, "selection", "Selection", func(s *scorecard.Side) string { return s.Nature.Selection })
	c.long(whatSection, "branding", "Branding", func(s *scorecard.Side) string { return s.Nature.Branding })
	c.long(whatSection, "minimum", "Minimum", func(s *scorecard.Side) string { return s.Nature.MOQ })
	c.long(whatSection, "upfront", "Upfront", func(s *scorecard.Side) string { return s.Nature.Upfront })
	c.add(whatSection, "moq", "Least quantity here", func(s *scorecard.Side) reports.Cell { return counted(int64(s.MOQ)) })
	c.add(whatSection, "setup", "Paid once", func(s *scorecard.Side) reports.Cell {
		if s.Setup == nil {
			return reports.Unknown()
		}
		return reports.Amount(*s.Setup, s.SetupIn)
	})
	c.layPrices()
	c.layDays()
	c.layScores()
}

// counted is a count, unknown for none.
func counted(n int64) reports.Cell {
	if n == 0 {
		return reports.Unknown()
	}
	return reports.Integer(n)
}

// partNames are what the parts of a price are called.
var partNames = map[string]string{
	"product": "Product", "shipping": "Shipping", "drop_fee": "Drop fee", "pick_pack": "Pick and pack", "duty": "Duty", "import_tax": "Import tax",
	"handling_fee": "Customs handling", "conversion": "Conversion", "split": "Split",
}

// partOf is the key of the line of a part.
func partOf(kind string) string { return "part." + kind }

func (c *comparison) layPrices() {
	for _, kind := range c.PartKinds() {
		c.add(priceSection, partOf(kind), partNames[kind], func(s *scorecard.Side) reports.Cell {
			if len(s.Quote.Lines) == 0 {
				return reports.Unknown()
			}
			return c.money(new(s.Parts()[kind]))
		})
	}
	c.add(priceSection, lineLanded, "Landed", func(s *scorecard.Side) reports.Cell {
		if s.Price == nil {
			return reports.Text("does not offer all of it")
		}
		return c.money(s.Price)
	})
	c.add(priceSection, lineLoss, "Defects, on average", func(s *scorecard.Side) reports.Cell { return c.money(s.Loss) })
	c.add(priceSection, "cost", "Cost to compare", func(s *scorecard.Side) reports.Cell { return c.money(s.Cost) })
}

// metric is a figure of the card, as exact as a cell holds it.
func metric(key string) func(*scorecard.Side) reports.Cell {
	return func(s *scorecard.Side) reports.Cell {
		for i := range s.Card.Performance.Metrics {
			if m := &s.Card.Performance.Metrics[i]; m.Key == key && m.Recent.Valid {
				return reports.Percent(m.Recent.Decimal.Round(9))
			}
		}
		return reports.Unknown()
	}
}

func days(n *int) reports.Cell {
	if n == nil {
		return reports.Unknown()
	}
	return reports.Integer(*n)
}

func (c *comparison) layDays() {
	c.add(daysSection, "p50", "Days, half of the parcels", func(s *scorecard.Side) reports.Cell { return days(s.P50) })
	c.add(daysSection, lineSlow, "Days, nine of ten parcels", func(s *scorecard.Side) reports.Cell { return days(s.P90) })
	c.words(daysSection, "rests", "The days rest on", func(s *scorecard.Side) string {
		switch {
		case s.P90 == nil:
			return ""
		case s.Measured > 0:
			return fmt.Sprintf("%d of its own parcels", s.Measured)
		}
		return "what it states"
	})
	c.add(daysSection, "ontime", "On time", metric("otd"))
	c.add(daysSection, lineDefect, "Orders with a defect", metric("odr"))
	c.add(daysSection, lineBack, "Claims brought back", metric("claim_recovery"))
	c.words(termsSection, "payment", "Payment", func(s *scorecard.Side) string {
		if s.TermsDays == 0 {
			return "before sending"
		}
		return "within " + model.Days(s.TermsDays)
	})
	c.words(termsSection, "claims", "Claims", func(s *scorecard.Side) string {
		if s.ClaimDays == 0 {
			return ""
		}
		return "within " + model.Days(s.ClaimDays)
	})
	c.long(termsSection, "returns", "Returns", func(s *scorecard.Side) string { return s.Returns })
	c.words(termsSection, "neutral", "Neutral parcels", func(s *scorecard.Side) string {
		switch {
		case s.Neutral == nil:
			return ""
		case *s.Neutral:
			return "yes"
		}
		return "no"
	})
}

func (c *comparison) layScores() {
	c.words(scoreSection, "class", "Class", func(s *scorecard.Side) string { return s.Card.Class })
	c.add(scoreSection, "score", "Score of 100", func(s *scorecard.Side) reports.Cell { return points(s.Card.Score) })
	c.add(scoreSection, "low", "At least, 95 %", func(s *scorecard.Side) reports.Cell { return points(s.Card.Performance.Low) })
	c.add(scoreSection, "high", "At most, 95 %", func(s *scorecard.Side) reports.Cell { return points(s.Card.Performance.High) })
	c.add(scoreSection, "orders", "Orders decided", func(s *scorecard.Side) reports.Cell { return reports.Integer(s.Card.Performance.N) })
	c.words(scoreSection, "trust", "Confidence", func(s *scorecard.Side) string { return s.Confidence })
	c.words(adviceOf, lineAble, "Can be recommended", func(s *scorecard.Side) string {
		if s.Able {
			return "yes"
		}
		return "no"
	})
	if c.Best == "" {
		return
	}
	able := func(cell func(*scorecard.Side) reports.Cell) func(*scorecard.Side) reports.Cell {
		return func(s *scorecard.Side) reports.Cell {
			if !s.Able {
				return reports.Unknown()
			}
			return cell(s)
		}
	}
	c.add(adviceOf, lineBasis, "Its price, where able", able(func(s *scorecard.Side) reports.Cell { return c.money(s.Price) }))
	c.add(adviceOf, lineAbove, "Above the cheapest", able(func(s *scorecard.Side) reports.Cell { return share(s.PricePct) }))
	c.add(adviceOf, "fast", "Its days, where able", able(func(s *scorecard.Side) reports.Cell { return days(s.P90) }))
	c.add(adviceOf, lineSlower, "Days slower than the fastest", able(func(s *scorecard.Side) reports.Cell { return days(s.Slower) }))
	c.add(adviceOf, linePoints, "Points it is recommended by", able(func(s *scorecard.Side) reports.Cell { return points(s.Points) }))
}

// points are a figure with two decimals of which formulas get more.
func points(d decimal.NullDecimal) reports.Cell {
	if !d.Valid {
		return reports.Unknown()
	}
	return reports.Number(fixed(d.Decimal, exact))
}

// table lays lines out with a column for each supplier.
func (c *comparison) table(name, title string, lines ...line) *reports.Table {
	t := table(name, title, text("section", "Part"), text("what", "What"))
	for i := range c.Sides {
		t.Columns = append(t.Columns, number("side"+string(rune('1'+i)), c.Sides[i].Card.Name))
	}
	for _, l := range lines {
		t.Add(append([]reports.Cell{reports.Text(l.section), reports.Text(l.label)}, l.cells...)...)
	}
	t.Meta = reports.Meta{Currency: c.Currency, Generated: c.now, Program: c.program}
	return t
}

// whole is the table with the risks and the reasons below it, for one file.
func (c *comparison) whole() *reports.Table {
	t := c.table("supplier-comparison", "Comparison", append(slices.Clone(c.lines), c.wordy...)...)
	row := func(section, what string, cells ...reports.Cell) {
		t.Add(append(append([]reports.Cell{reports.Text(section), reports.Text(what)}, cells...), make([]reports.Cell, len(c.Sides)-len(cells))...)...)
	}
	for i := range c.Sides {
		for _, r := range c.Sides[i].Risks {
			cells := make([]reports.Cell, len(c.Sides))
			cells[i] = reports.Text(r.Text)
			row("Risks", riskNames[r.Kind], cells...)
		}
	}
	row(adviceOf, "Recommended", said(c.Best))
	for _, reason := range c.Reasons {
		row(adviceOf, "Reason", reports.Text(reason))
	}
	return t
}

// riskNames are what the kinds of risk are called.
var riskNames = map[string]string{
	"single_source": "Single source", "concentration": "Concentration", "currency": "Currency", "customs": "Customs", "stage": "Stage",
	"gate": "Gates", "score": "Record", "price": "Prices", "days": "Days",
}

// about says what is compared: the basket and where it goes.
func (c *comparison) about() string {
	items := make([]string, len(c.Basket))
	for i, b := range c.Basket {
		items[i] = fmt.Sprintf("%d x %s", b.Quantity, b.SKU)
	}
	return strings.Join(items, ", ") + " to " + reports.CountryName(c.Country)
}

func writeBook(out *bytes.Buffer, b xlsx.Workbook) (warnings []string, err error) {
	warnings = []string{}
	changes, err := xlsx.Write(out, b)
	for _, x := range changes {
		warnings = append(warnings, x.Sheet+" "+x.Cell+": "+x.What)
	}
	return warnings, err
}
