package forwarding_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/purchase"
)

func TestForwarding_CancelsADraftedReplenishmentWithAReason(t *testing.T) {
	d := desktest.New(t)
	maker := d.Supplier("Maker")
	house := d.Supplier("House", func(s *model.Supplier) { s.Type = model.ThirdPartyLogistics })
	d.Offer(maker, "LAMP", "10")
	_, err := purchase.New(d.DB, d.Bus).Restock(t.Context(), purchase.Restock{Supplier: maker, To: house, Lines: []purchase.RestockLine{{Product: d.Product("LAMP"), Quantity: 3}}})
	if err != nil {
		t.Fatal(err)
	}
	b := guitest.Of(d.DB)
	s := approval.New(b.DB, b.Bus, b.Jobs, nil)
	h := open(t, b)
	h.Key(action.Plain(fyne.KeyDelete))
	h.See("Cancel PO-000001 to Maker?", "Nothing is ordered for the stock at House. You can draft the", "Keep it")
	if !h.Verb() || len(board(t, s).Purchases) != 1 {
		t.Fatal("it was cancelled without a reason")
	}
	h.Type("Why", "drafted twice")
	h.Verb()
	if len(board(t, s).Purchases) != 0 || d.Text(`SELECT state FROM purchase_order`) != "cancelled" {
		t.Error("it was not cancelled")
	}
	if got := d.Text(`SELECT why FROM history WHERE new_value = 'cancelled'`); got != "drafted twice" {
		t.Errorf("the history says %q", got)
	}
	h.See("Nothing waits to be forwarded")
}

func TestForwarding_TheOrdersOfACancelledPurchaseOrderWaitForASupplier(t *testing.T) {
	b, s := gathered(t, []string{"1001", "1002"}, false)
	h := open(t, b)
	h.Key(action.Plain(fyne.KeyDelete))
	h.See("Its 2 orders wait for a supplier again, and can be routed at")
	h.Type("Why", "the supplier is on holiday")
	h.Verb()
	if x := board(t, s); len(x.Purchases) != 0 || len(x.Waiting) != 2 {
		t.Errorf("%d purchase orders, %d lines wait", len(x.Purchases), len(x.Waiting))
	}
	h.Key(action.Plain(fyne.KeyDelete))
	if len(h.Dialogs) != 0 {
		t.Error("what nobody supplies can be cancelled")
	}
}
