package parcel_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/parcel"
)

func TestPasted_LinesAreLookedAtAndEntered(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.Order("1002", desktest.Line("VASE", 1))
	f.forward()
	const text = "PO\tTracking\tCarrier\n#1001 1Z999AA1 UPS\r\n\nPO-000001;2Z;Royal Mail\nonly\n7777 3Z DHL\n"
	rows, err := f.parcels.LookPasted(t.Context(), text)
	if err != nil || len(rows) != 4 {
		t.Fatalf("%v, %+v", err, rows)
	}
	if r := rows[0]; r.Line != 2 || r.Err != nil || r.Outcome != "created" || r.Now.Carrier != "UPS" || r.Now.Orders[0] != "1001" {
		t.Errorf("%+v", r)
	}
	if r := rows[1]; r.Err != nil || r.Now.Carrier != "Royal Mail" || len(r.Now.Pieces) != 1 || r.Now.Orders[0] != "1002" {
		t.Errorf("what is left of the purchase order: %+v", r)
	}
	for _, r := range rows[2:] {
		if r.Err == nil {
			t.Errorf("%q is taken", r.Text)
		}
	}
	if n := f.Text(`SELECT COUNT(*) FROM parcel`); n != "0" {
		t.Errorf("looking wrote %s parcels", n)
	}
	if _, err := f.parcels.PutPasted(t.Context(), text); model.CodeOf(err) != model.Invalid || !strings.HasPrefix(err.Error(), "Line 5: ") {
		t.Errorf("got %v", err)
	}
	if _, err := f.parcels.PutPasted(t.Context(), "#1001 1Z999AA1 UPS\nPO-000001;2Z;Royal Mail"); err != nil {
		t.Fatal(err)
	}
	if n := f.Text(`SELECT COUNT(*) FROM parcel`); n != "2" {
		t.Errorf("%s parcels", n)
	}
}

func TestPut_AParcelOfSeveralPurchaseOrdersCountsForEach(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 1))
	f.forward()
	f.Order("1002", desktest.Line("LAMP", 2))
	f.forward()
	shipped := f.day(1)
	f.put(parcel.Input{Tracking: "A", Shipped: shipped, Lines: &[]parcel.LineInput{{Order: "1001", SKU: "LAMP", Quantity: 1}, {Order: "1002", SKU: "LAMP", Quantity: 1}}})
	if got := f.Text(`SELECT group_concat(state, ' ') FROM (SELECT state FROM purchase_order ORDER BY id)`); got != "shipped part_shipped" {
		t.Errorf("purchase orders are %s", got)
	}
	purchase := "PO-000002"
	f.put(parcel.Input{Tracking: "B", Purchase: &purchase, Shipped: shipped})
	if got := f.Text(`SELECT group_concat(state, ' ') FROM (SELECT state FROM purchase_order ORDER BY id)`); got != "shipped shipped" {
		t.Errorf("purchase orders are %s", got)
	}
	if got := f.Text(`SELECT quantity FROM parcel_line WHERE parcel_id = 2`); got != "1" {
		t.Errorf("what is left of the second purchase order is %s", got)
	}
}
