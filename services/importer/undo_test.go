package importer_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/put"
)

const productsHeader = "Handle,Title,Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,Status\n"

func TestUndo_LeavesAProductThatHasALinkToItsMarketplace(t *testing.T) {
	db, s := book(t, "EUR")
	o := importer.Options{Shop: "Main"}
	f := bring(t, s, o, file(t, "products.csv", productsHeader+"lamp,Lamp,Lux,,,true,Title,Default Title,LAMP,850,20,active\nvase,Vase,Lux,,,true,Title,Default Title,VASE,300,9,active\n"))[0]
	p := put.New(db, &event.Bus{})
	for _, r := range [][2]string{{"supplier", `{"name":"Bazaar","channel":"marketplace"}`}, {"market_link", `{"supplier":"Bazaar","sku":"LAMP","url":"https://bazaar.example/lamp"}`}} {
		if _, err := p.Put(t.Context(), r[0], []byte(r[1])); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Undo(t.Context(), *f.Batch); err != nil {
		t.Fatal(err)
	}
	if got := one[string](t, db, `SELECT group_concat(sku) FROM product`); got != "LAMP" {
		t.Errorf("the products left are %s", got)
	}
}

func TestImport_AWeightOfNothingIsUnknownUntilOneIsEntered(t *testing.T) {
	db, s := book(t, "EUR")
	o := importer.Options{Shop: "Main"}
	for _, step := range []struct {
		grams string
		want  int
	}{{"0", -1}, {"850", 850}, {"0", 850}} {
		bring(t, s, o, file(t, "products.csv", productsHeader+"lamp,Lamp,Lux,,,true,Title,Default Title,LAMP,"+step.grams+",20,active\n"))
		if got := one[int](t, db, `SELECT COALESCE(weight_g, -1) FROM product`); got != step.want {
			t.Errorf("after %s grams the weight is %d, want %d", step.grams, got, step.want)
		}
	}
}
