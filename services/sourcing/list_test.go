package sourcing_test

import (
	"testing"

	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
)

func TestList_ShowsEachOfferWithItsStateOfToday(t *testing.T) {
	f := open(t)
	for _, json := range []string{
		`{"supplier":"Acme","sku":"LAMP","valid_from":"2026-01-01","cost":"5.1234","stock":7}`,
		`{"supplier":"Acme","sku":"LAMP","valid_from":"2026-02-01","cost":"6"}`,
		`{"supplier":"Acme","sku":"LAMP","valid_from":"2999-01-01","cost":"7"}`,
	} {
		ins, err := record.Decode[sourcing.OfferInput](sourcing.Kind, []byte(json))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.sourcing.Put(t.Context(), ins); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := f.sourcing.List(t.Context(), record.Filter{})
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range []string{"ended", "current", "future"} {
		if rows[i].State != want || rows[i].Stock == nil || *rows[i].Stock != 7 {
			t.Errorf("row %d is %+v, want %s with a stock of 7", i, rows[i], want)
		}
	}
	if rows, err = f.sourcing.List(t.Context(), record.Filter{State: "future"}); err != nil || len(rows) != 1 {
		t.Errorf("%d future offers, %v", len(rows), err)
	}
	if _, err = f.sourcing.List(t.Context(), record.Filter{State: "odd"}); err == nil {
		t.Error("an unknown state was taken")
	}
}
