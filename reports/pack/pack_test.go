package pack_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/pack"
	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func build(t testing.TB, d reports.Deps, p model.Period) *pack.Pack {
	t.Helper()
	made, err := pack.Build(t.Context(), d, p)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func small(t testing.TB) reports.Deps {
	return reports.Deps{DB: booktest.Small(t).DB, Currency: booktest.Home, Program: "Dropledger 1", Business: "Harbour Ltd"}
}

func TestBuild_EverySheetAgreesWithTheTrialBalance(t *testing.T) {
	d := small(t)
	for _, period := range []string{"2026-01", "2026-02", "2026-Q1", "2025"} {
		p, err := model.ParsePeriod(period)
		if err != nil {
			t.Fatal(err)
		}
		made := build(t, d, p)
		for _, c := range made.Controls {
			if c.Difference() != 0 {
				t.Errorf("%s: %s is %s on its sheet and %s in the trial balance", period, c.Label, c.Sheet, c.Ledger)
			}
		}
		if len(made.Controls) != 13 {
			t.Errorf("%s has %d controls", period, len(made.Controls))
		}
	}
}

func TestBuild_HasTheSheetsAnAccountantAsksFor(t *testing.T) {
	made := build(t, small(t), model.Period{From: "2026-01-01", To: "2026-03-31"})
	want := "Cover, Sales journal, Refunds, COGS by supplier, Fees, Profit and loss, Trial balance, Journal, Sales by country and rate, Exceptions, About"
	if got := strings.Join(made.Workbook.Names(), ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var got []string
	for _, c := range made.Controls[:4] {
		got = append(got, c.Key+" "+c.Sheet.String())
	}
	if s := strings.Join(got, ", "); s != "net_sales 464.50, refunds 113.80, tax 45.70, duties 0.00" {
		t.Errorf("got %s", s)
	}
}

func TestBuild_TheHashIsThatOfTheFiguresAlone(t *testing.T) {
	p := model.Period{From: "2026-01-01", To: "2026-01-31"}
	d := small(t)
	first, again := build(t, d, p), build(t, small(t), p)
	if first.SHA256 != again.SHA256 || len(first.SHA256) != 64 {
		t.Errorf("the same books gave %s and %s", first.SHA256, again.SHA256)
	}
	if other := build(t, d, model.Period{From: "2026-01-01", To: "2026-02-28"}); other.SHA256 == first.SHA256 {
		t.Error("other figures have the same hash")
	}
}

func write(t testing.TB, made *pack.Pack) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pack.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := xlsx.Write(f, made.Workbook); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// bare takes the stored results of all formulas out of a workbook, so that only
// a calculation can show them.
func bare(t *testing.T, path string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r := range rows {
			for c := range rows[r] {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, cell)
				if err != nil || formula == "" {
					continue
				}
				if err := errors.Join(f.SetCellValue(sheet, cell, nil), f.SetCellFormula(sheet, cell, formula)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// A share on the cover is text like its neighbours, so its sign must be in it.
func TestBuild_TheCoverShowsSharesWithTheirSign(t *testing.T) {
	made := build(t, small(t), model.Period{From: "2026-01-01", To: "2026-03-31"})
	shares := 0
	for _, row := range made.Workbook.Sheets[0].Table.Rows {
		if strings.Contains(row[0].Raw(), "share") {
			shares++
			if !strings.HasSuffix(row[1].Raw(), "%") {
				t.Errorf("%s reads %q", row[0].Raw(), row[1].Raw())
			}
		}
	}
	if shares == 0 {
		t.Error("the cover shows no share")
	}
}

func TestBuild_ItsFormulasCalculateToItsFigures(t *testing.T) {
	for name, d := range map[string]reports.Deps{"small": small(t), "empty": {DB: storetest.Open(t), Currency: "EUR"}} {
		made := build(t, d, model.Period{From: "2026-01-01", To: "2026-03-31"})
		path := write(t, made)
		bare(t, path)
		csv := reportstest.Office(t, path, "", "csv:Text - txt - csv (StarCalc):124,34,76")
		rows := strings.Split(strings.TrimSpace(csv), "\n")
		cover := made.Workbook.Sheets[0].Table
		if len(rows) < len(cover.Rows)+1 {
			t.Fatalf("%s: %d rows came back of %d:\n%s", name, len(rows), len(cover.Rows), csv)
		}
		for i, row := range cover.Rows {
			cells := strings.Split(rows[i+1], "|")
			for k := 2; k < 5; k++ {
				if want := row[k].String(); row[k].Known() && strings.ReplaceAll(cells[k], ",", "") != want {
					t.Errorf("%s, %s: column %d is %q, stored %q as %s", name, row[0].Raw(), k, cells[k], want, row[k].Formula())
				}
			}
		}
	}
}

func TestBuild_EveryTotalIsALiveFormula(t *testing.T) {
	made := build(t, small(t), model.Period{From: "2026-01-01", To: "2026-03-31"})
	reference := regexp.MustCompile(`^[-+]?('[^']+'!)?[A-Z$]|^-?SUM`)
	live := 0
	for _, s := range made.Workbook.Sheets[:1] {
		for _, row := range s.Table.Rows {
			for _, c := range row[2:] {
				if c.Known() && c.Formula() != "" && !reference.MatchString(c.Formula()) {
					t.Errorf("%q is no formula of cells", c.Formula())
				}
				if c.Formula() != "" {
					live++
				}
			}
		}
	}
	if live < 3*12 {
		t.Errorf("only %d live figures on the cover", live)
	}
	profit := made.Workbook.Sheets[5].Table
	for _, row := range profit.Rows {
		if subtotal := !row[1].Known(); subtotal != (row[3].Formula() != "") {
			t.Errorf("%s: formula %q", row[2].Raw(), row[3].Formula())
		}
	}
}

func BenchmarkBuild_YearOf100kOrdersInTwo(b *testing.B) {
	book := booktest.Large(b, 100_000)
	for b.Loop() {
		made := build(b, reports.Deps{DB: book.DB, Currency: booktest.Home}, model.Period{From: "2025-01-01", To: "2025-12-31"})
		write(b, made)
	}
}
