package theme

import (
	"image"
	"image/color"
	"math"
)

// Plate is an area with round corners, as a picture.
type Plate struct {
	Fill   color.Color
	Rim    color.Color // of the edge; nil for none
	Radius float64     // of the corners, in pixels
	Edge   float64     // width of the edge in pixels
}

// Picture draws the plate with w and h pixels.
func (p Plate) Picture(w, h int) image.Image {
	fill, rim, edge := solidOf(p.Fill), color.NRGBA{}, 0.0
	if p.Rim != nil {
		rim, edge = solidOf(p.Rim), p.Edge
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			out := p.outside(x, y, w, h)
			whole, inner := cover(out), cover(out+edge)
			img.SetRGBA(x, y, mixed(fill, inner, rim, whole-inner))
		}
	}
	return img
}

func solidOf(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	n, _ := color.NRGBAModel.Convert(c).(color.NRGBA)
	return n
}

// outside is how far the middle of a pixel lies outside the outline, less than 0
// within it.
func (p Plate) outside(x, y, w, h int) float64 {
	halfW, halfH := float64(w)/2, float64(h)/2
	r := min(p.Radius, halfW, halfH)
	dx := math.Abs(float64(x)+0.5-halfW) - halfW + r
	dy := math.Abs(float64(y)+0.5-halfH) - halfH + r
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - r
}

// cover is the share of a pixel that is covered, by the distance of its middle.
func cover(out float64) float64 { return min(max(0.5-out, 0), 1) }

// mixed is two colours side by side in one pixel, by their shares.
func mixed(a color.NRGBA, shareA float64, b color.NRGBA, shareB float64) color.RGBA {
	alphaA, alphaB := shareA*float64(a.A)/255, shareB*float64(b.A)/255
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*alphaA + float64(y)*alphaB)) }
	return color.RGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: uint8(math.Round(255 * (alphaA + alphaB)))}
}
