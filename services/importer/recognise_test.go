package importer_test

import (
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
)

// Reports of payments name orders beside long numbers, as files of tracking
// numbers do.
func TestImport_TakesNoReportOfPaymentsForTrackingNumbers(t *testing.T) {
	for name, lines := range map[string][]string{
		"payouts of a shop":      {"Transaction Date,Type,Order,Payout Status,Payout ID,Amount,Fee,Net", "2026-03-30,charge,#1001,paid,99123456781,6.99,0.45,6.54", "2026-03-30,charge,#1002,paid,99123456782,6.99,0.45,6.54", "2026-03-30,charge,#1003,paid,99123456783,6.99,0.45,6.54"},
		"payments of a provider": {"Date,Name,Status,Gross,Fee,Net,Transaction ID", "2026-03-30,1001,Completed,6.99,-0.45,6.54,81234567AB1234567", "2026-03-30,1002,Completed,6.99,-0.45,6.54,81234567AB1234568", "2026-03-30,1003,Completed,6.99,-0.45,6.54,81234567AB1234569"},
		"a settlement":           {"settlement-id\torder-id\tsku\tamount", "50011020300\t1001\tLAMP\t5.00", "50011020300\t1002\tLAMP\t5.00", "50011020300\t1003\tVASE\t5.00"},
	} {
		t.Run(name, func(t *testing.T) {
			d, s := dispatched(t)
			res, err := s.Import(t.Context(), []string{trackingFile(t, lines...)}, importer.Options{})
			if err != nil || res.Error == nil || res.Error.Code != string(model.Invalid) {
				t.Errorf("got %v %+v", err, res.Files[0])
			}
			if got := d.Text(allParcels); got != "" {
				t.Errorf("parcels were made: %s", got)
			}
		})
	}
}

func TestImport_TakesANamedFileOfTrackingNumbersWithoutTheirWord(t *testing.T) {
	d, s := dispatched(t)
	path := trackingFile(t, "Order,Status", "1001,99123456781", "1002,99123456782", "1003,99123456783")
	res, err := s.Import(t.Context(), []string{path}, importer.Options{As: importer.Tracking})
	if err != nil || res.Error != nil || d.Int(`SELECT COUNT(*) FROM parcel`) != 3 {
		t.Errorf("got %v %+v, %s", err, res.Files[0], d.Text(allParcels))
	}
}
