package score

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model/calc"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// testRules are the settings as they come with the program.
func testRules() *rules {
	r := &rules{ruleKey: ruleKey{answer: 2, due: [2]int{2, 14}}, half: 90, open: 90, prior: dec("50"), priorOrders: dec("10"), worstRate: dec("50"), worstGood: dec("20"), priceStep: dec("3")}
	r.cuts = [3]decimal.Decimal{dec("90"), dec("70"), dec("50")}
	for i, w := range []string{"10", "20", "15", "25", "10", "5", "5", "5", "5"} {
		r.weights[i] = dec(w)
	}
	r.settle()
	return r
}

func TestClass_BandsAreHalfOpenAndAHundredHasOne(t *testing.T) {
	r := testRules()
	for score, want := range map[string]string{"100": "A", "90": "A", "89.99": "B", "70": "B", "69.999999": "C", "50": "C", "49.99": "D", "0": "D"} {
		if got := r.class(decimal.NewNullDecimal(dec(score))); got != want {
			t.Errorf("%s is %s, want %s", score, got, want)
		}
	}
	if got := r.class(decimal.NullDecimal{}); got != "" {
		t.Errorf("unknown is %q", got)
	}
}

func TestMeasure_OlderOrdersFadeByTheHalfLife(t *testing.T) {
	r := testRules()
	r.half = 7
	r.settle()
	b := newBook()
	for i, good := range []int64{whole, 0, 0, 0, 0} { // ages 0, 7, 14, 21 and 28
		b.add(1000-7*i, otd, good)
	}
	m := b.measure(r, otd)
	sum := dec("1.9375") // 1 + 1/2 + 1/4 + 1/8 + 1/16
	if want := one.DivRound(sum, 6); !m.recent.Round(6).Equal(want) || !m.plain.Equal(dec("0.2")) || m.n != 5 {
		t.Errorf("recent %s, want %s; plain %s of %d", m.recent, want, m.plain, m.n)
	}
	if want := calc.Evidence(sum, dec("1.33203125")); !m.evidence.Round(6).Equal(want.Round(6)) {
		t.Errorf("evidence %s, want %s", m.evidence, want)
	}
}

func TestVetting_FadesAsOrdersAccumulate(t *testing.T) {
	r := testRules()
	vetted := Vetted{Score: decimal.NewNullDecimal(dec("80"))}
	last := dec("101")
	for _, n := range []int{0, 1, 5, 10, 50, 300} {
		b := newBook()
		for _, f := range many(n, 20_000, func(int, *fact) {}) {
			v := f.judge(20_000)
			b.take(&f, &v)
		}
		c := r.card(supplier{}, b, vetted)
		if !c.Share.Decimal.LessThan(last) || c.Score.Decimal.LessThan(dec("80")) {
			t.Errorf("%d orders: vetting counts %s %%, score %s", n, c.Share.Decimal, c.Score.Decimal)
		}
		if n == 0 && !c.Score.Decimal.Equal(dec("80")) {
			t.Errorf("without orders the score is %s", c.Score.Decimal)
		}
		last = c.Share.Decimal
	}
}

func TestVetting_NeverHidesWhoDoesNotShip(t *testing.T) {
	b := newBook()
	for _, f := range many(10, 20_000, func(_ int, f *fact) { f.gone, f.got, f.left, f.arrived, f.tracked = 0, 0, 0, 0, false }) {
		v := f.judge(20_000)
		b.take(&f, &v)
	}
	if c := testRules().card(supplier{}, b, Vetted{Score: decimal.NewNullDecimal(hundred)}); c.Class != "D" {
		t.Errorf("score %s, class %s", c.Score.Decimal, c.Class)
	}
}

func TestGates_OneThatFailedKeepsTheClassAtTheBottom(t *testing.T) {
	b := newBook()
	for _, f := range many(100, 20_000, func(int, *fact) {}) {
		v := f.judge(20_000)
		b.take(&f, &v)
	}
	no := false
	c := testRules().card(supplier{}, b, Vetted{Gates: []Gate{{"Real test order", &no}}})
	if c.Class != "D" || c.Score.Decimal.LessThan(dec("90")) {
		t.Errorf("class %s, score %s", c.Class, c.Score.Decimal)
	}
	if l := c.lift(); l == nil || l.Class != "A" {
		t.Errorf("lift %+v", l)
	}
}

func TestLift_SaysWhichValueIsEnough(t *testing.T) {
	facts := many(120, 20_000, func(i int, f *fact) {
		if i%4 == 0 {
			f.arrived = f.due + 4
		}
		if i%9 == 0 {
			f.faults = spoiled
		}
	})
	c := scored(facts, 20_000)
	l := c.lift()
	if l == nil || len(l.Steps) == 0 || l.Class >= c.Class {
		t.Fatalf("class %s, score %s: lift %+v", c.Class, c.Score.Decimal, l)
	}
	sums := c.sums
	for i := range abouts {
		for _, s := range l.Steps {
			if s.Key != abouts[i].key {
				continue
			}
			sums[i].recent = s.To.Shift(-2)
			if s.Bad {
				sums[i].recent = one.Sub(s.To.Shift(-2))
			}
			if l.Alone {
				if !c.reaches(sums, dec("70")) && l.Class == "B" {
					t.Errorf("%s at %s %% is not enough", s.Key, s.To)
				}
				sums = c.sums
			}
		}
	}
	if few := scored(many(6, 20_000, func(int, *fact) {}), 20_000); few.lift() == nil || few.lift().Orders == 0 {
		t.Errorf("six good orders: %+v", few.lift())
	}
}

func TestTimes_ThoseThatNeverCameAreTheLongest(t *testing.T) {
	days := []int{5, 6, 7, 8, 9, 10, 11, 12, endless, endless}
	got := timesOf(days)
	if got.N != 10 || !got.P50.Decimal.Equal(dec("9.5")) || got.P90.Valid {
		t.Errorf("got %+v", got)
	}
}
