package grid

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/theme"
)

// drawn are the texts that stand within an object.
func drawn(o fyne.CanvasObject) (all []string) {
	switch x := o.(type) {
	case *canvas.Text:
		if x.Visible() {
			all = append(all, x.Text)
		}
	case *fyne.Container:
		for _, c := range x.Objects {
			if x.Visible() {
				all = append(all, drawn(c)...)
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			all = append(all, drawn(c)...)
		}
	}
	return all
}

// Where room lacked a class was an empty round, and a word "s...".
func TestACellLeavesOutWhatWouldSayNothing(t *testing.T) {
	b := put(t, many(1), func(o *Options[item], _ *bench) {
		o.Columns = o.Columns[:1]
		o.Columns[0].Width, o.Columns[0].Flex = 126, 0
		o.Columns[0].Cell = func(item) Cell {
			return Cell{Text: "88.8", Bold: true, Sub: "stated", Icon: theme.IconTickCircle, Pills: []Pill{{Text: "B", Tone: theme.Accented}}}
		}
	})
	for _, w := range []float32{126, 108, 96} {
		b.relay(func() { b.lay.resize(0, w) })
		texts := drawn(b.Grid)
		if !slices.Contains(texts, "B") || !slices.Contains(texts, "88.8") {
			t.Errorf("with %v of room the class or the score is missing: %q", w, texts)
		}
		for _, s := range texts {
			if len([]rune(s)) < 4 && s != "B" && s != "stated" && len(s) > 0 && s[0] == 's' {
				t.Errorf("with %v of room %q is left of a word", w, s)
			}
		}
	}
}
