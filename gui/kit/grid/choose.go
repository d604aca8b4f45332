package grid

import "slices"

// how says what a move of the cursor does to the selection.
type how int

const (
	plainly  how = iota // the row alone is selected
	extended            // all rows from where the range began
	toggled             // the row is added or taken away
	passing             // nothing is selected
)

// moveTo puts the cursor on a line and selects.
func (b *Board) moveTo(line int, h how) {
	n := b.lines.count()
	if n == 0 {
		return
	}
	b.cur = min(max(line, 0), n-1)
	b.reveal(b.cur)
	_, row := b.lines.at(b.cur)
	switch {
	case h == passing:
	case row < 0 && h == plainly:
		b.turn++
		b.selected(func() { b.sel.clear() })
	case row < 0:
	case h == extended:
		b.extend(row)
	case h == toggled:
		b.anchor = row
		b.toggle(row)
	default:
		b.anchor = row
		b.choose(row, row)
	}
	b.redraw()
	b.announce()
}

// extend selects from where the range began to a row.
func (b *Board) extend(row int) {
	if b.anchor < 0 || b.anchor >= b.lines.rows {
		b.anchor = row
	}
	b.choose(min(b.anchor, row), max(b.anchor, row))
}

// choose selects the rows from first to last, as soon as their keys are known.
func (b *Board) choose(first, last int) {
	b.turn++
	turn := b.turn
	if first == 0 && last > 0 && last == b.deck.len()-1 {
		b.selected(func() { b.sel.everything() })
		return
	}
	b.deck.keys(first, last-first+1, func(keys []string) {
		if turn == b.turn {
			b.selected(func() { b.sel.only(keys...) })
		}
	})
}

func (b *Board) toggle(row int) {
	b.turn++
	if key, ok := b.deck.key(row); ok {
		b.selected(func() { b.sel.put(!b.sel.has(key), key) })
	}
}

// selected changes the selection, draws it and tells.
func (b *Board) selected(change func()) {
	change()
	b.redraw()
	if b.o.OnSelect != nil {
		b.o.OnSelect()
	}
}

// announce tells which row is under the cursor.
func (b *Board) announce() {
	row := -1
	if b.cur >= 0 && b.cur < b.lines.count() {
		_, row = b.lines.at(b.cur)
	}
	b.deck.current(row)
}

// Current is the key of the row under the cursor, "" without one.
func (b *Board) Current() string {
	if b.cur < 0 || b.cur >= b.lines.count() {
		return ""
	}
	key := ""
	if _, row := b.lines.at(b.cur); row >= 0 {
		key, _ = b.deck.key(row)
	}
	return key
}

// Selected are the keys of the selected rows in the order of the rows as far as
// they are read; nil when all rows are selected at once, see AllSelected and
// Grid.WithSelected.
func (b *Board) Selected() []string {
	if b.sel.all {
		return nil
	}
	keys := b.sel.named()
	if len(keys) < 2 {
		return keys
	}
	place := map[string]int{}
	for i := 0; i < b.deck.len() && len(place) < len(keys) && i < 100_000; i++ {
		if k, ok := b.deck.key(i); ok && b.sel.has(k) {
			place[k] = i
		}
	}
	at := func(k string) int {
		if i, ok := place[k]; ok {
			return i
		}
		return b.deck.len()
	}
	slices.SortStableFunc(keys, func(x, y string) int { return at(x) - at(y) })
	return keys
}

// SelectedCount is how many rows are selected.
func (b *Board) SelectedCount() int { return b.sel.count(b.deck.len()) }

// AllSelected tells whether all rows were selected at once, by Ctrl+A say.
func (b *Board) AllSelected() bool { return b.sel.all && len(b.sel.keys) == 0 }

// Select selects rows by key and puts the cursor on the first of them. Rows that
// do not fit the query are left out by the next load.
func (b *Board) Select(keys ...string) {
	b.turn++
	b.selected(func() { b.sel.only(keys...) })
	if len(keys) > 0 {
		b.goTo(keys[0])
	}
}

// goTo puts the cursor on a row and shows it.
func (b *Board) goTo(key string) {
	turn := b.turn
	b.deck.index(key, func(row int) {
		if turn != b.turn || row < 0 || row >= b.lines.rows {
			return
		}
		if g := b.lines.groupOfRow(row); g >= 0 && b.lines.groups[g].folded {
			b.foldAt(g, false)
		}
		b.cur, b.anchor = b.lines.lineOf(row), row
		b.reveal(b.cur)
		b.redraw()
		b.announce()
	})
}

// SelectAll selects all rows that fit the query.
func (b *Board) SelectAll() {
	b.turn++
	b.selected(func() { b.sel.everything() })
}

// SelectNone selects no row and takes the cursor away.
func (b *Board) SelectNone() {
	b.turn++
	b.cur, b.anchor = -1, -1
	b.selected(func() { b.sel.clear() })
	b.announce()
}

// SelectLine does what an arrow key does: it puts the cursor on the nth line,
// which may be the head of a group.
func (b *Board) SelectLine(line int) { b.moveTo(line, plainly) }

// Lines is how many lines there are: rows and heads of groups.
func (b *Board) Lines() int { return b.lines.count() }

// Ticked are the keys of the ticked rows, sorted.
func (b *Board) Ticked() []string { return b.ticked.named() }

// IsTicked tells whether a row is ticked.
func (b *Board) IsTicked(key string) bool { return b.ticked.has(key) }

// SetTicked ticks or unticks rows. OnTick is not called.
func (b *Board) SetTicked(on bool, keys ...string) {
	b.ticked.put(on, keys...)
	b.draw.ticks = nil
	b.redraw()
}

// tick is the user's tick: it tells.
func (b *Board) tick(on bool, keys []string) {
	if len(keys) == 0 {
		return
	}
	b.SetTicked(on, keys...)
	if b.o.OnTick != nil {
		b.o.OnTick(keys, on)
	}
}

// tickLine turns the box of a line round: a row's, or all of a group's.
func (b *Board) tickLine(line int) {
	g, row := b.lines.at(line)
	if row < 0 {
		b.tickMembers(g)
		return
	}
	if key, ok := b.deck.key(row); ok && b.deck.canTick(row) {
		b.tick(!b.ticked.has(key), []string{key})
	}
}

// tickMembers turns the box of a group round, -1 for that of the head of the grid.
func (b *Board) tickMembers(group int) {
	b.tick(b.tickState(group) != TickOn, b.deck.members(group))
}

// tickSelected is Space: all selected rows take the state the row under the
// cursor gets.
func (b *Board) tickSelected() {
	_, row := b.lines.at(b.cur)
	key, ok := b.deck.key(row)
	if row < 0 || !ok || !b.sel.has(key) || b.SelectedCount() < 2 {
		b.tickLine(b.cur)
		return
	}
	on := !b.ticked.has(key)
	var keys []string
	for _, k := range b.deck.members(-1) {
		if b.sel.has(k) {
			keys = append(keys, k)
		}
	}
	b.tick(on, keys)
}

// tickState is the box of a group, -1 for that of the head. It is counted once
// after every change.
func (b *Board) tickState(group int) Tick {
	if b.draw.ticks == nil {
		b.draw.ticks = map[int]Tick{}
	}
	if t, ok := b.draw.ticks[group]; ok {
		return t
	}
	on, keys := 0, b.deck.members(group)
	for _, k := range keys {
		if b.ticked.has(k) {
			on++
		}
	}
	t := TickMixed
	switch {
	case len(keys) == 0: // a box that nothing can tick is not there
		t = NoTick
	case on == 0:
		t = TickOff
	case on == len(keys):
		t = TickOn
	}
	b.draw.ticks[group] = t
	return t
}
