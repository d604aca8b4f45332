package grid

import (
	"errors"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// panel tells what there is to tell when no rows are seen: they are read, there
// are none, none fit, or they could not be read. When old rows stay it is a strip
// below them.
type panel struct {
	board                *Board
	box                  *fyne.Container
	words                *brush
	retry, details, open *kit.Button
}

func newPanel(b *Board) *panel {
	p := &panel{board: b, box: &fyne.Container{}, words: newBrush()}
	p.retry = kit.NewButton(kit.Plain, text.T("grid.retry"), b.Retry)
	p.details = kit.NewButton(kit.Plain, text.T("grid.details"), func() {
		if b.o.OnDetails != nil {
			b.o.OnDetails(b.err)
		}
	})
	p.open = kit.NewButton(kit.Plain, text.T("grid.clear"), b.Clear)
	return p
}

// refresh takes another look over also for buttons that are not seen now.
func (p *panel) refresh() {
	for _, b := range []*kit.Button{p.retry, p.details, p.open} {
		b.Refresh()
	}
}

// Retry asks again for what could not be read.
func (b *Board) Retry() { b.find(anew) }

// trouble is the sentence on why rows could not be read.
func (b *Board) trouble() string {
	var m *model.Error
	if errors.As(b.err, &m) {
		return m.Message
	}
	return text.T("grid.failed")
}

// noMatch is the sentence on search and filters that hide every row.
func (b *Board) noMatch() string {
	n := b.narrowed()
	if b.o.NoMatch == "" {
		return text.N("grid.nomatch", n, b.o.Format.Int(n))
	}
	return text.N(b.o.NoMatch, n, b.o.Format.Int(n))
}

// says is what the panel says, "" when there are rows to be seen.
func (b *Board) says() string {
	switch {
	case b.err != nil:
		return b.trouble()
	case b.lines.count() > 0:
		return ""
	case !b.known && b.slow:
		return text.T("grid.loading")
	case !b.known:
		return ""
	case b.narrowed() > 0:
		return b.noMatch()
	case b.empty != nil:
		return ""
	}
	return text.T("grid.empty")
}

// arrange draws the panel into the room of the lines.
func (p *panel) arrange(size fyne.Size) {
	b := p.board
	p.words.begin()
	p.box.Objects = append(p.box.Objects[:0], p.words.box)
	p.box.Resize(size)
	switch {
	case b.err != nil && b.lines.count() > 0:
		p.strip(size)
	case b.err != nil:
		p.middle(size, theme.IconWarning, p.asked())
	case b.lines.count() > 0:
	case b.known && b.narrowed() > 0:
		p.middle(size, theme.IconFilter, []*kit.Button{p.open})
	case b.known && b.empty != nil:
		p.box.Objects = append(p.box.Objects, b.empty)
		top := theme.GridHeadHeight
		b.empty.Move(fyne.NewPos(0, top))
		b.empty.Resize(fyne.NewSize(size.Width, size.Height-top-b.footerHeight()))
	case b.known || b.slow:
		p.middle(size, "", nil)
	}
}

// asked are the buttons of a failure.
func (p *panel) asked() []*kit.Button {
	if p.board.o.OnDetails == nil {
		return []*kit.Button{p.retry}
	}
	return []*kit.Button{p.retry, p.details}
}

// strip tells of a failure below rows that stay.
func (p *panel) strip(size fyne.Size) {
	b, h := p.board, p.board.troubleHeight()
	at := box{0, size.Height - b.footerHeight() - h, size.Width, h}
	p.words.rect(at, theme.BadSoft)
	p.words.icon(theme.IconWarning, theme.Bad, box{edge + cellPad, at.y, theme.IconSize, h}.middle(theme.IconSize))
	x := at.right() - edge - cellPad
	buttons := p.asked()
	for i := len(buttons) - 1; i >= 0; i-- {
		m := buttons[i].MinSize()
		x -= m.Width
		p.put(buttons[i], x, at.y+(h-m.Height)/2)
		x -= theme.Gap8
	}
	k := ink{color: theme.Bad, size: theme.TextSize}
	from := edge + cellPad + theme.IconSize + theme.Gap8
	p.words.text(b.draw.rule.fit(b.says(), k, x-from), box{from, at.y, x - from, h}, k)
}

func (p *panel) put(b *kit.Button, x, y float32) {
	b.Resize(b.MinSize())
	b.Move(fyne.NewPos(x, y))
	p.box.Objects = append(p.box.Objects, b)
}

// middle tells in the middle of the room: icon, sentence, buttons.
func (p *panel) middle(size fyne.Size, icon theme.IconName, buttons []*kit.Button) {
	const round float32 = 64
	b := p.board
	top, room := theme.GridHeadHeight, float32(b.viewHeight())
	y := top + max(theme.Gap16, (room-round-80)/2.5)
	if room < 140 { // too low for a picture
		icon, y = "", top+theme.Gap8
	}
	if icon != "" {
		at := box{(size.Width - round) / 2, y, round, round}
		p.words.plate(at, theme.AccentSoft, "", round/2)
		p.words.icon(icon, theme.Accent, box{at.x + 17, at.y + 17, 30, 30})
		y += round + theme.Gap12
	}
	k := ink{color: theme.Text, size: theme.PanelTitleSize, bold: true, align: fyne.TextAlignCenter}
	if icon == "" {
		k = ink{color: theme.Muted, size: theme.TextSize, align: fyne.TextAlignCenter}
	}
	room = size.Width - 2*(edge+cellPad)
	p.words.text(b.draw.rule.fit(b.says(), k, room), box{edge + cellPad, y, room, 24}, k)
	y += 24 + theme.Gap12
	sum := -theme.Gap8
	for _, v := range buttons {
		sum += v.MinSize().Width + theme.Gap8
	}
	x := (size.Width - sum) / 2
	for _, v := range buttons {
		p.put(v, x, y)
		x += v.MinSize().Width + theme.Gap8
	}
}
