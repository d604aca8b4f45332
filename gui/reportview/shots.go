package reportview

import "github.com/dropledger/dropledger/gui/page"

// Shots lists the pictures of the gallery and of reports.
func Shots() []page.Shot {
	of := func(name, report string, params map[string]string) page.Shot {
		return page.Shot{Name: "report-" + name, Route: page.Route{Screen: page.Report, Key: report, Params: params}}
	}
	all := map[string]string{"period": "all"}
	shots := []page.Shot{
		{Name: "reports", Route: page.Route{Screen: page.Reports}},
		{Name: "reports-none", Route: page.Route{Screen: page.Reports}, Prepare: page.On(func(g *Gallery) { g.search.Clear(); g.fill("nothing like it") })},
		of("margin-products", "margin-products", all), of("margin-months", "margin-months", all), of("profit-and-loss", "profit-and-loss", all),
		of("journal", "journal", all), of("sales-journal", "sales-journal", all), of("exceptions", "exceptions", all), of("order-kpis", "order-kpis", map[string]string{"period": "all", "by": "month"}),
		of("search", "margin-products", map[string]string{"period": "all", "search": "lamp"}),
		of("none", "margin-orders", map[string]string{"from": "2001-01-01", "to": "2001-01-31"}),
		of("failed", "margin-orders", all), of("loading", "margin-orders", all),
		{Name: "report-blank", Route: page.Route{Screen: page.Report, Key: "margin-orders", Params: all}, Book: page.BlankBook},
	}
	for i := range shots {
		switch shots[i].Name {
		case "report-failed":
			shots[i].State = page.NotLoaded
		case "report-loading":
			shots[i].State = page.StillLoading
		}
	}
	return shots
}
