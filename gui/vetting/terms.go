package vetting

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/vetting"
)

// terms is the tab of agreements and what negotiating saved.
type terms struct {
	*list[vetting.AgreementRow]
}

func newTerms(d *Document) *terms {
	t := &terms{}
	t.list = newList(d, about[vetting.AgreementRow]{
		id: tabTerms, icon: theme.IconScale,
		rows: func(k *known) []vetting.AgreementRow { return k.agreements },
		ref:  func(r vetting.AgreementRow) ref { return ref{vetting.AgreementKind, r.ID} },
		gone: func(r vetting.AgreementRow) bool { return r.Archived() },
		called: func(r vetting.AgreementRow) string {
			return text.T("vetting.terms.called", d.h.Format().DateYear(r.ValidFrom))
		},
		columns: t.columns(d), sort: []grid.Order{{Column: "valid_from", Down: true}},
		details: t.details, change: func(r vetting.AgreementRow) { t.edit(t.formOf(r)) },
		attach: func(vetting.AgreementRow) bool { return true }, put: t.attach,
		creates: []action.Action{kit.Act("vetting.agreement", text.T("vetting.terms.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, func() { t.edit(t.formOf(t.fresh())) })},
	})
	return t
}

// fresh is an agreement from today on, with what was agreed last.
func (t *terms) fresh() vetting.AgreementRow {
	var r vetting.AgreementRow
	for _, last := range t.d.known.agreements {
		if !last.Archived() {
			r = last
			break
		}
	}
	r.ID, r.Version, r.FileID, r.Changes, r.Note, r.ValidTo, r.SetupCost = 0, 0, nil, nil, "", "", nil
	r.ValidFrom = t.d.h.Book().Today()
	r.Currency = cmp.Or(r.Currency, t.d.known.terms.Currency)
	return r
}

func (t *terms) columns(d *Document) []grid.Column[vetting.AgreementRow] {
	type row = vetting.AgreementRow
	return []grid.Column[row]{
		dated(d, "valid_from", func(r row) model.Date { return r.ValidFrom }),
		dated(d, "valid_to", t.end),
		counted("payment", 80, func(r row) grid.Cell { return grid.Cell{Text: d.days(r.PaymentTermsDays)} }),
		counted("claim", 80, func(r row) grid.Cell { return grid.Cell{Text: d.days(r.ClaimDays)} }),
		counted("moq", 60, func(r row) grid.Cell { return grid.Cell{Text: d.count(r.MOQ)} }),
		counted("setup", 92, func(r row) grid.Cell { return grid.Cell{Text: d.money(r.SetupCost, r.Currency)} }),
		counted("changes", 76, func(r row) grid.Cell { return grid.Cell{Text: d.countOr(len(r.Changes))} }),
		counted("saved", 104, func(r row) grid.Cell { return t.savedCell(r) }),
		column("state", 108, 0, func(r row) grid.Cell {
			tone, icon, word := d.termsLook(r)
			return pill(r.Archived(), tone, icon, word)
		}),
	}
}

// end is the last day of an agreement: as agreed, else the day before the next.
func (t *terms) end(r vetting.AgreementRow) model.Date {
	end := r.ValidTo
	for _, next := range t.d.known.agreements {
		if next.ValidFrom > r.ValidFrom && !next.Archived() && (end == "" || next.ValidFrom <= end) {
			end = next.ValidFrom.AddDays(-1)
		}
	}
	return end
}

func (d *Document) count(n *int) string {
	if n == nil {
		return text.T("vetting.dash")
	}
	return d.h.Format().Int(*n)
}

func (d *Document) countOr(n int) string {
	if n == 0 {
		return text.T("vetting.dash")
	}
	return d.h.Format().Int(n)
}

func (d *Document) termsLook(r vetting.AgreementRow) (theme.Tone, theme.IconName, string) {
	switch {
	case r.InForce:
		return theme.Fine, theme.IconTickCircle, text.T("vetting.terms.inforce")
	case r.ValidFrom > d.h.Book().Today():
		return theme.Under, theme.IconClock, text.T("vetting.terms.coming")
	}
	return theme.Idle, theme.IconHistory, text.T("vetting.terms.over")
}

// saved are the savings of an agreement, by the place of the change in it.
func (t *terms) saved(r vetting.AgreementRow) map[int]vetting.Saving {
	all := map[int]vetting.Saving{}
	if t.d.known == nil {
		return all
	}
	for _, s := range t.d.known.savings {
		if s.Term.AgreementID == r.ID {
			all[s.Term.Position] = s
		}
	}
	return all
}

// savedCell sums what the changes of an agreement saved.
func (t *terms) savedCell(r vetting.AgreementRow) grid.Cell {
	var total model.Amount
	known := false
	for _, s := range t.saved(r) {
		if s.Saved != nil {
			total, known = total.Add(*s.Saved), true
		}
	}
	if !known {
		return dash()
	}
	return grid.Cell{Text: t.d.h.Format().Money(total, r.Currency), Bold: true, Tone: gainTone(total)}
}

func (t *terms) details(p *kit.Panel, r vetting.AgreementRow) {
	d, f := t.d, &facts{d: t.d}
	p.SetTitle(t.o.called(r))
	tone, icon, word := d.termsLook(r)
	p.SetState(tone, icon, word)
	f.day("valid_to", t.end(r))
	f.add("payment_terms_days", d.days(r.PaymentTermsDays))
	f.add("claim_days", d.days(r.ClaimDays))
	f.add("moq", d.count(r.MOQ))
	f.add("multiple", d.count(r.Multiple))
	f.add("setup_cost", d.money(r.SetupCost, r.Currency))
	if r.NeutralPackaging != nil {
		f.add("neutral_packaging", wordOf("agreed", agreedWord(r.NeutralPackaging)))
	}
	f.add("working_days", weekdays(r.WorkingDays))
	objs := []fyne.CanvasObject{kit.PanelSection("", "", kit.NewFacts(f.all...))}
	if rows := t.changed(r); len(rows) > 0 {
		objs = append(objs, kit.PanelSection(text.T("vetting.terms.changed"), text.T("vetting.terms.since"), kit.Column(theme.Gap8, rows...)))
	}
	for _, s := range []struct{ name, said string }{{"return_terms", r.ReturnTerms}, {"return_address", r.ReturnAddress}, {"note", r.Note}} {
		if s.said != "" {
			objs = append(objs, kit.PanelSection(text.T(text.Key("vetting.field.", s.name)), "", kit.Wrapped(kit.Body, s.said)))
		}
	}
	if r.FileID != nil {
		objs = append(objs, kit.PanelSection(text.T("vetting.files"), "", kit.Column(theme.Gap4, d.links([]int64{*r.FileID})...)))
	}
	p.SetSections(objs...)
}

// changed are the terms that negotiating changed, each with what it saved.
func (t *terms) changed(r vetting.AgreementRow) []fyne.CanvasObject {
	f, saved := t.d.h.Format(), t.saved(r)
	all := make([]fyne.CanvasObject, len(r.Changes))
	for i, c := range r.Changes {
		what := joined(wordOf("term", c.Term), c.SKU)
		was := c.Note
		if c.Before != nil && c.After != nil {
			was = text.T("vetting.terms.fromto", f.Price(*c.Before, r.Currency), f.Price(*c.After, r.Currency))
		}
		gain := kit.NewLabel(kit.Muted, text.T("vetting.dash"))
		if s, ok := saved[c.Position]; ok && s.Saved != nil {
			gain = kit.Number(kit.Strong, f.Money(*s.Saved, s.Currency)).SetTip(text.N("vetting.terms.counted", s.Lines, f.Int(s.Lines)))
			gain.SetTone(gainTone(*s.Saved))
		}
		all[i] = kit.Row(theme.Gap8, kit.Grow(kit.Column(0, kit.NewLabel(kit.Body, what), kit.NewLabel(kit.Caption, was))), gain)
	}
	return all
}

// gainTone is how a saving is shown: it may have become dearer after all.
func gainTone(a model.Amount) theme.Tone {
	switch {
	case a > 0:
		return theme.Fine
	case a < 0:
		return theme.Wrong
	}
	return theme.Plain
}

func agreedWord(yes *bool) string {
	switch {
	case yes == nil:
		return ""
	case *yes:
		return "yes"
	}
	return "no"
}

// weekdays names days of the week in short.
func weekdays(days string) string {
	var all []string
	for _, day := range strings.Fields(days) {
		all = append(all, wordOf("weekday", day))
	}
	return strings.Join(all, " ")
}
