package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// ringRoom is kept beside the scrolled part, so that the ring of what has the
// focus is not cut.
const ringRoom = theme.Gap4

// sheet is one dialog with the veil behind it. It is focusable, and never a
// stop, so that a click beside a field leaves the focus inside.
type sheet struct {
	widget.BaseWidget
	of     *Stack
	o      Options
	before fyne.Focusable // had the focus when the dialog opened
	veil   *canvas.Rectangle
	plate  *kit.Plate
	body   *kit.Box
	scroll fyne.CanvasObject
	foot   *kit.Box
	verb   *kit.Button
	no     *kit.Button
	tips   *kit.Tips
	room   fyne.Size // of the window when the dialog was placed
	top    float32   // where it stands in that room
}

func newSheet(s *Stack, o Options) *sheet {
	d := &sheet{of: s, o: o, veil: &canvas.Rectangle{}, plate: kit.NewPlate(theme.Surface, theme.LineStrong), tips: kit.NewTips()}
	title := kit.Wrapped(kit.PanelTitle, o.Title)
	parts := []fyne.CanvasObject{title}
	for _, l := range o.Lines {
		parts = append(parts, kit.Wrapped(kit.Body, l))
	}
	if o.Content != nil {
		parts = append(parts, kit.Gap(0, 0), o.Content)
	}
	d.body = kit.Column(theme.Gap8, parts...)
	d.scroll = kit.Scroll(kit.Inset(d.body, ringRoom, ringRoom))
	d.foot = kit.Row(theme.Gap8, d.buttons()...)
	d.ExtendBaseWidget(d)
	return d
}

func (d *sheet) buttons() []fyne.CanvasObject {
	cancel, style := d.o.Cancel, kit.Plain
	if cancel == "" {
		cancel = text.T("kit.cancel")
		if d.o.Verb == "" {
			cancel, style = text.T("kit.close"), kit.Primary
		}
	}
	d.no = kit.NewButton(style, cancel, d.cancel).WithKey(action.Plain(fyne.KeyEscape))
	l := []fyne.CanvasObject{kit.Spacer(), d.no}
	if d.o.Verb == "" {
		return l
	}
	if d.o.Bad {
		d.verb = kit.NewButton(kit.Danger, d.o.Verb, d.accept)
	} else {
		d.verb = kit.NewButton(kit.Primary, d.o.Verb, d.accept).WithKey(action.Plain(fyne.KeyReturn))
	}
	return append(l, d.verb)
}

// Tips is the layer for tooltips inside the dialog.
func (d *sheet) Tips() *kit.Tips { return d.tips }

func (d *sheet) accept() {
	if d.o.Verb == "" {
		d.cancel()
		return
	}
	if d.o.Do != nil && d.o.Do() {
		return
	}
	d.of.close(d)
}

func (d *sheet) cancel() {
	d.of.close(d)
	if d.o.Quit != nil {
		d.o.Quit()
	}
}

// Fit gives the dialog the height that its content wants now: a form in it may have
// got another row. It stays where it stands as long as there is room below.
func (d *sheet) Fit() { d.Refresh() }

// Wheel scrolls what is too high for the window.
func (d *sheet) Wheel(e *fyne.ScrollEvent) { kit.Wheel(d.scroll, e) }

// Reveal scrolls so that a part of the content is seen, which stands at these heights
// of the window.
func (d *sheet) Reveal(top, bottom float32) {
	from := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.scroll).Y
	by := min(from+d.scroll.Size().Height-bottom, 0)
	if top+by < from {
		by = from - top
	}
	if by != 0 {
		d.Wheel(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
	}
}

func (d *sheet) focusFirst() {
	c := d.of.canvas
	c.FocusNext()
	if b, ok := c.Focused().(*kit.Button); ok && d.o.Verb == "" && b != d.no {
		d.no.SetStyle(kit.Plain) // the step to take is in the content
	}
	if _, ok := c.Focused().(*kit.Button); ok && d.verb != nil && !d.o.Bad {
		c.Focus(d.verb) // there is no field, and Enter does what the verb says
	}
	if e, ok := c.Focused().(interface{ TakesEnter() bool }); ok && e.TakesEnter() && d.verb != nil && !d.o.Bad {
		d.verb.WithKey(action.Ctrl(fyne.KeyReturn)) // Enter begins a new line
		d.verb.Refresh()
		d.foot.Refresh() // the key is longer now
	}
}

// TypedShortcut takes Ctrl+Enter from any field inside.
func (d *sheet) TypedShortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	enter := ok && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter)
	if enter && c.Modifier == fyne.KeyModifierShortcutDefault {
		d.accept()
	}
}

// FocusGained implements fyne.Focusable.
func (d *sheet) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (d *sheet) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (d *sheet) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (d *sheet) TypedKey(k *fyne.KeyEvent) { d.of.key(k) }

// Disabled keeps the sheet itself out of the Tab order.
func (d *sheet) Disabled() bool { return true }

// Enable implements fyne.Disableable.
func (d *sheet) Enable() {}

// Disable implements fyne.Disableable.
func (d *sheet) Disable() {}

// CreateRenderer implements fyne.Widget.
func (d *sheet) CreateRenderer() fyne.WidgetRenderer {
	r := sheetRenderer{d}
	r.paint()
	return r
}

type sheetRenderer struct{ d *sheet }

func (r sheetRenderer) Destroy()           {}
func (r sheetRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r sheetRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.d.veil, r.d.plate, r.d.scroll, r.d.foot, r.d.tips}
}

func (r sheetRenderer) Refresh() {
	r.paint()
	r.Layout(r.d.Size())
	canvas.Refresh(r.d)
}

func (r sheetRenderer) paint() {
	r.d.veil.FillColor = theme.Faded(theme.Rail, 62)
}

// Layout puts the dialog into the upper middle, at most as high as the window.
func (r sheetRenderer) Layout(size fyne.Size) {
	d := r.d
	d.veil.Resize(size)
	d.tips.Resize(size)
	w := min(max(d.o.Width, minWidth), maxWidth, size.Width-2*theme.Gap16)
	in := w - 2*theme.Gap16
	body := d.body.HeightFor(in)
	rest := 3*theme.Gap16 + theme.ControlHeight
	body = min(body, size.Height-2*theme.Gap16-rest)
	h := body + rest
	if d.room != size {
		d.room, d.top = size, float32(int((size.Height-h)*2/5))
	}
	x, y := float32(int((size.Width-w)/2)), min(d.top, size.Height-theme.Gap16-h)
	d.plate.Resize(fyne.NewSize(w, h))
	d.plate.Move(fyne.NewPos(x, y))
	d.scroll.Resize(fyne.NewSize(in+2*ringRoom, body+2*ringRoom))
	d.scroll.Move(fyne.NewPos(x+theme.Gap16-ringRoom, y+theme.Gap16-ringRoom))
	d.foot.Resize(fyne.NewSize(in, theme.ControlHeight))
	d.foot.Move(fyne.NewPos(x+theme.Gap16, y+h-theme.Gap16-theme.ControlHeight))
}
