package model

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func amounts(t *testing.T, texts ...string) []Amount {
	t.Helper()
	out := make([]Amount, len(texts))
	for i, s := range texts {
		out[i] = MustAmount(s)
	}
	return out
}

func TestAllocate_SplitsByLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		name     string
		total    string
		weights  []int64
		currency Currency
		want     []string
	}{
		{"AC-10 5 cents 70:30", "0.05", []int64{70, 30}, "EUR", []string{"0.04", "0.01"}},
		{"AC-10 5 cents 30:70", "0.05", []int64{30, 70}, "EUR", []string{"0.02", "0.03"}},
		{"AC-11 8.00 to 3", "8", []int64{1, 1, 1}, "EUR", []string{"2.67", "2.67", "2.66"}},
		{"AC-13 34 yen to 4", "34", []int64{1, 1, 1, 1}, "JPY", []string{"9", "9", "8", "8"}},
		{"AC-18 5.00 in halves", "5", []int64{50, 50}, "EUR", []string{"2.5", "2.5"}},
		{"AC-18 a zero weight gets nothing", "5.01", []int64{50, 0, 50}, "EUR", []string{"2.51", "0", "2.5"}},
		{"a refund splits like the sale", "-8", []int64{1, 1, 1}, "EUR", []string{"-2.67", "-2.67", "-2.66"}},
		{"the largest remainder comes before the earlier line", "0.10", []int64{1, 1, 4}, "EUR", []string{"0.02", "0.02", "0.06"}},
		{"all weights zero split equally", "0.05", []int64{0, 0}, "EUR", []string{"0.03", "0.02"}},
		{"a negative weight counts as zero", "1", []int64{-5, 1}, "EUR", []string{"0", "1"}},
		{"three decimals", "0.010", []int64{1, 1, 1}, "KWD", []string{"0.004", "0.003", "0.003"}},
		{"nothing to split", "0", []int64{3, 4}, "EUR", []string{"0", "0"}},
		{"the rest below a cent stays with the first weighted part", "1.0001", []int64{0, 1, 1}, "EUR", []string{"0", "0.5001", "0.5"}},
		{
			"the whole range", "922337203685477.58",
			[]int64{math.MaxInt64, math.MaxInt64, math.MaxInt64},
			"EUR",
			[]string{"307445734561825.86", "307445734561825.86", "307445734561825.86"},
		},
	} {
		got := Allocate(MustAmount(c.total), c.weights, c.currency.Minor())
		if want := amounts(t, c.want...); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.name, got, want)
		}
	}
	if got := Allocate(5, nil, 1); got != nil {
		t.Errorf("without weights there are no parts, got %v", got)
	}
	if got := Weights(amounts(t, "1.5", "-2")); !slices.Equal(got, []int64{15_000, -20_000}) {
		t.Errorf("Weights gives %v", got)
	}
}

func checkSplit(t rapid.TB, total Amount, weights []int64, step Amount) {
	t.Helper()
	parts := Allocate(total, weights, step)
	if len(parts) != len(weights) {
		t.Fatalf("%d parts for %d weights", len(parts), len(weights))
	}
	sum, all := new(big.Int), new(big.Int)
	for _, w := range weights {
		all.Add(all, big.NewInt(max(w, 0)))
	}
	for i, p := range parts {
		sum.Add(sum, big.NewInt(int64(p)))
		if all.Sign() == 0 {
			continue
		}
		if weights[i] <= 0 && p != 0 {
			t.Fatalf("part %d of %v has no weight and gets %d", i, weights, p)
		}
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(int64(total)), big.NewInt(max(weights[i], 0))), all)
		off := new(big.Rat).Sub(new(big.Rat).SetInt64(int64(p)), exact)
		if off.Abs(off).Cmp(new(big.Rat).SetInt64(int64(step))) >= 0 {
			t.Fatalf("part %d of %d by %v is %d, more than a step from %s", i, total, weights, p, exact.FloatString(4))
		}
	}
	if sum.Cmp(big.NewInt(int64(total))) != 0 {
		t.Fatalf("%d by %v gives %v, which sums to %s", total, weights, parts, sum)
	}
	if total != math.MinInt64 {
		for i, p := range Allocate(-total, weights, step) {
			if p != -parts[i] {
				t.Fatalf("the refund of %d splits differently: part %d is %d, not %d", total, i, p, -parts[i])
			}
		}
	}
}

func TestAllocate_PartsSumToTheWholeAndAreWithinOneStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.SampledFrom([]Amount{1, 10, 100, 10_000}).Draw(t, "step")
		units := rapid.Int64Range(math.MinInt64/10_000, math.MaxInt64/10_000).Draw(t, "units")
		weights := rapid.SliceOfN(rapid.Int64Range(-3, 1e12), 1, 40).Draw(t, "weights")
		checkSplit(t, Amount(units)*step, weights, step)
	})
}

func FuzzAllocate(f *testing.F) {
	f.Add(int64(5), int64(70), int64(30), int64(0))
	f.Add(int64(-800), int64(1), int64(1), int64(1))
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64))
	f.Add(int64(math.MinInt64+1), int64(0), int64(-1), int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, total, a, b, c int64) {
		if total == math.MinInt64 {
			return // has no positive counterpart; no book holds it
		}
		var sum Amount
		for _, p := range Allocate(Amount(total), []int64{a, b, c}, 100) {
			sum = sum.Add(p)
		}
		if sum != Amount(total) {
			t.Fatalf("%d by %d:%d:%d sums to %d", total, a, b, c, sum)
		}
	})
}
