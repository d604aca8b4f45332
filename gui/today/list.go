package today

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// list is the work list: heads of groups and rows below each other, of which one
// row is chosen. Only what can be seen is drawn, so that it may be long.
type list struct {
	widget.BaseWidget
	scroll *container.Scroll
	sheet  *fyne.Container
	lines  []*line
	rows   []*line // those that can be chosen
	at     int     // the chosen one in rows
	next   string  // key of the row to choose on the way back, "" for the chosen one
	do     func(*row)
	menu   func(at fyne.Position) // of the chosen row
}

// line is a head of a group or a row, and where it lies.
type line struct {
	row    *row // nil for the head of a group
	head   [3]string
	top    float32
	height float32
	drawn  fyne.CanvasObject // nil until it was seen
}

func newList(do func(*row)) *list {
	l := &list{do: do}
	l.sheet = container.New(&pile{l})
	l.scroll = container.NewVScroll(l.sheet)
	l.scroll.OnScrolled = func(fyne.Position) { l.see() }
	l.ExtendBaseWidget(l)
	return l
}

// pile lays the lines out.
type pile struct{ l *list }

// MinSize implements fyne.Layout.
func (p *pile) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, p.l.height()) }

// Layout implements fyne.Layout.
func (p *pile) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	for _, n := range p.l.lines {
		if n.drawn != nil {
			n.drawn.Move(fyne.NewPos(0, n.top))
			n.drawn.Resize(fyne.NewSize(size.Width, n.height))
		}
	}
}

// height is how high all lines are.
func (l *list) height() float32 {
	if len(l.lines) == 0 {
		return 0
	}
	last := l.lines[len(l.lines)-1]
	return last.top + last.height
}

// groupHeight is the height of the head of a group.
func groupHeight() float32 { return theme.GroupRowHeight() - 2 }

// set shows other lines and chooses the row with a key, or the one at its place.
func (l *list) set(lines []*line, key string, at int) {
	l.lines, l.rows, l.next = lines, nil, ""
	l.at = -1
	y := float32(0)
	for _, n := range lines {
		n.height = groupHeight()
		if n.row != nil {
			n.height = theme.WorkRowHeight()
			if n.row.key == key && key != "" {
				l.at = len(l.rows)
			}
			l.rows = append(l.rows, n)
		}
		n.top = y
		y += n.height
	}
	if l.at < 0 {
		l.at = max(0, min(at, len(l.rows)-1))
	}
	l.see()
	l.scroll.Refresh()
	kit.Filled()
}

// see draws the lines that can be seen.
func (l *list) see() {
	top, bottom := l.scroll.Offset.Y, l.scroll.Offset.Y+l.scroll.Size().Height
	var objs []fyne.CanvasObject
	for _, n := range l.lines {
		if n.top+n.height < top || n.top > bottom {
			continue
		}
		if n.drawn == nil {
			n.drawn = l.draw(n)
		}
		objs = append(objs, n.drawn)
	}
	l.sheet.Objects = objs
	l.sheet.Refresh()
}

func (l *list) draw(n *line) fyne.CanvasObject {
	if n.row == nil {
		return kit.NewWorkGroup(n.head[0], n.head[1], n.head[2])
	}
	w := kit.NewWorkRow(n.row.work, func() { l.choose(n); kit.Focus(l) }, func() { l.choose(n); l.do(n.row) })
	w.OnMenu(l.menu)
	w.SetChosen(n.row == l.current())
	return w
}

// current is the chosen row, nil without any.
func (l *list) current() *row {
	if l.at < 0 || l.at >= len(l.rows) {
		return nil
	}
	return l.rows[l.at].row
}

// choose marks a row.
func (l *list) choose(n *line) {
	for i, o := range l.rows {
		if o == n {
			l.step(i)
		}
	}
}

// step chooses the row at a place and brings it into sight, with the head of its
// group when it is the first.
func (l *list) step(to int) {
	to = max(0, min(to, len(l.rows)-1))
	if len(l.rows) == 0 {
		return
	}
	for _, i := range []int{l.at, to} {
		if w, ok := l.rows[i].drawn.(*kit.WorkRow); ok {
			w.SetChosen(i == to)
		}
	}
	l.at, l.next = to, ""
	n := l.rows[to]
	top := n.top - groupHeight()
	if bottom := n.top + n.height; bottom > l.scroll.Offset.Y+l.scroll.Size().Height {
		l.scrollTo(bottom - l.scroll.Size().Height)
	} else if top < l.scroll.Offset.Y {
		l.scrollTo(max(top, 0))
	}
}

func (l *list) offset() float32 { return l.scroll.Offset.Y }

func (l *list) scrollTo(y float32) {
	l.scroll.ScrollToOffset(fyne.NewPos(0, y))
	l.see()
}

// FocusGained implements fyne.Focusable.
func (l *list) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (l *list) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (l *list) TypedRune(rune) {}

// TypedShortcut passes on every key with a modifier.
func (l *list) TypedShortcut(s fyne.Shortcut) { kit.PassShortcut(l, s) }

// TypedKey moves, does the verb of the row, and passes on the rest.
func (l *list) TypedKey(k *fyne.KeyEvent) {
	full := max(int(l.scroll.Size().Height/theme.WorkRowHeight())-1, 1)
	switch k.Name {
	case fyne.KeyUp:
		l.step(l.at - 1)
	case fyne.KeyDown:
		l.step(l.at + 1)
	case fyne.KeyPageUp:
		l.step(l.at - full)
	case fyne.KeyPageDown:
		l.step(l.at + full)
	case fyne.KeyHome:
		l.step(0)
	case fyne.KeyEnd:
		l.step(len(l.rows) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if r := l.current(); r != nil {
			l.do(r)
		}
	default:
		action.Pass(l, k)
	}
}

// CreateRenderer implements fyne.Widget.
func (l *list) CreateRenderer() fyne.WidgetRenderer { return &listDrawing{l} }

// listDrawing fills the list with its sheet.
type listDrawing struct{ l *list }

func (d *listDrawing) Destroy()                     {}
func (d *listDrawing) MinSize() fyne.Size           { return fyne.NewSize(1, 3*theme.WorkRowHeight()) }
func (d *listDrawing) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{d.l.scroll} }
func (d *listDrawing) Refresh()                     { d.l.scroll.Refresh() }
func (d *listDrawing) Layout(size fyne.Size) {
	d.l.scroll.Resize(size)
	d.l.see()
}
