package books

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/statement"
)

func shown(t *testing.T, b *page.Book, params ...string) (*guitest.Host, *Books) {
	t.Helper()
	h := guitest.New(t, b)
	r := page.Route{Screen: page.Books, Params: map[string]string{}}
	for i := 0; i < len(params); i += 2 {
		r.Params[params[i]] = params[i+1]
	}
	return h, h.Open(New, r).(*Books)
}

// entry is the number of the newest entry of a kind and order.
func entry(t *testing.T, b *page.Book, kind, order string) statement.Booked {
	t.Helper()
	e, err := statement.FindEntries(t.Context(), b.DB, statement.EntryQuery{Kind: kind, Order: order})
	if err != nil || e.Len() == 0 {
		t.Fatalf("no %s of %s: %v", kind, order, err)
	}
	all, err := e.Page(t.Context(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestJournal_ShowsEntriesWithTheirSums(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b)
	all, err := statement.FindEntries(t.Context(), b.DB, statement.EntryQuery{})
	if err != nil {
		t.Fatal(err)
	}
	debit, _, err := all.Sums(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.See("Books", h.Format().Int(all.Len())+" entries", "Debit", h.Format().Amount(debit, b.Home))
	if n := s.journal.grid.Len(); n != all.Len() {
		t.Errorf("%d of %d entries", n, all.Len())
	}
	h.See("Journal balanced, margins equal the journal")
	h.Tap("Journal balanced, margins equal the journal")
	if h.Routes[0].Screen != page.Check {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestJournal_UnfoldsOneEntryAndAll(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b, "order", "1003")
	g := s.journal.grid
	folded := g.Len()
	h.Key(action.Plain(fyne.KeyRight))
	e := entry(t, b, "cost", "1003")
	if g.Len() != folded+len(e.Postings) {
		t.Fatalf("%d lines after unfolding %d postings of %d entries", g.Len(), len(e.Postings), folded)
	}
	if got := g.RowText(1); !strings.Contains(got, e.Postings[0].Account.Name) {
		t.Errorf("the first posting is %q", got)
	}
	h.Key(action.Plain(fyne.KeyDown), action.Plain(fyne.KeyDown))
	if !strings.Contains(g.Current(), "/1") {
		t.Errorf("the cursor is on %s", g.Current())
	}
	h.Act("books.unfold")
	lines := 0
	found := s.journal.source.now()
	counts, err := found.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range counts {
		lines += 1 + n
	}
	if g.Len() != lines || !strings.Contains(g.Current(), "/1") {
		t.Errorf("%d lines of %d, the cursor on %s", g.Len(), lines, g.Current())
	}
	g.SelectLine(0)
	h.Key(action.Plain(fyne.KeyLeft))
	if g.Len() != lines-counts[0] {
		t.Errorf("folding one entry of all leaves %d lines of %d", g.Len(), lines)
	}
	h.Act("books.unfold")
	if g.Len() != folded {
		t.Errorf("%d lines when all are folded", g.Len())
	}
}

func TestJournal_OfAnAccountEqualsTheTrialBalance(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b, "tab", tabBalance)
	rows, err := statement.Balances(t.Context(), b.DB, query.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	f := h.Format()
	for _, r := range rows {
		if got := s.balance.grid.CellText(r.Account.Code, "balance"); got != f.Amount(r.Closing(), b.Home) && r.Closing() != 0 {
			t.Errorf("%s: %s, want %s", r.Account.Code, got, r.Closing())
		}
	}
	if got := s.balance.grid.Totals()["balance"].Text; got != "0.00" {
		t.Errorf("the balances sum to %s", got)
	}
	s.balance.grid.Open("1100")
	if s.tabs.Chosen() != tabJournal || s.journal.source.now().Len() == 0 {
		t.Fatalf("tab %s", s.tabs.Chosen())
	}
	clearing := rows[0]
	h.See("Account: 1100 Payment provider clearing", f.Amount(clearing.Debit, b.Home), f.Amount(clearing.Credit, b.Home), f.Amount(clearing.Closing(), b.Home))
	h.Act("books.unfold")
	if c, ok := s.journal.grid.CellAt(s.journal.grid.Current(), "what"); !ok || c.Text == "" {
		t.Errorf("the current line is %v", c)
	}
}

func TestBalance_OfADayLeavesOutWhatCameLater(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b, "tab", tabBalance)
	s.balance.choose(endOfYear)
	h.See("Nothing was booked until then")
	h.Tap("Show today")
	s.balance.askDay()
	h.Type("Day", "31 Jan 2026")
	h.Verb()
	if got := s.balance.grid.CellText("1100", "balance"); got != "275.54" {
		t.Errorf("the clearing account stood at %s", got) // as booktest works it out before February
	}
	h.Act("books.entries")
	if v := filter(s.journal.grid.Filters(), byPeriod); v == nil || v[1] != "2026-01-31" {
		t.Errorf("filters %v", s.journal.grid.Filters())
	}
	s.choose(tabBalance)
	s.Export()
	if r := h.Routes[len(h.Routes)-1]; r.Key != "trial-balance" || r.Params["to"] != "2026-01-31" {
		t.Errorf("went to %v", r)
	}
}

func TestJournal_NarrowsAndClears(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b)
	j := s.journal
	all := j.grid.Len()
	j.days.Choose(period.Choice{Days: model.Period{From: "2026-03-01", To: "2026-03-31"}})
	if n := j.grid.Len(); n == 0 || n >= all {
		t.Errorf("%d of %d", n, all)
	}
	j.choose(byKind)
	h.Choose("Refund")
	h.See("Kind: Refund", "1 of ")
	j.choose(byAccount)
	h.Choose("5210  Marketplace fees")
	h.See("No entry fits these 3 filters")
	h.Tap("Clear filters")
	if j.grid.Len() != all || j.days.Choice() != period.Named(period.All) {
		t.Errorf("%d of %d entries, %v", j.grid.Len(), all, j.days.Choice())
	}
	j.choose(byOrder)
	if !h.Verb() {
		t.Error("an order without a number is taken")
	}
	h.Type("Number of the order", "1003")
	h.Verb()
	if j.grid.Len() != 4 {
		t.Errorf("%d entries of the order", j.grid.Len())
	}
	h.Type("Number, text, supplier, SKU", "refund")
	h.Key(action.Plain(fyne.KeyReturn))
	if j.grid.Len() != 1 {
		t.Errorf("%d entries with the word", j.grid.Len())
	}
	j.grid.Clear()
	if j.find.Text != "" {
		t.Error("the search stays when filters are cleared")
	}
	j.askDays(model.Period{})
	h.Type("First day", "1 Mar 2026")
	h.Verb()
	h.See("since 1 Mar 2026")
}

func TestJournal_SaysWhyAnEntryExists(t *testing.T) {
	b := guitest.Small(t)
	sale := entry(t, b, "sale", "L-1")
	h, s := shown(t, b, "entry", key(sale))
	h.See("Entry "+key(sale), "Order L-1 of Lumen was paid on 15 Feb 2026.", "1 USD = 0.9 EUR, the rate of 1 Jan 2020", "Booked 10 Mar")
	h.Key(action.Plain(fyne.KeyReturn))
	if len(h.Routes) != 1 || !strings.Contains(h.Routes[0].Key+h.Routes[0].Params["shop"], "L-1Lumen") {
		t.Errorf("went to %v", h.Routes)
	}
	fee := entry(t, b, "fee", "1001")
	s.journal.goTo(fee.ID)
	h.See("fee rule Card from 2020-01-01", "estimated", "Payment fee")
	back := entry(t, b, "reversal", "1004")
	s.journal.goTo(back.ID)
	h.See("Takes back entry "+h.Format().Int(int(back.Reverses)), "Entries are never changed.")
	h.Tap("Takes back entry " + h.Format().Int(int(back.Reverses)))
	h.See("taken back", "Taken back by entry "+key(back))
	if !s.Escape() || s.page.Panel() != nil || s.Escape() {
		t.Error("Esc does not close the details, once")
	}
	h.Act("books.panel")
	if s.page.Panel() == nil {
		t.Error("the details do not come back")
	}
	h.Act("books.only")
	if s.journal.source.now().Len() == 0 || filter(s.journal.grid.Filters(), byOrder) == nil {
		t.Error("the journal is not narrowed to the order")
	}
}

// An entry of the own stock has no order: its reason read "The goods of order and".
func TestJournal_SaysWhyAnEntryWithoutAnOrderExists(t *testing.T) {
	_, s := shown(t, guitest.Small(t))
	var o statement.Origin
	o.Kind = "cost"
	said := s.journal.panel.reason(&o)
	if strings.Contains(said, "order") || !strings.Contains(said, "3PL") {
		t.Errorf("it says %q", said)
	}
}

func key(b statement.Booked) string { return line{entry: &b, at: -1}.key() }

func TestJournal_AnEmptyBookSaysWhatBelongsThere(t *testing.T) {
	h, s := shown(t, guitest.Empty(t))
	h.See("The books fill themselves")
	h.Tap("Go to the orders")
	if h.Routes[0].Screen != page.Orders {
		t.Errorf("went to %v", h.Routes)
	}
	s.choose(tabBalance)
	h.See("The books fill themselves")
	s.choose(tabRates)
	h.See("No exchange rate yet")
}

func TestBooks_AFailedReadCanBeTriedAgain(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	s := h.Open(New, page.Route{Screen: page.Books}).(*Books)
	for _, tab := range []string{tabJournal, tabBalance, tabRates} {
		if tab != tabJournal {
			s.choose(tab)
		}
		grids := map[string]interface{ StateText() string }{tabJournal: s.journal.grid, tabBalance: s.balance.grid, tabRates: s.rates.grid}
		if got := grids[tab].StateText(); got == "" {
			t.Errorf("%s says nothing", tab)
		}
	}
	s.choose(tabSettings)
	h.See("The settings could not be read. Nothing was changed.", "Try again")
}

func TestRates_AMissingRateIsEnteredAndItsOrdersAreBooked(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b, "tab", tabRates)
	h.See("1 order in GBP", "Enter rate")
	h.Tap("Enter rate")
	h.See("New exchange rate")
	h.Verb()
	h.See("Fill in “Rate”.")
	h.Type("Rate", "1.17")
	h.Type("Source", "ECB")
	h.Verb()
	if len(h.Dialogs) != 0 {
		t.Fatalf("the dialog stays: %v", h.Texts())
	}
	if len(h.Toasts) != 1 || h.Toasts[0].Text != "The rate is kept, and 1 order came into the books." {
		t.Errorf("told %v", h.Toasts)
	}
	rows, err := rate.New(b.DB, b.Bus).List(t.Context(), 0)
	if err != nil || len(rows) != 1 || rows[0].Value.String() != "1.17" || rows[0].Date != "2026-02-22" || rows[0].Source != "ECB" {
		t.Fatalf("rates %+v, %v", rows, err)
	}
	s.rates.reload()
	h.DontSee("1 order in GBP")
	h.See("GBP to EUR", "1 rate, of 22 Feb 2026")
	if c := s.rates.grid.CellText("GBPEUR2026-02-22", "orders"); c != "1" {
		t.Errorf("used by %q orders", c)
	}
	if entry(t, b, "sale", "1007").Currency != "GBP" {
		t.Error("the order is not booked")
	}
}

func TestRates_AreChangedWithTheKeyboard(t *testing.T) {
	b := guitest.Small(t)
	enter(t, b, "USD", "2026-02-01", "0.91")
	enter(t, b, "USD", "2026-03-01", "0.925")
	h, s := shown(t, b, "tab", tabRates)
	if got := s.rates.grid.CellText("USDEUR2026-02-01", "rate"); got != "0.910 EUR" {
		t.Errorf("points do not stand below each other: %q", got)
	}
	s.rates.grid.Select("USDEUR2026-03-01")
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("Rate from USD to EUR of 1 Mar 2026", "A rate is known by its day and currencies")
	h.Type("Rate", "0")
	h.Verb()
	if len(h.Dialogs) != 1 {
		t.Fatal("a rate of nothing is taken")
	}
	h.Type("Rate", "0.93")
	h.Verb()
	if got := s.rates.grid.CellText("USDEUR2026-03-01", "rate"); got != "0.93 EUR" {
		t.Errorf("the rate is %q", got)
	}
	h.Key(action.Ctrl(fyne.KeyN))
	h.See("New exchange rate")
	h.Cancel()
	h.Act("books.waiting")
	if r := h.Routes[0]; r.Screen != page.Orders || r.Params[page.ByOnly] != page.OnlyUnbooked {
		t.Errorf("went to %v", r)
	}
	h.Type("Currency or source", "nothing")
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("No rate fits this search")
	if !s.Escape() {
		t.Error("Esc does not take the search back")
	}
}

func enter(t *testing.T, b *page.Book, from model.Currency, day model.Date, value string) {
	t.Helper()
	in := rate.Input{Date: day, From: from, To: b.Home, Rate: &record.Number{Decimal: decimal.RequireFromString(value)}}
	if _, err := rate.New(b.DB, b.Bus).Put(t.Context(), []rate.Input{in}); err != nil {
		t.Fatal(err)
	}
}

func TestSettings_AreSavedAndRefusedAtTheField(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b, "tab", tabSettings)
	h.See("Name of the book", "Fixed: entries are posted in it.", "Your business on documents")
	h.Type("Your business name", "Harbour Goods GmbH")
	if s.Dirty() == "" {
		t.Error("nothing would be lost by leaving")
	}
	h.Type("Name of the book", "")
	s.Save()
	h.See("it must not be empty")
	h.Type("Name of the book", "Harbour 2")
	h.Act("books.save")
	for k, want := range map[setting.Key]string{setting.MerchantName: "Harbour Goods GmbH", setting.BookName: "Harbour 2", setting.BookCurrency: "EUR"} {
		e, err := setting.New(b.DB, b.Bus).Get(t.Context(), string(k))
		if err != nil || e.Value != want {
			t.Errorf("%s = %q, want %q (%v)", k, e.Value, want, err)
		}
	}
	if s.Dirty() != "" || len(h.Toasts) != 1 || h.Toasts[0].Text != "The settings are saved." {
		t.Errorf("dirty %q, told %v", s.Dirty(), h.Toasts)
	}
}

func TestBooks_ComeBackAsTheyWereLeft(t *testing.T) {
	b := guitest.Small(t)
	h, s := shown(t, b, "order", "1003")
	h.Key(action.Plain(fyne.KeyRight), action.Plain(fyne.KeyDown))
	lines, cursor := s.journal.grid.Len(), s.journal.grid.Current()
	again := h.Return(New, page.Route{Screen: page.Books, Params: map[string]string{"order": "1001", "tab": tabRates}}, s.Keep()).(*Books)
	if again.journal.grid.Len() != lines || again.journal.grid.Current() != cursor {
		t.Errorf("%d lines at %s, want %d at %s", again.journal.grid.Len(), again.journal.grid.Current(), lines, cursor)
	}
	again.choose(tabBalance)
	again.balance.choose(endOfMonth)
	third := h.Return(New, page.Route{Screen: page.Books}, again.Keep()).(*Books)
	if third.tabs.Chosen() != tabBalance || third.balance.on != "2026-02-28" {
		t.Errorf("tab %s on %s", third.tabs.Chosen(), third.balance.on)
	}
}

func TestBooks_FollowTheBookAndStopListening(t *testing.T) {
	b := guitest.Small(t)
	h := guitest.New(t, b)
	run := &async.Manual{}
	h.Run = run
	s := h.Open(New, page.Route{Screen: page.Books}).(*Books)
	run.Settle()
	found := s.journal.source.now()
	b.Bus.BooksChanged.Publish(nil)
	b.Bus.OrdersChanged.Publish(nil)
	b.Bus.SettingsChanged.Publish(nil)
	run.Settle()
	run.Tick()
	if s.journal.source.now() == found {
		t.Error("the journal was not read again")
	}
	s.Close()
	b.Bus.BooksChanged.Publish(nil)
	if len(run.Shown) != 0 {
		t.Error("a closed screen listens")
	}
}

func TestJournal_TheNewestQueryWins(t *testing.T) {
	h := guitest.New(t, guitest.Small(t))
	run := &async.Manual{}
	h.Run = run
	s := h.Open(New, page.Route{Screen: page.Books}).(*Books)
	run.Settle()
	s.journal.grid.SetFilter(byKind, "sale")
	late := run.Work
	run.Work = nil
	s.journal.grid.SetFilter(byKind, "refund")
	run.Settle()
	n := s.journal.grid.Len()
	for _, work := range late {
		work()
	}
	run.Settle()
	if s.journal.grid.Len() != n || !strings.Contains(s.journal.grid.RowText(0), "Refund") {
		t.Errorf("%d lines, first %q", s.journal.grid.Len(), s.journal.grid.RowText(0))
	}
}

func TestBooks_KeysDoWhatTheyMean(t *testing.T) {
	h, s := shown(t, guitest.Small(t))
	h.Key(action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl})
	if s.tabs.Chosen() != tabBalance {
		t.Errorf("Ctrl+Tab leads to %s", s.tabs.Chosen())
	}
	s.choose(tabJournal)
	for _, l := range "kad" {
		if !letter(s.journal.actions(), l) {
			t.Errorf("%c does nothing", l)
		}
	}
	if letter(s.journal.actions(), 'z') {
		t.Error("a letter without a meaning is taken")
	}
	h.Cancel()
	letter(s.journal.actions(), 'c')
	h.See("Columns and order", "Narrower") // as in every other list
	h.Window.Canvas().Overlays().Remove(h.Window.Canvas().Overlays().Top())
	s.Search()
	if h.Focused() != fyne.Focusable(s.journal.find) {
		t.Error("Ctrl+F does not lead to the search")
	}
	s.Export()
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Report || r.Key != "journal" {
		t.Errorf("Ctrl+E leads to %v", r)
	}
	for id, tab := range s.all {
		for _, a := range tab.actions() {
			if a.ID == "" || strings.HasPrefix(a.Label, "books.") {
				t.Errorf("%s: %+v", id, a)
			}
		}
	}
}
