package today

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/plot"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/today"
)

var here = page.Route{Screen: page.Today}

func open(t *testing.T, b *page.Book) (*guitest.Host, *Today) {
	t.Helper()
	h := guitest.New(t, b)
	b.Waiting.Due() // opened a while ago
	return h, h.Open(New, here).(*Today)
}

func exec(t *testing.T, b *page.Book, text string) {
	t.Helper()
	if err := b.DB.Write(context.Background(), func(tx *store.Tx) error { return tx.Exec(text).Error }); err != nil {
		t.Fatal(err)
	}
}

func last(t *testing.T, h *guitest.Host) page.Route {
	t.Helper()
	if len(h.Routes) == 0 {
		t.Fatal("nothing was opened")
	}
	return h.Routes[len(h.Routes)-1]
}

func TestToday_ShowsWhatWaitsAndHowItWent(t *testing.T) {
	h, s := open(t, calm(t))
	h.See("Tuesday 31 March 2026", "3 things wait, most urgent first", "To forward", "No supplier yet: 5 orders", "Route",
		"Stock gone: Table clock Meridian, brass", "No backup yet", "Weeks 10 to 13, against the four weeks before",
		"Net revenue", "CM3", "Orders", "Refunded", "W13", "CM2 by supplier", "Review 5 orders", "Getting started", "3 of 5")
	w, err := s.book.Waiting.Work(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.rows) != w.Count || s.list.current() == nil || s.list.current().kind != today.ToRoute {
		t.Errorf("%d rows of %d, chosen is %+v", len(s.rows), w.Count, s.list.current())
	}
	f, err := s.book.Waiting.Figures(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	h.See(h.Format().Amount(f.Now.Revenue, "EUR"), h.Format().Amount(f.Now.CM3, "EUR"))
	if h.Focused() != fyne.Focusable(s.list) {
		t.Errorf("the focus is on %T", h.Focused())
	}
}

func TestToday_EveryRowLeadsSomewhereByMouseAndByKeyboard(t *testing.T) {
	h, s := open(t, calm(t))
	h.Key(action.Plain(fyne.KeyReturn))
	if r := last(t, h); r.Screen != page.Forwarding || r.Param(page.ByRouting) == "" {
		t.Errorf("Enter leads to %v", r)
	}
	h.Tap("Pause")
	if r := last(t, h); r.Screen != page.Product || r.Key != "NL-CLK-220" {
		t.Errorf("the verb leads to %v", r)
	}
	kept := s.Keep()
	h.Return(New, here, kept)
	s = h.Screen.(*Today)
	if r := s.list.current(); r.kind != today.BackupOld {
		t.Errorf("back on %s, want the row after", r.kind)
	}
	h.Key(action.Plain(fyne.KeyHome), action.Plain(fyne.KeyDown), action.Plain(fyne.KeyEnd), action.Plain(fyne.KeyReturn))
	if r := last(t, h); r.Screen != page.Backups {
		t.Errorf("End and Enter lead to %v", r)
	}
	h.Key(action.Plain(fyne.KeyUp), action.Plain(fyne.KeyPageUp), action.Plain(fyne.KeyPageDown), action.Plain(fyne.KeyUp))
	if s.list.at != 1 {
		t.Errorf("the keys led to row %d", s.list.at)
	}
	h.Tap("No supplier yet: 5 orders")
	if s.list.at != 0 {
		t.Error("a click does not choose the row")
	}
	h.Key(action.Plain(fyne.KeyR))
	if r := last(t, h); r.Screen != page.Forwarding {
		t.Errorf("R leads to %v", r)
	}
	s.Primary()
	h.Tap("Review 5 orders")
	if n := len(h.Routes); h.Routes[n-1].Screen != page.Forwarding || h.Routes[n-2].Screen != page.Forwarding {
		t.Errorf("the button leads to %v", h.Routes[n-2:])
	}
}

func TestToday_FiltersAndSearches(t *testing.T) {
	h, s := open(t, calm(t))
	h.Key(action.Plain(fyne.Key3))
	h.See("1 thing waits", "Stock gone")
	h.DontSee("No backup yet", "No supplier yet: 5")
	kept := s.Keep()
	h.Return(New, here, kept)
	s = h.Screen.(*Today)
	h.DontSee("No backup yet")
	if !s.Escape() || s.Escape() {
		t.Error("Esc does not take the filter back once")
	}
	h.See("No backup yet")
	h.Tap("Books and records")
	h.DontSee("Stock gone")
	h.Key(action.Plain(fyne.Key1))
	s.Search()
	if h.Focused() != fyne.Focusable(s.search) {
		t.Error("Ctrl+F does not lead to the search")
	}
	s.find("CLOCK meridian")
	h.See("Stock gone")
	h.DontSee("No backup yet")
	s.find("giraffe")
	h.See("Nothing fits", "Show all")
	if s.nothing() == "" {
		t.Error("a hidden row could be done")
	}
	h.Tap("Show all")
	h.See("3 things wait, most urgent first")
}

func TestToday_EveryFigureLeadsToItsRows(t *testing.T) {
	h, s := open(t, calm(t))
	for _, c := range s.graphs.cards {
		c.Tapped(nil)
		if r := last(t, h); r.Screen != page.Margins || r.Param("from") != "2026-03-02" || r.Param("to") != "2026-03-29" {
			t.Errorf("%s leads to %v", c.Data().Label, r)
		}
		if c.Data().Tip == "" || c.Data().Value == "" {
			t.Errorf("a card says %+v", c.Data())
		}
	}
	s.graphs.weeks.OnPick("2026-03-23")
	if r := last(t, h); r.Screen != page.Margins || r.Param("from") != "2026-03-23" || r.Param("to") != "2026-03-29" {
		t.Errorf("a week leads to %v", r)
	}
	all := s.figures.State().Value.Suppliers
	s.openSupplier("0")
	if r := last(t, h); r.Screen != page.Supplier || r.Key != all[0].Name {
		t.Errorf("a supplier leads to %v", r)
	}
	s.openSupplier("3")
	if r := last(t, h); all[3].ID != 0 || r.Screen != page.Orders || r.Param(page.BySupplier) != "#0" {
		t.Errorf("no supplier leads to %v", r)
	}
	before := len(h.Routes)
	s.openSupplier("99")
	s.openSupplier("x")
	if len(h.Routes) != before {
		t.Error("a row that is not there leads somewhere")
	}
}

func TestToday_ABookWithoutOrdersShowsHowToBegin(t *testing.T) {
	h, s := open(t, guitest.Empty(t))
	h.See("A good place to begin", "Getting started", "0 of 5", "Import orders")
	h.DontSee("Revenue by week")
	if areas := s.Areas(); len(areas) != 1 {
		t.Fatalf("%d areas take the focus, want the next step", len(areas))
	} else {
		h.Window.Canvas().Focus(areas[0])
	}
	h.Files = []string{"/tmp/orders.csv"}
	s.Primary()
	if len(h.Imported) != 1 || h.Imported[0][0] != "/tmp/orders.csv" {
		t.Errorf("imported %v", h.Imported)
	}
	for title, want := range map[string]string{
		"Set up your shop": page.Shops, "Add your suppliers": page.Suppliers, "Forward the first order": page.Forwarding,
		"Hand the books to your accountant": page.Reports, "How it works": page.Help,
	} {
		h.Tap(title)
		if r := last(t, h); r.Screen != want {
			t.Errorf("%s leads to %v", title, r)
		}
	}
}

func TestToday_StepsArePutAwayAndWhenNothingWaitsItSaysSo(t *testing.T) {
	h, s := open(t, calm(t))
	h.Tap("Put this list away")
	h.DontSee("Getting started")
	if !h.Now.Welcome {
		t.Error("it is not kept that the list was put away")
	}
	s.showWork(async.State[*today.Work]{Phase: async.Ready, Known: true, Value: &today.Work{Home: "EUR"}})
	h.See("All done", "Import orders", "Revenue by week")
	h.DontSee("Stock gone")
	h.Now.Welcome = false
	s.narrow()
	h.See("Getting started")
	h.Files = []string{"/tmp/orders.csv"}
	h.Key(action.Plain(fyne.KeyEscape))
	if page.Press(s, action.Plain(fyne.KeyR)) {
		t.Error("there are orders to review")
	}
}

func TestToday_WhatCannotBeReadIsTriedAgain(t *testing.T) {
	b := guitest.Sample(t)
	h, s := open(t, b)
	broken := &failing{source: s.from, err: errors.New("boom")}
	s.from = broken
	s.Reload()
	h.See("The book could not be read", "Try again", "Details")
	broken.err = nil
	broken.work = errors.New("boom")
	h.Tap("Try again")
	h.See("What waits could not be read", "Revenue by week")
	h.Tap("Details")
	if len(h.Reports) != 1 || h.Reports[0].Err.Error() != "boom" {
		t.Errorf("reported %v", h.Reports)
	}
	broken.work, broken.figures = nil, errors.New("boom")
	h.Tap("Try again")
	h.See("No backup yet", "The figures could not be worked out")
	broken.figures = nil
	h.Tap("Try again")
	h.See("No backup yet", "Revenue by week")
}

// failing is a source that fails as long as its errors are set.
type failing struct {
	source
	err, work, figures error
}

func (f *failing) Checklist(ctx context.Context) ([]today.Step, error) {
	if f.err != nil {
		return nil, f.err
	}
	return f.source.Checklist(ctx)
}

func (f *failing) Work(ctx context.Context) (*today.Work, error) {
	if f.work != nil {
		return nil, f.work
	}
	return f.source.Work(ctx)
}

func (f *failing) Figures(ctx context.Context) (*today.Figures, error) {
	if f.figures != nil {
		return nil, f.figures
	}
	return f.source.Figures(ctx)
}

func TestToday_LoadsLateAndFollowsChanges(t *testing.T) {
	b := calm(t)
	h := guitest.New(t, b)
	run := &async.Manual{}
	h.Run = run
	s := h.Open(New, here).(*Today)
	h.DontSee("Stock gone", "Revenue by week")
	if len(run.Work) != 3 {
		t.Errorf("%d loads at once, want 3", len(run.Work))
	}
	run.Settle()
	h.See("No supplier yet: 5 orders", "Revenue by week", "Uncosted")
	known := *s.figures.State().Value
	known.Weeks = slices.Clone(known.Weeks)
	for i := range known.Weeks {
		known.Weeks[i].Open = 0
	}
	s.fill(&known)
	h.DontSee("Uncosted")
	s.list.step(1)
	key := s.list.current().key
	exec(t, b, `UPDATE sales_order SET archived_at = '2026-03-31T00:00:00Z' WHERE id = (SELECT MAX(id) FROM sales_order)`)
	b.Bus.OrdersChanged.Publish(nil)
	b.Bus.OrdersChanged.Publish(nil)
	h.See("No supplier yet: 5 orders") // until what was changed is read
	run.Settle()
	run.Tick()
	h.See("No supplier yet: 4 orders", "Review 4 orders")
	if s.list.current().key != key {
		t.Error("another row is chosen after a change")
	}
	s.Close()
	h.Screen = nil
	work := len(run.Work)
	b.Bus.OrdersChanged.Publish(nil)
	run.Settle()
	run.Tick()
	if len(run.Work) != work {
		t.Error("a closed page still loads")
	}
}

func TestToday_ProvesTheBookOnceAndTellsWhenItDoesNotAgree(t *testing.T) {
	b := calm(t)
	h := guitest.New(t, b)
	run := &async.Manual{}
	h.Run = run
	h.Open(New, here)
	run.Settle()
	h.DontSee("do not agree", "No backup yet")
	exec(t, b, `UPDATE margin_line SET goods = goods + 10000 WHERE line_id = (SELECT MIN(line_id) FROM margin_line)`)
	run.Tick()
	run.Settle()
	h.See("The books do not agree: 1 finding", "Money at risk", "No backup yet")
	h.Key(action.Plain(fyne.KeyHome), action.Plain(fyne.KeyReturn))
	if r := last(t, h); r.Screen != page.Check {
		t.Errorf("it leads to %v", r)
	}
	if b.Waiting.Due() {
		t.Error("it would be proved again")
	}
}

// The proof takes seconds in a large book, which the first screens had to share.
func TestToday_TheProofStandsBack(t *testing.T) {
	h := guitest.New(t, calm(t))
	run := guitest.NewPump()
	h.Run = run
	h.Open(New, here)
	run.Settle()
	run.Tick()
	run.Settle()
	if run.StoodBack() != 1 {
		t.Errorf("%d pieces of work stood back, want the proof", run.StoodBack())
	}
}

func TestList_DrawsOnlyWhatIsSeen(t *testing.T) {
	_, s := open(t, calm(t))
	var lines []*line
	for range 4000 {
		r := s.rows[0]
		r.key = ""
		lines = append(lines, &line{row: &r})
	}
	s.list.set(lines, "", 0)
	s.arrange()
	s.list.step(3000)
	drawn := 0
	for _, n := range lines {
		if n.drawn != nil {
			drawn++
		}
	}
	if drawn == 0 || drawn > 100 {
		t.Errorf("%d of 4000 rows are drawn", drawn)
	}
	if n := s.list.rows[3000]; n.top < s.list.offset() || n.top+n.height > s.list.offset()+s.list.scroll.Size().Height+1 {
		t.Errorf("row 3000 at %v is not in sight at %v", n.top, s.list.offset())
	}
}

func TestLead_FollowsThePlace(t *testing.T) {
	for want, p := range map[string]today.Place{
		page.Forwarding: {List: today.ReviewList}, page.Outbox: {List: today.OutboxList, Key: "unknown"}, page.Product: {List: today.ProductList, Key: "A-1"},
		page.Products: {List: today.ProductList}, page.Backups: {List: today.BackupList}, page.Check: {List: today.CheckList},
		page.Orders: {List: today.OrderList, Query: orderbook.Query{Unbooked: true}},
	} {
		if r := lead(p); r.Screen != want {
			t.Errorf("%+v leads to %v", p, r)
		}
	}
}

func TestNumbers_CompareWithTheWeeksBefore(t *testing.T) {
	n := numbers{guitest.English(), "EUR"}
	week := func(revenue, cm3, refund string, orders int) *today.Week {
		w := &today.Week{Revenue: model.MustAmount(revenue), CM3: model.MustAmount(cm3), Refund: model.MustAmount(refund), Orders: orders}
		w.Costs = w.Revenue.Sub(w.CM3)
		return w
	}
	say := func(f kit.FigureText) string {
		return plain(strings.Join([]string{f.Value, f.Unit, f.Delta, f.From}, "|"))
	}
	now, before, none := week("110", "22", "10", 11), week("100", "-5", "5", 10), &today.Week{}
	for name, c := range map[string]struct {
		got  kit.FigureText
		want string
		tone theme.Tone
	}{
		"revenue":         {n.revenue(now, before), "110.00|EUR|+10.0 %|from 100", theme.Fine},
		"less revenue":    {n.revenue(before, now), "100.00|EUR|−9.1 %|from 110", theme.Wrong},
		"after a loss":    {n.margin(now, before), "22.00|EUR, 20.0 %|+27.00|from −5", theme.Fine},
		"into a loss":     {n.margin(before, now), "−5.00|EUR, −5.0 %|−27.00|from 22", theme.Wrong},
		"nothing before":  {n.revenue(now, none), "110.00|EUR|+110.00|from 0", theme.Fine},
		"nothing at all":  {n.margin(none, none), "0.00|EUR||", theme.Plain},
		"orders":          {n.orders(now, before), "11||+10.0 %|from 10", theme.Fine},
		"the first order": {n.orders(now, none), "11||+11|from 0", theme.Fine},
		"no orders":       {n.orders(none, none), "0|||", theme.Plain},
		"refunds":         {n.refunds(now, before), "8.3|% of sales|+3.5 pts|from 4.8 %", theme.Wrong},
		"fewer refunds":   {n.refunds(before, now), "4.8|% of sales|−3.5 pts|from 8.3 %", theme.Fine},
		"the same":        {n.refunds(now, now), "8.3|% of sales|0.0 pts|from 8.3 %", theme.Quiet},
		"no refunds yet":  {n.refunds(now, none), "8.3|% of sales||", theme.Plain},
		"nothing sold":    {n.refunds(none, none), "n/a|||", theme.Plain},
		"millions":        {n.margin(week("2000000", "1000000", "0", 1), none), "1,000,000|50.0 %|+1,000,000.00|from 0", theme.Fine},
	} {
		if say(c.got) != c.want || c.got.Tone != c.tone {
			t.Errorf("%s: %q in %v, want %q in %v", name, say(c.got), c.got.Tone, c.want, c.tone)
		}
	}
	openWeek := week("100", "60", "0", 2)
	openWeek.Open = model.MustAmount("50")
	if f := n.margin(openWeek, before); f.Delta != "" || f.From != "50 not costed yet" {
		t.Errorf("costs to come: %+v", f)
	}
}

func TestParts_AddUpToTheRevenue(t *testing.T) {
	for _, c := range []struct{ revenue, cm3, open string }{{"100", "20", "0"}, {"100", "60", "50"}, {"100", "30", "50"}, {"100", "-10", "0"}, {"100", "-10", "40"}, {"100", "20", "-3"}} {
		w := today.Week{Revenue: model.MustAmount(c.revenue), CM3: model.MustAmount(c.cm3), Open: model.MustAmount(c.open)}
		w.Costs = w.Revenue.Sub(w.CM3)
		up, down := plot.Value(0), plot.Value(0)
		for _, p := range parts(&w) {
			up, down = up+max(p.Value, 0), down+min(p.Value, 0)
		}
		if up != plot.Value(w.Revenue) || down != min(plot.Value(w.CM3), 0) {
			t.Errorf("%+v rises to %d and falls to %d", c, up, down)
		}
	}
}

func TestRanks_LeaveOutTheMiddle(t *testing.T) {
	n := numbers{guitest.English(), "EUR"}
	var all []today.Ranked
	for i := range 14 {
		all = append(all, today.Ranked{ID: int64(i + 1), Name: string(rune('A' + i)), Revenue: model.MustAmount("100"), CM2: model.MustAmount("10"), Orders: 1})
	}
	all[13].ID = 0
	k := n.ranks(all)
	var ids []string
	for _, r := range k.Rows {
		ids = append(ids, r.ID)
	}
	if !slices.Equal(ids, []string{"0", "1", "2", "3", "4", "9", "10", "11", "12", "13"}) || k.Rows[9].Text != "n/a" || k.Rows[0].Text != "10.0" {
		t.Errorf("ranked %v, %+v", ids, k.Rows[9])
	}
}

func TestToday_OffersItsActions(t *testing.T) {
	_, s := open(t, calm(t))
	ids := map[string]bool{}
	for _, a := range page.Actions(s) {
		if ids[a.ID] || a.Label == "" || a.Why() != "" {
			t.Errorf("%s %q, %s", a.ID, a.Label, a.Why())
		}
		ids[a.ID] = true
	}
	for _, id := range []string{"today.review", "today.show.all", "today.show.forward", "today.show.books", "today.do"} {
		if !ids[id] {
			t.Errorf("%s is not offered", id)
		}
	}
	if len(s.Areas()) != 4 {
		t.Errorf("%d areas", len(s.Areas()))
	}
}
