package today

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// Measures of the board.
const (
	chipsTop  float32 = 10
	rightPart float32 = 0.316 // of the width, within its limits
	rightMin  float32 = 336
	rightMax  float32 = 480
	between           = theme.Gap16 // work list and figures
	barRoom           = theme.Gap12 // right of the figures, for the bar that scrolls them
)

// board lays out the filters over the work list, and the figures right of it.
type board struct{ t *Today }

// MinSize implements fyne.Layout.
func (b *board) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(480, 240) }

// Layout implements fyne.Layout.
func (b *board) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	t := b.t
	in := size.Width - 2*theme.Gap16
	right := float32(int(max(rightMin, min(in*rightPart, rightMax))))
	left := in - right - between
	top := chipsTop + theme.ChipHeight + chipsTop
	high := max(size.Height-top-theme.Gap12, 0)
	put(t.chips, theme.Gap16, chipsTop, left, theme.ChipHeight)
	put(t.span, theme.Gap16+left+between, chipsTop, right, theme.ChipHeight)
	card := min(high, b.cardHeight(high))
	put(t.card, theme.Gap16, top, left, card)
	steps := kit.HeightFor(t.begin, left)
	t.begin.Hidden = !t.beginning() || high < card+theme.Gap12+steps
	put(t.begin, theme.Gap16, top+card+theme.Gap12, left, steps)
	put(t.right, theme.Gap16+left+between, top, right+barRoom, size.Height-top)
}

// cardHeight is how high the work list wants to be: as its rows, or all there is.
func (b *board) cardHeight(high float32) float32 {
	if !b.t.left.Showing() {
		return high
	}
	return kit.WorkHeadHeight + b.t.list.height() + 2*theme.LineWidth
}

// under lays the list under its head, without a gap.
type under struct{}

// MinSize implements fyne.Layout.
func (under) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 4*theme.WorkRowHeight()) }

// Layout implements fyne.Layout.
func (under) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	put(objs[0], 0, 0, size.Width, kit.WorkHeadHeight)
	put(objs[1], 0, kit.WorkHeadHeight, size.Width, size.Height-kit.WorkHeadHeight)
}

// arrange lays the board out anew.
func (t *Today) arrange() { t.board.Refresh(); t.board.Layout.Layout(nil, t.board.Size()) }

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
