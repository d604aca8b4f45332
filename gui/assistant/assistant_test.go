package assistant

import (
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/marketplace"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
)

// desk is a book with two approved orders for a supplier on a marketplace.
func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t)
	d.Rate("USD", "0.90")
	reed := d.Supplier("Golden Reed Store", func(s *model.Supplier) {
		s.Channel, s.Currency, s.Type = model.ByMarketplace, "USD", model.Marketplace
	})
	for sku, cost := range map[string]string{"LAMP": "5.00", "VASE": "7.20"} {
		d.Offer(reed, sku, cost, func(o *model.Offer) {
			o.Currency, o.SupplierSKU = "USD", "1005001"+sku
			o.Shipping = []model.ShippingPrice{{Country: "*", Service: "standard", Cost: model.MustAmount("3")}}
		})
	}
	for _, n := range []string{"1001", "1002"} {
		d.Order(n, desktest.Line("LAMP", 2), func(o *model.Order) {
			o.ShipTo.Name, o.ShipTo.Phone, o.ShipTo.Address2 = "Anna Berg", "+49 (30) 123-45", "c/o Miller"
			if n == "1001" {
				o.Lines = append(o.Lines, desktest.Line("VASE", 1))
			}
		})
	}
	m := marketplace.New(d.DB, d.Bus)
	if _, err := m.PutStorefronts(t.Context(), []marketplace.StorefrontInput{{Supplier: "Golden Reed Store", Site: "AliExpress"}}); err != nil {
		t.Fatal(err)
	}
	at := "https://market.example/item/1005001234567.html"
	if _, err := m.PutLinks(t.Context(), []marketplace.LinkInput{{Supplier: "Golden Reed Store", SKU: "LAMP", ValidFrom: "2020-01-01", URL: &at}}); err != nil {
		t.Fatal(err)
	}
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	p := purchase.New(d.DB, d.Bus)
	ids, err := p.Draft(t.Context())
	if err == nil {
		err = p.Approve(t.Context(), ids)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func open(t *testing.T, d *desktest.Desk) (*guitest.Host, *Screen) {
	h := guitest.New(t, guitest.Of(d.DB))
	h.Resize(1366, guitest.Height)
	return h, h.Open(New, page.Route{Screen: page.Assistant}).(*Screen)
}

func states(d *desktest.Desk) string {
	return d.Text(`SELECT GROUP_CONCAT(number || ' ' || state, ', ') FROM (SELECT * FROM purchase_order ORDER BY id)`)
}

func TestAssistant_WalksThroughTheOrdersByKeysAlone(t *testing.T) {
	d := desk(t)
	h, s := open(t, d)
	h.See("Place by hand at Golden Reed Store", "1 of 2", "Anna Berg", "+493012345", "Germany", "Note to seller")
	h.Shot("assistant")
	h.Key(action.Plain(fyne.Key2))
	if last(h) != "Anna Berg" || states(d) != "PO-000001 queued, PO-000002 approved" {
		t.Fatalf("copied %q, %s", last(h), states(d))
	}
	h.Key(action.Plain(fyne.KeyReturn))
	if last(h) != "+493012345" {
		t.Errorf("Enter copied %q", last(h))
	}
	h.Shot("assistant-copied")
	h.Type("Order number", "8123456789")
	s.form.Submit()
	if got := states(d); got != "PO-000001 sent, PO-000002 approved" {
		t.Fatalf("saved: %s", got)
	}
	h.See("2 of 2", "1002")
	h.Type("Order number", "8123456789")
	s.form.Submit()
	h.See("8123456789 stands with")
	h.Type("Order number", "8123456790")
	h.Type("Goods", "12.00")
	s.form.Submit()
	if len(h.Questions) != 1 || !strings.Contains(h.Questions[0].Lines[0], "2.00 (15.4 %) more than the 13.00") {
		t.Errorf("a price above ours is not asked about: %v", h.Questions)
	}
	if got := states(d); got != "PO-000001 sent, PO-000002 sent" {
		t.Errorf("accepted: %s", got)
	}
	h.See("2 orders placed")
	h.Shot("assistant-done")
}

func TestAssistant_WhatWasBegunIsAskedAfter(t *testing.T) {
	d := desk(t)
	m := marketplace.New(d.DB, d.Bus)
	items, err := m.Queue(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Begin(t.Context(), items[0].PurchaseID, items[0].OrderID); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, d)
	if got := states(d); got != "PO-000001 unknown, PO-000002 approved" {
		t.Fatalf("opened: %s", got)
	}
	h.Shot("assistant-asked")
	h.Key(action.Plain(fyne.KeyX))
	if got := states(d); got != "PO-000001 approved, PO-000002 approved" {
		t.Errorf("taken back: %s", got)
	}
}

func TestAssistant_SaysWhenTheFormWasNeverCheckedAndNotesThatItWas(t *testing.T) {
	d := desk(t)
	h, s := open(t, d)
	h.See("Never checked", "Change the form")
	h.Type("Order number", "123")
	s.siteChecked()
	h.DontSee("Never checked")
	h.See("Compared with the site on")
	if s.Dirty() == "" {
		t.Error("what was typed is lost")
	}
	if got := d.Text(`SELECT checked_on FROM market_site WHERE site_key = 'aliexpress' ORDER BY valid_from DESC LIMIT 1`); got == "" {
		t.Error("nothing was noted")
	}
}

func TestAssistant_OpensPagesOfTheWebOnly(t *testing.T) {
	d := desk(t)
	h, s := open(t, d)
	opened := ""
	s.browse = func(u *url.URL) { opened = u.String() }
	h.Key(action.Plain(fyne.KeyO))
	if opened != "https://market.example/item/1005001234567.html" {
		t.Errorf("opened %q", opened)
	}
	opened = ""
	s.open("file:///etc/passwd")
	if opened != "" {
		t.Errorf("opened %q", opened)
	}
}

func TestAssistant_EmptySaysWhatBelongsThere(t *testing.T) {
	h, _ := open(t, desktest.New(t))
	h.See("Nothing to place by hand", "Go to Forwarding")
}

// last is what was copied last.
func last(h *guitest.Host) string {
	if len(h.Copied) == 0 {
		return ""
	}
	return h.Copied[len(h.Copied)-1]
}
