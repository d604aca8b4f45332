package pdf

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/csvout"
	"github.com/dropledger/dropledger/reports/reportstest"
	"github.com/dropledger/dropledger/reports/xlsx"
)

var (
	merchant = Address{
		Name: "Nordlicht Handel GmbH", Line1: "Große Bleichen 12", City: "Hamburg", Zip: "20354", Country: "DE",
		Phone: "+49 40 1234567", Email: "orders@nordlicht.example", TaxTag: "VAT DE123456789",
	}
	returns  = Address{Name: "Nordlicht Returns", Company: "c/o Lagerhaus Süd", Line1: "Hafenstraße 3", City: "Bremen", Zip: "28195", Country: "DE"}
	supplier = Address{Name: "Shenzhen Bright Home Co., Ltd.", Line1: "88 Keji Road", City: "Shenzhen", Province: "Guangdong", Zip: "518057", Country: "CN"}
)

func price(s string) model.Amount { return model.MustAmount(s) }

func order() PurchaseOrder {
	return PurchaseOrder{
		Number: "PO-2026-0042", Date: "2026-11-03", Currency: "USD", Merchant: merchant, ReturnTo: returns, Supplier: supplier,
		Terms: "Net 14 days by bank transfer", Neutral: true, Instructions: "Leave with a neighbour if nobody is at home. No delivery on Sundays.",
		Orders: []Forwarded{
			{
				Reference: "#1001", Service: "Express DDP",
				ShipTo: Address{Name: "Zoë Åkerström-Łukasiewicz", Line1: "Œuvre-straße 5", City: "Wien", Zip: "01010", Country: "AT", Phone: "+43 1 5550101", Email: "zoe@example.org"},
				Lines: []PurchaseLine{
					{"BH-LAMP-01", "00123", "LED desk lamp, dimmable, white, with USB charging socket and a very long description that wraps", 2, price("7.5"), price("3.2")},
					{"BH-SCREW", "SCR-1000", "Wood screws, single", 1000, price("0.0345"), 0},
				},
			},
			{
				Reference: "#1002", Service: "Standard",
				ShipTo: Address{Name: "Ελένη Παπαδοπούλου", Line1: "Οδός Ερμού 15", City: "Αθήνα", Zip: "105 63", Country: "GR", Phone: "+30 210 5550102"},
				Lines:  []PurchaseLine{{"BH-LAMP-02", "LAMP-BLK", "LED desk lamp, black", 1, price("7.9"), 0}},
			},
			{
				Reference: "#1003", Service: "Standard",
				ShipTo: Address{Name: "Юлія Ковальчук", Line1: "вул. Хрещатик 22", City: "Київ", Zip: "01001", Country: "UA"},
				Lines:  []PurchaseLine{{"BH-LAMP-02", "LAMP-BLK", "LED desk lamp, black", 3, price("7.9"), price("1")}},
			},
		},
	}
}

func setup() Setup {
	return Setup{Created: "2026-11-03T09:30:00Z", Program: "Dropledger 1.0", Fonts: NewFonts()}
}

func written(t testing.TB, write func(io.Writer, Setup) ([]string, error), s Setup) ([]byte, []string) {
	t.Helper()
	var b bytes.Buffer
	warnings, err := write(&b, s)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), warnings
}

// read returns the text of a PDF as another program sees it, laid out.
func read(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return reportstest.Run(t, "pdftotext", "-layout", "-enc", "UTF-8", path, "-")
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestPurchaseOrder_ReadsBackWhole(t *testing.T) {
	file, warnings := written(t, order().WritePDF, setup())
	if len(warnings) != 0 {
		t.Errorf("warnings: %q", warnings)
	}
	text := squeeze(read(t, file))
	for _, want := range []string{
		"PO-2026-0042", "2026-11-03", "Nordlicht Handel GmbH", "Große Bleichen 12", "Hafenstraße 3", "Shenzhen Bright Home Co., Ltd.", "VAT DE123456789",
		"Zoë Åkerström-Łukasiewicz", "01010 Wien", "Austria", "+43 1 5550101", "Ελένη Παπαδοπούλου", "Οδός Ερμού 15", "Greece", "Юлія Ковальчук", "01001 Київ",
		"Order #1001", "Order #1002", "Express DDP", "BH-SCREW SCR-1000 Wood screws, single 1000 0.0345 0.00 34.50",
		"LED desk lamp, dimmable", "BH-LAMP-02 LAMP-BLK LED desk lamp, black 3 7.90 1.00 24.70",
		"Order #1001 1002 52.70", "Total USD 85.30", "Please ship neutral", "No delivery on Sundays.", "Net 14 days", "Page 1 of 2", "Page 2 of 2",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestPackingSlip_IsNeutral(t *testing.T) {
	slip := PackingSlip{
		Order: "#1001", Date: "2026-11-03", Brand: merchant, ReturnTo: returns, ShipTo: order().Orders[0].ShipTo, Message: "Thank you for your order!",
		Lines: []SlipLine{{"00123", "LED desk lamp, white", 2}, {"SCR-1000", "Wood screws", 1000}},
	}
	second := slip
	second.Order, second.ReturnTo = "#1002", Address{}
	file, _ := written(t, func(w io.Writer, s Setup) ([]string, error) { return WritePackingSlips(w, s, slip, second) }, setup())
	text := squeeze(read(t, file))
	for _, want := range []string{"Packing slip", "Order #1001", "Nordlicht Handel GmbH", "Hafenstraße 3", "Zoë Åkerström-Łukasiewicz", "00123 LED desk lamp, white 2", "Pieces 1002", "Thank you"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if n := strings.Count(text, "Page 1 of 1"); n != 2 {
		t.Errorf("%d slips count their own pages, want 2", n)
	}
	for _, never := range []string{"Shenzhen", "USD", "7.50", "BH-LAMP", "cost", "Total"} {
		if strings.Contains(text, never) {
			t.Errorf("the customer reads %q", never)
		}
	}
}

func long() PurchaseOrder {
	p := order()
	for i := range 120 {
		o := p.Orders[i%3]
		o.Reference = fmt.Sprint("#", 2000+i)
		p.Orders = append(p.Orders, o)
	}
	for i := range 150 {
		p.Orders[1].Lines = append(p.Orders[1].Lines, PurchaseLine{fmt.Sprint("S-", i), fmt.Sprint("SKU-", i), "A product", 1, price("1"), 0})
	}
	return p
}

func TestGrid_RepeatsItsHeadingOnEveryPage(t *testing.T) {
	p := order()
	p.Orders = p.Orders[:1]
	for i := range 150 {
		p.Orders[0].Lines = append(p.Orders[0].Lines, PurchaseLine{fmt.Sprint("S-", i), fmt.Sprint("SKU-", i), "A product", 1, price("1"), 0})
	}
	for _, paper := range []Paper{A4, Letter} {
		s := setup()
		s.Paper = paper
		file, _ := written(t, p.WritePDF, s)
		pages := strings.Split(strings.TrimSuffix(read(t, file), "\f"), "\f")
		if len(pages) < 4 {
			t.Fatalf("%s: %d pages", paper, len(pages))
		}
		for i, page := range pages {
			if !strings.Contains(page, "Your SKU") || !strings.Contains(page, fmt.Sprintf("Page %d of %d", i+1, len(pages))) {
				t.Errorf("%s: page %d lacks heading or number:\n%s", paper, i+1, page)
			}
		}
	}
}

func TestGrid_SplitsARowHigherThanAPage(t *testing.T) {
	p := order()
	p.Orders[0].Lines[0].Name = strings.Repeat("word ", 3000) + "the-end"
	file, _ := written(t, p.WritePDF, setup())
	if text := read(t, file); strings.Count(text, "word") != 3000 || !strings.Contains(squeeze(text), "end") {
		t.Errorf("%d of 3000 words", strings.Count(text, "word"))
	}
}

func TestWrite_TheSameDocumentIsTheSameBytes(t *testing.T) {
	s := Setup{Created: "2026-11-03T09:30:00Z"} // with the fonts of this computer
	p := order()
	p.Orders[0].ShipTo.Name = "山田 太郎 שלום"
	a, _ := written(t, p.WritePDF, s)
	for range 3 {
		if b, _ := written(t, p.WritePDF, s); !bytes.Equal(a, b) {
			t.Fatal("two runs differ")
		}
	}
	s.Fonts = NewFonts(SystemFonts().folders...)
	if b, _ := written(t, p.WritePDF, s); !bytes.Equal(a, b) {
		t.Error("a fresh look at the fonts gives another document")
	}
	if !bytes.Contains(a, []byte("/CreationDate (D:20261103093000)")) {
		t.Error("the file does not bear the given date")
	}
}

func TestWrite_TellsOfCharactersNoFontHas(t *testing.T) {
	p := order()
	p.Orders[0].ShipTo.Name = "山 Zoë 🙂"
	file, warnings := written(t, p.WritePDF, setup())
	want := "山 (U+5C71) 🙂 (U+1F642)"
	if len(warnings) != 1 || !strings.Contains(warnings[0], want) {
		t.Errorf("warnings %q", warnings)
	}
	if text := read(t, file); !strings.Contains(text, "\uFFFD Zoë \uFFFD") {
		t.Errorf("no visible mark:\n%s", text)
	}
}

func TestVisual_PutsRightToLeftWordsInOrder(t *testing.T) {
	d := New(setup(), "")
	d.newPage()
	tests := []struct{ name, in, want string }{
		{"no such words", "Zoë 12", "Zoë 12"},
		{"one word", "שלום", "םולש"},
		{"a word in a Latin line", "abc שלום def", "abc םולש def"},
		{"a number keeps its order", "רחוב 12", "12 בוחר"},
		{"a number behind it in a Latin line", "to: רחוב 12", "to: 12 בוחר"},
		{"Latin behind the number", "to: רחוב 12, DE 7", "to: 12 בוחר, DE 7"},
		{"a number before it in a Latin line", "no 7 רחוב", "no 7 בוחר"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := visual(tt.in); got != tt.want {
				t.Errorf("%q becomes %q, want %q", tt.in, got, tt.want)
			}
		})
	}
	if d.unjoined {
		t.Error("Hebrew letters do not join")
	}
	d.draw(0, 0, body, "مرحبا")
	if w := d.warnings(); len(w) != 2 || !strings.Contains(w[1], "Arabic") {
		t.Errorf("warnings: %q", w)
	}
}

func TestWrap(t *testing.T) {
	d := New(setup(), "")
	tests := []struct{ name, in, want string }{
		{"fits", "one two", "one two"},
		{"breaks at blanks", "one two three four five six", "one two three|four five six"},
		{"breaks after a dash", "wonderful-marvellous", "wonderful-|marvellous"},
		{"breaks a word that is too wide", "Donaudampfschifffahrtsgesellschaft", "Donaudampfsch|ifffahrtsgesellsc|haft"},
		{"keeps line breaks", "a\r\n\r\nb", "a||b"},
		{"drops what cannot be seen", "a\u200Bb\x07\u202Ec", "abc"},
		{"composes letters", "e\u0301", "é"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := d.wrap(body, tt.in, 25)
			if strings.Join(got, "|") != tt.want {
				t.Errorf("got %q", got)
			}
			for _, l := range got {
				if w := d.width(body, l); w > 25 {
					t.Errorf("%q is %.1f mm wide", l, w)
				}
			}
		})
	}
}

func TestAddress_FollowsTheCountrysPost(t *testing.T) {
	a := Address{Name: "N", Line1: "1 Road", City: "City", Zip: "123", Province: "PR"}
	for country, want := range map[string]string{
		"DE": "N|1 Road|123 City|PR|Germany", "US": "N|1 Road|City, PR 123|United States", "GB": "N|1 Road|City|PR\n123|United Kingdom", "": "N|1 Road|123 City|PR",
	} {
		a.Country = country
		if got := strings.Join(a.Postal(), "|"); got != want {
			t.Errorf("%s: %q, want %q", country, got, want)
		}
	}
}

func TestPurchaseOrder_TotalsAddUpAfterRounding(t *testing.T) {
	l := PurchaseLine{Quantity: 3, UnitCost: price("0.0345"), Shipping: price("0.10")}
	for c, want := range map[model.Currency]string{"EUR": "0.20", "JPY": "0", "KWD": "0.204"} {
		if got := l.Total(c).Text(c); got != want {
			t.Errorf("%s: %s, want %s", c, got, want)
		}
	}
	p := order()
	var sum model.Amount
	for _, row := range p.Table().Rows {
		sum = sum.Add(row[p.Table().Column("line_total")].Amount())
	}
	if sum != p.Total() || p.Total() != price("85.30") {
		t.Errorf("lines %s, order %s", sum, p.Total())
	}
}

func TestPurchaseOrder_TableKeepsWhatASupplierReadsIn(t *testing.T) {
	table := order().Table()
	var b bytes.Buffer
	if err := csvout.Write(&b, table, csvout.Format{}); err != nil {
		t.Fatal(err)
	}
	got := strings.Split(b.String(), "\r\n")
	if !strings.HasPrefix(got[0], "product,sku,supplier_sku,quantity,unit_cost,name,address1,address2,city,zip,province,country,country_code,phone,email,order_number,") {
		t.Errorf("header %s", got[0])
	}
	want := `"Wood screws, single",SCR-1000,BH-SCREW,1000,0.0345,Zoë Åkerström-Łukasiewicz,Œuvre-straße 5,,Wien,01010,,Austria,AT,+43 1 5550101,zoe@example.org,#1001,`
	if !strings.HasPrefix(got[2], want) {
		t.Errorf("got  %s\nwant %s", got[2], want)
	}
	if changes, err := xlsx.Write(io.Discard, xlsx.Workbook{Sheets: []xlsx.Sheet{{Table: table}}}); err != nil || len(changes) != 0 {
		t.Errorf("%v %v", changes, err)
	}
	if got := table.Totals[table.Column("quantity")]; got != reports.Integer(1006) {
		t.Errorf("quantity %v", got)
	}
}

func TestWrite_EmbedsItsFonts(t *testing.T) {
	file, _ := written(t, order().WritePDF, setup())
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	list := reportstest.Run(t, "pdffonts", path)
	fonts := strings.Count(list, "DROPLG+")
	if n := len(regexp.MustCompile(`(?m) TrueType .* yes yes (yes|no) `).FindAllString(list, -1)); n != fonts || n < 4 {
		t.Errorf("%d of %d fonts are embedded, want all, of them at least two for Western letters and two for others:\n%s", n, fonts, list)
	}
	if len(file) > 120_000 {
		t.Errorf("the file has %d bytes", len(file))
	}
}

func BenchmarkPurchaseOrder_3Orders(b *testing.B)   { benchmark(b, order()) }
func BenchmarkPurchaseOrder_123Orders(b *testing.B) { benchmark(b, long()) }

func benchmark(b *testing.B, p PurchaseOrder) {
	for b.Loop() {
		if _, err := p.WritePDF(io.Discard, setup()); err != nil {
			b.Fatal(err)
		}
	}
}
