package orders

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/chart"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/orderbook"
)

const (
	mostLines  = 8 // that are seen without scrolling
	mostEvents = 6
	lastWidth  = 230 // of what an event says, where the room is short
)

// overview shows the lines, and below them the money and what happened last.
func (v *views) overview(d *orderbook.Detail) fyne.CanvasObject {
	col := kit.Column(theme.Gap12)
	col.Set(notices(v.o.host, d)...)
	height := theme.GridHeadHeight + float32(min(max(len(d.Lines), 1), mostLines))*theme.RowHeight() + 2
	lines := kit.NewCard(text.T("orders.lines"), text.T("orders.currency", string(d.Order.Currency)), nil, kit.Sized(v.lines, 0, height)).Flush()
	below := kit.Row(theme.Gap12, kit.Sized(v.moneyCard(d), moneyWidth, 0), kit.Grow(v.lastCard(d))).Top()
	col.Set(append(col.Objects(), lines, below)...)
	if narrow(v.o.page) { // there is no panel
		name, lines := customerOf(d)
		cards := []fyne.CanvasObject{kit.NewCard(name, "", kit.ActionButton(v.o.moveAction(), kit.Link).Small(), kit.Wrapped(kit.Body, joinLines(lines)))}
		for _, p := range v.parts(d) {
			cards = append(cards, kit.NewCard(p.name, "", nil, p.content))
		}
		col.Set(append(col.Objects(), cards...)...)
	}
	return kit.Scroll(kit.Inset(col, theme.Gap12, theme.Gap16))
}

func (v *views) moneyCard(d *orderbook.Detail) fyne.CanvasObject {
	f := v.o.host.Format()
	more := kit.NewButton(kit.Link, text.T("orders.money.all"), func() { v.choose(tabMoney) }).Small()
	var body fyne.CanvasObject = kit.Wrapped(kit.Muted, text.T("orders.money.none"))
	if len(d.Money.Costs) > 0 || d.Money.NetRevenue() != 0 {
		body = chart.New(waterfall(&d.Money, d.Home, f, onlyLast), func(string) { v.choose(tabMoney) })
	}
	return kit.NewCard(text.T("orders.money", string(d.Home)), moneyNote(&d.Money, f), more, body)
}

func (v *views) lastCard(d *orderbook.Detail) fyne.CanvasObject {
	f := v.o.host.Format()
	more := kit.NewButton(kit.Link, text.T("orders.last.all"), func() { v.choose(tabHistory) }).Small()
	all := events(d)
	if len(all) == 0 {
		return kit.NewCard(text.T("orders.last"), "", nil, kit.Wrapped(kit.Muted, text.T("orders.last.none")))
	}
	rows := kit.Column(theme.Gap4)
	for _, e := range all[:min(len(all), mostEvents)] {
		said := e.what
		if now := changeCell(e).Text; now != "" {
			said = text.T("orders.last.of", e.what, now)
		}
		rows.Set(append(rows.Objects(), kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Caption, f.Moment(e.at)), 92, 0), kit.Grow(kit.NewLabel(kit.Small, said).Limit(lastWidth))))...)
	}
	return kit.NewCard(text.T("orders.last"), "", more, rows)
}

// choose turns to another tab as a person would.
func (v *views) choose(tab string) {
	v.o.tabs.SetChosen(tab)
	v.o.turn()
}
