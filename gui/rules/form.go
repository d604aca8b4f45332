package rules

import (
	"context"
	"strings"
	"time"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
)

// pause is how long a person must stop typing before the sentence follows.
const pause = 200 * time.Millisecond

// create opens the form for a new rule.
func (s *Rules) create() {
	s.open(row{Effect: routerule.Prefer}, text.T("rules.say.new"), text.T("rules.form.new"))
}

// change opens the form for a rule.
func (s *Rules) change(r row) {
	if !ended(r) {
		s.open(r, r.Name, text.T("rules.form.change"))
	}
}

// open builds the form, and above it the sentence that follows what is typed.
func (s *Rules) open(r row, title, line string) {
	h := s.Host
	var f *form.Form
	var suppliers *form.Field[[]string]
	var effect *form.Field[string]
	var id int64
	var called string
	note := kit.NewNote(theme.Under, theme.IconSplit, text.T("rules.preview.none"), nil)
	said := async.NewLoader(h.Runner(), s.showIn(note))
	preview := func() {
		in, err := inputOf(f.Values())
		if err != nil {
			return
		}
		if in.Name == "" {
			in.Name = "…"
		}
		said.Load(h.Context(), func(ctx context.Context) (string, error) { return s.rules.Preview(ctx, in) })
	}
	later := async.Debounce(h.Runner(), pause, preview)
	save := func(ctx context.Context, v form.Values) error {
		in, err := inputOf(v)
		if err != nil {
			return err
		}
		done, err := s.rules.Put(ctx, []routerule.Input{in})
		id, called = r.ID, in.Name
		if len(done.Touched) == 1 {
			id = done.Touched[0]
		}
		return err
	}
	o := s.FormOptions(save, func() { s.Saved(id, text.T("rules.saved", called)) })
	o.Changed = func() {
		if suppliers == nil {
			return // the fields are still being made
		}
		e, err := effect.Get()
		suppliers.Show(err == nil && routerule.Effect(e).NamesSuppliers())
		later()
	}
	f = form.New(o)
	effect, suppliers = s.fields(f, r)
	roster.Fill(f, valuesOf(r))
	suppliers.Show(r.Effect.NamesSuppliers())
	s.form = f
	s.Edit(title, line, f)
	if p := s.Page.Panel(); p != nil {
		more := s.actions(r, true)
		for i := range more[:2] { // in a form the letters are text
			more[i].Off, more[i].Key = nil, action.Key{}
		}
		p.SetTop(kit.Column(theme.Gap8, note, kit.Row(theme.Gap8, kit.ActionButton(more[0], kit.Plain), kit.ActionButton(more[1], kit.Plain))))
	}
	preview()
}

// showIn puts a sentence into the note, and a hint while there is none.
func (s *Rules) showIn(note *kit.Note) func(async.State[string]) {
	return func(st async.State[string]) {
		switch {
		case st.Err != nil:
			note.Set(theme.Under, theme.IconSplit, text.T("rules.preview.none"))
		case st.Value != "":
			note.Set(theme.Under, theme.IconSplit, s.said(st.Value))
		}
	}
}

// fields adds the fields in their order.
func (s *Rules) fields(f *form.Form, r row) (effect *form.Field[string], suppliers *form.Field[[]string]) {
	home := s.Host.Book().Home
	spec := func(name string) form.Spec {
		x := form.Spec{Name: name, Label: fieldName(name)}
		if key := text.Key("rules.help.", name); text.Has(key) {
			x.Help = text.T(key)
		}
		if key := text.Key("rules.hint.", name); text.Has(key) {
			x.Hint = text.T(key)
		}
		return x
	}
	must := func(name string) form.Spec {
		x := spec(name)
		x.Required = true
		return x
	}
	called := form.Longest(f.Text(must("name")), 120)
	if r.ID != 0 {
		called.Lock(text.T("rules.lock.name"))
	}
	effect = f.Search(must("effect"), form.Among(effects()))
	suppliers = form.Offer(f.Words(must("suppliers"), among(func() []string { return s.names.suppliers })), options(func() []string { return s.names.suppliers }))
	f.Section(text.T("rules.section.when"))
	form.Offer(f.Words(spec("countries"), country), form.Countries)
	f.Words(spec("skus"), trimmed)
	f.Words(spec("tags"), trimmed)
	form.Offer(f.Words(spec("shops"), among(func() []string { return s.names.shops })), options(func() []string { return s.names.shops }))
	f.Words(spec("services"), trimmed)
	f.Money(spec("value_from"), home)
	f.Money(spec("value_to"), home)
	grams := func(name string) form.Spec {
		x := spec(name)
		x.Unit = text.T("rules.grams")
		return x
	}
	form.Range(f.Quantity(grams("weight_from_g")), 0, 1_000_000_000)
	form.Range(f.Quantity(grams("weight_to_g")), 0, 1_000_000_000)
	f.Section(text.T("rules.section.days"))
	f.Date(spec("valid_from"))
	f.Date(spec("valid_to"))
	form.Longest(f.Text(spec("reason")), 200)
	return effect, suppliers
}

func effects() []form.Option {
	var all []form.Option
	for _, e := range []routerule.Effect{
		routerule.Prefer, routerule.Avoid, routerule.Only, routerule.Hold, routerule.Split, routerule.NoSplit,
		routerule.SinglePreferred, routerule.SingleRequired,
	} {
		all = append(all, form.Option{Value: string(e), Label: effectName(e)})
	}
	return all
}

// options are names to choose from.
func options(known func() []string) func() []form.Option {
	return func() (all []form.Option) {
		for _, n := range known() {
			all = append(all, form.Option{Value: n})
		}
		return all
	}
}

// country reads a country by its name or code.
func country(typed string) (form.Option, error) {
	c, err := model.ParseCountry(strings.TrimSpace(typed))
	if err != nil {
		return form.Option{}, err
	}
	return form.Option{Value: string(c), Label: c.Name()}, nil
}

// valuesOf is a rule as the form loads it.
func valuesOf(r row) map[string]any {
	v := map[string]any{"name": r.Name, "effect": string(r.Effect), "reason": r.Reason}
	for field, list := range map[string][]string{
		"suppliers": r.Suppliers, "countries": r.Countries, "skus": r.SKUs, "tags": r.Tags, "shops": r.Shops, "services": r.Services,
	} {
		v[field] = append([]string{}, list...)
	}
	if r.ValueFrom != nil {
		v["value_from"] = (*model.Amount)(r.ValueFrom).String()
	}
	if r.ValueTo != nil {
		v["value_to"] = (*model.Amount)(r.ValueTo).String()
	}
	if r.WeightFrom != nil {
		v["weight_from_g"] = *r.WeightFrom
	}
	if r.WeightTo != nil {
		v["weight_to_g"] = *r.WeightTo
	}
	if r.ValidFrom > model.OpenStart {
		v["valid_from"] = string(r.ValidFrom)
	}
	if r.ValidTo != nil {
		v["valid_to"] = string(*r.ValidTo)
	}
	return v
}

// inputOf is what a form handed over; what is empty there is taken away from
// the rule.
func inputOf(v form.Values) (in routerule.Input, err error) {
	effect, reason := routerule.Effect(roster.Word(v, "effect")), roster.Word(v, "reason")
	from, to := model.Date(roster.Word(v, "valid_from")), model.Date(roster.Word(v, "valid_to"))
	if from == "" {
		from = model.OpenStart
	}
	in = routerule.Input{
		Name: roster.Word(v, "name"), Effect: &effect, Countries: listed(v, "countries"), SKUs: listed(v, "skus"),
		Tags: listed(v, "tags"), Shops: listed(v, "shops"), Services: listed(v, "services"), Reason: &reason, ValidFrom: &from, ValidTo: &to,
		WeightFrom: grams(v, "weight_from_g"), WeightTo: grams(v, "weight_to_g"),
	}
	if effect == "" {
		in.Effect = nil
	}
	if effect.NamesSuppliers() {
		in.Suppliers = listed(v, "suppliers")
	}
	if in.ValueFrom, err = limit(v, "value_from"); err != nil {
		return in, err
	}
	in.ValueTo, err = limit(v, "value_to")
	return in, err
}

func grams(v form.Values, name string) record.Maybe[int64] {
	m := record.Maybe[int64]{Given: true}
	if n, ok := v[name].(int64); ok {
		m.Value = &n
	}
	return m
}

func limit(v form.Values, name string) (record.Maybe[record.Amount], error) {
	m := record.Maybe[record.Amount]{Given: true}
	word := roster.Word(v, name)
	if word == "" {
		return m, nil
	}
	a, err := model.ParseAmount(word)
	m.Value = (*record.Amount)(&a)
	return m, err
}
