package form

import (
	"strconv"

	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
)

const (
	numberSize          = theme.PillHeight
	numberWidth float32 = 32 // from a number to what stands right of it
)

// number counts a field, in a disc before its label.
type number struct {
	disc  *canvas.Rectangle
	digit *canvas.Text
}

func newNumber(n int) *number {
	return &number{&canvas.Rectangle{CornerRadius: numberSize / 2}, newText(strconv.Itoa(n), theme.TinySize, true)}
}

func (n *number) paint() {
	n.disc.FillColor, n.digit.Color = theme.Color(theme.Accent), theme.Color(theme.OnAccent)
}

func (n *number) put(x, y float32) {
	put(n.disc, x, y, numberSize, numberSize)
	putText(n.digit, x+(numberSize-n.digit.MinSize().Width)/2, y, numberSize)
}
