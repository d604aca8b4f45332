package statement_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booktest"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/statement"
)

// beforeSecond is a moment at which the small book knew its first orders only.
const beforeSecond model.Instant = "2026-03-11T00:00:00Z"

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBalances_AreTheFiguresWorkedOutByHand(t *testing.T) {
	b := booktest.Small(t)
	rows, err := statement.Balances(t.Context(), b.DB, query.Scope{Period: model.Period{From: "2026-02-01"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var opening, movement, closing model.Amount
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Account.Code, " ", r.Opening, " ", r.Movement(), " ", r.Closing()))
		opening, movement, closing = opening.Add(r.Opening), movement.Add(r.Movement()), closing.Add(r.Closing())
	}
	same(t, got, []string{
		"1100 275.54 102.17 377.71", "2010 -67.50 -49.30 -116.80", "2100 -35.70 -10.00 -45.70", "4000 -250.00 -206.00 -456.00",
		"4050 0.00 -5.00 -5.00", "4100 -9.00 -4.50 -13.50", "4200 10.00 0.00 10.00", "4300 0.00 113.80 113.80",
		"5000 47.00 33.20 80.20", "5100 20.50 16.10 36.60", "5200 9.16 6.83 15.99", "5210 0.00 2.70 2.70",
	})
	if opening != 0 || movement != 0 || closing != 0 {
		t.Errorf("the trial balance is off by %s, %s and %s", opening, movement, closing)
	}
}

func TestResults_SplitThePeriodAndFollowWhatWasKnown(t *testing.T) {
	b := booktest.Small(t)
	for _, c := range []struct {
		name  string
		scope query.Scope
		step  query.Step
		want  []string
	}{
		{"by month", query.Scope{}, query.Month, []string{"2026-02 100.00", "2026-03 13.80"}},
		{"by week", query.Scope{}, query.Week, []string{"2026-W06 50.00", "2026-W07 50.00", "2026-W10 13.80"}},
		{"as known before", query.Scope{Known: beforeSecond}, "", []string{" 88.80"}},
	} {
		rows, err := statement.Results(t.Context(), b.DB, c.scope, c.step)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			if r.Account.Margin == "refund" {
				got = append(got, fmt.Sprint(r.Span, " ", r.Movement()))
			}
		}
		t.Run(c.name, func(t *testing.T) { same(t, got, c.want) })
	}
}

func TestJournal_ListsEveryPostingWithItsNames(t *testing.T) {
	b := booktest.Small(t)
	var got []string
	sum, count := model.Amount(0), 0
	err := statement.Journal(t.Context(), b.DB, query.Scope{}, func(p *statement.Posting) error {
		sum = sum.Add(p.Amount)
		count++
		if p.Entry.Order == "L-1" && p.Entry.Kind == "sale" {
			got = append(got, fmt.Sprint(p.Entry.Dated, " ", p.Entry.Document, " ", p.Account.Code, " ", p.Amount, " ", p.Foreign, p.Entry.Currency, " ", p.SKU, " ", p.Shop, " ", p.Country))
		}
		return nil
	})
	if err != nil || sum != 0 || count < 60 {
		t.Errorf("%d postings sum to %s (%v)", count, sum, err)
	}
	same(t, got, []string{
		"2026-02-15 L-1 1100 40.50 45.00USD  Lumen US", "2026-02-15 L-1 4000 -36.00 -40.00USD B-2 Lumen US", "2026-02-15 L-1 4100 -4.50 -5.00USD B-2 Lumen US",
	})
}

func TestJournal_LeavesOutWhatIsOutsideTheScope(t *testing.T) {
	b := booktest.Small(t)
	count := func(s query.Scope) (n int) {
		err := statement.Journal(t.Context(), b.DB, s, func(*statement.Posting) error { n++; return nil })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	january, all := count(query.Scope{Period: model.Period{To: "2026-01-31"}}), count(query.Scope{})
	known := count(query.Scope{Known: beforeSecond})
	// The second day reversed a refund (3 postings), booked it anew (3) and booked two costs (4).
	if all-known != 10 || january == 0 || january >= known {
		t.Errorf("%d in all, %d known before, %d in January", all, known, january)
	}
}

func TestSales_AreThoseThatStand(t *testing.T) {
	b := booktest.Small(t)
	rows, err := statement.Sales(t.Context(), b.DB, query.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%s %s %s %s [%s] %s %s %s %s at %s: %s %s", r.Dated, r.Order, r.Shop, r.Country, r.TaxCode, r.Net.Foreign, r.Tax.Foreign,
			r.Gross().Foreign, r.Currency, r.Rate, r.Gross().Base, r.PaymentMethod))
	}
	same(t, got, []string{
		"2026-01-05 1001 Harbour DE [DE VAT 19%] 100.00 19.00 119.00 EUR at 1: 119.00 Card",
		"2026-01-20 1002 Harbour US [IL State Tax 8%] 99.00 7.20 106.20 EUR at 1: 106.20 Card",
		"2026-01-25 1003 Harbour DE [DE VAT 19%] 50.00 9.50 59.50 EUR at 1: 59.50 Card",
		"2026-02-10 1004 Harbour FR [FR TVA 20%] 100.00 20.00 120.00 EUR at 1: 120.00 Card",
		"2026-02-15 L-1 Lumen US [] 45.00 0.00 45.00 USD at 0.9: 40.50 Card",
		"2026-02-20 1005 Harbour DE [] 20.00 0.00 20.00 EUR at 1: 20.00 Card",
		"2026-03-05 1008 Harbour DE [] 5.00 0.00 5.00 EUR at 1: 5.00 Card",
		"2026-03-05 1008 Harbour DE [DE VAT 19%] 50.00 9.50 59.50 EUR at 1: 59.50 Card",
	})
}

func TestRefunds_AreThoseThatStoodThen(t *testing.T) {
	b := booktest.Small(t)
	for _, c := range []struct {
		scope query.Scope
		want  []string
	}{
		{query.Scope{}, []string{"1003 50.00 9.50 59.50", "L-1 13.80 0.00 13.80", "1004 50.00 10.00 60.00"}},
		{query.Scope{Known: beforeSecond}, []string{"1003 50.00 9.50 59.50", "1004 25.00 5.00 30.00", "L-1 13.80 0.00 13.80"}},
	} {
		rows, err := statement.Refunds(t.Context(), b.DB, c.scope)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprint(r.Order, " ", r.Net.Base, " ", r.Tax.Base, " ", r.Gross().Base))
		}
		same(t, got, c.want)
	}
}

func TestTaxByCountry_AddsSalesAndRefundsUp(t *testing.T) {
	b := booktest.Small(t)
	rows, err := statement.TaxByCountry(t.Context(), b.DB, query.Scope{}, query.Year)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Span, " ", r.Country, " [", r.TaxCode, "] ", r.Orders, " ", r.Net, " ", r.Tax, " - ", r.RefundedNet, " ", r.RefundedTax))
	}
	same(t, got, []string{
		"2026 DE [] 2 25.00 0.00 - 0.00 0.00", "2026 DE [DE VAT 19%] 3 200.00 38.00 - 50.00 9.50",
		"2026 FR [FR TVA 20%] 1 100.00 20.00 - 50.00 10.00", "2026 US [] 1 40.50 0.00 - 13.80 0.00", "2026 US [IL State Tax 8%] 1 99.00 7.20 - 0.00 0.00",
	})
}

func TestTaxRate_AddsTheStatedPercentagesUp(t *testing.T) {
	for code, want := range map[string]string{"DE VAT 19%": "19", "A 6.25% + B 2%": "8.25", "tax": "", "A 4% + B": "", "": ""} {
		rate, ok := statement.TaxRate(code)
		if ok != (want != "") || ok && rate.String() != want {
			t.Errorf("%q states %s %v, want %q", code, rate, ok, want)
		}
	}
}

func TestCostsFeesAndDebts_AddUpToTheirAccounts(t *testing.T) {
	b := booktest.Small(t)
	costs, err := statement.CostsBySupplier(t.Context(), b.DB, query.Scope{}, "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range costs {
		got = append(got, fmt.Sprint(c.Supplier, " ", c.State, " ", c.Currency, " ", c.Orders, " ", c.Product, " ", c.Shipping))
	}
	same(t, got, []string{"Acme estimated USD 4 {60.00 54.00} {20.00 18.00}", "Acme quoted USD 1 {10.00 9.20} {5.00 4.60}", "Borg estimated EUR 2 {17.00 17.00} {14.00 14.00}"})

	fees, err := statement.Fees(t.Context(), b.DB, query.Scope{}, "")
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, f := range fees {
		got = append(got, fmt.Sprint(f.Kind, " ", f.Source, " ", f.Shop, " ", f.Currency, " ", f.Orders, " ", f.Fee))
	}
	same(t, got, []string{"marketplace_fee fee rule Market from 2020-01-01 Lumen USD 1 {3.00 2.70}", "payment_fee fee rule Card from 2020-01-01 Harbour EUR 6 {15.99 15.99}"})

	owed, err := statement.Owed(t.Context(), b.DB, query.Scope{Period: model.Period{From: "2026-03-01"}})
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, o := range owed {
		got = append(got, fmt.Sprint(o.Supplier, " ", o.Currency, " ", o.Orders, " ", o.Latest, " ", o.Accrued, " ", o.Payable))
	}
	same(t, got, []string{"Acme USD 5 2026-03-05 {95.00 85.80} {0.00 0.00}", "Borg EUR 2 2026-02-15 {31.00 31.00} {0.00 0.00}"})
}

func TestCosts_AsKnownBeforeLeaveLaterFactsOut(t *testing.T) {
	b := booktest.Small(t)
	costs, err := statement.CostsBySupplier(t.Context(), b.DB, query.Scope{Known: beforeSecond}, query.Month)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range costs {
		if c.State != "estimated" || c.Span == "2026-03" {
			t.Errorf("nothing was quoted in March yet, got %+v", c)
		}
	}
}

func TestStock_ShowsTheNewestCountOfTheDay(t *testing.T) {
	b := booktest.Small(t)
	for day, want := range map[model.Date][]string{
		"2026-03-31": {"Acme A-1 AC1 true 37 2026-03-21 true 10.00", "Borg B-2 BO2 false 0  true 6.00"},
		"2026-03-20": {"Acme A-1 AC1 true 40 2026-03-01 true 10.00", "Borg B-2 BO2 false 0  true 6.00"},
		"2022-01-01": nil,
	} {
		rows, err := statement.Stock(t.Context(), b.DB, day)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprint(r.Supplier, " ", r.SKU, " ", r.SupplierSKU, " ", r.Counted, " ", r.Quantity, " ", r.CountedOn, " ", r.Offered, " ", r.Cost))
		}
		same(t, got, want)
	}
}

func TestOrderKPIs_CountTheOrdersPlaced(t *testing.T) {
	b := booktest.Small(t)
	for _, c := range []struct {
		period model.Period
		step   query.Step
		want   []string
	}{
		// shop: orders booked refunded sent discounted; lines pieces; revenue; days over timed orders
		{model.Period{}, "", []string{" Harbour: 8 6 2 5 1; 9 12; 424.00; 16/5", " Lumen: 1 1 1 1 0; 1 1; 40.50; 15/1"}},
		{model.Period{From: "2026-02-16"}, query.Quarter, []string{"2026-Q1 Harbour: 4 2 0 1 0; 4 4; 75.00; 2/1"}},
		{model.Period{To: "2026-01-25"}, query.Week, []string{"2026-W02 Harbour: 1 1 0 1 0; 1 2; 100.00; 2/1", "2026-W04 Harbour: 2 2 1 2 1; 3 4; 149.00; 10/2"}},
	} {
		rows, err := statement.OrderKPIs(t.Context(), b.DB, query.Scope{Period: c.period}, c.step)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprintf("%s %s: %d %d %d %d %d; %d %d; %s; %d/%d", r.Span, r.Shop, r.Orders, r.Booked, r.Refunded, r.Sent, r.Discount,
				r.Lines, r.Pieces, r.Revenue, r.DaysToSend, r.Timed))
		}
		same(t, got, c.want)
	}
}

func TestExceptions_NameWhatNeedsALook(t *testing.T) {
	b := booktest.Small(t)
	b.Exec(t, `INSERT INTO held_line (line_id, code, reason, held_at) SELECT id, 'no_offer', 'no supplier ships there', '2026-03-20T09:00:00Z'
		FROM order_line WHERE order_id = (SELECT id FROM sales_order WHERE number = '1006')`)
	b.Exec(t, `UPDATE order_line SET product_id = NULL WHERE order_id = (SELECT id FROM sales_order WHERE number = '1007')`)
	rows, err := statement.Exceptions(t.Context(), b.DB, model.Period{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range rows {
		got = append(got, fmt.Sprint(e.Kind, " ", e.Placed, " ", e.Order, " ", e.SKU, " ", e.Amount, " ", e.Known))
	}
	same(t, got, []string{
		"cost_missing 2026-02-20 1005 C-3 20.00 true", "customs_data 2026-03-05  A-1 0.00 false", "forwarding_unknown 2026-03-05 1008 A-1 0.00 false",
		"line_held 2026-02-21 1006 A-1 0.00 false", "negative_margin 2026-01-25 1003  -15.53 true", "no_product 2026-02-22 1007 A-1 0.00 false",
		"not_booked 2026-02-22 1007  0.00 false",
	})
	if !strings.Contains(rows[1].What, "5 order lines") || !strings.Contains(rows[4].What, "refunded") {
		t.Errorf("%q and %q", rows[1].What, rows[4].What)
	}
	if rows, err := statement.Exceptions(t.Context(), b.DB, model.Period{To: "2025-12-31"}); err != nil || len(rows) != 0 {
		t.Errorf("nothing happened in 2025, got %v %v", rows, err)
	}
}

func TestBalances_AFailedReadIsToldAndNotAddedUp(t *testing.T) {
	b := booktest.Small(t)
	b.Exec(t, `ALTER TABLE posting RENAME COLUMN amount TO gone`)
	if rows, err := statement.Balances(t.Context(), b.DB, query.Scope{}); err == nil || rows != nil {
		t.Errorf("got %v, %v", rows, err)
	}
}
