package stocking

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	service "github.com/dropledger/dropledger/services/stocking"
)

// goods are a product and the 3PL it is ordered for.
type goods struct{ place, sku, name string }

// replenishAction orders goods for a 3PL; it says why where nothing can be ordered
// or needs to be. none says that no row is chosen.
func replenishAction(h page.Host, none func() string, o *service.Order, g goods, done func()) action.Action {
	a := kit.Act("stocking.replenish", text.T("stocking.replenish"), kit.Mark{Icon: theme.IconForwarding, Key: action.Plain(fyne.KeyR)}, func() { replenish(h, o, g, done) })
	a.Off = func() string {
		switch why := none(); {
		case why != "":
			return why
		case o == nil:
			return text.T("stocking.off.unknown")
		case o.Quantity == 0:
			return text.T("stocking.off.enough")
		}
		return ""
	}
	return a
}

// replenish shows the purchase order, and what was ordered of the same already, and
// drafts it once a person says so.
func replenish(h page.Host, o *service.Order, g goods, done func()) {
	b := h.Book()
	h.Runner().Go(func() {
		all, err := purchase.New(b.DB, b.Bus).Inbound(h.Context())
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("stocking.undrafted"), err)
				return
			}
			ask(h, o, g, all, done)
		})
	})
}

func ask(h page.Host, o *service.Order, g goods, before []purchase.Inbound, done func()) {
	f := h.Format()
	lines := []string{
		text.T("stocking.ask.line", f.Quantity(o.Quantity), g.name, g.sku),
		text.T("stocking.ask.price", f.Price(model.Amount(o.Unit), o.Currency), f.Money(model.Amount(o.Total), o.Currency)),
	}
	for i := range before {
		p := &before[i]
		if l := p.Line(g.sku); l != nil && p.Place == g.place && !p.Forwarded() {
			lines = append(lines, text.T("stocking.ask.before", p.Number, f.Quantity(l.Quantity)))
		}
	}
	h.Ask(page.Question{
		Title: text.T("stocking.ask", o.Supplier, g.place), Lines: append(lines, text.T("stocking.ask.after")),
		Verb: text.T("stocking.ask.verb"),
	}, func() { draft(h, o, g, done) })
}

func draft(h page.Host, o *service.Order, g goods, done func()) {
	b := h.Book()
	unit := model.Amount(o.Unit)
	in := purchase.Restock{
		Supplier: o.SupplierID, To: o.PlaceID, Currency: o.Currency,
		Lines: []purchase.RestockLine{{Product: o.ProductID, Quantity: o.Quantity, Cost: &unit}},
	}
	h.Runner().Go(func() {
		_, err := purchase.New(b.DB, b.Bus).Restock(h.Context(), in)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("stocking.undrafted"), err)
				return
			}
			show := kit.Act("stocking.show", text.T("stocking.drafted.show"), kit.Mark{Icon: theme.IconForwarding}, func() { h.Go(page.Route{Screen: page.Forwarding}) })
			h.Toast(page.Toast{Text: text.T("stocking.drafted", h.Format().Quantity(o.Quantity), g.name, o.Supplier), Link: &show})
			done()
		})
	})
}
