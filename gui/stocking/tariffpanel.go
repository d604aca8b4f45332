package stocking

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
)

// details fills the panel with a row.
func (s *tariffs) details(p *kit.Panel, t tariff) {
	of := tariffFaces[t.state]
	p.SetTitle(t.what(), t.place)
	p.SetState(of.tone, of.icon, tariffState(t.state))
	edit, _, _ := s.Common(t, true)
	if t.kind == isAddress {
		p.SetSections(kit.PanelSection(text.T("stocking.section.address"), "", s.address(&t)))
		p.SetButtons(kit.ActionButton(edit, kit.Next))
		return
	}
	p.SetSections(kit.PanelSection(text.T("stocking.section.price"), "", s.price(&t)), kit.PanelSection(text.T("stocking.section.past"), "", s.past(&t)))
	all := s.actions(t, true)
	p.SetButtons(kit.ActionButton(all[0], kit.Next), kit.ActionButton(edit, kit.Plain), kit.ActionButton(all[1], kit.Plain).IconOnly())
}

// address is where goods for the 3PL are sent.
func (s *tariffs) address(t *tariff) fyne.CanvasObject {
	if t.at == nil {
		return kit.NewNote(theme.Warned, theme.IconWarning, text.T("stocking.address.missing", t.place), nil)
	}
	var facts []kit.Fact
	w := t.at
	for _, x := range []struct{ name, value string }{
		{"name", w.Name},
		{"contact", w.Contact},
		{"address1", w.Address1},
		{"address2", w.Address2},
		{"zip", w.Zip},
		{"city", w.City},
		{"province", w.Province},
		{"country", model.Country(w.Country).Name()},
		{"phone", w.Phone},
	} {
		if x.value != "" {
			facts = append(facts, kit.Fact{Label: text.T(text.Key("stocking.field.", x.name)), Value: x.value})
		}
	}
	return kit.NewFacts(facts...)
}

// price is what a row charges, and how sure that is.
func (s *tariffs) price(t *tariff) fyne.CanvasObject {
	f := s.Host.Format()
	none := text.T("stocking.none")
	orNone := func(v string) string {
		if v == "" {
			return none
		}
		return v
	}
	source, checked := t.evidence()
	facts := []kit.Fact{
		{Label: text.T("stocking.col.charge"), Value: charge(f, t), Bold: true},
		{Label: text.T("stocking.col.per"), Value: per(f, t)},
	}
	if t.kind == isLane {
		facts = append(facts, kit.Fact{Label: text.T("stocking.col.days"), Value: orNone(days(f, t))},
			kit.Fact{Label: text.T("stocking.field.duty_payer"), Value: dutyPayer(t.lane.DutyPayer)})
	}
	facts = append(facts,
		kit.Fact{Label: text.T("stocking.col.from"), Value: dated(f, t.from)}, kit.Fact{Label: text.T("stocking.col.until"), Value: orNone(dated(f, t.until))},
		kit.Fact{Label: text.T("stocking.col.source"), Value: orNone(source), Tip: source}, kit.Fact{Label: text.T("stocking.col.checked"), Value: looked(f, checked)})
	rows := []fyne.CanvasObject{kit.NewFacts(facts...)}
	if _, known := pieceFee(t); !known {
		rows = append(rows, kit.NewNote(theme.Warned, theme.IconQuestionCircle, text.T("stocking.price.bypiece", text.T(text.Key("stocking.per.", t.fee.Per))), nil))
	}
	return kit.Column(theme.Gap8, rows...)
}

// pieceFee tells whether a fee that depends on pieces can be told for one.
func pieceFee(t *tariff) (model.Amount, bool) {
	if t.kind != isFee || t.fee.Fee != stock.Receiving && t.fee.Fee != stock.Storage {
		return 0, true
	}
	return t.fee.ByPiece()
}

// past lists what was and will be charged for the same.
func (s *tariffs) past(t *tariff) fyne.CanvasObject {
	f := s.Host.Format()
	var rows []fyne.CanvasObject
	for _, x := range s.Rows() {
		if x.series() != t.series() {
			continue
		}
		style := kit.Small
		if x.from == t.from {
			style = kit.Strong
		}
		span := dated(f, x.from)
		if x.until != "" {
			span = text.T("stocking.span", span, dated(f, x.until))
		}
		rows = append(rows, kit.Row(theme.Gap8, kit.Grow(kit.NewLabel(style, span)), kit.Number(style, charge(f, &x))))
	}
	slices.Reverse(rows) // the newest first
	return kit.Column(theme.Gap4, rows...)
}

// actions are what can be done with a row beside correcting it.
func (s *tariffs) actions(t tariff, ok bool) []action.Action {
	act := func(id string, icon theme.IconName, key fyne.KeyName, run func()) action.Action {
		a := kit.Act("stocking."+id, text.T(text.Key("stocking.", id)), kit.Mark{Icon: icon, Key: action.Plain(key)}, run)
		a.Off = func() string {
			if why := s.Off(ok)(); why != "" {
				return why
			}
			if t.kind == isAddress {
				return text.T("stocking.off.address")
			}
			return ""
		}
		return a
	}
	return []action.Action{
		act("renew", theme.IconPlus, fyne.KeyV, func() { s.renew(t) }),
		act("checked", theme.IconTick, fyne.KeyK, func() { s.checked(t) }),
	}
}

// checked notes that a person compared the row with its source today.
func (s *tariffs) checked(t tariff) {
	h := s.Host
	today := string(h.Book().Today())
	h.Runner().Go(func() {
		err := s.look(h.Context(), &t, &today)
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("stocking.say.unsaved"), err)
				return
			}
			h.Toast(page.Toast{Text: text.T("stocking.checked.done", t.what(), t.place)})
			s.Reload()
		})
	})
}

// look writes the day of the last look into a row.
func (s *tariffs) look(ctx context.Context, t *tariff, day *string) (err error) {
	if t.kind == isFee {
		_, err = s.stock.PutFees(ctx, []stock.FeeInput{{Supplier: t.place, Fee: t.fee.Fee, ValidFrom: t.from, Checked: day}})
		return err
	}
	_, err = s.stock.PutLanes(ctx, []stock.LaneInput{{Supplier: t.place, To: t.lane.Country, Service: t.lane.Service, ValidFrom: t.from, Checked: day}})
	return err
}

func money(a model.Amount) *record.Amount {
	r := record.Amount(a)
	return &r
}
