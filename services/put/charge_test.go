package put_test

import (
	"context"
	"testing"

	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/routing"
)

func TestPut_ADropFeeReachesTheBooksOfTheOrdersItConcerns(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(context.Background(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	const booked = `SELECT COALESCE(SUM(cm2_cost), 0) FROM margin_line`
	for _, step := range []struct {
		json string
		want int64 // ten-thousandths at CM2
	}{
		{`{"supplier":"Acme","amount":"1.50"}`, 15_000},
		{`{"supplier":"Acme","per":"piece"}`, 30_000},
		{`{"supplier":"Acme","amount":"0"}`, 0},
	} {
		if _, err := put.New(d.DB, d.Bus).Put(context.Background(), "dropfee", []byte(step.json)); err != nil {
			t.Fatal(err)
		}
		if got := d.Int(booked); got != step.want {
			t.Errorf("after %s CM2 bears %d, want %d", step.json, got, step.want)
		}
	}
}
