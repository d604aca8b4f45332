package vetting

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/score"
)

func TestTilesBecomeHigherWhereThereIsRoom(t *testing.T) {
	l := &tiles{heights: []float32{286, 232}}
	objs := make([]fyne.CanvasObject, 6)
	for i := range objs {
		objs[i] = canvas.NewRectangle(nil)
	}
	const least = 286 + 232 + theme.Gap12
	for _, c := range []struct {
		name         string
		high         float32
		upper, lower float32
	}{
		{"no more than needed", least, 286, 232},
		{"less: the page scrolls", least - 100, 286, 232},
		{"more", (286+232)*1.5 + theme.Gap12, 429, 348},
		{"far more", 2000, 457, 371},
	} {
		l.Layout(objs, fyne.NewSize(1200, c.high))
		if got := objs[0].Size().Height; got != c.upper {
			t.Errorf("%s: the upper cards are %v high, want %v", c.name, got, c.upper)
		}
		if got := objs[3].Size().Height; got != c.lower {
			t.Errorf("%s: the lower cards are %v high, want %v", c.name, got, c.lower)
		}
		if top, want := objs[3].Position().Y, c.upper+theme.Gap12; top != want {
			t.Errorf("%s: the lower cards begin at %v, want %v", c.name, top, want)
		}
	}
}

func TestLift_SaysWhyNothingWouldHelp(t *testing.T) {
	f := format.New(format.Locale("en-GB"))
	rated := decimal.NewNullDecimal(decimal.New(262, -1))
	for _, c := range []struct {
		card score.Card
		want string
	}{
		{score.Card{}, "Nothing is rated yet, so nothing can be said."},
		{score.Card{Class: "A", Score: rated}, "It is in the best class."},
		{score.Card{Class: "C", Score: rated}, "It rests on vetting alone: orders must show first how it works."},
		{score.Card{Class: "D", Score: rated, Failed: []string{"x", "y"}}, "2 gates failed, and no score opens a gate. Passed, it would stay in class D: its score is 26.2 of 100."},
	} {
		if got := noLift(&c.card, f); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
