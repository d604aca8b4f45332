package form

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// Option is one value to choose.
type Option struct {
	Value  string // as it is kept
	Label  string // as a person reads it; "" is Value
	Detail string // muted beside it in a list
	More   string // other words it is found by
	Icon   theme.IconName
}

// label is what a person reads.
func (o Option) label() string {
	if o.Label == "" {
		return o.Value
	}
	return o.Label
}

// mostTiles is how many options are shown as tiles; more become a drop-down.
const mostTiles = 6

// Choice adds a field for one of some options: tiles up to six, a drop-down that
// is searched by typing for more.
func (g *Group) Choice(s Spec, options ...Option) *Field[string] {
	if len(options) > mostTiles || g.cells != nil {
		return g.drop(s, listed(options), Among(options).Label)
	}
	t := newTiles(options, false)
	return g.tiles(s, t)
}

func (g *Group) tiles(s Spec, t *tiles) *Field[string] {
	s.Wide = true
	f := &Field[string]{slot: &slot{Spec: s}, plain: asAny[string], blank: nil}
	t.slot = f.slot
	f.print = t.labelOf
	f.read = func() (string, bool, error) {
		if len(t.chosen) == 0 {
			return "", false, nil
		}
		return t.chosen[0], true, nil
	}
	f.take = t.known
	f.write = func(v string) { t.put(v) }
	f.wipe = func() { t.put() }
	f.typed = func() string { return strings.Join(t.chosen, " ") }
	f.core, f.ctl = f, t
	g.add(f.slot)
	f.settle()
	return f
}

// Several adds a field for any number of some options, shown as tiles.
func (g *Group) Several(s Spec, options ...Option) *Field[[]string] {
	s.Wide = true
	t := newTiles(options, true)
	f := &Field[[]string]{slot: &slot{Spec: s}, plain: asAny[[]string], blank: []string{}}
	t.slot = f.slot
	f.print = func(v []string) string { return strings.Join(apply(v, t.labelOf), ", ") }
	f.read = func() ([]string, bool, error) { return slices.Clone(t.chosen), len(t.chosen) > 0, nil }
	f.take = func(v any) ([]string, error) { return words(v, t.known) }
	f.write = func(v []string) { t.put(v...) }
	f.wipe = func() { t.put() }
	f.typed = func() string { return strings.Join(t.chosen, " ") }
	f.core, f.ctl = f, t
	g.add(f.slot)
	f.settle()
	return f
}

func apply(in []string, fn func(string) string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = fn(s)
	}
	return out
}

// words reads a simple list of texts.
func words(v any, each func(any) (string, error)) ([]string, error) {
	l, err := asList(v)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(l))
	for i, e := range l {
		if out[i], err = each(simple(e)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Check adds a switch.
func (g *Group) Check(s Spec) *Field[bool] {
	w := newToggle()
	f := &Field[bool]{slot: &slot{Spec: s}, plain: asAny[bool], take: truth, blank: false}
	w.slot = f.slot
	f.print = onOff
	f.read = func() (bool, bool, error) { return w.on, true, nil }
	f.write = func(v bool) { w.put(v) }
	f.wipe = func() { w.put(false) }
	f.typed = func() string { return onOff(w.on) }
	f.core, f.ctl = f, w
	g.add(f.slot)
	f.settle()
	return f
}

func onOff(on bool) string {
	if on {
		return text.T("form.yes")
	}
	return text.T("form.no")
}

// labelOf is what a person reads of a value.
func (t *tiles) labelOf(v string) string {
	for _, o := range t.options {
		if o.Value == v {
			return o.label()
		}
	}
	return v
}

// known refuses a value that is not among the options.
func (t *tiles) known(v any) (string, error) {
	s, err := word(v)
	if err == nil && !slices.ContainsFunc(t.options, func(o Option) bool { return o.Value == s }) {
		err = model.Errorf(model.Invalid, "%s", text.T("form.unfit", s))
	}
	return s, err
}

// moveKeys are the keys that go from one tile to another, and how far.
var moveKeys = map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyUp: -1, fyne.KeyRight: 1, fyne.KeyDown: 1}
