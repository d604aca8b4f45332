package forwarding_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
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

// What the command line had routed was counted as to be routed once more.
func TestForwarding_AnOrderOfTwoSuppliersCountsOnceAsToBeGathered(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Offer(d.Supplier("Bolt"), "VASE", "5")
	d.Order("1001", desktest.Line("LAMP", 1), func(o *model.Order) { o.Lines = append(o.Lines, desktest.Line("VASE", 1)) })
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, guitest.Of(d.DB))
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.See("Gather 1 order")
	h.DontSee("Route 1 order")
	d.Order("1002", desktest.Line("LAMP", 1))
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.See("Route 1 order")
	h.DontSee("Gather 1 order")
}

func TestForwarding_OrdersAreGatheredByTheKeyOfThePrimaryButton(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Order("1001", desktest.Line("LAMP", 1))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, guitest.Of(d.DB))
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("PO-000001", "Send 1 purchase order")
	h.DontSee("Gather 1 order")
	if len(h.Said) == 0 || h.Said[len(h.Said)-1] != "Put what had a supplier into 1 purchase order." {
		t.Errorf("it says %q", h.Said)
	}
}

// Beside the panel the items gave up half of their names to a column of warnings.
func TestForwarding_ItemsAreReadBesideThePanel(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Order("1001", desktest.Line("LAMP", 2), func(o *model.Order) { o.Lines[0].Name = "Scented candle Fig and sage" })
	if _, err := approval.New(d.DB, d.Bus, d.Jobs, documents.New("test")).Route(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, guitest.Of(d.DB))
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.Resize(theme.PanelOverBelow, 768)                                 // without the rail: the panel stands beside
	if !slices.Contains(h.Texts(), "2 × Scented candle Fig and sage") { // the panel says it behind the number
		t.Errorf("the items are cut: %q", h.Texts())
	}
	h.See("Buyer of 1001", "Why this supplier")
}
