package books

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// letter does what a letter means while a list has the focus, and tells whether
// it means anything.
func letter(all []action.Action, r rune) bool {
	for _, a := range all {
		if a.Key.Mod == 0 && len(a.Key.Name) == 1 && strings.EqualFold(string(a.Key.Name), string(r)) {
			a.Do()
			return true
		}
	}
	return false
}

// below is the place under an object, in the window.
func below(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(0, o.Size().Height+theme.Gap4)
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
