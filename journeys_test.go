package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/reports/reportstest"
)

// sampleFile is a real export kept beside the project, or skips.
func sampleFile(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "shared", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skip("the real sample files are not beside the project, so their journey cannot be made")
	}
	return path
}

// TestJourney takes real exports the whole way: import, offers, route, forward,
// margins, accountant's pack. Orders and lines that may be forwarded were
// counted by hand from the files by the rules of what a shop lets forward.
func TestJourney(t *testing.T) {
	for _, j := range []struct {
		file, currency, period string
		orders, forwarded      int
	}{
		{"shopify_orders/so08_eur_it_multicurrency_68.csv", "EUR", "2024", 50, 31},
		{"shopify_orders/so12_inr_drafts_121.csv", "INR", "2025", 51, 51},
		{"shopify_orders/so03_usd_bags_refunds_811.csv", "USD", "", 409, 2},
		{"shopify_orders/so06_zar_taxincl_partial_101.csv", "ZAR", "", 50, 8},
	} {
		t.Run(filepath.Base(j.file), func(t *testing.T) {
			path := sampleFile(t, j.file)
			d := newDesk(t)
			d.do("", "new", "--name", "Journey", "--currency", j.currency, "--country", "DE")
			f := d.do("", "import", path, "--shop", "Web")["files"].([]any)[0].(map[string]any)
			if got := fmt.Sprintf("%v %v", f["created"], f["refused"]); got != fmt.Sprintf("%d 0", j.orders) {
				t.Fatalf("created and refused: %s of %d", got, j.orders)
			}
			offerAll(t, d, j.currency)
			routed := d.do("", "route")
			sent := d.do("", "forward", "--out", filepath.Join(d.data, "out"), "--approve")
			orders := map[string]bool{}
			for _, a := range routed["allocations"].([]any) {
				orders[a.(map[string]any)["order"].(string)] = true
			}
			if len(orders) != j.forwarded || len(sent["sent"].([]any)) != j.forwarded || len(sent["held"].([]any)) != 0 {
				t.Errorf("%d orders routed, %d purchase orders sent, %d held; want %d", len(orders), len(sent["sent"].([]any)), len(sent["held"].([]any)), j.forwarded)
			}
			again := d.do("", "forward", "--out", filepath.Join(d.data, "out"), "--approve")
			if len(again["sent"].([]any)) != 0 {
				t.Error("forwarding again sent something a second time")
			}
			readDocuments(t, sent["sent"].([]any)[0].(map[string]any))
			d.packs(t, j.period)
			if check := d.do("", "check", "--full"); check["ok"] != true {
				t.Errorf("the book is not sound: %v", check["findings"])
			}
			same := d.do("", "import", path, "--shop", "Web")["files"].([]any)[0].(map[string]any)
			if got := fmt.Sprintf("%v %v", same["created"], same["updated"]); got != "0 0" {
				t.Errorf("the same file again created and updated %s", got)
			}
		})
	}
}

// offerAll gives one approved supplier an offer for every product of the book.
func offerAll(t *testing.T, d *desk, currency string) {
	t.Helper()
	d.do(`{"name":"Acme Trading","stage":"approved","country":"IT"}`, "put", "supplier")
	var offers []map[string]any
	for i, p := range d.do("", "products")["rows"].([]any) {
		offers = append(offers, map[string]any{
			"supplier": "Acme Trading", "sku": p.(map[string]any)["sku"], "valid_from": "2020-01-01", "supplier_sku": fmt.Sprintf("A-%04d", i),
			"cost": fmt.Sprintf("%d.37", 20+i%30), "currency": currency, "stock": 500,
			"shipping": []map[string]any{{"to": "*", "service": "post", "cost": "4.50", "days_p50": 4, "days_p90": 9}},
		})
	}
	text, err := json.Marshal(offers)
	if err != nil {
		t.Fatal(err)
	}
	d.do(string(text), "put", "offer")
}

// readDocuments reads a purchase order's files back with other programs.
func readDocuments(t *testing.T, sent map[string]any) {
	t.Helper()
	kinds := map[string]bool{}
	for _, f := range sent["files"].([]any) {
		path := f.(string)
		kinds[filepath.Ext(path)] = true
		if filepath.Ext(path) != ".pdf" {
			continue
		}
		text := reportstest.Run(t, "pdftotext", "-layout", path, "-")
		// The customer's paper and the customs declaration are the merchant's; the
		// invoice says where the goods come from.
		name, number := filepath.Base(path), sent["purchase"].(string)
		order, invoice := strings.HasPrefix(name, number), strings.Contains(name, "invoice")
		if says := strings.Contains(text, "Acme Trading"); says != (order || invoice) {
			t.Errorf("%s names the supplier: %v", name, says)
		}
		if order && !strings.Contains(text, number) {
			t.Errorf("%s does not carry its number", name)
		}
	}
	for _, ext := range []string{".pdf", ".xlsx", ".csv"} {
		if !kinds[ext] {
			t.Errorf("no %s among the files %v", ext, sent["files"])
		}
	}
}

// packs writes the accountant's pack of each year of the book's orders and has
// LibreOffice work it out anew.
func (d *desk) packs(t *testing.T, period string) {
	t.Helper()
	years := map[string]bool{}
	for _, o := range d.do("", "orders")["rows"].([]any) {
		years[o.(map[string]any)["placed_on"].(string)[:4]] = true
	}
	if period != "" && !years[period] {
		t.Errorf("no orders in %s", period)
	}
	for year := range years {
		out := filepath.Join(d.data, "pack-"+year+".xlsx")
		pack := d.do("", "export", "pack", "--period", year, "--out", out)
		for key, c := range pack["controls"].(map[string]any) {
			if diff := c.(map[string]any)["difference"].(string); strings.Trim(diff, "0.") != "" {
				t.Errorf("%s: control %s is off by %s", year, key, diff)
			}
		}
		recalculated(t, out)
	}
}

// recalculated takes the stored results out of a workbook, has LibreOffice work
// its formulas out, and compares each with what was stored.
func recalculated(t *testing.T, path string) {
	t.Helper()
	f := openBook(t, path)
	ours := formulas(t, f)
	if len(ours) < 20 {
		t.Errorf("only %d formulas in %s", len(ours), filepath.Base(path))
	}
	bare := filepath.Join(t.TempDir(), "bare.xlsx")
	for at := range ours {
		formula, err := f.GetCellFormula(at.sheet, at.cell)
		if err := errors.Join(err, f.SetCellValue(at.sheet, at.cell, nil), f.SetCellFormula(at.sheet, at.cell, formula)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(bare); err != nil {
		t.Fatal(err)
	}
	worked := filepath.Join(t.TempDir(), "worked.xlsx")
	if err := os.WriteFile(worked, []byte(reportstest.Office(t, bare, "", "xlsx")), 0o600); err != nil {
		t.Fatal(err)
	}
	theirs := formulas(t, openBook(t, worked))
	for at, value := range ours {
		if theirs[at] != value {
			t.Errorf("%s %s!%s is stored as %q, LibreOffice works out %q", filepath.Base(path), at.sheet, at.cell, value, theirs[at])
		}
	}
}

func openBook(t *testing.T, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// place is a cell of a workbook.
type place struct{ sheet, cell string }

// formulas are the results of all formulas of a workbook, as a person reads them.
func formulas(t *testing.T, f *excelize.File) map[place]string {
	t.Helper()
	out := map[place]string{}
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
				if text, err := f.GetCellFormula(sheet, cell); err == nil && text != "" {
					out[place{sheet, cell}] = rows[r][c]
				}
			}
		}
	}
	return out
}
