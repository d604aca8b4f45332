package form

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// wheel lies over an entry and lets the wheel scroll the form: the toolkit's entry
// takes it, so that a form stood still once a field had come under the pointer.
// Only a text of more lines than are seen is scrolled itself. It is invisible and
// takes nothing else.
type wheel struct {
	widget.BaseWidget
	slot *slot
	in   *input
}

func newWheel(s *slot, in *input) *wheel {
	w := &wheel{slot: s, in: in}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if w.in.scroll != nil && w.in.over() {
		w.in.scroll.Scrolled(e)
		return
	}
	if f := w.slot.form; f != nil && f.sheet != nil {
		f.sheet.scroll.Scrolled(e)
	}
}

// over tells whether the text has more lines than are seen. A line that is nearly
// full counts as one more: words are not broken.
func (in *input) over() bool {
	room := in.Size().Width - 4*theme.Gap8
	if !in.MultiLine || room <= 0 {
		return false
	}
	rows := 0
	for line := range strings.SplitSeq(in.Text, "\n") {
		rows += 1 + int(fyne.MeasureText(line, theme.TextSize, in.TextStyle).Width/room)
	}
	return rows > in.lines
}

// CreateRenderer implements fyne.Widget.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}
