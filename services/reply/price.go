package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// offered is an amount that may be the price of a piece.
type offered struct {
	from, to int // in the folded text
	value    model.Amount
	named    bool // the text says that it is
}

// prices finds the amounts of a sentence that may be what a piece costs, in the
// purchase order's currency. Sums and what something cost before are none.
func (p *parser) prices(w row) []offered {
	for _, m := range slices.Concat(words().instead.FindAllStringIndex(w.text, -1), words().totals.FindAllStringIndex(w.text, -1)) {
		if p.free(w.from+m[0], w.from+m[1]) {
			p.spend(w.from+m[0], w.from+m[1])
		}
	}
	var all []offered
	for _, m := range p.amounts(w) {
		from, to := group(m)
		p.spend(w.from+from, w.from+to)
		if sign := words().money.FindString(w.text[m[0]:m[1]]); sign != "" && !slices.Contains(strings.Fields(words().currencies[sign]), string(p.of.Currency)) {
			p.r.unsure(fmt.Sprintf("%q says a price in another currency than %s: it was left out.", brief(w.said), p.of.Currency))
			continue
		}
		v, ok := money(w.text[from:to])
		if !ok || broken(w.text, from, to) {
			p.r.unsure(fmt.Sprintf("The price in %q can be read in two ways: it was left out.", brief(w.said)))
			continue
		}
		if p.bulk(w, m[1]) {
			continue
		}
		named := m[6] >= 0 || words().each.MatchString(w.text[:m[0]]) || words().eachAfter.MatchString(w.text[m[1]:])
		all = append(all, offered{w.from + from, w.from + to, v, named})
	}
	return all
}

// amounts are the matches of amounts that were taken for nothing else. A name that
// ends with digits keeps no currency from the figure behind it.
func (p *parser) amounts(w row) (all [][]int) {
	for at := 0; at < len(w.text); {
		m := words().prices.FindStringSubmatchIndex(w.text[at:])
		if m == nil {
			break
		}
		for i := range m {
			if m[i] >= 0 {
				m[i] += at
			}
		}
		from, to := group(m)
		if at = to; p.free(w.from+from, w.from+to) {
			all, at = append(all, m), m[1]
		}
	}
	return all
}

// severalPieces is a number of pieces behind a price, of two or more.
var severalPieces = regexp.MustCompile(`^\s*\S{0,4}\s*(?:[2-9]|\d{2,})\b`)

// bulk tells whether the amount that ends at a place is of several pieces, such as
// a dozen.
func (p *parser) bulk(w row, at int) bool {
	x := words()
	per := x.per.FindStringIndex(w.text[at:])
	if per == nil {
		return false
	}
	rest := w.text[at+per[1]:]
	box := x.bulk.FindStringIndex(rest)
	if !severalPieces.MatchString(rest) && (box == nil || box[0] > 4) {
		return false
	}
	p.r.unsure(fmt.Sprintf("%q says the price of several pieces: it was left out.", brief(w.said)))
	return true
}

// price takes the one of the amounts that is what a piece of the article costs.
func (p *parser) price(w row, l *Line, all []offered) {
	n := l.Ordered
	if l.Quantity != nil && *l.Quantity > 0 {
		n = *l.Quantity
	}
	for _, o := range all {
		if !o.named && nearer(o.value, p.cost(l).Times(n), p.cost(l)) {
			p.r.unsure(fmt.Sprintf("%q does not say whether the amount is of a piece or of all: it was left out.", brief(w.said)))
			continue
		}
		if cost := p.cost(l); o.value.Times(2) < cost { // a price above ours waits for a person anyway
			p.r.unsure(fmt.Sprintf("%q says %s where %s a piece were agreed: so much less may be something else, and was left out.", brief(w.said), o.value, cost))
			continue
		}
		p.set(w, "price", said{l.SKU, l.Price != nil && *l.Price != record.Amount(o.value), func() {
			p.r.Marks = append(p.r.Marks, p.text.mark(o.from, o.to, IsPrice))
			a := record.Amount(o.value)
			l.Price = &a
		}, func() { l.Price = nil }})
	}
}

// cost is what a piece of the article was ordered for.
func (p *parser) cost(l *Line) model.Amount {
	for i := range p.of.Lines {
		if &p.r.Lines[i] == l {
			return p.of.Lines[i].Price
		}
	}
	return 0
}

// nearer tells whether an amount is nearer to one than to the other.
func nearer(v, one, other model.Amount) bool { return v.Sub(one).Abs() < v.Sub(other).Abs() }

// broken tells whether a blank before or behind an amount may part its thousands.
func broken(text string, from, to int) bool {
	digits := to - from
	if at := strings.IndexAny(text[from:to], ".,"); at >= 0 {
		digits = at
	}
	return digits == 3 && afterDigit.MatchString(text[:from]) || beforeThree.MatchString(text[to:])
}

var (
	afterDigit  = regexp.MustCompile(`\d $`)
	beforeThree = regexp.MustCompile(`^ \d{3}\b`)
)

// money reads a price. A single separator before three digits can be either, so
// it is not read.
func money(s string) (model.Amount, bool) {
	s = strings.ReplaceAll(s, "'", "")
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	last := max(dot, comma)
	switch {
	case last < 0:
	case dot >= 0 && comma >= 0:
		s = strings.NewReplacer(".", "", ",", "").Replace(s[:last]) + "." + s[last+1:]
	case strings.Count(s, s[last:last+1]) > 1:
		s = strings.ReplaceAll(s, s[last:last+1], "")
	case len(s)-last-1 == 3:
		return 0, false
	default:
		s = s[:last] + "." + s[last+1:]
	}
	v, err := model.ParseAmount(s)
	return v, err == nil
}
