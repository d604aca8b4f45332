package margins

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/fee"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/overview"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/sourcing"
)

// settled is how long a person stops typing before the reach is counted anew.
const settled = 250 * time.Millisecond

// change is a small dialog that starts a new version of a price or a fee. Nothing
// is overwritten: the one before ends the day before.
type change struct {
	m     *Margins
	form  *form.Form
	from  *form.Field[model.Date]
	note  *kit.Note
	reach *async.Loader[put.Reach]
	hide  func()

	count  func(context.Context, model.Date) (put.Reach, error)
	before model.Date // the first day of the version that holds
	saved  func() string
}

// begin makes the dialog; save keeps what is typed.
func (m *Margins) begin(save func(ctx context.Context, v form.Values) error) *change {
	c := &change{m: m, note: kit.NewNote(theme.Under, theme.IconInfo, text.T("margins.reading"), nil)}
	c.reach = async.NewLoader(m.h.Runner(), c.reached)
	recount := async.Debounce(m.h.Runner(), settled, c.recount)
	c.form = form.New(form.Options{
		Format: m.h.Format(), Runner: m.h.Runner(), Context: m.h.Context(), Bare: true, Saver: save, Changed: recount,
		Details: func(err error) { m.h.Report(text.T("margins.change.failed"), err) },
		Late:    func(err error) { m.h.Report(text.T("margins.change.failed"), err) },
		Saved: func() {
			c.hide()
			m.h.Toast(page.Toast{Tone: page.Done, Text: c.saved()})
			m.Reload()
		},
	})
	return c
}

// day adds the field for the first day: after that of the version that holds, as
// that one would be overwritten.
func (c *change) day() {
	f := c.m.h.Format()
	c.from = c.form.Date(form.Spec{Name: "valid_from", Label: text.T("margins.change.from"), Required: true, Help: text.T("margins.change.from.help")})
	c.from.Set(c.m.h.Book().Today())
	c.from.Check(func(d model.Date) error {
		if d <= c.before {
			return model.FieldErrorf("valid_from", "%s", text.T("margins.change.early", f.DateYear(c.before)))
		}
		return nil
	})
}

// show opens the dialog.
func (c *change) show(title string) {
	c.form.Settle()
	c.recount()
	content := kit.Column(0, c.form, kit.Inset(c.note, 0, theme.Gap16))
	c.hide = c.m.h.Show(page.Dialog{Title: title, Content: content, Verb: text.T("margins.change.verb"), Width: 460, Do: func() bool {
		c.form.Submit()
		return true
	}, Cancel: func() { c.form.Close(); c.reach.Stop() }})
}

// recount asks how many orders the change would concern.
func (c *change) recount() {
	if c.from == nil {
		return // the fields are still being made
	}
	from, err := c.from.Get()
	if err != nil || from == "" {
		return
	}
	c.reach.Load(c.m.h.Context(), func(ctx context.Context) (put.Reach, error) { return c.count(ctx, from) })
}

// reached says what will happen, in numbers.
func (c *change) reached(s async.State[put.Reach]) {
	f := c.m.h.Format()
	switch {
	case s.Phase == async.Failed:
		c.note.Set(theme.Warned, theme.IconWarning, text.T("margins.change.unknown"))
	case s.Phase != async.Ready:
	case s.Value == put.Reach{}:
		c.note.Set(theme.Under, theme.IconInfo, text.T("margins.change.nobody"))
	default:
		r := s.Value
		var said []string
		if r.Booked > 0 {
			said = append(said, text.N("margins.change.booked", r.Booked, f.Int(r.Booked)))
		}
		if r.Open > 0 {
			said = append(said, text.N("margins.change.open", r.Open, f.Int(r.Open)))
		}
		c.note.Set(theme.Under, theme.IconInfo, strings.Join(append(said, text.T("margins.change.kept")), " "))
	}
}

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
	c.count = func(ctx context.Context, from model.Date) (put.Reach, error) { return keep.OfferReach(ctx, of.product.ID, from) }
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
	c.count = func(ctx context.Context, from model.Date) (put.Reach, error) { return keep.FeeReach(ctx, chosen().Name, from) }
	c.saved = func() string { return text.T("margins.change.fee.saved", chosen().Name) }
	if len(rules) > 1 {
		options := make([]form.Option, len(rules))
		for i, r := range rules {
			options[i] = form.Option{Value: r.Name}
		}
		which = choice(c.form, form.Spec{Name: "name", Label: text.T("margins.change.rule"), Required: true}, options)
		which.Set(rules[at].Name)
	}
	percent := c.form.Percent(form.Spec{Name: "percent", Label: text.T("margins.change.percent"), Unit: "%"})
	percent.Check(func(p model.Percent) error {
		if p.IsNegative() || p.GreaterThan(decimal.NewFromInt(100)) {
			return model.FieldErrorf("percent", "%s", text.T("margins.change.percent.wrong"))
		}
		return nil
	})
	fixed := c.form.Money(form.Spec{Name: "fixed", Label: text.T("margins.change.fixed")}, b.Home)
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

// choice is a field for one of some options: tiles as long as the dialog stays
// small.
func choice(f *form.Form, s form.Spec, options []form.Option) *form.Field[string] {
	const most = 3
	if len(options) > most {
		return f.Search(s, form.Among(options))
	}
	return f.Choice(s, options...)
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
