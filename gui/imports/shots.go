package imports

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/importer"
)

// Shots are the pictures of these screens.
func Shots() []page.Shot {
	list, file := page.Route{Screen: page.Imports}, page.Route{Screen: page.Import}
	return []page.Shot{
		{Name: "import", Route: file, Prepare: func(s page.Screen) { showExample(s, "orders_export.csv", exampleOrders()) }},
		{Name: "import-refused", Route: file, Prepare: func(s page.Screen) {
			showExample(s, "orders_export.csv", exampleOrders())
			if p, ok := s.(*preview); ok {
				p.choose(tabRefused)
			}
		}},
		{Name: "import-columns", Route: file, Prepare: func(s page.Screen) { showExample(s, "preise.csv", exampleList) }},
		{Name: "import-tracking", Route: file, Prepare: func(s page.Screen) { showColumns(s, "sendungen.csv", exampleNumbers) }},
		{Name: "import-answers", Route: file, Prepare: func(s page.Screen) { showColumns(s, "acknowledgements.csv", exampleAnswers) }},
		{Name: "import-unknown", Route: file, Prepare: func(s page.Screen) { showExample(s, "notes.csv", "Alpha;Beta\nx;y\n") }},
		{Name: "import-failed", Route: file, Prepare: func(s page.Screen) { showExample(s, "photo.png", "\x89PNG\r\n") }},
		{Name: "import-none", Route: file},
		{Name: "imports", Route: list},
		{Name: "imports-empty", Route: list, Book: page.BlankBook},
		{Name: "imports-failed", Route: list, State: page.NotLoaded},
	}
}

// showExample shows a file that exists only as long as it is read.
func showExample(s page.Screen, name, content string) {
	folder, err := os.MkdirTemp("", "import")
	if err != nil {
		return
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, name)
	if os.WriteFile(path, []byte(content), 0o600) != nil {
		return
	}
	s.Open(page.Route{Screen: page.Import, Params: map[string]string{"files": path}})
	p, ok := s.(*preview)
	if !ok {
		return
	}
	if f := p.now(); f.shown != nil && f.needs() == "shop" {
		p.of(f, func(o *importer.Options) { o.Shop = p.names.shops[0] })
	}
}

// showColumns shows an example with what its columns mean.
func showColumns(s page.Screen, name, content string) {
	showExample(s, name, content)
	if p, ok := s.(*preview); ok && p.now().shown != nil {
		p.choose(tabColumns)
	}
}

const (
	exampleNumbers = "Auftrag;Sendungsnummer;Paketdienst;Versanddatum;SKU;Menge\n#1263;00340434161094042557;DHL;30.03.2026;;\n" +
		"#1264;1Z999AA10123456784;UPS;31.03.2026;;\nUS-2095;9,4E+21;USPS;31.03.2026;;\nUS-2096;LX123456789CN;China Post;29.03.2026;;\n"
	exampleAnswers = "PO number,Our item number,Your SKU,Confirmed qty,Price,Ship date,Backorder,Status,Remarks,Order confirmation\n" +
		"PO-000001,LL-204,LAMP-NORD,12,18.50,2026-04-02,0,Accepted,,AC-4711\nPO-000001,LL-207,LAMP-SUED,2,21.90,2026-04-09,4,Backorder,4 in May,AC-4711\n" +
		"PO-000002,TB-11,BOTTLE,0,,,,Rejected,No longer made,AC-4712\nPO-000003,TB-12,BOTTLE-XL,a few,6.35,2026-04-02,0,Accepted,,AC-4713\n"
)

const exampleList = "Artikelnummer;Bezeichnung;EK;ab 10;Bestand\nLL-204;Leselampe Nord;18,50;16,90;40\nLL-207;Leselampe Süd;21,00;19,40;0\nTB-11;Trinkflasche 0,7 l;6,35;5,80;320\n"

// exampleOrders is an export of made-up orders, three of which cannot be read.
func exampleOrders() string {
	var b strings.Builder
	b.WriteString("Name,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Paid at,Fulfilled at," +
		"Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Shipping Name,Shipping Country,Refunded Amount,Id\n")
	names := []string{"Marcus Ellery", "Danielle Okafor", "李娜 Li Na", "Joshua Brennan", "Анна Мельник", "Priya Raman", "Caleb Whitmore", "Lucía Fernández"}
	for i := range 34 {
		payment, sent, line, fulfilled := "paid", "unfulfilled", "pending", ""
		country, price := "US", "24.00"
		day := fmt.Sprintf("2026-03-%02d 10:00:00 +0000", 1+i%28)
		switch {
		case i%6 == 1:
			sent, line, fulfilled = "fulfilled", "fulfilled", day
		case i%9 == 5:
			payment = "pending"
		}
		switch i {
		case 30:
			country = "UKK"
		case 31:
			price = "24.0O"
		case 32:
			price = "twenty"
		}
		pieces := 1 + i%3
		fmt.Fprintf(&b, "#US-%d,%s,%s,USD,%d.00,4.90,0.00,%d.90,0.00,%s,%s,%s,%d,Desk Lamp,%s,DL-%d,true,true,%s,%s,%s,0.00,%d\n", 3312+i, payment, sent, 24*pieces, 24*pieces+4,
			day, day, fulfilled, pieces, price, i%7, line, names[i%len(names)], country, 771200+i)
	}
	return b.String()
}
