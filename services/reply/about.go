package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// spot is where something stands in a folded text.
type spot struct{ from, to int }

// numberForm is a purchase order's number that people write in several ways:
// PO-000012 as PO 000012, PO#000012 or PO No. 000012.
var numberForm = regexp.MustCompile(`^([a-z]{2,})[\s.:#_/-]*(\d{4,})$`)

// between is what people put between the letters and the digits of such a number.
const between = `[\s.:#_/-]*(?:(?:no|nr|number|n°)\b[\s.:#_-]*)?`

// spots are the places of a folded text where the number of a purchase order, or of
// an amendment, stands, however its parts are put together.
func spots(text, number string) (all []spot) {
	name := word(number)
	for _, at := range tokens(text, name) {
		all = append(all, spot{at, at + len(name)})
	}
	form := numberForm.FindStringSubmatch(name)
	if form == nil || !strings.Contains(text, form[2]) {
		return all
	}
	for _, x := range alike(text, form[1]) {
		if text[x.digits:x.to] == form[2] && !slices.ContainsFunc(all, func(o spot) bool { return o.from == x.from }) {
			all = append(all, x.spot)
		}
	}
	slices.SortFunc(all, func(a, b spot) int { return a.from - b.from })
	return all
}

// digits are those at the end of a number, which stand together however the rest is
// written.
func digits(number string) string {
	name := word(number)
	return name[len(strings.TrimRight(name, "0123456789")):]
}

// likeness is a place where some number of a purchase order stands.
type likeness struct {
	spot
	digits int // where they begin
}

// alike are the places where letters are followed by digits as in the number of a
// purchase order.
func alike(text, letters string) (all []likeness) {
	for _, m := range formOf(letters).FindAllStringSubmatchIndex(text, -1) {
		if !wordAt(text, m[0]-1) && (!wordAt(text, m[1]) || starts(text, m[0], m[1]-m[0])) {
			all = append(all, likeness{spot{m[0], m[1]}, m[2]})
		}
	}
	return all
}

// forms keeps the expressions by letters: a book has one or two of them.
var forms sync.Map

func formOf(letters string) *regexp.Regexp {
	kept, _ := forms.Load(letters)
	if form, known := kept.(*regexp.Regexp); known {
		return form
	}
	form := regexp.MustCompile(regexp.QuoteMeta(letters) + between + `(\d{4,})`)
	forms.Store(letters, form)
	return form
}

// another tells whether a sentence names another purchase order than this.
func (o *Order) another(text string) bool {
	if slices.ContainsFunc(o.Others, func(n string) bool { return len(spots(text, n)) > 0 }) {
		return true
	}
	form := numberForm.FindStringSubmatch(word(o.Number))
	return form != nil && slices.ContainsFunc(alike(text, form[1]), func(x likeness) bool {
		return text[x.digits:x.to] != form[2] && x.to-x.digits == len(form[2]) // a number of another length is the supplier's own
	})
}

// part leaves out what is not said of this purchase order, where the answer speaks
// of others too: only the sentences from one that names it on count, up to the next
// number or empty line.
func (r *Reading) part(rows []row, of *Order) {
	own := func(w row) bool { return !w.quoted && !w.signed }
	if !slices.ContainsFunc(rows, func(w row) bool { return own(w) && of.another(w.text) }) {
		return
	}
	const nobody, mine, others = 0, 1, 2
	about := nobody
	for i := range rows {
		w := &rows[i]
		if !own(*w) {
			continue
		}
		this, other := len(spots(w.text, of.Number)) > 0, of.another(w.text)
		switch {
		case this && other:
			about = nobody
		case this:
			about = mine
		case other:
			about = others
		case strings.TrimSpace(w.text) == "":
			about = nobody
		}
		w.apart = about != mine
		if about == nobody && w.tells() {
			r.unsure(fmt.Sprintf("The text speaks of several purchase orders, and it is not clear of which in %q: it was left out.", brief(w.said)))
		}
	}
}

// tells tells whether a sentence says something of an order.
func (w *row) tells() bool {
	x := words()
	return slices.ContainsFunc([]*regexp.Regexp{x.accepted, x.refused, x.ships, x.pieces, x.laterPieces, x.prices, x.cancels, x.except}, func(form *regexp.Regexp) bool {
		return form.MatchString(w.text)
	})
}
