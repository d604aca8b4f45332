package reportview

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// lead is a way from a row to what is behind it.
type lead struct {
	label string
	icon  theme.IconName
	route page.Route
}

// leads lists where a row leads, the nearest first: a posting to its entry, a
// line to its order, a sum to the rows it adds up.
func leads(x row) []lead {
	var all []lead
	for _, way := range ways {
		c := x.cell(way.column)
		if !c.Known() || c.String() == "" {
			continue
		}
		if route, ok := way.to(x, c.String()); ok {
			all = append(all, lead{text.T(way.label, c.String()), way.icon, route})
		}
	}
	return all
}

// way leads from the value of a column to a page; label is a key with the value.
type way struct {
	column, label string
	icon          theme.IconName
	to            func(x row, value string) (page.Route, bool)
}

var ways = []way{
	{"entry", "reportview.lead.entry", theme.IconBooks, func(_ row, v string) (page.Route, bool) {
		return page.Route{Screen: page.Books, Params: map[string]string{"entry": v}}, true
	}},
	{"order", "reportview.lead.order", theme.IconOrders, func(x row, v string) (page.Route, bool) {
		return page.OrderRoute(x.cell("shop").String(), v), true
	}},
	{"sku", "reportview.lead.product", theme.IconProducts, func(_ row, v string) (page.Route, bool) { return page.Route{Screen: page.Product, Key: v}, true }},
	{"account", "reportview.lead.account", theme.IconBooks, toAccount},
	{"supplier", "reportview.lead.supplier", theme.IconSuppliers, toSupplier},
	{"source", "reportview.lead.fee", theme.IconCard, toFees},
	{"shop", "reportview.lead.shop", theme.IconOrders, func(x row, v string) (page.Route, bool) { return toOrders(x, v, page.ByShop) }},
	{"country", "reportview.lead.country", theme.IconOrders, func(x row, v string) (page.Route, bool) { return toOrders(x, v, page.ByCountry) }},
	{"period", "reportview.lead.rows", theme.IconReports, toPeriod},
}

// toSupplier leads to a supplier by name; a row of those without one does not.
func toSupplier(_ row, v string) (page.Route, bool) {
	return page.Route{Screen: page.Supplier, Key: v}, v != noSupplier
}

// noSupplier is what reports call lines that have no supplier yet.
const noSupplier = "no supplier yet"

// toFees leads from what fees were worked out by to the rules.
func toFees(x row, _ string) (page.Route, bool) {
	return page.Route{Screen: page.Fees}, x.of.Name == "fees"
}

// toAccount leads to the journal of an account in the same days.
func toAccount(x row, v string) (page.Route, bool) {
	params := span(x)
	params["account"] = v
	return page.Route{Screen: page.Books, Params: params}, true
}

// toOrders leads from a sum to the orders in it.
func toOrders(x row, v string, by string) (page.Route, bool) {
	params := span(x)
	delete(params, "period")
	params[by] = v
	return page.Route{Screen: page.Orders, Params: params}, !x.cell("order").Known()
}

// toPeriod leads from a step of time to its orders.
func toPeriod(x row, v string) (page.Route, bool) {
	p, ok := stepOf(v)
	if !ok || x.cell("order").Known() {
		return page.Route{}, false
	}
	return page.Route{Screen: page.Report, Key: "margin-orders", Params: map[string]string{"from": string(p.From), "to": string(p.To)}}, true
}

// stepOf are the days of a step of time as reports name it.
func stepOf(name string) (model.Period, bool) {
	if d, err := model.ParseDate(name); err == nil {
		return model.Period{From: d, To: d}, true
	}
	var year, week int
	if n, err := fmt.Sscanf(name, "%d-W%d", &year, &week); n == 2 && err == nil {
		first := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // in the first week, by ISO 8601
		monday := first.AddDate(0, 0, 7*(week-1)-(int(first.Weekday())+6)%7)
		return model.Period{From: model.DateOf(monday), To: model.DateOf(monday.AddDate(0, 0, 6))}, true
	}
	p, err := model.ParsePeriod(name)
	return p, err == nil
}

// span are the days of a row as a route carries them: of its step of time, else
// of the table.
func span(x row) map[string]string {
	p := x.of.Meta.Period
	if step, ok := stepOf(x.cell("period").String()); ok {
		p = step
	}
	if p.From == "" && p.To == "" {
		return map[string]string{"period": "all"}
	}
	return map[string]string{"from": string(p.From), "to": string(p.To)}
}

// follow goes to the first of some leads.
func (r *Report) follow(to []lead) {
	if len(to) > 0 {
		r.h.Go(to[0].route)
	}
}

// menu is the context menu of a row.
func (r *Report) menu(at fyne.Position) {
	x, ok := r.grid.CurrentRow()
	if !ok {
		return
	}
	var all []action.Action
	for _, l := range leads(x) {
		all = append(all, action.Action{ID: "report.lead", Label: l.label, Icon: theme.Icon(l.icon, theme.Text), Run: func() { r.h.Go(l.route) }})
	}
	r.h.Menu(at, append(all, r.Actions()...))
}

// letter does what a letter means while the list has the focus.
func (r *Report) letter(l rune) bool {
	for _, a := range r.Actions() {
		if a.Key.Mod == 0 && len(a.Key.Name) == 1 && (string(l) == string(a.Key.Name) || string(l-'a'+'A') == string(a.Key.Name)) {
			a.Do()
			return true
		}
	}
	return false
}

// chooseColumns opens the columns of the report.
func (r *Report) chooseColumns() {
	if r.grid != nil {
		r.grid.ArrangeColumns()
	}
}
