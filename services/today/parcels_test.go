package today_test

import (
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/today"
)

func TestWork_TellsOfParcelsThatNeedAPerson(t *testing.T) {
	b := booktest.Small(t)
	bus := &event.Bus{}
	b.Exec(t, `INSERT INTO setting (key, value, changed_at) VALUES ('book.currency', 'EUR', '') ON CONFLICT (key) DO NOTHING`)
	customs, silent := model.CustomsHold, "2026-03-01"
	_, err := parcel.New(b.DB, bus).Put(t.Context(), []parcel.Input{
		{Tracking: "A", State: &customs, On: &silent, Lines: &[]parcel.LineInput{{Order: "1001", SKU: "A-1", Quantity: 1}}},
		{Tracking: "B", Shipped: &silent, Lines: &[]parcel.LineInput{{Order: "1002", SKU: "A-1", Quantity: 1}}},
		{Tracking: "C", Shipped: &silent, Lines: &[]parcel.LineInput{{Order: "1003", SKU: "A-1", Quantity: 1}}, Delivered: &silent},
	})
	if err != nil {
		t.Fatal(err)
	}
	w, err := today.New(b.DB, orderbook.New(b.DB, bus)).Work(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[today.Kind]today.Item{}
	for _, g := range w.Groups {
		for _, i := range g.Items {
			if g.Group == today.Parcels {
				got[i.Kind] = i
			}
		}
	}
	for kind, order := range map[today.Kind]string{today.Customs: "1001", today.NoMovement: "1002"} {
		i := got[kind]
		if i.Count != 1 || i.Facts.Order != order || i.Verb != today.Follow || i.Place.List != today.ParcelList || i.Place.Key != string(kind) || i.Since != "2026-03-01T00:00:00Z" {
			t.Errorf("%s: %+v", kind, i)
		}
	}
	if len(got) != 2 {
		t.Errorf("%d items", len(got))
	}
}
