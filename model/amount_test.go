package model

import (
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestParseAmount_ReadsPlainDecimals(t *testing.T) {
	for in, want := range map[string]Amount{
		"0": 0, "-0": 0, "0.00": 0, "1": 10_000, "1234.50": 12_345_000, "-2.5": -25_000, "0.0345": 345, "0.0001": 1,
		"1.50000": 15_000, "007.10": 71_000, "922337203685477.5807": math.MaxInt64, "-922337203685477.5808": math.MinInt64,
		"922337203685477": 9_223_372_036_854_770_000, "0.000000000000000000000000000000": 0,
	} {
		got, err := ParseAmount(in)
		if err != nil || got != want {
			t.Errorf("ParseAmount(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
}

func TestParseAmount_RefusesEverythingElse(t *testing.T) {
	for _, in := range []string{
		"", "-", ".", "1.", ".5", "-.5", "+1", "--1", "1-", "1,5", "1.234,50", "1 000", " 1", "1 ", "1e3", "0x10", "1.2.3", "NaN", "Inf",
		"1.00001", "0.12345", "1.0000x", "١", "1\x00", "922337203685477.5808", "-922337203685477.5809", "922337203685478",
		"99999999999999999999", strings.Repeat("9", 400), "1." + strings.Repeat("0", 400) + "1",
	} {
		got, err := ParseAmount(in)
		if CodeOf(err) != Invalid {
			t.Errorf("ParseAmount(%q) = %d, %v; want it refused as invalid", in, got, err)
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("the message for %d characters of input is %d long", len(in), len(err.Error()))
		}
	}
}

func TestAmount_RoundsTiesAwayFromZeroToTheMinorUnit(t *testing.T) {
	for _, c := range []struct {
		amount   string
		currency Currency
		want     string
	}{
		{"58.325", "EUR", "58.33"},
		{"-58.325", "EUR", "-58.33"},
		{"58.3249", "EUR", "58.32"},
		{"0.005", "USD", "0.01"},
		{"-0.005", "USD", "-0.01"},
		{"0.0049", "USD", "0.00"},
		{"-0.0049", "USD", "0.00"},
		{"1234.5", "JPY", "1235"},
		{"-1234.5", "JPY", "-1235"},
		{"0.4999", "JPY", "0"},
		{"1234.5", "KWD", "1234.500"},
		{"0.0005", "KWD", "0.001"},
		{"0.0345", "CLF", "0.0345"},
		{"12.2388", "GBP", "12.24"},
	} {
		a := MustAmount(c.amount)
		if got := a.Text(c.currency); got != c.want {
			t.Errorf("TX-04 %s %s prints %q, want %q", c.amount, c.currency, got, c.want)
		}
		if back := MustAmount(c.want); back != a.Round(c.currency) {
			t.Errorf("%s %s rounds to %s, want %s", c.amount, c.currency, a.Round(c.currency), back)
		}
	}
}

func TestAmount_StringKeepsAllDecimalsAndAtLeastTwo(t *testing.T) {
	for in, want := range map[string]string{"0": "0.00", "1234.5": "1234.50", "0.0345": "0.0345", "-0.0001": "-0.0001", "-12": "-12.00", "1.234": "1.234", "100": "100.00"} {
		if got := MustAmount(in).String(); got != want {
			t.Errorf("%s prints as %q, want %q", in, got, want)
		}
	}
	if got := (Money{MustAmount("1234.5"), "EUR"}).String(); got != "1234.50 EUR" {
		t.Errorf("money prints as %q", got)
	}
	if got := Amount(math.MinInt64).String(); got != "-922337203685477.5808" {
		t.Errorf("the smallest amount prints as %q", got)
	}
}

func TestAmount_ArithmeticPanicsInsteadOfWrapping(t *testing.T) {
	const top, bottom = Amount(math.MaxInt64), Amount(math.MinInt64)
	for name, f := range map[string]func(){
		"top + 1":         func() { top.Add(1) },
		"bottom - 1":      func() { bottom.Sub(1) },
		"- bottom":        func() { bottom.Neg() },
		"abs of bottom":   func() { bottom.Abs() },
		"top x 2":         func() { top.Times(2) },
		"bottom x -1":     func() { bottom.Times(-1) },
		"-1 x bottom":     func() { Amount(-1).Times(math.MinInt64) },
		"top to yen":      func() { top.Round("JPY") },
		"bottom to yen":   func() { bottom.Round("JPY") },
		"must of letters": func() { MustAmount("abc") },
	} {
		if !panics(f) {
			t.Errorf("%s: no panic", name)
		}
	}
	for name, ok := range map[string]bool{
		"top + bottom": top.Add(bottom) == -1, "top - top": top.Sub(top) == 0, "top + 0": top.Add(0) == top, "3 x -4": Amount(3).Times(-4) == -12,
		"bottom x 1": bottom.Times(1) == bottom, "0 x 9": Amount(0).Times(9) == 0, "abs": Amount(-5).Abs() == 5 && Amount(5).Abs() == 5,
	} {
		if !ok {
			t.Errorf("%s is wrong", name)
		}
	}
}

func TestAmountOf_RoundsOnceAndRefusesWhatDoesNotFit(t *testing.T) {
	for in, want := range map[string]string{"0.00005": "0.0001", "-0.00005": "-0.0001", "0.00004999": "0.00", "922337203685477.5807": "922337203685477.5807"} {
		got, err := AmountOf(decimal.RequireFromString(in))
		if err != nil || got.String() != want {
			t.Errorf("AmountOf(%s) = %s, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"922337203685477.58075", "-922337203685478", "1" + strings.Repeat("0", 30)} {
		if _, err := AmountOf(decimal.RequireFromString(in)); CodeOf(err) != Invalid {
			t.Errorf("AmountOf(%s) gives %v, want it refused", in, err)
		}
	}
}

func TestAmount_PrintedAndReadBackIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Amount(rapid.Int64().Draw(t, "a"))
		if back, err := ParseAmount(a.String()); err != nil || back != a {
			t.Fatalf("%d prints as %q and reads back as %d, %v", a, a.String(), back, err)
		}
		if back, err := AmountOf(a.Decimal()); err != nil || back != a {
			t.Fatalf("%d is decimal %s and comes back as %d, %v", a, a.Decimal(), back, err)
		}
	})
}

func TestAmount_RoundAgreesWithExactDecimals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Amount(rapid.Int64Range(-1e17, 1e17).Draw(t, "a"))
		c := rapid.SampledFrom([]Currency{"EUR", "JPY", "KWD", "CLF"}).Draw(t, "currency")
		want := a.Decimal().Round(int32(c.Digits())).StringFixed(int32(c.Digits()))
		if got := a.Text(c); got != want {
			t.Fatalf("%s in %s prints as %s, want %s", a, c, got, want)
		}
		if r := a.Round(c); r.Round(c) != r || r.Sub(a).Abs()*2 > c.Minor() || a.Neg().Round(c) != r.Neg() {
			t.Fatalf("%s in %s rounds to %s", a, c, r)
		}
	})
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"", "0", "-0.00", "1234.50", "-922337203685477.5808", "922337203685477.5807", "1.00000", "1e5", "--1", ".5", "1."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseAmount(s)
		if err != nil {
			if CodeOf(err) != Invalid || a != 0 {
				t.Fatalf("%q: %d, %v", s, a, err)
			}
			return
		}
		exact, derr := decimal.NewFromString(s)
		if derr != nil || !exact.Equal(a.Decimal()) {
			t.Fatalf("%q was read as %s", s, a)
		}
		if back, err := ParseAmount(a.String()); err != nil || back != a {
			t.Fatalf("%q prints as %q and reads back as %d, %v", s, a.String(), back, err)
		}
	})
}
