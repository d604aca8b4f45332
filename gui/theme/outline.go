package theme

import (
	"math"
	"strconv"
	"strings"
)

// strokeStart is how every drawing begins its lines, see icon_test.go.
const (
	strokeStart = `<path fill="none" stroke="`
	strokeWidth = 1.75
	pathStart   = ` d="`
)

// outline turns the lines of a drawing into areas. The toolkit draws lines in the
// same width at every size and cannot give them another colour; of areas it can
// do both.
func outline(svg string) string {
	before, stroke, found := strings.Cut(svg, strokeStart)
	if !found {
		return svg
	}
	colour, rest, _ := strings.Cut(stroke, `"`)
	_, d, _ := strings.Cut(rest, pathStart)
	d, after, _ := strings.Cut(d, `"`)
	var b strings.Builder
	b.WriteString(before + `<path fill="` + colour + `" d="`)
	for _, l := range flatten(d) {
		l.outline(&b)
	}
	b.WriteString(`"` + after)
	return b.String()
}

type point struct{ x, y float64 }

func (p point) plus(q point) point    { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point   { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point { return point{p.x * f, p.y * f} }
func (p point) length() float64       { return math.Hypot(p.x, p.y) }
func (p point) angle() float64        { return math.Atan2(p.y, p.x) }
func at(angle, radius float64) point {
	return point{radius * math.Cos(angle), radius * math.Sin(angle)}
}
func turn(from, to float64) (by float64) { return math.Remainder(to-from, 2*math.Pi) }

// line is a row of points, joined at its ends when closed.
type line struct {
	points []point
	closed bool
}

func (l *line) add(p point) {
	if n := len(l.points); n == 0 || p.minus(l.points[n-1]).length() > 1e-6 {
		l.points = append(l.points, p)
	}
}

// outline writes the area that a round pen covers along the line. All areas turn
// the same way round, so that those of crossing lines add up.
func (l line) outline(b *strings.Builder) {
	p := l.points
	if l.closed && len(p) > 1 && p[0].minus(p[len(p)-1]).length() < 1e-6 {
		p = p[:len(p)-1]
	}
	back := make([]point, len(p))
	for i, q := range p {
		back[len(p)-1-i] = q
	}
	switch {
	case len(p) < 2:
	case l.closed:
		contour(b, side(append(p[len(p)-1:len(p):len(p)], append(p, p[0])...)))
		contour(b, side(append(back[len(p)-1:len(p):len(p)], append(back, back[0])...)))
	default:
		// There and back: the sharp turn at each end draws the round cap.
		contour(b, side(append(append([]point{p[1]}, p...), back[1:]...)))
	}
}

// side gives the points half a pen's width left of a row of points, for all but
// the first and the last.
func side(p []point) (edge []point) {
	const step = math.Pi / 8
	for i := 1; i < len(p)-1; i++ {
		in, out := p[i].minus(p[i-1]).angle()+math.Pi/2, p[i+1].minus(p[i]).angle()+math.Pi/2
		by := turn(in, out)
		if math.Abs(math.Abs(by)-math.Pi) < 1e-6 {
			by = -math.Pi
		}
		switch {
		case math.Abs(by) < step:
			edge = append(edge, p[i].plus(at(in+by/2, strokeWidth/2)))
		case by > 0: // the inner side of the corner
			edge = append(edge, p[i].plus(at(in, strokeWidth/2)), p[i], p[i].plus(at(out, strokeWidth/2)))
		default:
			n := math.Ceil(-by / step)
			for k := 0.0; k <= n; k++ {
				edge = append(edge, p[i].plus(at(in+by*k/n, strokeWidth/2)))
			}
		}
	}
	return edge
}

func contour(b *strings.Builder, points []point) {
	for i, p := range points {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(strconv.FormatFloat(p.x, 'f', 2, 64))
		b.WriteByte(' ')
		b.WriteString(strconv.FormatFloat(p.y, 'f', 2, 64))
	}
	b.WriteByte('z')
}
