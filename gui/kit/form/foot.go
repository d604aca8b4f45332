package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// footer is the row of buttons at the bottom: save, cancel, and how far the form
// is from what was saved.
type footer struct {
	widget.BaseWidget
	form   *Form
	back   *canvas.Rectangle
	rule   *canvas.Rectangle
	save   *kit.Button
	cancel *kit.Button
	state  *kit.Label
	busy   bool
}

func newFooter(f *Form) *footer {
	verb := f.options.Verb
	if verb == "" {
		verb = text.T("form.save")
	}
	b := &footer{form: f, back: &canvas.Rectangle{}, rule: &canvas.Rectangle{}, state: kit.NewLabel(kit.Caption, "")}
	b.save = kit.NewButton(kit.Primary, verb, f.Submit).WithKey(action.Ctrl(fyne.KeyReturn))
	b.cancel = kit.NewButton(kit.Plain, text.T("form.cancel"), f.Cancel)
	b.ExtendBaseWidget(b)
	return b
}

func (b *footer) height() float32 {
	if b.form.options.Bare {
		return 0
	}
	return theme.ActionFooterHeight
}

// CreateRenderer implements fyne.Widget.
func (b *footer) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *footer) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.back, b.rule, b.save, b.cancel, b.state}
}

func (b *footer) least() fyne.Size {
	_, save := b.save.Widths()
	_, cancel := b.cancel.Widths()
	return fyne.NewSize(save+cancel+theme.Gap8+2*theme.Gap16, b.height())
}

func (b *footer) paint() {
	b.back.FillColor, b.rule.FillColor = theme.Color(theme.Surface), theme.Color(theme.Line)
	b.cancel.Hidden = b.form.options.Leave == nil
	if b.busy != b.form.busy {
		b.busy = b.form.busy
		b.save.SetBusy(b.busy)
	}
	why := ""
	if b.busy {
		why = text.T("form.saving")
	}
	b.cancel.SetOff(why)
	b.state.SetText(b.words())
}

// words say what the form's state is.
func (b *footer) words() string {
	if b.busy {
		return text.T("form.saving")
	}
	if n := len(b.form.Changes()); n > 0 {
		return text.N("form.changed", n, n)
	}
	return ""
}

func (b *footer) place(size fyne.Size) {
	put(b.back, 0, 0, size.Width, size.Height)
	put(b.rule, 0, 0, size.Width, theme.LineWidth)
	y := (size.Height - theme.ControlHeight) / 2
	x := theme.Gap16
	_, w := b.save.Widths()
	put(b.save, x, y, w, theme.ControlHeight)
	x += w + theme.Gap8
	if !b.cancel.Hidden {
		_, w = b.cancel.Widths()
		put(b.cancel, x, y, w, theme.ControlHeight)
		x += w + theme.Gap12
	}
	room := size.Width - x - theme.Gap16
	_, w = b.state.Widths()
	b.state.Hidden = room < w
	put(b.state, x, y, min(room, w), theme.ControlHeight)
}
