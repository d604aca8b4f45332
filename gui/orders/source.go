package orders

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dropledger/dropledger/gui/format"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/kit/period"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/record"
)

// Filters of the list have the names of the params of its route; the days placed
// are one filter: a name of a period, or two days with a slash between.
const (
	filterPlaced = page.ByPeriod
	stateOpen    = "open"
	slash        = "/"
)

// source answers the list from the order book.
type source struct {
	book     *orderbook.Service
	products *product.Service
	cols     *columns
	today    func() model.Date
	names    names
	newest   atomic.Pointer[view] // the last answer
	warm     atomic.Bool          // the index of all orders was there once
}

// names are what shops, suppliers and products are called, as far as anyone asked.
type names struct {
	mu       sync.Mutex
	shops    map[int64]string
	supplier map[int64]string
	products []product.Row
}

// Find implements grid.Source.
func (s *source) Find(ctx context.Context, q grid.Query) (grid.View[orderbook.Row], error) {
	ask, err := s.query(ctx, q)
	if err != nil {
		return nil, err
	}
	v := &view{ask: ask, cols: s.cols}
	cold := !s.warm.Load() && !s.book.Ready()
	switch {
	case cold && plainly(&ask):
		v.Found, v.partial = &orderbook.Found{}, true
		v.rows, v.begins, err = s.book.First(ctx, firstRows)
		v.Count = len(v.rows)
	case cold && onlyOpen(&ask):
		v.partial = true
		v.Found, err = s.book.Open(ctx, ask)
	default:
		v.Found, err = s.book.Find(ctx, ask)
	}
	if err != nil {
		return nil, err
	}
	s.warm.Store(s.warm.Load() || !v.partial)
	s.names.learn(v.Facets)
	s.newest.Store(v)
	return v, nil
}

// firstRows are seen while the index of the orders is still read.
const firstRows = 200

// plainly tells whether a query is that of the list as it begins.
func plainly(q *orderbook.Query) bool {
	newest := len(q.Sort) == 0 || len(q.Sort) == 1 && q.Sort[0] == orderbook.Sort{By: orderbook.ByPlaced, Down: true}
	bare := q.Words == "" && q.Placed == (model.Period{}) && !q.Archived && !q.Unbooked && !q.Unsure &&
		len(q.Shops)+len(q.Suppliers)+len(q.Countries)+len(q.Bands)+len(q.Products) == 0
	return newest && bare && slices.Equal(q.States, order.OpenStates())
}

// onlyOpen tells whether a query asks for open orders alone.
func onlyOpen(q *orderbook.Query) bool {
	open := order.OpenStates()
	for _, s := range q.States {
		if !slices.Contains(open, s) {
			return false
		}
	}
	return len(q.States) > 0 && !q.Archived
}

// query says in the words of the order book what the grid asks.
func (s *source) query(ctx context.Context, q grid.Query) (orderbook.Query, error) {
	ask := orderbook.Query{Words: q.Search}
	for _, o := range q.Sort {
		ask.Sort = append(ask.Sort, orderbook.Sort{By: orderbook.Column(o.Column), Down: o.Down})
	}
	for _, f := range q.Filters {
		if err := s.narrow(ctx, &ask, f); err != nil {
			return ask, err
		}
	}
	return ask, nil
}

func (s *source) narrow(ctx context.Context, q *orderbook.Query, f grid.Filter) (err error) {
	switch f.ID {
	case page.ByState:
		q.States = states(f.Values)
	case filterPlaced:
		q.Placed = placed(f.Values, s.today())
	case page.ByShop:
		q.Shops, err = s.ids(ctx, f.Values, func(n *names) map[int64]string { return n.shops })
	case page.BySupplier:
		q.Suppliers, err = s.ids(ctx, f.Values, func(n *names) map[int64]string { return n.supplier })
	case page.ByCountry:
		q.Countries = f.Values
	case page.ByMargin:
		for _, v := range f.Values {
			q.Bands = append(q.Bands, orderbook.Band(v))
		}
	case page.ByProduct:
		q.Products, err = s.productIDs(ctx, f.Values)
	case page.ByOnly:
		q.Unbooked = slices.Contains(f.Values, page.OnlyUnbooked)
		q.Unsure = slices.Contains(f.Values, page.OnlyUnsure)
		q.Archived = slices.Contains(f.Values, page.OnlyArchived)
	}
	return err
}

// states are the order states a filter means.
func states(values []string) (all []string) {
	for _, v := range values {
		if v == stateOpen {
			all = append(all, order.OpenStates()...)
		} else {
			all = append(all, v)
		}
	}
	return all
}

// placed is the period a filter means on a day.
func placed(values []string, today model.Date) model.Period {
	if len(values) == 0 {
		return model.Period{}
	}
	if from, to, days := strings.Cut(values[0], slash); days {
		return model.Period{From: model.Date(from), To: model.Date(to)}
	}
	p, _ := period.Of(values[0], today)
	return p
}

// nobody is an id that no record has: what is unknown narrows to nothing.
const nobody = -1

// ids turns names, or "#" and an id, into ids.
func (s *source) ids(ctx context.Context, values []string, which func(*names) map[int64]string) ([]int64, error) {
	var all []int64
	for _, v := range values {
		id, ok := numbered(v)
		if !ok {
			if err := s.learnAll(ctx); err != nil {
				return nil, err
			}
			id = s.names.find(v, which)
		}
		all = append(all, id)
	}
	return all, nil
}

func numbered(v string) (int64, bool) {
	digits, ok := strings.CutPrefix(v, "#")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, err == nil
}

func (n *names) find(name string, which func(*names) map[int64]string) int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	for id, known := range which(n) {
		if model.NameKey(known) == model.NameKey(name) {
			return id
		}
	}
	return nobody
}

// learnAll learns the names of all shops and suppliers with orders.
func (s *source) learnAll(ctx context.Context) error {
	f, err := s.book.Find(ctx, orderbook.Query{})
	if err == nil {
		s.names.learn(f.Facets)
	}
	return err
}

func (n *names) learn(f orderbook.Facets) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.shops == nil {
		n.shops, n.supplier = map[int64]string{}, map[int64]string{}
	}
	for _, s := range f.Shops {
		n.shops[s.ID] = s.Name
	}
	for _, s := range f.Suppliers {
		n.supplier[s.ID] = s.Name
	}
}

// productIDs turns SKUs, or "#" and an id, into ids.
func (s *source) productIDs(ctx context.Context, values []string) ([]int64, error) {
	all, err := s.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, v := range values {
		id, ok := numbered(v)
		if !ok {
			id = nobody
			if i := slices.IndexFunc(all, func(p product.Row) bool { return p.SKU == v }); i >= 0 {
				id = all[i].ID
			}
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// catalogue is all products, read once.
func (s *source) catalogue(ctx context.Context) ([]product.Row, error) {
	s.names.mu.Lock()
	all := s.names.products
	s.names.mu.Unlock()
	if all != nil {
		return all, nil
	}
	all, err := s.products.List(ctx, record.Filter{Archived: true})
	if err != nil {
		return nil, err
	}
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	s.names.products = all
	return all, nil
}

// forget lets the catalogue be read again.
func (n *names) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.products = nil
}

// label is what a person reads of a value of a filter by shop, supplier or product.
func (n *names) label(filter, value string) string {
	id, ok := numbered(value)
	if !ok {
		return value
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	switch filter {
	case page.ByShop:
		return n.shops[id]
	case page.BySupplier:
		return n.supplier[id]
	}
	if i := slices.IndexFunc(n.products, func(p product.Row) bool { return p.ID == id }); i >= 0 {
		return n.products[i].Name
	}
	return value
}

// view is an answer of the order book.
type view struct {
	*orderbook.Found
	ask     orderbook.Query
	partial bool            // of the open orders only: how many there are beside is not known yet
	rows    []orderbook.Row // the first of them, where the index is still read
	begins  bool            // there are more than rows
	cols    *columns
}

// Beginning implements grid.Beginner.
func (v *view) Beginning() bool { return v.begins }

// Len implements grid.View.
func (v *view) Len() int { return v.Count }

// All implements grid.View.
func (v *view) All() int {
	if v.partial {
		return v.Count
	}
	return max(v.Found.All, v.Count) // those put away are not among all
}

// Rows implements grid.View.
func (v *view) Rows(_ context.Context, from, n int) ([]orderbook.Row, error) {
	if v.rows != nil {
		from = min(max(from, 0), len(v.rows))
		return v.rows[from:min(from+n, len(v.rows))], nil
	}
	return v.Found.Rows(from, n), nil
}

// Index implements grid.View.
func (v *view) Index(_ context.Context, key string) (int, error) {
	id, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return -1, nil
	}
	if v.rows != nil {
		return slices.IndexFunc(v.rows, func(r orderbook.Row) bool { return r.ID == id }), nil
	}
	return v.Found.Index(id), nil
}

// Keys implements grid.Keyer.
func (v *view) Keys(_ context.Context, from, n int) ([]string, error) {
	var keys []string
	if v.rows != nil {
		rows, err := v.Rows(context.Background(), from, n)
		for _, r := range rows {
			keys = append(keys, rowKey(r))
		}
		return keys, err
	}
	for _, id := range v.IDs(from, n) {
		keys = append(keys, strconv.FormatInt(id, 10))
	}
	return keys, nil
}

// Totals implements grid.View.
func (v *view) Totals() map[string]grid.Cell {
	if v.rows != nil {
		return nil // that are not read yet
	}
	t := &v.Found.Totals
	return map[string]grid.Cell{
		string(orderbook.ByTotal): v.total(t.Total, v.Count-t.NoTotal),
		string(orderbook.ByCM2):   v.total(t.CM2, v.Count-t.NoCM2),
		colNet:                    v.total(t.Net, v.Count-t.NoTotal),
	}
}

// total is a sum of those orders an amount is known of; of none it is nothing.
func (v *view) total(a model.Amount, of int) grid.Cell {
	if of <= 0 {
		return grid.Cell{Text: format.None}
	}
	return v.cols.money(a)
}

// reference names a record by its id, as filters and routes do.
func reference(id int64) string { return "#" + strconv.FormatInt(id, 10) }
