package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/theme"
)

// Pill shows a state, or a warning with its number: icon and word on the soft
// colour of its tone.
type Pill struct {
	widget.BaseWidget
	tone  theme.Tone
	icon  theme.IconName
	text  string
	box   slab
	image *canvas.Image
	label *canvas.Text
}

// NewPill is a pill; icon may be "".
func NewPill(t theme.Tone, icon theme.IconName, text string) *Pill {
	p := &Pill{tone: t, icon: icon, text: text, box: newSlab().round(theme.PillHeight / 2), image: newIcon(), label: newText()}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes the state; without text the pill is hidden.
func (p *Pill) Set(t theme.Tone, icon theme.IconName, text string) {
	p.tone, p.icon, p.text = t, icon, text
	if text == "" {
		p.Hide()
		return
	}
	p.Show()
	p.Refresh()
}

// Text is the word on the pill.
func (p *Pill) Text() string { return p.text }

// CreateRenderer implements fyne.Widget.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer { return render(p) }

func (p *Pill) ink() ink { return ink{theme.SmallSize, false, p.tone.Ink()} }

func (p *Pill) objects() []fyne.CanvasObject {
	return objs(p.box, p.image, p.label)
}

func (p *Pill) paint() {
	p.box.set(p.tone.Soft(), "", 0)
	setIcon(p.image, p.icon, p.tone.Ink())
	p.ink().set(p.label, p.ink().fit(p.text, p.room(p.Size().Width)))
}

// room is what the text has at a width.
func (p *Pill) room(w float32) float32 {
	if w == 0 {
		return 1e6
	}
	return w - p.start() - theme.Gap8
}

// start is where the text begins.
func (p *Pill) start() float32 {
	if p.icon == "" {
		return theme.Gap8
	}
	return 6 + theme.PillIconSize + theme.Gap4
}

// Widths implements Elastic.
func (p *Pill) Widths() (least, want float32) {
	want = p.start() + p.ink().width(p.text) + theme.Gap8
	return min(want, p.start()+leastText+theme.Gap8), want
}

// HeightFor implements Elastic.
func (p *Pill) HeightFor(float32) float32 { return theme.PillHeight }

func (p *Pill) least() fyne.Size {
	_, w := p.Widths()
	return fyne.NewSize(w, theme.PillHeight)
}

func (p *Pill) place(s fyne.Size) {
	_, w := p.Widths()
	w = min(w, s.Width)
	y := round((s.Height - theme.PillHeight) / 2)
	p.box.put(0, y, w, theme.PillHeight)
	put(p.image, 6, y+(theme.PillHeight-theme.PillIconSize)/2, theme.PillIconSize, theme.PillIconSize)
	p.ink().set(p.label, p.ink().fit(p.text, p.room(w)))
	putText(p.label, p.start(), y, p.room(w), theme.PillHeight)
}

// Badge counts what waits somewhere; zero shows nothing.
type Badge struct {
	widget.BaseWidget
	mark badgeMark
}

// NewBadge is a badge. Accented is filled: the next job of the day.
func NewBadge(n int, t theme.Tone) *Badge {
	b := &Badge{mark: newBadgeMark()}
	b.mark.n, b.mark.tone, b.Hidden = n, t, n == 0
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the count.
func (b *Badge) Set(n int, t theme.Tone) {
	b.mark.n, b.mark.tone = n, t
	b.Hidden = n == 0
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer { return render(b) }

func (b *Badge) objects() []fyne.CanvasObject {
	return objs(b.mark)
}
func (b *Badge) least() fyne.Size  { return fyne.NewSize(b.mark.width(), badgeHeight) }
func (b *Badge) paint()            { b.mark.paint() }
func (b *Badge) place(s fyne.Size) { b.mark.place(s.Width-b.mark.width(), (s.Height-badgeHeight)/2) }

// badgeMark is a badge inside another widget.
type badgeMark struct {
	n     int
	tone  theme.Tone
	box   slab
	label *canvas.Text
}

const badgeHeight float32 = 16

func newBadgeMark() badgeMark {
	return badgeMark{box: newSlab().round(badgeHeight / 2), label: newText()}
}

func (m *badgeMark) ink() ink {
	if m.tone == theme.Accented {
		return ink{theme.TinySize, false, theme.OnAccent}
	}
	return ink{theme.TinySize, false, m.tone.Ink()}
}

func (m *badgeMark) text() string {
	if m.n == 0 {
		return ""
	}
	return counts.Int(m.n)
}

// counts writes the numbers of badges.
var counts = format.New(format.Options{})

// SetFormat tells the kit how the user writes numbers, for its counts.
func SetFormat(f *format.Format) { counts = f }

func (m *badgeMark) width() float32 {
	if m.n == 0 {
		return 0
	}
	return max(m.ink().width(m.text())+12, 20)
}

func (m *badgeMark) paint() {
	fill := m.tone.Soft()
	switch m.tone {
	case theme.Accented:
		fill = theme.Accent
	case theme.Plain, theme.Quiet:
		fill = theme.Line // NeutralSoft cannot be told from the rail
	}
	m.box.set(fill, "", 0)
	m.ink().set(m.label, m.text())
	m.box.show(m.n != 0)
}

func (m *badgeMark) place(x, y float32) {
	w := m.width()
	m.box.put(x, round(y), w, badgeHeight)
	m.label.Alignment = fyne.TextAlignCenter
	putText(m.label, x, round(y), w, badgeHeight)
}
