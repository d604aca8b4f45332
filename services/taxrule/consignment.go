package taxrule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/model/calc"
)

// Goods is one line of a consignment. Value is what the customer pays for all
// its pieces without tax and transport: the value to declare.
type Goods struct {
	HS       string
	Origin   string
	Quantity model.Quantity
	Value    model.Amount
}

// Consignment is one parcel as customs sees it. Amounts are in Currency;
// Freight is the transport to the border. Convert turns an amount of a rule's
// currency into Currency.
type Consignment struct {
	From, To string
	On       model.Date
	Currency model.Currency
	Goods    []Goods
	Freight  model.Amount
	Convert  func(model.Amount, model.Currency) (model.Amount, error)
}

// Charge is one amount that is due, rounded to the minor unit.
type Charge struct {
	Kind   Kind
	Amount model.Amount
	Text   string // what it is made of, in words
}

// Import is what a consignment owes. Unknown says in words what could not be
// worked out: it is not nought. AtSale tells that import tax is charged when
// the goods are sold, not at the border. Near names a threshold of which more
// than nine tenths are used up.
type Import struct {
	Crosses bool
	Charges []Charge
	Unknown []string
	AtSale  bool
	Near    string
}

// Total adds the charges up.
func (m *Import) Total() model.Amount {
	var sum model.Amount
	for _, c := range m.Charges {
		sum = sum.Add(c.Amount)
	}
	return sum
}

// Import works out duty, fees and import tax by the rules of the day. Sources:
// the tables of domain.md 2.1 and the bases of its 2.3.
func (s *Set) Import(c Consignment) Import {
	m := Import{}
	switch {
	case c.From == "" || c.To == "":
		m.Unknown = append(m.Unknown, "it is not known from where to where the parcel goes")
		return m
	case len(c.Goods) == 0 || !s.Crosses(c.From, c.To, c.On):
		return m
	}
	m.Crosses = true
	w := working{set: s, c: &c, out: &m, where: where{to: c.To, area: s.area(c.To, c.On), on: c.On}, by: make([]model.Amount, len(c.Goods))}
	for _, g := range c.Goods {
		w.value = w.value.Add(g.Value)
	}
	w.duty()
	w.fees()
	w.tax()
	return m
}

// working is one consignment being worked out.
type working struct {
	set   *Set
	c     *Consignment
	out   *Import
	where where
	value model.Amount   // intrinsic: goods without transport and tax
	by    []model.Amount // duty by percentage of each of the goods
	taxed model.Amount   // fees and flat duty that import tax falls on
	open  bool           // duty could not be worked out
}

func (w *working) unknown(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(w.out.Unknown, text) {
		w.out.Unknown = append(w.out.Unknown, text)
	}
}

// below tells whether a threshold of the kind holds and the consignment is at
// or below it.
func (w *working) below(k Kind) (below, known bool) {
	r := w.set.specific(k, w.where)
	if r == nil {
		return false, true
	}
	limit, ok := w.money(r.Value, r.Currency)
	if !ok {
		return false, false
	}
	if w.value > limit-limit/10 && w.value <= limit {
		w.out.Near = fmt.Sprintf("the goods are worth %s %s, close to the threshold of %s %s", w.value.Text(w.c.Currency), w.c.Currency, r.Value, r.Currency)
	}
	return w.value <= limit, true
}

// money converts an amount of a rule; without a rate that is unknown.
func (w *working) money(v decimal.Decimal, cur model.Currency) (model.Amount, bool) {
	a, err := model.AmountOf(v)
	if err == nil {
		a, err = w.c.Convert(a, cur)
	}
	if err != nil {
		w.unknown("there is no exchange rate from %s to %s", cur, w.c.Currency)
	}
	return a, err == nil
}

// applies tells whether the consignment is within the rule's own limit. Where that
// is not known, what import tax is taken of is not known either.
func (w *working) applies(r *Rule) bool {
	if r.UpTo == "" {
		return true
	}
	v, err := model.ParseDecimal(r.UpTo)
	if err != nil {
		w.open = true
		w.unknown("the limit %q of a rule cannot be read", r.UpTo)
		return false
	}
	in := r.UpToIn
	if in == "" {
		in = r.Currency
	}
	limit, ok := w.money(v, in)
	w.open = w.open || !ok
	return ok && w.value <= limit
}

func (w *working) duty() {
	flat := make([]bool, len(w.c.Goods)) // in place of duty by percentage
	for _, r := range w.set.there(FlatDuty, w.where) {
		if !w.applies(r) {
			continue
		}
		of := w.meant(r)
		for _, i := range of {
			flat[i] = true
		}
		w.each(r, "duty", of)
	}
	if !slices.Contains(flat, false) {
		return
	}
	if free, known := w.below(DutyRelief); free || !known {
		w.open = w.open || !known
		return
	}
	for i := range w.c.Goods {
		if !flat[i] {
			w.adValorem(&w.c.Goods[i], i)
		}
	}
}

// adValorem charges duty by percentage on one line; the freight is shared by
// value, the last line taking what is left.
func (w *working) adValorem(g *Goods, at int) {
	if len(g.HS) < 4 {
		w.open = true
		w.unknown("a product has no tariff code (HS)")
		return
	}
	here := w.where
	here.hs, here.origin = g.HS, g.Origin
	r := w.set.specific(Duty, here)
	extra := w.set.all(Surcharge, here)
	if g.Origin == "" && slices.ContainsFunc(w.set.there(Surcharge, w.where), func(r *Rule) bool { return r.Origin != "" && strings.HasPrefix(g.HS, r.HS) }) {
		w.open = true
		w.unknown("a product has no origin, and a surcharge goes by it")
	}
	if r == nil {
		w.open = true
		w.unknown("no duty rate for %s from %s to %s is entered for %s", g.HS, named(g.Origin), w.c.To, w.c.On)
	} else {
		w.percent(r, g, at)
	}
	for _, e := range extra {
		w.percent(e, g, at)
	}
}

func (w *working) percent(r *Rule, g *Goods, at int) {
	d := calc.Duty(calc.Consignment{
		Goods: g.Value.Decimal(), Freight: w.freight(at).Decimal(), DutyRate: r.Value, FreightInValue: r.Basis != FOB, Currency: w.c.Currency,
	})
	a, err := model.AmountOf(d.Duty)
	if err != nil {
		w.unknown("the duty is too large to be worked out")
		return
	}
	w.by[at] = w.by[at].Add(a)
	w.charge(r.Kind, a, fmt.Sprintf("%s %% of %s %s (%s)", r.Value, d.CustomsValue.StringFixed(int32(w.c.Currency.Digits())), w.c.Currency, g.HS))
}

// freight is the share of one line.
func (w *working) freight(at int) model.Amount {
	weights := make([]int64, len(w.c.Goods))
	for i := range w.c.Goods {
		weights[i] = int64(w.c.Goods[i].Value)
	}
	return model.Allocate(w.c.Freight, weights, 1)[at]
}

func (w *working) fees() {
	for _, r := range w.set.there(HandlingFee, w.where) {
		if w.applies(r) {
			w.each(r, "fee", w.meant(r))
		}
	}
}

// each charges an amount for each tariff code or piece of some of the goods, or for
// the consignment they are in.
func (w *working) each(r *Rule, what string, of []int) {
	if len(of) == 0 {
		return
	}
	n := 1
	switch r.Per {
	case PerHS6:
		all, ok := w.codes(of)
		if !ok {
			w.open = true
			w.unknown("a product has no six-digit tariff code (HS), so the %s of %s %s for each cannot be counted", what, r.Value, r.Currency)
			return
		}
		n = len(all)
	case PerItem:
		n = 0
		for _, i := range of {
			n += int(w.c.Goods[i].Quantity)
		}
	}
	a, ok := w.money(r.Value.Mul(decimal.NewFromInt(int64(n))), r.Currency)
	if !ok {
		w.open = true
		return
	}
	a = a.Round(w.c.Currency)
	if r.Taxed {
		w.taxed = w.taxed.Add(a)
	}
	w.charge(r.Kind, a, fmt.Sprintf("%s %s for %s", r.Value, r.Currency, counted(r.Per, n)))
}

func counted(per string, n int) string {
	word := map[string]string{PerHS6: "tariff line", PerItem: "piece", PerConsignment: "consignment"}[per]
	if n == 1 {
		return "one " + word
	}
	return fmt.Sprintf("%d %ss each", n, word)
}

// tax charges import tax, unless the sale was taxed.
func (w *working) tax() {
	atSale, known := w.below(VATAtSale)
	if !known {
		return
	}
	if atSale {
		w.out.AtSale = true
		return
	}
	rates := w.rates()
	switch {
	case len(rates) == 0 && w.where.area == "" && w.set.specific(VATAtSale, w.where) == nil:
		return // nothing is entered for the country; duty tells so
	case len(rates) == 0 || rates[0].rule == nil:
		w.unknown("no import tax rate of %s is entered for %s", w.c.To, w.c.On)
		return
	case w.open:
		w.unknown("import tax, as duty is part of what it is taken of")
		return
	}
	for _, x := range rates {
		a, err := (model.Percent{Decimal: x.rule.Value}).Of(x.base, w.c.Currency)
		if err != nil {
			w.unknown("the import tax is too large to be worked out")
			return
		}
		w.charge(ImportVAT, a, fmt.Sprintf("%s %% of %s %s", x.rule.Value, x.base.Text(w.c.Currency), w.c.Currency))
	}
}

func (w *working) charge(k Kind, a model.Amount, text string) {
	if a != 0 {
		w.out.Charges = append(w.out.Charges, Charge{k, a, text})
	}
}

func named(country string) string {
	if country == "" {
		return "an unknown origin"
	}
	return country
}
