package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// Door is a card that leads to a page: an icon, what the page is called, and in
// one line what it answers.
type Door struct {
	control
	icon    theme.IconName
	title   string
	note    string
	box     slab
	picture *canvas.Image
	name    *canvas.Text
	line    *canvas.Text
}

const (
	doorHeight = 2*doorEdge + theme.TextLine + 2 + theme.SmallLine

	doorEdge  float32 = 10
	doorText  float32 = 40 // where the text begins, after the icon
	doorWidth float32 = 300
	doorGap           = theme.Gap8
)

// NewDoor is a door; open is called when it is chosen.
func NewDoor(icon theme.IconName, title, note string, open func()) *Door {
	d := &Door{icon: icon, title: title, note: note, box: newSlab(), picture: newIcon(), name: newText(), line: newText()}
	d.press = open
	d.tip = func() string {
		if d.line.Text != d.note {
			return d.note
		}
		return ""
	}
	d.extend(d)
	return d
}

// Title is what the page is called.
func (d *Door) Title() string { return d.title }

// Cursor implements desktop.Cursorable.
func (d *Door) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (d *Door) CreateRenderer() fyne.WidgetRenderer { return render(d) }

func (d *Door) objects() []fyne.CanvasObject {
	return objs(d.box, d.picture, d.name, d.line)
}

func (d *Door) least() fyne.Size { return fyne.NewSize(doorWidth, doorHeight) }

func (d *Door) paint() {
	fill, edge, w := theme.Surface, theme.Line, theme.LineWidth
	if d.live() {
		fill, edge = theme.Hover, theme.LineStrong
	}
	if d.focused {
		edge, w = theme.Accent, theme.FocusWidth
	}
	d.box.set(fill, edge, w)
	setIcon(d.picture, d.icon, theme.Accent)
}

func (d *Door) place(s fyne.Size) {
	d.box.put(0, 0, s.Width, s.Height)
	put(d.picture, theme.Gap12, doorEdge+1, theme.IconSize, theme.IconSize)
	room := s.Width - doorText - theme.Gap12
	k := inks[Strong]
	k.set(d.name, k.fit(d.title, room))
	putText(d.name, doorText, doorEdge, room, theme.TextLine)
	k = inks[Caption]
	k.set(d.line, k.fit(d.note, room))
	putText(d.line, doorText, doorEdge+theme.TextLine+2, room, theme.SmallLine)
}

// Doors are doors beside and below each other, as many in a row as fit. The
// arrows go from one to the next.
type Doors struct {
	widget.BaseWidget
	doors []*Door
}

// NewDoors lays doors out.
func NewDoors(doors ...*Door) *Doors {
	g := &Doors{doors: doors}
	for i, d := range doors {
		d.keys = func(k *fyne.KeyEvent) bool { return g.move(i, k.Name) }
	}
	g.ExtendBaseWidget(g)
	return g
}

// First is the door that takes the focus first, nil when there is none.
func (g *Doors) First() fyne.Focusable {
	if len(g.doors) == 0 {
		return nil
	}
	return g.doors[0]
}

func (g *Doors) move(from int, key fyne.KeyName) bool {
	step, ok := map[fyne.KeyName]int{
		fyne.KeyLeft: -1, fyne.KeyRight: 1, fyne.KeyUp: -g.columns(g.Size().Width), fyne.KeyDown: g.columns(g.Size().Width),
	}[key]
	to := from + step
	if !ok || to < 0 || to >= len(g.doors) {
		return false // the window may scroll, or nothing happens
	}
	Focus(g.doors[to])
	return true
}

func (g *Doors) columns(width float32) int {
	return max(int((width+doorGap)/(doorWidth+doorGap)), 1)
}

// Widths implements Elastic.
func (g *Doors) Widths() (least, want float32) {
	return doorWidth, float32(len(g.doors))*(doorWidth+doorGap) - doorGap
}

// HeightFor implements Elastic.
func (g *Doors) HeightFor(width float32) float32 {
	n := g.columns(width)
	rows := float32((len(g.doors) + n - 1) / n)
	return rows*(doorHeight+doorGap) - doorGap
}

// CreateRenderer implements fyne.Widget.
func (g *Doors) CreateRenderer() fyne.WidgetRenderer { return render(g) }

func (g *Doors) objects() []fyne.CanvasObject {
	l := make([]fyne.CanvasObject, len(g.doors))
	for i, d := range g.doors {
		l[i] = d
	}
	return l
}

func (g *Doors) paint() {}
func (g *Doors) least() fyne.Size {
	return fyne.NewSize(doorWidth, g.HeightFor(max(g.Size().Width, doorWidth)))
}

func (g *Doors) place(s fyne.Size) {
	n := g.columns(s.Width)
	w := float32(int((s.Width - float32(n-1)*doorGap) / float32(n)))
	for i, d := range g.doors {
		put(d, float32(i%n)*(w+doorGap), float32(i/n)*(doorHeight+doorGap), w, doorHeight)
	}
}
