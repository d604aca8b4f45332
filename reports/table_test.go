package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestCell_TakesNoMoreThan32Bytes(t *testing.T) {
	if n := unsafe.Sizeof(Cell{}); n > 32 {
		t.Errorf("a cell takes %d bytes", n)
	}
}

func TestCell_PrintsItsValue(t *testing.T) {
	amount := func(s string, c model.Currency) Cell { return Amount(model.MustAmount(s), c) }
	tests := []struct {
		name          string
		cell          Cell
		text, display string
	}{
		{"euros have two decimals", amount("1234.5", "EUR"), "1234.50", "1234.50 EUR"},
		{"yen have none", amount("1234.5", "JPY"), "1235", "1235 JPY"},
		{"dinars have three", amount("-0.001", "KWD"), "-0.001", "-0.001 KWD"},
		{"half a cent goes away from zero", amount("-0.005", "EUR"), "-0.01", "-0.01 EUR"},
		{"cents below one keep their zeros", amount("0.05", "EUR"), "0.05", "0.05 EUR"},
		{"zero is a value", amount("0", "EUR"), "0.00", "0.00 EUR"},
		{"without a currency", amount("3", ""), "3.00", "3.00"},
		{"a unit price keeps what is below the cent", UnitPrice(model.MustAmount("0.0345"), "EUR"), "0.0345", "0.0345 EUR"},
		{"a unit price shows no needless zeros", UnitPrice(model.MustAmount("3.5"), "EUR"), "3.50", "3.50 EUR"},
		{"a unit price in yen", UnitPrice(model.MustAmount("3.5"), "JPY"), "3.5", "3.5 JPY"},
		{"a percentage", Percent(dec("6.5")), "6.5", "6.5 %"},
		{"a percentage of many decimals", Percent(dec("0.12345678901")), "0.123456789", "0.123456789 %"},
		{"a percentage of nothing", Percent(dec("1e30")), "", "-"},
		{"a decimal with an exponent", Number(dec("12e2")), "1200", "1200"},
		{"a negative decimal below one", Number(dec("-0.05")), "-0.05", "-0.05"},
		{"a count", Integer(-3), "-3", "-3"},
		{"a quantity", Integer(model.Quantity(math.MinInt64)), "-9223372036854775808", "-9223372036854775808"},
		{"a date", Date("2026-10-31"), "2026-10-31", "2026-10-31"},
		{"no date", Date(""), "", "-"},
		{"a moment", Instant("2026-10-31T09:00:00Z"), "2026-10-31T09:00:00Z", "2026-10-31 09:00:00"},
		{"no moment", Instant(""), "", "-"},
		{"yes", Flag(true), "true", "yes"},
		{"no", Flag(false), "false", "no"},
		{"an empty text is not unknown", Text(""), "", ""},
		{"an identifier", Identifier("00123"), "00123", "00123"},
		{"unknown", Unknown(), "", "-"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.cell.String(); got != tt.text {
				t.Errorf("String() = %q, want %q", got, tt.text)
			}
			if got := tt.cell.Display(false); got != tt.display {
				t.Errorf("Display() = %q, want %q", got, tt.display)
			}
		})
	}
}

func TestCell_AddsOnlyWhatBelongsTogether(t *testing.T) {
	eur, usd := Amount(model.Unit, "EUR"), Amount(model.Unit, "USD")
	tests := []struct {
		name string
		a, b Cell
		want Cell
		ok   bool
	}{
		{"euros", eur, eur, Amount(2*model.Unit, "EUR"), true},
		{"euros and unknown", eur, Unknown(), eur, true},
		{"unknown and euros", Unknown(), eur.WithFormula("A1"), eur, true},
		{"counts", Integer(1), Integer(2), Integer(3), true},
		{"euros and dollars", eur, usd, Unknown(), false},
		{"euros and a count", eur, Integer(1), Unknown(), false},
		{"percentages", Percent(dec("1")), Percent(dec("1")), Unknown(), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := tt.a.Add(tt.b); got != tt.want || ok != tt.ok {
				t.Errorf("got %v %v", got, ok)
			}
		})
	}
}

// sample has every kind of cell, and the values that break a careless writer.
func sample() *Table {
	t := &Table{
		Name: "sample", Title: `A "sample"`,
		Columns: []Column{
			{"order", "Order", KindIdentifier},
			{"customer", "Customer", KindText},
			{"lines", "Lines", KindInteger},
			{"net", "Net", KindAmount},
			{"margin_pct", "Margin", KindPercent},
			{"placed", "Placed", KindDate},
			{"seen", "Seen", KindInstant},
			{"late", "Late", KindFlag},
			{"foreign", "Foreign", KindAmount},
			{"rate", "Rate", KindNumber},
		},
		Meta: Meta{
			Period: model.Period{From: "2026-10-01", To: "2026-10-31"}, Basis: "accrual", Currency: "EUR", Generated: "2026-11-01T08:00:00Z",
			More: []Pair{{"estimated_share", "Estimated", Percent(dec("12.5"))}}, Notes: []string{"Two orders have no cost yet."},
		},
	}
	t.Add(Identifier("00123"), Text("Ægir \"the\nsea\" \x1b[31m\\"), Integer(2), Amount(model.MustAmount("10.5"), "EUR"), Percent(dec("6.5")),
		Date("2026-10-02"), Instant("2026-10-02T10:00:00Z"), Flag(true), Amount(model.MustAmount("7"), "USD"), Number(dec("1.0845")))
	t.Add(Identifier("1E5"), Text("山田 太郎 \xff"), Unknown(), Amount(model.MustAmount("-0.5"), "EUR"), Unknown(),
		Unknown(), Unknown(), Flag(false), Amount(model.MustAmount("900"), "JPY"), Unknown())
	t.Sum("lines", "net", "foreign")
	return t
}

func TestTable_SumsAColumnOfOneCurrencyOnly(t *testing.T) {
	got := sample().Totals
	if got[2].String() != "2" || got[3].String() != "10.00" || got[8].Known() || got[0].Known() {
		t.Errorf("got %v", got)
	}
}

func TestTable_NamesACurrencyOnceWhenAllAreEqual(t *testing.T) {
	s := sample()
	if got := s.Heading(3) + "|" + s.Heading(8) + "|" + s.Heading(0); got != "Net (EUR)|Foreign|Order" {
		t.Errorf("got %q", got)
	}
}

func TestTable_AddKeepsRowsApart(t *testing.T) {
	table := &Table{Columns: []Column{{"a", "A", KindInteger}}}
	for i := range 3 * rowsAtOnce {
		table.Add(Integer(i))
	}
	table.Rows[0] = append(table.Rows[0], Text("more"))
	for i, row := range table.Rows {
		if row[0] != Integer(i) {
			t.Fatalf("row %d holds %v", i, row[0])
		}
	}
}

func TestTable_AddRefusesARowOfAnotherLength(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a row without cells was taken")
		}
	}()
	sample().Add()
}

func TestTable_JSONIsTheContractsShape(t *testing.T) {
	var b bytes.Buffer
	if err := sample().JSON(&b); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	want := map[string]any{
		"order": "00123", "customer": "Ægir \"the\nsea\" \x1b[31m\\", "lines": 2.0, "net": "10.50", "margin_pct": "6.5", "placed": "2026-10-02",
		"seen": "2026-10-02T10:00:00Z", "late": true, "foreign": "7.00", "rate": "1.0845",
	}
	rows := got["rows"].([]any)
	if len(rows) != 2 || !reflect.DeepEqual(rows[0], want) {
		t.Errorf("row: %v", rows[0])
	}
	second := rows[1].(map[string]any)
	for _, key := range []string{"lines", "margin_pct", "placed", "seen", "rate"} {
		if v, there := second[key]; !there || v != nil {
			t.Errorf("%s: %v, want null", key, v)
		}
	}
	if second["customer"] != "山田 太郎 \ufffd" || second["foreign"] != "900" {
		t.Errorf("row: %v", second)
	}
	totals, meta := got["totals"].(map[string]any), got["meta"].(map[string]any)
	if totals["net"] != "10.00" || totals["lines"] != 2.0 || totals["foreign"] != nil {
		t.Errorf("totals: %v", totals)
	}
	if meta["from"] != "2026-10-01" || meta["as_known"] != nil || meta["estimated_share"] != "12.5" || len(meta["notes"].([]any)) != 1 {
		t.Errorf("meta: %v", meta)
	}
	column := got["columns"].([]any)[3].(map[string]any)
	if column["key"] != "net" || column["label"] != "Net" || column["kind"] != "amount" || got["title"] != `A "sample"` {
		t.Errorf("column: %v", column)
	}
}

func TestTable_JSONOfAnEmptyTable(t *testing.T) {
	var b bytes.Buffer
	if err := (&Table{}).JSON(&b); err != nil || !json.Valid(b.Bytes()) || !strings.Contains(b.String(), `"rows":[],"totals":{}`) {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func FuzzQuoted(f *testing.F) {
	f.Add("a\"\\\x00\x1f\x7f\u2028\xff\xc3\x28é")
	f.Fuzz(func(t *testing.T, s string) {
		var got string
		if err := json.Unmarshal(appendQuoted(nil, s), &got); err != nil || got != strings.ToValidUTF8(string([]rune(s)), "\ufffd") {
			t.Errorf("%q became %q (%v)", s, got, err)
		}
	})
}

func TestTable_TextIsAlignedAndHarmless(t *testing.T) {
	s := sample()
	s.Columns, s.Totals = s.Columns[:5], s.Totals[:5]
	for i := range s.Rows {
		s.Rows[i] = s.Rows[i][:5]
	}
	want := strings.Join([]string{
		`A "sample"`, "",
		`Order  Customer              Lines  Net (EUR)  Margin`,
		`-----  --------------------  -----  ---------  ------`,
		`00123  Ægir "the sea" [31m\      2      10.50   6.5 %`,
		`1E5    山田 太郎 ` + "\ufffd" + `               -      -0.50       -`,
		`-----  --------------------  -----  ---------  ------`,
		`Total                            2      10.00`, "",
		"Two orders have no cost yet.", "",
	}, "\n")
	var b bytes.Buffer
	if err := s.Text(&b, 0); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestTable_TextShowsTheFirstRowsAndSaysSo(t *testing.T) {
	table := &Table{Title: "Many", Columns: []Column{{"a", "A", KindText}}}
	for range 12 {
		table.Add(Text(strings.Repeat("x", 100)))
	}
	var b bytes.Buffer
	if err := table.Text(&b, 10); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "... and 2 more\n") || strings.Count(got, "x…\n") != 10 || strings.Contains(got, strings.Repeat("x", maxTextWidth)) {
		t.Errorf("got\n%s", got)
	}
}

func TestAbout_SaysWhatEveryTableShows(t *testing.T) {
	about := About(sample())
	var all []string
	for _, row := range about.Rows {
		all = append(all, fmt.Sprint(row[1], "=", row[2]))
	}
	want := "From=2026-10-01 To=2026-10-31 Basis=accrual Currency=EUR Generated=2026-11-01T08:00:00Z Estimated=12.5 Rows=2 Note=Two orders have no cost yet."
	if got := strings.Join(all, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCountryName(t *testing.T) {
	for code, want := range map[string]string{"DE": "Germany", "ad": "Andorra", "ZW": "Zimbabwe", "KR": "South Korea", "QQ": "QQ", "": "", "D|": "D|"} {
		if got := CountryName(code); got != want {
			t.Errorf("CountryName(%q) = %q, want %q", code, got, want)
		}
	}
	if n := strings.Count(countries, "|"); n != 250 {
		t.Errorf("%d countries, want ISO's 249 and Kosovo", n)
	}
}

// bigTable looks like an order report: 100,000 rows of 12 columns.
func bigTable() *Table {
	t := &Table{Columns: make([]Column, 12)}
	for i := range t.Columns {
		t.Columns[i] = Column{fmt.Sprintf("column_%d", i), "Column", KindText}
	}
	for i := range 100_000 {
		money := Amount(model.Amount(i*12_300), "EUR")
		t.Add(Identifier("DL-2026-00012345"), Date("2026-10-02"), Text("Jürgen Müller"), Text("Germany"), Integer(i%7), money, money, money,
			Percent(decimal.New(int64(i), -2)), Unknown(), Flag(i%2 == 0), Instant("2026-10-02T10:00:00Z"))
	}
	return t
}

func BenchmarkJSON_100kRows12Columns(b *testing.B) {
	t := bigTable()
	b.ReportAllocs()
	for b.Loop() {
		if err := t.JSON(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAdd_100kRows12Columns(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		bigTable()
	}
}

func TestCell_ATextCanBeAFormulaAndStaysTheTextElsewhere(t *testing.T) {
	c := Text("not rated").WithFormula(`IF(A1>0,"A","not rated")`)
	if c.Formula() != `IF(A1>0,"A","not rated")` || c.Raw() != "not rated" || c.String() != "not rated" || c.Display(false) != "not rated" {
		t.Errorf("%q %q %q %q", c.Formula(), c.Raw(), c.String(), c.Display(false))
	}
	if again := c.WithFormula("A2"); again.Formula() != "A2" || again.Raw() != "not rated" {
		t.Errorf("%q %q", again.Formula(), again.Raw())
	}
	if Text("").WithFormula("A1").Formula() != "" || Text(strings.Repeat("x", 256)).WithFormula("A1").Formula() != "" {
		t.Error("a text that cannot have a formula has one")
	}
}
