package pdf

import (
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

// setting is a word as its script is written: letters joined, reordered, above
// and below each other. The PDF library prints one letter after another, so such
// a word is drawn as outlines, with its text laid behind them. Lengths are
// thousandths of the type size.
type setting struct {
	clusters []cluster // from left to right
	width    float64
}

// cluster is the fewest letters of a word that stand as one.
type cluster struct {
	text     string // in reading order
	x, width float64
	outline  sfnt.Segments // from where the word begins, y downwards
}

// mostSettled is how many words are kept, so that a long run stays small.
const mostSettled = 4096

const (
	noJoiner = '\u200C' // keeps letters apart that would join
	joiner   = '\u200D' // joins letters that would not
)

// asksSetting tells whether a letter cannot be printed by itself: its script
// joins or moves letters, or the PDF library does not know it.
func asksSetting(r rune) bool {
	return r >= 0x590 && (r > 0xFFFF || isArabicLetter(r) || unicode.In(r, joined...))
}

// askedFor returns how many bytes at the start of a text, whose first letter asks
// for it, must be set as one word.
func askedFor(text string) int {
	var script language.Script
	end := 0
	for i, r := range text {
		switch own := language.LookupScript(r); {
		case i == 0:
			script = own
		case r == joiner, r == noJoiner, unicode.Is(unicode.Mn, r):
		case own != script || !asksSetting(r):
			return end
		}
		end = i + len(string(r))
	}
	return end
}

// asksAny tells whether some letter of a text asks to be set.
func asksAny(text string) bool {
	for _, r := range text {
		if asksSetting(r) {
			return true
		}
	}
	return false
}

// has tells whether a font has every letter of a text.
func (f *face) has(text string) bool {
	for _, r := range text {
		if r != joiner && r != noJoiner && f.glyph(r) == 0 {
			return false
		}
	}
	return true
}

// setting sets a word that stands in reading order with the first font that can,
// nil when there is none.
func (f *Fonts) setting(word string) *setting {
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.settled[word]
	if ok {
		return known
	}
	if len(f.settled) >= mostSettled {
		clear(f.settled)
	}
	found := f.set(word)
	f.settled[word] = found
	return found
}

func (f *Fonts) set(word string) *setting {
	if own, _ := builtIn(); own.all.has(word) {
		if found := own.set(word); found != nil {
			return found
		}
	}
	for s := range f.having(word) {
		if found := s.set(word); found != nil {
			return found
		}
	}
	return nil
}

// setter puts letters of a font where their script wants them.
type setter struct {
	face   *font.Face
	shaper shaping.HarfbuzzShaper
	buffer sfnt.Buffer
}

func newSetter(s *source) *setter {
	faces, err := font.ParseTTC(io.NewSectionReader(s, 0, s.Size()))
	if err != nil || len(faces) == 0 {
		return nil
	}
	return &setter{face: faces[0]}
}

// set sets a word; nil when the font is damaged or lacks a shape.
func (s *source) set(word string) (found *setting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if recover() != nil {
			found = nil
		}
	}()
	if s.setter == nil {
		if s.setter = newSetter(s); s.setter == nil {
			return nil
		}
	}
	return s.setter.set(s.font, []rune(word))
}

func (t *setter) set(outlines *sfnt.Font, word []rune) *setting {
	direction := di.DirectionLTR
	if rightToLeft(word[0]) {
		direction = di.DirectionRTL
	}
	out := t.shaper.Shape(shaping.Input{
		Text: word, RunEnd: len(word), Direction: direction, Face: t.face, Size: fixed.I(1000), Script: language.LookupScript(word[0]), Language: "und",
	})
	w := &setting{}
	pen, last, drawn := fixed.Int26_6(0), -1, false
	for _, g := range out.Glyphs {
		if g.GlyphID == 0 {
			return nil
		}
		if at := g.TextIndex(); at != last {
			w.clusters = append(w.clusters, cluster{text: string(word[at : at+g.RunesCount()]), x: unit(pen)})
			last = at
		}
		segments, err := outlines.LoadGlyph(&t.buffer, sfnt.GlyphIndex(g.GlyphID), fixed.I(1000), nil)
		if err != nil {
			return nil // a picture, as emoji are
		}
		c := &w.clusters[len(w.clusters)-1]
		c.outline = append(c.outline, moved(segments, pen+g.XOffset, -g.YOffset)...)
		drawn = drawn || len(segments) > 0
		c.width += unit(g.Advance)
		pen += g.Advance
	}
	if !drawn {
		return nil
	}
	w.width = unit(pen)
	return w
}

// moved is an outline elsewhere; the one it was made from is used again.
func moved(outline sfnt.Segments, x, y fixed.Int26_6) sfnt.Segments {
	all := append(sfnt.Segments(nil), outline...)
	for i := range all {
		for j := range all[i].Args {
			all[i].Args[j].X += x
			all[i].Args[j].Y += y
		}
	}
	return all
}

func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

func leftToRight(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.L
}

// drawSet draws a set word from x along a base line, and lays its text behind it
// for those who search or copy.
func (d *Doc) drawSet(x, base float64, s style, w *setting) {
	em := s.size * mmPerPoint
	d.pdf.SetFillColor(s.colour[0], s.colour[1], s.colour[2])
	for _, c := range w.clusters {
		d.pdf.RawWriteStr("/Span <</ActualText <" + spelled(c.text) + ">>> BDC")
		d.trace(c.outline, x, base, em)
		d.unseen(x+c.x/1000*em, base, c.width/1000*em)
		d.pdf.RawWriteStr("EMC")
	}
}

// spelled is a text as a PDF has it where no font says what its bytes mean.
func spelled(text string) string {
	all := "FEFF"
	for _, u := range utf16.Encode([]rune(text)) {
		all += fmt.Sprintf("%04X", u)
	}
	return all
}

// trace fills an outline that begins at x on a base line.
func (d *Doc) trace(outline sfnt.Segments, x, base, em float64) {
	if len(outline) == 0 {
		return
	}
	at := func(p fixed.Point26_6) (float64, float64) { return x + unit(p.X)/1000*em, base + unit(p.Y)/1000*em }
	var x0, y0 float64
	for i, s := range outline {
		x1, y1 := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				d.pdf.ClosePath()
			}
			d.pdf.MoveTo(x1, y1)
			x0, y0 = x1, y1
		case sfnt.SegmentOpLineTo:
			d.pdf.LineTo(x1, y1)
			x0, y0 = x1, y1
		case sfnt.SegmentOpQuadTo:
			x2, y2 := at(s.Args[1])
			// A PDF has cubic curves only; this one is the same.
			d.pdf.CurveBezierCubicTo(x0+(x1-x0)*2/3, y0+(y1-y0)*2/3, x2+(x1-x2)*2/3, y2+(y1-y2)*2/3, x2, y2)
			x0, y0 = x2, y2
		case sfnt.SegmentOpCubeTo:
			x2, y2 := at(s.Args[1])
			x3, y3 := at(s.Args[2])
			d.pdf.CurveBezierCubicTo(x1, y1, x2, y2, x3, y3)
			x0, y0 = x3, y3
		}
	}
	d.pdf.ClosePath()
	d.pdf.DrawPath("F")
}

// unseen writes a letter that is not drawn, so wide: it tells readers where the
// text of a cluster stands.
func (d *Doc) unseen(x, base, w float64) {
	const invisible, filled, letter = 3, 0, "x"
	percent := 100.0
	if own := d.pdf.GetStringWidth(letter); own > 0 && w > 0 {
		percent = w / own * 100
	}
	d.pdf.SetTextRenderingMode(invisible)
	d.pdf.RawWriteStr(fmt.Sprintf("%.2f Tz", percent))
	d.pdf.Text(x, base, letter)
	d.pdf.RawWriteStr("100 Tz")
	d.pdf.SetTextRenderingMode(filled)
}
