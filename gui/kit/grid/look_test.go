package grid

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// sampleGrid shows every part of a cell once.
func sampleGrid() *Grid[item] {
	cell := func(f func(item) Cell) func(item) Cell { return f }
	sum := func([]item) Cell { return Cell{Text: "41", Bold: true} }
	g := New(Options[item]{
		Key: func(i item) string { return i.id },
		Columns: []Column[item]{
			{ID: "name", Title: "Name", Width: 130, Flex: 1, Lead: true, Cell: cell(func(i item) Cell { return Cell{Text: i.name, Sub: i.sub} }), SortText: func(i item) string { return i.name }},
			{ID: "n", Title: "Number", Width: 80, Align: fyne.TextAlignTrailing, Total: sum, Compare: func(a, b item) int { return a.n - b.n }, Cell: cell(func(i item) Cell {
				switch {
				case i.n < 0:
					return Cell{Text: fmt.Sprint(i.n), Tone: theme.Wrong, Fill: theme.Wrong, Bold: true}
				case i.n == 0:
					return Cell{Old: "3", Text: "0"}
				}
				return Cell{Text: fmt.Sprint(i.n), Bar: new(float64(i.n) / 12), Tone: theme.Quiet}
			})},
			{ID: "kind", Title: "Kind", Width: 90, Cell: cell(func(i item) Cell {
				if i.kind == "odd" {
					return Cell{Pills: []Pill{{Text: "odd", Icon: theme.IconTick, Tone: theme.Fine}}}
				}
				return Cell{Text: "none", Wrong: true}
			})},
			{ID: "do", Title: "Do", Width: 130, Cell: cell(func(i item) Cell {
				if i.n > 7 {
					return Cell{Icon: theme.IconClock, Text: "a long text that is cut", Tone: theme.Quiet}
				}
				return Cell{Buttons: []Button{{ID: "use", Label: "Use", Strong: true, Key: "↵"}, {ID: "out", Label: "Out"}}}
			})},
		},
		GroupBy: func(i item) string { return i.kind },
		GroupHead: func(name string, rows []item) Group {
			return Group{Title: name, Badge: "A", Facts: "facts", Cells: map[string]Cell{"n": {Text: "19", Bold: true}}}
		},
		Setup: Setup{Ticks: true, TotalsName: "grid.selected", Sort: []Order{{Column: "n", Down: true}}},
		Place: Place{Runner: async.Inline{}},
	})
	g.SetRows(items)
	g.SetTicked(true, "5", "1")
	return g
}

// The pictures in testdata show how a grid looks. After a wanted change take over
// those in testdata/failed.
func TestTheLookOfAGrid(t *testing.T) {
	for name, look := range map[string]theme.Look{"light": theme.Light, "dark": theme.Dark} {
		t.Run(name, func(t *testing.T) {
			theme.Apply(test.NewTempApp(t), theme.Options{Look: look})
			g := sampleGrid()
			w := test.NewTempWindow(t, container.NewStack(g))
			w.SetPadded(false)
			w.Resize(fyne.NewSize(480, 290))
			g.Select("1")
			w.Canvas().Focus(g)
			test.AssertRendersToImage(t, name+".png", w.Canvas())
		})
	}
}
