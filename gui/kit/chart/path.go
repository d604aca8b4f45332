package chart

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/plot"
)

// path makes one image of a line through many points. The toolkit's own lines end
// bluntly, which shows at every bend, and five hundred of them are slow.
func (p pixels) path(s plot.Stroke) fyne.CanvasObject {
	area := plot.Rect{X: s.Points[0].X, Y: s.Points[0].Y}
	right, bottom := area.X, area.Y
	for _, at := range s.Points {
		area.X, area.Y = min(area.X, at.X), min(area.Y, at.Y)
		right, bottom = max(right, at.X), max(bottom, at.Y)
	}
	pad := math.Ceil(s.Width/2 + 1)
	area.X, area.Y = math.Floor(area.X-pad), math.Floor(area.Y-pad)
	area.W, area.H = math.Ceil(right+pad)-area.X, math.Ceil(bottom+pad)-area.Y
	r := canvas.NewRaster(path{s, area, theme.Color(colours[s.Role])}.paint)
	p.place(r, area)
	return r
}

// path is a line and the part of the picture to show of it.
type path struct {
	plot.Stroke
	area plot.Rect
	ink  color.Color
}

// paint draws the line with soft edges and round bends into an image of w by h
// pixels that shows the area.
func (l path) paint(w, h int) image.Image {
	mask := image.NewAlpha(image.Rect(0, 0, w, h))
	sx, sy := float64(w)/l.area.W, float64(h)/l.area.H
	at := func(p plot.Point) plot.Point { return plot.Point{X: (p.X - l.area.X) * sx, Y: (p.Y - l.area.Y) * sy} }
	half := l.Width * sx / 2
	for i := 1; i < len(l.Points); i++ {
		segment(mask, at(l.Points[i-1]), at(l.Points[i]), half)
	}
	r, g, b, _ := l.ink.RGBA()
	img := image.NewNRGBA(mask.Rect)
	for i, a := range mask.Pix {
		if a > 0 {
			copy(img.Pix[4*i:], []uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), a})
		}
	}
	return img
}

// segment covers the pixels around the line from a to b, those at its edge in part.
func segment(mask *image.Alpha, a, b plot.Point, half float64) {
	dx, dy := b.X-a.X, b.Y-a.Y
	length := dx*dx + dy*dy
	reach := half + 1
	x1, x2 := clamp(min(a.X, b.X)-reach, mask.Rect.Dx()), clamp(max(a.X, b.X)+reach+1, mask.Rect.Dx())
	y1, y2 := clamp(min(a.Y, b.Y)-reach, mask.Rect.Dy()), clamp(max(a.Y, b.Y)+reach+1, mask.Rect.Dy())
	for y := y1; y < y2; y++ {
		for x := x1; x < x2; x++ {
			px, py := float64(x)+0.5-a.X, float64(y)+0.5-a.Y
			t := 0.0
			if length > 0 {
				t = min(max((px*dx+py*dy)/length, 0), 1)
			}
			cover := half + 0.5 - math.Hypot(px-t*dx, py-t*dy)
			i := y*mask.Stride + x
			mask.Pix[i] = max(mask.Pix[i], uint8(255*min(max(cover, 0), 1)))
		}
	}
}

func clamp(v float64, most int) int { return min(max(int(v), 0), most) }
