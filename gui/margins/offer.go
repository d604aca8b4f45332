package margins

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/sourcing"
)

// changeCost starts a new price of a product; of several suppliers the one that
// is named is proposed.
func (m *Margins) changeCost(productID int64, supplier string) {
	b := m.h.Book()
	offers := async.NewLoader(m.h.Runner(), func(s async.State[offered]) {
		switch s.Phase {
		case async.Failed:
			m.h.Report(text.T("margins.unread"), s.Err)
		case async.Ready:
			s.Value.supplier = supplier
			m.offerDialog(s.Value)
		}
	})
	offers.Load(m.h.Context(), func(ctx context.Context) (offered, error) {
		l, err := margin.Name(ctx, b.DB, margin.Product, reference(productID))
		if err != nil {
			return offered{}, err
		}
		all, err := overview.Offers(ctx, b.DB, productID)
		return offered{product: l, offers: slices.DeleteFunc(all, func(o overview.Offer) bool { return o.State != sourcing.StateCurrent })}, err
	})
}

// offered is a product with the prices that hold today, and the supplier to
// propose.
type offered struct {
	product  margin.Label
	offers   []overview.Offer
	supplier string
}

// offerDialog asks for the next price of one of the suppliers.
func (m *Margins) offerDialog(of offered) {
	b, offers := m.h.Book(), of.offers
	if len(offers) == 0 {
		m.h.Ask(page.Question{Title: text.T("margins.nooffer"), Lines: []string{text.T("margins.nooffer.line")}, Verb: text.T("margins.nooffer.verb")}, func() {
			m.h.Go(page.Route{Screen: page.Product, Key: of.product.Code})
		})
		return
	}
	at := max(slices.IndexFunc(offers, func(o overview.Offer) bool { return o.Supplier == of.supplier }), 0)
	var who *form.Field[string]
	var cost *form.Amount
	chosen := func() *overview.Offer {
		if who == nil {
			return &offers[at]
		}
		name, _ := who.Get() // a choice is always there
		return &offers[max(slices.IndexFunc(offers, func(o overview.Offer) bool { return o.Supplier == name }), 0)]
	}
	keep := put.New(b.DB, b.Bus)
	c := m.begin(func(ctx context.Context, v form.Values) error {
		o := chosen()
		raw, err := json.Marshal(map[string]any{"supplier": o.Supplier, "sku": of.product.Code, "valid_from": v["valid_from"], "cost": v["cost"]})
		if err != nil {
			return err
		}
		_, err = keep.Put(ctx, sourcing.Kind, raw)
		return err
	})
	c.count = func(ctx context.Context, from model.Date) (put.Reach, error) {
		return keep.OfferReach(ctx, of.product.ID, from)
	}
	c.saved = func() string { return text.T("margins.change.cost.saved", chosen().Supplier) }
	if len(offers) > 1 {
		options := make([]form.Option, len(offers))
		for i, o := range offers {
			options[i] = form.Option{Value: o.Supplier, Label: text.T("margins.change.offer", o.Supplier, m.h.Format().Price(o.Cost, o.Currency), string(o.Currency))}
		}
		who = choice(c.form, form.Spec{Name: "supplier", Label: text.T("margins.by.supplier"), Required: true}, options)
		who.Set(offers[at].Supplier)
	}
	cost = c.form.Money(form.Spec{Name: "cost", Label: text.T("margins.change.cost"), Required: true}, offers[at].Currency)
	cost.Check(func(a model.Amount) error {
		if a < 0 {
			return model.FieldErrorf("cost", "%s", text.T("margins.change.negative"))
		}
		return nil
	})
	c.day()
	fill := func() {
		o := chosen()
		cost.SetCurrency(o.Currency)
		cost.Set(o.Cost)
		c.before = o.ValidFrom
	}
	if who != nil {
		who.OnChange(fill)
	}
	fill()
	c.show(text.T("margins.change.cost.title", cmp.Or(of.product.Name, of.product.Code)))
}
