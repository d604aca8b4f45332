package grid

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/theme"
)

// painted is a cell and where it stands.
type painted struct {
	cell  Cell
	at    box
	align fyne.TextAlign
	row   int  // that buttons in it are of, -1 for none
	lead  bool // the row has the cursor, and the cell shows it
}

// ink is how the text of the cell is written.
func (p *painted) ink(align fyne.TextAlign) ink {
	k := p.cell.ink(align)
	k.bold = k.bold || p.lead
	return k
}

// roomy is the height of lines from which icons have their full size.
const roomy float32 = 32

// part is a piece of a cell: as wide as it wants to be, drawn as wide as there is
// room.
type part struct {
	gap  float32 // before it
	w    float32
	give bool    // text that may be cut
	lest float32 // narrower than that it says nothing, and is left out
	draw func(at box) (cut bool)
}

// cell draws a cell.
func (d *drawing) cell(s *slot, p painted) {
	c := &p.cell
	inner := box{p.at.x + cellPad, p.at.y, p.at.w - 2*cellPad, p.at.h}
	d.shade(s, p)
	if c.Bar != nil {
		d.bar(s, inner, *c.Bar)
		inner = box{inner.x + barWidth + theme.Gap4, inner.y, inner.w - barWidth - theme.Gap4, inner.h}
	}
	if len(c.Spark) > 1 {
		d.spark(s, inner, c.Spark)
	}
	if c.Span != nil {
		inner = d.span(s, inner, c.Span)
	}
	if c.Tip != "" {
		s.spot(spot{at: p.at, tip: c.Tip})
	}
	cut := false
	if c.simple() {
		cut = d.write(s, c.Text, inner, p.ink(p.align))
	} else {
		list, some := d.few(s, d.parts(s, p), c, inner.w)
		cut = d.flow(list, inner, p.align) || some
	}
	if cut && c.Tip == "" {
		s.spot(spot{at: p.at, tip: c.plain()})
	}
}

// simple tells whether the cell is nothing but text.
func (c *Cell) simple() bool {
	return c.Sub == "" && c.Old == "" && c.Icon == "" && len(c.Pills) == 0 && len(c.Buttons) == 0 && c.Tick == NoTick && c.Fold == FoldNone
}

func (c *Cell) ink(align fyne.TextAlign) ink {
	k := ink{color: c.Tone.Ink(), size: theme.TextSize, bold: c.Bold || c.Old != "", align: align}
	if c.Wrong {
		k.color, k.bold = theme.Bad, true
	}
	return k
}

// shade puts the soft colour behind a cell that needs an eye.
func (d *drawing) shade(s *slot, p painted) {
	fill := fyne.ThemeColorName("")
	switch {
	case p.cell.Wrong:
		fill = theme.BadSoft
	case p.cell.Old != "":
		fill = theme.InfoSoft
	case p.cell.Fill != theme.Plain:
		fill = p.cell.Fill.Soft()
	default:
		return
	}
	s.rect(box{p.at.x, p.at.y, p.at.w, p.at.h - theme.LineWidth}, fill)
}

// write writes a text as far as there is room.
func (d *drawing) write(s *slot, text string, at box, k ink) (cut bool) {
	fits := d.rule.fit(text, k, at.w)
	s.text(fits, at, k)
	return fits != text
}

// parts are the pieces of a cell from left to right.
func (d *drawing) parts(s *slot, p painted) []part {
	c := &p.cell
	k := p.ink(fyne.TextAlignLeading)
	var list []part
	gap := float32(6) // after tick and icon
	if c.Fold != FoldNone {
		list = append(list, d.foldPart(s, p))
	}
	if c.Tick != NoTick {
		list = append(list, d.tickPart(s, p))
	}
	if c.Icon != "" {
		tone := c.Tone
		if c.IconTone != theme.Plain {
			tone = c.IconTone
		}
		size := theme.ButtonIconSize
		switch {
		case p.align == fyne.TextAlignTrailing:
			size, gap = sortIcon, theme.Gap4
		case p.row >= 0 && p.at.h >= roomy:
			size, gap = theme.IconSize, theme.Gap8
		}
		list = append(list, part{w: size, draw: func(at box) bool {
			s.icon(c.Icon, tone.Ink(), at.middle(size))
			return false
		}})
	}
	if c.Old != "" {
		old := ink{color: theme.Muted, size: theme.TextSize, strike: true}
		list = append(list, d.textPart(s, c.Old, old, 0), part{gap: 6, w: 12, draw: func(at box) bool {
			s.icon(theme.IconRight, theme.Muted, at.middle(12))
			return false
		}})
	}
	if c.Text != "" {
		list = append(list, d.textPart(s, c.Text, k, gap))
	}
	if c.Sub != "" {
		gap := theme.Gap4
		if c.Bold {
			gap = longGap
		}
		sub := d.textPart(s, c.Sub, ink{color: theme.Muted, size: theme.SmallSize}, gap)
		sub.lest = leastSub
		list = append(list, sub)
	}
	for i := range c.Pills {
		list = append(list, d.pillPart(s, &c.Pills[i], i))
	}
	for i := range c.Buttons {
		list = append(list, d.buttonPart(s, &c.Buttons[i], p.row, i))
	}
	return list
}

func (d *drawing) textPart(s *slot, text string, k ink, gap float32) part {
	return part{gap: gap, w: d.rule.width(text, k), give: true, draw: func(at box) bool {
		return d.write(s, text, at, k)
	}}
}

// foldPart is the arrow of a row that other rows belong to.
func (d *drawing) foldPart(s *slot, p painted) part {
	arrow := theme.IconChevRight
	if p.cell.Fold == FoldOpen {
		arrow = theme.IconChevDown
	}
	return part{w: theme.ButtonIconSize, draw: func(at box) bool {
		s.icon(arrow, theme.Muted, at.middle(theme.ButtonIconSize))
		s.spot(spot{at: box{at.x - cellPad, at.y, at.w + 2*cellPad, at.h}, press: func() { d.board.deck.press(p.row, "fold") }})
		return false
	}}
}

func (d *drawing) tickPart(s *slot, p painted) part {
	return part{w: tickSize, draw: func(at box) bool {
		at = at.middle(tickSize)
		tickBox(s.brush, at, p.cell.Tick)
		if p.row >= 0 {
			s.spot(spot{at: at, press: func() { d.board.deck.press(p.row, "tick") }})
		}
		return false
	}}
}

func (d *drawing) pillPart(s *slot, p *Pill, nth int) part {
	k := ink{color: p.Tone.Ink(), size: theme.SmallSize}
	start := pillEnd
	if p.Icon != "" {
		start = pillStart + theme.PillIconSize + theme.Gap4
	}
	gap := pillGap
	if nth == 0 {
		gap = theme.Gap8
	}
	whole := len([]rune(p.Text)) <= wholePill
	return part{gap: gap, w: start + d.rule.width(p.Text, k) + pillEnd, give: !whole, draw: func(at box) bool {
		at = at.middle(theme.PillHeight)
		text := d.rule.fit(p.Text, k, at.w-start-pillEnd)
		s.pill(at, p.Tone.Soft(), "", at.h/2)
		if p.Icon != "" {
			s.icon(p.Icon, k.color, box{at.x + pillStart, at.y, theme.PillIconSize, at.h}.middle(theme.PillIconSize))
		}
		s.text(text, box{at.x + start, at.y, at.w - start - pillEnd, at.h}, k)
		return text != p.Text
	}}
}

const (
	buttonPad float32 = 10
	leastSub  float32 = 28 // of what stands muted after the text
	wholePill         = 3  // letters of a pill that is never cut: a class, a count
)

func (d *drawing) buttonPart(s *slot, v *Button, row, nth int) part {
	k := ink{color: theme.Text, size: theme.SmallSize}
	rim := theme.LineStrong
	if v.Strong {
		k.color, k.bold, rim = theme.Accent, true, theme.Accent
	}
	key := ink{color: k.color, size: theme.TinySize}
	label, w := d.rule.width(v.Label, k), 2*buttonPad
	w += label
	if v.Icon != "" {
		w += theme.ButtonIconSize + 6
	}
	if v.Key != "" {
		w += d.rule.width(v.Key, key) + 6 + 8
	}
	gap := float32(0)
	if nth > 0 {
		gap = theme.Gap8
	}
	return part{gap: gap, w: w, draw: func(at box) bool {
		at = at.middle(theme.SmallControlHeight)
		s.pill(at, theme.Surface, rim, theme.Radius)
		x := at.x + buttonPad
		if v.Icon != "" {
			s.icon(v.Icon, k.color, box{x, at.y, theme.ButtonIconSize, at.h}.middle(theme.ButtonIconSize))
			x += theme.ButtonIconSize + 6
		}
		s.text(v.Label, box{x, at.y, label, at.h}, k)
		if v.Key != "" {
			plate := box{x + label + 8, at.y, d.rule.width(v.Key, key) + 8, at.h}.middle(16)
			s.pill(plate, theme.Surface, rim, theme.Radius-1)
			s.text(v.Key, box{plate.x + 4, plate.y, plate.w, plate.h}, key)
		}
		s.spot(spot{at: at, press: func() { d.board.deck.press(row, v.ID) }})
		return false
	}}
}

// flow draws parts one after the other. When room lacks, what comes later is cut
// first, and what has no room at all is left out.
func (d *drawing) flow(parts []part, at box, align fyne.TextAlign) (cut bool) {
	var sum, hard float32
	for i := range parts {
		if i == 0 {
			parts[i].gap = 0
		}
		sum += parts[i].gap + parts[i].w
		if !parts[i].give {
			hard += parts[i].gap + parts[i].w
		}
	}
	x := at.x
	switch spare := at.w - sum; {
	case spare <= 0:
	case align == fyne.TextAlignTrailing:
		x += spare
	case align == fyne.TextAlignCenter:
		x += spare / 2
	}
	room := at.w - hard // for what can be cut
	for _, p := range parts {
		w := p.w
		if p.give {
			w = min(w, room-p.gap)
			room -= p.gap + w
		}
		if w < min(p.w, max(p.lest, 16)) {
			if cut = true; p.give {
				room += p.gap + w // for what comes later
			}
			continue
		}
		x += p.gap
		cut = p.draw(box{x, at.y, w, at.h}) || cut
		x += w
	}
	return cut
}

// bar draws a share of 0 to 1.
func (d *drawing) bar(s *slot, at box, share float64) {
	full := box{at.x, at.y, barWidth, at.h}.middle(barHeight)
	s.plate(full, theme.NeutralSoft, "", 1)
	w := float32(min(max(share, 0), 1)) * barWidth
	if w > 0 {
		s.plate(box{full.x, full.y, max(w, 1), full.h}, theme.Series3, "", min(w/2, 1))
	}
}

// How wide the text beside a span is at most, and the span at least.
const (
	spanText  float32 = 150
	spanLeast float32 = 48
)

// span draws a bar on its scale and returns what is left of it for the text; none
// is drawn where there is no room.
func (d *drawing) span(s *slot, at box, p *Span) box {
	text := min(spanText, at.w*0.55)
	if at.w-text < spanLeast {
		return at
	}
	full := box{at.x + text + theme.Gap4, at.y, at.w - text - theme.Gap4, at.h}.middle(barHeight)
	share := func(x float64) float32 { return full.w * float32(min(max(x, 0), 1)) }
	ink := theme.Series3
	switch p.Tone {
	case theme.Accented:
		ink = theme.Series1
	case theme.Plain:
	default:
		ink = p.Tone.Ink()
	}
	if p.Dot != nil {
		line := box{full.x, full.y, full.w, full.h}.middle(1)
		s.plate(line, theme.Line, "", 0)
	}
	s.plate(box{full.x + share(p.From), full.y, max(share(p.To)-share(p.From), 1), full.h}, ink, "", 1)
	if p.Dot != nil {
		s.plate(box{full.x + share(*p.Dot) - 4, full.y + full.h/2 - 4, 8, 8}, theme.Text, "", 4)
	}
	return box{at.x, at.y, text, at.h}
}

// spark draws a small line of values.
func (d *drawing) spark(s *slot, at box, values []float64) {
	lo, hi := values[0], values[0]
	for _, v := range values {
		lo, hi = min(lo, v), max(hi, v)
	}
	if hi == lo {
		hi = lo + 1
	}
	frame := at.middle(at.h - 12)
	point := func(i int) fyne.Position {
		x := frame.x + frame.w*float32(i)/float32(len(values)-1)
		return fyne.NewPos(x, frame.y+frame.h*float32(1-(values[i]-lo)/(hi-lo)))
	}
	for i := 1; i < len(values); i++ {
		s.stroke(point(i-1), point(i), theme.Series1, 1.5)
	}
	end := point(len(values) - 1)
	s.plate(box{end.X - 2, end.Y - 2, 4, 4}, theme.Series1, "", 2)
}

// wants is how wide a column must be for a cell to be seen whole.
func (d *drawing) wants(c Cell) float32 {
	w := 2 * cellPad
	if c.Bar != nil {
		w += barWidth + theme.Gap4
	}
	if len(c.Spark) > 1 {
		w += 60
	}
	if c.Span != nil {
		w = max(w, 2*cellPad+spanText) + spanLeast
	}
	s := newSlot()
	if c.simple() {
		return w + d.rule.width(c.Text, c.ink(fyne.TextAlignLeading)) + 1
	}
	for i, p := range d.parts(s, painted{cell: c, row: -1}) {
		w += p.w
		if i > 0 {
			w += p.gap
		}
	}
	return w + 1
}
