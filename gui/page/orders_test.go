package page_test

import (
	"maps"
	"testing"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/orderbook"
)

func TestOrdersRoute_NamesWhatNarrowsTheList(t *testing.T) {
	tests := []struct {
		name string
		q    orderbook.Query
		want map[string]string
	}{
		{"nothing: every state", orderbook.Query{}, map[string]string{"state": "all"}},
		{"several of a kind stand one a line", orderbook.Query{States: []string{"held", "to_route"}, Shops: []int64{1, 12}}, map[string]string{"state": "held\nto_route", "shop": "#1\n#12"}},
		{
			"days, words and bands",
			orderbook.Query{Words: "lamp", Placed: model.Period{From: "2026-01-01", To: "2026-01-31"}, Bands: []orderbook.Band{orderbook.BandThin}},
			map[string]string{"state": "all", "words": "lamp", "from": "2026-01-01", "to": "2026-01-31", "margin": "thin"},
		},
		{"only some", orderbook.Query{Unsure: true, Products: []int64{7}, Suppliers: []int64{0}}, map[string]string{"state": "all", "only": "unsure", "product": "#7", "supplier": "#0"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			if r := page.OrdersRoute(c.q); r.Screen != page.Orders || !maps.Equal(r.Params, c.want) {
				t.Errorf("got %v, want %v", r.Params, c.want)
			}
		})
	}
}
