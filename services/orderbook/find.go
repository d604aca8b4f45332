package orderbook

import (
	"context"
	"slices"
	"time"

	"github.com/dropledger/dropledger/model"
)

// Found is the answer to a query: which orders, in which order. It stays as it
// is, whatever is written meanwhile.
type Found struct {
	Count  int // orders that fit
	All    int // orders in the book, those put away aside
	Home   model.Currency
	Totals Totals
	Facets Facets

	x  *index
	at []int32
}

// Find answers a query from the present state of the book. It waits for the
// index while that is being read; see First.
func (s *Service) Find(ctx context.Context, q Query) (*Found, error) {
	x, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return s.last.find(ctx, x, &q)
}

// Narrow answers another query from the same state of the book, among all orders
// that f was made from.
func (f *Found) Narrow(ctx context.Context, q Query) (*Found, error) { return f.x.find(ctx, &q) }

// chunk is how many orders are looked at between two looks at the context.
const chunk = 8192

func (x *index) find(ctx context.Context, q *Query) (*Found, error) {
	f := &Found{x: x, Home: x.home}
	w := x.sieve(q)
	count := newCounter(x)
	for i := range x.orders {
		if i%chunk == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e := &x.orders[i]
		if !e.archived {
			f.All++
		}
		missed := w.sift(e)
		if missed == nothing {
			f.at = append(f.at, int32(i))
			f.Totals.add(e)
		}
		count.add(e, missed)
	}
	f.Count, f.Facets = len(f.at), count.facets()
	x.sort(f.at, q.Sort)
	return f, ctx.Err()
}

func (t *Totals) add(e *entry) {
	if e.noTotal {
		t.NoTotal++
	} else {
		t.Total = t.Total.Add(e.total)
	}
	t.Net = t.Net.Add(e.net)
	if e.knowsCM2() {
		t.CM2 = t.CM2.Add(e.cm2)
	} else {
		t.NoCM2++
	}
}

// Rows returns n rows beginning with the from-th, fewer at the end.
func (f *Found) Rows(from, n int) []Row {
	from = min(max(from, 0), len(f.at))
	to := min(from+max(n, 0), len(f.at))
	rows := make([]Row, 0, to-from)
	for _, at := range f.at[from:to] {
		rows = append(rows, f.x.row(&f.x.orders[at]))
	}
	return rows
}

// IDs returns n ids beginning with the from-th, fewer at the end.
func (f *Found) IDs(from, n int) []int64 {
	from = min(max(from, 0), len(f.at))
	to := min(from+max(n, 0), len(f.at))
	ids := make([]int64, 0, to-from)
	for _, at := range f.at[from:to] {
		ids = append(ids, f.x.orders[at].id)
	}
	return ids
}

// Index is the place of an order among those found, -1 when it is not.
func (f *Found) Index(id int64) int {
	at, ok := f.x.place(id)
	if !ok {
		return -1
	}
	return slices.Index(f.at, at)
}

// Sum adds up some of the orders, as Totals does all: those that are selected.
func (f *Found) Sum(ids []int64) Totals {
	var t Totals
	for _, id := range ids {
		if at, ok := f.x.place(id); ok {
			t.add(&f.x.orders[at])
		}
	}
	return t
}

func (x *index) row(e *entry) Row {
	r := Row{
		ID: e.id, Number: e.number, Placed: model.InstantOf(time.Unix(e.placed, 0)), PlacedOn: e.placedOn,
		Customer: x.customer(e), Country: e.country, Shop: x.names.shops[e.shop], Lines: int(e.pieces),
		Currency: e.currency, Own: e.own, Total: e.total, NoTotal: e.noTotal, Net: e.net, CM2: e.cm2, NoCM2: !e.knowsCM2(),
		Percent: e.percent(), State: states[e.state], Unsure: e.unsure, Unbooked: e.unbooked, Tags: e.tags,
	}
	if h, ok := x.held[e.id]; ok {
		r.Held, r.HeldCode = h.reason, h.code
	}
	return r
}
