package assessment

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// of makes a template of criteria with keys a, b, c and so on.
func of(scale Scale, weights ...string) *Template {
	t := &Template{Name: "T", Number: 1}
	for i, w := range weights {
		key := string(rune('a' + i))
		t.Criteria = append(t.Criteria, Criterion{Key: key, Name: key, Weight: dec(w), Scale: scale})
	}
	return t
}

func grades(all ...string) map[string]decimal.Decimal {
	m := map[string]decimal.Decimal{}
	for i, g := range all {
		if g != "" {
			m[string(rune('a'+i))] = dec(g)
		}
	}
	return m
}

func TestScore_AgreesWithPublishedExamples(t *testing.T) {
	tests := []struct {
		name     string
		template *Template
		grades   map[string]decimal.Decimal
		own      string
		class    Class
	}{
		{"SC-01 A", of(Hundred, "40", "30", "20", "10"), grades("90", "80", "70", "85"), "82.5", "B"},
		{"SC-01 B", of(Hundred, "40", "30", "20", "10"), grades("75", "95", "88", "90"), "85.1", "B"},
		{"SC-02", of(Five, "30", "25", "20", "15", "10"), grades("4", "5", "3", "4", "5"), "4.15", "B"},
		{"a perfect score has a class", of(Five, "60", "40"), grades("5", "5"), "5", "A"},
		{"the worst has one too", of(Five, "60", "40"), grades("1", "1"), "1", "D"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.template.Score(tt.grades)
			if !r.Own.Valid || !r.Own.Decimal.Equal(dec(tt.own)) || r.Class != tt.class || r.Provisional || !r.Coverage.Equal(hundred) {
				t.Errorf("got %+v", r)
			}
			sum := decimal.Zero
			for _, p := range r.Parts {
				sum = sum.Add(p.Adds.Decimal)
			}
			if !sum.Equal(r.Score.Decimal) {
				t.Errorf("the contributions add up to %s, the score is %s", sum, r.Score.Decimal)
			}
		})
	}
}

func TestScore_NoDataIsUnknownAndLittleIsProvisional(t *testing.T) {
	t5 := of(Five, "75", "25")
	if r := t5.Score(nil); r.Score.Valid || r.Own.Valid || r.Class != "" || !r.Coverage.IsZero() || !r.Provisional {
		t.Errorf("without grades: %+v", r)
	}
	if r := t5.Score(grades("", "5")); !r.Score.Decimal.Equal(hundred) || !r.Coverage.Equal(dec("25")) || !r.Provisional {
		t.Errorf("with a quarter: %+v", r)
	}
	if r := t5.Score(grades("3")); !r.Score.Decimal.Equal(dec("50")) || r.Provisional || r.Parts[1].Adds.Valid {
		t.Errorf("with three quarters: %+v", r)
	}
}

func TestScore_MixedScalesAreBroughtToHundredFirst(t *testing.T) {
	mixed := of(Five, "50", "50")
	mixed.Criteria[1].Scale = Hundred
	r := mixed.Score(grades("5", "40"))
	if !r.Score.Decimal.Equal(dec("70")) || r.Own.Valid {
		t.Errorf("got %+v", r)
	}
}

func TestClassOf_HasNoGaps(t *testing.T) {
	for score, want := range map[string]Class{
		"0": "D", "49.99": "D", "50": "C", "69.99": "C", "70": "B", "89": "B", "89.5": "B", "89.99": "B", "90": "A", "100": "A",
	} {
		if got := ClassOf(decimal.NewNullDecimal(dec(score))); got != want {
			t.Errorf("%s is %s, want %s", score, got, want)
		}
	}
}

func TestScore_WorseGradesNeverRaiseIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(rt, "criteria")
		tpl, before, after := &Template{}, map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
		for i := range n {
			key := string(rune('a' + i))
			scale := rapid.SampledFrom([]Scale{Five, Hundred}).Draw(rt, "scale")
			tpl.Criteria = append(tpl.Criteria, Criterion{Key: key, Weight: decimal.New(rapid.Int64Range(1, 10_000).Draw(rt, "weight"), -2), Scale: scale})
			if rapid.IntRange(0, 3).Draw(rt, "known") == 0 {
				continue
			}
			worst, best := scale.Bounds()
			low, high := worst.Shift(1).IntPart(), best.Shift(1).IntPart()
			good := rapid.Int64Range(low, high).Draw(rt, "before")
			bad := rapid.Int64Range(low, good).Draw(rt, "after")
			before[key], after[key] = decimal.New(good, -1), decimal.New(bad, -1)
		}
		a, b := tpl.Score(before), tpl.Score(after)
		tolerance := dec("0.0000000001") // each contribution is rounded
		if a.Score.Valid != b.Score.Valid || b.Score.Decimal.GreaterThan(a.Score.Decimal.Add(tolerance)) {
			rt.Fatalf("from %s to %s", a.Score.Decimal, b.Score.Decimal)
		}
		if a.Score.Valid && (a.Score.Decimal.IsNegative() || a.Score.Decimal.GreaterThan(hundred.Add(tolerance))) {
			rt.Fatalf("score %s", a.Score.Decimal)
		}
		if a.Class != "" && a.Class > b.Class {
			rt.Fatalf("class %s became %s", a.Class, b.Class)
		}
	})
}

func TestGates_WorseVerdictsNeverOpen(t *testing.T) {
	rank := map[Standing]int{Passed: 0, Open: 1, Failed: 2}
	worse := map[GateState][]GateState{
		GatePassed: {GatePassed, GateUnknown, GateExpired, GateFailed}, GateUnknown: {GateUnknown, GateExpired, GateFailed},
		GateExpired: {GateExpired, GateUnknown, GateFailed}, GateFailed: {GateFailed},
	}
	rapid.Check(t, func(rt *rapid.T) {
		states := rapid.SliceOfN(rapid.SampledFrom([]GateState{GatePassed, GateUnknown, GateExpired, GateFailed}), 0, 6).Draw(rt, "before")
		after := make([]GateState, len(states))
		for i, s := range states {
			after[i] = rapid.SampledFrom(worse[s]).Draw(rt, "after")
		}
		if rank[StandingOf(after)] < rank[StandingOf(states)] {
			rt.Fatalf("%v is %s, %v %s", states, StandingOf(states), after, StandingOf(after))
		}
	})
}

func TestVerdict_ExpiresAfterItsLastDay(t *testing.T) {
	yes, no := true, false
	for _, tt := range []struct {
		v    Verdict
		want GateState
	}{
		{Verdict{}, GateUnknown},
		{Verdict{Passed: &no, Expires: "2026-01-01"}, GateFailed},
		{Verdict{Passed: &yes}, GatePassed},
		{Verdict{Passed: &yes, Expires: "2026-03-31"}, GatePassed},
		{Verdict{Passed: &yes, Expires: "2026-03-30"}, GateExpired},
	} {
		if got := tt.v.On("2026-03-31"); got != tt.want {
			t.Errorf("%+v is %s, want %s", tt.v, got, tt.want)
		}
	}
}

func TestTrial_CountsDaysAndWhatIsOverdueAsLate(t *testing.T) {
	n := func(i int) *int { return &i }
	same := func(a, b *int) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
	const today = model.Date("2026-03-31")
	for _, tt := range []struct {
		name                           string
		trial                          Trial
		handling, transit, total, late *int
	}{
		{"in time", Trial{Ordered: "2026-03-01", Shipped: "2026-03-02", Scanned: "2026-03-03", Delivered: "2026-03-10", Promised: n(9)}, n(2), n(7), n(9), n(0)},
		{"late", Trial{Ordered: "2026-03-01", Shipped: "2026-03-02", Delivered: "2026-03-14", Promised: n(9)}, n(1), n(12), n(13), n(4)},
		{"overdue", Trial{Ordered: "2026-03-01", Shipped: "2026-03-02", Promised: n(9)}, n(1), nil, nil, n(21)},
		{"under way", Trial{Ordered: "2026-03-25", Promised: n(9)}, nil, nil, nil, nil},
		{"without a promise", Trial{Ordered: "2026-03-01", Delivered: "2026-03-14"}, nil, nil, n(13), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, tr, all := tt.trial.Days()
			if late := tt.trial.Late(today); !same(h, tt.handling) || !same(tr, tt.transit) || !same(all, tt.total) || !same(late, tt.late) {
				t.Errorf("got %v %v %v %v", h, tr, all, late)
			}
		})
	}
}

func TestGradeDays_NeverRisesWithDelay(t *testing.T) {
	for promised := range 60 {
		last := dec("5")
		for late := range 120 {
			g := GradeDays(late, promised)
			if g.GreaterThan(last) || g.LessThan(dec("1")) {
				t.Fatalf("%d days late of %d gives %s after %s", late, promised, g, last)
			}
			last = g
		}
		if !GradeDays(0, promised).Equal(dec("5")) || !last.Equal(dec("1")) {
			t.Errorf("a promise of %d days is graded from %s to %s", promised, GradeDays(0, promised), last)
		}
	}
}

func TestMeaning_IsThatOfTheHighestLevelReached(t *testing.T) {
	c := Criterion{Scale: Five, Levels: []Level{{dec("1"), "bad"}, {dec("3"), "fair"}, {dec("5"), "good"}}}
	for grade, want := range map[string]string{"1": "bad", "2.9": "bad", "3": "fair", "4.5": "fair", "5": "good"} {
		if got := c.Meaning(dec(grade)); got != want {
			t.Errorf("%s means %q, want %q", grade, got, want)
		}
	}
}

func TestScale_PointsAndGradesAgree(t *testing.T) {
	for grade, points := range map[string]string{"1": "0", "3": "50", "4": "75", "5": "100"} {
		if !Five.Points(dec(grade)).Equal(dec(points)) || !Five.Grade(dec(points)).Equal(dec(grade)) {
			t.Errorf("%s of 5 is not %s of 100", grade, points)
		}
	}
}
