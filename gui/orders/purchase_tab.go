package orders

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
)

// purchaseTab shows the purchase orders with lines of the order, and the files
// that left with them.
func (v *views) purchaseTab(d *orderbook.Detail) fyne.CanvasObject {
	if len(d.Purchases) == 0 {
		return v.noPurchase(d)
	}
	col := kit.Column(theme.Gap12)
	for i := range d.Purchases {
		col.Set(append(col.Objects(), v.purchaseCard(d, &d.Purchases[i]))...)
	}
	return kit.Scroll(kit.Inset(col, theme.Gap12, theme.Gap16))
}

func (v *views) noPurchase(d *orderbook.Detail) fyne.CanvasObject {
	o := kit.EmptyOptions{Icon: theme.IconForwarding, Title: text.T("orders.nopurchase.title"), Lines: []string{text.T("orders.nopurchase.line")}}
	if next, ok := v.o.next(&d.Row); ok {
		next.Key = action.Key{}
		o.Primary = &next
	}
	if d.State == order.Fulfilled {
		o.Lines = []string{text.T("orders.nopurchase.shop")}
	}
	return kit.Empty(o)
}

func (v *views) purchaseCard(d *orderbook.Detail, p *orderbook.Purchase) fyne.CanvasObject {
	h := v.o.host
	f := h.Format()
	facts := []kit.Fact{
		{Label: text.T("orders.fact.pieces"), Value: f.Quantity(p.Pieces)},
		{Label: text.T("orders.fact.cost"), Value: f.Money(p.Cost, p.Currency)},
		{Label: text.T("orders.fact.created"), Value: f.Moment(p.Created)},
	}
	if p.Sent != "" {
		facts = append(facts, kit.Fact{Label: text.T("orders.fact.sent"), Value: f.Moment(p.Sent)})
	}
	body := []fyne.CanvasObject{kit.Sized(kit.NewFacts(facts...), 300, 0), kit.Upright(88)}
	papers := kit.Column(2, kit.NewLabel(kit.Caption, text.T("orders.papers")))
	own := ownPapers(d, p)
	for _, path := range own {
		papers.Set(append(papers.Objects(), kit.FileLink(path, h.OpenFile))...)
	}
	if len(own) == 0 {
		papers.Set(append(papers.Objects(), kit.NewLabel(kit.Muted, text.T("orders.papers.none")))...)
	}
	right := kit.Row(theme.Gap8, purchasePill(p.State),
		kit.NewButton(kit.Plain, text.T(text.Key("orders.to.", purchaseRoute(p).Screen)), func() { h.Go(purchaseRoute(p)) }).Small(),
		kit.NewButton(kit.Plain, text.T("orders.do.showsupplier"), func() { h.Go(page.Route{Screen: page.Supplier, Key: p.Supplier}) }).Small())
	rows := []fyne.CanvasObject{kit.Row(theme.Gap16, append(body, kit.Grow(papers))...).Top()}
	if asked := amendmentRows(h, d, p); len(asked) > 0 {
		rows = append(append(rows, kit.Separator()), asked...)
	}
	return kit.NewCard(p.Number, p.Supplier, right, kit.Column(theme.Gap8, rows...))
}

// purchaseRoute leads to where a purchase order is worked on: the approval until
// it is to leave, then the outbox.
func purchaseRoute(p *orderbook.Purchase) page.Route {
	if p.State == model.PurchaseDraft || p.State == model.PurchaseApproved {
		return page.Route{Screen: page.Forwarding, Key: p.Number}
	}
	return page.Route{Screen: page.Outbox, Key: p.Number}
}

func productRoute(l *orderbook.Line) page.Route {
	return page.Route{Screen: page.Product, Key: order.ProductKey(l.SKU, l.Name)}
}
