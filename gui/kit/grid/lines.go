package grid

import "sort"

// span is a group of neighbouring rows.
type span struct {
	key    string
	rows   int
	folded bool
}

// lines maps the lines that are drawn, heads of groups and rows, to rows and to
// heights. It keeps nothing per row: a million rows cost as much as ten.
type lines struct {
	rows   int // of all groups
	groups []span
	rowH   float64
	groupH float64

	firstLine []int     // line of the head of each group, and the count of lines
	firstRow  []int     // first row of each group
	tops      []float64 // top of the head of each group, and the height
}

// set takes new rows, with groups or without.
func (l *lines) set(rows int, groups []span) {
	l.rows, l.groups = rows, groups
	l.measure()
}

// measure counts lines and heights again, after a fold or another height.
func (l *lines) measure() {
	l.firstLine, l.firstRow, l.tops = l.firstLine[:0], l.firstRow[:0], l.tops[:0]
	line, row, top := 0, 0, 0.0
	for _, g := range l.groups {
		l.firstLine, l.firstRow, l.tops = append(l.firstLine, line), append(l.firstRow, row), append(l.tops, top)
		line, top, row = line+1, top+l.groupH, row+g.rows
		if !g.folded {
			line, top = line+g.rows, top+float64(g.rows)*l.rowH
		}
	}
	if len(l.groups) == 0 {
		line, top = l.rows, float64(l.rows)*l.rowH
	}
	l.firstLine, l.tops = append(l.firstLine, line), append(l.tops, top)
}

// count is how many lines there are.
func (l *lines) count() int {
	if len(l.firstLine) == 0 {
		return 0
	}
	return l.firstLine[len(l.firstLine)-1]
}

// height is how high all lines are.
func (l *lines) height() float64 {
	if len(l.tops) == 0 {
		return 0
	}
	return l.tops[len(l.tops)-1]
}

// at tells what a line is: a row, or with row < 0 the head of a group. Without
// groups, group is -1.
func (l *lines) at(line int) (group, row int) {
	if len(l.groups) == 0 {
		return -1, line
	}
	g := l.groupOfLine(line)
	if line == l.firstLine[g] {
		return g, -1
	}
	return g, l.firstRow[g] + line - l.firstLine[g] - 1
}

func (l *lines) groupOfLine(line int) int {
	return sort.Search(len(l.groups), func(i int) bool { return l.firstLine[i] > line }) - 1
}

// groupOfRow is the group a row is in, -1 without groups.
func (l *lines) groupOfRow(row int) int {
	return sort.Search(len(l.firstRow), func(i int) bool { return l.firstRow[i] > row }) - 1
}

// lineOf is the line of a row, -1 when its group is folded or there is no such row.
func (l *lines) lineOf(row int) int {
	if row < 0 || row >= l.rows {
		return -1
	}
	if len(l.groups) == 0 {
		return row
	}
	g := l.groupOfRow(row)
	if l.groups[g].folded {
		return -1
	}
	return l.firstLine[g] + 1 + row - l.firstRow[g]
}

// top is where a line begins.
func (l *lines) top(line int) float64 {
	if len(l.groups) == 0 {
		return float64(line) * l.rowH
	}
	g := l.groupOfLine(line)
	if line == l.firstLine[g] {
		return l.tops[g]
	}
	return l.tops[g] + l.groupH + float64(line-l.firstLine[g]-1)*l.rowH
}

// heightOf is how high a line is.
func (l *lines) heightOf(line int) float64 {
	if _, row := l.at(line); row < 0 {
		return l.groupH
	}
	return l.rowH
}

// find is the line at height y, -1 when there is none.
func (l *lines) find(y float64) int {
	if y < 0 || y >= l.height() || l.rowH <= 0 {
		return -1
	}
	if len(l.groups) == 0 {
		return int(y / l.rowH)
	}
	g := sort.Search(len(l.groups), func(i int) bool { return l.tops[i] > y }) - 1
	if y < l.tops[g]+l.groupH {
		return l.firstLine[g]
	}
	return l.firstLine[g] + 1 + int((y-l.tops[g]-l.groupH)/l.rowH)
}

// fold folds or unfolds a group.
func (l *lines) fold(group int, folded bool) {
	l.groups[group].folded = folded
	l.measure()
}
