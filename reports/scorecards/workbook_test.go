package scorecards_test

import (
	"cmp"
	"errors"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/reports/scorecards"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/store"
)

// written writes a file of a supplier and returns its path.
func written(t *testing.T, db *store.DB, a scorecards.Ask, name string) string {
	t.Helper()
	a.Out = filepath.Join(t.TempDir(), name)
	w, err := scorecards.New(db, "Dropledger 1.0").Write(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Files) == 0 || w.Files[0] != a.Out {
		t.Fatalf("wrote %q", w.Files)
	}
	return a.Out
}

func cards(t *testing.T, db *store.DB) []score.Card {
	t.Helper()
	s := scorecard.New(db, new(event.Bus))
	defer s.Close()
	all, err := s.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWorkbook_CalculatesWhatTheProgramSays(t *testing.T) {
	db := sample(t)
	for _, c := range cards(t, db) {
		t.Run(c.Name, func(t *testing.T) {
			f, err := excelize.OpenFile(written(t, db, scorecards.Ask{Supplier: c.Name}, "card.xlsx"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			formulas := 0
			for _, sheet := range f.GetSheetList() {
				formulas += recalculated(t, f, sheet)
			}
			if shown, err := f.GetCellValue("Measures", "H2"); err != nil || !strings.HasSuffix(shown, "%") {
				t.Errorf("a share reads %q (%v)", shown, err)
			}
			if c.Performance.N > 0 && formulas < 60 {
				t.Errorf("only %d cells are formulas", formulas)
			}
			shown, err := f.GetCellValue("Scorecard", "D14", excelize.Options{RawCellValue: true})
			if want := c.Score; err != nil || want.Valid != (shown != "") || want.Valid && !strings.HasPrefix(want.Decimal.StringFixed(4), shown) {
				t.Errorf("the program says %q, the card %v (%v)", shown, want, err)
			}
		})
	}
}

// recalculated compares every formula with the value that was stored beside it.
func recalculated(t *testing.T, f *excelize.File, sheet string) (formulas int) {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c, stored := range row {
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			formula, err := f.GetCellFormula(sheet, cell)
			if err != nil || formula == "" {
				continue
			}
			formulas++
			got, err := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatalf("%s %s =%s: %v", sheet, cell, formula, err)
			}
			a, errA := strconv.ParseFloat(got, 64)
			b, errB := strconv.ParseFloat(stored, 64)
			if errA != nil && errB != nil && got == stored && got != "" {
				continue // a word, such as the class
			}
			if errA != nil || errB != nil || math.Abs(a-b) > 0.0051 {
				t.Errorf("%s %s =%s is %s, the sheet says %s", sheet, cell, formula, got, stored)
			}
		}
	}
	return formulas
}

// LibreOffice gets the workbook without the results of its formulas.
func TestWorkbook_LibreOfficeComesToTheSameScore(t *testing.T) {
	db := sample(t)
	checked := 0
	for _, c := range cards(t, db) {
		if !c.Score.Valid {
			continue
		}
		path := written(t, db, scorecards.Ask{Supplier: c.Name}, "card.xlsx")
		bare(t, path)
		lines := strings.Split(reportstest.Office(t, path, "", "csv:Text - txt - csv (StarCalc):124,34,76"), "\n")
		for _, l := range lines {
			cells := strings.Split(l, "|")
			switch {
			case cells[0] == "Score":
				if cells[2] != c.Score.Decimal.StringFixed(2) || cells[4] != "0.00" {
					t.Errorf("%s: %s, the card says %s", c.Name, l, c.Score.Decimal)
				}
				checked++
			case cells[0] == "Class":
				if want := cmp.Or(c.Class, "not rated"); cells[1] != want {
					t.Errorf("%s: class %q, the card says %q", c.Name, cells[1], want)
				}
			case strings.HasPrefix(cells[0], "Sum of all") && cells[4] != "0.00":
				t.Errorf("%s: %s\n%s", c.Name, l, strings.Join(lines, "\n"))
			}
		}
		if checked == 2 {
			return // starting the program takes seconds; excelize recalculates all
		}
	}
	t.Errorf("only %d scores were looked at", checked)
}

// bare takes the stored results of all formulas out of a workbook.
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
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
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
