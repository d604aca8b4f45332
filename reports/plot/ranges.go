package plot

// Ranges is a dot with its range for each row, against a target. The axis begins
// where the figures do.
type Ranges struct {
	Rows   []Range
	Target Reading // a line through all rows
	Min    Reading // what no figure can fall below, as 0 for percent
	Max    Reading // what no figure can pass, as 100 for percent
	Figure func(Value) string
	Tick   func(Value) string
	Empty  string // the sentence when there is nothing to draw
}

// Range is one row of Ranges.
type Range struct {
	ID, Label string
	Value     Value
	Low, High Value  // how sure the value is
	Unrated   string // the words for too few orders, "not rated yet": there is no dot then
	Role      Role   // Auto: Series1; with another the figure is bold
	Text      string // the figure; the value when empty
	Note      string // beside the figure, muted: how many it rests on
	Tip       string // label and figure when empty
}

const (
	rangePitch Unit = 20
	rangeBar   Unit = 4
	rangeDot   Unit = 4
)

// Height is the height all rows and the axis need.
func (g Ranges) Height(f Frame) Unit {
	p := newPen(f)
	return rangePitch*Unit(max(len(g.Rows), 1)) + p.lineHeight(p.Small) + 2*gapLabel
}

// Draw lays the rows out.
func (g Ranges) Draw(f Frame) Picture {
	p := newPen(f)
	if len(g.Rows) == 0 {
		return p.sentence(g.Empty)
	}
	s := g.span()
	texts := make([]row, len(g.Rows))
	for i, q := range g.Rows {
		texts[i] = g.texts(p, q)
	}
	foot := p.lineHeight(p.Small) + 2*gapLabel
	if !s.any || p.H < 2*foot {
		foot = 0
	}
	r := p.rows(texts, foot)
	if r.pitch = min(r.pitch, rangePitch); r.bars.W < 2*rangeDot {
		return p.pic
	}
	r.bars.H = r.pitch * Unit(len(g.Rows))
	x := g.axis(s)
	x.from, x.to = r.bars.X+rangeDot, r.bars.Right()-rangeDot
	if s.any {
		g.grid(p, r, x, foot > 0)
	}
	for i, q := range g.Rows {
		ring := g.draw(p, r, x, i)
		m := p.rowMark(r, i, texts[i], Mark{ID: q.ID, Tip: q.Tip, Ring: ring})
		if q.Unrated != "" {
			m.Tip = tip(q.Tip, q.Label, both(q.Unrated, q.Note))
		}
		p.mark(m)
	}
	p.rowTexts(r, texts)
	return p.pic
}

func (g Ranges) span() (s span) {
	for _, q := range g.Rows {
		if q.Unrated == "" {
			s.add(q.Value, min(q.Low, q.Value), max(q.High, q.Value))
		}
	}
	if s.any {
		s.addKnown(g.Target)
	}
	return s
}

func (g Ranges) axis(s span) axis {
	return s.covering(mostLines).within(g.Min, g.Max, s)
}

func (g Ranges) texts(p *pen, q Range) row {
	t := row{label: p.body(q.Label, Text), note: p.body(q.Note, Muted)}
	if q.Unrated == "" {
		t.figure = p.body(written(q.Text, q.Value, g.Figure), Text)
		t.figure.bold = q.Role != Auto && q.Role != Series1
	}
	return t
}

// grid draws the ticks with their labels below, and the target.
func (g Ranges) grid(p *pen, r rowPlan, x axis, labelled bool) {
	y := r.bars.H + gapLabel + p.lineHeight(p.Small)/2
	var last *Rect
	for _, t := range x.ticks {
		g.upright(p, r, x.at(t), Line)
		l := p.inside(p.label(x.at(t), y, Middle, p.small(written("", t, g.Tick), Muted)))
		if labelled && (last == nil || !l.meets(*last)) && p.put(l) {
			last = &l.Rect
		}
	}
	if g.Target.Known {
		g.upright(p, r, x.at(g.Target.Value), Series3)
	}
}

// upright draws a line through all rows but those whose words it would cross.
func (g Ranges) upright(p *pen, r rowPlan, x Unit, role Role) {
	for from, i := 0, 0; i <= len(g.Rows); i++ {
		if i < len(g.Rows) && g.Rows[i].Unrated == "" {
			continue
		}
		if from < i {
			p.line(Point{x, r.pitch * Unit(from)}, Point{x, r.pitch * Unit(i)}, role)
		}
		from = i + 1
	}
}

// draw draws row i and returns what to put the focus around.
func (g Ranges) draw(p *pen, r rowPlan, x axis, i int) Rect {
	q := g.Rows[i]
	if q.Unrated != "" {
		l := p.label(r.bars.X, r.middle(i), Start, p.cut(p.small(q.Unrated, Muted), r.bars.W))
		if l.H <= r.pitch+1 {
			p.put(l)
		}
		return l.Rect
	}
	return p.rangeDot(x, r.middle(i), r.pitch, q)
}

// rangeDot draws a range and its dot at the height y, no higher than the room.
func (p *pen) rangeDot(x axis, y, room Unit, q Range) Rect {
	role := q.Role
	if role == Auto {
		role = Series1
	}
	left, right := x.at(min(q.Low, q.Value)), x.at(max(q.High, q.Value))
	thick, radius := min(rangeBar, room), min(rangeDot, room/2)
	bar := Rect{left, y - thick/2, right - left, thick}
	if q.Low < q.High && bar.W > 0 {
		p.add(Box{Rect: bar, Role: role, Faint: true, Round: thick / 2})
	}
	at := x.at(q.Value)
	p.add(Dot{Point{at, y}, radius, role, false})
	return join(bar, Rect{at - radius, y - radius, 2 * radius, 2 * radius})
}

// Gauge is one range on a track of its own, small enough for a cell of a table.
type Gauge struct {
	Range
	From, To Value   // the ends of the track
	Target   Reading // a thin upright line
	Filled   bool    // the range itself is the figure: filled, without a dot
}

// Draw lays the gauge out in the middle of the height. Unrated has only the track.
func (g Gauge) Draw(f Frame) Picture {
	p := newPen(f)
	y := p.H / 2
	x := axis{lo: min(g.From, g.To), hi: max(g.From, g.To), from: min(rangeDot, p.W/2), to: max(p.W-rangeDot, p.W/2)}
	p.line(Point{x.from, y}, Point{x.to, y}, Line)
	if g.Target.Known {
		at := x.at(g.Target.Value)
		p.add(Stroke{[]Point{{at, max(y-7, 0)}, {at, min(y+7, p.H)}}, thin, Text})
	}
	if g.Unrated != "" {
		return p.pic
	}
	var ring Rect
	if g.Filled {
		role := g.Role
		if role == Auto {
			role = Series1
		}
		left := x.at(min(g.Low, g.High)) - rangeDot
		radius := min(rangeDot, p.H/2)
		ring = Rect{left, y - radius, x.at(max(g.Low, g.High)) + rangeDot - left, 2 * radius}
		p.add(Box{Rect: ring, Role: role, Round: radius})
	} else {
		ring = p.rangeDot(x, y, p.H, g.Range)
	}
	if g.ID != "" {
		p.mark(Mark{g.ID, tip(g.Tip, g.Label, g.Text), Rect{0, 0, p.W, p.H}, ring, g.Tip == ""})
	}
	return p.pic
}
