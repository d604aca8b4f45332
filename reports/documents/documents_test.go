package documents_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/services/forward"
)

func dispatch() forward.Dispatch {
	order := func(id int64, number, name string) forward.Order {
		return forward.Order{
			ID: id, Number: number, Shop: "Shop", Service: "express",
			ShipTo: model.Contact{Name: name, Address1: "Invalidenstr. 117", City: "Berlin", Zip: "01115", Country: "DE", Phone: "+49301234", Email: "b@example.com"},
			Lines: []forward.Line{
				{SKU: "LAMP", SupplierSKU: "0815", Name: "Lamp, blue", Quantity: 2, UnitCost: model.MustAmount("7.7531"), Shipping: model.MustAmount("3.10")},
			},
		}
	}
	return forward.Dispatch{
		PurchaseID: 7, SupplierID: 3, Number: "PO-000007", Date: "2026-03-31", Made: "2026-03-30T10:00:00Z", Currency: "USD",
		Total: model.MustAmount("37.22"), TermsDays: 14,
		Merchant: forward.Party{Name: "Blue Shop GmbH", Address1: "Hauptstr. 1", City: "Hamburg", Zip: "20095", Country: "DE"},
		Supplier: forward.Party{Name: "Secret Source Ltd", Email: "sales@source.example", Country: "CN"},
		Orders:   []forward.Order{order(1, "#1001", "Anna Weiß"), order(2, "#1001", "=HYPERLINK(1)")},
	}
}

func render(t *testing.T) map[string]forward.File {
	t.Helper()
	files, err := documents.New("Dropledger test").Render(dispatch())
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]forward.File{}
	var names []string
	for _, f := range files {
		byName[f.Name] = f
		names = append(names, f.Name)
	}
	want := []string{"PO-000007.pdf", "PO-000007.xlsx", "PO-000007.csv", "packing-slip-#1001.pdf", "packing-slip-#1001 (2).pdf"}
	if !slices.Equal(names, want) {
		t.Fatalf("got %v", names)
	}
	return byName
}

func TestRender_TheCSVFileHoldsWhatTheSupplierMustKnow(t *testing.T) {
	text := bytes.TrimPrefix(render(t)["PO-000007.csv"].Content, []byte("\uFEFF"))
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	all := strings.Join(rows[1], "|")
	for _, says := range []string{"Lamp, blue", "LAMP", "0815", "|2|", "7.7531", "Anna Weiß", "Invalidenstr. 117", "Berlin", "01115", "Germany", "#1001", "PO-000007", "18.61"} {
		if !strings.Contains(all, says) {
			t.Errorf("%q is missing in %s", says, all)
		}
	}
	if strings.Contains(strings.Join(rows[2], "|"), "|=HYPERLINK") {
		t.Error("a name could run as a formula")
	}
}

func TestRender_TheWorkbookHoldsTheSameLines(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(render(t)["PO-000007.xlsx"].Content))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil || len(rows) < 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if all := strings.Join(rows[1], "|"); !strings.Contains(all, "0815") || !strings.Contains(all, "Anna Weiß") {
		t.Errorf("got %s", all)
	}
}

func TestRender_TheSlipNamesNeitherSupplierNorPrice(t *testing.T) {
	files := render(t)
	slip := printed(t, files["packing-slip-#1001.pdf"].Content)
	for _, says := range []string{"Blue Shop GmbH", "Anna Weiß", "LAMP", "Lamp, blue", "#1001"} {
		if !strings.Contains(slip, says) {
			t.Errorf("%q is missing in\n%s", says, slip)
		}
	}
	for _, secret := range []string{"Secret", "source", "7.75", "3.10", "18.61", "USD", "0815"} {
		if strings.Contains(slip, secret) {
			t.Errorf("%q stands on the slip", secret)
		}
	}
	order := printed(t, files["PO-000007.pdf"].Content)
	for _, says := range []string{"PO-000007", "Secret Source Ltd", "Anna Weiß", "0815", "37.22", "within 14 days", "2026-03-31"} {
		if !strings.Contains(order, says) {
			t.Errorf("%q is missing in\n%s", says, order)
		}
	}
}

// printed returns the text of a PDF file as another program reads it.
func printed(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return reportstest.Run(t, "pdftotext", "-layout", path, "-")
}

func TestRender_TheSameOrderGivesTheSameBytes(t *testing.T) {
	one, two := render(t), render(t)
	for name, f := range one {
		if !bytes.Equal(f.Content, two[name].Content) {
			t.Errorf("%s differs", name)
		}
	}
}
