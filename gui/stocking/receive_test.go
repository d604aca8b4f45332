package stocking_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/stock"
	service "github.com/dropledger/dropledger/services/stocking"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// ordered drafts 12 pieces of what is to be ordered first, and returns the
// purchase order.
func ordered(t *testing.T, b *page.Book) purchase.Inbound {
	t.Helper()
	levels, err := service.New(b.DB).Levels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	orders := purchase.New(b.DB, b.Bus)
	for _, l := range levels {
		if l.Low {
			in := purchase.RestockInput{Reference: "spring", Supplier: l.Order.Supplier, To: l.Place, Lines: []purchase.RestockLineInput{{SKU: l.SKU, Quantity: 12}}}
			if _, err := orders.PutRestocks(t.Context(), []purchase.RestockInput{in}); err != nil {
				t.Fatal(err)
			}
		}
	}
	all, err := orders.Inbound(t.Context())
	if err != nil || len(all) != 1 || len(all[0].Lines) != 1 {
		t.Fatal(all, err)
	}
	return all[0]
}

// send makes the purchase order leave.
func send(t *testing.T, b *page.Book, id int64) {
	t.Helper()
	for _, to := range []model.PurchaseState{model.PurchaseApproved, model.PurchaseQueued, model.PurchaseSent} {
		if err := b.DB.Write(t.Context(), func(tx *store.Tx) error { return purchase.Move(tx, id, to, "") }); err != nil {
			t.Fatal(err)
		}
	}
}

func level(t *testing.T, b *page.Book, sku string) service.Level {
	t.Helper()
	all, err := service.New(b.DB).Levels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.SKU == sku {
			return l
		}
	}
	t.Fatalf("no stock of %s", sku)
	return service.Level{}
}

func said(h *guitest.Host) string {
	if len(h.Toasts) == 0 {
		return ""
	}
	return h.Toasts[len(h.Toasts)-1].Text
}

func TestStocking_AReplenishmentIsTakenInInPartsAndWhatIsMissingIsTold(t *testing.T) {
	b := guitest.Sample(t)
	p := ordered(t, b)
	sku, ordered := p.Lines[0].SKU, p.Lines[0].Quantity
	before := level(t, b, sku)

	h := openAt(t, b, p.Place+"\n"+sku, "stock")
	h.See("On its way", p.Number, "Not sent yet")
	h.Tap(p.Number)
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Forwarding || r.Param(page.BySupplier) != p.Supplier {
		t.Errorf("before it is sent it leads to %v", r)
	}
	send(t, b, p.ID)

	h = openAt(t, b, p.Place+"\n"+sku, "stock")
	h.See("0 of ")
	h.Tap(p.Number)
	if r := h.Routes[len(h.Routes)-1]; r.Screen != page.Outbox || r.Param(page.BySupplier) != p.Number {
		t.Errorf("once it is sent it leads to %v", r)
	}
	h.Act("stocking.receive")
	h.See("What was counted", "Nothing more will come", "The delivery")
	h.Shot("receive")
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("Enter how many pieces came")
	label := p.Lines[0].Name + " · " + sku
	h.Type(label, "4")
	h.Key(action.Ctrl(fyne.KeyS))
	if l := level(t, b, sku); l.OnHand != before.OnHand+4 || l.Coming != ordered-4 {
		t.Errorf("%d on hand after %d, %d coming of %d", l.OnHand, before.OnHand, l.Coming, ordered)
	}
	if s := said(h); !strings.Contains(s, "4 pieces of "+p.Number) || !strings.Contains(s, "still to come") {
		t.Errorf("said %q", s)
	}
	h.See("4 of ")
	h.DontSee(p.Number + ", " + p.Number)
	h.Shot("received-in-part")
	h.Act("stocking.receive")
	h.Type(label, "2")
	h.Tap("No")
	h.Key(action.Ctrl(fyne.KeyS))
	if s := said(h); !strings.Contains(s, "did not come") {
		t.Errorf("said %q", s)
	}
	if l := level(t, b, sku); l.OnHand != before.OnHand+6 || l.Coming != 0 {
		t.Errorf("%d on hand after %d, %d coming", l.OnHand, before.OnHand, l.Coming)
	}
	h.DontSee("On its way")
}

func TestStocking_MoreThanWasOrderedIsTakenInAndTold(t *testing.T) {
	b := guitest.Sample(t)
	p := ordered(t, b)
	send(t, b, p.ID)
	h := openAt(t, b, p.Place+"\n"+p.Lines[0].SKU, "stock")
	h.Act("stocking.receive")
	h.Type(p.Lines[0].Name+" · "+p.Lines[0].SKU, "9999")
	h.Key(action.Ctrl(fyne.KeyS))
	if s := said(h); !strings.Contains(s, "more of "+p.Lines[0].SKU+" came than were ordered") {
		t.Errorf("said %q", s)
	}
}

func TestStocking_WhatCameDamagedDoesNotJoinTheStock(t *testing.T) {
	b := guitest.Sample(t)
	p := ordered(t, b)
	sku := p.Lines[0].SKU
	before := level(t, b, sku)
	send(t, b, p.ID)
	h := openAt(t, b, p.Place+"\n"+sku, "stock")
	h.Act("stocking.receive")
	h.Type(p.Lines[0].Name+" · "+sku, "4")
	h.Type("Of these damaged", "5")
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("No more can be damaged than came.")
	h.Type("Of these damaged", "1")
	h.Key(action.Ctrl(fyne.KeyS))
	if l := level(t, b, sku); l.OnHand != before.OnHand+3 {
		t.Errorf("%d on hand after %d", l.OnHand, before.OnHand)
	}
	if s := said(h); !strings.Contains(s, "1 of them is damaged") {
		t.Errorf("said %q", s)
	}
}

func TestStocking_WhatACustomerSentBackIsThereAgain(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, "")
	before := total(t, b)
	h.Act("stocking.return")
	h.Type("Pieces", "3")
	h.Key(action.Ctrl(fyne.KeyS))
	if n := total(t, b) - before; n != 3 {
		t.Errorf("%d more pieces", n)
	}
}

func TestStocking_ATransferTakesPiecesFromOne3PLToAnother(t *testing.T) {
	b := guitest.Sample(t)
	in := supplier.Input{Name: "Second Dock"}
	kind, country := model.ThirdPartyLogistics, "DE"
	in.Type, in.Country = &kind, &country
	if _, err := supplier.New(b.DB, b.Bus).Put(t.Context(), []supplier.Input{in}); err != nil {
		t.Fatal(err)
	}
	h := open(t, b, "")
	before := total(t, b)
	h.Act("stocking.transfer")
	h.Tap("Choose")
	h.Tap("Second Dock")
	h.Type("Pieces", "1")
	h.Shot("transfer")
	h.Key(action.Ctrl(fyne.KeyS))
	all, err := stock.New(b.DB, b.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	there := model.Quantity(0)
	for _, x := range all {
		if x.Supplier == "Second Dock" {
			there += x.OnHand
		}
	}
	if there != 1 || total(t, b) != before {
		t.Errorf("%d there, %d in all after %d", there, total(t, b), before)
	}
}

// total is how many pieces lie at all 3PLs.
func total(t *testing.T, b *page.Book) (n model.Quantity) {
	t.Helper()
	all, err := stock.New(b.DB, b.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		n += x.OnHand
	}
	return n
}
