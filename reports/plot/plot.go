// Package plot lays out charts: from data, a size and a way to measure text it
// makes shapes with a meaning instead of a colour. The window and the documents
// draw the same shapes. It must not know a pixel, a colour, a font, a language,
// nor where the figures come from; the same data gives the same shapes.
package plot

import "github.com/shopspring/decimal"

// Unit is a length or a place on a picture, from its upper left corner to the
// right and down. On an unscaled screen one Unit is one pixel, on paper 1/96 inch.
type Unit = float64

// Value is a figure to be drawn, in ten-thousandths of whatever the axis counts:
// money, percent points, days, orders. A model.Amount converts as it is.
type Value int64

// one is the Value of 1.
const one Value = 10_000

// Whole is the Value of a count.
func Whole(n int) Value { return Value(n) * one }

// Number is the Value of a decimal, without what lies below a ten-thousandth.
// One beyond the range of Value is drawn at the end of the range.
func Number(d decimal.Decimal) Value {
	b := d.Shift(4).Truncate(0).BigInt()
	switch {
	case b.IsInt64():
		return Value(b.Int64())
	case b.Sign() < 0:
		return minValue
	}
	return maxValue
}

// Reading is a Value that may be missing. The zero Reading is missing, which is
// never the same as a Value of zero.
type Reading struct {
	Value Value
	Known bool
	Open  bool // of a period that still runs: drawn hollow
}

// At is a known Reading.
func At(v Value) Reading { return Reading{Value: v, Known: true} }

// Measure tells how much room one line of text takes.
type Measure func(text string, size Unit, bold bool) (w, h Unit)

// Frame is what a chart is laid out in.
type Frame struct {
	W, H    Unit
	Measure Measure
	Small   Unit // size of text at axes and marks, 11 when zero
	Body    Unit // size of text of rows, 12 when zero
}

// Role is what a shape means; whoever draws it knows the colour.
type Role uint8

// The roles. Auto leaves the choice to the chart.
const (
	Auto     Role = iota
	Series1       // the result: contribution, score, total
	Series2       // what is taken away: costs
	Series3       // a third series, what is added, a target
	Good          // better, passed
	Warn          // needs an eye
	Bad           // worse, late, negative
	Neutral       // unknown, held
	GoodSoft      // background of Good
	WarnSoft      // background of Warn
	BadSoft       // background of Bad
	Soft          // empty part of a bar, background of Neutral
	Axis          // connectors, the zero line between gains and losses
	Line          // grid lines
	Text          // text
	Muted         // second text
	OnSeries      // text on Series1
	Surface       // what the picture lies on
)

// Point is a place.
type Point struct{ X, Y Unit }

// Rect is an upright rectangle.
type Rect struct{ X, Y, W, H Unit }

// Right is the right edge.
func (r Rect) Right() Unit { return r.X + r.W }

// Bottom is the lower edge.
func (r Rect) Bottom() Unit { return r.Y + r.H }

// Centre is the middle.
func (r Rect) Centre() Point { return Point{r.X + r.W/2, r.Y + r.H/2} }

// Holds tells whether p lies in the rectangle; the right and lower edges do not.
func (r Rect) Holds(p Point) bool {
	return p.X >= r.X && p.X < r.Right() && p.Y >= r.Y && p.Y < r.Bottom()
}

// meets tells whether two rectangles have more than an edge in common.
func (r Rect) meets(o Rect) bool {
	return r.X < o.Right() && o.X < r.Right() && r.Y < o.Bottom() && o.Y < r.Bottom()
}

// Shape is one of Box, Stroke, Dot and Label.
type Shape interface{ shape() }

// Box is a bar, a range or a background.
type Box struct {
	Rect
	Role     Role
	Round    Unit // radius of the corners
	Faint    bool // 35 % of the colour's strength
	Outlined bool // not filled: an estimate, or a period that still runs
}

// Stroke is a line through two or more points.
type Stroke struct {
	Points []Point
	Width  Unit
	Role   Role
}

// Dot is a circle.
type Dot struct {
	Point
	R      Unit
	Role   Role
	Hollow bool
}

// Align says where in its rectangle a text stands.
type Align uint8

// The alignments.
const (
	Start Align = iota
	Middle
	End
)

// Label is one line of text in the rectangle it was measured to take.
type Label struct {
	Rect
	Text  string
	Size  Unit
	Bold  bool
	Align Align // the edge to keep when the text is drawn wider or narrower
	Role  Role
}

func (Box) shape()    {}
func (Stroke) shape() {}
func (Dot) shape()    {}
func (Label) shape()  {}

// Mark is a part of the picture that a person can point at and pick.
type Mark struct {
	ID   string
	Tip  string // what it shows, in words
	Area Rect   // where the pointer means it
	Ring Rect   // what to put the focus around
	Said bool   // the picture says the tip already
}

// Picture is a chart laid out.
type Picture struct {
	W, H   Unit
	Shapes []Shape // in the order to draw them
	Marks  []Mark  // from left to right, or from top to bottom
}

// MarkAt returns the index of the mark a point lies in, -1 when there is none.
func (p Picture) MarkAt(at Point) int {
	for i, m := range p.Marks {
		if m.Area.Holds(at) {
			return i
		}
	}
	return -1
}

// Chart is data that can be laid out. A chart without figures says its sentence
// for that, Empty, and has no marks.
type Chart interface {
	Draw(Frame) Picture
}

// Rower is a chart of rows, which knows how high it wants to be.
type Rower interface {
	Chart
	Height(Frame) Unit
}
