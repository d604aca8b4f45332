package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/dropledger/dropledger/model"
)

// parser goes through the sentences of a reply to one purchase order.
type parser struct {
	r       *Reading
	of      *Order
	text    folded
	order   string // of the parts of a day in digits
	spent   []bool // bytes of the folded text that were taken for something
	own     []spot // where its number stands
	ships   model.Date
	refusal string // of no article by name
	denied  bool   // a sentence refuses and is about articles

	cancelled bool            // a sentence speaks of a cancellation
	settled   map[string]bool // what was said in two ways, which nothing more is taken for

	labelled bool    // the line before ends with words for a tracking number
	named    []place // carriers, in sentences without a tracking number
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
	p.r.Marks = append(p.r.Marks, p.text.mark(from, to, k))
	return true
}

// unmark forgets the marks of a kind in a sentence.
func (p *parser) unmark(w row, k Kind) {
	within := p.text.mark(w.from, w.from+len(w.text), k)
	p.r.Marks = slices.DeleteFunc(p.r.Marks, func(m Mark) bool { return m.Kind == k && m.From >= within.From && m.To <= within.To })
}

// row reads one sentence.
func (p *parser) row(w row) {
	if strings.TrimSpace(w.text) == "" || w.apart {
		return
	}
	parcels := p.parcels(w)
	if w.signed {
		p.below(w)
		return
	}
	at := p.articles(w)
	p.holds(w, parcels, at)
	before := p.counts()
	switch why := p.doubtful(w, len(at)); {
	case p.cancels(w):
	case why != "":
		p.r.unsure(fmt.Sprintf("%q "+why, brief(w.said)))
	case len(at) == 1:
		p.article(w, &p.r.Lines[at[0]])
		if len(parcels) == 0 {
			p.blank(w, before)
		}
	default:
		p.general(w)
	}
}

// doubtful says why a sentence about so many articles binds nobody, "" when it does.
func (p *parser) doubtful(w row, articles int) string {
	tells := articles == 1 || p.decides(w)
	switch {
	case articles > 1:
		return "names several articles: what it says of them was left out."
	case tells && p.loose(w):
		return "asks something or may change: it was left out."
	case tells && p.limits(w):
		return "holds only in part: it was left out."
	case articles == 1 && p.denies(w):
		return "can be read in two ways: it was left out."
	}
	return ""
}

// below tells of what stands under the greeting and would count above it.
func (p *parser) below(w row) {
	x, tells := words(), len(p.articles(w)) > 0
	for _, form := range []*regexp.Regexp{x.refused, x.laterPieces, x.pieces, x.prices, x.cancels} {
		tells = tells || form.MatchString(w.text)
	}
	if tells {
		p.r.unsure(fmt.Sprintf("%q stands below the greeting: it was left out.", brief(w.said)))
		p.unmark(w, IsArticle)
	}
}

// loose tells a sentence that binds nobody: a question, a condition, a prospect.
func (p *parser) loose(w row) bool {
	return strings.HasSuffix(strings.TrimSpace(w.text), "?") || words().perhaps.MatchString(w.text)
}

// decides tells a sentence that would say yes or no, or when.
func (p *parser) decides(w row) bool {
	x := words()
	return x.accepted.MatchString(w.text) || x.refused.MatchString(w.text) || x.ships.MatchString(w.text)
}

// denies tells a sentence that denies something, but for the words of a refusal.
func (p *parser) denies(w row) bool {
	return p.negated(words().refused.ReplaceAllString(w.text, ","))
}

// article reads a sentence about one article.
func (p *parser) article(w row, l *Line) {
	l.Text = strings.TrimSpace(l.Text + "\n" + w.said)
	day := p.date(w)
	amounts := p.prices(w)
	p.quantity(w, l)
	if len(amounts) > 0 && (percent.MatchString(w.text) || words().fees.MatchString(w.text)) {
		p.r.unsure(fmt.Sprintf("%q speaks of more than a price, such as a discount or a charge: its amounts were left out.", brief(w.said)))
		amounts = nil
	}
	p.price(w, l, amounts)
	switch {
	case p.arrives(w, day):
		day = ""
	case day != "" && words().ships.MatchString(w.text):
		p.set(w, "day", said{l.SKU, l.ShipDate != "" && l.ShipDate != day, func() { l.ShipDate = day }, func() { l.ShipDate = "" }})
	case day != "":
		p.nameless(w)
	}
	if from, to, ok := p.refuses(w, day, false); ok && l.Quantity == nil && !words().pieces.MatchString(w.text) && p.take(from, to, IsRefusal) {
		none := model.Quantity(0)
		l.Quantity, p.denied = &none, true
	}
	p.leftover(w)
}

// nameless tells of a day that may be of anything.
func (p *parser) nameless(w row) {
	p.unmark(w, IsDate)
	p.r.unsure(fmt.Sprintf("The day in %q stands without a word that says what it is: it was left out.", brief(w.said)))
}

// said is a value that a sentence gives to something, and how it is taken back.
type said struct {
	of    string // an article, "" for all
	other bool   // another value was taken before
	take  func()
	drop  func()
}

// set takes a value over. Where another one was said before neither counts: which
// one holds, the text does not tell.
func (p *parser) set(w row, what string, v said) {
	key := what + " of " + v.of
	switch {
	case v.other:
		p.settled[key] = true
		p.r.unsure(fmt.Sprintf("%q says another %s than the text before: look which one holds.", brief(w.said), what))
		v.drop()
	case !p.settled[key]:
		v.take()
	}
}

// articles finds the lines of the purchase order that a sentence names, by
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
				names = append(names, name{word(n), i})
			}
		}
		if len([]rune(a.Name)) > 3 {
			names = append(names, name{word(a.Name), i})
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

// general reads a sentence that names no article.
func (p *parser) general(w row) {
	before := p.counts()
	day := p.date(w)
	p.reference(w)
	p.lone(w)
	switch {
	case p.arrives(w, day):
		day = ""
	case day != "" && (p.denies(w) || words().refused.MatchString(w.text)):
		p.unmark(w, IsDate)
		p.r.unsure(fmt.Sprintf("%q can be read in two ways: it was left out.", brief(w.said)))
	case day != "" && words().ships.MatchString(w.text):
		p.set(w, "day", said{"", p.ships != "" && p.ships != day, func() { p.ships = day }, func() { p.ships = "" }})
	case day != "":
		p.nameless(w)
	default:
		p.leaves(w, before)
	}
	if from, to, ok := p.refuses(w, day, true); ok && p.take(from, to, IsRefusal) {
		p.refusal = w.said
	}
	if from, to, ok := p.consents(w); ok && p.take(from, to, IsConsent) {
		p.r.Confirmed = true
	}
}

// reference reads the supplier's own number of the order.
func (p *parser) reference(w row) {
	m := words().reference.FindStringSubmatchIndex(w.text)
	if m == nil || m[3]-m[2] < 3 || words().yours.MatchString(w.text[:m[0]]) || !p.free(w.from+m[2], w.from+m[3]) {
		return
	}
	value := norm.NFKC.String(p.text.original(w.from+m[2], w.from+m[3])) // of plain width
	if w.text[m[2]:m[3]] == word(p.of.Number) || slices.ContainsFunc(p.of.Amendments, func(a string) bool { return word(a) == w.text[m[2]:m[3]] }) {
		return
	}
	p.set(w, "order number", said{"", p.r.Reference != "" && p.r.Reference != value, func() {
		p.r.Reference = value
		p.take(w.from+m[2], w.from+m[3], IsReference)
	}, func() { p.r.Reference = "" }})
}

// consents finds a yes that nothing in its sentence takes back.
func (p *parser) consents(w row) (from, to int, ok bool) {
	x := words()
	m := x.accepted.FindStringIndex(w.text)
	if m == nil || !p.free(w.from+m[0], w.from+m[1]) {
		return 0, 0, false
	}
	clause, _, _ := strings.Cut(w.text[m[1]:], ",")
	if x.but.MatchString(w.text) || boxes.MatchString(w.text) || answerNo.MatchString(w.text[m[1]:]) || x.asks.MatchString(w.text[:m[0]]) || x.asks.MatchString(clause) || p.negated(w.text[:m[0]]) || p.negated(w.text[m[1]:]) {
		p.r.unsure(fmt.Sprintf("%q can be read in two ways: it was left out.", brief(w.said)))
		return 0, 0, false
	}
	return w.from + m[0], w.from + m[1], true
}

// negated tells whether something is denied in a part of a sentence. A word such
// as no before a number is none, nor is the one of a tracking no.
func (p *parser) negated(part string) bool {
	part = words().fine.ReplaceAllString(words().tracking.ReplaceAllString(part, ","), ",")
	for _, m := range words().not.FindAllStringIndex(part, -1) {
		if !words().numbered.MatchString(part[m[0]:]) {
			return true
		}
	}
	return false
}

var lastWord = regexp.MustCompile(`\s*(?:[a-z]+\s+)?$`)

// refuses finds a no. One that is denied right before, or holds for a time only,
// or for some of several articles, is told and left out.
func (p *parser) refuses(w row, day model.Date, all bool) (from, to int, ok bool) {
	x := words()
	m := x.refused.FindStringIndex(w.text)
	if m == nil {
		return 0, 0, false
	}
	before := w.text[:m[0]]
	tail := lastWord.FindStringIndex(before)
	denied := slices.ContainsFunc(x.not.FindAllStringIndex(before, -1), func(n []int) bool { return n[1] >= tail[0] })
	some := all && (len(p.of.Lines) > 1 && x.some.MatchString(w.text) || x.pieces.MatchString(w.text))
	if denied || day != "" || some || x.when.MatchString(before) || x.when.MatchString(w.text[m[0]:]) {
		p.r.unsure(fmt.Sprintf("%q can be read in two ways: it was left out.", brief(w.said)))
		return 0, 0, false
	}
	return w.from + m[0], w.from + m[1], true
}

var bare = regexp.MustCompile(`\d+`)

// leftover tells of numbers that stand without anything saying what they are.
func (p *parser) leftover(w row) {
	for _, m := range bare.FindAllStringIndex(w.text, -1) {
		if p.free(w.from+m[0], w.from+m[1]) && !wordAt(w.text, m[0]-1) && !wordAt(w.text, m[1]) {
			p.r.unsure(fmt.Sprintf("%s in %q stands without a word that says what it is: it was left out.", w.text[m[0]:m[1]], brief(w.said)))
			return
		}
	}
}

// conclude lays what was said of all over the articles.
func (p *parser) conclude() {
	r := p.r
	p.ship()
	comes := slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Quantity != nil && *l.Quantity > 0 })
	all := len(r.Lines) > 0 && !slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Quantity == nil || *l.Quantity > 0 })
	switch {
	case p.cancelled:
		r.Confirmed = false
	case p.refusal != "" && (r.Confirmed || comes || p.ships != ""):
		r.Confirmed = false
		r.unsure("The text both confirms and refuses: read it, and enter what holds.")
	case p.refusal != "":
		r.Refused = p.refusal
	case all && p.denied:
		r.Refused = "Out of stock"
	case !r.Confirmed && len(r.Parcels) == 0 && !slices.ContainsFunc(r.Lines, Line.said):
		r.unsure("The text says neither yes nor no in words that are known: read it, and enter what holds.")
	}
}

// ship gives the day that was said of all to the articles that have none of their own.
func (p *parser) ship() {
	for i := range p.r.Lines {
		if l := &p.r.Lines[i]; l.ShipDate == "" {
			l.ShipDate = p.ships
		}
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
