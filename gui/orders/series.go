package orders

import (
	"context"
	"maps"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/orderbook"
)

// series is where an order stands in the list it was opened from.
type series struct {
	at, count     int // at is -1 when it is not in the list any more
	before, after *orderbook.Row
}

// findSeries looks the orders before and after up.
func (o *Order) findSeries() {
	id, r, last := o.detail.ID, o.route, o.around.at
	o.series.Load(o.host.Context(), func(ctx context.Context) (series, error) {
		q, err := o.source.query(ctx, listOf(r))
		if err != nil {
			return series{}, err
		}
		f, err := o.desk.orders.Find(ctx, q)
		if err != nil {
			return series{}, err
		}
		return around(f, id, last), nil
	})
}

// around finds the neighbours of an order. When what was done took it out of the
// list, those that stand where it was are its neighbours.
func around(f *orderbook.Found, id int64, last int) series {
	s := series{at: f.Index(id), count: f.Count}
	before, after := s.at-1, s.at+1
	if s.at < 0 {
		before, after = last-1, last
	}
	if before >= 0 {
		s.before = first(f.Rows(before, 1))
	}
	s.after = first(f.Rows(after, 1))
	return s
}

func first(rows []orderbook.Row) *orderbook.Row {
	if len(rows) == 0 {
		return nil
	}
	return &rows[0]
}

func (o *Order) placed(s async.State[series]) {
	if s.Phase != async.Ready {
		return // the page works without
	}
	at := o.around.at
	o.around = s.Value
	if s.Value.at < 0 {
		o.around.at = at
		if s.Value.count == 0 {
			o.around.at = -1
		}
	}
	o.dress()
	o.host.Refresh()
}

// At implements page.Moving.
func (o *Order) At() page.Route { return o.route }

// offStep says why there is no order before or after.
func (o *Order) offStep(by int) string {
	switch {
	case by < 0 && o.around.before == nil:
		return text.T("orders.off.first")
	case by > 0 && o.around.after == nil:
		return text.T("orders.off.last")
	}
	return ""
}

// step shows the order before or after.
func (o *Order) step(by int) {
	to := o.around.after
	if by < 0 {
		to = o.around.before
	}
	if to == nil || o.paper != nil {
		return
	}
	r := o.route
	r.Key, r.Params = to.Number, cloneWith(r.Params, page.ByShop, to.Shop)
	o.route = r
	o.load()
}

func cloneWith(params map[string]string, name, value string) map[string]string {
	c := maps.Clone(params)
	if c == nil {
		c = map[string]string{}
	}
	if value == "" {
		delete(c, name)
	} else {
		c[name] = value
	}
	return c
}

// listOf is the list an order was opened from, all orders when it was none.
func listOf(r page.Route) grid.Query {
	list := page.Route{Params: map[string]string{page.ByState: "all"}}
	for name, value := range r.Params {
		if inner, ok := strings.CutPrefix(name, among); ok {
			list.Params[inner] = value
		}
	}
	return grid.Query{Search: list.Param(page.ByWords), Filters: filtersOf(list), Sort: sortOf(list.Param(sortParam))}
}

// sortText writes what a list is sorted by: "-placed,number".
func sortText(sort []orderbook.Sort) string {
	words := make([]string, len(sort))
	for i, s := range sort {
		words[i] = string(s.By)
		if s.Down {
			words[i] = "-" + words[i]
		}
	}
	return strings.Join(words, ",")
}

func sortOf(s string) (all []grid.Order) {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' }) {
		name, down := strings.CutPrefix(w, "-")
		all = append(all, grid.Order{Column: name, Down: down})
	}
	return all
}
