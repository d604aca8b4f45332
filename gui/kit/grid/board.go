package grid

import (
	"context"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/theme"
)

// Board is what every grid is and can do, whatever its rows are: the widget of a
// Grid. It is made by New. All methods are for the window's goroutine.
type Board struct {
	widget.BaseWidget
	o    wishes
	name string
	deck deck
	self interface {
		fyne.Widget
		fyne.Focusable
	}

	heads []head
	lay   *layout
	lines lines

	closed bool  // it holds no rows any more
	ask    Query // Columns apart: those are asked of the layout
	empty  fyne.CanvasObject

	sel    chosen
	ticked chosen
	folded map[string]bool
	cur    int // line under the cursor, -1 for none
	anchor int // row a range begins at
	turn   int // counts choices: only the newest one is made

	want   wanted
	unseen bool    // the cursor is to be revealed once there is room
	off    float64 // how far the lines are scrolled down
	side   float64 // how far the columns are scrolled sideways

	loading bool
	slow    bool   // loading long enough to say so
	calm    func() // stops the wait for slow
	known   bool   // rows were shown once
	err     error

	focused bool
	draw    drawing
	mouse   mouse
	typed   typed
	edit    *editing
	editCol int                   // column clicked last, -1
	opens   bool                  // rows can be opened
	hear    func(action.Key) bool // hears keys first; nil mostly
}

// wishes are what the screen asked for, the rows apart.
type wishes struct {
	Setup
	Events
	Place
}

// head is what a board knows of a column.
type head struct {
	id, title         string
	align             fyne.TextAlign
	lead, sorts, down bool
}

// deck is what a board asks its Grid: the rows without their type.
type deck interface {
	find(why reason)                                                 // answer the board's query
	len() int                                                        // rows that fit
	all() int                                                        // rows without search and filters
	totals() map[string]Cell                                         // by column ID
	beginning() bool                                                 // the rest of the rows is still read
	look(first, last int)                                            // rows that are seen
	key(row int) (string, bool)                                      // false while it is not read
	place(key string) int                                            // row of a key as far as it is known, else -1
	cells(row int, cols []placed, into []Cell) (Line, bool)          // the same
	group(group int) Group                                           // the head of a group
	members(group int) []string                                      // keys of its rows that can be ticked; -1 for all
	canTick(row int) bool                                            //
	keys(from, n int, then func(keys []string))                      // at once when they are known
	index(key string, then func(row int))                            // -1 when it is not there
	current(row int)                                                 // the row under the cursor, -1 for none
	open(row int)                                                    //
	press(row int, button string)                                    //
	seek(prefix string, from int) int                                // next row that begins so, -1
	editable(row, col int) (start string, commit func(string) error) // nil when it is not
	copy()                                                           // the selection to the clipboard
	natural(col int, measure func(Cell) float32) (width float32)     // of the rows that are known
}

// reason is why rows are asked for.
type reason int

const (
	anew   reason = iota // the data may have changed: nothing should move
	wider                // other columns are searched: nothing should move
	narrow               // another search, filter or order: begin at the top
)

func (b *Board) init(name string, o wishes, heads []head, tracks []track) {
	b.name, b.o, b.heads = name, o, heads
	if b.o.Runner == nil {
		b.o.Runner = async.Live{}
	}
	if b.o.Context == nil {
		b.o.Context = context.Background()
	}
	if b.o.Format == nil {
		b.o.Format = format.New(format.Options{})
	}
	b.lay = newLayout(tracks)
	b.cur, b.anchor, b.editCol, b.folded = -1, -1, -1, map[string]bool{}
	b.calm = func() {}
	b.mouse.init()
	b.ask.Sort = known(o.Sort, b.sorts)
	b.loadLayout()
	b.measureLines()
}

func (b *Board) sorts(id string) bool {
	c := b.lay.find(id)
	return c >= 0 && b.heads[c].sorts
}

// measureLines takes the heights of rows over from the theme.
func (b *Board) measureLines() {
	row, group := theme.RowHeight, theme.GroupRowHeight
	if b.o.RowHeight != nil {
		row = b.o.RowHeight
	}
	if b.o.GroupHeight != nil {
		group = b.o.GroupHeight
	}
	b.lines.rowH, b.lines.groupH = float64(row()), float64(group())
	b.lines.measure()
}

// redraw draws what changed of the rows.
func (b *Board) redraw() {
	b.draw.stale()
	b.draw.paint()
}

// The areas of the widget, from the top: head, lines, totals, footer.

func (b *Board) footerHeight() float32 {
	if b.o.Count == "" {
		return 0
	}
	return theme.FooterHeight
}

func (b *Board) totalsHeight() float32 {
	if b.o.TotalsName == "" || b.deck.len() == 0 {
		return 0
	}
	return float32(b.lines.rowH) + 2
}

func (b *Board) troubleHeight() float32 {
	if b.err == nil || b.lines.count() == 0 {
		return 0
	}
	return theme.ActionFooterHeight
}

// viewHeight is the room for lines.
func (b *Board) viewHeight() float64 {
	h := b.self.Size().Height - theme.GridHeadHeight - b.footerHeight() - b.totalsHeight() - b.troubleHeight()
	return math.Max(0, float64(h))
}

const (
	edge      float32 = 8  // before the first and after the last column
	cellPad   float32 = 8  // at both sides within a column
	tickRoom  float32 = 24 // of the boxes, before the first column
	leastView float32 = 120
)

func (b *Board) left() float32 {
	if b.o.Ticks {
		return edge + tickRoom
	}
	return edge
}

// arrange places the columns in the width there is.
func (b *Board) arrange() (cols []placed, total float32) {
	w := b.self.Size().Width
	cols, sum := b.lay.arrange(b.left(), w-b.left()-edge)
	return cols, b.left() + sum + edge
}

// Scrolling.

func (b *Board) maxOff() float64 { return math.Max(0, b.lines.height()-b.viewHeight()) }

func (b *Board) maxSide() float64 {
	return math.Max(0, float64(b.draw.total-b.self.Size().Width))
}

func (b *Board) clampScroll() {
	b.off = math.Min(math.Max(0, b.off), b.maxOff())
	b.side = math.Min(math.Max(0, b.side), b.maxSide())
}

// scrollTo scrolls so that offsets down and sideways are at the edge.
func (b *Board) scrollTo(off, side float64) {
	old, oldSide := b.off, b.side
	b.off, b.side = off, side
	b.clampScroll()
	if b.side != oldSide {
		b.draw.stale()
	}
	if b.off != old || b.side != oldSide {
		b.mouse.scrolled(b)
		b.draw.paint()
	}
}

// reveal scrolls no more than is needed to see the whole line, and the head of its
// group when it is the first of it.
func (b *Board) reveal(line int) {
	if line < 0 || line >= b.lines.count() {
		return
	}
	if b.viewHeight() <= 0 { // not laid out yet
		b.unseen = true
		return
	}
	top, h := b.lines.top(line), b.lines.heightOf(line)
	from := top
	if line > 0 && b.headed(line) && top+h-b.lines.top(line-1) <= b.viewHeight() {
		from = b.lines.top(line - 1)
	}
	switch {
	case from < b.off:
		b.scrollTo(from, b.side)
	case top+h > b.off+b.viewHeight():
		b.scrollTo(top+h-b.viewHeight(), b.side)
	}
}

// headed tells whether a line stands right below the head of its group.
func (b *Board) headed(line int) bool {
	g, row := b.lines.at(line)
	return g >= 0 && row >= 0 && line == b.lines.firstLine[g]+1
}

// MinSize is enough for the head and some rows.
func (b *Board) MinSize() fyne.Size {
	return fyne.NewSize(leastView, theme.GridHeadHeight+float32(3*b.lines.rowH)+b.footerHeight())
}

// SetEmpty sets what is shown when there are no rows at all.
func (b *Board) SetEmpty(o fyne.CanvasObject) {
	b.empty = o
	b.redraw()
}

// Len is how many rows fit search and filters, All how many there are without.
func (b *Board) Len() int { return b.deck.len() }

// All is how many rows there are without search and filters.
func (b *Board) All() int { return b.deck.all() }

// Totals are the sums over all rows that fit, by column ID.
func (b *Board) Totals() map[string]Cell { return b.deck.totals() }

// Loading tells whether newer rows are on their way.
func (b *Board) Loading() bool { return b.loading }

// Err is why the last load failed, nil when it did not.
func (b *Board) Err() error { return b.err }
