package sheet

import (
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
)

func TestParseMoney_ReadsAmountsAsPeopleWriteThem(t *testing.T) {
	tests := []struct {
		cell string
		d    Decimal
		want string
	}{
		{"12.50", UnknownDecimal, "12.50"},
		{"12.5", Point, "12.50"},
		{"0", UnknownDecimal, "0"},
		{"25075", UnknownDecimal, "25075"},
		{"0.0", UnknownDecimal, "0"},
		{"-5.00", UnknownDecimal, "-5"},
		{"+5.00", UnknownDecimal, "5"},
		{"5.00-", UnknownDecimal, "-5"},
		{"\u22125.00", UnknownDecimal, "-5"},
		{"(5.00)", UnknownDecimal, "-5"},
		{"(€ 5,00)", UnknownDecimal, "-5"},
		{"12,34", UnknownDecimal, "12.34"},
		{"12,34", Comma, "12.34"},
		{"12", Comma, "12"},
		{"1,042", Point, "1042"},
		{"1.042", Point, "1.042"},
		{"1.042", Comma, "1042"},
		{"1,042", Comma, "1.042"},
		{"1,234.50", UnknownDecimal, "1234.50"},
		{"1.234,50", UnknownDecimal, "1234.50"},
		{"1.234.567", UnknownDecimal, "1234567"},
		{"1,234,567.89", UnknownDecimal, "1234567.89"},
		{"1,23,456.00", Point, "123456"},
		{"0,123", UnknownDecimal, "0.123"},
		{"1234,567", UnknownDecimal, "1234.567"},
		{"AU $3,000.00", UnknownDecimal, "3000"},
		{"US$1.92", UnknownDecimal, "1.92"},
		{"$12.50 CAD", UnknownDecimal, "12.50"},
		{"1\u00a0234,50\u00a0€", UnknownDecimal, "1234.50"},
		{"1\u202f234,50", UnknownDecimal, "1234.50"},
		{"CHF 1'234.50", UnknownDecimal, "1234.50"},
		{"Rs. 1,200.00", UnknownDecimal, "1200"},
		{"12,- €", UnknownDecimal, "12"},
		{".50", UnknownDecimal, "0.50"},
		{"58.4099999999999", Point, "58.41"},
		{"58.40999999999997", UnknownDecimal, "58.41"},
		{"0.12345", Point, "0.1235"},
		{"--", UnknownDecimal, "0"},
		{" --", UnknownDecimal, "0"},
		{"", UnknownDecimal, "0"},
		{"  7.00 ", UnknownDecimal, "7"},
	}
	for _, tt := range tests {
		got, err := ParseMoney(tt.cell, tt.d)
		if err != nil || got != model.MustAmount(tt.want) {
			t.Errorf("ParseMoney(%q, %q) = %v, %v, want %s", tt.cell, tt.d, got, err, tt.want)
		}
	}
}

func TestParseMoney_RefusesWhatItWouldHaveToGuess(t *testing.T) {
	tests := []struct {
		cell string
		d    Decimal
	}{
		{"1,234", UnknownDecimal},
		{"1.234", UnknownDecimal},
		{"12,34", Point},
		{"12.34", Comma},
		{"1,23,45", Point},
		{"12,3456,789", Point},
		{"1.2.3", Point},
		{"1 234'567", Point},
		{"1e5", Point},
		{"1E+05", Point},
		{"NaN", Point},
		{"Inf", Point},
		{"12a", Point},
		{"a12", Point},
		{"1o.50", Point},
		{"20.00%", Point},
		{"4% - 15%", Point},
		{"$5 €", Point},
		{"USD 5 EUR", Point},
		{"--5", Point},
		{"(5", Point},
		{"5 6", Point},
		{"0.00001", Point},
		{"99999999999999999999", Point},
		{"922337203685477.58079", Point},
		{strings.Repeat("9", 200), Point},
		{"=1+1", Point},
		{"#N/A", Point},
	}
	for _, tt := range tests {
		if got, err := ParseMoney(tt.cell, tt.d); model.CodeOf(err) != model.Invalid {
			t.Errorf("ParseMoney(%q, %q) = %v, %v", tt.cell, tt.d, got, err)
		}
	}
}

func TestMoneyCurrency_OnlyBeyondDoubt(t *testing.T) {
	for cell, want := range map[string]model.Currency{
		"12.50 EUR": "EUR", "€12": "EUR", "AU $3,000.00": "AUD", "US$1.92": "USD", "$5": "", "5 kr": "", "12.50": "", "$12.50 CAD": "CAD", "x": "",
	} {
		if got := MoneyCurrency(cell); got != want {
			t.Errorf("MoneyCurrency(%q) = %q, want %q", cell, got, want)
		}
	}
}

func TestDetectDecimal_TakesCellsThatReadOneWay(t *testing.T) {
	tests := []struct {
		cells string
		want  Decimal
	}{
		{"12.50|3|1,042", Point},
		{"12,50|3|1.042", Comma},
		{"1,042|2,500|7", UnknownDecimal},
		{"12.50|12,50", UnknownDecimal},
		{"abc||--", UnknownDecimal},
		{"1.234,50 €", Comma},
	}
	for _, tt := range tests {
		if got := DetectDecimal(strings.Split(tt.cells, "|")); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.cells, got, tt.want)
		}
	}
}

func TestParseInt(t *testing.T) {
	for cell, want := range map[string]int64{"12": 12, "-3": -3, "12.0": 12, "12.00": 12, "1,042": 1042, " 7 ": 7, "": 0, "--": 0, "007": 7} {
		if got, err := ParseInt(cell, Point); err != nil || got != want {
			t.Errorf("ParseInt(%q) = %d, %v", cell, got, err)
		}
	}
	for _, cell := range []string{"1.5", "two", "1e3", "$5", "99999999999999999999", "0x10"} {
		if got, err := ParseInt(cell, Point); model.CodeOf(err) != model.Invalid {
			t.Errorf("ParseInt(%q) = %d, %v", cell, got, err)
		}
	}
}

func TestParseBool(t *testing.T) {
	for cell, want := range map[string][2]bool{
		"true": {true, true}, "TRUE": {true, true}, "yes": {true, true}, "1": {true, true}, "Ja": {true, true},
		"false": {false, true}, "FALSE": {false, true}, "0": {false, true}, "": {false, false}, "maybe": {false, false},
	} {
		if value, known := ParseBool(cell); value != want[0] || known != want[1] {
			t.Errorf("ParseBool(%q) = %v, %v", cell, value, known)
		}
	}
}

func TestParseDateTime_KeepsTheDayOfTheShop(t *testing.T) {
	tests := []struct {
		cell string
		at   model.Instant
		on   model.Date
	}{
		{"2023-05-31 23:06:04 -0700", "2023-06-01T06:06:04Z", "2023-05-31"},
		{"2023-12-31 23:06:04 -0800", "2024-01-01T07:06:04Z", "2023-12-31"},
		{"2024-03-01 00:30:00 +0530", "2024-02-29T19:00:00Z", "2024-03-01"},
		{"2024-02-29T10:00:00Z", "2024-02-29T10:00:00Z", "2024-02-29"},
		{"2024-02-29T10:00:00.123+02:00", "2024-02-29T08:00:00Z", "2024-02-29"},
		{"2024-02-29 10:00", "2024-02-29T10:00:00Z", "2024-02-29"},
		{"2024-02-29", "2024-02-29T00:00:00Z", "2024-02-29"},
		{" 2024-02-29 10:00:00 UTC", "2024-02-29T10:00:00Z", "2024-02-29"},
		{"", "", ""},
	}
	for _, tt := range tests {
		at, on, err := ParseDateTime(tt.cell)
		if err != nil || at != tt.at || on != tt.on {
			t.Errorf("ParseDateTime(%q) = %s, %s, %v", tt.cell, at, on, err)
		}
	}
	for _, cell := range []string{
		"31/05/2023", "2023-02-29", "2023-13-01", "2023-05-31 25:00:00 -0700", "2023-05-31 23:06:04 -9900", "2023-05-31x",
		"0000-01-01", "0001-01-01 00:00:00 +0500", "9999-12-31 23:59:59 -0100", "45077.96", "yesterday", "2023-05-31 23:61:00",
	} {
		if at, on, err := ParseDateTime(cell); model.CodeOf(err) != model.Invalid {
			t.Errorf("ParseDateTime(%q) = %s, %s, %v", cell, at, on, err)
		}
	}
}

func TestParseDate_ReadsWrittenDates(t *testing.T) {
	tests := []struct {
		cell  string
		order DateOrder
		want  model.Date
	}{
		{"2026-03-31", UnknownOrder, "2026-03-31"},
		{"2026-03-31 10:00", UnknownOrder, "2026-03-31"},
		{"20260331", UnknownOrder, "2026-03-31"},
		{"31.03.2026", UnknownOrder, "2026-03-31"},
		{"3.4.26", UnknownOrder, "2026-04-03"},
		{"31/03/2026", UnknownOrder, "2026-03-31"},
		{"03/31/2026", UnknownOrder, "2026-03-31"},
		{"03/04/2026", DayMonth, "2026-04-03"},
		{"03/04/2026", MonthDay, "2026-03-04"},
		{"04/04/2026", UnknownOrder, "2026-04-04"},
		{"46112", UnknownOrder, "2026-03-31"},
		{"46112.5", UnknownOrder, "2026-03-31"},
		{"", UnknownOrder, ""},
	}
	for _, tt := range tests {
		if got, err := ParseDate(tt.cell, tt.order); err != nil || got != tt.want {
			t.Errorf("ParseDate(%q, %q) = %s, %v", tt.cell, tt.order, got, err)
		}
	}
	for _, cell := range []string{"03/04/2026", "31.02.2026", "1.2", "a/b/c", "1/2/3/4", "soon", "32/01/2026", "-1-2-2026"} {
		if got, err := ParseDate(cell, UnknownOrder); model.CodeOf(err) != model.Invalid {
			t.Errorf("ParseDate(%q) = %s, %v", cell, got, err)
		}
	}
}

func TestDetectDateOrder_OneDayAboveTwelveSettlesIt(t *testing.T) {
	tests := []struct {
		cells string
		want  DateOrder
	}{
		{"01/02/2026|13/02/2026", DayMonth},
		{"01/02/2026|02/13/2026", MonthDay},
		{"01/02/2026|03/04/2026", UnknownOrder},
		{"13/02/2026|02/13/2026", UnknownOrder},
	}
	for _, tt := range tests {
		if got := DetectDateOrder(strings.Split(tt.cells, "|")); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.cells, got, tt.want)
		}
	}
}

func TestCleanText_StripsOneLeadingApostrophe(t *testing.T) {
	for in, want := range map[string]string{"'00123": "00123", "''x": "'x", "'": "'", " a ": "a", "1E5": "1E5", "-SKU": "-SKU", "": ""} {
		if got := CleanText(in); got != want {
			t.Errorf("CleanText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDamagedID(t *testing.T) {
	for in, want := range map[string]bool{
		"5.37518E+12": true, "9.2E+11": true, "9,2E+11": true, "9E+11": true, "1E5": false, "E+5": false, "12E+5": false,
		"5.37518E+12x": false, "A.1E+2": false, "1.E+2": false, "": false, "12345678901234567890": false,
	} {
		if got := DamagedID(in); got != want {
			t.Errorf("DamagedID(%q) = %v", in, got)
		}
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"12.50", "AU $3,000.00", "1 234,50 €", "(5)", "5,00-", "1e5", ".5", "Rs.5", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []Decimal{UnknownDecimal, Point, Comma} {
			a, err := ParseMoney(s, d)
			if err != nil {
				continue
			}
			if back, err := ParseMoney(a.String(), Point); err != nil || back != a {
				t.Errorf("%q gave %s, which reads back as %s, %v", s, a, back, err)
			}
		}
		_, _ = ParseInt(s, Point)
		MoneyCurrency(s)
	})
}

func FuzzParseDates(f *testing.F) {
	for _, s := range []string{"2023-05-31 23:06:04 -0700", "31.03.2026", "45077.96", "3/4/26"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if at, on, err := ParseDateTime(s); err == nil && at != "" {
			if at.Time().Format(time.RFC3339) != string(at) || on.Time().IsZero() && on != "0001-01-01" {
				t.Errorf("%q gave %q, %q", s, at, on)
			}
		}
		if d, err := ParseDate(s, DayMonth); err == nil && d != "" {
			if _, err := model.ParseDate(string(d)); err != nil {
				t.Errorf("%q gave %q", s, d)
			}
		}
	})
}
