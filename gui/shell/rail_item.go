package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// railItem is a place of the rail.
type railItem struct {
	widget.BaseWidget
	s       *Shell
	entry   railEntry
	key     action.Key
	plate   *canvas.Rectangle
	mark    *canvas.Rectangle
	icon    *kit.Icon
	label   *kit.Label
	badge   *kit.Badge
	dot     *canvas.Circle // stands for the badge when the rail is folded
	count   Count
	chosen  bool
	focused bool
	hovered bool
}

func newRailItem(s *Shell, e railEntry, key action.Key) *railItem {
	i := &railItem{
		s: s, entry: e, key: key, plate: &canvas.Rectangle{CornerRadius: theme.Radius}, mark: &canvas.Rectangle{CornerRadius: 1},
		icon: kit.NewIcon(e.icon, theme.Muted, theme.IconSize), label: kit.NewLabel(kit.Body, title(e.screen)),
		badge: kit.NewBadge(0, theme.Plain), dot: &canvas.Circle{},
	}
	i.ExtendBaseWidget(i)
	return i
}

func (i *railItem) set(chosen, focused bool) {
	if i.chosen == chosen && i.focused == focused {
		return
	}
	i.chosen, i.focused = chosen, focused
	i.Refresh()
}

// Tapped opens the place.
func (i *railItem) Tapped(*fyne.PointEvent) {
	kit.HideTip()
	i.s.guard(i.entry.screen, func() { i.s.Go(page.Route{Screen: i.entry.screen}) })
}

// MouseIn implements desktop.Hoverable.
func (i *railItem) MouseIn(e *desktop.MouseEvent) {
	i.hovered = true
	i.Refresh()
	i.MouseMoved(e)
}

// MouseMoved implements desktop.Hoverable.
func (i *railItem) MouseMoved(e *desktop.MouseEvent) { kit.AskTip(i, i.tip(), e.AbsolutePosition) }

// MouseOut implements desktop.Hoverable.
func (i *railItem) MouseOut() {
	i.hovered = false
	kit.HideTip()
	i.Refresh()
}

// tip names the place when the rail is folded, and its key.
func (i *railItem) tip() string {
	if i.key.Zero() {
		return title(i.entry.screen)
	}
	return text.T("shell.tip.key", title(i.entry.screen), i.key.String())
}

// CreateRenderer implements fyne.Widget.
func (i *railItem) CreateRenderer() fyne.WidgetRenderer {
	d := &itemDrawing{i: i, objs: []fyne.CanvasObject{i.plate, i.mark, i.icon, i.label, i.badge, i.dot}}
	d.paint()
	return d
}

type itemDrawing struct {
	i    *railItem
	objs []fyne.CanvasObject
}

func (d *itemDrawing) Destroy()                     {}
func (d *itemDrawing) Objects() []fyne.CanvasObject { return d.objs }
func (d *itemDrawing) MinSize() fyne.Size           { return fyne.NewSize(0, theme.RailItemHeight) }

// Refresh implements fyne.WidgetRenderer.
func (d *itemDrawing) Refresh() {
	d.paint()
	d.Layout(d.i.Size())
	canvas.Refresh(d.i)
}

func (d *itemDrawing) paint() {
	i := d.i
	fill := color.Color(color.Transparent)
	switch {
	case i.chosen:
		fill = theme.Color(theme.AccentSoft)
	case i.hovered:
		fill = theme.Color(theme.Hover)
	}
	i.plate.FillColor, i.plate.StrokeColor, i.plate.StrokeWidth = fill, color.Transparent, 0
	if i.focused {
		i.plate.StrokeColor, i.plate.StrokeWidth = theme.Color(theme.Accent), theme.FocusWidth
	}
	i.mark.FillColor = theme.Color(theme.Accent)
	i.mark.Hidden = !i.chosen
	if i.chosen {
		i.icon.Set(i.entry.icon, theme.Accent)
		i.label.SetStyle(kit.Strong)
	} else {
		i.icon.Set(i.entry.icon, theme.Muted)
		i.label.SetStyle(kit.Body)
	}
	i.dot.FillColor = theme.Color(theme.Muted)
	if i.count.Tone != theme.Plain {
		i.dot.FillColor = theme.Color(i.count.Tone.Ink())
	}
}

// Layout implements fyne.WidgetRenderer.
func (d *itemDrawing) Layout(size fyne.Size) {
	i := d.i
	folded := size.Width < theme.RailWidth/2
	put(i.plate, box{0, 0, size.Width, size.Height})
	put(i.mark, box{0, (size.Height - 16) / 2, theme.MarkWidth, 16})
	put(i.icon, box{theme.Gap8, (size.Height - theme.IconSize) / 2, theme.IconSize, theme.IconSize})
	i.dot.Hidden = !folded || i.count.N == 0
	put(i.dot, box{size.Width - 10, 4, 6, 6})
	i.label.Hidden, i.badge.Hidden = folded, folded || i.count.N == 0
	badge := float32(0)
	if i.count.N > 0 {
		badge = i.badge.MinSize().Width
	}
	const start = theme.Gap8 + theme.IconSize + theme.Gap8
	put(i.badge, box{size.Width - badge - theme.Gap8, 0, badge, size.Height})
	put(i.label, box{start, (size.Height - theme.TextLine) / 2, size.Width - start - badge - theme.Gap12, theme.TextLine})
}

// railField looks like a field and opens finding.
type railField struct {
	widget.BaseWidget
	s       *Shell
	plate   *canvas.Rectangle
	icon    *kit.Icon
	label   *kit.Label
	key     *kit.KeyBox
	hovered bool
}

func newRailField(s *Shell) *railField {
	f := &railField{
		s: s, plate: &canvas.Rectangle{CornerRadius: theme.Radius}, icon: kit.NewIcon(theme.IconSearch, theme.Muted, theme.ButtonIconSize),
		label: kit.NewLabel(kit.Muted, text.T("shell.find")), key: kit.NewKeyBox(action.Ctrl(fyne.KeyK).String()),
	}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped opens finding.
func (f *railField) Tapped(*fyne.PointEvent) {
	kit.HideTip()
	f.s.Find()
}

// MouseIn implements desktop.Hoverable.
func (f *railField) MouseIn(*desktop.MouseEvent) { f.hover(true) }

// MouseMoved implements desktop.Hoverable.
func (f *railField) MouseMoved(e *desktop.MouseEvent) {
	kit.AskTip(f, text.T("shell.find.tip"), e.AbsolutePosition)
}

// MouseOut implements desktop.Hoverable.
func (f *railField) MouseOut() {
	kit.HideTip()
	f.hover(false)
}

func (f *railField) hover(on bool) {
	f.hovered = on
	f.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (f *railField) CreateRenderer() fyne.WidgetRenderer {
	d := &fieldDrawing{f: f, objs: []fyne.CanvasObject{f.plate, f.icon, f.label, f.key}}
	d.paint()
	return d
}

type fieldDrawing struct {
	f    *railField
	objs []fyne.CanvasObject
}

func (d *fieldDrawing) Destroy()                     {}
func (d *fieldDrawing) Objects() []fyne.CanvasObject { return d.objs }
func (d *fieldDrawing) MinSize() fyne.Size           { return fyne.NewSize(0, theme.ControlHeight) }

// Refresh implements fyne.WidgetRenderer.
func (d *fieldDrawing) Refresh() {
	d.paint()
	d.Layout(d.f.Size())
	canvas.Refresh(d.f)
}

func (d *fieldDrawing) paint() {
	fill := theme.Surface
	if d.f.hovered {
		fill = theme.Hover
	}
	d.f.plate.FillColor, d.f.plate.StrokeColor, d.f.plate.StrokeWidth = theme.Color(fill), theme.Color(theme.LineStrong), theme.LineWidth
}

// Layout implements fyne.WidgetRenderer.
func (d *fieldDrawing) Layout(size fyne.Size) {
	f := d.f
	folded := size.Width < theme.RailWidth/2
	put(f.plate, box{0, 0, size.Width, size.Height})
	put(f.icon, box{9, (size.Height - theme.ButtonIconSize) / 2, theme.ButtonIconSize, theme.ButtonIconSize})
	f.label.Hidden, f.key.Hidden = folded, folded
	key := f.key.MinSize()
	put(f.key, box{size.Width - key.Width - theme.Gap8, (size.Height - key.Height) / 2, key.Width, key.Height})
	put(f.label, box{30, (size.Height - theme.TextLine) / 2, size.Width - 30 - key.Width - theme.Gap12, theme.TextLine})
}
