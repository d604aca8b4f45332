package margins

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
)

// changeFee starts a new version of a fee rule; the named one is proposed.
func (m *Margins) changeFee(name string) {
	b := m.h.Book()
	fees := fee.New(b.DB, b.Bus)
	rules := async.NewLoader(m.h.Runner(), func(s async.State[[]fee.Row]) {
		switch s.Phase {
		case async.Failed:
			m.h.Report(text.T("margins.unread"), s.Err)
		case async.Ready:
			m.feeDialog(name, s.Value)
		}
	})
	rules.Load(m.h.Context(), func(ctx context.Context) ([]fee.Row, error) {
		all, err := fees.List(ctx)
		today := b.Today()
		return slices.DeleteFunc(all, func(r fee.Row) bool { return r.ValidFrom > today || r.ValidTo != nil && *r.ValidTo < today }), err
	})
}

// feeDialog asks what the next version of a rule takes.
func (m *Margins) feeDialog(name string, rules []fee.Row) {
	b := m.h.Book()
	if len(rules) == 0 {
		m.h.Ask(page.Question{Title: text.T("margins.nofee"), Lines: []string{text.T("margins.nofee.line")}, Verb: text.T("margins.nofee.verb")}, func() {
			m.h.Go(page.Route{Screen: page.Fees})
		})
		return
	}
	at := max(slices.IndexFunc(rules, func(r fee.Row) bool { return r.Name == name }), 0)
	var which *form.Field[string]
	chosen := func() *fee.Row {
		if which == nil {
			return &rules[at]
		}
		said, _ := which.Get() // a choice is always there
		return &rules[max(slices.IndexFunc(rules, func(r fee.Row) bool { return r.Name == said }), 0)]
	}
	keep := put.New(b.DB, b.Bus)
	c := m.begin(func(ctx context.Context, v form.Values) error {
		in, err := feeInput(chosen().Name, v)
		if err == nil {
			_, err = keep.Fees(ctx, []fee.Input{in})
		}
		return err
	})
	c.count = func(ctx context.Context, from model.Date) (put.Reach, error) {
		return keep.FeeReach(ctx, chosen().Name, from)
	}
	c.saved = func() string { return text.T("margins.change.fee.saved", chosen().Name) }
	if len(rules) > 1 {
		options := make([]form.Option, len(rules))
		for i, r := range rules {
			options[i] = form.Option{Value: r.Name}
		}
		which = choice(c.form, form.Spec{Name: "name", Label: text.T("margins.change.rule"), Required: true}, options)
		which.Set(rules[at].Name)
	}
	percent, fixed := c.feeFields()
	c.day()
	fill := func() {
		r := chosen()
		currency := r.Currency
		if currency == "" {
			currency = b.Home // of the order: the number is the same
		}
		fixed.SetCurrency(currency)
		fixed.Set(model.Amount(r.Fixed))
		if p, err := decimal.NewFromString(r.Percent); err == nil {
			percent.Set(model.Percent{Decimal: p})
		}
		c.before = r.ValidFrom
	}
	if which != nil {
		which.OnChange(fill)
	}
	fill()
	c.show(text.T("margins.change.fee.title"))
}

// feeFields adds what a fee takes.
func (c *change) feeFields() (*form.Field[model.Percent], *form.Amount) {
	percent := c.form.Percent(form.Spec{Name: "percent", Label: text.T("margins.change.percent"), Unit: "%"})
	percent.Check(func(p model.Percent) error {
		if p.IsNegative() || p.GreaterThan(decimal.NewFromInt(100)) {
			return model.FieldErrorf("percent", "%s", text.T("margins.change.percent.wrong"))
		}
		return nil
	})
	return percent, c.form.Money(form.Spec{Name: "fixed", Label: text.T("margins.change.fixed")}, c.m.h.Book().Home)
}

// feeInput is the next version of a rule; what it does not say stays.
func feeInput(name string, v form.Values) (fee.Input, error) {
	in := fee.Input{Name: name, Percent: &record.Number{}, Fixed: new(record.Amount)}
	day, _ := v["valid_from"].(string)
	in.ValidFrom = model.Date(day)
	if s, ok := v["percent"].(string); ok {
		p, err := decimal.NewFromString(s)
		if err != nil {
			return in, err
		}
		in.Percent.Decimal = p
	}
	if s, ok := v["fixed"].(string); ok {
		a, err := model.ParseAmount(s)
		if err != nil {
			return in, err
		}
		*in.Fixed = record.Amount(a)
	}
	return in, nil
}
