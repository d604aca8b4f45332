package settings

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/setting"
)

// mostChanges is how many changes the panel tells.
const mostChanges = 60

// toggleChanges opens or closes the list of who changed what.
func (s *Settings) toggleChanges() {
	if s.open {
		s.open = false
		s.right.SetInner(s.cards)
		return
	}
	s.showChanges()
}

func (s *Settings) showChanges() {
	if s.panel == nil {
		s.panel = kit.NewPanel(s.toggleChanges)
		s.panel.SetTitle(text.T("settings.changes"), text.T("settings.changes.line"))
	}
	var rows []fyne.CanvasObject
	for _, e := range slices.Backward(s.past) {
		if len(rows) == mostChanges {
			rows = append(rows, kit.NewLabel(kit.Caption, text.T("settings.changes.more")))
			break
		}
		rows = append(rows, s.change(e))
	}
	if len(rows) == 0 {
		rows = append(rows, kit.NewLabel(kit.Caption, text.T("settings.changes.none")))
	}
	s.panel.SetSections(kit.PanelSection("", "", kit.Column(theme.Gap12, rows...)))
	s.open = true
	s.right.SetInner(s.panel)
}

// change is one change: what, from what to what, and below it when and who.
func (s *Settings) change(e history.Entry) fyne.CanvasObject {
	name, say := s.spoken(e.RecordKey)
	what := text.T("settings.changes.from", say(e.OldValue), say(e.NewValue))
	switch {
	case e.OldValue == "":
		what = say(e.NewValue)
	case e.NewValue == "":
		what = text.T("settings.changes.cleared", say(e.OldValue))
	}
	return kit.Column(0, kit.NewLabel(kit.SmallStrong, name), kit.Wrapped(kit.Small, what),
		kit.NewLabel(kit.Caption, text.T("settings.changes.when", s.host.Format().Moment(e.RecordedAt), e.Who)))
}

// spoken is what a setting is called, and how its values are said: as its field
// says them.
func (s *Settings) spoken(key string) (name string, say func(string) string) {
	as := func(v string) string { return v }
	for _, e := range s.load.State().Value.entries {
		if e.Key != setting.Key(key) {
			continue
		}
		switch e.Kind {
		case setting.Choice:
			return e.Label, choiceLabel
		case setting.Country:
			return e.Label, func(v string) string { return model.Country(v).Name() }
		}
		return e.Label, as
	}
	return key, as
}
