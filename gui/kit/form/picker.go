package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// picker is the closed drop-down: what is chosen and a chevron. A letter, Space,
// Down or a click opens the list.
type picker struct {
	widget.BaseWidget
	slot    *slot
	find    func(*list) finder
	value   Option
	hint    string
	active  bool
	hovered bool
	wrong   bool
	off     bool
	list    *list // open, nil when closed
	box     *slab
	word    *canvas.Text
	chevron *canvas.Image
}

func newPicker(s Spec, find func(*list) finder) *picker {
	p := &picker{find: find, hint: s.Hint, box: newSlab(), word: newText("", theme.TextSize, false), chevron: newIcon(theme.IconChevDown, theme.Muted)}
	if p.hint == "" {
		p.hint = text.T("form.choose")
	}
	p.ExtendBaseWidget(p)
	return p
}

func (p *picker) focus() fyne.Focusable { return p }

func (p *picker) mark(wrong bool) {
	if p.wrong != wrong {
		p.wrong = wrong
		p.Refresh()
	}
}

func (p *picker) lock(why string) {
	p.off = why != ""
	p.Refresh()
}

// Disabled keeps a locked field out of the order of the keyboard.
func (p *picker) Disabled() bool { return p.off }

// Enable implements fyne.Disableable.
func (p *picker) Enable() { p.off = false; p.Refresh() }

// Disable implements fyne.Disableable.
func (p *picker) Disable() { p.off = true; p.Refresh() }

// put chooses without telling that a person did.
func (p *picker) put(o Option) {
	p.value = o
	p.Refresh()
}

// pick takes what a person chose.
func (p *picker) pick(o Option) {
	if o.Value != p.value.Value {
		p.put(o)
		p.slot.changed()
	}
}

// open shows the list, searched for what was typed so far.
func (p *picker) open(typed string) {
	if p.off || p.list != nil {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		openList(p, c, typed)
	}
}

// CreateRenderer implements fyne.Widget.
func (p *picker) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *picker) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.box.outer, p.box.inner, p.word, p.chevron}
}
func (p *picker) least() fyne.Size { return fyne.NewSize(60, theme.ControlHeight) }

func (p *picker) paint() {
	fill := theme.Surface
	switch {
	case p.off:
		fill = theme.Raised
	case p.hovered:
		fill = theme.Hover
	}
	p.box.field(fill, p.active, p.wrong)
	ink := theme.Text
	if p.value.Value == "" || p.off {
		ink = theme.Muted
	}
	p.word.Color = theme.Color(ink)
	setIcon(p.chevron, theme.IconChevDown, theme.Muted)
	p.chevron.Hidden = p.off
}

const fieldInset float32 = 9 // from the edge of a field to its text

func (p *picker) place(size fyne.Size) {
	p.box.put(0, 0, size.Width, size.Height)
	shown := p.value.label()
	if p.value.Value == "" {
		shown = p.hint
	}
	p.word.Text = cut(shown, size.Width-fieldInset-theme.ButtonIconSize-2*theme.Gap8, theme.TextSize, false)
	putText(p.word, fieldInset, 0, size.Height)
	put(p.chevron, size.Width-theme.Gap8-theme.ButtonIconSize, (size.Height-theme.ButtonIconSize)/2, theme.ButtonIconSize, theme.ButtonIconSize)
}

// Tapped implements fyne.Tappable.
func (p *picker) Tapped(*fyne.PointEvent) {
	if !p.off {
		p.slot.Focus()
		p.open("")
	}
}

// MouseIn implements desktop.Hoverable.
func (p *picker) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (p *picker) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *picker) MouseOut() { p.hovered = false; p.Refresh() }

// FocusGained implements fyne.Focusable.
func (p *picker) FocusGained() {
	p.active = true
	p.Refresh()
	p.slot.focused()
}

// FocusLost implements fyne.Focusable. Opening the list is no leaving.
func (p *picker) FocusLost() {
	p.active = p.list != nil
	p.Refresh()
	if p.list == nil {
		p.slot.left()
	}
}

// TypedRune opens the list with what was typed.
func (p *picker) TypedRune(r rune) {
	if r == ' ' {
		p.open("")
		return
	}
	p.open(string(r))
}

// TypedKey implements fyne.Focusable.
func (p *picker) TypedKey(k *fyne.KeyEvent) {
	if p.slot.parent != nil && p.slot.rows().key(p.slot, k) {
		return
	}
	switch k.Name {
	case fyne.KeyDown, fyne.KeyUp:
		p.open("")
	case fyne.KeyBackspace, fyne.KeyDelete:
		p.pick(Option{})
	case fyne.KeySpace: // comes again as a rune
	default:
		p.slot.pass(k)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (p *picker) TypedShortcut(s fyne.Shortcut) { p.slot.passShortcut(s) }
