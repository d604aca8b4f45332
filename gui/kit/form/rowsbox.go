package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	rowPitch  = theme.ControlHeight + theme.Gap4
	headPitch = theme.SmallLine + theme.Gap4
	linkPitch = theme.Gap4 + 20 // of the link

	crossRoom  float32 = 28 // right of a row
	crossSize  float32 = 12
	crossInset         = crossRoom - crossSize - 2
)

// rowsBox draws a group of rows: column heads, the cells, a cross to take a row
// away, and a link to add one.
type rowsBox struct {
	widget.BaseWidget
	rows    *Rows
	add     *kit.Button
	heads   []*kit.Label
	crosses []*canvas.Image
	drawn   []*Group // the rows the crosses belong to
	under   int      // the row whose cross is under the pointer, -1 none
	off     bool
}

func newRowsBox(r *Rows) *rowsBox {
	b := &rowsBox{rows: r, under: -1}
	b.add = kit.NewButton(kit.Link, r.add, r.Add).WithIcon(theme.IconPlus)
	b.ExtendBaseWidget(b)
	return b
}

func (b *rowsBox) focus() fyne.Focusable {
	for _, g := range b.rows.rows {
		if len(g.slots) > 0 {
			return g.slots[0].ctl.focus()
		}
	}
	return b.add
}

func (b *rowsBox) mark(bool) {}

func (b *rowsBox) lock(why string) {
	b.off = why != ""
	b.add.SetOff(why)
	for _, g := range b.rows.rows {
		for _, c := range g.slots {
			c.ctl.lock(why)
		}
	}
	b.Refresh()
}

// Widths implements kit.Elastic.
func (b *rowsBox) Widths() (least, want float32) { return 200, 400 }

// HeightFor implements kit.Elastic.
func (b *rowsBox) HeightFor(float32) float32 {
	n := float32(len(b.rows.rows))
	if n == 0 {
		return linkPitch
	}
	return headPitch + n*rowPitch + linkPitch - theme.Gap4
}

// CreateRenderer implements fyne.Widget.
func (b *rowsBox) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *rowsBox) objects() (all []fyne.CanvasObject) {
	for _, h := range b.heads {
		all = append(all, h)
	}
	for i, g := range b.drawn {
		for _, c := range g.slots {
			all = append(all, c.frame)
		}
		all = append(all, b.crosses[i])
	}
	return append(all, b.add)
}

func (b *rowsBox) least() fyne.Size { return fyne.NewSize(200, b.HeightFor(0)) }

func (b *rowsBox) paint() {
	if b.heads == nil {
		for _, h := range b.rows.heads {
			name := h.Label
			if h.Unit != "" {
				name += ", " + h.Unit
			}
			b.heads = append(b.heads, kit.NewLabel(kit.Caption, name))
		}
	}
	b.drawn = b.rows.rows
	for i := len(b.crosses); i < len(b.drawn); i++ {
		b.crosses = append(b.crosses, newIcon(theme.IconClose, theme.Muted))
	}
	for i, c := range b.crosses {
		ink := theme.Muted
		if i == b.under {
			ink = theme.Accent
		}
		setIcon(c, theme.IconClose, ink)
		c.Hidden = b.off
	}
	for _, h := range b.heads {
		h.Hidden = len(b.drawn) == 0
	}
}

func (b *rowsBox) place(size fyne.Size) {
	if len(b.drawn) == 0 {
		b.placeAdd(0)
		return
	}
	xs, ws := b.spread(size.Width - crossRoom)
	for i, h := range b.heads {
		put(h, xs[i], 0, ws[i], theme.SmallLine)
	}
	y := headPitch
	for i, g := range b.drawn {
		for j, c := range g.slots {
			put(c.frame, xs[j], y, ws[j], theme.ControlHeight)
		}
		put(b.crosses[i], size.Width-crossRoom+crossInset, y+(theme.ControlHeight-crossSize)/2, crossSize, crossSize)
		y += rowPitch
	}
	b.placeAdd(y)
}

func (b *rowsBox) placeAdd(y float32) {
	m := b.add.MinSize()
	put(b.add, 0, y, m.Width, m.Height)
}

// spread divides the width among the columns by their shares.
func (b *rowsBox) spread(width float32) (xs, ws []float32) {
	shares := 0
	for _, h := range b.rows.heads {
		shares += max(h.Share, 1)
	}
	n := len(b.rows.heads)
	room := width - float32(n-1)*theme.Gap8
	x := float32(0)
	for _, h := range b.rows.heads {
		w := float32(int(room * float32(max(h.Share, 1)) / float32(shares)))
		xs, ws = append(xs, x), append(ws, w)
		x += w + theme.Gap8
	}
	return xs, ws
}

// crossAt is the row whose cross is at a position, -1 for none.
func (b *rowsBox) crossAt(p fyne.Position) int {
	if b.off || p.X < b.Size().Width-crossRoom || p.Y < headPitch {
		return -1
	}
	if i := int((p.Y - headPitch) / rowPitch); i < len(b.drawn) {
		return i
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (b *rowsBox) Tapped(e *fyne.PointEvent) {
	if i := b.crossAt(e.Position); i >= 0 {
		kit.HideTip()
		b.rows.Remove(i)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *rowsBox) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *rowsBox) MouseMoved(e *desktop.MouseEvent) {
	i := b.crossAt(e.Position)
	if i >= 0 {
		kit.AskTip(b, text.T("form.rows.remove", keyRemove), e.AbsolutePosition)
	}
	b.hover(i)
}

// MouseOut implements desktop.Hoverable.
func (b *rowsBox) MouseOut() { b.hover(-1) }

func (b *rowsBox) hover(i int) {
	if i < 0 {
		kit.HideTip()
	}
	if i != b.under {
		b.under = i
		b.Refresh()
	}
}
