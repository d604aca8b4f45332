package assistant

import (
	"context"
	"encoding/json"
	"errors"
	"maps"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/marketplace"
)

// placedCard is the form for what came of it, filled with what was expected.
func (s *Screen) placedCard(t *marketplace.Sheet) fyne.CanvasObject {
	h := s.host
	f := form.New(form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(), Left: true, Verb: text.T("assistant.do.save"),
		Saver: func(ctx context.Context, v form.Values) error { return s.save(ctx, placing{t, v, false}) },
		Saved: s.saved, Details: func(err error) { h.Report(text.T("assistant.unsaved"), err) },
		Late: func(err error) { h.Report(text.T("assistant.unsaved"), err) },
	})
	f.Text(form.Spec{Name: "number", Label: text.T("assistant.number"), Help: text.T("assistant.number.help"), Required: true})
	paid := f.Money(form.Spec{Name: "paid", Label: text.T("assistant.goods.price"), Required: true}, t.Currency)
	shipping := f.Money(form.Spec{Name: "shipping", Label: text.T("assistant.shipping"), Required: true}, t.Currency)
	currency := f.Choice(form.Spec{Name: "currency", Label: text.T("assistant.currency")}, form.Currencies()...)
	date := f.Date(form.Spec{Name: "date", Label: text.T("assistant.date"), Required: true})
	from := f.Choice(form.Spec{Name: "paid_from", Label: text.T("assistant.paid"), Required: true, Help: text.T("assistant.paid.help")},
		form.Option{Value: ledger.FromBank, Label: text.T("assistant.paid.bank")}, form.Option{Value: ledger.FromCard, Label: text.T("assistant.paid.card")},
		form.Option{Value: unpaid, Label: text.T("assistant.paid.later")})
	paid.Set(t.Goods)
	shipping.Set(t.Shipping)
	currency.Set(string(t.Currency))
	date.Set(h.Book().Today())
	from.Set(ledger.FromBank)
	currency.OnChange(func() {
		if c, err := currency.Get(); err == nil && c != "" {
			paid.SetCurrency(model.Currency(c))
			shipping.SetCurrency(model.Currency(c))
		}
	})
	f.Settle()
	s.form = f
	return kit.NewCard(text.T("assistant.back"), "", nil, f).Flush()
}

// unpaid stands for what is still to be paid.
const unpaid = "later"

// placing is what a person typed back about an order.
type placing struct {
	sheet  *marketplace.Sheet
	values form.Values
	accept bool
}

// placed is the record of it.
func (p placing) placed() (marketplace.Placed, error) {
	v := maps.Clone(p.values)
	from, _ := v["paid_from"].(string)
	delete(v, "paid_from")
	in := marketplace.Placed{}
	text, err := v.JSON()
	if err == nil {
		err = json.Unmarshal(text, &in)
	}
	in.Purchase, in.Order, in.AcceptPrice = p.sheet.Purchase, p.sheet.Order, p.accept
	if from != "" && from != unpaid {
		in.PaidOn, in.PaidFrom = &in.Date, &from
	}
	return in, err
}

// save records the order. A price above ours is shown and asked about.
func (s *Screen) save(ctx context.Context, p placing) error {
	in, err := p.placed()
	if err != nil {
		return err
	}
	_, err = s.market.Put(ctx, []marketplace.Placed{in})
	var known *model.Error
	if errors.As(err, &known) && known.Field == marketplace.AcceptField {
		s.host.Runner().UI(func() { s.askPrice(p, known.Message) })
	}
	return err
}

// askPrice lets a person accept a price above ours.
func (s *Screen) askPrice(p placing, sentence string) {
	h, f := s.host, s.form
	if f == nil {
		return
	}
	p.accept = true
	h.Ask(page.Question{Title: text.T("assistant.dearer"), Lines: []string{sentence}, Verb: text.T("assistant.do.accept")}, func() {
		h.Runner().Go(func() {
			err := s.save(h.Context(), p)
			h.Runner().UI(func() {
				if err != nil {
					f.Refuse(err)
					return
				}
				f.Settle()
				s.saved()
			})
		})
	})
}

// saved goes on to the next order.
func (s *Screen) saved() {
	t := s.now.sheet
	if t == nil {
		return
	}
	next := s.after()
	s.done++
	s.begun, s.wanted = 0, next
	s.host.Say(page.Done, text.T("assistant.saved", t.Order, t.Supplier))
	s.Reload()
}
