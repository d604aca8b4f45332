package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// Card is a surface with an edge: a head with title, muted note and something at
// the right, a body, and a foot.
type Card struct {
	widget.BaseWidget
	title, note *Label
	head        *Box
	body, foot  fyne.CanvasObject
	inset       float32
	box         slab
	lines       [2]*canvas.Rectangle
}

const cardHead float32 = 36

// NewCard is a card; without a title it has no head. The body keeps 12 from the
// edges.
func NewCard(title, note string, right, body fyne.CanvasObject) *Card {
	c := &Card{}
	c.fill(title, note, right, body)
	c.ExtendBaseWidget(c)
	return c
}

func (c *Card) fill(title, note string, right, body fyne.CanvasObject) {
	c.title, c.note, c.body, c.inset = NewLabel(Strong, title), NewLabel(Caption, note), body, theme.Gap12
	c.box, c.lines = newSlab(), [2]*canvas.Rectangle{rule(), rule()}
	c.head = Row(theme.Gap8, c.title, c.note, Spacer())
	if right != nil {
		c.head.objs = append(c.head.objs, right)
	}
}

// Flush lets the body reach the edges: for rows with lines of their own.
func (c *Card) Flush() *Card { c.inset = 0; return c }

// WithInset keeps another distance between body and edges.
func (c *Card) WithInset(d float32) *Card { c.inset = d; return c }

// SetTitle changes the head.
func (c *Card) SetTitle(title, note string) {
	c.title.SetText(title)
	c.note.SetText(note)
	c.Refresh()
}

// SetBody changes the body.
func (c *Card) SetBody(o fyne.CanvasObject) { c.body = o; c.Refresh() }

// SetFoot puts something below the body, under a line.
func (c *Card) SetFoot(o fyne.CanvasObject) { c.foot = o; c.Refresh() }

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer { return render(c) }

func (c *Card) objects() []fyne.CanvasObject {
	l := objs(c.box)
	if c.headed() {
		l = append(l, c.head, c.lines[0])
	}
	if c.body != nil {
		l = append(l, c.body)
	}
	if c.foot != nil {
		l = append(l, c.lines[1], c.foot)
	}
	return l
}

func (c *Card) headed() bool { return c.title.text != "" }

func (c *Card) paint() {
	c.box.set(theme.Surface, theme.Line, theme.LineWidth)
	for _, l := range c.lines {
		tint(l, theme.Line)
	}
}

// Widths implements Elastic.
func (c *Card) Widths() (least, want float32) {
	l, w := c.head.Widths()
	least, want = l+2*theme.Gap12, w+2*theme.Gap12
	if c.body != nil {
		l, w = widths(c.body)
		least, want = max(least, l+2*c.inset), max(want, w+2*c.inset)
	}
	if c.foot != nil {
		l, w = widths(c.foot)
		least, want = max(least, l+2*theme.Gap12), max(want, w+2*theme.Gap12)
	}
	return least, want
}

// HeightFor implements Elastic.
func (c *Card) HeightFor(width float32) float32 {
	h := 2 * theme.LineWidth
	if c.overlaps() {
		h = theme.LineWidth
	}
	if c.headed() {
		h += cardHead
	}
	if c.body != nil {
		h += HeightFor(c.body, width-2*c.inset) + 2*c.inset
	}
	return h + c.footHeight(width)
}

// overlaps tells whether the line below the last row of the body is the edge.
func (c *Card) overlaps() bool { return c.inset == 0 && c.foot == nil }

func (c *Card) footHeight(width float32) float32 {
	if c.foot == nil {
		return 0
	}
	return theme.LineWidth + HeightFor(c.foot, width-2*theme.Gap12) + 2*theme.Gap8
}

func (c *Card) least() fyne.Size {
	l, want := c.Widths()
	w := c.Size().Width
	if w == 0 {
		w = want
	}
	return fyne.NewSize(l, c.HeightFor(w))
}

func (c *Card) place(s fyne.Size) {
	c.box.put(0, 0, s.Width, s.Height)
	y, end := theme.LineWidth, s.Height-theme.LineWidth
	if c.headed() {
		put(c.head, theme.Gap12, y, s.Width-2*theme.Gap12, cardHead-theme.LineWidth)
		put(c.lines[0], theme.LineWidth, y+cardHead-theme.LineWidth, s.Width-2*theme.LineWidth, theme.LineWidth)
		y += cardHead
	}
	if c.foot != nil {
		end -= c.footHeight(s.Width)
		put(c.lines[1], theme.LineWidth, end, s.Width-2*theme.LineWidth, theme.LineWidth)
		put(c.foot, theme.Gap12, end+theme.LineWidth+theme.Gap8, s.Width-2*theme.Gap12, c.footHeight(s.Width)-theme.LineWidth-2*theme.Gap8)
	}
	if c.overlaps() {
		end = s.Height
	}
	if c.body != nil {
		in := max(c.inset, theme.LineWidth)
		put(c.body, in, y+c.inset, s.Width-2*in, end-y-2*c.inset)
	}
}

// Note is one sentence a person can act on, on the soft colour of its tone.
type Note struct {
	widget.BaseWidget
	tone theme.Tone
	icon *Icon
	text *Label
	link *Button
	box  slab
}

// NewNote is a note; **stars** make words bold. link may be nil.
func NewNote(t theme.Tone, icon theme.IconName, sentence string, link *action.Action) *Note {
	n := &Note{tone: t, icon: ToneIcon(icon, t), text: Wrapped(Body, sentence), box: newSlab()}
	if link != nil {
		n.link = ActionButton(*link, Link)
	}
	n.ExtendBaseWidget(n)
	return n
}

// Set changes what the note says.
func (n *Note) Set(t theme.Tone, icon theme.IconName, sentence string) {
	n.tone = t
	n.icon.Set(icon, t.Ink())
	n.text.SetText(sentence)
	n.Refresh()
}

// Text is the sentence.
func (n *Note) Text() string { return n.text.Text() }

// CreateRenderer implements fyne.Widget.
func (n *Note) CreateRenderer() fyne.WidgetRenderer { return render(n) }

func (n *Note) objects() []fyne.CanvasObject {
	l := objs(n.box, n.icon, n.text)
	if n.link != nil {
		l = append(l, n.link)
	}
	return l
}

func (n *Note) paint() { n.box.set(n.tone.Soft(), "", 0) }

// narrowNote is the width of a sentence from which its link stands beside it; with
// less room it stands below.
const narrowNote float32 = 240

// room is the width of the sentence.
func (n *Note) room(width float32) float32 {
	w := width - 2*theme.Gap12 - theme.IconSize - theme.Gap8
	if n.link != nil && !n.below(width) {
		w -= n.link.least().Width + theme.Gap12
	}
	return w
}

// below tells whether the link stands below the sentence: it takes more than one
// line and would be squeezed beside it.
func (n *Note) below(width float32) bool {
	if n.link == nil || width <= 0 {
		return false
	}
	_, want := n.text.Widths()
	beside := width - 2*theme.Gap12 - theme.IconSize - theme.Gap8 - n.link.least().Width - theme.Gap12
	return beside < narrowNote && want > beside
}

// Widths implements Elastic.
func (n *Note) Widths() (least, want float32) {
	_, w := n.text.Widths()
	rest := -n.room(0)
	return rest + 80, rest + w
}

// HeightFor implements Elastic.
func (n *Note) HeightFor(width float32) float32 {
	h := n.text.HeightFor(n.room(width)) + 2*theme.Gap8
	if n.below(width) {
		h += n.link.least().Height
	}
	return h
}

func (n *Note) least() fyne.Size {
	l, want := n.Widths()
	w := n.Size().Width
	if w == 0 {
		w = want
	}
	return fyne.NewSize(l, n.HeightFor(w))
}

func (n *Note) place(s fyne.Size) {
	n.box.put(0, 0, s.Width, s.Height)
	put(n.icon, theme.Gap12, theme.Gap8+1, theme.IconSize, theme.IconSize)
	x := theme.Gap12 + theme.IconSize + theme.Gap8
	h := n.text.HeightFor(n.room(s.Width))
	put(n.text, x, theme.Gap8, n.room(s.Width), h)
	if n.link != nil {
		m := n.link.least()
		left, top := s.Width-theme.Gap12-m.Width, round((s.Height-m.Height)/2)
		if n.below(s.Width) {
			left, top = x-theme.Gap8, s.Height-theme.Gap4-m.Height
		}
		put(n.link, left, top, m.Width, m.Height)
	}
}
