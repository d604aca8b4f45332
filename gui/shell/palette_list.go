package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	lineHeight    float32 = 30
	groupHeight   float32 = 26
	noteShare     float32 = 0.45
	emptyTop      float32 = 40
	paletteBorder         = theme.Gap8
	iconRoom              = theme.Gap16 + theme.IconSize + theme.Gap8
)

// paletteList is lines under captions, with one chosen.
type paletteList struct {
	widget.BaseWidget
	chose   func(choice)
	clicked func(choice) // a click on a line; nil is chose
	rows    []*paletteRow
	at      int
	body    *fyne.Container
	view    *container.Scroll
	empty   *kit.Label
	moved   bool // by the person: the choice stays when more is found
	lazy    bool // nothing is chosen until the person moves
	deaf    bool // to the pointer: a click changed the lines, and a second one belongs to it
}

func newPaletteList(chose func(choice)) *paletteList {
	l := &paletteList{chose: chose, body: container.New(paletteColumn{}), empty: kit.NewLabel(kit.Muted, "")}
	l.view = container.NewVScroll(l.body)
	l.empty.Align(fyne.TextAlignCenter)
	l.ExtendBaseWidget(l)
	return l
}

// reset forgets that the person moved: what was typed changed.
func (l *paletteList) reset() { l.moved = false }

// set shows lines. The chosen one stays chosen if the person moved to it.
func (l *paletteList) set(groups []choices, empty string) {
	kept := ""
	if l.moved && l.at < len(l.rows) {
		kept = l.rows[l.at].c.id
	}
	l.rows, l.at = nil, 0
	objs := []fyne.CanvasObject{}
	for _, g := range groups {
		if g.caption != "" {
			objs = append(objs, kit.Inset(kit.NewLabel(kit.Tiny, g.caption), 6, theme.Gap16))
		}
		for _, c := range g.lines {
			if kept != "" && c.id == kept {
				l.at = len(l.rows)
			}
			r := newPaletteRow(l, len(l.rows), c)
			l.rows = append(l.rows, r)
			objs = append(objs, r)
		}
	}
	l.body.Objects = objs
	l.empty.SetText(empty)
	l.empty.Hidden = len(l.rows) > 0
	if len(l.rows) > 0 {
		l.rows[l.at].chosen = l.moved || !l.lazy
	}
	l.body.Refresh()
	l.Refresh()
	l.reveal()
}

func (l *paletteList) move(by int) {
	if len(l.rows) == 0 {
		return
	}
	if l.lazy && !l.moved {
		by = 0 // the first move chooses the first line
	}
	l.moved = true
	l.pick((l.at + by + len(l.rows)) % len(l.rows))
	l.reveal()
}

func (l *paletteList) pick(i int) {
	if i >= len(l.rows) {
		return
	}
	l.rows[l.at].choose(false)
	l.at = i
	l.rows[i].choose(true)
}

func (l *paletteList) choose() {
	if l.at < len(l.rows) && (l.moved || !l.lazy) {
		l.chose(l.rows[l.at].c)
	}
}

// reveal scrolls to the chosen line, the caption above the first one too.
func (l *paletteList) reveal() {
	if l.at >= len(l.rows) {
		return
	}
	r := l.rows[l.at]
	top, bottom := r.Position().Y, r.Position().Y+r.Size().Height
	if l.at == 0 {
		top = 0
	}
	at := l.view.Offset.Y
	switch {
	case top < at:
		at = top
	case bottom > at+l.view.Size().Height:
		at = bottom - l.view.Size().Height
	default:
		return
	}
	l.view.ScrollToOffset(fyne.NewPos(0, at))
}

// CreateRenderer implements fyne.Widget.
func (l *paletteList) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(l.view, container.New(layout.NewCustomPaddedLayout(emptyTop, 0, theme.Gap16, theme.Gap16), container.NewVBox(l.empty))))
}

// paletteColumn puts captions and lines below each other.
type paletteColumn struct{}

func heightOf(o fyne.CanvasObject) float32 {
	if _, ok := o.(*paletteRow); ok {
		return lineHeight
	}
	return groupHeight
}

// MinSize implements fyne.Layout.
func (paletteColumn) MinSize(objs []fyne.CanvasObject) fyne.Size {
	h := paletteBorder
	for _, o := range objs {
		h += heightOf(o)
	}
	return fyne.NewSize(0, h)
}

// Layout implements fyne.Layout.
func (paletteColumn) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objs {
		put(o, box{0, y, size.Width, heightOf(o)})
		y += heightOf(o)
	}
}

// paletteRow is one line.
type paletteRow struct {
	widget.BaseWidget
	l       *paletteList
	n       int
	c       choice
	plate   *canvas.Rectangle
	mark    *canvas.Rectangle
	icon    *widget.Icon
	title   *kit.Label
	note    *kit.Label
	key     *kit.KeyBox
	chosen  bool
	hovered bool
}

func newPaletteRow(l *paletteList, n int, c choice) *paletteRow {
	r := &paletteRow{
		l: l, n: n, c: c, plate: &canvas.Rectangle{CornerRadius: theme.Radius}, mark: &canvas.Rectangle{CornerRadius: 1},
		icon: widget.NewIcon(c.icon), title: kit.NewLabel(kit.Body, c.title), note: kit.NewLabel(kit.Caption, c.note), key: kit.NewKeyBox(c.key),
	}
	if c.off != "" {
		r.title.SetTone(theme.Quiet)
		r.note.SetText(c.off)
	}
	r.note.Align(fyne.TextAlignTrailing)
	r.key.Hidden = c.key == ""
	r.ExtendBaseWidget(r)
	return r
}

func (r *paletteRow) choose(on bool) {
	if r.chosen != on {
		r.chosen = on
		r.Refresh()
	}
}

// Tapped runs the line, or ticks it.
func (r *paletteRow) Tapped(e *fyne.PointEvent) {
	if r.l.deaf {
		return
	}
	if r.c.tick != nil && e.Position.X < iconRoom {
		r.c.tick()
		return
	}
	if r.l.clicked == nil {
		r.l.chose(r.c)
		return
	}
	r.l.moved = true
	r.l.pick(r.n)
	r.l.clicked(r.c)
}

// MouseIn implements desktop.Hoverable.
func (r *paletteRow) MouseIn(*desktop.MouseEvent) { r.hover(r.l.clicked != nil) }

// MouseMoved chooses the line under the pointer, once the pointer moves; where a
// click chooses, it only shows which line that would be.
func (r *paletteRow) MouseMoved(*desktop.MouseEvent) {
	if r.l.clicked != nil {
		r.hover(true)
		return
	}
	r.l.moved = true
	if r.l.at != r.n || !r.chosen {
		r.l.pick(r.n)
	}
}

// MouseOut implements desktop.Hoverable.
func (r *paletteRow) MouseOut() { r.hover(false) }

func (r *paletteRow) hover(on bool) {
	if r.hovered != on {
		r.hovered = on
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *paletteRow) CreateRenderer() fyne.WidgetRenderer {
	d := &rowDrawing{r: r, objs: []fyne.CanvasObject{r.plate, r.mark, r.icon, r.title, r.note, r.key}}
	d.paint()
	return d
}

type rowDrawing struct {
	r    *paletteRow
	objs []fyne.CanvasObject
}

func (d *rowDrawing) Destroy()                     {}
func (d *rowDrawing) Objects() []fyne.CanvasObject { return d.objs }
func (d *rowDrawing) MinSize() fyne.Size           { return fyne.NewSize(0, lineHeight) }

// Refresh implements fyne.WidgetRenderer.
func (d *rowDrawing) Refresh() {
	d.paint()
	canvas.Refresh(d.r)
}

func (d *rowDrawing) paint() {
	d.r.plate.FillColor = color.Color(color.Transparent)
	if d.r.hovered {
		d.r.plate.FillColor = theme.Color(theme.Hover)
	}
	if d.r.chosen {
		d.r.plate.FillColor = theme.Color(theme.AccentSoft)
	}
	d.r.mark.FillColor = theme.Color(theme.Accent)
	d.r.mark.Hidden = !d.r.chosen
}

// Layout implements fyne.WidgetRenderer.
func (d *rowDrawing) Layout(size fyne.Size) {
	r := d.r
	put(r.plate, box{theme.Gap8, 0, size.Width - 2*theme.Gap8, size.Height})
	put(r.mark, box{theme.Gap8, (size.Height - 16) / 2, theme.MarkWidth, 16})
	put(r.icon, box{theme.Gap16, (size.Height - theme.IconSize) / 2, theme.IconSize, theme.IconSize})
	right := size.Width - theme.Gap16
	if !r.key.Hidden {
		k := r.key.MinSize()
		put(r.key, box{right - k.Width, (size.Height - k.Height) / 2, k.Width, k.Height})
		right -= k.Width + theme.Gap8
	}
	left := iconRoom
	_, want := r.note.Widths()
	note := min(want, (right-left)*noteShare)
	put(r.note, box{right - note, (size.Height - theme.SmallLine) / 2, note, theme.SmallLine})
	put(r.title, box{left, (size.Height - theme.TextLine) / 2, right - left - note - theme.Gap8, theme.TextLine})
}
