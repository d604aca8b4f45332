package parcel_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// News come in any order: what happened before stands among what happened, and
// takes nothing back.
func TestPut_NewsThatComeLateTakeNoStateBack(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.later(5)
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), FirstScan: f.day(4)})
	f.put(parcel.Input{Tracking: "A", State: of(model.OutForDelivery), On: f.day(1)})
	f.put(parcel.Input{Tracking: "A", State: of(model.CustomsHold), On: f.day(3), Note: of("Leipzig")})
	if r := f.row("A"); r.State != string(model.OutForDelivery) {
		t.Errorf("customs held it before: %s", r.State)
	}
	f.put(parcel.Input{Tracking: "A", State: of(model.Delivered), On: f.day(0)})
	late := parcel.Input{Tracking: "A", State: of(model.InTransit), On: f.day(2)}
	f.put(late)
	f.put(parcel.Input{Tracking: "A", State: of(model.ParcelShipped), On: f.day(5)})
	r := f.row("A")
	if r.State != string(model.Delivered) || r.Delivered != model.Date(*f.day(0)) || r.Shipped != model.Date(*f.day(5)) || f.purchase(po) != "closed" {
		t.Errorf("%+v, the purchase order is %s", r, f.purchase(po))
	}
	if got := f.put(late); got != record.Unchanged {
		t.Errorf("the same news again: %s", got)
	}
	events, err := f.parcels.Events(t.Context(), r.ID)
	var told []string
	for _, e := range events {
		told = append(told, string(e.State))
	}
	if got := strings.Join(told, " "); err != nil || got != "shipped in_transit customs_hold in_transit out_for_delivery delivered" {
		t.Errorf("%v, %s", err, got)
	}
	f.put(parcel.Input{Tracking: "A", State: of(model.InTransit), On: f.day(0)})
	if r := f.row("A"); r.State != string(model.InTransit) || r.Delivered != "" {
		t.Errorf("a person takes the delivery back: %+v", r)
	}
	if field, message := f.refused(parcel.Input{Tracking: "A", State: of(model.CustomsHold), On: f.day(400)}); field != "on" || !strings.Contains(message, "long before order 1001") {
		t.Errorf("news of another year: %s: %s", field, message)
	}
}

// A carrier says delivered of what it brought back to the sender as well.
func TestPut_WhatCameBackIsNotDeliveredByADayAlone(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), State: of(model.Returned)})
	if field, message := f.refused(parcel.Input{Tracking: "A", Delivered: f.day(0)}); field != "delivered" || !strings.Contains(message, "came back to its sender") {
		t.Errorf("%s: %s", field, message)
	}
	if r := f.row("A"); r.State != string(model.Returned) || r.Lines[0].Back != 2 {
		t.Errorf("%+v", r)
	}
	f.put(parcel.Input{Tracking: "A", Delivered: f.day(0), State: of(model.Delivered)})
	if r := f.row("A"); r.State != string(model.Delivered) {
		t.Errorf("a person says so: %+v", r)
	}
}

func TestPut_TooManyPiecesAreCountedAnewWithEveryParcel(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	two := lines(parcel.LineInput{Order: "1001", SKU: "LAMP", Quantity: 2})
	check := func(what, want string) {
		t.Helper()
		if got := f.Text(`SELECT group_concat(p.tracking || ':' || x.extra, ' ') FROM parcel p JOIN parcel_line x ON x.parcel_id = p.id WHERE p.archived_at = ''`); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	f.put(parcel.Input{Tracking: "A", Purchase: of(po), Shipped: f.day(0)})
	f.put(parcel.Input{Tracking: "B", Lines: two, Shipped: f.day(0)})
	check("two parcels of the same", "A:0 B:2")
	f.put(parcel.Input{Tracking: "A", State: of(model.Lost)})
	check("the first was lost, and the second was sent for it", "A:0 B:0")
	f.put(parcel.Input{Tracking: "A", Note: of("The carrier looks for it")})
	check("nothing new", "A:0 B:0")
	f.put(parcel.Input{Tracking: "A", State: of(model.InTransit)})
	check("it was found", "A:0 B:2")
	f.put(parcel.Input{Tracking: "A", Archived: of(true)})
	check("it was typed by mistake", "B:0")
	if w := f.row("B").Warnings; len(w) != 0 {
		t.Errorf("warnings %q", w)
	}
	f.put(parcel.Input{Tracking: "A", Archived: of(false)})
	check("it was not", "A:0 B:2")
}
