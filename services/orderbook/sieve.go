package orderbook

import "github.com/dropledger/dropledger/model"

// dimension is a filter whose values are counted. An order that misses one of
// them only is counted there: it would be found with another value.
type dimension uint8

const (
	nothing dimension = iota // the order fits
	byState
	byShop
	bySupplier
	byCountry
	byBand
	several // it misses more, or what is not counted
)

// sieve is a query made ready to be asked of each order.
type sieve struct {
	x         *index
	q         *Query
	words     *search
	states    map[uint8]bool
	shops     map[int64]bool
	suppliers map[int64]bool
	products  map[int64]bool
	countries map[string]bool
	bands     map[Band]bool
}

func (x *index) sieve(q *Query) *sieve {
	w := &sieve{
		x: x, q: q, shops: set(q.Shops), suppliers: set(q.Suppliers), products: set(q.Products),
		countries: set(q.Countries), bands: set(q.Bands), words: x.search(q.Words),
	}
	for _, s := range q.States {
		if w.states == nil {
			w.states = map[uint8]bool{}
		}
		for i, name := range states {
			if name == s {
				w.states[uint8(i)] = true
			}
		}
	}
	return w
}

func set[T comparable](values []T) map[T]bool {
	if len(values) == 0 {
		return nil
	}
	m := make(map[T]bool, len(values))
	for _, v := range values {
		m[v] = true
	}
	return m
}

// sift tells which filter keeps the order out.
func (w *sieve) sift(e *entry) dimension {
	if !w.plain(e) {
		return several
	}
	missed := nothing
	miss := func(d dimension, is bool) {
		if is {
			if missed != nothing {
				d = several
			}
			missed = d
		}
	}
	miss(byState, w.states != nil && !w.states[e.state])
	miss(byShop, w.shops != nil && !w.shops[e.shop])
	miss(byCountry, w.countries != nil && !w.countries[e.country])
	if missed == several {
		return several
	}
	miss(bySupplier, w.suppliers != nil && !w.supplied(e))
	miss(byBand, w.bands != nil && !w.bands[e.band()])
	if missed == several || w.products != nil && !w.holds(e) || !w.words.fits(w.x, e) {
		return several
	}
	return missed
}

// plain tells that the order fits the filters whose values are not counted, words
// and products apart.
func (w *sieve) plain(e *entry) bool {
	q := w.q
	switch {
	case e.archived != q.Archived, q.Unbooked && !e.unbooked, q.Unsure && !e.unsure:
		return false
	}
	return q.Placed == (model.Period{}) || q.Placed.Contains(e.placedOn)
}

func (w *sieve) supplied(e *entry) bool {
	for _, l := range w.x.linesOf(e) {
		if l.goods && w.suppliers[l.supplier] {
			return true
		}
	}
	return false
}

func (w *sieve) holds(e *entry) bool {
	for _, l := range w.x.linesOf(e) {
		if l.goods && w.products[l.product] {
			return true
		}
	}
	return false
}
