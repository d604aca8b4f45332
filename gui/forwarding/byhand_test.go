package forwarding_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
)

// What is held stays a draft: it is not among what a person can place.
func TestForwarding_PlacingByHandApprovesWhatCanBePlaced(t *testing.T) {
	d := desktest.New(t)
	reed := d.Supplier("Golden Reed Store", func(s *model.Supplier) { s.Channel, s.Type = model.ByMarketplace, model.Marketplace })
	d.Offer(reed, "LAMP", "5")
	d.Order("1001", desktest.Line("LAMP", 1))
	d.Order("1002", desktest.Line("LAMP", 1))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	p := purchase.New(d.DB, d.Bus)
	if _, err := p.Draft(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.HoldOrder(t.Context(), 2, "The customer calls back"); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, guitest.Of(d.DB))
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.See("Place by hand")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if got := d.Text(`SELECT GROUP_CONCAT(number || ' ' || state, ', ') FROM (SELECT * FROM purchase_order ORDER BY id)`); got != "PO-000001 approved, PO-000002 draft" {
		t.Errorf("after it: %s", got)
	}
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Assistant || len(h.Reports) > 0 {
		t.Errorf("went to %v, reports %v", h.Routes, h.Reports)
	}
}
