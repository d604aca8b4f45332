package plot

import (
	"cmp"
	"slices"
)

// Bars is a bar for each period, made of parts on top of each other: gains from
// zero up, losses from zero down.
type Bars struct {
	Periods []Period
	Figure  func(Value) string // writes the sum at a bar; Short when nil
	Tick    func(Value) string // writes the axis; Short when nil
	Empty   string             // the sentence when there is nothing to draw
}

// Period is one bar.
type Period struct {
	ID    string
	Label string // below the bar
	Parts []Part // from zero outwards
	Text  string // at the bar; the sum of the parts when empty
	Open  bool   // still runs: the bar is outlined
	Tip   string // label and text when empty
}

// Part is one piece of a bar.
type Part struct {
	Value     Value
	Role      Role // Auto: Series1, Series2, Series3 by its place
	Estimated bool // outlined
}

const (
	barShare  Unit = 0.62 // of the pitch
	barWidest Unit = 48
)

// Draw lays the bars out.
func (b Bars) Draw(f Frame) Picture {
	p := newPen(f)
	var s span
	for _, period := range b.Periods {
		up, down := period.reach()
		s.add(0, up, down)
	}
	if !b.any() {
		return p.sentence(b.Empty)
	}
	names := make([]words, len(b.Periods))
	for i, period := range b.Periods {
		names[i] = p.small(period.Label, Muted)
	}
	fd := p.field(fieldPlan{axis: s.covering, tick: b.Tick, names: names, above: true, below: s.lo < 0})
	width := barWidth(fd.pitch, barShare, barWidest)
	figures := make([]figure, len(b.Periods))
	for i, period := range b.Periods {
		ring := p.stack(fd, i, width, period)
		figures[i] = figure{i, ring, p.small(written(period.Text, period.sum(), b.Figure), Text), period.sum() < 0}
		p.mark(Mark{ID: period.ID, Tip: tip(period.Tip, period.Label, figures[i].text), Area: fd.column(i, p.H), Ring: ring})
	}
	p.figures(fd, figures)
	return p.pic
}

func (b Bars) any() bool {
	for _, period := range b.Periods {
		if len(period.Parts) > 0 {
			return true
		}
	}
	return false
}

func barWidth(pitch, share, widest Unit) Unit {
	if pitch < 3 {
		return pitch // no room for gaps
	}
	return min(pitch*share, widest)
}

// stack draws the parts of a period and returns what they cover together.
func (p *pen) stack(f field, i int, width Unit, period Period) Rect {
	var up, down Value
	all := f.bar(i, 0, 0, width)
	for n, part := range period.Parts {
		from := &up
		if part.Value < 0 {
			from = &down
		}
		to := plus(*from, part.Value)
		r := f.bar(i, *from, to, width)
		if *from != 0 && r.H > 3 { // a hairline of background between the parts
			r.H -= thin
			if part.Value < 0 {
				r.Y += thin
			}
		}
		*from = to
		if part.Value == 0 {
			continue
		}
		role := part.Role
		if role == Auto {
			role = Series1 + Role(n%3)
		}
		p.add(Box{Rect: r, Role: role, Outlined: part.Estimated || period.Open})
		all = join(all, r)
	}
	return all
}

// reach is how far a bar goes up and down.
func (q Period) reach() (up, down Value) {
	for _, part := range q.Parts {
		if part.Value > 0 {
			up = plus(up, part.Value)
		} else {
			down = plus(down, part.Value)
		}
	}
	return up, down
}

func (q Period) sum() Value {
	up, down := q.reach()
	return plus(up, down)
}

// plus adds without leaving the range of Value.
func plus(a, b Value) Value {
	switch {
	case b > 0 && a > maxValue-b:
		return maxValue
	case b < 0 && a < minValue-max(b, minValue):
		return minValue
	}
	return a + b
}

func join(a, b Rect) Rect {
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return Rect{x, y, max(a.Right(), b.Right()) - x, max(a.Bottom(), b.Bottom()) - y}
}

// figure is what is written at a bar, above it or below.
type figure struct {
	column int
	at     Rect
	words
	below bool
}

// figures writes all figures, or, where they are wider than their columns, those
// of the last, the highest and the lowest bar that touch nothing else.
func (p *pen) figures(f field, all []figure) {
	widths := make([]Unit, len(all))
	for i, g := range all {
		widths[i] = p.width(g.words)
	}
	order, tight := all, stride(widths, f.pitch) > 1
	if tight {
		order = peaks(all)
	}
	var placed []Rect
	for _, g := range order {
		l := p.figureLabel(g)
		l.X = min(max(l.X, f.X), p.W-l.W) // beside the labels of the ticks
		if tight && (l.X < f.X || meetsAny(l.Rect, placed) || p.blocked(f, l, all, g.column)) {
			continue
		}
		if p.put(l) {
			placed = append(placed, l.Rect)
		}
	}
	p.breakGrid(placed)
}

// breakGrid leaves out the pieces of the grid lines that would strike through
// figures.
func (p *pen) breakGrid(figures []Rect) {
	slices.SortFunc(figures, func(a, b Rect) int { return cmp.Compare(a.X, b.X) })
	shapes := make([]Shape, 0, len(p.pic.Shapes)+len(figures))
	for i, s := range p.pic.Shapes {
		line, ok := s.(Stroke)
		if !ok || !slices.Contains(p.grid, i) {
			shapes = append(shapes, s)
			continue
		}
		x, y, end := line.Points[0].X, line.Points[0].Y, line.Points[1].X
		for _, r := range figures {
			if r.Y+r.H/5 < y && y < r.Bottom()-r.H/5 {
				shapes = appendLevel(shapes, Point{x, y}, r.X-gapLabel, line.Role)
				x = r.Right() + gapLabel
			}
		}
		shapes = appendLevel(shapes, Point{x, y}, end, line.Role)
	}
	p.pic.Shapes, p.grid = shapes, nil
}

// appendLevel adds a level line to the right, if it has a length.
func appendLevel(shapes []Shape, from Point, to Unit, role Role) []Shape {
	if from.X >= to {
		return shapes
	}
	return append(shapes, Stroke{[]Point{from, {to, from.Y}}, thin, role})
}

// peaks are the last, the highest and the lowest bar.
func peaks(all []figure) []figure {
	top, bottom := 0, 0
	for i, g := range all {
		if g.at.Y < all[top].at.Y {
			top = i
		}
		if g.at.Bottom() > all[bottom].at.Bottom() {
			bottom = i
		}
	}
	return []figure{all[len(all)-1], all[top], all[bottom]}
}

func (p *pen) figureLabel(g figure) Label {
	half := p.lineHeight(g.size) / 2
	y := g.at.Y - half - thin
	if g.below {
		y = g.at.Bottom() + half + thin
	}
	return p.label(g.at.Centre().X, y, Middle, g.words)
}

// blocked tells whether a label would lie on the bar of another column.
func (p *pen) blocked(f field, l Label, all []figure, own int) bool {
	reach := int(l.W/2/f.pitch) + 1
	for i := max(own-reach, 0); i <= min(own+reach, len(all)-1); i++ {
		if i != own && all[i].at.meets(l.Rect) {
			return true
		}
	}
	return false
}
