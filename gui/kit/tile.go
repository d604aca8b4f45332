package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// Tiles are a choice among up to six options, one or several: the chosen ones
// carry a tick. Arrows move, Space chooses.
type Tiles struct {
	widget.BaseWidget
	tiles   []*tile
	multi   bool
	columns int
	chosen  map[string]bool
	at      int
	focused bool
	changed func()
}

const (
	tileHeight float32 = 32
	tileGap            = theme.Gap8
)

// NewTiles are tiles in some columns; changed hears every choice of a person.
func NewTiles(options []Option, columns int, multi bool, changed func()) *Tiles {
	t := &Tiles{multi: multi, columns: columns, chosen: map[string]bool{}, changed: changed}
	for i, o := range options {
		l := &tile{of: t, i: i, option: o, box: newSlab(), icon: newIcon(), label: newText(), tick: newIcon()}
		l.ExtendBaseWidget(l)
		t.tiles = append(t.tiles, l)
	}
	t.ExtendBaseWidget(t)
	return t
}

// Chosen are the IDs of the chosen options, in their order.
func (t *Tiles) Chosen() []string {
	var ids []string
	for _, l := range t.tiles {
		if t.chosen[l.option.ID] {
			ids = append(ids, l.option.ID)
		}
	}
	return ids
}

// SetChosen changes what is chosen without telling anyone.
func (t *Tiles) SetChosen(ids ...string) {
	t.chosen = map[string]bool{}
	for _, id := range ids {
		t.chosen[id] = true
	}
	for i, l := range t.tiles {
		if len(ids) > 0 && l.option.ID == ids[0] {
			t.at = i
		}
	}
	t.Refresh()
}

func (t *Tiles) choose(i int) {
	t.at = i
	id := t.tiles[i].option.ID
	switch {
	case t.multi:
		t.chosen[id] = !t.chosen[id]
	case t.chosen[id]:
		t.Refresh()
		return
	default:
		t.chosen = map[string]bool{id: true}
	}
	t.Refresh()
	if t.changed != nil {
		t.changed()
	}
}

// FocusGained implements fyne.Focusable.
func (t *Tiles) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost implements fyne.Focusable.
func (t *Tiles) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune implements fyne.Focusable.
func (t *Tiles) TypedRune(rune) {}

// TypedShortcut passes on every key with a modifier.
func (t *Tiles) TypedShortcut(s fyne.Shortcut) { PassShortcut(t, s) }

// TypedKey implements fyne.Focusable.
func (t *Tiles) TypedKey(k *fyne.KeyEvent) {
	to := t.at
	switch k.Name {
	case fyne.KeyLeft:
		to--
	case fyne.KeyRight:
		to++
	case fyne.KeyUp:
		to -= t.columns
	case fyne.KeyDown:
		to += t.columns
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = len(t.tiles) - 1
	case fyne.KeySpace:
		t.choose(t.at)
		return
	default:
		action.Pass(t, k)
		return
	}
	if to >= 0 && to < len(t.tiles) {
		t.at = to
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tiles) CreateRenderer() fyne.WidgetRenderer { return render(t) }

func (t *Tiles) objects() []fyne.CanvasObject {
	l := make([]fyne.CanvasObject, len(t.tiles))
	for i := range t.tiles {
		l[i] = t.tiles[i]
	}
	return l
}

func (t *Tiles) paint() {
	for _, l := range t.tiles {
		l.Refresh()
	}
}

func (t *Tiles) rows() float32 { return ceil(float32(len(t.tiles)) / float32(t.columns)) }

func (t *Tiles) least() fyne.Size {
	w := float32(0)
	for _, l := range t.tiles {
		w = max(w, l.least().Width)
	}
	n := float32(t.columns)
	return fyne.NewSize(n*w+(n-1)*tileGap, t.rows()*tileHeight+(t.rows()-1)*tileGap)
}

func (t *Tiles) place(s fyne.Size) {
	n := float32(t.columns)
	for i, l := range t.tiles {
		col := float32(i % t.columns)
		left, right := round(col*(s.Width+tileGap)/n), round((col+1)*(s.Width+tileGap)/n)-tileGap
		put(l, left, float32(i/t.columns)*(tileHeight+tileGap), right-left, tileHeight)
	}
}

// tile is one option.
type tile struct {
	widget.BaseWidget
	of      *Tiles
	i       int
	option  Option
	hovered bool
	box     slab
	icon    *canvas.Image
	label   *canvas.Text
	tick    *canvas.Image
}

// Tapped chooses the tile.
func (l *tile) Tapped(*fyne.PointEvent) {
	HideTip()
	Focus(l.of)
	l.of.choose(l.i)
}

// MouseIn implements desktop.Hoverable.
func (l *tile) MouseIn(e *desktop.MouseEvent) { l.hovered = true; l.Refresh(); l.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (l *tile) MouseMoved(e *desktop.MouseEvent) {
	if l.label.Text != l.option.Text {
		AskTip(l, l.option.Text, e.AbsolutePosition)
	}
}

// MouseOut implements desktop.Hoverable.
func (l *tile) MouseOut() { l.hovered = false; HideTip(); l.Refresh() }

// CreateRenderer implements fyne.Widget.
func (l *tile) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *tile) objects() []fyne.CanvasObject {
	return objs(l.box, l.icon, l.label, l.tick)
}

func (l *tile) ink() ink { return inks[Body] }

func (l *tile) paint() {
	fill, edge, w := theme.Surface, theme.LineStrong, theme.LineWidth
	icon, tick := theme.Muted, theme.IconName("")
	if l.hovered {
		fill = theme.Hover
	}
	if l.of.chosen[l.option.ID] {
		fill, edge, icon, tick = theme.AccentSoft, theme.Accent, theme.Accent, theme.IconTick
	}
	if l.of.focused && l.of.at == l.i {
		edge, w = theme.Accent, theme.FocusWidth+1
	}
	l.box.set(fill, edge, w)
	setIcon(l.icon, l.option.Icon, icon)
	setIcon(l.tick, tick, theme.Accent)
}

func (l *tile) start() float32 {
	if l.option.Icon == "" {
		return theme.Gap12
	}
	return theme.Gap12 + theme.IconSize + theme.Gap8
}

func (l *tile) least() fyne.Size {
	return fyne.NewSize(l.start()+min(l.ink().width(l.option.Text), 64)+theme.Gap8+14+theme.Gap12, tileHeight)
}

func (l *tile) place(s fyne.Size) {
	l.box.put(0, 0, s.Width, s.Height)
	put(l.icon, theme.Gap12, (s.Height-theme.IconSize)/2, theme.IconSize, theme.IconSize)
	put(l.tick, s.Width-theme.Gap12-14, (s.Height-14)/2, 14, 14)
	room := s.Width - l.start() - theme.Gap12
	if l.tick.Visible() {
		room -= 14 + theme.Gap4
	}
	l.ink().set(l.label, l.ink().fit(l.option.Text, room))
	putText(l.label, l.start(), 0, room, s.Height)
}
