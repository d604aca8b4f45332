package grid

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// drawing is everything that is drawn of a board. Each line in sight has a slot;
// scrolling moves slots and fills only those that took another line.
type drawing struct {
	made  bool
	board *Board
	rule  ruler
	cols  []placed
	total float32      // width of all columns
	cells []Cell       // of the line being drawn
	ticks map[int]Tick // boxes of groups and head, counted when needed
	turn  int          // what slots drawn at another turn show is stale
	look  string       // name of the look everything was drawn in

	root   *fyne.Container
	back   *kit.Area
	rows   *fyne.Container
	slots  []*slot
	totals *brush
	top    *brush // the head
	foot   *brush
	bars   *brush // scroll bars
	state  *panel
	over   *fyne.Container // the field of a cell being edited
}

// slot shows one line.
type slot struct {
	*brush
	line int
	turn int
	head bool // of a group
	back *kit.Area
}

// stale says that slots must be drawn again.
func (d *drawing) stale() { d.turn++ }

// CreateRenderer implements fyne.Widget.
func (b *Board) CreateRenderer() fyne.WidgetRenderer {
	d := &b.draw
	d.board, d.made, d.rule = b, true, newRuler()
	d.back = kit.NewArea()
	d.rows, d.over = &fyne.Container{}, &fyne.Container{}
	d.state = newPanel(b)
	d.fresh()
	d.root = &fyne.Container{Objects: []fyne.CanvasObject{
		d.back.Object(), d.rows, d.totals.box, d.top.box, d.foot.box, d.state.box, d.bars.box, d.over,
	}}
	clip := container.NewClip(d.root)
	clip.ExtendBaseWidget(clip) // else its first size is lost
	return &renderer{b: b, clip: clip}
}

// fresh throws all objects away: their pictures are in the colours of another look.
func (d *drawing) fresh() {
	d.slots, d.look = nil, theme.Icon(theme.IconTick, theme.Text).Name()+theme.Icon(theme.IconTick, theme.Accent).Name()
	d.totals, d.top, d.foot, d.bars = newBrush(), newBrush(), newBrush(), newBrush()
	if d.root != nil {
		d.root.Objects[2], d.root.Objects[3], d.root.Objects[4], d.root.Objects[6] = d.totals.box, d.top.box, d.foot.box, d.bars.box
	}
}

type renderer struct {
	b    *Board
	clip *container.Clip
}

// Destroy implements fyne.WidgetRenderer.
func (r *renderer) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (r *renderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.clip} }

// MinSize implements fyne.WidgetRenderer.
func (r *renderer) MinSize() fyne.Size { return r.b.MinSize() }

// Layout implements fyne.WidgetRenderer.
func (r *renderer) Layout(s fyne.Size) {
	r.clip.Resize(s)
	r.b.draw.root.Resize(s)
	r.b.draw.stale()
	if r.b.unseen && r.b.viewHeight() > 0 {
		r.b.unseen = false
		r.b.reveal(r.b.cur)
	}
	r.b.draw.paint()
}

// Refresh implements fyne.WidgetRenderer. The look may be another.
func (r *renderer) Refresh() {
	d := &r.b.draw
	if now := theme.Icon(theme.IconTick, theme.Text).Name() + theme.Icon(theme.IconTick, theme.Accent).Name(); now != d.look {
		d.fresh()
		d.state.refresh()
	}
	clear(d.rule.widths)
	clear(d.rule.cuts)
	r.b.measureLines()
	d.stale()
	d.paint()
	canvas.Refresh(r.b.self)
}

// paint draws what is stale and puts everything where it belongs.
func (d *drawing) paint() {
	if !d.made || d.root == nil || d.board.closed { // the toolkit tells also a grid that was left of the focus it loses
		return
	}
	b := d.board
	size := b.self.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	d.cols, d.total = b.arrange()
	b.clampScroll()
	ground := color.Color(color.Transparent)
	if !b.o.Bare {
		ground = theme.Color(theme.Surface)
	}
	d.back.Tint(ground)
	d.back.Object().Resize(size)
	d.lines()
	d.totalsRow(size)
	d.head(size)
	d.footer(size)
	d.state.arrange(size)
	d.editField()
	d.scrollBars(size)
	canvas.Refresh(d.back.Object())
}

// lines puts a slot on every line in sight.
func (d *drawing) lines() {
	b := d.board
	first, last := d.sight()
	if first < 0 {
		d.rows.Objects = d.rows.Objects[:0]
		return
	}
	_, from := b.lines.at(first)
	_, to := b.lines.at(last)
	b.deck.look(max(from, 0), max(to, from, 0))
	for n := d.need(); len(d.slots) < n; {
		d.slots = append(d.slots, newSlot())
	}
	d.rows.Objects = d.rows.Objects[:0]
	for line := first; line <= last; line++ {
		s := d.slots[line%len(d.slots)]
		if s.line != line || s.turn != d.turn {
			d.fill(s, line)
			s.line, s.turn = line, d.turn
		}
		d.backdrop(s, line)
		s.box.Move(fyne.NewPos(0, theme.GridHeadHeight+float32(b.lines.top(line)-b.off)))
		d.rows.Objects = append(d.rows.Objects, s.box)
	}
}

// sight is the first and the last line in sight, -1 when there are none.
func (d *drawing) sight() (first, last int) {
	b := d.board
	first = b.lines.find(b.off)
	if first < 0 {
		return -1, -1
	}
	// Lines show through below the totals only as far as there is room.
	last = b.lines.find(b.off + b.viewHeight())
	if last < 0 {
		last = b.lines.count() - 1
	}
	return first, last
}

// need is how many slots any scroll can ask for.
func (d *drawing) need() int {
	b := d.board
	least := math.Max(1, math.Min(b.lines.rowH, b.lines.groupH))
	if len(b.lines.groups) == 0 {
		least = math.Max(1, b.lines.rowH)
	}
	return int(math.Ceil(b.viewHeight()/least)) + 2
}

func newSlot() *slot {
	return &slot{brush: newBrush(), line: -1, back: kit.NewArea()}
}

// ground is the colour behind a line: what the pointer and the selection do to it.
func (d *drawing) ground(line int, head bool) fyne.ThemeColorName {
	switch {
	case d.board.isSelected(line):
		return theme.AccentSoft
	case d.board.mouse.line == line:
		return theme.Hover
	case head:
		return theme.Raised
	}
	return theme.Surface
}

// OnSurface tells the list that a surface lies behind it, and answers that nothing
// else of it is seen.
func (b *Board) OnSurface() bool {
	b.o.Bare = true
	return true
}

// backdrop leaves ordinary rows to the ground of the whole grid: each large area
// costs time without a graphics card.
func (d *drawing) backdrop(s *slot, line int) {
	ground := color.Color(color.Transparent)
	if c := d.ground(line, s.head); c != theme.Surface {
		ground = theme.Color(c)
	}
	s.back.Tint(ground)
}
