package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
)

// slab is an area with the corners of the house and an edge. The edge is an area
// behind a smaller one, not a stroke, so that it is one sharp line everywhere. A
// small slab is one picture instead: where the processor draws, round rectangles
// take twice as long a pixel as a picture, and an edge needs two of them.
type slab struct {
	outer, inner *canvas.Rectangle
	face         *face
	radius       float32
	width        float32 // of the edge
}

// face is the picture of a small slab.
type face struct {
	raster *canvas.Raster
	shows  theme.Plate // in units of the window, not in pixels
	off    bool        // the slab is not seen
}

// faceMost is how large a slab may be to be a picture, which must be drawn anew
// with each size and colour.
const faceMost float32 = 12_000

func newSlab() slab {
	f := &face{}
	f.raster = canvas.NewRaster(f.picture)
	f.raster.Hidden = true
	return slab{&canvas.Rectangle{}, &canvas.Rectangle{}, f, theme.Radius, 0}
}

// round is a slab with other corners.
func (s slab) round(radius float32) slab { s.radius = radius; return s }

// set colours the slab; "" is none. An edge without a fill is a stroke.
func (s *slab) set(fill, edge fyne.ThemeColorName, width float32) {
	s.width = 0
	s.outer.FillColor, s.outer.StrokeWidth, s.outer.CornerRadius = color.Transparent, 0, s.radius
	switch {
	case fill != "" && edge != "":
		s.outer.FillColor, s.inner.FillColor, s.width = theme.Color(edge), theme.Color(fill), width
		s.inner.CornerRadius = max(s.radius-width, 0)
	case fill != "":
		s.outer.FillColor = theme.Color(fill)
	case edge != "":
		// Next to no fill at all the toolkit blends the stroke with black.
		s.outer.FillColor, s.outer.StrokeColor, s.outer.StrokeWidth = theme.Faded(edge, 1), theme.Color(edge), width
	}
	s.choose()
}

// put moves the slab, once it is coloured.
func (s *slab) put(x, y, w, h float32) {
	put(s.outer, x, y, w, h)
	put(s.inner, x+s.width, y+s.width, max(w-2*s.width, 0), max(h-2*s.width, 0))
	put(s.face.raster, x, y, w, h)
	s.choose()
}

func (s *slab) show(shown bool) {
	s.face.off = !shown
	s.choose()
}

// choose shows the areas or the picture.
func (s *slab) choose() {
	size := s.outer.Size()
	drawn := s.outer.FillColor != color.Transparent && s.outer.StrokeWidth == 0
	area := size.Width * size.Height
	small := drawn && s.radius > 0 && area > 0 && area <= faceMost
	s.face.raster.Hidden = s.face.off || !small
	s.outer.Hidden = s.face.off || small
	s.inner.Hidden = s.face.off || small || s.width == 0
	if s.face.raster.Hidden {
		return
	}
	plate := theme.Plate{Fill: s.outer.FillColor, Radius: float64(s.radius)}
	if s.width > 0 {
		plate.Fill, plate.Rim, plate.Edge = s.inner.FillColor, s.outer.FillColor, float64(s.width)
	}
	if plate != s.face.shows {
		s.face.shows = plate
		canvas.Refresh(s.face.raster)
	}
}

// picture draws the slab with w and h pixels.
func (f *face) picture(w, h int) image.Image {
	scale := float64(w) / float64(f.raster.Size().Width)
	p := f.shows
	p.Radius, p.Edge = p.Radius*scale, p.Edge*scale
	return p.Picture(w, h)
}
