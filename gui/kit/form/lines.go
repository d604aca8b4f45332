package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/theme"
)

// lines are one or more lines of small text: muted help, or an error with its
// icon. They never hide a word.
type lines struct {
	widget.BaseWidget
	label *kit.Label
	icon  *canvas.Image
	wrong bool
}

func newLines() *lines {
	l := &lines{label: kit.Wrapped(kit.Caption, ""), icon: newIcon(theme.IconAlertCircle, theme.Bad)}
	l.ExtendBaseWidget(l)
	return l
}

func (l *lines) set(text string, wrong bool) {
	l.wrong = wrong
	l.label.SetText(text)
	l.Refresh()
}

// inset is where the text begins: behind the icon of an error.
func (l *lines) inset() float32 {
	if l.wrong {
		return theme.PillIconSize + theme.Gap4
	}
	return 0
}

// HeightFor implements kit.Elastic; one line is always kept.
func (l *lines) HeightFor(width float32) float32 {
	return max(theme.SmallLine, l.label.HeightFor(width-l.inset()))
}

// CreateRenderer implements fyne.Widget.
func (l *lines) CreateRenderer() fyne.WidgetRenderer { return render(l) }

func (l *lines) objects() []fyne.CanvasObject { return []fyne.CanvasObject{l.icon, l.label} }
func (l *lines) least() fyne.Size             { return fyne.NewSize(40, theme.SmallLine) }

func (l *lines) paint() {
	ink := theme.Muted
	if l.wrong {
		ink = theme.Bad
	}
	l.label.SetColor(ink)
	l.icon.Hidden = !l.wrong
	setIcon(l.icon, theme.IconAlertCircle, theme.Bad)
}

func (l *lines) place(size fyne.Size) {
	put(l.icon, 0, (theme.SmallLine-theme.PillIconSize)/2, theme.PillIconSize, theme.PillIconSize)
	put(l.label, l.inset(), 0, size.Width-l.inset(), size.Height)
}

// wide is the width of a text.
func wide(s string, size float32, bold bool) float32 {
	return fyne.MeasureText(s, size, fyne.TextStyle{Bold: bold}).Width
}

// cut shortens a text to a width with an ellipsis.
func cut(s string, width, size float32, bold bool) string {
	if s == "" || width <= 0 || wide(s, size, bold) <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		if t := string(runes[:n]) + "…"; wide(t, size, bold) <= width {
			return t
		}
	}
	return "…"
}
