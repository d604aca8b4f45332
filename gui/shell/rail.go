package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	captionHeight float32 = 30
	foldedBreak   float32 = 9 // between groups when the rail is folded
)

// rail leads to the screens: a field to find anything, the places by group, and
// how much waits at each.
type rail struct {
	widget.BaseWidget
	s        *Shell
	back     *kit.Area
	edge     *canvas.Rectangle
	field    *railField
	items    []*railItem
	captions map[string]*kit.Label
	breaks   map[string]*canvas.Rectangle
	cursor   int // the item the keyboard is at
	focused  bool
}

func newRail(s *Shell) *rail {
	r := &rail{s: s, back: kit.NewArea(), edge: &canvas.Rectangle{}, captions: map[string]*kit.Label{}, breaks: map[string]*canvas.Rectangle{}}
	r.field = newRailField(s)
	n := 0
	for _, e := range railEntries {
		if !s.offers(e.screen) {
			continue
		}
		key := action.Key{}
		if !e.foot && n < len(digits) {
			key = action.Ctrl(digits[n])
			n++
		}
		r.items = append(r.items, newRailItem(s, e, key))
		if e.group != "" && r.captions[e.group] == nil {
			r.captions[e.group] = kit.NewLabel(kit.Tiny, text.T(e.group))
			r.breaks[e.group] = &canvas.Rectangle{}
		}
	}
	r.ExtendBaseWidget(r)
	return r
}

// chosen marks the place that is shown.
func (r *rail) chosen(screen string) {
	for i, it := range r.items {
		if it.entry.screen == screen && !it.chosen {
			r.cursor = i
		}
		it.set(it.entry.screen == screen, r.focused && i == r.cursor)
	}
}

// counted shows how much waits.
func (r *rail) counted(c Counts) {
	for _, it := range r.items {
		it.badge.Set(c[it.entry.screen].N, c[it.entry.screen].Tone)
		it.count = c[it.entry.screen]
		it.Refresh()
	}
}

// FocusGained implements fyne.Focusable.
func (r *rail) FocusGained() { r.focus(true) }

// FocusLost implements fyne.Focusable.
func (r *rail) FocusLost() { r.focus(false) }

func (r *rail) focus(on bool) {
	r.focused = on
	for i, it := range r.items {
		it.set(it.chosen, on && i == r.cursor)
	}
}

// TypedRune implements fyne.Focusable.
func (r *rail) TypedRune(rune) {}

// TypedKey moves along the places and opens one.
func (r *rail) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyUp:
		r.cursor = max(r.cursor-1, 0)
	case fyne.KeyDown:
		r.cursor = min(r.cursor+1, len(r.items)-1)
	case fyne.KeyHome:
		r.cursor = 0
	case fyne.KeyEnd:
		r.cursor = len(r.items) - 1
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if len(r.items) > 0 {
			r.items[r.cursor].Tapped(nil)
		}
		return
	default:
		action.Pass(r, k)
		return
	}
	r.focus(true)
}

// TypedShortcut passes on keys with a modifier.
func (r *rail) TypedShortcut(c fyne.Shortcut) { kit.PassShortcut(r, c) }

// CreateRenderer implements fyne.Widget.
func (r *rail) CreateRenderer() fyne.WidgetRenderer {
	objs := []fyne.CanvasObject{r.back.Object(), r.edge, r.field}
	for _, it := range r.items {
		objs = append(objs, it)
	}
	for _, c := range r.captions {
		objs = append(objs, c)
	}
	for _, b := range r.breaks {
		objs = append(objs, b)
	}
	d := &railDrawing{r: r, objs: objs}
	d.paint()
	return d
}

type railDrawing struct {
	r    *rail
	objs []fyne.CanvasObject
}

func (d *railDrawing) Destroy()                     {}
func (d *railDrawing) Objects() []fyne.CanvasObject { return d.objs }
func (d *railDrawing) MinSize() fyne.Size           { return fyne.NewSize(0, 0) }

func (d *railDrawing) paint() {
	d.r.back.Tint(theme.Color(theme.Rail))
	d.r.edge.FillColor = theme.Color(theme.Line)
	for _, b := range d.r.breaks {
		b.FillColor = theme.Color(theme.Line)
	}
}

// Refresh implements fyne.WidgetRenderer.
func (d *railDrawing) Refresh() {
	d.paint()
	d.Layout(d.r.Size())
	for _, it := range d.r.items {
		it.Refresh()
	}
	canvas.Refresh(d.r)
}

// Layout implements fyne.WidgetRenderer.
func (d *railDrawing) Layout(size fyne.Size) {
	r := d.r
	put(r.back.Object(), box{0, 0, size.Width, size.Height})
	put(r.edge, box{size.Width - theme.LineWidth, 0, theme.LineWidth, size.Height})
	folded := size.Width < theme.RailWidth
	wide := size.Width - 2*theme.Gap8 - theme.LineWidth
	put(r.field, box{theme.Gap8, theme.Gap8, wide, theme.ControlHeight})
	y, group := 2*theme.Gap8+theme.ControlHeight, ""
	for _, it := range r.items {
		if it.entry.foot {
			put(it, box{theme.Gap8, size.Height - theme.RailItemHeight - theme.Gap8, wide, theme.RailItemHeight})
			continue
		}
		if it.entry.group != group {
			group = it.entry.group
			y += d.head(group, y, wide, folded)
		}
		put(it, box{theme.Gap8, y, wide, theme.RailItemHeight})
		y += theme.RailItemHeight
	}
}

// head puts the caption of a group and returns its height.
func (d *railDrawing) head(group string, y, wide float32, folded bool) float32 {
	c, b := d.r.captions[group], d.r.breaks[group]
	if folded {
		c.Hide()
		b.Show()
		put(b, box{theme.Gap12, y + 4, wide - theme.Gap8, theme.LineWidth})
		return foldedBreak
	}
	c.Show()
	b.Hide()
	put(c, box{theme.Gap16, y + 12, wide - theme.Gap16, theme.TinyLine})
	return captionHeight
}

// box is a place and a size.
type box struct{ x, y, w, h float32 }

func put(o fyne.CanvasObject, b box) {
	o.Resize(fyne.NewSize(b.w, b.h))
	o.Move(fyne.NewPos(b.x, b.y))
}
