package theme

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

// flatten reads the path language of SVG as far as the drawings use it, M L H V C
// S A Z, and gives straight lines.
func flatten(d string) []line {
	r := &pathReader{rest: d}
	for r.command() {
		r.draw()
	}
	return r.lines
}

type pathReader struct {
	rest     string
	verb     byte // capital for places, small for distances
	lines    []line
	at       point
	start    point
	control  point // the second control point of the last curve
	wasCurve bool
}

// command moves to the next command. Numbers without one repeat the last, and
// after M that is L.
func (r *pathReader) command() bool {
	r.rest = strings.TrimLeft(r.rest, " ,\n")
	if r.rest == "" {
		return false
	}
	if c := r.rest[0]; c|0x20 >= 'a' && c|0x20 <= 'z' {
		r.verb, r.rest = c, r.rest[1:]
	} else if r.verb|0x20 == 'm' {
		r.verb--
	}
	return true
}

func (r *pathReader) number() float64 {
	s := strings.TrimLeft(r.rest, " ,\n")
	end, dotted := 0, false
	for end < len(s) {
		c := s[end]
		if c == '.' && !dotted {
			dotted = true
		} else if (c < '0' || c > '9') && (c != '-' || end > 0) {
			break
		}
		end++
	}
	d, err := decimal.NewFromString(s[:end])
	if err != nil {
		panic("theme: a drawing has a bad number at " + s)
	}
	r.rest = s[end:]
	v, _ := d.Float64()
	return v
}

// flag is one digit; the next number may follow it without a space.
func (r *pathReader) flag() bool {
	s := strings.TrimLeft(r.rest, " ,\n")
	r.rest = s[1:]
	return s[0] == '1'
}

// place reads a point, as a distance from here for a small command.
func (r *pathReader) place() point {
	p := point{r.number(), r.number()}
	if r.verb >= 'a' {
		return r.at.plus(p)
	}
	return p
}

func (r *pathReader) draw() {
	curve := false
	switch r.verb | 0x20 {
	case 'm':
		r.at = r.place()
		r.start = r.at
		r.lines = append(r.lines, line{points: []point{r.at}})
	case 'l':
		r.to(r.place())
	case 'h', 'v':
		r.straight()
	case 'c', 's':
		curve = true
		first := r.at
		if r.verb|0x20 == 'c' {
			first = r.place()
		} else if r.wasCurve {
			first = r.at.times(2).minus(r.control)
		}
		r.curve(first, r.place(), r.place())
	case 'a':
		radius := point{r.number(), r.number()}
		tilt := r.number()
		large, sweep := r.flag(), r.flag()
		if tilt != 0 {
			panic("theme: a drawing has a tilted arc")
		}
		r.arc(radius, large == sweep, sweep, r.place())
	case 'z':
		r.lines[len(r.lines)-1].closed = true
		r.at = r.start
	default:
		panic("theme: a drawing has the command " + string(r.verb))
	}
	r.wasCurve = curve
}

func (r *pathReader) to(p point) {
	last := &r.lines[len(r.lines)-1]
	if last.closed {
		r.lines = append(r.lines, line{points: []point{r.at}})
		last = &r.lines[len(r.lines)-1]
	}
	last.add(p)
	r.at = p
}

func (r *pathReader) straight() {
	p, v := r.at, r.number()
	switch r.verb {
	case 'H':
		p.x = v
	case 'h':
		p.x += v
	case 'V':
		p.y = v
	case 'v':
		p.y += v
	}
	r.to(p)
}

// curve is a cubic Bézier curve.
func (r *pathReader) curve(b, c, d point) {
	const steps = 12
	a := r.at
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		u := 1 - t
		r.to(a.times(u * u * u).plus(b.times(3 * u * u * t)).plus(c.times(3 * u * t * t)).plus(d.times(t * t * t)))
	}
	r.control = c
}

// arc follows an ellipse to a point. The centre is found as SVG 1.1 says in its
// notes on arcs, F.6.5, in units of the radii; same tells that both flags agree.
func (r *pathReader) arc(radius point, same, sweep bool, end point) {
	unit := func(p point) point { return point{p.x / radius.x, p.y / radius.y} }
	from, to := unit(r.at), unit(end)
	half := to.minus(from).times(0.5)
	grow := max(1, half.length()) // radii that are too small grow until they reach
	height := math.Sqrt(max(0, grow*grow-half.length()*half.length()))
	if same {
		height = -height
	}
	normal := point{-half.y, half.x}.times(1 / half.length())
	centre := from.plus(half).plus(normal.times(height))
	begin, finish := from.minus(centre).angle(), to.minus(centre).angle()
	by := math.Mod(finish-begin+4*math.Pi, 2*math.Pi)
	if !sweep {
		by -= 2 * math.Pi
	}
	steps := math.Ceil(math.Abs(by) / (math.Pi / 12))
	for k := 1.0; k < steps; k++ {
		p := centre.plus(at(begin+by*k/steps, grow))
		r.to(point{p.x * radius.x, p.y * radius.y})
	}
	r.to(end)
}
