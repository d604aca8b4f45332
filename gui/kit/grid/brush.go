package grid

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// box is a place within a line or the board.
type box struct{ x, y, w, h float32 }

func (b box) right() float32 { return b.x + b.w }

func (b box) has(p fyne.Position) bool {
	return p.X >= b.x && p.X < b.right() && p.Y >= b.y && p.Y < b.y+b.h
}

// middle is a box of height h in the middle of b's.
func (b box) middle(h float32) box {
	return box{b.x, b.y + float32(math.Round(float64(b.h-h)/2)), b.w, h}
}

// ink is how a text is written.
type ink struct {
	color  fyne.ThemeColorName
	size   float32
	bold   bool
	strike bool
	align  fyne.TextAlign
}

func (k ink) style() fyne.TextStyle {
	return fyne.TextStyle{Bold: k.bold, Strikethrough: k.strike}
}

// ruler measures and cuts texts and remembers what it found.
type ruler struct {
	widths map[measured]float32
	cuts   map[measured]string
}

type measured struct {
	s    string
	size float32
	bold bool
	room int
}

// rulerKeeps is how many texts are remembered before it begins anew.
const rulerKeeps = 16384

func newRuler() ruler {
	return ruler{widths: map[measured]float32{}, cuts: map[measured]string{}}
}

// width is how wide a text is.
func (r *ruler) width(s string, k ink) float32 {
	if s == "" {
		return 0
	}
	m := measured{s: s, size: k.size, bold: k.bold}
	if w, ok := r.widths[m]; ok {
		return w
	}
	if len(r.widths) > rulerKeeps {
		clear(r.widths)
	}
	w := fyne.MeasureText(s, k.size, fyne.TextStyle{Bold: k.bold}).Width
	r.widths[m] = w
	return w
}

// fit is the text, cut with an ellipsis when it does not fit into room.
func (r *ruler) fit(s string, k ink, room float32) string {
	if float32(len(s))*k.size < room || r.width(s, k) <= room+0.5 { // no glyph is wider than its height
		return s
	}
	m := measured{s: s, size: k.size, bold: k.bold, room: int(room)}
	if cut, ok := r.cuts[m]; ok {
		return cut
	}
	if len(r.cuts) > rulerKeeps {
		clear(r.cuts)
	}
	letters := []rune(s)
	lo, hi := 0, len(letters)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if fyne.MeasureText(string(letters[:mid])+"…", k.size, fyne.TextStyle{Bold: k.bold}).Width <= room {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	for lo > 0 && letters[lo-1] == ' ' {
		lo--
	}
	cut := string(letters[:lo]) + "…"
	if lo == 0 && room < k.size {
		cut = ""
	}
	r.cuts[m] = cut
	return cut
}

// brush draws into a container, with the objects of the time before. What is
// drawn later lies above.
type brush struct {
	box    *fyne.Container
	rects  []*canvas.Rectangle
	texts  []*canvas.Text
	strips []*canvas.Line
	icons  map[string][]*canvas.Image // by the name of the picture: a picture is never changed
	areas  []*kit.Area
	used   struct{ rects, texts, strips, areas int }
	iconed map[string]int
	pills  map[pill][]*canvas.Raster
	pilled map[pill]int
	spots  []spot
}

// spot is a place that means something to the pointer.
type spot struct {
	at    box
	tip   string
	press func()
}

func newBrush() *brush {
	return &brush{box: &fyne.Container{}, icons: map[string][]*canvas.Image{}, iconed: map[string]int{}, pills: map[pill][]*canvas.Raster{}, pilled: map[pill]int{}}
}

// begin wipes what was drawn.
func (p *brush) begin() {
	p.box.Objects = p.box.Objects[:0]
	p.used.rects, p.used.texts, p.used.strips, p.used.areas = 0, 0, 0, 0
	p.spots = p.spots[:0]
	clear(p.iconed)
	clear(p.pilled)
}

func (p *brush) add(o fyne.CanvasObject) { p.box.Objects = append(p.box.Objects, o) }

func (p *brush) place(o fyne.CanvasObject, at box) {
	o.Move(fyne.NewPos(at.x, at.y))
	o.Resize(fyne.NewSize(at.w, at.h))
	p.add(o)
}

// rect draws a plain rectangle.
func (p *brush) rect(at box, fill fyne.ThemeColorName) *canvas.Rectangle {
	if p.used.rects == len(p.rects) {
		p.rects = append(p.rects, &canvas.Rectangle{})
	}
	r := p.rects[p.used.rects]
	p.used.rects++
	r.FillColor, r.CornerRadius = color.Transparent, 0
	if fill != "" {
		r.FillColor = theme.Color(fill)
	}
	p.place(r, at)
	return r
}

// area draws a plain rectangle as large as a band of the board.
func (p *brush) area(at box, fill fyne.ThemeColorName) {
	if p.used.areas == len(p.areas) {
		p.areas = append(p.areas, kit.NewArea())
	}
	a := p.areas[p.used.areas]
	p.used.areas++
	a.Tint(theme.Color(fill))
	p.place(a.Object(), at)
}

// plate draws an area with round corners, and an edge if there is one. The edge
// is an area below: a stroked rectangle is drawn beside its place when it is cut.
func (p *brush) plate(at box, fill, rim fyne.ThemeColorName, radius float32) {
	if rim != "" {
		p.rect(at, rim).CornerRadius = radius
		const w = theme.LineWidth
		at, radius = box{at.x + w, at.y + w, at.w - 2*w, at.h - 2*w}, max(radius-w, 0)
	}
	p.rect(at, fill).CornerRadius = radius
}

// frame draws the edge of a box and leaves it empty.
func (p *brush) frame(at box, c fyne.ThemeColorName, w float32) {
	p.rect(box{at.x, at.y, at.w, w}, c)
	p.rect(box{at.x, at.y + at.h - w, at.w, w}, c)
	p.rect(box{at.x, at.y, w, at.h}, c)
	p.rect(box{at.right() - w, at.y, w, at.h}, c)
}

// text writes in the middle of the height of a box, as wide as it is.
func (p *brush) text(s string, at box, k ink) {
	if s == "" {
		return
	}
	if p.used.texts == len(p.texts) {
		p.texts = append(p.texts, &canvas.Text{})
	}
	t := p.texts[p.used.texts]
	p.used.texts++
	t.Text, t.Color, t.TextSize, t.Alignment, t.TextStyle = s, theme.Color(k.color), k.size, k.align, k.style()
	line := at.middle(lineHeight(k.size))
	line.y-- // capitals and digits, not their line, stand in the middle
	p.place(t, line)
}

func lineHeight(size float32) float32 {
	switch size {
	case theme.TextSize:
		return theme.TextLine
	case theme.SmallSize:
		return theme.SmallLine
	}
	return theme.TinyLine
}

// stroke draws a line between two points.
func (p *brush) stroke(from, to fyne.Position, c fyne.ThemeColorName, width float32) {
	if p.used.strips == len(p.strips) {
		p.strips = append(p.strips, &canvas.Line{})
	}
	l := p.strips[p.used.strips]
	p.used.strips++
	l.StrokeColor, l.StrokeWidth, l.Position1, l.Position2 = theme.Color(c), width, from, to
	p.add(l)
}

// icon draws an icon. Its picture is made once for each colour and kept, since
// making it is the dear part.
func (p *brush) icon(n theme.IconName, c fyne.ThemeColorName, at box) {
	res := theme.Icon(n, c)
	name := res.Name()
	i := p.iconed[name]
	p.iconed[name]++
	if i == len(p.icons[name]) {
		p.icons[name] = append(p.icons[name], &canvas.Image{Resource: res, FillMode: canvas.ImageFillContain})
	}
	p.place(p.icons[name][i], at)
}

// spot says that a place means something to the pointer.
func (p *brush) spot(s spot) { p.spots = append(p.spots, s) }

// spotAt is the spot that lies on top at a place, nil without one.
func (p *brush) spotAt(at fyne.Position) *spot {
	for i := len(p.spots) - 1; i >= 0; i-- {
		if p.spots[i].at.has(at) {
			return &p.spots[i]
		}
	}
	return nil
}
