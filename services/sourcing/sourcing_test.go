package sourcing_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/supplier"
)

// The book's clock stands on 2026-03-31.
const today = "2026-03-31"

type fixture struct {
	*testing.T
	db              *store.DB
	sourcing        *sourcing.Service
	acme, beta      int64
	lamp, lampshade int64
	heard           []event.IDs
}

func open(t *testing.T) *fixture {
	f := &fixture{T: t, db: storetest.Open(t)}
	bus := &event.Bus{}
	bus.OffersChanged.Subscribe(func(ids event.IDs) { f.heard = append(f.heard, ids) })
	f.sourcing = sourcing.New(f.db, bus)
	f.must(setting.New(f.db, bus).Set(t.Context(), "book.currency", "EUR"))
	suppliers := supplier.New(f.db, bus)
	_, err := suppliers.Put(t.Context(), []supplier.Input{{Name: "Acme", Currency: p(model.Currency("USD"))}, {Name: "Béta"}})
	f.must(err)
	products, err := product.New(f.db, bus).Put(t.Context(), []product.Input{{SKU: "LAMP"}, {SKU: "SHADE"}})
	f.must(err)
	f.lamp, f.lampshade = products.Touched[0], products.Touched[1]
	for name, id := range map[string]*int64{"Acme": &f.acme, "Béta": &f.beta} {
		s, err := suppliers.ByName(t.Context(), name)
		f.must(err)
		*id = s.ID
	}
	return f
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) put(ins ...sourcing.OfferInput) record.Result {
	f.Helper()
	r, err := f.sourcing.Put(f.Context(), ins)
	f.must(err)
	return r
}

func (f *fixture) refused(field, message string, in sourcing.OfferInput) {
	f.Helper()
	_, err := f.sourcing.Put(f.Context(), []sourcing.OfferInput{in})
	e, ok := err.(*model.Error)
	if !ok || e.Field != field || !strings.Contains(e.Message, message) {
		f.Errorf("got %v, want field %s: %s", err, field, message)
	}
}

func (f *fixture) offers(productID int64) (offers []model.Offer) {
	f.Helper()
	f.must(f.db.Read(f.Context(), func(q *gorm.DB) (err error) {
		offers, err = sourcing.NewBook(q).Offers(productID)
		return err
	}))
	return offers
}

// chain writes the lamp's offers as "from..to cost" for comparing.
func (f *fixture) chain() string {
	f.Helper()
	var parts []string
	for _, o := range f.offers(f.lamp) {
		parts = append(parts, fmt.Sprintf("%s..%s %s", o.ValidFrom, o.ValidTo, o.Cost))
	}
	return strings.Join(parts, ", ")
}

func (f *fixture) wantChain(want string) {
	f.Helper()
	if got := f.chain(); got != want {
		f.Errorf("offers\ngot  %s\nwant %s", got, want)
	}
}

func p[T any](v T) *T { return &v }

func amount(s string) *record.Amount { return p(record.Amount(model.MustAmount(s))) }

func lamp(from model.Date, cost string) sourcing.OfferInput {
	return sourcing.OfferInput{Supplier: "acme", SKU: "LAMP", ValidFrom: from, Cost: amount(cost)}
}

func TestPut_GivesAFirstOfferTheDefaults(t *testing.T) {
	f := open(t)
	r := f.put(lamp("", "3.4567"))
	got := f.offers(f.lamp)
	if r.Created != 1 || !reflect.DeepEqual(r.Touched, []int64{f.lamp}) || len(got) != 1 {
		t.Fatalf("result %+v, offers %+v", r, got)
	}
	want := model.Offer{
		ID: got[0].ID, SupplierID: f.acme, ProductID: f.lamp, Cost: model.MustAmount("3.4567"), Currency: "USD", MOQ: 1, Multiple: 1,
		ValidFrom: today, Source: "entered", Version: 1,
	}
	if !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v\nwant %+v", got[0], want)
	}
	if !reflect.DeepEqual(f.heard, []event.IDs{{f.lamp}}) {
		t.Errorf("heard %v", f.heard)
	}
}

func TestPut_EndsTheOlderOfferTheDayBefore(t *testing.T) {
	f := open(t)
	f.put(lamp("2026-01-01", "3"))
	f.put(lamp("2026-03-01", "4"))
	f.wantChain("2026-01-01..2026-02-28 3.00, 2026-03-01.. 4.00")
	f.put(lamp("", "5"))
	f.wantChain("2026-01-01..2026-02-28 3.00, 2026-03-01..2026-03-30 4.00, 2026-03-31.. 5.00")
}

func TestPut_EndsABackdatedOfferWhereTheNextBegins(t *testing.T) {
	f := open(t)
	f.put(lamp("2026-03-01", "4"))
	f.put(lamp("2026-01-01", "3"))
	f.put(lamp("2026-02-01", "3.5"))
	f.wantChain("2026-01-01..2026-01-31 3.00, 2026-02-01..2026-02-28 3.50, 2026-03-01.. 4.00")
}

func TestPut_ChangesTheOfferOfTheSameDay(t *testing.T) {
	f := open(t)
	f.put(lamp("2026-01-01", "3"))
	f.put(lamp("2026-03-01", "4"))
	if r := f.put(lamp("2026-01-01", "3.1")); r.Updated != 1 {
		t.Errorf("result %+v", r)
	}
	if r := f.put(lamp("2026-01-01", "3.1"), lamp("2026-03-01", "4")); r.Unchanged != 2 || r.Touched != nil {
		t.Errorf("again: %+v", r)
	}
	f.wantChain("2026-01-01..2026-02-28 3.10, 2026-03-01.. 4.00")
	entries, err := history.New(f.db, nil).Of(t.Context(), sourcing.Kind, f.offers(f.lamp)[0].ID)
	f.must(err)
	if len(entries) != 3 || entries[1].Field != "valid_to" || entries[1].Why != "a newer offer starts" || entries[2].OldValue != "3.00" || entries[2].NewValue != "3.10" {
		t.Errorf("history = %+v", entries)
	}
	if entries[0].RecordKey != "Acme / LAMP / 2026-01-01" {
		t.Errorf("key = %q", entries[0].RecordKey)
	}
}

func TestPut_WithoutAStartLeavesARunningOfferThatSaysTheSame(t *testing.T) {
	f := open(t)
	f.put(lamp("2026-01-01", "3"))
	if r := f.put(lamp("", "3")); r.Unchanged != 1 {
		t.Errorf("the same cost: %+v", r)
	}
	end := lamp("", "3")
	end.ValidTo = p(model.Date("2026-04-30"))
	if r := f.put(end); r.Updated != 1 {
		t.Errorf("an end: %+v", r)
	}
	f.wantChain("2026-01-01..2026-04-30 3.00")
	end.ValidTo = p(model.Date(""))
	f.put(end)
	f.wantChain("2026-01-01.. 3.00")
}

func TestPut_KeepsAnEndThatWasGiven(t *testing.T) {
	f := open(t)
	early := lamp("2026-01-01", "3")
	early.ValidTo = p(model.Date("2026-01-31"))
	f.put(early, lamp("2026-03-01", "4"))
	f.wantChain("2026-01-01..2026-01-31 3.00, 2026-03-01.. 4.00")
}

func TestPut_TakesWhatIsLeftOutFromTheOfferBefore(t *testing.T) {
	f := open(t)
	first := lamp("2026-01-01", "3")
	first.SupplierSKU, first.MOQ, first.Multiple = p("A-77"), p(model.Quantity(5)), p(model.Quantity(10))
	first.Breaks = &[]sourcing.Break{{From: 100, Cost: amount("2.5")}, {From: 50, Cost: amount("2.8")}}
	first.Shipping = &[]sourcing.Shipping{{To: "*", Cost: amount("9")}, {To: "germany", Service: "standard", Cost: amount("4.5"), DaysP50: p(6), DaysP90: p(12)}}
	f.put(first)
	f.put(lamp("2026-03-01", "4"))
	got := f.offers(f.lamp)
	if o := got[0]; !reflect.DeepEqual(o.Breaks, []model.PriceBreak{{OfferID: o.ID, FromQuantity: 50, Cost: 28000}, {OfferID: o.ID, FromQuantity: 100, Cost: 25000}}) {
		t.Errorf("breaks = %+v", o.Breaks)
	}
	o := got[1]
	want := []model.ShippingPrice{
		{OfferID: o.ID, Country: "*", Cost: 90000},
		{OfferID: o.ID, Country: "DE", Service: "standard", Cost: 45000, DaysP50: p(6), DaysP90: p(12)},
	}
	if !reflect.DeepEqual(o.Shipping, want) || o.SupplierSKU != "A-77" || o.MOQ != 5 || o.Multiple != 10 {
		t.Errorf("carried on: %+v", o)
	}
	if o.Breaks != nil {
		t.Errorf("breaks of the older cost were carried on: %+v", o.Breaks)
	}
	other := lamp("2026-03-15", "4")
	other.Currency = p(model.Currency("EUR"))
	f.put(other)
	if o := f.offers(f.lamp)[2]; o.Currency != "EUR" || o.Shipping != nil {
		t.Errorf("shipping in the older currency was carried on: %+v", o)
	}
}

func TestPut_ReplacesListsAndEmptiesThem(t *testing.T) {
	f := open(t)
	in := lamp("2026-01-01", "3")
	in.Breaks = &[]sourcing.Break{{From: 10, Cost: amount("2")}}
	in.Shipping = &[]sourcing.Shipping{{To: "DE", Cost: amount("0")}}
	f.put(in)
	if r := f.put(in); r.Unchanged != 1 {
		t.Errorf("the same lists: %+v", r)
	}
	in.Breaks, in.Shipping = &[]sourcing.Break{}, &[]sourcing.Shipping{{To: "FR", Cost: amount("0")}}
	f.put(in)
	if o := f.offers(f.lamp)[0]; len(o.Breaks) != 0 || len(o.Shipping) != 1 || o.Shipping[0].Country != "FR" {
		t.Errorf("got %+v", o)
	}
}

func TestPut_KeepsSuppliersApart(t *testing.T) {
	f := open(t)
	other := lamp("2026-02-01", "9")
	other.Supplier = "BÉTA"
	f.put(lamp("2026-01-01", "3"), other)
	f.wantChain("2026-01-01.. 3.00, 2026-02-01.. 9.00")
	if got := f.offers(f.lamp); got[1].SupplierID != f.beta || got[1].Currency != "EUR" {
		t.Errorf("got %+v", got[1])
	}
}

func TestPut_Refuses(t *testing.T) {
	f := open(t)
	f.put(lamp("2026-03-01", "4"))
	in := lamp("", "1")
	in.Supplier = "Acne"
	f.refused("supplier", `There is no supplier called "Acne". Did you mean "Acme"?`, in)
	in = lamp("", "1")
	in.SKU = "LAMB"
	f.refused("sku", `There is no product with the SKU "LAMB". Did you mean "LAMP"?`, in)
	f.refused("cost", "cost is missing", sourcing.OfferInput{Supplier: "Béta", SKU: "LAMP"})
	f.refused("cost", "cost must be between 0 and", lamp("", "-1"))
	in = lamp("2026-01-01", "1")
	in.ValidTo = p(model.Date("2026-03-01"))
	f.refused("valid_to", "reaches into the offer that starts on 2026-03-01: end this one on 2026-02-28 or earlier", in)
	in.ValidTo = p(model.Date("2025-12-31"))
	f.refused("valid_to", "valid_to 2025-12-31 is before valid_from 2026-01-01", in)
	in = lamp("", "1")
	in.MOQ = p(model.Quantity(0))
	f.refused("moq", "moq must be between 1 and", in)
	in = lamp("", "1")
	in.Breaks = &[]sourcing.Break{{From: 5, Cost: amount("1")}, {From: 5, Cost: amount("2")}}
	f.refused("breaks", "two prices start at 5 pieces", in)
	in = lamp("", "1")
	in.Shipping = &[]sourcing.Shipping{{To: "DE", Cost: amount("1"), DaysP50: p(9), DaysP90: p(3)}}
	f.refused("shipping", "days_p50 (9) cannot be more than days_p90 (3)", in)
	in.Shipping = &[]sourcing.Shipping{{To: "DE", Cost: amount("1")}, {To: "de", Cost: amount("2")}}
	f.refused("shipping", `shipping to DE is given twice`, in)
	in.Shipping = &[]sourcing.Shipping{{To: "DE", Service: "fast", Cost: amount("1")}, {To: "de", Service: "fast", Cost: amount("2")}}
	f.refused("shipping", `shipping "fast" to DE is given twice`, in)
	in = lamp("", "1")
	in.CountedOn = "2026-03-01"
	f.refused("stock", "counted_on is given without stock", in)
	in.Stock, in.CountedOn = p(model.Quantity(1)), "2026-05-01"
	f.refused("counted_on", "is still to come", in)
	f.wantChain("2026-03-01.. 4.00")
}

func TestPut_IsAllOrNothing(t *testing.T) {
	f := open(t)
	_, err := f.sourcing.Put(t.Context(), []sourcing.OfferInput{lamp("2026-01-01", "3"), {Supplier: "Acme", SKU: "NONE"}})
	if model.CodeOf(err) != model.NotFound {
		t.Errorf("err = %v", err)
	}
	f.wantChain("")
	if f.heard != nil {
		t.Errorf("heard %v", f.heard)
	}
}

func TestPut_CountsStockWithoutTouchingTheOffer(t *testing.T) {
	f := open(t)
	f.put(lamp("2026-01-01", "3"))
	count := sourcing.OfferInput{Supplier: "Acme", SKU: "LAMP", Stock: p(model.Quantity(0)), CountedOn: "2026-03-20"}
	if r := f.put(count); r.Updated != 1 {
		t.Errorf("a count: %+v", r)
	}
	if r := f.put(count); r.Unchanged != 1 {
		t.Errorf("the same count: %+v", r)
	}
	f.put(sourcing.OfferInput{Supplier: "Acme", SKU: "LAMP", Stock: p(model.Quantity(7))})
	f.put(sourcing.OfferInput{Supplier: "Acme", SKU: "LAMP", Stock: p(model.Quantity(99)), CountedOn: "2026-02-01"})
	f.wantChain("2026-01-01.. 3.00")
	f.must(f.db.Read(t.Context(), func(q *gorm.DB) error {
		b := sourcing.NewBook(q)
		for range 2 {
			c, ok, err := b.Stock(f.acme, f.lamp)
			if err != nil || !ok || c.Quantity != 7 || c.CountedOn != today {
				t.Errorf("newest count = %+v, %v, %v", c, ok, err)
			}
		}
		_, ok, err := b.Stock(f.beta, f.lamp)
		if ok {
			t.Error("a count of nothing")
		}
		return err
	}))
}

func TestPreloadFor_ReadsWhatOffersWouldRead(t *testing.T) {
	f := open(t)
	cost := record.Amount(model.MustAmount("5"))
	breaks := []sourcing.Break{{From: 10, Cost: &cost}}
	f.put(sourcing.OfferInput{Supplier: "Acme", SKU: "LAMP", Cost: &cost, Breaks: &breaks}, sourcing.OfferInput{Supplier: "Béta", SKU: "LAMP", Cost: &cost})
	f.must(f.db.Read(t.Context(), func(q *gorm.DB) error {
		ahead, plain := sourcing.NewBook(q), sourcing.NewBook(q)
		f.must(ahead.PreloadFor([]int64{f.lamp, f.lampshade, f.lamp, 99}))
		for _, product := range []int64{f.lamp, f.lampshade, 99} {
			a, err := ahead.Offers(product)
			f.must(err)
			b, err := plain.Offers(product)
			if err != nil || !reflect.DeepEqual(a, b) {
				t.Errorf("product %d: %+v, want %+v, %v", product, a, b, err)
			}
		}
		return nil
	}))
}
