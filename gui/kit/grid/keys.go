package grid

import (
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// typeAheadWait is how long letters belong together.
const typeAheadWait = time.Second

// typed is what the keyboard does.
type typed struct {
	shift  bool
	prefix string // letters typed to jump to a row
	stop   func()
}

// FocusGained implements fyne.Focusable.
func (b *Board) FocusGained() {
	b.focused = true
	if b.cur < 0 && b.lines.count() > 0 && !b.mouse.down {
		b.cur = max(b.lines.find(b.off), 0)
		b.announce()
	}
	b.redraw()
}

// FocusLost implements fyne.Focusable.
func (b *Board) FocusLost() {
	b.focused, b.typed.shift = false, false
	b.redraw()
}

// Focused tells whether the grid has the keyboard.
func (b *Board) Focused() bool { return b.focused }

// KeyDown implements desktop.Keyable.
func (b *Board) KeyDown(e *fyne.KeyEvent) { b.shift(e, true) }

// KeyUp implements desktop.Keyable.
func (b *Board) KeyUp(e *fyne.KeyEvent) { b.shift(e, false) }

func (b *Board) shift(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.typed.shift = down
	}
}

// shifted tells whether Shift is held now: it may have been pressed before the
// grid had the keyboard.
func (b *Board) shifted() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return b.typed.shift
}

// TypedKey implements fyne.Focusable. What it does not use it passes on.
func (b *Board) TypedKey(e *fyne.KeyEvent) {
	kit.HideTip()
	if b.heard(action.Plain(e.Name)) || b.moveKey(e.Name) || b.doKey(e.Name) {
		return
	}
	if b.o.TypeAhead && len(e.Name) == 1 {
		return // TypedRune jumps
	}
	action.Pass(b.self, e)
}

// moveKey moves the cursor.
func (b *Board) moveKey(k fyne.KeyName) bool {
	to, ok := b.goal(k)
	if !ok {
		return false
	}
	h := plainly
	if b.shifted() {
		h = extended
	}
	b.moveTo(to, h)
	return true
}

// goal is the line a key moves the cursor to.
func (b *Board) goal(k fyne.KeyName) (line int, ok bool) {
	n := b.lines.count()
	if n == 0 {
		return 0, false
	}
	to, page := b.cur, max(int(b.viewHeight()/b.lines.rowH)-1, 1)
	switch k {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to = max(to, 1) - 1
	case fyne.KeyPageDown:
		to = max(to, 0) + page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	default:
		return 0, false
	}
	return to, true
}

// doKey does something with the row under the cursor.
func (b *Board) doKey(k fyne.KeyName) bool {
	if k == fyne.KeyReturn || k == fyne.KeyEnter {
		return b.enter()
	}
	if b.cur < 0 || b.cur >= b.lines.count() {
		return false
	}
	switch k {
	case fyne.KeySpace:
		b.space()
	case fyne.KeyLeft, fyne.KeyRight:
		b.sideKey(k == fyne.KeyLeft)
	case fyne.KeyF2:
		return b.editHere()
	case fyne.KeyDelete:
		if b.o.OnDelete == nil || b.SelectedCount() == 0 {
			return false
		}
		b.o.OnDelete()
	case desktop.KeyMenu:
		b.menuHere()
	case fyne.KeyF10:
		if !b.shifted() {
			return false
		}
		b.menuHere()
	default:
		return false
	}
	return true
}

// enter opens the row, folds the group, or does what a panel without rows offers.
func (b *Board) enter() bool {
	switch {
	case b.lines.count() == 0 && b.err != nil:
		b.Retry()
	case b.lines.count() == 0 && b.known && b.narrowed() > 0:
		b.Clear()
	case b.cur < 0 || b.cur >= b.lines.count():
		return false
	default:
		_, row := b.lines.at(b.cur)
		if row < 0 {
			b.foldLine(b.cur)
			return true
		}
		b.openRow(row)
	}
	return true
}

// openRow opens a row; a grid that is only edited edits it.
func (b *Board) openRow(row int) {
	if !b.opens && b.editHere() {
		return
	}
	b.deck.open(row)
}

// space ticks; without boxes it selects the row beside the others. The one row
// that the arrows selected stays so: nobody means to leave none.
func (b *Board) space() {
	if b.o.Ticks {
		b.tickSelected()
		return
	}
	_, row := b.lines.at(b.cur)
	if row < 0 {
		return
	}
	b.anchor = row
	if key, ok := b.deck.key(row); ok && b.SelectedCount() == 1 && b.sel.has(key) {
		return
	}
	b.toggle(row)
}

// sideKey folds groups and rows; what does not fold it scrolls sideways.
func (b *Board) sideKey(left bool) {
	g, row := b.lines.at(b.cur)
	switch {
	case g < 0 && b.foldKey(row, left):
	case g < 0 || b.o.NoFold:
		step := float64(defaultWidth / 2)
		if left {
			step = -step
		}
		b.scrollTo(b.off, b.side+step)
	case row < 0:
		b.foldAt(g, left)
	case left:
		b.moveTo(b.lines.firstLine[g], plainly)
	}
}

// foldKey shows or hides what belongs to a row, and tells whether the key meant
// that.
func (b *Board) foldKey(row int, left bool) bool {
	cols, _ := b.arrange()
	first := make([]Cell, min(len(cols), 1))
	if _, ok := b.deck.cells(row, cols[:len(first)], first); !ok || len(first) == 0 || first[0].Fold == FoldNone {
		return false
	}
	if left == (first[0].Fold == FoldOpen) {
		b.deck.press(row, "fold")
	}
	return true
}

// menuHere opens the menu at the row under the cursor.
func (b *Board) menuHere() {
	if b.o.OnMenu == nil || b.cur < 0 {
		return
	}
	b.reveal(b.cur)
	y := theme.GridHeadHeight + float32(b.lines.top(b.cur)+b.lines.rowH-b.off)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.self)
	b.o.OnMenu(origin.AddXY(b.left()+longGap, y))
}

// TypedRune implements fyne.Focusable.
func (b *Board) TypedRune(r rune) {
	if b.o.OnRune != nil && b.o.OnRune(r) {
		return
	}
	if b.o.TypeAhead && unicode.IsPrint(r) && (r != ' ' || b.typed.prefix != "") {
		b.typeAhead(r)
	}
}

// typeAhead jumps to the next row that begins with what was typed.
func (b *Board) typeAhead(r rune) {
	t := &b.typed
	if t.stop != nil {
		t.stop()
	}
	t.prefix += strings.ToLower(string(r))
	t.stop = b.o.Runner.After(typeAheadWait, func() { t.prefix = "" })
	from := 0
	if b.cur >= 0 {
		if _, row := b.lines.at(b.cur); row >= 0 {
			from = row
			if len(t.prefix) == len(string(r)) {
				from++
			}
		}
	}
	if row := b.deck.seek(t.prefix, from); row >= 0 {
		if line := b.lines.lineOf(row); line >= 0 {
			b.moveTo(line, plainly)
		}
	}
}

// TypedShortcut implements fyne.Shortcutable. What it does not use it passes on.
func (b *Board) TypedShortcut(s fyne.Shortcut) {
	if b.heardShortcut(s) {
		return
	}
	switch s := s.(type) {
	case *fyne.ShortcutSelectAll:
		b.SelectAll()
		return
	case *fyne.ShortcutCopy:
		b.deck.copy()
		return
	case *desktop.CustomShortcut:
		if s.Modifier == fyne.KeyModifierShortcutDefault && b.ctrlKey(s.KeyName) {
			return
		}
	}
	kit.PassShortcut(b.self, s)
}

// ctrlKey moves the cursor past rows that stay as they are, and takes single rows
// into the selection or out of it.
func (b *Board) ctrlKey(k fyne.KeyName) bool {
	if k == fyne.KeySpace && b.cur >= 0 && b.cur < b.lines.count() {
		if _, row := b.lines.at(b.cur); row >= 0 {
			b.anchor = row
			b.toggle(row)
		}
		return true
	}
	to, ok := b.goal(k)
	if ok {
		b.moveTo(to, passing)
	}
	return ok
}
