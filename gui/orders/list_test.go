package orders_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/orders"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

// wide is the room of a window in which the panel stands beside the list.
const wide = 1366

func host(t *testing.T, b *page.Book) *guitest.Host {
	h := guitest.New(t, b)
	h.Resize(wide, guitest.Height)
	return h
}

func open(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *orders.List) {
	t.Helper()
	h := host(t, b)
	return h, h.Open(orders.New, r).(*orders.List)
}

func everything() page.Route {
	return page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "all"}}
}

// board is the list's grid.
func board(t *testing.T, h *guitest.Host) *grid.Grid[orderbook.Row] {
	t.Helper()
	all := guitest.All[*grid.Grid[orderbook.Row]](h)
	if len(all) != 1 {
		t.Fatalf("%d lists are seen", len(all))
	}
	return all[0]
}

// numbers are the orders of the list as they stand.
func numbers(t *testing.T, h *guitest.Host) string {
	t.Helper()
	var all []string
	g := board(t, h)
	for i := range g.Len() {
		all = append(all, strings.Split(g.RowText(i), " | ")[0])
	}
	return strings.Join(all, " ")
}

func TestList_BeginsWithTheOpenOrdersTheNewestFirst(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b, page.Route{Screen: page.Orders})
	f, err := b.Orders.Open(t.Context(), orderbook.Query{})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, r := range f.Rows(0, 100) {
		want = append(want, r.Number)
	}
	if got := numbers(t, h); got != strings.Join(want, " ") || f.Count == 0 {
		t.Errorf("the list shows %q, open are %q", got, want)
	}
	h.See("State: open", "All amounts in EUR", "Import orders")
}

func TestList_TotalsAndCountsAreOfAllThatFit(t *testing.T) {
	h, _ := open(t, guitest.Small(t), everything())
	g := board(t, h)
	if g.Len() != 9 || g.FooterText() != "9 orders, 1 selected" {
		t.Errorf("%d rows, %q", g.Len(), g.FooterText())
	}
	// The margin sheet of the book: 350.70 net, of which 80.20 and 55.29 are costs.
	// Order 1005 has a cost that nobody knows: 19.12 of it are not counted.
	if got := g.Totals()[string(orderbook.ByCM2)].Text; got != "196.09" {
		t.Errorf("CM2 in the foot is %s", got)
	}
	if got := g.CellText(key(t, h, "1005"), string(orderbook.ByCM2)); got != "n/a" {
		t.Errorf("order 1005 shows CM2 %q", got)
	}
	if got := g.CellText(key(t, h, "1007"), string(orderbook.ByTotal)); got != "n/a" {
		t.Errorf("order 1007 has no rate and shows the total %q", got)
	}
}

// key is the key of the row of an order.
func key(t *testing.T, h *guitest.Host, number string) string {
	t.Helper()
	g := board(t, h)
	for i := range g.Len() {
		g.SelectLine(i)
		if r, ok := g.CurrentRow(); ok && r.Number == number {
			return g.Current()
		}
	}
	t.Fatalf("order %s is not in the list", number)
	return ""
}

func TestList_ARouteNarrowsIt(t *testing.T) {
	b := guitest.Small(t)
	tests := []struct {
		name   string
		params map[string]string
		want   string
	}{
		{"a shop by name", map[string]string{page.ByShop: "lumen"}, "L-1"},
		{"a shop by id", map[string]string{page.ByShop: "#2"}, "L-1"},
		{"an unknown shop", map[string]string{page.ByShop: "Nowhere"}, ""},
		{"a supplier and days", map[string]string{page.BySupplier: "Borg", page.ByFrom: "2026-02-01", page.ByTo: "2026-02-28"}, "L-1"},
		{"a product by SKU", map[string]string{page.ByProduct: "C-3"}, "1005"},
		{"two bands", map[string]string{page.ByMargin: "negative,thin", page.ByState: "all"}, "1003"},
		{"kept out of the books", map[string]string{page.ByOnly: page.OnlyUnbooked}, "1007"},
		{"words", map[string]string{page.ByWords: "compass"}, "1005"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			h, _ := open(t, b, page.Route{Screen: page.Orders, Params: c.params})
			if got := numbers(t, h); got != c.want {
				t.Errorf("the list shows %q, want %q", got, c.want)
			}
		})
	}
}

func TestList_WhatANarrowedListHasInItsRouteIsItsQuery(t *testing.T) {
	b := guitest.Small(t)
	q := orderbook.Query{
		States: []string{"fulfilled"}, Shops: []int64{1}, Suppliers: []int64{1, 2}, Bands: []orderbook.Band{orderbook.BandGood},
		Products: []int64{1}, Placed: model.Period{From: "2026-01-01", To: "2026-03-31"},
	}
	want, err := b.Orders.Find(t.Context(), q)
	if err != nil || want.Count == 0 {
		t.Fatalf("%d orders, %v", want.Count, err)
	}
	h, _ := open(t, b, page.OrdersRoute(q))
	if g := board(t, h); g.Len() != want.Count {
		t.Errorf("the list has %d rows, the query finds %d", g.Len(), want.Count)
	}
}

func TestList_SearchFiltersAndTheWayBack(t *testing.T) {
	b := guitest.Small(t)
	h, l := open(t, b, everything())
	h.Key(action.Ctrl(fyne.KeyF))
	h.Type("Number, customer, product", "buoy")
	if got := numbers(t, h); got != "L-1 1002" {
		t.Fatalf("found %q", got)
	}
	h.Key(action.Plain(fyne.KeyDown))
	board(t, h).SetFilter(page.ByShop, "#1")
	kept := l.Keep()
	if got := numbers(t, h); got != "1002" {
		t.Fatalf("found %q", got)
	}
	h.Return(orders.New, everything(), kept)
	if got := numbers(t, h); got != "1002" {
		t.Errorf("on the way back the list shows %q", got)
	}
	h.See("Shop: Harbour")
	board(t, h).SetFilter(page.ByState, "voided")
	h.See("No order fits these 3 filters", "Clear filters")
	h.Tap("Clear filters")
	if n := board(t, h).Len(); n != 9 {
		t.Errorf("%d orders after clearing", n)
	}
}

func TestList_TheChipsSayWhatIsSetAndTheirMenusCount(t *testing.T) {
	h, _ := open(t, guitest.Small(t), page.Route{Screen: page.Orders})
	h.Tap("State: open")
	h.See("All open", "Fulfilled")
	h.Tap("Fulfilled")
	h.See("State: Fulfilled")
	h.Tap("Add filter")
	h.Tap("Country")
	h.See("Germany")
	h.Key(action.Plain(fyne.KeyEscape), action.Plain(fyne.KeyX))
	h.See("State: open")
	h.Tap("Placed: all")
	h.Tap("This quarter")
	h.See("Placed: This quarter")
	h.Tap("Placed: This quarter")
	h.Tap("Choose days…")
	h.Type("First day", "20 Jan 2026")
	h.Type("Last day", "25 Jan 2026")
	if h.Verb() {
		t.Fatal("the dialog stayed")
	}
	h.See("Placed: 20 Jan – 25 Jan 2026")
}

func TestList_ArrowsChangeThePanelAndEnterOpensTheOrder(t *testing.T) {
	b := guitest.Small(t)
	h, l := open(t, b, everything())
	kit.Focus(board(t, h))
	h.Key(action.Plain(fyne.KeyHome))
	h.See("1008", "1 × Anchor", "Net revenue", "CM3")
	h.Key(action.Plain(fyne.KeyDown), action.Plain(fyne.KeyReturn))
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Order || h.Routes[0].Param(page.ByShop) == "" {
		t.Fatalf("went to %v", h.Routes)
	}
	if !l.Escape() || h.Has("Lines and suppliers") {
		t.Error("Esc does not close the panel")
	}
	if l.Escape() {
		t.Error("Esc closes a panel that is closed")
	}
	h.Key(action.Plain(fyne.KeyUp))
	h.DontSee("Lines and suppliers")
	h.Key(action.Plain(fyne.KeyD))
	h.See("Lines and suppliers")
}

func TestList_ThePanelNeverShowsTheStoryOfAnotherOrder(t *testing.T) {
	b := guitest.Small(t)
	h := host(t, b)
	run := &async.Manual{}
	h.Run = run
	h.Open(orders.New, everything())
	run.Settle()
	g := board(t, h)
	g.SelectLine(0)
	first := run.Work
	run.Work = nil
	g.SelectLine(3)
	h.See(strings.Split(g.RowText(3), " | ")[0])
	run.Settle()
	r, _ := g.CurrentRow()
	d, err := b.Orders.Detail(context.Background(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, late := range first {
		late()
	}
	run.Settle()
	for _, l := range d.Lines {
		h.See(l.Name)
	}
	if n := len(h.Reports); n != 0 {
		t.Errorf("%d reports: %v", n, h.Reports)
	}
}

func TestList_HoldAndReleaseCanBeDoneWithTheKeyboard(t *testing.T) {
	b := guitest.Sample(t)
	h, _ := open(t, b, page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "to_route"}})
	g := board(t, h)
	if g.Len() < 2 {
		t.Fatalf("the sample has %d orders to route", g.Len())
	}
	kit.Focus(g)
	g.SelectAll()
	n := g.Len()
	h.Key(action.Plain(fyne.KeyH))
	if !h.Verb() {
		t.Fatal("an order can be held without a reason")
	}
	h.Type("Why", "the customer asked to wait")
	h.Verb()
	held := func() int {
		f, err := b.Orders.Find(t.Context(), orderbook.Query{States: []string{"held"}})
		if err != nil {
			t.Fatal(err)
		}
		return f.Count
	}
	if got := held(); got != n {
		t.Fatalf("%d of %d orders are held", got, n)
	}
	if len(h.Toasts) != 1 || !h.Toasts[0].Undo {
		t.Fatalf("toasts %v", h.Toasts)
	}
	h.Toasts[0].Link.Do()
	if got := held(); got != 0 {
		t.Fatalf("%d are held after Undo", got)
	}
	h.Key(action.Plain(fyne.KeyH))
	h.Type("Why", "again")
	h.Verb()
	h.Screen.(page.Reloader).Reload()
	h.Open(orders.New, page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "held"}})
	h.See("again", "Release")
	h.Key(action.Plain(fyne.KeyL))
	if got := held(); got != n-1 {
		t.Errorf("%d are held after one was released, want %d", got, n-1)
	}
}

func TestList_RoutesTheSelectedOrdersOnly(t *testing.T) {
	b := guitest.Sample(t)
	h, _ := open(t, b, page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "to_route"}})
	g := board(t, h)
	before := g.Len()
	g.SelectLine(before - 1)
	r, _ := g.CurrentRow()
	h.Act("orders.route")
	if len(h.Tasks) != 1 || h.Tasks[0].Err != nil || len(h.Toasts) != 1 {
		t.Fatalf("tasks %v, toasts %v", h.Tasks, h.Toasts)
	}
	f, err := b.Orders.Find(t.Context(), orderbook.Query{States: []string{"to_route"}})
	if err != nil {
		t.Fatal(err)
	}
	if f.Count != before-1 || f.Index(r.ID) >= 0 {
		t.Errorf("%d orders wait, before %d", f.Count, before)
	}
}

func TestList_WhatFitsNoneOfTheSelectedOrdersSaysWhy(t *testing.T) {
	h, _ := open(t, guitest.Sample(t), page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "to_route"}})
	board(t, h).SelectAll()
	for _, a := range page.Actions(h.Screen) {
		switch {
		case a.ID == "orders.release" && a.Why() == "":
			t.Error("orders that are not held can be released")
		case a.ID == "orders.hold" && a.Why() != "":
			t.Errorf("they cannot be held: %s", a.Why())
		}
	}
}

func TestList_WhatDoesNotFitAnOrderSaysWhy(t *testing.T) {
	h, _ := open(t, guitest.Small(t), page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "fulfilled"}})
	for _, a := range page.Actions(h.Screen) {
		switch a.ID {
		case "orders.route", "orders.hold", "orders.release", "orders.why":
			if a.Why() == "" {
				t.Errorf("%s can be done with an order that has left", a.ID)
			}
		}
	}
	h.RightTap(strings.Fields(numbers(t, h))[0])
	if len(h.Menus) != 1 {
		t.Fatal("no menu came")
	}
	h.Choose("Copy address")
	if len(h.Copied) != 1 || !strings.Contains(h.Copied[0], "Jane Roe") {
		t.Errorf("copied %q", h.Copied)
	}
}

func TestList_ExportsTheVisibleColumnsOfAllRowsThatFit(t *testing.T) {
	h, l := open(t, guitest.Small(t), page.Route{Screen: page.Orders, Params: map[string]string{page.ByShop: "Harbour"}})
	out := filepath.Join(t.TempDir(), "list.csv")
	h.Files = []string{out}
	board(t, h).ShowColumn("tags", true)
	l.Export()
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if !strings.Contains(lines[0], "Tags") || !strings.Contains(string(text), "1002") || strings.Contains(string(text), "L-1") {
		t.Errorf("the file says\n%s", text)
	}
	book := filepath.Join(t.TempDir(), "one.xlsx")
	h.Files = []string{book}
	h.Act("orders.export.selected")
	if info, err := os.Stat(book); err != nil || info.Size() < 1000 {
		t.Errorf("no workbook was written: %v", err)
	}
	if len(h.Toasts) != 2 || len(h.Reports) != 0 {
		t.Errorf("toasts %v, reports %v", h.Toasts, h.Reports)
	}
	h.Files = []string{filepath.Join(t.TempDir(), "no", "such", "folder.csv")}
	l.Export()
	if len(h.Reports) != 1 {
		t.Error("a file that cannot be written is not told")
	}
}

func TestList_AnEmptyBookSaysWhatBelongsHere(t *testing.T) {
	b := guitest.Empty(t)
	h, l := open(t, b, page.Route{Screen: page.Orders})
	h.See("none yet", "Orders of your shops come here", "How to export from Shopify", "Getting started", "0 of 5", "Set up a shop")
	h.DontSee("State: open")
	h.Tap("How to export from Shopify")
	h.Tap("Add a supplier")
	if len(h.Routes) != 2 || h.Routes[0].Screen != page.Help || h.Routes[1].Screen != page.Suppliers {
		t.Errorf("went to %v", h.Routes)
	}
	h.Files = []string{"orders.csv"}
	h.Key(action.Ctrl(fyne.KeyReturn))
	if len(h.Imported) != 1 {
		t.Error("the primary button does not import")
	}
	addShop(t, b, "Harbour")
	l.Reload()
	h.See("1 of 5", "Harbour")
	addOrder(t, b, "Harbour", "7")
	l.Reload()
	h.See("State: open", "7")
	h.DontSee("Getting started")
}

func TestList_AFailureIsToldAndCanBeTriedAgain(t *testing.T) {
	b := guitest.Small(t)
	h := host(t, b)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h.Open(orders.New, page.Route{Screen: page.Orders})
	h.See("Try again", "Details")
	h.Tap("Details")
	if len(h.Reports) != 1 || h.Reports[0].Err == nil {
		t.Errorf("reports %v", h.Reports)
	}
}

func TestList_ReadsAgainAfterTheBookChanged(t *testing.T) {
	b := guitest.Small(t)
	h := host(t, b)
	run := guitest.NewPump()
	h.Run = run
	h.Open(orders.New, everything())
	run.Settle()
	g := board(t, h)
	g.SelectLine(4)
	run.Settle()
	was := g.Current()
	addOrder(t, b, "Harbour", "NEW-1")
	run.Settle()
	run.Tick()
	if g.Len() != 10 || g.Current() != was {
		t.Errorf("%d rows, the cursor went from %s to %s", g.Len(), was, g.Current())
	}
}

func TestList_ShowsOpenOrdersBeforeAllAreRead(t *testing.T) {
	b := guitest.Small(t)
	h := host(t, b)
	run := &async.Manual{}
	h.Run = run
	h.Open(orders.New, page.Route{Screen: page.Orders})
	run.Work[0]()
	run.Work = run.Work[1:]
	for _, show := range run.Shown {
		show()
	}
	run.Shown = nil
	if g := board(t, h); g.Len() == 0 || b.Orders.Ready() {
		t.Fatalf("%d rows, all orders read: %v", g.Len(), b.Orders.Ready())
	}
	h.DontSee("of 9")
	run.Settle()
	if !b.Orders.Ready() || !h.Has("open of 9") {
		t.Errorf("the head says %v", h.Texts()[:4])
	}
}

// Who closed the panel by its cross had to look for the way back in the menu bar.
func TestList_TheMenuOfARowBringsThePanelBack(t *testing.T) {
	h, l := open(t, guitest.Small(t), page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "all"}})
	if !l.Escape() || len(l.Areas()) != 1 {
		t.Fatal("the panel did not close")
	}
	h.RightTap(strings.Fields(numbers(t, h))[0])
	h.Choose("Show or hide details")
	if len(l.Areas()) != 2 {
		t.Error("the panel stays closed")
	}
}
