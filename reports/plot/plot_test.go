package plot

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ruler measures as a font would whose letters are all as wide.
func ruler(text string, size Unit, bold bool) (w, h Unit) {
	per := size * 0.55
	if bold {
		per = size * 0.6
	}
	return Unit(utf8.RuneCountInString(text)) * per, size * 1.36
}

func frame(w, h Unit) Frame { return Frame{W: w, H: h, Measure: ruler} }

func weeks() Bars {
	return Bars{Periods: []Period{
		{ID: "w34", Label: "W34", Parts: []Part{{Value: Whole(850)}, {Value: Whole(3120)}}},
		{ID: "w35", Label: "W35", Parts: []Part{{Value: Whole(-300)}, {Value: Whole(4120), Estimated: true}}},
		{ID: "w36", Label: "W36", Parts: []Part{{Value: Whole(1102)}, {Value: Whole(3790)}}, Text: "4.9", Open: true, Tip: "W36, open"},
	}}
}

func steps6() []Step {
	return []Step{
		{ID: "net", Label: "Net revenue", Value: 157_9000, Total: true},
		{ID: "product", Label: "Product and duty", Value: -56_0100},
		{ID: "ship", Label: "Shipping", Value: -23_4000},
		{ID: "fee", Label: "Payment fee", Value: -5_7500},
		{ID: "ads", Label: "Ads, allocated", Value: -31_6000, Estimated: true},
		{ID: "cm3", Label: "CM3", Total: true, Inside: "26.1 %"},
	}
}

func suppliers() Ranges {
	return Ranges{Target: At(Whole(95)), Min: At(0), Max: At(Whole(100)), Rows: []Range{
		{ID: "a", Label: "Padborg Fulfilment", Value: 98_4000, Low: 91_6000, High: Whole(100), Note: "61/62"},
		{ID: "b", Label: "Shenzhen Lumo", Value: 73_7000, Low: 51_2000, High: 88_2000, Note: "14/19", Role: Bad},
		{ID: "c", Label: "Dim", Unrated: "not rated yet", Note: "4 of 4"},
	}}
}

func months() Lines {
	return Lines{
		Stops: []Stop{{"j", "J", ""}, {"f", "F", ""}, {"m", "M", ""}, {"a", "A", ""}},
		Series: []Series{
			{Readings: []Reading{At(Whole(71)), {}, At(Whole(80)), {Value: Whole(79), Known: true, Open: true}}, Note: "open"},
			{Readings: []Reading{At(Whole(65)), At(Whole(64))}},
		},
		Target: At(Whole(75)), Max: At(Whole(100)),
	}
}

func TestGoldenPictures(t *testing.T) {
	cases := map[string]struct {
		chart Chart
		w, h  Unit
	}{
		"bars":           {weeks(), 348, 160},
		"bars-tiny":      {weeks(), 60, 30},
		"waterfall":      {Waterfall{Steps: steps6()}, 830, 240},
		"waterfall-loss": {Waterfall{Steps: append(steps6(), Step{ID: "x", Label: "Fine", Value: Whole(-90)}, Step{ID: "end", Label: "Result", Total: true})}, 500, 200},
		"waterfall-rows": {WaterfallRows{Steps: steps6()}, 316, 132},
		"ranges":         {suppliers(), 348, 80},
		"gauge":          {Gauge{Range: Range{ID: "g", Value: Whole(93), Low: Whole(88), High: Whole(96)}, From: Whole(80), To: Whole(100), Target: At(Whole(95))}, 90, 20},
		"gauge-filled":   {Gauge{Range: Range{Low: Whole(11), High: Whole(19)}, From: 0, To: Whole(30), Filled: true, Target: At(Whole(14))}, 90, 20},
		"lines":          {months(), 360, 170},
		"bands":          {Lines{Stops: months().Stops, Series: months().Series[:1], Bands: []Band{{Whole(60), Whole(70), "C", WarnSoft}, {Whole(70), Whole(100), "B", Soft}}}, 360, 170},
		"spark":          {Spark{Readings: months().Series[0].Readings}, 70, 24},
		"ranking":        {Ranking{Rows: []Rank{{ID: "a", Label: "Price", Value: Whole(514)}, {ID: "b", Label: "Ads", Value: Whole(-90), Note: "est.", Estimated: true}}}, 300, 44},
		"share":          {Share{Parts: []Part{{Value: Whole(22), Role: Series3}, {Value: Whole(30), Estimated: true}}, Whole: Whole(100)}, 100, 16},
		"empty":          {Bars{Empty: "No sales in these weeks yet."}, 100, 60},
	}
	for name, c := range cases {
		path := filepath.Join("testdata", name+".golden")
		got := c.chart.Draw(frame(c.w, c.h)).String()
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s changed; got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestShort_WritesThreeDigitsThatCount(t *testing.T) {
	cases := map[Value]string{
		0: "0", 1: "0.0001", 500: "0.05", -5000: "−0.5", one: "1", 12_3456: "12.3", Whole(950): "950", Whole(999) + 9999: "1k",
		Whole(1000): "1k", Whole(4892): "4.89k", Whole(-12_500): "−12.5k", Whole(1_500_000): "1.5M", Whole(999_950_000): "1B",
		Whole(20_000): "20k", Whole(2_000_000_000): "2B", maxValue: "922T", minValue: "−922T", -1 << 63: "−922T", 9_9999: "10",
	}
	for v, want := range cases {
		if got := Short(v); got != want {
			t.Errorf("Short(%d) = %q, want %q", v, got, want)
		}
	}
}

func TestNumber_StaysInRange(t *testing.T) {
	cases := map[string]Value{"79.9": 79_9000, "-0.00005": 0, "-1.23456": -1_2345, "1e30": maxValue, "-1e30": minValue}
	for s, want := range cases {
		if got := Number(decimal.RequireFromString(s)); got != want {
			t.Errorf("Number(%s) = %d, want %d", s, got, want)
		}
	}
}

func TestTicks_AreAsInTheTable(t *testing.T) {
	cases := []struct {
		lo, hi        Value
		cover, within []Value
	}{
		{0, Whole(4892), []Value{0, Whole(2000), Whole(4000), Whole(6000)}, []Value{0, Whole(2000), Whole(4000)}},
		{0, Whole(26_619), []Value{0, Whole(10_000), Whole(20_000), Whole(30_000)}, []Value{0, Whole(10_000), Whole(20_000)}},
		{Whole(-1), Whole(100), []Value{Whole(-50), 0, Whole(50), Whole(100)}, []Value{0, Whole(50), Whole(100)}},
		{51_2000, Whole(100), []Value{Whole(40), Whole(60), Whole(80), Whole(100)}, []Value{Whole(60), Whole(80), Whole(100)}},
		{7, 7, []Value{7}, []Value{7}},
		{0, 1, []Value{0, 1}, []Value{0, 1}},
	}
	for _, c := range cases {
		s := span{c.lo, c.hi, true}
		if got := s.covering(mostLines).ticks; !same(got, c.cover) {
			t.Errorf("ticks around %d to %d: %v, want %v", c.lo, c.hi, got, c.cover)
		}
		if got := s.open(mostLines).ticks; !same(got, c.within) {
			t.Errorf("ticks within %d to %d: %v, want %v", c.lo, c.hi, got, c.within)
		}
	}
}

func same(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestEmptyData_SaysTheSentenceAndHasNoMarks(t *testing.T) {
	const sentence = "No sales in these weeks yet."
	cases := map[string]Chart{
		"bars": Bars{Empty: sentence}, "periods without parts": Bars{Periods: []Period{{Label: "W1"}}, Empty: sentence},
		"lines": Lines{Empty: sentence}, "lines without a reading": Lines{Stops: months().Stops, Series: []Series{{Readings: make([]Reading, 4)}}, Empty: sentence},
		"waterfall": Waterfall{Empty: sentence}, "waterfall rows": WaterfallRows{Empty: sentence},
		"ranges": Ranges{Empty: sentence}, "ranking": Ranking{Empty: sentence},
	}
	for name, c := range cases {
		p := c.Draw(frame(120, 80))
		var said []string
		for _, s := range p.Shapes {
			l, ok := s.(Label)
			if !ok {
				t.Errorf("%s: empty data draws %s", name, line(s))
				continue
			}
			said = append(said, l.Text)
		}
		if strings.Join(said, " ") != sentence || len(p.Marks) > 0 {
			t.Errorf("%s says %q with %d marks, want the sentence alone", name, said, len(p.Marks))
		}
	}
}

func TestUnratedRow_HasWordsAndNoDot(t *testing.T) {
	p := Ranges{Rows: []Range{{ID: "x", Label: "New one", Unrated: "not rated yet", Note: "4 of 4"}}}.Draw(frame(300, 60))
	if text := p.String(); strings.Contains(text, "dot ") || !strings.Contains(text, `"not rated yet"`) || len(p.Marks) != 1 {
		t.Errorf("an unrated supplier is drawn as\n%s", text)
	}
}

func TestEstimatedAndOpen_AreOutlined(t *testing.T) {
	p := weeks().Draw(frame(348, 160)).String()
	if n := strings.Count(p, "outlined"); n != 3 {
		t.Errorf("%d outlined boxes, want the estimate and both parts of the open week\n%s", n, p)
	}
	if p := months().Draw(frame(348, 160)).String(); strings.Count(p, "hollow") != 1 {
		t.Errorf("the open month is not the only hollow dot\n%s", p)
	}
}

func TestGuess_IsTheOutlinedEndOfItsBar(t *testing.T) {
	draw := func(guess Value) []Box {
		var boxes []Box
		for _, s := range (Waterfall{Steps: []Step{{Value: Whole(100), Total: true}, {Value: Whole(-40), Guess: guess}}}).Draw(frame(300, 200)).Shapes {
			if b, ok := s.(Box); ok {
				boxes = append(boxes, b)
			}
		}
		return boxes[1:]
	}
	whole := draw(0)
	if len(whole) != 1 || whole[0].Outlined {
		t.Fatalf("known: %v", whole)
	}
	part := draw(Whole(-10))
	if len(part) != 2 || part[0].Outlined || !part[1].Outlined || part[1].Bottom() != whole[0].Bottom() || part[0].Y != whole[0].Y ||
		math.Abs(float64(part[0].H-3*part[1].H)) > 1e-6 {
		t.Errorf("a quarter estimated: %v of %v", part, whole)
	}
	for _, all := range []Value{Whole(-40), Whole(-50)} {
		if b := draw(all); len(b) != 1 || !b[0].Outlined {
			t.Errorf("all estimated: %v", b)
		}
	}
	if b := draw(Whole(10)); len(b) != 1 || b[0].Outlined {
		t.Errorf("a guess the other way means nothing: %v", b)
	}
}

func TestMissingReadings_BreakTheLine(t *testing.T) {
	p := Spark{Readings: []Reading{At(1), At(2), {}, At(3), At(4), {}, At(9)}}.Draw(frame(70, 24)).String()
	if strings.Count(p, "stroke") != 2 {
		t.Errorf("two gaps leave two lines and a dot, got\n%s", p)
	}
}

func TestMarkAt_FindsWhatThePointerMeans(t *testing.T) {
	p := weeks().Draw(frame(348, 160))
	for i, m := range p.Marks {
		if got := p.MarkAt(m.Ring.Centre()); got != i {
			t.Errorf("the middle of mark %d belongs to mark %d", i, got)
		}
	}
	if got := p.MarkAt(Point{0, 0}); got != -1 {
		t.Errorf("the corner beside the axis belongs to mark %d", got)
	}
}

func TestRowMark_IsSaidWhenEverythingIsWritten(t *testing.T) {
	chart := Ranking{Rows: []Rank{{ID: "a", Label: "A name of some length", Value: one}}}
	if m := chart.Draw(frame(400, 22)).Marks[0]; !m.Said || m.Tip != "A name of some length: 1" {
		t.Errorf("wide: %+v", m)
	}
	if m := chart.Draw(frame(120, 22)).Marks[0]; m.Said {
		t.Errorf("narrow, the name is cut, but the mark counts as said: %+v", m)
	}
}
