package pdf

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Picture draws a page, the first being 0, so many pixels wide, with the outlines
// of the very fonts the file bears. A page that is not there is white.
func (p *Proof) Picture(page, width int) *image.RGBA {
	scale := float64(width) / p.width
	size := image.Rect(0, 0, width, int(math.Round(p.height*scale)))
	img := image.NewRGBA(size)
	draw.Draw(img, size, image.White, image.Point{}, draw.Src)
	if page < 0 || page >= len(p.pages) {
		return img
	}
	l := letterer{img: img, scale: scale, outlines: map[glyphOf]sfnt.Segments{}}
	for _, m := range p.pages[page] {
		switch m.kind {
		case boxMark:
			l.fill(m.x, m.y, m.x+m.w, m.y+m.h, m.colour)
		case ruleMark:
			l.fill(m.x, m.y-m.h/2, m.x+m.w, m.y+m.h/2, m.colour)
		case textMark:
			l.write(m)
		}
	}
	return img
}

// letterer draws on the picture of one page.
type letterer struct {
	img      *image.RGBA
	scale    float64 // pixels in a millimetre
	buffer   sfnt.Buffer
	pen      vector.Rasterizer
	outlines map[glyphOf]sfnt.Segments
}

type glyphOf struct {
	font *source
	r    rune
}

func uniform(c colour) *image.Uniform {
	return image.NewUniform(color.RGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 0xFF})
}

// fill fills a rectangle with edges on whole pixels, at least one wide and high,
// as viewers do: no rule is lost or blurred.
func (l *letterer) fill(x0, y0, x1, y1 float64, c colour) {
	at := func(mm float64) int { return int(math.Round(mm * l.scale)) }
	r := image.Rect(at(x0), at(y0), at(x1), at(y1))
	r.Max.X, r.Max.Y = max(r.Max.X, r.Min.X+1), max(r.Max.Y, r.Min.Y+1)
	draw.Draw(l.img, r, uniform(c), image.Point{}, draw.Src)
}

// write draws a text letter by letter, each where the file has it.
func (l *letterer) write(m mark) {
	ink, x := uniform(m.colour), m.x
	if m.run.set != nil {
		for _, c := range m.run.set.clusters {
			l.draw(c.outline, x, m.y, m.h/1000, ink)
		}
		return
	}
	font := m.run.face.form.from
	for _, c := range m.run.text {
		l.draw(l.outline(font, c), x, m.y, m.h/float64(font.font.UnitsPerEm()), ink)
		x += m.advance(c)
	}
}

// draw fills an outline whose pen is at x and y; one unit of it is so many
// millimetres.
func (l *letterer) draw(outline sfnt.Segments, x, y, size float64, ink image.Image) {
	if len(outline) == 0 {
		return
	}
	perUnit := size * l.scale
	bounds := outline.Bounds()
	px, py := x*l.scale, y*l.scale
	left := int(math.Floor(px + unit(bounds.Min.X)*perUnit))
	upper := int(math.Floor(py + unit(bounds.Min.Y)*perUnit))
	right := int(math.Ceil(px + unit(bounds.Max.X)*perUnit))
	lower := int(math.Ceil(py + unit(bounds.Max.Y)*perUnit))
	box := image.Rect(left, upper, right+1, lower+1)
	if !box.Overlaps(l.img.Bounds()) {
		return
	}
	l.pen.Reset(box.Dx(), box.Dy())
	follow(&l.pen, outline, func(p fixed.Point26_6) (float32, float32) {
		return float32(px + unit(p.X)*perUnit - float64(left)), float32(py + unit(p.Y)*perUnit - float64(upper))
	})
	l.pen.Draw(l.img, box, ink, image.Point{})
}

func unit(v fixed.Int26_6) float64 { return float64(v) / 64 }

// outline is that of a letter in font units, y downwards; none when the font is
// damaged there: the file has no such letter either.
func (l *letterer) outline(font *source, c rune) sfnt.Segments {
	key := glyphOf{font, c}
	known, ok := l.outlines[key]
	if ok {
		return known
	}
	if g := font.all.glyph(c); g != 0 {
		all, err := font.font.LoadGlyph(&l.buffer, sfnt.GlyphIndex(g), fixed.I(int(font.font.UnitsPerEm())), nil)
		if err == nil {
			known = append(sfnt.Segments(nil), all...) // the buffer is used again
		}
	}
	l.outlines[key] = known
	return known
}

// follow draws the loops of an outline.
func follow(pen *vector.Rasterizer, outline sfnt.Segments, at func(fixed.Point26_6) (x, y float32)) {
	for i, s := range outline {
		x, y := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				pen.ClosePath()
			}
			pen.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			pen.LineTo(x, y)
		case sfnt.SegmentOpQuadTo:
			x1, y1 := at(s.Args[1])
			pen.QuadTo(x, y, x1, y1)
		case sfnt.SegmentOpCubeTo:
			x1, y1 := at(s.Args[1])
			x2, y2 := at(s.Args[2])
			pen.CubeTo(x, y, x1, y1, x2, y2)
		}
	}
	pen.ClosePath()
}
