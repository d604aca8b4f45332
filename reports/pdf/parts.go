package pdf

import "strings"

// Fact is one line of a block of keys and values.
type Fact struct{ Label, Value string }

// Block is a labelled paragraph that stands beside others, such as an address.
type Block struct {
	Label string
	Name  string // the first line, bold; none when empty
	Lines []string
}

// Letterhead starts a page: who writes on the left, what it is on the right.
func (d *Doc) Letterhead(sender Block, title, number string) {
	half := d.inner()/2 - 4
	left, right := d.y, d.y
	name := style{14, true, accent}
	left = d.drawLines(side, left, name, d.wrap(name, sender.Name, half))
	for _, l := range sender.Lines {
		left = d.drawLines(side, left, small, d.wrap(small, l, half))
	}
	big := style{17, true, ink}
	for _, l := range d.wrap(big, title, half) {
		d.drawRight(d.right(), right, big, l)
		right += big.line()
	}
	sub := style{11, false, muted}
	for _, l := range d.wrap(sub, number, half) {
		d.drawRight(d.right(), right, sub, l)
		right += sub.line()
	}
	d.y = max(left, right) + 3
	d.line(d.y, 0.6, accent)
	d.y += 5
}

// Blocks puts blocks beside each other, each an equal share of the width.
func (d *Doc) Blocks(blocks ...Block) {
	const gap = 6.0
	w := (d.inner() - gap*float64(len(blocks)-1)) / float64(len(blocks))
	labels, names, rest := make([][]string, len(blocks)), make([][]string, len(blocks)), make([][]string, len(blocks))
	most, mostLabels := 0, 0
	for i, b := range blocks {
		labels[i] = d.wrap(label, b.Label, w)
		if b.Name != "" {
			names[i] = d.wrap(body.strong(), b.Name, w)
		}
		for _, l := range b.Lines {
			rest[i] = append(rest[i], d.wrap(body, l, w)...)
		}
		most, mostLabels = max(most, len(names[i])+len(rest[i])), max(mostLabels, len(labels[i]))
	}
	below := float64(mostLabels)*label.line() + 0.8
	height := below + float64(most)*body.line()
	d.need(height)
	for i := range blocks {
		x := side + float64(i)*(w+gap)
		d.drawLines(x, d.y, label, labels[i])
		y := d.drawLines(x, d.y+below, body.strong(), names[i])
		d.drawLines(x, y, body, rest[i])
	}
	d.y += height + 4
}

// Facts puts keys and values beside each other, at most five to a row.
func (d *Doc) Facts(facts ...Fact) {
	const gap = 5.0
	perRow := min(max(len(facts), 4), 5)
	w := (d.inner() - gap*float64(perRow-1)) / float64(perRow)
	for len(facts) > 0 {
		row := facts[:min(perRow, len(facts))]
		facts = facts[len(row):]
		labels, values := make([][]string, len(row)), make([][]string, len(row))
		mostLabels, mostValues := 0, 0
		for i, f := range row {
			labels[i], values[i] = d.wrap(label, f.Label, w), d.wrap(body.strong(), f.Value, w)
			mostLabels, mostValues = max(mostLabels, len(labels[i])), max(mostValues, len(values[i]))
		}
		below := float64(mostLabels)*label.line() + 0.4
		height := below + float64(mostValues)*body.line() + 3
		d.need(height)
		for i := range row {
			x := side + float64(i)*(w+gap)
			d.drawLines(x, d.y, label, labels[i])
			d.drawLines(x, d.y+below, body.strong(), values[i])
		}
		d.y += height
	}
}

// Bar starts a part of the document: a tinted bar with a title on the left
// and a remark on the right. keep millimetres of what follows stay with it.
func (d *Doc) Bar(title, remark string, keep float64) {
	const pad = 1.4
	s := style{10, true, accent}
	w := d.width(small, tidy(remark))
	lines := d.wrap(s, title, d.inner()-w-10)
	h := float64(len(lines))*s.line() + 2*pad
	d.need(h + keep)
	d.box(side, d.inner(), h, tint)
	d.box(side, 1.2, h, accent)
	d.drawLines(side+4, d.y+pad, s, lines)
	d.drawRight(d.right()-3, d.y+pad+(s.line()-small.line())/2, small, tidy(remark))
	d.y += h + 3
}

// Note puts a text into a box that cannot be overlooked.
func (d *Doc) Note(title, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	const pad = notePad
	lines := d.wrap(body, text, d.inner()-2*pad-2)
	for len(lines) > 0 {
		room := int((d.floor() - d.y - 2*pad - head.line() - 1) / body.line())
		if room < min(3, len(lines)) {
			d.newPage()
			continue
		}
		n := min(room, len(lines))
		h := 2*pad + head.line() + 1 + float64(n)*body.line()
		d.box(side, d.inner(), h, tint)
		d.draw(side+pad, d.y+pad, head, tidy(title))
		d.drawLines(side+pad, d.y+pad+head.line()+1, body, lines[:n])
		d.y += h + 4
		lines = lines[n:]
	}
}

// Total writes a sum at the right margin, large.
func (d *Doc) Total(what, amount string) {
	s := style{12, true, white}
	const padX, padY = 5.0, 2.2
	w := d.width(s, what) + d.width(s, amount) + 14 + 2*padX
	h := s.line() + 2*padY
	d.need(h + 4)
	x := d.right() - w
	d.box(x, w, h, accent)
	d.draw(x+padX, d.y+padY, s, what)
	d.drawRight(d.right()-padX, d.y+padY, s, amount)
	d.y += h + 6
}

// signatureHeight is the room a signature takes.
const signatureHeight = 16.0

// Keep starts a new page unless a note of that text and what follows it, of the
// given height, fit on this one.
func (d *Doc) Keep(text string, following float64) {
	lines := len(d.wrap(body, text, d.inner()-2*notePad-2))
	d.need(2*notePad + head.line() + 1 + float64(lines)*body.line() + 4 + following)
}

// notePad is the space around the text of a note.
const notePad = 3.0

// Signature leaves room for a signature beside who signs and when.
func (d *Doc) Signature(who, when Fact, signature string) {
	w := d.inner() / 3
	d.need(signatureHeight)
	for i, f := range []Fact{who, when} {
		x := side + float64(i)*w
		d.draw(x, d.y, label, tidy(f.Label))
		d.drawLines(x, d.y+label.line()+0.4, body.strong(), d.wrap(body.strong(), f.Value, w-5))
	}
	d.draw(side+2*w, d.y, label, tidy(signature))
	d.level(side+2*w, d.y+signatureHeight-3, 0.2, muted)
	d.y += signatureHeight
}
