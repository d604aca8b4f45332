package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/reports"
)

// styleKey is all of a cell that its style depends on: small enough to compare
// for every cell.
type styleKey struct {
	kind     reports.Kind
	decimals uint8
	formula  bool // a text that looks like one
	total    bool
	bare     bool
	currency [3]byte
}

// layout is one sheet with all decisions taken.
type layout struct {
	name    string
	table   *reports.Table
	columns []string // letters
	labels  []string
	bare    []bool // the heading names the currency
	ids     map[styleKey]int
	last    []styleKey // per column, of the row before: nearly always the same again
	lastID  []int
	head    []int
}

func newLayout(name string, t *reports.Table) *layout {
	n := len(t.Columns)
	l := &layout{
		name: name, table: t, columns: make([]string, n), labels: make([]string, n), bare: make([]bool, n),
		ids: make(map[styleKey]int), last: make([]styleKey, n), lastID: make([]int, n), head: make([]int, n),
	}
	for i, c := range t.Columns {
		l.columns[i] = columnName(i)
		currency := t.OneCurrency(i)
		l.bare[i], l.labels[i] = currency != "", c.Heading(currency)
	}
	return l
}

// prepare sets everything of the sheet but its cells, and makes the styles
// they need: the rows are written when the styles are already in the file.
func (l *layout) prepare(f *excelize.File, s *styles) error {
	if err := l.makeStyles(s); err != nil {
		return err
	}
	t := l.table
	lastColumn := l.columns[len(l.columns)-1]
	lastRow := headRow + t.Len()
	if len(t.Totals) > 0 {
		lastRow = totalRow(t)
	}
	// Before the rows: readers that trust the dimension would see one cell.
	if err := f.SetSheetDimension(l.name, fmt.Sprintf("A1:%s%d", lastColumn, lastRow)); err != nil {
		return err
	}
	err := f.SetPanes(l.name, &excelize.Panes{
		Freeze: true, YSplit: headRow, TopLeftCell: "A2", ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}},
	})
	if err != nil {
		return err
	}
	if t.Len() > 0 {
		if err := f.AutoFilter(l.name, fmt.Sprintf("A%d:%s%d", headRow, lastColumn, headRow+t.Len()), nil); err != nil {
			return err
		}
	}
	return l.setPrint(f)
}

// setPrint makes a printout fit: A4 landscape, all columns on one page, the
// heading on every page, the sheet's name and page number below.
func (l *layout) setPrint(f *excelize.File) error {
	a4, one, unlimited, landscape, fit := 9, 1, 0, "landscape", true
	if err := f.SetPageLayout(l.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &unlimited}); err != nil {
		return err
	}
	if err := f.SetSheetProps(l.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, top, foot := 0.5, 0.7, 0.3 // inches
	margins := &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot}
	if err := f.SetPageMargins(l.name, margins); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(l.name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&RPage &P of &N"}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoteSheet(l.name), headRow, headRow), Scope: l.name,
	})
}

func (l *layout) makeStyles(s *styles) error {
	for i, c := range l.table.Columns {
		align := alignOf(c.Kind)
		if c.Kind.Numeric() {
			align = "right"
		}
		id, err := s.id(look{head: true, align: align})
		if err != nil {
			return err
		}
		l.head[i] = id
	}
	for _, row := range l.table.All() {
		for i := range row {
			if err := l.learn(s, i, row[i], false); err != nil {
				return err
			}
		}
	}
	for i, c := range l.table.TotalLine() {
		if err := l.learn(s, i, c, true); err != nil {
			return err
		}
	}
	return nil
}

func (l *layout) key(i int, c reports.Cell, total bool) styleKey {
	k := styleKey{kind: c.Kind(), total: total}
	switch k.kind {
	case reports.KindText:
		k.formula = looksLikeFormula(c.Raw())
	case reports.KindAmount:
		k.decimals, k.bare = uint8(c.Decimals()), l.bare[i]
		if !k.bare {
			copy(k.currency[:], c.Currency())
		}
	case reports.KindNumber, reports.KindPercent:
		k.decimals = uint8(c.Decimals())
	}
	return k
}

// learn makes sure that the style of a cell exists.
func (l *layout) learn(s *styles, i int, c reports.Cell, total bool) error {
	k := l.key(i, c, total)
	if k == l.last[i] {
		return nil
	}
	id, ok := l.ids[k]
	var err error
	if !ok {
		id, err = s.id(look{format: formatOf(c, k.bare), total: total, align: alignOf(k.kind)})
		l.ids[k] = id
	}
	l.last[i], l.lastID[i] = k, id
	return err
}

// style returns the number of a cell's style.
func (l *layout) style(i int, c reports.Cell, total bool) int {
	k := l.key(i, c, total)
	if k != l.last[i] {
		l.last[i], l.lastID[i] = k, l.ids[k]
	}
	return l.lastID[i]
}

// Widths in characters of the normal font.
const (
	sampled              = 500
	minWidth             = 8
	maxWidth             = 60
	widthBesideTheText   = 2 // margins
	widthOfFilterArrow   = 3
	widthOfGroupingComma = 1
)

// widths says how wide the columns are, as the sheet holds it before its rows.
func (l *layout) widths() []byte {
	b := []byte("<cols>")
	for i := range l.columns {
		b = fmt.Appendf(b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, l.width(i))
	}
	return append(b, "</cols>"...)
}

// width returns a sensible width for a column, judged by its heading, its
// first rows and its total.
func (l *layout) width(i int) int {
	w := longestWord(l.labels[i]) + widthOfFilterArrow
	measure := func(c reports.Cell) {
		n := reports.DisplayWidth(c.Display(l.bare[i]))
		if c.Kind().Numeric() {
			n += n / 4 * widthOfGroupingComma
		}
		w = max(w, n)
	}
	for n := range min(sampled, l.table.Len()) {
		measure(l.table.Row(n, nil)[i])
	}
	if len(l.table.Totals) > 0 {
		measure(l.table.TotalLine()[i])
	}
	return min(max(w, minWidth), maxWidth) + widthBesideTheText
}

// longestWord is the width a heading needs when it may wrap; short headings stay whole.
func longestWord(s string) int {
	const keepWhole = 14
	if n := reports.DisplayWidth(s); n <= keepWhole {
		return n
	}
	longest, n := 0, 0
	for _, r := range s {
		if n++; r == ' ' {
			n = 0
		}
		longest = max(longest, n)
	}
	return max(longest, keepWhole)
}
