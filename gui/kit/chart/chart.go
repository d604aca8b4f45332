// Package chart draws the charts of reports/plot in the window, and lets a person
// point at a mark, read it and open what is behind it. It must not know what a
// figure means.
package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/reports/plot"
)

// least is how small a chart may become when nobody says otherwise.
var least = fyne.NewSize(160, 96)

// Still is a chart to look at: a spark line in a card, a range in a cell.
type Still struct {
	widget.BaseWidget
	Least fyne.Size // how small it may become; a chart of rows knows its height
	Body  float32   // size of the text of rows, 12 when zero
	data  plot.Chart
}

// NewStill returns a chart that is only looked at, of at least the given size.
func NewStill(data plot.Chart, least fyne.Size) *Still {
	s := &Still{data: data, Least: least}
	s.ExtendBaseWidget(s)
	return s
}

// SetData shows other data.
func (s *Still) SetData(data plot.Chart) {
	s.data = data
	s.Refresh()
}

// MinSize is Least, or what the rows need.
func (s *Still) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return minSize(s.data, s.Least, s.Body)
}

// CreateRenderer is for the toolkit.
func (s *Still) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return &renderer{owner: s, lay: func(size fyne.Size) plot.Picture { return s.data.Draw(frame(size, s.Body)) }}
}

func minSize(data plot.Chart, own fyne.Size, body float32) fyne.Size {
	if r, ok := data.(plot.Rower); ok && own.Height == 0 {
		own.Height = float32(r.Height(frame(own, body)))
	}
	return own.Max(fyne.NewSize(1, 1))
}

// Chart is a chart whose marks can be pointed at and picked, with the pointer and
// with the keyboard: arrows, Home and End move, Enter picks.
type Chart struct {
	widget.BaseWidget
	Least  fyne.Size       // how small it may become; a chart of rows knows its height
	Body   float32         // size of the text of rows, 12 when zero
	OnPick func(id string) // a mark was chosen: open the rows behind it

	data    plot.Chart
	pic     plot.Picture
	pointed int // the mark under the pointer, -1 none
	current int // the mark of the keyboard, -1 before the first
	focused bool
	overlay *overlay
}

// New returns a chart; pick is called with the ID of a mark that a person chose.
func New(data plot.Chart, pick func(id string)) *Chart {
	c := &Chart{data: data, OnPick: pick, Least: least, pointed: -1, current: -1}
	if _, ok := data.(plot.Rower); ok {
		c.Least.Height = 0
	}
	c.overlay = newOverlay(c)
	c.ExtendBaseWidget(c)
	return c
}

// SetData shows other data. The keyboard stays at the mark with the same ID.
func (c *Chart) SetData(data plot.Chart) {
	id := ""
	if m := c.mark(c.current); m != nil {
		id = m.ID
	}
	c.data, c.pointed, c.current = data, -1, -1
	c.pic = c.lay(c.Size())
	for i, m := range c.pic.Marks {
		if m.ID == id && id != "" {
			c.current = i
		}
	}
	if c.focused && c.current < 0 && len(c.pic.Marks) > 0 {
		c.current = 0
	}
	c.Refresh()
}

// MinSize is Least, or what the rows need.
func (c *Chart) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	return minSize(c.data, c.Least, c.Body)
}

// CreateRenderer is for the toolkit.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	return &renderer{owner: c, lay: c.lay, over: c.overlay}
}

func (c *Chart) lay(s fyne.Size) plot.Picture {
	c.pic = c.data.Draw(frame(s, c.Body))
	return c.pic
}

func (c *Chart) mark(i int) *plot.Mark {
	if i < 0 || i >= len(c.pic.Marks) {
		return nil
	}
	return &c.pic.Marks[i]
}

// shown is the mark to tell about: the one under the pointer, else the keyboard's.
func (c *Chart) shown() *plot.Mark {
	if m := c.mark(c.pointed); m != nil {
		return m
	}
	if c.focused {
		return c.mark(c.current)
	}
	return nil
}

// Tip is what the chart tells of the mark that is pointed at, "" when none is.
func (c *Chart) Tip() string {
	if m := c.shown(); m != nil {
		return m.Tip
	}
	return ""
}

func (c *Chart) pick(i int) {
	if m := c.mark(i); m != nil && c.OnPick != nil {
		c.OnPick(m.ID)
	}
}

// Tapped picks the mark under the pointer.
func (c *Chart) Tapped(e *fyne.PointEvent) {
	i := c.at(e.Position)
	if i < 0 {
		return
	}
	c.current = i
	if cv := fyne.CurrentApp().Driver().CanvasForObject(c); cv != nil {
		cv.Focus(c)
	}
	c.over()
	c.pick(i)
}

func (c *Chart) at(p fyne.Position) int {
	return c.pic.MarkAt(plot.Point{X: plot.Unit(p.X), Y: plot.Unit(p.Y)})
}

// MouseIn is for the toolkit.
func (c *Chart) MouseIn(e *desktop.MouseEvent) { c.point(c.at(e.Position)) }

// MouseMoved is for the toolkit.
func (c *Chart) MouseMoved(e *desktop.MouseEvent) { c.point(c.at(e.Position)) }

// MouseOut is for the toolkit.
func (c *Chart) MouseOut() { c.point(-1) }

func (c *Chart) point(i int) {
	if i != c.pointed {
		c.pointed = i
		c.over()
	}
}

// Cursor is a hand over what can be picked.
func (c *Chart) Cursor() desktop.Cursor {
	if c.pointed >= 0 && c.OnPick != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// FocusGained is for the toolkit.
func (c *Chart) FocusGained() {
	c.focused = true
	c.current = max(c.current, 0)
	c.over()
}

// FocusLost is for the toolkit.
func (c *Chart) FocusLost() {
	c.focused = false
	c.over()
}

// TypedRune is for the toolkit; a chart has no letters.
func (c *Chart) TypedRune(rune) {}

// TypedKey moves between the marks and picks.
func (c *Chart) TypedKey(e *fyne.KeyEvent) {
	last := len(c.pic.Marks) - 1
	if last < 0 {
		return
	}
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		c.step(max(c.current-1, 0))
	case fyne.KeyRight, fyne.KeyDown:
		c.step(min(c.current+1, last))
	case fyne.KeyHome:
		c.step(0)
	case fyne.KeyEnd:
		c.step(last)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.pick(c.current)
	}
}

// step moves the keyboard's mark; it is told of before the one under the pointer.
func (c *Chart) step(i int) {
	c.current, c.pointed = i, -1
	c.over()
}

// over draws again what lies over the chart, and leaves the chart.
func (c *Chart) over() { c.overlay.update(c.Size()) }
