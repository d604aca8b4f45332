package score

import (
	"testing"

	"github.com/shopspring/decimal"
)

// fresh counts good ones among so many orders of one day, which all weigh the same.
func fresh(metric int, good, n int64) (*book, measure) {
	b := newBook()
	for i := range n {
		b.grade(20_000, metric, graded(i < good))
	}
	return b, b.measure(testRules(), metric)
}

func TestPublishedExamples_Figures(t *testing.T) {
	r := testRules()
	for name, c := range map[string]struct {
		metric  int
		good, n int64
		value   string // in percent
	}{
		"SC-13 1,080 of 1,200 on time in full": {otif, 1080, 1200, "90"},
		"SC-16 27 of 1,000 orders defective":   {odr, 973, 1000, "2.7"},
		"SC-18 485 of 500 stock records held":  {stock, 485, 500, "97"},
	} {
		t.Run(name, func(t *testing.T) {
			b, m := fresh(c.metric, c.good, c.n)
			x := r.metric(c.metric, b, &m, &part{})
			if !x.Value.Decimal.Equal(dec(c.value)) || !x.Recent.Decimal.Equal(dec(c.value)) || x.N != c.n || !x.Evidence.Equal(decimal.NewFromInt(c.n)) {
				t.Errorf("value %s, recent %s of %d, evidence %s", x.Value.Decimal, x.Recent.Decimal, x.N, x.Evidence)
			}
		})
	}
}

// TestPublishedExamples_Bounds checks oracle SC-08 through a card.
func TestPublishedExamples_Bounds(t *testing.T) {
	for _, c := range []struct {
		good, n   int64
		low, high string
	}{
		{0, 1, "0", "79.345671"},
		{1, 1, "20.654329", "100"},
		{1, 2, "9.452865", "90.547135"},
		{10, 11, "62.263537", "98.376825"},
		{90, 100, "82.56327", "94.477146"},
		{0, 100, "0", "3.699481"},
	} {
		var sums [metrics]measure
		_, sums[otd] = fresh(otd, c.good, c.n)
		p := testRules().weigh(sums, decimal.NullDecimal{}).parts[otd]
		if low, high := told(p.low, false).Round(6), told(p.high, false).Round(6); !low.Equal(dec(c.low)) || !high.Equal(dec(c.high)) {
			t.Errorf("%d of %d: %s to %s, want %s to %s", c.good, c.n, low, high, c.low, c.high)
		}
	}
}

// TestPublishedExamples_OTIFIsCountedByOrder: 0.95 on time and 0.90 in full are
// 0.855 only if they have nothing to do with each other (trap SC-15).
func TestPublishedExamples_OTIFIsCountedByOrder(t *testing.T) {
	facts := many(100, 20_000, func(i int, f *fact) {
		if i < 10 { // the late ones are among those with a part missing
			f.faults = bits("incomplete")
		}
		if i < 5 {
			f.arrived = f.due + 1
		}
	})
	for _, m := range scored(facts, 20_000).Performance.Metrics {
		if want := map[string]string{"otd": "95", "otif": "90"}[m.Key]; want != "" && !m.Value.Decimal.Equal(dec(want)) {
			t.Errorf("%s is %s, want %s", m.Key, m.Value.Decimal, want)
		}
	}
}
