package imports

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
)

// fill shows one import in the panel.
func (s *list) fill() {
	d, f := &s.shown, s.h.Format()
	s.panel.SetTitle(text.T("imports.batch", f.Int(int(d.ID))), d.FileName, text.T("imports.panel.when", f.Moment(d.ImportedAt)))
	if d.UndoneAt != "" {
		s.panel.SetState(theme.Idle, theme.IconUndo, text.T("imports.state.undone"))
	} else {
		s.panel.SetState(theme.Fine, theme.IconTick, text.T("imports.state.standing"))
	}
	sections := []fyne.CanvasObject{kit.PanelSection(text.T("imports.panel.file"), "", s.fileFacts())}
	sections = append(sections, kit.PanelSection(text.T("imports.panel.records"), "", s.countFacts()))
	if money := s.moneyFacts(); money != nil {
		sections = append(sections, kit.PanelSection(text.T("imports.panel.money"), "", money))
	}
	if len(d.Repairs) > 0 {
		sections = append(sections, kit.PanelSection(text.T("imports.panel.repairs"), f.Int(len(d.Repairs)), s.repairs()))
	}
	if len(d.Refused) > 0 {
		sections = append(sections, kit.PanelSection(text.T("imports.panel.refused"), f.Int(d.Batch.Refused), s.refusals()))
	}
	if len(d.Notes) > 0 {
		col := kit.Column(theme.Gap4)
		var notes []fyne.CanvasObject
		for _, n := range d.Notes {
			notes = append(notes, kit.Wrapped(kit.Small, n))
		}
		col.Set(notes...)
		sections = append(sections, kit.PanelSection(text.T("imports.panel.notes"), "", col))
	}
	if d.Why != nil && d.UndoneAt == "" {
		sections = append(sections, kit.PanelSection("", "", kit.NewNote(theme.Warned, theme.IconLock, d.Why.Error(), nil)))
	}
	s.panel.SetSections(sections...)
	s.offer()
}

// offer shows what can be done with the import in the panel.
func (s *list) offer() {
	var buttons []fyne.CanvasObject
	for _, a := range s.batchActions()[1:] {
		style := kit.Plain
		if a.Bad {
			style = kit.Danger
		}
		buttons = append(buttons, kit.ActionButton(a, style))
	}
	s.panel.SetButtons(buttons...)
}

func (s *list) fileFacts() fyne.CanvasObject {
	d, f := &s.shown, s.h.Format()
	facts := []kit.Fact{{Label: text.T("imports.list.kind"), Value: text.T(text.Key("imports.format.", d.Format))}}
	if d.Shop != "" {
		facts = append(facts, kit.Fact{Label: text.T("imports.shop"), Value: d.Shop})
	}
	if d.Supplier != "" {
		facts = append(facts, kit.Fact{Label: text.T("imports.supplier"), Value: d.Supplier})
	}
	facts = append(facts,
		kit.Fact{Label: text.T("imports.panel.size"), Value: text.N("imports.rows", d.Records, f.Int(d.Records)) + ", " + f.FileSize(d.FileBytes)},
		kit.Fact{Label: text.T("imports.panel.hash"), Value: d.SHA256[:min(len(d.SHA256), 16)], Tip: d.SHA256})
	if d.UndoneAt != "" {
		facts = append(facts, kit.Fact{Label: text.T("imports.state.undone"), Value: f.Moment(d.UndoneAt)})
	}
	return kit.NewFacts(facts...)
}

func (s *list) countFacts() fyne.CanvasObject {
	d, n := &s.shown, s.h.Format().Int
	facts := []kit.Fact{
		{Label: text.T("imports.tab.created"), Value: n(d.Created)},
		{Label: text.T("imports.tab.updated"), Value: n(d.Updated)},
		{Label: text.T("imports.tab.unchanged"), Value: n(d.Unchanged)},
	}
	refused := kit.Fact{Label: text.T("imports.tab.refused"), Value: n(d.Batch.Refused)}
	if d.Batch.Refused > 0 {
		refused.Tone = theme.Wrong
	}
	facts = append(facts, refused)
	if c := d.ByKind["product"]; c != nil && c.Created > 0 && d.Format != importer.ShopifyProducts {
		facts = append(facts, kit.Fact{Label: text.T("imports.panel.products"), Value: n(c.Created)})
	}
	return kit.NewFacts(facts...)
}

// moneyFacts are the sums of the orders by currency.
func (s *list) moneyFacts() fyne.CanvasObject {
	var facts []kit.Fact
	var currencies []string
	for c := range s.shown.Money {
		currencies = append(currencies, c)
	}
	slices.Sort(currencies)
	for _, c := range currencies {
		for _, name := range []string{"total", "shipping", "taxes", "discount", "refunded"} {
			a, err := model.ParseAmount(s.shown.Money[c][name])
			if err != nil || a == 0 && name != "total" {
				continue
			}
			facts = append(facts, kit.Fact{Label: text.T(text.Key("imports.money.", name)), Value: s.h.Format().Money(a, model.Currency(c)), Bold: name == "total"})
		}
	}
	if len(facts) == 0 {
		return nil
	}
	return kit.NewFacts(facts...)
}

func (s *list) repairs() fyne.CanvasObject {
	col := kit.Column(theme.Gap4)
	var rows []fyne.CanvasObject
	for _, r := range s.shown.Repairs {
		rows = append(rows, kit.Wrapped(kit.Small, text.T("imports.panel.repair", s.h.Format().Int(r.Row), r.Column, r.Found, r.Value)))
	}
	col.Set(rows...)
	return col
}

func (s *list) refusals() fyne.CanvasObject {
	col := kit.Column(theme.Gap4)
	var rows []fyne.CanvasObject
	for _, r := range s.shown.Refused[:min(len(s.shown.Refused), 20)] {
		rows = append(rows, kit.Wrapped(kit.Small, text.T("imports.panel.refusal", s.h.Format().Int(r.Row), capital(r.Message))))
	}
	if more := s.shown.Batch.Refused - len(rows); more > 0 {
		rows = append(rows, kit.NewLabel(kit.Caption, text.N("imports.panel.more", more, s.h.Format().Int(more))))
	}
	col.Set(rows...)
	return col
}

func (s *list) chooseAction(color fyne.ThemeColorName) action.Action {
	return action.Action{ID: "imports.choose", Label: text.T("imports.choose"), Icon: theme.Icon(theme.IconImport, color), Key: action.Ctrl(fyne.KeyN), Run: s.Create}
}

// Actions implements page.Actor.
func (s *list) Actions() []action.Action {
	list := []action.Action{s.chooseAction(theme.Muted), {ID: "imports.how", Label: text.T("imports.export.how"), Run: s.help}}
	return append(list, s.batchActions()...)
}

// batchActions are what can be done with the chosen import.
func (s *list) batchActions() []action.Action {
	chosen := func() string {
		if _, ok := s.grid.CurrentRow(); !ok {
			return text.T("imports.off.batch")
		}
		return ""
	}
	return []action.Action{
		{ID: "imports.details", Label: text.T("imports.details"), Icon: theme.Icon(theme.IconSidebar, theme.Muted), Key: action.Plain(fyne.KeyD), Off: chosen, Run: func() {
			if b, ok := s.grid.CurrentRow(); ok {
				s.open(b)
			}
		}},
		{ID: "imports.undo", Label: text.T("imports.undo.verb"), Icon: theme.Icon(theme.IconUndo, theme.Bad), Key: action.Plain(fyne.KeyU), Bad: true, Off: s.undoOff, Run: s.undo},
	}
}

// undoOff tells why the chosen import cannot be taken back.
func (s *list) undoOff() string {
	b, ok := s.grid.CurrentRow()
	switch {
	case !ok:
		return text.T("imports.off.batch")
	case s.back:
		return text.T("imports.off.back")
	case b.UndoneAt != "":
		return text.T("imports.off.undone", s.h.Format().Moment(b.UndoneAt))
	case b.ID == s.shown.ID && s.shown.Why != nil:
		return s.shown.Why.Error()
	}
	return ""
}

func (s *list) undo() {
	b, ok := s.grid.CurrentRow()
	if !ok {
		return
	}
	n := s.h.Format().Int
	var lines []string
	if b.Created > 0 {
		lines = append(lines, text.N("imports.undo.created", b.Created, n(b.Created)))
	}
	if b.Updated > 0 {
		lines = append(lines, text.N("imports.undo.updated", b.Updated, n(b.Updated)))
	}
	s.h.Ask(page.Question{
		Title: text.T("imports.undo.title", n(int(b.ID)), b.FileName),
		Lines: append(lines, text.T("imports.undo.kept")),
		Verb:  text.T("imports.undo.verb"), Bad: true,
	}, func() {
		s.turnBack(true)
		takeBack(s.h, s.svc.Undo, []int64{b.ID}, func(went bool) {
			s.turnBack(false)
			if went {
				s.Reload()
			}
		})
	})
}

// turnBack notes that an import is being taken back, or no longer: only one at a time.
func (s *list) turnBack(on bool) {
	s.back = on
	s.offer()
	s.h.Refresh()
}
