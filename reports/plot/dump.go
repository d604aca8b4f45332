package plot

import (
	"fmt"
	"strings"
)

var roleNames = [...]string{
	"auto", "series1", "series2", "series3", "good", "warn", "bad", "neutral", "good-soft", "warn-soft", "bad-soft", "soft",
	"axis", "line", "text", "muted", "on-series", "surface",
}

// String is the name of the role.
func (r Role) String() string { return roleNames[r] }

// String lists the shapes and marks, one in a line, with places to a tenth.
func (p Picture) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "picture %s x %s\n", place(p.W), place(p.H))
	for _, s := range p.Shapes {
		b.WriteString(line(s) + "\n")
	}
	for _, m := range p.Marks {
		fmt.Fprintf(&b, "mark %q %q area %v ring %v\n", m.ID, m.Tip, m.Area, m.Ring)
	}
	return b.String()
}

// String is place and size.
func (r Rect) String() string {
	return place(r.X) + "," + place(r.Y) + " " + place(r.W) + "x" + place(r.H)
}

func place(u Unit) string {
	s := strings.TrimSuffix(fmt.Sprintf("%.1f", u), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

func line(s Shape) string {
	switch s := s.(type) {
	case Box:
		return fmt.Sprintf("box %v %v", s.Rect, s.Role) + flags(s.Faint, "faint", s.Outlined, "outlined")
	case Stroke:
		var at []string
		for _, p := range s.Points {
			at = append(at, place(p.X)+","+place(p.Y))
		}
		return fmt.Sprintf("stroke %s %v %s", strings.Join(at, " "), s.Role, place(s.Width))
	case Dot:
		return fmt.Sprintf("dot %s,%s r%s %v", place(s.X), place(s.Y), place(s.R), s.Role) + flags(s.Hollow, "hollow", false, "")
	case Label:
		return fmt.Sprintf("label %v %q %s %v %s", s.Rect, s.Text, place(s.Size), s.Role, [...]string{"start", "middle", "end"}[s.Align]) + flags(s.Bold, "bold", false, "")
	}
	return ""
}

func flags(a bool, an string, b bool, bn string) (s string) {
	if a {
		s += " " + an
	}
	if b {
		s += " " + bn
	}
	return s
}
