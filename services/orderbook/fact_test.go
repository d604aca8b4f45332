package orderbook_test

import (
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
)

func TestDetail_NamesTheSourceOfEveryCost(t *testing.T) {
	facts := 0
	for number, d := range details(t, open(t, booktest.Small(t))) {
		var levels [4]model.Amount
		var estimated model.Amount
		for _, f := range d.Facts {
			facts++
			levels[f.Level-1] = levels[f.Level-1].Add(f.Home)
			if f.State == "estimated" {
				estimated = estimated.Add(f.Home)
			}
			if f.Source == "" || f.Rate == "" || f.EntryID == 0 || f.Dated == "" || f.Recorded == "" {
				t.Errorf("order %s: a cost does not say where it comes from: %+v", number, f)
			}
		}
		if levels != d.Money.Sums.Costs || estimated != d.Money.Estimated {
			t.Errorf("order %s: the costs are %v, %s estimated; the sums say %v, %s", number, levels, estimated, d.Money.Sums.Costs, d.Money.Estimated)
		}
	}
	if facts == 0 {
		t.Error("the book has no costs")
	}
}
