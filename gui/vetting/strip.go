package vetting

import (
	"strings"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/score"
)

// strip says in one line what the supplier is worth, how sure that is, and what
// the stage allows.
func (c *card) strip(k *known) fyne.CanvasObject {
	f, card := c.d.h.Format(), &k.card
	number := kit.NewLabel(kit.PageTitle, text.T("vetting.notrated"))
	sure := card.Trust
	if strings.EqualFold(sure, text.T("vetting.notrated")) {
		sure = "" // it stands there already
	}
	if card.Score.Valid {
		number = kit.NewLabel(kit.PageTitle, f.Fixed(card.Score.Decimal, 1))
		sure = text.T("vetting.of100", card.Trust)
	}
	class := kit.NewPill(theme.Idle, theme.IconQuestionCircle, text.T("vetting.notrated"))
	letter, part, tone := text.T("vetting.dash"), float32(0), theme.Idle
	if card.Class != "" {
		var icon theme.IconName
		letter = card.Class
		tone, icon = classLook(card.Class)
		class = kit.NewPill(tone, icon, text.T("vetting.class", card.Class))
	}
	if card.Score.Valid {
		part = float32(card.Score.Decimal.InexactFloat64() / 100)
	}
	facts := []fyne.CanvasObject{
		fact(text.T("vetting.score"), kit.Row(theme.Gap4, number, kit.NewLabel(kit.Caption, sure))),
		fact(text.T("vetting.classed"), class),
		fact(text.T("vetting.rests"), kit.Wrapped(kit.Body, c.rests(card))),
		fact(text.T("vetting.allows"), kit.NewLabel(kit.Body, c.allows(k)).Limit(400)),
	}
	if k.sheet.RequalifyOn != "" {
		due := kit.NewLabel(kit.Body, f.DateYear(k.sheet.RequalifyOn))
		if in := k.sheet.RequalifyIn; in != nil && *in <= soonDays {
			due.SetTone(theme.Warned)
		}
		facts = append(facts, fact(text.T("vetting.requalify"), due))
	}
	return kit.Row(theme.Gap12, kit.NewRing(tone, letter, part, 48), rowOf(facts))
}

// rests says how much of the score is vetting and how much orders.
func (c *card) rests(card *score.Card) string {
	f := c.d.h.Format()
	switch {
	case !card.Score.Valid:
		return text.T("vetting.rests.nothing")
	case card.Performance.N == 0:
		return text.T("vetting.rests.vetting")
	case !card.Share.Valid:
		return text.N("vetting.rests.orders", int(card.Performance.N), f.Int(int(card.Performance.N)))
	}
	rest := decimal.NewFromInt(100).Sub(card.Share.Decimal)
	return text.N("vetting.rests.both", int(card.Performance.N), f.Fixed(card.Share.Decimal, 0), f.Fixed(rest, 0), f.Int(int(card.Performance.N)))
}

func (c *card) allows(k *known) string {
	a := &k.sheet.Allowance
	switch {
	case a.Reason != "":
		return a.Reason
	case a.Limit != nil:
		return text.T("vetting.allows.limit", c.d.h.Format().Int(a.Open), c.d.h.Format().Int(*a.Limit))
	}
	return text.T("vetting.allows.all")
}

func fact(label string, value fyne.CanvasObject) fyne.CanvasObject {
	return kit.Column(2, kit.NewLabel(kit.Caption, label), kit.Sized(kit.Row(0, value), 0, 26))
}

// rowOf parts facts by upright lines.
func rowOf(facts []fyne.CanvasObject) fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i, o := range facts {
		if i > 0 {
			all = append(all, kit.Upright(36))
		}
		all = append(all, o)
	}
	return kit.Row(theme.Gap12, all...)
}

// classLook is how a class is shown.
func classLook(class string) (theme.Tone, theme.IconName) {
	switch class {
	case "A":
		return theme.Fine, theme.IconStar
	case "B":
		return theme.Accented, theme.IconStar
	case "C":
		return theme.Warned, theme.IconWarning
	}
	return theme.Wrong, theme.IconCrossCircle
}
