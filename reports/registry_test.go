package reports_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/store/storetest"
)

func deps(b *booktest.Book) reports.Deps {
	return reports.Deps{DB: b.DB, Currency: booktest.Home, Program: "Dropledger 1"}
}

func build(t testing.TB, d reports.Deps, name string, f reports.Filter) *reports.Table {
	t.Helper()
	table, err := reports.Build(t.Context(), d, name, f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return table
}

// lines writes the named columns of a table, the totals last.
func lines(t *reports.Table, keys ...string) []string {
	var out []string
	var all [][]reports.Cell
	for i := range t.Len() {
		all = append(all, t.Row(i, nil))
	}
	if len(t.Totals) > 0 {
		all = append(all[:len(all):len(all)], t.Totals)
	}
	for _, row := range all {
		var cells []string
		for _, key := range keys {
			s := row[t.Column(key)].Display(true)
			cells = append(cells, s)
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBuild_EveryReportSaysTheSameInEveryWayItCanBeAsked(t *testing.T) {
	b := booktest.Small(t)
	for _, info := range reports.List() {
		whole := build(t, deps(b), info.Name, reports.Filter{})
		if whole.Name != info.Name || whole.Title != info.Title || info.Description == "" || whole.Meta.Basis != reports.Accrual {
			t.Errorf("%s: %+v", info.Name, whole.Meta)
		}
		filters := []reports.Filter{{From: "2026-01-01", To: "2026-12-31"}}
		if info.AsKnown {
			filters = append(filters, reports.Filter{AsKnown: booktest.Today})
		}
		for _, f := range filters {
			if got := build(t, deps(b), info.Name, f); !bytes.Equal(figures(t, got), figures(t, whole)) {
				t.Errorf("%s with %+v differs:\n%s\n%s", info.Name, f, figures(t, got), figures(t, whole))
			}
		}
		for _, step := range info.By {
			split := build(t, deps(b), info.Name, reports.Filter{By: string(step)})
			if split.Columns[0].Key != "period" || split.Len() < whole.Len() && info.Name != "margin-months" {
				t.Errorf("%s by %s has %d rows, in all it has %d", info.Name, step, split.Len(), whole.Len())
			}
			for i, c := range split.Totals {
				if key := split.Columns[i].Key; whole.Column(key) >= 0 && key != "orders" && key != "period" && c != whole.Totals[whole.Column(key)] {
					t.Errorf("%s by %s: the total of %s is %v, in all it is %v", info.Name, step, key, c, whole.Totals[whole.Column(key)])
				}
			}
		}
	}
}

// figures is the table's JSON without its meta.
func figures(t testing.TB, table *reports.Table) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := table.JSON(&b); err != nil {
		t.Fatal(err)
	}
	body, _, _ := bytes.Cut(b.Bytes(), []byte(`,"meta":`))
	return body
}

func TestBuild_EveryReportOfAnEmptyBookIsATable(t *testing.T) {
	d := reports.Deps{DB: storetest.Open(t), Currency: "EUR"}
	for _, info := range reports.List() {
		table := build(t, d, info.Name, reports.Filter{})
		if len(table.Columns) == 0 || table.Len() > 0 && info.Name != "profit-and-loss" {
			t.Errorf("%s: %d columns, %d rows", info.Name, len(table.Columns), table.Len())
		}
	}
}

func TestBuild_NoReportTellsWhoBought(t *testing.T) {
	b := booktest.Small(t)
	for _, info := range reports.List() {
		if strings.Contains(string(figures(t, build(t, deps(b), info.Name, reports.Filter{}))), strings.Fields(booktest.Customer)[0]) {
			t.Errorf("%s names the customer", info.Name)
		}
	}
}

func TestBuild_RefusesWhatItDoesNotKnow(t *testing.T) {
	d := reports.Deps{DB: storetest.Open(t), Currency: "EUR"}
	tests := []struct {
		name, report string
		f            reports.Filter
		field, says  string
	}{
		{"an unknown report", "margin-order", reports.Filter{}, "name", `"margin-orders"`},
		{"an unknown step", "margin-shops", reports.Filter{By: "months"}, "by", `Did you mean "month"?`},
		{"a split of what cannot be split", "trial-balance", reports.Filter{By: "month"}, "by", "cannot be split"},
		{"an unknown basis", "fees", reports.Filter{Basis: "cash"}, "basis", `"accrual"`},
		{"an earlier day of what is only now", "stock", reports.Filter{AsKnown: "2026-01-01"}, "as-known", "earlier day"},
		{"a period that ends before it starts", "journal", reports.Filter{From: "2026-02-01", To: "2026-01-01"}, "to", "swap"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := reports.Build(t.Context(), d, tt.report, tt.f)
			var e *model.Error
			if model.CodeOf(err) != model.Invalid {
				t.Fatalf("got %v", err)
			}
			if e, _ = err.(*model.Error); e.Field != tt.field || !strings.Contains(e.Message, tt.says) {
				t.Errorf("got %q for %s", e.Message, e.Field)
			}
		})
	}
}

func TestBuild_AsKnownMeansUntilTheEndOfTheDay(t *testing.T) {
	b := booktest.Small(t)
	for day, want := range map[model.Date]string{"2026-03-09": "-", booktest.FirstKnown: "88.80", "2026-03-19": "88.80", booktest.SecondKnown: "113.80"} {
		table := build(t, deps(b), "refunds", reports.Filter{AsKnown: day})
		got := lines(table, "net_home")
		if last := got[len(got)-1]; last != want {
			t.Errorf("as known on %s the refunds are %s, want %s", day, last, want)
		}
	}
}

func TestMarginOrders_CarryTheWaterfall(t *testing.T) {
	b := booktest.Small(t)
	table := build(t, deps(b), "margin-orders", reports.Filter{})
	same(t, lines(table, "order", "country", "quantity", "net_revenue", "cm1", "cm1_pct", "cm2", "cm2_pct", "cm4", "cm4_pct", "estimated_share"),
		"1001|DE|2|100.00|82.00|82.00 %|73.75|73.75 %|73.75|73.75 %|100.00 %",
		"1002|US|3|99.00|79.00|79.80 %|64.12|64.77 %|64.12|64.77 %|100.00 %",
		"1003|DE|1|0.00|-9.00|-|-15.53|-|-15.53|-|100.00 %",
		"1004|FR|2|50.00|32.00|64.00 %|23.72|47.44 %|23.72|47.44 %|100.00 %",
		"L-1|US|1|26.70|20.70|77.53 %|11.00|41.20 %|11.00|41.20 %|100.00 %",
		"1005|DE|1|20.00|20.00|100.00 %|19.12|95.60 %|19.12|95.60 %|100.00 %",
		"1008|DE|1|55.00|45.80|83.27 %|39.03|70.96 %|39.03|70.96 %|13.59 %",
		"-|-|11|350.70|270.50|77.13 %|215.21|61.37 %|215.21|61.37 %|89.81 %")
}

func TestMarginSheets_NameWhatHasNoName(t *testing.T) {
	b := booktest.Small(t)
	same(t, lines(build(t, deps(b), "margin-suppliers", reports.Filter{}), "supplier", "orders", "net_revenue"),
		"no supplier yet|2|25.00", "Acme|5|249.50", "Borg|2|76.20", "-|-|350.70")
	same(t, lines(build(t, deps(b), "margin-products", reports.Filter{From: "2026-03-01"}), "sku", "product", "cm2"),
		"-|no product|4.80", "A-1|Anchor|34.23", "B-2|Buoy|-13.80", "-|-|25.23")
	same(t, lines(build(t, deps(b), "margin-countries", reports.Filter{}), "country", "country_name", "orders"),
		"DE|Germany|4", "FR|France|1", "US|United States|2", "-|-|7")
	same(t, lines(build(t, deps(b), "margin-lines", reports.Filter{To: "2026-01-20"}), "order", "line", "sku", "supplier", "cm1"),
		"1001|1|A-1|Acme|82.00", "1002|1|A-1|Acme|40.50", "1002|2|B-2|Borg|38.50", "-|-|-|-|161.00")
	same(t, lines(build(t, deps(b), "margin-months", reports.Filter{}), "period", "orders", "net_revenue"),
		"2026-01|3|249.00", "2026-02|3|60.50", "2026-03|1|41.20", "-|7|350.70")
	same(t, lines(build(t, deps(b), "margin-shops", reports.Filter{By: "quarter"}), "period", "shop", "cm4"),
		"2026-Q1|Harbour|204.21", "2026-Q1|Lumen|11.00", "-|-|215.21")
}

func TestProfitAndLoss_IsTheMarginOfThePeriod(t *testing.T) {
	b := booktest.Small(t)
	same(t, lines(build(t, deps(b), "profit-and-loss", reports.Filter{}), "line", "account", "amount", "pct"),
		"goods|4000|456.00|130.03 %", "goods|4050|5.00|1.43 %", "shipping|4100|13.50|3.85 %", "discount|4200|-10.00|-2.85 %", "refund|4300|-113.80|-32.45 %",
		"net_revenue|-|350.70|100.00 %", "cm1_cost|5000|-80.20|-22.87 %", "cm1|-|270.50|77.13 %",
		"cm2_cost|5100|-36.60|-10.44 %", "cm2_cost|5200|-15.99|-4.56 %", "cm2_cost|5210|-2.70|-0.77 %", "cm2|-|215.21|61.37 %",
		"cm3|-|215.21|61.37 %", "cm4|-|215.21|61.37 %", "result|-|215.21|61.37 %")
	for _, f := range []reports.Filter{{}, {From: "2026-02-01", To: "2026-02-28"}, {AsKnown: booktest.FirstKnown}, {By: "month"}} {
		profit, margins := build(t, deps(b), "profit-and-loss", f), build(t, deps(b), "margin-months", f)
		total := map[string]reports.Cell{}
		for _, row := range profit.Rows {
			key := row[profit.Column("line")].String()
			total[key], _ = total[key].Add(row[profit.Column("amount")])
		}
		for _, key := range []string{"net_revenue", "cm1", "cm2", "cm3", "cm4"} {
			if want := margins.Totals[margins.Column(key)]; total[key] != want {
				t.Errorf("%+v: %s is %v, the margin sheet says %v", f, key, total[key], want)
			}
		}
	}
}

func TestTrialBalance_SumsToZero(t *testing.T) {
	b := booktest.Small(t)
	for _, f := range []reports.Filter{{}, {From: "2026-02-01"}, {To: "2026-02-14"}, {AsKnown: booktest.FirstKnown}} {
		table := build(t, deps(b), "trial-balance", f)
		got := lines(table, "opening", "balance", "closing", "debit", "credit")
		last := strings.Split(got[len(got)-1], "|")
		if last[0] != "0.00" || last[1] != "0.00" || last[2] != "0.00" || last[3] != last[4] || last[3] == "0.00" {
			t.Errorf("%+v: %v", f, last)
		}
	}
}

func TestStock_LeavesUnknownWhatNobodyCounted(t *testing.T) {
	b := booktest.Small(t)
	same(t, lines(build(t, deps(b), "stock", reports.Filter{}), "supplier", "sku", "quantity", "age_days", "cost", "currency"),
		"Acme|A-1|37|10|10.00|USD", "Borg|B-2|-|-|6.00|EUR")
}

func TestJournal_StatesEachPostingOnOneSide(t *testing.T) {
	b := booktest.Small(t)
	table := build(t, deps(b), "journal", reports.Filter{From: "2026-02-15", To: "2026-02-15"})
	got := lines(table, "date", "document", "account", "debit", "credit", "foreign", "currency", "supplier")
	same(t, got[:3], "2026-02-15|L-1|1100|40.50|-|45.00|USD|-", "2026-02-15|L-1|4000|-|36.00|-40.00|USD|-", "2026-02-15|L-1|4100|-|4.50|-5.00|USD|-")
	totals := strings.Split(got[len(got)-1], "|")
	if totals[3] != totals[4] {
		t.Errorf("debits %s, credits %s", totals[3], totals[4])
	}
}

func TestOrderKPIs_AverageTheBookedOrders(t *testing.T) {
	b := booktest.Small(t)
	same(t, lines(build(t, deps(b), "order-kpis", reports.Filter{}), "shop", "orders", "booked", "revenue", "average_order", "refunded_pct", "days_to_send"),
		"Harbour|8|6|424.00|70.67|25.00 %|3.2", "Lumen|1|1|40.50|40.50|100.00 %|15.0", "-|9|7|464.50|66.36|33.33 %|5.2")
}

func TestSupplierBalances_LookBackBeforeThePeriod(t *testing.T) {
	b := booktest.Small(t)
	same(t, lines(build(t, deps(b), "supplier-balances", reports.Filter{From: "2026-03-01"}), "supplier", "owed", "currency", "owed_home"),
		"Acme|95.00|USD|85.80", "Borg|31.00|EUR|31.00", "-|-|-|116.80")
}

func TestExceptions_LeaveUnknownAmountsUnknown(t *testing.T) {
	b := booktest.Small(t)
	same(t, lines(build(t, deps(b), "exceptions", reports.Filter{To: "2026-02-28"}), "kind", "order", "amount"),
		"cost_missing|1005|20.00", "customs_data|-|-", "negative_margin|1003|-15.53", "not_booked|1007|-")
}

func BenchmarkBuild_100kOrders(b *testing.B) {
	book := booktest.Large(b, 100_000)
	for _, info := range reports.List() {
		for _, f := range []reports.Filter{{}, {From: "2025-01-01", To: "2025-12-31"}} {
			b.Run(fmt.Sprintf("%s_year_%v", info.Name, f.From != ""), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					build(b, deps(book), info.Name, f)
				}
			})
		}
	}
}
