package margins

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
)

// manyOrders is of how many orders the facts are listed.
const manyOrders = 200

// facts are the costs behind a step of the waterfall, in the place of the panel.
type facts struct {
	*kit.Panel
	m    *Margins
	part margin.PartName
	grid *grid.Grid[fact]
	more bool
}

// fact is a cost with its place in the list.
type fact struct {
	margin.Fact
	n int
}

// showFacts lists the costs of one kind behind the selection, or with "" all.
func (m *Margins) showFacts(part margin.PartName) {
	s := m.sheet()
	rows, some := m.rows()
	if s == nil || len(rows) == 0 {
		return
	}
	title, names := m.heading(rows)
	if !some {
		rows = nil
	}
	x := &facts{m: m, part: part}
	x.Panel = kit.NewPanel(func() { m.closeFacts(); m.fold(true) })
	x.AddTool(kit.IconButton(kit.Bare, theme.IconLeft, text.T("margins.facts.back"), func() { m.Escape() }))
	kind := text.T("margins.facts.all")
	if part != "" {
		kind = partName(part)
	}
	x.SetTitle(kind, title, names)
	x.grid = grid.New(grid.Options[fact]{
		Key: func(r fact) string { return strconv.Itoa(r.n) }, Columns: x.columns(),
		Load: func(ctx context.Context) ([]fact, error) {
			e, err := margin.Facts(ctx, m.h.Book().DB, s.query(rows), margin.Wanted{Part: part, Orders: manyOrders})
			all := make([]fact, len(e.Facts))
			for i := range e.Facts {
				all[i] = fact{e.Facts[i], i}
			}
			m.h.Runner().UI(func() { x.more = e.More })
			return all, err
		},
		OnOpen: func(r fact) { m.h.Go(page.OrderRoute(r.Shop, r.Order)) },
		Setup:  grid.Setup{First: true, Bare: true, TotalsName: "margins.facts.count"},
		Events: grid.Events{
			OnView: x.viewed, OnSelect: m.h.Refresh, OnMenu: func(at fyne.Position) { m.h.Menu(at, x.actions()) },
			OnDetails: func(err error) { m.h.Report(text.T("margins.unread"), err) },
		},
		Place: grid.Place{Context: m.h.Context(), Runner: m.h.Runner(), Format: m.h.Format()},
	})
	x.grid.SetEmpty(kit.Empty(kit.EmptyOptions{Icon: theme.IconCoins, Title: text.T("margins.facts.none"), Lines: []string{text.T("margins.facts.none.line")}}))
	x.SetBody(x.grid)
	m.closeFacts()
	m.facts = x
	m.page.SetPanelWidth(theme.PanelMaxWidth) // for the names of what costs come from
	m.page.SetPanel(x.Panel)
	x.grid.Reload()
	m.h.Refresh()
	kit.Focus(x.grid)
}

// closeFacts shows the panel again.
func (m *Margins) closeFacts() {
	if m.facts == nil {
		return
	}
	m.facts.grid.Close()
	m.facts = nil
	m.page.SetPanelWidth(theme.PanelMinWidth)
	m.page.SetPanel(nil)
	m.panel.show()
	m.h.Refresh()
}

// viewed tells when there are older costs than those listed.
func (x *facts) viewed() {
	if x.more {
		x.SetTop(kit.NewLabel(kit.Caption, text.T("margins.facts.more", x.m.h.Format().Int(manyOrders))))
	}
	x.m.h.Refresh()
}

func (x *facts) columns() []grid.Column[fact] {
	f, home := x.m.h.Format(), x.m.h.Book().Home
	return []grid.Column[fact]{
		{
			ID: "dated", Title: text.T("margins.facts.date"), Width: 70, Down: true, Cell: func(r fact) grid.Cell { return quiet(f.Date(r.Dated)) },
			Compare: func(a, b fact) int { return cmp.Compare(a.Dated, b.Dated) },
		},
		{
			ID: "order", Title: text.T("margins.by.order"), Width: 72, MinWidth: 50, Cell: func(r fact) grid.Cell { return grid.Cell{Text: r.Order, Tip: r.Shop} },
			SortText: func(r fact) string { return r.Order },
		},
		{ID: "source", Title: text.T("margins.facts.source"), Width: 100, Flex: 1, Cell: func(r fact) grid.Cell { return x.source(&r) }, SortText: func(r fact) string { return sourceName(&r.Fact) }},
		{
			ID: "amount", Title: string(home), Width: 64, Align: right, Down: true, Cell: func(r fact) grid.Cell { return x.amount(&r) },
			Compare: func(a, b fact) int { return cmp.Compare(a.Home, b.Home) },
			Total: func(rows []fact) grid.Cell {
				var all model.Amount
				for _, r := range rows {
					all = all.Add(r.Home)
				}
				return grid.Cell{Text: money(f, all, home), Bold: true}
			},
		},
	}
}

// source is where the cost comes from, with a mark that says how sure it is.
func (x *facts) source(r *fact) grid.Cell {
	icon, tone, state := certainty(r.State)
	c := grid.Cell{Icon: icon, IconTone: tone, Text: sourceName(&r.Fact)}
	if x.part == "" {
		c.Text, c.Sub = factName(&r.Fact), c.Text
	}
	c.Tip = text.T("margins.fact.tip", factName(&r.Fact), sourceName(&r.Fact), state, x.m.h.Format().DateYear(r.Dated))
	return c
}

// amount is what the rows bear of the cost; the tooltip has all of it.
func (x *facts) amount(r *fact) grid.Cell {
	f, home := x.m.h.Format(), x.m.h.Book().Home
	c := grid.Cell{Text: money(f, r.Home, home)}
	switch {
	case r.Home != r.Whole:
		c.Tip = text.T("margins.fact.shared", f.Money(r.Home, home), f.Money(r.Whole, home))
	case r.Currency != home:
		c.Tip = f.Money(r.Amount, r.Currency)
	}
	return c
}

// actions are what can be done with the chosen cost.
func (x *facts) actions() []action.Action {
	r, ok := x.grid.CurrentRow()
	open := kit.Act("margins.facts.open", text.T("margins.do.order"), kit.Mark{Icon: theme.IconOrders, Key: action.Plain(fyne.KeyReturn)}, func() { x.m.h.Go(page.OrderRoute(r.Shop, r.Order)) })
	open.Off = func() string {
		if !ok {
			return text.T("margins.off.fact")
		}
		return ""
	}
	all := []action.Action{open}
	if rule, fee := feeRule(r.Source); ok && fee {
		return append(all, kit.Act("margins.fee", text.T("margins.do.fee"), kit.Mark{Icon: theme.IconPercent, Key: action.Plain(fyne.KeyE)}, func() { x.m.changeFee(rule) }))
	}
	cost := kit.Act("margins.cost", text.T("margins.do.cost"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() { x.m.changeCost(r.ProductID, r.Supplier) })
	cost.Off = func() string {
		switch {
		case !ok:
			return text.T("margins.off.fact")
		case r.ProductID == 0:
			return text.T("margins.off.noproduct")
		}
		return ""
	}
	return append(all, cost)
}

// factName is the kind of a cost.
func factName(f *margin.Fact) string { return text.T(text.Key("margins.type.", f.Type)) }

// The words by which the book names where a cost comes from.
const (
	fromOffer    = "offer of "
	fromFee      = "fee rule "
	fromPurchase = "purchase order "
	fromRouting  = "routing"
	fromCatalog  = "cost per item in the shop's catalogue"
)

// sourceName is where a cost comes from, in the words of the window.
func sourceName(f *margin.Fact) string {
	s := f.Source
	switch rule, fee := feeRule(s); {
	case fee:
		return text.T("margins.source.fee", rule)
	case strings.HasPrefix(s, fromOffer):
		return text.T("margins.source.offer", strings.TrimPrefix(s, fromOffer))
	case strings.HasPrefix(s, fromPurchase):
		return text.T("margins.source.purchase", strings.TrimPrefix(s, fromPurchase))
	case s == fromRouting:
		return text.T("margins.source.routing", f.Supplier)
	case s == fromCatalog:
		return text.T("margins.source.catalogue")
	}
	return s
}

// feeRule is the name of the fee rule a cost comes from, of several the first.
func feeRule(source string) (name string, ok bool) {
	rest, ok := strings.CutPrefix(source, fromFee)
	if !ok {
		return "", false
	}
	rest, _, _ = strings.Cut(rest, ", "+fromFee)
	at := strings.LastIndex(rest, " from ")
	if at < 0 {
		return "", false
	}
	return rest[:at], true
}
