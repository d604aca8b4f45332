package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
)

// control is what everything that can be pressed shares: pointer, keyboard
// focus, the reason why it is off, and the tooltip.
type control struct {
	widget.BaseWidget
	self    fyne.Widget
	press   func()
	keys    func(*fyne.KeyEvent) bool // keys beside Space and Enter; true when used
	tip     func() string
	off     string // why it cannot be pressed, "" when it can
	hovered bool
	focused bool
}

// extend makes the control part of the widget that embeds it.
func (c *control) extend(self fyne.Widget) {
	c.self = self
	c.ExtendBaseWidget(self)
}

// Tapped presses the control.
func (c *control) Tapped(*fyne.PointEvent) {
	HideTip()
	c.hit()
}

func (c *control) hit() {
	if c.off == "" && c.press != nil {
		guard(c.press)
	}
}

// FocusGained implements fyne.Focusable.
func (c *control) FocusGained() {
	HideTip()
	c.focused = true
	c.self.Refresh()
}

// FocusLost implements fyne.Focusable.
func (c *control) FocusLost() { c.focused = false; c.self.Refresh() }

// TypedRune implements fyne.Focusable.
func (c *control) TypedRune(rune) {}

// TypedKey presses on Space and Enter and passes on what it does not use.
func (c *control) TypedKey(k *fyne.KeyEvent) {
	HideTip()
	if c.keys != nil && c.keys(k) {
		return
	}
	switch k.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.hit()
	default:
		action.Pass(c.self, k)
	}
}

// TypedShortcut passes on every key with a modifier.
func (c *control) TypedShortcut(s fyne.Shortcut) { PassShortcut(c.self, s) }

// MouseIn implements desktop.Hoverable.
func (c *control) MouseIn(e *desktop.MouseEvent) {
	c.hovered = true
	c.self.Refresh()
	c.MouseMoved(e)
}

// MouseMoved implements desktop.Hoverable.
func (c *control) MouseMoved(e *desktop.MouseEvent) { AskTip(c.self, c.tipText(), e.AbsolutePosition) }

// MouseOut implements desktop.Hoverable.
func (c *control) MouseOut() {
	c.hovered = false
	HideTip()
	c.self.Refresh()
}

func (c *control) tipText() string {
	if c.off != "" {
		return c.off
	}
	if c.tip == nil {
		return ""
	}
	return c.tip()
}

// Disabled tells whether the control cannot be pressed now.
func (c *control) Disabled() bool { return c.off != "" }

// Enable makes the control work.
func (c *control) Enable() { c.turn("") }

// Disable switches the control off without a reason; rather say one.
func (c *control) Disable() { c.turn(" ") }

func (c *control) turn(why string) {
	if c.off != why {
		c.off = why
		c.self.Refresh()
	}
}

// live tells whether to show the control as under the pointer.
func (c *control) live() bool { return c.hovered && c.off == "" }
