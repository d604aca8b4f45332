package model

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestRound_MatchesThePublishedTable(t *testing.T) {
	values := []string{"5.5", "2.5", "1.6", "1.1", "1.0", "-1.0", "-1.1", "-1.6", "-2.5", "-5.5"}
	for mode, want := range map[Rounding][]string{
		HalfUp:   {"6", "3", "2", "1", "1", "-1", "-1", "-2", "-3", "-6"},
		HalfEven: {"6", "2", "2", "1", "1", "-1", "-1", "-2", "-2", "-6"},
		Up:       {"6", "3", "2", "2", "1", "-1", "-2", "-2", "-3", "-6"},
		Down:     {"5", "2", "1", "1", "1", "-1", "-1", "-1", "-2", "-5"},
	} {
		for i, v := range values {
			if got := Round(decimal.RequireFromString(v), 0, mode).String(); got != want[i] {
				t.Errorf("AC-15 %s of %s is %s, want %s", mode, v, got, want[i])
			}
		}
	}
	for _, c := range []struct {
		value  string
		digits int32
		mode   Rounding
		want   string
	}{
		{"58.325", 2, HalfUp, "58.33"},
		{"58.325", 2, HalfEven, "58.32"},
		{"2.0398", 2, Down, "2.03"},
		{"103.2956", 2, Up, "103.30"},
		{"155", -1, HalfEven, "160"},
		{"145", -1, HalfEven, "140"},
		{"145", -1, HalfUp, "150"},
		{"1", -3, Up, "1000"},
		{"-0.001", 2, HalfUp, "0.00"},
		{"3", 4, Down, "3.0000"},
		{"2.5", 0, "", "3"},
	} {
		if got := Round(decimal.RequireFromString(c.value), c.digits, c.mode); !got.Equal(decimal.RequireFromString(c.want)) {
			t.Errorf("%s to %d digits %s is %s, want %s", c.value, c.digits, c.mode, got, c.want)
		}
	}
	if got := Round(decimal.Decimal{}, 2, Up); !got.IsZero() {
		t.Errorf("nothing rounds to %s", got)
	}
}

func TestRound_StaysWithinOneStepAndHalfModesWithinHalf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := decimal.New(rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-8, 2).Draw(t, "exponent"))
		digits := rapid.Int32Range(-3, 6).Draw(t, "digits")
		step := decimal.New(1, -digits)
		for _, mode := range []Rounding{HalfUp, HalfEven, Down, Up} {
			r := Round(v, digits, mode)
			off := r.Sub(v).Abs()
			within := off.LessThan(step)
			if mode == HalfUp || mode == HalfEven {
				within = off.Add(off).LessThanOrEqual(step)
			}
			toward := r.Abs().LessThanOrEqual(v.Abs())
			if !within || !r.Mod(step).IsZero() || (mode == Down && !toward) || (mode == Up && toward && !r.Equal(v)) {
				t.Fatalf("%s to %d digits %s is %s", v, digits, mode, r)
			}
			if neg := Round(v.Neg(), digits, mode); !neg.Equal(r.Neg()) {
				t.Fatalf("%s of -%s is %s, not -%s", mode, v, neg, r)
			}
		}
	})
}

func TestParseRounding_KnowsFourModes(t *testing.T) {
	for in, want := range map[string]Rounding{"": HalfUp, "half_up": HalfUp, "half_even": HalfEven, "down": Down, "up": Up} {
		if got, err := ParseRounding(in); err != nil || got != want {
			t.Errorf("ParseRounding(%q) = %q, %v", in, got, err)
		}
	}
	if _, err := ParseRounding("ceiling"); CodeOf(err) != Invalid {
		t.Errorf("want an unknown mode refused, got %v", err)
	}
}

func TestParseDate_RefusesDaysThatDoNotExist(t *testing.T) {
	for _, in := range []string{"2026-03-31", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := ParseDate(in); err != nil || string(d) != in {
			t.Errorf("ParseDate(%q) = %q, %v", in, d, err)
		}
	}
	for _, in := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "31.12.2026", "2026-12-31T00:00:00Z", " 2026-12-31", "2026/12/31"} {
		if d, err := ParseDate(in); CodeOf(err) != Invalid {
			t.Errorf("ParseDate(%q) = %q, %v; want it refused", in, d, err)
		}
	}
}

func TestDate_CountsDaysOverAnySpan(t *testing.T) {
	for _, c := range []struct {
		from, to Date
		days     int
	}{
		{"2026-02-28", "2026-03-01", 1},
		{"2024-02-28", "2024-03-01", 2},
		{"2026-03-28", "2026-03-30", 2},
		{"2026-11-22", "2026-11-22", 0},
		{"2026-11-22", "2026-11-01", -21},
		{OpenStart, "2026-11-22", 739_941},
		{"1600-01-01", "2400-01-01", 292_194},
	} {
		if got := c.from.DaysUntil(c.to); got != c.days {
			t.Errorf("%s to %s is %d days, want %d", c.from, c.to, got, c.days)
		}
		if got := c.from.AddDays(c.days); got != c.to {
			t.Errorf("%s and %d days is %s, want %s", c.from, c.days, got, c.to)
		}
	}
	if Date("").AddDays(3) != "" || Date("").Month() != "" || !Date("").Time().IsZero() || Date("2026-11-22").Month() != "2026-11" {
		t.Error("an unknown date stays unknown")
	}
}

func TestDateOf_TakesTheDayOfItsOwnZone(t *testing.T) {
	east := time.FixedZone("east", 9*3600)
	at := time.Date(2026, 3, 1, 2, 30, 0, 0, east)
	if DateOf(at) != "2026-03-01" || DateOf(at.UTC()) != "2026-02-28" {
		t.Errorf("got %s and %s", DateOf(at), DateOf(at.UTC()))
	}
	if got := InstantOf(at); got != "2026-02-28T17:30:00Z" || !got.Time().Equal(at) {
		t.Errorf("the instant is %s", got)
	}
	if !Instant("").Time().IsZero() {
		t.Error("an unknown instant has no time")
	}
}

func TestParsePeriod_ReadsMonthQuarterAndYear(t *testing.T) {
	for in, want := range map[string]Period{
		"2026-10": {"2026-10-01", "2026-10-31"}, "2024-02": {"2024-02-01", "2024-02-29"}, "2026-12": {"2026-12-01", "2026-12-31"},
		"2026-Q1": {"2026-01-01", "2026-03-31"}, "2026-Q3": {"2026-07-01", "2026-09-30"}, "2026-Q4": {"2026-10-01", "2026-12-31"},
		"2026": {"2026-01-01", "2026-12-31"}, "9999": {"9999-01-01", "9999-12-31"},
	} {
		if got, err := ParsePeriod(in); err != nil || got != want {
			t.Errorf("ParsePeriod(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "26", "0000", "2026-", "2026-0", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-q1", "2026-+1", "+202", "2026-1-1", "2026-10-01", "abcd"} {
		if got, err := ParsePeriod(in); CodeOf(err) != Invalid {
			t.Errorf("ParsePeriod(%q) = %v, %v; want it refused", in, got, err)
		}
	}
}

func TestPeriod_ContainsItsBoundsAndIsOpenWithoutThem(t *testing.T) {
	october := Period{"2026-10-01", "2026-10-31"}
	for d, want := range map[Date]bool{"2026-09-30": false, "2026-10-01": true, "2026-10-31": true, "2026-11-01": false} {
		if october.Contains(d) != want {
			t.Errorf("October contains %s: %v", d, !want)
		}
	}
	if !(Period{}).Contains("2026-10-01") || (Period{To: "2026-01-01"}).Contains("2026-01-02") || (Period{From: "2026-01-02"}).Contains("2026-01-01") {
		t.Error("an open bound lets everything in, a closed one does not")
	}
}

func TestDays_SaysOneDayAndManyDays(t *testing.T) {
	for n, want := range map[int]string{1: "1 day", 0: "0 days", 2: "2 days"} {
		if got := Days(n); got != want {
			t.Errorf("Days(%d) = %q", n, got)
		}
	}
}

func TestParseDecimal_TakesPlainNumbersOnly(t *testing.T) {
	for _, in := range []string{"0", "-12.5", "6.5", "0.00000000000000000001", "1234567890123456789012345678901234567890"} {
		if _, err := ParseDecimal(in); err != nil {
			t.Errorf("ParseDecimal(%q): %v", in, err)
		}
	}
	for _, in := range []string{"", "-", ".", "-.", "1.", ".5", "1e5", "1-2", "--1", "1.2.3", "+1", "1,5", "−1", "12345678901234567890123456789012345678901"} {
		if d, err := ParseDecimal(in); CodeOf(err) != Invalid {
			t.Errorf("ParseDecimal(%q) = %s, %v; want it refused", in, d, err)
		}
	}
}

func TestPercent_OfAnAmountIsRoundedOnce(t *testing.T) {
	for _, c := range []struct {
		percent, amount string
		currency        Currency
		want            string
	}{
		{"20", "100", "GBP", "20.00"},
		{"5", "100", "GBP", "5.00"},
		{"6.5", "60", "USD", "3.90"},
		{"2.9", "100", "USD", "2.90"},
		{"15", "450", "GBP", "67.50"},
		{"10", "0.05", "EUR", "0.01"},
		{"10", "-0.05", "EUR", "-0.01"},
		{"7.5", "1234", "JPY", "93"},
		{"0.499996", "1", "EUR", "0.00"},
		{"99.499996", "1", "EUR", "0.99"},
	} {
		p, err := ParsePercent(c.percent)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Of(MustAmount(c.amount), c.currency)
		if err != nil || got.Text(c.currency) != c.want {
			t.Errorf("TX-01 %s %% of %s %s = %s, %v; want %s", c.percent, c.amount, c.currency, got.Text(c.currency), err, c.want)
		}
	}
	huge, _ := ParsePercent("100000")
	if _, err := huge.Of(MustAmount("900000000000000"), "EUR"); CodeOf(err) != Invalid {
		t.Errorf("a result out of range gives %v", err)
	}
}

func TestPercentOf_IsUndefinedForAZeroWhole(t *testing.T) {
	if _, ok := PercentOf(5, 0, 2); ok {
		t.Error("part of nothing has no percentage")
	}
	for _, c := range []struct{ part, whole, want string }{{"1", "3", "33.33"}, {"2", "3", "66.67"}, {"-1", "3", "-33.33"}, {"1", "-3", "-33.33"}, {"1", "800", "0.13"}, {"-1", "800", "-0.13"}} {
		got, ok := PercentOf(MustAmount(c.part), MustAmount(c.whole), 2)
		if !ok || got.StringFixed(2) != c.want {
			t.Errorf("%s of %s is %s, want %s", c.part, c.whole, got, c.want)
		}
	}
}

func TestRate_ConvertRoundsOnceToTheTargetsMinorUnit(t *testing.T) {
	for _, c := range []struct {
		from, to            Currency
		value, amount, want string
	}{
		{"USD", "EUR", "0.90867", "100", "90.87"},
		{"EUR", "JPY", "163.45", "1.50", "245"},
		{"EUR", "KWD", "0.33321", "10", "3.332"},
		{"USD", "EUR", "1.00499996", "1", "1.00"},
		{"USD", "EUR", "1.00499996", "-1", "-1.00"},
		{"EUR", "EUR", "7", "1.005", "1.01"},
	} {
		r := Rate{From: c.from, To: c.to, Value: decimal.RequireFromString(c.value)}
		got, err := r.Convert(MustAmount(c.amount))
		if err != nil || got.Text(c.to) != c.want || got != got.Round(c.to) {
			t.Errorf("%s %s at %s = %s, %v; want %s %s", c.amount, c.from, c.value, got, err, c.want, c.to)
		}
	}
	r := Rate{From: "USD", To: "VND", Value: decimal.RequireFromString("26000")}
	if _, err := r.Convert(MustAmount("900000000000000")); CodeOf(err) != Invalid {
		t.Errorf("a result out of range gives %v", err)
	}
}

func TestCurrency_KnowsItsDecimals(t *testing.T) {
	for c, digits := range map[Currency]int{"EUR": 2, "USD": 2, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3, "CLF": 4, "ISK": 0, "HUF": 2, "": 2} {
		if c.Digits() != digits || c.Minor().Decimal().Shift(int32(digits)).String() != "1" {
			t.Errorf("%s has %d decimals and minor unit %s, want %d", c, c.Digits(), c.Minor(), digits)
		}
	}
	for in, want := range map[string]Currency{"eur": "EUR", " Usd ": "USD", "XOF": "XOF", "ZWG": "ZWG", "AED": "AED"} {
		if got, err := ParseCurrency(in); err != nil || got != want {
			t.Errorf("ParseCurrency(%q) = %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "EU", "EURO", "XXX", "€", "D A", "DAF", "ABC", "EUR USD"} {
		if got, err := ParseCurrency(in); CodeOf(err) != Invalid {
			t.Errorf("ParseCurrency(%q) = %q, %v; want it refused", in, got, err)
		}
	}
	if Currency("eur").Valid() || Currency("ED ").Valid() || !Currency("EUR").Valid() {
		t.Error("only listed codes in capitals are valid")
	}
}

func TestError_KeepsCodeFieldAndCause(t *testing.T) {
	base := FieldErrorf("cost", "cost is missing")
	err := base.Because(io.ErrUnexpectedEOF)
	if CodeOf(err) != Invalid || err.Field != "cost" || err.Error() != "cost is missing" || !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(base, io.ErrUnexpectedEOF) {
		t.Errorf("got %#v", err)
	}
	if CodeOf(nil) != "" || CodeOf(io.EOF) != Internal || CodeOf(Errorf(Refused, "no")) != Refused {
		t.Error("a foreign error is internal, none has no code")
	}
}

func TestHoursBetween_CountsAnHourBegunAsAWholeOne(t *testing.T) {
	for _, c := range []struct {
		from   Date
		at     string
		to     Date
		then   string
		result int
	}{
		{"2026-03-01", "09:00", "2026-03-01", "14:10", 6},
		{"2026-03-01", "16:00", "2026-03-02", "09:00", 17},
		{"2026-03-01", "16:00", "2026-03-01", "16:01", 1},
		{"2026-03-01", "16:00", "2026-03-01", "16:00", 0},
		{"2026-03-01", "16:00", "2026-02-28", "09:00", 0},
		{"2026-03-01", "16:00", "", "", 0},
		{"2026-03-01", "", "2026-03-02", "09:00", 0},
	} {
		if got := HoursBetween(c.from, c.at, c.to, c.then); got != c.result {
			t.Errorf("%s %s to %s %s: %d, want %d", c.from, c.at, c.to, c.then, got, c.result)
		}
	}
}
