// Package books shows the books: the journal entry by entry with what each rests
// on, the trial balance, the exchange rates and the settings of bookkeeping. It
// must not know how anything is booked.
package books

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
)

// The tabs.
const (
	tabJournal  = "journal"
	tabBalance  = "balance"
	tabRates    = "rates"
	tabSettings = "settings"
)

// coalesce is how long changes of the book are gathered before it is read again.
const coalesce = 50 * time.Millisecond

// tab is one of the pages in the books.
type tab interface {
	show()   // puts its tools, filters, body and panel on the page, and reads what is not read yet
	reload() // reads again
	search() fyne.Focusable
	areas() []fyne.Focusable
	actions() []action.Action
	escape() bool
	keep() any
	restore(any)
	close()
}

// Books is the screen of the books.
type Books struct {
	h     page.Host
	page  *kit.Page
	tabs  *kit.Tabs
	all   map[string]tab
	proof *proofLine
	leave []func()
	back  bool // restored: what the route asked for was changed since

	journal *journal
	balance *balance
	rates   *rates
	taxes   *taxes
}

// New makes the screen.
func New(h page.Host) page.Screen {
	s := &Books{h: h, page: kit.NewPage(text.T("books.title"))}
	s.tabs = kit.NewTabs(named(0), s.choose)
	s.proof = newProofLine(h, s.page.Refresh)
	s.page.SetTabs(s.tabs, s.proof.line)
	s.journal, s.balance, s.rates, s.taxes = newJournal(s), newBalance(s), newRates(s), newTaxes(s)
	s.all = map[string]tab{tabJournal: s.journal, tabBalance: s.balance, tabRates: s.rates, tabSettings: s.taxes}
	s.listen()
	return s
}

// named are the tabs; the one of the rates counts those that are missing.
func named(gaps int) []kit.Tab {
	return []kit.Tab{
		{ID: tabJournal, Label: text.T("books.tab.journal")},
		{ID: tabBalance, Label: text.T("books.tab.balance")},
		{ID: tabRates, Label: text.T("books.tab.rates"), Count: gaps, Badge: gaps > 0, Tone: theme.Warned},
		{ID: tabSettings, Label: text.T("books.tab.settings")},
	}
}

// listen reads again what changes in the book.
func (s *Books) listen() {
	booked := async.Debounce(s.h.Runner(), coalesce, func() {
		s.journal.reload()
		s.balance.reload()
		s.rates.reload()
		s.proof.reload()
	})
	priced := async.Debounce(s.h.Runner(), coalesce, s.rates.reload)
	settled := async.Debounce(s.h.Runner(), coalesce, s.taxes.reload)
	hear := func(t *event.Topic[event.IDs], do func()) {
		s.leave = append(s.leave, t.Subscribe(func(event.IDs) { s.h.Runner().UI(do) }))
	}
	bus := s.h.Book().Bus
	hear(&bus.BooksChanged, booked)
	hear(&bus.OrdersChanged, booked)
	hear(&bus.PricesChanged, priced)
	hear(&bus.SettingsChanged, settled)
}

func (s *Books) now() tab { return s.all[s.tabs.Chosen()] }

// choose shows another tab.
func (s *Books) choose(id string) {
	s.tabs.SetChosen(id)
	s.page.SetPanel(nil)
	s.page.SetStrip(nil)
	s.page.SetFooter(nil)
	s.page.Header.SetCount("")
	s.now().show()
	if areas := s.now().areas(); len(areas) > 0 && areas[0] != nil {
		kit.Focus(areas[0])
	}
	s.h.Refresh()
}

// Content implements page.Screen.
func (s *Books) Content() fyne.CanvasObject { return s.page }

// Open implements page.Screen. The tab is named by "tab"; "entry" shows one entry,
// "account", "order", "from" and "to" narrow the journal.
func (s *Books) Open(r page.Route) {
	if !s.back {
		if id := r.Param("tab"); s.all[id] != nil {
			s.tabs.SetChosen(id)
		}
		s.journal.ask(r)
	}
	s.now().show()
	s.rates.count()
}

// Reload implements page.Reloader.
func (s *Books) Reload() {
	s.now().reload()
	s.proof.reload()
}

// Search implements page.Searcher.
func (s *Books) Search() {
	if f := s.now().search(); f != nil {
		kit.Focus(f)
	}
}

// Create implements page.Creator: a new exchange rate, the one thing of the books
// that is entered by hand.
func (s *Books) Create() {
	if s.tabs.Chosen() != tabRates {
		s.choose(tabRates)
	}
	s.rates.create()
}

// Save implements page.Saver.
func (s *Books) Save() {
	if s.tabs.Chosen() == tabSettings {
		s.taxes.save()
	}
}

// Primary implements page.Primary.
func (s *Books) Primary() {
	switch s.tabs.Chosen() {
	case tabSettings:
		s.taxes.save()
	case tabRates:
		s.rates.create()
	default:
		s.Export()
	}
}

// Export implements page.Exporter: the report that has the same rows, where it is
// exported.
func (s *Books) Export() {
	switch s.tabs.Chosen() {
	case tabJournal:
		s.journal.report()
	case tabBalance:
		s.balance.report()
	}
}

// Areas implements page.Areas.
func (s *Books) Areas() []fyne.Focusable { return append(s.now().areas(), s.tabs) }

// Actions implements page.Actor.
func (s *Books) Actions() []action.Action {
	all := s.now().actions()
	next := action.Action{
		ID: "books.next", Label: text.T("books.do.next"), Key: action.Key{Name: fyne.KeyTab, Mod: fyne.KeyModifierControl}, Run: func() { s.tabs.Next(1) },
	}
	check := action.Action{ID: "books.check", Label: text.T("books.do.check"), Icon: theme.Icon(theme.IconShield, theme.Text), Run: s.proof.open}
	return append(all, next, check)
}

// Escape implements page.Escaper.
func (s *Books) Escape() bool { return s.now().escape() }

// Dirty implements page.Dirty.
func (s *Books) Dirty() string { return s.taxes.lost() }

// keptTabs is what the way back restores.
type keptTabs struct {
	tab  string
	each map[string]any
}

// Keep implements page.Keeper.
func (s *Books) Keep() any {
	k := keptTabs{s.tabs.Chosen(), map[string]any{}}
	for id, t := range s.all {
		k.each[id] = t.keep()
	}
	return k
}

// Restore implements page.Keeper.
func (s *Books) Restore(v any) {
	k, ok := v.(keptTabs)
	if !ok {
		return
	}
	s.back = true
	s.tabs.SetChosen(k.tab)
	for id, t := range s.all {
		t.restore(k.each[id])
	}
}

// Close implements page.Screen.
func (s *Books) Close() {
	for _, leave := range s.leave {
		leave()
	}
	s.proof.close()
	for _, t := range s.all {
		t.close()
	}
}

// home is the currency of the books.
func (s *Books) home() model.Currency { return s.h.Book().Home }

var _ interface {
	page.Screen
	page.Searcher
	page.Reloader
	page.Creator
	page.Saver
	page.Primary
	page.Exporter
	page.Areas
	page.Actor
	page.Escaper
	page.Dirty
	page.Keeper
} = (*Books)(nil)
