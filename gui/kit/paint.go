package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
)

// drawn is a widget that is painted from a few canvas objects.
type drawn interface {
	fyne.Widget
	objects() []fyne.CanvasObject
	place(fyne.Size)  // puts the objects into the size
	least() fyne.Size // smallest size
	paint()           // takes texts and colours over into the objects
}

// drawing is the renderer of every drawn widget.
type drawing struct{ w drawn }

func render(w drawn) fyne.WidgetRenderer {
	w.paint()
	return drawing{w}
}

func (d drawing) Destroy()                     {}
func (d drawing) Layout(s fyne.Size)           { d.w.place(s) }
func (d drawing) MinSize() fyne.Size           { return d.w.least() }
func (d drawing) Objects() []fyne.CanvasObject { return d.w.objects() }
func (d drawing) Refresh() {
	d.w.paint()
	d.w.place(d.w.Size())
	canvas.Refresh(d.w)
}

// ink is how a text is written.
type ink struct {
	size  float32
	bold  bool
	color fyne.ThemeColorName
}

func (k ink) style() fyne.TextStyle { return fyne.TextStyle{Bold: k.bold} }

// in is the same ink in another colour.
func (k ink) in(c fyne.ThemeColorName) ink { k.color = c; return k }

// width is the room a text takes, in whole pixels.
func (k ink) width(text string) float32 {
	if text == "" {
		return 0
	}
	return ceil(fyne.MeasureText(text, k.size, k.style()).Width)
}

// line is the height of a line.
func (k ink) line() float32 {
	switch k.size {
	case theme.TextSize:
		return theme.TextLine
	case theme.SmallSize:
		return theme.SmallLine
	case theme.TinySize:
		return theme.TinyLine
	}
	return ceil(k.size * 1.36)
}

// fit is the text cut with an ellipsis to a width.
func (k ink) fit(text string, width float32) string {
	if k.width(text) <= width {
		return text
	}
	runes := []rune(text)
	lo, hi := 0, len(runes)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if k.width(trimEnd(runes[:mid])+ellipsis) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 {
		return ""
	}
	return trimEnd(runes[:lo]) + ellipsis
}

const ellipsis = "…"

func trimEnd(r []rune) string {
	for len(r) > 0 && (r[len(r)-1] == ' ' || r[len(r)-1] == ',') {
		r = r[:len(r)-1]
	}
	return string(r)
}

// set writes a text.
func (k ink) set(t *canvas.Text, text string) {
	t.Text, t.TextSize, t.TextStyle, t.Color = text, k.size, k.style(), theme.Color(k.color)
}

func newText() *canvas.Text { return &canvas.Text{} }

// putText moves a text into a box, in the middle of its height; a half pixel
// goes up, where capitals stand.
func putText(t *canvas.Text, x, y, w, h float32) {
	th := t.MinSize().Height
	t.Resize(fyne.NewSize(w, th))
	t.Move(fyne.NewPos(x, y+float32(math.Floor(float64((h-th)/2)+0.4))))
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Resize(fyne.NewSize(w, h))
	o.Move(fyne.NewPos(x, y))
}

func ceil(f float32) float32  { return float32(math.Ceil(float64(f))) }
func round(f float32) float32 { return float32(math.Round(float64(f))) }

// newIcon is a picture of an icon, to be filled by setIcon.
func newIcon() *canvas.Image {
	return &canvas.Image{FillMode: canvas.ImageFillContain}
}

func setIcon(i *canvas.Image, n theme.IconName, c fyne.ThemeColorName) {
	if n == "" {
		i.Hide()
		return
	}
	i.Show()
	setPicture(i, theme.Icon(n, c))
}

func setPicture(i *canvas.Image, r fyne.Resource) {
	if i.Resource != nil && i.Resource.Name() == r.Name() {
		return
	}
	i.Resource = r
	i.Refresh()
}

// objs lists slabs, texts and pictures as canvas objects, the lowest first.
func objs(parts ...any) []fyne.CanvasObject {
	l := make([]fyne.CanvasObject, 0, len(parts)+4)
	for _, p := range parts {
		switch p := p.(type) {
		case slab:
			l = append(l, p.outer, p.inner, p.face.raster)
		case keyMark:
			l = append(l, p.box.outer, p.box.inner, p.box.face.raster, p.label)
		case badgeMark:
			l = append(l, p.box.outer, p.box.face.raster, p.label)
		case fyne.CanvasObject:
			l = append(l, p)
		}
	}
	return l
}

// tint colours an area without edge.
func tint(r *canvas.Rectangle, c fyne.ThemeColorName) { r.FillColor = theme.Color(c) }

// rule is a thin line, horizontal or vertical by the box it is put into.
func rule() *canvas.Rectangle { return &canvas.Rectangle{FillColor: theme.Color(theme.Line)} }
