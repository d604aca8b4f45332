package vetting

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// tiles puts cards side by side in columns of one width, and below each other
// where the window has no room; all cards of a row are as high as its height says,
// and higher in a window that has the room.
type tiles struct {
	heights []float32 // of the rows while three stand side by side
	width   float32   // that was laid out last
}

const tileLeast float32 = 330 // how wide a card is at least

const tileMost = 3 // how many cards stand side by side at most

const tileStretch float32 = 1.6 // how many times as high as it says a card becomes at most

// across is how many cards stand side by side.
func (t *tiles) across(width float32) int {
	return min(max(int((width+theme.Gap12)/(tileLeast+theme.Gap12)), 1), tileMost)
}

// height is that of the nth card: its row's while three are side by side.
func (t *tiles) height(n int) float32 { return t.heights[min(n/tileMost, len(t.heights)-1)] }

// tall is the height all cards need at a width.
func (t *tiles) tall(objs []fyne.CanvasObject, width float32) float32 {
	n, h := t.across(width), float32(0)
	for i := 0; i < len(objs); i += n {
		h += t.tallest(i, min(i+n, len(objs))) + theme.Gap12
	}
	return max(h-theme.Gap12, 0)
}

// MinSize implements fyne.Layout.
func (t *tiles) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(tileLeast, t.tall(objs, t.width))
}

func (t *tiles) tallest(from, to int) (h float32) {
	for i := from; i < to; i++ {
		h = max(h, t.height(i))
	}
	return h
}

// Layout implements fyne.Layout.
func (t *tiles) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	t.width = size.Width
	n := t.across(size.Width)
	w := (size.Width - theme.Gap12*float32(n-1)) / float32(n)
	y := float32(0)
	stretch := t.stretch(objs, size)
	for i := 0; i < len(objs); i += n {
		to := min(i+n, len(objs))
		h := float32(int(t.tallest(i, to) * stretch))
		for k := i; k < to; k++ {
			objs[k].Move(fyne.NewPos(float32(k-i)*(w+theme.Gap12), y))
			objs[k].Resize(fyne.NewSize(w, h))
		}
		y += h + theme.Gap12
	}
}

// stretch is by how much rows become higher in a room.
func (t *tiles) stretch(objs []fyne.CanvasObject, size fyne.Size) float32 {
	n := t.across(size.Width)
	gaps := theme.Gap12 * float32((len(objs)+n-1)/n-1)
	rows := t.tall(objs, size.Width) - gaps
	if rows <= 0 {
		return 1
	}
	return min(max((size.Height-gaps)/rows, 1), tileStretch)
}

// tiled are cards in tiles; it knows how high it is at a width, so that a page can
// scroll it.
type tiled struct {
	widget.BaseWidget
	cards *fyne.Container
	tiles *tiles
}

func newTiled(t *tiles, cards ...fyne.CanvasObject) *tiled {
	b := &tiled{cards: container.New(t, cards...), tiles: t}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *tiled) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.cards) }

// HeightFor implements kit.Elastic.
func (b *tiled) HeightFor(width float32) float32 { return b.tiles.tall(b.cards.Objects, width) }
