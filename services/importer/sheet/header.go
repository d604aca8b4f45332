package sheet

import "strings"

// Normalise brings a header cell into the form headers are compared in:
// without byte order mark, surrounding blanks and quotes, in lower case, with
// single blanks between words.
func Normalise(cell string) string {
	cell = strings.Trim(strings.TrimPrefix(cell, "\uFEFF"), " \t\r\n\u00a0\"'")
	return strings.ToLower(strings.Join(strings.Fields(cell), " "))
}

// Layout is a header set by which a format is recognised.
type Layout struct {
	Name     string
	Required []string // all must be there
	Optional []string // help to choose between layouts and rows
}

// Header is the row of a file that carries its column names.
type Header struct {
	Layout  string // the name of the layout it fits best
	Row     int    // as Record.Row
	Cells   []string
	Columns Columns
	Missing []string // required columns it lacks
}

// Columns finds cells by column name.
type Columns map[string]int

// NewColumns indexes a header row; of columns with one name the first counts.
func NewColumns(header []string) Columns {
	c := make(Columns, len(header))
	for i, cell := range header {
		name := Normalise(cell)
		if _, taken := c[name]; !taken && name != "" {
			c[name] = i
		}
	}
	return c
}

// Of returns the position of the named column, -1 when there is none.
func (c Columns) Of(name string) int {
	if i, ok := c[Normalise(name)]; ok {
		return i
	}
	return -1
}

// Missing returns those of the names that are no columns.
func (c Columns) Missing(names []string) []string {
	var missing []string
	for _, n := range names {
		if c.Of(n) < 0 {
			missing = append(missing, n)
		}
	}
	return missing
}

// FindHeader looks for the record that fits one of the layouts best and tells
// whether it has all the required columns of it. Without layouts or records it
// finds nothing.
func FindHeader(records []Record, known ...Layout) (best Header, complete bool) {
	bestFound := -1
	for _, r := range records {
		columns := NewColumns(r.Cells)
		for _, l := range known {
			missing := columns.Missing(l.Required)
			found := len(l.Required) - len(missing) + len(l.Optional) - len(columns.Missing(l.Optional))
			full := len(missing) == 0
			if (complete && !full) || (complete == full && found <= bestFound) {
				continue
			}
			bestFound, complete = found, full
			best = Header{Layout: l.Name, Row: r.Row, Cells: r.Cells, Columns: columns, Missing: missing}
		}
	}
	return best, complete
}
