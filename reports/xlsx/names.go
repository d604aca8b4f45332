package xlsx

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// maxName is how many UTF-16 units the name of a tab may have.
const maxName = 31

// Names returns the names of the tabs, in order: cleaned, cut and different
// from each other, as the file format demands.
func (b Workbook) Names() []string {
	names := make([]string, len(b.Sheets))
	taken := make(map[string]bool, len(names))
	for i, s := range b.Sheets {
		wanted := s.Name
		if wanted == "" {
			wanted = s.Table.Title
		}
		base := tabName(wanted)
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			tail := fmt.Sprintf(" (%d)", n)
			name = strings.TrimSpace(cutUnits(base, maxName-len(tail))) + tail
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// tabName takes out what a tab may not be called. Excel keeps "History" for itself.
func tabName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`[]:*?/\`, r):
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar, r == 0xFFFE, r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Trim(cutUnits(strings.Trim(s, "' "), maxName), "' ")
	switch {
	case s == "":
		return "Sheet"
	case strings.EqualFold(s, "History"):
		return "History."
	}
	return s
}

// cutUnits cuts s to n UTF-16 units without splitting a character.
func cutUnits(s string, n int) string {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return s[:i]
		}
	}
	return s
}
