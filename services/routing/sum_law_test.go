package routing_test

import (
	"math/big"
	"slices"
	"strings"
)

// The arithmetic of these tests is written for itself, in fractions, and shares
// nothing with the program: what a book must say is worked out from the tables
// below, by domain rules 1.9, 1.10 and 2.1 to 2.3.

// num is a decimal as a fraction.
func num(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func whole(n int64) *big.Rat         { return new(big.Rat).SetInt64(n) }
func sum(all ...*big.Rat) *big.Rat   { return fold((*big.Rat).Add, all) }
func times(all ...*big.Rat) *big.Rat { return fold((*big.Rat).Mul, all) }
func less(a, b *big.Rat) *big.Rat    { return new(big.Rat).Sub(a, b) }

func fold(op func(z, x, y *big.Rat) *big.Rat, all []*big.Rat) *big.Rat {
	r := new(big.Rat).Set(all[0])
	for _, x := range all[1:] {
		op(r, r, x)
	}
	return r
}

// to rounds half away from zero to so many decimals.
func to(r *big.Rat, decimals int) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
	x := times(r, scale)
	half := num("1/2")
	if x.Sign() < 0 {
		half.Neg(half)
	}
	x.Add(x, half)
	cut := new(big.Int).Quo(x.Num(), x.Denom()) // toward zero
	return new(big.Rat).Quo(new(big.Rat).SetInt(cut), scale)
}

func cents(r *big.Rat) *big.Rat { return to(r, 2) }

// decimalsOf are those of a currency's coins.
func decimalsOf(currency string) int {
	if currency == "JPY" {
		return 0
	}
	return 2
}

// shared splits an amount of ten-thousandths by largest remainder.
func shared(total *big.Rat, weights []*big.Rat) []*big.Rat {
	whole := sum(append([]*big.Rat{num("0")}, weights...)...)
	units := new(big.Int).Quo(times(total, num("10000")).Num(), big.NewInt(1))
	parts, rest := make([]*big.Int, len(weights)), new(big.Int).Set(units)
	left := make([]*big.Rat, len(weights))
	order := make([]int, len(weights))
	for i, w := range weights {
		exact := new(big.Rat).Quo(times(new(big.Rat).SetInt(units), w), whole)
		parts[i] = new(big.Int).Quo(exact.Num(), exact.Denom())
		left[i] = less(exact, new(big.Rat).SetInt(parts[i]))
		rest.Sub(rest, parts[i])
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return left[b].Cmp(left[a]) })
	for i := range int(rest.Int64()) {
		parts[order[i]].Add(parts[order[i]], big.NewInt(1))
	}
	out := make([]*big.Rat, len(weights))
	for i, p := range parts {
		out[i] = new(big.Rat).SetFrac(p, big.NewInt(10000))
	}
	return out
}

// paragraph is a row of the law of these tests.
type paragraph struct {
	country, kind, hs, origin, value, currency, per, basis, upTo, upToIn string
	taxed                                                                bool
	from, until                                                          string
}

// crate is what a supplier packs of an order: goods as customs sees them, and
// what sending them costs, in euros.
type crate struct {
	goods   []article
	freight *big.Rat
	late    int64
}

type article struct {
	hs, origin string
	pieces     int64
	value      *big.Rat
}

func (c *crate) with(a article, freight *big.Rat) *crate {
	next := &crate{freight: num("0")}
	if c != nil {
		next.goods, next.freight, next.late = slices.Clone(c.goods), c.freight, c.late
	}
	next.goods, next.freight = append(next.goods, a), sum(next.freight, freight)
	return next
}

// border is where a crate goes over.
type border struct {
	law      []paragraph
	to, on   string
	exchange func(currency string) *big.Rat // into euros, of the day of the choice
}

func union(country string) bool { return strings.Contains(" DE FR RO LT PL ", " "+country+" ") }

// home is an amount of the law in euros and cents.
func (b *border) home(value, currency string) *big.Rat {
	return cents(times(num(value), b.exchange(currency)))
}

func (b *border) all(kind, hs, origin string) (fit []paragraph) {
	for _, p := range b.law {
		if p.kind == kind && p.from <= b.on && (p.until == "" || b.on <= p.until) && (p.country == b.to || p.country == "EU" && union(b.to)) &&
			strings.HasPrefix(hs, p.hs) && (p.origin == "" || p.origin == origin) {
			fit = append(fit, p)
		}
	}
	return fit
}

// one is the paragraph of a kind that fits best: the country's own, then the
// longest tariff code, then a named origin.
func (b *border) one(kind, hs, origin string) *paragraph {
	fit := b.all(kind, hs, origin)
	slices.SortStableFunc(fit, func(x, y paragraph) int {
		if (x.country == b.to) != (y.country == b.to) {
			if x.country == b.to {
				return -1
			}
			return 1
		}
		if len(x.hs) != len(y.hs) {
			return len(y.hs) - len(x.hs)
		}
		return len(y.origin) - len(x.origin)
	})
	if len(fit) == 0 {
		return nil
	}
	return &fit[0]
}

// dues is what a crate owes: duty, handling fees and import tax.
type dues struct{ duty, handling, tax *big.Rat }

func (b *border) dues(c *crate) dues {
	d := dues{num("0"), num("0"), num("0")}
	if c == nil {
		return d
	}
	r := reckoning{border: b, crate: c, value: num("0"), taxed: num("0"), by: make([]*big.Rat, len(c.goods)), flat: make([]bool, len(c.goods))}
	for i, a := range c.goods {
		r.value, r.by[i] = sum(r.value, a.value), num("0")
	}
	for _, p := range b.there("flat_duty") {
		if r.within(p) {
			d.duty = sum(d.duty, r.each(p, r.flat))
		}
	}
	if !r.below("duty_relief") {
		d.duty = sum(d.duty, r.percent())
	}
	for _, p := range b.there("handling_fee") {
		if r.within(p) {
			d.handling = sum(d.handling, r.each(p, nil))
		}
	}
	if !r.open && !r.below("vat_at_sale") {
		d.tax = r.tax()
	}
	return d
}

// there are the paragraphs of a kind for the place and the day.
func (b *border) there(kind string) (fit []paragraph) {
	for _, p := range b.law {
		if p.kind == kind && p.from <= b.on && (p.until == "" || b.on <= p.until) && (p.country == b.to || p.country == "EU" && union(b.to)) {
			fit = append(fit, p)
		}
	}
	return fit
}

// reckoning is one crate at the border.
type reckoning struct {
	*border
	*crate
	value, taxed *big.Rat
	by           []*big.Rat // duty by percentage of each of the goods
	flat         []bool     // these bear an amount instead
	open         bool       // a code, an origin or a rate is missing
}

func (r *reckoning) within(p paragraph) bool {
	currency := p.upToIn
	if currency == "" {
		currency = p.currency
	}
	return p.upTo == "" || r.value.Cmp(r.home(p.upTo, currency)) <= 0
}

func (r *reckoning) below(kind string) bool {
	p := r.one(kind, "", "")
	return p != nil && r.value.Cmp(r.home(p.value, p.currency)) <= 0
}

// each is an amount for each code or piece of the goods a paragraph is about.
func (r *reckoning) each(p paragraph, mark []bool) *big.Rat {
	codes, pieces, met, short := map[string]bool{}, int64(0), false, false
	for i, a := range r.goods {
		if len(a.hs) < len(p.hs) && strings.HasPrefix(p.hs, a.hs) {
			r.open = true
			continue
		}
		if !strings.HasPrefix(a.hs, p.hs) || p.origin != "" && p.origin != a.origin {
			continue
		}
		if met = true; mark != nil {
			mark[i] = true
		}
		pieces += a.pieces
		if short = short || len(a.hs) < 6; len(a.hs) >= 6 {
			codes[a.hs[:6]] = true
		}
	}
	n := map[string]int64{"hs6": int64(len(codes)), "item": pieces, "consignment": 1}[p.per]
	if !met || p.per == "hs6" && short {
		r.open = r.open || met
		return num("0")
	}
	due := r.home(times(num(p.value), whole(n)).FloatString(4), p.currency)
	if p.taxed {
		r.taxed = sum(r.taxed, due)
	}
	return due
}

// percent is duty by percentage, line by line.
func (r *reckoning) percent() *big.Rat {
	all := num("0")
	freight := shared(r.freight, r.values())
	for i, a := range r.goods {
		if r.flat[i] {
			continue
		}
		if len(a.hs) < 4 {
			r.open = true
			continue
		}
		layers := r.all("surcharge", a.hs, a.origin)
		if p := r.one("duty", a.hs, a.origin); p != nil {
			layers = append(layers, *p)
		} else {
			r.open = true
		}
		for _, p := range layers {
			of := a.value
			if p.basis != "fob" {
				of = sum(of, freight[i])
			}
			r.by[i] = sum(r.by[i], cents(times(num(p.value), num("1/100"), of)))
		}
		all = sum(all, r.by[i])
	}
	return all
}

func (r *reckoning) values() []*big.Rat {
	all := make([]*big.Rat, len(r.goods))
	for i, a := range r.goods {
		all[i] = a.value
	}
	return all
}

// tax is import tax: each rate of what its goods are worth at the door of the
// country, rounded once.
func (r *reckoning) tax() *big.Rat {
	freight, taxed := shared(r.freight, r.values()), shared(r.taxed, r.values())
	bases := map[string]*big.Rat{}
	for i, a := range r.goods {
		p := r.one("import_vat", a.hs, a.origin)
		if p == nil {
			return num("0") // not known
		}
		if bases[p.value] == nil {
			bases[p.value] = num("0")
		}
		bases[p.value] = sum(bases[p.value], a.value, freight[i], r.by[i], taxed[i])
	}
	all := num("0")
	for rate, base := range bases {
		all = sum(all, cents(times(num(rate), num("1/100"), base)))
	}
	return all
}
