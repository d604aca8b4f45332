package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over an entry of one line and lets the wheel scroll the form: the
// toolkit's entry takes it, so that a form stood still once a field had come under
// the pointer. It is invisible and takes nothing else.
type wheel struct {
	widget.BaseWidget
	slot *slot
}

func newWheel(s *slot) *wheel {
	w := &wheel{slot: s}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if f := w.slot.form; f != nil && f.sheet != nil {
		f.sheet.scroll.Scrolled(e)
	}
}

// CreateRenderer implements fyne.Widget.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}
