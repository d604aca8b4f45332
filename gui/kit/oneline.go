package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// OneLine shows the text of a toolkit's entry of one line as far as there is room. The
// toolkit's own scroller drew a bar over the letters of every long path, and took the
// wheel from the page the field stands on; it goes on working unseen, for it knows
// where the cursor is.
type OneLine struct {
	widget.BaseWidget
	scroll *container.Scroll
}

// NewOneLine finds the text among what an entry draws; nil when it does not scroll.
func NewOneLine(drawn []fyne.CanvasObject) *OneLine {
	for _, o := range drawn {
		if s, ok := o.(*container.Scroll); ok {
			l := &OneLine{scroll: s}
			l.ExtendBaseWidget(l)
			return l
		}
	}
	return nil
}

// In are the objects of the entry with the text as the field shows it.
func (l *OneLine) In(drawn []fyne.CanvasObject) []fyne.CanvasObject {
	if l == nil {
		return drawn
	}
	shown := make([]fyne.CanvasObject, len(drawn))
	for i, o := range drawn {
		shown[i] = o
		if o == fyne.CanvasObject(l.scroll) {
			shown[i] = l
		}
	}
	return shown
}

// Follow takes the place that the entry gave its scroller.
func (l *OneLine) Follow() {
	if l != nil {
		l.Move(l.scroll.Position())
		l.Resize(l.scroll.Size())
	}
}

// CreateRenderer implements fyne.Widget.
func (l *OneLine) CreateRenderer() fyne.WidgetRenderer {
	return oneLine{widget.NewSimpleRenderer(l.scroll.Content)}
}

// oneLine leaves the size and the place of the text to the scroller.
type oneLine struct{ fyne.WidgetRenderer }

// Layout implements fyne.WidgetRenderer.
func (oneLine) Layout(fyne.Size) {}

// MinSize implements fyne.WidgetRenderer.
func (oneLine) MinSize() fyne.Size { return fyne.Size{} }

// IsClip tells the toolkit that what stands beside the field is not seen.
func (oneLine) IsClip() {}
