package shops

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// panelOf fills the panel with a rule.
func (s *Fees) panelOf(r rule) {
	p := s.panel
	p.SetTitle(r.Name, text.T("shops.fees.line", kindName(r), shopName(r)))
	if pill, ok := s.stagePill(r.Row); ok {
		p.SetState(pill.Tone, pill.Icon, pill.Text)
	} else {
		p.SetState(theme.Fine, theme.IconTickCircle, text.T("shops.fees.stage.running"))
	}
	p.SetSections(
		kit.PanelSection("", "", kit.NewNote(theme.Under, theme.IconCalculator, s.example(ruleOf(r.Row)), nil)),
		kit.PanelSection(text.T("shops.fees.takes"), "", kit.NewFacts(
			kit.Fact{Label: text.T("shops.fees.percent"), Value: s.percent(r), Bold: true},
			kit.Fact{Label: text.T("shops.fees.base"), Value: baseName(r)},
			kit.Fact{Label: text.T("shops.fees.fixed"), Value: s.fixed(r.Row), Bold: true},
			kit.Fact{Label: text.T("shops.fees.min"), Value: s.amount((*model.Amount)(r.Min), r.Currency)},
			kit.Fact{Label: text.T("shops.fees.max"), Value: s.amount((*model.Amount)(r.Max), r.Currency)},
			kit.Fact{Label: text.T("shops.fees.onrefund"), Value: keptWord(r)},
			kit.Fact{Label: text.T("shops.fees.checked"), Value: s.day(r.CheckedOn), Tip: r.Source},
		)),
		kit.PanelSection(text.T("shops.fees.versions"), "", s.versions(r)),
		s.section())
	all := s.rowActions(r, true)
	p.SetButtons(kit.ActionButton(all[0], kit.Next), kit.ActionButton(all[1], kit.Plain), kit.ActionButton(all[2], kit.Plain).IconOnly())
}

// versions lists the rules of the name, the newest first, this one bold.
func (s *Fees) versions(r rule) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, v := range slices.Backward(r.chain) {
		days, says := kit.Muted, kit.Body
		if v.ID == r.ID {
			days, says = kit.Strong, kit.Strong
		}
		rows = append(rows, kit.Sized(kit.Row(theme.Gap12, kit.NewLabel(days, s.days(rule{Row: v})), kit.Spacer(), kit.Number(says, s.short(v))), 0, 22))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.NewLabel(kit.Caption, text.T("shops.fees.versions.none")))
	}
	return kit.Column(0, rows...)
}
