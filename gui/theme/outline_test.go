package theme_test

import (
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/theme"
)

// TestTheAreaOfALineIsThatOfARoundPen compares with the areas that geometry gives,
// for lines without sharp corners: there the areas overlap and count twice.
func TestTheAreaOfALineIsThatOfARoundPen(t *testing.T) {
	const pen, dot = 1.75, math.Pi * 1.75 * 1.75 / 4
	circle := func(r float64) float64 { return math.Pi * ((r+pen/2)*(r+pen/2) - (r-pen/2)*(r-pen/2)) }
	for d, want := range map[string]float64{
		"M4 12h16":                             16*pen + dot,
		"M4 12H20":                             16*pen + dot,
		"M4 4l12 9":                            15*pen + dot,
		"M4 4L16 13":                           15*pen + dot,
		"M5 20V8":                              12*pen + dot,
		"M5 20v-12":                            12*pen + dot,
		"M12 12h.01":                           dot,
		"M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0z": circle(9),
		"M3 12a9 9 0 1 1 18 0 9 9 0 1 1-18 0z": circle(9),
		"M3 12a9 9 0 0 1 18 0":                 circle(9)/2 + dot,
		"M12 3a9 9 0 0 1 9 9":                  circle(9)/4 + dot,
		"M12 3a9 9 0 1 0 9 9":                  circle(9)*3/4 + dot,
		"M3 12A4 4 0 0 1 21 12":                circle(9)/2 + dot, // radii that do not reach grow
		"M2 12c3 0 17 0 20 0":                  20*pen + dot,
		"M2 12C9 12 9 12 12 12s3 0 10 0":       20*pen + dot,
		"M2 12S15 12 22 12":                    20*pen + dot,
		"M4 4h6v0M14 4h6":                      12*pen + 2*dot,
		"M4 4h0":                               0,
	} {
		if got := area(t, theme.Outline(`<svg><path fill="none" stroke="red" stroke-width="1.75" d="`+d+`"/></svg>`)); math.Abs(got-want) > 0.02*want {
			t.Errorf("%s covers %.2f, want %.2f", d, got, want)
		}
	}
}

func TestADrawingWithoutLinesStaysAsItIs(t *testing.T) {
	const svg = `<svg><path fill="red" d="M1 1h3v3z"/></svg>`
	if got := theme.Outline(svg); got != svg {
		t.Error(got)
	}
}

func TestABrokenDrawingIsFoundAtOnce(t *testing.T) {
	for _, d := range []string{"M1 x", "M1 1q2 2 3 3", "M1 1a3 4 30 0 0 5 5", "M1"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was drawn", d)
				}
			}()
			theme.Outline(`<path fill="none" stroke="red" d="` + d + `"/>`)
		}()
	}
}

// area adds what the contours of a drawing enclose.
func area(t *testing.T, svg string) (sum float64) {
	t.Helper()
	_, d, _ := strings.Cut(svg, ` d="`)
	d, _, _ = strings.Cut(d, `"`)
	for _, c := range strings.Split(strings.Trim(d, "z"), "z") {
		var p [][2]float64
		for _, xy := range strings.FieldsFunc(c, func(r rune) bool { return r == 'M' || r == 'L' }) {
			x, y, _ := strings.Cut(xy, " ")
			p = append(p, [2]float64{number(t, x), number(t, y)})
		}
		for i := range p {
			q := p[(i+1)%len(p)]
			sum += (p[i][0]*q[1] - q[0]*p[i][1]) / 2
		}
	}
	return math.Abs(sum)
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	d, err := decimal.NewFromString(s)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := d.Float64()
	return v
}
