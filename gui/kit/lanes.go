package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// Lane is one column of Lanes, with so many cards in it.
type Lane struct {
	Title string
	Icon  theme.IconName
	Tone  theme.Tone
	Cards int
}

// LaneCard is what a card shows: a bold title with an icon at its right, two
// muted lines, and below them a text at each side.
type LaneCard struct {
	Title       string
	Icon        theme.IconName // "" without
	Tone        theme.Tone     // of Icon and Right
	Lines       [2]string
	Left, Right string
	Tip         string
}

// LanesOptions are what Lanes need from their screen. Card and OnCurrent are
// required.
type LanesOptions struct {
	Card      func(lane, card int) LaneCard // asked for the cards that are seen only
	OnCurrent func(lane, card int)          // the cursor moved
	OnOpen    func()                        // Enter, or a double click
	OnMenu    func(at fyne.Position)        // the menu of the card under the cursor, at a place of the window
	OnShift   func(by int)                  // Shift with Left or Right: the card wants into another lane
	OnDrop    func(lane int)                // the card under the cursor was dragged there
	More      func(above, below int) string // says how many cards a lane has that are not seen
	None      string                        // stands in an empty lane
}

// Lanes are cards in columns side by side: a board. Arrows go from card to card,
// also past empty lanes. A lane that is longer than the window shows some of its
// cards and says how many more there are; lanes that find no room side by side
// scroll. Only what is seen is drawn, so a lane may have any number of cards.
type Lanes struct {
	widget.BaseWidget
	inner  *laneField
	scroll *laneScroll
}

// laneScroll shows a part of the lanes. It takes the wheel for them: what scrolls
// within what scrolls would be drawn beyond the edges.
type laneScroll struct {
	container.Scroll
	field *laneField
}

func newLaneScroll(f *laneField) *laneScroll {
	s := &laneScroll{field: f}
	s.Content, s.Direction = f, container.ScrollHorizontalOnly
	s.ExtendBaseWidget(s)
	return s
}

// Scrolled implements fyne.Scrollable.
func (s *laneScroll) Scrolled(e *fyne.ScrollEvent) {
	at := *e
	at.Position.X += s.Offset.X
	s.field.wheel(&at)
}

// NewLanes is a board without lanes.
func NewLanes(o LanesOptions) *Lanes {
	l := &Lanes{inner: newLaneField(o)}
	l.scroll = newLaneScroll(l.inner)
	l.inner.reveal, l.inner.side = l.reveal, l.sideways
	l.ExtendBaseWidget(l)
	return l
}

// Set shows other lanes. Each lane stays where it was scrolled to.
func (l *Lanes) Set(lanes []Lane) {
	f := l.inner
	f.lanes = lanes
	first := make([]int, len(lanes))
	copy(first, f.first)
	f.first = first
	if f.lane >= len(lanes) || f.lane >= 0 && f.card >= lanes[f.lane].Cards {
		f.lane, f.card = -1, -1
	}
	l.Refresh()
}

// SetCurrent puts the cursor on a card and shows it; a negative lane takes it
// away. OnCurrent is not called.
func (l *Lanes) SetCurrent(lane, card int) {
	f := l.inner
	if f.lane == lane && f.card == card {
		return
	}
	f.lane, f.card = lane, card
	f.show()
	f.Refresh()
}

// Current is the card under the cursor, -1 without one.
func (l *Lanes) Current() (lane, card int) { return l.inner.lane, l.inner.card }

// Stop is what takes the keyboard.
func (l *Lanes) Stop() fyne.Focusable { return l.inner }

// CreateRenderer implements fyne.Widget.
func (l *Lanes) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *Lanes) objects() []fyne.CanvasObject { return []fyne.CanvasObject{l.scroll} }
func (l *Lanes) paint()                       {}
func (l *Lanes) least() fyne.Size             { return fyne.NewSize(320, 240) }

func (l *Lanes) place(s fyne.Size) {
	other := l.inner.room != s
	l.inner.room = s
	put(l.scroll, 0, 0, s.Width, s.Height)
	l.inner.Refresh()
	l.scroll.Refresh()
	if other {
		l.inner.show()
	}
}

// reveal scrolls sideways until a part is seen.
func (l *Lanes) reveal(x, w float32) {
	at, wide := l.scroll.Offset.X, l.scroll.Size().Width
	to := min(at, max(x-laneGap, 0))
	if x+w+laneGap > at+wide {
		to = x + w + laneGap - wide
	}
	if to != at && wide > 0 {
		l.scroll.ScrollToOffset(fyne.NewPos(to, 0))
	}
}

// sideways scrolls by a distance.
func (l *Lanes) sideways(by float32) {
	most := max(l.inner.Size().Width-l.scroll.Size().Width, 0)
	l.scroll.ScrollToOffset(fyne.NewPos(min(max(l.scroll.Offset.X-by, 0), most), 0))
}

const (
	laneGap    float32 = theme.Gap8
	laneEdge   float32 = 6 // between a lane and its cards
	laneHead   float32 = 32
	laneEmpty  float32 = 104 // an empty lane
	laneLeast  float32 = 158
	laneMost   float32 = 280
	laneMore   float32 = 22 // the line on cards that are not seen
	laneCard   float32 = theme.Gap8 + theme.TextLine + 2*theme.SmallLine + 2 + theme.SmallLine + theme.Gap8
	laneBottom float32 = theme.Gap8 // for the scroll bar
)

// laneField is what scrolls: lanes with their cards.
type laneField struct {
	widget.BaseWidget
	o          LanesOptions
	lanes      []Lane
	first      []int // the first card seen of each lane
	lane, card int   // under the cursor, -1 without
	room       fyne.Size
	focused    bool
	shift      bool
	over       [2]int // under the pointer, -1 without
	drag       laneDrag
	reveal     func(x, w float32)
	side       func(by float32)
	grounds    []*laneGround
	cards      []*laneFace
}

func newLaneField(o LanesOptions) *laneField {
	f := &laneField{o: o, lane: -1, card: -1, over: [2]int{-1, -1}, drag: laneDrag{to: -1}}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *laneField) CreateRenderer() fyne.WidgetRenderer { return render(f) }

func (f *laneField) objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, g := range f.grounds {
		all = append(all, objs(g.box, g.icon, g.title, g.count, g.more)...)
	}
	for _, c := range f.cards {
		all = append(all, objs(c.box, c.icon, c.title, c.lines[0], c.lines[1], c.left, c.right)...)
	}
	return all
}

func (f *laneField) paint() {
	if f.room.Height > 0 {
		f.arrange()
	}
}
func (f *laneField) place(fyne.Size) {}

func (f *laneField) least() fyne.Size {
	w := laneGap
	for i := range f.lanes {
		w += f.width(i) + laneGap
	}
	return fyne.NewSize(w, 200)
}

// width is how wide a lane is: empty ones are narrow, the others share the rest.
func (f *laneField) width(lane int) float32 {
	if f.lanes[lane].Cards == 0 {
		return laneEmpty
	}
	full := 0
	for _, l := range f.lanes {
		if l.Cards > 0 {
			full++
		}
	}
	rest := f.room.Width - laneGap - float32(len(f.lanes))*laneGap - float32(len(f.lanes)-full)*laneEmpty
	return min(max(float32(int(rest/float32(full))), laneLeast), laneMost)
}

// left is where a lane begins.
func (f *laneField) left(lane int) float32 {
	x := laneGap
	for i := range lane {
		x += f.width(i) + laneGap
	}
	return x
}

// fit is how many cards a lane shows at once; a line is left for those it does
// not show.
func (f *laneField) fit(lane int) int {
	high := f.room.Height - 2*laneGap - laneBottom - laneHead
	n := int(high / (laneCard + laneEdge))
	if f.lanes[lane].Cards > n {
		n = int((high - laneMore) / (laneCard + laneEdge))
	}
	return max(n, 1)
}

// show scrolls to the card under the cursor.
func (f *laneField) show() {
	if f.lane < 0 || f.lane >= len(f.lanes) || f.room.Height == 0 {
		return
	}
	n := f.fit(f.lane)
	f.first[f.lane] = min(max(f.first[f.lane], f.card-n+1), f.card)
	if f.reveal != nil {
		f.reveal(f.left(f.lane), f.width(f.lane))
	}
}

// arrange puts lanes and the cards that are seen in their places.
func (f *laneField) arrange() {
	for len(f.grounds) < len(f.lanes) {
		f.grounds = append(f.grounds, newLaneGround())
	}
	f.grounds = f.grounds[:len(f.lanes)]
	used := 0
	for i, l := range f.lanes {
		n := f.fit(i)
		f.first[i] = min(max(f.first[i], 0), max(l.Cards-n, 0))
		last := min(f.first[i]+n, l.Cards)
		x, w := f.left(i), f.width(i)
		f.ground(i, last, x, w)
		for c := f.first[i]; c < last; c++ {
			if used == len(f.cards) {
				f.cards = append(f.cards, newLaneFace())
			}
			y := laneGap + laneHead + float32(c-f.first[i])*(laneCard+laneEdge)
			f.face(f.cards[used], i, c)
			f.cards[used].put(x+laneEdge, y, w-2*laneEdge)
			used++
		}
	}
	f.cards = f.cards[:used]
}

// ground draws a lane without its cards.
func (f *laneField) ground(i, last int, x, w float32) {
	g, l := f.grounds[i], f.lanes[i]
	fill, edge, wide := theme.Raised, theme.Line, theme.LineWidth
	if f.drag.to == i {
		fill, edge, wide = theme.AccentSoft, theme.Accent, theme.FocusWidth
	}
	g.box.set(fill, edge, wide)
	g.box.put(x, laneGap, w, f.room.Height-2*laneGap-laneBottom)
	more := f.o.None
	if l.Cards > 0 {
		more = ""
		if above, below := f.first[i], l.Cards-last; above+below > 0 && f.o.More != nil {
			more = f.o.More(above, below)
		}
	}
	g.draw(l, more, x, w)
	end := f.room.Height - laneGap - laneBottom - laneMore
	if l.Cards == 0 {
		end = laneGap + laneHead
	}
	putText(g.more, x+laneEdge, end, w-2*laneEdge, laneMore)
}

// face draws a card.
func (f *laneField) face(c *laneFace, lane, card int) {
	fill, edge, w := theme.Surface, theme.Line, theme.LineWidth
	switch {
	case lane == f.lane && card == f.card:
		fill, edge = theme.AccentSoft, theme.Accent
		if f.focused {
			w = theme.FocusWidth
		}
	case f.over == [2]int{lane, card}:
		fill, edge = theme.Hover, theme.LineStrong
	}
	c.box.set(fill, edge, w)
	c.now = f.o.Card(lane, card)
}

// laneGround is what is drawn of a lane.
type laneGround struct {
	box                slab
	icon               *canvas.Image
	title, count, more *canvas.Text
}

func newLaneGround() *laneGround {
	return &laneGround{newSlab(), newIcon(), newText(), newText(), newText()}
}

func (g *laneGround) draw(l Lane, more string, x, w float32) {
	start, tone := x+laneEdge+2, l.Tone.Ink()
	name, count := inks[SmallStrong], inks[Caption]
	number := counts.Int(l.Cards)
	if l.Cards == 0 {
		name, tone = inks[Caption], theme.Muted
		number = ""
	}
	setIcon(g.icon, l.Icon, tone)
	if l.Cards == 0 {
		g.icon.Hide() // its room is for the title
	} else {
		put(g.icon, start, laneGap+(laneHead-theme.PillIconSize)/2, theme.PillIconSize, theme.PillIconSize)
		start += theme.PillIconSize + 5
	}
	end := x + w - laneEdge - 2
	count.set(g.count, number)
	g.count.Alignment = fyne.TextAlignTrailing
	cw := count.width(number)
	putText(g.count, end-cw, laneGap, cw, laneHead)
	room := end - start - cw
	if cw > 0 {
		room -= theme.Gap4
	}
	name.set(g.title, name.fit(l.Title, room))
	putText(g.title, start, laneGap, room, laneHead)
	inks[Caption].set(g.more, inks[Caption].fit(more, w-2*laneEdge))
	g.more.Alignment = fyne.TextAlignCenter
}

// laneFace is what is drawn of a card.
type laneFace struct {
	now                LaneCard
	box                slab
	icon               *canvas.Image
	title, left, right *canvas.Text
	lines              [2]*canvas.Text
}

func newLaneFace() *laneFace {
	return &laneFace{box: newSlab(), icon: newIcon(), title: newText(), left: newText(), right: newText(), lines: [2]*canvas.Text{newText(), newText()}}
}

// put draws the card at its place.
func (c *laneFace) put(x, y, w float32) {
	c.box.put(x, y, w, laneCard)
	x, w = x+theme.Gap8, w-2*theme.Gap8
	y += theme.Gap8
	room := w
	setIcon(c.icon, c.now.Icon, c.now.Tone.Ink())
	if c.now.Icon != "" {
		room -= theme.ButtonIconSize + theme.Gap4
		put(c.icon, x+w-theme.ButtonIconSize, y+2, theme.ButtonIconSize, theme.ButtonIconSize)
	}
	head := inks[Strong]
	head.set(c.title, head.fit(c.now.Title, room))
	putText(c.title, x, y, room, theme.TextLine)
	y += theme.TextLine
	for i, t := range c.lines {
		k := inks[Caption]
		if i == 0 {
			k = inks[Small]
		}
		k.set(t, k.fit(c.now.Lines[i], w))
		putText(t, x, y, w, theme.SmallLine)
		y += theme.SmallLine
	}
	y += 2
	k := inks[Caption].in(c.now.Tone.Ink())
	k.set(c.right, k.fit(c.now.Right, w))
	c.right.Alignment = fyne.TextAlignTrailing
	rw := k.width(c.right.Text)
	putText(c.right, x+w-rw, y, rw, theme.SmallLine)
	k = inks[Caption]
	k.set(c.left, k.fit(c.now.Left, max(w-rw-theme.Gap4, 0)))
	putText(c.left, x, y, max(w-rw-theme.Gap4, 0), theme.SmallLine)
}
