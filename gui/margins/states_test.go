package margins

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/sourcing"
)

func TestFilters_NarrowAndAreTakenBack(t *testing.T) {
	h, m := open(t, page.ByShop, "lumen", page.ByCountry, "US")
	h.See("Shop: Lumen", "Country: United States")
	if got := rowsOf(m); !strings.HasPrefix(got, "Buoy | 1 | 26.70") || len(m.sheet().rows) != 1 {
		t.Errorf("got\n%s", got)
	}
	h.Act("margins.clear")
	h.See("Shop: all", "Country: all", "4 products, EUR")
	h.Type("Name, SKU or order", "b-2")
	m.find("b-2")
	h.See("1 product, EUR")
	if got := m.fall.title.Text(); got != "All 1 product" {
		t.Errorf("the waterfall is of %q", got)
	}
	m.find("no such thing")
	h.See("Nothing here is called so")
	h.Tap("Clear filters")
	h.See("4 products, EUR")
}

func TestEmpty_SaysWhyAndWhatToDo(t *testing.T) {
	h, _ := open(t, page.ByCountry, "XX")
	h.See("Nothing fits this filter")
	h.Tap("Clear filters")
	h.See("4 products, EUR")
	h, _ = open(t, page.ByFrom, "2020-01-01", page.ByTo, "2020-01-31")
	h.See("Nothing was earned in January 2020")
	h.Tap("Show all time")
	h.See("4 products, EUR")
	h, _ = open(t, paramKnown, "2026-01-01")
	h.See("On 1 Jan nothing was known of Q1 2026")
	h.Tap("Show as known now")
	h.See("4 products, EUR")
	h = guitest.New(t, guitest.Empty(t))
	h.Open(New, route(page.ByPeriod, "all"))
	h.See("No margins yet", "How margins work")
	h.Tap("Go to the orders")
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Orders {
		t.Errorf("led to %+v", r)
	}
}

func TestUnknownNames_AreToldAsTheServiceTellsThem(t *testing.T) {
	h, _ := open(t, page.BySupplier, "nobody")
	h.See(`There is no supplier called "nobody" in this book.`)
}

func TestFailure_OffersToTryAgain(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	run := &async.Manual{}
	h.Run = run
	h.Open(New, route())
	run.Settle()
	h.See("4 products, EUR")
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h.Screen.(page.Reloader).Reload()
	run.Settle()
	h.See("Try again", "Details")
	h.Tap("Details")
	if len(h.Reports) == 0 {
		t.Error("Details report nothing")
	}
}

func TestLateLoads_TheNewestIsShown(t *testing.T) {
	h := guitest.New(t, guitest.Small(t))
	run := &async.Manual{}
	h.Run = run
	m := h.Open(New, route()).(*Margins)
	m.ask(func(w *wanted) { w.By = "country" })
	m.ask(func(w *wanted) { w.By = "shop" })
	for len(run.Work) > 0 { // the oldest comes last
		last := run.Work[len(run.Work)-1]
		run.Work = run.Work[:len(run.Work)-1]
		last()
	}
	run.Settle()
	h.See("2 shops, EUR", "Harbour")
	h.DontSee("Germany")
}

func TestKeep_BringsBackWhatWasShown(t *testing.T) {
	h, m := open(t, paramBy, "supplier", page.ByPeriod, "year")
	m.grid.Select(m.sheet().rows[1].key)
	kept := m.Keep()
	back := h.Return(New, route(), kept).(*Margins)
	if back.want.By != "supplier" || back.want.Period.Name != "year" || back.grid.SelectedCount() != 1 {
		t.Errorf("came back with %+v and %d selected", back.want, back.grid.SelectedCount())
	}
	if back.sheet() != m.sheet() {
		t.Error("what was read is read again")
	}
}

func TestChanges_OfTheBookAreRead(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	run := &async.Manual{}
	h.Run = run
	h.Open(New, route())
	run.Settle()
	name := "Anchor, galvanised"
	if _, err := product.New(b.DB, b.Bus).Put(t.Context(), []product.Input{{SKU: "A-1", Name: &name}}); err != nil {
		t.Fatal(err)
	}
	run.Settle()
	run.Tick()
	h.See("Anchor, galvanised")
}

func TestCost_StartsANewOfferAndEndsTheOld(t *testing.T) {
	b := guitest.Sample(t)
	h := guitest.New(t, b)
	m := h.Open(New, route(page.ByPeriod, "all")).(*Margins)
	var id int64
	var before []overview.Offer
	for _, r := range m.sheet().rows {
		offers, err := overview.Offers(t.Context(), b.DB, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		others := func(o overview.Offer) bool { return o.SupplierID != offers[0].SupplierID }
		if r.ID != 0 && len(offers) > 0 && offers[0].State == sourcing.StateCurrent && !slices.ContainsFunc(offers, others) {
			id, before = r.ID, offers
			m.grid.Select(r.key)
			break
		}
	}
	if id == 0 {
		t.Fatal("no product of the sample is offered by one supplier")
	}
	h.Act("margins.cost")
	h.See("New cost of", "Cost of a piece", "will be routed with it")
	h.Type("Holds from", string(before[0].ValidFrom))
	if !h.Verb() {
		t.Error("the price that holds would have been overwritten")
	}
	h.See("choose a later day")
	h.Type("Holds from", "today")
	h.Type("Cost of a piece", "3.21")
	h.Verb()
	after, err := overview.Offers(t.Context(), b.DB, id)
	if err != nil || len(after) != len(before)+1 {
		t.Fatalf("there are %d prices now: %v (dialogs %d)", len(after), err, len(h.Dialogs))
	}
	today := b.Today()
	if n := after[0]; n.Cost != model.MustAmount("3.21") || n.ValidFrom != today || n.Currency != before[0].Currency || n.Supplier != before[0].Supplier {
		t.Errorf("the new price is %+v", n)
	}
	if o := after[1]; o.Cost != before[0].Cost || o.ValidTo != today.AddDays(-1) {
		t.Errorf("the old price is %+v", o)
	}
	if len(h.Dialogs) != 0 || len(h.Toasts) == 0 {
		t.Errorf("%d dialogs stay, %d toasts came", len(h.Dialogs), len(h.Toasts))
	}
}

func TestFee_StartsANewVersion(t *testing.T) {
	b := guitest.Sample(t)
	h := guitest.New(t, b)
	m := h.Open(New, route(paramBy, "country", page.ByPeriod, "all")).(*Margins)
	rules, err := fee.New(b.DB, b.Bus).All(t.Context())
	if err != nil || len(rules) == 0 {
		t.Fatal(err)
	}
	m.changeFee(rules[0].Name)
	h.Type("Percentage", "101")
	if !h.Verb() {
		t.Error("101 % was taken")
	}
	h.See("A fee takes from 0 to 100 %.")
	h.Type("Percentage", "3.9")
	h.Verb()
	now, err := fee.New(b.DB, b.Bus).All(t.Context())
	if err != nil || len(now) != len(rules)+1 {
		t.Fatalf("there are %d rules, before %d: %v", len(now), len(rules), err)
	}
	found := false
	for _, r := range now {
		found = found || r.Name == rules[0].Name && r.ValidFrom == b.Today() && r.Percent == "3.9" && r.Fixed == rules[0].Fixed
	}
	if !found {
		t.Errorf("no version begins today: %+v", now)
	}
}

func TestExport_WritesWhatIsShown(t *testing.T) {
	h, m := open(t)
	m.find("buoy")
	book := filepath.Join(t.TempDir(), "margins.xlsx")
	h.Files = []string{book}
	h.Act("margins.xlsx")
	sheet := partOf(t, book, "xl/worksheets/sheet1.xml")
	if !strings.Contains(sheet, "Buoy") || strings.Contains(sheet, "Anchor") {
		t.Errorf("the workbook does not hold the rows that are shown: %s", sheet)
	}
	if strings.Count(sheet, "<f>") < 9 {
		t.Error("its margins are no formulas")
	}
	if len(h.Toasts) == 0 || h.Toasts[0].Link == nil {
		t.Error("nothing tells that it is written")
	}
	list := filepath.Join(t.TempDir(), "margins.csv")
	h.Files = []string{list}
	m.find("")
	h.Act("margins.csv")
	text, err := os.ReadFile(list)
	if err != nil || strings.Count(string(text), "\n") < 5 || !strings.Contains(string(text), "Anchor") {
		t.Errorf("%s %v", text, err)
	}
	h.Files = []string{filepath.Join(t.TempDir(), "no", "such", "folder.csv")}
	h.Act("margins.csv")
	if len(h.Reports) == 0 {
		t.Error("that the file cannot be written is not told")
	}
}

// partOf reads a file within a workbook.
func partOf(t *testing.T, book, name string) string {
	t.Helper()
	z, err := zip.OpenReader(book)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestKeys_DoWhatTheActionsSay(t *testing.T) {
	h, m := open(t)
	kitFocus(h, m)
	seen := map[action.Key]string{}
	for _, a := range m.Actions() {
		if other := seen[a.Key]; !a.Key.Zero() && other != "" {
			t.Errorf("%s and %s share the key %s", a.ID, other, a.Key)
		}
		seen[a.Key] = a.ID
		if a.Label == "" || a.Icon == nil {
			t.Errorf("%s has no label or icon", a.ID)
		}
	}
	h.Key(action.Plain(fyne.KeyK))
	if len(h.Dialogs) != 1 {
		t.Fatal("K asks for no day")
	}
	h.Cancel()
	h.Key(action.Plain(fyne.KeyO))
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Orders {
		t.Errorf("O leads to %+v", r)
	}
	h.Key(action.Ctrl(fyne.KeyE))
	if len(h.Menus) == 0 {
		t.Error("Ctrl+E offers no form")
	}
	if got := len(m.Areas()); got != 3 {
		t.Errorf("there are %d areas, want sheet, waterfall and panel", got)
	}
}

func TestMargins_TheSheetTakesTheKeyboardOnceItIsThere(t *testing.T) {
	h := guitest.New(t, guitest.Small(t))
	pump := guitest.NewPump()
	h.Run = pump
	m := h.Open(New, route()).(*Margins)
	if h.Focused() != nil {
		t.Errorf("before the sheet the focus is on %T", h.Focused())
	}
	pump.Settle()
	if h.Focused() != fyne.Focusable(m.grid) {
		t.Errorf("the focus is on %T, want the sheet", h.Focused())
	}
	second := h.Open(New, route()).(*Margins)
	second.Search()
	pump.Settle()
	if h.Focused() != fyne.Focusable(second.search) {
		t.Errorf("the focus left the search for %T", h.Focused())
	}
}

func TestRace_LoadsWhileTheBookChanges(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	pump := guitest.NewPump()
	h.Run = pump
	m := h.Open(New, route()).(*Margins)
	for _, by := range []string{"order", "country", "month", "product"} {
		m.ask(func(w *wanted) { w.By = by })
		b.Bus.BooksChanged.Publish(nil)
	}
	pump.Tick()
	pump.Settle()
	h.See("4 products, EUR")
}

func TestMargins_ShowAtOnceWhatWasPrepared(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	if err := Prepare(h)(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, ok := memo.Known[margin.Labels](b.Memory, choicesOf); !ok {
		t.Error("what the filters offer was not read ahead")
	}
	run := &guitest.Prompt{}
	h.Run = run
	m := h.Open(New, page.Route{Screen: page.Margins}).(*Margins)
	before := rowsOf(m)
	if m.grid.Lines() == 0 || !m.fall.box.Visible() {
		t.Fatal("nothing is shown with the first frame")
	}
	h.See("Orders that earned least")
	run.Settle()
	if got := rowsOf(m); got != before {
		t.Errorf("shows\n%s\nafterwards\n%s", before, got)
	}
}

// What was kept and holds no more is not even shown for a moment.
func TestMargins_WhatIsKeptGivesWayToWhatHolds(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	h.Open(New, route())
	h.Screen.Close()
	name := "Anchor, galvanised"
	if _, err := product.New(b.DB, b.Bus).Put(t.Context(), []product.Input{{SKU: "A-1", Name: &name}}); err != nil {
		t.Fatal(err)
	}
	run := &async.Manual{}
	h.Run = run
	h.Open(New, route())
	h.DontSee("Anchor")
	run.Settle()
	h.See(name)
}

func TestMargins_TheMenuOfARowBringsThePanelBack(t *testing.T) {
	h := guitest.New(t, guitest.Small(t))
	m := h.Open(New, route()).(*Margins)
	m.fold(true)
	m.menu(fyne.Position{})
	h.Choose("Show the explanation")
	if m.page.Panel() == nil {
		t.Error("the panel stays closed")
	}
}

// The figure of what was given back led to a sheet that did not show it.
func TestMargins_ARouteNamesTheColumnToBeginWith(t *testing.T) {
	h := guitest.New(t, guitest.Small(t))
	r := route()
	r.Params = map[string]string{paramBy: "order", paramLead: "refund", page.ByPeriod: "all"}
	m := h.Open(New, r).(*Margins)
	h.See("Refunds")
	if s := m.grid.Sort(); len(s) == 0 || s[0].Column != "refund" || !s[0].Down {
		t.Errorf("the sheet is sorted by %+v", s)
	}
	r.Params = map[string]string{paramBy: "order", page.ByPeriod: "all"}
	m = h.Open(New, r).(*Margins)
	h.DontSee("Refunds")
	if s := m.grid.Sort(); len(s) == 0 || s[0].Column != colCM3 {
		t.Errorf("the usual sheet is sorted by %+v now", s)
	}
}

// At 1366 by 768 a product was called "Rechar..." beside an open panel.
func TestMargins_NamesAreReadableBesideThePanel(t *testing.T) {
	h := guitest.New(t, guitest.Sample(t))
	h.Resize(1366-theme.RailWidth, 768)
	m := h.Open(New, route(page.ByPeriod, "all")).(*Margins)
	if m.page.Panel() == nil {
		t.Fatal("no panel is open")
	}
	cut := 0
	for i := range 10 {
		name, _, _ := strings.Cut(m.grid.RowText(i), " |")
		if !h.Has(name) {
			cut++
		}
	}
	if cut > 2 {
		t.Errorf("%d of 10 names are cut: %v", cut, h.Texts())
	}
	h.Resize(1920-theme.RailWidth, 1080)
	if head := m.grid.HeadText(); strings.Count(head, "%") < 4 {
		t.Errorf("with room for all only %s are seen", head)
	}
}
