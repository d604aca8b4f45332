package stocking

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
)

// create asks what is to be entered, for the 3PL of the chosen row.
func (s *tariffs) create() {
	current, _ := s.Grid.CurrentRow()
	var hide func()
	var rows []fyne.CanvasObject
	for _, kind := range []string{isFee, isLane, isAddress} {
		rows = append(rows, kit.NewButton(kit.Plain, text.T(text.Key("stocking.new.", kind)), func() {
			hide()
			if kind == isAddress {
				s.open(s.addressOf(current.place), true)
				return
			}
			s.open(tariff{kind: kind, place: current.place, currency: current.currency, from: s.Host.Book().Today()}, false)
		}))
	}
	hide = s.Host.Show(page.Dialog{Title: text.T("stocking.tariff.which"), Content: kit.Column(theme.Gap8, rows...)})
}

// addressOf is the row of the address of a 3PL; each has one.
func (s *tariffs) addressOf(place string) tariff {
	for _, t := range s.Rows() {
		if t.kind == isAddress && t.place == place {
			return t
		}
	}
	return tariff{kind: isAddress}
}

// change corrects a row.
func (s *tariffs) change(t tariff) { s.open(t, true) }

// renew begins a new price of the same: from its first day on the older one is over.
func (s *tariffs) renew(t tariff) {
	t.from = s.Host.Book().Today()
	s.open(t, false)
}

// open shows the form of a row; what a written one is known by is locked.
func (s *tariffs) open(t tariff, written bool) {
	switch t.kind {
	case isFee:
		s.feeForm(t, written)
	case isLane:
		s.laneForm(t, written)
	default:
		s.addressForm(t, written)
	}
}

// form is a form whose title says what is done.
func (s *tariffs) form(t tariff, written bool, save func(context.Context, form.Values) error, id func() int64) (f *form.Form, show func()) {
	f = form.New(s.FormOptions(save, func() { s.Saved(id(), text.T("stocking.tariff.saved")) }))
	place := f.Search(required("supplier"), form.Source{Find: func(ctx context.Context, q string) ([]form.Option, error) { return findPlaces(ctx, s.Host.Book(), q) }})
	if written {
		place.Lock(text.T("stocking.lock"))
	}
	return f, func() {
		title := text.T(text.Key("stocking.new.", t.kind))
		if written {
			title = t.what()
		}
		s.Edit(title, t.place, f)
	}
}

// priced adds the amounts with the currency they are in.
func priced(f *form.Form, c model.Currency, specs ...form.Spec) {
	amounts := make([]*form.Amount, len(specs))
	for i, sp := range specs {
		amounts[i] = f.Money(sp, c)
	}
	currency := f.Choice(required("currency"), form.Currencies()...)
	currency.OnChange(func() {
		if c, err := currency.Get(); err == nil {
			for _, a := range amounts {
				a.SetCurrency(model.Currency(c))
			}
		}
	})
}

// evidence adds from when a price holds and how sure it is.
func evidence(f *form.Form, written bool) {
	f.Section(text.T("stocking.section.holds"))
	from := f.Date(spec("valid_from"))
	if written {
		from.Lock(text.T("stocking.lock"))
	}
	form.Longest(f.Text(spec("source")), 200)
	f.Date(spec("last_checked"))
}

func options(called func(string) string, values ...string) []form.Option {
	all := make([]form.Option, len(values))
	for i, v := range values {
		all[i] = form.Option{Value: v, Label: called(v)}
	}
	return all
}

func perCalled(v string) string   { return text.T(text.Key("stocking.per.", v)) }
func payerCalled(v string) string { return text.T(text.Key("stocking.duty.", v)) }

// since is a first day as a form shows it: empty since ever.
func since(d model.Date) string {
	if d == model.OpenStart {
		return ""
	}
	return string(d)
}

// began is the first day that a form says.
func began(v form.Values) model.Date {
	if d := day(v, "valid_from"); d != "" {
		return d
	}
	return model.OpenStart
}

// word is a text of a form, to be written even when it is empty.
func word(v form.Values, name string) *string {
	w := roster.Word(v, name)
	if d, ok := v[name].(model.Date); ok {
		w = string(d)
	}
	return &w
}

// sum is an amount of a form, 0 when it is empty.
func sum(v form.Values, name string) (*record.Amount, error) {
	w := roster.Word(v, name)
	if w == "" {
		return money(0), nil
	}
	a, err := model.ParseAmount(w)
	return money(a), err
}

// maybe is a number of a form, unknown when it is empty.
func maybe[T ~int | ~int64](v form.Values, name string) record.Maybe[T] {
	if n, given := v[name].(int64); given {
		return record.Known(T(n))
	}
	return record.Maybe[T]{Given: true}
}

func (s *tariffs) feeForm(t tariff, written bool) {
	var saved tariff
	save := func(ctx context.Context, v form.Values) error {
		amount, err := sum(v, "amount")
		if err != nil {
			return err
		}
		currency := model.Currency(roster.Word(v, "currency"))
		in := stock.FeeInput{
			Supplier: roster.Word(v, "supplier"), Fee: roster.Word(v, "fee"), ValidFrom: began(v), Amount: amount, Currency: &currency,
			Pieces: maybe[model.Quantity](v, "pieces"), Source: word(v, "source"), Checked: word(v, "last_checked"),
		}
		if p := roster.Word(v, "per"); p != "" {
			in.Per = &p
		}
		saved = tariff{kind: isFee, place: in.Supplier, fee: &stock.Fee{Fee: in.Fee}, from: in.ValidFrom}
		_, err = s.stock.PutFees(ctx, []stock.FeeInput{in})
		return err
	}
	f, show := s.form(t, written, save, func() int64 { return saved.id() })
	fee := f.Choice(required("fee"), options(feeName, stock.Charges()...)...)
	if written {
		fee.Lock(text.T("stocking.lock"))
	}
	priced(f, t.currency, required("amount"))
	per := f.Choice(spec("per"), options(perCalled, "piece", "carton", "bin", "pallet", "m3", "order", "month")...)
	form.Range(f.Quantity(spec("pieces")), 1, 1_000_000)
	evidence(f, written)
	values := map[string]any{"supplier": t.place, "currency": string(t.currency), "valid_from": since(t.from)}
	if x := t.fee; x != nil {
		values["fee"], values["amount"], values["currency"], values["per"], values["source"] = x.Fee, x.Amount.String(), string(x.Currency), x.Per, x.Source
		if x.Pieces != nil {
			values["pieces"] = int64(*x.Pieces)
		}
		if written {
			values["last_checked"] = x.CheckedOn
		}
	}
	s.fill(f, values)
	fee.OnChange(func() { // what it is usually charged for
		if of, err := fee.Get(); err == nil && of != "" {
			per.Set(stock.ChargedFor(of)[0])
		}
	})
	show()
}

// fill loads values; of a new row they are not what the book holds.
func (s *tariffs) fill(f *form.Form, values map[string]any) {
	for name, v := range values {
		if v == "" {
			delete(values, name)
		}
	}
	roster.Fill(f, values)
}

func (s *tariffs) laneForm(t tariff, written bool) {
	var saved tariff
	save := func(ctx context.Context, v form.Values) error {
		cost, err := sum(v, "cost")
		if err != nil {
			return err
		}
		extra, err := sum(v, "extra")
		if err != nil {
			return err
		}
		currency, last := model.Currency(roster.Word(v, "currency")), day(v, "valid_to")
		in := stock.LaneInput{
			Supplier: roster.Word(v, "supplier"), To: roster.Word(v, "to"), Service: roster.Word(v, "service"), ValidFrom: began(v), ValidTo: &last,
			Cost: cost, Extra: extra, Currency: &currency, DaysP50: maybe[int](v, "days_p50"), DaysP90: maybe[int](v, "days_p90"),
			DutyPayer: word(v, "duty_payer"), Source: word(v, "source"), Checked: word(v, "last_checked"),
		}
		saved = tariff{kind: isLane, place: in.Supplier, lane: &stock.Lane{Country: in.To, Service: in.Service}, from: in.ValidFrom}
		_, err = s.stock.PutLanes(ctx, []stock.LaneInput{in})
		return err
	}
	f, show := s.form(t, written, save, func() int64 { return saved.id() })
	countries := append([]form.Option{{Value: "*", Label: text.T("stocking.elsewhere")}}, form.Countries()...)
	to := f.Choice(required("to"), countries...)
	service := form.Longest(f.Text(required("service")), 60)
	if written {
		to.Lock(text.T("stocking.lock"))
		service.Lock(text.T("stocking.lock"))
	}
	priced(f, t.currency, required("cost"), spec("extra"))
	form.Range(f.Quantity(spec("days_p50")), 0, 365)
	form.Range(f.Quantity(spec("days_p90")), 0, 365)
	f.Choice(spec("duty_payer"), append([]form.Option{{Label: dutyPayer("")}}, options(payerCalled, "merchant", "customer", "supplier")...)...)
	evidence(f, written)
	f.Date(spec("valid_to"))
	values := map[string]any{"supplier": t.place, "currency": string(t.currency), "service": "standard", "valid_from": since(t.from)}
	if x := t.lane; x != nil {
		for name, v := range map[string]any{
			"to": x.Country, "service": x.Service, "cost": x.Cost.String(), "extra": x.Extra.String(), "currency": string(x.Currency),
			"duty_payer": x.DutyPayer, "source": x.Source,
		} {
			values[name] = v
		}
		for name, n := range map[string]*int{"days_p50": x.DaysP50, "days_p90": x.DaysP90} {
			if n != nil {
				values[name] = int64(*n)
			}
		}
		if written {
			values["last_checked"], values["valid_to"] = x.CheckedOn, string(x.ValidTo)
		}
	}
	s.fill(f, values)
	show()
}

func dutyPayer(who string) string {
	if who == "" {
		return text.T("stocking.duty.book")
	}
	return text.T(text.Key("stocking.duty.", who))
}

func (s *tariffs) addressForm(t tariff, written bool) {
	place := t.place
	save := func(ctx context.Context, v form.Values) error {
		place = roster.Word(v, "supplier")
		_, err := s.stock.PutWarehouses(ctx, []stock.WarehouseInput{{
			Supplier: place, Name: word(v, "name"), Contact: word(v, "contact"), Address1: word(v, "address1"), Address2: word(v, "address2"),
			Zip: word(v, "zip"), City: word(v, "city"), Province: word(v, "province"), Country: word(v, "country"), Phone: word(v, "phone"),
		}})
		return err
	}
	f, show := s.form(t, written, save, func() int64 { x := tariff{kind: isAddress, place: place}; return x.id() })
	for _, name := range []string{"name", "contact"} {
		f.Text(spec(name))
	}
	f.Text(required("address1"))
	f.Text(spec("address2"))
	f.Text(spec("zip"))
	f.Text(required("city"))
	f.Text(spec("province"))
	f.Choice(required("country"), form.Countries()...)
	f.Phone(spec("phone"))
	values := map[string]any{"supplier": t.place}
	if w := t.at; w != nil {
		for name, v := range map[string]string{
			"name": w.Name, "contact": w.Contact, "address1": w.Address1, "address2": w.Address2, "zip": w.Zip, "city": w.City,
			"province": w.Province, "country": w.Country, "phone": w.Phone,
		} {
			values[name] = v
		}
	}
	s.fill(f, values)
	show()
}
