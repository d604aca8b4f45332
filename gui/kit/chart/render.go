package chart

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/plot"
)

// renderer draws a chart, and lays it out anew when the size, the screen or the
// theme changes.
type renderer struct {
	owner   fyne.CanvasObject
	lay     func(fyne.Size) plot.Picture
	over    *overlay // nil when the chart cannot be pointed at
	size    fyne.Size
	scale   float64
	objects []fyne.CanvasObject
}

func (r *renderer) Layout(size fyne.Size) {
	if scale := scaleOf(r.owner); size != r.size || scale != r.scale {
		r.build(size, scale)
	}
}

func scaleOf(o fyne.CanvasObject) float64 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.Scale() > 0 {
		return float64(c.Scale())
	}
	return 1
}

func (r *renderer) build(size fyne.Size, scale float64) {
	r.size, r.scale, r.objects = size, scale, nil
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	r.objects = pixels{scale}.objects(r.lay(size).Shapes)
	if r.over != nil {
		r.objects = append(append([]fyne.CanvasObject{r.over.back}, r.objects...), r.over.front()...)
		r.over.update(size)
	}
}

func (r *renderer) MinSize() fyne.Size { return r.owner.MinSize() }

func (r *renderer) Refresh() {
	r.build(r.owner.Size(), scaleOf(r.owner))
	canvas.Refresh(r.owner)
}

func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *renderer) Destroy()                     {}

// tipLines is how many lines a tip can have.
const tipLines = 4

// overlay is what comes and goes with the pointer and the focus: the background of
// the mark that is pointed at, the ring of the keyboard, and the words on a mark.
type overlay struct {
	chart     *Chart
	back      *canvas.Rectangle
	ring, box *canvas.Rectangle
	lines     [tipLines]*canvas.Text
}

func newOverlay(c *Chart) *overlay {
	o := &overlay{chart: c, back: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), box: canvas.NewRectangle(nil)}
	for i := range o.lines {
		o.lines[i] = canvas.NewText("", nil)
	}
	return o
}

func (o *overlay) front() []fyne.CanvasObject {
	all := []fyne.CanvasObject{o.ring, o.box}
	for _, l := range o.lines {
		all = append(all, l)
	}
	return all
}

// update draws the overlay for the state of the chart and the theme.
func (o *overlay) update(size fyne.Size) {
	c := o.chart
	o.back.Hide()
	o.ring.Hide()
	if m := c.mark(c.pointed); m != nil {
		o.back.FillColor, o.back.CornerRadius = theme.Color(theme.Hover), theme.Radius
		around(o.back, m.Area, 0, size)
	}
	if m := c.mark(c.current); c.focused {
		o.ring.FillColor, o.ring.StrokeColor = nil, theme.Color(theme.Accent)
		o.ring.StrokeWidth, o.ring.CornerRadius = theme.FocusWidth, theme.Radius
		area := plot.Rect{W: plot.Unit(size.Width), H: plot.Unit(size.Height)}
		if m != nil {
			area = m.Ring
		}
		around(o.ring, area, theme.FocusWidth+1, size)
	}
	o.tell(c.shown(), size)
}

// around shows a rectangle around another, within the chart.
func around(r *canvas.Rectangle, area plot.Rect, by float32, size fyne.Size) {
	x, y := max(float32(area.X)-by, 0), max(float32(area.Y)-by, 0)
	right, bottom := min(float32(area.Right())+by, size.Width), min(float32(area.Bottom())+by, size.Height)
	r.Move(fyne.NewPos(x, y))
	r.Resize(fyne.NewSize(max(right-x, 0), max(bottom-y, 0)))
	r.Show()
	r.Refresh()
}

// tell writes the words on a mark beside it; not at all where they have no room,
// and not when the picture says them already.
func (o *overlay) tell(m *plot.Mark, size fyne.Size) {
	o.box.Hide()
	for _, l := range o.lines {
		l.Hide()
	}
	if m == nil || m.Tip == "" || m.Said {
		return
	}
	lines := strings.SplitN(m.Tip, "\n", tipLines)
	var room fyne.Size
	for i, text := range lines {
		l := o.lines[i]
		l.Text, l.TextSize, l.Color = text, theme.SmallSize, theme.Color(theme.Text)
		room = room.Max(fyne.NewSize(l.MinSize().Width, 0))
	}
	room = fyne.NewSize(room.Width+2*theme.Gap8, theme.SmallLine*float32(len(lines))+2*theme.Gap4)
	at, ok := beside(m.Ring, room, size)
	if !ok {
		return
	}
	o.box.FillColor, o.box.StrokeColor = theme.Color(theme.Surface), theme.Color(theme.LineStrong)
	o.box.StrokeWidth, o.box.CornerRadius = theme.LineWidth, theme.Radius
	o.box.Move(at)
	o.box.Resize(room)
	o.box.Show()
	o.box.Refresh()
	for i := range lines {
		l := o.lines[i]
		l.Move(at.AddXY(theme.Gap8, theme.Gap4+theme.SmallLine*float32(i)+(theme.SmallLine-l.MinSize().Height)/2))
		l.Resize(l.MinSize())
		l.Show()
		l.Refresh()
	}
}

// beside finds a place for a box next to a mark: right of it, left, above, below.
func beside(ring plot.Rect, box, size fyne.Size) (at fyne.Position, ok bool) {
	if box.Width > size.Width || box.Height > size.Height {
		return at, false
	}
	middle := ring.Centre()
	inX := func(x float32) float32 { return min(max(x, 0), size.Width-box.Width) }
	inY := func(y float32) float32 { return min(max(y, 0), size.Height-box.Height) }
	x, y := inX(float32(middle.X)-box.Width/2), inY(float32(ring.Y))
	const gap = theme.Gap8
	right, left := float32(ring.Right())+gap, float32(ring.X)-gap-box.Width
	above, below := float32(ring.Y)-gap-box.Height, float32(ring.Bottom())+gap
	switch {
	case right+box.Width <= size.Width:
		return fyne.NewPos(right, y), true
	case left >= 0:
		return fyne.NewPos(left, y), true
	case above >= 0:
		return fyne.NewPos(x, above), true
	case below+box.Height <= size.Height:
		return fyne.NewPos(x, below), true
	}
	return fyne.NewPos(x, y), true
}
