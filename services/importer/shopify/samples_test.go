package shopify

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// sample returns the path of a real export kept beside the project, or skips.
func sample(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "..", "shared", "samples", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
		if dir == filepath.Dir(dir) {
			t.Skipf("the sample %s is not on this machine", name)
		}
	}
}

// figures are sums made by an independent program.
type figures struct {
	Records    int             `json:"records"`
	Orders     int             `json:"orders"`
	MultiLine  int             `json:"multi_line_orders"`
	Currencies map[string]sums `json:"by_currency"`
	TaxModes   map[string]int  `json:"tax_mode_by_arithmetic"`
	Status     map[string]int  `json:"status"`
	Quantity   string          `json:"quantity_total"`
	BlankSKU   int             `json:"blank_sku_lines"`
	Repeated   int             `json:"orders_with_repeated_sku_and_name"`
}

type sums struct {
	Subtotal, Shipping, Taxes, Total string
	Discount                         string `json:"Discount Amount"`
	Refunded                         string `json:"Refunded Amount"`
	Tips                             string `json:"tips"`
	Gross                            string `json:"line_gross"`
}

func reference(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	data, err := os.ReadFile(sample(t, "reference_figures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOrders_AgreeWithIndependentSums(t *testing.T) {
	n := 0
	for name, raw := range reference(t) {
		if filepath.Dir(name) != "shopify_orders" && filepath.Dir(filepath.Dir(name)) != "shopify_orders" {
			continue
		}
		var want figures
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatal(err)
		}
		if want.Currencies == nil {
			continue
		}
		n++
		t.Run(name, func(t *testing.T) { compare(t, readAll(t, sample(t, name)), want) })
	}
	if n < 10 {
		t.Errorf("only %d exports compared", n)
	}
}

func readAll(t testing.TB, path string) []*Order {
	t.Helper()
	src, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	orders, err := NewOrders(src)
	if err != nil {
		t.Fatal(err)
	}
	var all []*Order
	for {
		o, err := orders.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
}

func compare(t *testing.T, orders []*Order, want figures) {
	t.Helper()
	got := figures{Orders: len(orders), TaxModes: map[string]int{"no tax, does not add up": 0}, Status: map[string]int{}}
	totals := map[string]*[8]model.Amount{}
	quantity := 0
	for _, o := range orders {
		if len(o.Problems) > 0 || o.TaxMode == "" || o.ItemDiscount.Add(o.ShippingDiscount) != o.Discount {
			t.Errorf("order %s: tax %q, discount %s of %s, %+v", o.Number, o.TaxMode, o.ItemDiscount, o.Discount, o.Problems)
		}
		got.TaxModes[taxWords(o)]++
		quantity += got.count(o)
		sum := totals[string(o.Currency)]
		if sum == nil {
			sum = new([8]model.Amount)
			totals[string(o.Currency)] = sum
		}
		goods, tips := o.gross()
		for i, a := range [8]model.Amount{o.Subtotal, o.Shipping, o.Taxes, o.Total, o.Discount, o.Refunded, o.Tip, goods + tips} {
			sum[i] += a
		}
	}
	got.Quantity = strconv.Itoa(quantity)
	for currency, w := range want.Currencies {
		sum := totals[currency]
		if sum == nil {
			t.Fatalf("no order in %s", currency)
		}
		for i, text := range [8]string{w.Subtotal, w.Shipping, w.Taxes, w.Total, w.Discount, w.Refunded, w.Tips, w.Gross} {
			if sum[i] != model.MustAmount(text) {
				t.Errorf("sum %d in %s is %s, want %s", i, currency, sum[i], text)
			}
		}
	}
	want.Currencies = nil
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// count adds what one order contributes and returns its pieces.
func (f *figures) count(o *Order) (quantity int) {
	f.Records += len(o.Lines)
	if len(o.Lines) > 1 {
		f.MultiLine++
	}
	status := string(o.Payment) + "/" + string(o.Fulfilment)
	if o.Canceled.On != "" {
		status += "/cancelled"
	}
	f.Status[status]++
	seen, again := map[string]bool{}, false
	for _, l := range o.Lines {
		quantity += int(l.Quantity)
		if l.SKU == "" {
			f.BlankSKU++
		}
		key := l.SKU + "\x00" + l.Name
		again = again || seen[key]
		seen[key] = true
	}
	if again {
		f.Repeated++
	}
	return quantity
}

// taxWords names the tax mode as the reference does, which looks at Subtotal
// alone and so sees orders with a shipping discount as not adding up.
func taxWords(o *Order) string {
	switch {
	case o.TaxMode == model.TaxIncluded:
		return "tax included"
	case o.TaxMode == model.TaxAdded:
		return "tax added"
	case o.Subtotal+o.Shipping+o.Tip+o.Duties != o.Total:
		return "no tax, does not add up"
	}
	return "no tax"
}

func TestOrders_RefuseExportsWithoutAmountsNamingTheColumns(t *testing.T) {
	src, err := sheet.Open(sample(t, "shopify_orders/so14_mit_synthetic_sample.csv"), sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	_, err = NewOrders(src)
	if model.CodeOf(err) != model.Invalid {
		t.Fatalf("got %v", err)
	}
	for _, column := range []string{"Subtotal", "Shipping", "Taxes", "Discount Amount", "Lineitem price"} {
		if !contains(err.Error(), column) {
			t.Errorf("%q does not name %s", err, column)
		}
	}
}

func TestOrders_RefuseAnotherTableBesideThem(t *testing.T) {
	src, err := sheet.Open(sample(t, "shopify_orders/so10_bdt_agency_17_stores/product_masterfile.csv"), sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if _, err = NewOrders(src); model.CodeOf(err) != model.Invalid {
		t.Fatalf("got %v", err)
	}
}
