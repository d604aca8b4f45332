package routerule_test

import (
	"context"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/store"
)

func p[T any](v T) *T { return &v }

func amount(s string) record.Maybe[record.Amount] {
	return record.Known(record.Amount(model.MustAmount(s)))
}

func rule(name string, e routerule.Effect, suppliers ...string) routerule.Input {
	in := routerule.Input{Name: name, Effect: &e}
	if len(suppliers) > 0 {
		in.Suppliers = &suppliers
	}
	return in
}

func put(t *testing.T, d *desktest.Desk, ins ...routerule.Input) record.Result {
	t.Helper()
	r, err := routerule.New(d.DB, d.Bus).Put(t.Context(), ins)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sentences(t *testing.T, d *desktest.Desk) string {
	t.Helper()
	rows, err := routerule.New(d.DB, d.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.Name+": "+r.Sentence)
	}
	return strings.Join(all, "\n")
}

func desk(t *testing.T) *desktest.Desk {
	d := desktest.New(t)
	d.Supplier("Acme")
	d.Supplier("Best")
	return d
}

func TestSentence_TellsEveryConditionAndEffect(t *testing.T) {
	full := rule("All", routerule.Prefer, "acme", "Best")
	full.Countries, full.SKUs, full.Tags, full.Shops, full.Services = &[]string{"de", "Austria", "CH"}, &[]string{"A-1", "B*"}, &[]string{"vip"}, &[]string{"shop"}, &[]string{"Express"}
	full.ValueFrom, full.ValueTo, full.WeightTo = amount("10"), amount("99.5"), record.Known(int64(2000))
	full.Reason, full.ValidFrom, full.ValidTo = p("faster there."), p(model.Date("2026-01-01")), p(model.Date("2026-12-31"))
	least := rule("Least", routerule.Hold)
	least.ValueFrom, least.WeightFrom, least.Reason = amount("500"), record.Known(int64(100)), p("look at the address")
	tests := []struct {
		in   routerule.Input
		want string
	}{
		{full, "For orders to Germany, Austria or Switzerland, with A-1 or B*, tagged vip, from Shop, by Express, worth 10.00 to 99.50 EUR, weighing up to 2000 g: prefer Acme, then Best (faster there), from 2026-01-01 to 2026-12-31."},
		{least, "For orders worth at least 500.00 EUR, weighing at least 100 g: hold them (look at the address)."},
		{rule("a", routerule.Avoid, "Best"), "For every order: avoid Best."},
		{rule("b", routerule.Only, "Best", "Acme"), "For every order: use only Best or Acme."},
		{rule("c", routerule.Split), "For every order: a line may be split between suppliers."},
		{rule("d", routerule.NoSplit), "For every order: never split a line between suppliers."},
		{rule("e", routerule.SinglePreferred), "For every order: send a single parcel where one supplier can."},
		{rule("f", routerule.SingleRequired), "For every order: send a single parcel or hold the order."},
	}
	for _, tt := range tests {
		d := desk(t)
		put(t, d, tt.in)
		if got, want := sentences(t, d), tt.in.Name+": "+tt.want; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestPut_AChangeEndsTheFormerVersionAndKeepsIt(t *testing.T) {
	d := desk(t)
	put(t, d, rule("One", routerule.Prefer, "Acme"))
	if r := put(t, d, rule("one", routerule.Prefer, "Acme")); r.Updated != 1 { // the name is written differently
		t.Errorf("got %+v", r)
	}
	if r := put(t, d, rule("one", routerule.Prefer, "Acme")); r.Unchanged != 1 {
		t.Errorf("the same again: %+v", r)
	}
	put(t, d, rule("one", routerule.Prefer, "Best"))
	if got := sentences(t, d); got != "one: For every order: prefer Best." {
		t.Errorf("got %s", got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM route_rule WHERE ended_at <> ''`); n != 2 {
		t.Errorf("%d former versions are kept", n)
	}
	if n := d.Int(`SELECT COUNT(*) FROM history WHERE kind = 'rule'`); n < 3 {
		t.Errorf("%d changes are in the history", n)
	}
	put(t, d, routerule.Input{Name: "One", Ended: p(true)})
	if got := sentences(t, d); got != "" {
		t.Errorf("an ended rule still stands: %s", got)
	}
	put(t, d, routerule.Input{Name: "one", Ended: p(false)})
	if got := sentences(t, d); got != "one: For every order: prefer Best." {
		t.Errorf("brought back: %s", got)
	}
	rows, err := routerule.New(d.DB, d.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := history.New(d.DB, d.Bus).Of(t.Context(), routerule.Kind, rows[0].ID)
	if err != nil || len(all) < 4 || all[len(all)-1].Why != rows[0].Sentence {
		t.Errorf("the history of the rule is %+v, %v", all, err)
	}
}

func TestRule_CannotBeChangedSilentlyByAnyProgram(t *testing.T) {
	d := desk(t)
	put(t, d, rule("One", routerule.Prefer, "Acme"))
	for _, sql := range []string{`UPDATE route_rule SET effect = 'avoid'`, `UPDATE route_rule SET suppliers = '[9]'`, `DELETE FROM route_rule`} {
		if err := d.DB.Write(context.Background(), func(tx *store.Tx) error { return tx.Exec(sql).Error }); err == nil {
			t.Errorf("%s was possible", sql)
		}
	}
}

func TestPut_PlacesRulesAndMovesTheOthers(t *testing.T) {
	d := desk(t)
	put(t, d, rule("a", routerule.Hold), rule("b", routerule.Split), rule("c", routerule.NoSplit))
	first := rule("d", routerule.SinglePreferred)
	first.Place = p(1)
	put(t, d, first)
	put(t, d, routerule.Input{Name: "a", Place: p(4)})
	var names []string
	for line := range strings.Lines(sentences(t, d)) {
		names = append(names, line[:1])
	}
	if got := strings.Join(names, ""); got != "dbca" {
		t.Errorf("the order is %s", got)
	}
}

func TestJudge_TheFirstRuleThatSaysSomethingCounts(t *testing.T) {
	d := desk(t)
	acme, best := d.Int(`SELECT id FROM supplier WHERE name = 'Acme'`), d.Int(`SELECT id FROM supplier WHERE name = 'Best'`)
	de := rule("de", routerule.Avoid, "Acme")
	de.Countries = &[]string{"DE"}
	sku := rule("sku", routerule.Only, "Acme")
	sku.SKUs = &[]string{"x*"}
	put(t, d, de, rule("all", routerule.Prefer, "Best", "Acme"), sku, rule("no", routerule.NoSplit), rule("yes", routerule.Split))
	set := load(t, d)
	v := set.Judge(&routerule.Case{On: "2026-03-31", Country: "DE", SKUs: []string{"A"}})
	if n, r := v.Rank(acme); n != 1 || r.Name != "de" {
		t.Errorf("Acme in Germany: %d %v", n, r)
	}
	v = set.Judge(&routerule.Case{On: "2026-03-31", Country: "FR", SKUs: []string{"A", "X1"}})
	a, _ := v.Rank(best)
	b, _ := v.Rank(acme)
	if a >= b || b >= 0 || v.MaySplit() || v.Only == nil || v.Allows(best) || !v.Allows(acme) {
		t.Errorf("got %d %d %+v", a, b, v)
	}
}

func TestJudge_AnUnknownValueOrWeightMatchesNoLimit(t *testing.T) {
	d := desk(t)
	in := rule("heavy", routerule.Hold)
	in.WeightFrom = record.Known(int64(1000))
	put(t, d, in)
	set := load(t, d)
	for _, tt := range []struct {
		weight *int64
		held   bool
	}{{nil, false}, {p(int64(999)), false}, {p(int64(1000)), true}} {
		v := set.Judge(&routerule.Case{On: "2026-03-31", Weight: tt.weight})
		if (v.Hold != nil) != tt.held {
			t.Errorf("%v: %v", tt.weight, v.Hold)
		}
	}
}

func TestPut_RefusesWhatSaysNothingClear(t *testing.T) {
	d := desk(t)
	bad := rule("x", routerule.Hold)
	bad.ValueFrom, bad.ValueTo = amount("5"), amount("4")
	for field, in := range map[string]routerule.Input{
		"effect": {Name: "x"}, "suppliers": rule("x", routerule.Only), "value_to": bad, "name": {Name: "gone", Ended: p(true)},
	} {
		_, err := routerule.New(d.DB, d.Bus).Put(t.Context(), []routerule.Input{in})
		if e, ok := err.(*model.Error); !ok || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := routerule.New(d.DB, d.Bus).Put(t.Context(), []routerule.Input{rule("x", routerule.Prefer, "Nobody")}); err == nil || !strings.Contains(err.Error(), `no "Nobody"`) {
		t.Errorf("got %v", err)
	}
}

func TestDraft_ShowsTheRulesAsTheyWouldStandAndWritesNothing(t *testing.T) {
	d := desk(t)
	put(t, d, rule("a", routerule.Hold), rule("b", routerule.Split))
	var set *routerule.Set
	err := d.DB.Read(t.Context(), func(q *gorm.DB) (err error) {
		set, err = routerule.Draft(q, "EUR", []routerule.Input{rule("b", routerule.NoSplit), rule("c", routerule.Prefer, "Acme")}, []string{"a"})
		return err
	})
	if err != nil || len(set.Rules) != 2 || set.Rules[0].Effect != routerule.NoSplit || set.Rules[1].Name != "c" {
		t.Errorf("got %+v, %v", set, err)
	}
	if got := sentences(t, d); !strings.Contains(got, "hold them") || strings.Contains(got, "Acme") {
		t.Errorf("the book says\n%s", got)
	}
}

func load(t *testing.T, d *desktest.Desk) (set *routerule.Set) {
	t.Helper()
	err := d.DB.Read(t.Context(), func(q *gorm.DB) (err error) {
		set, err = routerule.Load(q, "EUR")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return set
}
