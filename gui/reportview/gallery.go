package reportview

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/journal"
	"github.com/dropledger/dropledger/reports/pack"
)

// shelves are the groups of the gallery with their reports; what is in none
// stands in the last.
var shelves = []struct {
	name    string
	reports []string
}{
	{"margins", []string{"margin-orders", "margin-lines", "margin-products", "margin-suppliers", "margin-shops", "margin-countries", "margin-months"}},
	{"books", []string{"profit-and-loss", "trial-balance", "journal", "sales-journal", "sales-by-country-rate", "refunds", "cogs-by-supplier", "fees", "supplier-balances", "threepl-fees"}},
	{"operations", []string{"order-kpis", "late-parcels", "delivery-estimates", "exceptions", "stock", "stocking-proposals", "supplier-scorecard", "claims"}},
}

// icons tell the reports apart.
var icons = map[string]theme.IconName{
	"margin-orders": theme.IconOrders, "margin-lines": theme.IconList, "margin-products": theme.IconProducts, "margin-suppliers": theme.IconSuppliers,
	"margin-shops": theme.IconStore, "margin-countries": theme.IconGlobe, "margin-months": theme.IconCalendar,
	"profit-and-loss": theme.IconMargins, "trial-balance": theme.IconScale, "journal": theme.IconBooks, "sales-journal": theme.IconCoins,
	"sales-by-country-rate": theme.IconPercent, "refunds": theme.IconUndo, "cogs-by-supplier": theme.IconParcels, "fees": theme.IconCard,
	"supplier-balances": theme.IconBank, "threepl-fees": theme.IconPlace, "order-kpis": theme.IconTrendUp, "exceptions": theme.IconWarning, "stock": theme.IconInbox, "late-parcels": theme.IconLate, "delivery-estimates": theme.IconClock,
	"stocking-proposals": theme.IconIdea, "supplier-scorecard": theme.IconSheet, "claims": theme.IconReturned,
}

func iconOf(report string) theme.IconName {
	if i, ok := icons[report]; ok {
		return i
	}
	return theme.IconReports
}

// answers is in one line what a report answers.
func answers(i reports.Info) string {
	if key := text.Key("reportview.about.", i.Name); text.Has(key) {
		return text.T(key)
	}
	return i.Description
}

// Gallery is the screen with all reports.
type Gallery struct {
	h      page.Host
	page   *kit.Page
	search *kit.SearchField
	doors  []*kit.Doors
	found  *kit.Box

	pack        *period.Selector
	packButton  *kit.Button
	books       *period.Selector
	form        *kit.Selector
	booksButton *kit.Button
	folder      string // of the last export
}

// NewGallery makes the screen with all reports.
func NewGallery(h page.Host) page.Screen {
	g := &Gallery{h: h, page: kit.NewPage(text.T("reportview.gallery")), found: kit.Column(theme.Gap8)}
	all := reports.List()
	g.page.Header.SetCount(text.N("reportview.gallery.count", len(all), h.Format().Int(len(all))))
	g.search = kit.NewSearchField(h.Runner(), text.T("reportview.gallery.search"), g.fill)
	g.search.OnList = func() { kit.Focus(g.first()) }
	g.search.OnSubmitted = func(string) { g.openFirst() }
	g.page.Header.SetTools(g.search)
	g.fill("")
	g.page.SetBody(kit.Scroll(kit.Inset(kit.Column(theme.Gap16, g.exports(), g.found), theme.Gap16, theme.Gap16)))
	return g
}

// exports are the two cards for the accountant.
func (g *Gallery) exports() fyne.CanvasObject {
	return kit.Row(theme.Gap12, kit.Grow(g.packCard()), kit.Sized(g.journalCard(), 400, 0)).Top()
}

func (g *Gallery) packCard() fyne.CanvasObject {
	var inside []string
	for _, name := range pack.Sheets() {
		if i, err := reports.Describe(name); err == nil {
			inside = append(inside, i.Title)
		}
	}
	g.pack = g.selector("reports.pack", false)
	g.packButton = kit.NewButton(kit.Primary, text.T("reportview.pack.verb"), g.Primary).WithIcon(theme.IconSheet).WithKey(action.Ctrl(fyne.KeyReturn))
	what := kit.Column(theme.Gap4, kit.Wrapped(kit.Body, text.T("reportview.pack.what")), kit.Wrapped(kit.Caption, text.T("reportview.pack.inside", strings.Join(inside, ", "))))
	body := kit.Column(theme.Gap12, kit.Row(theme.Gap12, kit.NewIconCircle(theme.IconSheet, theme.Accented, 40, 20), kit.Grow(what)).Top(),
		kit.Row(theme.Gap8, g.pack, g.packButton))
	return kit.NewCard(text.T("reportview.pack"), text.T("reportview.pack.note"), nil, body)
}

func (g *Gallery) journalCard() fyne.CanvasObject {
	var forms []kit.Option
	for _, f := range journal.Formats() {
		forms = append(forms, kit.Option{ID: f, Text: text.T(text.Key("reportview.form.", f))})
	}
	g.form = kit.NewSelector(text.T("reportview.form"), forms, func(id string) { g.h.Remember("reports.form", id) })
	var last string
	if g.h.Remembered("reports.form", &last) && slices.Contains(journal.Formats(), last) {
		g.form.SetChosen(last)
	} else {
		g.form.SetChosen(string(journal.Hledger))
	}
	g.books = g.selector("reports.journal", true)
	g.booksButton = kit.NewButton(kit.Plain, text.T("reportview.journal.verb"), g.exportJournal).WithIcon(theme.IconExport)
	what := kit.Column(theme.Gap4, kit.Wrapped(kit.Body, text.T("reportview.journal.what")), kit.Wrapped(kit.Caption, text.T("reportview.journal.inside")))
	body := kit.Column(theme.Gap12, kit.Row(theme.Gap12, kit.NewIconCircle(theme.IconBooks, theme.Accented, 40, 20), kit.Grow(what)).Top(),
		kit.Row(theme.Gap8, g.books, g.form, g.booksButton))
	return kit.NewCard(text.T("reportview.journal"), text.T("reportview.journal.note"), nil, body)
}

// selector chooses the period of an export and remembers it; open says whether it
// may be without end.
func (g *Gallery) selector(key string, open bool) *period.Selector {
	var chosen period.Choice
	if !g.h.Remembered(key, &chosen) {
		chosen = period.Named(period.LastMonth)
	}
	o := period.Options{Label: text.T("reportview.period"), Format: g.h.Format(), Today: g.h.Book().Today, Without: []string{period.Last30}}
	if !open {
		o.Without = append(o.Without, period.All)
	}
	var s *period.Selector
	o.Changed = func(c period.Choice) { g.h.Remember(key, c) }
	o.Ask = func(p model.Period) { g.askDays(s, p, !open) }
	s = period.New(o, chosen)
	return s
}

// fill shows the reports in whose title or answer all words occur.
func (g *Gallery) fill(words string) {
	g.doors = nil
	var parts []fyne.CanvasObject
	left := reports.List()
	for i, shelf := range shelves {
		var doors []*kit.Door
		for _, r := range left {
			last := i == len(shelves)-1 && !shelved(r.Name)
			if (slices.Contains(shelf.reports, r.Name) || last) && fits(r, words) {
				doors = append(doors, kit.NewDoor(iconOf(r.Name), r.Title, answers(r), func() { g.h.Go(page.Route{Screen: page.Report, Key: r.Name}) }))
			}
		}
		if len(doors) > 0 {
			d := kit.NewDoors(doors...)
			g.doors = append(g.doors, d)
			parts = append(parts, kit.NewLabel(kit.SmallStrong, text.T(text.Key("reportview.shelf.", shelf.name))), d, kit.Gap(0, theme.Gap4))
		}
	}
	if len(parts) == 0 {
		again := action.Action{Label: text.T("reportview.gallery.clear"), Icon: theme.Icon(theme.IconClose, theme.Accent), Run: g.search.Clear}
		parts = append(parts, kit.Empty(kit.EmptyOptions{Icon: theme.IconSearch, Title: text.T("reportview.gallery.none"), Lines: []string{text.T("reportview.gallery.none.line", words)}, Primary: &again}))
	}
	g.found.Set(parts...)
	g.page.Refresh()
}

func shelved(name string) bool {
	for _, s := range shelves {
		if slices.Contains(s.reports, name) {
			return true
		}
	}
	return false
}

func fits(r reports.Info, words string) bool {
	all := strings.ToLower(r.Title + " " + answers(r) + " " + r.Name)
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

func (g *Gallery) first() fyne.Focusable {
	if len(g.doors) == 0 {
		return g.search
	}
	return g.doors[0].First()
}

// openFirst opens the first report that was found, as Enter in the search does.
func (g *Gallery) openFirst() {
	if d, ok := g.first().(*kit.Door); ok {
		d.Tapped(nil)
	}
}

// Content implements page.Screen.
func (g *Gallery) Content() fyne.CanvasObject { return g.page }

// Open implements page.Screen.
func (g *Gallery) Open(page.Route) { g.h.Refresh() }

// Search implements page.Searcher.
func (g *Gallery) Search() { kit.Focus(g.search) }

// Areas implements page.Areas.
func (g *Gallery) Areas() []fyne.Focusable { return []fyne.Focusable{g.first(), g.search, g.pack} }

// Escape implements page.Escaper.
func (g *Gallery) Escape() bool {
	if g.search.Text == "" {
		return false
	}
	g.search.Clear()
	return true
}

// Close implements page.Screen.
func (g *Gallery) Close() {}
