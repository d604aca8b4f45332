package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/theme"
)

// calm is how long after the start the first line is drawn: the first page stands
// then, and nobody waits.
const calm = 2500 * time.Millisecond

// firstLine returns what draws a line nobody sees, below all else. Where the processor
// draws, it translates what draws lines when the first one is drawn, which takes as
// long as two frames; the first page has none, and the first list would pay for it.
func firstLine(w fyne.Window) (draw func()) {
	l := &canvas.Line{StrokeColor: theme.Color(theme.Line), Position2: fyne.NewPos(1, 0)} // not hidden: what is hidden cannot ask to be drawn
	w.SetContent(container.NewStack(container.NewWithoutLayout(l), w.Content()))
	return func() {
		l.StrokeWidth = theme.LineWidth
		l.Refresh()
	}
}
