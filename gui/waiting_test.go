package gui

import (
	"context"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/find"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/purchase"
)

func TestWaiting_CountsWhatTheListsShow(t *testing.T) {
	b := guitest.Sample(t)
	c, err := waiting(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	open, err := b.Orders.Find(context.Background(), orderbook.Query{States: order.OpenStates()})
	if err != nil {
		t.Fatal(err)
	}
	if c[page.Orders].N != open.Count || open.Count == 0 {
		t.Errorf("Orders has %d, the list %d", c[page.Orders].N, open.Count)
	}
	if f := c[page.Forwarding]; f.N == 0 || f.Tone != theme.Accented && f.Tone != theme.Warned {
		t.Errorf("Forwarding has %+v", f)
	}
	if c[page.Today].N == 0 {
		t.Error("nothing waits in the sample business")
	}
	if c, err := waiting(context.Background(), guitest.Empty(t)); err != nil || c[page.Orders].N+c[page.Forwarding].N != 0 {
		t.Errorf("in an empty book %+v wait, %v", c, err)
	}
}

func TestWaiting_AReplenishmentCountsWhereItIsApproved(t *testing.T) {
	d := desktest.New(t)
	maker := d.Supplier("Maker")
	house := d.Supplier("House", func(s *model.Supplier) { s.Type = model.ThirdPartyLogistics })
	d.Offer(maker, "LAMP", "10")
	_, err := purchase.New(d.DB, d.Bus).Restock(t.Context(), purchase.Restock{Supplier: maker, To: house, Lines: []purchase.RestockLine{{Product: d.Product("LAMP"), Quantity: 3}}})
	if err != nil {
		t.Fatal(err)
	}
	c, err := waiting(t.Context(), guitest.Of(d.DB))
	if err != nil || c[page.Forwarding].N != 1 || c[page.Today].N == 0 {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestSearch_LeadsToWhatWasFound(t *testing.T) {
	b := guitest.Small(t)
	for words, want := range map[string]page.Route{
		"1001":   {Screen: page.Order, Key: "1001"},
		"anchor": {Screen: page.Product, Key: "A-1"},
		"acme":   {Screen: page.Supplier, Key: "Acme"},
	} {
		hits, err := search(context.Background(), b, words)
		if err != nil {
			t.Fatal(err)
		}
		there := false
		for _, h := range hits {
			there = there || h.Route.Screen == want.Screen && h.Route.Key == want.Key && h.Group != "" && h.Icon != ""
		}
		if !there {
			t.Errorf("%q found %+v", words, hits)
		}
	}
	for state, want := range map[model.PurchaseState]string{model.PurchaseDraft: page.Forwarding, model.PurchaseSent: page.Outbox} {
		if r := route(find.Hit{Kind: find.Purchase, Key: "PO-1", State: string(state)}); r.Screen != want || r.Key != "PO-1" {
			t.Errorf("a purchase order that is %s leads to %v", state, r)
		}
	}
}

func TestHelp_BeginsWithTheFirstSteps(t *testing.T) {
	all := helpTopics()
	if len(all) == 0 || all[0].Route.Key != firstHelp {
		t.Fatalf("the help is %+v", all)
	}
	for _, p := range all {
		if p.Title == "" || p.Title[0] == '#' {
			t.Errorf("the page %s has the title %q", p.Route.Key, p.Title)
		}
	}
}
