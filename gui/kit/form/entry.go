package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// enter adds a field that is typed into one entry.
func enter[T any](g *Group, s Spec, k kind[T]) *Field[T] {
	if s.Hint == "" {
		s.Hint = k.look.hint
	}
	if k.look.lines > 0 {
		s.Wide = true
	}
	f := &Field[T]{slot: &slot{Spec: s}, plain: k.plain, take: k.take, print: k.print, blank: k.blank}
	e := newEntry(f.slot, k.look)
	if g.cells != nil {
		e.unit.Text = "" // the head of the column says it
	}
	f.read = func() (T, bool, error) {
		var zero T
		if trim(e.in.Text) == "" {
			return zero, false, nil
		}
		v, err := k.parse(e.in.Text)
		return v, err == nil, err
	}
	f.write = func(v T) { e.put(k.print(v)) }
	f.wipe = func() { e.put("") }
	f.typed = func() string { return e.in.Text }
	f.core, f.ctl = f, e
	g.add(f.slot)
	f.settle()
	return f
}

// entry is the control of everything that is typed: an input, the unit of its
// value, and the edge that shows focus and error.
type entry struct {
	widget.BaseWidget
	in    *input
	unit  *canvas.Text
	box   *slab
	wheel *wheel
	wrong bool
}

func newEntry(s *slot, l look) *entry {
	e := &entry{in: newInput(s, l), box: newSlab(), unit: newText(s.Unit, theme.SmallSize, false)}
	e.in.PlaceHolder = s.Hint
	e.in.onFocus = e.Refresh
	e.wheel = newWheel(s, e.in)
	e.ExtendBaseWidget(e)
	return e
}

// put writes a text without telling that a person did.
func (e *entry) put(s string) {
	if e.in.Text == s {
		return
	}
	e.in.silent = true
	e.in.SetText(s)
	e.in.silent = false
}

func (e *entry) setUnit(s string) {
	e.unit.Text = s
	e.Refresh()
}

func (e *entry) focus() fyne.Focusable { return e.in }

func (e *entry) mark(wrong bool) {
	if e.wrong != wrong {
		e.wrong = wrong
		e.Refresh()
	}
}

func (e *entry) lock(why string) {
	if why != "" {
		e.in.Disable()
	} else {
		e.in.Enable()
	}
	e.Refresh()
}

// Tapped puts the focus into the entry when its unit or its edge is hit.
func (e *entry) Tapped(*fyne.PointEvent) { kit.Focus(e.in) }

// CreateRenderer implements fyne.Widget.
func (e *entry) CreateRenderer() fyne.WidgetRenderer { return render(e) }

func (e *entry) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{e.box.outer, e.box.inner, e.in, e.unit, e.wheel}
}

func (e *entry) least() fyne.Size {
	h := theme.ControlHeight
	if n := e.in.lines; n > 0 {
		h = float32(n)*theme.TextLine + theme.ControlHeight - theme.TextLine
	}
	return fyne.NewSize(60, h)
}

func (e *entry) paint() {
	fill := theme.Surface
	if e.in.Disabled() {
		fill = theme.Raised
	}
	e.box.field(fill, e.in.active, e.wrong)
	e.unit.Color = theme.Color(theme.Muted)
	e.in.Refresh()
}

const entryInset float32 = 4 // beside the padding of the toolkit

func (e *entry) place(size fyne.Size) {
	e.box.put(0, 0, size.Width, size.Height)
	put(e.wheel, 0, 0, size.Width, size.Height)
	right := entryInset
	if e.unit.Text != "" {
		w := e.unit.MinSize().Width
		putText(e.unit, size.Width-w-fieldInset, 0, theme.ControlHeight)
		right = w + fieldInset
	}
	put(e.in, entryInset, 0, size.Width-entryInset-right, size.Height)
}

// input is the toolkit's entry without its own box, with the keys of a form. As
// the kit's entry it passes on to the window what it does not use.
type input struct {
	widget.Entry
	slot    *slot
	lines   int
	scroll  fyne.Scrollable // what the toolkit scrolls the text with, nil before it is drawn
	allow   func(rune) bool
	active  bool
	mouse   bool // the focus comes by the pointer
	silent  bool // the program writes, not a person
	quiet   bool // coming and going does not concern the field
	tab     bool // Tab is a key like others
	onFocus func()
	onKey   func(*fyne.KeyEvent) bool // true when it is used
	onRune  func(rune) bool           // true when it is used
}

// TakesEnter tells whether Enter begins a new line here.
func (in *input) TakesEnter() bool { return in.MultiLine }

func newInput(s *slot, l look) *input {
	in := &input{slot: s, lines: l.lines, allow: l.allow}
	in.MultiLine = l.lines > 0
	in.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if in.MultiLine {
		in.Wrapping = fyne.TextWrapWord
	}
	in.OnChanged = func(string) {
		if !in.silent {
			s.changed()
		}
	}
	in.ExtendBaseWidget(in)
	return in
}

// CreateRenderer implements fyne.Widget.
func (in *input) CreateRenderer() fyne.WidgetRenderer {
	r := unboxed{WidgetRenderer: in.Entry.CreateRenderer()}
	if !in.MultiLine {
		r.line = kit.NewOneLine(r.Objects())
	}
	for _, o := range r.Objects() {
		if s, ok := o.(fyne.Scrollable); ok {
			in.scroll = s
		}
	}
	return r
}

// unboxed is the renderer of the toolkit's entry without box and border.
type unboxed struct {
	fyne.WidgetRenderer
	line *kit.OneLine // nil for several lines
}

// Objects implements fyne.WidgetRenderer.
func (r unboxed) Objects() []fyne.CanvasObject { return r.line.In(r.WidgetRenderer.Objects()[2:]) }

// Layout implements fyne.WidgetRenderer.
func (r unboxed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.line.Follow()
}

// FocusGained implements fyne.Focusable. Who comes by a key wants to replace the
// value: it is selected as a whole.
func (in *input) FocusGained() {
	in.active = true
	in.Entry.FocusGained()
	if !in.mouse && !in.MultiLine && in.Text != "" {
		in.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	in.notify()
	if !in.quiet {
		in.slot.focused()
	}
}

// FocusLost implements fyne.Focusable.
func (in *input) FocusLost() {
	in.active = false
	in.Entry.FocusLost()
	in.notify()
	if !in.quiet {
		in.slot.left()
	}
}

func (in *input) notify() {
	if in.onFocus != nil {
		in.onFocus()
	}
}

// MouseDown implements desktop.Mouseable.
func (in *input) MouseDown(m *desktop.MouseEvent) {
	in.mouse = true
	in.Entry.MouseDown(m)
	in.mouse = false
}

// TypedRune implements fyne.Focusable. What no value of the kind is written with
// is not taken.
func (in *input) TypedRune(r rune) {
	if in.onRune != nil && in.onRune(r) || in.allow != nil && !in.allow(r) {
		return
	}
	in.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (in *input) TypedKey(k *fyne.KeyEvent) {
	if in.onKey != nil && in.onKey(k) {
		return
	}
	if in.slot.key(k, in.MultiLine) {
		return
	}
	if k.Name == fyne.KeyEscape || functionKey(k.Name) {
		in.slot.send(k)
		return
	}
	in.Entry.TypedKey(k)
}

// AcceptsTab implements fyne.Tabbable: Tab leaves the field, also one of several
// lines.
func (in *input) AcceptsTab() bool { return in.tab }

// TypedShortcut implements fyne.Shortcutable.
func (in *input) TypedShortcut(s fyne.Shortcut) {
	if in.slot.shortcut(s) {
		return
	}
	if c, ok := s.(*desktop.CustomShortcut); ok && !edits(c) {
		in.slot.sendShortcut(s)
		return
	}
	in.Entry.TypedShortcut(s)
}
