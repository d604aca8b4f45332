package documents_test

import (
	"context"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/reports/pdf"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/put"
)

const germanColumns = `{"supplier": "%s", "file": "csv", "delimiter": "semicolon", "dates": "dmy_dot", "decimals": "comma", "columns": [
	{"field": "supplier_sku", "title": "Artikel"}, {"field": "quantity", "title": "Menge"}, {"field": "unit_cost", "title": "EK"},
	{"field": "ordered", "title": "Datum"}, {"field": "text", "title": "Kunde", "fixed": "4711"}, {"field": "name", "title": "Lieferung an"}]}`

func TestOrderFile_IsInTheSuppliersOwnColumns(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 2))
	id := drafted(t, d)
	name := d.Text(`SELECT s.name FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id`)
	files := func() map[string]string {
		t.Helper()
		all, err := documents.For("Dropledger test", d.DB).DocumentsOf(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		byName := map[string]string{}
		for _, f := range all {
			if f.Kind == documents.PurchaseOrder && !strings.HasSuffix(f.Name, ".pdf") {
				byName[f.Name[strings.LastIndex(f.Name, "."):]] = string(f.Content)
			}
		}
		return byName
	}
	if got := files(); len(got) != 2 {
		t.Fatalf("without a template there are %d files", len(got))
	}
	keep := put.New(d.DB, d.Bus)
	if _, err := keep.Put(t.Context(), purchase.TemplateKind, []byte(strings.Replace(germanColumns, "%s", name, 1))); err != nil {
		t.Fatal(err)
	}
	got := files()
	lines := strings.Split(got[".csv"], "\r\n")
	if len(got) != 1 || lines[0] != "Artikel;Menge;EK;Datum;Kunde;Lieferung an" || len(lines) != 3 {
		t.Fatalf("got %q", got)
	}
	cells := strings.Split(lines[1], ";")
	day := d.Today()
	if want := string(day[8:10] + "." + day[5:7] + "." + day[:4]); cells[1] != "2" || !strings.Contains(cells[2], ",") || cells[3] != want || cells[4] != "4711" {
		t.Errorf("got %q", cells)
	}
	if _, err := keep.Put(t.Context(), purchase.TemplateKind, []byte(`{"supplier": "`+name+`", "file": "xlsx"}`)); err != nil {
		t.Fatal(err)
	}
	if got := files(); len(got) != 1 || got[".xlsx"] == "" {
		t.Errorf("as a workbook there are %d files", len(got))
	}
	if _, err := keep.Put(t.Context(), purchase.TemplateKind, []byte(`{"supplier": "`+name+`", "archived": true}`)); err != nil || len(files()) != 2 {
		t.Errorf("put away it still holds: %v", err)
	}
}

func TestOrderFile_EveryFieldOfATemplateIsAColumnOfTheOrder(t *testing.T) {
	table := pdf.PurchaseOrder{}.Table()
	var keys []string
	for _, c := range table.Columns {
		keys = append(keys, c.Key)
	}
	if got, want := strings.Join(purchase.OrderFields, " "), strings.Join(keys, " "); got != want {
		t.Errorf("fields are %s\ncolumns are %s", got, want)
	}
}

func TestExample_ShowsTheColumnsAsTheyAreChosen(t *testing.T) {
	tpl := &purchase.OrderTemplate{File: purchase.FileCSV, Dates: purchase.DatesSlashed, Decimals: purchase.CommaDecimals, Columns: []purchase.TemplateColumn{
		{Field: "sku", Title: "Code"}, {Field: "line_total", Title: "Sum"}, {Field: "ordered", Title: "Day"}, {Field: purchase.FixedText, Title: "Ours", Fixed: "x"},
	}}
	titles, rows := documents.Example(tpl)
	if strings.Join(titles, " ") != "Code Sum Day Ours" || len(rows) != 2 || strings.Join(rows[1], " ") != "00042 31,00 22/11/2026 x" {
		t.Errorf("got %q %q", titles, rows)
	}
}

func TestPutTemplates_RefusesAFileNobodyCouldRead(t *testing.T) {
	d := desktest.New(t)
	d.Supplier("Acme", func(*model.Supplier) {})
	keep := put.New(d.DB, d.Bus)
	for name, in := range map[string]string{
		"no columns":                `{"supplier": "Acme"}`,
		"two of one name":           `{"supplier": "Acme", "columns": [{"field": "sku", "title": "A"}, {"field": "name", "title": "a"}]}`,
		"a field and a text":        `{"supplier": "Acme", "columns": [{"field": "sku", "title": "A", "fixed": "x"}]}`,
		"an unknown field":          `{"supplier": "Acme", "columns": [{"field": "margin", "title": "A"}]}`,
		"commas for two things":     `{"supplier": "Acme", "file": "csv", "decimals": "comma", "columns": [{"field": "sku", "title": "A"}]}`,
		"a supplier nobody knows":   `{"supplier": "Beta", "columns": [{"field": "sku", "title": "A"}]}`,
		"a column without a name":   `{"supplier": "Acme", "columns": [{"field": "sku"}]}`,
		"a file of an unknown kind": `{"supplier": "Acme", "file": "doc", "columns": [{"field": "sku", "title": "A"}]}`,
	} {
		if _, err := keep.Put(t.Context(), purchase.TemplateKind, []byte(in)); err == nil {
			t.Errorf("%s: was taken", name)
		}
	}
}
