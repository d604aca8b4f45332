package vetting

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Text writes the sheet for a terminal.
func (v *Sheet) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %s", v.Supplier, v.Type, v.Stage)
	if v.Why != "" {
		fmt.Fprintf(&b, " (%s)", v.Why)
	}
	b.WriteByte('\n')
	if v.Assessed == nil {
		fmt.Fprintf(&b, "Not assessed yet; the template is %s, version %d\n", v.Template, v.Number)
	} else {
		state := ""
		if !v.Assessed.Finished {
			state = ", half done"
		}
		fmt.Fprintf(&b, "Assessed on %s by %s, %s version %d%s\n", v.Assessed.Date, orNobody(v.Assessed.Assessor), v.Template, v.Number, state)
		fmt.Fprintf(&b, "Score %s of 100, class %s, %s %% of the weight graded; gates %s\n", orUnknown(v.Score), orNobody(string(v.Class)), v.Coverage, v.Standing)
	}
	for _, g := range v.Gates {
		fmt.Fprintf(&b, "  %-8s %s%s\n", g.State, g.Name, behind(g.Evidence))
	}
	for _, c := range v.Criteria {
		fmt.Fprintf(&b, "  %5s of %3s %%: grade %s, adds %s  %s%s\n", orUnknown(c.Points), c.Weight, orUnknown(c.Grade), orUnknown(c.Adds), c.Name, behind(c.Source))
	}
	for _, p := range v.Proposals {
		fmt.Fprintf(&b, "Proposed: %s\n", p.Reason)
	}
	for _, d := range v.Due {
		fmt.Fprintf(&b, "Due %s: %s, %s\n", d.On, d.Kind, d.What)
	}
	return strings.TrimRight(b.String(), "\n")
}

func behind(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

func orUnknown(s *string) string {
	if s == nil {
		return "n/a"
	}
	return *s
}

func orNobody(s string) string {
	if s == "" {
		return "n/a"
	}
	return s
}

// SuggestionsText writes what test orders propose for a terminal.
func SuggestionsText(found map[string]Suggestion) string {
	if len(found) == 0 {
		return "No test order says anything yet."
	}
	lines := make([]string, 0, len(found))
	for _, key := range slices.Sorted(maps.Keys(found)) {
		lines = append(lines, fmt.Sprintf("%s: %s (%s)", key, found[key].Grade, found[key].Source))
	}
	return strings.Join(lines, "\n")
}
