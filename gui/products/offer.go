package products

import (
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
)

// anywhere is the destination that stands for every country.
const anywhere = "*"

// offerForm are the fields of an offer that others follow or that are locked.
type offerForm struct {
	*form.Form
	supplier, currency *form.Field[string]
	from               *form.Field[model.Date]
	amounts            []*form.Amount
	currencies         sync.Map // of suppliers, by name
}

// newOffer opens the form for an offer of another supplier.
func (s *Products) newOffer(r row) {
	f := s.offerOf(r, overview.Offer{Offer: model.Offer{Currency: s.Host.Book().Home, MOQ: 1, Multiple: 1, ValidFrom: s.Host.Book().Today()}})
	s.editOffer(r, f, "products.offer.form.new")
}

// nextOffer opens the form for a newer price of an offer, from today.
func (s *Products) nextOffer(r row, o *overview.Offer) {
	next := *o
	next.ValidFrom, next.ValidTo, next.Stock = s.Host.Book().Today(), "", nil
	f := s.offerOf(r, next)
	f.supplier.Lock(text.T("products.lock.supplier"))
	s.editOffer(r, f, "products.offer.form.version")
}

// correctOffer opens the form for an offer as it stands.
func (s *Products) correctOffer(r row, o *overview.Offer) {
	f := s.offerOf(r, *o)
	f.supplier.Lock(text.T("products.lock.supplier"))
	f.from.Lock(text.T("products.lock.from"))
	f.from.Show(o.ValidFrom != model.OpenStart)
	s.editOffer(r, f, "products.offer.form.correct")
}

// editOffer shows a form; line is the key of what is said above it.
func (s *Products) editOffer(r row, f *offerForm, line string) {
	s.EditWide(text.T("products.offer.title", r.SKU), text.T(line), f.Form)
}

// offerOf builds the form, filled with an offer.
func (s *Products) offerOf(r row, o overview.Offer) *offerForm {
	f := &offerForm{}
	save := func(ctx context.Context, v form.Values) error {
		in := askedOf(r.SKU, v)
		if in["valid_from"] == "" {
			in["valid_from"] = string(o.ValidFrom)
		}
		data, err := json.Marshal(in)
		if err == nil {
			_, err = s.put.Put(ctx, sourcing.Kind, data)
		}
		return err
	}
	f.Form = form.New(s.FormOptions(save, func() {
		name, _ := f.supplier.Get()
		s.Saved(r.ID, text.T("products.offer.saved", name, r.SKU))
	}))
	s.offerFields(f, o.Currency)
	roster.Fill(f.Form, valuesOf(&o))
	return f
}

// offerFields adds the fields in their order.
func (s *Products) offerFields(f *offerForm, c model.Currency) {
	spec := func(name string) form.Spec {
		help := ""
		if key := text.Key("products.help.", name); text.Has(key) {
			help = text.T(key)
		}
		return form.Spec{Name: name, Label: text.T(text.Key("products.field.", name)), Help: help}
	}
	must := func(name string) form.Spec {
		s := spec(name)
		s.Required = true
		return s
	}
	money := func(g *form.Group, s form.Spec) {
		f.amounts = append(f.amounts, g.Money(s, f.chosen(c)))
	}
	f.Section(text.T("products.offer.who"))
	f.supplier = f.Search(must("supplier"), form.Source{Find: f.sellers(s)})
	f.Text(spec("supplier_sku"))
	f.Section(text.T("products.offer.price"))
	f.currency = f.Search(must("currency"), form.Among(form.Currencies()))
	money(f.Group, must("cost"))
	form.AtLeast(f.Quantity(spec("moq")), 1)
	form.AtLeast(f.Quantity(spec("multiple")), 1)
	f.from = f.Date(spec("valid_from"))
	f.Date(spec("valid_to"))
	f.Rows(spec("breaks"), text.T("products.offer.break.add"), func(g *form.Group) {
		form.AtLeast(g.Quantity(form.Spec{Name: "from", Label: text.T("products.break.from"), Required: true}), 1)
		money(g, form.Spec{Name: "cost", Label: text.T("products.break.cost"), Required: true})
	})
	f.Rows(spec("shipping"), text.T("products.offer.lane.add"), func(g *form.Group) {
		g.Search(form.Spec{Name: "to", Label: text.T("products.lane.to"), Required: true, Share: 3}, destinations())
		g.Text(form.Spec{Name: "service", Label: text.T("products.lane.service"), Share: 2})
		money(g, form.Spec{Name: "cost", Label: text.T("products.lane.cost"), Required: true, Share: 2})
		form.Range(g.Quantity(form.Spec{Name: "days_p50", Label: text.T("products.lane.p50")}), 0, 365)
		form.Range(g.Quantity(form.Spec{Name: "days_p90", Label: text.T("products.lane.p90")}), 0, 365)
	})
	f.Section(text.T("products.offer.stocked"))
	form.AtLeast(f.Quantity(spec("stock")), 0)
	f.Date(spec("counted_on"))
	f.supplier.OnChange(f.follow)
	f.currency.OnChange(func() {
		for _, a := range f.amounts {
			a.SetCurrency(f.chosen(a.Currency()))
		}
	})
}

// chosen is the currency that is chosen, other while none is.
func (f *offerForm) chosen(other model.Currency) model.Currency {
	if f.currency != nil {
		if c, err := f.currency.Get(); err == nil && c != "" {
			return model.Currency(c)
		}
	}
	return other
}

// follow takes over the currency of the supplier that was chosen.
func (f *offerForm) follow() {
	name, err := f.supplier.Get()
	if err != nil {
		return
	}
	known, _ := f.currencies.Load(name)
	if c, ok := known.(model.Currency); ok {
		f.currency.Set(string(c))
		for _, a := range f.amounts {
			a.SetCurrency(c)
		}
	}
}

// sellers finds the suppliers in use by any part of the name.
func (f *offerForm) sellers(s *Products) func(context.Context, string) ([]form.Option, error) {
	return func(ctx context.Context, query string) ([]form.Option, error) {
		rows, err := s.sellers.List(ctx, record.Filter{})
		if err != nil {
			return nil, err
		}
		all := make([]form.Option, len(rows))
		for i, r := range rows {
			f.currencies.Store(r.Name, r.Currency)
			all[i] = form.Option{Value: r.Name, Detail: string(r.Currency)}
		}
		return form.Among(all).Find(ctx, query)
	}
}

// destinations are everywhere, and all countries.
func destinations() form.Source {
	all := []form.Option{{Value: anywhere, Label: text.T("products.anywhere"), More: anywhere}}
	return form.Among(append(all, form.Countries()...))
}

// valuesOf is an offer as the form loads it.
func valuesOf(o *overview.Offer) map[string]any {
	v := map[string]any{
		"supplier": o.Supplier, "supplier_sku": o.SupplierSKU, "currency": string(o.Currency), "moq": int64(o.MOQ), "multiple": int64(o.Multiple),
		"valid_to": string(o.ValidTo),
	}
	if o.ID != 0 {
		v["cost"] = o.Cost.String()
	}
	if o.ValidFrom != model.OpenStart {
		v["valid_from"] = string(o.ValidFrom)
	}
	if o.Stock != nil {
		v["stock"], v["counted_on"] = int64(*o.Stock), string(o.Counted)
	}
	var breaks, lanes []map[string]any
	for _, b := range o.Breaks {
		breaks = append(breaks, map[string]any{"from": int64(b.FromQuantity), "cost": b.Cost.String()})
	}
	for _, l := range o.Shipping {
		lane := map[string]any{"to": l.Country, "service": l.Service, "cost": l.Cost.String()}
		if l.DaysP50 != nil {
			lane["days_p50"] = int64(*l.DaysP50)
		}
		if l.DaysP90 != nil {
			lane["days_p90"] = int64(*l.DaysP90)
		}
		lanes = append(lanes, lane)
	}
	if breaks != nil {
		v["breaks"] = breaks
	}
	if lanes != nil {
		v["shipping"] = lanes
	}
	return v
}

// askedOf is what a form handed over as the service takes it; what is empty there
// is taken away from the offer.
func askedOf(sku string, v form.Values) map[string]any {
	in := map[string]any{"sku": sku, "breaks": []form.Values{}, "shipping": []form.Values{}, "supplier_sku": "", "valid_to": "", "valid_from": ""}
	for name, value := range v {
		in[name] = value
	}
	if _, ok := in["stock"]; !ok {
		delete(in, "counted_on")
	}
	for _, name := range []string{"supplier", "supplier_sku"} {
		if s, ok := in[name].(string); ok {
			in[name] = strings.TrimSpace(s)
		}
	}
	return in
}
