package live_test

import (
	"bytes"
	"math"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/live"
	"github.com/dropledger/dropledger/reports/xlsx"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
)

// shown is a margin sheet of the small book with a comparison that one row lacks.
func shown(t *testing.T, by margin.Dimension, step query.Step) *reports.Table {
	t.Helper()
	b := booktest.Small(t)
	rows, err := margin.Rows(t.Context(), b.DB, margin.Query{By: by, Step: step})
	if err != nil {
		t.Fatal(err)
	}
	return reports.Margins(reports.Deps{DB: b.DB, Currency: booktest.Home, Program: "Dropledger 1"}, reports.MarginShown{
		By: by, Step: step, Rows: rows, Compared: "Q4 2025",
		Before: func(r *margin.Row) (model.Amount, bool) { return model.MustAmount("10.50"), r != rows[0] },
	})
}

func TestMargins_ComeOutTheSameWhenCalculatedAnew(t *testing.T) {
	for _, c := range []struct {
		name string
		by   margin.Dimension
		step query.Step
	}{
		{"products", margin.Product, ""},
		{"orders", margin.Order, ""},
		{"suppliers", margin.Supplier, ""},
		{"shops", margin.Shop, ""},
		{"countries", margin.Country, ""},
		{"months", margin.Total, query.Month},
	} {
		t.Run(c.name, func(t *testing.T) {
			var file bytes.Buffer
			if _, err := xlsx.Write(&file, live.Margins(shown(t, c.by, c.step))); err != nil {
				t.Fatal(err)
			}
			f, err := excelize.OpenReader(&file)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			if n := recalculated(t, f); n < 20 {
				t.Errorf("only %d cells are formulas", n)
			}
		})
	}
}

// recalculated compares every formula with the value that was stored beside it.
func recalculated(t *testing.T, f *excelize.File) (formulas int) {
	t.Helper()
	rows, err := f.GetRows("Margins", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c, stored := range row {
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			formula, err := f.GetCellFormula("Margins", cell)
			if err != nil || formula == "" {
				continue
			}
			formulas++
			got, err := f.CalcCellValue("Margins", cell, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatalf("%s =%s: %v", cell, formula, err)
			}
			a, _ := strconv.ParseFloat(got, 64)
			b, _ := strconv.ParseFloat(stored, 64)
			if math.Abs(a-b) > 1e-9 {
				t.Errorf("%s =%s is %s, the sheet says %s", cell, formula, got, stored)
			}
		}
	}
	return formulas
}

func TestMargins_WithoutRowsAreStillAWorkbook(t *testing.T) {
	b := booktest.Small(t)
	empty := reports.Margins(reports.Deps{DB: b.DB, Currency: booktest.Home}, reports.MarginShown{By: margin.Product})
	if _, err := xlsx.Write(&bytes.Buffer{}, live.Margins(empty)); err != nil {
		t.Error(err)
	}
}
