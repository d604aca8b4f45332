package vetting

import (
	"context"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/vetting"
)

// formOf is the form of an agreement; without an id it is a new one.
func (t *terms) formOf(r vetting.AgreementRow) *editor {
	title := t.say("new")
	if r.ID != 0 {
		title = t.o.called(r)
	}
	e := editorFor(t.list, title, t.say("form"), t.kept(r))
	e.wide = true
	e.Section(text.T("vetting.terms.when"))
	e.date("valid_from", must)
	e.date("valid_to")
	e.Section(text.T("vetting.terms.what"), text.T("vetting.terms.what.note"))
	e.whole("payment_terms_days", 0, 3650, inDays)
	e.whole("claim_days", 0, 3650, inDays)
	e.whole("moq", 1, 1_000_000)
	e.whole("multiple", 1, 1_000_000)
	e.blank["setup_cost"] = nil
	setup := e.Money(e.spec("setup_cost", nil), r.Currency)
	money := e.currency("currency")
	money.OnChange(func() {
		if c, err := money.Get(); err == nil {
			setup.SetCurrency(model.Currency(c))
		}
	})
	e.blank["neutral_packaging"], e.blank["working_days"] = nil, []string{}
	e.Choice(e.spec("neutral_packaging", nil), options("agreed", "yes", "no")...)
	e.Several(e.spec("working_days", []func(*form.Spec){across}), options("weekday", "mon", "tue", "wed", "thu", "fri", "sat", "sun")...)
	e.text("return_terms", 500, across)
	e.text("return_address", 300, across)
	e.Section(text.T("vetting.terms.changed"), text.T("vetting.terms.changed.note"))
	e.blank["changes"] = []any{}
	e.Rows(form.Spec{Name: "changes", Label: text.T("vetting.field.changes"), Wide: true}, text.T("vetting.terms.another"), e.change)
	e.Section(text.T("vetting.terms.proof"))
	var ids []int64
	if r.FileID != nil {
		ids = append(ids, *r.FileID)
	}
	e.attachments("file", false, t.d.known.kept(ids...))
	e.prose("note", 500)
	return e.load(map[string]any{
		"valid_from": r.ValidFrom, "valid_to": r.ValidTo, "payment_terms_days": r.PaymentTermsDays, "claim_days": r.ClaimDays, "moq": r.MOQ, "multiple": r.Multiple,
		"setup_cost": r.SetupCost, "currency": r.Currency, "neutral_packaging": agreedWord(r.NeutralPackaging), "working_days": strings.Fields(r.WorkingDays),
		"return_terms": r.ReturnTerms, "return_address": r.ReturnAddress, "changes": changesOf(r.Changes), "note": r.Note,
	})
}

// change adds the fields of one changed term.
func (e *editor) change(g *form.Group) {
	row := func(name string, share int) form.Spec {
		return form.Spec{Name: name, Label: text.T(text.Key("vetting.terms.", name)), Share: share}
	}
	term := row("term", 3)
	term.Required = true
	g.Choice(term, options("term", vetting.TermPrice, vetting.TermShipping, vetting.TermOrderFee, vetting.TermOther)...)
	form.Longest(g.Text(row("sku", 3)), 120)
	g.Decimal(row("before", 2))
	g.Decimal(row("after", 2))
	form.Longest(g.Text(row("note", 3)), 500)
}

func changesOf(all []vetting.TermChange) []any {
	rows := make([]any, len(all))
	for i, c := range all {
		rows[i] = map[string]any{"term": c.Term, "sku": c.SKU, "before": c.Before, "after": c.After, "note": c.Note}
	}
	return rows
}

// kept keeps an agreement.
func (t *terms) kept(r vetting.AgreementRow) keeps {
	return func(ctx context.Context, e *editor, v form.Values) (ref, error) {
		file := e.file(v)
		if word, ok := v["neutral_packaging"]; ok {
			v["neutral_packaging"] = word == "yes"
		}
		in, err := inputOf[vetting.AgreementInput](e, vetting.AgreementKind, t.d.route.Key, v)
		if err != nil {
			return ref{}, err
		}
		in.ID, in.Version, in.File = r.ID, r.Version, file
		done, err := t.d.vetting.PutAgreements(ctx, []vetting.AgreementInput{in})
		return touched(vetting.AgreementKind, r.ID, done, err)
	}
}

// attach makes a file the one of an agreement.
func (t *terms) attach(r vetting.AgreementRow, paths []string) {
	last := paths[len(paths)-1]
	in := vetting.AgreementInput{ID: r.ID, Version: r.Version, Supplier: t.d.route.Key, ValidFrom: r.ValidFrom, File: &last}
	t.d.attach(paths[len(paths)-1:], func(ctx context.Context) error {
		_, err := t.d.vetting.PutAgreements(ctx, []vetting.AgreementInput{in})
		return err
	})
}
