package parcel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/promise"
	"github.com/dropledger/dropledger/services/store"
)

func TestLateParcels_ComparesWithTheDayPromised(t *testing.T) {
	f := desk(t)
	for _, number := range []string{"late", "in time", "awaited", "under way", "called off"} {
		f.Order(number, desktest.Line("LAMP", 1))
	}
	f.Write(func(tx *store.Tx) error { _, err := promise.Keep(tx); return err })
	promised := model.Date(f.Text(`SELECT MIN(deliver_by) FROM promise`))
	f.forward()
	f.Cancel("called off")
	f.Now = promised.AddDays(10).Time()
	for number, delivered := range map[string]model.Date{"late": promised.AddDays(3), "in time": promised, "under way": ""} {
		f.put(parcel.Input{Tracking: "T " + number, Purchase: of(po), Shipped: f.day(20), Delivered: of(string(delivered)), Lines: lines(parcel.LineInput{Order: number, SKU: "LAMP", Quantity: 1})})
	}
	told := func(p model.Period) string {
		rows, err := parcel.LateParcels(t.Context(), f.DB, p)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, r := range rows {
			all = append(all, fmt.Sprintf("%s/%s/%s/%d", r.Order, r.Tracking, r.Supplier, r.Days))
		}
		return strings.Join(all, " ")
	}
	if got, want := told(model.Period{}), "late/T late/Acme/3 awaited///10 under way/T under way/Acme/10"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := told(model.Period{To: promised.AddDays(-1)}); got != "" {
		t.Errorf("before that day: %s", got)
	}
}

func TestLateParcels_WhatWasSentAgainIsLateNoLongerAndARestIsAwaited(t *testing.T) {
	f := desk(t)
	for _, number := range []string{"replaced", "lost", "rest"} {
		f.Order(number, desktest.Line("LAMP", 2))
	}
	f.Write(func(tx *store.Tx) error { _, err := promise.Keep(tx); return err })
	promised := model.Date(f.Text(`SELECT MIN(deliver_by) FROM promise`))
	f.forward()
	f.Now = promised.AddDays(10).Time()
	sent := func(tracking, number string, n model.Quantity, state model.ParcelState, delivered model.Date) {
		in := parcel.Input{Tracking: tracking, Purchase: of(po), State: &state, Lines: lines(parcel.LineInput{Order: number, SKU: "LAMP", Quantity: n})}
		if delivered != "" {
			in.Delivered = of(string(delivered))
		}
		f.put(in)
	}
	sent("R1", "replaced", 2, model.Lost, "")
	sent("R2", "replaced", 2, model.Delivered, promised)
	sent("L1", "lost", 2, model.Returned, "")
	sent("P1", "rest", 1, model.Delivered, promised)
	rows, err := parcel.LateParcels(t.Context(), f.DB, model.Period{})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, fmt.Sprintf("%s/%s/%d", r.Order, r.Tracking, r.Days))
	}
	if got, want := strings.Join(all, " "), "lost/L1/10 rest//10"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
