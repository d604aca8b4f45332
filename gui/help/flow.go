package help

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/theme"
)

// flow is a text that breaks into lines, with keys and links among its words.
type flow struct {
	widget.BaseWidget
	size   float32
	line   float32
	pieces []piece
	drawn  []fyne.CanvasObject // words of one style that stand together are one text
}

// piece is what is not broken: a word, a key or a link.
type piece struct {
	text  string
	bold  bool
	obj   fyne.CanvasObject // of a key or link, nil for a word
	width float32
	space bool // a blank stands before it
}

// readingLine is the height of a line that is read, not scanned.
const readingLine = theme.TextLine + theme.Gap4

func newFlow(spans []span, size float32, bold bool, follow func(to string)) *flow {
	f := &flow{size: size, line: max(readingLine, size*1.4)}
	space := false
	for _, s := range spans {
		switch {
		case s.key:
			f.add(piece{obj: kit.NewKeyBox(s.text), space: space})
			space = false
		case s.link != "":
			f.add(piece{obj: newLink(s.text, size, func() { follow(s.link) }), space: space})
			space = false
		default:
			for i, w := range strings.Fields(s.text) {
				f.add(piece{text: w, bold: bold || s.bold, space: space || i > 0 || strings.HasPrefix(s.text, " ")})
				space = false
			}
			space = strings.HasSuffix(s.text, " ")
		}
	}
	f.ExtendBaseWidget(f)
	return f
}

func (f *flow) add(p piece) {
	p.width = f.measure(p.text, p.bold)
	if p.obj != nil {
		p.width = p.obj.MinSize().Width
	}
	f.pieces = append(f.pieces, p)
}

func (f *flow) measure(t string, bold bool) float32 {
	if t == "" {
		return 0
	}
	return fyne.MeasureText(t, f.size, fyne.TextStyle{Bold: bold}).Width
}

// walk goes through the lines at a width and returns their height; it places the
// pieces when asked to.
func (f *flow) walk(width float32, place bool) float32 {
	blank := f.measure("a b", false) - f.measure("ab", false)
	x, y := float32(0), float32(0)
	var run *canvas.Text // the text that the next word may continue
	if place {
		f.drawn = nil
	}
	for i, p := range f.pieces {
		gap := float32(0)
		if p.space && x > 0 {
			gap = blank
		}
		if x > 0 && p.space && x+gap+f.reach(i) > width {
			x, y, gap, run = 0, y+f.line, 0, nil
		}
		if place {
			run = f.place(run, p, fyne.NewPos(x+gap, y))
		}
		x += gap + p.width
	}
	return y + f.line
}

// place puts a piece at a place of the text: a word continues the run before it
// when it is written alike. It returns the run that the next word may continue.
func (f *flow) place(run *canvas.Text, p piece, at fyne.Position) *canvas.Text {
	if p.obj != nil {
		z := p.obj.MinSize()
		p.obj.Resize(z)
		p.obj.Move(at.AddXY(0, (f.line-z.Height)/2))
		f.drawn = append(f.drawn, p.obj)
		return nil
	}
	if run != nil && run.TextStyle.Bold == p.bold {
		if p.space {
			run.Text += " "
		}
		run.Text += p.text
		run.Resize(run.MinSize())
		return run
	}
	run = canvas.NewText(p.text, theme.Color(theme.Text))
	run.TextSize, run.TextStyle.Bold = f.size, p.bold
	z := run.MinSize()
	run.Resize(z)
	run.Move(at.AddXY(0, (f.line-z.Height)/2))
	f.drawn = append(f.drawn, run)
	return run
}

// reach is the width of a piece with those that stick to it: a comma after a
// link does not begin a line.
func (f *flow) reach(i int) float32 {
	w := f.pieces[i].width
	for _, p := range f.pieces[i+1:] {
		if p.space {
			break
		}
		w += p.width
	}
	return w
}

// HeightFor implements kit.Elastic.
func (f *flow) HeightFor(width float32) float32 { return f.walk(width, false) }

// Widths implements kit.Elastic.
func (f *flow) Widths() (least, want float32) { return 120, 704 }

// CreateRenderer implements fyne.Widget.
func (f *flow) CreateRenderer() fyne.WidgetRenderer { return flowing{f} }

type flowing struct{ f *flow }

func (r flowing) Destroy()           {}
func (r flowing) Layout(z fyne.Size) { r.f.walk(z.Width, true) }
func (r flowing) MinSize() fyne.Size {
	return fyne.NewSize(120, r.f.HeightFor(max(r.f.Size().Width, 120)))
}
func (r flowing) Objects() []fyne.CanvasObject { return r.f.drawn }

func (r flowing) Refresh() {
	r.f.walk(r.f.Size().Width, true)
	for _, o := range r.f.drawn {
		o.Refresh()
	}
}

// link is a word that leads somewhere.
type link struct {
	widget.BaseWidget
	label  *canvas.Text
	under  *canvas.Rectangle
	follow func()
	lit    bool // the pointer or the keyboard is on it
}

func newLink(label string, size float32, follow func()) *link {
	l := &link{label: canvas.NewText(label, theme.Color(theme.Accent)), under: canvas.NewRectangle(theme.Color(theme.Accent)), follow: follow}
	l.label.TextSize = size
	l.ExtendBaseWidget(l)
	return l
}

// Tapped implements fyne.Tappable.
func (l *link) Tapped(*fyne.PointEvent) { l.follow() }

// Cursor implements desktop.Cursorable.
func (l *link) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn implements desktop.Hoverable.
func (l *link) MouseIn(*desktop.MouseEvent) { l.light(true) }

// MouseMoved implements desktop.Hoverable.
func (l *link) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (l *link) MouseOut() { l.light(false) }

// FocusGained implements fyne.Focusable.
func (l *link) FocusGained() { l.light(true) }

// FocusLost implements fyne.Focusable.
func (l *link) FocusLost() { l.light(false) }

// TypedRune implements fyne.Focusable.
func (l *link) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (l *link) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.follow()
	default:
		action.Pass(l, k)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (l *link) TypedShortcut(s fyne.Shortcut) { kit.PassShortcut(l, s) }

func (l *link) light(on bool) {
	l.lit = on
	l.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *link) CreateRenderer() fyne.WidgetRenderer {
	r := linking{l}
	r.Refresh()
	return r
}

type linking struct{ l *link }

func (r linking) Destroy()           {}
func (r linking) MinSize() fyne.Size { return r.l.label.MinSize() }
func (r linking) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.label, r.l.under}
}

func (r linking) Layout(z fyne.Size) {
	r.l.label.Resize(z)
	thick := theme.LineWidth
	if r.l.lit {
		thick = theme.FocusWidth
	}
	r.l.under.Move(fyne.NewPos(0, z.Height-thick-1))
	r.l.under.Resize(fyne.NewSize(z.Width, thick))
}

func (r linking) Refresh() {
	r.l.label.Color, r.l.under.FillColor = theme.Color(theme.Accent), theme.Color(theme.Accent)
	r.Layout(r.l.Size())
	r.l.label.Refresh()
	r.l.under.Refresh()
}
