package kit

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/theme"
)

// Keyed are the labels of a menu of the toolkit with their keys behind them, "" for
// none, one below the other. The toolkit itself writes a key in a fifth of the colour
// of the text, which no theme can change and few can read.
func Keyed(labels, keys []string) []string {
	plain := fyne.TextStyle{}
	stop := fyne.MeasureText("\t", theme.TextSize, plain).Width // where a tab leads, and a multiple of it
	stops := func(width float32) int { return int(width / stop) }
	widest := float32(0)
	for _, l := range labels {
		widest = max(widest, fyne.MeasureText(l, theme.TextSize, plain).Width)
	}
	column := stops(widest+theme.Gap16) + 1
	keyed := make([]string, len(labels))
	for i, l := range labels {
		keyed[i] = l
		if keys[i] != "" {
			keyed[i] += strings.Repeat("\t", column-stops(fyne.MeasureText(l, theme.TextSize, plain).Width)) + keys[i]
		}
	}
	return keyed
}
