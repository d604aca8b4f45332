package products

import (
	"cmp"
	"context"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
)

// create opens the form for a new product.
func (s *Products) create() {
	s.Edit(text.T("products.say.new"), text.T("products.form.new"), s.formOf(product.Row{}))
}

// change opens the form for a product.
func (s *Products) change(r row) {
	s.Edit(r.SKU, text.T("products.form.change"), s.formOf(r.Row))
}

func (s *Products) formOf(r product.Row) *form.Form {
	var id int64
	var called string
	save := func(ctx context.Context, v form.Values) error {
		in := inputOf(v)
		in.ID, in.Version = r.ID, r.Version
		done, err := s.products.Put(ctx, []product.Input{in})
		id, called = r.ID, in.SKU
		if len(done.Touched) == 1 {
			id = done.Touched[0]
		}
		return err
	}
	f := form.New(s.FormOptions(save, func() { s.Saved(id, text.T("products.saved", called)) }))
	spec := func(name string) form.Spec {
		help := ""
		if key := text.Key("products.help.", name); text.Has(key) {
			help = text.T(key)
		}
		return form.Spec{Name: name, Label: text.T(text.Key("products.field.", name)), Help: help}
	}
	number := spec("sku")
	number.Required = true
	f.Text(number)
	form.Longest(f.Text(spec("name")), 500)
	f.Text(spec("brand"))
	form.Longest(f.Text(spec("hs")), 20)
	f.Search(spec("origin"), form.Among(form.Countries()))
	weight := spec("weight_g")
	weight.Unit = text.T("products.unit.grams")
	form.Range(f.Quantity(weight), 0, 10_000_000)
	f.Choice(spec("hazard"), hazards()...)
	f.Words(spec("not_to"), country)
	values := map[string]any{
		"sku": r.SKU, "name": r.Name, "brand": r.Brand, "hs": r.HS, "origin": r.Origin,
		"hazard": cmp.Or(string(r.Hazard), "none"), "not_to": r.NotTo,
	}
	if r.WeightG != nil {
		values["weight_g"] = *r.WeightG
	}
	roster.Fill(f, values)
	return f
}

// hazards are what can make a product dangerous to carry, nothing first.
func hazards() []form.Option {
	all := []form.Option{{Value: "none", Label: text.T("products.hazard.none")}}
	for _, h := range []model.Hazard{model.Battery, model.Flammable, model.Aerosol, model.Liquid, model.Magnet, model.Blade, model.OtherRisk} {
		all = append(all, form.Option{Value: string(h), Label: text.T(text.Key("products.hazard.", h))})
	}
	return all
}

// country reads one country.
func country(typed string) (form.Option, error) {
	c, err := model.ParseCountry(typed)
	if err != nil {
		return form.Option{}, err
	}
	return form.Option{Value: string(c), Label: c.Name()}, nil
}

// inputOf is what a form handed over; what is empty there is taken away from the
// product. A new one without a name has its SKU for one.
func inputOf(v form.Values) product.Input {
	name, brand, hs, origin := roster.Word(v, "name"), roster.Word(v, "brand"), roster.Word(v, "hs"), roster.Word(v, "origin")
	hazard := model.Hazard(roster.Word(v, "hazard"))
	notTo, _ := v["not_to"].([]string)
	in := product.Input{SKU: roster.Word(v, "sku"), Name: &name, Brand: &brand, HS: &hs, Origin: &origin, Hazard: &hazard, NotTo: &notTo, WeightG: record.Maybe[int64]{Given: true}}
	if name == "" {
		in.Name = &in.SKU
	}
	if w, ok := v["weight_g"].(int64); ok {
		in.WeightG = record.Known(w)
	}
	return in
}
