package demo

import (
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// customer is someone who buys; land is where the parcel goes.
type customer struct {
	model.Contact
	land  *country
	known bool // has bought before
}

// strangers have numbers of their own, beyond those of the usual customers.
const strangers = 1 << 30

// customer says who places an order: about one in four has bought before, the
// later ones more often. Nobody is remembered, each is made from a number.
func (w *world) customer(t *till, f fate) customer {
	if f == tooFar {
		t.strangers++
		return w.person(t, strangers+t.strangers, t.far)
	}
	if t.customers > 8 && w.dice.chance(26) {
		back := min(w.dice.IntN(t.customers), w.dice.IntN(t.customers))
		c := w.person(t, t.customers-back, "")
		c.known = true
		return c
	}
	t.customers++
	return w.person(t, t.customers, "")
}

// person makes the customer of that number, the same each time. Without a
// country it is drawn from the shop's markets.
func (w *world) person(t *till, number int, code string) customer {
	d := newDice(w.seed, uint64(ofCustomers)<<56|uint64(t.shop.ID)<<40|uint64(number))
	if code == "" {
		weights := make([]int, len(t.market))
		for i, m := range t.market {
			weights[i] = m.count
		}
		code = t.market[d.weighted(weights)].what
	}
	land := landOf(code)
	folk, place := pick(d, land.people), pick(d, land.places)
	given, family := pick(d, folk.given), pick(d, folk.family)
	c := customer{land: land, Contact: model.Contact{
		Name: given + " " + family, City: place.city, Zip: filled(place.zip, d), Province: place.province, Country: code,
		Address1: fmt.Sprintf(land.house, pick(d, land.streets), d.between(1, land.most)),
		Email:    fmt.Sprintf("%s.%s%d@%s", plain.Replace(strings.ToLower(given)), plain.Replace(strings.ToLower(family)), number%strangers, pick(d, mailboxes)),
	}}
	if d.chance(5) {
		c.Company = "Studio " + family
	}
	if land.phone != "" && d.chance(40) {
		c.Phone = filled(land.phone, d)
	}
	return c
}

func landOf(code string) *country {
	for i := range countries {
		if countries[i].code == code {
			return &countries[i]
		}
	}
	panic("demo: no addresses for " + code)
}

// letters are those that may stand in a British or Dutch postal code.
const letters = "ABDEFGHJLNPRSTUWXZ"

// filled replaces "#" by a digit from 1, "*" by any digit and "@" by a letter.
func filled(pattern string, d *dice) string {
	b := []byte(pattern)
	for i, c := range b {
		switch c {
		case '#':
			b[i] = byte('1' + d.IntN(9))
		case '*':
			b[i] = byte('0' + d.IntN(10))
		case '@':
			b[i] = letters[d.IntN(len(letters))]
		}
	}
	return string(b)
}
