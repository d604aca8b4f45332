package vetting

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/score"
)

const trailing = fyne.TextAlignTrailing

// lift says what would bring the supplier into the next class.
func (c *card) lift(k *known) fyne.CanvasObject {
	l, f := k.card.Lift, c.d.h.Format()
	if l == nil {
		return kit.Wrapped(kit.Muted, noLift(&k.card, f))
	}
	var all []fyne.CanvasObject
	for _, s := range l.Steps {
		change := text.T("vetting.lift.step", f.Fixed(s.From, 1), f.Fixed(s.To, 1))
		what := kit.Column(0, kit.NewLabel(kit.Body, s.Label), kit.NewLabel(kit.Caption, change))
		rests := kit.IconButton(kit.Bare, theme.IconList, text.T("vetting.lift.events", s.Label), func() { c.events(s.Key) })
		add := kit.IconButton(kit.Bare, theme.IconPlus, text.T("vetting.lift.add", s.Label), func() { c.d.improvements.lifting(s) })
		all = append(all, kit.Row(theme.Gap8, kit.ToneIcon(theme.IconTrendUp, theme.Accented), kit.Grow(what), rests, add))
	}
	return kit.Inset(kit.Column(theme.Gap8, append(all, kit.Wrapped(kit.Muted, l.Why))...), 0, theme.Gap8)
}

// noLift says why nothing would bring the supplier into another class.
func noLift(c *score.Card, f *format.Format) string {
	switch {
	case c.Class == "A":
		return text.T("vetting.lift.best")
	case len(c.Failed) > 0 && c.Score.Valid:
		return text.N("vetting.lift.gates", len(c.Failed), f.Int(len(c.Failed)), f.Fixed(c.Score.Decimal, 1))
	case c.Class != "":
		return text.T("vetting.lift.vetted")
	}
	return text.T("vetting.lift.none")
}

// liftFoot offers an action for the first step, nil without one.
func (c *card) liftFoot(k *known) fyne.CanvasObject {
	if l := k.card.Lift; l == nil || len(l.Steps) == 0 {
		return nil
	}
	return kit.Inset(kit.Row(theme.Gap8, kit.ActionButton(c.d.letterAction(), kit.Plain).Small(), kit.ActionButton(c.liftAction(), kit.Plain).Small(), kit.Spacer()), theme.Gap8, theme.Gap12)
}

// liftAction begins an action for the first step of the lift.
func (c *card) liftAction() action.Action {
	return kit.Act("vetting.lift", text.T("vetting.do.lift"), kit.Mark{Icon: theme.IconPlus, Key: action.Plain(fyne.KeyI)}, func() {
		if l := c.d.known.card.Lift; l != nil && len(l.Steps) > 0 {
			c.d.improvements.lifting(l.Steps[0])
		}
	})
}

func (c *card) liftNote(k *known) string {
	l := k.card.Lift
	if l == nil || !l.Needs.IsPositive() {
		return ""
	}
	return text.T("vetting.lift.note", l.Class, c.d.h.Format().Fixed(l.Needs, 1))
}

// monthName is a month such as 2026-03 in short.
func monthName(f *format.Format, month string) string {
	return f.MonthShort(model.Date(month + "-01"))
}
