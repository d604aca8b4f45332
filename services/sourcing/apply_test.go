package sourcing_test

import (
	"fmt"
	"reflect"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
)

type applied struct {
	outcome record.Outcome
	id      int64
	before  *model.Offer
}

func (f *fixture) apply(o model.Offer) (a applied) {
	f.Helper()
	o.SupplierID, o.ProductID = f.acme, f.lamp
	f.must(f.db.Write(f.Context(), func(tx *store.Tx) (err error) {
		a.outcome, a.id, a.before, err = sourcing.ApplyOffer(tx, o)
		return err
	}))
	return a
}

func (f *fixture) undo(a applied) {
	f.Helper()
	f.must(f.db.Write(f.Context(), func(tx *store.Tx) error { return sourcing.UndoOffer(tx, a.outcome, a.id, a.before) }))
}

func TestApplyOffer_StartsAChainSinceEverAndChangesToday(t *testing.T) {
	f := open(t)
	first := f.apply(model.Offer{Cost: 30000, Source: "list.csv", SupplierSKU: "A-1", Shipping: []model.ShippingPrice{{Country: "DE", Cost: 10000}}})
	if first.outcome != record.Created || first.before != nil {
		t.Errorf("first: %+v", first)
	}
	f.wantChain("0001-01-01.. 3.00")
	if a := f.apply(model.Offer{Cost: 30000, Source: "list2.csv"}); a.outcome != record.Unchanged || a.id != first.id {
		t.Errorf("the same price: %+v", a)
	}
	second := f.apply(model.Offer{Cost: 40000, Source: "list3.csv"})
	if second.outcome != record.Created || second.before == nil || second.before.ID != first.id || second.before.ValidTo != "" {
		t.Errorf("another price: %+v", second)
	}
	f.wantChain("0001-01-01..2026-03-30 3.00, 2026-03-31.. 4.00")
	third := f.apply(model.Offer{Cost: 50000, Source: "list4.csv"})
	if third.outcome != record.Updated || third.id != second.id || third.before.Cost != 40000 {
		t.Errorf("another price on the same day: %+v", third)
	}
	got := f.offers(f.lamp)[1]
	if got.SupplierSKU != "A-1" || got.Currency != "USD" || len(got.Shipping) != 1 || got.Source != "list4.csv" {
		t.Errorf("what the list does not say is kept: %+v", got)
	}
	f.undo(third)
	f.wantChain("0001-01-01..2026-03-30 3.00, 2026-03-31.. 4.00")
	f.undo(second)
	f.wantChain("0001-01-01.. 3.00")
	if o := f.offers(f.lamp)[0]; len(o.Shipping) != 1 || o.SupplierSKU != "A-1" {
		t.Errorf("after undoing: %+v", o)
	}
	f.undo(first)
	f.wantChain("")
}

func TestApplyOffer_TakesAStartThatIsGiven(t *testing.T) {
	f := open(t)
	f.apply(model.Offer{Cost: 30000, ValidFrom: "2026-05-01", Currency: "EUR", MOQ: 3})
	f.apply(model.Offer{Cost: 20000, ValidFrom: "2026-02-01", ValidTo: "2026-02-10"})
	f.wantChain("2026-02-01..2026-02-10 2.00, 2026-05-01.. 3.00")
	got := f.offers(f.lamp)
	if got[1].Currency != "EUR" || got[1].MOQ != 3 || got[0].MOQ != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestApplyOffer_RefusesAnUnknownSupplier(t *testing.T) {
	f := open(t)
	err := f.db.Write(t.Context(), func(tx *store.Tx) error {
		_, _, _, err := sourcing.ApplyOffer(tx, model.Offer{SupplierID: 99, ProductID: f.lamp})
		return err
	})
	if model.CodeOf(err) != model.Invalid {
		t.Errorf("err = %v", err)
	}
}

func TestApplyStock_KeepsOneCountADay(t *testing.T) {
	f := open(t)
	count := func(q model.Quantity, on model.Date) (outcome record.Outcome, id int64, before *model.StockCount) {
		f.must(f.db.Write(t.Context(), func(tx *store.Tx) (err error) {
			outcome, id, before, err = sourcing.ApplyStock(tx, model.StockCount{SupplierID: f.acme, ProductID: f.lamp, Quantity: q, CountedOn: on})
			return err
		}))
		return outcome, id, before
	}
	newest := func() (c model.StockCount) {
		f.must(f.db.Read(t.Context(), func(q *gorm.DB) (err error) {
			c, _, err = sourcing.NewBook(q).Stock(f.acme, f.lamp)
			return err
		}))
		return c
	}
	first, id, before := count(5, "")
	if first != record.Created || before != nil || newest().CountedOn != today {
		t.Errorf("first: %s, %+v, newest %+v", first, before, newest())
	}
	if same, again, _ := count(5, today); same != record.Unchanged || again != id {
		t.Errorf("same: %s of %d", same, again)
	}
	second, again, before := count(0, today)
	if second != record.Updated || again != id || before.Quantity != 5 || newest().Quantity != 0 {
		t.Errorf("second: %s of %d, before %+v, newest %+v", second, again, before, newest())
	}
	undo := func(o record.Outcome, before *model.StockCount) {
		f.must(f.db.Write(t.Context(), func(tx *store.Tx) error { return sourcing.UndoStock(tx, o, id, before) }))
	}
	undo(second, before)
	if newest().Quantity != 5 {
		t.Errorf("after undoing the second: %+v", newest())
	}
	undo(first, nil)
	if newest().ID != 0 {
		t.Errorf("after undoing the first: %+v", newest())
	}
}

func TestBook_PreloadedSaysTheSameAsOneByOne(t *testing.T) {
	f := open(t)
	in := lamp("2026-01-01", "3")
	in.Breaks = &[]sourcing.Break{{From: 10, Cost: amount("2")}}
	in.Shipping = &[]sourcing.Shipping{{To: "DE", Cost: amount("1")}}
	shade := lamp("2026-01-01", "1")
	shade.SKU = "SHADE"
	other := lamp("2026-02-01", "9")
	other.Supplier = "Béta"
	f.put(in, shade, other, lamp("2026-03-01", "4"))
	f.must(f.db.Write(t.Context(), func(tx *store.Tx) error {
		return tx.Exec(`INSERT INTO standard_cost (product_id, cost, currency, valid_from, source)
			VALUES (?, 10000, 'EUR', '2026-01-01', ''), (?, 20000, 'USD', '2026-03-01', '')`, f.lamp, f.lamp).Error
	}))
	f.must(f.db.Read(t.Context(), func(q *gorm.DB) error {
		single, all := sourcing.NewBook(q), sourcing.NewBook(q)
		f.must(all.Preload())
		for _, id := range []int64{f.lamp, f.lampshade, 99} {
			a, err := single.Offers(id)
			f.must(err)
			b, err := all.Offers(id)
			f.must(err)
			if !reflect.DeepEqual(a, b) {
				t.Errorf("product %d: %+v and %+v", id, a, b)
			}
		}
		for _, b := range []*sourcing.Book{single, all} {
			for day, want := range map[model.Date]string{"2025-12-31": "0.00  false", "2026-02-28": "1.00 EUR true", "2026-03-01": "2.00 USD true"} {
				cost, currency, ok, err := b.StandardCost(f.lamp, day)
				f.must(err)
				if got := fmt.Sprintf("%s %s %v", cost, currency, ok); got != want {
					t.Errorf("standard cost on %s = %s, want %s", day, got, want)
				}
			}
			if s, ok := b.Supplier(f.beta); !ok || s.Name != "Béta" || !s.Ships("FR") {
				t.Errorf("supplier = %+v", s)
			}
			if _, ok := b.Supplier(99); ok {
				t.Error("a supplier that is not there")
			}
		}
		return nil
	}))
}

func BenchmarkApplyOffer(b *testing.B) {
	f := openBench(b)
	err := f.db.Write(b.Context(), func(tx *store.Tx) error {
		book := sourcing.NewBook(tx.DB)
		if err := book.Preload(); err != nil {
			return err
		}
		i := 0
		for b.Loop() {
			o := model.Offer{SupplierID: f.supplier, ProductID: f.products[i%len(f.products)], Cost: model.Amount(30000 + i/len(f.products)), Source: "list.csv"}
			if _, _, _, err := book.ApplyOffer(tx, o); err != nil {
				return err
			}
			i++
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
