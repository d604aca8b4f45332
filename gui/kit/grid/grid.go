// Package grid is the one list of the window: rows in columns, with search,
// filters, sorting, groups, selection, ticks, totals, copying and export, the same
// for ten rows in memory and a million read page by page. It must not know what
// the rows are, nor where they come from.
package grid

import (
	"context"
	"errors"
	"iter"
	"maps"
	"time"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
)

// Grid is a list of rows of type R.
type Grid[R any] struct {
	Board
	opts    Options[R]
	load    *async.Loader[answer[R]]
	mem     *memory[R] // rows in memory; nil with a Source, and before they are there
	due     bool       // Load must be asked again
	view    View[R]    // nil before the first answer
	pages   *pages[R]  // nil for rows in memory
	patched map[string]R
	said    said
	gen     int // counts views
	groups  map[int]Group
}

// said is the row OnCurrent heard last, or the head of a group.
type said struct {
	key string
	gen int
	ok  bool
}

// answer is what a load brings.
type answer[R any] struct {
	why   reason
	view  View[R]
	mem   *memory[R]
	fresh bool        // rows were read anew, not only asked otherwise
	at    int         // row of the cursor, -1
	kept  []string    // selected keys that still fit
	pages map[int][]R // read along, so that nothing flickers
}

// asked is what an answer must tell beside the rows.
type asked struct {
	cursor   string
	selected []string
	top      int
}

const (
	// slowAfter is how long a load may take before it is said that rows are loading.
	slowAfter = 150 * time.Millisecond
	// keptMost is how many selected rows of a Source are looked up after a query.
	keptMost = 1000
	// fewRows in memory are searched and sorted at once: that takes less than the
	// way off the window's goroutine and back, between which it paints.
	fewRows = 500
)

// New makes a grid. It panics when a column has no Cell, or not an ID of its own,
// and when boxes are wanted for rows that are not in memory. Rows are asked for by
// Reload, Restore, SetRows or any query.
func New[R any](o Options[R]) *Grid[R] {
	g := &Grid[R]{opts: o}
	heads, tracks := make([]head, len(o.Columns)), make([]track, len(o.Columns))
	seen := map[string]bool{}
	for i := range o.Columns {
		c := &o.Columns[i]
		if c.ID == "" || seen[c.ID] || c.Cell == nil {
			panic("grid: column " + c.ID + " needs an ID of its own and a Cell")
		}
		seen[c.ID] = true
		heads[i], tracks[i] = c.head(o.Source != nil), c.track()
	}
	if o.Ticks && o.Source != nil {
		panic("grid: boxes are for rows in memory")
	}
	g.self, g.deck, g.opens = g, g, o.OnOpen != nil
	g.init(o.Name, wishes{o.Setup, o.Events, o.Place}, heads, tracks)
	g.load = async.NewLoader(g.o.Runner, g.show)
	g.ExtendBaseWidget(g)
	return g
}

func (c *Column[R]) head(paged bool) head {
	sorts := c.Compare != nil || c.SortText != nil
	if paged {
		sorts = c.Sortable
	}
	return head{id: c.ID, title: c.Title, align: c.Align, lead: c.Lead, sorts: sorts, down: c.Down}
}

func (c *Column[R]) track() track {
	t := track{id: c.ID, width: c.Width, min: c.MinWidth, flex: c.Flex, hidden: c.Hidden, fixed: c.Fixed, yields: c.Yields}
	if t.width == 0 {
		t.width = defaultWidth
	}
	if t.min == 0 {
		t.min = min(defaultMinWidth, t.width)
		if t.flex > 0 {
			t.min = max(t.min, t.width*3/5)
		}
	}
	return t
}

// SetRows shows rows that the screen has read. Scroll, cursor and selection stay.
func (g *Grid[R]) SetRows(rows []R) {
	g.mem = newMemory(&g.opts, rows)
	g.Board.find(anew)
}

// SetLoading says that the screen is reading rows for SetRows. Old rows stay.
func (g *Grid[R]) SetLoading() { g.show(async.State[answer[R]]{Phase: async.Loading}) }

// SetFailed says why the screen could not read rows for SetRows. Old rows stay.
func (g *Grid[R]) SetFailed(err error) {
	g.show(async.State[answer[R]]{Phase: async.Failed, Err: err})
}

// Close stops what is being read and lets go of the rows, since the toolkit keeps
// the grid itself for a while.
func (g *Grid[R]) Close() {
	g.load.Forget()
	g.mouse.rest()
	if g.pages != nil {
		g.pages.close()
	}
	g.closed = true
	g.view, g.mem, g.pages, g.patched, g.groups = nil, nil, nil, nil, map[int]Group{}
}

// find implements deck.
func (g *Grid[R]) find(why reason) {
	if g.opts.Source == nil && g.opts.Load == nil && g.mem == nil {
		return // until SetRows
	}
	g.due = g.due || why == anew && g.opts.Load != nil
	a := answer[R]{why: why, mem: g.mem, fresh: why == anew}
	if g.due {
		a.mem, a.fresh = nil, true
	}
	q, what := g.Query(), asked{cursor: g.Current(), selected: g.sel.named()}
	if what.cursor == "" {
		what.cursor = g.want.cursor
	}
	if why == anew {
		what.top = int(max(g.off, g.want.off) / g.lines.rowH)
	}
	work := func(ctx context.Context) (answer[R], error) {
		if err := g.fetch(ctx, &a, q); err != nil {
			return a, err
		}
		return a, a.settle(ctx, what)
	}
	if a.mem != nil && len(a.mem.rows) <= fewRows {
		if now, err := work(g.o.Context); err == nil {
			g.load.Put(now)
			return
		}
	}
	g.load.LoadPromptly(g.o.Context, work)
}

// fetch answers a query, away from the window's goroutine.
func (g *Grid[R]) fetch(ctx context.Context, a *answer[R], q Query) (err error) {
	if g.opts.Source != nil {
		a.view, err = g.opts.Source.Find(ctx, q)
		return err
	}
	if a.mem == nil {
		rows, err := g.opts.Load(ctx)
		if err != nil {
			return err
		}
		a.mem = newMemory(&g.opts, rows)
	}
	a.view, err = a.mem.Find(ctx, q)
	return err
}

// settle finds the cursor and the selected rows again, and reads what will be seen.
func (a *answer[R]) settle(ctx context.Context, what asked) (err error) {
	a.at = -1
	if what.cursor != "" {
		if a.at, err = a.view.Index(ctx, what.cursor); err != nil {
			return err
		}
	}
	if a.mem == nil && len(what.selected) > keptMost {
		what.selected = nil
	}
	for _, k := range what.selected {
		at, err := a.view.Index(ctx, k)
		if err != nil {
			return err
		}
		if at >= 0 {
			a.kept = append(a.kept, k)
		}
	}
	if a.mem != nil {
		return nil
	}
	a.pages = map[int][]R{}
	from := min(what.top, max(a.view.Len()-1, 0)) / pageRows
	for _, page := range []int{from, from + 1, max(a.at, 0) / pageRows} {
		if _, ok := a.pages[page]; ok || page*pageRows >= a.view.Len() {
			continue
		}
		if a.pages[page], err = a.view.Rows(ctx, page*pageRows, pageRows); err != nil {
			return err
		}
	}
	return nil
}

// show is what the loader tells.
func (g *Grid[R]) show(s async.State[answer[R]]) {
	g.calm()
	switch s.Phase {
	case async.Loading:
		g.loading = true
		g.calm = g.o.Runner.After(slowAfter, func() {
			g.slow = g.loading
			g.redraw()
		})
	case async.Failed:
		g.loading, g.slow = false, false
		if !errors.Is(s.Err, context.Canceled) {
			g.err = s.Err
		}
		g.redraw()
		g.viewed()
	case async.Ready:
		g.take(s.Value)
	}
}

// take shows an answer.
func (g *Grid[R]) take(a answer[R]) {
	g.loading, g.slow, g.err = false, false, nil
	if a.mem != nil {
		g.mem, g.due = a.mem, false
	}
	if a.fresh {
		g.patched = nil
	}
	if g.pages != nil {
		g.pages.close()
		g.pages = nil
	}
	g.view, g.groups = a.view, map[int]Group{}
	g.gen++
	var groups []span
	if v, ok := a.view.(*memoryView[R]); ok {
		groups = v.groups
	} else {
		g.pages = newPages(g.o.Context, g.o.Runner, a.view)
		g.pages.came = g.came
		for page, rows := range a.pages {
			g.pages.put(page, rows)
		}
	}
	left := g.keep(a.kept, a.why)
	g.arrived(a.view.Len(), groups, a.at, a.why)
	kit.Filled()
	if !g.known {
		g.known = true
		g.redraw() // the footer counts from now on
		return
	}
	if left && g.o.OnSelect != nil {
		g.o.OnSelect() // who hears of it may draw the grid anew, so the rows are there
	}
}

// keep leaves those rows selected that still fit, and tells whether some did not.
func (g *Grid[R]) keep(kept []string, why reason) bool {
	before := g.SelectedCount()
	switch {
	case !g.sel.all:
		g.sel.only(kept...)
	case why == narrow:
		g.sel.clear()
	}
	return g.SelectedCount() != before
}

// came shows rows that were read late.
func (g *Grid[R]) came() {
	if g.pages.err != nil {
		g.err = g.pages.err
		g.clampScroll()
	}
	g.redraw()
	g.announce()
}

// Patch shows another state of a row at once, until rows are read anew: it keeps
// its place even if it would sort or fit otherwise.
func (g *Grid[R]) Patch(row R) {
	g.patched = maps.Clone(g.patched) // a copy may be read elsewhere
	if g.patched == nil {
		g.patched = map[string]R{}
	}
	g.patched[g.opts.Key(row)] = row
	g.said = said{}
	g.redraw()
	g.announce()
}

// CurrentRow is the row under the cursor.
func (g *Grid[R]) CurrentRow() (row R, ok bool) {
	if g.cur < 0 || g.cur >= g.lines.count() {
		return row, false
	}
	_, at := g.lines.at(g.cur)
	return g.row(at)
}

// Shown are the rows that fit, with their keys and in their order, as far as they
// are read.
func (g *Grid[R]) Shown() iter.Seq2[string, R] {
	return func(yield func(string, R) bool) {
		for i := range g.len() {
			if r, ok := g.row(i); ok && !yield(g.opts.Key(r), r) {
				return
			}
		}
	}
}

// Row is a row by its key, false when it does not fit or is not read.
func (g *Grid[R]) Row(key string) (row R, ok bool) {
	at := g.place(key)
	if at < 0 {
		return row, false
	}
	return g.row(at)
}

// place is the row of a key as far as it is known without reading, else -1.
func (g *Grid[R]) place(key string) int {
	if v, ok := g.view.(*memoryView[R]); ok {
		return v.place(key)
	}
	if g.pages != nil {
		for page, rows := range g.pages.got {
			for i, r := range rows {
				if g.opts.Key(r) == key {
					return page*pageRows + i
				}
			}
		}
	}
	return -1
}

// row is a row of the view, false when it is not read.
func (g *Grid[R]) row(i int) (row R, ok bool) {
	switch v := g.view.(type) {
	case nil:
		return row, false
	case *memoryView[R]:
		if i < 0 || i >= len(v.order) {
			return row, false
		}
		row, ok = v.m.rows[v.order[i]], true
	default:
		if i < 0 {
			return row, false
		}
		row, ok = g.pages.row(i)
	}
	if ok && len(g.patched) > 0 {
		if p, is := g.patched[g.opts.Key(row)]; is {
			return p, true
		}
	}
	return row, ok
}
