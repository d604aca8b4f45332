package plot

// field is the plot of a chart of columns: grid lines behind it, labels of the
// ticks at its left, a name below each column.
type field struct {
	Rect
	y     axis
	pitch Unit // from the middle of one column to the next
	named bool // there is room for names below
}

// fieldPlan is what a field is made of.
type fieldPlan struct {
	axis         func(most int) axis
	tick         func(Value) string
	names        []words // one for each column
	above, below bool    // figures are written above the highest, below the lowest place
	right        Unit    // room kept free at the right
}

// field lays out a field and draws what lies behind the marks. Labels go before
// marks do: a narrow or low picture keeps its columns.
func (p *pen) field(plan fieldPlan) field {
	small := p.lineHeight(p.Small)
	top, bottom := small/2, small/2
	if plan.above {
		top = small + gapLabel
	}
	if plan.below {
		bottom = small + gapLabel
	}
	named := p.H >= 3*small+top
	floor := p.H - bottom
	if named {
		floor -= p.nameHeight(plan.names) + gapLabel
		if !plan.below {
			floor += small / 2 // the names have room of their own above
		}
	}
	if floor-top < small {
		top, floor, named = thin, p.H-thin, false
	}
	most := mostLines
	if floor-top < mostLines*small {
		most--
	}
	f := field{y: plan.axis(most), named: named, Rect: Rect{Y: top, H: max(floor-top, 0)}}
	f.y.from, f.y.to = f.Bottom(), f.Y
	left, labelled := p.tickRoom(plan, f.y.ticks)
	f.X, f.W = left, max(p.W-left-plan.right, thin)
	if n := len(plan.names); n > 0 {
		f.pitch = f.W / Unit(n)
	}
	p.gridLines(f, plan.tick, labelled)
	if named {
		p.nameColumns(f, plan.names)
	}
	return f
}

// tickRoom is the width the labels of the ticks take, none when the columns need it.
func (p *pen) tickRoom(plan fieldPlan, ticks []Value) (left Unit, labelled bool) {
	for _, t := range ticks {
		left = max(left, p.width(p.small(written("", t, plan.tick), Muted)))
	}
	left += gapTick
	if p.W-left-plan.right < 2*left {
		return 0, false
	}
	return left, true
}

func (p *pen) gridLines(f field, tick func(Value) string, labelled bool) {
	var last *Rect
	for _, t := range f.y.ticks {
		y, role := f.y.at(t), Line
		if t == 0 && f.y.lo < 0 {
			role = Axis
		}
		p.grid = append(p.grid, len(p.pic.Shapes))
		p.line(Point{f.X, y}, Point{f.Right(), y}, role)
		if !labelled {
			continue
		}
		l := p.label(f.X-gapTick, y, End, p.small(written("", t, tick), Muted))
		if (last == nil || !l.meets(*last)) && p.put(l) {
			last = &l.Rect
		}
	}
}

// middle is the middle of column i.
func (f field) middle(i int) Unit { return f.X + f.pitch*(Unit(i)+0.5) }

// column is the whole column i, from the top of the picture to its foot.
func (f field) column(i int, height Unit) Rect {
	return Rect{f.X + f.pitch*Unit(i), 0, f.pitch, height}
}

// bar is the rectangle between two values in column i, share of the pitch wide.
// It is never so low that it cannot be seen, and stays in the field.
func (f field) bar(i int, a, b Value, width Unit) Rect {
	y1, y2 := f.y.at(a), f.y.at(b)
	top, bottom := min(y1, y2), max(y1, y2)
	if bottom-top < thin {
		top = min(max((top+bottom-thin)/2, f.Y), max(f.Bottom()-thin, f.Y))
		bottom = top + thin
	}
	return Rect{f.middle(i) - width/2, top, width, bottom - top}
}

func (p *pen) nameHeight(names []words) (h Unit) {
	for _, n := range names {
		h = max(h, p.lineHeight(n.size))
	}
	return h
}

// nameColumns writes the names: all, or every second, third and so on, so that
// the last one stands.
func (p *pen) nameColumns(f field, names []words) {
	widths := make([]Unit, len(names))
	for i, n := range names {
		widths[i] = p.width(n)
	}
	y := p.H - p.nameHeight(names)/2
	n := stride(widths, f.pitch)
	for i := len(names) - 1; i >= 0; i -= n {
		l := p.label(f.middle(i), y, Middle, names[i])
		if n == 1 {
			l = p.inside(l)
		}
		p.put(l)
	}
}

// inside moves a label into the picture.
func (p *pen) inside(l Label) Label {
	l.X = max(min(l.X, p.W-l.W), 0)
	return l
}
