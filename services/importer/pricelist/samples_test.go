package pricelist

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// sample returns the path of a real list kept beside the project, or skips.
func sample(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "..", "shared", "samples", "suppliers", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
		if dir == filepath.Dir(dir) {
			t.Skipf("the sample %s is not on this machine", name)
		}
	}
}

// totals are what a list comes to. Those wanted were counted by another program.
type totals struct {
	items, refused int
	stock          int64
	cost           model.Amount
}

func sum(items []Item) (s totals) {
	for _, it := range items {
		s.items++
		if it.Refused {
			s.refused++
			continue
		}
		if it.Stock != nil {
			s.stock += *it.Stock
		}
		if it.Cost != nil {
			s.cost += *it.Cost
		}
	}
	return s
}

func TestProposeAndRead_RealLists(t *testing.T) {
	tests := []struct {
		file   string
		fields map[Field]int
		want   totals
	}{
		{"rtg_uk_auto_20240730/APE_SF.xlsx", map[Field]int{SupplierSKU: 0, Stock: 1}, totals{items: 15396, stock: 143420}},
		{"rtg_uk_auto_20240730/BET_SF.xlsx", map[Field]int{SupplierSKU: 0, Stock: 1}, totals{items: 13748, refused: 1, stock: 140891}},
		{"rtg_uk_auto_20240730/COM_SF.xlsx", map[Field]int{SupplierSKU: 0, Stock: 2}, totals{items: 6455, stock: 250346}},
		{"rtg_uk_auto_20240730/FAI_SF.xlsx", map[Field]int{SupplierSKU: 0, Stock: 1}, totals{items: 13561, stock: 148661}},
		{"rtg_uk_auto_20240730/KLA_SF.xlsx", map[Field]int{SupplierSKU: 0, Stock: 1}, totals{items: 13548, stock: 29906}},
		{"su01_it_TSV_cp1252_decimalcomma_nodrop_1460.csv", map[Field]int{SupplierSKU: 2, Name: 4, Cost: 7, Stock: 11, EAN: 16, NoDrop: 19}, totals{items: 1460, stock: 47197, cost: model.MustAmount("289231.77")}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			src, err := sheet.Open(sample(t, tt.file), sheet.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			m := ProposeFor(src)
			for f, i := range tt.fields {
				if c, ok := m.Fields[f]; !ok || c.Index != i {
					t.Errorf("%s is proposed as %+v, want column %d", f, c, i)
				}
			}
			if len(m.Fields) != len(tt.fields) {
				t.Errorf("proposed %v", m.Fields)
			}
			items, err := Read(t.Context(), src, m)
			if err != nil {
				t.Fatal(err)
			}
			if got := sum(items); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestRead_PackPricesByHandMapping(t *testing.T) {
	src, err := sheet.Open(sample(t, "su04_tier_price_matrix_bom_746.csv"), sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	m := ProposeFor(src)
	if c := m.Fields[Name]; c.Header != "Product Name" || c.Index != 0 {
		t.Errorf("the name is proposed as %+v", c)
	}
	if len(m.Tiers) != 0 {
		t.Errorf("pack weights were taken for quantities: %+v", m.Tiers)
	}
	m.Fields[SupplierSKU] = m.Fields[Name]
	m.Fields[Cost] = sheet.Column{Header: "100 g", Index: 4}
	items, err := Read(t.Context(), src, m)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		if it.Refused && (len(it.Problems) != 1 || it.Problems[0].Code != Duplicate) {
			t.Errorf("row %d: %+v", it.Row, it.Problems)
		}
	}
	if len(items) != 746 {
		t.Errorf("%d items", len(items))
	}
}
