package orders

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// beside lays out a part of a fixed width, as high as it needs to be, and another
// that takes all the room right of it.
type beside struct{ left float32 }

func newBeside(left float32, a, b fyne.CanvasObject) fyne.CanvasObject {
	return container.New(beside{left}, a, b)
}

// MinSize implements fyne.Layout.
func (l beside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.left+320, 200) }

// Layout implements fyne.Layout.
func (l beside) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := min(l.left, size.Width*2/5)
	x := w + theme.Gap12
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(w, min(kit.HeightFor(o[0], w), size.Height)))
	o[1].Move(fyne.NewPos(x, 0))
	o[1].Resize(fyne.NewSize(size.Width-x, size.Height))
}

// stacked lays out a part on top, as high as it needs to be up to half of the
// room, and another that takes the rest below it.
type stacked struct{}

func newStacked(a, b fyne.CanvasObject) fyne.CanvasObject { return container.New(stacked{}, a, b) }

// MinSize implements fyne.Layout.
func (stacked) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 200) }

// Layout implements fyne.Layout.
func (stacked) Layout(o []fyne.CanvasObject, size fyne.Size) {
	h := min(kit.HeightFor(o[0], size.Width), size.Height/2)
	y := h + theme.Gap12
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, h))
	o[1].Move(fyne.NewPos(0, y))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-y))
}

// narrow tells whether a panel would lie over what a screen shows.
func narrow(o fyne.CanvasObject) bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	return c != nil && c.Size().Width < theme.PanelOverBelow
}
