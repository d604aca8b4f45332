package plot

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// slack is what rounding may cost, in Units.
const slack = 1e-6

var (
	anyValue = rapid.Custom(func(t *rapid.T) Value {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			return Value(rapid.Int64().Draw(t, "any"))
		case 1:
			return Value(rapid.SampledFrom([]int64{0, 1, math.MaxInt64, math.MinInt64}).Draw(t, "edge"))
		}
		return Value(rapid.Int64Range(-30_000_0000, 30_000_0000).Draw(t, "usual"))
	})
	anyName  = rapid.StringMatching(`[A-Za-zÄé ]{0,14}`)
	anyWidth = rapid.Float64Range(0, 900)
	anyCount = rapid.SampledFrom([]int{1, 2, 3, 7, 12, 40, 500})
)

func drawMany[T any](t *rapid.T, g *rapid.Generator[T]) []T {
	n := anyCount.Draw(t, "count")
	return rapid.SliceOfN(g, n, n).Draw(t, "data")
}

var anyPart = rapid.Custom(func(t *rapid.T) Part {
	return Part{Value: anyValue.Draw(t, "value"), Estimated: rapid.Bool().Draw(t, "estimated")}
})

var anyPeriod = rapid.Custom(func(t *rapid.T) Period {
	return Period{ID: "x", Label: anyName.Draw(t, "label"), Parts: rapid.SliceOfN(anyPart, 0, 3).Draw(t, "parts")}
})

var anyStep = rapid.Custom(func(t *rapid.T) Step {
	return Step{ID: "x", Label: anyName.Draw(t, "label"), Value: anyValue.Draw(t, "value"), Total: rapid.Bool().Draw(t, "total"), Guess: anyValue.Draw(t, "guess"), Inside: "59.1 %"}
})

var anyReading = rapid.Custom(func(t *rapid.T) Reading {
	return Reading{Value: anyValue.Draw(t, "value"), Known: rapid.IntRange(0, 5).Draw(t, "known") > 0}
})

var anyRange = rapid.Custom(func(t *rapid.T) Range {
	r := Range{Label: anyName.Draw(t, "label"), Value: anyValue.Draw(t, "value"), Low: anyValue.Draw(t, "low"), High: anyValue.Draw(t, "high"), Note: "61/62"}
	if rapid.IntRange(0, 5).Draw(t, "rated") == 0 {
		r.Unrated = "not rated yet"
	}
	return r
})

// anyChart makes every kind of chart.
func anyChart(t *rapid.T) Chart {
	switch rapid.IntRange(0, 8).Draw(t, "chart") {
	case 0:
		return Bars{Periods: drawMany(t, anyPeriod)}
	case 1:
		return Waterfall{Steps: drawMany(t, anyStep)}
	case 2:
		return WaterfallRows{Steps: drawMany(t, anyStep)}
	case 3:
		return Ranges{Rows: drawMany(t, anyRange), Target: anyReading.Draw(t, "target")}
	case 4:
		r := Ranking{}
		for _, s := range drawMany(t, anyStep) {
			r.Rows = append(r.Rows, Rank{Label: s.Label, Value: s.Value, Note: s.Inside})
		}
		return r
	case 5:
		return Spark{Readings: drawMany(t, anyReading)}
	case 6:
		return Share{Parts: rapid.SliceOfN(anyPart, 0, 4).Draw(t, "parts"), Whole: anyValue.Draw(t, "whole")}
	case 7:
		return Gauge{Range: anyRange.Draw(t, "range"), From: anyValue.Draw(t, "from"), To: anyValue.Draw(t, "to"), Target: anyReading.Draw(t, "target"), Filled: rapid.Bool().Draw(t, "filled")}
	}
	l := Lines{Series: []Series{{Readings: drawMany(t, anyReading), Note: "open"}, {Readings: drawMany(t, anyReading)}}, Target: anyReading.Draw(t, "target")}
	for range l.Series[0].Readings {
		l.Stops = append(l.Stops, Stop{Label: anyName.Draw(t, "stop")})
	}
	return l
}

func TestAnyChart_StaysInThePictureAndItsLabelsDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chart := anyChart(t)
		f := frame(anyWidth.Draw(t, "w"), rapid.Float64Range(0, 400).Draw(t, "h"))
		p := chart.Draw(f)
		var labels []Label
		for _, s := range p.Shapes {
			if l, ok := s.(Label); ok {
				for _, other := range labels {
					if overlap(l.Rect, other.Rect) {
						t.Fatalf("%s lies on %s", line(l), line(other))
					}
				}
				labels = append(labels, l)
			}
			if !inside(s, p) {
				t.Fatalf("%s is outside of %v x %v\n%.2000s", line(s), p.W, p.H, p)
			}
		}
		if again := chart.Draw(f).String(); again != p.String() {
			t.Fatal("the same data gives another picture")
		}
	})
}

// overlap tells whether letters would touch: lines of text have air above and
// below, which may.
func overlap(a, b Rect) bool {
	air := func(r Rect) Rect { return Rect{r.X, r.Y + r.H/5, r.W, r.H * 3 / 5} }
	a, b = air(a), air(b)
	return a.X+slack < b.Right() && b.X+slack < a.Right() && a.Y+slack < b.Bottom() && b.Y+slack < a.Bottom()
}

// inside allows a thin line at the lower and right edge, and a picture too small
// for anything.
func inside(s Shape, p Picture) bool {
	const most = 8 // the size of a dot
	ok := func(r Rect) bool {
		valid := !math.IsNaN(r.X + r.Y + r.W + r.H)
		return valid && r.W >= 0 && r.H >= 0 && (p.W < most || p.H < most || r.X >= -slack-thin && r.Y >= -slack-thin && r.Right() <= p.W+thin+slack && r.Bottom() <= p.H+thin+slack)
	}
	switch s := s.(type) {
	case Box:
		return ok(s.Rect)
	case Label:
		return ok(Rect{s.X, s.Y + s.H/5, s.W, s.H * 3 / 5})
	case Dot:
		return ok(Rect{s.X, s.Y, 0, 0})
	case Stroke:
		for _, at := range s.Points {
			if !ok(Rect{at.X, at.Y, 0, 0}) {
				return false
			}
		}
	}
	return true
}

func TestWaterfall_EndsAtItsTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawMany(t, rapid.Custom(func(t *rapid.T) Step {
			return Step{Value: Value(rapid.Int64Range(-1e8, 1e8).Draw(t, "value")), Total: rapid.Bool().Draw(t, "total")}
		}))
		p := Waterfall{Steps: steps}.Draw(frame(900, 400))
		_, s := falls(steps)
		y := s.open(mostLines)
		boxes := boxesOf(p)
		if len(boxes) != len(steps) {
			t.Fatalf("%d bars for %d steps", len(boxes), len(steps))
		}
		y.from, y.to = extent(boxes, s)
		var sum Value
		for i, step := range steps {
			before := sum
			sum += step.Value
			if step.Total {
				before = 0
			}
			a, b := y.at(before), y.at(sum)
			if r := boxes[i].Rect; math.Abs(min(a, b)-r.Y) > thin+slack || math.Abs(max(a, b)-r.Bottom()) > thin+slack {
				t.Fatalf("bar %d goes from %v to %v, want %v to %v", i, r.Y, r.Bottom(), min(a, b), max(a, b))
			}
		}
	})
}

func boxesOf(p Picture) (all []Box) {
	for _, s := range p.Shapes {
		if b, ok := s.(Box); ok {
			all = append(all, b)
		}
	}
	return all
}

// extent is the place of the lowest and the highest value, read off the bars.
func extent(boxes []Box, s span) (lowest, highest Unit) {
	lowest, highest = 0, 1e9
	for _, b := range boxes {
		lowest, highest = max(lowest, b.Bottom()), min(highest, b.Y)
	}
	if s.lo == s.hi {
		return (lowest + highest) / 2, (lowest + highest) / 2
	}
	return lowest, highest
}

func TestTicks_Are1Or2Or5TimesAPowerOfTenAndEncloseTheData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s span
		s.add(anyValue.Draw(t, "a"), anyValue.Draw(t, "b"))
		if rapid.Bool().Draw(t, "zero") {
			s.add(0)
		}
		for _, a := range []axis{s.covering(mostLines), s.open(mostLines)} {
			if len(a.ticks) > mostLines {
				t.Fatalf("%d ticks: %v", len(a.ticks), a.ticks)
			}
			for i := 2; i < len(a.ticks); i++ {
				if a.ticks[i]-a.ticks[i-1] != a.ticks[1]-a.ticks[0] {
					t.Fatalf("ticks are not as far apart: %v", a.ticks)
				}
			}
			if n := len(a.ticks); n > 1 && s.lo != s.hi && !is125(a.ticks[1]-a.ticks[0]) {
				t.Fatalf("ticks %v are %d apart", a.ticks, a.ticks[1]-a.ticks[0])
			}
			if a.lo > s.lo || a.hi < s.hi {
				t.Fatalf("axis %d to %d does not hold %d to %d", a.lo, a.hi, s.lo, s.hi)
			}
		}
		c := s.covering(mostLines)
		if usual := s.hi < maxValue/10 && s.lo > minValue/10; usual && (c.ticks[0] > s.lo || c.ticks[len(c.ticks)-1] < s.hi) {
			t.Fatalf("ticks %v do not enclose %d to %d", c.ticks, s.lo, s.hi)
		}
	})
}

func is125(v Value) bool {
	for v%10 == 0 {
		v /= 10
	}
	return v == 1 || v == 2 || v == 5
}

func TestBars_StandOnZeroAndAreAsHighAsTheirValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b Bars
		for range anyCount.Draw(t, "count") {
			b.Periods = append(b.Periods, Period{Parts: []Part{{Value: Value(rapid.Int64Range(-1e8, 1e8).Draw(t, "value"))}}})
		}
		zero, known := Unit(0), false
		p := b.Draw(frame(500, 300))
		boxes := boxesOf(p)
		for _, s := range p.Shapes {
			if l, ok := s.(Label); ok && l.Align == End && l.Text == "0" {
				zero, known = l.Centre().Y, true
			}
		}
		if !known {
			t.Fatal("the axis of bars has no zero")
		}
		n := 0
		for _, period := range b.Periods {
			v := period.Parts[0].Value
			if v == 0 {
				continue
			}
			r := boxes[n].Rect
			n++
			if foot := map[bool]Unit{true: r.Bottom(), false: r.Y}[v > 0]; math.Abs(foot-zero) > thin {
				t.Fatalf("the bar of %d stands at %v, zero is at %v", v, foot, zero)
			}
		}
	})
}

func TestHardData(t *testing.T) {
	all := func(n int, v Value) (b Bars, w Waterfall, l Lines, s Spark) {
		for range n {
			b.Periods = append(b.Periods, Period{ID: "p", Label: "Sep 2026", Parts: []Part{{Value: v}}})
			w.Steps = append(w.Steps, Step{ID: "s", Label: "Shipping", Value: v})
			l.Stops = append(l.Stops, Stop{ID: "t", Label: "Sep"})
			s.Readings = append(s.Readings, At(v))
		}
		l.Series = []Series{{Readings: s.Readings}}
		return b, w, l, s
	}
	for name, c := range map[string]struct {
		n int
		v Value
	}{"all negative": {12, Whole(-30)}, "all zero": {12, 0}, "one value": {1, Whole(5)}, "huge": {6, maxValue}, "hugely negative": {6, math.MinInt64}, "500 points": {500, Whole(7)}} {
		b, w, l, s := all(c.n, c.v)
		for _, chart := range []Chart{b, w, WaterfallRows(w), l, s} {
			p := chart.Draw(frame(348, 160))
			text := p.String()
			if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") || len(p.Shapes) == 0 {
				t.Errorf("%s: %T draws\n%.300s", name, chart, text)
			}
			if _, still := chart.(Spark); !still && len(p.Marks) != c.n {
				t.Errorf("%s: %T has %d marks, want %d", name, chart, len(p.Marks), c.n)
			}
		}
	}
}

func BenchmarkBars8(b *testing.B)     { bench(b, weeks(), 348, 160) }
func BenchmarkWaterfall(b *testing.B) { bench(b, Waterfall{Steps: steps6()}, 830, 240) }
func BenchmarkLines500(b *testing.B)  { bench(b, long(), 830, 240) }
func BenchmarkRanges(b *testing.B)    { bench(b, suppliers(), 348, 160) }
func BenchmarkWaterRows(b *testing.B) { bench(b, WaterfallRows{Steps: steps6()}, 316, 132) }
func BenchmarkBars500(b *testing.B) {
	var c Bars
	for i := range 500 {
		c.Periods = append(c.Periods, Period{Label: "W34", Parts: []Part{{Value: Whole(i * 7 % 90)}, {Value: Whole(i * 13 % 70)}}})
	}
	bench(b, c, 830, 240)
}

func long() Lines {
	l := Lines{Series: []Series{{}}}
	for i := range 500 {
		l.Stops = append(l.Stops, Stop{Label: "Sep"})
		l.Series[0].Readings = append(l.Series[0].Readings, At(Whole(i*i%97)))
	}
	return l
}

func bench(b *testing.B, c Chart, w, h Unit) {
	b.ReportAllocs()
	for b.Loop() {
		c.Draw(frame(w, h))
	}
}
