// Package reply reads what a supplier wrote back to a purchase order: a text that
// a person pastes in. It says what it understood and where that stands in the
// text, and leaves out whatever could be read in two ways. Reading saves nothing: a
// person looks at it first, and what they agree to is recorded.
//
// It must not know how the text came, nor what becomes of the answer.
package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
)

// Order is a purchase order that an answer is awaited to, as it was ordered.
type Order struct {
	Number     string
	Currency   model.Currency
	Refill     bool // a replenishment: pieces of it can be refused line by line
	Lines      []Article
	Amendments []string // numbers of those that wait for an answer
	Orders     []string // numbers of the customers' orders in it
	Carriers   []string // that the book knows
	Others     []string // numbers of other purchase orders that the text may speak of
}

// Article is what was ordered of one product with a purchase order.
type Article struct {
	SKU, SupplierSKU, Name string
	Quantity               model.Quantity
	Price                  model.Amount // a piece
}

// Kind says what a marked place of the text was taken for.
type Kind string

// The kinds of marks.
const (
	IsPurchase  Kind = "purchase"
	IsArticle   Kind = "article"
	IsQuantity  Kind = "quantity"
	IsBackorder Kind = "backorder"
	IsPrice     Kind = "price"
	IsDate      Kind = "ship_date"
	IsReference Kind = "reference"
	IsRefusal   Kind = "refusal"
	IsConsent   Kind = "confirmed"
	IsTracking  Kind = "tracking"
	IsCarrier   Kind = "carrier"
	IsOrder     Kind = "order"
)

// Mark is a place of the text, in bytes, and what it was taken for.
type Mark struct {
	From int  `json:"from"`
	To   int  `json:"to"`
	Kind Kind `json:"kind"`
}

// Line is what was understood of one article; what is nil or empty was not said.
type Line struct {
	SKU      string          `json:"sku"`
	Name     string          `json:"name"`
	Ordered  model.Quantity  `json:"ordered"`
	Quantity *model.Quantity `json:"quantity"`
	Price    *record.Amount  `json:"price"`
	ShipDate model.Date      `json:"ship_date"`
	Text     string          `json:"text"` // the lines of the reply it was taken from

	backorder *model.Quantity
}

// Reading is what was understood of a reply. Unsure are sentences about what was
// left out, for a person to decide.
type Reading struct {
	Purchase  string   `json:"purchase"`
	Amendment string   `json:"amendment,omitempty"` // when it answers one
	Reference string   `json:"reference"`
	Confirmed bool     `json:"confirmed"` // the text says yes
	Refused   string   `json:"refused"`   // why all of it is refused, "" when it is not
	Lines     []Line   `json:"lines"`
	Parcels   []Parcel `json:"parcels"`
	Marks     []Mark   `json:"marks"`
	Unsure    []string `json:"unsure"`
}

// Answers tells whether the reading says anything that can be recorded.
func (r *Reading) Answers() bool {
	return r.Purchase != "" && (r.Confirmed || r.Refused != "" || slices.ContainsFunc(r.Lines, Line.said))
}

// said tells whether anything was said of the article.
func (l Line) said() bool { return l.Quantity != nil || l.Price != nil || l.ShipDate != "" }

// Acknowledgement is the reading as an answer to its purchase order that a person
// may look over and record.
func (r *Reading) Acknowledgement() purchase.Acknowledgement {
	a := purchase.Acknowledgement{Purchase: r.Purchase, Reference: r.Reference, Refused: r.Refused}
	for i := range r.Lines {
		if l := &r.Lines[i]; r.Refused == "" && l.said() {
			a.Lines = append(a.Lines, purchase.AckLine{SKU: l.SKU, Quantity: l.Quantity, Price: l.Price, ShipDate: l.ShipDate})
		}
	}
	return a
}

func (r *Reading) unsure(sentence string) {
	if !slices.Contains(r.Unsure, sentence) {
		r.Unsure = append(r.Unsure, sentence)
	}
}

// Read reads a reply to one of the purchase orders that wait for an answer.
func Read(text string, open []Order) Reading {
	r := Reading{Lines: []Line{}, Parcels: []Parcel{}, Marks: []Mark{}, Unsure: []string{}}
	f := fold(text)
	rows := split(&f)
	of := r.find(&f, rows, open)
	if of == nil {
		return r
	}
	p := &parser{r: &r, of: of, text: f, order: order(rows), spent: make([]bool, len(f.text)), settled: map[string]bool{}}
	for _, name := range append([]string{of.Number}, of.Amendments...) {
		for _, x := range spots(f.text, name) {
			p.spend(x.from, x.to)
			p.own = append(p.own, x)
		}
	}
	r.part(rows, of)
	for _, a := range of.Lines {
		r.Lines = append(r.Lines, Line{SKU: a.name(), Name: a.Name, Ordered: a.Quantity})
	}
	for _, row := range rows {
		if !row.quoted {
			p.row(row)
		}
	}
	p.beside(rows)
	p.conclude()
	p.packed()
	if r.Amendment != "" && slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Quantity != nil }) {
		r.unsure(fmt.Sprintf("The answer to %s speaks of a number of pieces: see how many still come.", r.Amendment))
	}
	slices.SortFunc(r.Marks, func(a, b Mark) int { return a.From - b.From })
	return r
}

// name is how the article is called in an acknowledgement.
func (a *Article) name() string {
	if a.SKU != "" {
		return a.SKU
	}
	return a.SupplierSKU
}

// find looks for the number of a purchase order, and of an amendment to it, first
// in the answer itself and only then in what it quotes.
func (r *Reading) find(f *folded, rows []row, open []Order) *Order {
	found, at := named(f, rows, open, false)
	if len(found) == 0 {
		found, at = named(f, rows, open, true)
	}
	switch len(found) {
	case 0:
		r.unsure("The text names none of the purchase orders that wait for an answer: choose which one it is about.")
		return nil
	case 1:
		r.Purchase = found[0].Number
		r.amended(f, rows, found[0], at[0])
		return found[0]
	}
	var names []string
	for i, o := range found {
		names = append(names, o.Number)
		r.Marks = append(r.Marks, f.mark(at[i].from, at[i].to, IsPurchase))
	}
	r.unsure("The text names " + strings.Join(names, " and ") + ": paste what is said of one of them at a time.")
	return nil
}

// amended marks the number of the purchase order that stands at a place, or that
// of an amendment to it. An amendment counts when the answer itself names it, or
// quotes it and names nothing.
func (r *Reading) amended(f *folded, rows []row, o *Order, at spot) {
	m := f.mark(at.from, at.to, IsPurchase)
	quoted := slices.ContainsFunc(rows, func(w row) bool { return w.quoted && at.from >= w.from && at.from < w.from+len(w.text) })
	for _, a := range o.Amendments {
		for _, w := range rows {
			all := tokens(w.text, word(a))
			switch {
			case len(all) == 0:
			case w.quoted && !quoted:
				r.unsure(fmt.Sprintf("The text quotes %s too: see whether it answers that.", a))
			default:
				r.Amendment = a
				m = f.mark(w.from+all[0], w.from+all[0]+len(word(a)), IsPurchase)
			}
		}
	}
	r.Marks = append(r.Marks, m)
}

// named are the purchase orders that the answer names, or what it quotes, and
// where.
func named(f *folded, rows []row, open []Order, quoted bool) (found []*Order, at []spot) {
	for i := range open {
		if !strings.Contains(f.text, digits(open[i].Number)) { // most are not, and a look is quick
			continue
		}
		for _, w := range rows {
			if all := spots(w.text, open[i].Number); w.quoted == quoted && len(all) > 0 {
				found, at = append(found, &open[i]), append(at, spot{w.from + all[0].from, w.from + all[0].to})
				break
			}
		}
	}
	return found, at
}

// tokens are the places of a folded text where a folded name stands on its own.
func tokens(text, name string) []int {
	if name == "" {
		return nil
	}
	var all []int
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return all
		}
		at += from
		if !wordAt(text, at-1) && !wordAt(text, at+len(name)) || starts(text, at, len(name)) {
			all = append(all, at)
		}
		from = at + len(name)
	}
}

var ending = regexp.MustCompile(`^-a\d+(?:[^0-9a-z-]|$)`)

// starts tells whether the name at a place is followed only by an amendment's
// ending, such as -A1.
func starts(text string, at, n int) bool {
	return !wordAt(text, at-1) && ending.MatchString(text[at+n:])
}

// wordAt tells whether a letter, digit or hyphen of a name stands at a byte.
func wordAt(text string, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	c := text[at]
	return c == '-' && at+1 < len(text) && alphanumeric(text[at+1]) || c == '_' || alphanumeric(c)
}

func alphanumeric(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' }

// Text tells what was understood to people.
func (r *Reading) Text() string {
	var b strings.Builder
	if r.Purchase != "" {
		fmt.Fprintf(&b, "About %s.\n", r.Purchase)
	}
	if r.Reference != "" {
		fmt.Fprintf(&b, "The supplier's number: %s.\n", r.Reference)
	}
	switch {
	case r.Refused != "":
		fmt.Fprintf(&b, "Refused: %s\n", r.Refused)
	case r.Confirmed:
		b.WriteString("Confirmed.\n")
	}
	for _, l := range r.Lines {
		if !l.said() {
			continue
		}
		fmt.Fprintf(&b, "%s:", l.SKU)
		if l.Quantity != nil {
			fmt.Fprintf(&b, " %d of %d pieces", *l.Quantity, l.Ordered)
		}
		if l.Price != nil {
			fmt.Fprintf(&b, " at %s", model.Amount(*l.Price))
		}
		if l.ShipDate != "" {
			fmt.Fprintf(&b, " leaves on %s", l.ShipDate)
		}
		b.WriteByte('\n')
	}
	for i := range r.Parcels {
		b.WriteString(r.Parcels[i].words() + "\n")
	}
	for _, s := range r.Unsure {
		b.WriteString("Unsure: " + s + "\n")
	}
	return b.String()
}
