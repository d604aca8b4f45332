package grid

import (
	"strings"
)

// What a Board asks its Grid.

func (g *Grid[R]) len() int {
	if g.view == nil {
		return 0
	}
	return g.view.Len()
}

func (g *Grid[R]) all() int {
	if g.view == nil {
		return 0
	}
	return g.view.All()
}

func (g *Grid[R]) totals() map[string]Cell {
	if g.view == nil {
		return nil
	}
	return g.view.Totals()
}

func (g *Grid[R]) beginning() bool {
	b, ok := g.view.(Beginner)
	return ok && b.Beginning()
}

func (g *Grid[R]) look(first, last int) {
	if g.pages != nil {
		g.pages.look(first, last)
		if g.pages.err != nil && g.err == nil {
			g.err = g.pages.err
		}
	}
}

func (g *Grid[R]) key(i int) (string, bool) {
	if v, ok := g.view.(*memoryView[R]); ok {
		if i < 0 || i >= len(v.order) {
			return "", false
		}
		return v.m.keys[v.order[i]], true
	}
	r, ok := g.row(i)
	if !ok {
		return "", false
	}
	return g.opts.Key(r), true
}

func (g *Grid[R]) cells(i int, cols []placed, into []Cell) (Line, bool) {
	r, ok := g.row(i)
	if !ok {
		return Line{}, false
	}
	for n, p := range cols {
		into[n] = g.opts.Columns[p.col].Cell(r)
	}
	if g.opts.Line == nil {
		return Line{}, true
	}
	return g.opts.Line(r), true
}

// group draws the head of a group; heads are made once for each view.
func (g *Grid[R]) group(n int) Group {
	if h, ok := g.groups[n]; ok && len(g.patched) == 0 {
		return h
	}
	s := g.lines.groups[n]
	h := Group{Title: s.key}
	if g.opts.GroupHead != nil {
		h = g.opts.GroupHead(s.key, g.slice(g.lines.firstRow[n], s.rows))
	}
	g.groups[n] = h
	return h
}

// slice are n rows in memory from the from-th.
func (g *Grid[R]) slice(from, n int) []R {
	rows := make([]R, 0, n)
	for i := from; i < from+n; i++ {
		if r, ok := g.row(i); ok {
			rows = append(rows, r)
		}
	}
	return rows
}

func (g *Grid[R]) members(group int) []string {
	from, n := 0, g.len()
	if group >= 0 {
		from, n = g.lines.firstRow[group], g.lines.groups[group].rows
	}
	keys := make([]string, 0, n)
	for i := from; i < from+n; i++ {
		if k, ok := g.key(i); ok && g.canTick(i) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (g *Grid[R]) canTick(i int) bool {
	if g.opts.CanTick == nil {
		return true
	}
	r, ok := g.row(i)
	return ok && g.opts.CanTick(r)
}

func (g *Grid[R]) keys(from, n int, then func([]string)) {
	keys := make([]string, 0, n)
	for i := from; i < from+n; i++ {
		k, ok := g.key(i)
		if !ok {
			g.readKeys(from, n, then)
			return
		}
		keys = append(keys, k)
	}
	then(keys)
}

func (g *Grid[R]) readKeys(from, n int, then func([]string)) {
	view, gen := g.view, g.gen
	g.o.Runner.Go(func() {
		keys, err := g.keysOf(view, from, n)
		g.o.Runner.UI(func() {
			switch {
			case gen != g.gen:
			case err != nil:
				g.err = err
				g.redraw()
			default:
				then(keys)
			}
		})
	})
}

// keysOf reads the keys of a range of rows.
func (g *Grid[R]) keysOf(view View[R], from, n int) ([]string, error) {
	if k, ok := view.(Keyer); ok {
		return k.Keys(g.o.Context, from, n)
	}
	keys := make([]string, 0, n)
	for at := from; at < from+n; at += pageRows {
		rows, err := view.Rows(g.o.Context, at, min(pageRows, from+n-at))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			keys = append(keys, g.opts.Key(r))
		}
	}
	return keys, nil
}

func (g *Grid[R]) index(key string, then func(int)) {
	if g.view == nil {
		g.want.cursor = key
		return
	}
	if at := g.place(key); at >= 0 || g.pages == nil {
		then(at)
		return
	}
	view, gen := g.view, g.gen
	g.o.Runner.Go(func() {
		at, err := view.Index(g.o.Context, key)
		g.o.Runner.UI(func() {
			if gen == g.gen && err == nil {
				then(at)
			}
		})
	})
}

// current tells the row under the cursor, or that it stands on the head of another
// group, once for each state of it. A row that is not read yet is told when it
// comes.
func (g *Grid[R]) current(i int) {
	r, ok := g.row(i)
	if g.opts.OnCurrent == nil || !ok && i >= 0 {
		return
	}
	now := said{gen: g.gen, ok: ok, key: g.head()}
	if ok {
		now.key = g.opts.Key(r)
	}
	if now == g.said || !ok && !g.said.ok && now.key == "" && g.said.key == "" {
		return
	}
	g.said = now
	g.opts.OnCurrent(r, ok)
}

// CurrentGroup are the rows of the group whose head is under the cursor, none when
// it stands elsewhere.
func (g *Grid[R]) CurrentGroup() []R {
	if g.cur < 0 || g.cur >= g.lines.count() {
		return nil
	}
	at, row := g.lines.at(g.cur)
	if at < 0 || row >= 0 {
		return nil
	}
	var all []R
	for i := range g.lines.groups[at].rows {
		if r, ok := g.row(g.lines.firstRow[at] + i); ok {
			all = append(all, r)
		}
	}
	return all
}

// head names the group whose head is under the cursor, "" when none is.
func (g *Grid[R]) head() string {
	if g.cur < 0 || g.cur >= g.lines.count() {
		return ""
	}
	if at, row := g.lines.at(g.cur); at >= 0 && row < 0 {
		return "head of " + g.lines.groups[at].key
	}
	return ""
}

func (g *Grid[R]) open(i int) {
	if r, ok := g.row(i); ok && g.opts.OnOpen != nil {
		g.opts.OnOpen(r)
	}
}

func (g *Grid[R]) press(i int, button string) {
	if r, ok := g.row(i); ok && g.opts.OnButton != nil {
		g.opts.OnButton(r, button)
	}
}

func (g *Grid[R]) seek(prefix string, from int) int {
	vis := g.lay.visible()
	if g.pages != nil || g.view == nil || len(vis) == 0 {
		return -1
	}
	cell, n := g.opts.Columns[vis[0]].Cell, g.len()
	for step := range n {
		i := (from + step) % n
		if r, ok := g.row(i); ok && strings.HasPrefix(strings.ToLower(cell(r).plain()), prefix) {
			return i
		}
	}
	return -1
}

func (g *Grid[R]) editable(i, col int) (string, func(string) error) {
	e := g.opts.Columns[col].Edit
	r, ok := g.row(i)
	if e == nil || !ok {
		return "", nil
	}
	return e.Text(r), func(typed string) error { return e.Commit(r, typed) }
}

// fitRows is how many rows decide how wide a column is made to fit.
const fitRows = 500

func (g *Grid[R]) natural(col int, measure func(Cell) float32) float32 {
	var w float32
	first := max(g.lines.find(g.off), 0)
	for i := first; i < min(first+fitRows, g.len()); i++ {
		if r, ok := g.row(i); ok {
			w = max(w, measure(g.opts.Columns[col].Cell(r)))
		}
	}
	return w
}
