package assess

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	rules "github.com/dropledger/dropledger/model/assessment"
)

// standingPill shows what all gates say together.
func standingPill(s rules.Standing) *kit.Pill {
	tone, icon := standingLook(s)
	return kit.NewPill(tone, icon, text.T(text.Key("assess.stands.", string(s))))
}

func standingLook(s rules.Standing) (theme.Tone, theme.IconName) {
	switch s {
	case rules.Passed:
		return theme.Fine, theme.IconTickCircle
	case rules.Failed:
		return theme.Wrong, theme.IconCrossCircle
	}
	return theme.Idle, theme.IconQuestionCircle
}

// classLook is how a class is shown.
func classLook(class rules.Class) (theme.Tone, theme.IconName) {
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

func fact(label string, value fyne.CanvasObject) fyne.CanvasObject {
	return kit.Column(2, kit.NewLabel(kit.Caption, label), value)
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
	return kit.Row(theme.Gap12, all...).Top()
}

// mostListed is how many names a sentence has before it counts the rest.
const mostListed = 6

// listed writes names one after the other.
func listed(names []string) string {
	if len(names) > mostListed {
		return text.N("assess.andmore", len(names)-mostListed, strings.Join(names[:mostListed], ", "), len(names)-mostListed)
	}
	return strings.Join(names, ", ")
}

// mixed tells whether both scales stand among the criteria.
func mixed(all []rules.Criterion) bool {
	for i := range all {
		if all[i].Scale != all[0].Scale {
			return true
		}
	}
	return false
}

// putUp shows notes one below the other, and takes no room without any.
func putUp(at *kit.Box, notes []fyne.CanvasObject) {
	if len(notes) == 0 {
		at.Set()
		at.Hide()
		return
	}
	at.Set(kit.Inset(kit.Column(theme.Gap8, notes...), theme.Gap8, theme.Gap16))
	at.Show()
}
