// Package suppliers shows whom the merchant buys from: the list with what each
// offers, is owed and earned lately, the terms of the chosen one beside it, and
// the form that keeps them. It must not know how an order is given to a supplier.
package suppliers

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/page/staging"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/score"
	"github.com/dropledger/dropledger/services/scorecard"
	"github.com/dropledger/dropledger/services/supplier"
)

// Filters of the list, also params of a route to it.
const (
	byStage   = "stage"
	byType    = "type"
	byCountry = page.ByCountry
)

// row is a supplier: its terms, and what it is worth lately.
type row struct {
	supplier.Row
	seen overview.Supplier
	card score.Card
}

// Suppliers is the list of the suppliers.
type Suppliers struct {
	*roster.List[row]
	suppliers *supplier.Service
	scores    *score.Service
}

// New makes the screen of the suppliers; a route with a Key opens it at the
// supplier of that name.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Suppliers{suppliers: supplier.New(b.DB, b.Bus), scores: scorecard.New(b.DB, b.Bus)}
	bring := kit.Act("suppliers.import", text.T("suppliers.import"), kit.Mark{Icon: theme.IconImport, Key: action.Ctrl(fyne.KeyI)}, s.importFiles)
	how := kit.Act("suppliers.how", text.T("suppliers.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Suppliers}) })
	create := kit.Act("suppliers.first", text.T("suppliers.say.new"), kit.Mark{Icon: theme.IconPlus}, s.create)
	s.List = roster.New(h, roster.Options[row]{
		Name: "suppliers", Kind: supplier.Kind, Words: words(),
		ID: func(r row) int64 { return r.ID }, Key: name, Called: name, Archived: func(r row) bool { return r.Archived },
		Load: s.load, Find: s.find, Details: s.details, Change: s.change, Create: s.create, Open: s.scorecard, Actions: s.actions,
		Filters: filters(),
		Extra:   []action.Action{how},
		Tools: []fyne.CanvasObject{
			kit.IconButton(kit.Plain, theme.IconMerge, text.T("suppliers.say.duplicates"), func() { s.Duplicates() }).WithKey(action.Plain(fyne.KeyG)),
			kit.IconButton(kit.Plain, theme.IconExport, text.T("suppliers.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE)),
			kit.ActionButton(bring, kit.Plain).IconOnly(),
		},
		Empty: kit.EmptyOptions{
			Icon: theme.IconSuppliers, Title: text.T("suppliers.empty"), Lines: []string{text.T("suppliers.empty.what"), text.T("suppliers.empty.from")},
			Primary: &create, Second: &how,
		},
		Grid: grid.Options[row]{
			Name: "suppliers", Columns: s.columns(h.Format(), b.Home, b.Today),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "name"}}, Count: "suppliers.count", CountOf: "suppliers.countof", NoMatch: "suppliers.nomatch"},
		},
	}, &b.Bus.SuppliersChanged, &b.Bus.OffersChanged, &b.Bus.PurchasesChanged, &b.Bus.OrdersChanged, &b.Bus.BooksChanged, &b.Bus.PricesChanged, &b.Bus.SettingsChanged)
	return s
}

func name(r row) string { return r.Name }

// words are the texts that every list of records needs.
func words() roster.Words {
	return roster.Words{
		Say: func(key string, args ...any) string { return text.T(text.Key("suppliers.say.", key), args...) },
		Count: func(key string, n int, args ...any) string {
			return text.N(text.Key("suppliers.say.", key), n, args...)
		},
		Field: func(name string) string {
			if key := text.Key("suppliers.field.", name); text.Has(key) {
				return text.T(key)
			}
			return name
		},
		Value: said,
	}
}

// said is a value of the history as a person reads it.
func said(field, value string) string {
	switch field {
	case "type":
		return choice(text.Key("suppliers.type.", value), value)
	case "stage":
		return choice(text.Key("vetting.stage.", value), value)
	case "channel":
		return choice(text.Key("suppliers.channel.", value), value)
	case "batching":
		return choice(text.Key("suppliers.batching.", value), value)
	}
	return value
}

func choice(key, value string) string {
	if text.Has(key) {
		return text.T(key)
	}
	return value
}

func filters() []roster.Filter[row] {
	one := func(fn func(row) string) func(row) []string {
		return func(r row) []string { return []string{fn(r)} }
	}
	return []roster.Filter[row]{
		{ID: byStage, Name: text.T("suppliers.col.stage"), Values: one(func(r row) string { return string(r.Stage) }), Label: func(v string) string { return stageName(model.Stage(v)) }},
		{ID: byType, Name: text.T("suppliers.col.type"), Values: one(func(r row) string { return string(r.Type) }), Label: func(v string) string { return typeName(model.SourcingType(v)) }},
		{ID: byCountry, Name: text.T("suppliers.col.country"), Values: one(func(r row) string { return r.Country }), Label: countryName},
	}
}

func typeName(t model.SourcingType) string { return text.T(text.Key("suppliers.type.", t)) }

// countryName is the name of a country by its code.
func countryName(code string) string {
	switch code {
	case "":
		return text.T("suppliers.country.none")
	case anywhere:
		return text.T("suppliers.anywhere")
	}
	return model.Country(code).Name()
}

// anywhere is the destination that stands for every country.
const anywhere = "*"

// worths are what suppliers delivered and cost. The day counts: it is of the last days.
func worths(ctx context.Context, b *page.Book, archived bool) ([]overview.Supplier, error) {
	key := fmt.Sprint("suppliers worths ", b.Today(), archived)
	return memo.Recall(ctx, b.Memory, key, func() ([]overview.Supplier, error) {
		return overview.Suppliers(ctx, b.DB, overview.Filter{Archived: archived})
	})
}

// Prepare works out what the list needs, before anybody asks.
func Prepare(h page.Host) func(context.Context) error {
	b := h.Book()
	return func(ctx context.Context) error {
		if _, err := worths(ctx, b, false); err != nil {
			return err
		}
		scores := scorecard.New(b.DB, b.Bus)
		defer scores.Close() // it keeps what it read of all orders
		_, err := cards(ctx, b, scores)
		return err
	}
}

// load reads the suppliers with what they are worth.
func (s *Suppliers) load(ctx context.Context, archived bool) ([]row, error) {
	terms, err := s.suppliers.List(ctx, record.Filter{Archived: archived})
	if err != nil {
		return nil, err
	}
	seen, err := worths(ctx, s.Host.Book(), archived)
	if err != nil {
		return nil, err
	}
	cards, err := cards(ctx, s.Host.Book(), s.scores)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]overview.Supplier, len(seen))
	for _, o := range seen {
		byID[o.ID] = o
	}
	rows := make([]row, len(terms))
	for i, r := range terms {
		rows[i] = row{r, byID[r.ID], cards[r.ID]}
	}
	return rows, nil
}

// cards are the scores of the suppliers in use, by their ids. The day counts:
// what is overdue counts as late.
func cards(ctx context.Context, b *page.Book, scores *score.Service) (map[int64]score.Card, error) {
	all, err := memo.Recall(ctx, b.Memory, fmt.Sprint("suppliers cards ", b.Today()), func() ([]score.Card, error) { return scores.All(ctx) })
	byID := make(map[int64]score.Card, len(all))
	for _, c := range all {
		byID[c.ID] = c
	}
	return byID, err
}

// Close implements page.Screen.
func (s *Suppliers) Close() {
	s.List.Close()
	s.scores.Close()
}

// scorecard opens the page on which a supplier is judged.
func (s *Suppliers) scorecard(r row) { s.Host.Go(page.Route{Screen: page.Scorecard, Key: r.Name}) }

func (s *Suppliers) find(ctx context.Context, name string) (int64, bool, error) {
	found, err := s.suppliers.ByName(ctx, name)
	return found.ID, found.ArchivedAt != "", err
}

// actions are what leads from a supplier to what belongs to it.
func (s *Suppliers) actions(r row, ok bool) []action.Action {
	h := s.Host
	lead := func(id, label string, icon theme.IconName, key fyne.KeyName, to page.Route) action.Action {
		a := kit.Act(id, label, kit.Mark{Icon: icon, Key: action.Plain(key)}, func() { h.Go(to) })
		a.Off = s.Off(ok)
		return a
	}
	of := map[string]string{page.BySupplier: r.Name}
	purchases := lead("suppliers.purchases", text.T("suppliers.purchases"), theme.IconForwarding, fyne.KeyU, purchasesOf(r))
	stage := kit.Act("suppliers.stage", text.T("suppliers.do.stage"), kit.Mark{Icon: theme.IconSwap, Key: action.Plain(fyne.KeyT)}, func() { staging.Ask(h, staging.Of{Supplier: r.Name, Stage: r.Stage}, text.T, s.Reload) })
	stage.Off = s.Off(ok && !r.Archived)
	return []action.Action{
		lead("suppliers.products", text.T("suppliers.products"), theme.IconProducts, fyne.KeyP, page.Route{Screen: page.Products, Params: of}),
		lead("suppliers.orders", text.T("suppliers.orders"), theme.IconOrders, fyne.KeyO, page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "all", page.BySupplier: r.Name}}),
		lead("suppliers.margins", text.T("suppliers.margins"), theme.IconMargins, fyne.KeyR, page.Route{Screen: page.Margins, Params: of}),
		purchases,
		lead("suppliers.assess", text.T("suppliers.do.assess"), theme.IconFileTick, fyne.KeyA, page.Route{Screen: page.Assess, Key: r.Name}),
		lead("suppliers.scorecard", text.T("suppliers.do.scorecard"), theme.IconScale, fyne.KeyS, page.Route{Screen: page.Scorecard, Key: r.Name}),
		stage,
	}
}

// purchasesOf leads to what waits for approval when that is all there is, else
// to what was sent.
func purchasesOf(r row) page.Route {
	screen := page.Outbox
	if r.seen.ToApprove > 0 && r.seen.ToApprove == r.seen.Open {
		screen = page.Forwarding
	}
	return page.Route{Screen: screen, Params: map[string]string{page.BySupplier: r.Name}}
}

// importFiles asks for price lists.
func (s *Suppliers) importFiles() {
	s.Host.File(page.FileAsk{Title: text.T("suppliers.import"), Endings: []string{".csv", ".xlsx"}, Many: true, Purpose: "import"}, s.Host.Import)
}

// shipsTo names the countries a supplier ships to.
func shipsTo(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = countryName(c)
	}
	return strings.Join(names, ", ")
}
