package stocking

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/stock"
	service "github.com/dropledger/dropledger/services/stocking"
)

// details fills the panel with the stock of a product.
func (s *levels) details(p *kit.Panel, l level) {
	of := levelFaces[levelState(l)]
	p.SetTitle(l.Name, text.T("stocking.line", l.SKU, l.Place))
	p.SetState(of.tone, of.icon, levelStateName(l))
	sections := []fyne.CanvasObject{
		kit.PanelSection(text.T("stocking.section.stock"), "", s.counts(l)),
		kit.PanelSection(text.T("stocking.section.lasts"), "", s.lasts(l)),
	}
	if way := s.way(l); way != nil {
		sections = append(sections, kit.PanelSection(text.T("stocking.section.way"), "", way))
	}
	sections = append(sections, kit.PanelSection(text.T("stocking.section.moves"), "", s.movesOf(l)))
	p.SetSections(sections...)
	all := map[string]action.Action{}
	for _, a := range s.actions(l, true) {
		all[a.ID] = a
	}
	first := all["stocking.replenish"]
	if len(s.arriving(l)) > 0 {
		first = all["stocking.receive"]
	}
	p.SetButtons(kit.ActionButton(first, kit.Next), kit.ActionButton(all["stocking.count"], kit.Plain), kit.ActionButton(all["stocking.adjust"], kit.Plain).IconOnly())
}

func (s *levels) counts(l level) fyne.CanvasObject {
	f, home := s.Host.Format(), s.Host.Book().Home
	return kit.NewFacts(
		kit.Fact{Label: text.T("stocking.col.on_hand"), Value: f.Quantity(l.OnHand)},
		kit.Fact{Label: text.T("stocking.col.reserved"), Value: f.Quantity(l.Reserved)},
		kit.Fact{Label: text.T("stocking.col.free"), Value: f.Quantity(l.Free), Bold: true},
		kit.Fact{Label: text.T("stocking.col.coming"), Value: f.Quantity(l.Coming)},
		kit.Fact{Label: text.T("stocking.cost"), Value: f.Price(model.Amount(l.UnitCost), home)},
		kit.Fact{Label: text.T("stocking.col.value"), Value: f.Money(model.Amount(l.Value), home)},
	)
}

// lasts says how long it lasts and what to order.
func (s *levels) lasts(l level) fyne.CanvasObject {
	f := s.Host.Format()
	unknown := text.T("stocking.none")
	number := func(n *int64) string {
		if n == nil {
			return unknown
		}
		return f.Int(int(*n))
	}
	facts := []kit.Fact{{Label: text.T("stocking.perday"), Value: unknown}, {Label: text.T("stocking.col.cover"), Value: unknown}}
	if l.PerDay != nil {
		facts[0].Value = f.Fixed(*l.PerDay, 2)
	}
	if l.DaysOfCover != nil {
		facts[1].Value = f.Days(*l.DaysOfCover)
	}
	facts = append(facts, leadFact(s.Host, l.Lead), kit.Fact{Label: text.T("stocking.safety"), Value: number(l.SafetyStock)},
		kit.Fact{Label: text.T("stocking.col.point"), Value: number(l.ReorderPoint), Bold: true})
	facts = append(facts, orderFacts(s.Host, l.Order)...)
	rows := []fyne.CanvasObject{kit.NewFacts(facts...)}
	if l.Says != "" {
		rows = append(rows, kit.NewNote(theme.Idle, theme.IconInfo, asRead(f, l.Says), nil))
	}
	return kit.Column(theme.Gap8, rows...)
}

// leadFact is the lead time with whose word it is.
func leadFact(h page.Host, l *service.Lead) kit.Fact {
	fact := kit.Fact{Label: text.T("stocking.lead"), Value: text.T("stocking.none")}
	if l != nil {
		f := h.Format()
		fact.Value, fact.Tip = text.T("stocking.lead.value", f.Decimal(l.Days), f.Decimal(l.Sigma)), l.Text
	}
	return fact
}

// orderFacts are what to order, and at what price.
func orderFacts(h page.Host, o *service.Order) []kit.Fact {
	if o == nil || o.Quantity == 0 {
		return nil
	}
	f := h.Format()
	tip := text.T("stocking.order.tip", f.Quantity(o.MOQ), f.Quantity(o.Multiple))
	return []kit.Fact{
		{Label: text.T("stocking.order"), Value: text.T("stocking.order.value", f.Quantity(o.Quantity), f.Price(model.Amount(o.Unit), o.Currency)), Bold: true, Tip: tip},
		{Label: text.T("stocking.order.from"), Value: o.Supplier},
		{Label: text.T("stocking.order.total"), Value: f.Money(model.Amount(o.Total), o.Currency)},
	}
}

// movesOf lists what moved, the newest first.
func (s *levels) movesOf(l level) fyne.CanvasObject {
	if s.moved.id != rowID(l.Place, l.SKU) {
		return kit.NewLabel(kit.Caption, text.T("stocking.say.past.loading"))
	}
	f := s.Host.Format()
	var rows []fyne.CanvasObject
	for _, m := range s.moved.moves {
		count := f.Quantity(m.Quantity)
		if m.Quantity > 0 {
			count = text.T("stocking.move.in", count)
		}
		what := kit.NewLabel(kit.Small, text.T(text.Key("stocking.move.", m.Kind))).SetTip(source(m))
		rows = append(rows, kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Caption, f.Date(m.MovedOn)), 60, 0), kit.Grow(what),
			kit.Number(kit.Small, count), kit.Sized(kit.Number(kit.Caption, text.T("stocking.move.left", f.Quantity(m.PostedBalance))), 52, 0)))
		if about := about(m); about != "" {
			rows = append(rows, kit.Row(theme.Gap8, kit.Gap(60, 0), kit.Grow(kit.Wrapped(kit.Caption, about))))
		}
	}
	if len(rows) == 0 {
		return kit.NewLabel(kit.Caption, text.T("stocking.moves.none"))
	}
	if len(s.moved.moves) == movesMost {
		rows = append(rows, kit.NewLabel(kit.Caption, text.T("stocking.moves.most", f.Int(movesMost))))
	}
	return kit.Column(theme.Gap4, rows...)
}

// about says what a move was for. The reference of a delivery begins with the
// number of its purchase order, which is told once.
func about(m stock.Move) string {
	purchase := m.Purchase
	if strings.HasPrefix(m.Reference, purchase) {
		purchase = ""
	}
	var parts []string
	for _, p := range []string{m.Order, purchase, m.Reference, m.Reason} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, text.T("stocking.join"))
}

func source(m stock.Move) string {
	if m.Source == "" {
		return ""
	}
	return text.T("stocking.move.source", m.Source)
}

// actions are what can be done with the stock of a product.
func (s *levels) actions(l level, ok bool) []action.Action {
	act := func(id string, icon theme.IconName, key fyne.KeyName, run func()) action.Action {
		a := kit.Act("stocking."+id, text.T(text.Key("stocking.", id)), kit.Mark{Icon: icon, Key: action.Plain(key)}, run)
		a.Off = s.Off(ok)
		return a
	}
	receive := act("receive", theme.IconImport, fyne.KeyI, func() { s.receive(l) })
	receive.Off = func() string { return cmp.Or(s.Off(ok)(), s.offReceive(l)) }
	all := []action.Action{
		receive,
		act("count", theme.IconTickCircle, fyne.KeyT, func() { s.count(l) }),
		act("adjust", theme.IconPencil, fyne.KeyA, func() { s.adjust(l) }),
		act("return", theme.IconUndo, fyne.KeyU, func() { s.back(l) }),
		act("transfer", theme.IconSwap, fyne.KeyX, func() { s.transfer(l) }),
		act("product", theme.IconProducts, fyne.KeyP, func() { s.Host.Go(page.Route{Screen: page.Product, Key: l.SKU}) }),
	}
	return append([]action.Action{replenishAction(s.Host, s.Off(ok), l.Order, goods{l.Place, l.SKU, l.Name}, s.Reload)}, all...)
}
