package taxrule_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/taxrule"
)

// A rule of some goods says nothing of the others in the parcel. Worked out by hand.
func TestImport_RulesOfSomeGoodsHoldForTheseOnly(t *testing.T) {
	rule := func(country string, k taxrule.Kind, hs, origin, value string, per string) taxrule.Input {
		in := taxrule.Input{Country: country, Kind: k, HS: hs, Origin: origin, ValidFrom: "2026-02-01", Value: number(value)}
		if per != "" {
			in.Per, in.Currency = &per, p(model.Currency("EUR"))
		}
		return in
	}
	toy, shirt, book := goods("950300", "100", 4), goods("610910", "100", 2), goods("490199", "100", 1)
	nowhere := goods("610910", "100", 1)
	nowhere.Origin = ""
	for _, tt := range []struct {
		name  string
		rules []taxrule.Input
		to    string
		goods []taxrule.Goods
		want  string
	}{
		// each line is 100 with 10 of freight and 11 of duty: 7 % and 19 % of 121
		{
			"a lower rate of import tax",
			[]taxrule.Input{rule("EU", taxrule.Duty, "", "", "10", ""), rule("DE", taxrule.ImportVAT, "", "", "19", ""), rule("DE", taxrule.ImportVAT, "4901", "", "7", "")},
			"DE",
			[]taxrule.Goods{book, shirt},
			"duty 11.00; duty 11.00; import_vat 8.47; import_vat 22.99",
		},
		// 4 toys at 2.00 in place of a percentage, the shirt 4 % of 110; tax is of 220 and 4.40
		{
			"an amount in place of the percentage",
			[]taxrule.Input{rule("GB", taxrule.Duty, "", "", "4", ""), rule("GB", taxrule.FlatDuty, "9503", "", "2", "item")},
			"GB",
			[]taxrule.Goods{toy, shirt},
			"flat_duty 8.00; duty 4.40; import_vat 44.88",
		},
		{
			"a fee by origin",
			[]taxrule.Input{rule("CH", taxrule.Duty, "", "", "0", ""), rule("CH", taxrule.HandlingFee, "", "CN", "3", "consignment"), rule("CH", taxrule.HandlingFee, "", "VN", "9", "consignment"), rule("CH", taxrule.ImportVAT, "", "", "8.1", "")},
			"CH",
			[]taxrule.Goods{shirt},
			"handling_fee 3.00; import_vat 9.72", // of 100 and all 20 of freight
		},
		{
			"a surcharge by an origin that is not known",
			[]taxrule.Input{rule("US", taxrule.Duty, "", "", "5", ""), rule("US", taxrule.Surcharge, "61", "CN", "7.5", "")},
			"US",
			[]taxrule.Goods{nowhere},
			"duty 6.00; surcharge 10.00 | a product has no origin, and a surcharge goes by it",
		},
		{
			"a fee by a code that is not known",
			[]taxrule.Input{rule("CH", taxrule.HandlingFee, "6109", "", "3", "item"), rule("CH", taxrule.Duty, "", "", "0", "")},
			"CH",
			[]taxrule.Goods{goods("", "50", 1)},
			"| a product has no tariff code (HS); a product has no tariff code (HS) of 4 digits, and an amount of 3 EUR goes by it",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db := open(t, tt.rules...)
			got := told(load(t, db).Import(taxrule.Consignment{From: "CN", To: tt.to, On: "2026-07-10", Currency: "EUR", Convert: same, Goods: tt.goods, Freight: model.MustAmount("20")}), "EUR")
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestPut_AThresholdIsOfTheWholeConsignment(t *testing.T) {
	_, err := taxrule.New(open(t), &event.Bus{}).Put(t.Context(), []taxrule.Input{{Country: "CH", Kind: taxrule.DutyRelief, HS: "61", ValidFrom: "2026-01-01", Value: number("62"), Currency: p(model.Currency("CHF"))}})
	if e, ok := err.(*model.Error); !ok || e.Field != "hs" {
		t.Errorf("got %v", err)
	}
}

// Opened again, a rule ends where the next one starts: both together would count
// twice.
func TestPut_AnOlderRuleNeverReachesIntoTheNewer(t *testing.T) {
	db := open(t, taxrule.Input{Country: "EU", Kind: taxrule.FlatDuty, ValidFrom: "2027-01-01", Value: number("4")})
	s := taxrule.New(db, &event.Bus{})
	for _, until := range []model.Date{"", "2027-03-31"} {
		r, err := s.Put(t.Context(), []taxrule.Input{{Country: "EU", Kind: taxrule.FlatDuty, ValidFrom: "2026-07-01", ValidTo: &until}})
		if err != nil || r.Unchanged != 1 {
			t.Errorf("until %q: %+v, %v", until, r, err)
		}
	}
	m := load(t, db).Import(taxrule.Consignment{From: "CN", To: "DE", On: "2027-02-01", Currency: "EUR", Convert: same, Goods: []taxrule.Goods{goods("610910", "20", 1)}})
	if got := told(m, "EUR"); got != "flat_duty 4.00 at sale" {
		t.Errorf("got %s", got)
	}
}

// A row that ended keeps its end when only its source is written anew.
func TestPutAreas_AnEndedMembershipCanBeChangedAfterTheNextBegan(t *testing.T) {
	s := taxrule.New(open(t), &event.Bus{})
	end, source := model.Date("2025-12-31"), "the gazette"
	put := func(ins ...taxrule.AreaInput) error {
		_, err := s.PutAreas(t.Context(), ins)
		return err
	}
	if err := put(taxrule.AreaInput{Area: "OLD", Country: "SA", ValidFrom: "2020-01-01", ValidTo: &end}, taxrule.AreaInput{Area: "GCC", Country: "SA", ValidFrom: "2026-01-01"}); err != nil {
		t.Fatal(err)
	}
	if err := put(taxrule.AreaInput{Area: "OLD", Country: "SA", ValidFrom: "2020-01-01", Source: &source}); err != nil {
		t.Errorf("got %v", err)
	}
	if err := put(taxrule.AreaInput{Area: "OLD", Country: "SA", ValidFrom: "2020-01-01", ValidTo: p(model.Date(""))}); err == nil || !strings.Contains(err.Error(), "SA is in GCC then") {
		t.Errorf("opened again: %v", err)
	}
}
