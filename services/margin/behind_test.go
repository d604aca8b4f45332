package margin_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
)

var firstKnown = query.Scope{Known: "2026-03-11T00:00:00Z"}

func TestOnly_NarrowsToWhatItNames(t *testing.T) {
	b := booktest.Small(t)
	tests := []struct {
		name string
		only margin.Only
		want string
	}{
		{"a product", margin.Only{Products: []int64{1}}, "5 7 249.50 186.30 150.48 150.48 85.22"},
		{"lines without a product", margin.Only{Products: []int64{0}}, "1 0 5.00 5.00 4.80 4.80 0.20"},
		{"two products", margin.Only{Products: []int64{2, 3}}, "3 4 96.20 79.20 59.93 59.93 36.27"},
		{"a supplier", margin.Only{Suppliers: []int64{2}}, "2 3 76.20 59.20 40.81 40.81 35.39"},
		{"a shop and a country", margin.Only{Shops: []int64{1}, Countries: []string{"US", "FR"}}, "2 5 149.00 111.00 87.84 87.84 61.16"},
		{"two days", margin.Only{Days: []model.Period{{From: "2026-01-05", To: "2026-01-05"}, {From: "2026-02-15", To: "2026-02-15"}}}, "2 3 140.50 116.50 98.55 98.55 41.95"},
		{"nothing there is", margin.Only{Countries: []string{"XX"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range rows(t, b.DB, margin.Query{Only: tt.only}) {
				got = append(got, brief(r))
			}
			if strings.Join(got, "; ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRows_CountLinesWhoseCostNobodyKnows(t *testing.T) {
	b := booktest.Small(t)
	for _, c := range []struct {
		scope query.Scope
		want  int64
	}{{query.Scope{}, 1}, {firstKnown, 2}} { // 1005, and until a supplier was chosen 1008
		if got := rows(t, b.DB, margin.Query{Scope: c.scope})[0].Costless; got != c.want {
			t.Errorf("known %q: %d lines without a cost, want %d", c.scope.Known, got, c.want)
		}
	}
}

func TestBreakdown_AddsUpToTheCostsOfEveryRow(t *testing.T) {
	small, large := booktest.Small(t), booktest.Large(t, 300)
	for _, b := range []*booktest.Book{small, large} {
		for _, scope := range []query.Scope{{}, firstKnown, {Period: model.Period{From: "2026-01-10", To: "2026-02-28"}}} {
			for _, by := range []margin.Dimension{margin.Total, margin.Order, margin.Product, margin.Supplier, margin.Shop, margin.Country} {
				for _, step := range []query.Step{"", query.Week, query.Month} {
					q := margin.Query{Scope: scope, By: by, Step: step}
					parts, err := margin.Breakdown(t.Context(), b.DB, q)
					if err != nil {
						t.Fatal(err)
					}
					for _, r := range rows(t, b.DB, q) {
						p := parts[r.Key(by)]
						if p == nil {
							p = &margin.Parts{}
						}
						var cost, estimated model.Amount
						for _, part := range margin.Split(&r.Sums, p) {
							cost, estimated = cost.Add(part.Amount), estimated.Add(part.Estimated)
							if part.Amount < 0 || part.Estimated < 0 || part.Estimated > part.Amount {
								t.Errorf("%v by %q and %q: %+v", scope, by, step, part)
							}
						}
						if p.Product != r.Costs[0] || cost != r.Cost() || estimated != r.Estimated {
							t.Errorf("%v by %q and %q: %s has the parts %+v, which are not %v", scope, by, step, r.Code, p, r.Sums)
						}
					}
				}
			}
		}
	}
}

func TestFacts_AddUpToTheCostsOfTheSheet(t *testing.T) {
	b := booktest.Small(t)
	tests := []struct {
		name string
		q    margin.Query
	}{
		{"all", margin.Query{}},
		{"as known earlier", margin.Query{Scope: firstKnown}},
		{"a product that shares its orders", margin.Query{Only: margin.Only{Products: []int64{1}}}},
		{"lines without a product", margin.Query{Only: margin.Only{Products: []int64{0}}}},
		{"a supplier", margin.Query{Only: margin.Only{Suppliers: []int64{2}}}},
		{"a month", margin.Query{Scope: query.Scope{Period: model.Period{From: "2026-02-01", To: "2026-02-28"}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var want model.Amount
			for _, r := range rows(t, b.DB, tt.q) {
				want = want.Add(r.Cost())
			}
			var got model.Amount
			for _, part := range []margin.PartName{margin.ProductPart, margin.ShippingPart, margin.FeesPart} {
				e, err := margin.Facts(t.Context(), b.DB, tt.q, margin.Wanted{Part: part, Orders: 100})
				if err != nil || e.More {
					t.Fatal(e, err)
				}
				for _, f := range e.Facts {
					got = got.Add(f.Home)
				}
			}
			if got != want || want == 0 {
				t.Errorf("the facts come to %s, the sheet says %s", got, want)
			}
		})
	}
}

func TestFacts_TellTheNewestOrdersFirst(t *testing.T) {
	b := booktest.Small(t)
	e, err := margin.Facts(t.Context(), b.DB, margin.Query{Only: margin.Only{Products: []int64{1}}}, margin.Wanted{Orders: 2})
	if err != nil || !e.More {
		t.Fatal(e, err)
	}
	var got []string
	for _, f := range e.Facts {
		got = append(got, fmt.Sprint(f.Dated, " ", f.Order, " ", f.Shop, " ", f.SKU, " ", f.Type, " ", f.State, " ", f.Source, " ", f.Home, " of ", f.Whole))
	}
	want := []string{
		"2026-03-05 1008 Harbour  payment_fee estimated fee rule Card from 2020-01-01 1.97 of 2.17",
		"2026-03-05 1008 Harbour A-1 product quoted purchase order PO-1 9.20 of 9.20",
		"2026-03-05 1008 Harbour A-1 supplier_shipping quoted purchase order PO-1 4.60 of 4.60",
		"2026-02-10 1004 Harbour  payment_fee estimated fee rule Card from 2020-01-01 3.78 of 3.78",
	}
	if len(got) < 4 || !reflect.DeepEqual(got[:4], want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLowest_FindsTheOrdersThatEarnedLeast(t *testing.T) {
	b := booktest.Small(t)
	got, err := margin.Lowest(t.Context(), b.DB, margin.Query{By: margin.Product}, 3)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, r := range got {
		codes = append(codes, r.Code+" "+r.CM(3).String())
	}
	if want := "1003 -15.53, L-1 11.00, 1005 19.12"; strings.Join(codes, ", ") != want {
		t.Errorf("got %v, want %s", codes, want)
	}
}

func TestAgree_ComparesTheSheetWithTheJournal(t *testing.T) {
	b := booktest.Small(t)
	for _, s := range []query.Scope{{}, firstKnown, {Period: model.Period{From: "2026-01-01", To: "2026-03-31"}}, {Period: model.Period{From: "2020-01-01", To: "2020-01-31"}}} {
		a, err := margin.Agree(t.Context(), b.DB, s)
		if err != nil || a.Off() != 0 {
			t.Errorf("%v: %+v %v", s, a, err)
		}
	}
	b.Exec(t, `UPDATE margin_line SET goods = goods + 100 WHERE line_id = 1`)
	if a, err := margin.Agree(t.Context(), b.DB, query.Scope{}); err != nil || a.Off() != 100 {
		t.Errorf("a cent too much on the sheet is seen as %v (%v)", a.Off(), err)
	}
}

func TestName_FindsByNameSKUOrID(t *testing.T) {
	b := booktest.Small(t)
	for _, c := range []struct {
		by   margin.Dimension
		said string
		want margin.Label
	}{
		{margin.Product, "B-2", margin.Label{ID: 2, Code: "B-2", Name: "Buoy"}},
		{margin.Product, "#1", margin.Label{ID: 1, Code: "A-1", Name: "Anchor"}},
		{margin.Supplier, "acme", margin.Label{ID: 1, Name: "Acme"}},
		{margin.Shop, "#2", margin.Label{ID: 2, Name: "Lumen"}},
		{margin.Supplier, "#0", margin.Label{}},
	} {
		if got, err := margin.Name(t.Context(), b.DB, c.by, c.said); err != nil || got != c.want {
			t.Errorf("%s %s: %+v %v", c.by, c.said, got, err)
		}
	}
	if _, err := margin.Name(t.Context(), b.DB, margin.Shop, "nobody"); model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
	l, err := margin.Choices(context.Background(), b.DB)
	if err != nil || len(l.Shops) != 2 || len(l.Suppliers) != 2 || fmt.Sprint(l.Countries) != "[{0 DE DE} {0 FR FR} {0 US US}]" {
		t.Errorf("%+v %v", l, err)
	}
}
