package pdf

import (
	"encoding/binary"
	"fmt"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// builder gathers the glyphs of a small TrueType font. Glyph 0 is empty.
type builder struct {
	font       *sfnt.Font
	buffer     sfnt.Buffer
	characters []rune // of glyph 1, 2, ...
	advances   []uint16
	bearings   []int // the left edges; of glyph 1, 2, ...
	glyf       []byte
	loca       []uint32
	mostPoints int
	mostLoops  int
}

// add turns the outline of a glyph into quadratic curves.
func (b *builder) add(c rune, glyph sfnt.GlyphIndex) error {
	size := fixed.I(int(b.font.UnitsPerEm()))
	segments, err := b.font.LoadGlyph(&b.buffer, glyph, size, nil)
	if err != nil {
		return err
	}
	o := trace(segments)
	if len(o.points) == 0 && !unicode.IsSpace(c) {
		return errFont // a letter that cannot be seen
	}
	advance, err := b.font.GlyphAdvance(&b.buffer, glyph, size, font.HintingNone)
	if err != nil {
		return err
	}
	b.characters = append(b.characters, c)
	b.advances = append(b.advances, uint16(advance.Round()))
	b.bearings = append(b.bearings, o.left())
	b.glyf = append(b.glyf, o.encode()...)
	b.loca = append(b.loca, uint32(len(b.glyf)))
	b.mostPoints, b.mostLoops = max(b.mostPoints, len(o.points)), max(b.mostLoops, len(o.ends))
	return nil
}

// point is a point of an outline in font units, y upwards.
type point struct {
	x, y int
	on   bool // on the curve, or else its control
}

// outline is closed loops of points; ends are their last points.
type outline struct {
	points []point
	ends   []int
}

// trace follows the segments of a glyph.
func trace(segments sfnt.Segments) outline {
	var o outline
	var at fixed.Point26_6
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			o.close()
			o.put(s.Args[0], true)
			at = s.Args[0]
		case sfnt.SegmentOpLineTo:
			o.put(s.Args[0], true)
			at = s.Args[0]
		case sfnt.SegmentOpQuadTo:
			o.put(s.Args[0], false)
			o.put(s.Args[1], true)
			at = s.Args[1]
		case sfnt.SegmentOpCubeTo:
			o.cubic([4]fixed.Point26_6{at, s.Args[0], s.Args[1], s.Args[2]}, 2)
			at = s.Args[2]
		}
	}
	o.close()
	return o
}

func (o *outline) put(p fixed.Point26_6, on bool) {
	o.points = append(o.points, point{p.X.Round(), -p.Y.Round(), on})
}

// close ends the loop; its last point is dropped where it is the first again.
func (o *outline) close() {
	first := 0
	if n := len(o.ends); n > 0 {
		first = o.ends[n-1] + 1
	}
	last := len(o.points) - 1
	if last < first {
		return
	}
	if last > first && o.points[last] == o.points[first] {
		o.points = o.points[:last]
		last--
	}
	o.ends = append(o.ends, last)
}

// cubic halves a cubic curve as often as asked and puts each part as a
// quadratic one: with four parts the difference is below a unit of the font.
func (o *outline) cubic(p [4]fixed.Point26_6, halvings int) {
	if halvings == 0 {
		control := func(a, b, c, d fixed.Int26_6) fixed.Int26_6 { return (3*(b+c) - a - d) / 4 }
		o.put(fixed.Point26_6{X: control(p[0].X, p[1].X, p[2].X, p[3].X), Y: control(p[0].Y, p[1].Y, p[2].Y, p[3].Y)}, false)
		o.put(p[3], true)
		return
	}
	mid := func(a, b fixed.Point26_6) fixed.Point26_6 {
		return fixed.Point26_6{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
	}
	a, b, c := mid(p[0], p[1]), mid(p[1], p[2]), mid(p[2], p[3])
	ab, bc := mid(a, b), mid(b, c)
	m := mid(ab, bc)
	o.cubic([4]fixed.Point26_6{p[0], a, ab, m}, halvings-1)
	o.cubic([4]fixed.Point26_6{m, bc, c, p[3]}, halvings-1)
}

// left is the left edge of the outline, 0 of a blank.
func (o *outline) left() int {
	if len(o.points) == 0 {
		return 0
	}
	edge := o.points[0].x
	for _, p := range o.points {
		edge = min(edge, p.x)
	}
	return edge
}

// encode writes the outline as a simple glyph; nothing for a blank.
func (o *outline) encode() []byte {
	if len(o.points) == 0 {
		return nil
	}
	low, high := o.points[0], o.points[0]
	for _, p := range o.points {
		low.x, low.y, high.x, high.y = min(low.x, p.x), min(low.y, p.y), max(high.x, p.x), max(high.y, p.y)
	}
	b := words16(nil, len(o.ends), low.x, low.y, high.x, high.y)
	b = words16(b, o.ends...)
	b = words16(b, 0) // no instructions
	for _, p := range o.points {
		flag := byte(0)
		if p.on {
			flag = 1
		}
		b = append(b, flag)
	}
	x, y := 0, 0
	for _, p := range o.points {
		b, x = words16(b, p.x-x), p.x
	}
	for _, p := range o.points {
		b, y = words16(b, p.y-y), p.y
	}
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// words16 appends numbers of 16 bits.
func words16(b []byte, numbers ...int) []byte {
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return b
}

// file writes the font; what is not about glyphs is that of the font the glyphs
// come from. A PDF needs no more tables than these; more may be copied.
func (b *builder) file(from *source, more ...string) ([]byte, error) {
	parts := map[string][]byte{"glyf": append(b.glyf, 0, 0, 0, 0), "cmap": b.cmap(), "maxp": b.maxp(), "post": b.post()}
	for _, name := range append([]string{"head", "hhea"}, more...) {
		t, err := readTable(from, from.tables[name])
		if err != nil {
			return nil, err
		}
		parts[name] = t
	}
	if len(parts["head"]) < 54 || len(parts["hhea"]) < 36 {
		return nil, errFont
	}
	copy(parts["head"][50:], words16(nil, 1, 0)) // long offsets
	copy(parts["hhea"][34:], words16(nil, len(b.advances)))
	parts["hmtx"] = words16(nil, 0, 0)
	for i, left := range b.bearings {
		parts["hmtx"] = words16(parts["hmtx"], int(b.advances[i+1]), left)
	}
	for _, at := range b.loca {
		parts["loca"] = binary.BigEndian.AppendUint32(parts["loca"], at)
	}
	return assemble(parts), nil
}

// post names the glyphs, for readers that look them up by name.
func (b *builder) post() []byte {
	const standard = 258 // names that every reader knows; 0 is that of glyph 0
	t := append([]byte{0, 2, 0, 0}, make([]byte, 28)...)
	t = words16(t, len(b.advances), 0)
	for i := range b.characters {
		t = words16(t, standard+i)
	}
	for _, c := range b.characters {
		name := glyphName(c)
		t = append(append(t, byte(len(name))), name...)
	}
	return t
}

// glyphName is the name of a character's glyph by the Adobe Glyph List.
func glyphName(c rune) string { return fmt.Sprintf("uni%04X", c) }

// face is what the font has and how wide it is.
func (b *builder) face() (*face, error) {
	f := &face{}
	em := int(b.font.UnitsPerEm())
	for _, a := range b.advances {
		f.advances = append(f.advances, (int(a)*1000+em/2)/em)
	}
	return f, f.readSegments(b.cmap()[12:])
}

// maxp tells how much room the glyphs need.
func (b *builder) maxp() []byte {
	return words16([]byte{0, 1, 0, 0}, len(b.advances), b.mostPoints, b.mostLoops, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)
}

// cmap maps each run of neighbouring characters to its glyphs, in format 4.
func (b *builder) cmap() []byte {
	var firsts, lasts, deltas []int
	for i, c := range b.characters {
		if n := len(lasts); n > 0 && lasts[n-1] == int(c)-1 {
			lasts[n-1]++
			continue
		}
		firsts, lasts, deltas = append(firsts, int(c)), append(lasts, int(c)), append(deltas, i+1-int(c))
	}
	firsts, lasts, deltas = append(firsts, 0xFFFF), append(lasts, 0xFFFF), append(deltas, 1)
	n := len(firsts)
	search := 1
	shift := 0
	for search*2 <= n {
		search, shift = search*2, shift+1
	}
	t := words16(nil, 0, 1, 3, 1, 0, 12) // one table, for Unicode, at 12
	t = words16(t, 4, 16+8*n, 0, 2*n, 2*search, shift, 2*(n-search))
	t = words16(t, lasts...)
	t = words16(t, 0)
	t = words16(t, firsts...)
	t = words16(t, deltas...)
	return words16(t, make([]int, n)...)
}
