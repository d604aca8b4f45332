package margins

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/orderbook"
)

// Actions implements page.Actor.
func (m *Margins) Actions() []action.Action {
	rows, _ := m.rows()
	var all []action.Action
	if m.facts != nil {
		all = m.facts.actions()
	} else {
		all = m.steps(rows)
		drill := kit.Act("margins.open", text.T("margins.do.open"), kit.Mark{Icon: theme.IconRight, Key: action.Plain(fyne.KeyReturn)}, func() { m.withCurrent(m.open) })
		all = append([]action.Action{drill}, all...)
	}
	fall := text.T("margins.do.fall.hide")
	if m.plain {
		fall = text.T("margins.do.fall.show")
	}
	none := kit.Act("margins.none", text.T("margins.do.none"), kit.Mark{Icon: theme.IconBoxEmpty, Key: action.Plain(fyne.KeyN)}, func() { m.grid.SelectNone() })
	none.Off = func() string {
		if !m.selected() {
			return text.T("margins.off.none")
		}
		return ""
	}
	return append(all, none,
		kit.Act("margins.by", text.T("margins.do.by"), kit.Mark{Icon: theme.IconSplit, Key: action.Plain(fyne.KeyG)}, func() { m.bar.by.Tapped(nil) }),
		kit.Act("margins.period", text.T("margins.do.period"), kit.Mark{Icon: theme.IconCalendar, Key: action.Plain(fyne.KeyP)}, func() { m.bar.period.Tapped(nil) }),
		kit.Act("margins.compare", text.T("margins.do.compare"), kit.Mark{Icon: theme.IconSwap, Key: action.Plain(fyne.KeyC)}, func() { m.bar.compare.Tapped(nil) }),
		kit.Act("margins.known", text.T("margins.do.known"), kit.Mark{Icon: theme.IconHistory, Key: action.Plain(fyne.KeyK)}, m.askKnown),
		kit.Act("margins.clear", text.T("margins.clear"), kit.Mark{Icon: theme.IconClose, Key: action.Plain(fyne.KeyX)}, m.clear),
		m.details(),
		kit.Act("margins.fall", fall, kit.Mark{Icon: theme.IconMargins, Key: action.Plain(fyne.KeyW)}, m.toggleFall),
		kit.Act("margins.columns", text.T("margins.do.columns"), kit.Mark{Icon: theme.IconColumns, Key: action.Plain(fyne.KeyL)}, func() {
			if m.grid != nil {
				m.grid.ArrangeColumns()
			}
		}),
		kit.Act("margins.xlsx", text.T("margins.do.xlsx"), kit.Mark{Icon: theme.IconSheet}, func() { m.exportAs("xlsx") }),
		kit.Act("margins.csv", text.T("margins.do.csv"), kit.Mark{Icon: theme.IconFile}, func() { m.exportAs("csv") }))
}

// steps are what can be done with the rows that are selected, or all.
func (m *Margins) steps(rows []*row) []action.Action {
	if m.cols.w.By == string(margin.Order) {
		open := kit.Act("margins.orders", text.T("margins.do.order"), kit.Mark{Icon: theme.IconOrders, Key: action.Plain(fyne.KeyO)}, func() { m.withCurrent(m.openOrder) })
		open.Off = func() string {
			if !m.selected() {
				return text.T("margins.off.order")
			}
			return ""
		}
		return []action.Action{open, m.costAction(rows)}
	}
	orders := kit.Act("margins.orders", text.T("margins.do.list"), kit.Mark{Icon: theme.IconOrders, Key: action.Plain(fyne.KeyO)}, m.showOrders)
	drill := kit.Act("margins.drill", text.T("margins.do.drill"), kit.Mark{Icon: theme.IconRight, Key: action.Plain(fyne.KeyD)}, m.drill)
	all := []action.Action{drill, m.costAction(rows), orders}
	if m.cols.w.By != string(margin.Product) {
		all = append(all[:1], kit.Act("margins.fee", text.T("margins.do.fee"), kit.Mark{Icon: theme.IconPercent, Key: action.Plain(fyne.KeyF)}, func() { m.changeFee("") }), orders)
	}
	return all
}

// costAction changes the cost of the product that is chosen.
func (m *Margins) costAction(rows []*row) action.Action {
	id := m.product(rows)
	cost := kit.Act("margins.cost", text.T("margins.do.cost"), kit.Mark{Icon: theme.IconPencil, Key: action.Plain(fyne.KeyE)}, func() { m.changeCost(id, "") })
	cost.Off = func() string {
		if id == 0 {
			return text.T("margins.off.product")
		}
		return ""
	}
	return cost
}

// product is the one product that the selection is about, 0 when there is none.
func (m *Margins) product(rows []*row) int64 {
	if m.cols.w.By == string(margin.Product) && m.selected() && len(rows) == 1 {
		return rows[0].ID
	}
	if s := m.sheet(); s != nil && len(s.only.Products) == 1 {
		return s.only.Products[0]
	}
	return 0
}

func (m *Margins) withCurrent(do func(*row)) {
	if m.grid == nil {
		return
	}
	if r, ok := m.grid.CurrentRow(); ok {
		do(r)
	}
}

// menu is the context menu of a row.
func (m *Margins) menu(at fyne.Position) {
	rows, _ := m.rows()
	all := []action.Action{kit.Act("margins.open", text.T("margins.do.open"), kit.Mark{Icon: theme.IconRight, Key: action.Plain(fyne.KeyReturn)}, func() { m.withCurrent(m.open) })}
	m.h.Menu(at, append(append(all, m.steps(rows)...), m.details()))
}

// details opens the panel or closes it.
func (m *Margins) details() action.Action {
	label := text.T("margins.do.panel.hide")
	if m.page.Panel() == nil {
		label = text.T("margins.do.panel.show")
	}
	return kit.Act("margins.panel", label, kit.Mark{Icon: theme.IconSidebar, Key: action.Plain(fyne.KeyI)}, func() { m.fold(m.page.Panel() != nil) })
}

// open goes behind a row: to its orders, of an order to its costs.
func (m *Margins) open(r *row) {
	if m.cols.w.By != string(margin.Order) {
		m.drillInto([]*row{r})
		return
	}
	m.grid.Select(r.key)
	m.showFacts("")
}

// drill shows the orders of the selection as the same sheet.
func (m *Margins) drill() {
	rows, part := m.rows()
	if !part {
		rows = nil
	}
	m.drillInto(rows)
}

func (m *Margins) drillInto(rows []*row) {
	s := m.sheet()
	if s == nil {
		return
	}
	w := m.want
	w.By = string(margin.Order)
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = reference(r.ID)
	}
	switch margin.Dimension(m.cols.w.By) {
	case margin.Product:
		w.Products = orAll(ids, w.Products)
	case margin.Supplier:
		w.Suppliers = orAll(ids, w.Suppliers)
	case margin.Shop:
		w.Shops = orAll(ids, w.Shops)
	case margin.Country:
		for i, r := range rows {
			ids[i] = r.Code
		}
		w.Countries = orAll(ids, w.Countries)
	case margin.Order:
	default:
		w.Period = m.days(rows)
	}
	m.h.Go(w.route(m.h.Book().Today()))
}

// orAll are the chosen values, without any those that were set.
func orAll(chosen, set []string) []string {
	if len(chosen) == 0 {
		return set
	}
	return chosen
}

// days are from the first to the last of some steps, within the period.
func (m *Margins) days(rows []*row) period.Choice {
	s := m.sheet()
	p := model.Period{}
	for _, r := range rows {
		span := spanOf(s.want.step(), r.Span)
		if p.From == "" || span.From < p.From {
			p.From = span.From
		}
		p.To = max(p.To, span.To)
	}
	if len(rows) == 0 {
		return m.want.Period
	}
	p.From = max(p.From, s.period.From)
	if s.period.To != "" {
		p.To = min(p.To, s.period.To)
	}
	return period.Between(p, m.h.Book().Today())
}

// openOrder opens the page of an order.
func (m *Margins) openOrder(r *row) { m.h.Go(page.OrderRoute(r.Origin.Shop, r.Code)) }

// showOrders opens the list of orders, narrowed as the selection is.
func (m *Margins) showOrders() {
	s := m.sheet()
	rows, part := m.rows()
	if s == nil {
		return
	}
	if !part {
		rows = nil
	}
	q := s.query(rows)
	placed := s.period
	if m.cols.w.step() != "" && len(rows) > 0 {
		placed = m.days(rows).Period(m.h.Book().Today())
	}
	m.h.Go(page.OrdersRoute(orderbook.Query{Placed: placed, Shops: q.Shops, Suppliers: q.Suppliers, Countries: q.Countries, Products: withoutNone(q.Products)}))
}

// withoutNone leaves out what stands for lines without a product: the list of
// orders cannot be narrowed to it.
func withoutNone(ids []int64) (kept []int64) {
	for _, id := range ids {
		if id != 0 {
			kept = append(kept, id)
		}
	}
	return kept
}

// showCostless opens the orders that have a line nobody's cost is known of.
func (m *Margins) showCostless() {
	if s := m.sheet(); s != nil {
		m.h.Go(page.OrdersRoute(orderbook.Query{Placed: s.period, Shops: s.only.Shops, Countries: s.only.Countries, Suppliers: []int64{0}}))
	}
}

// pick goes behind a step of the waterfall: of a cost to its facts, of a total to
// the orders.
func (m *Margins) pick(id string) {
	if id == stepNet || strings.HasPrefix(id, stepCM) {
		if m.cols.w.By != string(margin.Order) {
			m.drill()
		}
		return
	}
	if id == "fulfilment" {
		id = ""
	}
	m.showFacts(margin.PartName(id))
}

// toggleFall shows or hides the waterfall for good.
func (m *Margins) toggleFall() {
	m.plain = !m.plain
	m.h.Remember(fallKey, m.plain)
	if s := m.sheet(); s != nil {
		m.note(s)
	}
	m.body.Refresh()
	kit.Focus(m.list())
	m.h.Refresh()
}
