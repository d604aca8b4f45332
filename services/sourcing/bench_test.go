package sourcing_test

import (
	"fmt"
	"testing"

	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/supplier"
)

type bench struct {
	db       *store.DB
	supplier int64
	products []int64
}

// openBench makes a book with a supplier and 10,000 products.
func openBench(b *testing.B) bench {
	f := bench{db: storetest.Open(b)}
	bus := &event.Bus{}
	if err := setting.New(f.db, bus).Set(b.Context(), "book.currency", "EUR"); err != nil {
		b.Fatal(err)
	}
	r, err := supplier.New(f.db, bus).Put(b.Context(), []supplier.Input{{Name: "Acme"}})
	if err != nil {
		b.Fatal(err)
	}
	f.supplier = r.Touched[0]
	err = f.db.Write(b.Context(), func(tx *store.Tx) error {
		for i := range 10_000 {
			id, _, err := product.Ensure(tx, fmt.Sprintf("SKU-%05d", i), "")
			if err != nil {
				return err
			}
			f.products = append(f.products, id)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return f
}
