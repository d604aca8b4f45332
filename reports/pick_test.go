package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/booktest"
)

// shelf is a small table in which every kind of cell is sorted and searched.
func shelf() *reports.Table {
	percent := func(s string) reports.Cell { return reports.Percent(decimal.RequireFromString(s)) }
	eur := func(s string) reports.Cell { return reports.Amount(model.MustAmount(s), "EUR") }
	t := &reports.Table{Name: "shelf", Title: "Shelf", Columns: []reports.Column{
		{Key: "no", Label: "No", Kind: reports.KindIdentifier},
		{Key: "name", Label: "Name", Kind: reports.KindText},
		{Key: "day", Label: "Day", Kind: reports.KindDate},
		{Key: "n", Label: "Pieces", Kind: reports.KindInteger},
		{Key: "net", Label: "Net", Kind: reports.KindAmount},
		{Key: "pct", Label: "%", Kind: reports.KindPercent},
	}}
	t.Add(reports.Identifier("A-10"), reports.Text("Übertopf"), reports.Date("2026-03-05"), reports.Integer(3), eur("12.50"), percent("6.5"))
	t.Add(reports.Identifier("a-9"), reports.Text("Anker"), reports.Unknown(), reports.Integer(1), eur("-4.00"), reports.Unknown())
	t.Add(reports.Identifier("B-1"), reports.Unknown(), reports.Date("2025-12-31"), reports.Unknown(), reports.Unknown(), percent("12.25"))
	t.Add(reports.Identifier("C-2"), reports.Text("Anker"), reports.Date("2026-03-04"), reports.Integer(2), eur("7.00"), percent("-1"))
	t.Sum("n", "net")
	t.Totals[5] = percent("9.9")
	return t
}

func TestFind_SortsEveryKindWithUnknownCellsLast(t *testing.T) {
	s := shelf()
	for by, want := range map[string]string{
		"no up": "[1 0 2 3]", "no down": "[3 2 0 1]", "name up": "[1 3 0 2]", "day up": "[2 3 0 1]", "day down": "[0 3 2 1]",
		"n up": "[1 3 0 2]", "net down": "[0 3 1 2]", "pct up": "[3 0 2 1]", "nothing up": "[0 1 2 3]",
	} {
		key, way, _ := strings.Cut(by, " ")
		rows, err := s.Find(t.Context(), reports.Pick{Sort: []reports.Sort{{Column: key, Down: way == "down"}}})
		if got := fmt.Sprint(rows); got != want || err != nil {
			t.Errorf("by %s: %s, want %s (%v)", by, got, want, err)
		}
	}
	rows, err := s.Find(t.Context(), reports.Pick{Sort: []reports.Sort{{Column: "name"}, {Column: "net", Down: true}}})
	if got := fmt.Sprint(rows); got != "[3 1 0 2]" || err != nil {
		t.Errorf("by name, then net: %s (%v)", got, err)
	}
}

func TestFind_LooksForWordsInTheColumnsThatAreSeen(t *testing.T) {
	s := shelf()
	for _, c := range []struct {
		words, columns, want string
	}{
		{"anker", "", "[1 3]"},
		{"ANKER 7.00", "", "[3]"},
		{"üBER", "", "[0]"},
		{"anker", "no net", "[]"},
		{"2026-03", "day", "[0 3]"},
		{"", "no", "[0 1 2 3]"},
	} {
		rows, err := s.Find(t.Context(), reports.Pick{Words: strings.Fields(c.words), Columns: strings.Fields(c.columns)})
		if got := fmt.Sprint(rows); got != c.want || err != nil {
			t.Errorf("%q in %q: %s, want %s (%v)", c.words, c.columns, got, c.want, err)
		}
	}
	said := func(b []byte, _ int, _ reports.Cell) []byte { return append(b, "same"...) }
	if rows, err := s.Find(t.Context(), reports.Pick{Words: []string{"same"}, Text: said}); len(rows) != 4 || err != nil {
		t.Errorf("as the caller writes cells: %v (%v)", rows, err)
	}
}

func TestOnly_KeepsRowsColumnsAndWhatCanBeAdded(t *testing.T) {
	s := shelf()
	some := s.Only(reports.Shown{Rows: []int32{3, 1}, Columns: []string{"net", "no", "pct"}, Words: "anker"})
	same(t, lines(some, "net", "no", "pct"), "7.00|C-2|-1 %", "-4.00|a-9|-", "3.00|-|-")
	pairs := some.Meta.Pairs()
	if last := pairs[len(pairs)-1]; last.Key != "search" || last.Value.String() != "anker" || len(s.Meta.More) != 0 {
		t.Errorf("it does not say what was looked for: %v", last)
	}
	all := s.Only(reports.Shown{Rows: []int32{0, 1, 2, 3}})
	same(t, lines(all, "no", "net"), lines(s, "no", "net")...)
	if got := fmt.Sprint(all.Totals[4], "|", all.Totals[5]); got != "15.50|9.9" {
		t.Errorf("totals of all rows: %s", got)
	}
}

func TestSumsOf_AddsNoTwoCurrencies(t *testing.T) {
	s := shelf()
	s.Rows[3][4] = reports.Amount(model.MustAmount("7"), "USD")
	if sums := s.SumsOf([]int32{0, 3, 1}); sums[4].Known() || sums[3].String() != "6" {
		t.Errorf("got %v and %v", sums[4], sums[3])
	}
}

func most(f reports.Filter, n int) reports.Filter {
	f.Most = n
	return f
}

func TestFirst_IsTheBeginningOfTheReport(t *testing.T) {
	d := deps(booktest.Small(t))
	for _, f := range []reports.Filter{{}, {From: "2026-02-01", AsKnown: booktest.FirstKnown}} {
		whole := build(t, d, "journal", f)
		first, err := reports.First(t.Context(), d, "journal", most(f, 7))
		if err != nil {
			t.Fatal(err)
		}
		same(t, lines(first, "entry", "account", "debit", "credit", "order"), lines(whole, "entry", "account", "debit", "credit", "order")[:7]...)
		if all, err := reports.First(t.Context(), d, "journal", most(f, 10_000)); err != nil || all.Len() != whole.Len() {
			t.Errorf("%d of %d rows (%v)", all.Len(), whole.Len(), err)
		}
	}
	if none, err := reports.First(t.Context(), d, "fees", reports.Filter{Most: 7}); none != nil || err != nil {
		t.Errorf("a short report has a beginning: %v (%v)", none, err)
	}
	if _, err := reports.First(t.Context(), d, "jurnal", reports.Filter{Most: 7}); err == nil || !strings.Contains(err.Error(), `"journal"`) {
		t.Errorf("got %v", err)
	}
	if i, err := reports.Describe("fees"); err != nil || i.Title != "Fees" {
		t.Errorf("got %v, %v", i, err)
	}
}
