package taxrule_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
	"github.com/dropledger/dropledger/services/taxrule"
)

func p[T any](v T) *T { return &v }

func number(s string) *record.Number { return &record.Number{Decimal: decimal.RequireFromString(s)} }

func open(t *testing.T, ins ...taxrule.Input) *store.DB {
	t.Helper()
	db := storetest.Open(t)
	if _, err := taxrule.New(db, &event.Bus{}).Put(t.Context(), ins); err != nil {
		t.Fatal(err)
	}
	return db
}

func load(t *testing.T, db *store.DB) (s *taxrule.Set) {
	t.Helper()
	err := db.Read(t.Context(), func(q *gorm.DB) (err error) {
		s, err = taxrule.Load(q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func goods(hs, value string, q model.Quantity) taxrule.Goods {
	return taxrule.Goods{HS: hs, Origin: "CN", Quantity: q, Value: model.MustAmount(value)}
}

func same(a model.Amount, _ model.Currency) (model.Amount, error) { return a, nil }

// told writes an import as "kind amount; kind amount | unknown".
func told(m taxrule.Import, c model.Currency) string {
	var parts []string
	for _, x := range m.Charges {
		parts = append(parts, string(x.Kind)+" "+x.Amount.Text(c))
	}
	all := strings.Join(parts, "; ")
	if m.AtSale {
		all += " at sale"
	}
	if len(m.Unknown) > 0 {
		all += " | " + strings.Join(m.Unknown, "; ")
	}
	return strings.TrimSpace(all)
}

func TestImport_AgreesWithPublishedExamples(t *testing.T) {
	ukDuty := taxrule.Input{Country: "GB", Kind: taxrule.Duty, ValidFrom: "2000-01-01", Value: number("4"), Basis: p(taxrule.CIF)}
	frFlat := taxrule.Input{Country: "EU", Kind: taxrule.FlatDuty, ValidFrom: "2026-07-01", Taxed: p(true)}
	frNoSale := taxrule.Input{Country: "EU", Kind: taxrule.VATAtSale, ValidFrom: "2021-07-01", Counts: p(false)}
	shirt := goods("6109100010", "20", 5)
	tests := []struct {
		name  string
		rules []taxrule.Input
		c     taxrule.Consignment
		want  string
	}{
		// TX-10, Lithuanian customs: shoes, two dolls, five T-shirts.
		{"three tariff lines are 9 euros", nil, taxrule.Consignment{To: "LT", On: "2026-07-01", Currency: "EUR", Goods: []taxrule.Goods{goods("640399", "50", 1), goods("950300", "30", 2), shirt}}, "flat_duty 9.00 at sale"},
		// TX-11, Baker McKenzie.
		{"five equal T-shirts are one tariff line", nil, taxrule.Consignment{To: "DE", On: "2026-08-01", Currency: "EUR", Goods: []taxrule.Goods{shirt}}, "flat_duty 3.00 at sale"},
		{"a T-shirt and a watch are two", nil, taxrule.Consignment{To: "DE", On: "2026-08-01", Currency: "EUR", Goods: []taxrule.Goods{goods("610910", "20", 1), goods("910211", "60", 1)}}, "flat_duty 6.00 at sale"},
		// TX-13, Glopal: tax on the flat duty, where a merchant without IOSS flags it (goods left out of the base).
		{"tax on the flat duty where it is flagged", []taxrule.Input{frFlat, frNoSale, {Country: "FR", Kind: taxrule.HandlingFee, ValidFrom: "2026-03-01", Counts: p(false)}}, taxrule.Consignment{To: "FR", On: "2026-08-01", Currency: "EUR", Goods: []taxrule.Goods{goods("610910", "0", 2), goods("640399", "0", 1)}}, "flat_duty 6.00; import_vat 1.20"},
		// TX-14, DHL: umbrellas to the UK, CIF.
		{"duty on the CIF value", []taxrule.Input{ukDuty}, taxrule.Consignment{To: "GB", On: "2026-01-01", Currency: "GBP", Goods: []taxrule.Goods{goods("660110", "10000", 2000)}, Freight: model.MustAmount("500")}, "duty 420.00; import_vat 2184.00"},
		// TX-15, Australian customs: FOB.
		{"duty on the FOB value and GST on all", nil, taxrule.Consignment{To: "AU", On: "2026-01-01", Currency: "AUD", Goods: []taxrule.Goods{goods("870899", "1200", 1)}, Freight: model.MustAmount("150")}, "duty 60.00; import_vat 141.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.c.From, tt.c.Convert = "CN", same
			if got := told(load(t, open(t, tt.rules...)).Import(tt.c), tt.c.Currency); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestImport_GoesByTheDayAndThePlace(t *testing.T) {
	set := load(t, open(t))
	tests := []struct {
		name, from, to string
		on             model.Date
		value          string
		want           string
	}{
		{"the relief holds to its last day", "CN", "DE", "2026-06-30", "150", "at sale"},
		{"the flat duty starts the day after", "CN", "DE", "2026-07-01", "150", "flat_duty 3.00 at sale"},
		{"above the threshold the rates are asked for", "CN", "DE", "2026-07-01", "150.01", "| no duty rate for 610910 from CN to DE is entered for 2026-07-01; no import tax rate of DE is entered for 2026-07-01"},
		{"within the union nothing is due", "PL", "DE", "2026-07-01", "400", ""},
		{"within a country nothing is due", "US", "US", "2026-07-01", "400", ""},
		{"a country's own fee comes on top", "CN", "FR", "2026-07-01", "90", "flat_duty 3.00; handling_fee 2.00 at sale"},
		{"a rule that does not count is not applied", "CN", "DE", "2026-11-02", "90", "flat_duty 3.00 at sale"},
		{"the relief of the USA before its end", "CN", "US", "2025-08-28", "400", ""},
		{"the surcharge of the USA in its days", "CN", "US", "2026-07-24", "400", "surcharge 40.00 | no duty rate for 610910 from CN to US is entered for 2026-07-24"},
		{"an unknown start is told", "", "DE", "2026-07-01", "90", "| it is not known from where to where the parcel goes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := set.Import(taxrule.Consignment{From: tt.from, To: tt.to, On: tt.on, Currency: "EUR", Convert: same, Goods: []taxrule.Goods{goods("610910", tt.value, 1)}})
			if got := told(m, "EUR"); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestImport_WithoutATariffCodeIsUnknownAndNotNought(t *testing.T) {
	m := load(t, open(t)).Import(taxrule.Consignment{From: "CN", To: "DE", On: "2026-08-01", Currency: "EUR", Convert: same, Goods: []taxrule.Goods{goods("", "20", 1)}})
	if m.Total() != 0 || len(m.Unknown) != 1 || !strings.Contains(m.Unknown[0], "tariff code") {
		t.Errorf("got %+v", m)
	}
}

func TestImport_TellsThatAThresholdIsClose(t *testing.T) {
	set := load(t, open(t))
	for value, near := range map[string]bool{"135": false, "135.01": true, "150": true, "150.01": false} {
		m := set.Import(taxrule.Consignment{From: "CN", To: "DE", On: "2026-08-01", Currency: "EUR", Convert: same, Goods: []taxrule.Goods{goods("610910", value, 1)}})
		if (m.Near != "") != near {
			t.Errorf("%s: %q", value, m.Near)
		}
	}
}

func TestImport_TheLongestTariffCodeAndANamedOriginWin(t *testing.T) {
	rule := func(hs, origin, percent string) taxrule.Input {
		return taxrule.Input{Country: "US", Kind: taxrule.Duty, HS: hs, Origin: origin, ValidFrom: "2026-01-01", Value: number(percent), Basis: p(taxrule.FOB)}
	}
	set := load(t, open(t, rule("", "", "1"), rule("61", "", "2"), rule("6109.10", "", "3"), rule("610910", "CN", "4")))
	for hs, want := range map[string]string{"950300": "duty 1.00", "610220": "duty 2.00", "61091000": "duty 4.00"} {
		m := set.Import(taxrule.Consignment{From: "CN", To: "US", On: "2026-01-05", Currency: "USD", Convert: same, Goods: []taxrule.Goods{goods(hs, "100", 1)}})
		if got := told(m, "USD"); got != want {
			t.Errorf("%s: %s", hs, got)
		}
	}
}

func TestPut_ANewerRuleEndsTheOlderOneAndIsKeptInTheHistory(t *testing.T) {
	db := open(t, taxrule.Input{Country: "eu", Kind: taxrule.FlatDuty, ValidFrom: "2027-01-01", Value: number("4"), Source: p("test")})
	s := taxrule.New(db, &event.Bus{})
	rows, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, r := range rows {
		if r.Country == "EU" && r.Kind == taxrule.FlatDuty {
			told = append(told, r.Text)
			if h, err := history.New(db, nil).Of(t.Context(), taxrule.PutKind, r.ID); err != nil || len(h) != 1 {
				t.Errorf("history %v, %v", h, err)
			}
		}
	}
	want := "EU: a flat duty of 3 EUR for each tariff line, consignments up to 150 EUR, from 2026-07-01 to 2026-12-31.\n" +
		"EU: a flat duty of 4 EUR for each tariff line, consignments up to 150 EUR, from 2027-01-01."
	if got := strings.Join(told, "\n"); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestPut_RefusesWhatSaysNothingClear(t *testing.T) {
	s := taxrule.New(open(t), &event.Bus{})
	for field, in := range map[string]taxrule.Input{
		"country":  {Country: "XX", Kind: taxrule.Duty, ValidFrom: "2026-01-01", Value: number("1")},
		"value":    {Country: "DE", Kind: taxrule.Duty, ValidFrom: "2026-01-01"},
		"currency": {Country: "DE", Kind: taxrule.HandlingFee, ValidFrom: "2026-01-01", Value: number("1")},
		"hs":       {Country: "DE", Kind: taxrule.Duty, HS: "shoes", ValidFrom: "2026-01-01", Value: number("1")},
		"valid_to": {Country: "DE", Kind: taxrule.Duty, ValidFrom: "2026-01-01", ValidTo: p(model.Date("2025-01-01")), Value: number("1")},
	} {
		_, err := s.Put(t.Context(), []taxrule.Input{in})
		if e, ok := err.(*model.Error); !ok || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestPut_TheSameTwiceChangesNothing(t *testing.T) {
	in := taxrule.Input{Country: "DE", Kind: taxrule.ImportVAT, ValidFrom: "2021-01-01", Value: number("19")}
	db := open(t, in)
	r, err := taxrule.New(db, &event.Bus{}).Put(t.Context(), []taxrule.Input{in})
	if err != nil || r.Unchanged != 1 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestSaleLimit_IsThatOfThePlaceOnTheDay(t *testing.T) {
	set := load(t, storetest.Open(t))
	for _, c := range []struct {
		place string
		on    model.Date
		want  string
		in    model.Currency
		ok    bool
	}{
		{"EU", "2026-03-31", "150.0000", "EUR", true},
		{"EU", "2021-06-30", "0.0000", "", false},
		{"GB", "2026-03-31", "135.0000", "GBP", true},
		{"CH", "2026-03-31", "0.0000", "", false},
	} {
		limit, in, ok := set.SaleLimit(c.place, c.on)
		want, err := model.ParseAmount(c.want)
		if err != nil || limit != want || in != c.in || ok != c.ok {
			t.Errorf("%s on %s: %v %s %v", c.place, c.on, limit, in, ok)
		}
	}
	if !set.Within("DE", "EU", "2026-03-31") || set.Within("CH", "EU", "2026-03-31") || set.Within("", "EU", "2026-03-31") {
		t.Error("who belongs to the EU is wrong")
	}
}

// A fee that may or may not be due leaves open what import tax is taken of.
func TestImport_ALimitWithoutARateLeavesTheTaxOpen(t *testing.T) {
	set := load(t, open(t,
		taxrule.Input{Country: "CH", Kind: taxrule.HandlingFee, ValidFrom: "2026-01-01", Value: number("5"), Currency: p(model.Currency("EUR")), UpTo: record.Known(*number("62")), UpToIn: p(model.Currency("CHF")), Taxed: p(true)},
		taxrule.Input{Country: "CH", Kind: taxrule.Duty, ValidFrom: "2026-01-01", Value: number("0")},
		taxrule.Input{Country: "CH", Kind: taxrule.ImportVAT, ValidFrom: "2026-01-01", Value: number("8.1")}))
	m := set.Import(taxrule.Consignment{
		From: "CN", To: "CH", On: "2026-08-01", Currency: "EUR", Goods: []taxrule.Goods{goods("610910", "20", 1)},
		Convert: func(a model.Amount, c model.Currency) (model.Amount, error) {
			if c != "EUR" {
				return 0, model.Errorf(model.NotFound, "no rate")
			}
			return a, nil
		},
	})
	if got, want := told(m, "EUR"), "| there is no exchange rate from CHF to EUR; import tax, as duty is part of what it is taken of"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
