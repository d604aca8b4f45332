package imports

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// stack lets the first object take the room that the second, low at the bottom,
// leaves it.
type stack struct{ low float32 }

// Layout implements fyne.Layout.
func (l *stack) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	low := min(l.low, size.Height/2)
	if len(objs) < 2 {
		low = 0
	}
	for i, o := range objs {
		if i == 0 {
			o.Move(fyne.NewPos(0, 0))
			o.Resize(fyne.NewSize(size.Width, size.Height-low))
			continue
		}
		o.Move(fyne.NewPos(0, size.Height-low))
		o.Resize(fyne.NewSize(size.Width, low))
	}
}

// MinSize implements fyne.Layout.
func (l *stack) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 120) }

// working shows how far something is, where rows will be.
type working struct {
	widget.BaseWidget
	word, note *kit.Label
	bar        *kit.Bar
}

func newWorking() *working {
	w := &working{
		word: kit.NewLabel(kit.Strong, "").Align(fyne.TextAlignCenter), bar: kit.NewBar(theme.Accented, 280, 6),
		note: kit.NewLabel(kit.Caption, text.T("imports.reading.note")).Align(fyne.TextAlignCenter),
	}
	w.ExtendBaseWidget(w)
	return w
}

func (w *working) set(word string, share float32) {
	w.word.SetText(word)
	w.bar.SetShare(share)
}

// CreateRenderer implements fyne.Widget.
func (w *working) CreateRenderer() fyne.WidgetRenderer {
	in := kit.Sized(kit.Column(theme.Gap12, w.word, w.bar, w.note), 320, 0)
	return widget.NewSimpleRenderer(container.NewStack(kit.Ground(theme.Surface), container.NewCenter(in)))
}
