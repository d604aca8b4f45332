package margins

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/theme"
)

// widths are how wide the columns must be for their figures to be seen whole.
func (c *columns) widths(rows []*row) map[string]float32 {
	const (
		around  float32 = 17 // beside a figure
		arrow   float32 = 18 // of the column that sorts
		sampled         = 300
	)
	widths, first, scale := map[string]float32{}, rows[:min(len(rows), sampled)], glyphs{}
	for _, col := range c.all() {
		if col.ID == colName {
			var names widest
			for _, r := range first {
				names.look(scale, r.name, true, 0)
			}
			widths[colName] = min(names.width()+around, nameMost)
		}
		if col.Align != right {
			continue
		}
		least := fyne.MeasureText(col.Title, theme.SmallSize, fyne.TextStyle{}).Width
		if col.ID == colCM3 {
			least += arrow
		}
		var figures widest
		measure := func(cell grid.Cell) {
			beside := float32(0)
			if cell.Icon != "" {
				beside += theme.PillIconSize + theme.Gap4
			}
			if cell.Bar != nil {
				beside += barWidth
			}
			figures.look(scale, cell.Text, cell.Bold, beside)
		}
		for _, r := range first {
			measure(col.Cell(r))
		}
		if col.Total != nil {
			measure(col.Total(rows))
		}
		widths[col.ID] = float32(int((max(least, figures.width())+around)/3)+1) * 3 // in steps: not every cent makes another grid
	}
	return widths
}

// widest finds the widest of many texts and measures that one alone: to measure a
// text is to set it, and all figures of a sheet together took as long as drawing a
// screen of them.
type widest struct {
	text   string
	bold   bool
	beside float32 // what stands beside it
	about  float32
}

// look takes a text if it seems to be the widest so far.
func (w *widest) look(g glyphs, text string, bold bool, beside float32) {
	if about := g.about(text, bold) + beside; about > w.about {
		*w = widest{text, bold, beside, about}
	}
}

func (w *widest) width() float32 {
	return measured(w.text, w.bold) + w.beside
}

func measured(text string, bold bool) float32 {
	return fyne.MeasureText(text, theme.TextSize, fyne.TextStyle{Bold: bold}).Width
}

// glyphs are how wide characters are, each measured once.
type glyphs map[glyph]float32

type glyph struct {
	char rune
	bold bool
}

// about is how wide a text is, but for what its characters lean into each other.
func (g glyphs) about(text string, bold bool) (sum float32) {
	for _, char := range text {
		k := glyph{char, bold}
		w, ok := g[k]
		if !ok {
			w = measured(string(char), bold)
			g[k] = w
		}
		sum += w
	}
	return sum
}
