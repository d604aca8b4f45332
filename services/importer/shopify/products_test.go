package shopify

import (
	"reflect"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

func products(t testing.TB, text string) ([]*Variant, *Products) {
	t.Helper()
	p, err := NewProducts(open(t, text))
	if err != nil {
		t.Fatal(err)
	}
	var all []*Variant
	v, err := p.Next()
	for ; err == nil; v, err = p.Next() {
		all = append(all, v)
	}
	return all, p
}

const productHeader = "Handle,Title,Vendor,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price," +
	"Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Cost per item,Price / France,Color (product.metafields.x.color),Status\n"

func TestProducts_VariantsInheritFromTheFirstRow(t *testing.T) {
	all, p := products(t, productHeader+
		"lamp,Lamp,Acme,Size,S,Color,Red,'007,120.0,-3,19.90,24.90,true,false,'4006381333931,u1,7.25,18.90,x,active\n"+
		"lamp,,,,M,,Red,,150,4,21.90,,true,true,,u2,,,,\n"+
		"lamp,,,,,,,,,,,,,,,u3,,,,\n"+
		"mug,Mug,Acme,Title,Default Title,,,MUG,,,5,,,,,,,,,draft\n")
	if len(all) != 3 || p.Images() != 1 {
		t.Fatalf("%d variants, %d images", len(all), p.Images())
	}
	whole := func(n int64) *int64 { return &n }
	money := func(s string) *model.Amount { a := model.MustAmount(s); return &a }
	want := []Variant{
		{
			Handle: "lamp", Title: "Lamp", Vendor: "Acme", Status: "active", Options: []Option{{"Size", "S"}, {"Color", "Red"}},
			SKU: "007", Barcode: "4006381333931", Grams: whole(120), Stock: whole(-3), Price: 199_000,
			CompareAt: money("24.90"), Cost: money("7.25"), RequiresShipping: true, Row: 2,
		},
		{
			Handle: "lamp", Title: "Lamp", Vendor: "Acme", Status: "active", Options: []Option{{"Size", "M"}, {"Color", "Red"}},
			Grams: whole(150), Stock: whole(4), Price: 219_000, RequiresShipping: true, Taxable: true, Row: 3,
		},
		{
			Handle: "mug", Title: "Mug", Vendor: "Acme", Status: "draft", Options: []Option{{"Title", "Default Title"}},
			SKU: "MUG", Price: 50_000, RequiresShipping: true, Taxable: true, Row: 5,
		},
	}
	keys := map[string]bool{}
	for i, v := range all {
		keys[v.Key()] = true
		if !reflect.DeepEqual(*v, want[i]) {
			t.Errorf("got  %+v\nwant %+v", *v, want[i])
		}
	}
	if names := all[0].Name() + ", " + all[2].Name(); names != "Lamp - S / Red, Mug" || len(keys) != 3 {
		t.Errorf("names %s, keys %v", names, keys)
	}
}

func TestProducts_Problems(t *testing.T) {
	all, _ := products(t, "Handle,Title,Variant SKU,Variant Price,Option1 Value,Variant Barcode,Cost per item,Variant Grams\n"+
		"a,A,1,five,S,,,\n"+
		"b,B,2,-5,S,,,\n"+
		"c,C,3,,S,,,\n"+
		",D,4,5,S,,,\n"+
		"e,E,5,5,S,,,\n"+
		"e,,6,5,S,,,\n"+
		"f,F,7.2E+11,5,S,,,\n"+
		"g,G,8,5,S,,,heavy\n"+
		"h,H,9,5,S,,n/a,\n")
	want := []struct {
		code    string
		refused bool
	}{{BadAmount, true}, {BadAmount, true}, {BadAmount, true}, {NoName, true}, {"", false}, {Duplicate, true}, {SpoiltID, false}, {BadQuantity, false}, {BadAmount, true}}
	if len(all) != len(want) {
		t.Fatalf("%d variants", len(all))
	}
	for i, v := range all {
		code := ""
		if len(v.Problems) > 0 {
			code = v.Problems[0].Code
		}
		if code != want[i].code || v.Refused != want[i].refused || len(v.Problems) > 1 {
			t.Errorf("row %d: %+v, want %+v", v.Row, v.Problems, want[i])
		}
	}
}

func TestProducts_RefuseAnotherTable(t *testing.T) {
	src := open(t, "Handle,Title,SKU\na,b,c\n")
	if _, err := NewProducts(src); model.CodeOf(err) != model.Invalid || !contains(err.Error(), "Variant SKU, Variant Price") || RecognisesProducts(src.Head()[0].Cells) {
		t.Errorf("got %v", err)
	}
}

func TestProducts_AgreeWithIndependentCounts(t *testing.T) {
	tests := []struct {
		file             string
		variants, images int
		handles, blank   int
		price            string
	}{
		{"pr01_56cols_markets_eu_115.csv", 95, 20, 27, 95, "36715.00"},
		{"pr03_45cols_2025_unitprice_3.csv", 2, 1, 2, 0, "328.00"},
		{"pr05_48cols_21.csv", 21, 0, 20, 21, "2345.84"},
		{"pr07_shopifypartners_bicycles_1399.csv", 1121, 278, 284, 3, "135291.29"},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			src, err := sheet.Open(sample(t, "shopify_products/"+tt.file), sheet.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			p, err := NewProducts(src)
			if err != nil {
				t.Fatal(err)
			}
			n, blank, price, handles := 0, 0, model.Amount(0), map[string]bool{}
			v, err := p.Next()
			for ; err == nil; v, err = p.Next() {
				n++
				price += v.Price
				handles[v.Handle] = true
				if v.SKU == "" {
					blank++
				}
				if v.Title == "" || len(v.Problems) > 0 {
					t.Errorf("row %d: %q %+v", v.Row, v.Title, v.Problems)
				}
			}
			if n != tt.variants || p.Images() != tt.images || blank != tt.blank || len(handles) != tt.handles || price != model.MustAmount(tt.price) {
				t.Errorf("%d variants, %d images, %d handles, %d blank, %s", n, p.Images(), len(handles), blank, price)
			}
		})
	}
}
