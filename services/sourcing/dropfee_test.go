package sourcing_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/sourcing"
)

func TestPutDropFees_ANewerFeeHoldsFromItsFirstDay(t *testing.T) {
	d := desktest.New(t)
	acme := d.Supplier("Acme")
	s := sourcing.New(d.DB, d.Bus)
	piece := "piece"
	first := sourcing.DropFeeInput{Supplier: "acme", Amount: amount("1.50")}
	ins := []sourcing.DropFeeInput{first, {Supplier: "Acme", ValidFrom: "2026-03-01", Amount: amount("0.20"), Per: &piece}, {Supplier: "Acme", ValidFrom: "2026-05-01", Amount: amount("0")}}
	if r, err := s.PutDropFees(t.Context(), ins); err != nil || r.Created != 3 {
		t.Fatalf("%+v %v", r, err)
	}
	if r, err := s.PutDropFees(t.Context(), []sourcing.DropFeeInput{first}); err != nil || r.Unchanged != 1 {
		t.Errorf("the same again: %+v %v", r, err)
	}
	first.Amount = amount("1.60")
	if r, err := s.PutDropFees(t.Context(), []sourcing.DropFeeInput{first}); err != nil || r.Updated != 1 {
		t.Errorf("corrected: %+v %v", r, err)
	}
	var fees sourcing.DropFees
	err := d.DB.Read(t.Context(), func(q *gorm.DB) (err error) {
		fees, err = sourcing.LoadDropFees(q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[model.Date]string{"2020-01-01": "1.60 order", "2026-02-28": "1.60 order", "2026-03-01": "0.20 piece", "2026-05-01": ""} {
		got := ""
		if f := fees.On(acme, day); f != nil {
			got = f.Amount.String() + " " + f.Per
		}
		if got != want {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
}

func TestPutDropFees_RefusesWhatIsMissing(t *testing.T) {
	d := desktest.New(t)
	d.Supplier("Acme")
	s := sourcing.New(d.DB, d.Bus)
	for field, in := range map[string]sourcing.DropFeeInput{"amount": {Supplier: "Acme"}, "supplier": {Supplier: "Nobody"}} {
		_, err := s.PutDropFees(t.Context(), []sourcing.DropFeeInput{in})
		if e, ok := err.(*model.Error); !ok || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
