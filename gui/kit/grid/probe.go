package grid

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/text"
)

// What tests and the accessible parts of a screen ask: the texts as they are seen.

// RowText is the visible text of a line, its columns apart by " | ".
func (b *Board) RowText(line int) string {
	if line < 0 || line >= b.lines.count() {
		return ""
	}
	cols, _ := b.arrange()
	cells := make([]Cell, len(cols))
	g, row := b.lines.at(line)
	if row < 0 {
		head := b.deck.group(g)
		parts := slices.DeleteFunc([]string{head.Title, head.Badge, head.Facts}, func(s string) bool { return s == "" })
		for _, p := range cols[1:] {
			if c, ok := head.Cells[b.heads[p.col].id]; ok {
				parts = append(parts, c.plain())
			}
		}
		return strings.Join(parts, " | ")
	}
	if _, ok := b.deck.cells(row, cols, cells); !ok {
		return ""
	}
	parts := make([]string, len(cells))
	for i, c := range cells {
		parts[i] = c.plain()
	}
	return strings.Join(parts, " | ")
}

// CellAt is the cell of a row and column, false when the row is not read or the
// column does not exist. Hidden columns answer too.
func (b *Board) CellAt(key, column string) (Cell, bool) {
	row, col := b.deck.place(key), b.lay.find(column)
	if row < 0 || col < 0 {
		return Cell{}, false
	}
	into := make([]Cell, 1)
	_, ok := b.deck.cells(row, []placed{{col: col}}, into)
	return into[0], ok
}

// CellText is the text of a cell, "" when there is none.
func (b *Board) CellText(key, column string) string {
	c, _ := b.CellAt(key, column)
	return c.plain()
}

// HeadText are the names of the visible columns, apart by " | ", with an arrow at
// the one that sorts.
func (b *Board) HeadText() string {
	var parts []string
	for _, c := range b.lay.visible() {
		s := b.heads[c].title
		if len(b.ask.Sort) > 0 && b.ask.Sort[0].Column == b.heads[c].id {
			s += map[bool]string{false: " ↑", true: " ↓"}[b.ask.Sort[0].Down]
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " | ")
}

// FooterText is what the footer says on rows and selection.
func (b *Board) FooterText() string {
	if b.o.Count == "" || !b.known || b.deck.beginning() {
		return ""
	}
	lead, rest := b.counted()
	s := lead + rest
	if n := b.SelectedCount(); n > 0 {
		s += ", " + text.N("grid.selected", n, b.o.Format.Int(n))
	}
	return s
}

// StateText is what stands in place of rows: why there are none, or that reading
// them failed.
func (b *Board) StateText() string { return b.says() }

// PressButton presses a button in a cell of a row, as a click would.
func (b *Board) PressButton(key, button string) {
	if row := b.deck.place(key); row >= 0 {
		b.deck.press(row, button)
	}
}

// Open opens a row, as Enter would.
func (b *Board) Open(key string) {
	if row := b.deck.place(key); row >= 0 {
		b.deck.open(row)
	}
}
