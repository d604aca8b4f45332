package orders

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

// views are the tabs of an order.
type views struct {
	o       *Order
	lines   *grid.Grid[orderbook.Line]
	side    *kit.Panel
	line    *kit.TimeLine
	facts   *grid.Grid[orderbook.Fact]
	journal *grid.Grid[posting]
	history *grid.Grid[happening]
	money   fyne.CanvasObject
	orders  fyne.CanvasObject
}

func newViews(o *Order) views {
	v := views{o: o, side: kit.NewPanel(nil), line: kit.NewTimeLine(nil)}
	v.lines = grid.New(grid.Options[orderbook.Line]{
		Name: "order.lines", Key: func(l orderbook.Line) string { return reference(l.ID) }, Columns: v.lineColumns(), OnOpen: v.openProduct,
		Setup: grid.Setup{First: true, Bare: true}, Place: v.place(),
	})
	v.facts = grid.New(grid.Options[orderbook.Fact]{
		Name: "order.facts", Key: factKey, Columns: v.factColumns(), Setup: grid.Setup{TotalsName: "orders.facts.total", Bare: true}, Place: v.place(),
	})
	v.journal = grid.New(grid.Options[posting]{
		Name: "order.journal", Key: posting.key, Columns: v.postingColumns(), GroupBy: posting.group, GroupHead: v.entryHead,
		Setup: grid.Setup{NoFold: true, Bare: true}, Place: v.place(),
	})
	v.history = grid.New(grid.Options[happening]{
		Name: "order.history", Key: happening.key, Columns: v.historyColumns(),
		Setup: grid.Setup{Count: "orders.history.count", First: true}, Place: v.place(),
	})
	return v
}

func (v *views) place() grid.Place {
	h := v.o.host
	return grid.Place{Context: h.Context(), Runner: h.Runner(), Format: h.Format(), Layouts: h}
}

func (v *views) close() {
	v.lines.Close()
	v.facts.Close()
	v.journal.Close()
	v.history.Close()
}

// fill takes an order over into all tabs.
func (v *views) fill(d *orderbook.Detail) {
	v.lines.SetRows(d.Lines)
	v.facts.SetRows(d.Facts)
	v.journal.SetRows(postings(d))
	v.history.SetRows(events(d))
	v.line.Set(points(d, v.o.host.Format()))
	v.fillSide(d)
	v.money = v.moneyTab(d)
	v.orders = v.purchaseTab(d)
}

// show puts a tab up.
func (v *views) show(tab string) {
	p := v.o.page
	if tab == tabOverview {
		p.SetStrip(v.strip(v.o.detail))
		if p.SetPanel(nil); !narrow(p) {
			p.SetPanel(v.side)
		}
	} else {
		p.SetStrip(nil)
		p.SetPanel(nil)
	}
	switch tab {
	case tabOverview:
		v.o.body.SetInner(v.overview(v.o.detail))
	case tabMoney:
		v.o.body.SetInner(v.money)
	case tabPurchases:
		v.o.body.SetInner(v.orders)
	case tabHistory:
		v.o.body.SetInner(v.history)
	}
}

// areas are the stops of F6 on a tab.
func (v *views) areas(tab string) []fyne.Focusable {
	switch tab {
	case tabMoney:
		return []fyne.Focusable{v.facts, v.journal}
	case tabHistory:
		return []fyne.Focusable{v.history}
	case tabOverview:
		return []fyne.Focusable{v.lines}
	}
	return nil
}

// strip is the way of the order and its figures over the tab.
func (v *views) strip(d *orderbook.Detail) fyne.CanvasObject {
	f, m := v.o.host.Format(), &d.Money
	row := []fyne.CanvasObject{kit.Grow(kit.Sized(v.line, float32(len(d.Steps))*64, 0)), kit.Upright(40)}
	add := func(label, value, note string, tone theme.Tone) {
		number := kit.Row(theme.Gap4, kit.NewLabel(kit.PanelTitle, value).SetTone(tone), kit.NewLabel(kit.Caption, note))
		row = append(row, kit.Column(2, kit.NewLabel(kit.Caption, label), number))
	}
	add(text.T("orders.figure.total"), f.Amount(d.Order.Total, d.Order.Currency), string(d.Order.Currency), theme.Plain)
	if len(d.Journal) > 0 {
		add(text.T("orders.money.net"), f.Amount(m.NetRevenue(), d.Home), string(d.Home), theme.Plain)
	}
	if m.Known {
		for _, level := range []int{2, lastLevel} {
			tone := theme.Plain
			if m.CM(level) < 0 {
				tone = theme.Wrong
			}
			add(text.T("orders.money.cm", level), f.Amount(m.CM(level), d.Home), share(m, level, f), tone)
		}
	}
	return kit.Row(theme.Gap16, row...)
}

// part is a section on customer or shop.
type part struct {
	name    string
	content fyne.CanvasObject
}

// fillSide tells of customer and shop beside the lines.
func (v *views) fillSide(d *orderbook.Detail) {
	name, lines := customerOf(d)
	v.side.SetTitle(name, lines...)
	var all []fyne.CanvasObject
	for _, p := range v.parts(d) {
		all = append(all, kit.PanelSection(p.name, "", p.content))
	}
	v.side.SetSections(all...)
	v.side.SetButtons(kit.ActionButton(v.o.moveAction(), kit.Plain))
}

func customerOf(d *orderbook.Detail) (name string, lines []string) {
	if lines = address(&d.Order.ShipTo); len(lines) == 0 {
		return text.T("orders.nocustomer"), nil
	}
	return lines[0], lines[1:]
}

// parts are what is known of customer and shop.
func (v *views) parts(d *orderbook.Detail) (all []part) {
	h, o := v.o.host, d.Order
	if facts := contact(&o.ShipTo); len(facts) > 0 {
		all = append(all, part{text.T("orders.contact"), kit.NewFacts(facts...)})
	}
	if other := address(&o.BillTo); len(other) > 0 && !sameAddress(&o.BillTo, &o.ShipTo) {
		all = append(all, part{text.T("orders.billto"), kit.Wrapped(kit.Body, joinLines(other))})
	}
	all = append(all, part{text.T("orders.paidfor", string(o.Currency)), kit.NewFacts(v.sums(o)...)})
	if len(d.Refunds) > 0 {
		all = append(all, part{text.T("orders.refunds", string(o.Currency)), refundsOf(h, d)})
	}
	all = append(all, part{text.T("orders.shopdata"), kit.NewFacts(v.shopFacts(d)...)})
	if o.Notes != "" {
		all = append(all, part{text.T("orders.notes"), kit.Wrapped(kit.Body, o.Notes)})
	}
	return all
}

func joinLines(lines []string) string {
	all := ""
	for i, l := range lines {
		if i > 0 {
			all += "\n"
		}
		all += l
	}
	return all
}

func sameAddress(a, b *model.Contact) bool {
	x, y := *a, *b
	x.ID, y.ID, x.Email, y.Email, x.Phone, y.Phone = 0, 0, "", "", "", ""
	return x == y
}

func contact(c *model.Contact) (facts []kit.Fact) {
	for _, f := range []kit.Fact{{Label: text.T("orders.email"), Value: c.Email}, {Label: text.T("orders.phone"), Value: c.Phone}} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// sums are what the customer pays, in the order's currency.
func (v *views) sums(o *model.Order) []kit.Fact {
	f, c := v.o.host.Format(), o.Currency
	var facts []kit.Fact
	add := func(key string, a model.Amount, always bool) {
		if a != 0 || always {
			facts = append(facts, kit.Fact{Label: text.T(text.Key("orders.sum.", key)), Value: f.Amount(a, c)})
		}
	}
	add("goods", o.Subtotal.Add(o.Discount), true)
	add("discount", -o.Discount, false)
	add("shipping", o.Shipping, true)
	add("duties", o.Duties, false)
	add("tip", o.Tip, false)
	if o.TaxMode == model.TaxAdded {
		add("tax", o.Tax, false)
	}
	facts = append(facts, kit.Fact{Label: text.T("orders.figure.total"), Value: f.Amount(o.Total, c), Bold: true})
	if o.TaxMode == model.TaxIncluded {
		add("taxin", o.Tax, false)
	}
	add("refunded", -o.Refunded, false)
	add("outstanding", o.Outstanding, false)
	return facts
}

// shopFacts are what the shop says beside.
func (v *views) shopFacts(d *orderbook.Detail) []kit.Fact {
	f, o := v.o.host.Format(), d.Order
	all := []kit.Fact{
		{Label: text.T("orders.col.shop"), Value: d.Shop},
		{Label: text.T("orders.fact.placed"), Value: f.DateYear(o.PlacedOn), Tip: f.Moment(o.PlacedAt)},
		{Label: text.T("orders.fact.payment"), Value: text.T(text.Key("orders.payment.", o.Payment))},
		{Label: text.T("orders.fact.fulfilment"), Value: text.T(text.Key("orders.fulfilment.", o.Fulfilment))},
		{Label: text.T("orders.fact.method"), Value: o.PaymentMethod},
		{Label: text.T("orders.fact.shipping"), Value: o.ShippingMethod},
		{Label: text.T("orders.fact.code"), Value: o.DiscountCode},
		{Label: text.T("orders.fact.source"), Value: o.Source},
		{Label: text.T("orders.col.tags"), Value: o.Tags},
		{Label: text.T("orders.fact.external"), Value: o.ExternalID},
	}
	kept := all[:0]
	for _, x := range all {
		if x.Value != "" {
			kept = append(kept, x)
		}
	}
	return kept
}

func (v *views) lineColumns() []grid.Column[orderbook.Line] {
	const right = fyne.TextAlignTrailing
	f := v.o.host.Format()
	amount := func(a model.Amount) grid.Cell {
		if a == 0 {
			return quiet(format.None)
		}
		return grid.Cell{Text: f.Amount(a, v.currency())}
	}
	all := []grid.Column[orderbook.Line]{
		{ID: "name", Width: 184, Flex: 3, Lead: true, Cell: func(l orderbook.Line) grid.Cell { return grid.Cell{Text: l.Name} }, SortText: func(l orderbook.Line) string { return l.Name }},
		{ID: "sku", Width: 96, Cell: func(l orderbook.Line) grid.Cell { return quiet(l.SKU) }, SortText: func(l orderbook.Line) string { return l.SKU }},
		{ID: "quantity", Width: 42, Align: right, Cell: func(l orderbook.Line) grid.Cell { return grid.Cell{Text: f.Quantity(l.Quantity)} }},
		{ID: "price", Width: 76, Align: right, Cell: func(l orderbook.Line) grid.Cell { return grid.Cell{Text: f.Price(l.Price, v.currency())} }},
		{ID: "discount", Width: 68, Align: right, Cell: func(l orderbook.Line) grid.Cell { return amount(l.Discount) }},
		{ID: "tax", Width: 60, Align: right, Hidden: true, Cell: func(l orderbook.Line) grid.Cell { return amount(l.Tax) }},
		{ID: "supplier", Width: 110, Flex: 2, Cell: func(l orderbook.Line) grid.Cell { c := quiet(suppliersOf(&l)); c.Tip = c.Text; return c }},
		{ID: "cm2", Width: 92, Align: right, Cell: v.lineMargin},
		{ID: "state", Width: 136, Cell: lineState},
	}
	for i := range all {
		all[i].Title = text.T(text.Key("orders.linecol.", all[i].ID))
	}
	return all
}

func (v *views) currency() model.Currency {
	if v.o.detail == nil {
		return ""
	}
	return v.o.detail.Order.Currency
}

func (v *views) lineMargin(l orderbook.Line) grid.Cell {
	d := v.o.detail
	if d == nil || !d.Money.Known {
		return none(text.T("orders.nomargin.cost"))
	}
	f := v.o.host.Format()
	c := grid.Cell{Text: f.Amount(l.Margin.CM(2), d.Home)}
	if d.Home != v.currency() { // than that of the other columns
		c.Text = f.Money(l.Margin.CM(2), d.Home)
	}
	if l.Margin.CM(2) < 0 {
		c.Tone = theme.Wrong
	}
	return c
}

func lineState(l orderbook.Line) grid.Cell {
	if !l.Shippable {
		return quiet(format.None)
	}
	s, name := faceOf(&l)
	return grid.Cell{Pills: []grid.Pill{{Text: name, Icon: s.icon, Tone: s.tone}}, Tip: l.Held}
}

// openProduct opens the product of a line.
func (v *views) openProduct(l orderbook.Line) {
	if l.ProductID != 0 {
		v.o.host.Go(productRoute(&l))
	}
}
