package grid

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Sheet is what a grid shows, to be written elsewhere: the visible columns of all
// rows that fit, in their order.
type Sheet struct {
	Heads  []Head
	Count  int             // rows
	Totals map[string]Cell // by column ID
	// Rows reads the typed values of each row, by column, as they are needed. It is
	// called away from the window's goroutine; an error ends it.
	Rows func(ctx context.Context) iter.Seq2[[]any, error]
}

// Head names a column of a Sheet.
type Head struct {
	ID, Title string
	Right     bool // numbers
}

// Whole is why the rows that are shown are not all of them: they could not be
// read, or are still on their way. A file of them would be taken for the list.
func (g *Grid[R]) Whole() error {
	if err := g.Err(); err != nil {
		return err
	}
	if g.Loading() {
		return Partial()
	}
	return nil
}

// Partial is the sentence for rows that are still on their way.
func Partial() error { return model.Errorf(model.Busy, "%s", text.T("grid.partial")) }

// Export is what the grid shows now. It stays so, whatever is shown later.
func (g *Grid[R]) Export() Sheet {
	s := Sheet{Count: g.len(), Totals: g.totals()}
	var values []func(R) any
	for _, c := range g.lay.visible() {
		col := &g.opts.Columns[c]
		s.Heads = append(s.Heads, Head{ID: col.ID, Title: col.Title, Right: col.Align == fyne.TextAlignTrailing})
		values = append(values, col.value)
	}
	rows := g.reader(nil)
	s.Rows = func(ctx context.Context) iter.Seq2[[]any, error] {
		return func(yield func([]any, error) bool) {
			for r, err := range rows(ctx) {
				var line []any
				if err == nil {
					line = make([]any, len(values))
					for i, value := range values {
						line[i] = value(r)
					}
				}
				if !yield(line, err) {
					return
				}
			}
		}
	}
	return s
}

func (c *Column[R]) value(r R) any {
	if c.Value != nil {
		return c.Value(r)
	}
	return c.Cell(r).plain()
}

// reader reads all rows of the view, or those that are picked, in their order.
func (g *Grid[R]) reader(pick func(key string) bool) func(context.Context) iter.Seq2[R, error] {
	view, patched, key := g.view, g.patched, g.opts.Key
	return func(ctx context.Context) iter.Seq2[R, error] {
		return func(yield func(R, error) bool) {
			for from := 0; view != nil && from < view.Len(); from += 8 * pageRows {
				rows, err := view.Rows(ctx, from, 8*pageRows)
				if err == nil {
					err = ctx.Err()
				}
				if err != nil {
					var none R
					yield(none, err)
					return
				}
				for _, r := range rows {
					k := key(r)
					if p, ok := patched[k]; ok {
						r = p
					}
					if (pick == nil || pick(k)) && !yield(r, nil) {
						return
					}
				}
			}
		}
	}
}

// WithSelected hands over the selected rows in their order, those not yet read
// too: at once for rows in memory, else on the window's goroutine when they are
// read.
func (g *Grid[R]) WithSelected(then func(rows []R, err error)) {
	sel := chosen{all: g.sel.all, keys: maps.Clone(g.sel.keys)}
	if g.pages == nil {
		then(collect(g.reader(sel.has)(g.o.Context)))
		return
	}
	if rows, ok := g.selectedHere(&sel); ok {
		then(rows, nil)
		return
	}
	read := g.reader(sel.has)
	g.o.Runner.Go(func() {
		rows, err := collect(read(g.o.Context))
		g.o.Runner.UI(func() { then(rows, err) })
	})
}

// SelectedHere are the selected rows in their order, when all of them are at hand.
func (g *Grid[R]) SelectedHere() (rows []R, ok bool) {
	sel := chosen{all: g.sel.all, keys: g.sel.keys}
	if g.pages == nil {
		all, err := collect(g.reader(sel.has)(g.o.Context))
		return all, err == nil
	}
	if !sel.all {
		return g.selectedHere(&sel)
	}
	for i := range g.Len() {
		r, ok := g.row(i)
		if !ok {
			return nil, false
		}
		if sel.has(g.opts.Key(r)) {
			rows = append(rows, r)
		}
	}
	return rows, true
}

// selectedHere collects the selected rows when all of them are at hand.
func (g *Grid[R]) selectedHere(sel *chosen) ([]R, bool) {
	if sel.all {
		return nil, false
	}
	var at []int
	for k := range sel.keys {
		i := g.place(k)
		if i < 0 {
			return nil, false
		}
		at = append(at, i)
	}
	slices.Sort(at)
	rows := make([]R, len(at))
	for n, i := range at {
		rows[n], _ = g.row(i)
	}
	return rows, true
}

func collect[R any](seq iter.Seq2[R, error]) (rows []R, err error) {
	for r, err := range seq {
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// copy puts the selected rows on the clipboard as text with tabs, the heads first.
func (g *Grid[R]) copy() {
	vis := g.lay.visible()
	g.WithSelected(func(rows []R, err error) {
		if err != nil {
			g.err = err
			g.redraw()
			return
		}
		if len(rows) == 0 {
			return
		}
		var b strings.Builder
		for i, c := range vis {
			b.WriteString(tab(i) + field(g.heads[c].title))
		}
		for _, r := range rows {
			b.WriteByte('\n')
			for i, c := range vis {
				b.WriteString(tab(i) + field(g.opts.Columns[c].Cell(r).plain()))
			}
		}
		fyne.CurrentApp().Clipboard().SetContent(b.String())
	})
}

func tab(i int) string {
	if i == 0 {
		return ""
	}
	return "\t"
}

// field keeps text within its field of copied text.
func field(s string) string { return strings.Join(strings.Fields(s), " ") }
