package plot

// mostLines is how many grid lines a chart has at most.
const mostLines = 4

// axis maps values onto a stretch of the picture. from may lie beyond to: then
// larger values are further up.
type axis struct {
	lo, hi   Value
	from, to Unit
	ticks    []Value
}

// at is the place of a value. What lies beyond the axis stands at its end.
func (a axis) at(v Value) Unit {
	v = min(max(v, a.lo), a.hi)
	if a.hi == a.lo {
		return (a.from + a.to) / 2
	}
	return a.from + (Unit(v)-Unit(a.lo))/(Unit(a.hi)-Unit(a.lo))*(a.to-a.from)
}

// span is the smallest and the largest of many values.
type span struct {
	lo, hi Value
	any    bool
}

func (s *span) add(vs ...Value) {
	for _, v := range vs {
		v = max(v, minValue)
		if !s.any {
			s.lo, s.hi, s.any = v, v, true
		}
		s.lo, s.hi = min(s.lo, v), max(s.hi, v)
	}
}

func (s *span) addKnown(rs ...Reading) {
	for _, r := range rs {
		if r.Known {
			s.add(r.Value)
		}
	}
}

// covering is an axis whose first and last tick enclose the span.
func (s span) covering(most int) axis {
	a := axis{lo: s.lo, hi: s.hi}
	if s.lo == s.hi {
		a.ticks = []Value{s.lo}
		return a
	}
	step, first, last := steps(most, func(step Value) (Value, Value) { return floorDiv(s.lo, step), -floorDiv(-s.hi, step) })
	a.ticks = multiples(step, first, last)
	a.lo, a.hi = min(a.lo, a.ticks[0]), max(a.hi, a.ticks[len(a.ticks)-1])
	return a
}

// open is an axis that ends with the span; its ticks lie within.
func (s span) open(most int) axis {
	a := axis{lo: s.lo, hi: s.hi}
	if s.lo == s.hi {
		a.ticks = []Value{s.lo}
		return a
	}
	step, first, last := steps(most, func(step Value) (Value, Value) { return -floorDiv(-s.lo, step), floorDiv(s.hi, step) })
	a.ticks = multiples(step, first, last)
	return a
}

// steps finds the smallest step of 1, 2 or 5 times a power of ten that needs no
// more than most ticks, and the first and last multiple of it that a Value holds.
func steps(most int, ends func(step Value) (first, last Value)) (step, first, last Value) {
	step = 1
	for i := 0; ; i++ {
		first, last = ends(step)
		first, last = max(first, minValue/step), min(last, maxValue/step)
		if Unit(last)-Unit(first) < Unit(most) || step > maxValue/2 {
			return step, first, last
		}
		if i%3 == 1 {
			step = step / 2 * 5
		} else {
			step *= 2
		}
	}
}

func multiples(step, first, last Value) (ticks []Value) {
	for i := first; i <= last; i++ {
		ticks = append(ticks, i*step)
	}
	return ticks
}

func floorDiv(a, b Value) Value {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
