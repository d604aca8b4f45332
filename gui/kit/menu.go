package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// MenuItem is one line of a menu; one without a text is a separating line.
type MenuItem struct {
	Text string
	Icon theme.IconName // "" without
	Key  string         // shown right; the window listens to it
	Tick bool           // this is what is chosen
	Bad  bool           // destroys
	Off  string         // why it cannot be done now, "" when it can
	Run  func()
}

// MenuOptions say what a menu shows and where.
type MenuOptions struct {
	At    fyne.Position // its upper left corner in the window
	Flip  float32       // where it ends when there is no room below At.Y; zero is At.Y
	Width float32       // at least
	Items []MenuItem
}

// ShowMenu opens a menu over all else. Arrows and first letters move, Enter
// chooses, Esc and a click beside close it; then the focus goes back.
func ShowMenu(c fyne.Canvas, o MenuOptions) {
	HideTip()
	m := &menu{canvas: c, o: o, at: -1, plate: NewPlate(theme.Surface, theme.LineStrong), before: c.Focused()}
	ticks := false
	for _, it := range o.Items {
		ticks = ticks || it.Tick
	}
	col := Column(0)
	for i, it := range o.Items {
		if it.Text == "" {
			col.objs = append(col.objs, Inset(Separator(), theme.Gap4, 0))
			m.rows = append(m.rows, nil)
			continue
		}
		r := newMenuRow(m, i, it, ticks)
		m.rows = append(m.rows, r)
		col.objs = append(col.objs, r)
		if it.Tick {
			m.at = i
		}
	}
	m.col, m.scroll = col, container.NewVScroll(col)
	m.ExtendBaseWidget(m)
	c.Unfocus()
	c.Overlays().Add(m)
	m.Resize(c.Size())
	c.Focus(m)
	if m.at < 0 {
		m.move(1)
	}
}

// ActionMenu opens a menu of actions at a place of the window; an action without
// a label is a separating line.
func ActionMenu(c fyne.Canvas, at fyne.Position, actions []action.Action) {
	items := make([]MenuItem, len(actions))
	for i, a := range actions {
		items[i] = ActionItem(a)
	}
	ShowMenu(c, MenuOptions{At: at, Items: items})
}

// ActionItem is the line of a menu that runs an action.
func ActionItem(a action.Action) MenuItem {
	return MenuItem{Text: a.Label, Icon: iconName(a.Icon), Key: a.Key.String(), Bad: a.Bad, Off: a.Why(), Run: a.Do}
}

// menu is an open menu and the invisible sheet around it.
type menu struct {
	widget.BaseWidget
	canvas fyne.Canvas
	o      MenuOptions
	at     int // the item under the keyboard
	before fyne.Focusable
	rows   []*menuRow // nil is a line
	plate  *Plate
	col    *Box
	scroll *container.Scroll
	tips   *Tips
}

func (m *menu) close() {
	HideTip()
	m.canvas.Overlays().Remove(m)
	if m.before != nil {
		m.canvas.Focus(m.before)
	}
}

func (m *menu) choose(i int) {
	if m.o.Items[i].Off != "" {
		return
	}
	m.close()
	if run := m.o.Items[i].Run; run != nil {
		run()
	}
}

// move goes to the next item in a direction that can be chosen.
func (m *menu) move(step int) {
	m.find(step, func(MenuItem) bool { return true })
}

func (m *menu) find(step int, fits func(MenuItem) bool) {
	n := len(m.rows)
	start := m.at
	if start < 0 && step < 0 {
		start = 0
	}
	for k := 1; k <= n; k++ {
		i := ((start+k*step)%n + n) % n
		if m.rows[i] != nil && m.o.Items[i].Off == "" && fits(m.o.Items[i]) {
			m.set(i)
			return
		}
	}
}

func (m *menu) set(i int) {
	was := m.at
	m.at = i
	for _, j := range []int{was, i} {
		if j >= 0 && m.rows[j] != nil {
			m.rows[j].Refresh()
		}
	}
	if r := m.rows[i]; r != nil {
		top, h := r.Position().Y, m.scroll.Size().Height
		switch {
		case top < m.scroll.Offset.Y:
			m.scroll.ScrollToOffset(fyne.NewPos(0, top))
		case top+menuRowHeight > m.scroll.Offset.Y+h:
			m.scroll.ScrollToOffset(fyne.NewPos(0, top+menuRowHeight-h))
		}
	}
}

// Tapped closes the menu on a click beside it.
func (m *menu) Tapped(*fyne.PointEvent) { m.close() }

// TappedSecondary closes the menu on a click beside it.
func (m *menu) TappedSecondary(*fyne.PointEvent) { m.close() }

// FocusGained implements fyne.Focusable.
func (m *menu) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (m *menu) FocusLost() {}

// TypedRune goes to the next item that begins with the letter.
func (m *menu) TypedRune(r rune) {
	m.find(1, func(it MenuItem) bool { return strings.HasPrefix(strings.ToLower(it.Text), strings.ToLower(string(r))) })
}

// TypedKey implements fyne.Focusable.
func (m *menu) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape:
		m.close()
	case fyne.KeyDown:
		m.move(1)
	case fyne.KeyUp:
		m.move(-1)
	case fyne.KeyHome:
		m.at = -1
		m.move(1)
		m.Refresh()
	case fyne.KeyEnd:
		m.at = 0
		m.move(-1)
		m.Refresh()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if m.at >= 0 {
			m.choose(m.at)
		}
	}
}

// Tips is the layer for tooltips over the menu.
func (m *menu) Tips() *Tips {
	if m.tips == nil {
		m.tips = NewTips()
	}
	return m.tips
}

// CreateRenderer implements fyne.Widget.
func (m *menu) CreateRenderer() fyne.WidgetRenderer { return render(m) }

func (m *menu) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{m.plate, m.scroll, m.Tips()}
}
func (m *menu) least() fyne.Size { return fyne.Size{} }
func (m *menu) paint() {
	for _, r := range m.rows {
		if r != nil {
			r.Refresh()
		}
	}
}

func (m *menu) place(s fyne.Size) {
	_, want := m.col.Widths()
	w := min(max(want, m.o.Width-2), s.Width-2*theme.Gap8)
	h := m.col.HeightFor(w)
	flip := m.o.Flip
	if flip == 0 {
		flip = m.o.At.Y
	}
	below, above := s.Height-m.o.At.Y-theme.Gap8, flip-theme.Gap8
	y, room := m.o.At.Y, below
	if full := h + 2*menuEdge; full > below && above > below {
		room = above
		y = max(flip-full, theme.Gap8)
	}
	h = min(h, room-2*menuEdge)
	x := max(min(m.o.At.X, s.Width-w-2-theme.Gap8), 0)
	put(m.plate, x, y, w+2, h+2*menuEdge)
	put(m.scroll, x+1, y+menuEdge, w, h)
	put(m.Tips(), 0, 0, s.Width, s.Height)
}

const (
	menuRowHeight float32 = 28
	menuEdge      float32 = 5 // above and below the items, the line counted
)
