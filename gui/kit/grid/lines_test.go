package grid

import (
	"reflect"
	"testing"
)

func linesOf(groups ...span) *lines {
	rows := 0
	for _, g := range groups {
		rows += g.rows
	}
	l := &lines{rowH: 10, groupH: 15}
	l.set(rows, groups)
	return l
}

func TestLinesOfGroups(t *testing.T) {
	l := linesOf(span{"a", 2, false}, span{"b", 3, true}, span{"c", 1, false})
	if l.count() != 6 || l.height() != 3*15+3*10 {
		t.Fatalf("%d lines, %v high", l.count(), l.height())
	}
	want := []struct {
		group, row int
		top        float64
	}{{0, -1, 0}, {0, 0, 15}, {0, 1, 25}, {1, -1, 35}, {2, -1, 50}, {2, 5, 65}}
	for line, w := range want {
		g, row := l.at(line)
		if g != w.group || row != w.row || l.top(line) != w.top {
			t.Errorf("line %d is %d, %d at %v, want %+v", line, g, row, l.top(line), w)
		}
		if row >= 0 && l.lineOf(row) != line {
			t.Errorf("row %d is on line %d, want %d", row, l.lineOf(row), line)
		}
		for _, y := range []float64{w.top, w.top + l.heightOf(line) - 0.5} {
			if l.find(y) != line {
				t.Errorf("at %v there is line %d, want %d", y, l.find(y), line)
			}
		}
	}
	for _, row := range []int{-1, 2, 4, 6} {
		if l.lineOf(row) != -1 {
			t.Errorf("row %d is folded or not there, yet on line %d", row, l.lineOf(row))
		}
	}
}

func TestNothingLiesBeyondTheLines(t *testing.T) {
	for _, l := range []*lines{linesOf(span{"a", 2, false}), {rowH: 10}} {
		for _, y := range []float64{-0.1, l.height(), 1e9} {
			if l.find(y) != -1 {
				t.Errorf("at %v there is line %d", y, l.find(y))
			}
		}
	}
}

func TestFoldingKeepsTheOthers(t *testing.T) {
	l := linesOf(span{"a", 2, false}, span{"b", 3, false})
	l.fold(0, true)
	if l.count() != 5 || l.lineOf(0) != -1 || l.lineOf(2) != 2 {
		t.Errorf("%d lines, row 0 on %d, row 2 on %d", l.count(), l.lineOf(0), l.lineOf(2))
	}
	l.fold(0, false)
	if l.count() != 7 || l.lineOf(0) != 1 {
		t.Errorf("%d lines, row 0 on %d", l.count(), l.lineOf(0))
	}
}

func TestAMillionLinesAreExact(t *testing.T) {
	l := &lines{rowH: 28}
	l.set(1_000_000, nil)
	for _, line := range []int{0, 1, 99_999, 999_999} {
		if got := l.find(l.top(line)); got != line {
			t.Errorf("line %d is found as %d", line, got)
		}
		if got := l.find(l.top(line) + 27.99); got != line {
			t.Errorf("the foot of line %d is found as %d", line, got)
		}
	}
}

func TestASetOfRows(t *testing.T) {
	var c chosen
	c.put(true, "a", "b")
	c.put(false, "a")
	if key, ok := c.one(); !ok || key != "b" || c.has("a") || !c.has("b") || c.count(9) != 1 {
		t.Errorf("%+v", c)
	}
	c.everything()
	if !c.has("z") || c.count(9) != 9 {
		t.Errorf("all rows: %+v", c)
	}
	c.put(false, "z", "y")
	c.put(true, "y")
	if c.has("z") || !c.has("y") || c.count(9) != 8 || !reflect.DeepEqual(c.named(), []string{"z"}) {
		t.Errorf("all but one: %+v", c)
	}
	if _, ok := c.one(); ok {
		t.Error("all rows but one are not one row")
	}
	c.only("q")
	if c.all || c.count(9) != 1 || !c.has("q") {
		t.Errorf("only one: %+v", c)
	}
	c.clear()
	if c.count(9) != 0 || c.has("q") {
		t.Errorf("none: %+v", c)
	}
}
