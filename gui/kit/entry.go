package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// Entry is a field to type in. What it does not use it passes on, so that the
// keys of the window work while someone types: Esc, function keys, Enter when
// nothing is submitted, and every key with a modifier but those for editing.
type Entry struct {
	widget.Entry
	OnEscape func() bool // Esc; true when it was used
	OnCommit func()      // Ctrl+Enter; nil passes it on
	OnUp     func() bool // Up on one line; true when it was used
	OnDown   func() bool // Down on one line; true when it was used
	OnSpace  func() bool // the space bar; true when it was used
	OnFocus  func()
	OnBlur   func()

	self    fyne.Widget // the widget that embeds the entry, or the entry
	wrong   bool
	mouse   bool // the focus comes by the pointer
	focused bool
	deco    entryDeco
}

// entryDeco is what is drawn around the text.
type entryDeco struct {
	box         slab
	left, right float32 // room beside the text
	extra       []fyne.CanvasObject
	paint       func()
	place       func(fyne.Size)
}

const entryEdge float32 = 4 // beside the padding of the toolkit

// NewEntry is a field of one line.
func NewEntry() *Entry {
	e := &Entry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.start(e)
	return e
}

// TakesEnter tells whether Enter begins a new line here.
func (e *Entry) TakesEnter() bool { return e.MultiLine }

// NewMultiEntry is a field of several lines.
func NewMultiEntry(rows int) *Entry {
	e := &Entry{}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	e.start(e)
	return e
}

func (e *Entry) start(self fyne.Widget) {
	e.self = self
	e.ExtendBaseWidget(self)
	e.deco = entryDeco{box: newSlab(), left: entryEdge, right: entryEdge}
}

// SetWrong marks the field as wrong.
func (e *Entry) SetWrong(wrong bool) {
	if e.wrong != wrong {
		e.wrong = wrong
		e.Refresh()
	}
}

// FocusGained implements fyne.Focusable. Coming by a key it selects all, so that
// typing replaces the value.
func (e *Entry) FocusGained() {
	HideTip()
	e.focused = true
	e.Entry.FocusGained()
	if !e.mouse && !e.MultiLine && e.Text != "" {
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	if e.OnFocus != nil {
		e.OnFocus()
	}
}

// FocusLost implements fyne.Focusable.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.OnBlur != nil {
		e.OnBlur()
	}
}

// MouseDown implements desktop.Mouseable.
func (e *Entry) MouseDown(m *desktop.MouseEvent) {
	HideTip()
	e.mouse = true
	shifted := *m
	shifted.Position.X -= e.deco.left
	e.Entry.MouseDown(&shifted)
	e.mouse = false
}

// Dragged implements fyne.Draggable.
func (e *Entry) Dragged(d *fyne.DragEvent) {
	shifted := *d
	shifted.Position.X -= e.deco.left
	e.Entry.Dragged(&shifted)
}

// TypedRune implements fyne.Focusable.
func (e *Entry) TypedRune(r rune) {
	if r == ' ' && e.OnSpace != nil && e.OnSpace() {
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	HideTip()
	if e.hook(k.Name) {
		return
	}
	switch {
	case k.Name == fyne.KeyEscape, isFunctionKey(k.Name):
		action.Pass(e.self, k)
	case isEnter(k.Name) && !e.MultiLine && e.OnSubmitted == nil:
		action.Pass(e.self, k)
	default:
		e.Entry.TypedKey(k)
	}
}

func (e *Entry) hook(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape && e.OnEscape != nil:
		return e.OnEscape()
	case k == fyne.KeyUp && !e.MultiLine && e.OnUp != nil:
		return e.OnUp()
	case k == fyne.KeyDown && !e.MultiLine && e.OnDown != nil:
		return e.OnDown()
	}
	return false
}

func isEnter(k fyne.KeyName) bool { return k == fyne.KeyReturn || k == fyne.KeyEnter }

func isFunctionKey(k fyne.KeyName) bool {
	return len(k) > 1 && k[0] == 'F' && strings.Trim(string(k[1:]), "0123456789") == ""
}

// TypedShortcut implements fyne.Shortcutable.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	c, custom := s.(*desktop.CustomShortcut)
	switch {
	case !custom || edits(c):
		e.Entry.TypedShortcut(s)
	case isEnter(c.KeyName) && c.Modifier == fyne.KeyModifierShortcutDefault && e.OnCommit != nil:
		e.OnCommit()
	default:
		PassShortcut(e.self, s)
	}
}

// edits tells whether a key is one the toolkit's entry edits with: moving and
// deleting by words.
func edits(c *desktop.CustomShortcut) bool {
	mods := c.Modifier &^ fyne.KeyModifierShift
	word := mods == fyne.KeyModifierShortcutDefault || mods == fyne.KeyModifierAlt && fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper
	switch c.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return word
	}
	return false
}

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), e: e}
	if !e.MultiLine {
		r.line = NewOneLine(r.WidgetRenderer.Objects())
	}
	r.dress()
	return r
}

type entryRenderer struct {
	fyne.WidgetRenderer
	e    *Entry
	line *OneLine // nil for several lines
}

// Objects are those of the toolkit's entry without its own box and border.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	l := append(objs(r.e.deco.box), r.line.In(r.WidgetRenderer.Objects()[2:])...)
	return append(l, r.e.deco.extra...)
}

func (r *entryRenderer) MinSize() fyne.Size {
	s := r.WidgetRenderer.MinSize()
	s.Width += r.e.deco.left + r.e.deco.right
	if !r.e.MultiLine {
		s.Height = theme.ControlHeight
	}
	return s
}

func (r *entryRenderer) Layout(s fyne.Size) {
	d := &r.e.deco
	r.WidgetRenderer.Layout(fyne.NewSize(s.Width-d.left-d.right, s.Height))
	for _, o := range r.WidgetRenderer.Objects()[2:] {
		o.Move(o.Position().AddXY(d.left, 0))
	}
	r.line.Follow()
	d.box.put(0, 0, s.Width, s.Height)
	if d.place != nil {
		d.place(s)
	}
}

func (r *entryRenderer) Refresh() {
	r.dress()
	r.WidgetRenderer.Refresh()
}

func (r *entryRenderer) dress() {
	e := r.e
	fill, edge, w := theme.Surface, theme.LineStrong, theme.LineWidth
	switch {
	case e.Disabled():
		fill, edge = theme.Raised, theme.Line
	case e.wrong:
		edge = theme.Bad
	case e.focused:
		edge = theme.Accent
	}
	if e.focused {
		w = theme.FocusWidth
	}
	e.deco.box.set(fill, edge, w)
	e.deco.box.put(0, 0, e.Size().Width, e.Size().Height)
	if e.deco.paint != nil {
		e.deco.paint()
	}
}
