// Package near finds, for a name that is not known, the known ones a person may
// have meant. It must not know what the names stand for.
package near

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/dropledger/dropledger/model"
)

// most is how many names are offered: more is no help.
const most = 3

// Names returns up to three of known that resemble wrong, the nearest first;
// none when nothing comes close. Case and blanks do not count.
func Names(wrong string, known []string) []string {
	key := model.NameKey(wrong)
	if key == "" {
		return nil
	}
	type match struct {
		name     string
		distance int
	}
	var matches []match
	limit := (len([]rune(key)) + 2) / 3
	for _, name := range known {
		k := model.NameKey(name)
		d := len(k)
		if gap := len(k) - len(key); gap <= 4*limit && -gap <= 4*limit { // a letter has at most four bytes
			d = levenshtein.ComputeDistance(key, k)
		}
		if d > limit && len(key) >= 3 && len(k) >= 3 && (strings.Contains(k, key) || strings.Contains(key, k)) {
			d = limit
		}
		if d <= limit {
			matches = append(matches, match{name, d})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(a.distance, b.distance) })
	names := make([]string, 0, most)
	for _, m := range matches[:min(most, len(matches))] {
		names = append(names, m.name)
	}
	return names
}

// Hint returns a sentence to put behind an error: ` Did you mean "Acme"?`, or,
// when nothing comes close and the known names are few, all of them. It starts
// with a blank and is empty when there is nothing to say.
func Hint(wrong string, known []string) string {
	if names := Names(wrong, known); len(names) > 0 {
		return " Did you mean " + list(names, "or") + "?"
	}
	if len(known) == 0 || len(known) > 12 {
		return ""
	}
	return " Known: " + list(known, "and") + "."
}

func list(names []string, last string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	n := len(quoted) - 1
	return strings.Join(quoted[:n], ", ") + " " + last + " " + quoted[n]
}
