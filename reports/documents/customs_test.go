package documents_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
)

// shop is a book of a German merchant with a Chinese supplier that gathers all
// orders into one purchase order.
func shop(t testing.TB, change ...func(*model.Supplier)) *desktest.Desk {
	d := desktest.New(t)
	for key, value := range map[string]string{
		"merchant.name": "Nordlicht Handel GmbH", "merchant.address1": "Große Bleichen 12", "merchant.city": "Hamburg", "merchant.zip": "20354", "merchant.country": "DE",
		"merchant.email": "hallo@nordlicht.example", "merchant.phone": "+49 40 1234567", "documents.brand": "Nordlicht", "documents.signer": "Jana Petersen",
		"tax.vat_number": "DE123456789", "tax.eori_number": "DE9876543210123", "tax.ioss_number": "IM2760000742", "documents.language": "de",
	} {
		d.Set(key, value)
	}
	d.Rate("XDR", "1.20")
	china := []func(*model.Supplier){func(s *model.Supplier) {
		s.Country, s.Batching, s.Email, s.PaymentTermsDays = "CN", model.Daily, "sales@bright.example", 14
	}}
	s := d.Supplier("Shenzhen Bright Home Co., Ltd.", append(china, change...)...)
	for sku, cost := range map[string]string{"LAMP": "7.75", "MUG": "1.20", "BARE": "2"} {
		d.Offer(s, sku, cost)
	}
	d.Exec(`UPDATE product SET name = 'LED desk lamp', hs = '9405.21', origin = 'CN', weight_g = 420, brand = 'Bright' WHERE sku = 'LAMP'`)
	d.Exec(`UPDATE product SET name = 'Stoneware mug', hs = '691200', origin = 'TR', weight_g = 380 WHERE sku = 'MUG'`)
	return d
}

func to(name, street, zip, city, country string) func(*model.Order) {
	return func(o *model.Order) {
		o.Country = country
		o.ShipTo = model.Contact{Name: name, Address1: street, City: city, Zip: zip, Country: country, Phone: "+49 30 5550101", Email: "kunde@example.org"}
	}
}

func and(sku, name string, q model.Quantity, price string) func(*model.Order) {
	return func(o *model.Order) {
		l := desktest.Line(sku, q)
		l.Position, l.Name, l.Price = len(o.Lines)+1, name, model.MustAmount(price)
		o.Lines = append(o.Lines, l)
	}
}

// given gives every open piece of all orders to the supplier with an offer.
func given(d *desktest.Desk) {
	d.Exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		SELECT l.id, f.supplier_id, f.id, l.quantity, f.cost, 0, f.currency, 'Express', '{}', '2026-03-30T10:00:00Z'
		FROM order_line l JOIN offer f ON f.product_id = l.product_id WHERE l.id NOT IN (SELECT line_id FROM allocation) ORDER BY l.id`)
}

// drafted gives all orders to the supplier and returns the id of the first
// purchase order.
func drafted(t testing.TB, d *desktest.Desk) int64 {
	t.Helper()
	given(d)
	if _, err := purchase.New(d.DB, d.Bus).Draft(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d.Int(`SELECT MIN(id) FROM purchase_order`)
}

func documentsOf(t testing.TB, d *desktest.Desk, id int64) map[string]documents.Document {
	t.Helper()
	all, err := documents.For("Dropledger test", d.DB).DocumentsOf(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]documents.Document{}
	for _, doc := range all {
		byName[doc.Name] = doc
	}
	return byName
}

// wants fails for every text that is not in a PDF as another program reads it.
func wants(t *testing.T, doc documents.Document, texts ...string) {
	t.Helper()
	page := strings.Join(strings.Fields(printed(t, doc.Content)), " ")
	var missing []string
	for _, text := range texts {
		if !strings.Contains(page, text) {
			missing = append(missing, text)
		}
	}
	if len(missing) > 0 {
		t.Errorf("%s: no %q in\n%s", doc.Name, missing, page)
	}
}

func TestDocumentsOf_AnImportedParcelHasAllCustomsPapers(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë Weiß", "Invalidenstr. 117", "10115", "Berlin", "DE"), and("MUG", "Mug, blue", 3, "12.50"))
	id := drafted(t, d)
	d.Exec(`UPDATE order_line SET discount = 100000 WHERE sku = 'LAMP'`)
	d.Exec(`UPDATE sales_order SET discount = 100000, subtotal = subtotal - 100000, total = total - 100000`)
	docs := documentsOf(t, d, id)
	var names []string
	for name := range docs {
		names = append(names, name)
	}
	slices.Sort(names)
	want := []string{
		"CN22-#1001.pdf", "PO-000001.csv", "PO-000001.pdf", "PO-000001.xlsx", "commercial-invoice-#1001.pdf",
		"customs-data-PO-000001.csv", "customs-data-PO-000001.xlsx", "packing-slip-#1001.pdf",
	}
	if !slices.Equal(names, want) {
		t.Fatalf("documents %q", names)
	}
	for _, doc := range docs {
		if len(doc.Warnings) != 0 {
			t.Errorf("%s: %q", doc.Name, doc.Warnings)
		}
	}
	wants(t, docs["commercial-invoice-#1001.pdf"],
		"Commercial invoice / Handelsrechnung", "PO-000001-1", "Nordlicht Handel GmbH", "Große Bleichen 12", "20354 Hamburg", "+49 40 1234567", "hallo@nordlicht.example",
		"VAT DE123456789", "EORI DE9876543210123", "IOSS IM2760000742", "Zoë Weiß", "10115 Berlin", "Germany", "+49 30 5550101", "kunde@example.org",
		"DAP Berlin,", "Sale of goods", "Shenzhen Bright Home", "9405.21", "China", "691200", "0.840", "1.140", "1.980", "50.00", "-10.00", "90.00", "12.50", "0.00", "37.50", "127.50", "EUR", "Jana Petersen")
	wants(t, docs["CN22-#1001.pdf"],
		"CN22", "Sale of goods", "Product LAMP, Bright, LAMP", "9405.21", "China", "0.840", "90.00 EUR", "127.50 EUR", "1.980 kg", "106.25 XDR", "300.00 XDR", "Universal Postal Union", "IOSS IM2760000742")
	wants(t, docs["PO-000001.pdf"], "Purchase order", "Shenzhen Bright Home", "Order #1001 crosses a customs border", "within 14 days", "15.50", "19.10")
}

func TestDocumentsOf_TheCustomsDataSaysWhatTheCustomerPaid(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë Weiß", "Invalidenstr. 117", "10115", "Berlin", "DE"), and("MUG", "Mug, blue", 3, "12.50"))
	docs := documentsOf(t, d, drafted(t, d))
	text := bytes.TrimPrefix(docs["customs-data-PO-000001.csv"].Content, []byte("\uFEFF"))
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	got := map[string]string{}
	for i, key := range rows[0] {
		got[key] = rows[2][i]
	}
	for key, want := range map[string]string{
		"order_number": "#1001", "form": "CN22", "description": "Mug, blue", "hs_code": "691200", "origin": "TR", "quantity": "3", "net_weight_kg": "1.140", "unit_value": "12.50",
		"value": "37.50", "currency": "EUR", "incoterm": "DAP", "vat_number": "DE123456789", "eori_number": "DE9876543210123", "ioss_number": "IM2760000742",
		"sender_name": "Nordlicht Handel GmbH", "receiver_name": "Zoë Weiß", "receiver_phone": "+49 30 5550101", "receiver_country": "DE", "shipped_from_country": "CN",
	} {
		if got[key] != want {
			t.Errorf("%s = %q, want %q", key, got[key], want)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(docs["customs-data-PO-000001.xlsx"].Content))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if sheet, err := f.GetRows(f.GetSheetName(0)); err != nil || len(sheet) < 3 || !slices.Contains(sheet[2], "691200") {
		t.Errorf("workbook %v, %v", sheet, err)
	}
}

func TestDocumentsOf_WithinACustomsAreaThereAreNone(t *testing.T) {
	d := shop(t, func(s *model.Supplier) { s.Country, s.Language = "PL", "de" })
	d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë Weiß", "Ring 1", "1010", "Wien", "AT"))
	docs := documentsOf(t, d, drafted(t, d))
	if len(docs) != 4 {
		t.Errorf("%d documents", len(docs))
	}
	wants(t, docs["PO-000001.pdf"], "Bestellung", "Seite 1 von 1", "15,50", "innerhalb von 14 Tagen", "Kundenauftrag #1001", "Bitte neutral versenden")
	wants(t, docs["packing-slip-#1001.pdf"], "Lieferschein", "Nordlicht", "LIEFERADRESSE", "Zoë Weiß", "Artikelnr.")
}

func TestDocumentsOf_WhatIsMissingIsToldAndNotLeftBlank(t *testing.T) {
	d := shop(t)
	d.Set("documents.signer", "")
	d.Exec(`DELETE FROM exchange_rate`)
	d.Order("#1001", desktest.Line("BARE", 1), to("Zoë", "Street 1", "10001", "New York", "US"), func(o *model.Order) {
		o.ShipTo.Phone, o.ShipTo.Email, o.Payment = "", "", model.Paid
	})
	docs := documentsOf(t, d, drafted(t, d))
	invoice := docs["commercial-invoice-#1001.pdf"]
	all := strings.Join(invoice.Warnings, "\n")
	for _, says := range []string{
		"HS code (six digits or more), country of origin, weight of BARE are missing", "name of who signs is missing", "phone and e-mail are both missing", "no exchange rate from EUR to XDR, so a CN23",
	} {
		if !strings.Contains(all, says) {
			t.Errorf("not told: %q in\n%s", says, all)
		}
	}
	wants(t, invoice, "not known", "nicht bekannt", "50.00")
	wants(t, docs["CN23-#1001.pdf"], "CN23", "Postal charges", "Office of origin", "COMMENTS")
	if page := printed(t, invoice.Content); strings.Contains(page, "IOSS") {
		t.Error("the IOSS number leaves the EU")
	}
}

func TestDocumentsOf_TheFormGoesByValueAndTheSettingOfTheBook(t *testing.T) {
	tests := []struct {
		name, price, limit string
		want               string
	}{
		{"up to the limit", "180", "", "CN22-#1001.pdf"}, // 2 x 180 EUR are 300 XDR
		{"above the limit", "180.02", "", "CN23-#1001.pdf"},
		{"above the merchant's own limit", "100", "150", "CN23-#1001.pdf"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := shop(t)
			if tt.limit != "" {
				d.Set("documents.cn22_limit", tt.limit)
			}
			d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë", "Street 1", "10115", "Berlin", "DE"), func(o *model.Order) { o.Lines[0].Price = model.MustAmount(tt.price) })
			if docs := documentsOf(t, d, drafted(t, d)); docs[tt.want].Kind != documents.Declaration {
				t.Errorf("no %s", tt.want)
			}
		})
	}
}

func TestDocumentsOf_TheIOSSNumberGoesOnlyWhereTheSchemeHolds(t *testing.T) {
	for price, want := range map[string]bool{"75": true, "75.01": false} { // of two pieces: the limit is 150 EUR
		d := shop(t)
		d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë", "Street 1", "10115", "Berlin", "DE"), func(o *model.Order) { o.Lines[0].Price = model.MustAmount(price) })
		page := printed(t, documentsOf(t, d, drafted(t, d))["commercial-invoice-#1001.pdf"].Content)
		if strings.Contains(page, "IM2760000742") != want {
			t.Errorf("two pieces at %s: IOSS is %v", price, !want)
		}
	}
}

func TestDocumentsOf_ChangesNothing(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë", "Street 1", "10115", "Berlin", "DE"))
	id := drafted(t, d)
	before := d.Text(`SELECT group_concat(state || version) FROM purchase_order`) + fmt.Sprint(d.Int(`SELECT COUNT(*) FROM history`))
	a, b := documentsOf(t, d, id), documentsOf(t, d, id)
	for name, doc := range a {
		if !bytes.Equal(doc.Content, b[name].Content) {
			t.Errorf("%s differs the second time", name)
		}
	}
	if after := d.Text(`SELECT group_concat(state || version) FROM purchase_order`) + fmt.Sprint(d.Int(`SELECT COUNT(*) FROM history`)); after != before {
		t.Errorf("the book changed from %s to %s", before, after)
	}
}

func TestForward_TheSamePapersLeaveAsThePreviewShows(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë", "Street 1", "10115", "Berlin", "DE"))
	preview := documentsOf(t, d, drafted(t, d))
	out := t.TempDir()
	r, err := forward.New(d.DB, d.Bus, d.Jobs, documents.For("Dropledger test", d.DB)).Forward(t.Context(), forward.Options{Out: out, Approve: true})
	if err != nil || len(r.Sent) != 1 || len(r.Sent[0].Files) != len(preview) {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, path := range r.Sent[0].Files {
		content, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(content, preview[filepath.Base(path)].Content) {
			t.Errorf("%s differs from its preview, %v", path, err)
		}
	}
}

func TestDocumentsOf_ThePaperIsTheSuppliersUnlessTheBookSaysOtherwise(t *testing.T) {
	tests := []struct{ setting, country, size string }{
		{"auto", "CN", "/MediaBox [0 0 595.28 841.89]"},
		{"auto", "US", "/MediaBox [0 0 612.00 792.00]"},
		{"A4", "US", "/MediaBox [0 0 595.28 841.89]"},
		{"Letter", "CN", "/MediaBox [0 0 612.00 792.00]"},
	}
	for _, tt := range tests {
		t.Run(tt.setting+" from "+tt.country, func(t *testing.T) {
			d := shop(t, func(s *model.Supplier) { s.Country = tt.country })
			d.Set("documents.paper", tt.setting)
			d.Order("#1001", desktest.Line("LAMP", 2))
			for name, doc := range documentsOf(t, d, drafted(t, d)) {
				if strings.HasSuffix(name, ".pdf") && !bytes.Contains(doc.Content, []byte(tt.size)) {
					t.Errorf("%s is not on %s", name, tt.size)
				}
			}
		})
	}
}

func TestDocumentsOf_TheSlipSpeaksTheCustomersLanguageAndNamesTheBrandOnly(t *testing.T) {
	for country, want := range map[string]string{"AT": "Lieferschein", "FR": "Packing slip / Lieferschein"} {
		d := shop(t)
		d.Order("#1001", desktest.Line("LAMP", 2), to("Zoë", "Street 1", "1010", "Town", country))
		slip := documentsOf(t, d, drafted(t, d))["packing-slip-#1001.pdf"]
		wants(t, slip, "Nordlicht", "Große Bleichen 12", "20354 Hamburg", "Product LAMP")
		page := strings.Join(strings.Fields(printed(t, slip.Content)), " ")
		if !strings.Contains(page, want) {
			t.Errorf("to %s it is no %s:\n%s", country, want, page)
		}
		for _, secret := range []string{"Shenzhen", "bright.example", "7.75", "15.50", "S-LAMP", "EUR", "IM2760000742"} {
			if strings.Contains(page, secret) {
				t.Errorf("the customer reads %q", secret)
			}
		}
	}
}

func TestWarnings_TellOfEachThingOnce(t *testing.T) {
	d := shop(t)
	d.Order("#1001", desktest.Line("BARE", 1), to("\U0010ABCD", "Street 1", "8001", "Zürich", "CH"))
	warnings, err := documents.For("Dropledger test", d.DB).Warnings(t.Context(), drafted(t, d))
	if err != nil || len(warnings) != 2 {
		t.Fatalf("%q, %v", warnings, err)
	}
	if !strings.Contains(warnings[0], "U+10ABCD") || !strings.Contains(warnings[1], "of BARE are missing") {
		t.Errorf("got %q", warnings)
	}
}
