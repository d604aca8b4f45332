package reportview

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

const (
	sampled            = 200 // rows that decide how wide a column is
	narrowest  float32 = 56
	leastText  float32 = 150 // a text may be cut to
	widestText float32 = 280
	around     float32 = 24 // room beside the text of a cell
	manyFit            = 9  // columns from which on the first stays when the others scroll
	fewColumns         = 7  // columns up to which none takes what is spare: figures stay near their names
)

// shapeOf tells tables apart that need another grid.
func shapeOf(t *reports.Table) string {
	keys := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		keys[i] = c.Key
	}
	return strings.Join(keys, " ")
}

// newGrid makes the list for a table.
func (r *Report) newGrid(t *reports.Table) *grid.Grid[row] {
	setup := grid.Setup{First: true, Count: "reportview.rows", CountOf: "reportview.rows.of", NoMatch: "reportview.nomatch"}
	if totalsName(t) != "" { // the row of the totals says how many there are
		setup = grid.Setup{First: true, TotalsName: totalsName(t), NoMatch: setup.NoMatch}
	}
	return grid.New(grid.Options[row]{
		Name: "report." + r.info.Name, Key: func(x row) string { return strconv.Itoa(int(x.n)) },
		Columns: r.source.columns(t, r.widths), Source: r.source, Line: subtotal,
		OnOpen: func(x row) { r.follow(leads(x)) },
		Setup:  setup,
		Events: grid.Events{
			OnMenu: r.menu, OnRune: r.letter,
			OnDetails: func(err error) { r.h.Report(text.T("reportview.failed", r.info.Title), err) },
		},
		Place: grid.Place{Context: r.h.Context(), Runner: r.h.Runner(), Format: r.h.Format(), Layouts: r.h},
	})
}

func totalsName(t *reports.Table) string {
	if len(t.Totals) == 0 && t.Large == nil {
		return ""
	}
	return "reportview.total"
}

// subtotal lets the lines that sum up others stand out: those of a statement
// that have no account of their own.
func subtotal(x row) grid.Line {
	at := x.of.Column("account")
	return grid.Line{Bold: at > 0 && x.of.Column("line") >= 0 && !x.cells[at].Known()}
}

// columns are those of the table, as wide as what stands in them and never
// narrower than widths says, which keeps what was found.
func (s *source) columns(t *reports.Table, widths map[string]float32) []grid.Column[row] {
	sample := sampleOf(t)
	measure(s, t, widths)
	hidden, last := s.hidden(t, sample)
	all := make([]grid.Column[row], len(t.Columns))
	for i, c := range t.Columns {
		all[i] = grid.Column[row]{
			ID: c.Key, Title: c.Label, Sortable: true, Fixed: i == 0 && len(t.Columns) > manyFit, Lead: i == 0, Hidden: hidden[c.Key],
			Cell: func(x row) grid.Cell {
				cell := s.draw(x.of, i, x.cells[i])
				cell.Bold = c.Key == last
				if v, _ := x.cells[i].Scaled(); v < 0 && c.Kind.Numeric() && subtotal(x).Bold {
					cell.Tone = theme.Wrong
				}
				if c.Key == last || c.Key == last+"_pct" {
					cell.Fill = heat(x.cells[i])
				}
				return cell
			},
			Value: func(x row) any { return x.cells[i] },
		}
		col := &all[i]
		col.Width = widths[c.Key]
		col.MinWidth = min(col.Width, leastText)
		if c.Kind.Numeric() {
			col.Align, col.Down, col.MinWidth = fyne.TextAlignTrailing, true, col.Width
		} else if c.Kind == reports.KindText && col.Width > leastText && len(t.Columns) > fewColumns {
			col.Flex = 1
		}
	}
	spread(all)
	return all
}

// spread lets a table of many figures in which no text takes the spare room fill
// it evenly.
func spread(all []grid.Column[row]) {
	shown := slices.DeleteFunc(slices.Clone(all), func(c grid.Column[row]) bool { return c.Hidden })
	if len(shown) <= fewColumns || slices.ContainsFunc(shown, func(c grid.Column[row]) bool { return c.Flex > 0 }) {
		return
	}
	for i := range all {
		all[i].Flex, all[i].MinWidth = all[i].Width, all[i].Width
	}
}

func sampleOf(t *reports.Table) [][]reports.Cell {
	sample := make([][]reports.Cell, min(t.Len(), sampled))
	for i := range sample {
		sample[i] = t.Row(i, nil)
	}
	return sample
}

// hidden are the columns that are not shown until a person wants them: those for
// programs, those in which nothing stands, and of a margin sheet the parts of the
// net revenue and levels without any cost. last is the margin after the last
// level that is shown, "" when the table is no margin sheet.
func (s *source) hidden(t *reports.Table, sample [][]reports.Cell) (hidden map[string]bool, last string) {
	hidden = map[string]bool{forPrograms[t.Name]: true}
	for i, c := range t.Columns {
		if i > 0 && idle(t, i, sample) {
			hidden[c.Key] = true
		}
	}
	if t.Column("cm4_cost") < 0 {
		return hidden, ""
	}
	for _, key := range revenueParts {
		hidden[key] = true
	}
	for _, level := range []string{"cm1", "cm2", "cm3", "cm4"} {
		if hidden[level+"_cost"] && level > "cm2" {
			hidden[level], hidden[level+"_pct"] = true, true
			continue
		}
		last = level
	}
	return hidden, last
}

// revenueParts add up to the net revenue.
var revenueParts = []string{"goods", "discount", "shipping", "refund"}

// forPrograms are columns that name in a code what the one beside says in words.
var forPrograms = map[string]string{"profit-and-loss": "line", "exceptions": "kind"}

// measure widens the columns to what stands in the table, and tells whether one
// had to grow.
func measure(s *source, t *reports.Table, widths map[string]float32) (grew bool) {
	sample := sampleOf(t)
	for i, c := range t.Columns {
		if w := s.width(t, i, sample); w > widths[c.Key] {
			widths[c.Key], grew = w, true
		}
	}
	return grew
}

func (s *source) width(t *reports.Table, i int, sample [][]reports.Cell) (width float32) {
	widest := func(text string, size float32, bold bool) {
		width = max(width, fyne.MeasureText(text, size, fyne.TextStyle{Bold: bold}).Width)
	}
	for _, r := range sample {
		widest(s.text(t, i, r[i]), theme.TextSize, i == 0 || subtotal(row{of: t, cells: r}).Bold)
	}
	if sums := t.Totals; len(sums) > 0 && sums[i].Known() {
		widest(s.text(t, i, sums[i]), theme.TextSize, true)
	}
	if i == 0 && totalsName(t) != "" {
		widest(text.N("reportview.total", t.Len(), s.format.Int(t.Len())), theme.TextSize, true)
	}
	widest(t.Columns[i].Label, theme.SmallSize, false)
	return min(max(width+around, narrowest), widestText)
}

// idle tells that nothing stands in a column.
func idle(t *reports.Table, i int, sample [][]reports.Cell) bool {
	if len(t.Totals) > 0 && amounts(t.Totals[i]) {
		return false
	}
	return !slices.ContainsFunc(sample, func(r []reports.Cell) bool { return amounts(r[i]) })
}

// amounts tells whether a cell says anything: zero and nothing do not.
func amounts(c reports.Cell) bool {
	if !c.Kind().Numeric() {
		return c.Known()
	}
	v, _ := c.Scaled()
	return v != 0
}

// quiet are columns that help to find a row but are not what it is about.
var quiet = []string{"shop", "country", "type", "currency", "state", "kind", "tax_code", "source"}

// losses are figures that say something bad when they are negative; elsewhere the
// sign only says on which side an amount stands.
var losses = []string{"net_revenue", "cm1", "cm1_pct", "cm2", "cm2_pct", "cm3", "cm3_pct", "cm4", "cm4_pct"}

// draw is a cell as it is seen in any row.
func (s *source) draw(t *reports.Table, i int, c reports.Cell) grid.Cell {
	key := t.Columns[i].Key
	cell := grid.Cell{Text: s.text(t, i, c)}
	switch {
	case !c.Known() || cell.Text == format.None:
		cell.Tone = theme.Quiet
	case c.Kind() == reports.KindDate, c.Kind() == reports.KindInstant, c.Kind() == reports.KindInteger && i > 0, i > 0 && slices.Contains(quiet, key):
		cell.Tone = theme.Quiet
	}
	if v, _ := c.Scaled(); v < 0 && slices.Contains(losses, key) {
		cell.Tone = theme.Wrong
	}
	return cell
}

// thin is the margin in percent below which it needs an eye.
const thin = 10

// heat marks what needs an eye: a loss, and a margin that is next to none.
func heat(c reports.Cell) theme.Tone {
	v, decimals := c.Scaled()
	switch {
	case !c.Known():
	case v < 0:
		return theme.Wrong
	case c.Kind() == reports.KindPercent && decimal.New(v, -int32(decimals)).LessThan(decimal.NewFromInt(thin)):
		return theme.Warned
	}
	return theme.Plain
}

// text is a cell as a person writes it. Money in another currency than the
// table's says in which.
func (s *source) text(t *reports.Table, i int, c reports.Cell) string {
	v, decimals := c.Scaled()
	switch c.Kind() {
	case reports.KindUnknown:
		return format.None
	case reports.KindInteger:
		return s.format.Int(int(v))
	case reports.KindNumber:
		return s.number(t.Columns[i].Key, decimal.New(v, -int32(decimals)))
	case reports.KindPercent:
		return s.percent(t.Columns[i], decimal.New(v, -int32(decimals)))
	case reports.KindAmount:
		return s.money(t, c)
	case reports.KindDate:
		return s.format.Date(model.Date(c.Raw()))
	case reports.KindInstant:
		return s.format.Moment(model.Instant(c.Raw()))
	case reports.KindFlag:
		return text.T(text.Key("reportview.flag.", strconv.FormatBool(v != 0)))
	}
	if t.Columns[i].Key == "period" {
		if d, err := model.ParseDate(c.Raw() + "-01"); err == nil {
			return s.format.Month(d)
		}
	}
	return c.Raw()
}

// number is exact, but for averages.
func (s *source) number(key string, d decimal.Decimal) string {
	if key == "days_to_send" {
		return s.format.Fixed(d, 1)
	}
	return s.format.Decimal(d)
}

// percent has one decimal; a tax rate has all it has. The sign stands in the head
// of the column or behind the figure.
func (s *source) percent(c reports.Column, d decimal.Decimal) string {
	switch {
	case strings.Contains(c.Label, "%"):
		return s.format.PercentBare(d)
	case c.Key == "rate":
		return s.format.Decimal(d) + "\u00a0%"
	}
	return s.format.Percent(d)
}

func (s *source) money(t *reports.Table, c reports.Cell) string {
	if c.Amount() == 0 {
		return format.None
	}
	written := s.format.Price(c.Amount(), c.Currency())
	if t.Meta.Currency != "" && c.Currency() != t.Meta.Currency && t.Column("currency") < 0 {
		written += " " + string(c.Currency())
	}
	return written
}
