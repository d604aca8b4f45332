package calc

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestDecay_HalvesEveryHalfLife(t *testing.T) { // oracle SC-12
	for age, want := range map[int]string{-3: "1", 0: "1", 7: "0.5", 14: "0.25", 21: "0.125", 28: "0.0625"} {
		if got := Decay(age, 7); !got.Equal(num(want)) {
			t.Errorf("%d days: %s, want %s", age, got, want)
		}
	}
	if got := Decay(45, 90).Round(15); !got.Equal(num("0.707106781186548")) {
		t.Errorf("half a half-life: %s", got)
	}
}

func TestDecay_NeverRisesWithAge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		half, age := rapid.IntRange(1, 400).Draw(t, "half"), rapid.IntRange(0, 4000).Draw(t, "age")
		if a, b := Decay(age, half), Decay(age+1, half); b.GreaterThan(a) || b.IsNegative() || a.GreaterThan(one) {
			t.Fatalf("%s then %s", a, b)
		}
	})
}

func TestEvidence_IsTheNumberOfEqualWeights(t *testing.T) {
	if got := Evidence(num("5"), num("5")); !got.Equal(num("5")) {
		t.Errorf("five whole ones are worth %s", got)
	}
	if got := Evidence(num("2.5"), num("1.25")); !got.Equal(num("5")) {
		t.Errorf("five halves are worth %s", got)
	}
	if got := Evidence(decimal.Zero, decimal.Zero); !got.IsZero() {
		t.Errorf("nothing is worth %s", got)
	}
}

func TestPoints_RunFromTheWorstToTheBest(t *testing.T) {
	for _, c := range [][4]string{
		{"0.95", "0.5", "1", "90"},
		{"0.5", "0.5", "1", "0"},
		{"0.2", "0.5", "1", "0"},
		{"1", "0.5", "1", "100"},
		{"2", "10", "0", "80"},
		{"12", "10", "0", "0"},
		{"3", "3", "3", "0"},
	} {
		if got := Points(num(c[0]), num(c[1]), num(c[2])); !got.Equal(num(c[3])) {
			t.Errorf("%v: %s", c, got)
		}
	}
}
