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
