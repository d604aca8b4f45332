package reply

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/parcel"
)

// Parcel is a parcel that a reply tells of. Order and SKU say what is in it;
// where they are empty it is all that is left of the purchase order. One that is
// not sure waits for a person to look at it.
type Parcel struct {
	Tracking string     `json:"tracking"`
	Carrier  string     `json:"carrier"` // "" not said
	Order    string     `json:"order"`
	SKU      string     `json:"sku"`
	ShipDate model.Date `json:"ship_date"`
	Sure     bool       `json:"sure"`
	Text     string     `json:"text"` // the sentence it was taken from
}

// Told is the parcel as it is entered. A day of shipping that is still to come
// is left out: a parcel tells only what was.
func (p *Parcel) Told(purchase string, today model.Date) parcel.Told {
	t := parcel.Told{Tracking: p.Tracking, Carrier: p.Carrier, Pieces: []parcel.Piece{{Order: p.Order, Purchase: purchase, SKU: p.SKU}}}
	if p.ShipDate != "" && p.ShipDate <= today {
		t.Shipped = p.ShipDate
	}
	return t
}

// words tells the parcel to people.
func (p *Parcel) words() string {
	said := "Parcel " + p.Tracking
	for _, part := range []struct{ before, text string }{{" with ", p.Carrier}, {" of order ", p.Order}, {": ", p.SKU}} {
		if part.text != "" {
			said += part.before + part.text
		}
	}
	if !p.Sure {
		said += " (to be looked at)"
	}
	return said
}

// The forms of tracking numbers in a folded text, where one begins: of postal
// items (UPU standard S10) also in groups, of UPS in groups, digits in groups, and
// any other in one piece.
var (
	trackingForm = regexp.MustCompile(`^(?:[a-z]{2}\s?\d{3}\s?\d{3}\s?\d{3}\s?[a-z]{2}|1z(?:\s?[a-z0-9]){16}|\d{2,6}(?: \d{2,6}){2,8}|[a-z0-9][a-z0-9-]{4,38}[a-z0-9])\b`)
	postalForm   = regexp.MustCompile(`\b[a-z]{2}\s?\d{3}\s?\d{3}\s?\d{3}\s?[a-z]{2}\b`)
	postal       = regexp.MustCompile(`^[A-Z]{2}\d{9}[A-Z]{2}$`)
	goesOn       = regexp.MustCompile(`^ \d`)
)

// postalFits tells whether the ninth digit of a postal item's number is the check
// digit of the eight before, by the weights of the UPU's standard S10.
func postalFits(number string) bool {
	sum := 0
	for i, weight := range []int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += weight * int(number[2+i]-'0')
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return int(number[10]-'0') == check
}

// parcels takes the tracking numbers of a sentence and returns where they stand
// among those of the reading.
func (p *parser) parcels(w row) (at []int) {
	for _, from := range p.labels(w) {
		for from < len(w.text) {
			m := trackingForm.FindStringIndex(w.text[from:])
			if m == nil {
				p.pointless(w, from)
				break
			}
			if i := p.tracked(w, from, from+m[1]); i >= 0 {
				at = append(at, i)
			}
			next := words().and.FindStringIndex(w.text[from+m[1]:])
			if next == nil {
				break
			}
			from += m[1] + next[1]
		}
	}
	for _, m := range postalForm.FindAllStringIndex(w.text, -1) {
		if i := p.postal(w, m[0], m[1]); i >= 0 {
			at = append(at, i)
		}
	}
	carrier := p.carrier(w, len(at) > 0)
	order := p.customer(w, len(at) > 0)
	for _, i := range at {
		p.r.Parcels[i].Carrier, p.r.Parcels[i].Order = carrier, order
	}
	if len(at) > 0 && (w.signed || p.loose(w) || p.denies(w)) {
		p.doubt(at, fmt.Sprintf("%q can be read in two ways: look whether the parcel has left.", brief(w.said)))
	}
	return at
}

// labels are the places behind words that say that a tracking number follows;
// such words at the end of a line mean the next one.
func (p *parser) labels(w row) (all []int) {
	if p.labelled {
		all = append(all, len(w.text)-len(strings.TrimLeft(w.text, " \t-*•")))
	}
	p.labelled = false
	for _, m := range words().tracking.FindAllStringIndex(w.text, -1) {
		if m[1] == len(w.text) {
			p.labelled = true
			continue
		}
		all = append(all, m[1])
	}
	return all
}

// pointless tells of words for a tracking number that only an address follows.
func (p *parser) pointless(w row, from int) {
	if strings.HasPrefix(w.text[from:], "http") {
		p.r.unsure(fmt.Sprintf("%q leads to a page: open it, and enter the tracking number under Parcels.", brief(w.said)))
	}
}

// tracked takes what stands where a tracking number should, and returns where it
// is among the parcels, -1 when it is none.
func (p *parser) tracked(w row, from, to int) int {
	number, digits := p.number(w, from, to), 0
	for _, c := range number {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if digits*2 < len(number) || !p.take(w.from+from, w.from+to, IsTracking) {
		return -1
	}
	i := p.found(number, w)
	switch {
	case len(number) < 8:
		p.doubt([]int{i}, fmt.Sprintf("%s in %q is short for a tracking number: look at it.", number, brief(w.said)))
	case postal.MatchString(number) && !postalFits(number):
		p.doubt([]int{i}, fmt.Sprintf("%s in %q does not fit its own check digit: a sign may be mistyped.", number, brief(w.said)))
	case digits == len(number) && goesOn.MatchString(w.text[to:]):
		p.doubt([]int{i}, fmt.Sprintf("It is not clear where the tracking number in %q ends: look at it.", brief(w.said)))
	}
	return i
}

// number is what was pasted at a place of a sentence as carriers write numbers.
func (p *parser) number(w row, from, to int) string {
	return strings.ToUpper(strings.Join(strings.Fields(word(p.text.original(w.from+from, w.from+to))), ""))
}

// postal takes a postal item's number that no word announces. Sure is only one
// in a sentence on shipping.
func (p *parser) postal(w row, from, to int) int {
	number := p.number(w, from, to)
	if !postalFits(number) || words().reference.MatchString(w.text[:to]) || !p.take(w.from+from, w.from+to, IsTracking) {
		return -1
	}
	i := p.found(number, w)
	if !words().ships.MatchString(w.text) && len(p.carriers(w)) == 0 {
		p.doubt([]int{i}, fmt.Sprintf("%s in %q looks like a tracking number, but no word says so.", number, brief(w.said)))
	}
	return i
}

func (p *parser) found(number string, w row) int {
	p.r.Parcels = append(p.r.Parcels, Parcel{Tracking: number, Sure: true, Text: w.said})
	return len(p.r.Parcels) - 1
}

// doubt leaves parcels to a person.
func (p *parser) doubt(at []int, why string) {
	for _, i := range at {
		p.r.Parcels[i].Sure = false
	}
	p.r.unsure(why)
}

// place is where a sentence names something, and what.
type place struct {
	from, to int // in the folded text
	name     string
}

// carriers are the carriers that a sentence names.
func (p *parser) carriers(w row) (all []place) {
	for _, m := range words().carriers.FindAllStringIndex(w.text, -1) {
		all = append(all, place{w.from + m[0], w.from + m[1], words().carrierNames[w.text[m[0]:m[1]]]})
	}
	for _, name := range p.of.Carriers {
		for _, at := range tokens(w.text, word(name)) {
			all = append(all, place{w.from + at, w.from + at + len(word(name)), name})
		}
	}
	return slices.DeleteFunc(all, func(x place) bool { return !p.free(x.from, x.to) })
}

// carrier is the one carrier that a sentence with tracking numbers names. What
// another sentence names is kept for parcels of which no carrier is said.
func (p *parser) carrier(w row, tracked bool) string {
	all := p.carriers(w)
	if !tracked {
		if !w.signed {
			p.named = append(p.named, all...)
		}
		return ""
	}
	return p.one(all, IsCarrier, fmt.Sprintf("%q names several carriers: choose which one has the parcel.", brief(w.said)))
}

// customer is the one customer's order that a sentence with tracking numbers names.
func (p *parser) customer(w row, tracked bool) string {
	var all []place
	for _, number := range p.of.Orders {
		for _, n := range []string{word(number), strings.TrimPrefix(word(number), "#")} {
			for _, at := range tokens(w.text, n) {
				x := place{w.from + at, w.from + at + len(n), number}
				if tracked && len(n) > 2 && p.free(x.from, x.to) {
					all = append(all, x)
				}
			}
		}
	}
	return p.one(all, IsOrder, fmt.Sprintf("%q names several orders: say which one the parcel is of.", brief(w.said)))
}

// one marks the one thing that is named, or tells that there are several.
func (p *parser) one(all []place, k Kind, several string) string {
	name := ""
	for _, x := range all {
		if name != "" && model.NameKey(x.name) != model.NameKey(name) {
			p.r.unsure(several)
			return ""
		}
		name = x.name
	}
	for _, x := range all {
		p.take(x.from, x.to, k)
	}
	return name
}

// holds lays the articles that a sentence names into its parcels.
func (p *parser) holds(w row, parcels, articles []int) {
	if len(parcels) == 0 || len(articles) == 0 || len(articles) == len(p.of.Lines) {
		return
	}
	if len(articles) > 1 {
		p.doubt(parcels, fmt.Sprintf("%q names several articles: say what is in the parcel.", brief(w.said)))
		return
	}
	for _, i := range parcels {
		p.r.Parcels[i].SKU = p.of.Lines[articles[0]].name()
	}
}

// packed ends the reading of the parcels: what is in them must be told, and of
// which order they are.
func (p *parser) packed() {
	r := p.r
	if p.of.Refill && len(r.Parcels) > 0 {
		r.unsure(fmt.Sprintf("%s was left out: what is ordered for your own stock is taken in under Stock at 3PLs, not followed as a parcel.", r.Parcels[0].Tracking))
		r.Parcels = []Parcel{}
	}
	carrier := p.one(p.unsaid(), IsCarrier, "The text names several carriers: choose which one has the parcel.")
	for i := range r.Parcels {
		x := &r.Parcels[i]
		if x.Carrier == "" {
			x.Carrier = carrier
		}
		if len(p.of.Orders) == 1 {
			x.Order = p.of.Orders[0]
		}
		x.ShipDate = p.ships
		for _, l := range r.Lines {
			if l.SKU == x.SKU {
				x.ShipDate = l.ShipDate
			}
		}
	}
	r.Parcels = slices.CompactFunc(r.Parcels, func(a, b Parcel) bool { return a.Tracking == b.Tracking && a.Order == b.Order && a.SKU == b.SKU })
	p.contents()
}

// unsaid are the carriers named elsewhere, when a parcel needs one.
func (p *parser) unsaid() []place {
	if slices.ContainsFunc(p.r.Parcels, func(x Parcel) bool { return x.Carrier == "" }) {
		return p.named
	}
	return nil
}

// contents doubts parcels of which it is not said what they hold.
func (p *parser) contents() {
	r := p.r
	for i := range r.Parcels {
		x := &r.Parcels[i]
		shared := slices.ContainsFunc(r.Parcels, func(o Parcel) bool {
			return o.Tracking != x.Tracking && (o.Order == x.Order || o.Order == "" || x.Order == "") && (o.SKU == x.SKU || o.SKU == "" || x.SKU == "")
		})
		switch {
		case r.Refused != "":
			p.doubt([]int{i}, "The text refuses the order and tells of a parcel: read it, and enter what holds.")
		case x.Order == "" && len(p.of.Orders) > 1:
			p.doubt([]int{i}, fmt.Sprintf("It is not said which of the orders %s the parcel %s is of.", strings.Join(p.of.Orders, ", "), x.Tracking))
		case shared:
			p.doubt([]int{i}, "The text tells of several parcels and not what is in each: say it before you enter them.")
		}
	}
}
