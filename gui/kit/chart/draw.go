package chart

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/reports/plot"
)

// colours are what the meanings of shapes look like.
var colours = map[plot.Role]fyne.ThemeColorName{
	plot.Series1: theme.Series1, plot.Series2: theme.Series2, plot.Series3: theme.Series3,
	plot.Good: theme.Good, plot.Warn: theme.Warn, plot.Bad: theme.Bad, plot.Neutral: theme.Neutral,
	plot.GoodSoft: theme.GoodSoft, plot.WarnSoft: theme.WarnSoft, plot.BadSoft: theme.BadSoft, plot.Soft: theme.NeutralSoft,
	plot.Axis: theme.Axis, plot.Line: theme.Line, plot.Text: theme.Text, plot.Muted: theme.Muted,
	plot.OnSeries: theme.OnAccent, plot.Surface: theme.Surface,
}

const (
	faint   = 35 // percent
	outline = 1.5
)

// measure tells how much room the window's font takes.
func measure(text string, size plot.Unit, bold bool) (w, h plot.Unit) {
	s := fyne.MeasureText(text, float32(size), fyne.TextStyle{Bold: bold})
	return plot.Unit(s.Width), plot.Unit(s.Height)
}

// frame is what a chart of a size is laid out in.
func frame(s fyne.Size, body float32) plot.Frame {
	if body == 0 {
		body = theme.SmallSize
	}
	return plot.Frame{
		W: plot.Unit(s.Width), H: plot.Unit(s.Height), Measure: measure,
		Small: plot.Unit(theme.TinySize), Body: plot.Unit(body),
	}
}

// pixels puts places on whole pixels of a screen, so that edges that meet in the
// picture meet on the screen and thin lines are sharp.
type pixels struct{ scale float64 }

func (p pixels) at(u plot.Unit) float32 { return float32(math.Round(u*p.scale) / p.scale) }

// place moves an object to a rectangle, at least one pixel wide and high.
func (p pixels) place(o fyne.CanvasObject, r plot.Rect) {
	x, y := p.at(r.X), p.at(r.Y)
	one := float32(1 / p.scale)
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(p.at(r.Right())-x, one), max(p.at(r.Bottom())-y, one)))
}

// objects makes what the toolkit draws from the shapes.
func (p pixels) objects(shapes []plot.Shape) []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(shapes))
	for _, s := range shapes {
		switch s := s.(type) {
		case plot.Box:
			all = append(all, p.box(s))
		case plot.Stroke:
			all = append(all, p.stroke(s))
		case plot.Dot:
			all = append(all, p.dot(s))
		case plot.Label:
			all = append(all, p.label(s))
		}
	}
	return all
}

func (p pixels) box(b plot.Box) fyne.CanvasObject {
	r := canvas.NewRectangle(theme.Color(colours[b.Role]))
	r.CornerRadius = float32(b.Round)
	if b.Faint {
		r.FillColor = theme.Faded(colours[b.Role], faint)
	}
	p.place(r, b.Rect)
	if s := r.Size(); b.Outlined && s.Width > 2*outline && s.Height > 2*outline {
		// The toolkit draws half of the edge outside.
		r.Move(r.Position().AddXY(outline/2, outline/2))
		r.Resize(s.SubtractWidthHeight(outline, outline))
		r.FillColor, r.StrokeColor, r.StrokeWidth = theme.Color(theme.Surface), theme.Color(colours[b.Role]), outline
	}
	return r
}

// stroke makes a rectangle of an upright or level line, for that is sharp on every
// screen, and one image of any other.
func (p pixels) stroke(s plot.Stroke) fyne.CanvasObject {
	if a, b := s.Points[0], s.Points[len(s.Points)-1]; len(s.Points) == 2 && (a.X == b.X || a.Y == b.Y) {
		return p.straight(a, b, s.Width, theme.Color(colours[s.Role]))
	}
	return p.path(s)
}

func (p pixels) straight(a, b plot.Point, width plot.Unit, c color.Color) fyne.CanvasObject {
	r := canvas.NewRectangle(c)
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	w, h := max(a.X, b.X)-x, max(a.Y, b.Y)-y
	if h == 0 {
		p.place(r, plot.Rect{X: x, Y: y, W: w, H: 0})
		r.Resize(fyne.NewSize(r.Size().Width, p.thickness(width)))
		return r
	}
	p.place(r, plot.Rect{X: x, Y: y, W: 0, H: h})
	r.Resize(fyne.NewSize(p.thickness(width), r.Size().Height))
	return r
}

// thickness is a whole number of pixels, at least one.
func (p pixels) thickness(width plot.Unit) float32 {
	return float32(max(math.Round(width*p.scale), 1) / p.scale)
}

func (p pixels) dot(d plot.Dot) fyne.CanvasObject {
	c := canvas.NewCircle(theme.Color(colours[d.Role]))
	r := d.R
	if d.Hollow {
		c.FillColor, c.StrokeColor, c.StrokeWidth = theme.Color(theme.Surface), c.FillColor, 2
	}
	c.Move(fyne.NewPos(float32(d.X-r), float32(d.Y-r)))
	c.Resize(fyne.NewSquareSize(float32(2 * r)))
	return c
}

var alignments = [...]fyne.TextAlign{plot.Start: fyne.TextAlignLeading, plot.Middle: fyne.TextAlignCenter, plot.End: fyne.TextAlignTrailing}

func (p pixels) label(l plot.Label) fyne.CanvasObject {
	t := canvas.NewText(l.Text, theme.Color(colours[l.Role]))
	t.TextSize, t.TextStyle.Bold, t.Alignment = float32(l.Size), l.Bold, alignments[l.Align]
	t.Move(fyne.NewPos(float32(l.X), p.at(l.Y)))
	t.Resize(fyne.NewSize(float32(l.W), float32(l.H)))
	return t
}
