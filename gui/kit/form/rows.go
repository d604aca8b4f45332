package form

import (
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Rows is a repeated group of fields: price breaks, the lines of an order. Enter
// in the last field of the last row adds a row, Insert adds one below, Ctrl+Del
// takes the row away, Up and Down go from row to row. A row without any content
// does not count.
type Rows struct {
	*slot
	build func(*Group)
	rows  []*Group
	heads []Spec
	box   *rowsBox
	add   string
	rules []func([]Values) error
}

// Rows adds a group of rows. row adds the fields of one to it; it is called for
// every row and must add the same each time. add is on the button for another
// row.
func (g *Group) Rows(s Spec, add string, row func(*Group)) *Rows {
	s.Wide = true
	r := &Rows{slot: &slot{Spec: s}, build: row, add: add}
	r.core = r
	r.form = g.form
	r.box = newRowsBox(r)
	r.ctl = r.box
	r.heads = r.columns()
	g.add(r.slot)
	r.settle()
	return r
}

// columns are the fields of a row.
func (r *Rows) columns() (heads []Spec) {
	for _, c := range r.newRow().slots {
		heads = append(heads, c.Spec)
	}
	return heads
}

func (r *Rows) newRow() *Group {
	g := &Group{form: r.form, cells: r}
	r.build(g)
	return g
}

// Add adds an empty row at the end and puts the focus into it.
func (r *Rows) Add() {
	r.insert(len(r.rows))
	r.changed()
}

// Count is how many rows there are, empty ones too.
func (r *Rows) Count() int { return len(r.rows) }

// Remove takes a row away, counted from 0.
func (r *Rows) Remove(at int) {
	r.rows = slices.Delete(slices.Clone(r.rows), at, at+1)
	r.again()
	r.changed()
	switch {
	case len(r.rows) > 0:
		r.rows[min(at, len(r.rows)-1)].slots[0].Focus()
	default:
		kit.Focus(r.box.add)
	}
}

// Check adds a rule that the rows together must keep.
func (r *Rows) Check(rule func([]Values) error) *Rows {
	r.rules = append(r.rules, rule)
	return r
}

func (r *Rows) insert(at int) {
	r.rows = slices.Insert(slices.Clone(r.rows), at, r.newRow())
	r.again()
	r.rows[at].slots[0].Focus()
}

// again draws the rows anew after one came or went.
func (r *Rows) again() {
	r.box.Refresh()
	r.form.arrange()
	r.tell()
}

// filled are the rows with content.
func (r *Rows) filled() (full []*Group) {
	for _, g := range r.rows {
		if !g.empty() {
			full = append(full, g)
		}
	}
	return full
}

// empty tells whether a row has no content.
func (g *Group) empty() bool {
	for _, c := range g.slots {
		if v, ok := c.core.value(); !ok || v != nil && v != "" && v != false {
			return false
		}
	}
	return true
}

func (r *Rows) values() []Values {
	all := []Values{}
	for _, g := range r.filled() {
		all = append(all, valuesOf(g.slots))
	}
	return all
}

func (r *Rows) check() error {
	full := r.filled()
	if r.Required && len(full) == 0 {
		return r.missing()
	}
	if slices.ContainsFunc(full, func(g *Group) bool { return !g.sound() }) {
		return nil // said at the cells
	}
	for _, rule := range r.rules {
		if err := rule(r.values()); err != nil {
			return locate(r.Spec.Name, err)
		}
	}
	return nil
}

// sound tells whether all fields of a row can be read.
func (g *Group) sound() bool {
	return !slices.ContainsFunc(g.slots, func(c *slot) bool { return c.core.check() != nil })
}

func (r *Rows) value() (any, bool) {
	for _, g := range r.filled() {
		for _, c := range g.slots {
			if _, ok := c.core.value(); !ok {
				return nil, false
			}
		}
	}
	return r.values(), true
}

func (r *Rows) load(v any) error {
	r.rows = nil
	defer r.again()
	if v = simple(v); v == nil || v == "" {
		return nil
	}
	l, err := asList(v)
	if err != nil {
		return locate(r.Spec.Name, err)
	}
	var errs []error
	for _, e := range l {
		m, ok := simple(e).(map[string]any)
		if !ok {
			errs = append(errs, unfit(e))
			continue
		}
		g := r.newRow()
		for _, c := range g.slots {
			if v, ok := m[c.Spec.Name]; ok {
				errs = append(errs, c.core.load(v))
			}
		}
		r.rows = append(r.rows, g)
	}
	return errors.Join(errs...)
}

func (r *Rows) each(fn func(*slot)) {
	for _, g := range r.rows {
		for _, c := range g.slots {
			fn(c)
		}
	}
}

// idle tells whether a cell stands in an empty row, which does not count.
func (r *Rows) idle(s *slot) bool {
	row, _ := r.at(s)
	return row < 0 || r.rows[row].empty()
}

// relieve looks again at the other cells of a row: they are no longer needed when
// it became empty.
func (r *Rows) relieve(s *slot) {
	if row, _ := r.at(s); row >= 0 {
		for _, c := range r.rows[row].slots {
			c.relieve()
		}
	}
}

func (r *Rows) raw() string {
	var b strings.Builder
	for _, g := range r.rows {
		for _, c := range g.slots {
			b.WriteString(c.core.raw() + "\x1f")
		}
	}
	return b.String()
}

func (r *Rows) shown() string {
	var all []string
	for _, g := range r.filled() {
		var cells []string
		for _, c := range g.slots {
			cells = append(cells, c.core.shown())
		}
		all = append(all, strings.Join(cells, " "))
	}
	return strings.Join(all, "; ")
}

func (r *Rows) tidy() {}

func (r *Rows) find(string) *slot { return nil }

// tell writes below the rows what is wrong with the first field that is, or with
// the rows together.
func (r *Rows) tell() {
	if r.frame == nil {
		return
	}
	err := r.err
	for i, g := range r.rows {
		for _, c := range g.slots {
			if err == nil && c.err != nil {
				err = model.Errorf(model.Invalid, "%s", c.inRow(i+1))
			}
		}
	}
	r.frame.tell(err)
}

// inRow says what is wrong with a cell of a row, counted from 1.
func (s *slot) inRow(n int) string {
	if v, ok := s.core.value(); ok && (v == nil || v == "") {
		return text.T("form.row.missing", n, s.Label)
	}
	return text.T("form.row", n, s.Label, sentence(s.err))
}

// at is the place of a cell: its row and column.
func (r *Rows) at(s *slot) (row, column int) {
	for i, g := range r.rows {
		if j := slices.Index(g.slots, s); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}

// key does what a key means in a row beyond what it means in any field.
func (r *Rows) key(s *slot, k *fyne.KeyEvent) bool {
	row, column := r.at(s)
	switch k.Name {
	case fyne.KeyUp:
		row--
	case fyne.KeyDown:
		row++
	case fyne.KeyInsert:
		r.insert(row + 1)
		r.changed()
		return true
	default:
		return false
	}
	if row >= 0 && row < len(r.rows) {
		r.rows[row].slots[column].Focus()
	}
	return true
}

// enter goes on from a cell: behind the last one begins a new row, and an empty
// row at the end is left for what comes after the group.
func (r *Rows) enter(s *slot) bool {
	row, column := r.at(s)
	last := row == len(r.rows)-1
	switch {
	case last && column == len(r.heads)-1 && !r.rows[row].empty():
		r.Add()
	case last && r.rows[row].empty() && len(r.rows) > 1:
		r.rows = r.rows[:row]
		r.again()
		r.form.next(r.rows[row-1].slots[len(r.heads)-1])
	case column < len(r.heads)-1:
		r.rows[row].slots[column+1].Focus()
	case !last:
		r.rows[row+1].slots[0].Focus()
	default:
		return false
	}
	return true
}

// keyRemove takes the row away.
var keyRemove = action.Ctrl(fyne.KeyDelete)

func (r *Rows) shortcut(s *slot, c *desktop.CustomShortcut) bool {
	if c.KeyName != keyRemove.Name {
		return false
	}
	row, _ := r.at(s)
	r.Remove(row)
	return true
}
