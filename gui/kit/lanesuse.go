package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/kit/action"
)

// laneDrag is a card on its way to another lane.
type laneDrag struct {
	on bool
	to int // the lane under the pointer, -1 without one that the card is not in
}

// FocusGained implements fyne.Focusable.
func (f *laneField) FocusGained() {
	f.focused = true
	if f.lane < 0 {
		f.step(0, 0)
	}
	f.Refresh()
}

// FocusLost implements fyne.Focusable.
func (f *laneField) FocusLost() { f.focused, f.shift = false, false; f.Refresh() }

// KeyDown implements desktop.Keyable.
func (f *laneField) KeyDown(e *fyne.KeyEvent) { f.press(e, true) }

// KeyUp implements desktop.Keyable.
func (f *laneField) KeyUp(e *fyne.KeyEvent) { f.press(e, false) }

func (f *laneField) press(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		f.shift = down
	}
}

// shifted tells whether Shift is held now.
func (f *laneField) shifted() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return f.shift
}

// TypedRune implements fyne.Focusable.
func (f *laneField) TypedRune(rune) {}

// TypedShortcut passes on every key with a modifier.
func (f *laneField) TypedShortcut(s fyne.Shortcut) { PassShortcut(f, s) }

// TypedKey implements fyne.Focusable. What it does not use it passes on.
func (f *laneField) TypedKey(e *fyne.KeyEvent) {
	HideTip()
	sideways := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[e.Name]
	switch {
	case sideways != 0 && f.shifted():
		if f.lane >= 0 && f.o.OnShift != nil {
			f.o.OnShift(sideways)
		}
	case sideways != 0:
		f.step(sideways, 0)
	case f.up(e.Name):
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && f.lane >= 0 && f.o.OnOpen != nil:
		f.o.OnOpen()
	case e.Name == desktop.KeyMenu && f.lane >= 0:
		f.menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(f).AddXY(f.left(f.lane)+laneEdge, laneHead))
	default:
		action.Pass(f, e)
	}
}

// up moves the cursor within its lane.
func (f *laneField) up(k fyne.KeyName) bool {
	by, ok := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyHome: -1 << 30, fyne.KeyEnd: 1 << 30}[k]
	if page := map[fyne.KeyName]int{fyne.KeyPageUp: -1, fyne.KeyPageDown: 1}[k]; page != 0 && f.lane >= 0 {
		by, ok = page*max(f.fit(f.lane)-1, 1), true
	}
	if ok {
		f.step(0, by)
	}
	return ok
}

// step moves the cursor to the next lane that has cards, or within its lane. The
// cursor stays at its height on the way across.
func (f *laneField) step(across, down int) {
	lane, card := f.lane, f.card
	if lane < 0 {
		lane, card, across = -1, 0, 1
	}
	if across != 0 {
		to := lane + across
		for to >= 0 && to < len(f.lanes) && f.lanes[to].Cards == 0 {
			to += across
		}
		if to < 0 || to >= len(f.lanes) {
			return
		}
		height := 0
		if lane >= 0 {
			height = card - f.first[lane]
		}
		lane, card = to, f.first[to]+height
	}
	card = min(max(card+down, 0), f.lanes[lane].Cards-1)
	f.move(lane, card)
}

// move puts the cursor on a card.
func (f *laneField) move(lane, card int) {
	if lane == f.lane && card == f.card {
		return
	}
	f.lane, f.card = lane, card
	f.show()
	f.Refresh()
	f.o.OnCurrent(lane, card)
}

// at is what lies at a place: -1 for none. Below the cards of a lane, at the line
// on those that are not seen, more tells so.
func (f *laneField) at(p fyne.Position) (lane, card int, more bool) {
	for i, l := range f.lanes {
		x := f.left(i)
		if p.X < x || p.X >= x+f.width(i) {
			continue
		}
		y := p.Y - laneGap - laneHead
		n := int(y / (laneCard + laneEdge))
		if y < 0 || n >= f.fit(i) {
			return i, -1, y >= 0 && l.Cards > f.fit(i)
		}
		if c := f.first[i] + n; c < l.Cards && y-float32(n)*(laneCard+laneEdge) < laneCard {
			return i, c, false
		}
		return i, -1, false
	}
	return -1, -1, false
}

// MouseDown puts the cursor on the card under the pointer.
func (f *laneField) MouseDown(e *desktop.MouseEvent) {
	HideTip()
	lane, card, more := f.at(e.Position)
	if card >= 0 {
		f.move(lane, card)
	}
	Focus(f)
	if more && e.Button == desktop.MouseButtonPrimary {
		f.first[lane] += max(f.fit(lane)-1, 1)
		f.Refresh()
	}
}

// MouseUp implements desktop.Mouseable.
func (f *laneField) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped opens the card under the pointer.
func (f *laneField) DoubleTapped(e *fyne.PointEvent) {
	if _, card, _ := f.at(e.Position); card >= 0 && f.o.OnOpen != nil {
		f.o.OnOpen()
	}
}

// TappedSecondary opens the menu of the card under the pointer.
func (f *laneField) TappedSecondary(e *fyne.PointEvent) {
	if lane, card, _ := f.at(e.Position); card >= 0 {
		f.move(lane, card)
		f.menu(e.AbsolutePosition)
	}
}

func (f *laneField) menu(at fyne.Position) {
	if f.o.OnMenu != nil {
		f.o.OnMenu(at)
	}
}

// Dragged takes the card under the cursor to another lane.
func (f *laneField) Dragged(e *fyne.DragEvent) {
	if !f.drag.on {
		_, card, _ := f.at(e.Position.Subtract(e.Dragged))
		f.drag.on = card >= 0 && f.o.OnDrop != nil
	}
	if !f.drag.on {
		return
	}
	lane, _, _ := f.at(e.Position)
	if lane == f.lane {
		lane = -1
	}
	if lane != f.drag.to {
		f.drag.to = lane
		f.Refresh()
	}
}

// DragEnd lets the card go.
func (f *laneField) DragEnd() {
	d := f.drag
	f.drag = laneDrag{to: -1}
	f.Refresh()
	if d.on && d.to >= 0 {
		f.o.OnDrop(d.to)
	}
}

// wheel moves the lane under the pointer, or all of them sideways.
func (f *laneField) wheel(e *fyne.ScrollEvent) {
	HideTip()
	if e.Scrolled.DX != 0 {
		f.side(e.Scrolled.DX)
		return
	}
	lane, _, _ := f.at(e.Position)
	if lane < 0 || e.Scrolled.DY == 0 {
		return
	}
	by := 1
	if e.Scrolled.DY > 0 {
		by = -1
	}
	f.first[lane] += by
	f.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (f *laneField) MouseIn(e *desktop.MouseEvent) { f.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (f *laneField) MouseMoved(e *desktop.MouseEvent) {
	lane, card, _ := f.at(e.Position)
	if over := [2]int{lane, card}; over != f.over {
		f.over = over
		f.Refresh()
	}
	said := ""
	switch {
	case card >= 0:
		said = f.o.Card(lane, card).Tip
	case lane >= 0 && e.Position.Y < laneGap+laneHead && f.grounds[lane].title.Text != f.lanes[lane].Title:
		said = f.lanes[lane].Title
	}
	AskTip(f, said, e.AbsolutePosition)
}

// MouseOut implements desktop.Hoverable.
func (f *laneField) MouseOut() { f.over = [2]int{-1, -1}; HideTip(); f.Refresh() }
