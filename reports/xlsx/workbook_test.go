package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

// traps are texts that a careless writer or reader turns into something else.
var traps = []string{
	"00123", "1E5", "12345678901234567890", " A ", "TRUE", "2-3", "-5", "+4930123", "=1+1", `=HYPERLINK("http://x","y")`, "=cmd|' /C calc'!A0",
	"@SUM(A1)", "\t=1", "_x0041_", "_x005F_x0041_", "a_b", "<b>&amp;</b>", "line one\nline two", "Ægir Ünsal", "山田 太郎", "🙂", "'quoted", "\"=1", "#N/A", "1/2", "2026-10-31",
}

func eur(s string) reports.Cell { return reports.Amount(model.MustAmount(s), "EUR") }

func pct(s string) reports.Cell { return reports.Percent(decimal.RequireFromString(s)) }

func sales() *reports.Table {
	t := &reports.Table{
		Name: "sales", Title: "Sales",
		Columns: []reports.Column{
			{Key: "order", Label: "Order", Kind: reports.KindIdentifier},
			{Key: "placed", Label: "Placed", Kind: reports.KindDate},
			{Key: "customer", Label: "Customer", Kind: reports.KindText},
			{Key: "lines", Label: "Lines", Kind: reports.KindInteger},
			{Key: "net", Label: "Net", Kind: reports.KindAmount},
			{Key: "margin", Label: "Margin", Kind: reports.KindPercent},
			{Key: "paid", Label: "Paid in", Kind: reports.KindAmount},
			{Key: "seen", Label: "Seen", Kind: reports.KindInstant},
			{Key: "late", Label: "Late", Kind: reports.KindFlag},
			{Key: "rate", Label: "Rate", Kind: reports.KindNumber},
		},
	}
	for i, s := range traps {
		net := eur(strconv.Itoa(i) + ".07")
		paid := []reports.Cell{net, reports.Amount(model.MustAmount("1200"), "JPY"), reports.Amount(model.MustAmount("-1.234"), "KWD")}[i%3]
		t.Add(reports.Identifier(s), reports.Date("2026-10-31"), reports.Text(s), reports.Integer(i), net, pct("6.5"), paid,
			reports.Instant("2026-10-31T12:00:00Z"), reports.Flag(i%2 == 0), reports.Number(decimal.RequireFromString("1.0845")))
	}
	t.Add(reports.Unknown(), reports.Unknown(), reports.Unknown(), reports.Unknown(), reports.Unknown(),
		reports.Unknown(), reports.Unknown(), reports.Unknown(), reports.Unknown(), reports.Unknown())
	t.Sum("lines", "net", "paid")
	t.Totals[5] = pct("7.25")
	return t
}

// book has a cover whose control total is a formula over another sheet.
func book() Workbook {
	cover := &reports.Table{
		Title:   "Cover",
		Columns: []reports.Column{{Key: "what", Label: "What", Kind: reports.KindText}, {Key: "value", Label: "Value", Kind: reports.KindAmount}},
	}
	b := Workbook{Title: "Pack 2026-10", Program: "Dropledger 1.0", Created: "2026-11-01T08:00:00Z", Sheets: []Sheet{{Table: cover}, {Table: sales()}}}
	total := b.Sheets[1].Table.Totals[4]
	cover.Add(reports.Text("Net sales"), total.WithFormula(b.Total(1, "net")))
	cover.Add(reports.Text("Net sales, summed again"), total.WithFormula("SUM("+b.Range(1, "net")+")"))
	return b
}

func written(t testing.TB, b Workbook) ([]byte, []Change) {
	t.Helper()
	var out bytes.Buffer
	changes, err := Write(&out, b)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), changes
}

func reopened(t *testing.T, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func value(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	v, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWrite_TextComesBackAsItWas(t *testing.T) {
	file, changes := written(t, book())
	f := reopened(t, file)
	if len(changes) != 0 {
		t.Errorf("changes: %v", changes)
	}
	for i, want := range traps {
		for _, col := range []string{"A", "C"} {
			cell := fmt.Sprintf("%s%d", col, firstRow+i)
			kind, err := f.GetCellType("Sales", cell)
			if got := value(t, f, "Sales", cell); got != want || kind != excelize.CellTypeInlineString || err != nil {
				t.Errorf("%s: %q as %v, want the text %q", cell, got, kind, want)
			}
		}
	}
}

func TestWrite_FiguresAndDatesAreReal(t *testing.T) {
	file, _ := written(t, book())
	f := reopened(t, file)
	tests := []struct{ cell, raw, shown string }{
		{"B2", "46326", "2026-10-31"},
		{"D3", "1", "1"},
		{"E3", "1.07", "1.07"},
		{"F3", "0.065", "6.5%"},
		{"G2", "0.07", "0.07 EUR"},
		{"G3", "1200", "1,200 JPY"},
		{"G4", "-1.234", "-1.234 KWD"},
		{"H2", "46326.5", "2026-10-31 12:00:00"},
		{"I2", "yes", "yes"},
		{"I3", "no", "no"},
		{"J2", "1.0845", "1.0845"},
		{"E1", "Net (EUR)", "Net (EUR)"},
		{"G1", "Paid in", "Paid in"},
	}
	for _, tt := range tests {
		t.Run(tt.cell, func(t *testing.T) {
			shown, err := f.GetCellValue("Sales", tt.cell)
			if err != nil {
				t.Fatal(err)
			}
			if raw := value(t, f, "Sales", tt.cell); raw != tt.raw || shown != tt.shown {
				t.Errorf("holds %q, shows %q; want %q, %q", raw, shown, tt.raw, tt.shown)
			}
		})
	}
	row := firstRow + len(traps)
	for _, col := range "ABCDEFGHIJ" {
		if got := value(t, f, "Sales", fmt.Sprintf("%c%d", col, row)); got != "" {
			t.Errorf("the unknown %c%d holds %q", col, row, got)
		}
	}
}

func TestWrite_TotalsAreLiveSumsWithTheirTrueResult(t *testing.T) {
	file, _ := written(t, book())
	f := reopened(t, file)
	last, total := firstRow+len(traps), firstRow+len(traps)+2
	tests := []struct{ sheet, cell, formula, cached string }{
		{"Sales", fmt.Sprint("E", total), fmt.Sprintf("SUM(E2:E%d)", last), "326.82"},
		{"Sales", fmt.Sprint("D", total), fmt.Sprintf("SUM(D2:D%d)", last), "325"},
		{"Sales", fmt.Sprint("F", total), "", "0.0725"},
		{"Sales", fmt.Sprint("G", total), "", ""},
		{"Sales", fmt.Sprint("A", total), "", "Total"},
		{"Cover", "B2", fmt.Sprintf("'Sales'!$E$%d", total), "326.82"},
		{"Cover", "B3", fmt.Sprintf("SUM('Sales'!$E$2:$E$%d)", last), "326.82"},
	}
	for _, tt := range tests {
		t.Run(tt.sheet+" "+tt.cell, func(t *testing.T) {
			formula, err := f.GetCellFormula(tt.sheet, tt.cell)
			if err != nil {
				t.Fatal(err)
			}
			if got := value(t, f, tt.sheet, tt.cell); formula != tt.formula || got != tt.cached {
				t.Errorf("%q = %q, want %q = %q", formula, got, tt.formula, tt.cached)
			}
			if tt.formula == "" {
				return
			}
			calculated, err := f.CalcCellValue(tt.sheet, tt.cell, excelize.Options{RawCellValue: true})
			c, _ := strconv.ParseFloat(calculated, 64)
			w, _ := strconv.ParseFloat(tt.cached, 64)
			if err != nil || math.Abs(c-w) > 1e-6 {
				t.Errorf("calculates to %s (%v), want %s", calculated, err, tt.cached)
			}
		})
	}
}

func TestWrite_ATotalThatIsNoSumStaysAPlainValue(t *testing.T) {
	table := sales()
	table.Totals[4] = eur("1.00")
	file, _ := written(t, Workbook{Sheets: []Sheet{{Table: table}}})
	f := reopened(t, file)
	cell := fmt.Sprint("E", totalRow(table))
	if formula, err := f.GetCellFormula("Sales", cell); formula != "" || err != nil || value(t, f, "Sales", cell) != "1.00" {
		t.Errorf("%q %v %q", formula, err, value(t, f, "Sales", cell))
	}
}

func TestWrite_SheetsAreReadyToReadAndPrint(t *testing.T) {
	file, _ := written(t, book())
	f := reopened(t, file)
	panes, err := f.GetPanes("Sales")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v %v", panes, err)
	}
	layout, err := f.GetPageLayout("Sales")
	if err != nil || *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("layout %+v %v", layout, err)
	}
	if dim, err := f.GetSheetDimension("Sales"); err != nil || dim != fmt.Sprint("A1:J", firstRow+len(traps)+2) {
		t.Errorf("dimension %s %v", dim, err)
	}
	var names []string
	for _, n := range f.GetDefinedName() {
		names = append(names, n.Name+" "+n.Scope+" "+n.RefersTo)
	}
	if got := strings.Join(names, "\n"); !strings.Contains(got, "_xlnm.Print_Titles Sales 'Sales'!$1:$1") || !strings.Contains(got, "_xlnm._FilterDatabase") {
		t.Errorf("names:\n%s", got)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Creator != "Dropledger 1.0" || props.LastModifiedBy != "Dropledger 1.0" || props.Created != "2026-11-01T08:00:00Z" {
		t.Errorf("properties %+v %v", props, err)
	}
}

func TestWrite_SaysWhatItCouldNotKeep(t *testing.T) {
	long := strings.Repeat("ab🙂", 10_000)
	table := &reports.Table{Title: "Notes", Columns: []reports.Column{{Key: "note", Label: "Note", Kind: reports.KindText}}}
	table.Add(reports.Text(long))
	table.Add(reports.Text("bell\x07 null\x00"))
	table.Add(reports.Text("a\r\nb\rc"))
	table.Add(reports.Text("bad \xff byte"))
	file, changes := written(t, Workbook{Sheets: []Sheet{{Table: table}}})
	f := reopened(t, file)
	if got := value(t, f, "Notes", "A2"); units(got) > maxText || units(got) < maxText-1 || !strings.HasSuffix(got, "… [cut: 40000 characters in all]") {
		t.Errorf("%d units, ends %q", units(got), got[len(got)-40:])
	}
	for cell, want := range map[string]string{"A3": "bell null", "A4": "a\nb\nc", "A5": "bad \uFFFD byte"} {
		if got := value(t, f, "Notes", cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
	want := "[{Notes A2 the text has 40000 characters and a cell holds 32767: it was cut} " +
		"{Notes A3 2 control characters, which no workbook can hold, were left out}]"
	if got := fmt.Sprint(changes); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWrite_TheSameWorkbookIsTheSameBytes(t *testing.T) {
	a, _ := written(t, book())
	for range 5 {
		if b, _ := written(t, book()); !bytes.Equal(a, b) {
			t.Fatal("two runs differ")
		}
	}
}

func TestWrite_RefusesWhatNoSheetHolds(t *testing.T) {
	tests := []struct {
		name  string
		table *reports.Table
	}{
		{"too many rows", &reports.Table{Title: "Big", Columns: make([]reports.Column, 1), Rows: make([][]reports.Cell, maxRows-2)}},
		{"too many columns", &reports.Table{Title: "Wide", Columns: make([]reports.Column, maxColumns+1)}},
		{"no columns", &reports.Table{Title: "Nothing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			_, err := Write(&out, Workbook{Sheets: []Sheet{{Table: tt.table}}})
			if model.CodeOf(err) != model.Impossible || !strings.Contains(err.Error(), tt.table.Title) || out.Len() != 0 {
				t.Errorf("%v, %d bytes", err, out.Len())
			}
		})
	}
}

type fullDisk struct{ room int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, errNoRoom
	}
	return len(p), nil
}

var errNoRoom = errors.New("no room")

func TestWrite_ReportsAFullDiskWhereverItHappens(t *testing.T) {
	whole, _ := written(t, book())
	for room := 0; room < len(whole); room += len(whole)/40 + 1 {
		if _, err := Write(&fullDisk{room}, book()); !errors.Is(err, errNoRoom) {
			t.Errorf("with room for %d of %d bytes: %v", room, len(whole), err)
		}
	}
}

func TestWrite_StopsEarlyWhenALargeSheetDoesNotFit(t *testing.T) {
	big := Workbook{Sheets: []Sheet{{Table: wideTable(20_000)}}}
	for _, room := range []int{0, 1000, 100_000, 1_000_000} {
		if _, err := Write(&fullDisk{room}, big); !errors.Is(err, errNoRoom) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}

func TestNames_AreWhatATabMayBeCalled(t *testing.T) {
	long := strings.Repeat("Ж", 40)
	wanted := []string{`a/b:*?[]\`, "CON", "../../x", long, long, "'quoted'", "", "history", "sales", "SALES", "tab\tand\x00null", strings.Repeat("🙂", 20), "bad\xff"}
	b := Workbook{}
	for _, w := range wanted {
		b.Sheets = append(b.Sheets, Sheet{Table: &reports.Table{Columns: make([]reports.Column, 1)}, Name: w})
	}
	want := []string{
		"a-b------", "CON", "..-..-x", strings.Repeat("Ж", 31), strings.Repeat("Ж", 27) + " (2)", "quoted", "Sheet", "History.", "sales", "SALES (2)",
		"tab andnull", strings.Repeat("🙂", 15), "bad",
	}
	for i, got := range b.Names() {
		if got != want[i] {
			t.Errorf("%q became %q, want %q", wanted[i], got, want[i])
		}
	}
	file, _ := written(t, b)
	if got := reopened(t, file).GetSheetList(); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("the file has %v", got)
	}
}

func TestSerialOf_CountsDaysAsExcelDoes(t *testing.T) {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	for d := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2101; d = d.AddDate(0, 0, 1) {
		want := strconv.Itoa(int(d.Sub(epoch).Hours() / 24))
		if got, ok := serialOf(d.Format(time.DateOnly)); !ok || got != want {
			t.Fatalf("%s is %s, want %s", d.Format(time.DateOnly), got, want)
		}
	}
	for in, want := range map[string]string{
		"2026-10-31T23:59:59Z": "46326.999988426", "2026-10-31T06:00:00Z": "46326.250000000", "0001-01-01": "", "1900-02-28": "", "nonsense": "", "2026-1x-31": "",
		"2026-10-31T06:00:00+02:00": "",
	} {
		if got, _ := serialOf(in); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

func TestColumnName(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", maxColumns - 1: "XFD"} {
		if got := columnName(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}
