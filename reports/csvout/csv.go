// Package csvout renders a table as CSV, either for programs or for a person
// who will open it in a spreadsheet. It must not know what a table is about.
package csvout

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dropledger/dropledger/reports"
)

// Format says for whom the file is. The zero Format is for programs: RFC 4180,
// UTF-8, commas, the columns' keys as header, every value as it is.
type Format struct {
	// Spreadsheet marks the file as UTF-8, heads the columns for people, puts
	// every text in quotes and guards those a spreadsheet would run as a
	// formula with an apostrophe (see Guard). Figures are never touched.
	Spreadsheet bool
	// Either marks a file for programs that a person may open in a spreadsheet
	// all the same, such as an order to a supplier: what could run as a formula
	// is guarded, but telephone numbers keep their plus.
	Either    bool
	Delimiter rune // a comma when zero; one of , ; TAB |
	NoHeader  bool
}

const flushAt = 1 << 16

// Write writes the rows of t. Totals are left out: a reader would take them
// for one more row.
func Write(w io.Writer, t *reports.Table, f Format) error {
	o := &output{format: f, comma: f.Delimiter, b: make([]byte, 0, flushAt+1<<13)}
	if o.comma == 0 {
		o.comma = ','
	}
	if f.Spreadsheet {
		o.b = append(o.b, "\uFEFF"...)
	}
	if !f.NoHeader {
		o.header(t)
	}
	for _, row := range t.All() {
		for i, c := range row {
			o.separate(i)
			o.cell(c)
		}
		o.end(len(row))
		if len(o.b) >= flushAt {
			if _, err := w.Write(o.b); err != nil {
				return err
			}
			o.b = o.b[:0]
		}
	}
	_, err := w.Write(o.b)
	return err
}

type output struct {
	format Format
	comma  rune
	b      []byte
}

func (o *output) header(t *reports.Table) {
	for i, c := range t.Columns {
		o.separate(i)
		if o.format.Spreadsheet {
			o.text(c.Label)
		} else {
			o.text(c.Key)
		}
	}
	o.end(len(t.Columns))
}

func (o *output) separate(i int) {
	if i > 0 {
		o.b = utf8.AppendRune(o.b, o.comma)
	}
}

// end closes a record. One of a single empty field is quoted: readers skip
// empty lines.
func (o *output) end(fields int) {
	if n := len(o.b); fields == 1 && (n == 0 || o.b[n-1] == '\n') {
		o.b = append(o.b, `""`...)
	}
	o.b = append(o.b, "\r\n"...)
}

func (o *output) cell(c reports.Cell) {
	switch c.Kind() {
	case reports.KindText, reports.KindIdentifier:
		o.text(c.Raw())
	default:
		o.b = c.AppendTo(o.b)
	}
}

func (o *output) text(s string) {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "") // most readers end the text there
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if o.format.Spreadsheet || (o.format.Either && !phone(s)) {
		s = Guard(s)
	}
	if !o.needsQuotes(s) {
		o.b = append(o.b, s...)
		return
	}
	o.b = append(o.b, '"')
	for {
		quoted, rest, more := strings.Cut(s, `"`)
		o.b = append(o.b, quoted...)
		if !more {
			break
		}
		o.b = append(o.b, `""`...)
		s = rest
	}
	o.b = append(o.b, '"')
}

func (o *output) needsQuotes(s string) bool {
	if s == "" {
		return false
	}
	return o.format.Spreadsheet || strings.ContainsAny(s, ",;|\t\"\r\n") || s[0] == ' ' || s[len(s)-1] == ' '
}

// Guard puts an apostrophe before a text that a spreadsheet would run as a
// formula: one that starts with = + - @ in any width, also after blanks, or
// with a tab or line break. A text that already starts with an apostrophe gets
// another one, so that Unguard gives every text back.
func Guard(s string) string {
	if dangerous(s) || strings.HasPrefix(s, "'") {
		return "'" + s
	}
	return s
}

// phone tells a number with the marks of telephone numbers: whatever a
// spreadsheet makes of it, it runs nothing.
func phone(s string) bool { return strings.Trim(s, "0123456789 +-()./") == "" }

// Unguard takes back what Guard did.
func Unguard(s string) string { return strings.TrimPrefix(s, "'") }

func dangerous(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == '\t' || s[0] == '\r' || s[0] == '\n' {
		return true
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '"':
			continue
		}
		return strings.ContainsRune("=+-@＝＋－＠﹦﹢﹣﹫−", r)
	}
	return false
}
