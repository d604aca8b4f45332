package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// Elastic is an object whose width may shrink, and whose height follows from its
// width: a text that is cut or wrapped, a box of such texts.
type Elastic interface {
	// Widths are the smallest width and the one at which nothing is cut.
	Widths() (least, want float32)
	// HeightFor is the height needed at a width.
	HeightFor(width float32) float32
}

// widths are those of any object.
func widths(o fyne.CanvasObject) (least, want float32) {
	if e, ok := o.(Elastic); ok {
		return e.Widths()
	}
	w := o.MinSize().Width
	return w, w
}

// HeightFor is the height any object needs at a width.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	if e, ok := o.(Elastic); ok {
		return e.HeightFor(width)
	}
	return o.MinSize().Height
}

// Box puts objects beside or below each other. In a row each keeps its height
// and stands in the middle; texts are cut when the room is short. In a column
// each takes the whole width, and texts wrap.
type Box struct {
	widget.BaseWidget
	objs   []fyne.CanvasObject
	gap    float32
	column bool
	top    bool
}

// Row puts objects beside each other.
func Row(gap float32, objs ...fyne.CanvasObject) *Box {
	b := &Box{objs: objs, gap: gap}
	b.ExtendBaseWidget(b)
	return b
}

// Column puts objects below each other.
func Column(gap float32, objs ...fyne.CanvasObject) *Box {
	b := Row(gap, objs...)
	b.column = true
	return b
}

// Top lets the objects of a row begin at its top instead of standing in the
// middle.
func (b *Box) Top() *Box { b.top = true; return b }

// Set changes the objects.
func (b *Box) Set(objs ...fyne.CanvasObject) {
	b.objs = objs
	b.Refresh()
}

// Objects are what the box holds.
func (b *Box) Objects() []fyne.CanvasObject { return b.objs }

// CreateRenderer implements fyne.Widget.
func (b *Box) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *Box) objects() []fyne.CanvasObject { return b.objs }
func (b *Box) paint()                       {}

func (b *Box) shown() []fyne.CanvasObject {
	var l []fyne.CanvasObject
	for _, o := range b.objs {
		if o != nil && o.Visible() {
			l = append(l, o)
		}
	}
	return l
}

// Widths implements Elastic.
func (b *Box) Widths() (least, want float32) {
	for i, o := range b.shown() {
		l, w := widths(o)
		switch {
		case b.column:
			least, want = max(least, l), max(want, w)
		case i > 0:
			least, want = least+l+b.gap, want+w+b.gap
		default:
			least, want = l, w
		}
	}
	return least, want
}

// HeightFor implements Elastic.
func (b *Box) HeightFor(width float32) float32 {
	var h float32
	objs := b.shown()
	if !b.column {
		ws := b.share(objs, width)
		for i, o := range objs {
			h = max(h, HeightFor(o, ws[i]))
		}
		return h
	}
	for i, o := range objs {
		if i > 0 {
			h += b.gap
		}
		h += HeightFor(o, width)
	}
	return h
}

func (b *Box) least() fyne.Size {
	l, want := b.Widths()
	w := b.Size().Width
	if w == 0 {
		w = want
	}
	return fyne.NewSize(l, b.HeightFor(w))
}

// share divides the width of a row among its objects.
func (b *Box) share(objs []fyne.CanvasObject, width float32) []float32 {
	ws := make([]float32, len(objs))
	room, growers := width-b.gap*float32(max(len(objs)-1, 0)), 0
	for i, o := range objs {
		_, ws[i] = widths(o)
		room -= ws[i]
		if grows(o) {
			growers++
		}
	}
	for rank := 0; rank <= lastRank && room < 0; rank++ {
		room += shrink(objs, ws, rank, -room)
	}
	for i, o := range objs {
		if room > 0 && grows(o) {
			ws[i] += round(room / float32(growers))
		}
	}
	return ws
}

// Ranks of giving way where a row is short of room: search fields first, then
// what is said beside a title, its state, the title, buttons and chips last.
const (
	rankSearch = iota
	rankText
	rankState
	rankTitle
	lastRank
)

func rank(o fyne.CanvasObject) int {
	switch o := o.(type) {
	case *SearchField:
		return rankSearch
	case *Pill:
		return rankState
	case *Label:
		if o.heads() {
			return rankTitle
		}
	case *Button, *Chip, *Selector:
		return lastRank
	}
	return rankText
}

// shrink takes what is missing from the objects of a rank, in proportion to what
// each can give, and returns how much it found.
func shrink(objs []fyne.CanvasObject, ws []float32, of int, missing float32) float32 {
	slack, all := make([]float32, len(objs)), float32(0)
	for i, o := range objs {
		if rank(o) == of {
			l, w := widths(o)
			slack[i] = max(w-l, 0)
			all += slack[i]
		}
	}
	found := float32(0)
	for i := range objs {
		if slack[i] > 0 {
			give := min(slack[i], ceil(missing*slack[i]/all))
			ws[i] -= give
			found += give
		}
	}
	return found
}

func (b *Box) place(s fyne.Size) {
	if b.column {
		b.placeColumn(s)
		return
	}
	objs := b.shown()
	ws := b.share(objs, s.Width)
	x := float32(0)
	for i, o := range objs {
		h := min(HeightFor(o, ws[i]), s.Height)
		y := float32(0)
		if !b.top {
			y = round((s.Height - h) / 2)
		}
		put(o, x, y, ws[i], h)
		x += ws[i] + b.gap
	}
}

func (b *Box) placeColumn(s fyne.Size) {
	objs := b.shown()
	growers := 0
	for _, o := range objs {
		if grows(o) {
			growers++
		}
	}
	spare := max(s.Height-b.HeightFor(s.Width), 0)
	y := float32(0)
	for _, o := range objs {
		h := HeightFor(o, s.Width)
		if grows(o) {
			h += round(spare / float32(growers))
		}
		put(o, 0, y, s.Width, h)
		y += h + b.gap
	}
}

// Frame is an object with room around it.
type Frame struct {
	widget.BaseWidget
	inner      fyne.CanvasObject
	v, h       float32 // room above and below, left and right
	minW, minH float32
	grow       bool
}

func frame(o fyne.CanvasObject) *Frame {
	f := &Frame{inner: o}
	f.ExtendBaseWidget(f)
	return f
}

// Inset keeps room around an object: above and below, left and right.
func Inset(o fyne.CanvasObject, vertical, horizontal float32) *Frame {
	f := frame(o)
	f.v, f.h = vertical, horizontal
	return f
}

// Sized gives an object at least a size.
func Sized(o fyne.CanvasObject, width, height float32) *Frame {
	f := frame(o)
	f.minW, f.minH = width, height
	return f
}

// Grow lets an object take the room a Row or Column has to spare.
func Grow(o fyne.CanvasObject) *Frame {
	f := frame(o)
	f.grow = true
	return f
}

// Spacer is empty and takes the room a Row or Column has to spare.
func Spacer() *Frame { return Grow(nil) }

// Gap is empty room of a size.
func Gap(width, height float32) *Frame { return Sized(nil, width, height) }

func grows(o fyne.CanvasObject) bool {
	f, ok := o.(*Frame)
	return ok && f.grow
}

// SetInner changes the object.
func (f *Frame) SetInner(o fyne.CanvasObject) {
	f.inner = o
	f.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (f *Frame) CreateRenderer() fyne.WidgetRenderer { return render(f) }

func (f *Frame) paint() {}
func (f *Frame) objects() []fyne.CanvasObject {
	if f.inner == nil {
		return nil
	}
	return []fyne.CanvasObject{f.inner}
}

// Widths implements Elastic.
func (f *Frame) Widths() (least, want float32) {
	if f.inner != nil {
		least, want = widths(f.inner)
	}
	return max(least+2*f.h, f.minW), max(want+2*f.h, f.minW)
}

// HeightFor implements Elastic.
func (f *Frame) HeightFor(width float32) float32 {
	h := float32(0)
	if f.inner != nil {
		h = HeightFor(f.inner, width-2*f.h)
	}
	return max(h+2*f.v, f.minH)
}

func (f *Frame) least() fyne.Size {
	l, want := f.Widths()
	w := f.Size().Width
	if w == 0 {
		w = want
	}
	return fyne.NewSize(l, f.HeightFor(w))
}

func (f *Frame) place(s fyne.Size) {
	if f.inner != nil {
		put(f.inner, f.h, f.v, s.Width-2*f.h, s.Height-2*f.v)
	}
}

// Rule is a thin line; in a column it lies, in a row Upright makes it stand.
type Rule struct {
	Frame
	color fyne.ThemeColorName
	stand float32
}

// Separator is a lying line of 1.
func Separator() *Rule { return newRule(theme.Line, 0) }

// Upright is a standing line of 1 with a height.
func Upright(height float32) *Rule { return newRule(theme.Line, height) }

func newRule(c fyne.ThemeColorName, stand float32) *Rule {
	r := &Rule{color: c, stand: stand}
	r.inner = rule()
	r.minW, r.minH = theme.LineWidth, max(theme.LineWidth, stand)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *Rule) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *Rule) paint() {
	if line, ok := r.inner.(*canvas.Rectangle); ok {
		tint(line, r.color)
	}
}
