package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// Ring is a circle filled clockwise from the top by a share, with a letter in
// it: a class, and how much of the way to the best it is.
type Ring struct {
	widget.BaseWidget
	tone  theme.Tone
	size  float32
	share float32
	rest  *canvas.Arc
	full  *canvas.Arc
	label *canvas.Text
}

// ringHole is the part of the radius that stays empty.
const ringHole = 0.8

// NewRing is a ring of a size, filled by a share of 0 to 1.
func NewRing(t theme.Tone, letter string, share, size float32) *Ring {
	r := &Ring{tone: t, size: size, rest: &canvas.Arc{CutoutRatio: ringHole, EndAngle: 360}, full: &canvas.Arc{CutoutRatio: ringHole}, label: &canvas.Text{Text: letter, Alignment: fyne.TextAlignCenter}}
	r.share = min(max(share, 0), 1)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *Ring) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *Ring) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.rest, r.full, r.label}
}
func (r *Ring) least() fyne.Size { return fyne.NewSize(r.size, r.size) }

func (r *Ring) paint() {
	r.rest.FillColor, r.full.FillColor = theme.Color(theme.NeutralSoft), theme.Color(r.tone.Ink())
	r.full.EndAngle = 360 * r.share
	r.full.Hidden = r.share == 0
	r.label.Color, r.label.TextSize, r.label.TextStyle = theme.Color(theme.Text), theme.PageTitleSize, fyne.TextStyle{Bold: true}
}

func (r *Ring) place(s fyne.Size) {
	x, y := round((s.Width-r.size)/2), round((s.Height-r.size)/2)
	put(r.rest, x, y, r.size, r.size)
	put(r.full, x, y, r.size, r.size)
	h := r.label.MinSize().Height
	put(r.label, x, y+round((r.size-h)/2), r.size, h)
}
