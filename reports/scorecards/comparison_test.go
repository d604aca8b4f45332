package scorecards_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/reports/scorecards"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/store"
)

// compared is a comparison of the sample's suppliers, for what most of them offer.
func compared(t *testing.T, db *store.DB, n int) scorecard.Comparison {
	t.Helper()
	var names []string
	for _, c := range cards(t, db) {
		if len(names) < n {
			names = append(names, c.Name)
		}
	}
	p, err := scorecard.Propose(t.Context(), db, names)
	if err != nil {
		t.Fatal(err)
	}
	p.Basket[0].Quantity = 3
	c, err := scorecard.Compare(t.Context(), db, names, p.Country, p.Basket)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func comparedTo(t *testing.T, db *store.DB, c scorecard.Comparison, name string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), name)
	w, err := scorecards.New(db, "Dropledger 1.0").Compare(t.Context(), scorecards.AskComparison{Of: c, Out: out})
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Files) != 1 || w.Files[0] != out || len(w.Warnings) != 0 {
		t.Fatalf("wrote %+v", w)
	}
	return out
}

func TestCompare_TheWorkbookCalculatesWhatTheProgramSays(t *testing.T) {
	db := sample(t)
	for _, n := range []int{2, 6} {
		c := compared(t, db, n)
		f, err := excelize.OpenFile(comparedTo(t, db, c, "comparison.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		if got := recalculated(t, f, "Comparison"); got < 6*n {
			t.Errorf("%d suppliers: only %d cells are formulas", n, got)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCompare_LibreOfficeComesToTheSameRecommendation(t *testing.T) {
	db := sample(t)
	c := compared(t, db, 6)
	path := comparedTo(t, db, c, "comparison.xlsx")
	bare(t, path)
	landed, best := false, false
	for _, l := range strings.Split(reportstest.Office(t, path, "", "csv:Text - txt - csv (StarCalc):124,34,76"), "\n") {
		cells := strings.Split(l, "|")
		switch {
		case len(cells) < 3:
		case cells[1] == "Landed":
			landed = true
			for i := range c.Sides {
				if p := c.Sides[i].Price; p != nil && strings.ReplaceAll(cells[2+i], ",", "") != p.Text(c.Currency)+" "+string(c.Currency) {
					t.Errorf("%s costs %s, the program says %s", c.Sides[i].Card.Name, cells[2+i], p)
				}
			}
		case cells[1] == "Points it is recommended by":
			for i := range c.Sides {
				if d := c.Sides[i].Points; d.Valid && cells[2+i] != d.Decimal.StringFixed(4) {
					t.Errorf("%s has %s points, the program says %s", c.Sides[i].Card.Name, cells[2+i], d.Decimal)
				}
			}
		case cells[1] == "Recommended":
			if best = true; cells[2] != c.Best {
				t.Errorf("it recommends %s, the program %s", cells[2], c.Best)
			}
		}
	}
	if !landed || !best || c.Best == "" {
		t.Error("the lines of the price and of the recommendation are missing")
	}
}

func TestCompare_TheTableForOtherProgramsHasEveryRiskAndReason(t *testing.T) {
	db := sample(t)
	c := compared(t, db, 3)
	raw, err := os.ReadFile(comparedTo(t, db, c, "comparison.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, r := range rows {
		if len(r) != 2+len(c.Sides) {
			t.Fatalf("a line of %d cells: %q", len(r), r)
		}
		text += strings.Join(r, "\n") + "\n"
	}
	for i := range c.Sides {
		for _, r := range c.Sides[i].Risks {
			if !strings.Contains(text, r.Text) {
				t.Errorf("no %q", r.Text)
			}
		}
	}
	for _, r := range append(c.Reasons, c.Best) {
		if !strings.Contains(text, r) {
			t.Errorf("no %q", r)
		}
	}
}

func TestCompare_ThePageToPrintSaysAllOfIt(t *testing.T) {
	db := sample(t)
	c := compared(t, db, 6)
	path := comparedTo(t, db, c, "comparison.pdf")
	text := strings.Join(strings.Fields(reportstest.Run(t, "pdftotext", "-enc", "UTF-8", path, "-")), " ")
	want := []string{"Supplier comparison", "Recommended: " + c.Best, "2026-11-22", "Dropledger 1.0", "What the type implies"}
	for i := range c.Sides {
		if p := c.Sides[i].Price; p != nil {
			want = append(want, p.Text(c.Currency))
		}
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in\n%s", w, text)
		}
	}
	if count, _ := pages(t, path); count != "1" && count != "2" && count != "3" {
		t.Errorf("%s pages", count)
	}
}

func TestCompare_RefusesOtherFilesAndSaysWhich(t *testing.T) {
	db := sample(t)
	c := compared(t, db, 2)
	for out, says := range map[string]string{"": "is missing", "comparison.doc": ".xlsx, .csv or .pdf"} {
		_, err := scorecards.New(db, "Dropledger 1.0").Compare(t.Context(), scorecards.AskComparison{Of: c, Out: out})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v", out, err)
		}
	}
}
