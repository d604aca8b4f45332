package pdf

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// colour is red, green and blue.
type colour [3]int

// The few colours of a document: it must also look right on a black-and-white printer.
var (
	ink    = colour{31, 41, 55}
	accent = colour{47, 74, 99}
	muted  = colour{107, 119, 133}
	rule   = colour{208, 215, 222}
	tint   = colour{241, 244, 247}
	white  = colour{255, 255, 255}
)

// style is how a text looks.
type style struct {
	size   float64 // points
	bold   bool
	colour colour
}

var (
	body  = style{9, false, ink}
	label = style{7.5, false, muted}
	small = style{7.5, false, muted}
	head  = style{8, true, accent}
)

const (
	mmPerPoint  = 25.4 / 72
	lineSpacing = 1.36 // of the type size, what Noto Sans asks for
	ascent      = 1.069
)

func (s style) strong() style { s.bold = true; return s }

// line is the height of one line in millimetres.
func (s style) line() float64 { return s.size * lineSpacing * mmPerPoint }

// run is a piece of text in one font.
type run struct {
	face *face
	text string
}

// replacement stands for a character no font here has.
const replacement = '\uFFFD'

// runs splits a text by the fonts that have its characters, and notes those
// that none has.
func (d *Doc) runs(s style, text string) []run {
	few, many := chosen(s)
	var all []run
	for _, r := range text {
		f := few
		if !isCommon(r) {
			f = many
		}
		if f.glyph(r) == 0 {
			if f = d.setup.Fonts.faceFor(r); f == nil {
				d.missing[r] = true
				f, r = many, replacement
			}
		}
		if n := len(all); n > 0 && all[n-1].face == f {
			all[n-1].text += string(r)
		} else {
			all = append(all, run{f, string(r)})
		}
	}
	return all
}

// chosen returns the built-in faces of a style: that of the common letters, and
// that of all it has.
func chosen(s style) (few, many *face) {
	few, fewBold := common()
	many, manyBold := builtIn()
	if s.bold {
		return fewBold, manyBold
	}
	return few, many
}

// cut returns the face with the common letters only; it measures as before.
func (f *face) cut() *face {
	var letters strings.Builder
	for r := range rune(0xFFFF) {
		if isCommon(r) && f.glyph(r) != 0 {
			letters.WriteRune(r)
		}
	}
	few := *f
	few.data = fpdf.UTF8CutFont(slices.Clone(f.data), letters.String())
	return &few
}

// width is the width of a text in millimetres.
func (d *Doc) width(s style, text string) float64 {
	sum := 0
	for _, r := range d.runs(s, text) {
		for _, c := range r.text {
			sum += r.face.width(c)
		}
	}
	return float64(sum) / 1000 * s.size * mmPerPoint
}

// draw writes one line with its upper left corner at x, y.
func (d *Doc) draw(x, y float64, s style, text string) {
	d.pdf.SetTextColor(s.colour[0], s.colour[1], s.colour[2])
	base := y + s.size*ascent*mmPerPoint
	for _, r := range d.runs(s, d.visual(text)) {
		d.useFace(r.face, s.size)
		d.pdf.Text(x, base, r.text)
		for _, c := range r.text {
			x += float64(r.face.width(c)) / 1000 * s.size * mmPerPoint
		}
	}
}

// drawRight writes one line that ends at x.
func (d *Doc) drawRight(x, y float64, s style, text string) { d.draw(x-d.width(s, text), y, s, text) }

// drawLines writes lines below each other and returns the y below the last.
func (d *Doc) drawLines(x, y float64, s style, lines []string) float64 {
	for _, l := range lines {
		d.draw(x, y, s, l)
		y += s.line()
	}
	return y
}

// useFace makes f the font of what follows. The PDF library gets a copy of the
// font's bytes, for it writes into them.
func (d *Doc) useFace(f *face, size float64) {
	name, known := d.names[f]
	if !known {
		name = fmt.Sprintf("font%d", len(d.names))
		d.names[f] = name
		d.pdf.AddUTF8FontFromBytes(name, "", slices.Clone(f.data))
	}
	d.pdf.SetFont(name, "", size)
}

// embeddable prints a character with a font to see whether that works, since
// the PDF library trusts every number in a font file and panics on a wrong one.
func embeddable(f *face, r rune) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	p := fpdf.New("P", "mm", "A4", "")
	p.AddUTF8FontFromBytes("x", "", slices.Clone(f.data))
	p.AddPage()
	p.SetFont("x", "", 10)
	p.Text(20, 20, string(r))
	return p.Output(io.Discard) == nil
}

// tidy makes a text fit to print: composed letters, line breaks as "\n", no
// other control and no invisible characters.
func tidy(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(strings.ToValidUTF8(text, string(replacement)))
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, text))
}

// wrap breaks a text into lines no wider than w millimetres: at blanks, after
// dashes and slashes, between Chinese, Japanese and Korean characters, and
// within a word only if it is wider than a whole line.
func (d *Doc) wrap(s style, text string, w float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(tidy(text), "\n") {
		lines = append(lines, d.wrapParagraph(s, paragraph, w)...)
	}
	return lines
}

func (d *Doc) wrapParagraph(s style, text string, w float64) []string {
	var lines []string
	current := ""
	for _, piece := range pieces(text) {
		if d.width(s, strings.TrimRight(current+piece, " ")) <= w {
			current += piece
			continue
		}
		if strings.TrimSpace(current) != "" {
			lines = append(lines, strings.TrimRight(current, " "))
		}
		current = strings.TrimLeft(piece, " ")
		for d.width(s, strings.TrimRight(current, " ")) > w {
			cut := d.fits(s, current, w)
			lines = append(lines, current[:cut])
			current = current[cut:]
		}
	}
	return append(lines, strings.TrimRight(current, " "))
}

// fits returns how many bytes of a text fit into w, at least one character.
func (d *Doc) fits(s style, text string, w float64) int {
	used, end := 0.0, 0
	for i, r := range text {
		used += d.width(s, string(r))
		if used > w && i > 0 {
			return i
		}
		end = i + len(string(r))
	}
	return end
}

// pieces splits a text behind each place where a line may end.
func pieces(text string) []string {
	var all []string
	start := 0
	for i, r := range text {
		if end := i + len(string(r)); r == ' ' || r == '-' || r == '/' || r == ',' || isWide(r) {
			all = append(all, text[start:end])
			start = end
		}
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// visual puts a line with right-to-left words into the order in which it is
// drawn, and notes scripts whose letters should join: they are drawn unjoined.
func (d *Doc) visual(line string) string {
	mixed := false
	for _, r := range line {
		if r < 0x590 {
			continue
		}
		if p, _ := bidi.LookupRune(r); p.Class() == bidi.R || p.Class() == bidi.AL {
			mixed = true
		}
		if unicode.In(r, joined...) {
			d.unjoined = true
		}
	}
	if !mixed {
		return line
	}
	var p bidi.Paragraph
	if _, err := p.SetString(line, bidi.DefaultDirection(bidi.LeftToRight)); err != nil {
		return line
	}
	order, err := p.Order()
	if err != nil {
		return line
	}
	parts := make([]string, order.NumRuns())
	for i := range parts {
		part := order.Run(i)
		if parts[i] = part.String(); part.Direction() == bidi.RightToLeft {
			parts[i] = bidi.ReverseString(parts[i])
		}
	}
	if startsRightToLeft(line) {
		slices.Reverse(parts)
	}
	return strings.Join(parts, "")
}

// startsRightToLeft tells whether the first letter of a line is written from the right.
func startsRightToLeft(line string) bool {
	for _, r := range line {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.R, bidi.AL:
			return true
		case bidi.L:
			return false
		}
	}
	return false
}

// joined are the scripts that need more than one letter after another.
var joined = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Mongolian,
}
