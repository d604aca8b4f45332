package format_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/model"
)

var (
	english = format.Options{Decimal: ".", Group: ","}
	german  = format.Options{Decimal: ",", Group: "."}
	swiss   = format.Options{Decimal: ".", Group: "’"}
	french  = format.Options{Decimal: ",", Group: " "}
	bare    = format.Options{Decimal: "."}
	ways    = []format.Options{english, german, swiss, french, bare, {Decimal: ","}}
)

const nbsp = "\u00a0"

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestNumbersAreWrittenAsTheUserDoes(t *testing.T) {
	e, g := format.New(english), format.New(german)
	a := model.MustAmount
	for _, c := range []struct{ what, got, want string }{
		{"an amount", e.Amount(a("1234.5"), "EUR"), "1,234.50"},
		{"German", g.Amount(a("1234567.891"), "EUR"), "1.234.567,89"},
		{"Swiss", format.New(swiss).Amount(a("-1234567"), "CHF"), "−1’234’567.00"},
		{"French", format.New(french).Amount(a("1234"), "EUR"), "1" + nbsp + "234,00"},
		{"without groups", format.New(bare).Amount(a("1234"), "EUR"), "1234.00"},
		{"three digits", e.Amount(a("999"), "EUR"), "999.00"},
		{"no minor unit", e.Amount(a("1234.5"), "JPY"), "1,235"},
		{"three decimals", e.Amount(a("-0.0005"), "KWD"), "−0.001"},
		{"rounded to zero", e.Amount(a("-0.004"), "EUR"), "0.00"},
		{"money", e.Money(a("-3.06"), "EUR"), "−3.06" + nbsp + "EUR"},
		{"a gain", e.Signed(a("12"), "EUR"), "+12.00"},
		{"a loss", e.Signed(a("-12"), "EUR"), "−12.00"},
		{"no change", e.Signed(a("0"), "EUR"), "0.00"},
		{"whole units", e.Units(a("-1234.5")), "−1,235"},
		{"a price below a cent", e.Price(a("0.0345"), "EUR"), "0.0345"},
		{"a price in cents", e.Price(a("3.4"), "EUR"), "3.40"},
		{"a price in yen", e.Price(a("3"), "JPY"), "3"},
		{"a percentage", e.Percent(dec("8")), "8.0" + nbsp + "%"},
		{"half away from zero", g.Percent(dec("-4.25")), "−4,3" + nbsp + "%"},
		{"no minus zero", e.PercentBare(dec("-0.04")), "0.0"},
		{"more percent", e.SignedPercent(dec("8.04")), "+8.0" + nbsp + "%"},
		{"as many percent", e.SignedPercent(dec("0.01")), "0.0" + nbsp + "%"},
		{"a share", e.Share(a("1"), a("3")), "33.3" + nbsp + "%"},
		{"a share of nothing", e.Share(a("1"), 0), "n/a"},
		{"a bare share", g.ShareBare(a("-2"), a("3")), "−66,7"},
		{"a rate", g.Decimal(dec("1.08340")), "1,0834"},
		{"two decimals", e.Fixed(dec("2.675"), 2), "2.68"},
		{"a count", e.Int(10412), "10,412"},
		{"pieces", e.Quantity(-1200), "−1,200"},
		{"bytes", e.FileSize(812), "812" + nbsp + "B"},
		{"just below", e.FileSize(999_949), "999.9" + nbsp + "kB"},
		{"rounded up", e.FileSize(999_950), "1.0" + nbsp + "MB"},
		{"megabytes", g.FileSize(12_420_000), "12,4" + nbsp + "MB"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}

func TestAmountsAreReadAsTheUserMeansThem(t *testing.T) {
	for _, c := range []struct {
		typed string
		way   format.Options
		want  string // "" when it is refused
	}{
		{"1,234.50", english, "1234.50"},
		{"1234.5", english, "1234.50"},
		{"1.234,50", english, "1234.50"}, // can mean only that
		{"12,5", english, "12.50"},
		{"1,234", english, "1234.00"},
		{"1.234", english, "1.234"},
		{"0,234", english, "0.234"},
		{"1.234", german, "1234.00"},
		{"1,234", german, "1.234"},
		{"1.234.567", german, "1234567.00"},
		{"12.5", german, "12.50"},
		{"1234.567", german, "1234.567"},
		{"1,234", bare, ""},
		{"1.234", french, ""},
		{"1.234,5", french, "1234.50"},
		{"1 234,5", french, "1234.50"},
		{"1\u202f234\u00a0567", english, "1234567.00"},
		{"1'234.50", swiss, "1234.50"},
		{"−3.06", english, "-3.06"},
		{"-3.06", english, "-3.06"},
		{"– 3.06", english, "-3.06"},
		{"+3", english, "3.00"},
		{".5", english, "0.50"},
		{"5.", english, "5.00"},
		{" 7 ", english, "7.00"},
		{"007", english, "7.00"},
		{"1,23,456", english, ""},
		{"12,34,5", english, ""},
		{"1,2345,678", english, ""},
		{",", english, ""},
		{".", english, ""},
		{"", english, ""},
		{"--5", english, ""},
		{"5-", english, ""},
		{"5 EUR", english, ""},
		{"1e5", english, ""},
		{"٣", english, ""},
		{"1.2.3", english, ""},
		{"1,234.5.6", english, ""},
		{"1 2", english, ""},
		{"1.00001", english, ""},
		{"99999999999999999999", english, ""},
		{"1.5 5", english, ""},
		{"1’234,567.8", english, ""},
	} {
		got, err := format.New(c.way).ParseAmount(c.typed)
		if err != nil {
			if c.want != "" || model.CodeOf(err) != model.Invalid {
				t.Errorf("%q with %+v: %v", c.typed, c.way, err)
			}
			continue
		}
		if got.String() != c.want {
			t.Errorf("%q with %+v is %s, want %s", c.typed, c.way, got, c.want)
		}
	}
}

func TestWhatCanMeanTwoAmountsIsRefusedWithBoth(t *testing.T) {
	_, err := format.New(french).ParseAmount("1.234")
	if err == nil || err.Error() != "\"1.234\" can be read as 1\u00a0234 or as 1,234: write one of these" {
		t.Error(err)
	}
}

func TestPercentagesAndPiecesAreRead(t *testing.T) {
	e := format.New(english)
	for typed, want := range map[string]string{"6.5": "6.5", "6.5 %": "6.5", "6,5%": "6.5", "-3": "-3", "%": "", "six": ""} {
		p, err := e.ParsePercent(typed)
		if (err != nil) != (want == "") || err == nil && p.String() != want {
			t.Errorf("%q is %v, %v", typed, p, err)
		}
	}
	for typed, want := range map[string]model.Quantity{"1,200": 1200, "12": 12, "-3": -3, "3.0": 3, "3.5": 0, "": 0, "99999999999999999999": 0} {
		q, err := e.ParseQuantity(typed)
		if (err != nil) != (want == 0) || q != want {
			t.Errorf("%q is %d, %v", typed, q, err)
		}
	}
	if d, err := format.New(german).ParseDecimal("1,08345678"); err != nil || !d.Equal(dec("1.08345678")) {
		t.Errorf("a rate is %s, %v", d, err)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := format.New(rapid.SampledFrom(ways).Draw(r, "way"))
		c := rapid.SampledFrom([]model.Currency{"EUR", "JPY", "KWD", "CLF"}).Draw(r, "currency")
		a := model.Amount(rapid.Int64Range(-1e17, 1e17).Draw(r, "amount")).Round(c)
		for _, s := range []string{f.Amount(a, c), f.Signed(a, c), f.Price(a, c)} {
			if got, err := f.ParseAmount(s); err != nil || got != a {
				r.Fatalf("%q is read as %v, %v, not %v", s, got, err, a)
			}
		}
		p := model.Amount(rapid.Int64Range(-1e12, 1e12).Draw(r, "price"))
		if got, err := f.ParseAmount(f.Price(p, c)); err != nil || got != p {
			r.Fatalf("the price %q is read as %v, %v, not %v", f.Price(p, c), got, err, p)
		}
		q := model.Quantity(rapid.Int64().Draw(r, "pieces"))
		if got, err := f.ParseQuantity(f.Quantity(q)); err != nil || got != q {
			r.Fatalf("%q is read as %d, %v", f.Quantity(q), got, err)
		}
		d := decimal.New(rapid.Int64().Draw(r, "digits"), rapid.Int32Range(-9, 0).Draw(r, "scale"))
		if got, err := f.ParseDecimal(f.Decimal(d)); err != nil || !got.Equal(d) {
			r.Fatalf("%q is read as %s, %v", f.Decimal(d), got, err)
		}
		if got, err := f.ParsePercent(f.Percent(d)); err != nil || !got.Equal(d.Round(1)) {
			r.Fatalf("%q is read as %s, %v", f.Percent(d), got, err)
		}
	})
}

func FuzzNothingTypedBreaksReading(f *testing.F) {
	for _, s := range []string{"1,234.50", "−3", "1.2.3", "\xff,", "14 oct", "+3", "2026-10-14", "1 Oct – 3 Oct", "Q3 2026", "oct 2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range ways {
			x := at(o, "2026-10-14T12:00:00Z")
			if a, err := x.ParseAmount(s); err == nil {
				if b, err := x.ParseAmount(x.Price(a, "EUR")); err != nil || a != b {
					t.Errorf("%q is %s, and that is %s, %v", s, a, b, err)
				}
			}
			if d, err := x.ParseDate(s); err == nil {
				if _, err := model.ParseDate(string(d)); err != nil {
					t.Errorf("%q is the date %q", s, d)
				}
			}
			_, _ = x.ParseQuantity(s)
			_, _ = x.ParsePercent(s)
			_, _ = x.ParsePeriod(s)
		}
	})
}

func BenchmarkAmount(b *testing.B) {
	f := format.New(english)
	for b.Loop() {
		f.Amount(-12_345_678, "EUR")
	}
}

func BenchmarkDate(b *testing.B) {
	f := at(english, "2026-10-14T12:00:00Z")
	for b.Loop() {
		f.Date("2025-10-14")
	}
}
