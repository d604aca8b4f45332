package xlsx

import (
	"fmt"
	"io"
	"strconv"

	"github.com/dropledger/dropledger/reports"
)

// rows writes the cells of one sheet.
type rows struct {
	l   *layout
	to  io.Writer
	w   *conveyor // once there is more than one piece
	out *outPackage
	b   []byte
	row []byte // the number of the current row
}

// writeRows writes all rows of a sheet to w.
func writeRows(w io.Writer, l *layout, out *outPackage) error {
	r := &rows{l: l, to: w, out: out, b: make([]byte, 0, smallSheet)}
	r.all()
	if r.w == nil {
		_, err := w.Write(r.b)
		return err
	}
	r.w.send(r.b)
	return r.w.close()
}

// smallSheet is room for the few rows that most sheets have.
const smallSheet = 1 << 13

// flush passes a full piece on and takes room for the next; false when there is
// no point in going on.
func (r *rows) flush() bool {
	if r.w == nil {
		r.w = newConveyor(r.to)
		<-r.w.spare // the piece that is full already goes there
	}
	more := r.w.send(r.b)
	r.b = r.w.empty()
	return more
}

func (r *rows) all() {
	t := r.l.table
	r.b = append(r.b, "<sheetData>"...)
	r.start(headRow)
	for i, label := range r.l.labels {
		r.cell(i, reports.Text(label), r.l.head[i])
	}
	r.end()
	for n, row := range t.All() {
		r.start(firstRow + n)
		for i := range row {
			r.cell(i, row[i], r.l.style(i, row[i], false))
		}
		r.end()
		if len(r.b) >= flushAt && !r.flush() {
			return
		}
	}
	r.totals()
	r.b = append(r.b, "</sheetData>"...)
}

func (r *rows) start(n int) {
	r.row = strconv.AppendInt(r.row[:0], int64(n), 10)
	r.b = append(append(append(r.b, `<row r="`...), r.row...), `">`...)
}

func (r *rows) end() { r.b = append(r.b, "</row>"...) }

// totals writes each total as a live sum of the rows above where it is one;
// any other total (a percentage, a mean) is a plain value.
func (r *rows) totals() {
	t := r.l.table
	if len(t.Totals) == 0 {
		return
	}
	r.start(totalRow(t))
	for i, c := range t.TotalLine() {
		if c.Kind().Numeric() && c.Formula() == "" && t.Len() > 0 && t.SumOf(i) == c {
			c = c.WithFormula(fmt.Sprintf("SUM(%s%d:%s%d)", r.l.columns[i], firstRow, r.l.columns[i], firstRow+t.Len()-1))
		}
		r.cell(i, c, r.l.style(i, c, true))
	}
	r.end()
}

// cell writes one cell; unknown leaves none at all.
func (r *rows) cell(i int, c reports.Cell, style int) {
	kind := c.Kind()
	if kind == reports.KindUnknown {
		return
	}
	r.b = append(append(append(r.b, `<c r="`...), r.l.columns[i]...), r.row...)
	r.b = append(r.b, '"')
	if style != 0 {
		r.b = strconv.AppendInt(append(r.b, ` s="`...), int64(style), 10)
		r.b = append(r.b, '"')
	}
	switch {
	case kind.Numeric():
		r.b = append(r.b, '>')
		if f := c.Formula(); f != "" {
			r.b = append(appendEscaped(append(r.b, "<f>"...), f), "</f>"...)
		}
		r.b = append(appendNumber(append(r.b, "<v>"...), c), "</v></c>"...)
	case kind == reports.KindFlag:
		r.inline(c.Display(false)) // LibreOffice would make a formula of a boolean
	case kind == reports.KindDate || kind == reports.KindInstant:
		r.date(c.Raw())
	case c.Formula() != "":
		r.b = append(appendEscaped(append(r.b, ` t="str"><f>`...), c.Formula()), "</f><v>"...)
		r.b = append(appendEscaped(r.b, c.Raw()), "</v></c>"...)
	default:
		r.text(i, c.Raw())
	}
}

// date writes a serial number of days; what no spreadsheet knows as a date
// (before March 1900) stays text.
func (r *rows) date(s string) {
	if serial, ok := serialOf(s); ok {
		r.b = append(append(append(r.b, "><v>"...), serial...), "</v></c>"...)
		return
	}
	r.inline(s)
}

func (r *rows) text(i int, s string) {
	if s == "" {
		r.b = append(r.b, "/>"...)
		return
	}
	if isPlain(s) {
		r.inline(s)
		return
	}
	clean, what := cleanText(s)
	if what != "" {
		r.out.changes = append(r.out.changes, Change{r.l.name, r.l.columns[i] + string(r.row), what})
	}
	r.inline(clean)
}

func (r *rows) inline(s string) {
	r.b = append(r.b, ` t="inlineStr"><is><t xml:space="preserve">`...)
	r.b = append(appendEscaped(r.b, s), "</t></is></c>"...)
}

// ignoredErrors keeps Excel from marking every SKU made of digits as a mistake.
func (l *layout) ignoredErrors() []byte {
	var b []byte
	if l.table.Len() == 0 {
		return b
	}
	for i, c := range l.table.Columns {
		if c.Kind == reports.KindIdentifier || c.Kind == reports.KindText {
			b = fmt.Appendf(b, `<ignoredError sqref="%s%d:%s%d" numberStoredAsText="1"/>`,
				l.columns[i], firstRow, l.columns[i], firstRow+l.table.Len()-1)
		}
	}
	if b == nil {
		return b
	}
	return append(append([]byte("<ignoredErrors>"), b...), "</ignoredErrors>"...)
}
