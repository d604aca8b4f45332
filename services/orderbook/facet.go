package orderbook

import (
	"cmp"
	"slices"
)

// counter counts the values of filters.
type counter struct {
	x         *index
	states    [16]int
	shops     map[int64]int
	suppliers map[int64]int
	countries map[string]int
	bands     map[Band]int
}

func newCounter(x *index) *counter {
	return &counter{x: x, shops: map[int64]int{}, suppliers: map[int64]int{}, countries: map[string]int{}, bands: map[Band]int{}}
}

// add counts an order where it would be found with another value of the filter
// it misses, and everywhere when it misses none.
func (c *counter) add(e *entry, missed dimension) {
	if missed == several {
		return
	}
	if missed == nothing || missed == byState {
		c.states[e.state]++
	}
	if missed == nothing || missed == byShop {
		c.shops[e.shop]++
	}
	if missed == nothing || missed == byCountry {
		c.countries[e.country]++
	}
	if missed == nothing || missed == byBand {
		c.bands[e.band()]++
	}
	if missed == nothing || missed == bySupplier {
		c.supplied(e)
	}
}

// supplied counts an order once for each of its suppliers.
func (c *counter) supplied(e *entry) {
	lines := c.x.linesOf(e)
	for i := range lines {
		first := lines[i].goods
		for j := 0; first && j < i; j++ {
			first = !lines[j].goods || lines[j].supplier != lines[i].supplier
		}
		if first {
			c.suppliers[lines[i].supplier]++
		}
	}
}

func (c *counter) facets() Facets {
	f := Facets{
		Shops: named(c.shops, c.x.names.shops), Suppliers: named(c.suppliers, c.x.names.suppliers),
	}
	for i, n := range c.states {
		if n > 0 {
			f.States = append(f.States, Facet{Code: states[i], Count: n})
		}
	}
	for _, b := range Bands() {
		if n := c.bands[b]; n > 0 {
			f.Bands = append(f.Bands, Facet{Code: string(b), Count: n})
		}
	}
	for code, n := range c.countries {
		f.Countries = append(f.Countries, Facet{Code: code, Count: n})
	}
	often(f.Countries)
	return f
}

func named(counts map[int64]int, names map[int64]string) []Facet {
	var all []Facet
	for id, n := range counts {
		all = append(all, Facet{ID: id, Name: names[id], Count: n})
	}
	often(all)
	return all
}

func often(all []Facet) {
	slices.SortFunc(all, func(a, b Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID))
	})
}
