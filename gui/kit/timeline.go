package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// PointState is how far a point of a time line has come.
type PointState int

// The states of a point.
const (
	Later PointState = iota
	Now
	Done
)

// Point is one point of a time line.
type Point struct {
	Name  string
	Below string // date, or "2 of 3"
	State PointState
}

// TimeLine shows how far something has come: circles joined by lines, done ones
// filled with a tick, the present one a ring with a dot.
type TimeLine struct {
	widget.BaseWidget
	points []Point
	marks  []*pointMark
}

type pointMark struct {
	line        *canvas.Rectangle // to the next point
	circle, dot *canvas.Circle
	tick        *canvas.Image
	name, below *canvas.Text
}

const (
	pointSize float32 = 14
	pointGap  float32 = 5
)

// NewTimeLine is a time line.
func NewTimeLine(points []Point) *TimeLine {
	t := &TimeLine{}
	t.set(points)
	t.ExtendBaseWidget(t)
	return t
}

// Set changes the points.
func (t *TimeLine) Set(points []Point) {
	t.set(points)
	t.Refresh()
}

func (t *TimeLine) set(points []Point) {
	t.points, t.marks = points, nil
	for range points {
		t.marks = append(t.marks, &pointMark{&canvas.Rectangle{}, &canvas.Circle{}, &canvas.Circle{}, newIcon(), newText(), newText()})
	}
}

// CreateRenderer implements fyne.Widget.
func (t *TimeLine) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *TimeLine) objects() []fyne.CanvasObject {
	var lines, l []fyne.CanvasObject
	for i, m := range t.marks {
		if i < len(t.marks)-1 {
			lines = append(lines, m.line)
		}
		l = append(l, m.circle, m.dot, m.tick, m.name, m.below)
	}
	return append(lines, l...)
}

func (t *TimeLine) paint() {
	for i, m := range t.marks {
		p := t.points[i]
		m.circle.StrokeWidth = theme.FocusWidth
		m.circle.FillColor, m.circle.StrokeColor = theme.Color(theme.Surface), theme.Color(theme.LineStrong)
		m.dot.FillColor = theme.Color(theme.Accent)
		m.dot.Hide()
		m.tick.Hide()
		if p.State != Later {
			m.circle.StrokeColor = theme.Color(theme.Accent)
		}
		switch p.State {
		case Done:
			m.circle.FillColor = theme.Color(theme.Accent)
			setIcon(m.tick, theme.IconTick, theme.OnAccent)
		case Now:
			m.dot.Show()
		}
		m.line.FillColor = theme.Color(theme.LineStrong)
		if i+1 < len(t.points) && t.points[i+1].State != Later {
			m.line.FillColor = theme.Color(theme.Accent)
		}
		t.nameInk(p).set(m.name, p.Name)
		inks[Tiny].set(m.below, p.Below)
	}
}

func (t *TimeLine) nameInk(p Point) ink {
	k := inks[Tiny].in(theme.Text)
	k.bold = p.State == Now
	return k
}

func (t *TimeLine) least() fyne.Size {
	return fyne.NewSize(float32(len(t.points))*40, pointSize+pointGap+2*theme.TinyLine)
}

func (t *TimeLine) place(s fyne.Size) {
	n := float32(len(t.points))
	for i, m := range t.marks {
		p := t.points[i]
		left, right := round(float32(i)*s.Width/n), round(float32(i+1)*s.Width/n)
		x := round((left + right) / 2)
		next := round((right + round(float32(i+2)*s.Width/n)) / 2)
		put(m.circle, x-pointSize/2, 0, pointSize, pointSize)
		put(m.dot, x-3, pointSize/2-3, 6, 6)
		put(m.tick, x-5, pointSize/2-5, 10, 10)
		put(m.line, x+pointSize/2, pointSize/2-1, next-x-pointSize, 2)
		y := pointSize + pointGap
		k := t.nameInk(p)
		k.set(m.name, k.fit(p.Name, right-left+4))
		m.name.Alignment, m.below.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
		putText(m.name, left-4, y, right-left+8, theme.TinyLine)
		inks[Tiny].set(m.below, inks[Tiny].fit(p.Below, right-left+4))
		putText(m.below, left-4, y+theme.TinyLine, right-left+8, theme.TinyLine)
	}
}
