package taxrule

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// meant are the places of the goods a fee or flat duty is about, by their tariff
// code and origin. Goods of which these are not known leave it open.
func (w *working) meant(r *Rule) []int {
	var of []int
	for i, g := range w.c.Goods {
		switch {
		case r.Origin != "" && g.Origin == "":
			w.open = true
			w.unknown("a product has no origin, and an amount of %s %s goes by it", r.Value, r.Currency)
		case len(g.HS) < len(r.HS) && strings.HasPrefix(r.HS, g.HS):
			w.open = true
			w.unknown("a product has no tariff code (HS) of %d digits, and an amount of %s %s goes by it", len(r.HS), r.Value, r.Currency)
		case strings.HasPrefix(g.HS, r.HS) && (r.Origin == "" || r.Origin == g.Origin):
			of = append(of, i)
		}
	}
	return of
}

// codes are the different six-digit tariff codes of some goods; false when one
// has none.
func (w *working) codes(of []int) ([]string, bool) {
	var all []string
	for _, i := range of {
		hs := w.c.Goods[i].HS
		if len(hs) < 6 {
			return nil, false
		}
		all = append(all, hs[:6])
	}
	slices.Sort(all)
	return slices.Compact(all), true
}

// rated is what one rate of import tax is taken of.
type rated struct {
	rule *Rule
	base model.Amount
}

// rates shares what import tax is taken of over its rates: some goods have one of
// their own. Each line of goods bears its duty, and freight and taxed fees by its
// value. Where goods have no rate, only that is told: a nil rule comes first. It is
// empty where nothing at all is entered.
func (w *working) rates() []rated {
	if len(w.set.there(ImportVAT, w.where)) == 0 {
		return nil
	}
	values := make([]int64, len(w.c.Goods))
	for i, g := range w.c.Goods {
		values[i] = int64(g.Value)
	}
	freight, taxed := model.Allocate(w.c.Freight, values, 1), model.Allocate(w.taxed, values, 1)
	var all []rated
	for i, g := range w.c.Goods {
		here := w.where
		here.hs, here.origin = g.HS, g.Origin
		r := w.set.specific(ImportVAT, here)
		if r == nil {
			return []rated{{}}
		}
		at := slices.IndexFunc(all, func(x rated) bool { return x.rule == r })
		if at < 0 {
			at = len(all)
			all = append(all, rated{rule: r})
		}
		all[at].base = all[at].base.Add(g.Value).Add(w.by[i]).Add(freight[i]).Add(taxed[i])
	}
	return all
}
