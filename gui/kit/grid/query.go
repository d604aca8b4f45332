package grid

import "slices"

// Query is what is shown now.
func (b *Board) Query() Query {
	q := b.ask
	q.Filters, q.Sort = slices.Clone(q.Filters), slices.Clone(q.Sort)
	for _, c := range b.lay.visible() {
		q.Columns = append(q.Columns, b.heads[c].id)
	}
	return q
}

// Search is what is searched for.
func (b *Board) Search() string { return b.ask.Search }

// SetSearch shows the rows in whose visible text every word occurs.
func (b *Board) SetSearch(words string) {
	if words == b.ask.Search {
		return
	}
	b.ask.Search = words
	b.find(narrow)
}

// Filter returns the chosen values of a filter, none when it is off.
func (b *Board) Filter(id string) []string {
	for _, f := range b.ask.Filters {
		if f.ID == id {
			return slices.Clone(f.Values)
		}
	}
	return nil
}

// Filters returns the filters that are on, in the order they were set.
func (b *Board) Filters() []Filter { return slices.Clone(b.ask.Filters) }

// SetFilter shows the rows that fit one of the values; without values the filter
// is off.
func (b *Board) SetFilter(id string, values ...string) {
	at := slices.IndexFunc(b.ask.Filters, func(f Filter) bool { return f.ID == id })
	next := slices.Clone(b.ask.Filters)
	switch {
	case at < 0 && len(values) == 0:
		return
	case at < 0:
		next = append(next, Filter{ID: id, Values: values})
	case len(values) == 0:
		next = slices.Delete(next, at, at+1)
	case slices.Equal(next[at].Values, values):
		return
	default:
		next[at] = Filter{ID: id, Values: values}
	}
	b.SetFilters(next)
}

// SetFilters replaces all filters.
func (b *Board) SetFilters(filters []Filter) {
	b.ask.Filters = slices.Clone(filters)
	b.find(narrow)
}

// Clear takes search and filters away.
func (b *Board) Clear() {
	b.ask.Search, b.ask.Filters = "", nil
	b.find(narrow)
}

// narrowed counts what hides rows: filters, and the search as one more.
func (b *Board) narrowed() int {
	n := len(b.ask.Filters)
	if b.ask.Search != "" {
		n++
	}
	return n
}

// Sort returns what the rows are sorted by.
func (b *Board) Sort() []Order { return slices.Clone(b.ask.Sort) }

// SetSort sorts the rows. Columns that do not sort are left out.
func (b *Board) SetSort(sort ...Order) {
	b.ask.Sort = known(sort, b.sorts)
	b.find(narrow)
	b.saveLayout()
}

// sortBy does what a click on a head does.
func (b *Board) sortBy(col int) {
	if h := b.heads[col]; h.sorts {
		b.SetSort(resort(b.ask.Sort, h.id, h.down)...)
	}
}

// Reload reads the rows again. Scroll, cursor and selection stay.
func (b *Board) Reload() { b.find(anew) }

func (b *Board) find(why reason) { b.deck.find(why) }

// Fold folds or unfolds a group.
func (b *Board) Fold(group string, folded bool) {
	if b.o.NoFold {
		return
	}
	for i, g := range b.lines.groups {
		if g.key == group && g.folded != folded {
			b.foldAt(i, folded)
		}
	}
	b.folded[group] = folded
}

// FoldAll folds or unfolds all groups.
func (b *Board) FoldAll(folded bool) {
	for _, g := range b.lines.groups {
		b.Fold(g.key, folded)
	}
}

// foldAt keeps the cursor on its row, or on the head when the row goes away.
func (b *Board) foldAt(group int, folded bool) {
	g, row := -1, -1
	if b.cur >= 0 {
		g, row = b.lines.at(b.cur)
	}
	b.folded[b.lines.groups[group].key] = folded
	b.lines.fold(group, folded)
	if g >= 0 {
		b.cur = b.lines.firstLine[g]
		if at := b.lines.lineOf(row); at >= 0 {
			b.cur = at
		}
	}
	b.clampScroll()
	b.redraw()
}

// arrived takes new rows over. at is the row the cursor was on, -1 when it is gone.
func (b *Board) arrived(rows int, groups []span, at int, why reason) {
	was, top := b.cur, 0.0
	if was >= 0 && was < b.lines.count() {
		top = b.lines.top(was) - b.off
	}
	for i := range groups {
		groups[i].folded = b.folded[groups[i].key] && !b.o.NoFold
	}
	b.lines.set(rows, groups)
	b.measureLines()
	b.cur = b.lines.lineOf(at)
	b.anchor = at
	switch {
	case why == narrow:
		b.off = 0
	case b.cur >= 0 && top >= 0 && top < b.viewHeight():
		b.off = b.lines.top(b.cur) - top
	}
	b.fulfil()
	b.clampScroll()
	b.afterGone(was, at, why)
	b.draw.ticks = nil
	b.redraw()
	b.announce()
	b.viewed()
}

// viewed tells that counts, totals or the query changed.
func (b *Board) viewed() {
	if b.o.OnView != nil {
		b.o.OnView()
	}
}

// afterGone finds a place for the cursor when its row went away: the row that
// moved up to its line, so that a work list is done from the top; after another
// query none, unless the grid always has one.
func (b *Board) afterGone(was, at int, why reason) {
	n := b.lines.count()
	switch {
	case b.cur >= 0 || n == 0 || at >= 0:
	case was >= 0 && why == anew && b.known:
		b.moveTo(min(was, n-1), plainly)
	case b.o.First:
		b.moveTo(b.firstRow(), plainly)
	}
}

// firstRow is the first line that is no head.
func (b *Board) firstRow() int {
	for i := range b.lines.count() {
		if _, row := b.lines.at(i); row >= 0 {
			return i
		}
	}
	return 0
}
