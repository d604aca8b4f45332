package format_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/model"
)

// at is the format with a clock that stands still.
func at(o format.Options, now string) *format.Format {
	t, err := time.Parse(time.RFC3339, now)
	if err != nil {
		panic(err)
	}
	o.Now = func() time.Time { return t }
	return format.New(o)
}

// dates is the format of a style on Wednesday 14 October 2026.
func dates(s format.DateStyle) *format.Format {
	return at(format.Options{Decimal: ".", Group: ",", Date: s}, "2026-10-14T12:00:00Z")
}

var allStyles = []format.DateStyle{format.DayName, format.ISO, format.Dots, format.DaySlash, format.MonthName, format.MonthSlash}

func TestDatesAreWrittenAsTheUserDoes(t *testing.T) {
	for s, want := range map[format.DateStyle][4]string{
		format.DayName:    {"3 Oct", "3 Oct 2025", "3 Oct 2026", "Saturday 3 October 2026"},
		format.ISO:        {"2026-10-03", "2025-10-03", "2026-10-03", "Saturday 3 October 2026"},
		format.Dots:       {"03.10.2026", "03.10.2025", "03.10.2026", "Saturday 3 October 2026"},
		format.DaySlash:   {"03/10/2026", "03/10/2025", "03/10/2026", "Saturday 3 October 2026"},
		format.MonthName:  {"Oct 3", "Oct 3, 2025", "Oct 3, 2026", "Saturday, October 3, 2026"},
		format.MonthSlash: {"10/03/2026", "10/03/2025", "10/03/2026", "Saturday, October 3, 2026"},
	} {
		f := dates(s)
		if got := [4]string{f.Date("2026-10-03"), f.Date("2025-10-03"), f.DateYear("2026-10-03"), f.DateLong("2026-10-03")}; got != want {
			t.Errorf("style %d: %q, want %q", s, got, want)
		}
	}
}

func TestADateInLittleRoomHasTwoDigitsOfAnotherYear(t *testing.T) {
	for s, want := range map[format.DateStyle][3]string{
		format.DayName:   {"3 Oct", "3 Oct ’25", "–"},
		format.MonthName: {"Oct 3", "Oct 3 ’25", "–"},
		format.Dots:      {"03.10.2026", "03.10.2025", "–"},
	} {
		f := dates(s)
		if got := [3]string{f.DateTight("2026-10-03"), f.DateTight("2025-10-03"), f.DateTight("")}; got != want {
			t.Errorf("style %d: %q, want %q", s, got, want)
		}
	}
}

func TestTimesAndAges(t *testing.T) {
	f := at(english, "2026-10-14T14:05:30+02:00")
	twelve := at(format.Options{Hours12: true}, "2026-10-14T14:05:30+02:00")
	for _, c := range []struct{ got, want string }{
		{f.Moment("2026-10-14T09:03:00Z"), "14 Oct 11:03"},
		{f.Moment("2025-12-31T23:30:00Z"), "1 Jan 01:30"},
		{twelve.Moment("2026-10-14T12:00:00Z"), "14 Oct 2:00 pm"},
		{twelve.Moment("2026-10-13T22:00:00Z"), "14 Oct 12:00 am"},
		{f.Age("2026-10-14T12:05:30Z"), "0 min"},
		{f.Age("2027-10-14T12:05:30Z"), "0 min"},
		{f.Age("2026-10-14T11:23:00Z"), "42 min"},
		{f.Age("2026-10-13T17:00:00Z"), "19 h"},
		{f.Age("2026-10-02T12:00:00Z"), "12 d"},
		{f.Age("2023-10-02T12:00:00Z"), "3 y"},
		{f.Since("2026-10-14T12:05:00Z"), "just now"},
		{f.Since("2026-10-14T11:23:00Z"), "42 min ago"},
		{f.DaysAgo("2026-10-02"), "12 d"},
		{f.DaysAgo("2026-10-20"), "0 d"},
		{f.Days(1), "1 day"},
		{f.Days(1200), "1,200 days"},
		{f.Span(90 * time.Minute), "1 h"},
		{f.Month("2026-10-03"), "Oct 2026"},
		{f.MonthShort("2026-10-03"), "Oct"},
		{f.Weekday(time.Sunday), "Sunday"},
		{f.Date(""), "–"},
		{f.DateYear(""), "–"},
		{f.DateLong(""), "–"},
		{f.Month(""), "–"},
		{f.MonthShort(""), "–"},
		{f.Moment(""), "–"},
		{f.Age(""), "–"},
		{f.Since(""), "–"},
		{f.DaysAgo(""), "–"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestPeriodsHaveNames(t *testing.T) {
	f := dates(format.DayName)
	for p, want := range map[model.Period]string{
		{From: "2026-10-01", To: "2026-10-31"}: "October 2026",
		{From: "2026-07-01", To: "2026-09-30"}: "Q3 2026",
		{From: "2026-01-01", To: "2026-12-31"}: "2026",
		{From: "2026-10-01", To: "2026-10-14"}: "1 Oct – 14 Oct 2026",
		{From: "2025-10-01", To: "2026-10-14"}: "1 Oct 2025 – 14 Oct 2026",
		{From: "2026-10-14", To: "2026-10-14"}: "14 Oct 2026",
		{From: "2026-10-14"}:                   "since 14 Oct 2026",
		{To: "2026-10-14"}:                     "until 14 Oct 2026",
		{}:                                     "all time",
	} {
		if got := f.Period(p); got != want {
			t.Errorf("%v is %q, want %q", p, got, want)
		}
	}
}

func TestPeriodsAreRead(t *testing.T) {
	f := dates(format.DayName)
	for typed, want := range map[string]model.Period{
		"2026-10":                  {From: "2026-10-01", To: "2026-10-31"},
		"oct 2026":                 {From: "2026-10-01", To: "2026-10-31"},
		"October 2026":             {From: "2026-10-01", To: "2026-10-31"},
		"2026-q3":                  {From: "2026-07-01", To: "2026-09-30"},
		"Q3 2026":                  {From: "2026-07-01", To: "2026-09-30"},
		"2026":                     {From: "2026-01-01", To: "2026-12-31"},
		"14 oct":                   {From: "2026-10-14", To: "2026-10-14"},
		"1 Oct – 14 Oct 2025":      {From: "2025-10-01", To: "2025-10-14"},
		"1 Oct 2025 – 14 Oct 2026": {From: "2025-10-01", To: "2026-10-14"},
		"2026-10-01 - 2026-10-14":  {From: "2026-10-01", To: "2026-10-14"},
		"2026-10-01..2026-10-14":   {From: "2026-10-01", To: "2026-10-14"},
		"14 Oct .. 1 Oct":          {}, "soon": {}, "": {}, "1 Oct –": {}, "Q5 2026": {},
	} {
		p, err := f.ParsePeriod(typed)
		if (err != nil) != (want == model.Period{}) || err == nil && p != want {
			t.Errorf("%q is %v, %v", typed, p, err)
		}
	}
}

func TestDatesAreReadAsTheUserMeansThem(t *testing.T) {
	for _, c := range []struct {
		typed string
		style format.DateStyle
		want  model.Date // "" when it is refused
	}{
		{"2026-10-03", format.DayName, "2026-10-03"},
		{"2026/10/3", format.MonthSlash, "2026-10-03"},
		{"3 oct", format.DayName, "2026-10-03"},
		{"3. October 2025", format.Dots, "2025-10-03"},
		{"Oct 3", format.DayName, "2026-10-03"},
		{"oct 3, 25", format.ISO, "2025-10-03"},
		{"3-sept-2026", format.ISO, "2026-09-03"},
		{"SEP 3", format.ISO, "2026-09-03"},
		{"Saturday 3 October 2026", format.ISO, "2026-10-03"},
		{"3oct", format.DayName, "2026-10-03"},
		{"today", format.DayName, "2026-10-14"},
		{"Yesterday", format.DayName, "2026-10-13"},
		{"tomorrow", format.ISO, "2026-10-15"},
		{"+3", format.DayName, "2026-10-17"},
		{"-14", format.DayName, "2026-09-30"},
		{"3/10", format.DayName, "2026-10-03"},
		{"3/10", format.DaySlash, "2026-10-03"},
		{"3/10", format.MonthSlash, "2026-03-10"},
		{"10/14/2026", format.DaySlash, "2026-10-14"},
		{"14/10/2026", format.MonthSlash, "2026-10-14"},
		{"3.10.26", format.MonthSlash, "2026-10-03"},
		{"3.10.", format.Dots, "2026-10-03"},
		{"3/10/2026", format.ISO, ""},
		{"14/10/2026", format.ISO, "2026-10-14"},
		{"3/3/2026", format.ISO, "2026-03-03"},
		{"29 feb 2028", format.DayName, "2028-02-29"},
		{"29 feb 2027", format.DayName, ""},
		{"31/4/2026", format.DaySlash, ""},
		{"13/13", format.DaySlash, ""},
		{"", format.DayName, ""},
		{"14", format.DayName, ""},
		{"oct", format.DayName, ""},
		{"oc 3", format.DayName, ""},
		{"1 2 3 4", format.DayName, ""},
		{"3 oct 2026 foo", format.DayName, ""},
		{"3 oct nov", format.DayName, ""},
		{"3_10", format.DayName, ""},
		{"20261003", format.DayName, ""},
		{"+", format.DayName, ""},
		{"0/3", format.DayName, ""},
	} {
		got, err := dates(c.style).ParseDate(c.typed)
		if (err != nil) != (c.want == "") || got != c.want {
			t.Errorf("%q in style %d is %q, %v, want %q", c.typed, c.style, got, err, c.want)
		}
		if err != nil && model.CodeOf(err) != model.Invalid {
			t.Errorf("%q: %v", c.typed, err)
		}
	}
}

func TestARefusedDateShowsHow(t *testing.T) {
	for s, want := range map[format.DateStyle]string{
		format.DayName: `"soon" is not a date: write it like 14 Oct 2026`,
		format.Dots:    `"soon" is not a date: write it like 14.10.2026`,
	} {
		if _, err := dates(s).ParseDate("soon"); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestADateThatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := dates(rapid.SampledFrom(allStyles).Draw(r, "style"))
		d := model.Date("2026-10-14").AddDays(rapid.IntRange(-40_000, 40_000).Draw(r, "days"))
		for _, s := range []string{f.Date(d), f.DateYear(d), f.DateLong(d)} {
			if got, err := f.ParseDate(s); err != nil || got != d {
				r.Fatalf("%q is read as %q, %v, not %q", s, got, err, d)
			}
		}
		e := d.AddDays(rapid.IntRange(0, 800).Draw(r, "length"))
		p := model.Period{From: d, To: e}
		if got, err := f.ParsePeriod(f.Period(p)); err != nil || got != p {
			r.Fatalf("%q is read as %v, %v, not %v", f.Period(p), got, err, p)
		}
	})
}

func TestALocaleHasItsWay(t *testing.T) {
	for locale, want := range map[string]string{
		"en_US.UTF-8": "−1,234.50 Oct 3, 2025 2:05 pm",
		"en-GB":       "−1,234.50 3 Oct 2025 14:05",
		"de_DE":       "−1.234,50 03.10.2025 14:05",
		"de-CH":       "−1’234.50 03.10.2025 14:05",
		"fr_FR@euro":  "−1\u00a0234,50 03/10/2025 14:05",
		"sv":          "−1\u00a0234,50 2025-10-03 14:05",
		"zh-Hans-CN":  "−1,234.50 2025-10-03 14:05",
		"C":           "−1,234.50 3 Oct 2025 14:05",
		"":            "−1,234.50 3 Oct 2025 14:05",
	} {
		f := format.New(format.Locale(locale))
		got := fmt.Sprintf("%s %s %s", f.Amount(model.MustAmount("-1234.5"), "EUR"), f.DateYear("2025-10-03"), f.Time(time.Date(2026, 1, 1, 14, 5, 0, 0, time.UTC)))
		if got != want {
			t.Errorf("%s: %q, want %q", locale, got, want)
		}
	}
	if o := format.System(); o.Decimal != "." && o.Decimal != "," {
		t.Errorf("the computer's locale gives %+v", o)
	}
}

func TestOptionsThatMakeNoSenseAreMended(t *testing.T) {
	f := format.New(format.Options{Decimal: ";", Group: ".", Date: 99})
	if got := f.Amount(12_345_000, "EUR") + f.DateYear("2026-10-03"); got != "1234.503 Oct 2026" {
		t.Error(got)
	}
	if o := f.Options(); o.Decimal != "." || o.Group != "" || o.Date != format.DayName || o.Now == nil {
		t.Errorf("the options are %+v", o)
	}
}
