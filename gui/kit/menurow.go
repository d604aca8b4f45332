package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/theme"
)

// menuRow is one item of an open menu.
type menuRow struct {
	widget.BaseWidget
	of        *menu
	i         int
	item      MenuItem
	ticks     bool // the menu keeps room for a tick
	back      *canvas.Rectangle
	icon      *canvas.Image
	text, key *canvas.Text
}

func newMenuRow(m *menu, i int, it MenuItem, ticks bool) *menuRow {
	r := &menuRow{of: m, i: i, item: it, ticks: ticks, back: &canvas.Rectangle{}, icon: newIcon(), text: newText(), key: newText()}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped chooses the item.
func (r *menuRow) Tapped(*fyne.PointEvent) { r.of.choose(r.i) }

// MouseIn implements desktop.Hoverable.
func (r *menuRow) MouseIn(e *desktop.MouseEvent) {
	if r.item.Off == "" {
		r.of.set(r.i)
	}
	r.MouseMoved(e)
}

// MouseMoved implements desktop.Hoverable.
func (r *menuRow) MouseMoved(e *desktop.MouseEvent) { AskTip(r, r.item.Off, e.AbsolutePosition) }

// MouseOut implements desktop.Hoverable.
func (r *menuRow) MouseOut() { HideTip() }

// CreateRenderer implements fyne.Widget.
func (r *menuRow) CreateRenderer() fyne.WidgetRenderer { return render(r) }

func (r *menuRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.icon, r.text, r.key}
}

func (r *menuRow) ink() ink {
	k := inks[Body]
	switch {
	case r.item.Off != "":
		k.color = theme.Series2
	case r.item.Bad:
		k.color = theme.Bad
	}
	return k
}

func (r *menuRow) paint() {
	tint(r.back, theme.AccentSoft)
	r.back.Hidden = r.of.at != r.i
	icon, c := r.item.Icon, theme.Muted
	if r.item.Tick {
		icon, c = theme.IconTick, theme.Accent
	}
	if r.item.Bad {
		c = theme.Bad
	}
	if r.item.Off != "" {
		c = theme.Series2
	}
	setIcon(r.icon, icon, c)
	r.ink().set(r.text, r.item.Text)
	inks[Caption].set(r.key, r.item.Key)
}

func (r *menuRow) start() float32 {
	if r.item.Icon == "" && !r.ticks {
		return theme.Gap12
	}
	return theme.Gap12 + theme.ButtonIconSize + theme.Gap8
}

func (r *menuRow) least() fyne.Size {
	w := r.start() + r.ink().width(r.item.Text) + theme.Gap16
	if r.item.Key != "" {
		w += theme.Gap16 + inks[Caption].width(r.item.Key)
	}
	return fyne.NewSize(w, menuRowHeight)
}

func (r *menuRow) place(s fyne.Size) {
	put(r.back, 0, 0, s.Width, s.Height)
	put(r.icon, theme.Gap12, (s.Height-theme.ButtonIconSize)/2, theme.ButtonIconSize, theme.ButtonIconSize)
	putText(r.text, r.start(), 0, s.Width-r.start(), s.Height)
	w := inks[Caption].width(r.item.Key)
	putText(r.key, s.Width-theme.Gap12-w, 0, w, s.Height)
}
