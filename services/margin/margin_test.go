package margin_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/store"
)

func rows(t testing.TB, db *store.DB, q margin.Query) []*margin.Row {
	t.Helper()
	got, err := margin.Rows(t.Context(), db, q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// brief writes a row as: span code name orders pieces net cm1 cm2 estimated.
func brief(r *margin.Row) string {
	return strings.Join(strings.Fields(fmt.Sprint(r.Span, " ", r.Code, " ", r.Name, " ", r.Orders, " ", r.Quantity, " ",
		r.NetRevenue(), " ", r.CM(1), " ", r.CM(2), " ", r.CM(4), " ", r.Estimated)), " ")
}

func TestRows_AddUpToTheFiguresWorkedOutByHand(t *testing.T) {
	b := booktest.Small(t)
	tests := []struct {
		name string
		q    margin.Query
		want []string
	}{
		{"in total", margin.Query{}, []string{"7 11 350.70 270.50 215.21 215.21 121.69"}},
		{"by order", margin.Query{By: margin.Order}, []string{
			"1001 1 2 100.00 82.00 73.75 73.75 26.25", "1002 1 3 99.00 79.00 64.12 64.12 34.88", "1003 1 1 0.00 -9.00 -15.53 -15.53 15.53",
			"1004 1 2 50.00 32.00 23.72 23.72 26.28", "L-1 1 1 26.70 20.70 11.00 11.00 15.70", "1005 1 1 20.00 20.00 19.12 19.12 0.88",
			"1008 1 1 55.00 45.80 39.03 39.03 2.17",
		}},
		{"by month", margin.Query{Step: query.Month}, []string{
			"2026-01 3 6 249.00 202.00 172.34 172.34 76.66", "2026-02 3 4 60.50 36.50 17.64 17.64 42.86", "2026-03 1 1 41.20 32.00 25.23 25.23 2.17",
		}},
		{"by product", margin.Query{By: margin.Product}, []string{
			"1 0 5.00 5.00 4.80 4.80 0.20", "A-1 Anchor 5 7 249.50 186.30 150.48 150.48 85.22",
			"B-2 Buoy 2 3 76.20 59.20 40.81 40.81 35.39", "C-3 Compass 1 1 20.00 20.00 19.12 19.12 0.88",
		}},
		{"by supplier", margin.Query{By: margin.Supplier}, []string{
			"2 1 25.00 25.00 23.92 23.92 1.08", "Acme 5 7 249.50 186.30 150.48 150.48 85.22", "Borg 2 3 76.20 59.20 40.81 40.81 35.39",
		}},
		{"by shop", margin.Query{By: margin.Shop}, []string{
			"Harbour 6 10 324.00 249.80 204.21 204.21 105.99", "Lumen 1 1 26.70 20.70 11.00 11.00 15.70",
		}},
		{"by country", margin.Query{By: margin.Country}, []string{
			"DE 4 5 175.00 138.80 116.37 116.37 44.83", "FR 1 2 50.00 32.00 23.72 23.72 26.28", "US 2 4 125.70 99.70 75.12 75.12 50.58",
		}},
		{"by line of one day", margin.Query{Scope: query.Scope{Period: model.Period{From: "2026-01-20", To: "2026-01-20"}}, By: margin.Line}, []string{
			"A-1 Anchor 1 1 49.50 40.50 34.31 34.31 15.19", "B-2 Buoy 1 2 49.50 38.50 29.81 29.81 19.69",
		}},
		{"by country and quarter", margin.Query{By: margin.Country, Step: query.Quarter, Scope: query.Scope{Period: model.Period{From: "2026-03-01"}}}, []string{
			"2026-Q1 DE 1 1 55.00 45.80 39.03 39.03 2.17", "2026-Q1 US 0 0 -13.80 -13.80 -13.80 -13.80 0.00",
		}},
		{"by week", margin.Query{Step: query.Week, Scope: query.Scope{Period: model.Period{From: "2026-01-01", To: "2026-02-03"}}}, []string{
			"2026-W02 1 2 100.00 82.00 73.75 73.75 26.25", "2026-W04 2 4 149.00 120.00 98.59 98.59 50.41", "2026-W06 0 0 -50.00 -50.00 -50.00 -50.00 0.00",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range rows(t, b.DB, tt.q) {
				got = append(got, brief(r))
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestRows_AsKnownEarlierLeaveLaterKnowledgeOut(t *testing.T) {
	b := booktest.Small(t)
	then := query.Scope{Known: "2026-03-11T00:00:00Z"}
	var got []string
	for _, r := range rows(t, b.DB, margin.Query{By: margin.Order, Scope: then}) {
		if r.Code == "1004" || r.Code == "1008" {
			got = append(got, brief(r))
		}
	}
	want := []string{"1004 1 2 75.00 57.00 48.72 48.72 26.28", "1008 1 1 55.00 55.00 52.83 52.83 2.17"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	suppliers := rows(t, b.DB, margin.Query{By: margin.Supplier, Scope: then})
	if suppliers[0].Name != "" || suppliers[0].NetRevenue() != model.MustAmount("75") {
		t.Errorf("1008 had no supplier yet, so %v must hold 20 of 1005 and 55 of 1008", suppliers[0])
	}
	before := rows(t, b.DB, margin.Query{Scope: query.Scope{Known: "2026-03-10T09:00:00Z"}})
	if len(before) != 0 {
		t.Errorf("before anything was recorded there is %v", before)
	}
}

func TestRows_OfLinesSayWhereTheyBelong(t *testing.T) {
	b := booktest.Small(t)
	got := rows(t, b.DB, margin.Query{By: margin.Line})[1]
	want := margin.Origin{Placed: "2026-01-20", Shop: "Harbour", Supplier: "Acme", Country: "US", Order: "1002", Position: 1}
	if got.Origin != want {
		t.Errorf("got %+v, want %+v", got.Origin, want)
	}
}

func BenchmarkRows_100kOrders(b *testing.B) {
	book := booktest.Large(b, 100_000)
	for _, known := range []model.Instant{"", "2030-01-01T00:00:00Z"} {
		for _, by := range []margin.Dimension{margin.Total, margin.Order, margin.Line, margin.Product, margin.Supplier, margin.Country} {
			b.Run(fmt.Sprintf("by_%s_known_%v", by, known != ""), func(b *testing.B) {
				for b.Loop() {
					rows(b, book.DB, margin.Query{By: by, Step: query.Month, Scope: query.Scope{Known: known}})
				}
			})
		}
	}
}
