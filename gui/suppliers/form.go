package suppliers

import (
	"context"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page/roster"
	"github.com/dropledger/dropledger/gui/page/staging"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/supplier"
)

// create opens the form for a new supplier.
func (s *Suppliers) create() {
	s.EditWide(text.T("suppliers.say.new"), text.T("suppliers.form.new"), s.formOf(supplier.Row{
		Type: model.Wholesaler, Currency: s.Host.Book().Home, Language: "en", HandlingDays: 2,
		ClaimDays: 30, ShipsTo: []string{anywhere}, Channel: model.ByFolder, Batching: model.PerOrder,
	}))
}

// change opens the form for a supplier.
func (s *Suppliers) change(r row) {
	s.EditWide(r.Name, text.T("suppliers.form.change"), s.formOf(r.Row))
}

func (s *Suppliers) formOf(r supplier.Row) *form.Form {
	var id int64
	var called string
	save := func(ctx context.Context, v form.Values) error {
		in := inputOf(v)
		in.ID, in.Version = r.ID, r.Version
		done, err := s.suppliers.Put(ctx, []supplier.Input{in})
		id, called = r.ID, in.Name
		if len(done.Touched) == 1 {
			id = done.Touched[0]
		}
		return err
	}
	f := form.New(s.FormOptions(save, func() { s.Saved(id, text.T("suppliers.saved", called)) }))
	fields(f, r.ID == 0)
	values := map[string]any{
		"name": r.Name, "type": string(r.Type), "email": r.Email, "country": r.Country, "currency": string(r.Currency),
		"language": r.Language, "handling_days": int64(r.HandlingDays), "cutoff": r.Cutoff, "claim_days": int64(r.ClaimDays), "ships_to": r.ShipsTo,
		"channel": string(r.Channel), "batching": string(r.Batching), "time_zone": r.TimeZone, "batch_lead_minutes": int64(r.BatchLead), "payment_terms_days": int64(r.PaymentTermsDays),
		"tax_number": r.TaxNumber, "website": r.Website, "languages": r.Languages, "currencies": r.Currencies, "requalify_on": r.RequalifyOn,
	}
	if r.ID == 0 {
		values["stage"] = string(model.Candidate)
	}
	roster.Fill(f, values)
	return f
}

// fields adds the fields in their order. A new supplier may begin at any stage, as
// one the merchant has long bought from; later its stage changes with a reason.
func fields(f *form.Form, begins bool) {
	days := text.T("suppliers.unit.days")
	spec := func(name string) form.Spec {
		return form.Spec{Name: name, Label: text.T(text.Key("suppliers.field.", name)), Help: help(name)}
	}
	with := func(name string, change func(*form.Spec)) form.Spec {
		s := spec(name)
		change(&s)
		return s
	}
	must := func(s *form.Spec) { s.Required = true }
	inDays := func(s *form.Spec) { s.Required, s.Unit = true, days }
	f.Section(text.T("suppliers.form.who"))
	form.Longest(f.Text(with("name", must)), 120)
	f.Email(spec("email"))
	f.Search(spec("country"), form.Among(form.Countries()))
	f.Search(with("currency", must), form.Among(form.Currencies()))
	f.Choice(spec("type"), options("type", model.Marketplace, model.Wholesaler, model.PrivateLabel, model.Agent, model.ThirdPartyLogistics)...)
	if begins {
		f.Choice(with("stage", must), options("stage", staging.Stages...)...)
	}
	f.Text(with("tax_number", func(s *form.Spec) { s.Hint = text.T("suppliers.hint.tax") }))
	f.Text(with("website", func(s *form.Spec) { s.Hint = text.T("suppliers.hint.website") }))
	f.Words(with("languages", func(s *form.Spec) { s.Hint = text.T("suppliers.hint.languages") }), language)
	f.Words(with("currencies", func(s *form.Spec) { s.Hint = text.T("suppliers.hint.currencies") }), currency)
	f.Date(spec("requalify_on"))
	f.Section(text.T("suppliers.section.terms"))
	form.Range(f.Quantity(with("handling_days", inDays)), 0, 365)
	f.Time(with("cutoff", func(s *form.Spec) { s.Hint = text.T("suppliers.hint.cutoff") }))
	form.Range(f.Quantity(with("claim_days", inDays)), 0, 3650)
	form.Range(f.Quantity(with("payment_terms_days", inDays)), 0, 3650)
	f.Words(with("ships_to", func(s *form.Spec) { s.Required, s.Hint = true, text.T("suppliers.hint.ships") }), destination)
	f.Section(text.T("suppliers.form.how"))
	f.Choice(spec("channel"), options("channel", model.ByFolder, model.ByEmail, model.ByMarketplace)...)
	f.Choice(spec("batching"), options("batching", model.PerOrder, model.Hourly, model.Daily)...)
	form.Range(f.Quantity(with("batch_lead_minutes", func(s *form.Spec) { s.Unit = text.T("suppliers.unit.minutes") })), 0, 720)
	f.Text(with("time_zone", func(s *form.Spec) { s.Hint = text.T("suppliers.hint.zone") }))
	f.Search(with("language", must), languages())
}

// help is the sentence below a field, "" for one that needs none.
func help(name string) string {
	if key := text.Key("suppliers.help.", name); text.Has(key) {
		return text.T(key)
	}
	return ""
}

func options[S ~string](field string, values ...S) []form.Option {
	all := make([]form.Option, len(values))
	for i, v := range values {
		all[i] = form.Option{Value: string(v), Label: said(field, string(v))}
	}
	return all
}

// destination reads a country, or a word for every country.
func destination(typed string) (form.Option, error) {
	t := strings.TrimSpace(typed)
	if t == anywhere || strings.EqualFold(t, text.T("suppliers.anywhere")) {
		return form.Option{Value: anywhere, Label: text.T("suppliers.anywhere")}, nil
	}
	c, err := model.ParseCountry(t)
	if err != nil {
		return form.Option{}, err
	}
	return form.Option{Value: string(c), Label: c.Name()}, nil
}

// languages finds the languages of documents: those of the list by name, every
// other by its code.
func languages() form.Source {
	var all []form.Option
	for _, code := range strings.Fields("en de fr es it nl pl pt sv da nb fi cs tr ru uk zh ja ko") {
		all = append(all, form.Option{Value: code, Label: text.T(text.Key("suppliers.language.", code)), Detail: code, More: code})
	}
	listed := form.Among(all)
	return form.Source{Label: listed.Label, Find: func(ctx context.Context, query string) ([]form.Option, error) {
		found, err := listed.Find(ctx, query)
		if code := strings.ToLower(strings.TrimSpace(query)); len(found) == 0 && len(code) > 1 && len(code) < 12 {
			found = []form.Option{{Value: code}}
		}
		return found, err
	}}
}

// language reads a language by its code.
func language(typed string) (form.Option, error) {
	code := strings.ToLower(strings.TrimSpace(typed))
	return form.Option{Value: code, Label: languageName(code)}, nil
}

// currency reads a currency by its code.
func currency(typed string) (form.Option, error) {
	code := model.Currency(strings.ToUpper(strings.TrimSpace(typed)))
	if !code.Valid() {
		return form.Option{}, model.Errorf(model.Invalid, "%s", text.T("suppliers.nocurrency", typed))
	}
	return form.Option{Value: string(code)}, nil
}

// listed is a list of words of a form, empty when there is none.
func listed(v form.Values, name string) []string {
	all, _ := v[name].([]string)
	if all == nil {
		all = []string{}
	}
	return all
}

// inputOf is what a form handed over; what is empty there is taken away from the
// supplier.
func inputOf(v form.Values) supplier.Input {
	kind := model.SourcingType(roster.Word(v, "type"))
	tax, website, again := roster.Word(v, "tax_number"), roster.Word(v, "website"), model.Date(roster.Word(v, "requalify_on"))
	email, country, currency := roster.Word(v, "email"), roster.Word(v, "country"), model.Currency(roster.Word(v, "currency"))
	language, cutoff := roster.Word(v, "language"), roster.Word(v, "cutoff")
	handling, claim, pay := roster.Whole(v, "handling_days"), roster.Whole(v, "claim_days"), roster.Whole(v, "payment_terms_days")
	channel, batching := model.Channel(roster.Word(v, "channel")), model.Batching(roster.Word(v, "batching"))
	zone, lead := roster.Word(v, "time_zone"), roster.Whole(v, "batch_lead_minutes")
	ships, _ := v["ships_to"].([]string)
	languages, currencies := listed(v, "languages"), listed(v, "currencies")
	in := supplier.Input{
		Name: roster.Word(v, "name"), Type: &kind, Email: &email, Country: &country, Currency: &currency, Language: &language,
		HandlingDays: &handling, Cutoff: &cutoff, ClaimDays: &claim, ShipsTo: &ships, Channel: &channel, Batching: &batching, TimeZone: &zone, BatchLead: &lead, PaymentTermsDays: &pay,
		TaxNumber: &tax, Website: &website, Languages: &languages, Currencies: &currencies, RequalifyOn: &again,
	}
	if stage := model.Stage(roster.Word(v, "stage")); stage != "" {
		in.Stage = &stage
	}
	return in
}

// languageName is the name of a language by its code, the code itself where the
// window has none.
func languageName(code string) string { return choice(text.Key("suppliers.language.", code), code) }

func languageNames(codes []string) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = languageName(c)
	}
	return strings.Join(names, ", ")
}
