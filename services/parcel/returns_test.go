package parcel_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

func TestPut_KeepsWhatCameBackAndWhatIsDoneWithIt(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 3), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("VASE", 1)) })
	f.forward()
	put := func(in parcel.Input) error {
		in.Tracking = "A"
		_, err := f.parcels.Put(t.Context(), []parcel.Input{in})
		return err
	}
	of := func(s string) *string { return &s }
	state := func(s model.ParcelState) *model.ParcelState { return &s }
	row := func() parcel.Row {
		t.Helper()
		rows, err := f.parcels.List(t.Context(), record.Filter{})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%v, %v", rows, err)
		}
		return rows[0]
	}
	if err := put(parcel.Input{Purchase: of("PO-000001"), State: state(model.InTransit)}); err != nil {
		t.Fatal(err)
	}
	if err := put(parcel.Input{Condition: of("damaged")}); err == nil || !strings.Contains(err.Error(), "did not come back") {
		t.Errorf("a parcel under way: %v", err)
	}
	if err := put(parcel.Input{State: state(model.Returned), On: of(string(f.DB.Today())), Condition: of("damaged"), Next: of("refund")}); err != nil {
		t.Fatal(err)
	}
	if r := row(); r.Condition != "damaged" || r.NextStep != "refund" || r.Lines[0].Back != 3 || r.Lines[1].Back != 1 {
		t.Errorf("%+v", r)
	}
	two, none := model.Quantity(2), model.Quantity(0)
	lines := []parcel.LineInput{{Order: "1001", SKU: "LAMP", Quantity: 3, Back: &two}, {Order: "1001", SKU: "VASE", Quantity: 1, Back: &none}}
	if err := put(parcel.Input{Lines: &lines}); err != nil {
		t.Fatal(err)
	}
	if r := row(); r.Lines[0].Back != 2 || r.Lines[1].Back != 0 || r.Condition != "damaged" {
		t.Errorf("%+v", r)
	}
	past, err := history.New(f.DB, f.Bus).Of(t.Context(), parcel.Kind, row().ID)
	if err != nil || len(past) == 0 || !strings.Contains(past[len(past)-1].NewValue, "(2 came back)") {
		t.Errorf("history %+v, %v", past, err)
	}
	if err := put(parcel.Input{Next: of("")}); err != nil || row().NextStep != "" || row().Condition != "damaged" {
		t.Errorf("undecided again: %v, %+v", err, row())
	}
	four := model.Quantity(4)
	lines[0].Back = &four
	if err := put(parcel.Input{Lines: &lines}); err == nil || !strings.Contains(err.Error(), "4 came back of 3") {
		t.Errorf("more than was in it: %v", err)
	}
	if err := put(parcel.Input{State: state(model.InTransit)}); err != nil {
		t.Fatal(err)
	}
	if r := row(); r.Condition != "" || r.NextStep != "" || r.Lines[0].Back != 0 {
		t.Errorf("it is on its way again: %+v", r)
	}
}
