package grid

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/theme"
)

const (
	tickSize  float32 = 14
	tickX     float32 = 10 // of the boxes before the first column
	foldRoom  float32 = 22 // of the fold arrow before the name of a group
	longGap   float32 = 12 // between a bold text and the second text
	pillGap   float32 = 6
	pillEnd   float32 = 8 // after, and without an icon before, the word of a pill
	pillStart float32 = 6
	barWidth  float32 = 34
	barHeight float32 = 6
)

// isSelected tells whether the row of a line is selected, or the head of a group
// has the cursor.
func (b *Board) isSelected(line int) bool {
	_, row := b.lines.at(line)
	if row < 0 {
		return line == b.cur
	}
	key, ok := b.deck.key(row)
	return ok && b.sel.has(key)
}

// fill draws a line into a slot.
func (d *drawing) fill(s *slot, line int) {
	b := d.board
	g, row := b.lines.at(line)
	w, h := b.self.Size().Width, float32(b.lines.heightOf(line))
	s.begin()
	s.head = row < 0
	s.box.Resize(fyne.NewSize(w, h))
	s.place(s.back.Object(), box{0, 0, w, h})
	if s.head {
		d.groupLine(s, g, line)
	} else {
		d.rowLine(s, row, line)
	}
	s.stroke(fyne.NewPos(0, h-0.5), fyne.NewPos(w, h-0.5), theme.Line, theme.LineWidth) // cheaper than an area
	if b.isSelected(line) {
		s.rect(box{0, 0, theme.MarkWidth, h - theme.LineWidth}, theme.Accent)
	}
	if line == b.cur && b.focused && (b.SelectedCount() > 1 || !b.isSelected(line)) {
		s.frame(box{0, 0, w, h - theme.LineWidth}, theme.Accent, theme.LineWidth)
	}
}

// rowLine draws a row: the columns that scroll sideways first, so that the fixed
// ones lie above them.
func (d *drawing) rowLine(s *slot, row, line int) {
	b := d.board
	for len(d.cells) < len(d.cols) {
		d.cells = append(d.cells, Cell{})
	}
	h := float32(b.lines.rowH)
	look, ok := b.deck.cells(row, d.cols, d.cells)
	d.across(s, line, h, func(i int, at box) {
		if !ok {
			d.placeholder(s, at, row+i)
			return
		}
		c := d.cells[i]
		head := &b.heads[d.cols[i].col]
		c.Bold = c.Bold || look.Bold
		if look.Muted && c.Tone == theme.Plain {
			c.Tone = theme.Quiet
		}
		d.cell(s, painted{cell: c, at: at, align: head.align, row: row, lead: head.lead && line == b.cur})
	})
	if key, known := b.deck.key(row); b.o.Ticks && known && b.deck.canTick(row) {
		state := TickOff
		if b.ticked.has(key) {
			state = TickOn
		}
		tickBox(s.brush, box{tickX, 0, tickSize, h}.middle(tickSize), state)
	}
}

// across calls draw for every column in sight with its place.
func (d *drawing) across(s *slot, line int, h float32, draw func(i int, at box)) {
	b, w := d.board, d.board.self.Size().Width
	side, fixed := float32(b.side), b.left()
	for _, p := range d.cols {
		if p.fixed {
			fixed = p.x + p.w
		}
	}
	for i, p := range d.cols {
		if at := (box{p.x - side, 0, p.w, h}); !p.fixed && at.right() > fixed && at.x < w {
			draw(i, at)
		}
	}
	if side > 0 && line >= 0 {
		s.rect(box{0, 0, fixed, h}, d.ground(line, s.head))
		s.rect(box{fixed, 0, theme.LineWidth, h}, theme.LineStrong)
	}
	for i, p := range d.cols {
		if p.fixed {
			draw(i, box{p.x, 0, p.w, h})
		}
	}
}

// placeholder stands for a cell that is not read yet.
func (d *drawing) placeholder(s *slot, at box, seed int) {
	share := float32(40+(seed*37)%40) / 100
	w := max((at.w-2*cellPad)*share, 12)
	s.plate(box{at.x + cellPad, at.y, w, at.h}.middle(8), theme.NeutralSoft, "", theme.Radius)
}

// groupLine draws the head of a group: the name has the room up to the first
// column in which something stands.
func (d *drawing) groupLine(s *slot, group, line int) {
	b, h := d.board, float32(d.board.lines.groupH)
	g := b.deck.group(group)
	end := b.self.Size().Width - edge
	d.across(s, -1, h, func(i int, at box) {
		head := &b.heads[d.cols[i].col]
		c, ok := g.Cells[head.id]
		if !ok || i == 0 {
			return
		}
		end = min(end, at.x)
		d.cell(s, painted{cell: c, at: at, align: head.align, row: -1})
	})
	x := b.left() + cellPad
	if b.side > 0 {
		s.rect(box{0, 0, end, h}, d.ground(line, true))
	}
	if b.o.Ticks {
		tickBox(s.brush, box{tickX, 0, tickSize, h}.middle(tickSize), b.tickState(group))
	}
	if !b.o.NoFold {
		arrow := theme.IconChevDown
		if b.lines.groups[group].folded {
			arrow = theme.IconChevRight
		}
		s.icon(arrow, theme.Muted, box{x, 0, theme.ButtonIconSize, h}.middle(theme.ButtonIconSize))
		x += foldRoom
	}
	d.groupName(s, g, box{x, 0, end - cellPad - x, h})
}

func (d *drawing) groupName(s *slot, g Group, at box) {
	k := ink{color: theme.Text, size: theme.TextSize, bold: true}
	name := d.rule.fit(g.Title, k, at.w)
	if name != g.Title {
		s.spot(spot{at: at, tip: g.Title})
	}
	s.text(name, at, k)
	x := at.x + d.rule.width(name, k) + theme.Gap8
	if g.Badge != "" {
		tiny := ink{color: theme.Neutral, size: theme.TinySize, bold: true}
		w := d.rule.width(g.Badge, tiny) + 2*pillEnd
		if x+w > at.right() {
			return
		}
		round := box{x, at.y, w, at.h}.middle(theme.PillHeight - 2)
		s.pill(round, theme.NeutralSoft, "", round.h/2)
		s.text(g.Badge, box{x + pillEnd, at.y, w, at.h}, tiny)
		x += w + theme.Gap8
	}
	k = ink{color: theme.Muted, size: theme.SmallSize}
	if room := at.right() - x; room > 3*k.size {
		facts := d.rule.fit(g.Facts, k, room)
		s.text(facts, box{x, at.y, room, at.h}, k)
		if facts != g.Facts {
			s.spot(spot{at: at, tip: g.Facts})
		}
	}
}

// tickBox draws a box with its state, none where nothing can be ticked.
func tickBox(p *brush, at box, t Tick) {
	if t == NoTick {
		return
	}
	if t == TickOff {
		p.pill(at, theme.Surface, theme.LineStrong, theme.Radius-1)
		return
	}
	p.pill(at, theme.Accent, "", theme.Radius-1)
	pt := func(x, y float32) fyne.Position { return fyne.NewPos(at.x+x, at.y+y) }
	if t == TickMixed {
		p.stroke(pt(3.5, 7), pt(10.5, 7), theme.OnAccent, 2)
		return
	}
	p.stroke(pt(3.3, 7.2), pt(5.9, 9.8), theme.OnAccent, 1.8)
	p.stroke(pt(5.7, 9.8), pt(10.8, 4.4), theme.OnAccent, 1.8)
}
