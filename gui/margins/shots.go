package margins

import (
	"slices"

	"github.com/dropledger/dropledger/gui/page"
)

// Shots are the pictures of the page.
func Shots() []page.Shot {
	of := func(name string, prepare func(*Margins), params ...string) page.Shot {
		p := map[string]string{}
		for pair := range slices.Chunk(params, 2) {
			p[pair[0]] = pair[len(pair)-1]
		}
		s := page.Shot{Name: "margins" + name, Route: page.Route{Screen: page.Margins, Params: p}}
		if prepare != nil {
			s.Prepare = func(screen page.Screen) {
				if m, ok := screen.(*Margins); ok {
					prepare(m)
				}
			}
		}
		return s
	}
	three := func(m *Margins) {
		var keys []string
		for _, r := range m.inOrder(m.sheet())[:min(3, len(m.sheet().rows))] {
			keys = append(keys, r.key)
		}
		m.grid.Select(keys...)
		m.panel.read()
	}
	shots := []page.Shot{
		of("", nil),
		of("-selected", three),
		of("-facts", func(m *Margins) { three(m); m.showFacts("product") }),
		of("-orders", func(m *Margins) { m.grid.SelectLine(0); m.panel.read() }, paramBy, "order"),
		of("-months", nil, paramBy, "month", page.ByPeriod, "year"),
		of("-countries", nil, paramBy, "country"),
		of("-known", func(m *Margins) { m.ask(func(w *wanted) { w.Known = m.h.Book().Today() }) }),
		of("-unknown", nil, paramKnown, "2020-01-01"),
		of("-narrowed", nil, page.ByCountry, "DE,AT", paramBy, "supplier"),
		of("-nothing", nil, page.ByCountry, "XX"),
		of("-cost", func(m *Margins) { m.grid.SelectLine(0); m.changeCost(m.product(m.must()), "") }),
		of("-fee", func(m *Margins) { m.changeFee("") }),
		of("-closed", func(m *Margins) { m.fold(true) }),
		of("-empty", nil, page.ByPeriod, "all"),
		of("-failed", nil),
		of("-loading", nil),
	}
	for i := range shots {
		switch shots[i].Name {
		case "margins-empty":
			shots[i].Book = page.BlankBook
		case "margins-failed":
			shots[i].State = page.NotLoaded
		case "margins-loading":
			shots[i].State = page.StillLoading
		}
	}
	return shots
}

// must are the rows of the selection.
func (m *Margins) must() []*row {
	rows, _ := m.rows()
	return rows
}
