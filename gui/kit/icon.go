package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// Icon is a line icon.
type Icon struct {
	widget.BaseWidget
	name  theme.IconName
	color fyne.ThemeColorName
	size  float32
	image *canvas.Image
}

// NewIcon is an icon in a colour, 16 high in text, 14 in buttons, 13 in pills.
func NewIcon(n theme.IconName, c fyne.ThemeColorName, size float32) *Icon {
	i := &Icon{name: n, color: c, size: size, image: newIcon()}
	i.ExtendBaseWidget(i)
	return i
}

// ToneIcon is an icon of 16 in the colour of a tone.
func ToneIcon(n theme.IconName, t theme.Tone) *Icon { return NewIcon(n, t.Ink(), theme.IconSize) }

// Set changes the icon.
func (i *Icon) Set(n theme.IconName, c fyne.ThemeColorName) {
	i.name, i.color = n, c
	i.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer { return render(i) }

func (i *Icon) objects() []fyne.CanvasObject { return []fyne.CanvasObject{i.image} }
func (i *Icon) paint()                       { setIcon(i.image, i.name, i.color) }
func (i *Icon) least() fyne.Size             { return fyne.NewSize(i.size, i.size) }
func (i *Icon) place(s fyne.Size) {
	put(i.image, round((s.Width-i.size)/2), round((s.Height-i.size)/2), i.size, i.size)
}

// IconCircle is an icon in a circle of the tone's soft colour.
type IconCircle struct {
	widget.BaseWidget
	name   theme.IconName
	tone   theme.Tone
	size   float32
	inner  float32
	circle *canvas.Circle
	image  *canvas.Image
}

// NewIconCircle is an icon in a circle; 30 in 64 heads an empty state.
func NewIconCircle(n theme.IconName, t theme.Tone, circle, icon float32) *IconCircle {
	i := &IconCircle{name: n, tone: t, size: circle, inner: icon, circle: &canvas.Circle{}, image: newIcon()}
	i.ExtendBaseWidget(i)
	return i
}

// CreateRenderer implements fyne.Widget.
func (i *IconCircle) CreateRenderer() fyne.WidgetRenderer { return render(i) }

func (i *IconCircle) objects() []fyne.CanvasObject { return []fyne.CanvasObject{i.circle, i.image} }
func (i *IconCircle) least() fyne.Size             { return fyne.NewSize(i.size, i.size) }
func (i *IconCircle) paint() {
	i.circle.FillColor = theme.Color(i.tone.Soft())
	setIcon(i.image, i.name, i.tone.Ink())
}

func (i *IconCircle) place(s fyne.Size) {
	x, y := round((s.Width-i.size)/2), round((s.Height-i.size)/2)
	put(i.circle, x, y, i.size, i.size)
	d := (i.size - i.inner) / 2
	put(i.image, x+d, y+d, i.inner, i.inner)
}

// Bar is a bar filled by a share: progress of a job, a score.
type Bar struct {
	widget.BaseWidget
	tone  theme.Tone
	share float32
	size  fyne.Size
	rest  *canvas.Rectangle
	full  *canvas.Rectangle
}

// NewBar is a bar of a size, 96 by 6 in the status bar. Given more width it
// grows, its height it keeps.
func NewBar(t theme.Tone, width, height float32) *Bar {
	b := &Bar{tone: t, size: fyne.NewSize(width, height), rest: &canvas.Rectangle{}, full: &canvas.Rectangle{}}
	b.ExtendBaseWidget(b)
	return b
}

// SetShare fills the bar, 0 to 1.
func (b *Bar) SetShare(share float32) {
	b.share = min(max(share, 0), 1)
	b.Refresh()
}

// SetTone changes what the bar means.
func (b *Bar) SetTone(t theme.Tone) { b.tone = t; b.Refresh() }

// CreateRenderer implements fyne.Widget.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *Bar) objects() []fyne.CanvasObject { return []fyne.CanvasObject{b.rest, b.full} }
func (b *Bar) least() fyne.Size             { return b.size }
func (b *Bar) paint() {
	b.rest.FillColor, b.full.FillColor = theme.Color(theme.NeutralSoft), theme.Color(b.tone.Ink())
	r := float32(0)
	if b.size.Height <= 6 {
		r = b.size.Height / 2
	}
	b.rest.CornerRadius, b.full.CornerRadius = r, r
}

func (b *Bar) place(s fyne.Size) {
	y := round((s.Height - b.size.Height) / 2)
	put(b.rest, 0, y, s.Width, b.size.Height)
	w := round(s.Width * b.share)
	if b.share > 0 {
		w = max(w, b.size.Height)
	}
	put(b.full, 0, y, w, b.size.Height)
}

// Spinner turns while something is under way.
type Spinner struct {
	widget.BaseWidget
	size  float32
	color fyne.ThemeColorName
	angle float32
	stop  func()
	arc   *canvas.Arc
}

// NewSpinner is a spinner at rest.
func NewSpinner(size float32) *Spinner {
	s := &Spinner{size: size, color: theme.Accent, arc: &canvas.Arc{CutoutRatio: 0.74}}
	s.ExtendBaseWidget(s)
	return s
}

const spinnerStep = 90 * time.Millisecond

// Start lets the spinner turn until Stop, or until no window shows it any more.
func (s *Spinner) Start() {
	if s.stop == nil {
		s.next()
	}
}

// Stop ends turning.
func (s *Spinner) Stop() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

func (s *Spinner) setColor(c fyne.ThemeColorName) {
	if s.color != c {
		s.color = c
		s.Refresh()
	}
}

func (s *Spinner) next() {
	s.stop = runner.After(spinnerStep, func() {
		if !Shows(s) {
			s.stop = nil
			return
		}
		s.angle += 45
		if s.angle >= 360 {
			s.angle -= 360
		}
		s.Refresh()
		s.next()
	})
}

// CreateRenderer implements fyne.Widget.
func (s *Spinner) CreateRenderer() fyne.WidgetRenderer { return render(s) }

func (s *Spinner) objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.arc} }
func (s *Spinner) least() fyne.Size             { return fyne.NewSize(s.size, s.size) }
func (s *Spinner) paint() {
	s.arc.FillColor = theme.Color(s.color)
	s.arc.StartAngle, s.arc.EndAngle = s.angle, s.angle+270
}

func (s *Spinner) place(size fyne.Size) {
	put(s.arc, round((size.Width-s.size)/2), round((size.Height-s.size)/2), s.size, s.size)
}

// KeyBox shows a key in a small box.
type KeyBox struct {
	widget.BaseWidget
	key keyMark
}

// NewKeyBox shows a key as it is printed: "Ctrl F".
func NewKeyBox(key string) *KeyBox {
	k := &KeyBox{key: newKeyMark()}
	k.key.text = key
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *KeyBox) CreateRenderer() fyne.WidgetRenderer { return render(k) }

func (k *KeyBox) objects() []fyne.CanvasObject { return objs(k.key) }
func (k *KeyBox) least() fyne.Size             { return fyne.NewSize(k.key.width(), keyHeight) }
func (k *KeyBox) paint()                       { k.key.paint(theme.Surface, theme.Muted, theme.LineStrong) }
func (k *KeyBox) place(s fyne.Size)            { k.key.place(0, (s.Height-keyHeight)/2) }

// keyMark is the box of a key inside a button or field.
type keyMark struct {
	text  string
	box   slab
	label *canvas.Text
}

const keyHeight float32 = 16

var keyInk = ink{theme.TinySize, false, theme.Muted}

func newKeyMark() keyMark { return keyMark{box: newSlab().round(3), label: newText()} }

func (k *keyMark) width() float32 {
	if k.text == "" {
		return 0
	}
	return keyInk.width(k.text) + 10
}

// paint shows the key on a ground, or on none.
func (k *keyMark) paint(ground, text, edge fyne.ThemeColorName) {
	keyInk.in(text).set(k.label, k.text)
	k.box.set(ground, edge, theme.LineWidth)
	k.box.show(k.text != "")
}

func (k *keyMark) clear() {
	k.box.show(false)
	k.label.Text = ""
}

func (k *keyMark) place(x, y float32) {
	w := k.width()
	k.box.put(x, round(y), w, keyHeight)
	k.label.Alignment = fyne.TextAlignCenter
	putText(k.label, x, round(y), w, keyHeight)
}
