package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/reportstest"
)

// sheetXML returns the XML of every sheet in the file.
func sheetXML(t *testing.T, file []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range z.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return all.String()
}

func TestWrite_NoFormulaComesFromData(t *testing.T) {
	table := sales()
	table.Totals = nil
	file, _ := written(t, Workbook{Sheets: []Sheet{{Table: table}}})
	if xml := sheetXML(t, file); strings.Contains(xml, "<f") || strings.Contains(xml, "hyperlink") {
		t.Errorf("the data made a formula:\n%s", xml)
	}
}

func TestWrite_LibreOfficeReadsTheSame(t *testing.T) {
	b := book()
	file, _ := written(t, b)
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	flat := reportstest.Office(t, path, "", "fods")
	formulas := regexp.MustCompile(`table:formula="of:=([^"]*)"[^>]*office:value="([^"]*)"`).FindAllStringSubmatch(flat, -1)
	if len(formulas) != 4 || strings.Count(flat, "table:formula=") != 4 {
		t.Fatalf("%d formulas, want the 4 totals: %q", strings.Count(flat, "table:formula="), formulas)
	}
	want := map[string]float64{"Net": 326.82, "Lines": 325}
	for _, m := range formulas {
		got, err := strconv.ParseFloat(m[2], 64)
		expected := want["Net"]
		if strings.Contains(m[1], "D2") {
			expected = want["Lines"]
		}
		if err != nil || math.Abs(got-expected) > 1e-6 {
			t.Errorf("%s is %s, want %v", m[1], m[2], expected)
		}
	}
	for _, s := range []string{"00123", "1E5", "=1+1", "_x0041_", "山田 太郎", "-5", "+4930123", "TRUE"} {
		cell := regexp.MustCompile(`office:value-type="string"[^>]*>\s*<text:p>` + regexp.QuoteMeta(s) + `</text:p>`)
		if n := len(cell.FindAllString(flat, -1)); n != 2 {
			t.Errorf("%q is a text in %d cells, want 2", s, n)
		}
	}
	if n := strings.Count(flat, `office:value-type="date" office:date-value="2026-10-31"`); n != len(traps) {
		t.Errorf("%d dates, want %d", n, len(traps))
	}
}

// TestWrite_LibreOfficeRecalculatesTheTotals changes nothing but the stored
// results, so that only a recalculation can show the right ones.
func TestWrite_LibreOfficeRecalculatesTheTotals(t *testing.T) {
	b := Workbook{Sheets: []Sheet{{Table: sales()}}}
	file, _ := written(t, b)
	f := reopened(t, file)
	cell := fmt.Sprint("E", totalRow(b.Sheets[0].Table))
	formula, err := f.GetCellFormula("Sales", cell)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("Sales", cell, nil); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFormula("Sales", cell, formula); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bare.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	csv := reportstest.Office(t, path, "", "csv:Text - txt - csv (StarCalc):44,34,76")
	if !strings.Contains(csv, "326.82") {
		t.Errorf("no 326.82 in\n%s", csv)
	}
}

func wideTable(rows int) *reports.Table {
	t := &reports.Table{Title: "Wide"}
	kinds := []reports.Kind{reports.KindIdentifier, reports.KindDate, reports.KindText, reports.KindText, reports.KindInteger}
	for i := range 20 {
		kind := reports.KindAmount
		if i < len(kinds) {
			kind = kinds[i]
		}
		t.Columns = append(t.Columns, reports.Column{Key: fmt.Sprint("c", i), Label: fmt.Sprint("Column ", i), Kind: kind})
	}
	row := make([]reports.Cell, 20)
	countries := []string{"Germany", "France", "United States", "Österreich"}
	for i := range rows {
		row[0], row[1] = reports.Identifier(fmt.Sprintf("DL-2026-%08d", i)), reports.Date("2026-10-31")
		row[2], row[3], row[4] = reports.Text(fmt.Sprintf("Customer number %d", i*7919%rows)), reports.Text(countries[i%4]), reports.Integer(i%9)
		for c := 5; c < 20; c++ {
			row[c] = reports.Amount(model.Amount((i*c*7919)%9_999_999), "EUR")
		}
		t.Add(row...)
	}
	t.Sum("c5", "c6", "c7")
	return t
}

func BenchmarkWrite_100kRows20Columns(b *testing.B) {
	t := wideTable(100_000)
	b.ReportAllocs()
	for b.Loop() {
		var n countingWriter
		if _, err := Write(&n, Workbook{Sheets: []Sheet{{Table: t}}}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n), "bytes/file")
	}
}

type countingWriter int

func (c *countingWriter) Write(p []byte) (int, error) {
	*c += countingWriter(len(p))
	return len(p), nil
}
