package plot

// Lines is one or more figures over time. The axis need not begin at zero.
type Lines struct {
	Stops  []Stop
	Series []Series
	Bands  []Band  // in the background; their edges are the ticks of the axis
	Target Reading // a thin line across
	Zero   bool    // the axis begins at zero
	Min    Reading // what no figure can fall below, as 0 for percent
	Max    Reading // what no figure can pass, as 100 for percent
	Figure func(Value) string
	Tick   func(Value) string
	Empty  string // the sentence when there is nothing to draw
}

// Stop is one moment, with a name below it.
type Stop struct {
	ID, Label string
	Tip       string // label and figures when empty
}

// Series is one line: a Reading for each Stop. A missing one breaks it.
type Series struct {
	Role     Role // Auto: Series1, Series2, Series3 by its place
	Readings []Reading
	Note     string // below the last figure, as "open"
	Plain    bool   // no dot but the last: worked out, not measured
	Bare     bool   // no figure at its end: a dot that marks a place on another line
}

// Band is a range of the axis with a meaning, as a class of scores.
type Band struct {
	From, To Value
	Label    string
	Role     Role
}

const (
	lineWidth Unit = 2
	dotRadius Unit = 3.5
	dotPitch  Unit = 12 // closer points get no dots
)

// Draw lays the lines out.
func (l Lines) Draw(f Frame) Picture {
	p := newPen(f)
	s := l.span()
	if !s.any || len(l.Stops) == 0 {
		return p.sentence(l.Empty)
	}
	names := make([]words, len(l.Stops))
	for i, stop := range l.Stops {
		names[i] = p.small(stop.Label, Muted)
	}
	fd := p.field(fieldPlan{axis: l.axis(s), tick: l.Tick, names: names, right: l.endRoom(p)})
	p.bands(fd, l.Bands)
	if l.Target.Known {
		y := fd.y.at(l.Target.Value)
		p.line(Point{fd.X, y}, Point{fd.Right(), y}, Series3)
	}
	for i, series := range l.Series {
		p.series(fd, l.rows(series), Stroke{Width: lineWidth, Role: series.role(i)}, !series.Plain)
	}
	l.ends(p, fd)
	for i := range l.Stops {
		p.mark(l.mark(p, fd, i))
	}
	return p.pic
}

// span is what the axis has to show.
func (l Lines) span() (s span) {
	for _, series := range l.Series {
		s.addKnown(l.rows(series)...)
	}
	if !s.any {
		return s
	}
	s.addKnown(l.Target)
	for _, b := range l.Bands {
		s.add(b.From, b.To)
	}
	if l.Zero {
		s.add(0)
	}
	return s
}

// rows are the readings that have a stop.
func (l Lines) rows(s Series) []Reading { return s.Readings[:min(len(s.Readings), len(l.Stops))] }

func (s Series) role(place int) Role {
	if s.Role != Auto {
		return s.Role
	}
	return Series1 + Role(place%3)
}

func (l Lines) axis(s span) func(int) axis {
	if len(l.Bands) == 0 {
		return func(most int) axis { return s.covering(most).within(l.Min, l.Max, s) }
	}
	return func(int) axis {
		a := axis{lo: s.lo, hi: s.hi}
		for i, b := range l.Bands {
			if i == 0 || b.From != l.Bands[i-1].To {
				a.ticks = append(a.ticks, b.From)
			}
			a.ticks = append(a.ticks, b.To)
		}
		return a
	}
}

// within ends an axis where its figures must end, unless they do not.
func (a axis) within(lowest, highest Reading, s span) axis {
	if lowest.Known && lowest.Value <= s.lo {
		a.lo = max(a.lo, lowest.Value)
	}
	if highest.Known && highest.Value >= s.hi {
		a.hi = min(a.hi, highest.Value)
	}
	var ticks []Value
	for _, t := range a.ticks {
		if t >= a.lo && t <= a.hi {
			ticks = append(ticks, t)
		}
	}
	a.ticks = ticks
	return a
}

func (p *pen) bands(f field, bands []Band) {
	for _, b := range bands {
		top, bottom := f.y.at(b.To), f.y.at(b.From)
		if top > bottom {
			top, bottom = bottom, top
		}
		r := Rect{f.X, top, f.W, bottom - top}
		p.add(Box{Rect: r, Role: b.Role})
		if p.lineHeight(p.Small) <= r.H {
			w := p.cut(words{b.Label, p.Small, true, Text}, max(f.W-2*gapTick, 0))
			p.write(r.X+gapTick, r.Centre().Y, Start, w)
		}
	}
}

// series draws a line and its dots: all when they have room, else those that stand
// alone and the last.
func (p *pen) series(f field, readings []Reading, s Stroke, dots bool) {
	p.polyline(readings, s, func(i int, v Value) Point { return Point{f.middle(i), f.y.at(v)} })
	last := lastKnown(readings)
	for i, r := range readings {
		alone := (i == 0 || !readings[i-1].Known) && (i == len(readings)-1 || !readings[i+1].Known)
		if r.Known && (dots && f.pitch >= dotPitch || alone || i == last) {
			p.add(Dot{Point{f.middle(i), f.y.at(r.Value)}, dotRadius, s.Role, r.Open})
		}
	}
}

// polyline draws a stroke through readings, broken where they are missing.
func (p *pen) polyline(readings []Reading, s Stroke, place func(i int, v Value) Point) {
	s.Points = nil
	for i, r := range readings {
		if r.Known {
			s.Points = append(s.Points, place(i, r.Value))
		}
		if !r.Known || i == len(readings)-1 {
			if len(s.Points) > 1 {
				p.add(s)
			}
			s.Points = nil
		}
	}
}

func lastKnown(readings []Reading) int {
	for i := len(readings) - 1; i >= 0; i-- {
		if readings[i].Known {
			return i
		}
	}
	return -1
}

// endRoom is the room right of the field for the last figures, none in a narrow
// picture.
func (l Lines) endRoom(p *pen) (w Unit) {
	for _, s := range l.Series {
		if i := lastKnown(l.rows(s)); i >= 0 && !s.Bare {
			w = max(w, p.width(l.endFigure(p, s.Readings[i])), p.width(p.small(s.Note, Muted)))
		}
	}
	if w += gapTick; w*4 > p.W {
		return dotRadius
	}
	return w
}

func (l Lines) endFigure(p *pen, r Reading) words {
	return words{written("", r.Value, l.Figure), p.Small, true, Text}
}

// ends writes the last figure of each series at its end, with its note below.
// Of figures that lie on each other the first stands.
func (l Lines) ends(p *pen, f field) {
	x, h := f.Right()+gapTick, p.lineHeight(p.Small)
	if p.W-f.Right() <= dotRadius {
		return
	}
	var placed []Rect
	for _, s := range l.Series {
		i := lastKnown(l.rows(s))
		if i < 0 || s.Bare {
			continue
		}
		y := min(max(f.y.at(s.Readings[i].Value), h/2), p.H-h/2)
		if s.Note != "" {
			y = min(y, p.H-h*3/2)
		}
		for _, part := range []words{l.endFigure(p, s.Readings[i]), p.small(s.Note, Muted)} {
			label := p.label(x, y, Start, part)
			if !meetsAny(label.Rect, placed) && p.put(label) {
				placed = append(placed, label.Rect)
			}
			y += h
		}
	}
}

func meetsAny(r Rect, others []Rect) bool {
	for _, o := range others {
		if r.meets(o) {
			return true
		}
	}
	return false
}

// mark is the stop i with the figures of all series.
func (l Lines) mark(p *pen, f field, i int) Mark {
	m := Mark{ID: l.Stops[i].ID, Area: f.column(i, p.H)}
	figures := ""
	for _, s := range l.Series {
		if i >= len(s.Readings) || !s.Readings[i].Known {
			continue
		}
		r := s.Readings[i]
		y := f.y.at(r.Value)
		dot := Rect{f.middle(i) - dotRadius, y - dotRadius, 2 * dotRadius, 2 * dotRadius}
		if figures == "" {
			m.Ring = dot
		} else {
			m.Ring, figures = join(m.Ring, dot), figures+", "
		}
		figures += written("", r.Value, l.Figure)
	}
	if figures == "" {
		m.Ring = Rect{f.middle(i) - dotRadius, f.Y, 2 * dotRadius, f.H}
	}
	m.Tip = tip(l.Stops[i].Tip, l.Stops[i].Label, figures)
	return m
}

// Spark is a line without axes, for a card with a figure. Its last point has a dot.
type Spark struct {
	Readings []Reading
	Role     Role // Auto: Series1
}

const (
	sparkWidth Unit = 1.5
	sparkDot   Unit = 2.5
)

// Draw lays the line out; without figures the picture is empty.
func (s Spark) Draw(f Frame) Picture {
	p := newPen(f)
	var sp span
	sp.addKnown(s.Readings...)
	if !sp.any {
		return p.pic
	}
	role := s.Role
	if role == Auto {
		role = Series1
	}
	y := axis{lo: sp.lo, hi: sp.hi, from: max(p.H-sparkDot, 0), to: min(sparkDot, p.H)}
	pitch := Unit(0)
	if n := len(s.Readings); n > 1 {
		pitch = max(p.W-2*sparkDot, 0) / Unit(n-1)
	}
	place := func(i int, v Value) Point { return Point{sparkDot + pitch*Unit(i), y.at(v)} }
	p.polyline(s.Readings, Stroke{Width: sparkWidth, Role: role}, place)
	last := lastKnown(s.Readings)
	r := s.Readings[last]
	p.add(Dot{place(last, r.Value), sparkDot, role, r.Open})
	return p.pic
}
