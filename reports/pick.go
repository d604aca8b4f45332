package reports

import (
	"bytes"
	"context"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Pick says which rows of a table are wanted and in which order. Each of Words
// must occur in the row, in the columns of Columns, as Text writes their cells;
// the columns of Sort decide one after the other.
type Pick struct {
	Words   []string
	Columns []string // keys; none means all
	Sort    []Sort
	Text    func(b []byte, column int, c Cell) []byte // appends; nil: as programs read it
}

// Sort is a column to sort by.
type Sort struct {
	Column string
	Down   bool // the largest first
}

// Find lists the numbers of the rows that are wanted, in their order. Unknown
// cells come last whatever the direction; rows that are equal keep their order.
func (t *Table) Find(ctx context.Context, p Pick) ([]int32, error) {
	rows, err := t.fitting(ctx, &p)
	if err != nil {
		return nil, err
	}
	for i := len(p.Sort) - 1; i >= 0; i-- {
		at := t.Column(p.Sort[i].Column)
		if at < 0 {
			continue
		}
		if err := t.sort(ctx, rows, at, p.Sort[i].Down); err != nil {
			return nil, err
		}
	}
	return rows, ctx.Err()
}

// places are the columns with the keys, all without any.
func (t *Table) places(keys []string) []int {
	var at []int
	for i, c := range t.Columns {
		if len(keys) == 0 || slices.Contains(keys, c.Key) {
			at = append(at, i)
		}
	}
	return at
}

// fitting lists the rows in which all words occur, looking on all processors.
func (t *Table) fitting(ctx context.Context, p *Pick) ([]int32, error) {
	n := t.Len()
	if len(p.Words) == 0 {
		rows := make([]int32, n)
		for i := range rows {
			rows[i] = int32(i)
		}
		return rows, nil
	}
	look := looker{table: t, columns: t.places(p.Columns), text: p.Text}
	if look.text == nil {
		look.text = func(b []byte, _ int, c Cell) []byte { return c.AppendTo(b) }
	}
	for _, w := range p.Words {
		look.words = append(look.words, []byte(strings.ToLower(w)))
	}
	const atOnce = 4096
	found := make([][]int32, n/atOnce+1)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(found)) && ctx.Err() == nil; i = next.Add(1) - 1 {
				found[i] = look.through(int(i)*atOnce, min(int(i+1)*atOnce, n))
			}
		})
	}
	workers.Wait()
	return slices.Concat(found...), ctx.Err()
}

// looker looks for words in rows.
type looker struct {
	table   *Table
	columns []int
	words   [][]byte // in lower case
	text    func(b []byte, column int, c Cell) []byte
}

func (l *looker) through(from, to int) (found []int32) {
	lent := make([]Cell, 0, len(l.table.Columns))
	var line []byte
	for i := from; i < to; i++ {
		row := l.table.Row(i, lent)
		line = line[:0]
		for _, c := range l.columns {
			line = append(l.text(line, c, row[c]), '\n')
		}
		line = lowered(line)
		if !slices.ContainsFunc(l.words, func(w []byte) bool { return !bytes.Contains(line, w) }) {
			found = append(found, int32(i))
		}
	}
	return found
}

// lowered is b in lower case, in place where that is easy.
func lowered(b []byte) []byte {
	for i, c := range b {
		if c >= 0x80 {
			return bytes.ToLower(b)
		}
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return b
}

// unknown sorts behind every value.
const unknown = math.MaxInt64

// sort puts rows in the order of one column, leaving equal ones as they are.
func (t *Table) sort(ctx context.Context, rows []int32, at int, down bool) error {
	ranks, err := t.ranks(ctx, at)
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b int32) int {
		x, y := ranks[a], ranks[b]
		switch {
		case x == y:
			return 0
		case x == unknown:
			return 1
		case y == unknown:
			return -1
		case (x < y) != down:
			return -1
		}
		return 1
	})
	return ctx.Err()
}

// ranks turns the cells of a column into numbers in the same order.
func (t *Table) ranks(ctx context.Context, at int) ([]int64, error) {
	ranks := make([]int64, t.Len())
	words := map[string][]int32{}
	for i, row := range t.All() {
		if i%rowsAtOnce == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		switch c := row[at]; c.kind {
		case KindUnknown:
			ranks[i] = unknown
		case KindText, KindIdentifier, KindDate, KindInstant:
			words[c.word()] = append(words[c.word()], int32(i))
		default:
			ranks[i] = scaled(c)
		}
	}
	kind := t.Columns[at].Kind
	for n, w := range sorted(words, kind == KindDate || kind == KindInstant) {
		for _, i := range words[w] {
			ranks[i] = int64(n)
			if w == "" {
				ranks[i] = unknown
			}
		}
	}
	return ranks, nil
}

// sorted lists words in the order of a dictionary in which 9 comes before 10;
// days and moments as they are written.
func sorted(words map[string][]int32, plain bool) []string {
	all := make([]string, 0, len(words))
	for w := range words {
		all = append(all, w)
	}
	if plain {
		slices.Sort(all)
		return all
	}
	by := collate.New(language.English, collate.IgnoreCase, collate.Numeric)
	var buf collate.Buffer
	keys := make(map[string][]byte, len(all))
	for _, w := range all {
		keys[w] = bytes.Clone(by.KeyFromString(&buf, w))
		buf.Reset()
	}
	slices.SortFunc(all, func(a, b string) int {
		if n := bytes.Compare(keys[a], keys[b]); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return all
}

// scaled is a figure with nine decimals; one too large for that is the largest.
func scaled(c Cell) int64 {
	n, decimals := c.Scaled()
	for ; decimals < maxDecimals; decimals++ {
		switch {
		case n > math.MaxInt64/10:
			return unknown - 1
		case n < math.MinInt64/10:
			return math.MinInt64
		}
		n *= 10
	}
	return n
}

// Shown is what of a table stays: rows by number in their order, columns by key
// (none means all), and the words that chose the rows, as they were typed.
type Shown struct {
	Rows    []int32
	Columns []string
	Words   string
}

// Only returns a table of what is shown. When it leaves rows out, sums are those
// of the rows that stay, and shares, which cannot be added, have no total.
func (t *Table) Only(s Shown) *Table {
	o := &Table{Name: t.Name, Title: t.Title, Meta: t.Meta}
	p := &picked{of: t, rows: s.Rows}
	for _, key := range s.Columns {
		if at := t.Column(key); at >= 0 {
			p.columns = append(p.columns, at)
		}
	}
	if len(p.columns) == 0 {
		p.columns = t.places(nil)
	}
	for _, at := range p.columns {
		o.Columns = append(o.Columns, t.Columns[at])
	}
	o.Large = p
	if len(t.Totals) > 0 {
		sums := t.SumsOf(s.Rows)
		for _, at := range p.columns {
			o.Totals = append(o.Totals, sums[at])
		}
	}
	if s.Words != "" {
		o.Meta.More = append(slices.Clone(t.Meta.More), Pair{"search", "Only rows with", Text(s.Words)})
	}
	return o
}

// SumsOf returns the totals over some rows: those of the table when that are all,
// else sums where the table has some and they can be added.
func (t *Table) SumsOf(rows []int32) []Cell {
	if len(t.Totals) == 0 || len(rows) == t.Len() {
		return t.Totals
	}
	sums := make([]Cell, len(t.Columns))
	var at []int
	for i, c := range t.Totals {
		if c.kind == KindAmount || c.kind == KindInteger {
			at = append(at, i)
		}
	}
	lent := make([]Cell, 0, len(t.Columns))
	for _, n := range rows {
		row := t.Row(int(n), lent)
		at = slices.DeleteFunc(at, func(i int) bool {
			var ok bool
			sums[i], ok = sums[i].Add(row[i])
			return !ok
		})
	}
	return sums
}

// picked are some rows and columns of another table.
type picked struct {
	of      *Table
	rows    []int32
	columns []int
}

// Len implements Large.
func (p *picked) Len() int { return len(p.rows) }

// Row implements Large.
func (p *picked) Row(i int, into []Cell) []Cell {
	row := p.of.Row(int(p.rows[i]), nil)
	for _, c := range p.columns {
		into = append(into, row[c])
	}
	return into
}
