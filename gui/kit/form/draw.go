package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
)

// drawn is a widget painted from a few canvas objects.
type drawn interface {
	fyne.Widget
	objects() []fyne.CanvasObject
	place(fyne.Size)
	least() fyne.Size
	paint()
}

// drawing is the renderer of every drawn widget.
type drawing struct{ w drawn }

func render(w drawn) fyne.WidgetRenderer {
	w.paint()
	return drawing{w}
}

// Destroy implements fyne.WidgetRenderer.
func (d drawing) Destroy() {}

// Layout implements fyne.WidgetRenderer.
func (d drawing) Layout(s fyne.Size) { d.w.place(s) }

// MinSize implements fyne.WidgetRenderer.
func (d drawing) MinSize() fyne.Size { return d.w.least() }

// Objects implements fyne.WidgetRenderer.
func (d drawing) Objects() []fyne.CanvasObject { return d.w.objects() }

// Refresh implements fyne.WidgetRenderer.
func (d drawing) Refresh() {
	d.w.paint()
	d.w.place(d.w.Size())
	canvas.Refresh(d.w)
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Resize(fyne.NewSize(w, h))
	o.Move(fyne.NewPos(x, y))
}

// putText moves a text into a box, in the middle of its height.
func putText(t *canvas.Text, x, y, h float32) {
	m := t.MinSize()
	put(t, x, y+float32(int((h-m.Height)/2+0.5)), m.Width, m.Height)
}

func newText(s string, size float32, bold bool) *canvas.Text {
	t := canvas.NewText(s, theme.Color(theme.Text))
	t.TextSize, t.TextStyle.Bold = size, bold
	return t
}

func newIcon(n theme.IconName, c fyne.ThemeColorName) *canvas.Image {
	i := canvas.NewImageFromResource(theme.Icon(n, c))
	i.FillMode = canvas.ImageFillContain
	return i
}

func setIcon(i *canvas.Image, n theme.IconName, c fyne.ThemeColorName) {
	i.Resource = theme.Icon(n, c)
	i.Refresh()
}

// slab is an area with an edge. The edge is an area behind a smaller one, not a
// stroke: a stroke of 1 would be drawn as two faint lines.
type slab struct {
	outer, inner *canvas.Rectangle
	radius       float32
	width        float32
}

func newSlab() *slab { return &slab{&canvas.Rectangle{}, &canvas.Rectangle{}, theme.Radius, 0} }

// paint colours the slab; without a width it has no edge.
func (s *slab) paint(fill, edge fyne.ThemeColorName, width float32) {
	if width == 0 {
		edge = fill
	}
	s.width = width
	s.outer.FillColor, s.inner.FillColor = theme.Color(edge), theme.Color(fill)
	s.outer.CornerRadius, s.inner.CornerRadius = s.radius, max(s.radius-width, 0)
}

// field colours the slab as that of a field: strong at rest, accent with the
// focus, bad with an error.
func (s *slab) field(fill fyne.ThemeColorName, active, wrong bool) {
	edge, width := theme.LineStrong, theme.LineWidth
	if active {
		edge, width = theme.Accent, theme.FocusWidth
	}
	if wrong {
		edge = theme.Bad
	}
	s.paint(fill, edge, width)
}

// put moves the slab, once it is painted.
func (s *slab) put(x, y, w, h float32) {
	put(s.outer, x, y, w, h)
	put(s.inner, x+s.width, y+s.width, max(w-2*s.width, 0), max(h-2*s.width, 0))
}

func (s *slab) hide(hidden bool) { s.outer.Hidden, s.inner.Hidden = hidden, hidden }
