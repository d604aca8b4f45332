package fee_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

type fixture struct {
	*testing.T
	db  *store.DB
	fee *fee.Service
}

func open(t *testing.T) *fixture {
	f := &fixture{T: t, db: storetest.Open(t)}
	bus := &event.Bus{}
	f.must(setting.New(f.db, bus).Set(t.Context(), "book.currency", "EUR"))
	_, err := shop.New(f.db, bus).Put(t.Context(), []shop.Input{{Name: "Main"}, {Name: "Other"}})
	f.must(err)
	f.fee = fee.New(f.db, bus)
	return f
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) put(ins ...fee.Input) record.Result {
	f.Helper()
	r, err := f.fee.Put(f.Context(), ins)
	f.must(err)
	return r
}

func (f *fixture) rows() []fee.Row {
	f.Helper()
	rows, err := f.fee.List(f.Context())
	f.must(err)
	return rows
}

// wantChain compares all rules, written as "from..to percent".
func (f *fixture) wantChain(want string) {
	f.Helper()
	var parts []string
	for _, r := range f.rows() {
		to := model.Date("")
		if r.ValidTo != nil {
			to = *r.ValidTo
		}
		parts = append(parts, fmt.Sprintf("%s..%s %s", r.ValidFrom, to, r.Percent))
	}
	if got := strings.Join(parts, ", "); got != want {
		f.Errorf("rules\ngot  %s\nwant %s", got, want)
	}
}

func p[T any](v T) *T { return &v }

func number(s string) *record.Number { return &record.Number{Decimal: decimal.RequireFromString(s)} }

func amount(s string) record.Amount { return record.Amount(model.MustAmount(s)) }

func card(from model.Date, percent string) fee.Input {
	return fee.Input{Name: "Card", ValidFrom: from, Percent: number(percent)}
}

func TestPut_GivesAFirstRuleTheDefaults(t *testing.T) {
	f := open(t)
	f.put(card("", "2.90"))
	got := f.rows()[0]
	want := fee.Row{
		ID: got.ID, Number: "Card", Name: "Card", ValidFrom: model.OpenStart, Kind: "payment_fee", Base: model.BaseItemShippingTax,
		Percent: "2.9", KeptOnRefund: true,
	}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestPut_EndsTheOlderRuleAndCarriesItOn(t *testing.T) {
	f := open(t)
	first := card("2026-01-01", "2.9")
	first.Shop, first.Fixed, first.KeptOnRefund = p("main"), p(amount("0.30")), p(false)
	first.Min, first.Currency = record.Known(amount("0.5")), p(model.Currency("usd"))
	f.put(first)
	f.put(card("", "3.1"))
	f.put(fee.Input{Name: "CARD", ValidFrom: "2026-02-01", Percent: number("3")})
	f.wantChain("2026-02-01..2026-03-30 3, 2026-01-01..2026-01-31 2.9, 2026-03-31.. 3.1")
	for _, r := range f.rows() {
		if r.Shop == nil || *r.Shop != "Main" || r.Fixed != amount("0.3") || r.KeptOnRefund || *r.Min != amount("0.5") || r.Currency != "USD" {
			t.Errorf("carried on: %+v", r)
		}
	}
	entries, err := history.New(f.db, nil).Of(t.Context(), fee.Kind, f.rows()[1].ID)
	f.must(err)
	if len(entries) != 3 || entries[1].Field != "valid_to" || entries[1].Why != "a newer rule starts" || entries[2].NewValue != "2026-01-31" {
		t.Errorf("history = %+v", entries)
	}
}

func TestPut_ChangesTheRuleOfTheSameDay(t *testing.T) {
	f := open(t)
	in := card("2026-01-01", "2.9")
	in.Min, in.Max, in.Shop = record.Known(amount("1")), record.Known(amount("5")), p("Other")
	f.put(in)
	if r := f.put(in, fee.Input{Name: "card", ValidFrom: "2026-01-01"}); r.Updated != 1 || r.Unchanged != 1 {
		t.Errorf("the same content with the name spelt otherwise: %+v", r)
	}
	if r := f.put(fee.Input{Name: "card", Percent: number("2.90")}); r.Unchanged != 1 {
		t.Errorf("the running rule without a start: %+v", r)
	}
	r := f.put(fee.Input{Name: "card", ValidFrom: "2026-01-01", Percent: number("0"), Min: record.Maybe[record.Amount]{Given: true}, Shop: p("")})
	got := f.rows()[0]
	if r.Updated != 1 || got.Percent != "0" || got.Min != nil || *got.Max != amount("5") || got.Shop != nil {
		t.Errorf("result %+v, rule %+v", r, got)
	}
}

func TestPut_Refuses(t *testing.T) {
	f := open(t)
	f.put(card("2026-03-01", "3"))
	high := card("2026-01-01", "101")
	unknown := card("2026-01-01", "3")
	unknown.Shop = p("Mian")
	limits := card("2026-01-01", "3")
	limits.Min, limits.Max = record.Known(amount("5")), record.Known(amount("1"))
	late := card("2026-01-01", "3")
	late.ValidTo = p(model.Date("2026-03-01"))
	base := card("2026-01-01", "3")
	base.Base = p(model.FeeBase("gross"))
	for name, tt := range map[string]struct {
		in             fee.Input
		field, message string
	}{
		"more than all":                  {high, "percent", "percent must be between 0 and 100, not 101"},
		"an unknown shop":                {unknown, "shop", `There is no shop called "Mian". Did you mean "Main"?`},
		"a least above the greatest":     {limits, "min", "min 5.00 is more than max 1.00"},
		"an end in the next rule":        {late, "valid_to", "reaches into the rule that starts on 2026-03-01"},
		"a base that is not in the list": {base, "base", "is not one of item, item_shipping, item_shipping_tax, net"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.fee.Put(t.Context(), []fee.Input{tt.in})
			e, ok := err.(*model.Error)
			if !ok || e.Field != tt.field || !strings.Contains(e.Message, tt.message) {
				t.Errorf("got %v, want %s: %s", err, tt.field, tt.message)
			}
		})
	}
	f.wantChain("2026-03-01.. 3")
}

func TestRules_FindsWhatHoldsForAShopOnADay(t *testing.T) {
	f := open(t)
	main := fee.Input{Name: "Market", ValidFrom: "2026-01-01", Shop: p("Main"), Kind: p(fee.MarketplaceFee), Percent: number("12"), ValidTo: p(model.Date("2026-01-31"))}
	f.put(main, card("2026-01-15", "2.9"), card("2026-02-01", "3.1"))
	var shops []model.Shop
	f.must(f.db.Read(t.Context(), func(q *gorm.DB) error {
		if err := q.Order("name").Find(&shops).Error; err != nil {
			return err
		}
		rules, err := fee.Rules(q)
		f.must(err)
		tests := []struct {
			name string
			shop int64
			day  model.Date
			want string
		}{
			{"its own and everyone's", shops[0].ID, "2026-01-15", "Card 2.9, Market 12"},
			{"only everyone's in another shop", shops[1].ID, "2026-01-15", "Card 2.9"},
			{"the last day still holds", shops[0].ID, "2026-01-31", "Card 2.9, Market 12"},
			{"the newer rule from its first day", shops[0].ID, "2026-02-01", "Card 3.1"},
			{"none before the first", shops[1].ID, "2025-12-31", ""},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				for range 2 { // found, then remembered
					var got []string
					for _, r := range rules.For(tt.shop, tt.day) {
						got = append(got, r.Name+" "+r.Percent.String())
					}
					if strings.Join(got, ", ") != tt.want {
						t.Errorf("got %q, want %q", got, tt.want)
					}
				}
			})
		}
		return nil
	}))
}

func TestArchive_LetsTheRuleBeforeHoldAgainUntilItIsBroughtBack(t *testing.T) {
	f := open(t)
	f.put(card("2026-01-01", "2.9"), card("2026-02-01", "3"), card("2026-03-01", "3.1"))
	id := f.rows()[1].ID
	archive := func(do func(context.Context, int64) (model.Date, error), want string) {
		t.Helper()
		for range 2 { // the second time changes nothing
			from, err := do(t.Context(), id)
			f.must(err)
			if from != "2026-02-01" {
				t.Errorf("concerns days from %s", from)
			}
			f.wantChain(want)
		}
	}
	archive(f.fee.Archive, "2026-01-01..2026-02-28 2.9, 2026-03-01.. 3.1")
	all, err := f.fee.All(t.Context())
	f.must(err)
	if len(all) != 3 || !all[1].Archived {
		t.Errorf("all = %+v", all)
	}
	archive(f.fee.Restore, "2026-01-01..2026-01-31 2.9, 2026-02-01..2026-02-28 3, 2026-03-01.. 3.1")
	entries, err := history.New(f.db, nil).Of(t.Context(), fee.Kind, id)
	f.must(err)
	if last := entries[len(entries)-1]; last.Field != "archived" || last.OldValue != "true" || last.NewValue != "false" {
		t.Errorf("history ends with %+v", last)
	}
	if _, err := f.fee.Archive(t.Context(), 99); model.CodeOf(err) != model.NotFound {
		t.Errorf("an unknown rule: %v", err)
	}
}

func TestPut_TakesThePlaceOfAnArchivedRule(t *testing.T) {
	f := open(t)
	f.put(card("2026-01-01", "2.9"), card("2026-02-01", "3"))
	id := f.rows()[1].ID
	_, err := f.fee.Archive(t.Context(), id)
	f.must(err)
	if r := f.put(card("2026-02-01", "3.2")); r.Created != 1 {
		t.Errorf("result = %+v", r)
	}
	f.wantChain("2026-01-01..2026-01-31 2.9, 2026-02-01.. 3.2")
	other := card("2026-02-01", "4")
	other.Name = "card"
	_, err = f.fee.Archive(t.Context(), id)
	f.must(err)
	f.put(other)
	if _, err := f.fee.Restore(t.Context(), id); model.CodeOf(err) != model.Invalid {
		t.Errorf("two rules start on one day: %v", err)
	}
}
