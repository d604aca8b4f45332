package stocking

import (
	"cmp"
	"context"
	"hash/fnv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/stock"
	service "github.com/dropledger/dropledger/services/stocking"
)

type level = service.Level

// Filters of the list, also params of a route to it.
const (
	byLow   = "low"
	byPlace = "threepl"
)

// The states of stock.
const (
	isLow     = "low"
	isEnough  = "enough"
	isUnknown = "unknown"
	isIdle    = "idle"
)

var levelFaces = map[string]face{
	isLow: {theme.Warned, theme.IconWarning}, isEnough: {theme.Fine, theme.IconTickCircle}, isUnknown: {theme.Idle, theme.IconQuestionCircle},
	isIdle: {theme.Idle, theme.IconDottedCircle},
}

// levelState is how well a product is stocked.
func levelState(l level) string {
	switch {
	case l.Low:
		return isLow
	case l.PerDay == nil:
		return isIdle
	case l.ReorderPoint == nil:
		return isUnknown
	}
	return isEnough
}

// moved are the last moves of a row, and what is on its way there.
type moved struct {
	id      int64
	moves   []stock.Move
	inbound []purchase.Inbound
}

// movesMost is how many moves the panel shows.
const movesMost = 60

// levels is the list of the own stock.
type levels struct {
	*roster.List[level]
	service *service.Service
	stock   *stock.Service
	orders  *purchase.Service
	loader  *async.Loader[moved]
	moved   moved
}

func newLevels(h page.Host) *levels {
	b := h.Book()
	s := &levels{service: service.New(b.DB), stock: stock.New(b.DB, b.Bus), orders: purchase.New(b.DB, b.Bus)}
	s.loader = async.NewLoader(h.Runner(), s.showMoves)
	create := kit.Act("stocking.first", text.T("stocking.say.new"), kit.Mark{Icon: theme.IconPlus}, s.create)
	how := kit.Act("stocking.second", text.T("stocking.how"), kit.Mark{Icon: theme.IconHelp}, func() { h.Go(page.Route{Screen: page.Help, Key: page.Stocking}) })
	s.List = roster.New(h, roster.Options[level]{
		Name: "stocking", Words: words(), Single: true, Fixed: true,
		ID: func(l level) int64 { return rowID(l.Place, l.SKU) }, Called: func(l level) string { return l.Name },
		Key:  func(l level) string { return l.Place + "\n" + l.SKU },
		Load: func(ctx context.Context, _ bool) ([]level, error) { return s.service.Levels(ctx) }, Find: s.find,
		Details: s.details, Shown: s.read, Create: s.create, Actions: s.actions, Filters: levelFilters(),
		Tools: []fyne.CanvasObject{kit.IconButton(kit.Plain, theme.IconExport, text.T("stocking.export"), s.Export).WithKey(action.Ctrl(fyne.KeyE))},
		Empty: kit.EmptyOptions{
			Icon: theme.IconPlace, Title: text.T("stocking.empty"), Lines: []string{text.T("stocking.empty.what"), text.T("stocking.empty.from")},
			Primary: &create, Second: &how,
		},
		Grid: grid.Options[level]{
			Name: "stocking", Columns: levelColumns(h.Format(), b.Home),
			Setup: grid.Setup{Sort: []grid.Order{{Column: "state"}}, Count: "stocking.rows", CountOf: "stocking.countof", NoMatch: "stocking.nomatch"},
		},
	}, &b.Bus.OffersChanged, &b.Bus.OrdersChanged, &b.Bus.PurchasesChanged, &b.Bus.SuppliersChanged, &b.Bus.SettingsChanged)
	return s
}

// rowID is the number of a row that is known by texts.
func rowID(parts ...string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.Join(parts, "\n")))
	return int64(h.Sum64() >> 1)
}

// Close implements page.Screen.
func (s *levels) Close() {
	s.loader.Stop()
	s.List.Close()
}

// find looks a row up by its 3PL and SKU.
func (s *levels) find(ctx context.Context, key string) (int64, bool, error) {
	rows, err := s.service.Levels(ctx)
	for _, l := range rows {
		if l.Place+"\n"+l.SKU == key || l.SKU == key {
			return rowID(l.Place, l.SKU), false, nil
		}
	}
	if err == nil {
		err = model.Errorf(model.NotFound, "%s", text.T("stocking.unknown", strings.ReplaceAll(key, "\n", " ")))
	}
	return 0, false, err
}

// read reads for the panel what moved and what is on its way.
func (s *levels) read(l level) {
	s.loader.Load(s.Host.Context(), func(ctx context.Context) (moved, error) {
		moves, err := s.service.Moves(ctx, l, movesMost)
		if err != nil {
			return moved{}, err
		}
		m := moved{id: rowID(l.Place, l.SKU), moves: moves}
		all, err := s.orders.Inbound(ctx)
		for _, p := range all {
			if p.Place == l.Place && p.Line(l.SKU) != nil {
				m.inbound = append(m.inbound, p)
			}
		}
		return m, err
	})
}

func (s *levels) showMoves(m async.State[moved]) {
	switch m.Phase {
	case async.Ready:
		s.moved = m.Value
		s.Again()
		s.Host.Refresh()
	case async.Failed:
		s.Host.Report(text.T("stocking.say.unread.one"), m.Err)
	}
}

func levelFilters() []roster.Filter[level] {
	return []roster.Filter[level]{
		{ID: byLow, Name: text.T("stocking.low"), Values: func(l level) []string {
			if l.Low {
				return []string{byLow}
			}
			return nil
		}},
		{ID: byPlace, Name: text.T("stocking.col.place"), Values: func(l level) []string { return []string{l.Place} }, Label: func(v string) string { return v }},
	}
}

// levelColumns are those of the list.
func levelColumns(f *format.Format, home model.Currency) []grid.Column[level] {
	number := func(id string, width float32, fn func(level) model.Quantity) grid.Column[level] {
		return grid.Column[level]{
			ID: id, Hidden: id == "reserved", Width: width, Align: fyne.TextAlignTrailing, Down: true, Cell: func(l level) grid.Cell { return quantity(f, fn(l)) },
			Compare: func(a, b level) int { return cmp.Compare(fn(a), fn(b)) }, Value: func(l level) any { return reports.Integer(fn(l)) },
		}
	}
	all := []grid.Column[level]{
		{
			ID: "name", Width: 200, MinWidth: 150, Flex: 3, Lead: true, Fixed: true, Cell: func(l level) grid.Cell { return grid.Cell{Text: l.Name, Tip: l.SKU} },
			SortText: func(l level) string { return l.Name }, Value: func(l level) any { return reports.Text(l.Name) },
		},
		{ID: "sku", Width: 96, Hidden: true, Cell: func(l level) grid.Cell { return quiet(l.SKU) }, SortText: func(l level) string { return l.SKU }, Value: func(l level) any { return reports.Identifier(l.SKU) }},
		{ID: "place", Width: 128, MinWidth: 84, Flex: 1, Cell: func(l level) grid.Cell { return quiet(l.Place) }, SortText: func(l level) string { return l.Place }, Value: func(l level) any { return reports.Text(l.Place) }},
		{ID: "state", Width: 132, Cell: func(l level) grid.Cell { return levelStateCell(f, l) }, Compare: urgency, Value: func(l level) any { return reports.Text(levelStateName(l)) }},
		number("on_hand", 70, func(l level) model.Quantity { return l.OnHand }),
		number("reserved", 70, func(l level) model.Quantity { return l.Reserved }),
		number("free", 54, func(l level) model.Quantity { return l.Free }),
		number("coming", 70, func(l level) model.Quantity { return l.Coming }),
		{
			ID: "cover", Width: 60, Align: fyne.TextAlignTrailing, Cell: func(l level) grid.Cell { return whole(f, l.DaysOfCover) },
			Compare: func(a, b level) int { return cmp.Compare(cover(a), cover(b)) }, Value: func(l level) any { return integer(l.DaysOfCover) },
		},
		{
			ID: "point", Width: 96, Align: fyne.TextAlignTrailing, Cell: func(l level) grid.Cell { return whole(f, l.ReorderPoint) },
			Value: func(l level) any { return integer(l.ReorderPoint) },
		},
		{
			ID: "value", Width: 84, Align: fyne.TextAlignTrailing, Down: true, Cell: func(l level) grid.Cell { return grid.Cell{Text: f.Amount(model.Amount(l.Value), home)} },
			Compare: func(a, b level) int { return cmp.Compare(a.Value, b.Value) }, Value: func(l level) any { return reports.Amount(model.Amount(l.Value), home) },
			Total: func(rows []level) grid.Cell {
				var sum model.Amount
				for i := range rows {
					sum = sum.Add(model.Amount(rows[i].Value))
				}
				return grid.Cell{Text: f.Amount(sum, home)}
			},
		},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("stocking.col.", all[i].ID))
	}
	return all
}

func quiet(t string) grid.Cell {
	if t == "" {
		t = text.T("stocking.none")
	}
	return grid.Cell{Text: t, Tone: theme.Quiet}
}

func quantity(f *format.Format, q model.Quantity) grid.Cell {
	if q == 0 {
		return grid.Cell{Text: f.Quantity(q), Tone: theme.Quiet}
	}
	return grid.Cell{Text: f.Quantity(q)}
}

// whole is a number that may not be known.
func whole[T ~int | ~int64](f *format.Format, n *T) grid.Cell {
	if n == nil {
		return quiet("")
	}
	return grid.Cell{Text: f.Int(int(*n))}
}

func integer[T ~int | ~int64](n *T) any {
	if n == nil {
		return reports.Unknown()
	}
	return reports.Integer(*n)
}

// cover is how long stock lasts; what nobody orders lasts longest.
func cover(l level) int {
	if l.DaysOfCover == nil {
		return 1 << 30
	}
	return *l.DaysOfCover
}

func levelStateName(l level) string { return text.T(text.Key("stocking.state.", levelState(l))) }

func levelStateCell(f *format.Format, l level) grid.Cell {
	of := levelFaces[levelState(l)]
	return grid.Cell{Pills: []grid.Pill{{Text: levelStateName(l), Icon: of.icon, Tone: of.tone}}, Tip: asRead(f, l.Says)}
}

// urgency puts what is to be ordered first, then what lasts the shortest.
func urgency(a, b level) int {
	order := map[string]int{isLow: 0, isEnough: 1, isUnknown: 2, isIdle: 3}
	return cmp.Or(cmp.Compare(order[levelState(a)], order[levelState(b)]), cmp.Compare(cover(a), cover(b)))
}
