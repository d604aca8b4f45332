package plot

import (
	"strings"
	"unicode/utf8"
)

// Distances that all charts share.
const (
	gapTick   Unit = 6  // between a tick's label and the plot
	gapLabel  Unit = 2  // between a label and what it is written at
	gapWords  Unit = 5  // between labels beside each other, at least
	gapColumn Unit = 12 // between columns of a chart of rows
	thin      Unit = 1
)

// pen collects the shapes of a picture.
type pen struct {
	Frame
	pic  Picture
	grid []int // the shapes that are level grid lines
}

func newPen(f Frame) *pen {
	if f.Small == 0 {
		f.Small = 11
	}
	if f.Body == 0 {
		f.Body = 12
	}
	f.W, f.H = max(f.W, 0), max(f.H, 0)
	return &pen{Frame: f, pic: Picture{W: f.W, H: f.H}}
}

func (p *pen) add(s Shape) { p.pic.Shapes = append(p.pic.Shapes, s) }

func (p *pen) mark(m Mark) { p.pic.Marks = append(p.pic.Marks, m) }

// line draws a straight thin line.
func (p *pen) line(a, b Point, r Role) {
	p.add(Stroke{Points: []Point{a, b}, Width: thin, Role: r})
}

// words is a text before it has a place.
type words struct {
	text string
	size Unit
	bold bool
	role Role
}

func (p *pen) small(text string, r Role) words { return words{text, p.Small, false, r} }
func (p *pen) body(text string, r Role) words  { return words{text, p.Body, false, r} }

// width is the width of a text, 0 of none.
func (p *pen) width(w words) Unit {
	if w.text == "" {
		return 0
	}
	width, _ := p.Measure(w.text, w.size, w.bold)
	return width
}

// lineHeight is the height of one line of text of a size.
func (p *pen) lineHeight(size Unit) Unit {
	_, h := p.Measure("0", size, false)
	return h
}

// label is a text whose edge or middle, as a says, stands at x, and whose middle
// stands at y.
func (p *pen) label(x, y Unit, a Align, w words) Label {
	width, height := p.Measure(w.text, w.size, w.bold)
	switch a {
	case Middle:
		x -= width / 2
	case End:
		x -= width
	}
	return Label{Rect: Rect{x, y - height/2, width, height}, Text: w.text, Size: w.size, Bold: w.bold, Align: a, Role: w.role}
}

func (p *pen) write(x, y Unit, a Align, w words) { p.put(p.label(x, y, a, w)) }

// put adds a label, unless its letters would be cut off at the picture's edge.
// Above and below them a line has air.
func (p *pen) put(l Label) bool {
	const rounding = 0.01
	air := l.H / 5
	if l.Text == "" || l.X < -rounding || l.Right() > p.W+rounding || l.Y < -air || l.Bottom() > p.H+air {
		return false
	}
	p.add(l)
	return true
}

// cut shortens a text to a width, with an ellipsis; to nothing when less than
// three characters would stay.
func (p *pen) cut(w words, width Unit) words {
	if p.width(w) <= width {
		return w
	}
	full := w.text
	for end := len(full); utf8.RuneCountInString(full[:end]) > 3; {
		_, n := utf8.DecodeLastRuneInString(full[:end])
		end -= n
		w.text = strings.TrimRight(full[:end], " ,.") + "…"
		if p.width(w) <= width {
			return w
		}
	}
	w.text = ""
	return w
}

// sentence fills the picture of a chart without figures.
func (p *pen) sentence(text string) Picture {
	var lines []string
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 && p.width(p.body(lines[n-1]+" "+word, Muted)) <= p.W {
			lines[n-1] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	h := p.lineHeight(p.Body)
	y := p.H/2 - h*Unit(len(lines)-1)/2
	for _, l := range lines {
		if y-h/2 >= 0 && y+h/2 <= p.H {
			p.write(p.W/2, y, Middle, p.cut(p.body(l, Muted), p.W))
		}
		y += h
	}
	return p.pic
}

// stride is the smallest n such that every n-th of the widths, counted from the
// last, has room between its neighbours when their middles stand pitch apart.
func stride(widths []Unit, pitch Unit) int {
	if pitch <= 0 {
		return max(len(widths), 1)
	}
	for n := 1; n < len(widths); n++ {
		fits := true
		for i := len(widths) - 1; i-n >= 0 && fits; i -= n {
			fits = (widths[i]+widths[i-n])/2+gapWords <= pitch*Unit(n)
		}
		if fits {
			return n
		}
	}
	return max(len(widths), 1)
}

// tip is what a mark says: its own words, or label and figure.
func tip(own, label, figure string) string {
	switch {
	case own != "":
		return own
	case label == "" || figure == "":
		return label + figure
	}
	return label + ": " + figure
}

// written is the text at a mark: its own, or the figure as the chart writes it.
func written(own string, v Value, format func(Value) string) string {
	switch {
	case own != "":
		return own
	case format != nil:
		return format(v)
	}
	return Short(v)
}
