package parcel_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/record"
)

// The numbers that carriers publish for trying their systems fit; each with one
// digit changed, or two that stand beside each other, does not.
func TestDoubt_KnowsTheCheckDigitsOfCarriers(t *testing.T) {
	for _, c := range []struct{ carrier, good, bad string }{
		{"UPS", "1Z999AA10123456784", "1Z999AA10123456785"},
		{"", "1z 999 aa1 01 2345 6784", "1Z999AA10124356784"},
		{"ups", "1Z12345E6605272234", "1Z12345E6606272234"},
		{"China Post", "RR123456785CN", "RR123456789CN"},
		{"Royal Mail", "RR 473 124 829 GB", "RR 473 142 829 GB"},
		{"FedEx", "568838414941", "568838414914"},
		{"FedEx Ground", "449044304137821", "449044304137812"},
		{"USPS", "9400 1112 0108 0805 4830 16", "9400 1112 0108 0805 4830 17"},
		{"USPS", "420902109400111201080805483016", "420902109400111201080805483017"},
		{"DHL Express", "3318810025", "3318810026"},
		{"DPD", "0998 0000 0200 34D", "0998 0000 0200 34E"},
		{"DPD UK", "008182709980000020033350276C", "008182709980000020033350267C"},
	} {
		if got := parcel.Doubt(c.carrier, c.good); got != "" {
			t.Errorf("%s %s: %s", c.carrier, c.good, got)
		}
		if got := parcel.Doubt(c.carrier, c.bad); !strings.Contains(got, "check digit") {
			t.Errorf("%s %s: %q", c.carrier, c.bad, got)
		}
	}
}

func TestDoubt_AsksAboutFormsThatCannotBeAndLeavesUnknownOnesAlone(t *testing.T) {
	for _, c := range []struct{ carrier, number, want string }{
		{"UPS", "1Z999AA1012345678", "as long as numbers that begin with 1Z"},
		{"YunExpress", "YT2412345678901234", ""},
		{"YunExpress", "YT24123456789012345", "begin with YT"},
		{"4PX", "4PX3000123456789CN", ""},
		{"4PX", "4PX300012345678CN", "begin with 4PX"},
		{"", "LX", "is short"},
		{"", "TRACKING", "has no digit"},
		{"", "9400111899223100001234.0", "ends like an amount"},
		{"PostNL", "3SABCD1234567", ""},
		{"GLS", "12345678901", ""},
		{"DHL", "JJD000390007882823427", ""},
		{"DHL", "00340434161094042557", ""},
		{"Cainiao", "LP00123456789012", ""},
		{"TNT", "GE123456780WW", ""},
		{"UPS", "568838414914", ""},
	} {
		got := parcel.Doubt(c.carrier, c.number)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s %s: %q, want %q", c.carrier, c.number, got, c.want)
		}
	}
}

func TestPut_RefusesWhatCanBeNoNumber(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	for number, want := range map[string]string{
		"1.23E+15": "rounded", "9,20019e+21": "rounded", "9E+21": "rounded", "1.23e": "rounded", "https://www.ups.com/track?tracknum=1Z1": "address of a page",
	} {
		if field, message := f.refused(parcel.Input{Tracking: number, Purchase: of(po)}); field != "tracking" || !strings.Contains(message, want) {
			t.Errorf("%s: %s: %s", number, field, message)
		}
		if _, err := f.parcels.PutPasted(t.Context(), po+"\t"+number); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("pasted %s: %v", number, err)
		}
	}
	// One that an older program kept can still be corrected.
	f.put(parcel.Input{Tracking: "A", Purchase: of(po)})
	f.Exec(`UPDATE parcel SET tracking = '1.23E+15', tracking_key = '1.23E+15'`)
	f.put(parcel.Input{Tracking: "1.23E+15", Shipped: f.day(0)})
}

func TestBoard_WarnsOfACheckDigitThatDoesNotFitWhileTheParcelIsUnderWay(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	f.put(parcel.Input{Tracking: "RR123456789CN", Purchase: of(po), Shipped: f.day(0)})
	if w := f.row("RR123456789CN").Warnings; len(w) != 1 || !strings.Contains(w[0], "check digit") {
		t.Errorf("warnings %q", w)
	}
	for _, ended := range []model.ParcelState{model.Delivered, model.Lost} {
		f.put(parcel.Input{Tracking: "RR123456789CN", State: &ended})
		if w := f.row("RR123456789CN").Warnings; len(w) != 0 {
			t.Errorf("%s: %q", ended, w)
		}
	}
}

func TestPasted_NumbersInGroupsAreOneNumber(t *testing.T) {
	f := desk(t)
	f.Order("1001", desktest.Line("LAMP", 2))
	f.forward()
	for _, c := range []struct{ line, tracking, carrier string }{
		{"#1001 1Z 999 AA1 01 2345 6784 UPS", "1Z 999 AA1 01 2345 6784", "UPS"},
		{"#1001 RR 123 456 785 CN China Post", "RR 123 456 785 CN", "China Post"},
		{"#1001 RR 123 456 789 CN China Post", "RR 123 456 789 CN", "China Post"},
		{"#1001 9400 1112 0108 0805 4830 16 USPS", "9400 1112 0108 0805 4830 16", "USPS"},
		{"#1001 1Z999AA10123456784 UPS Ground", "1Z999AA10123456784", "UPS Ground"},
		{"#1001 12345678 17TRACK", "12345678", "17TRACK"},
		{"#1001 1Z1 UPS", "1Z1", "UPS"},
		{"#1001\t1Z 999 AA1 01 2345 6784\tUPS", "1Z 999 AA1 01 2345 6784", "UPS"},
	} {
		rows := parcel.ReadPasted(c.line)
		if len(rows) != 1 || rows[0].Told.Tracking != c.tracking || rows[0].Told.Carrier != c.carrier {
			t.Errorf("%q: %+v", c.line, rows)
		}
	}
	rows, err := f.parcels.LookPasted(t.Context(), "Bestellung Sendungsnummer Paketdienst\n#1001 RR123456789CN China Post")
	if err != nil || len(rows) != 1 || rows[0].Err != nil || !strings.Contains(rows[0].Doubt, "check digit") || rows[0].Outcome != record.Created {
		t.Errorf("%v, %+v", err, rows)
	}
}
