package grid

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
)

// What stands around the lines: head, totals, footer, scroll bars, focus ring.

const (
	sortIcon   float32 = 12
	barThick   float32 = 6
	barMargin  float32 = 3
	barZone    float32 = 12 // in which the pointer takes hold of a scroll bar
	leastThumb float32 = 32
)

// head draws the names of the columns.
func (d *drawing) head(size fyne.Size) {
	b, p := d.board, d.top
	p.begin()
	h := theme.GridHeadHeight
	p.area(box{0, 0, size.Width, h}, theme.Raised)
	s := &slot{brush: p}
	fixed := b.left()
	for _, c := range d.cols {
		if c.fixed {
			fixed = c.x + c.w
			continue
		}
		if at := (box{c.x - float32(b.side), 0, c.w, h}); at.right() > 0 && at.x < size.Width {
			d.title(s, c.col, at)
		}
	}
	if b.side > 0 {
		p.rect(box{0, 0, fixed, h}, theme.Raised)
	}
	for _, c := range d.cols {
		if c.fixed {
			d.title(s, c.col, box{c.x, 0, c.w, h})
		}
	}
	if b.o.Ticks && b.deck.len() > 0 {
		tickBox(p, box{tickX, 0, tickSize, h}.middle(tickSize), b.tickState(-1))
	}
	p.rect(box{0, h - theme.LineWidth, size.Width, theme.LineWidth}, theme.Line)
	if b.slow {
		p.rect(box{0, h - theme.FocusWidth, size.Width, theme.FocusWidth}, theme.Accent)
	}
	p.box.Resize(fyne.NewSize(size.Width, h))
}

// title draws the name of a column, with an arrow when the rows are sorted by it.
func (d *drawing) title(s *slot, col int, at box) {
	b, head := d.board, &d.board.heads[col]
	k := ink{color: theme.Muted, size: theme.SmallSize}
	if b.mouse.head == col && head.sorts {
		s.rect(at, theme.Hover)
	}
	inner := box{at.x + cellPad, at.y, at.w - 2*cellPad, at.h}
	cut := false
	if len(b.ask.Sort) > 0 && b.ask.Sort[0].Column == head.id {
		k.color = theme.Text
		arrow := theme.IconUp
		if b.ask.Sort[0].Down {
			arrow = theme.IconDown
		}
		sign := part{gap: theme.Gap4, w: sortIcon, draw: func(at box) bool {
			s.icon(arrow, theme.Text, at.middle(sortIcon))
			return false
		}}
		inner.w += cellPad // the arrow may stand in the space between columns
		parts := []part{d.textPart(s, head.title, k, theme.Gap4), sign}
		if head.align == fyne.TextAlignTrailing {
			parts[0], parts[1] = parts[1], parts[0]
			inner.x -= cellPad
		}
		cut = d.flow(parts, inner, head.align)
	} else {
		k.align = head.align
		cut = d.write(s, head.title, inner, k)
	}
	switch {
	case head.sorts:
		s.spot(spot{at: at, tip: text.T("grid.head.tip", b.named(head.id), ArrangeKey.String())})
	case cut:
		s.spot(spot{at: at, tip: head.title})
	}
}

// totalsRow draws the sums in the columns: right below the last row, or at the
// bottom when rows go on.
func (d *drawing) totalsRow(size fyne.Size) {
	b := d.board
	d.totals.begin()
	h := b.totalsHeight()
	if h == 0 {
		return
	}
	bottom := size.Height - b.footerHeight() - b.troubleHeight() - h
	y := min(theme.GridHeadHeight+float32(b.lines.height()-b.off), bottom)
	s := &slot{brush: d.totals, head: true}
	s.box.Move(fyne.NewPos(0, y))
	s.box.Resize(fyne.NewSize(size.Width, h))
	s.area(box{0, 0, size.Width, h}, theme.Raised)
	sums := b.deck.totals()
	name := text.N(b.o.TotalsName, b.deck.len(), b.o.Format.Int(b.deck.len()))
	d.across(s, -1, h, func(i int, at box) {
		head := &b.heads[d.cols[i].col]
		c, ok := sums[head.id]
		if i == 0 {
			c, ok = Cell{Text: name, Bold: true}, true
			if b.side > 0 {
				s.rect(at, theme.Raised)
			}
		}
		if ok {
			d.cell(s, painted{cell: c, at: at, align: head.align, row: -1})
		}
	})
	s.rect(box{0, 0, size.Width, theme.LineWidth}, theme.LineStrong)
	s.rect(box{0, h - theme.LineWidth, size.Width, theme.LineWidth}, theme.Line)
}

// footer draws how many rows there are, how many are selected, and the totals.
func (d *drawing) footer(size fyne.Size) {
	b, p := d.board, d.foot
	p.begin()
	h := b.footerHeight()
	if h == 0 {
		return
	}
	p.box.Move(fyne.NewPos(0, size.Height-h))
	p.box.Resize(fyne.NewSize(size.Width, h))
	p.area(box{0, 0, size.Width, h}, theme.Raised)
	p.rect(box{0, 0, size.Width, theme.LineWidth}, theme.Line)
	if !b.known || b.deck.beginning() {
		return
	}
	muted, bold := ink{color: theme.Muted, size: theme.SmallSize}, ink{color: theme.Text, size: theme.SmallSize, bold: true}
	x := edge + cellPad
	put := func(s string, k ink) {
		w := d.rule.width(s, k)
		p.text(s, box{x, 0, w, h}, k)
		x += w
	}
	lead, rest := b.counted()
	put(lead, bold)
	put(rest, muted)
	if n := b.SelectedCount(); n > 0 {
		x += theme.Gap16
		put(text.N("grid.selected", n, b.o.Format.Int(n)), muted)
	}
	if b.o.TotalsName == "" {
		d.footTotals(x+theme.Gap16, box{0, 0, size.Width - edge - cellPad, h})
	}
}

// counted is the count of rows, parted after the number that comes first.
func (b *Board) counted() (lead, rest string) {
	n, all := b.deck.len(), b.deck.all()
	shown := b.o.Format.Int(n)
	s := text.N(b.o.Count, n, shown)
	if n != all && b.o.CountOf != "" {
		s = text.N(b.o.CountOf, all, shown, b.o.Format.Int(all))
	}
	if rest, ok := strings.CutPrefix(s, shown); ok {
		return shown, rest
	}
	return "", s
}

// footTotals writes the totals from the right as far as there is room.
func (d *drawing) footTotals(from float32, at box) {
	b, p := d.board, d.foot
	sums := b.deck.totals()
	x := at.right()
	for i := len(d.cols) - 1; i >= 0; i-- {
		head := &b.heads[d.cols[i].col]
		c, ok := sums[head.id]
		if !ok {
			continue
		}
		name := ink{color: theme.Muted, size: theme.SmallSize}
		sum := ink{color: c.Tone.Ink(), size: theme.SmallSize, bold: true}
		nw, sw := d.rule.width(head.title, name), d.rule.width(c.Text, sum)
		if x-nw-sw-theme.Gap4 < from {
			return
		}
		p.text(c.Text, box{x - sw, 0, sw, at.h}, sum)
		p.text(head.title, box{x - sw - theme.Gap4 - nw, 0, nw, at.h}, name)
		x -= nw + sw + theme.Gap4 + theme.Gap16
	}
}

// thumb is where the scroll bar of the lines stands, and how far it can go.
func (b *Board) thumb() (at box, way float32, ok bool) {
	view, hidden := b.viewHeight(), b.maxOff()
	if hidden <= 0 || view <= 0 {
		return box{}, 0, false
	}
	room := float32(view) - 2*barMargin
	h := max(leastThumb, room*float32(view/(view+hidden)))
	way = max(room-h, 1)
	y := theme.GridHeadHeight + barMargin + way*float32(b.off/hidden)
	return box{b.self.Size().Width - barMargin - barThick, y, barThick, h}, way, true
}

// sideThumb is the same for the columns.
func (b *Board) sideThumb() (at box, way float32, ok bool) {
	hidden := b.maxSide()
	if hidden <= 0 {
		return box{}, 0, false
	}
	size := b.self.Size()
	room := size.Width - 2*barMargin - barZone
	w := max(leastThumb, room*float32(float64(size.Width)/(float64(size.Width)+hidden)))
	way = max(room-w, 1)
	y := theme.GridHeadHeight + float32(b.viewHeight()) - barMargin - barThick
	return box{barMargin + way*float32(b.side/hidden), y, w, barThick}, way, true
}

func (d *drawing) scrollBars(size fyne.Size) {
	b, p := d.board, d.bars
	p.begin()
	p.box.Resize(size)
	for _, bar := range []struct {
		get  func() (box, float32, bool)
		held bool
	}{{b.thumb, b.mouse.held == holdThumb}, {b.sideThumb, b.mouse.held == holdSide}} {
		if at, _, ok := bar.get(); ok {
			c := theme.LineStrong
			if bar.held {
				c = theme.Axis
			}
			p.plate(at, c, "", barThick/2)
		}
	}
	if b.focused {
		p.frame(box{0, 0, size.Width, size.Height}, theme.Accent, theme.FocusWidth)
	}
}
