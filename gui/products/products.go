// Package products shows what the merchant sells: the list with the best cost,
// the stock and the sales of each product, the offers of the chosen one beside
// it, and the forms that keep products and offers. It must not know how a
// supplier is chosen for an order.
package products

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/memo"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
	"github.com/dropledger/dropledger/services/supplier"
)

// Filters of the list, also params of a route to it.
const (
	lackStock    = "gone"
	priceRose    = "rose"
	lackOffer    = "no_offer"
	lackSupplier = "no_supplier"
	byLack       = "lack" // lackCustoms
	bySupplier   = page.BySupplier
)

// lackCustoms is the value of byLack for products without customs data.
const lackCustoms = "customs"

// row is a product: what it is, and what it is worth lately.
type row struct {
	product.Row
	seen      overview.Product
	suppliers []string // that have an offer which holds today
}

// Products is the list of the products.
type Products struct {
	*roster.List[row]
	products *product.Service
	offers   *sourcing.Service
	sellers  *supplier.Service
	put      *put.Service
	loader   *async.Loader[offers] // of the product in the panel
}

// offers are what suppliers ask and asked for a product.
type offers struct {
	product int64
	all     []overview.Offer
}

// New makes the screen of the products; a route with a Key opens it at the
// product with that SKU.
func New(h page.Host) page.Screen {
	b := h.Book()
	s := &Products{
		products: product.New(b.DB, b.Bus), offers: sourcing.New(b.DB, b.Bus), sellers: supplier.New(b.DB, b.Bus), put: put.New(b.DB, b.Bus),
	}
	s.loader = async.NewLoader(h.Runner(), func(async.State[offers]) { s.Again() })
	bring := kit.Act("products.import", text.T("products.import"), kit.Mark{Icon: theme.IconImport, Key: action.Ctrl(fyne.KeyI)}, s.importFiles)
	how := kit.Act("products.how", text.T("products.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Products}) })
	first := kit.Act("products.first", text.T("products.import"), kit.Mark{Icon: theme.IconImport}, s.importFiles)
	s.List = roster.New(h, roster.Options[row]{
		Name: "products", Kind: product.Kind, Words: words(),
		ID: func(r row) int64 { return r.ID }, Key: sku, Called: sku, Archived: func(r row) bool { return r.Archived },
		Load: s.load, Find: s.find, Details: s.details, Shown: s.read, Change: s.change, Create: s.create, Actions: s.actions,
		Filters: filters(),
		Extra:   []action.Action{how},
		Tools: []fyne.CanvasObject{
			kit.IconButton(kit.Plain, theme.IconMerge, text.T("products.say.duplicates"), func() { s.Duplicates() }).WithKey(action.Plain(fyne.KeyG)),
			kit.IconButton(kit.Plain, theme.IconExport, text.T("products.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE)),
			kit.ActionButton(bring, kit.Plain).IconOnly(),
		},
		Empty: kit.EmptyOptions{
			Icon: theme.IconProducts, Title: text.T("products.empty"), Lines: []string{text.T("products.empty.what"), text.T("products.empty.from")},
			Primary: &first, Second: &how,
		},
		Grid: grid.Options[row]{
			Name: "products", Columns: s.columns(h.Format(), b.Home),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "sku"}}, Count: "products.count", CountOf: "products.countof", NoMatch: "products.nomatch"},
		},
	}, &b.Bus.ProductsChanged, &b.Bus.OffersChanged, &b.Bus.SuppliersChanged, &b.Bus.OrdersChanged, &b.Bus.BooksChanged, &b.Bus.PricesChanged, &b.Bus.SettingsChanged)
	return s
}

func sku(r row) string { return r.SKU }

// words are the texts that every list of records needs.
func words() roster.Words {
	return roster.Words{
		Say:   func(key string, args ...any) string { return text.T(text.Key("products.say.", key), args...) },
		Count: func(key string, n int, args ...any) string { return text.N(text.Key("products.say.", key), n, args...) },
		Field: func(name string) string {
			if key := text.Key("products.field.", name); text.Has(key) {
				return text.T(key)
			}
			return name
		},
		Value: func(field, value string) string {
			if key := text.Key("products.archived.", value); field == "archived" && text.Has(key) {
				return text.T(key)
			}
			return value
		},
	}
}

func filters() []roster.Filter[row] {
	fits := func(fn func(row) bool) func(row) []string {
		return func(r row) []string {
			if fn(r) {
				return []string{lackCustoms}
			}
			return nil
		}
	}
	flag := func(id string, fn func(row) bool) roster.Filter[row] {
		return roster.Filter[row]{ID: id, Name: text.T(text.Key("products.filter.", id)), Values: fits(fn)}
	}
	return []roster.Filter[row]{
		flag(lackStock, soldOut), flag(priceRose, rose), flag(lackOffer, func(r row) bool { return r.seen.Offers == 0 }),
		flag(lackSupplier, func(r row) bool { return r.seen.Offers > 0 && r.seen.Best == nil }),
		{ID: bySupplier, Name: text.T("products.filter.supplier"), Values: func(r row) []string { return r.suppliers }, Label: func(v string) string { return v }},
		{ID: byLack, Name: text.T("products.filter.lack"), Values: fits(func(r row) bool { return r.HS == "" || r.Origin == "" }), Label: func(v string) string { return text.T(text.Key("products.lack.", v)) }, Rare: true},
	}
}

// soldOut tells whether suppliers counted and none has any.
func soldOut(r row) bool { return r.seen.Stock.Counted > 0 && r.seen.Stock.Quantity == 0 }

// rose tells whether the last change of a price was upwards.
func rose(r row) bool { return r.seen.Change != nil && r.seen.Change.New > r.seen.Change.Old }

// worths are what products sold and cost. The day counts: it is of the last days.
func worths(ctx context.Context, b *page.Book, archived bool) ([]overview.Product, error) {
	key := fmt.Sprint("products worths ", b.Today(), archived)
	return memo.Recall(ctx, b.Memory, key, func() ([]overview.Product, error) {
		return overview.Products(ctx, b.DB, overview.Filter{Archived: archived})
	})
}

// Prepare works out what the list needs, before anybody asks.
func Prepare(h page.Host) func(context.Context) error {
	b := h.Book()
	return func(ctx context.Context) error {
		_, err := worths(ctx, b, false)
		return err
	}
}

// load reads the products with what they are worth.
func (s *Products) load(ctx context.Context, archived bool) ([]row, error) {
	b := s.Host.Book()
	base, err := s.products.List(ctx, record.Filter{Archived: archived})
	if err != nil {
		return nil, err
	}
	seen, err := worths(ctx, b, archived)
	if err != nil {
		return nil, err
	}
	asked, err := s.offers.List(ctx, record.Filter{State: sourcing.StateCurrent})
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]overview.Product, len(seen))
	for _, o := range seen {
		byID[o.ID] = o
	}
	sellers := make(map[string][]string, len(seen))
	for _, o := range asked {
		sellers[o.SKU] = append(sellers[o.SKU], o.Supplier)
	}
	rows := make([]row, len(base))
	for i, r := range base {
		rows[i] = row{r, byID[r.ID], sellers[r.SKU]}
	}
	return rows, nil
}

func (s *Products) find(ctx context.Context, sku string) (int64, bool, error) {
	found, err := s.products.BySKU(ctx, sku)
	return found.ID, found.ArchivedAt != "", err
}

// Close implements page.Screen.
func (s *Products) Close() {
	s.loader.Stop()
	s.List.Close()
}

// actions are what leads from a product to what belongs to it.
func (s *Products) actions(r row, ok bool) []action.Action {
	h := s.Host
	of := func(screen string, more string) func() {
		return func() {
			p := map[string]string{page.ByProduct: r.SKU}
			if more != "" {
				p[page.ByState] = more
			}
			h.Go(page.Route{Screen: screen, Params: p})
		}
	}
	offer := kit.Act("products.offer", text.T("products.offer.new"), kit.Mark{Icon: theme.IconTag, Key: action.Plain(fyne.KeyN)}, func() { s.newOffer(r) })
	orders := kit.Act("products.orders", text.T("products.orders"), kit.Mark{Icon: theme.IconOrders, Key: action.Plain(fyne.KeyO)}, of(page.Orders, "all"))
	margins := kit.Act("products.margins", text.T("products.margins"), kit.Mark{Icon: theme.IconMargins, Key: action.Plain(fyne.KeyR)}, of(page.Margins, ""))
	offer.Off, orders.Off, margins.Off = s.OffGone(ok, ok && r.Archived), s.Off(ok), s.Off(ok)
	version := kit.Act("products.version", text.T("products.offer.version"), kit.Mark{Icon: theme.IconPlus, Key: action.Plain(fyne.KeyV)}, func() { s.pick(r, s.nextOffer) })
	correct := kit.Act("products.correct", text.T("products.offer.correct"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyC)}, func() { s.pick(r, s.correctOffer) })
	version.Off, correct.Off = s.offOffer(r, ok), s.offOffer(r, ok)
	return []action.Action{offer, version, correct, orders, margins}
}

// offOffer says why none of a product's offers can be changed now.
func (s *Products) offOffer(r row, ok bool) func() string {
	return func() string {
		if why := s.OffGone(ok, ok && r.Archived)(); why != "" {
			return why
		}
		if len(s.current(r)) == 0 {
			return text.T("products.offers.none")
		}
		return ""
	}
}

// current are the offers of a product that hold today, as far as they are read.
func (s *Products) current(r row) (now []*overview.Offer) {
	if v := s.loader.State().Value; v.product == r.ID {
		for _, o := range cheapestFirst(v.all) {
			if o.State == sourcing.StateCurrent {
				now = append(now, o)
			}
		}
	}
	return now
}

// pick does something with the offer of a product, asking with which of several.
func (s *Products) pick(r row, do func(row, *overview.Offer)) {
	now := s.current(r)
	if len(now) == 1 {
		do(r, now[0])
		return
	}
	choices := make([]action.Action, len(now))
	for i, o := range now {
		choices[i] = action.Action{ID: "products.pick", Label: o.Supplier, Run: func() { do(r, o) }}
	}
	s.Host.Menu(roster.Below(s.Page.Header), choices)
}

// importFiles asks for catalogues and price lists.
func (s *Products) importFiles() {
	s.Host.File(page.FileAsk{Title: text.T("products.import"), Endings: []string{".csv", ".xlsx"}, Many: true, Purpose: "import"}, s.Host.Import)
}
