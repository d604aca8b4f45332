package preview

import (
	"image"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// zoom is how large a page is drawn: in parts of a hundred of its real size, or
// by the room there is.
type zoom int

const (
	wholePage zoom = 0
	wholeLine zoom = -1 // the width of the room
)

// steps are the sizes that the keys + and − go through.
var steps = []zoom{50, 67, 80, 100, 125, 150, 200}

// dots are the units of the toolkit in a millimetre, 96 in an inch.
const dots = 96 / 25.4

// sheet shows one page of a document, white in light and dark, on a desk that
// scrolls. The picture of the page is asked for in the pixels of the screen.
type sheet struct {
	widget.BaseWidget
	scroll *container.Scroll
	desk   *fyne.Container
	edge   *canvas.Rectangle
	blank  *canvas.Rectangle // white, until the picture is there
	page   *canvas.Image

	mm      fyne.Size // of the page
	zoom    zoom
	pixels  int // the width of the picture that was asked for
	focused bool

	draw func(pixels int) // asks for the picture
	keys func(*fyne.KeyEvent) bool
	size func(step int) // larger or smaller
	fits func()         // the page has its size
}

func newSheet() *sheet {
	s := &sheet{zoom: 100, edge: &canvas.Rectangle{}, blank: &canvas.Rectangle{FillColor: image.White.C}, page: &canvas.Image{FillMode: canvas.ImageFillStretch}}
	s.desk = container.New(desk{s}, s.edge, s.blank, s.page)
	s.scroll = container.NewScroll(s.desk)
	s.ExtendBaseWidget(s)
	return s
}

// SetPage tells of another page; its picture is asked for.
func (s *sheet) SetPage(mm fyne.Size) {
	s.mm, s.pixels = mm, 0
	s.scroll.ScrollToOffset(fyne.Position{})
	s.fit()
}

// SetPicture shows what was asked for.
func (s *sheet) SetPicture(img image.Image) {
	s.page.Image = img
	s.page.Refresh()
}

// SetZoom changes the size of the page.
func (s *sheet) SetZoom(z zoom) {
	s.zoom = z
	s.fit()
}

// percent is the size of the page in parts of a hundred of its real size.
func (s *sheet) percent() int {
	if s.mm.Width == 0 {
		return 100
	}
	return int(math.Round(float64(s.paper().Width / s.mm.Width / dots * 100)))
}

// stepped is the next size larger or smaller than that of the page now.
func (s *sheet) stepped(by int) zoom {
	now := zoom(s.percent())
	if by > 0 {
		if i := slices.IndexFunc(steps, func(z zoom) bool { return z > now }); i >= 0 {
			return steps[i]
		}
		return steps[len(steps)-1]
	}
	for _, z := range slices.Backward(steps) {
		if z < now {
			return z
		}
	}
	return steps[0]
}

// paper is the size of the page as it is drawn.
func (s *sheet) paper() fyne.Size {
	if s.mm.Width == 0 {
		return fyne.Size{}
	}
	room := s.Size().SubtractWidthHeight(2*theme.Gap16, 2*theme.Gap16)
	w := s.mm.Width * dots * float32(s.zoom) / 100
	switch s.zoom {
	case wholeLine:
		w = room.Width
	case wholePage:
		w = min(room.Width, room.Height*s.mm.Width/s.mm.Height)
	}
	w = max(float32(math.Floor(float64(w))), 1)
	return fyne.NewSize(w, float32(math.Round(float64(w*s.mm.Height/s.mm.Width))))
}

// fit lays the page out again and asks for its picture when it has another size.
func (s *sheet) fit() {
	s.desk.Refresh()
	s.scroll.Refresh()
	if s.mm.Width == 0 || s.Size().Width == 0 {
		return
	}
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		scale = c.Scale()
	}
	if n := int(math.Round(float64(s.paper().Width * scale))); n != s.pixels {
		s.pixels = n
		s.draw(n)
	}
	s.fits()
}

// scrolled shows what is below of the page; false when its lower end is seen.
func (s *sheet) scrolled() bool {
	const least = 2
	at, far := s.scroll.Offset, s.desk.MinSize().Height-s.scroll.Size().Height
	if at.Y >= far-least {
		return false
	}
	at.Y = min(at.Y+s.scroll.Size().Height-theme.HeaderHeight, far)
	s.scroll.ScrollToOffset(at)
	return true
}

// desk lays the page out: in the middle of the room when it is smaller.
type desk struct{ *sheet }

// MinSize implements fyne.Layout.
func (d desk) MinSize([]fyne.CanvasObject) fyne.Size {
	return d.paper().AddWidthHeight(2*theme.Gap16, 2*theme.Gap16)
}

// Layout implements fyne.Layout.
func (d desk) Layout(_ []fyne.CanvasObject, room fyne.Size) {
	size, edge := d.paper(), theme.LineWidth
	if d.focused {
		edge = theme.FocusWidth
	}
	at := fyne.NewPos(float32(math.Floor(float64(room.Width-size.Width)/2)), float32(math.Floor(float64(max(room.Height-size.Height, 0))/2)))
	for _, o := range []fyne.CanvasObject{d.blank, d.page} {
		o.Resize(size)
		o.Move(at)
	}
	d.edge.Resize(size.AddWidthHeight(2*edge, 2*edge))
	d.edge.Move(at.SubtractXY(edge, edge))
}

// CreateRenderer implements fyne.Widget.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	d := drawing{s, kit.Ground(theme.Background)}
	d.Refresh()
	return d
}

// drawing is the renderer of a sheet.
type drawing struct {
	s      *sheet
	ground fyne.CanvasObject
}

func (d drawing) Destroy()                     {}
func (d drawing) MinSize() fyne.Size           { return fyne.NewSize(200, 120) }
func (d drawing) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.ground, d.s.scroll} }

func (d drawing) Layout(size fyne.Size) {
	for _, o := range d.Objects() {
		o.Resize(size)
		o.Move(fyne.Position{})
	}
	d.s.fit()
}

func (d drawing) Refresh() {
	d.s.edge.FillColor = theme.Color(theme.LineStrong)
	if d.s.focused {
		d.s.edge.FillColor = theme.Color(theme.Accent)
	}
	d.s.desk.Refresh()
	canvas.Refresh(d.s)
}

// Tapped takes the focus, so that the keys turn the pages.
func (s *sheet) Tapped(*fyne.PointEvent) { kit.Focus(s) }

// FocusGained implements fyne.Focusable.
func (s *sheet) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *sheet) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune makes the page larger and smaller, whatever key has the sign.
func (s *sheet) TypedRune(r rune) {
	switch r {
	case '+', '=':
		s.size(1)
	case '-', '−':
		s.size(-1)
	}
}

// TypedShortcut passes on every key with a modifier.
func (s *sheet) TypedShortcut(k fyne.Shortcut) { kit.PassShortcut(s, k) }

// line is how far an arrow scrolls.
const line float32 = 48

// TypedKey scrolls by the arrows.
func (s *sheet) TypedKey(k *fyne.KeyEvent) {
	by := fyne.Position{}
	switch k.Name {
	case fyne.KeyUp:
		by.Y = -line
	case fyne.KeyDown:
		by.Y = line
	case fyne.KeyLeft:
		by.X = -line
	case fyne.KeyRight:
		by.X = line
	case fyne.KeyPlus, fyne.KeyEqual, fyne.KeyMinus: // typed as signs
		return
	default:
		if !s.keys(k) {
			action.Pass(s, k)
		}
		return
	}
	far := s.desk.Size().Subtract(s.scroll.Size())
	at := s.scroll.Offset.Add(by)
	s.scroll.ScrollToOffset(fyne.NewPos(min(max(at.X, 0), max(far.Width, 0)), min(max(at.Y, 0), max(far.Height, 0))))
}
