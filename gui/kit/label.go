package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// Style is how a label is written.
type Style int

// The styles of labels: 13 unless named otherwise.
const (
	Body        Style = iota
	Strong            // bold
	Muted             // second text
	Small             // 12
	SmallStrong       // 12 bold
	Caption           // 12 muted
	Tiny              // 11 muted
	PanelTitle        // 15 bold
	PageTitle         // 18 bold, also big figures
	Welcome           // 22 bold
)

var inks = map[Style]ink{
	Body:        {theme.TextSize, false, theme.Text},
	Strong:      {theme.TextSize, true, theme.Text},
	Muted:       {theme.TextSize, false, theme.Muted},
	Small:       {theme.SmallSize, false, theme.Text},
	SmallStrong: {theme.SmallSize, true, theme.Text},
	Caption:     {theme.SmallSize, false, theme.Muted},
	Tiny:        {theme.TinySize, false, theme.Muted},
	PanelTitle:  {theme.PanelTitleSize, true, theme.Text},
	PageTitle:   {theme.PageTitleSize, true, theme.Text},
	Welcome:     {theme.WelcomeSize, true, theme.Text},
}

// Label is a text. On one line it is cut with an ellipsis where the room is
// short, and the tooltip has it all; a wrapped one takes the lines it needs. In
// a wrapped label **two stars** make words bold. A label follows the pointer for
// its tooltip, so what lights up as a whole under the pointer draws its own texts.
type Label struct {
	widget.BaseWidget
	style Style
	text  string
	color fyne.ThemeColorName // "" is the style's
	align fyne.TextAlign
	wrap  bool
	tip   string
	limit float32 // widest it wants to be, 0 for no limit
	one   *canvas.Text
	many  []fyne.CanvasObject
	width float32 // of the last wrapping
	found found
}

// found is what was measured last: the toolkit asks with every frame.
type found struct {
	text     string
	style    Style
	want     float32 // 0 is not measured
	at, high float32 // the height at a width, 0 is not measured
}

// NewLabel is a text on one line.
func NewLabel(s Style, text string) *Label {
	l := &Label{style: s, text: text, one: newText()}
	l.ExtendBaseWidget(l)
	return l
}

// Wrapped is a text that breaks into lines at the width it is given.
func Wrapped(s Style, text string) *Label {
	l := NewLabel(s, text)
	l.wrap = true
	return l
}

// Number is a text aligned right.
func Number(s Style, text string) *Label { return NewLabel(s, text).Align(fyne.TextAlignTrailing) }

// Align sets the side the text stands at.
func (l *Label) Align(a fyne.TextAlign) *Label { l.align = a; return l }

// Limit keeps the label from being wider than a width.
func (l *Label) Limit(width float32) *Label { l.limit = width; return l }

// SetText changes the text.
func (l *Label) SetText(text string) {
	if l.text != text {
		l.text, l.width = text, 0
		l.Refresh()
	}
}

// Text is the whole text.
func (l *Label) Text() string { return l.text }

// SetTone writes the text in the colour of a tone.
func (l *Label) SetTone(t theme.Tone) *Label { return l.SetColor(t.Ink()) }

// SetColor writes the text in a colour; "" is that of the style.
func (l *Label) SetColor(c fyne.ThemeColorName) *Label {
	if l.color != c {
		l.color = c
		l.Refresh()
	}
	return l
}

// SetStyle changes how the text is written.
func (l *Label) SetStyle(s Style) {
	l.style, l.width = s, 0
	l.Refresh()
}

// SetTip gives the label a tooltip beside that of a cut text.
func (l *Label) SetTip(text string) *Label { l.tip = text; return l }

// heads tells whether the text is what a row is about, beside which the rest is a
// note.
func (l *Label) heads() bool {
	switch l.style {
	case Strong, PanelTitle, PageTitle, Welcome:
		return true
	}
	return false
}

func (l *Label) ink() ink {
	k := inks[l.style]
	if l.color != "" {
		k.color = l.color
	}
	return k
}

// CreateRenderer implements fyne.Widget.
func (l *Label) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *Label) objects() []fyne.CanvasObject {
	if l.wrap {
		return l.many
	}
	return []fyne.CanvasObject{l.one}
}

func (l *Label) paint() {
	l.found = found{}
	if l.wrap {
		l.width = 0
		return
	}
	l.ink().set(l.one, l.shown())
}

// shown is the text as it fits.
func (l *Label) shown() string {
	if w := l.Size().Width; w > 0 {
		return l.ink().fit(l.text, w)
	}
	return l.text
}

func (l *Label) place(s fyne.Size) {
	k := l.ink()
	if l.wrap {
		if l.width != s.Width {
			l.width = s.Width
			l.lay(s.Width)
		}
		return
	}
	k.set(l.one, k.fit(l.text, s.Width))
	l.one.Alignment = l.align
	putText(l.one, 0, 0, s.Width, s.Height)
}

// lay writes the wrapped lines.
func (l *Label) lay(width float32) {
	k := l.ink()
	l.many = l.many[:0:0]
	for i, line := range wrapText(k, l.text, width) {
		x := float32(0)
		switch l.align {
		case fyne.TextAlignCenter:
			x = round((width - line.width) / 2)
		case fyne.TextAlignTrailing:
			x = width - line.width
		}
		for _, r := range line.runs {
			t := newText()
			rk := k
			rk.bold = k.bold || r.bold
			rk.set(t, r.text)
			putText(t, x+r.x, float32(i)*k.line(), r.width, k.line())
			l.many = append(l.many, t)
		}
	}
}

func (l *Label) least() fyne.Size {
	least, want := l.Widths()
	if l.wrap {
		w := l.Size().Width
		if w == 0 {
			w = want
		}
		return fyne.NewSize(least, l.HeightFor(w))
	}
	return fyne.NewSize(want, l.ink().line())
}

// leastText is the narrowest a cut text gets.
const leastText float32 = 32

// Widths implements Elastic.
func (l *Label) Widths() (least, want float32) {
	f := l.measured()
	if f.want == 0 && l.wrap {
		f.want = wrapWidth(l.ink(), l.text)
	} else if f.want == 0 {
		f.want = l.ink().width(l.text)
	}
	want = f.want
	if l.limit > 0 {
		want = min(want, l.limit)
	}
	if l.align == fyne.TextAlignTrailing && !l.wrap {
		return want, want // a number is never cut
	}
	return min(want, leastText), want
}

// HeightFor implements Elastic.
func (l *Label) HeightFor(width float32) float32 {
	if !l.wrap {
		return l.ink().line()
	}
	f := l.measured()
	if f.high == 0 || f.at != width {
		f.at, f.high = width, l.ink().line()*float32(len(wrapText(l.ink(), l.text, width)))
	}
	return f.high
}

// measured is what is known of the text as it is now.
func (l *Label) measured() *found {
	if f := &l.found; f.text != l.text || f.style != l.style {
		*f = found{text: l.text, style: l.style}
	}
	return &l.found
}

// MouseIn implements desktop.Hoverable.
func (l *Label) MouseIn(e *desktop.MouseEvent) { l.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (l *Label) MouseMoved(e *desktop.MouseEvent) {
	switch {
	case l.tip != "":
		AskTip(l, l.tip, e.AbsolutePosition)
	case !l.wrap && l.one.Text != l.text:
		AskTip(l, l.text, e.AbsolutePosition)
	}
}

// MouseOut implements desktop.Hoverable.
func (l *Label) MouseOut() { HideTip() }
