package welcome

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/supplier"
)

// What the first screen promises of the sample business is in it.
func TestSample_HasWhatIsSaidOfIt(t *testing.T) {
	b := guitest.Sample(t)
	suppliers, err := supplier.New(b.DB, b.Bus).List(t.Context(), record.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	products, err := product.New(b.DB, b.Bus).List(t.Context(), record.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	shops, err := shop.New(b.DB, b.Bus).List(t.Context(), record.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("%d suppliers, %d products, %d shops", len(suppliers), len(products), len(shops))
	if said := text.T("welcome.sample.has.suppliers"); said != want {
		t.Errorf("it says %q, the sample has %s", said, want)
	}
}
