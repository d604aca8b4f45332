package importer_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/merge"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/put"
)

// A price list that still names the SKU of a merged product prices what it
// became, unless the list has a row for that too.
func TestImport_AMergedProductIsPricedUnderItsOldSKU(t *testing.T) {
	db, s := book(t, "EUR")
	p := put.New(db, &event.Bus{})
	for kind, data := range map[string]string{"supplier": `{"name":"Acme","stage":"approved"}`, "product": `[{"sku":"OLD"},{"sku":"NEW"}]`} {
		if _, err := p.Put(t.Context(), kind, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	id := func(sku string) int64 { return one[int64](t, db, `SELECT id FROM product WHERE sku = '`+sku+`'`) }
	if _, err := merge.New(db, &event.Bus{}).Merge(t.Context(), merge.Request{Kind: product.Kind, From: id("OLD"), Into: id("NEW")}); err != nil {
		t.Fatal(err)
	}
	o := importer.Options{Supplier: "acme", Mapping: map[string]string{"supplier_sku": "Article no.", "sku": "Our code", "cost": "Nett"}}
	prices := func(name, rows string) {
		t.Helper()
		if f := bring(t, s, o, file(t, name, "Article no.;Our code;Nett\n"+rows))[0]; f.Err() != nil {
			t.Fatal(f.Err())
		}
	}
	prices("one.csv", "A-1;OLD;5,00\n")
	if n := one[int](t, db, `SELECT COUNT(*) FROM offer o JOIN product p ON p.id = o.product_id WHERE p.sku = 'NEW' AND o.cost = 50000`); n != 1 {
		t.Errorf("%d offers of 5.00 for NEW, want 1", n)
	}
	if n := one[int](t, db, `SELECT COUNT(*) FROM product`); n != 2 {
		t.Errorf("%d products, want 2", n)
	}
	prices("two.csv", "A-2;NEW;6,00\nA-1;OLD;5,00\n")
	if n := one[int](t, db, `SELECT COUNT(*) FROM offer o JOIN product p ON p.id = o.product_id WHERE p.sku = 'NEW' AND o.valid_to = '' AND o.cost = 60000`); n != 1 {
		t.Error("the row of the old SKU took the price of the new one back")
	}
}
