package forwarding_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/routing"
)

func TestForwarding_WhereNobodyOffersTheProductTheNextStepIsAPriceList(t *testing.T) {
	d := desktest.New(t)
	d.Order("1001", desktest.Line("LAMP", 1))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, guitest.Of(d.DB))
	h.Files = []string{"prices.csv"}
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.See("Import a price list")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if len(h.Imported) != 1 || strings.Join(h.Imported[0], " ") != "prices.csv" {
		t.Errorf("imported %v", h.Imported)
	}
}

func TestForwarding_AnOrderOfTwoSuppliersCountsOnceAsToBeRouted(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Offer(d.Supplier("Bolt"), "VASE", "5")
	d.Order("1001", desktest.Line("LAMP", 1), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("VASE", 1)) })
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, guitest.Of(d.DB))
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.See("Route 1 order")
}
