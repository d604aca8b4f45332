package grid

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
)

// pill is a small area with round corners that stands in many lines. It is drawn
// as a picture: where the processor draws, the toolkit's round rectangles cost
// three times as much a pixel, and an area with an edge is two of them.
type pill struct {
	size      fyne.Size
	fill, rim color.Color // rim is nil without an edge
	radius    float32
}

// pillKinds is how many kinds a line keeps pictures of.
const pillKinds = 48

// pill draws one. Its picture is kept, as those of icons are: use plate for what
// has ever new sizes.
func (p *brush) pill(at box, fill, rim fyne.ThemeColorName, radius float32) {
	at = box{whole(at.x), whole(at.y), whole(at.w), whole(at.h)} // between pixels a picture has blurred edges
	k := pill{size: fyne.NewSize(at.w, at.h), fill: named(fill), rim: named(rim), radius: radius}
	if len(p.pills) > pillKinds && p.pills[k] == nil { // a column's edge is being drawn: each width is new
		clear(p.pills)
		clear(p.pilled)
	}
	i := p.pilled[k]
	p.pilled[k]++
	if i == len(p.pills[k]) {
		p.pills[k] = append(p.pills[k], canvas.NewRaster(k.picture))
	}
	p.place(p.pills[k][i], at)
}

func whole(f float32) float32 { return float32(math.Round(float64(f))) }

// named is the colour of a name, nil without one.
func named(name fyne.ThemeColorName) color.Color {
	if name == "" {
		return nil
	}
	return theme.Color(name)
}

// picture draws the pill with w and h pixels.
func (k pill) picture(w, h int) image.Image {
	scale := float64(w) / float64(k.size.Width)
	return theme.Plate{Fill: k.fill, Rim: k.rim, Radius: float64(k.radius) * scale, Edge: float64(theme.LineWidth) * scale}.Picture(w, h)
}
