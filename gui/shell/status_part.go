package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	partHeight float32 = 20
	partIcon   float32 = 14
)

// part is an icon and a text in the status bar that can be clicked.
type part struct {
	widget.BaseWidget
	plate   *canvas.Rectangle
	icon    *kit.Icon
	name    theme.IconName
	tone    theme.Tone
	label   *kit.Label
	tap     func()
	tip     string
	hovered bool
}

func newPart(icon theme.IconName, tap func()) *part {
	p := &part{
		plate: &canvas.Rectangle{CornerRadius: theme.Radius}, icon: kit.NewIcon(icon, theme.Muted, partIcon), name: icon,
		label: kit.NewLabel(kit.Caption, ""), tap: tap, tone: theme.Quiet,
	}
	p.ExtendBaseWidget(p)
	return p
}

func (p *part) set(icon theme.IconName, text string, tone theme.Tone) {
	p.name, p.tone = icon, tone
	p.label.SetText(text)
	p.Refresh()
}

// warn colours the text of a part that needs an eye.
func (p *part) warn(on bool) {
	if on {
		p.tone = theme.Warned
		p.label.SetTone(theme.Warned)
	} else {
		p.label.SetTone(theme.Quiet)
	}
	p.Refresh()
}

// want is the width at which nothing is cut.
func (p *part) want() float32 {
	w := 2 * theme.Gap8
	if p.name != "" {
		w += partIcon
	}
	if p.label.Text() != "" {
		_, t := p.label.Widths()
		w += t
		if p.name != "" {
			w += 5
		}
	}
	return w
}

// Tip is what the tooltip says.
func (p *part) Tip() string { return p.tip }

// Tapped does what the part is for.
func (p *part) Tapped(*fyne.PointEvent) {
	kit.HideTip()
	p.tap()
}

// MouseIn implements desktop.Hoverable.
func (p *part) MouseIn(e *desktop.MouseEvent) {
	p.hovered = true
	p.Refresh()
	p.MouseMoved(e)
}

// MouseMoved implements desktop.Hoverable.
func (p *part) MouseMoved(e *desktop.MouseEvent) {
	tip := p.Tip()
	if tip == "" && p.Size().Width < p.want() {
		tip = p.label.Text()
	}
	kit.AskTip(p, tip, e.AbsolutePosition)
}

// MouseOut implements desktop.Hoverable.
func (p *part) MouseOut() {
	p.hovered = false
	kit.HideTip()
	p.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *part) CreateRenderer() fyne.WidgetRenderer {
	d := &partDrawing{p: p, objs: []fyne.CanvasObject{p.plate, p.icon, p.label}}
	d.paint()
	return d
}

type partDrawing struct {
	p    *part
	objs []fyne.CanvasObject
}

func (d *partDrawing) Destroy()                     {}
func (d *partDrawing) Objects() []fyne.CanvasObject { return d.objs }
func (d *partDrawing) MinSize() fyne.Size           { return fyne.NewSize(d.p.want(), partHeight) }

// Refresh implements fyne.WidgetRenderer.
func (d *partDrawing) Refresh() {
	d.paint()
	d.Layout(d.p.Size())
	canvas.Refresh(d.p)
}

func (d *partDrawing) paint() {
	d.p.plate.FillColor = color.Color(color.Transparent)
	if d.p.hovered {
		d.p.plate.FillColor = theme.Color(theme.NeutralSoft)
	}
	d.p.icon.Hidden = d.p.name == ""
	if d.p.name != "" {
		d.p.icon.Set(d.p.name, d.p.tone.Ink())
	}
}

// Layout implements fyne.WidgetRenderer.
func (d *partDrawing) Layout(size fyne.Size) {
	p := d.p
	put(p.plate, box{0, 0, size.Width, size.Height})
	x := theme.Gap8
	if p.name != "" {
		put(p.icon, box{x, (size.Height - partIcon) / 2, partIcon, partIcon})
		x += partIcon + 5
	}
	put(p.label, box{x, (size.Height - theme.SmallLine) / 2, max(size.Width-x-theme.Gap4, 0), theme.SmallLine})
}

// actionOf is an action that is only in one menu.
func actionOf(label string, icon theme.IconName, run func()) action.Action {
	return action.Action{ID: "shell." + label, Label: label, Icon: theme.Icon(icon, theme.Text), Run: run}
}
