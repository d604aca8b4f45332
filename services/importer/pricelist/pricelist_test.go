package pricelist

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

func open(t testing.TB, text string) *sheet.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

func TestPropose_KnowsHeadersInSevenLanguages(t *testing.T) {
	tests := []struct {
		name, text string
		want       map[Field]int
	}{
		{
			"English", "Item No.,Description,Unit Cost,Currency,Qty Available,MOQ,Pack Size,EAN\nA-1,Red lamp,4.50,USD,12,5,10,4006381333931\nA-2,Blue lamp,4.60,USD,3,5,10,5901234123457\n",
			map[Field]int{SupplierSKU: 0, Name: 1, Cost: 2, Currency: 3, Stock: 4, MOQ: 5, Multiple: 6, EAN: 7},
		},
		{
			"German", "Artikel-Nr.;Bezeichnung;EK-Preis;Währung;Verfügbar;Mindestbestellmenge;VPE;gültig ab;gültig bis\nA1;Lampe rot;4,50;EUR;12;5;10;01.03.2026;31.12.2026\nA2;Lampe blau;4,60;EUR;3;5;10;01.03.2026;31.12.2026\n",
			map[Field]int{SupplierSKU: 0, Name: 1, Cost: 2, Currency: 3, Stock: 4, MOQ: 5, Multiple: 6, ValidFrom: 7, ValidTo: 8},
		},
		{
			"French", "Référence;Désignation;Prix d'achat;Quantité disponible;Code-barres\nA1;Lampe rouge;4,50;12;4006381333931\nA2;Lampe bleue;4,60;3;5901234123457\n",
			map[Field]int{SupplierSKU: 0, Name: 1, Cost: 2, Stock: 3, EAN: 4},
		},
		{
			"Spanish", "Código;Descripción;Precio;Existencias\nA1;Lámpara roja;4,50;12\nA2;Lámpara azul;4,60;3\n",
			map[Field]int{SupplierSKU: 0, Name: 1, Cost: 2, Stock: 3},
		},
		{
			"Italian", "Codice Articolo;Descrizione;Prezzo netto;Giacenza;Quantità minima\nA1;Lampada rossa;4,50;12;2\nA2;Lampada blu;4,60;3;2\n",
			map[Field]int{SupplierSKU: 0, Name: 1, Cost: 2, Stock: 3, MOQ: 4},
		},
		{
			"Dutch", "Artikelcode;Omschrijving;Inkoopprijs;Voorraad\nA1;Rode lamp;4,50;12\nA2;Blauwe lamp;4,60;3\n",
			map[Field]int{SupplierSKU: 0, Name: 1, Cost: 2, Stock: 3},
		},
		{
			"Polish", "Indeks;Nazwa;Cena netto;Dostępność\nA1;Lampa czerwona;4,50;12\nA2;Lampa niebieska;4,60;3\n",
			map[Field]int{SupplierSKU: 0, Name: 1, Cost: 2, Stock: 3},
		},
		{
			"the merchant's own list, where the SKU is both", "sku,title,vendor,supplier,price,cost\nArc-1000,Arctic Lamp,Vendor 00,Supplier 00,72.79,21.83\nBam-1001,Bamboo Lamp,Vendor 01,Supplier 01,73.24,41.74\n",
			map[Field]int{SKU: 0, SupplierSKU: 0, Name: 1, Supplier: 3, Cost: 5},
		},
		{"a typing mistake", "Artikelnumer,Stok\nA1,5\nA2,6\n", map[Field]int{SupplierSKU: 0}},
		{
			"a cost column that holds words is not the cost", "Part No,Cost,Price\nA1,on request,4.50\nA2,on request,5.50\nA3,on request,6.50\n",
			map[Field]int{SupplierSKU: 0, Cost: 2},
		},
		{"the price for customers is not the cost", "Part No,Retail Price,Price (USD)\nA1,9.99,4.50\nA2,9.99,5.50\n", map[Field]int{SupplierSKU: 0, Cost: 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := ProposeFor(open(t, tt.text))
			got := map[Field]int{}
			for f, c := range m.Fields {
				got[f] = c.Index
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMapping_SurvivesJSONAndIsKnownByItsHeader(t *testing.T) {
	m := ProposeFor(open(t, "Part No,10+,100+,Price,Stock\nA1,4.10,3.90,4.50,7\nA2,4.20,4.00,4.60,8\n"))
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back Mapping
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, back) {
		t.Errorf("got %+v, want %+v", back, m)
	}
	if m.Key != sheet.HeaderKey([]string{"\uFEFFpart no ", "10+", "100+", "\"PRICE\"", "Stock"}) {
		t.Error("the key depends on case, blanks or quotes")
	}
	if m.Key == sheet.HeaderKey([]string{"part no", "10+", "100+", "stock", "price"}) {
		t.Error("the key does not depend on the order of columns")
	}
}

func TestRead_TakesEveryField(t *testing.T) {
	src := open(t, "Weekly list of Example Ltd\n\nSKU;Our SKU;Name;EAN;1+;10+;100-499;Stock;VPE;gültig ab;NoDrop\n"+
		" 007 ;;Lamp;4006381333931;1.234,50 €;1.200,00 €;1.100,00 €;50+;6;31.12.2026;1\n")
	m := ProposeFor(src)
	m.Fields[SupplierSKU], m.Fields[SKU] = at("SKU", 0), at("Our SKU", 1)
	items, err := Read(t.Context(), src, m)
	if err != nil {
		t.Fatal(err)
	}
	it := items[0]
	if it.Refused || it.SupplierSKU != "007" || it.Name != "Lamp" || it.EAN != "4006381333931" || it.Currency != "EUR" ||
		*it.Cost != model.MustAmount("1234.50") || *it.Stock != 50 || it.Multiple != 6 || it.ValidFrom != "2026-12-31" || !it.NoDrop || it.Row != 4 || it.MOQ != 0 {
		t.Errorf("got %+v", it)
	}
	want := []model.PriceBreak{{FromQuantity: 10, Cost: model.MustAmount("1200")}, {FromQuantity: 100, Cost: model.MustAmount("1100")}}
	if !reflect.DeepEqual(it.Breaks, want) {
		t.Errorf("breaks %+v", it.Breaks)
	}
}

// stockMapping is a mapping of article and stock by header.
// at is a column by header and position.
func at(header string, index int) sheet.Column { return sheet.Column{Header: header, Index: index} }

func stockMapping() Mapping {
	header := []string{"Part No.", "Stock"}
	return Mapping{
		Key: sheet.HeaderKey(header), Fields: map[Field]sheet.Column{SupplierSKU: at("Part No.", 0), Stock: at("Stock", 1)},
		StockWords: DefaultStockWords(),
	}
}

func TestRead_StockWordsAndOddNumbers(t *testing.T) {
	m := stockMapping()
	m.StockWords["call us"], m.StockWords[""] = 0, 0
	m.StockWords["In Stock"] = 25
	delete(m.StockWords, "in stock")
	src := open(t, "Part No.,Stock\nA,IN STOCK\nB,Low Stock\nC,out of stock\nD,Call us\nE,\nF,> 50\nG,12.0\nH,-429\nI,perhaps\n")
	items, err := Read(t.Context(), src, m)
	if err != nil {
		t.Fatal(err)
	}
	want := []int64{25, 1, 0, 0, 0, 50, 12, 0}
	for i, n := range want {
		if items[i].Stock == nil || *items[i].Stock != n || items[i].Refused {
			t.Errorf("row %d: %+v, want %d", items[i].Row, items[i], n)
		}
	}
	last := items[len(want)]
	if !last.Refused || last.Stock != nil || last.Problems[0].Code != BadQuantity || last.Problems[0].Row != 10 || last.Problems[0].Column != "Stock" {
		t.Errorf("an unknown word gave %+v", last)
	}
}

func TestRead_RefusesTheFileWhenTheLayoutDrifted(t *testing.T) {
	tests := []struct{ name, text, names string }{
		{"the stock column holds the supplier's name", "Part No.,Stock,-\nA,Example Ltd,3\nB,Example Ltd,4\nC,Example Ltd,5\n", "Stock"},
		{"the stock column is empty", "Part No.,Stock,X\nA,,3\nB,,4\n", "Stock"},
		{"the article column is empty", "Part No.,Stock\n,3\n,4\nC,5\n", "Part No."},
		{"a mapped column is gone", "Part No.,Bestand\nA,3\n", "Stock"},
		{"a tier holds words", "Part No.,Stock,10+\nA,3,x\nB,4,y\n", "10+"},
		{"there is nothing below the header", "Part No.,Stock\n", "no articles"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := stockMapping()
			if strings.Contains(tt.text, "10+") {
				m.Tiers = []Tier{{at("10+", 2), 10}}
			}
			items, err := Read(t.Context(), open(t, tt.text), m)
			if model.CodeOf(err) != model.Invalid || items != nil || !strings.Contains(err.Error(), tt.names) {
				t.Errorf("got %v, %v", items, err)
			}
		})
	}
}

func TestRead_FindsColumnsThatMovedAndAHeaderFurtherDown(t *testing.T) {
	src := open(t, "\nStock Report  Page 1\nDate,Stock,Group,part no.\nx,3,g,A\nx,4,g,B\n")
	items, err := Read(t.Context(), src, stockMapping())
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != 2 || items[0].SupplierSKU != "A" || *items[1].Stock != 4 || items[0].Row != 4 {
		t.Errorf("got %+v", items)
	}
}

func TestRead_KeepsTwoColumnsOfOneNameApart(t *testing.T) {
	m := stockMapping()
	m.Fields[Stock] = at("Stock", 2)
	items, err := Read(t.Context(), open(t, "Part No.,Stock,Stock\nA,old,3\nB,old,4\n"), m)
	if err != nil || *items[1].Stock != 4 {
		t.Errorf("got %+v, %v", items, err)
	}
}

func TestRead_TrustsAColumnWithoutHeaderOnlyUnderTheSameHeader(t *testing.T) {
	m := stockMapping()
	m.Fields[Stock] = at("", 1)
	m.Key = sheet.HeaderKey([]string{"Part No.", "", "X"})
	if items, err := Read(t.Context(), open(t, "Part No.,,X\nA,3,x\nB,4,x\n"), m); err != nil || *items[1].Stock != 4 {
		t.Errorf("got %v, %v", items, err)
	}
	if _, err := Read(t.Context(), open(t, "Part No.,Y,X\nA,3,x\nB,4,x\n"), m); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestRead_ListWithoutHeader(t *testing.T) {
	src := open(t, "Красная лампа;4006381333931;12,50;3\nСиняя лампа;5901234123457;13,50;0\nБелая лампа;4012345678901;14,50;1\n")
	m := ProposeFor(src)
	if !m.Headless || m.Fields[EAN].Index != 1 || m.Decimal != sheet.UnknownDecimal {
		t.Fatalf("proposed %+v", m)
	}
	m.Fields[Cost], m.Fields[Stock], m.Decimal = at("", 2), at("", 3), sheet.Comma
	items, err := Read(t.Context(), src, m)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != 3 || items[0].Row != 1 || *items[0].Cost != model.MustAmount("12.50") || *items[0].Stock != 3 || items[2].Refused {
		t.Errorf("got %+v", items)
	}
}

func TestRead_RowProblems(t *testing.T) {
	m := stockMapping()
	m.Fields[Cost], m.Fields[Currency], m.Fields[EAN] = at("Price", 2), at("Cur", 3), at("EAN", 4)
	src := open(t, "Part No.,Stock,Price,Cur,EAN\n"+
		"A,1,1.00,EUR,\n"+ // good
		"A,2,2.00,EUR,\n"+
		"5.37518E+12,1,1.00,EUR,\n"+
		",1,1.00,EUR,\n"+
		"C,1,tba,EUR,\n"+
		"D,1,-1.00,EUR,\n"+
		"E,1,1.00,XXA,\n"+
		"F,1,$US1.00,EUR,\n"+
		"G,1,1.00,EUR,4006381333932\n"+
		"H,,,EUR,\n"+
		"I,1,1.00,EUR,\nJ,1,1.00,EUR,\nK,1,1.00,EUR,\nL,1,1.00,EUR,\n")
	items, err := Read(t.Context(), src, m)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"", Duplicate, SpoiltID, Unnamed, BadAmount, BadAmount, BadCurrency, BadCurrency, BadEAN, Nothing}
	for i, code := range want {
		it := items[i]
		switch {
		case code == "" && len(it.Problems) == 0:
		case len(it.Problems) != 1 || it.Problems[0].Code != code || it.Problems[0].Row != i+2:
			t.Errorf("row %d: %+v, want %s", it.Row, it.Problems, code)
		case it.Refused != (code != BadEAN):
			t.Errorf("row %d refused is %v", it.Row, it.Refused)
		}
	}
}

func TestRead_StopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, open(t, "Part No.,Stock\nA,1\n"), stockMapping()); model.CodeOf(err) != model.Cancelled {
		t.Errorf("got %v", err)
	}
}

func TestMapping_ValidateSaysWhatIsMissing(t *testing.T) {
	tests := []struct {
		name  string
		m     Mapping
		field string
	}{
		{"no article", Mapping{Fields: map[Field]sheet.Column{Cost: at("x", 0)}}, "fields"},
		{"no price or stock", Mapping{Fields: map[Field]sheet.Column{EAN: at("x", 0)}}, "fields"},
		{"a column before the first", Mapping{Fields: map[Field]sheet.Column{EAN: at("x", -1), Cost: at("y", 1)}}, "fields"},
		{"a tier from nothing", Mapping{Fields: map[Field]sheet.Column{EAN: at("x", 0)}, Tiers: []Tier{{}}}, "tiers"},
		{"less than nothing in stock", Mapping{Fields: map[Field]sheet.Column{EAN: at("x", 0), Stock: at("y", 1)}, StockWords: map[string]int64{"no": -1}}, "stock_words"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, ok := tt.m.Validate().(*model.Error)
			if !ok || e.Field != tt.field {
				t.Errorf("got %v", e)
			}
		})
	}
}

func TestNormaliseEAN(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"4006381333931", "4006381333931", true},
		{"'4006381333931", "4006381333931", true},
		{"04006381333931", "4006381333931", true},
		{"036000291452", "0036000291452", true}, // UPC
		{"36000291452", "0036000291452", true},  // its leading zero lost
		{"96385074", "0000096385074", true},     // EAN-8
		{"4006381333932", "", false},
		{"14006381333938", "", false}, // a box
		{"9.20019E+21", "", false},
		{"123", "", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if got, ok := NormaliseEAN(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("NormaliseEAN(%q) = %q, %v", tt.in, got, ok)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Part No.,Stock\nA,1\nB,YES\n")
	f.Add("SKU;1+;10+\nA;1,50;1,40\n")
	f.Add("\uFEFFx\ty\n1\t2\n")
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "list.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		src, err := sheet.Open(path, sheet.Limits{})
		if err != nil {
			return
		}
		defer src.Close()
		items, err := Read(t.Context(), src, ProposeFor(src))
		for _, it := range items {
			if err == nil && !it.Refused && it.SupplierSKU == "" && it.SKU == "" && it.EAN == "" {
				t.Errorf("row %d was taken without anything that names it", it.Row)
			}
		}
	})
}
