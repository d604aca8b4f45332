package grid

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// hold says what the pressed pointer has hold of.
type hold int

const (
	holdNothing hold = iota
	holdThumb
	holdSide
	holdEdge // of a column
	holdHead
	holdSpot // a button in a cell
)

// grip is how near the pointer must be to the edge of a column.
const grip float32 = 4

// mouse is what the pointer does.
type mouse struct {
	at    fyne.Position
	abs   fyne.Position
	line  int  // under the pointer, -1
	head  int  // column whose head is under the pointer, -1
	down  bool // it is being pressed
	held  hold
	col   int           // of what is held
	from  fyne.Position // where the pointer took hold
	was   float64       // the scroll or width then
	press func()        // of the button that is held
}

func (m *mouse) init() { m.line, m.head = -1, -1 }

// rest forgets what is under the pointer.
func (m *mouse) rest() {
	if m.line >= 0 || m.head >= 0 {
		kit.HideTip()
	}
	m.init()
}

// inHead tells whether a place is in the head of the grid.
func inHead(at fyne.Position) bool { return at.Y < theme.GridHeadHeight }

// lineAt is the line at a place, -1 when there is none.
func (b *Board) lineAt(at fyne.Position) int {
	y := float64(at.Y - theme.GridHeadHeight)
	if y < 0 || y >= b.viewHeight() {
		return -1
	}
	return b.lines.find(y + b.off)
}

// colAt is the column at a place, -1 when there is none.
func (b *Board) colAt(x float32) int {
	col := -1
	for _, p := range b.draw.cols {
		if at := b.colBox(p); x >= at.x && x < at.right() && (col < 0 || p.fixed) {
			col = p.col
		}
	}
	return col
}

func (b *Board) colBox(p placed) box {
	if p.fixed {
		return box{x: p.x, w: p.w}
	}
	return box{x: p.x - float32(b.side), w: p.w}
}

// edgeAt is the column whose right edge is at a place of the head, -1 for none.
func (b *Board) edgeAt(at fyne.Position) int {
	if !inHead(at) {
		return -1
	}
	for _, p := range b.draw.cols {
		if math.Abs(float64(b.colBox(p).right()-at.X)) <= float64(grip) {
			return p.col
		}
	}
	return -1
}

// spotAt is what means something to the pointer at a place of the lines or head.
func (b *Board) spotAt(at fyne.Position) *spot {
	if inHead(at) {
		return b.draw.top.spotAt(at)
	}
	for _, p := range []*brush{b.draw.totals, b.draw.state.words} {
		if s := p.spotAt(at.Subtract(p.box.Position())); s != nil {
			return s
		}
	}
	line := b.lineAt(at)
	if line < 0 || len(b.draw.slots) == 0 {
		return nil
	}
	s := b.draw.slots[line%len(b.draw.slots)]
	if s.line != line {
		return nil
	}
	return s.spotAt(at.Subtract(s.box.Position()))
}

// MouseDown implements desktop.Mouseable.
func (b *Board) MouseDown(e *desktop.MouseEvent) {
	kit.HideTip()
	m, at := &b.mouse, e.Position
	m.down = true // the press says where the cursor goes, not the focus
	kit.Focus(b.self)
	m.down = false
	m.from, m.held = at, holdNothing
	if e.Button == desktop.MouseButtonSecondary {
		b.pointAt(at)
		return
	}
	switch {
	case b.holdBar(at):
	case inHead(at):
		b.holdHead(at)
	default:
		b.clickLine(at, e.Modifier)
	}
	b.draw.paint()
}

// holdBar takes hold of a scroll bar; beside its thumb it first jumps there.
func (b *Board) holdBar(at fyne.Position) bool {
	size := b.self.Size()
	if thumb, way, ok := b.thumb(); ok && at.X >= size.Width-barZone && !inHead(at) {
		if at.Y < thumb.y || at.Y >= thumb.y+thumb.h {
			top := theme.GridHeadHeight + barMargin
			b.scrollTo(float64((at.Y-thumb.h/2-top)/way)*b.maxOff(), b.side)
		}
		b.mouse.held, b.mouse.was = holdThumb, b.off
		return true
	}
	bottom := theme.GridHeadHeight + float32(b.viewHeight())
	if thumb, way, ok := b.sideThumb(); ok && at.Y >= bottom-barZone && at.Y < bottom {
		if at.X < thumb.x || at.X >= thumb.right() {
			b.scrollTo(b.off, float64((at.X-thumb.w/2)/way)*b.maxSide())
		}
		b.mouse.held, b.mouse.was = holdSide, b.side
		return true
	}
	return false
}

func (b *Board) holdHead(at fyne.Position) {
	m := &b.mouse
	if c := b.edgeAt(at); c >= 0 {
		m.held, m.col = holdEdge, c
		for _, p := range b.draw.cols {
			if p.col == c {
				m.was = float64(p.w)
			}
		}
		return
	}
	if at.X < b.left() && b.o.Ticks {
		b.tickMembers(-1)
		return
	}
	if c := b.colAt(at.X); c >= 0 {
		m.held, m.col = holdHead, c
	}
}

// clickLine does what a press of the pointer on a line does.
func (b *Board) clickLine(at fyne.Position, mod fyne.KeyModifier) {
	line := b.lineAt(at)
	if line < 0 {
		return
	}
	if s := b.spotAt(at); s != nil && s.press != nil {
		b.mouse.held, b.mouse.press = holdSpot, s.press
		return
	}
	_, row := b.lines.at(line)
	switch {
	case b.o.Ticks && at.X < b.left():
		b.tickLine(line)
	case row < 0:
		b.moveTo(line, plainly)
		b.foldLine(line)
	case mod&fyne.KeyModifierShift != 0:
		b.moveTo(line, extended)
	case mod&fyne.KeyModifierShortcutDefault != 0:
		b.moveTo(line, toggled)
	default:
		b.editCol = b.colAt(at.X)
		b.moveTo(line, plainly)
	}
}

// foldLine folds or unfolds the group whose head a line is.
func (b *Board) foldLine(line int) {
	if g, row := b.lines.at(line); row < 0 && g >= 0 && !b.o.NoFold {
		b.foldAt(g, !b.lines.groups[g].folded)
	}
}

// pointAt selects the row under the pointer unless it is selected: a menu is for
// the selection.
func (b *Board) pointAt(at fyne.Position) {
	if line := b.lineAt(at); line >= 0 && !b.isSelected(line) {
		b.moveTo(line, plainly)
	}
}

// MouseUp implements desktop.Mouseable.
func (b *Board) MouseUp(e *desktop.MouseEvent) {
	m := &b.mouse
	held := m.held
	m.held = holdNothing
	switch held {
	case holdHead:
		if inHead(e.Position) && b.colAt(e.Position.X) == m.col {
			b.sortBy(m.col)
		}
	case holdSpot:
		if s := b.spotAt(e.Position); s != nil && s.press != nil {
			m.press()
		}
	case holdEdge:
		b.saveLayout()
	}
	b.draw.paint()
}

// Dragged implements fyne.Draggable.
func (b *Board) Dragged(e *fyne.DragEvent) {
	m := &b.mouse
	dx, dy := float64(e.Position.X-m.from.X), float64(e.Position.Y-m.from.Y)
	switch m.held {
	case holdThumb:
		if _, way, ok := b.thumb(); ok {
			b.scrollTo(m.was+dy/float64(way)*b.maxOff(), b.side)
		}
	case holdSide:
		if _, way, ok := b.sideThumb(); ok {
			b.scrollTo(b.off, m.was+dx/float64(way)*b.maxSide())
		}
	case holdEdge:
		b.lay.resize(m.col, float32(m.was+dx))
		b.redraw()
	}
}

// DragEnd implements fyne.Draggable.
func (b *Board) DragEnd() {
	if b.mouse.held == holdEdge {
		b.saveLayout()
	}
	b.mouse.held = holdNothing
	b.draw.paint()
}

// DoubleTapped implements fyne.DoubleTappable.
func (b *Board) DoubleTapped(e *fyne.PointEvent) {
	if c := b.edgeAt(e.Position); c >= 0 {
		b.FitColumn(b.heads[c].id)
		return
	}
	line := b.lineAt(e.Position)
	if line < 0 || b.o.Ticks && e.Position.X < b.left() {
		return
	}
	if s := b.spotAt(e.Position); s != nil && s.press != nil {
		return
	}
	if _, row := b.lines.at(line); row >= 0 {
		b.openRow(row)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (b *Board) TappedSecondary(e *fyne.PointEvent) {
	if inHead(e.Position) {
		b.headMenu(b.colAt(e.Position.X), e.AbsolutePosition)
		return
	}
	if line := b.lineAt(e.Position); line >= 0 && b.o.OnMenu != nil {
		b.o.OnMenu(e.AbsolutePosition)
	}
}

// Scrolled implements fyne.Scrollable. What has no more to show here scrolls what
// the grid stands in.
func (b *Board) Scrolled(e *fyne.ScrollEvent) {
	kit.HideTip()
	off, side := b.off, b.side
	b.scrollTo(b.off-float64(e.Scrolled.DY), b.side-float64(e.Scrolled.DX))
	if b.off == off && b.side == side && b.o.OnPast != nil {
		b.o.OnPast(e)
	}
}

// scrolled finds what came under the pointer.
func (m *mouse) scrolled(b *Board) {
	if m.line >= 0 {
		m.line = b.lineAt(m.at)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *Board) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *Board) MouseMoved(e *desktop.MouseEvent) {
	m := &b.mouse
	m.at, m.abs = e.Position, e.AbsolutePosition
	line, head := b.lineAt(e.Position), -1
	if inHead(e.Position) {
		head = b.colAt(e.Position.X)
	}
	if line != m.line || head != m.head {
		m.line, m.head = line, head
		b.draw.paint()
	}
	tip := ""
	if s := b.spotAt(e.Position); s != nil {
		tip = s.tip
	}
	kit.AskTip(b.self, tip, e.AbsolutePosition)
}

// MouseOut implements desktop.Hoverable.
func (b *Board) MouseOut() {
	b.mouse.rest()
	b.draw.paint()
}

// Cursor implements desktop.Cursorable.
func (b *Board) Cursor() desktop.Cursor {
	if b.mouse.held == holdEdge || b.mouse.held == holdNothing && b.mouse.head >= 0 && b.edgeAt(b.mouse.at) >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// Tip is the tooltip at a place of the grid, "" when it has none there.
func (b *Board) Tip(at fyne.Position) string {
	if s := b.spotAt(at); s != nil {
		return s.tip
	}
	return ""
}
