package grid

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/dropledger/dropledger/gui/kit/async"
)

type item struct {
	id, name, kind string
	n              int
	sub            string
}

func itemOptions() *Options[item] {
	return &Options[item]{
		Key: func(i item) string { return i.id },
		Columns: []Column[item]{
			{ID: "name", Cell: func(i item) Cell { return Cell{Text: i.name, Sub: i.sub} }, SortText: func(i item) string { return i.name }},
			{
				ID: "n", Cell: func(i item) Cell { return Cell{Text: fmt.Sprint(i.n)} },
				Value: func(i item) any {
					if i.n == 0 {
						return nil
					}
					return i.n
				},
				Compare: func(a, b item) int { return cmp.Compare(a.n, b.n) },
				Total: func(rows []item) Cell {
					sum := 0
					for _, r := range rows {
						sum += r.n
					}
					return Cell{Text: fmt.Sprint(sum)}
				},
			},
			{ID: "kind", Cell: func(i item) Cell { return Cell{Pills: []Pill{{Text: i.kind}}} }},
		},
		Match: map[string]func(item, []string) bool{
			"kind": func(i item, values []string) bool {
				for _, v := range values {
					if i.kind == v {
						return true
					}
				}
				return false
			},
		},
	}
}

var items = []item{
	{id: "4", name: "Vase Sund", kind: "home", n: 7, sub: "DE"},
	{id: "2", name: "ångström", kind: "odd", n: 0},
	{id: "1", name: "Angler", kind: "odd", n: 7, sub: "DK"},
	{id: "3", name: "", kind: "home", n: -3},
	{id: "5", name: "Order 10", kind: "odd", n: 12},
	{id: "6", name: "Order 9", kind: "odd", n: 0},
}

func found(t *testing.T, v View[item]) string {
	t.Helper()
	rows, err := v.Rows(context.Background(), 0, v.Len())
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, r := range rows {
		s = append(s, r.id)
	}
	return strings.Join(s, " ")
}

func TestRowsInMemoryAreFound(t *testing.T) {
	all := []string{"name", "n", "kind"}
	for name, c := range map[string]struct {
		q    Query
		want string
	}{
		"everything comes in the order given":           {Query{}, "4 2 1 3 5 6"},
		"a word is found in any case":                   {Query{Search: "vASE"}, "4"},
		"letters of other alphabets have cases too":     {Query{Search: "ÅNG"}, "2"},
		"all words must occur, in any column":           {Query{Search: " odd  order"}, "5 6"},
		"second texts are searched":                     {Query{Search: "dk"}, "1"},
		"words do not reach across columns":             {Query{Search: "sund7"}, ""},
		"hidden columns are not searched":               {Query{Search: "odd", Columns: []string{"name"}}, ""},
		"a filter keeps what fits one of its values":    {Query{Filters: []Filter{{"kind", []string{"home", "none"}}}}, "4 3"},
		"search and filter hold together":               {Query{Search: "7", Filters: []Filter{{"kind", []string{"odd"}}}}, "1"},
		"a filter nobody knows is ignored":              {Query{Filters: []Filter{{"x", nil}}}, "4 2 1 3 5 6"},
		"text sorts by language, numbers by value":      {Query{Sort: []Order{{Column: "name"}}}, "1 2 6 5 4 3"},
		"empty text comes last the other way too":       {Query{Sort: []Order{{Column: "name", Down: true}}}, "4 5 6 2 1 3"},
		"equal values sort by key":                      {Query{Sort: []Order{{Column: "n"}}}, "3 1 4 5 2 6"},
		"equal values sort by key the other way too":    {Query{Sort: []Order{{Column: "n", Down: true}}}, "5 1 4 3 2 6"},
		"the second column decides what the first left": {Query{Sort: []Order{{Column: "n"}, {Column: "name", Down: true}}}, "3 4 1 5 6 2"},
		"a column that does not sort is ignored":        {Query{Sort: []Order{{Column: "kind"}, {Column: "gone"}}}, "4 2 1 3 5 6"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMemory(itemOptions(), items)
			if c.q.Columns == nil {
				c.q.Columns = all
			}
			v, err := m.Find(context.Background(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			if got := found(t, v); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if v.All() != len(items) {
				t.Errorf("%d rows in all", v.All())
			}
		})
	}
}

func TestTotalsAreOfTheRowsThatFit(t *testing.T) {
	m := newMemory(itemOptions(), items)
	for columns, want := range map[string]string{"name n kind": "23", "name kind": ""} {
		v, err := m.Find(context.Background(), Query{Filters: []Filter{{"kind", []string{"home", "odd"}}}, Columns: strings.Fields(columns)})
		if err != nil || v.Totals()["n"].Text != want {
			t.Errorf("%s: got %+v, %v, want %q", columns, v.Totals(), err, want)
		}
	}
}

func TestRowsOfAGroupStandTogether(t *testing.T) {
	o := itemOptions()
	o.GroupBy = func(i item) string { return i.kind }
	m := newMemory(o, items)
	v, err := m.Find(context.Background(), Query{Sort: []Order{{Column: "n"}}, Columns: []string{"n"}})
	if err != nil {
		t.Fatal(err)
	}
	groups := v.(*memoryView[item]).groups
	if got := found(t, v); got != "3 4 1 5 2 6" || len(groups) != 2 || groups[0] != (span{"home", 2, false}) || groups[1] != (span{"odd", 4, false}) {
		t.Errorf("got %q in %+v", got, groups)
	}
	v, _ = m.Find(context.Background(), Query{Search: "order", Columns: []string{"name"}})
	if groups := v.(*memoryView[item]).groups; len(groups) != 1 || groups[0].key != "odd" {
		t.Errorf("a group without rows is not shown, got %+v", groups)
	}
}

func TestAPlaceOfAKey(t *testing.T) {
	m := newMemory(itemOptions(), items)
	v, _ := m.Find(context.Background(), Query{Filters: []Filter{{"kind", []string{"odd"}}}})
	for key, want := range map[string]int{"2": 0, "6": 3, "4": -1, "": -1} {
		if got, err := v.Index(context.Background(), key); got != want || err != nil {
			t.Errorf("%q is at %d, want %d", key, got, want)
		}
	}
	for _, c := range []struct{ from, n, want int }{{0, 2, 2}, {3, 9, 1}, {9, 2, 0}, {-1, 1, 1}} {
		rows, err := v.Rows(context.Background(), c.from, c.n)
		if err != nil || len(rows) != c.want {
			t.Errorf("%d rows from %d: %d, %v", c.n, c.from, len(rows), err)
		}
	}
}

func TestAQueryNobodyWaitsForEnds(t *testing.T) {
	rows := make([]item, 3*16*chunk)
	for i := range rows {
		rows[i] = item{id: fmt.Sprint(i), n: i % 97}
	}
	m := newMemory(itemOptions(), rows)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, q := range []Query{{}, {Search: "x", Columns: []string{"name"}}, {Sort: []Order{{Column: "n"}}}} {
		if _, err := m.Find(ctx, q); !errors.Is(err, context.Canceled) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	order := make([]int32, len(rows))
	for i := range order {
		order[i] = int32(i)
	}
	if err := m.sort(ctx, order, []Order{{Column: "n"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("sorting went on: %v", err)
	}
}

func TestQueriesMayOverlap(t *testing.T) {
	rows := make([]item, 3*chunk)
	for i := range rows {
		rows[i] = item{id: fmt.Sprint(i), name: fmt.Sprint("row ", i), n: i % 97}
	}
	m := newMemory(itemOptions(), rows)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			v, err := m.Find(context.Background(), Query{Search: "row 1", Sort: []Order{{Column: "name"}, {Column: "n", Down: i%2 == 0}}, Columns: []string{"name"}})
			if err != nil || v.Len() == 0 {
				t.Errorf("%v", err)
				return
			}
			if at, err := v.Index(context.Background(), "1"); at != 0 || err != nil {
				t.Errorf("at %d, %v", at, err)
			}
		})
	}
	all.Wait()
}

func TestFewRowsInMemoryAreThereAtOnce(t *testing.T) {
	run := &async.Manual{}
	b := put(t, many(fewRows), func(o *Options[item], _ *bench) { o.Runner = run })
	b.want("shown", fmt.Sprint(b.Len(), b.Loading()), "500 false")
	b.SetSearch("row 007")
	b.want("found", fmt.Sprint(b.Len(), b.RowText(0)), "1row 007 group 0 | 7 | green")
	b.SetSearch("")
	b.SetRows(many(fewRows + 1))
	b.want("more are searched and sorted elsewhere", fmt.Sprint(b.Len(), b.Loading()), "500 true")
	run.Settle()
	b.want("come", fmt.Sprint(b.Len(), b.Loading()), "501 false")
}

// A group's head may look at its rows, which a grid that was left has no more.
func TestAGridThatWasClosedDrawsNothing(t *testing.T) {
	b := put(t, many(10), func(o *Options[item], _ *bench) {
		o.GroupBy = func(i item) string { return i.kind }
		o.GroupHead = func(_ string, rows []item) Group { return Group{Title: rows[0].kind} }
	})
	b.FocusGained()
	b.Close()
	b.FocusLost()
	b.Refresh()
	if _, ok := b.CurrentRow(); ok {
		t.Error("a closed grid has a row")
	}
}
