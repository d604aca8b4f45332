package grid

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// memory is a Source over rows that are all in memory. What it works out of the
// rows, lower-cased text and sort keys, it keeps until it is thrown away with
// them: new rows make a new memory.
type memory[R any] struct {
	o    *Options[R]
	rows []R
	keys []string

	mu    sync.Mutex // guards what follows
	shown string     // the visible columns that texts are made of
	texts []string   // as far as they are made
	sorts map[string]*ranking
}

// ranking is what sorting by one column needs to know of the rows.
type ranking struct {
	empty []bool   // nil when the column cannot tell
	order [][]byte // by the language, nil for columns that compare rows
}

func newMemory[R any](o *Options[R], rows []R) *memory[R] {
	m := &memory[R]{o: o, rows: rows, keys: make([]string, len(rows)), sorts: map[string]*ranking{}}
	for i, r := range rows {
		m.keys[i] = o.Key(r)
	}
	return m
}

// chunk is how many rows are worked through between two looks at the context.
const chunk = 2048

// Find implements Source.
func (m *memory[R]) Find(ctx context.Context, q Query) (View[R], error) {
	order, err := m.fitting(ctx, q)
	if err != nil {
		return nil, err
	}
	if err := m.sort(ctx, order, q.Sort); err != nil {
		return nil, err
	}
	v := &memoryView[R]{m: m, order: order}
	if m.o.GroupBy != nil {
		v.group()
	}
	v.sum(q.Columns)
	return v, ctx.Err()
}

// fitting lists the rows that fit search and filters.
func (m *memory[R]) fitting(ctx context.Context, q Query) ([]int32, error) {
	words := strings.Fields(strings.ToLower(q.Search))
	var texts []string
	if len(words) > 0 {
		var err error
		if texts, err = m.lowered(ctx, q.Columns); err != nil {
			return nil, err
		}
	}
	order := make([]int32, 0, len(m.rows))
	for i := range m.rows {
		if i%chunk == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if (texts == nil || containsAll(texts[i], words)) && m.matches(m.rows[i], q.Filters) {
			order = append(order, int32(i))
		}
	}
	return order, nil
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// matches tells whether a row fits all filters. A filter nobody knows is ignored.
func (m *memory[R]) matches(row R, filters []Filter) bool {
	for _, f := range filters {
		if match := m.o.Match[f.ID]; match != nil && !match(row, f.Values) {
			return false
		}
	}
	return true
}

// lowered is the visible text of every row in lower case. What was made before
// ctx ended is kept for the next search.
func (m *memory[R]) lowered(ctx context.Context, columns []string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if shown := strings.Join(columns, "\x00"); shown != m.shown {
		m.shown, m.texts = shown, make([]string, 0, len(m.rows))
	}
	cells := m.cells(columns)
	var line []byte
	for i := len(m.texts); i < len(m.rows); i++ {
		if i%chunk == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		line = line[:0]
		for _, cell := range cells {
			line = append(append(line, cell(m.rows[i]).plain()...), '\n')
		}
		m.texts = append(m.texts, strings.ToLower(string(line)))
	}
	return m.texts, nil
}

func (m *memory[R]) cells(columns []string) []func(R) Cell {
	var cells []func(R) Cell
	for i := range m.o.Columns {
		if c := &m.o.Columns[i]; slices.Contains(columns, c.ID) {
			cells = append(cells, c.Cell)
		}
	}
	return cells
}

// sort puts rows in order: by the columns, empty values last, then by the key.
// Without columns rows stay as they were given.
func (m *memory[R]) sort(ctx context.Context, order []int32, by []Order) error {
	var compares []func(a, b int32) int
	for _, o := range by {
		if c := m.column(o.Column); c != nil {
			compares = append(compares, m.compare(c, o.Down))
		}
	}
	if len(compares) == 0 {
		return ctx.Err()
	}
	done, stopped := 0, false
	slices.SortFunc(order, func(a, b int32) int {
		if done++; done%(16*chunk) == 0 && ctx.Err() != nil {
			stopped = true
		}
		if stopped {
			return 0 // nobody waits for this order any more: come to an end soon
		}
		for _, compare := range compares {
			if n := compare(a, b); n != 0 {
				return n
			}
		}
		if n := strings.Compare(m.keys[a], m.keys[b]); n != 0 {
			return n
		}
		return int(a - b)
	})
	return ctx.Err()
}

func (m *memory[R]) column(id string) *Column[R] {
	for i := range m.o.Columns {
		if c := &m.o.Columns[i]; c.ID == id && (c.Compare != nil || c.SortText != nil) {
			return c
		}
	}
	return nil
}

// compare compares two rows by one column.
func (m *memory[R]) compare(c *Column[R], down bool) func(a, b int32) int {
	r := m.ranking(c)
	way := func(a, b int32) int { return bytes.Compare(r.order[a], r.order[b]) }
	if c.Compare != nil {
		way = func(a, b int32) int { return c.Compare(m.rows[a], m.rows[b]) }
	}
	return func(a, b int32) int {
		if r.empty != nil && r.empty[a] != r.empty[b] {
			if r.empty[a] {
				return 1
			}
			return -1
		}
		if down {
			return way(b, a)
		}
		return way(a, b)
	}
}

// ranking is made once for each column that is sorted by.
func (m *memory[R]) ranking(c *Column[R]) *ranking {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.sorts[c.ID]; r != nil {
		return r
	}
	r := &ranking{}
	m.sorts[c.ID] = r
	if c.Value != nil {
		r.empty = make([]bool, len(m.rows))
		for i, row := range m.rows {
			v := c.Value(row)
			r.empty[i] = v == nil || v == ""
		}
	}
	if c.Compare == nil {
		m.collate(c, r)
	}
	return r
}

// collate makes sort keys of the column's text in the order of the language. Equal
// texts share their key.
func (m *memory[R]) collate(c *Column[R], r *ranking) {
	tag := m.o.Language
	if tag == (language.Tag{}) {
		tag = language.English
	}
	by := collate.New(tag, collate.IgnoreCase, collate.Numeric)
	var buf collate.Buffer
	seen := map[string][]byte{}
	r.order = make([][]byte, len(m.rows))
	r.empty = make([]bool, len(m.rows))
	for i, row := range m.rows {
		s := c.SortText(row)
		key, ok := seen[s]
		if !ok {
			key = bytes.Clone(by.KeyFromString(&buf, s))
			buf.Reset()
			seen[s] = key
		}
		r.order[i], r.empty[i] = key, s == ""
	}
}

// memoryView is the answer of a memory: the order of rows, by their number.
type memoryView[R any] struct {
	m      *memory[R]
	order  []int32
	groups []span
	totals map[string]Cell

	once  sync.Once
	index map[string]int // place of each key, made when first asked
}

// group puts rows of a group together. Groups keep the order in which the rows
// were given, rows within keep the order they are sorted in.
func (v *memoryView[R]) group() {
	at := map[string]int{}
	for _, row := range v.m.rows {
		if g := v.m.o.GroupBy(row); at[g] == 0 {
			at[g] = len(at) + 1
		}
	}
	parts := make([][]int32, len(at))
	names := make([]string, len(at))
	for _, i := range v.order {
		g := v.m.o.GroupBy(v.m.rows[i])
		n := at[g] - 1
		parts[n], names[n] = append(parts[n], i), g
	}
	order := make([]int32, 0, len(v.order))
	for n, part := range parts {
		if len(part) > 0 {
			v.groups = append(v.groups, span{key: names[n], rows: len(part)})
			order = append(order, part...)
		}
	}
	v.order = order
}

// sum works out the totals of the visible columns.
func (v *memoryView[R]) sum(columns []string) {
	v.totals = map[string]Cell{}
	var rows []R
	for i := range v.m.o.Columns {
		c := &v.m.o.Columns[i]
		if c.Total == nil || !slices.Contains(columns, c.ID) {
			continue
		}
		if rows == nil {
			rows = v.slice(0, len(v.order))
		}
		v.totals[c.ID] = c.Total(rows)
	}
}

func (v *memoryView[R]) slice(from, to int) []R {
	rows := make([]R, 0, to-from)
	for _, i := range v.order[from:to] {
		rows = append(rows, v.m.rows[i])
	}
	return rows
}

// Len implements View.
func (v *memoryView[R]) Len() int { return len(v.order) }

// All implements View.
func (v *memoryView[R]) All() int { return len(v.m.rows) }

// Totals implements View.
func (v *memoryView[R]) Totals() map[string]Cell { return v.totals }

// Rows implements View.
func (v *memoryView[R]) Rows(_ context.Context, from, n int) ([]R, error) {
	from = min(max(from, 0), len(v.order))
	return v.slice(from, min(from+n, len(v.order))), nil
}

// Index implements View.
func (v *memoryView[R]) Index(_ context.Context, key string) (int, error) {
	return v.place(key), nil
}

func (v *memoryView[R]) place(key string) int {
	v.once.Do(func() {
		v.index = make(map[string]int, len(v.order))
		for at, i := range v.order {
			v.index[v.m.keys[i]] = at
		}
	})
	if at, ok := v.index[key]; ok {
		return at
	}
	return -1
}
