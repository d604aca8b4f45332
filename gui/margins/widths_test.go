package margins

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/theme"
)

func TestWidest_FindsWhatMeasuringAllWouldFind(t *testing.T) {
	test.NewTempApp(t)
	tests := map[string][]string{
		"amounts":        {"1,204.11", "−88.90", "9,999.00", "12.00", "0.00"},
		"a minus counts": {"888.88", "−888.88"},
		"narrow digits":  {"1111111", "8888888"},
		"names":          {"Lily lilting lull", "Wide MMM", "Anchor, galvanised"},
		"none":           nil,
	}
	for name, texts := range tests {
		t.Run(name, func(t *testing.T) {
			var w widest
			scale, want := glyphs{}, float32(0)
			for _, text := range texts {
				w.look(scale, text, false, 0)
				want = max(want, fyne.MeasureText(text, theme.TextSize, fyne.TextStyle{}).Width)
			}
			if w.width() != want {
				t.Errorf("%q is %v wide, the widest %v", w.text, w.width(), want)
			}
		})
	}
}

func TestWidest_CountsWhatStandsBesideAndBoldness(t *testing.T) {
	test.NewTempApp(t)
	var w widest
	scale := glyphs{}
	w.look(scale, "100.00", false, 0)
	w.look(scale, "99.00", false, 40)
	if want := measured("99.00", false) + 40; w.width() != want {
		t.Errorf("beside a bar: %v, want %v", w.width(), want)
	}
	w = widest{}
	w.look(scale, "100.00", false, 0)
	w.look(scale, "100.00", true, 0)
	if !w.bold {
		t.Error("bold figures are wider")
	}
}

// Each text of a sheet was set to measure it.
func TestWidest_MeasuresEachCharacterOnce(t *testing.T) {
	test.NewTempApp(t)
	var w widest
	scale := glyphs{}
	for _, text := range []string{"12.34", "43.21", "1.234"} {
		w.look(scale, text, false, 0)
	}
	if len(scale) != 5 {
		t.Errorf("%d characters were measured, want 5", len(scale))
	}
}
