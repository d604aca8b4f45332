package form

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

const (
	tileHeight  float32 = 32
	tileGap     float32 = theme.Gap8
	tilePadding float32 = 10
	tileColumns         = 3 // of five or six
)

// tiles are options side by side, one stop of the keyboard: the arrows choose,
// or with several to choose they move and Space ticks.
type tiles struct {
	widget.BaseWidget
	slot    *slot
	options []Option
	several bool
	chosen  []string
	at      int // the tile the keyboard is on
	under   int // the tile under the pointer, -1 none
	active  bool
	wrong   bool
	off     bool
	drawn   []*tile
}

// tile is the drawing of one option.
type tile struct {
	plate *slab
	icon  *canvas.Image
	text  *canvas.Text
	tick  *canvas.Image
}

func newTiles(options []Option, several bool) *tiles {
	t := &tiles{options: options, several: several, under: -1}
	for _, o := range options {
		d := &tile{plate: newSlab(), text: newText(o.label(), theme.TextSize, false), tick: newIcon(theme.IconTick, theme.Accent)}
		if o.Icon != "" {
			d.icon = newIcon(o.Icon, theme.Muted)
		}
		t.drawn = append(t.drawn, d)
	}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tiles) focus() fyne.Focusable { return t }

func (t *tiles) mark(wrong bool) {
	if t.wrong != wrong {
		t.wrong = wrong
		t.Refresh()
	}
}

func (t *tiles) lock(why string) {
	t.off = why != ""
	t.Refresh()
}

// Disabled keeps a locked group out of the order of the keyboard.
func (t *tiles) Disabled() bool { return t.off }

// Enable implements fyne.Disableable.
func (t *tiles) Enable() { t.off = false; t.Refresh() }

// Disable implements fyne.Disableable.
func (t *tiles) Disable() { t.off = true; t.Refresh() }

// put chooses without telling that a person did.
func (t *tiles) put(values ...string) {
	t.chosen = values
	for i, o := range t.options {
		if len(values) > 0 && o.Value == values[0] {
			t.at = i
		}
	}
	t.Refresh()
}

// pick chooses a tile, or ticks it when several can be.
func (t *tiles) pick(i int) {
	if t.off || i < 0 || i >= len(t.options) {
		return
	}
	t.at = i
	v := t.options[i].Value
	switch at := slices.Index(t.chosen, v); {
	case t.several && at >= 0:
		t.chosen = slices.Delete(slices.Clone(t.chosen), at, at+1)
	case t.several:
		t.chosen = t.ordered(append(slices.Clone(t.chosen), v))
	case at >= 0:
		t.Refresh()
		return
	default:
		t.chosen = []string{v}
	}
	t.Refresh()
	t.slot.changed()
}

// ordered brings chosen values into the order of the tiles.
func (t *tiles) ordered(values []string) (out []string) {
	for _, o := range t.options {
		if slices.Contains(values, o.Value) {
			out = append(out, o.Value)
		}
	}
	return out
}

// columns is how many tiles stand side by side: as many as fit their texts.
func (t *tiles) columns(width float32) int {
	widest := float32(0)
	for _, d := range t.drawn {
		w := wide(d.text.Text, theme.TextSize, true) + 2*tilePadding + theme.ButtonIconSize + theme.Gap4
		if d.icon != nil {
			w += theme.IconSize + theme.Gap8
		}
		widest = max(widest, w)
	}
	n := int((width + tileGap) / (widest + tileGap))
	n = min(max(n, 1), len(t.options))
	switch over := len(t.options) > n; {
	case over && len(t.options) == 4 && n == 3:
		return 2
	case len(t.options) > 4:
		return min(n, tileColumns)
	}
	return n
}

// HeightFor implements kit.Elastic.
func (t *tiles) HeightFor(width float32) float32 {
	n := t.columns(width)
	rows := float32((len(t.options) + n - 1) / n)
	return rows*tileHeight + (rows-1)*tileGap
}

// Widths implements kit.Elastic.
func (t *tiles) Widths() (least, want float32) { return 80, 300 }

// CreateRenderer implements fyne.Widget.
func (t *tiles) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *tiles) objects() (all []fyne.CanvasObject) {
	for _, d := range t.drawn {
		all = append(all, d.plate.outer, d.plate.inner, d.text, d.tick)
		if d.icon != nil {
			all = append(all, d.icon)
		}
	}
	return all
}

func (t *tiles) least() fyne.Size { return fyne.NewSize(80, t.HeightFor(max(t.Size().Width, 80))) }

func (t *tiles) paint() {
	for i, d := range t.drawn {
		on := slices.Contains(t.chosen, t.options[i].Value)
		fill, edge, ink, line := theme.Surface, theme.LineStrong, theme.Text, theme.LineWidth
		switch {
		case on:
			fill, edge = theme.AccentSoft, theme.Accent // an edge of 1: a wider one is the keyboard's
		case i == t.under && !t.off:
			fill = theme.Hover
		}
		if t.wrong {
			edge = theme.Bad
		}
		if t.active && i == t.at {
			line = theme.FocusWidth + 1
			if !t.wrong {
				edge = theme.Accent
			}
		}
		if t.off {
			ink = theme.Muted
		}
		d.plate.paint(fill, edge, line)
		d.text.Color, d.text.TextStyle.Bold = theme.Color(ink), on && t.several
		d.tick.Hidden = !on
		setIcon(d.tick, theme.IconTick, theme.Accent)
		if d.icon != nil {
			c := theme.Muted
			if on {
				c = theme.Accent
			}
			setIcon(d.icon, t.options[i].Icon, c)
		}
	}
}

func (t *tiles) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	for i, d := range t.drawn {
		x, y, w := t.spot(i, size.Width)
		d.plate.put(x, y, w, tileHeight)
		left := x + tilePadding
		if d.icon != nil {
			put(d.icon, left, y+(tileHeight-theme.IconSize)/2, theme.IconSize, theme.IconSize)
			left += theme.IconSize + theme.Gap8
		}
		right := x + w - tilePadding - theme.ButtonIconSize
		d.text.Text = cut(t.options[i].label(), right-left, theme.TextSize, d.text.TextStyle.Bold)
		putText(d.text, left, y, tileHeight)
		put(d.tick, right, y+(tileHeight-theme.ButtonIconSize)/2, theme.ButtonIconSize, theme.ButtonIconSize)
	}
}

// spot is the place of a tile.
func (t *tiles) spot(i int, width float32) (x, y, w float32) {
	n := t.columns(width)
	w = float32(int((width - float32(n-1)*tileGap) / float32(n)))
	return float32(i%n) * (w + tileGap), float32(i/n) * (tileHeight + tileGap), w
}

// hit is the tile at a position, -1 in the gaps.
func (t *tiles) hit(p fyne.Position) int {
	for i := range t.options {
		x, y, w := t.spot(i, t.Size().Width)
		if p.X >= x && p.X < x+w && p.Y >= y && p.Y < y+tileHeight {
			return i
		}
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (t *tiles) Tapped(e *fyne.PointEvent) {
	if t.off {
		return
	}
	t.slot.Focus()
	t.pick(t.hit(e.Position))
}

// MouseIn implements desktop.Hoverable.
func (t *tiles) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (t *tiles) MouseMoved(e *desktop.MouseEvent) {
	if i := t.hit(e.Position); i != t.under {
		t.under = i
		t.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (t *tiles) MouseOut() {
	t.under = -1
	t.Refresh()
}

// FocusGained implements fyne.Focusable.
func (t *tiles) FocusGained() {
	t.active = true
	t.Refresh()
	t.slot.focused()
}

// FocusLost implements fyne.Focusable.
func (t *tiles) FocusLost() {
	t.active = false
	t.Refresh()
	t.slot.left()
}

// TypedRune chooses the next option that begins with a letter.
func (t *tiles) TypedRune(r rune) {
	for i := range t.options {
		next := (t.at + 1 + i) % len(t.options)
		if label := t.options[next].label(); strings.HasPrefix(strings.ToLower(label), string(unicode.ToLower(r))) {
			t.move(next)
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (t *tiles) TypedKey(k *fyne.KeyEvent) {
	step, moves := moveKeys[k.Name]
	switch {
	case moves && (k.Name == fyne.KeyUp || k.Name == fyne.KeyDown):
		if to := t.at + step*t.columns(t.Size().Width); to >= 0 && to < len(t.options) {
			t.move(to)
		}
	case moves:
		if to := t.at + step; to >= 0 && to < len(t.options) {
			t.move(to)
		}
	case k.Name == fyne.KeySpace:
		t.pick(t.at)
	default:
		t.slot.pass(k)
	}
}

func (t *tiles) move(to int) {
	if t.several {
		t.at = to
		t.Refresh()
		return
	}
	t.pick(to)
}

// TypedShortcut implements fyne.Shortcutable.
func (t *tiles) TypedShortcut(s fyne.Shortcut) { t.slot.passShortcut(s) }
