package plot

// row is what stands in the columns of one row of a chart of rows.
type row struct {
	label, figure, note words
}

// rowPlan places the columns: names, bars, figures, notes. A column without
// texts takes no room.
type rowPlan struct {
	pitch               Unit // from one row to the next
	bars                Rect // where bars go
	label, figure, note Unit // widths
}

const (
	rowPitch  Unit = 22
	rowBar    Unit = 12 // height of a bar
	rowRound  Unit = 1
	leastBar  Unit = 40 // a bar column narrower than this tells nothing
	leastName Unit = 40
)

// rows lays the columns out; foot is kept free below. What does not fit goes: first
// the notes, then the ends of the names, then the bars' room, then the figures.
func (p *pen) rows(all []row, foot Unit) rowPlan {
	var r rowPlan
	for _, w := range all {
		r.label, r.figure, r.note = max(r.label, p.width(w.label)), max(r.figure, p.width(w.figure)), max(r.note, p.width(w.note))
	}
	if r.left(p.W) < leastBar {
		r.note = 0
	}
	if left := r.left(p.W); left < leastBar {
		r.label = max(min(r.label, leastName), r.label+left-leastBar)
	}
	if r.left(p.W) < leastBar/2 {
		r.figure = 0
	}
	if r.left(p.W) < leastBar/2 {
		r.label = 0
	}
	r.pitch = rowPitch
	if n := Unit(len(all)); n > 0 {
		r.pitch = min(rowPitch, max(p.H-foot, 0)/n)
	}
	x := room(r.label)
	r.bars = Rect{X: x, W: max(r.left(p.W), thin), H: r.pitch * Unit(len(all))}
	return r
}

// left is the width that names, figures and notes leave for the bars.
func (r rowPlan) left(width Unit) Unit {
	return width - room(r.label) - room(r.figure) - room(r.note)
}

// room is the width of a column with the gap beside it.
func room(w Unit) Unit {
	if w == 0 {
		return 0
	}
	return w + gapColumn
}

// middle is the y of the middle of row i.
func (r rowPlan) middle(i int) Unit { return r.pitch * (Unit(i) + 0.5) }

// area is the whole of row i.
func (r rowPlan) area(i int, width Unit) Rect { return Rect{0, r.pitch * Unit(i), width, r.pitch} }

// bar is the rectangle between two places in row i.
func (r rowPlan) bar(i int, x1, x2 Unit) Rect {
	left, right := min(x1, x2), max(x1, x2)
	if right-left < thin {
		left = min(max((left+right-thin)/2, r.bars.X), max(r.bars.Right()-thin, r.bars.X))
		right = left + thin
	}
	h := min(rowBar, r.pitch*0.6)
	return Rect{left, r.middle(i) - h/2, right - left, h}
}

// rowTexts writes the texts of all rows; of rows too low for them only some.
func (p *pen) rowTexts(r rowPlan, all []row) {
	h := p.lineHeight(p.Body)
	free := Unit(0)
	for i, w := range all {
		y := r.middle(i)
		if y-h/2 < free-h/4 { // lines of text may touch, letters do not
			continue
		}
		free = y + h/2
		if r.label > 0 {
			p.write(0, y, Start, p.cut(w.label, r.label))
		}
		if r.figure > 0 {
			p.write(r.bars.Right()+room(r.figure), y, End, w.figure)
		}
		if r.note > 0 {
			p.write(p.W, y, End, w.note)
		}
	}
}

// rowMark completes the mark of row i: without a tip of its own it tells what the
// row says, and need not when all of that is written out.
func (p *pen) rowMark(r rowPlan, i int, w row, m Mark) Mark {
	m.Area = r.area(i, p.W)
	m.Said = m.Tip == "" && r.label >= p.width(w.label) && r.figure >= p.width(w.figure) && r.note >= p.width(w.note) && r.pitch >= p.lineHeight(p.Body)
	m.Tip = tip(m.Tip, w.label.text, both(w.figure.text, w.note.text))
	return m
}

func both(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// rowHeight is the height of n rows with the foot below.
func rowHeight(n int, foot Unit) Unit { return rowPitch*Unit(n) + foot }

// WaterfallRows is a waterfall from top to bottom: name, bar and amount in a row
// for each step, a line above the totals that close it.
type WaterfallRows Waterfall

// Height is the height all rows need.
func (w WaterfallRows) Height(Frame) Unit { return rowHeight(max(len(w.Steps), 1), 0) }

// Draw lays the rows out.
func (w WaterfallRows) Draw(f Frame) Picture {
	p := newPen(f)
	if len(w.Steps) == 0 {
		return p.sentence(w.Empty)
	}
	all, s := falls(w.Steps)
	texts := make([]row, len(all))
	for i, step := range all {
		texts[i] = row{label: p.body(step.Label, Text), figure: p.body(step.figure(w.Figure), step.textRole())}
		texts[i].label.bold, texts[i].figure.bold = step.Total, step.Total
	}
	r := p.rows(texts, 0)
	x := axis{lo: s.lo, hi: s.hi, from: r.bars.X, to: r.bars.Right()}
	if s.lo == s.hi {
		x.to = x.from
	}
	for i, step := range all {
		if step.Total && i > 0 {
			p.line(Point{0, r.pitch * Unit(i)}, Point{p.W, r.pitch * Unit(i)}, Line)
		}
	}
	if s.lo < 0 {
		p.line(Point{x.at(0), 0}, Point{x.at(0), r.bars.H}, Axis)
	}
	for i, step := range all {
		bar := r.bar(i, x.at(step.from), x.at(step.to))
		p.add(Box{Rect: bar, Role: step.role(), Round: rowRound, Outlined: step.Estimated})
		p.mark(p.rowMark(r, i, texts[i], Mark{ID: step.ID, Tip: step.Tip, Ring: bar}))
	}
	p.rowTexts(r, texts)
	return p.pic
}

// Ranking is a bar to the right for each row, to the left for a loss.
type Ranking struct {
	Rows   []Rank
	Figure func(Value) string
	Empty  string // the sentence when there is nothing to draw
}

// Rank is one row of a Ranking.
type Rank struct {
	ID, Label string
	Value     Value
	Estimated bool   // outlined
	Role      Role   // Auto: Series1, Bad for a loss
	Text      string // the figure; the value when empty
	Note      string // beside the figure, muted
	Tip       string // label and figure when empty
}

// Height is the height all rows need.
func (k Ranking) Height(Frame) Unit { return rowHeight(max(len(k.Rows), 1), 0) }

// Draw lays the rows out.
func (k Ranking) Draw(f Frame) Picture {
	p := newPen(f)
	if len(k.Rows) == 0 {
		return p.sentence(k.Empty)
	}
	var s span
	s.add(0)
	texts := make([]row, len(k.Rows))
	for i, q := range k.Rows {
		s.add(q.Value)
		texts[i] = row{p.body(q.Label, Text), p.body(written(q.Text, q.Value, k.Figure), Text), p.body(q.Note, Muted)}
		if q.Value < 0 {
			texts[i].figure.role = Bad
		}
	}
	r := p.rows(texts, 0)
	x := axis{lo: s.lo, hi: s.hi, from: r.bars.X, to: r.bars.Right()}
	if s.lo == s.hi {
		x.to = x.from
	}
	for i, q := range k.Rows {
		bar := r.bar(i, x.at(0), x.at(q.Value))
		if q.Value != 0 {
			p.add(Box{Rect: bar, Role: q.role(), Round: rowRound, Outlined: q.Estimated})
		}
		p.mark(p.rowMark(r, i, texts[i], Mark{ID: q.ID, Tip: q.Tip, Ring: bar}))
	}
	if s.lo < 0 {
		p.line(Point{x.at(0), 0}, Point{x.at(0), r.bars.H}, Axis)
	}
	p.rowTexts(r, texts)
	return p.pic
}

func (q Rank) role() Role {
	switch {
	case q.Role != Auto:
		return q.Role
	case q.Value < 0:
		return Bad
	}
	return Series1
}

// Share is a bar of which parts are filled, over the whole width: how much of a
// whole is known, done, estimated.
type Share struct {
	Parts []Part // from the left; what is not positive is left out
	Whole Value  // the sum of the parts when that is more
	Thick Unit   // 7 when zero
}

// Draw lays the bar out in the middle of the height.
func (s Share) Draw(f Frame) Picture {
	p := newPen(f)
	thick := s.Thick
	if thick == 0 {
		thick = 7
	}
	thick = min(thick, p.H)
	track := Rect{0, (p.H - thick) / 2, p.W, thick}
	p.add(Box{Rect: track, Role: Soft, Round: rowRound})
	var sum Value
	for _, part := range s.Parts {
		sum = plus(sum, max(part.Value, 0))
	}
	x := axis{lo: 0, hi: max(sum, s.Whole), from: 0, to: p.W}
	if x.hi == 0 {
		return p.pic
	}
	sum = 0
	for i, part := range s.Parts {
		if part.Value <= 0 {
			continue
		}
		left := x.at(sum)
		sum = plus(sum, part.Value)
		role := part.Role
		if role == Auto {
			role = Series1 + Role(i%3)
		}
		w := max(x.at(sum)-left, thin)
		p.add(Box{Rect: Rect{min(left, max(p.W-w, 0)), track.Y, min(w, p.W), thick}, Role: role, Round: rowRound, Outlined: part.Estimated})
	}
	return p.pic
}
