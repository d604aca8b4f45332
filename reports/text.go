package reports

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

const (
	maxTextWidth = 40 // columns of a terminal one text cell may take
	minTextWidth = 3
)

// Text writes the table for people on a terminal: aligned columns, figures to
// the right, the first maxRows rows (all when maxRows is 0 or less), the
// totals and the notes. Control characters of the data never reach the terminal.
func (t *Table) Text(w io.Writer, maxRows int) error {
	shown := t.Len()
	if maxRows > 0 && shown > maxRows {
		shown = maxRows
	}
	lines := make([][]string, 0, shown+2)
	head := make([]string, len(t.Columns))
	bare := make([]bool, len(t.Columns)) // the currency stands in the heading
	for i := range t.Columns {
		head[i] = clean(t.Heading(i))
		bare[i] = t.OneCurrency(i) != ""
	}
	lines = append(lines, head)
	for i := range shown {
		lines = append(lines, textLine(t.Row(i, nil), bare))
	}
	if len(t.Totals) > 0 {
		lines = append(lines, textLine(t.TotalLine(), bare))
	}
	widths := textWidths(lines, len(t.Columns))

	var b strings.Builder
	b.WriteString(clean(t.Title) + "\n\n")
	for i, line := range lines {
		if i == 1 || i == shown+1 {
			writeRule(&b, widths)
		}
		t.writeLine(&b, line, widths)
	}
	if hidden := t.Len() - shown; hidden > 0 {
		fmt.Fprintf(&b, "... and %d more\n", hidden)
	}
	if t.Len() == 0 {
		b.WriteString("(none)\n")
	}
	for _, note := range t.Meta.Notes {
		b.WriteString("\n" + clean(note) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Display returns the cell for people: amounts with their currency unless
// bare, percentages with their sign, flags as words, "-" when unknown.
func (c Cell) Display(bare bool) string {
	switch c.kind {
	case KindUnknown:
		return "-"
	case KindAmount:
		if cur := c.Currency(); !bare && cur != "" {
			return c.String() + " " + string(cur)
		}
	case KindPercent:
		return c.String() + " %"
	case KindInstant:
		return strings.TrimSuffix(strings.Replace(c.text, "T", " ", 1), "Z")
	case KindFlag:
		if c.num != 0 {
			return "yes"
		}
		return "no"
	}
	return c.String()
}

func textLine(row []Cell, bare []bool) []string {
	line := make([]string, len(row))
	for i, c := range row {
		line[i] = clean(c.Display(bare[i]))
	}
	return line
}

func textWidths(lines [][]string, columns int) []int {
	widths := make([]int, columns)
	for i := range widths {
		widths[i] = minTextWidth
	}
	for _, line := range lines {
		for i, s := range line {
			widths[i] = max(widths[i], min(DisplayWidth(s), maxTextWidth))
		}
	}
	return widths
}

func writeRule(b *strings.Builder, widths []int) {
	for i, n := range widths {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(strings.Repeat("-", n))
	}
	b.WriteByte('\n')
}

func (t *Table) writeLine(b *strings.Builder, line []string, widths []int) {
	var l strings.Builder
	for i, s := range line {
		if i > 0 {
			l.WriteString("  ")
		}
		s = clip(s, widths[i])
		pad := strings.Repeat(" ", widths[i]-DisplayWidth(s))
		if t.Columns[i].Kind.Numeric() {
			l.WriteString(pad + s)
		} else {
			l.WriteString(s + pad)
		}
	}
	b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
}

// clean makes one line of a text and takes the control characters out, which
// could otherwise steer the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

// DisplayWidth counts the columns of a fixed-width screen that s takes: two
// for Chinese, Japanese and Korean characters, none for combining marks.
func DisplayWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// clip cuts s to n columns, the last of them an ellipsis.
func clip(s string, n int) string {
	if DisplayWidth(s) <= n {
		return s
	}
	used := 0
	for i, r := range s {
		if used+runeWidth(r) > n-1 {
			return s[:i] + "…"
		}
		used += runeWidth(r)
	}
	return s
}
