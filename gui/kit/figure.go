package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/dropledger/dropledger/gui/theme"
)

// FigureText is what a figure shows.
type FigureText struct {
	Label string     // "Net revenue"
	Value string     // "18,541.90"
	Unit  string     // "EUR, 20.9 %"
	Delta string     // "+13.3 %", "" without
	From  string     // "from 16,372"
	Up    bool       // the arrow
	Tone  theme.Tone // Fine when the change is for the better, Wrong when for the worse
	Tip   string
}

// Figure is a card with one number, its change, and room for a small line. A
// click opens the rows behind it.
type Figure struct {
	control
	data                            FigureText
	spark                           fyne.CanvasObject
	box                             slab
	label, value, unit, delta, from *canvas.Text
	arrow                           *canvas.Image
}

const (
	figureHeight float32 = 78
	sparkWidth   float32 = 72
	sparkHeight  float32 = 30
)

// NewFigure is a figure; spark may be nil.
func NewFigure(spark fyne.CanvasObject, open func()) *Figure {
	f := &Figure{
		spark: spark, box: newSlab(), label: newText(), value: newText(), unit: newText(),
		delta: newText(), from: newText(), arrow: newIcon(),
	}
	f.press = open
	f.tip = func() string { return f.data.Tip }
	f.extend(f)
	return f
}

// Set changes what the figure shows.
func (f *Figure) Set(t FigureText) { f.data = t; f.Refresh() }

// Data is what the figure shows.
func (f *Figure) Data() FigureText { return f.data }

// Cursor implements desktop.Cursorable.
func (f *Figure) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (f *Figure) CreateRenderer() fyne.WidgetRenderer { return render(f) }

func (f *Figure) objects() []fyne.CanvasObject {
	l := objs(f.box, f.label, f.value, f.unit, f.arrow, f.delta, f.from)
	if f.spark != nil {
		l = append(l, f.spark)
	}
	return l
}

func (f *Figure) paint() {
	fill, edge, w := theme.Surface, theme.Line, theme.LineWidth
	if f.live() {
		edge = theme.LineStrong
	}
	if f.focused {
		edge, w = theme.Accent, theme.FocusWidth
	}
	f.box.set(fill, edge, w)
	arrow := theme.IconDown
	if f.data.Up {
		arrow = theme.IconUp
	}
	if f.data.Delta == "" {
		arrow = ""
	}
	setIcon(f.arrow, arrow, f.data.Tone.Ink())
}

func (f *Figure) least() fyne.Size {
	w := max(inks[Caption].width(f.data.Label)+sparkWidth, inks[PageTitle].width(f.data.Value)+40)
	return fyne.NewSize(w+2*theme.Gap12, figureHeight)
}

func (f *Figure) place(s fyne.Size) {
	f.box.put(0, 0, s.Width, s.Height)
	in, right := theme.Gap12+1, s.Width-theme.Gap12
	caption, big, small := inks[Caption], inks[PageTitle], inks[Small]
	room := right - in
	if f.spark != nil {
		room -= sparkWidth - theme.Gap8
		put(f.spark, s.Width-sparkWidth-theme.Gap8, 6, sparkWidth, sparkHeight)
	}
	f.line(f.label, caption, f.data.Label, fyne.NewPos(in, 11), room)
	w := f.line(f.value, big, f.data.Value, fyne.NewPos(in, 30), right-in)
	f.line(f.unit, caption, f.data.Unit, fyne.NewPos(in+w+3, 36), right-in-w-3)
	put(f.arrow, in-1, 56, 14, 14)
	x := in + 17
	w = f.line(f.delta, small, f.data.Delta, fyne.NewPos(x, 54), right-x)
	if f.data.Delta == "" {
		x, w = in, -theme.Gap4
	}
	f.line(f.from, caption, f.data.From, fyne.NewPos(x+w+theme.Gap4, 54), right-x-w-theme.Gap4)
}

// line writes a text of one line and returns its width.
func (f *Figure) line(t *canvas.Text, k ink, text string, at fyne.Position, room float32) float32 {
	k.set(t, k.fit(text, room))
	w := k.width(t.Text)
	putText(t, at.X, at.Y, w, k.line())
	return w
}
