package reply

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/dropledger/dropledger/model"
)

// quantity reads how many pieces of an article come, and how many do later.
func (p *parser) quantity(w row, l *Line) {
	p.backorder(w, l)
	some, ok := p.pieces(w, l)
	if !ok {
		return
	}
	switch {
	case (len(some) > 0 || l.backorder != nil) && p.astray(w):
		p.r.unsure(fmt.Sprintf("%q does not say for certain how many pieces come: the quantity was left out.", brief(w.said)))
	case len(some) > 1:
		p.r.unsure(fmt.Sprintf("%q names several quantities: they were left out.", brief(w.said)))
	case len(some) == 1 && l.unfit(some[0]) != "":
		p.r.unsure(fmt.Sprintf("%q", brief(w.said)) + l.unfit(some[0]))
	case len(some) == 1:
		p.set(w, "quantity", said{l.SKU, l.Quantity != nil && *l.Quantity != some[0], func() { l.Quantity = &some[0] }, func() { l.Quantity = nil }})
	case l.backorder != nil && *l.backorder <= l.Ordered && l.Quantity == nil:
		now := l.Ordered - *l.backorder
		l.Quantity = &now
	}
}

// unfit says why so many pieces of an article cannot be meant, "" when they can.
func (l *Line) unfit(n model.Quantity) string {
	switch {
	case n > l.Ordered:
		return fmt.Sprintf(" says %d pieces where %d were ordered: the quantity was left out.", n, l.Ordered)
	case l.backorder != nil && n+*l.backorder != l.Ordered:
		return fmt.Sprintf(": %d now and %d later are not the %d that were ordered. The quantity was left out.", n, *l.backorder, l.Ordered)
	}
	return ""
}

// backorder reads how many pieces come later.
func (p *parser) backorder(w row, l *Line) {
	m := words().laterPieces.FindStringSubmatchIndex(w.text)
	if m == nil {
		return
	}
	from, to := group(m)
	if n, ok := whole(w.text[from:to]); ok && p.take(w.from+from, w.from+to, IsBackorder) {
		l.backorder = &n
	}
}

// pieces lists the different quantities of a sentence; false when it speaks of
// another number that was ordered.
func (p *parser) pieces(w row, l *Line) (said []model.Quantity, ok bool) {
	for _, m := range words().pieces.FindAllStringSubmatchIndex(w.text, -1) {
		from, to := group(m)
		n, fits := whole(w.text[from:to])
		if from > 0 && w.text[from-1] == '-' && (from < 2 || !alphanumeric(w.text[from-2])) {
			p.r.unsure(fmt.Sprintf("%q has a minus, or a dash, before a number of pieces: it was left out.", brief(w.said)))
			continue
		}
		if !fits || partOf(w.text, from) || !p.take(w.from+from, w.from+to, IsQuantity) {
			continue
		}
		if of := words().ofAll.FindStringSubmatch(w.text[from:]); of != nil {
			if all, ok := whole(of[1]); !ok || all != l.Ordered {
				p.r.unsure(fmt.Sprintf("%q speaks of %s pieces where %d were ordered: its quantity was left out.", brief(w.said), of[1], l.Ordered))
				return nil, false
			}
			p.spend(w.from+from, w.from+from+len(of[0]))
		}
		if !slices.Contains(said, n) {
			said = append(said, n)
		}
	}
	return said, true
}

// partOf tells whether digits go on from a number with a separator before them.
func partOf(text string, at int) bool {
	return at > 1 && (text[at-1] == '.' || text[at-1] == ',') && text[at-2] >= '0' && text[at-2] <= '9'
}

func whole(s string) (model.Quantity, bool) {
	n, err := strconv.Atoi(s)
	return model.Quantity(n), err == nil && n <= 1_000_000
}
