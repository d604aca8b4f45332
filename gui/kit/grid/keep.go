package grid

import (
	"maps"
	"slices"
)

// State is what is shown and where: a screen keeps it for the way back.
type State struct {
	Search   string
	Filters  []Filter
	Sort     []Order
	Selected []string
	All      bool // all rows are selected but Selected
	Cursor   string
	Down     float64 // scrolled down
	Side     float64 // and sideways
	Folded   []string
	Ticked   []string
}

// wanted is where the cursor and the scroll shall be once rows are there.
type wanted struct {
	cursor string
	off    float64
	side   float64
	set    bool
}

// Keep tells what is shown and where.
func (b *Board) Keep() State {
	s := State{
		Search: b.ask.Search, Filters: b.Filters(), Sort: b.Sort(), Selected: b.sel.named(), All: b.sel.all,
		Cursor: b.Current(), Down: b.off, Side: b.side, Ticked: b.ticked.named(),
	}
	for k, folded := range b.folded {
		if folded {
			s.Folded = append(s.Folded, k)
		}
	}
	slices.Sort(s.Folded)
	return s
}

// Restore shows what was kept, and asks for the rows.
func (b *Board) Restore(s State) {
	b.ask.Search, b.ask.Filters = s.Search, slices.Clone(s.Filters)
	b.ask.Sort = known(s.Sort, b.sorts)
	b.sel = chosen{all: s.All}
	b.sel.put(!s.All, s.Selected...)
	b.ticked.only(s.Ticked...)
	b.folded = map[string]bool{}
	for _, k := range s.Folded {
		b.folded[k] = true
	}
	b.want = wanted{cursor: s.Cursor, off: s.Down, side: s.Side, set: true}
	b.cur = -1
	b.find(anew)
}

// fulfil scrolls to where a restored grid was.
func (b *Board) fulfil() {
	if b.want.set {
		b.off, b.side = b.want.off, b.want.side
	}
	b.want = wanted{}
}

func (b *Board) layoutKey() string { return "grid." + b.name }

// loadLayout takes the layout over that was kept on this computer.
func (b *Board) loadLayout() {
	var kept Layout
	if b.name == "" || b.o.Layouts == nil || !b.o.Layouts.Remembered(b.layoutKey(), &kept) || !b.lay.load(kept) {
		return
	}
	if sort := known(kept.Sort, b.sorts); len(sort) > 0 {
		b.ask.Sort = sort
	}
}

// saveLayout keeps the layout, if it is another.
func (b *Board) saveLayout() {
	if b.name != "" && b.o.Layouts != nil {
		b.o.Layouts.Remember(b.layoutKey(), b.lay.save(b.ask.Sort))
	}
}

// ColumnState is one column as the user has it.
type ColumnState struct {
	ID, Title string
	Shown     bool
	Fixed     bool
}

// Columns lists all columns in the user's order.
func (b *Board) Columns() []ColumnState {
	var list []ColumnState
	for _, c := range b.lay.order {
		list = append(list, ColumnState{ID: b.heads[c].id, Title: b.heads[c].title, Shown: !b.lay.hidden[c], Fixed: b.lay.tracks[c].fixed})
	}
	return list
}

// ShowColumn shows or hides a column; the last one stays.
func (b *Board) ShowColumn(id string, on bool) {
	if c := b.lay.find(id); c >= 0 {
		b.relay(func() { b.lay.show(c, on) })
	}
}

// MoveColumn moves a column some places to the left (negative) or right.
func (b *Board) MoveColumn(id string, by int) {
	if c := b.lay.find(id); c >= 0 {
		b.relay(func() { b.lay.move(c, by) })
	}
}

// ResetColumns brings back the columns, and the order of rows, the program came with.
func (b *Board) ResetColumns() {
	b.relay(func() {
		b.lay.reset()
		b.ask.Sort = known(b.o.Sort, b.sorts)
	})
	b.find(narrow)
}

// relay changes the layout and keeps it. Which columns are seen decides what a
// search finds.
func (b *Board) relay(change func()) {
	before := maps.Clone(b.lay.hidden)
	change()
	b.saveLayout()
	b.clampScroll()
	b.redraw()
	if !maps.Equal(before, b.lay.hidden) {
		b.find(wider)
	}
}
