package theme_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/theme"
)

// BenchmarkIcon shows another icon in a picture, as a cell does while a list is
// scrolled.
func BenchmarkIcon(b *testing.B) {
	test.NewTempApp(b)
	icons := []fyne.Resource{theme.Icon(theme.IconForwarding, theme.Accent), theme.Icon(theme.IconLate, theme.Bad)}
	p := canvas.NewImageFromResource(icons[0])
	p.Resize(fyne.NewSquareSize(theme.PillIconSize))
	for i := 0; b.Loop(); i++ {
		p.Resource = icons[i%2]
		p.Refresh()
	}
}

func BenchmarkColor(b *testing.B) {
	a := test.NewTempApp(b)
	a.Settings().SetTheme(theme.New(theme.Options{}))
	for b.Loop() {
		theme.Color(theme.Accent)
	}
}
