package suppliers

import (
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/staging"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/overview"
)

// details fills the panel with a supplier.
func (s *Suppliers) details(p *kit.Panel, r row) {
	p.SetTitle(r.Name, text.T("suppliers.line", typeName(r.Type), countryName(r.Country)), r.Email)
	if r.Archived {
		p.SetState(theme.Idle, theme.IconArchive, text.T("suppliers.state.archived"))
	} else {
		tone, icon := staging.Look(r.Stage)
		p.SetState(tone, icon, stageName(r.Stage))
	}
	edit, archive, merge := s.Common(r, true)
	leads := s.actions(r, true)
	terms := kit.Act("suppliers.talks", text.T("suppliers.do.terms"), kit.Mark{}, func() {
		s.Host.Go(page.Route{Screen: page.Scorecard, Key: r.Name, Params: map[string]string{"tab": "terms"}})
	})
	p.SetSections(
		kit.PanelSectionWith(text.T("suppliers.section.worth"), lead(leads[4]), s.worth(r)),
		kit.PanelSectionWith(text.T("suppliers.section.lately", overview.Span), lead(leads[1]), s.lately(r)),
		kit.PanelSectionWith(text.T("suppliers.section.business"), lead(leads[3]), s.business(r)),
		kit.PanelSectionWith(text.T("suppliers.section.offers"), lead(leads[0]), s.offered(r)),
		kit.PanelSectionWith(text.T("suppliers.section.terms"), lead(terms), s.terms(r)),
		kit.PanelSection(text.T("suppliers.section.ships"), "", kit.Wrapped(kit.Body, shipsTo(r.ShipsTo))),
		s.Past(),
	)
	p.SetButtons(kit.ActionButton(edit, kit.Next), kit.ActionButton(leads[2], kit.Plain), kit.ActionButton(merge, kit.Plain).IconOnly(), kit.ActionButton(archive, kit.Plain).IconOnly())
}

// lead is a link in the head of a section.
func lead(a action.Action) *kit.Button {
	return kit.NewButton(kit.Link, a.Label, a.Do).WithTip(text.T("suppliers.key", a.Label, a.Key.String())).Small()
}

// worth says how the supplier is judged.
func (s *Suppliers) worth(r row) *kit.Box {
	f := s.Host.Format()
	facts := []kit.Fact{
		{Label: text.T("suppliers.col.score"), Value: scoreCell(f)(r).Text, Bold: r.card.Score.Valid, Tip: r.card.Trust},
		{Label: text.T("suppliers.col.class"), Value: text.T("suppliers.none")},
	}
	if r.card.Class != "" {
		facts[1].Value = r.card.Class
	}
	if r.RequalifyOn != "" {
		facts = append(facts, kit.Fact{Label: text.T("suppliers.col.requalify"), Value: f.DateYear(r.RequalifyOn), Tone: requalifyCell(f, s.Host.Book().Today)(r).Tone})
	}
	return kit.NewFacts(facts...)
}

// lately says what the supplier's orders brought.
func (s *Suppliers) lately(r row) *kit.Box {
	f, home, e := s.Host.Format(), s.Host.Book().Home, r.seen.Lately
	if e.Orders == 0 {
		return kit.Column(0, kit.NewLabel(kit.Muted, text.T("suppliers.lately.none")))
	}
	share := text.T("suppliers.none")
	if d, ok := e.Share(); ok {
		share = f.Percent(d)
	}
	tone := theme.Plain
	if e.CM2 < 0 {
		tone = theme.Wrong
	}
	return kit.NewFacts(
		kit.Fact{Label: text.T("suppliers.col.orders"), Value: f.Int(int(e.Orders))},
		kit.Fact{Label: text.T("suppliers.net"), Value: f.Money(e.Net, home)},
		kit.Fact{Label: text.T("suppliers.col.cm2"), Value: text.T("suppliers.pair", f.Money(e.CM2, home), share), Bold: true, Tone: tone},
	)
}

// business says what is open and owed.
func (s *Suppliers) business(r row) *kit.Box {
	f := s.Host.Format()
	open := kit.Fact{Label: text.T("suppliers.open"), Value: number(f, r.seen.Open).Text}
	if n := r.seen.ToApprove; n > 0 {
		open.Value = text.T("suppliers.pair", open.Value, text.N("suppliers.open.approve", n, f.Int(n)))
	}
	if n := r.seen.Unknown; n > 0 {
		open.Value, open.Tone = text.T("suppliers.pair", f.Int(r.seen.Open), text.N("suppliers.open.unknown", n, f.Int(n))), theme.Warned
	}
	owed := owedCell(f)(r)
	if r.seen.Owed != 0 {
		owed.Text = f.Money(r.seen.Owed, r.Currency)
	}
	last := text.T("suppliers.never")
	if r.seen.Forwarded != "" {
		last = f.Moment(r.seen.Forwarded)
	}
	return kit.NewFacts(open,
		kit.Fact{Label: text.T("suppliers.col.owed"), Value: owed.Text, Bold: r.seen.Owed != 0, Tip: owed.Tip},
		kit.Fact{Label: text.T("suppliers.last"), Value: last})
}

// offered counts what the supplier offers today.
func (s *Suppliers) offered(r row) *kit.Box {
	f := s.Host.Format()
	if r.seen.Offers == 0 {
		return kit.Column(0, kit.Wrapped(kit.Muted, text.T("suppliers.offers.none")))
	}
	return kit.NewFacts(
		kit.Fact{Label: text.T("suppliers.offers.now"), Value: f.Int(r.seen.Offers)},
		kit.Fact{Label: text.T("suppliers.offers.products"), Value: f.Int(r.seen.Products)})
}

// terms says on what terms the supplier sells.
func (s *Suppliers) terms(r row) *kit.Box {
	f := s.Host.Format()
	cutoff := text.T("suppliers.cutoff.none")
	if r.Cutoff != "" {
		cutoff = r.Cutoff
	}
	pay, agreed := text.T("suppliers.prepaid"), ""
	if r.PaymentDaysNow > 0 {
		pay = f.Days(r.PaymentDaysNow)
	}
	if r.AgreedFrom != "" {
		agreed = text.T("suppliers.agreed", f.DateYear(r.AgreedFrom))
	}
	facts := []kit.Fact{
		{Label: text.T("suppliers.field.currency"), Value: string(r.Currency)},
		{Label: text.T("suppliers.field.handling_days"), Value: f.Days(r.HandlingDays)},
		{Label: text.T("suppliers.field.cutoff"), Value: cutoff},
		{Label: text.T("suppliers.field.claim_days"), Value: f.Days(r.ClaimDaysNow), Tip: agreed},
		{Label: text.T("suppliers.field.channel"), Value: text.T(text.Key("suppliers.channel.", r.Channel))},
		{Label: text.T("suppliers.field.batching"), Value: text.T(text.Key("suppliers.batching.", r.Batching))},
		{Label: text.T("suppliers.field.payment_terms_days"), Value: pay, Tip: agreed},
		{Label: text.T("suppliers.field.language"), Value: languageName(r.Language)},
	}
	for _, more := range []struct{ field, value string }{{"tax_number", r.TaxNumber}, {"website", r.Website}, {"languages", languageNames(r.Languages)}, {"currencies", strings.Join(r.Currencies, ", ")}} {
		if more.value != "" {
			facts = append(facts, kit.Fact{Label: text.T(text.Key("suppliers.field.", more.field)), Value: more.value, Tip: more.value})
		}
	}
	if r.Channel == model.ByEmail && r.Email == "" {
		facts[4].Tone, facts[4].Tip = theme.Warned, text.T("suppliers.noemail")
	}
	return kit.NewFacts(facts...)
}
