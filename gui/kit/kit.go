// Package kit is the window's set of small widgets: buttons, pills, chips,
// fields, cards, notes, tabs, tooltips, empty states and the layout of a page,
// in the sizes and colours of package theme. It must not know what is shown in
// them, and no service.
package kit

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
)

// runner carries what widgets do after a while: tooltips and spinners. Until the
// program says otherwise nothing happens later, so that tests and pictures stand
// still.
var runner async.Runner = async.Inline{}

// Use says who carries what tooltips and spinners do after a while. The program
// calls it once at the start; before, neither moves.
func Use(run async.Runner) { runner = run }

// Filled is called by a list that shows new rows, for whoever measures how long
// they took: a runner that wants to know has the method Filled.
func Filled() {
	if r, ok := runner.(interface{ Filled() }); ok {
		r.Filled()
	}
}

// guard runs what a press does. Until the shell says otherwise nothing is caught,
// so that tests fall where the defect is.
var guard = func(press func()) { press() }

// Guard says who runs what a press does, so that a defect in it is told and does
// not end the program.
func Guard(run func(press func())) { guard = run }

// canvasOf is the canvas an object is drawn on, nil when it is on none.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// Focus gives an object of the window the keyboard. One that was only just put
// there is on no canvas before it is drawn; there is one window, so its canvas is
// asked then.
func Focus(o fyne.Focusable) {
	c, ok := o.(fyne.CanvasObject)
	if !ok {
		return
	}
	on := canvasOf(c)
	if all := fyne.CurrentApp().Driver().AllWindows(); on == nil && len(all) > 0 {
		on = all[0].Canvas()
	}
	if on != nil {
		on.Focus(o)
	}
}

// Shows tells whether the window shows an object. It does not for one in its very
// corner, where only the ground of everything lies.
func Shows(o fyne.CanvasObject) bool {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o) != fyne.Position{}
}

// PassShortcut gives a key with a modifier that the object with the focus has no
// use for to the dialog it is in, else to the window.
func PassShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	if c := canvasOf(from); c != nil {
		if top, ok := c.Overlays().Top().(fyne.Shortcutable); ok {
			top.TypedShortcut(s)
			return
		}
	}
	action.PassShortcut(from, s)
}
