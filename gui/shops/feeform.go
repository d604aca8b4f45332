package shops

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports"
	"github.com/dropledger/dropledger/reports/render"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/record"
)

// feeForm are the fields of a rule.
type feeForm struct {
	*form.Form
	name, kind, shop, base, currency, source *form.Field[string]
	from, to, checked                        *form.Field[model.Date]
	percent                                  *form.Field[model.Percent]
	fixed, low, high                         *form.Amount
	kept                                     *form.Field[bool]
}

// Create implements page.Creator: it opens the form for a new fee, of the shop that
// the list is narrowed to.
func (s *Fees) Create() {
	r := fee.Row{Kind: fee.PaymentFee, Base: model.BaseItemShippingTax, KeptOnRefund: true}
	if names := s.grid.Filter(byShop); len(names) > 0 {
		r.Shop = &names[0]
	}
	s.open(r, text.T("shops.fees.new"), text.T("shops.fees.form.new"), nil)
}

// version opens the form for the rule's next version, which begins today.
func (s *Fees) version(r rule) {
	next := r.Row
	next.ValidFrom, next.ValidTo, next.CheckedOn = s.host.Book().Today(), nil, s.host.Book().Today()
	s.open(next, r.Name, text.T("shops.fees.form.version"), func(f *feeForm) { f.name.Lock(text.T("shops.fees.lock.name")) })
}

// correct opens the form for a rule as it stands.
func (s *Fees) correct(r rule) {
	if r.Archived {
		return
	}
	s.open(r.Row, r.Name, text.T("shops.fees.form.correct"), func(f *feeForm) {
		f.name.Lock(text.T("shops.fees.lock.name"))
		f.from.Lock(text.T("shops.fees.lock.from"))
		f.from.Show(r.ValidFrom != model.OpenStart)
	})
}

// open builds the form, filled with a rule, and the example that follows it.
func (s *Fees) open(r fee.Row, title, line string, lock func(*feeForm)) {
	f, key := &feeForm{}, ""
	example := kit.NewNote(theme.Under, theme.IconCalculator, s.example(ruleOf(r)), nil)
	save := func(ctx context.Context, v form.Values) error {
		in, err := inputOf(v)
		if err != nil {
			return err
		}
		if in.ValidFrom == "" && r.ID != 0 {
			in.ValidFrom = r.ValidFrom
		}
		done, err := s.put.Fees(ctx, []fee.Input{in})
		key = strconv.FormatInt(r.ID, 10)
		if len(done.Touched) == 1 {
			key = strconv.FormatInt(done.Touched[0], 10)
		}
		return err
	}
	o := s.options(save, func() {
		name, _ := f.name.Get()
		s.host.Toast(page.Toast{Text: text.T("shops.fees.saved", name)})
		s.chose(key)
	})
	o.Changed = func() {
		if f.kept == nil {
			return // the fields are still being made
		}
		f.follow(s.host.Book().Home)
		example.Set(theme.Under, theme.IconCalculator, s.example(f.rule()))
	}
	f.Form = form.New(o)
	s.fields(f)
	s.fill(f.Form, valuesOf(r))
	f.follow(s.host.Book().Home)
	if lock != nil {
		lock(f)
	}
	s.edit(title, line, f.Form)
	s.page.Panel().SetTop(example)
}

// fields adds the fields in their order.
func (s *Fees) fields(f *feeForm) {
	home := s.host.Book().Home
	f.name = form.Longest(f.Text(form.Spec{Name: "name", Label: text.T("shops.col.name"), Required: true, Help: text.T("shops.fees.help.name")}), 120)
	f.from = f.Date(form.Spec{Name: "valid_from", Label: text.T("shops.fees.from"), Hint: text.T("shops.fees.hint.from")})
	f.percent = f.Percent(form.Spec{Name: "percent", Label: text.T("shops.fees.percent")})
	f.percent.Check(func(p model.Percent) error {
		if p.IsNegative() || p.GreaterThan(decimal.NewFromInt(100)) {
			return model.FieldErrorf("percent", "%s", text.T("shops.fees.wrong.percent"))
		}
		return nil
	})
	f.base = f.Choice(form.Spec{Name: "base", Label: text.T("shops.fees.base")}, choices(baseLabel, model.BaseItem, model.BaseItemShipping, model.BaseItemShippingTax, model.BaseNet)...)
	f.fixed = f.Money(form.Spec{Name: "fixed", Label: text.T("shops.fees.fixed"), Help: text.T("shops.fees.help.fixed")}, home)
	f.low = f.Money(form.Spec{Name: "min", Label: text.T("shops.fees.min")}, home)
	f.high = f.Money(form.Spec{Name: "max", Label: text.T("shops.fees.max")}, home)
	f.currency = f.Search(form.Spec{Name: "currency", Label: text.T("shops.fees.currency"), Hint: text.T("shops.fees.hint.currency"), Help: text.T("shops.fees.help.currency")}, form.Among(currencies()))
	f.shop = f.Search(form.Spec{Name: "shop", Label: text.T("shops.fees.shop"), Hint: text.T("shops.fees.everyshop")}, form.Source{Find: s.findShops})
	f.kind = f.Choice(form.Spec{Name: "kind", Label: text.T("shops.fees.kind")}, choices(kindLabel, fee.PaymentFee, fee.MarketplaceFee)...)
	f.kept = f.Check(form.Spec{Name: "kept_on_refund", Label: text.T("shops.fees.onrefund.field"), Help: text.T("shops.fees.help.kept")})
	f.to = f.Date(form.Spec{Name: "valid_to", Label: text.T("shops.fees.to"), Hint: text.T("shops.fees.hint.to")})
	f.checked = f.Date(form.Spec{Name: "checked_on", Label: text.T("shops.fees.checked")})
	f.source = form.Longest(f.Text(form.Spec{Name: "source", Label: text.T("shops.fees.source"), Help: text.T("shops.fees.help.source")}), 500)
}

func baseLabel(b model.FeeBase) string { return text.T(text.Key("shops.fees.base.", b)) }

func kindLabel(k string) string { return text.T(text.Key("shops.fees.kind.", k)) }

func choices[S ~string](label func(S) string, values ...S) []form.Option {
	all := make([]form.Option, len(values))
	for i, v := range values {
		all[i] = form.Option{Value: string(v), Label: label(v)}
	}
	return all
}

// findShops finds the shops that are in use by any part of the name.
func (s *Fees) findShops(ctx context.Context, query string) ([]form.Option, error) {
	rows, err := s.shops.List(ctx, record.Filter{})
	if err != nil {
		return nil, err
	}
	all := make([]form.Option, len(rows))
	for i, r := range rows {
		all[i] = form.Option{Value: r.Name, Detail: r.Platform}
	}
	return form.Among(all).Find(ctx, query)
}

// valuesOf is a rule as the form loads it.
func valuesOf(r fee.Row) map[string]any {
	v := map[string]any{
		"name": r.Name, "kind": r.Kind, "base": string(r.Base), "percent": r.Percent, "fixed": model.Amount(r.Fixed).String(), "currency": string(r.Currency),
		"kept_on_refund": r.KeptOnRefund, "source": r.Source, "checked_on": string(r.CheckedOn),
	}
	if r.ID == 0 {
		delete(v, "percent")
		delete(v, "fixed")
	}
	if r.ValidFrom != model.OpenStart {
		v["valid_from"] = string(r.ValidFrom)
	}
	if r.ValidTo != nil {
		v["valid_to"] = string(*r.ValidTo)
	}
	if r.Shop != nil {
		v["shop"] = *r.Shop
	}
	if r.Min != nil {
		v["min"] = (*model.Amount)(r.Min).String()
	}
	if r.Max != nil {
		v["max"] = (*model.Amount)(r.Max).String()
	}
	return v
}

// follow shows the amounts in the currency that is chosen, the order's as that
// of the book.
func (f *feeForm) follow(home model.Currency) {
	c, err := f.currency.Get()
	if err != nil || c == "" {
		c = string(home)
	}
	for _, a := range []*form.Amount{f.fixed, f.low, f.high} {
		if a.Currency() != model.Currency(c) {
			a.SetCurrency(model.Currency(c))
		}
	}
}

// inputOf is what a form handed over; what is empty there is taken away from the
// rule.
func inputOf(v form.Values) (in fee.Input, err error) {
	base, kind, shop, currency := model.FeeBase(word(v, "base")), word(v, "kind"), word(v, "shop"), model.Currency(word(v, "currency"))
	to, checked, source, kept := model.Date(word(v, "valid_to")), model.Date(word(v, "checked_on")), word(v, "source"), v["kept_on_refund"] == true
	in = fee.Input{
		Name: word(v, "name"), ValidFrom: model.Date(word(v, "valid_from")), Kind: &kind, Shop: &shop, Base: &base, Currency: &currency,
		KeptOnRefund: &kept, ValidTo: &to, Source: &source, CheckedOn: &checked, Percent: &record.Number{}, Fixed: new(record.Amount),
	}
	if p := word(v, "percent"); p != "" {
		if in.Percent.Decimal, err = decimal.NewFromString(p); err != nil {
			return in, err
		}
	}
	fixed, err := amountOf(v, "fixed")
	if err != nil {
		return in, err
	}
	if fixed != nil {
		*in.Fixed = record.Amount(*fixed)
	}
	if in.Min, err = limitOf(v, "min"); err != nil {
		return in, err
	}
	in.Max, err = limitOf(v, "max")
	return in, err
}

// word is a text of a form, "" when it is empty.
func word(v form.Values, name string) string {
	s, _ := v[name].(string)
	return s
}

// amountOf is an amount of a form, nil when it is empty.
func amountOf(v form.Values, name string) (*model.Amount, error) {
	s := word(v, name)
	if s == "" {
		return nil, nil
	}
	a, err := model.ParseAmount(s)
	return &a, err
}

// limitOf is an amount that a rule may lack: an empty field takes it away.
func limitOf(v form.Values, name string) (record.Maybe[record.Amount], error) {
	a, err := amountOf(v, name)
	return record.Maybe[record.Amount]{Given: true, Value: (*record.Amount)(a)}, err
}

// rule is what the fields say of the amount, for the example; what cannot be
// read yet is nothing.
func (f *feeForm) rule() model.FeeRule {
	r := model.FeeRule{Currency: model.Currency(read(f.currency)), Base: model.FeeBase(read(f.base)), Percent: read(f.percent).Decimal, Fixed: read(f.fixed.Field)}
	if low := read(f.low.Field); f.low.Given() {
		r.MinFee = &low
	}
	if high := read(f.high.Field); f.high.Given() {
		r.MaxFee = &high
	}
	return r
}

// read is the value of a field, nothing while it cannot be read.
func read[T any](f *form.Field[T]) T {
	v, err := f.Get()
	if err != nil {
		var nothing T
		return nothing
	}
	return v
}

// Export implements page.Exporter.
func (s *Fees) Export() {
	export(s.host, "fees", func(ctx context.Context) (*reports.Table, error) {
		rules, err := s.load(ctx)
		if err != nil {
			return nil, err
		}
		rows := make([]fee.Row, len(rules))
		for i, r := range rules {
			rows[i] = r.Row
		}
		columns := []string{
			"name", "valid_from:date", "valid_to:date", "kind", "shop", "base", "percent", "fixed:amount", "currency", "min:amount", "max:amount",
			"kept_on_refund", "source", "checked_on:date",
		}
		return render.List(text.T("shops.fees.title"), columns, rows)
	})
}
