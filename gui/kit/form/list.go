package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

const (
	listRows              = 8
	listRowHeight float32 = 28
	listWidth     float32 = 240 // at least
)

// list is the open drop-down: an entry in the place of the field, and below it
// (or above, where there is more room) the options that fit what is typed. It
// covers the window, so that a click beside it closes it.
type list struct {
	widget.BaseWidget
	picker  *picker
	canvas  fyne.Canvas
	finder  finder
	query   *input
	box     *slab // of the entry
	plate   *slab // of the options
	bar     *canvas.Rectangle
	note    *kit.Label
	state   async.State[[]Option]
	options []Option
	at, top int
	rows    []*listRow
}

// listRow is the drawing of one option.
type listRow struct {
	plate         *slab
	label, detail *canvas.Text
	icon          *canvas.Image
}

// listed makes a finder of options that are at hand.
func listed(options []Option) func(*list) finder {
	return func(l *list) finder { return atHand{l, options} }
}

type atHand struct {
	list    *list
	options []Option
}

func (a atHand) find(query string) {
	a.list.loaded(async.State[[]Option]{Phase: async.Ready, Known: true, Value: matching(a.options, query)})
}

func (a atHand) stop() {}

// openList shows the list of a field, searched for what was typed so far.
func openList(p *picker, c fyne.Canvas, typed string) {
	l := &list{
		picker: p, canvas: c, box: newSlab(), plate: newSlab(), bar: &canvas.Rectangle{CornerRadius: theme.MarkWidth / 2},
		note: kit.Wrapped(kit.Caption, ""),
	}
	l.query = newInput(p.slot, look{})
	l.query.OnChanged = func(s string) { l.finder.find(s) }
	l.query.onKey = l.key
	l.query.tab = true
	l.query.PlaceHolder = p.value.label()
	l.query.quiet = true
	for range listRows {
		l.rows = append(l.rows, &listRow{newSlab(), newText("", theme.TextSize, false), newText("", theme.SmallSize, false), newIcon(theme.IconTick, theme.Accent)})
	}
	l.ExtendBaseWidget(l)
	l.finder = p.find(l)
	p.list, p.slot.form.list = l, l // before the focus leaves the field: opening is no leaving
	c.Overlays().Add(l)
	l.Resize(c.Size())
	c.Focus(l.query)
	if typed == "" {
		l.finder.find("")
		return
	}
	for _, r := range typed {
		l.query.TypedRune(r)
	}
}

// loaded takes what was found. The options found before stay while new ones are
// sought.
func (l *list) loaded(s async.State[[]Option]) {
	l.state = s
	if s.Phase == async.Ready {
		l.options, l.at, l.top = s.Value, 0, 0
		for i, o := range l.options {
			if l.query.Text == "" && o.Value == l.picker.value.Value {
				l.at = i
			}
		}
		l.reveal()
	}
	l.Refresh()
}

// reveal scrolls to the marked row.
func (l *list) reveal() {
	if l.at < l.top {
		l.top = l.at
	}
	if l.at >= l.top+listRows {
		l.top = l.at - listRows + 1
	}
}

// close takes the list away and gives the focus back.
func (l *list) close() {
	if l.picker.list != l {
		return
	}
	l.finder.stop()
	l.picker.list, l.picker.slot.form.list = nil, nil
	l.canvas.Overlays().Remove(l)
	l.canvas.Focus(l.picker)
	l.picker.Refresh()
}

// take chooses the marked row and closes.
func (l *list) take() {
	var chosen *Option
	if l.at < len(l.options) && l.state.Phase != async.Failed {
		chosen = &l.options[l.at]
	}
	l.close()
	if chosen != nil {
		l.picker.pick(*chosen)
	}
}

// key does what a key means while the list is open.
func (l *list) key(k *fyne.KeyEvent) bool {
	steps := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -listRows, fyne.KeyPageDown: listRows}
	step, moves := steps[k.Name]
	switch {
	case moves:
		l.at = min(max(l.at+step, 0), max(len(l.options)-1, 0))
		l.reveal()
		l.Refresh()
	case k.Name == fyne.KeyReturn, k.Name == fyne.KeyEnter:
		l.take()
		l.picker.slot.enter()
	case k.Name == fyne.KeyTab:
		l.tab()
	case k.Name == fyne.KeyEscape:
		l.close()
	default:
		return false
	}
	return true
}

// tab chooses what was searched for and goes on, or back with Shift.
func (l *list) tab() {
	if l.query.Text == "" {
		l.close()
	} else {
		l.take()
	}
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	if ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
		l.canvas.FocusPrevious()
		return
	}
	l.canvas.FocusNext()
}

// frame is where the field stands, and where the list goes.
func (l *list) frame() (field fyne.Position, size fyne.Size, y, height float32) {
	field = fyne.CurrentApp().Driver().AbsolutePositionForObject(l.picker)
	size = fyne.NewSize(max(l.picker.Size().Width, listWidth), l.picker.Size().Height)
	n := min(max(len(l.options), 1), listRows)
	height = float32(n)*listRowHeight + 2*theme.Gap4
	y = field.Y + size.Height + 2
	if y+height > l.canvas.Size().Height-theme.Gap4 && field.Y-2-height > 0 {
		y = field.Y - 2 - height
	}
	field.X = min(field.X, l.canvas.Size().Width-size.Width-theme.Gap4)
	return field, size, y, height
}

// CreateRenderer implements fyne.Widget.
func (l *list) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *list) objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{l.plate.outer, l.plate.inner, l.box.outer, l.box.inner, l.query}
	for _, r := range l.rows {
		all = append(all, r.plate.outer, r.plate.inner, r.icon, r.label, r.detail)
	}
	return append(all, l.note, l.bar)
}

func (l *list) least() fyne.Size { return fyne.NewSize(0, 0) }

func (l *list) paint() {
	l.plate.paint(theme.Surface, theme.LineStrong, theme.LineWidth)
	l.box.field(theme.Surface, true, false)
	l.bar.FillColor = theme.Color(theme.LineStrong)
	for i, r := range l.rows {
		marked := l.top+i == l.at
		fill := theme.Surface
		if marked {
			fill = theme.AccentSoft
		}
		r.plate.paint(fill, fill, 0)
		r.label.Color, r.detail.Color = theme.Color(theme.Text), theme.Color(theme.Muted)
		setIcon(r.icon, theme.IconTick, theme.Accent)
	}
	l.note.SetText(l.message())
}

// message is what the list says instead of options.
func (l *list) message() string {
	switch {
	case l.state.Phase == async.Failed:
		return sentence(l.state.Err)
	case len(l.options) > 0:
		return ""
	case l.state.Phase == async.Loading:
		return text.T("form.searching")
	}
	if trim(l.query.Text) == "" {
		return text.T("form.nothing.all")
	}
	return text.T("form.nothing", trim(l.query.Text))
}

func (l *list) place(fyne.Size) {
	field, size, y, height := l.frame()
	l.box.put(field.X, field.Y, size.Width, size.Height)
	put(l.query, field.X+entryInset, field.Y, size.Width-2*entryInset, size.Height)
	l.plate.put(field.X, y, size.Width, height)
	failed := l.message() != ""
	put(l.note, field.X+fieldInset, y+theme.Gap8, size.Width-2*fieldInset, theme.SmallLine)
	for i, r := range l.rows {
		n := l.top + i
		off := n >= len(l.options) || failed
		r.plate.hide(off)
		r.label.Hidden, r.detail.Hidden = off, off
		r.icon.Hidden = off || l.options[n].Value != l.picker.value.Value
		if !off {
			r.place(l.options[n], field.X, y+theme.Gap4+float32(i)*listRowHeight, size.Width)
		}
	}
	l.placeBar(field.X+size.Width, y, height)
}

func (r *listRow) place(o Option, x, y, width float32) {
	r.plate.put(x+theme.Gap4, y, width-2*theme.Gap4, listRowHeight)
	right := x + width - fieldInset - theme.Gap4
	if !r.icon.Hidden {
		put(r.icon, right-theme.ButtonIconSize, y+(listRowHeight-theme.ButtonIconSize)/2, theme.ButtonIconSize, theme.ButtonIconSize)
		right -= theme.ButtonIconSize + theme.Gap8
	}
	room := right - x - fieldInset
	r.detail.Text = cut(o.Detail, room/2, theme.SmallSize, false)
	taken := wide(r.detail.Text, theme.SmallSize, false)
	putText(r.detail, right-taken, y, listRowHeight)
	if taken > 0 {
		taken += theme.Gap8
	}
	r.label.Text = cut(o.label(), room-taken, theme.TextSize, false)
	putText(r.label, x+fieldInset, y, listRowHeight)
}

// placeBar shows where in a long list the rows stand.
func (l *list) placeBar(right, y, height float32) {
	n := float32(len(l.options))
	l.bar.Hidden = n <= listRows || l.message() != ""
	if l.bar.Hidden {
		return
	}
	room := height - 2*theme.Gap4
	h := max(room*listRows/n, 16)
	put(l.bar, right-6, y+theme.Gap4+(room-h)*float32(l.top)/(n-listRows), theme.MarkWidth, h)
}

// rowAt is the option under a position, -1 for none.
func (l *list) rowAt(p fyne.Position) int {
	field, size, y, height := l.frame()
	if p.X < field.X || p.X > field.X+size.Width || p.Y < y || p.Y > y+height || l.message() != "" {
		return -1
	}
	i := int((p.Y - y - theme.Gap4) / listRowHeight)
	if n := l.top + i; i >= 0 && i < listRows && n < len(l.options) {
		return n
	}
	return -1
}

// Tapped implements fyne.Tappable: an option is chosen, a click beside closes.
func (l *list) Tapped(e *fyne.PointEvent) {
	if i := l.rowAt(e.Position); i >= 0 {
		l.at = i
		l.take()
		return
	}
	if _, _, y, h := l.frame(); e.Position.Y < y || e.Position.Y > y+h {
		l.close()
	}
}

// MouseIn implements desktop.Hoverable.
func (l *list) MouseIn(e *desktop.MouseEvent) { l.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (l *list) MouseMoved(e *desktop.MouseEvent) {
	if i := l.rowAt(e.Position); i >= 0 && i != l.at {
		l.at = i
		l.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (l *list) MouseOut() {}

// Scrolled implements fyne.Scrollable.
func (l *list) Scrolled(e *fyne.ScrollEvent) {
	step := 3
	if e.Scrolled.DY > 0 {
		step = -3
	}
	l.top = min(max(l.top+step, 0), max(len(l.options)-listRows, 0))
	l.at = min(max(l.at, l.top), l.top+listRows-1)
	l.Refresh()
}

// TypedShortcut implements fyne.Shortcutable: the form's keys work with the list
// open.
func (l *list) TypedShortcut(s fyne.Shortcut) {
	l.close()
	l.picker.slot.passShortcut(s)
}
