package reply

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
)

// parser goes through the lines of a reply to one purchase order.
type parser struct {
	r       *Reading
	of      *Order
	spent   []bool // bytes of the text that were taken for something
	ships   model.Date
	refusal string // of no article by name
	denied  bool   // a sentence refuses and is about articles
}

func (p *parser) spend(from, to int) {
	for i := from; i < to; i++ {
		p.spent[i] = true
	}
}

func (p *parser) free(from, to int) bool { return !slices.Contains(p.spent[from:to], true) }

// take marks a place for a kind, unless it was taken for something else.
func (p *parser) take(from, to int, k Kind) bool {
	if !p.free(from, to) {
		return false
	}
	p.spend(from, to)
	p.r.mark(from, to, k)
	return true
}

// row reads one line.
func (p *parser) row(w row) {
	at := p.articles(w)
	if len(at) > 1 {
		p.r.unsure(fmt.Sprintf("%q names several articles: what it says of them was left out.", brief(w.text)))
		return
	}
	day := p.date(w)
	if len(at) == 0 {
		p.general(w, day)
		return
	}
	l := &p.r.Lines[at[0]]
	l.Text = strings.TrimSpace(l.Text + "\n" + strings.TrimSpace(w.text))
	p.price(w, l)
	p.quantity(w, l)
	if day != "" {
		p.set(w, "day", l.ShipDate != "" && l.ShipDate != day, func() { l.ShipDate = day })
	}
	if from, to, ok := p.word(w, refusals); ok && l.Quantity == nil && p.take(from, to, IsRefusal) {
		none := model.Quantity(0)
		l.Quantity, p.denied = &none, true
	}
	p.leftover(w)
}

// set takes a value over, unless another one was said before.
func (p *parser) set(w row, what string, other bool, take func()) {
	if other {
		p.r.unsure(fmt.Sprintf("%q says another %s than the text before: look which one holds.", brief(w.text), what))
		return
	}
	take()
}

// articles finds the lines of the purchase order that a line of text names, by
// the longest names first.
func (p *parser) articles(w row) []int {
	type name struct {
		text string
		at   int
	}
	var names []name
	for i := range p.of.Lines {
		a := &p.of.Lines[i]
		for _, n := range []string{a.SKU, a.SupplierSKU} {
			if len(n) > 1 {
				names = append(names, name{n, i})
			}
		}
		if len([]rune(a.Name)) > 3 {
			names = append(names, name{a.Name, i})
		}
	}
	slices.SortStableFunc(names, func(a, b name) int { return len(b.text) - len(a.text) })
	var found []int
	for _, n := range names {
		for _, at := range tokens(w.text, n.text) {
			if p.take(w.from+at, w.from+at+len(n.text), IsArticle) && !slices.Contains(found, n.at) {
				found = append(found, n.at)
			}
		}
	}
	return found
}

// general reads a line that names no article.
func (p *parser) general(w row, day model.Date) {
	if m := reference.FindStringSubmatchIndex(w.text); m != nil {
		value := w.text[m[2]:m[3]]
		if !strings.EqualFold(value, p.of.Number) && p.free(w.from+m[2], w.from+m[3]) {
			p.set(w, "order number", p.r.Reference != "" && p.r.Reference != value, func() {
				p.r.Reference = value
				p.take(w.from+m[2], w.from+m[3], IsReference)
			})
		}
	}
	if day != "" {
		if shipping.MatchString(w.text) {
			p.set(w, "day", p.ships != "" && p.ships != day, func() { p.ships = day })
		} else {
			p.r.Marks = slices.DeleteFunc(p.r.Marks, func(m Mark) bool { return m.Kind == IsDate && m.From >= w.from && m.To <= w.from+len(w.text) })
		}
	}
	if from, to, ok := p.word(w, refusals); ok && p.take(from, to, IsRefusal) {
		p.refusal = strings.TrimSpace(w.text)
	}
	if from, to, ok := p.word(w, consents); ok && p.take(from, to, IsConsent) {
		p.r.Confirmed = true
	}
}

// word finds one of the phrases; one that is denied right before is none.
func (p *parser) word(w row, all phrases) (from, to int, ok bool) {
	m := all.FindStringIndex(w.text)
	if m == nil {
		return 0, 0, false
	}
	if denial.MatchString(w.text[:m[0]]) {
		p.r.unsure(fmt.Sprintf("%q can be read in two ways: it was left out.", brief(w.text)))
		return 0, 0, false
	}
	return w.from + m[0], w.from + m[1], true
}

// quantity reads how many pieces of an article come, and how many do later.
func (p *parser) quantity(w row, l *Line) {
	if m := laterPieces.FindStringSubmatchIndex(w.text); m != nil {
		from, to := group(m)
		if n, ok := whole(w.text[from:to]); ok && p.take(w.from+from, w.from+to, IsBackorder) {
			l.backorder = &n
		}
	}
	var said []model.Quantity
	for _, m := range pieces.FindAllStringSubmatchIndex(w.text, -1) {
		from, to := group(m)
		n, ok := whole(w.text[from:to])
		if !ok || !p.take(w.from+from, w.from+to, IsQuantity) {
			continue
		}
		if of := ofAll.FindStringSubmatch(w.text[from:]); of != nil {
			if all, ok := whole(of[1]); !ok || all != l.Ordered {
				p.r.unsure(fmt.Sprintf("%q speaks of %s pieces where %d were ordered: its quantity was left out.", brief(w.text), of[1], l.Ordered))
				return
			}
			p.spend(w.from+from, w.from+from+len(of[0]))
		}
		if !slices.Contains(said, n) {
			said = append(said, n)
		}
	}
	switch {
	case len(said) > 1:
		p.r.unsure(fmt.Sprintf("%q names several quantities: they were left out.", brief(w.text)))
	case len(said) == 1 && said[0] > l.Ordered:
		p.r.unsure(fmt.Sprintf("%q says %d pieces where %d were ordered: the quantity was left out.", brief(w.text), said[0], l.Ordered))
	case len(said) == 1 && l.backorder != nil && said[0]+*l.backorder != l.Ordered:
		p.r.unsure(fmt.Sprintf("%q: %d now and %d later are not the %d that were ordered. The quantity was left out.", brief(w.text), said[0], *l.backorder, l.Ordered))
	case len(said) == 1:
		p.set(w, "quantity", l.Quantity != nil && *l.Quantity != said[0], func() { l.Quantity = &said[0] })
	case l.backorder != nil && *l.backorder <= l.Ordered && l.Quantity == nil:
		now := l.Ordered - *l.backorder
		l.Quantity = &now
	}
}

// price reads what a piece costs, in the purchase order's currency.
func (p *parser) price(w row, l *Line) {
	for _, m := range prices.FindAllStringSubmatchIndex(w.text, -1) {
		from, to := group(m)
		if !p.free(w.from+from, w.from+to) {
			continue
		}
		if c := currencyIn(w.text[m[0]:m[1]]); c != "" && c != p.of.Currency && !(c == "$" && p.of.Currency == "USD") {
			p.r.unsure(fmt.Sprintf("%q says a price in another currency than %s: it was left out.", brief(w.text), p.of.Currency))
			p.spend(w.from+from, w.from+to)
			continue
		}
		v, ok := money(w.text[from:to])
		if !ok {
			p.r.unsure(fmt.Sprintf("The price in %q can be read in two ways: it was left out.", brief(w.text)))
			p.spend(w.from+from, w.from+to)
			continue
		}
		p.set(w, "price", l.Price != nil && *l.Price != record.Amount(v), func() {
			p.take(w.from+from, w.from+to, IsPrice)
			a := record.Amount(v)
			l.Price = &a
		})
	}
}

// leftover tells of numbers that stand without anything saying what they are.
func (p *parser) leftover(w row) {
	for _, m := range bare.FindAllStringIndex(w.text, -1) {
		if p.free(w.from+m[0], w.from+m[1]) && !wordAt(lower(w.text), m[0]-1) && !wordAt(lower(w.text), m[1]) {
			p.r.unsure(fmt.Sprintf("%s in %q stands without a word that says what it is: it was left out.", w.text[m[0]:m[1]], brief(w.text)))
			return
		}
	}
}

// conclude lays what was said of all over the articles.
func (p *parser) conclude() {
	r := p.r
	if p.ships != "" {
		for i := range r.Lines {
			if r.Lines[i].ShipDate == "" {
				r.Lines[i].ShipDate = p.ships
			}
		}
	}
	comes := slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Quantity != nil && *l.Quantity > 0 })
	all := len(r.Lines) > 0 && !slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Quantity == nil || *l.Quantity > 0 })
	switch {
	case p.refusal != "" && (r.Confirmed || comes || p.ships != ""):
		r.Confirmed = false
		r.unsure("The text both confirms and refuses: read it, and enter what holds.")
	case p.refusal != "":
		r.Refused = p.refusal
	case all && p.denied:
		r.Refused = "Out of stock"
	case !r.Confirmed && !slices.ContainsFunc(r.Lines, Line.said):
		r.unsure("The text says neither yes nor no in words that are known: read it, and enter what holds.")
	}
}

func brief(s string) string {
	s = strings.TrimSpace(s)
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return s
}

// group is the one group of a match that took part.
func group(m []int) (from, to int) {
	for i := 2; i+1 < len(m); i += 2 {
		if m[i] >= 0 {
			return m[i], m[i+1]
		}
	}
	return m[0], m[1]
}

func whole(s string) (model.Quantity, bool) {
	n, err := strconv.Atoi(s)
	return model.Quantity(n), err == nil && n <= 1_000_000
}
