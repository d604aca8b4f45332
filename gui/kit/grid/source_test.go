package grid

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/model"
)

// shop is a Source of n items; it notes what it is asked.
type shop struct {
	n     int
	asked []string
	fails error
	first bool // the rest is still read
}

func (s *shop) Find(_ context.Context, q Query) (View[item], error) {
	s.asked = append(s.asked, strings.TrimSpace(fmt.Sprint("find ", q.Search, q.Sort)))
	if s.fails != nil {
		return nil, s.fails
	}
	v := shelfView{s, s.n}
	if q.Search != "" {
		v.n = 3
	}
	return v, nil
}

type shelfView struct {
	s *shop
	n int
}

func (v shelfView) Len() int                { return v.n }
func (v shelfView) All() int                { return v.s.n }
func (v shelfView) Totals() map[string]Cell { return map[string]Cell{"n": {Text: "sum"}} }

func (v shelfView) Rows(ctx context.Context, from, n int) ([]item, error) {
	v.s.asked = append(v.s.asked, fmt.Sprintf("rows %d+%d", from, n))
	if v.s.fails != nil {
		return nil, v.s.fails
	}
	var rows []item
	for i := from; i < min(from+n, v.n); i++ {
		rows = append(rows, item{id: fmt.Sprintf("k%d", i), name: fmt.Sprintf("row %d", i), n: i})
	}
	return rows, ctx.Err()
}

func (v shelfView) Index(_ context.Context, key string) (int, error) {
	var i int
	if _, err := fmt.Sscanf(key, "k%d", &i); err != nil || i >= v.n {
		return -1, nil
	}
	return i, nil
}

func (v shelfView) Beginning() bool { return v.s.first }

func (s *shop) heard() string {
	got := strings.Join(s.asked, ", ")
	s.asked = nil
	return got
}

// late is a paged grid whose reading waits for the test.
func late(t *testing.T, s *shop, change func(*Options[item])) (*bench, *async.Manual) {
	run := &async.Manual{}
	b := put(t, nil, func(o *Options[item], _ *bench) {
		o.Source, o.Runner = s, run
		o.Columns[0].Sortable = true
		if change != nil {
			change(o)
		}
	})
	return b, run
}

func TestRowsAreReadAsTheyAreLookedAt(t *testing.T) {
	s := &shop{n: 1_000_000}
	b, run := late(t, s, nil)
	b.Reload()
	b.want("nothing yet", fmt.Sprint(b.Len(), b.Loading()), "0 true")
	run.Settle()
	b.want("asked", s.heard(), "find [], rows 0+128, rows 128+128")
	b.want("seen", b.RowText(0), "row 0 | 0 | ")
	b.want("counts", fmt.Sprintln(b.Len(), b.All(), b.Loading(), b.Totals()["n"].Text), "1000000 1000000 false sum\n")

	b.scrollTo(b.lines.top(500_000), 0)
	b.want("not read yet", b.RowText(500_000), "")
	run.Settle()
	b.want("asked for what is seen and its neighbours", s.heard(), "rows 499968+128, rows 500096+128, rows 499840+128")
	b.want("read", b.RowText(500_000), "row 500000 | 500000 | ")
	if got := b.lines.find(b.off); got != 500_000 {
		t.Errorf("line %d is on top", got)
	}
}

func TestTheFooterDoesNotCountWhatIsOnlyTheBeginning(t *testing.T) {
	s := &shop{n: 200, first: true}
	b, run := late(t, s, func(o *Options[item]) { o.Count = "grid.selected" })
	b.Reload()
	run.Settle()
	b.want("seen", b.RowText(0), "row 0 | 0 | ")
	b.want("counted", b.FooterText(), "")
	s.n, s.first = 5000, false
	b.Reload()
	run.Settle()
	b.want("counted when all are read", b.FooterText(), "5000 selected")
}

func TestPagesPassedByAreNotShown(t *testing.T) {
	s := &shop{n: 100_000}
	b, run := late(t, s, nil)
	b.Reload()
	run.Settle()
	b.scrollTo(b.lines.top(50_000), 0)
	b.scrollTo(b.lines.top(90_000), 0)
	run.Settle()
	if _, ok := b.Grid.key(50_000); ok {
		t.Error("a page nobody looks at any more was kept")
	}
	b.want("read", b.RowText(90_000), "row 90000 | 90000 | ")
}

func TestOnlySomePagesAreKept(t *testing.T) {
	b, run := late(t, &shop{n: 100_000}, nil)
	b.Reload()
	run.Settle()
	for i := range 200 {
		b.scrollTo(b.lines.top(i*pageRows*2), 0)
		run.Settle()
	}
	if n := len(b.pages.got); n > keepPage || n != len(b.pages.recent) {
		t.Errorf("%d pages are kept, %d counted", n, len(b.pages.recent))
	}
}

func TestTheNewestQueryWins(t *testing.T) {
	s := &shop{n: 1000}
	b, run := late(t, s, nil)
	b.Reload()
	run.Settle()
	b.SetSearch("old")
	first := run.Work
	run.Work = nil
	b.SetSearch("new")
	b.want("old rows stay while newer are read", b.RowText(0), "row 0 | 0 | ")
	run.Settle()
	run.Work = first
	run.Settle()
	b.want("shown", fmt.Sprintln(b.Len(), b.Search(), b.Loading()), "3 new false\n")
}

func TestASlowLoadSaysSo(t *testing.T) {
	b, run := late(t, &shop{n: 10}, nil)
	b.Reload()
	b.want("at first nothing", b.StateText(), "")
	run.Timers[0]()
	if !b.slow || b.StateText() == "" {
		t.Error("it does not say that rows are read")
	}
	run.Settle()
	if b.slow || b.StateText() != "" {
		t.Error("it still says so")
	}
}

func TestAFailedLoad(t *testing.T) {
	s := &shop{n: 1000, fails: model.Errorf("busy", "The book is in use by another program. Close it there.")}
	var details error
	b, run := late(t, s, func(o *Options[item]) { o.OnDetails = func(err error) { details = err } })
	b.Reload()
	run.Settle()
	b.want("says what", b.StateText(), "The book is in use by another program. Close it there.")
	b.draw.state.details.Tapped(nil)
	if !errors.Is(details, s.fails) {
		t.Errorf("details of %v", details)
	}
	s.fails = nil
	b.key(fyne.KeyReturn)
	run.Settle()
	b.want("tried again", b.StateText()+b.RowText(0), "row 0 | 0 | ")
	s.fails = errors.New("disk I/O error")
	b.scrollTo(b.lines.top(900), 0)
	run.Settle()
	b.want("a foreign error", b.StateText(), "The rows could not be read. Nothing was changed.")
	b.want("rows stay", b.RowText(0), "row 0 | 0 | ")
	if b.troubleHeight() == 0 || b.Err() == nil {
		t.Error("the strip below the rows is missing")
	}
	s.fails = nil
	b.Retry()
	run.Settle()
	b.want("the rows that failed", b.RowText(900), "row 900 | 900 | ")
}

func TestKeysOfRowsNotReadYet(t *testing.T) {
	s := &shop{n: 10_000}
	b, run := late(t, s, nil)
	b.Reload()
	run.Settle()
	b.said = nil
	b.key(fyne.KeyEnd)
	b.want("not known yet", b.selected()+b.heard(), "")
	run.Settle()
	b.want("known", b.selected(), "k9999")
	b.want("told once", b.heard(), "current k9999; selected k9999")
	b.shiftKey(fyne.KeyPageUp, fyne.KeyPageUp)
	run.Settle()
	if b.SelectedCount() != 19 {
		t.Errorf("%d selected", b.SelectedCount())
	}
	b.key(fyne.KeyHome)
	b.shiftKey(fyne.KeyEnd)
	run.Settle()
	if !b.AllSelected() {
		t.Error("from the first to the last is everything")
	}
	b.Select("k4321")
	run.Settle()
	b.want("shown", b.Current(), "k4321")
}

func TestSelectedRowsAreReadForAnAction(t *testing.T) {
	b, run := late(t, &shop{n: 10_000}, nil)
	b.Reload()
	run.Settle()
	b.Select("k7", "k9000")
	run.Settle()
	b.scrollTo(0, 0)
	run.Settle()
	b.pages.got = map[int][]item{}
	var got []string
	b.WithSelected(func(rows []item, err error) {
		for _, r := range rows {
			got = append(got, r.id)
		}
	})
	run.Settle()
	b.want("rows", strings.Join(got, " "), "k7 k9000")
	b.SetSort(Order{Column: "name"})
	run.Settle()
	b.want("still selected", b.selected(), "k7 k9000")
	b.SetSearch("x")
	run.Settle()
	b.want("only three fit", b.selected(), "")
}

func TestRowsAreLoadedAllAtOnce(t *testing.T) {
	loads, fails := 0, error(nil)
	run := &async.Manual{}
	b := put(t, nil, func(o *Options[item], _ *bench) {
		o.Runner = run
		o.Load = func(context.Context) ([]item, error) {
			loads++
			return slices.Clone(items), fails
		}
	})
	b.Reload()
	run.Settle()
	b.SetSearch("order")
	b.SetSearch("vase")
	run.Settle()
	b.want("a search asks nothing anew", fmt.Sprint(loads, " ", b.Len(), " ", b.All()), "1 1 6")
	b.Reload()
	b.SetSearch("")
	run.Settle()
	b.want("a query in between does not lose the reload", fmt.Sprint(loads >= 2, " ", b.Len()), "true 6")
	fails = errors.New("gone")
	b.Reload()
	run.Settle()
	b.want("old rows stay", fmt.Sprint(b.Len(), " ", b.Err()), "6 gone")
}

func TestWhatStandsInPlaceOfRows(t *testing.T) {
	b := put(t, nil, nil)
	b.want("before the first load", b.StateText(), "")
	b.SetRows(nil)
	b.want("no rows", b.StateText(), "Nothing here yet")
	empty := widget.NewLabel("Add a supplier")
	b.SetEmpty(empty)
	b.want("the screen's own", b.StateText(), "")
	if !slices.Contains(b.draw.state.box.Objects, fyne.CanvasObject(empty)) {
		t.Error("it is not shown")
	}
	b.SetRows(items)
	b.SetSearch("nothing like it")
	b.SetFilter("kind", "odd")
	b.want("nothing fits", b.StateText(), "Nothing fits these 2 filters")
	if slices.Contains(b.draw.state.box.Objects, fyne.CanvasObject(empty)) {
		t.Error("a filter is not an empty list")
	}
	b.draw.state.open.Tapped(nil)
	b.want("cleared", fmt.Sprint(b.Len(), b.Search(), len(b.Filters()), b.StateText()), "60")
	b.SetLoading()
	b.SetFailed(errors.New("gone"))
	b.want("the screen's failure", fmt.Sprint(b.Loading(), " ", b.Len(), " ", b.Err()), "false 6 gone")
}
