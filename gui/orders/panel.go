package orders

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/chart"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/file"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

// staleAfter is how long the story of another order may stay while the next one
// is read.
const staleAfter = 120 * time.Millisecond

// panel tells the story of the chosen order beside the list.
type panel struct {
	*kit.Panel
	h      page.Host
	desk   *desk
	open   func(orderbook.Row)
	button *kit.Button
	line   *kit.TimeLine
	loader *async.Loader[*orderbook.Detail]
	row    orderbook.Row
	fresh  func() // stops the wait before the old story is taken away
}

func newPanel(l *List) *panel {
	h := l.host
	p := &panel{h: h, desk: l.desk, open: l.open, line: kit.NewTimeLine(nil), fresh: func() {}}
	p.Panel = kit.NewPanel(func() { l.closePanel(true) })
	p.loader = async.NewLoader(h.Runner(), p.shown)
	openPage := func() { p.open(p.row) }
	p.button = kit.NewButton(kit.Next, text.T("orders.do.open"), openPage).WithIcon(theme.IconRight).WithKey(action.Plain(fyne.KeyReturn))
	p.AddTool(kit.IconButton(kit.Bare, theme.IconOpen, text.T("orders.do.openpage"), openPage))
	p.AddTool(kit.IconButton(kit.Bare, theme.IconPlace, text.T("orders.do.move"), func() { h.Go(addressRoute(&p.row)) }).WithKey(action.Plain(fyne.KeyA)))
	p.AddTool(kit.IconButton(kit.Bare, theme.IconCopy, text.T("orders.do.address"), func() { p.desk.copyAddress(p.row.ID) }).WithKey(action.Plain(fyne.KeyC)))
	return p
}

func (p *panel) close() {
	p.fresh()
	p.loader.Stop()
}

// show shows an order: at once what the list knows of it, then its story.
func (p *panel) show(r orderbook.Row) {
	if r.ID != p.row.ID {
		p.fresh()
		p.fresh = p.h.Runner().After(staleAfter, func() { p.SetSections() })
	}
	p.row = r
	f := p.h.Format()
	p.head(&r, join(r.Customer, r.Country), join(r.Shop, f.Money(r.Own, r.Currency)))
	p.SetButtons(p.buttons(&r)...)
	p.loader.Load(p.h.Context(), func(ctx context.Context) (*orderbook.Detail, error) { return p.desk.orders.Detail(ctx, r.ID) })
}

func (p *panel) head(r *orderbook.Row, who, paid string) {
	s := stateOf(r)
	p.SetTitle(r.Number, who, paid)
	p.SetState(faces[s].tone, faces[s].icon, stateName(s))
}

// join puts the words that there are beside each other.
func join(words ...string) string {
	kept := words[:0:0]
	for _, w := range words {
		if w = strings.TrimSpace(w); w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, ", ")
}

// buttons are those of the steps that can be taken with the order now.
func (p *panel) buttons(r *orderbook.Row) []fyne.CanvasObject {
	one := []orderbook.Row{*r}
	all := []fyne.CanvasObject{p.button}
	add := func(label, tip string, key fyne.KeyName, do func()) {
		all = append(all, kit.NewButton(kit.Plain, label, do).WithKey(action.Plain(key)).WithTip(tip))
	}
	if cannotRoute(r) == "" {
		add(text.T("orders.do.route"), text.T("orders.tip.route"), fyne.KeyR, func() { p.desk.route(one) })
	} else if cannotWhy(r) == "" && !byHand(r) {
		add(text.T("orders.do.why.short"), text.T("orders.do.why"), fyne.KeyW, func() { p.desk.why(r) })
	}
	if byHand(r) {
		add(text.T("orders.do.release"), text.T("orders.tip.release"), fyne.KeyL, func() { p.desk.release(one) })
	} else if cannotHold(r) == "" {
		add(text.T("orders.do.hold"), text.T("orders.tip.hold"), fyne.KeyH, func() { p.desk.hold(one) })
	}
	return all
}

// shown takes a state of the story over.
func (p *panel) shown(s async.State[*orderbook.Detail]) {
	switch s.Phase {
	case async.Loading:
		return
	case async.Failed:
		p.fresh()
		p.SetTop(nil)
		again := &action.Action{Label: text.T("kit.failed.retry"), Run: func() { p.show(p.row) }}
		p.SetSections(kit.PanelSection("", "", kit.NewNote(theme.Wrong, theme.IconAlertCircle, text.T("orders.unread.one"), again)))
		return
	}
	p.fresh()
	d := s.Value
	p.head(&d.Row, p.who(d), p.paid(d))
	p.line.Set(points(d, p.h.Format()))
	p.SetTop(p.line)
	p.SetSections(p.sections(d)...)
	p.SetButtons(p.buttons(&d.Row)...)
}

// who is the customer and where the parcel goes.
func (p *panel) who(d *orderbook.Detail) string {
	c := d.Order.ShipTo
	return join(d.Customer, strings.TrimSpace(c.Zip+" "+c.City), d.Country)
}

// paid is where it was bought, what was paid and the tax in it.
func (p *panel) paid(d *orderbook.Detail) string {
	f, o := p.h.Format(), d.Order
	how := "paid"
	if !o.Payment.Captured() {
		how = "unpaid"
	}
	total := f.Money(o.Total, o.Currency)
	if o.Tax == 0 {
		return join(d.Shop, text.T(text.Key("orders.pay.", how), total))
	}
	return join(d.Shop, text.T(text.Key("orders.paytax.", how), total, f.Amount(o.Tax, o.Currency)))
}

func (p *panel) sections(d *orderbook.Detail) (all []fyne.CanvasObject) {
	for _, n := range notices(p.h, d) {
		all = append(all, kit.PanelSection("", "", n))
	}
	all = append(all, kit.PanelSection(text.T("orders.lines"), "", linesOf(d)))
	if len(d.Money.Costs) > 0 || d.Money.NetRevenue() != 0 {
		c := chart.New(waterfall(&d.Money, d.Home, p.h.Format(), onlyLast), func(string) { p.open(p.row) })
		c.Body = theme.TextSize
		all = append(all, kit.PanelSection(text.T("orders.money", string(d.Home)), moneyNote(&d.Money, p.h.Format()), c))
	}
	if len(d.Refunds) > 0 {
		all = append(all, kit.PanelSection(text.T("orders.refunds", string(d.Order.Currency)), "", refundsOf(p.h, d)))
	}
	if papers := papersOf(p.h, d); papers != nil {
		all = append(all, kit.PanelSection(text.T("orders.papers"), "", papers))
	}
	return all
}

// notices say what suppliers were asked and refused, and what stands in the way of
// the order.
func notices(h page.Host, d *orderbook.Detail) []fyne.CanvasObject {
	all := answerNotes(h, d)
	if n := notice(h, d); n != nil {
		all = append([]fyne.CanvasObject{n}, all...)
	}
	return all
}

// notice says what stands in the way of the order, nil when nothing does.
func notice(h page.Host, d *orderbook.Detail) fyne.CanvasObject {
	switch {
	case d.Unsure:
		link := &action.Action{ID: "orders.outbox", Label: text.T("orders.do.outbox"), Run: func() { h.Go(page.Route{Screen: page.Outbox}) }}
		return kit.NewNote(theme.Warned, theme.IconQuestionCircle, text.T("orders.notice.unsure"), link)
	case d.Held != "":
		return kit.NewNote(theme.Idle, theme.IconHeld, d.Held, nil)
	case d.Unbooked && d.NoTotal:
		rates := &action.Action{ID: "orders.rates", Label: text.T("orders.do.rates"), Run: func() { h.Go(page.Route{Screen: page.Books, Params: map[string]string{"tab": "rates"}}) }}
		return kit.NewNote(theme.Warned, theme.IconBooks, text.T("orders.notice.norate", string(d.Order.Currency), string(d.Home), h.Format().Date(d.PlacedOn)), rates)
	case d.Why != "":
		return kit.NewNote(theme.Warned, theme.IconBooks, d.Why, nil)
	case d.Unbooked:
		return kit.NewNote(theme.Warned, theme.IconBooks, text.T("orders.nomargin.unbooked"), nil)
	case !d.Money.Known && d.State != order.Cancelled && d.State != order.Voided:
		return kit.NewNote(theme.Under, theme.IconInfo, text.T("orders.notice.cost"), nil)
	}
	return nil
}

// linesOf are the lines with their suppliers and how far each has come.
func linesOf(d *orderbook.Detail) fyne.CanvasObject {
	col := kit.Column(theme.Gap8)
	var rows []fyne.CanvasObject
	for i := range d.Lines {
		l := &d.Lines[i]
		names := kit.Column(0, kit.NewLabel(kit.Body, text.T("orders.line", l.Quantity, l.Name)))
		if s := suppliersOf(l); s != "" && len(l.Given) < 2 {
			names = kit.Column(0, kit.NewLabel(kit.Body, text.T("orders.line", l.Quantity, l.Name)), kit.NewLabel(kit.Caption, s))
		}
		row := []fyne.CanvasObject{kit.Grow(names)}
		if l.Shippable {
			row = append(row, linePill(l))
		}
		rows = append(rows, kit.Row(theme.Gap8, row...))
		if len(l.Given) > 1 {
			rows = append(rows, partsOf(l)...)
		}
	}
	col.Set(rows...)
	return col
}

// partsOf are the parts of a line that several suppliers send, each with how far
// it has come.
func partsOf(l *orderbook.Line) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := range l.Given {
		g := &l.Given[i]
		row := []fyne.CanvasObject{kit.Sized(kit.Spacer(), theme.Gap12, 0), kit.Grow(kit.NewLabel(kit.Caption, text.T("orders.line", g.Quantity, givenBy(g))))}
		if g.State != "" {
			row = append(row, purchasePill(g.State))
		}
		rows = append(rows, kit.Row(theme.Gap8, row...))
	}
	return rows
}

// givenBy names a supplier and the purchase order.
func givenBy(g *orderbook.Given) string {
	s := g.Supplier
	if g.Own {
		s = text.T("orders.supplier.own", s)
	}
	if g.Purchase != "" {
		s = text.T("orders.supplier.purchase", s, g.Purchase)
	}
	return s
}

// suppliersOf names who was chosen for a line and the purchase orders it is in; of
// several also how many pieces each sends.
func suppliersOf(l *orderbook.Line) string {
	var all []string
	for i := range l.Given {
		s := givenBy(&l.Given[i])
		if len(l.Given) > 1 {
			s = text.T("orders.line", l.Given[i].Quantity, s)
		}
		all = append(all, s)
	}
	if len(all) == 0 && l.Supplier != "" {
		return l.Supplier
	}
	return strings.Join(all, ", ")
}

func refundsOf(h page.Host, d *orderbook.Detail) fyne.CanvasObject {
	f := h.Format()
	var facts []kit.Fact
	for _, r := range d.Refunds {
		facts = append(facts, kit.Fact{Label: f.Date(r.Dated), Value: f.Amount(-r.Gross, d.Order.Currency), Tip: r.Source})
	}
	return kit.NewFacts(facts...)
}

// papersOf are the files that left with purchase orders, nil without any.
func papersOf(h page.Host, d *orderbook.Detail) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i := range d.Purchases {
		for _, path := range ownPapers(d, &d.Purchases[i]) {
			rows = append(rows, kit.FileLink(path, h.OpenFile))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return kit.Column(2, rows...)
}

// perOrder begin the names of papers that belong to one order; its number
// follows.
var perOrder = []string{"packing-slip-", "commercial-invoice-", "proforma-invoice-", "CN22-", "CN23-"}

// ownPapers are the files of a purchase order that concern the order: all but
// those that belong to others.
func ownPapers(d *orderbook.Detail, p *orderbook.Purchase) []string {
	var all []string
	for _, path := range p.Papers {
		if !ofAnother(filepath.Base(path), d.Number) {
			all = append(all, path)
		}
	}
	return all
}

// ofAnother tells whether a paper belongs to another order than that of a number.
func ofAnother(name, number string) bool {
	for _, kind := range perOrder {
		rest, ok := strings.CutPrefix(name, kind)
		if !ok {
			continue
		}
		rest, ok = strings.CutPrefix(rest, file.SafeName(number))
		return !ok || !strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, " (") // a second one of the same number
	}
	return false
}
