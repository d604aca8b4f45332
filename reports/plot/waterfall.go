package plot

// Waterfall is how one total becomes another: totals stand on zero, steps float
// between them.
type Waterfall struct {
	Steps  []Step
	Figure func(Value) string // writes steps and totals; Short when nil
	Tick   func(Value) string // writes the axis; Short when nil
	Empty  string             // the sentence when there is nothing to draw
}

// Step is one bar of a waterfall. Each adds its Value to the sum so far. A Total
// then shows the sum from zero, so that a total cannot disagree with its steps;
// one in the middle has the Value 0.
type Step struct {
	ID        string
	Label     string
	Value     Value
	Total     bool
	Estimated bool   // outlined
	Guess     Value  // the part of Value that is an estimate: at the end of the bar, outlined
	Text      string // at the bar; the value, of a total the sum, when empty
	Inside    string // within a total, as "26.0 %"
	Tip       string // label and text when empty
	Role      Role   // Auto: Series1 for a total, Bad for one below zero, Series2 for what is taken, Series3 for what is added
}

const (
	stepShare  Unit = 0.75
	stepWidest Unit = 72
)

// fall is a step with the sums before and behind it.
type fall struct {
	Step
	from, to Value
}

// falls runs the sum through the steps.
func falls(steps []Step) ([]fall, span) {
	var sum Value
	var s span
	all := make([]fall, len(steps))
	for i, step := range steps {
		before := sum
		sum = plus(sum, step.Value)
		if step.Total {
			before = 0
		}
		all[i] = fall{step, before, sum}
		s.add(0, before, sum)
	}
	return all, s
}

func (f fall) figure(format func(Value) string) string {
	v := f.Value
	if f.Total {
		v = f.to
	}
	return written(f.Text, v, format)
}

func (f fall) role() Role {
	switch {
	case f.Role != Auto:
		return f.Role
	case f.Total && f.to < 0:
		return Bad
	case f.Total:
		return Series1
	case f.Value > 0:
		return Series3
	}
	return Series2
}

// textRole is the role of the figure: a loss is told in its own.
func (f fall) textRole() Role {
	if f.Total && f.to < 0 {
		return Bad
	}
	return Text
}

// Draw lays the steps out from left to right.
func (w Waterfall) Draw(f Frame) Picture {
	p := newPen(f)
	if len(w.Steps) == 0 {
		return p.sentence(w.Empty)
	}
	all, s := falls(w.Steps)
	fd := p.field(fieldPlan{axis: s.open, tick: w.Tick, names: w.names(p), above: true, below: s.lo < 0})
	p.stepNames(fd, all)
	width := barWidth(fd.pitch, stepShare, stepWidest)
	figures := make([]figure, len(all))
	for i, step := range all {
		r := fd.bar(i, step.from, step.to, width)
		if i > 0 {
			y := fd.y.at(all[i-1].to)
			p.line(Point{fd.middle(i-1) + width/2, y}, Point{r.X, y}, Axis)
		}
		p.stepBar(fd, i, step, width)
		p.insideBar(r, step)
		text := words{step.figure(w.Figure), p.Small, step.Total, step.textRole()}
		figures[i] = figure{i, r, p.orShort(text, step, fd.pitch), max(step.from, step.to) <= 0 && min(step.from, step.to) < 0}
		p.mark(Mark{ID: step.ID, Tip: tip(step.Tip, step.Label, text.text), Area: fd.column(i, p.H), Ring: r})
	}
	p.figures(fd, figures)
	return p.pic
}

// stepBar draws the bar of a step: what is an estimate outlined, the rest filled.
func (p *pen) stepBar(f field, i int, step fall, width Unit) {
	known := step.to
	if !step.Total && (step.Guess < 0) == (step.Value < 0) {
		known = plus(step.to, -max(step.Guess, minValue))
	}
	if known == step.to || known <= min(step.from, step.to) || known >= max(step.from, step.to) {
		p.add(Box{Rect: f.bar(i, step.from, step.to, width), Role: step.role(), Outlined: step.Estimated || known != step.to})
		return
	}
	p.add(Box{Rect: f.bar(i, step.from, known, width), Role: step.role()})
	p.add(Box{Rect: f.bar(i, known, step.to, width), Role: step.role(), Outlined: true})
}

// names reserve the room below; stepNames writes them.
func (w Waterfall) names(p *pen) []words {
	names := make([]words, len(w.Steps))
	for i := range names {
		names[i] = p.body("", Muted)
	}
	return names
}

// stepNames writes the names of all steps, shortened to their columns; those of
// the totals may reach into the room that shorter names beside them leave.
func (p *pen) stepNames(f field, all []fall) {
	if !f.named {
		return
	}
	y := p.H - p.lineHeight(p.Body)/2
	names := make([]words, len(all))
	for i, step := range all {
		names[i] = p.body(step.Label, Muted)
		if step.Total {
			names[i].bold, names[i].role = true, Text
		}
	}
	for i, name := range names {
		room := f.pitch - gapWords
		if all[i].Total {
			room = f.pitch + 2*min(p.spare(f, names, i-1), p.spare(f, names, i+1)) - gapWords
		}
		name = p.cut(name, room)
		p.write(f.middle(i), y, Middle, name)
	}
}

// spare is the room a name leaves at each side of its column, at most a quarter
// of the column; beyond the ends it is the room beside the field.
func (p *pen) spare(f field, names []words, i int) Unit {
	switch {
	case i < 0:
		return min(f.X, f.pitch/4)
	case i >= len(names):
		return min(p.W-f.Right(), f.pitch/4)
	}
	return min(max((f.pitch-gapWords-p.width(names[i]))/2, 0), f.pitch/4)
}

// insideBar writes the share into a total that is large enough.
func (p *pen) insideBar(r Rect, step fall) {
	w := p.small(step.Inside, OnSeries)
	if step.Estimated {
		w.role = Text
	}
	h := p.lineHeight(p.Small)
	if step.Inside == "" || r.H < h+2*gapLabel || r.W < p.width(w)+2*gapLabel {
		return
	}
	y := r.Y + gapLabel + h/2
	if step.to < 0 {
		y = r.Bottom() - gapLabel - h/2
	}
	p.write(r.Centre().X, y, Middle, w)
}

// orShort is the figure, or its short form when it is wider than its column.
func (p *pen) orShort(w words, step fall, room Unit) words {
	if p.width(w)+gapWords > room {
		step.Text = ""
		w.text = step.figure(Short)
	}
	return w
}
