package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// scroller scrolls what is too high, at the width it has.
type scroller struct {
	widget.BaseWidget
	scroll *container.Scroll
}

// Scroll lets content be as high as it wants and scrolls it; its texts wrap at
// the width there is.
func Scroll(content fyne.CanvasObject) fyne.CanvasObject { return newScroller(content) }

func newScroller(content fyne.CanvasObject) *scroller {
	s := &scroller{scroll: container.NewVScroll(content)}
	s.scroll.OnScrolled = func(fyne.Position) { HideTip() }
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *scroller) CreateRenderer() fyne.WidgetRenderer { return render(s) }

func (s *scroller) objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.scroll} }
func (s *scroller) paint()                       {}
func (s *scroller) least() fyne.Size {
	l, _ := widths(s.scroll.Content)
	return fyne.NewSize(l, 32)
}

func (s *scroller) place(size fyne.Size) {
	c := s.scroll.Content
	c.Resize(fyne.NewSize(size.Width, max(size.Height, HeightFor(c, size.Width))))
	put(s.scroll, 0, 0, size.Width, size.Height)
	s.scroll.Refresh()
}

// Wheel lets the wheel scroll what Scroll made; other objects stand still.
func Wheel(o fyne.CanvasObject, e *fyne.ScrollEvent) {
	if s, ok := o.(*scroller); ok {
		s.scroll.Scrolled(e)
	}
}

// Turn scrolls by a key as far as there is something to see, and tells whether it
// did: a text that nothing in it takes the keyboard for is read by it.
func (s *scroller) Turn(k fyne.KeyName) bool {
	at := s.scroll.Offset.Y
	page := max(s.scroll.Size().Height-turnLine, turnLine)
	most := s.scroll.Content.Size().Height - s.scroll.Size().Height
	to := at
	switch k {
	case fyne.KeyDown:
		to += turnLine
	case fyne.KeyUp:
		to -= turnLine
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = most
	default:
		return false
	}
	if to = max(min(to, most), 0); to == at {
		return false
	}
	s.scroll.ScrollToOffset(fyne.NewPos(0, to))
	return true
}

// turnLine is how far an arrow scrolls.
const turnLine float32 = 40

// Turn scrolls by a key the first scrolled part within an object that has more to
// show, and tells whether there is one.
func Turn(o fyne.CanvasObject, k fyne.KeyName) bool {
	switch x := o.(type) {
	case *scroller:
		return Turn(x.scroll.Content, k) || x.Turn(k)
	case *fyne.Container:
		for _, c := range x.Objects {
			if Turn(c, k) {
				return true
			}
		}
	case drawn:
		for _, c := range x.objects() {
			if Turn(c, k) {
				return true
			}
		}
	}
	return false
}

// Plate is an area with the corners of the house and an edge of 1, that follows
// the theme.
type Plate struct {
	widget.BaseWidget
	slab       slab
	fill, edge fyne.ThemeColorName
}

// NewPlate is an area with an edge.
func NewPlate(fill, edge fyne.ThemeColorName) *Plate {
	p := &Plate{slab: newSlab(), fill: fill, edge: edge}
	p.ExtendBaseWidget(p)
	return p
}

// Ground is an area without edge and corners.
func Ground(fill fyne.ThemeColorName) *Plate {
	p := NewPlate(fill, "")
	p.slab.radius = 0
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *Plate) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *Plate) objects() []fyne.CanvasObject { return objs(p.slab) }
func (p *Plate) least() fyne.Size             { return fyne.Size{} }
func (p *Plate) paint()                       { p.slab.set(p.fill, p.edge, theme.LineWidth) }
func (p *Plate) place(s fyne.Size)            { p.slab.put(0, 0, s.Width, s.Height) }
