package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// run is a piece of text in one font, or a word that its script asks to be set.
type run struct {
	face *face
	text string
	set  *setting // nil: letter by letter
}

// width is how far the run moves the pen, in thousandths of the type size.
func (r run) width() float64 {
	if r.set != nil {
		return r.set.width
	}
	sum := 0
	for _, c := range r.text {
		sum += r.face.width(c)
	}
	return float64(sum)
}

// replacement stands for a character no font here has.
const replacement = '\uFFFD'

// runs splits a text by the fonts that have its characters.
func (d *Doc) runs(s style, text string) []run {
	if text != "" && !strings.ContainsFunc(text, isForeign) { // as most texts are
		return []run{{face: s.western(), text: text}}
	}
	var all []run
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		if asksSetting(r) {
			n = askedFor(text)
			all = append(all, d.word(s, text[:n])...)
		} else {
			all = d.letter(all, s, r)
		}
		text = text[n:]
	}
	return all
}

// western is the built-in font for the letters of Western Europe.
func (s style) western() *face {
	regular, bold := plain()
	if s.bold {
		return bold
	}
	return regular
}

// word sets a word that its script asks to be set. Where no font here can, its
// letters stand one by one, which is noted.
func (d *Doc) word(s style, text string) []run {
	reading := text
	if first, _ := utf8.DecodeRuneInString(text); rightToLeft(first) {
		reading = bidi.ReverseString(text)
	}
	if set := d.setup.Fonts.setting(reading); set != nil {
		return []run{{face: s.western(), text: reading, set: set}}
	}
	var all []run
	for _, r := range text {
		if set := d.alone(r); set != nil {
			all = append(all, run{face: s.western(), text: string(r), set: set})
			continue
		}
		d.unjoined = d.unjoined || r <= 0xFFFF
		if r != joiner && r != noJoiner {
			all = d.letter(all, s, r)
		}
	}
	return all
}

// alone sets a character that stands by itself and only a setting can draw.
func (d *Doc) alone(r rune) *setting {
	if r <= 0xFFFF {
		return nil
	}
	return d.setup.Fonts.setting(string(r))
}

// letter adds a letter that stands by itself.
func (d *Doc) letter(all []run, s style, r rune) []run {
	f, shown := d.face(s, r)
	if n := len(all); n > 0 && all[n-1].face == f && all[n-1].set == nil {
		all[n-1].text += string(shown)
		return all
	}
	return append(all, run{face: f, text: string(shown)})
}

// face returns the font for a character, and the mark to be shown in its place
// when no font here has it, which it notes.
func (d *Doc) face(s style, r rune) (*face, rune) {
	if isWestern(r) {
		return s.western(), r
	}
	whole, bold := builtIn()
	if s.bold {
		whole = bold
	}
	if f := whole.block(r); f != nil {
		return f, r
	}
	if f := d.setup.Fonts.faceFor(r); f != nil {
		return f, r
	}
	d.missing[r] = true
	return whole.block(replacement), replacement
}

// width is the width of a text in millimetres.
func (d *Doc) width(s style, text string) float64 {
	sum := 0.0
	if asksAny(text) {
		for _, r := range d.runs(s, visual(text)) {
			sum += r.width()
		}
	} else {
		for _, r := range text {
			f, shown := d.face(s, r)
			sum += float64(f.width(shown))
		}
	}
	return sum / 1000 * s.size * mmPerPoint
}

// draw writes one line with its upper left corner at x, y.
func (d *Doc) draw(x, y float64, s style, text string) {
	d.pdf.SetTextColor(s.colour[0], s.colour[1], s.colour[2])
	base := y + s.size*ascent*mmPerPoint
	for _, r := range d.runs(s, visual(d.shaped(text))) {
		d.useFace(r.face, s.size)
		if r.set != nil {
			d.drawSet(x, base, s, r.set)
		} else {
			d.pdf.Text(x, base, r.encoded())
		}
		d.note(mark{x: x, y: base, h: s.size * mmPerPoint, colour: s.colour, kind: textMark, run: r})
		x += r.width() / 1000 * s.size * mmPerPoint
	}
}

// drawRight writes one line that ends at x.
func (d *Doc) drawRight(x, y float64, s style, text string) {
	text = d.shaped(text)
	d.draw(x-d.width(s, text), y, s, text)
}

// drawLines writes lines below each other and returns the y below the last.
func (d *Doc) drawLines(x, y float64, s style, lines []string) float64 {
	for _, l := range lines {
		d.draw(x, y, s, l)
		y += s.line()
	}
	return y
}

// useFace makes f the font of what follows.
func (d *Doc) useFace(f *face, size float64) {
	name, known := d.names[f]
	if !known {
		name = fmt.Sprintf("font%d", len(d.names))
		d.names[f] = name
		d.pdf.AddFontFromBytes(name, "", f.form.definition, f.form.file)
	}
	d.pdf.SetFont(name, "", size)
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ")

// tidy makes a text fit to print: composed letters, line breaks as "\n", no
// other control and no invisible characters but those that tell a script which
// letters to join.
func tidy(text string) string {
	text = lineBreaks.Replace(strings.ToValidUTF8(text, string(replacement)))
	before := rune(0)
	return norm.NFC.String(strings.Map(func(r rune) rune {
		last := before
		before = r
		switch {
		case r == '\n', (r == joiner || r == noJoiner) && last <= 0xFFFF && (asksSetting(last) || unicode.Is(unicode.Mn, last)):
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
	for _, paragraph := range strings.Split(d.shaped(tidy(text)), "\n") {
		lines = append(lines, d.wrapParagraph(s, paragraph, w)...)
	}
	return lines
}

func (d *Doc) wrapParagraph(s style, text string, w float64) []string {
	if whole := strings.TrimRight(text, " "); d.width(s, whole) <= w { // as most texts do
		return []string{whole}
	}
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

// fits returns how many bytes at the start of a text that is wider than w fit
// into w, at least one character with its marks.
func (d *Doc) fits(s style, text string, w float64) int {
	end := 0
	for i, r := range text {
		if i == 0 || unicode.Is(unicode.M, r) || r == joiner || r == noJoiner {
			continue
		}
		if end > 0 && d.width(s, text[:i]) > w {
			return end
		}
		end = i
	}
	if end == 0 {
		return len(text)
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

// visual puts a line with right-to-left words into the order in which it is drawn.
func visual(line string) string {
	if !strings.ContainsFunc(line, rightToLeft) {
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
	var parts []string
	for i := range order.NumRuns() {
		part := order.Run(i)
		text := part.String()
		if part.Direction() == bidi.RightToLeft {
			parts = append(parts, bidi.ReverseString(text))
			continue
		}
		n := 0
		if i > 0 {
			n = number(text) // it goes with the word before it
		}
		parts = append(parts, text[:n], text[n:])
	}
	if startsRightToLeft(line) {
		slices.Reverse(parts)
	} else {
		turn(parts)
	}
	return strings.Join(parts, "")
}

// number returns how many bytes at the start of a text are a number.
func number(text string) int {
	end := 0
	for i, r := range text {
		if leftToRight(r) {
			break
		}
		if unicode.IsDigit(r) {
			end = i + utf8.RuneLen(r)
		}
	}
	return end
}

// turn reverses, in a line from the left, the words from the right that follow
// each other and the numbers among and behind them: rule L2 of the Unicode
// Bidirectional Algorithm, for the levels that a line without marks can have.
func turn(parts []string) {
	from := -1
	for i, part := range parts {
		switch {
		case strings.ContainsFunc(part, rightToLeft):
			if from < 0 {
				from = i
			}
		case from >= 0 && number(part) < len(part):
			slices.Reverse(parts[from:i])
			from = -1
		}
	}
	if from >= 0 {
		slices.Reverse(parts[from:])
	}
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

// joined are the scripts whose letters join, move, or stand above and below each
// other. Arabic has characters for that, and asks only where these do not suffice.
var joined = []*unicode.RangeTable{
	unicode.Syriac, unicode.Nko, unicode.Thaana, unicode.Mandaic,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Tibetan, unicode.Mongolian,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tai_Tham, unicode.Javanese, unicode.Balinese,
	unicode.Sundanese, unicode.Cham, unicode.Meetei_Mayek,
}
