package books

import (
	"maps"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/action"
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

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
