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
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/marketplace"
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

// The words of a purchase order for a Chinese supplier are Chinese, printed with a
// font of the computer and as another program reads them.
func TestDocumentsOf_AChineseSupplierReadsChinese(t *testing.T) {
	if _, err := os.Stat("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("Noto Sans CJK (fonts-noto-cjk) is not installed here")
	}
	d := shop(t, func(s *model.Supplier) { s.Language = "zh" })
	d.Order("#1001", desktest.Line("LAMP", 2), func(o *model.Order) { o.ShipTo.Name = "李小龍" })
	for name, doc := range documentsOf(t, d, drafted(t, d)) {
		if doc.Kind != documents.PurchaseOrder || filepath.Ext(name) != ".pdf" {
			continue
		}
		if len(doc.Warnings) > 0 {
			t.Errorf("%s warns: %v", name, doc.Warnings)
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, doc.Content, 0o600); err != nil {
			t.Fatal(err)
		}
		text := reportstest.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", path, "-")
		for _, want := range []string{"采购订单", "供应商", "收货地址", "贵方编号", "中性包裹", "李小龍", "第 1 页"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s:\n%s", name, want, text)
			}
		}
		if strings.Contains(text, "Purchase order") || strings.ContainsRune(text, '\uFFFD') {
			t.Errorf("%s says\n%s", name, text)
		}
		return
	}
	t.Error("there is no purchase order")
}

// A site that takes a workbook gets texts: no number loses its leading zeros and
// nothing is a formula.
func TestRender_AddsTheFileOfTheSuppliersSiteInItsKind(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 2), func(o *model.Order) { o.ShipTo.Zip, o.ShipTo.Name = "01115", "=HYPERLINK(1)" })
	id := drafted(t, d)
	m := marketplace.New(d.DB, d.Bus)
	for site, ending := range map[string]string{"3PL file": ".csv", "CJ Dropshipping file": ".xlsx"} {
		if _, err := m.PutStorefronts(t.Context(), []marketplace.StorefrontInput{{Supplier: "Shenzhen Bright Home Co., Ltd.", Site: site}}); err != nil {
			t.Fatal(err)
		}
		paths, err := forward.New(d.DB, d.Bus, d.Jobs, documents.For("Dropledger test", d.DB)).Preview(t.Context(), id, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(paths, func(p string) bool { return strings.HasSuffix(p, site+ending) })
		if at < 0 {
			t.Fatalf("%s: no file among %v", site, paths)
		}
		rows := cellsOf(t, paths[at])
		if len(rows) != 2 || !slices.Contains(rows[1], "01115") || !slices.Contains(rows[1], "=HYPERLINK(1)") || !slices.Contains(rows[1], "#1001") {
			t.Errorf("%s: %q", site, rows)
		}
	}
}

// cellsOf reads the texts of a file of orders.
func cellsOf(t *testing.T, path string) [][]string {
	t.Helper()
	if filepath.Ext(path) == ".xlsx" {
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Close() }()
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
