package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

const (
	toggleWidth  float32 = 32
	toggleHeight float32 = 18
	toggleKnob   float32 = 12
)

// toggle is a switch with the word for its state.
type toggle struct {
	widget.BaseWidget
	slot    *slot
	on      bool
	active  bool
	hovered bool
	off     bool
	ring    *slab
	track   *slab
	knob    *canvas.Circle
	word    *canvas.Text
}

func newToggle() *toggle {
	t := &toggle{
		ring: newSlab(), track: newSlab(), knob: &canvas.Circle{},
		word: newText("", theme.TextSize, false),
	}
	t.ring.radius, t.track.radius = toggleHeight/2+3, toggleHeight/2
	t.ExtendBaseWidget(t)
	return t
}

func (t *toggle) focus() fyne.Focusable { return t }
func (t *toggle) mark(bool)             {}

func (t *toggle) lock(why string) {
	t.off = why != ""
	t.Refresh()
}

// Disabled keeps a locked switch out of the order of the keyboard.
func (t *toggle) Disabled() bool { return t.off }

// Enable implements fyne.Disableable.
func (t *toggle) Enable() { t.off = false; t.Refresh() }

// Disable implements fyne.Disableable.
func (t *toggle) Disable() { t.off = true; t.Refresh() }

func (t *toggle) put(on bool) {
	t.on = on
	t.Refresh()
}

func (t *toggle) flip() {
	if t.off {
		return
	}
	t.put(!t.on)
	t.slot.changed()
}

// CreateRenderer implements fyne.Widget.
func (t *toggle) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *toggle) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.ring.outer, t.ring.inner, t.track.outer, t.track.inner, t.knob, t.word}
}

func (t *toggle) least() fyne.Size { return fyne.NewSize(toggleWidth+60, theme.ControlHeight) }

func (t *toggle) paint() {
	track, knob, edge := theme.Surface, theme.Muted, theme.LineStrong
	if t.on {
		track, knob, edge = theme.Accent, theme.OnAccent, theme.Accent
	} else if t.hovered && !t.off {
		track = theme.Hover
	}
	if t.off && t.on {
		track, edge = theme.Neutral, theme.Neutral
	}
	t.track.paint(track, edge, theme.LineWidth)
	t.knob.FillColor = theme.Color(knob)
	t.ring.paint(theme.Surface, theme.Accent, theme.FocusWidth)
	t.ring.hide(!t.active)
	t.word.Text, t.word.Color = onOff(t.on), theme.Color(theme.Text)
	if t.off {
		t.word.Color = theme.Color(theme.Muted)
	}
}

func (t *toggle) place(fyne.Size) {
	y := (theme.ControlHeight - toggleHeight) / 2
	t.track.put(3, y, toggleWidth, toggleHeight)
	t.ring.put(0, y-3, toggleWidth+6, toggleHeight+6)
	x := 3 + (toggleHeight-toggleKnob)/2
	if t.on {
		x = 3 + toggleWidth - toggleKnob - (toggleHeight-toggleKnob)/2
	}
	put(t.knob, x, y+(toggleHeight-toggleKnob)/2, toggleKnob, toggleKnob)
	putText(t.word, toggleWidth+3+theme.Gap8, 0, theme.ControlHeight)
}

// Tapped implements fyne.Tappable.
func (t *toggle) Tapped(*fyne.PointEvent) {
	if !t.off {
		t.slot.Focus()
		t.flip()
	}
}

// MouseIn implements desktop.Hoverable.
func (t *toggle) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (t *toggle) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *toggle) MouseOut() { t.hovered = false; t.Refresh() }

// FocusGained implements fyne.Focusable.
func (t *toggle) FocusGained() {
	t.active = true
	t.Refresh()
	t.slot.focused()
}

// FocusLost implements fyne.Focusable.
func (t *toggle) FocusLost() {
	t.active = false
	t.Refresh()
	t.slot.left()
}

// TypedRune implements fyne.Focusable.
func (t *toggle) TypedRune(rune) {}

// TypedKey implements fyne.Focusable: Space turns it over, the arrows set it.
func (t *toggle) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeySpace, k.Name == fyne.KeyRight && !t.on, k.Name == fyne.KeyLeft && t.on:
		t.flip()
	case k.Name == fyne.KeyRight, k.Name == fyne.KeyLeft:
	default:
		t.slot.pass(k)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (t *toggle) TypedShortcut(s fyne.Shortcut) { t.slot.passShortcut(s) }
