package score_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/score"
)

func arrivals(t testing.TB, d *desktest.Desk) map[score.Way]*score.Arrivals {
	t.Helper()
	var all map[score.Way]*score.Arrivals
	err := d.DB.Read(ctx, func(q *gorm.DB) (err error) {
		all, err = score.ReadArrivals(q, d.Today(), d.Today().AddDays(-400))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestArrivals_AreTheOrdersThatTheScoreCounts(t *testing.T) {
	d := crowd(t, 4_000) // 20 each of 200 suppliers to four countries; every fiftieth has no parcel and is overdue
	all := arrivals(t, d)
	orders, missing := 0, 0
	for w, a := range all {
		if w.Country == "" {
			orders, missing = orders+a.Orders(), missing+a.Missing()
		} else if p, _ := all[score.Way{Supplier: w.Supplier}].Within(decimal.New(1, 0)); p < 5 {
			t.Errorf("the slowest of %+v took %d days", w, p)
		}
	}
	if orders != 4_000 || missing != 80 {
		t.Errorf("%d orders, %d of them missing", orders, missing)
	}
	for id := range int64(200) {
		a := all[score.Way{Supplier: id + 1}]
		days, came := a.Within(decimal.New(9, -1))
		if lost := a.Missing() > 2; came == lost || came && (days < 5 || days > 11) {
			t.Errorf("supplier %d: %d of %d missing, nine of ten in %d days, %v", id+1, a.Missing(), a.Orders(), days, came)
		}
	}
}

func BenchmarkReadArrivals_Of100000Orders(b *testing.B) {
	d := crowd(b, 100_000)
	for b.Loop() {
		arrivals(b, d)
	}
}
