package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/theme"
)

// Option is one thing that can be chosen.
type Option struct {
	ID   string
	Text string
	Icon theme.IconName // "" without
}

// Selector chooses one of a few options: a muted label, the value and a chevron.
// It opens a menu; Up and Down choose without it.
type Selector struct {
	control
	name    string
	options []Option
	chosen  string
	changed func(id string)
	field   bool // drawn as a field: wide, chevron at the right edge
	box     slab
	label   *canvas.Text
	value   *canvas.Text
	chev    *canvas.Image
}

// NewSelector is a selector; changed hears what a person chooses. name may be "".
func NewSelector(name string, options []Option, changed func(id string)) *Selector {
	s := &Selector{name: name, options: options, changed: changed, box: newSlab(), label: newText(), value: newText(), chev: newIcon()}
	if len(options) > 0 {
		s.chosen = options[0].ID
	}
	s.press = s.open
	s.keys = s.move
	s.tip = func() string {
		if s.value.Text != s.text() {
			return s.text()
		}
		return ""
	}
	s.extend(s)
	return s
}

// SelectField is a selector drawn as a field of a form.
func SelectField(options []Option, changed func(id string)) *Selector {
	s := NewSelector("", options, changed)
	s.field = true
	return s
}

// SetOptions changes what can be chosen, and what is.
func (s *Selector) SetOptions(options []Option, chosen string) {
	s.options, s.chosen = options, chosen
	s.Refresh()
}

// SetChosen changes what is chosen, without telling anyone.
func (s *Selector) SetChosen(id string) { s.chosen = id; s.Refresh() }

// Chosen is the ID of what is chosen.
func (s *Selector) Chosen() string { return s.chosen }

// SetOff says why nothing can be chosen now, "" when it can.
func (s *Selector) SetOff(why string) { s.turn(why) }

func (s *Selector) text() string {
	for _, o := range s.options {
		if o.ID == s.chosen {
			return o.Text
		}
	}
	return ""
}

func (s *Selector) choose(id string) {
	if id == s.chosen {
		return
	}
	s.SetChosen(id)
	if s.changed != nil {
		s.changed(id)
	}
}

func (s *Selector) move(k *fyne.KeyEvent) bool {
	step := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[k.Name]
	if step == 0 || s.off != "" {
		return false
	}
	for i, o := range s.options {
		if next := i + step; o.ID == s.chosen && next >= 0 && next < len(s.options) {
			s.choose(s.options[next].ID)
			break
		}
	}
	return true
}

func (s *Selector) open() {
	c := canvasOf(s)
	if c == nil {
		return
	}
	items := make([]MenuItem, len(s.options))
	for i, o := range s.options {
		items[i] = MenuItem{Text: o.Text, Icon: o.Icon, Tick: o.ID == s.chosen, Run: func() { s.choose(o.ID) }}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	ShowMenu(c, MenuOptions{At: at.AddXY(0, s.Size().Height+2), Flip: at.Y - 2, Width: s.Size().Width, Items: items})
}

// CreateRenderer implements fyne.Widget.
func (s *Selector) CreateRenderer() fyne.WidgetRenderer { return render(s) }

func (s *Selector) objects() []fyne.CanvasObject {
	return objs(s.box, s.label, s.value, s.chev)
}

func (s *Selector) inks() (label, value ink) {
	value = inks[Body]
	if s.off != "" {
		value.color = theme.Muted
	}
	return inks[Muted], value
}

func (s *Selector) paint() {
	fill, edge, w := theme.Surface, theme.LineStrong, theme.LineWidth
	if s.live() && !s.field {
		fill = theme.Hover
	}
	if s.off != "" {
		fill, edge = theme.Raised, theme.Line
	}
	if s.focused {
		edge, w = theme.Accent, theme.FocusWidth
	}
	s.box.set(fill, edge, w)
	setIcon(s.chev, theme.IconChevDown, theme.Muted)
}

const chevSize float32 = 12

func (s *Selector) rest() float32 {
	w := 2*chipEdge + theme.Gap8 + chevSize
	if s.name != "" {
		l, _ := s.inks()
		w += l.width(s.name) + theme.Gap8
	}
	return w
}

// Widths implements Elastic. A field wants room for every option.
func (s *Selector) Widths() (least, want float32) {
	_, v := s.inks()
	w := v.width(s.text())
	if s.field {
		for _, o := range s.options {
			w = max(w, v.width(o.Text))
		}
	}
	return min(w, leastText) + s.rest(), w + s.rest()
}

// HeightFor implements Elastic.
func (s *Selector) HeightFor(float32) float32 { return theme.ControlHeight }

func (s *Selector) least() fyne.Size {
	_, w := s.Widths()
	return fyne.NewSize(w, theme.ControlHeight)
}

func (s *Selector) place(size fyne.Size) {
	h := theme.ControlHeight
	y := round((size.Height - h) / 2)
	s.box.put(0, y, size.Width, h)
	l, v := s.inks()
	x := chipEdge
	l.set(s.label, s.name)
	if s.name != "" {
		w := l.width(s.name)
		putText(s.label, x, y, w, h)
		x += w + theme.Gap8
	}
	v.set(s.value, v.fit(s.text(), size.Width-s.rest()))
	putText(s.value, x, y, size.Width-s.rest(), h)
	put(s.chev, size.Width-chipEdge-chevSize, y+(h-chevSize)/2, chevSize, chevSize)
}
