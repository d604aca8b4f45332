package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// Chip is a filter: one that shows what is set and can be taken back ("State:
// open" with an x), or one of a few choices with a count ("All 14").
type Chip struct {
	control
	label, count string
	active       bool
	box          slab
	text         *canvas.Text
	number       *canvas.Text
	cross        *chipCross
}

// FilterChip shows a filter and its value. open lets the value be chosen; drop
// takes the filter back, by the x, Delete or Backspace; nil for a filter that
// cannot be taken back.
func FilterChip(label, value string, open, drop func()) *Chip {
	c := newChip(open)
	if drop != nil {
		c.cross = newChipCross(drop)
	}
	c.keys = c.clearKey
	c.SetValue(label, value, false)
	return c
}

// ChoiceChip is one of several choices, with the number of things behind it.
func ChoiceChip(label, count string, choose func()) *Chip {
	c := newChip(choose)
	c.label, c.count = label, count
	return c
}

func newChip(press func()) *Chip {
	c := &Chip{box: newSlab(), text: newText(), number: newText()}
	c.press = press
	c.tip = func() string {
		if c.text.Text != c.label {
			return c.label
		}
		return ""
	}
	c.extend(c)
	return c
}

// SetValue changes what a filter is set to; active ones stand out and have an x.
func (c *Chip) SetValue(label, value string, active bool) {
	c.label, c.active = text.T("kit.filter", label, value), active
	c.Refresh()
}

// SetCount changes the number of a choice.
func (c *Chip) SetCount(count string) { c.count = count; c.Refresh() }

// SetActive marks the chip as set or chosen.
func (c *Chip) SetActive(active bool) { c.active = active; c.Refresh() }

// Active tells whether the chip is set or chosen.
func (c *Chip) Active() bool { return c.active }

func (c *Chip) clearKey(k *fyne.KeyEvent) bool {
	if c.cross != nil && c.active && (k.Name == fyne.KeyDelete || k.Name == fyne.KeyBackspace) {
		c.cross.clear()
		return true
	}
	return false
}

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer { return render(c) }

func (c *Chip) objects() []fyne.CanvasObject {
	l := objs(c.box, c.text, c.number)
	if c.cross != nil {
		l = append(l, c.cross)
	}
	return l
}

func (c *Chip) ink() ink { return ink{theme.SmallSize, false, theme.Text} }

func (c *Chip) numberInk() ink {
	k := c.ink()
	k.bold = c.active
	return k
}

func (c *Chip) paint() {
	fill, edge := theme.Surface, theme.LineStrong
	if c.active {
		fill, edge = theme.AccentSoft, theme.Accent
	} else if c.live() {
		fill = theme.Hover
	}
	w := theme.LineWidth
	if c.focused {
		edge, w = theme.Accent, theme.FocusWidth
	}
	c.box.set(fill, edge, w)
	c.numberInk().set(c.number, c.count)
	if c.cross != nil {
		if c.active {
			c.cross.Show()
			c.cross.Refresh()
		} else {
			c.cross.Hide()
		}
	}
}

const (
	chipEdge  float32 = 9
	crossSize float32 = 10
)

// rest is the width beside the label.
func (c *Chip) rest() float32 {
	w := 2 * chipEdge
	if c.count != "" {
		w += c.numberInk().width(c.count) + theme.Gap4
	}
	if c.cross != nil && c.active {
		w += theme.Gap8 + crossSize
	}
	return w
}

// Widths implements Elastic.
func (c *Chip) Widths() (least, want float32) {
	l := c.ink().width(c.label)
	return min(l, leastText+24) + c.rest(), l + c.rest()
}

// HeightFor implements Elastic.
func (c *Chip) HeightFor(float32) float32 { return theme.ChipHeight }

func (c *Chip) least() fyne.Size {
	_, w := c.Widths()
	return fyne.NewSize(w, theme.ChipHeight)
}

func (c *Chip) place(s fyne.Size) {
	y := round((s.Height - theme.ChipHeight) / 2)
	c.box.put(0, y, s.Width, theme.ChipHeight)
	k := c.ink()
	room := s.Width - c.rest()
	k.set(c.text, k.fit(c.label, room))
	w := k.width(c.text.Text)
	putText(c.text, chipEdge, y, w, theme.ChipHeight)
	putText(c.number, chipEdge+w+theme.Gap4, y, c.numberInk().width(c.count), theme.ChipHeight)
	if c.cross != nil {
		// The whole end of the chip is the x, so that it is easily hit.
		end := crossSize + 2*theme.Gap8
		put(c.cross, s.Width-end, y, end, theme.ChipHeight)
	}
}

// chipCross takes a filter back.
type chipCross struct {
	control
	clear func()
	image *canvas.Image
}

func newChipCross(drop func()) *chipCross {
	x := &chipCross{clear: drop, image: newIcon()}
	x.press = drop
	x.tip = func() string { return text.T("kit.filter.clear") }
	x.extend(x)
	return x
}

// Disabled keeps the x out of the Tab order: Delete on the chip does the same.
func (x *chipCross) Disabled() bool { return true }

// CreateRenderer implements fyne.Widget.
func (x *chipCross) CreateRenderer() fyne.WidgetRenderer { return render(x) }

func (x *chipCross) objects() []fyne.CanvasObject { return []fyne.CanvasObject{x.image} }
func (x *chipCross) least() fyne.Size             { return fyne.NewSize(crossSize, crossSize) }
func (x *chipCross) place(s fyne.Size) {
	put(x.image, theme.Gap8-1, (s.Height-crossSize)/2, crossSize, crossSize)
}

func (x *chipCross) paint() {
	c := theme.Muted
	if x.hovered {
		c = theme.Accent
	}
	setIcon(x.image, theme.IconClose, c)
}
