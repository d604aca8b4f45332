package reportview

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
)

func report(name string, params ...string) page.Route {
	r := page.Route{Screen: page.Report, Key: name, Params: map[string]string{"period": "all"}}
	for i := 0; i < len(params); i += 2 {
		r.Params[params[i]] = params[i+1]
	}
	if r.Params["from"] != "" {
		delete(r.Params, "period")
	}
	return r
}

func shown(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *Report) {
	t.Helper()
	h := guitest.New(t, b)
	return h, h.Open(New, r).(*Report)
}

func TestReport_ShowsRowsTotalsAndWhatItAnswers(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-orders"))
	h.See("Margin by order", "all time", "Accrual basis, amounts in EUR", "What each order brought and cost.")
	if got := r.grid.RowText(0); !strings.HasPrefix(got, "1001 | 5 Jan | Harbour | DE | 2 | 100.00 | 18.00 | 82.00 | 82.0 | 8.25 | 73.75 | 73.8") {
		t.Errorf("first row %q", got)
	}
	if got := r.grid.Totals()["net_revenue"].Text; got != "350.70" {
		t.Errorf("net revenue %q, want what the small book was worked out to", got)
	}
	if got := r.grid.HeadText(); strings.Contains(got, "Advertising") || strings.Contains(got, "CM4") || strings.Contains(got, "Goods") {
		t.Errorf("columns in which nothing stands are shown: %s", got)
	}
	if c, _ := r.grid.CellAt("2", "cm2"); c.Text == "" || !c.Bold {
		t.Errorf("the margin after the last level does not stand out: %+v", c)
	}
}

func TestReport_EveryReportIsShownInEveryWayItCanBeAsked(t *testing.T) {
	b := guitest.Small(t)
	for _, i := range reports.List() {
		ways := [][]string{{}}
		for _, s := range i.By {
			ways = append(ways, []string{"by", string(s)})
		}
		if i.AsKnown {
			ways = append(ways, []string{"known", "2026-01-31"})
		}
		for _, w := range ways {
			h, r := shown(t, b, report(i.Name, w...))
			h.See(i.Title)
			if r.load.State().Phase != async.Ready {
				t.Errorf("%s %v: %v", i.Name, w, r.load.State().Err)
			}
			if r.grid != nil && r.grid.Len() != r.load.State().Value.Len() {
				t.Errorf("%s %v: %d rows of %d", i.Name, w, r.grid.Len(), r.load.State().Value.Len())
			}
			h.DontSee("reportview.")
		}
	}
}

func TestReport_SearchSortAndPeriodNarrowIt(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-orders"))
	all := r.grid.Len()
	h.Type("Find in this report", "harbour")
	h.Key(action.Plain(fyne.KeyReturn))
	if n := r.grid.Len(); n != 6 {
		t.Errorf("%d of %d rows", n, all)
	}
	if !r.Escape() || r.grid.Len() != all || r.Escape() {
		t.Error("Esc does not take the search back, once")
	}
	r.period.Choose(period.Choice{Days: model.Period{From: "2026-02-01", To: "2026-02-28"}})
	h.See("February 2026")
	if got := r.grid.Totals()["net_revenue"].Text; got != "60.50" {
		t.Errorf("net revenue of February %q", got) // 100 - 50 - 50 + 40.50 + 20
	}
	var last period.Choice
	if !h.Remembered(lastPeriod, &last) || last != r.want.Period {
		t.Errorf("the period is not remembered: %v", last)
	}
}

func TestReport_ADayBackShowsWhatWasKnownThen(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-orders"))
	r.askKnown()
	h.Type("Day", "10 Mar 2026")
	h.Verb()
	h.See("As known on 10 Mar")
	if got := r.grid.Totals()["net_revenue"].Text; got == "350.70" || got == "" {
		t.Errorf("net revenue %q", got)
	}
	r.askKnown()
	h.Type("Day", "")
	h.Verb()
	h.See("As known today")
}

func TestReport_DaysAreChosenAndRefusedInADialog(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-orders"))
	h.Act("report.period")
	h.Type("First day", "2026-03-05")
	h.Type("Last day", "2026-02-01")
	if !h.Verb() {
		t.Error("a period that ends before it begins is taken")
	}
	h.Type("First day", "2026-01-05")
	if h.Verb() {
		t.Error("the days are not taken")
	}
	if r.want.Period.Days != (model.Period{From: "2026-01-05", To: "2026-02-01"}) {
		t.Errorf("got %v", r.want.Period)
	}
}

func TestReport_RowsLeadOn(t *testing.T) {
	for _, c := range []struct {
		report, by string
		row        int
		want       page.Route
	}{
		{"margin-orders", "", 0, page.OrderRoute("Harbour", "1001")},
		{"margin-products", "", 1, page.Route{Screen: page.Product, Key: "A-1"}},
		{"margin-suppliers", "", 1, page.Route{Screen: page.Supplier, Key: "Acme"}},
		{"margin-shops", "", 0, page.Route{Screen: page.Orders, Params: map[string]string{"shop": "Harbour"}}},
		{"margin-months", "", 0, page.Route{Screen: page.Report, Key: "margin-orders", Params: map[string]string{"from": "2026-01-01", "to": "2026-01-31"}}},
		{"margin-months", "week", 0, page.Route{Screen: page.Report, Key: "margin-orders", Params: map[string]string{"from": "2026-01-05", "to": "2026-01-11"}}},
		{"margin-months", "day", 0, page.Route{Screen: page.Report, Key: "margin-orders", Params: map[string]string{"from": "2026-01-05", "to": "2026-01-05"}}},
		{"trial-balance", "", 0, page.Route{Screen: page.Books, Params: map[string]string{"account": "1100", "period": "all"}}},
		{"profit-and-loss", "month", 0, page.Route{Screen: page.Books, Params: map[string]string{"account": "4000", "from": "2026-01-01", "to": "2026-01-31"}}},
		{"order-kpis", "month", 0, page.Route{Screen: page.Orders, Params: map[string]string{"shop": "Harbour", "from": "2026-01-01", "to": "2026-01-31"}}},
		{"journal", "", 0, page.Route{Screen: page.Books, Params: map[string]string{"entry": "1"}}},
		{"fees", "", 0, page.Route{Screen: page.Fees}},
	} {
		h, r := shown(t, guitest.Small(t), report(c.report, "by", c.by))
		x, ok := rowAt(r, c.row)
		if !ok {
			t.Fatalf("%s has no row %d", c.report, c.row)
		}
		r.follow(leads(x))
		if len(h.Routes) != 1 || !same(h.Routes[0], c.want) {
			t.Errorf("%s %s: %v, want %v", c.report, c.by, h.Routes, c.want)
		}
	}
}

func rowAt(r *Report, n int) (row, bool) {
	t, _ := r.source.now()
	if n >= t.Len() {
		return row{}, false
	}
	return row{int32(n), t.Row(n, nil), t}, true
}

func same(a, b page.Route) bool {
	if a.Screen != b.Screen || a.Key != b.Key || len(a.Params) != len(b.Params) {
		return false
	}
	for k, v := range b.Params {
		if a.Params[k] != v {
			return false
		}
	}
	return true
}

func TestReport_ARightClickListsAllWays(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-lines"))
	r.menu(fyne.NewPos(0, 0))
	h.Choose("Open product A-1")
	if h.Routes[0].Key != "A-1" {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestReport_ExportsWhatIsShown(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-orders", "search", "Lumen"))
	out := filepath.Join(t.TempDir(), "out.csv")
	h.Files = []string{out}
	r.grid.ShowColumn("placed", false)
	h.Key(action.Ctrl(fyne.KeyE))
	h.Choose("Export to CSV")
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != 2 || !strings.Contains(lines[1], "L-1") || strings.Contains(lines[0], "Placed") || !strings.Contains(lines[0], "Net revenue") {
		t.Errorf("written:\n%s", text)
	}
	if len(h.Toasts) != 1 || h.Toasts[0].Text != "out.csv is written as shown." {
		t.Errorf("told %v", h.Toasts)
	}
	h.Toasts[0].Link.Do()
	h.Act("report.folder")
	if len(h.Opened) != 2 || h.Opened[0] != out || h.Opened[1] != filepath.Dir(out) {
		t.Errorf("opened %v", h.Opened)
	}
	if ask := h.FileAsks[0]; ask.Name != "Margin by order all time.csv" || !ask.Save || ask.Purpose != "export" {
		t.Errorf("asked %+v", ask)
	}
}

func TestReport_AWorkbookIsWritten(t *testing.T) {
	h, _ := shown(t, guitest.Small(t), report("trial-balance"))
	h.Files = []string{filepath.Join(t.TempDir(), "out.xlsx")}
	h.Act("report.xlsx")
	if info, err := os.Stat(h.Files[0]); err != nil || info.Size() < 1000 {
		t.Errorf("%v %v", info, err)
	}
	h.Files = []string{filepath.Join(t.TempDir(), "no", "such", "folder", "out.xlsx")}
	h.Act("report.xlsx")
	if len(h.Reports) != 1 || h.Reports[0].Op != "out.xlsx could not be written." {
		t.Errorf("reported %v", h.Reports)
	}
}

func TestReport_SaysWhatToDoWithoutRows(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-orders", "from", "2001-01-01", "to", "2001-01-31"))
	h.See("No rows in these days", "January 2001")
	h.Tap("Show all time")
	if r.grid == nil || r.grid.Len() == 0 {
		t.Error("all time shows nothing")
	}
	h, _ = shown(t, guitest.Empty(t), report("margin-orders"))
	h.See("Rows come here with the first orders that are booked.")
	h.Tap("Go to the orders")
	if h.Routes[0].Screen != page.Orders {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestReport_AnUnknownReportIsRefusedWithASentence(t *testing.T) {
	h, _ := shown(t, guitest.Small(t), page.Route{Screen: page.Report, Key: "marginorders"})
	h.See("There is no report", "margin-orders")
	h.Tap("Try again")
	if h.Routes[0].Screen != page.Reports {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestReport_AFailedReadCanBeTriedAgain(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h.Open(New, report("margin-orders"))
	h.See("Try again", "Details")
	h.Tap("Details")
	if len(h.Reports) != 1 {
		t.Errorf("reported %v", h.Reports)
	}
}

func TestReport_TheNewestPeriodWinsAndOldRowsStayUntilThen(t *testing.T) {
	h := guitest.New(t, guitest.Small(t))
	run := &async.Manual{}
	h.Run = run
	r := h.Open(New, report("margin-orders")).(*Report)
	for _, late := range run.Timers {
		late()
	}
	h.See("Loading")
	run.Settle()
	all := r.grid.Len()
	r.period.Choose(period.Choice{Days: model.Period{From: "2026-01-01", To: "2026-01-31"}})
	first := run.Work
	run.Work = nil
	r.period.Choose(period.Named(period.LastMonth))
	if r.grid.Len() != all {
		t.Error("the old rows are gone")
	}
	run.Settle()
	for _, late := range first {
		late()
	}
	run.Settle()
	if got := r.grid.Totals()["net_revenue"].Text; got != "60.50" {
		t.Errorf("the older answer is shown: %q", got)
	}
	r.Close()
	run.Settle()
}

func TestReport_ALongReportShowsItsBeginningFirst(t *testing.T) {
	h := guitest.New(t, guitest.Sample(t))
	run := &async.Manual{}
	h.Run = run
	r := h.Open(New, report("journal")).(*Report)
	if len(run.Work) != 2 {
		t.Fatalf("%d loads", len(run.Work))
	}
	whole := run.Work[1]
	run.Work = run.Work[:1]
	run.Settle()
	if _, is := r.source.now(); is || r.grid == nil || r.grid.Len() != begins || len(r.grid.Totals()) != 0 {
		t.Fatal("the first rows are not shown")
	}
	out := filepath.Join(t.TempDir(), "all.csv")
	h.Files = []string{out}
	r.exportAs("csv")
	run.Settle()
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	whole()
	run.Settle()
	if n := r.grid.Len(); n <= begins || strings.Count(string(text), "\n") != n+1 {
		t.Errorf("%d rows are shown, %d lines exported", n, strings.Count(string(text), "\n"))
	}
}

func TestReport_ComesBackAsItWasLeft(t *testing.T) {
	b := guitest.Small(t)
	h, r := shown(t, b, report("margin-orders", "by", "month"))
	r.grid.SetSearch("harbour")
	r.grid.Select("3")
	kept := r.Keep()
	again := h.Return(New, report("margin-orders"), kept).(*Report)
	if again.want.By != "month" || again.grid.Search() != "harbour" || again.grid.Current() != "3" || again.search.Text != "harbour" || again.Title() != "Margin by order" {
		t.Errorf("came back with %+v, searching %q at %q", again.want, again.grid.Search(), again.grid.Current())
	}
}

func TestReport_FollowsTheBook(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	run := &async.Manual{}
	h.Run = run
	r := h.Open(New, report("margin-orders")).(*Report)
	run.Settle()
	b.Bus.BooksChanged.Publish(nil)
	b.Bus.BooksChanged.Publish(nil)
	run.Settle()
	run.Tick()
	if r.load.State().Phase != async.Ready {
		t.Error("it was not read again")
	}
	r.Close()
	b.Bus.BooksChanged.Publish(nil)
	if len(run.Shown) != 0 {
		t.Error("a closed screen listens")
	}
}

func TestReport_KeysDoWhatTheyMean(t *testing.T) {
	h, r := shown(t, guitest.Small(t), report("margin-orders"))
	if !r.letter('k') || len(h.Dialogs) != 1 {
		t.Error("K does not ask for the day")
	}
	h.Cancel()
	if !r.letter('P') || len(h.Dialogs) != 1 {
		t.Error("P does not ask for the days")
	}
	h.Cancel()
	if r.letter('z') {
		t.Error("a letter without a meaning is taken")
	}
	r.letter('c')
	h.See("Columns and order", "Narrower") // as in every other list
	h.Window.Canvas().Overlays().Remove(h.Window.Canvas().Overlays().Top())
	r.Search()
	if h.Focused() != fyne.Focusable(r.search) {
		t.Error("Ctrl+F does not lead to the search")
	}
	if len(r.Areas()) != 3 {
		t.Errorf("areas %v", r.Areas())
	}
}

func TestStepOf_ReadsEveryStepReportsUse(t *testing.T) {
	for name, want := range map[string]string{
		"2026-03-05": "2026-03-05 2026-03-05", "2026-W01": "2025-12-29 2026-01-04", "2026-W53": "2026-12-28 2027-01-03",
		"2026-02": "2026-02-01 2026-02-28", "2026-Q1": "2026-01-01 2026-03-31", "2025": "2025-01-01 2025-12-31",
	} {
		p, ok := stepOf(name)
		if got := string(p.From) + " " + string(p.To); got != want || !ok {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if _, ok := stepOf("soon"); ok {
		t.Error("a word is a step")
	}
}

func TestSource_FindsRowsByTheirKeys(t *testing.T) {
	_, r := shown(t, guitest.Small(t), report("margin-orders"))
	v, err := r.source.Find(context.Background(), r.grid.Query())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key  string
		want int
	}{{"0", 0}, {"3", 3}, {"99", -1}, {"x", -1}} {
		if got, err := v.Index(context.Background(), c.key); got != c.want || err != nil {
			t.Errorf("row %s is at %d, want %d", c.key, got, c.want)
		}
	}
	if rows, _ := v.Rows(context.Background(), 5, 100); len(rows) != v.Len()-5 {
		t.Errorf("%d rows", len(rows))
	}
}
