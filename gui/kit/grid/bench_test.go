package grid

import (
	"cmp"
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// trade is a row as wide as an order.
type trade struct {
	id             int
	number, name   string
	land, shop     string
	total, cm2     int64
	state, promise int
}

func tradeAt(i int) trade {
	names := []string{"Søren Møller", "王美玲 Wang Meiling", "Rasmus Dahl", "Katrin Vogel", "Per Nørgaard", "Ганна Шевченко", "Katharina Brandt-Meyer of the Northern Harbour"}
	return trade{i, fmt.Sprintf("NH-%06d", (i*7919)%1000003), names[i%len(names)] + fmt.Sprint(i%1000), "DE", "nordlicht.de", int64(i*37%50000) * 100, int64(i*91%9000)*100 - 20000, i % 6, i % 60}
}

func money(a int64) string { return fmt.Sprintf("%d.%02d", a/10000, a/100%100) }

func tradeColumns() []Column[trade] {
	muted := func(s string) Cell { return Cell{Text: s, Tone: theme.Quiet} }
	states := []Pill{{"Late", theme.IconLate, theme.Wrong}, {"Sent", theme.IconSent, theme.Under}, {"To forward", theme.IconForwarding, theme.Accented}, {"Case open", theme.IconCases, theme.Warned}, {"Delivered", theme.IconDelivered, theme.Fine}, {"Held", theme.IconHeld, theme.Idle}}
	return []Column[trade]{
		{ID: "number", Title: "Number", Width: 90, Cell: func(r trade) Cell { return Cell{Text: r.number} }, SortText: func(r trade) string { return r.number }, Fixed: true, Sortable: true},
		{ID: "placed", Title: "Placed", Width: 60, Cell: func(r trade) Cell { return muted(fmt.Sprintf("%d Oct", r.id%30+1)) }},
		{ID: "name", Title: "Customer", Width: 150, Flex: 1, Cell: func(r trade) Cell { return Cell{Text: r.name} }, SortText: func(r trade) string { return r.name }},
		{ID: "land", Title: "", Width: 36, Cell: func(r trade) Cell { return muted(r.land) }},
		{ID: "shop", Title: "Shop", Width: 90, Cell: func(r trade) Cell { return muted(r.shop) }},
		{ID: "total", Title: "Total", Width: 80, Align: fyne.TextAlignTrailing, Cell: func(r trade) Cell { return Cell{Text: money(r.total)} }, Compare: func(a, b trade) int { return cmp.Compare(a.total, b.total) }, Value: func(r trade) any { return r.total }},
		{ID: "cm2", Title: "CM2", Width: 70, Align: fyne.TextAlignTrailing, Cell: func(r trade) Cell { return Cell{Text: money(r.cm2)} }},
		{ID: "cm2p", Title: "CM2 %", Width: 60, Align: fyne.TextAlignTrailing, Cell: func(r trade) Cell { return muted(fmt.Sprint(r.cm2 % 100)) }},
		{ID: "state", Title: "State", Width: 130, Cell: func(r trade) Cell { return Cell{Pills: states[r.state : r.state+1]} }},
		{ID: "promise", Title: "Promised", Width: 80, Align: fyne.TextAlignTrailing, Cell: func(r trade) Cell { return muted(fmt.Sprintf("%d Nov", r.promise)) }},
	}
}

func trades(n int) []trade {
	rows := make([]trade, n)
	for i := range rows {
		rows[i] = tradeAt(i)
	}
	return rows
}

type tradeSource struct{ n int }

func (s tradeSource) Find(context.Context, Query) (View[trade], error) { return s, nil }
func (s tradeSource) Len() int                                         { return s.n }
func (s tradeSource) All() int                                         { return s.n }
func (s tradeSource) Totals() map[string]Cell                          { return nil }
func (s tradeSource) Rows(_ context.Context, from, n int) ([]trade, error) {
	var rows []trade
	for i := from; i < min(from+n, s.n); i++ {
		rows = append(rows, tradeAt(i))
	}
	return rows, nil
}
func (s tradeSource) Index(context.Context, string) (int, error) { return -1, nil }

func tradeGrid(b *testing.B, n int, paged bool) (*Grid[trade], fyne.Canvas) {
	a := test.NewTempApp(b)
	theme.Apply(a, theme.Options{Look: theme.Light})
	o := Options[trade]{Key: func(r trade) string { return r.number }, Columns: tradeColumns(), Place: Place{Runner: async.Inline{}}}
	if paged {
		o.Source = tradeSource{n}
	}
	g := New(o)
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(g)
	c.Resize(fyne.NewSize(1100, 700))
	if paged {
		g.Reload()
	} else {
		g.SetRows(trades(n))
	}
	return g, c
}

func BenchmarkScrollStep(b *testing.B) {
	for _, c := range []struct {
		name  string
		n     int
		paged bool
		step  float64
	}{{"100k in memory, 40 px", 100_000, false, 40}, {"100k in memory, a page", 100_000, false, 640}, {"1M paged, 40 px", 1_000_000, true, 40}, {"1M paged, far", 1_000_000, true, 97_001}} {
		b.Run(c.name, func(b *testing.B) {
			g, _ := tradeGrid(b, c.n, c.paged)
			b.ReportAllocs()
			for b.Loop() {
				g.scrollTo(g.off+c.step, 0)
				if g.off >= g.maxOff() {
					g.scrollTo(0, 0)
				}
			}
		})
	}
}

func BenchmarkScrollAndDraw(b *testing.B) {
	g, c := tradeGrid(b, 100_000, false)
	for b.Loop() {
		g.scrollTo(g.off+40, 0)
		c.Capture()
	}
}

func BenchmarkRedraw(b *testing.B) {
	g, _ := tradeGrid(b, 100_000, false)
	b.ReportAllocs()
	for b.Loop() {
		g.redraw()
	}
}

func BenchmarkMemory100k(b *testing.B) {
	o := Options[trade]{Key: func(r trade) string { return r.number }, Columns: tradeColumns(), Match: map[string]func(trade, []string) bool{"state": func(r trade, v []string) bool { return r.state == 2 }}}
	rows := trades(100_000)
	all := []string{"number", "placed", "name", "land", "shop", "total", "cm2", "cm2p", "state", "promise"}
	run := func(name string, m *memory[trade], q Query) {
		q.Columns = all
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				mm := m
				if mm == nil {
					mm = newMemory(&o, rows)
				}
				if _, err := mm.Find(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("first search", nil, Query{Search: "sent møll"})
	run("first sort by text", nil, Query{Sort: []Order{{Column: "name"}}})
	m := newMemory(&o, rows)
	run("search", m, Query{Search: "sent møll"})
	run("filter", m, Query{Filters: []Filter{{ID: "state"}}})
	run("sort by number", m, Query{Sort: []Order{{Column: "total"}}})
	run("sort by text", m, Query{Sort: []Order{{Column: "name"}, {Column: "total"}}})
	run("index", m, Query{})
}
