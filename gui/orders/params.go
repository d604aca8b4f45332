package orders

import (
	"slices"
	"strings"

	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
)

// coded are the filters whose values are codes, so that commas part them too.
var coded = []string{page.ByState, page.ByCountry, page.ByMargin, page.ByOnly}

// filtersOf are the filters a route asks for; without any the open orders.
func filtersOf(r page.Route) []grid.Filter {
	var all []grid.Filter
	for _, name := range []string{page.ByState, page.ByShop, page.BySupplier, page.ByMargin, page.ByCountry, page.ByProduct, page.ByOnly} {
		if values := listed(name, r.Param(name)); len(values) > 0 {
			all = append(all, grid.Filter{ID: name, Values: values})
		}
	}
	switch days := r.Placed(); {
	case r.Param(page.ByPeriod) != "":
		all = append(all, grid.Filter{ID: filterPlaced, Values: []string{r.Param(page.ByPeriod)}})
	case days != (model.Period{}):
		all = append(all, grid.Filter{ID: filterPlaced, Values: []string{string(days.From) + slash + string(days.To)}})
	}
	if len(all) == 0 && len(r.Params) == 0 {
		return []grid.Filter{openOnly}
	}
	return slices.DeleteFunc(all, func(f grid.Filter) bool { return f.ID == page.ByState && slices.Contains(f.Values, "all") })
}

// openOnly is how the list begins.
var openOnly = grid.Filter{ID: page.ByState, Values: []string{stateOpen}}

// listed parts the values of a param.
func listed(name, value string) []string {
	part := func(r rune) bool { return r == '\n' || r == ',' && slices.Contains(coded, name) }
	var all []string
	for _, v := range strings.FieldsFunc(value, part) {
		if v = strings.TrimSpace(v); v != "" {
			all = append(all, v)
		}
	}
	return all
}
