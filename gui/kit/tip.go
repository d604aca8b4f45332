package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

const (
	tipWait  = 500 * time.Millisecond
	tipWidth = 320 // of the text, at most
	tipStill = 6   // pixels the pointer may move while the tooltip stands
)

// The one tooltip: asked for by owner, shown on layer once the pointer rested.
var tip struct {
	owner fyne.CanvasObject
	text  string
	at    fyne.Position
	stop  func()
	layer *Tips
}

// AskTip shows a text near the pointer once it has rested half a second over an
// object. Objects call it while the pointer moves over them, with its place in
// the window; an empty text shows nothing. Only a canvas with a Tips layer shows
// tooltips.
func AskTip(owner fyne.CanvasObject, text string, at fyne.Position) {
	if tip.layer != nil && tip.owner == owner && tip.text == text && near(tip.at, at) {
		return
	}
	HideTip()
	if text == "" || text == " " {
		return
	}
	tip.owner, tip.text, tip.at = owner, text, at
	tip.stop = runner.After(tipWait, showTip)
}

func near(a, b fyne.Position) bool {
	d := a.Subtract(b)
	return d.X*d.X+d.Y*d.Y <= tipStill*tipStill
}

// HideTip takes the tooltip away: on a click, a scroll, a key.
func HideTip() {
	if tip.stop != nil {
		tip.stop()
	}
	if tip.layer != nil {
		tip.layer.clear()
	}
	tip.owner, tip.text, tip.stop, tip.layer = nil, "", nil, nil
}

func showTip() {
	c := canvasOf(tip.owner)
	if c == nil {
		return
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	if tip.layer = tipsIn(root); tip.layer != nil {
		tip.layer.show(tip.text, tip.at)
	}
}

// tipsIn finds the layer of tooltips in what a window or overlay shows.
func tipsIn(o fyne.CanvasObject) *Tips {
	switch o := o.(type) {
	case *Tips:
		return o
	case *fyne.Container:
		for i := len(o.Objects) - 1; i >= 0; i-- {
			if l := tipsIn(o.Objects[i]); l != nil {
				return l
			}
		}
	case interface{ Tips() *Tips }:
		return o.Tips()
	}
	return nil
}

// Tips is the layer on which tooltips are drawn. The shell puts one on top of
// all else in the window's stack of containers; every dialog brings its own. A
// widget that holds a layer shows it by a method Tips() *Tips.
type Tips struct {
	widget.BaseWidget
	box  slab
	text *Label
	at   fyne.Position
}

// NewTips makes a layer for tooltips.
func NewTips() *Tips {
	t := &Tips{box: newSlab(), text: Wrapped(Small, "")}
	t.ExtendBaseWidget(t)
	t.box.show(false)
	t.text.Hide()
	return t
}

// WithTips puts a layer for tooltips over an object.
func WithTips(o fyne.CanvasObject) *fyne.Container { return container.NewStack(o, NewTips()) }

// Shown is the text of the tooltip that stands on the layer, "" when none does.
func (t *Tips) Shown() string {
	if !t.text.Visible() {
		return ""
	}
	return t.text.Text()
}

func (t *Tips) show(text string, at fyne.Position) {
	t.at = at
	t.text.SetText(text)
	t.text.Show()
	t.Refresh()
}

func (t *Tips) clear() {
	t.text.Hide()
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *Tips) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *Tips) objects() []fyne.CanvasObject { return objs(t.box, t.text) }
func (t *Tips) least() fyne.Size             { return fyne.NewSize(0, 0) }
func (t *Tips) paint() {
	t.box.set(theme.Surface, theme.LineStrong, theme.LineWidth)
	t.box.show(t.text.Visible())
}

// place puts the tooltip below and right of the pointer, or where there is room.
func (t *Tips) place(s fyne.Size) {
	_, w := t.text.Widths()
	w = min(w, tipWidth, s.Width-2*theme.Gap12)
	h := t.text.HeightFor(w)
	bw, bh := w+2*theme.Gap8, h+2*theme.Gap4
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(t)
	x := min(t.at.X-origin.X+8, s.Width-bw-theme.Gap4)
	y := t.at.Y - origin.Y + 20
	if y+bh > s.Height-theme.Gap4 {
		y = t.at.Y - origin.Y - bh - 6
	}
	x, y = round(max(x, theme.Gap4)), round(max(y, theme.Gap4))
	t.box.put(x, y, bw, bh)
	put(t.text, x+theme.Gap8, y+theme.Gap4, w, h)
}

// Tipped is an object with a tooltip. It is for things without a pointer
// business of their own; widgets that follow the pointer call AskTip.
type Tipped struct {
	Frame
	text string
}

// Tip gives an object a tooltip.
func Tip(o fyne.CanvasObject, text string) *Tipped {
	t := &Tipped{text: text}
	t.inner = o
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *Tipped) CreateRenderer() fyne.WidgetRenderer { return render(t) }

// SetTip changes the tooltip.
func (t *Tipped) SetTip(text string) { t.text = text }

// MouseIn implements desktop.Hoverable.
func (t *Tipped) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *Tipped) MouseMoved(e *desktop.MouseEvent) { AskTip(t, t.text, e.AbsolutePosition) }

// MouseOut implements desktop.Hoverable.
func (t *Tipped) MouseOut() { HideTip() }
