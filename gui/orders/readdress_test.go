package orders_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/orders"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/routing"
)

// sent is a book in which order 1001 has left to Acme, and 1002 is only routed.
func sent(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Order("1001", desktest.Line("LAMP", 3))
	route := func() {
		t.Helper()
		if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	route()
	if _, err := forward.New(d.DB, d.Bus, d.Jobs, bare{}).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true}); err != nil {
		t.Fatal(err)
	}
	d.Order("1002", desktest.Line("LAMP", 1))
	route()
	return d
}

// reason is the label of what suppliers that are asked read.
const reason = "Why, for the suppliers that are asked"

func addressOf(number string) page.Route {
	r := page.OrderRoute("Shop", number)
	r.Params["do"] = "address"
	return r
}

func customer(city string) *order.CustomerInput {
	return &order.CustomerInput{Name: "Buyer", Address1: "Street 1", City: city, Zip: "10115", Country: "DE"}
}

func TestAddress_OfAnOrderThatLeftSaysWhoIsAskedAndAsksThem(t *testing.T) {
	d := sent(t)
	b := guitest.Of(d.DB)
	h, o := openOrder(t, b, addressOf("1001"))
	h.See("Address of order 1001", "As it is now", "10115 Berlin", "has PO-000001 already", reason)
	draw(h, "order-address-asks")
	h.Type("City", "Hamburg")
	h.Type(reason, "The customer moved.")
	if o.Dirty() == "" {
		t.Error("nothing would be lost by leaving")
	}
	h.Key(action.Ctrl(fyne.KeyReturn))
	after := detail(t, b, "Shop", "1001")
	if after.Order.ShipTo.City != "Hamburg" || after.Order.ShipTo.Name == "" {
		t.Errorf("the address is %+v", after.Order.ShipTo)
	}
	if len(after.Amendments) != 1 || after.Amendments[0].State != model.AmendmentApproved || after.Amendments[0].Reason != "The customer moved." {
		t.Errorf("asked %+v", after.Amendments)
	}
	if len(h.Toasts) != 1 || !strings.Contains(h.Toasts[0].Text, "PO-000001-A1") {
		t.Fatalf("told %v", h.Toasts)
	}
	h.See("Overview", "Acme is to be asked to send it to another address (PO-000001-A1). It has not left yet.")
	h.Toasts[0].Link.Do()
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Outbox {
		t.Errorf("went to %v", h.Routes)
	}
	for range 3 {
		h.Key(action.Ctrl(fyne.KeyTab))
	}
	h.See("Delivery address", "Berlin", "Hamburg", "merchant")
	draw(h, "order-address-history")
}

func TestAddress_SaysHowFarItStillReaches(t *testing.T) {
	d := sent(t)
	b := guitest.Of(d.DB)
	if _, err := amendment.New(d.DB, d.Bus).Make(t.Context(), amendment.Input{Purchase: "PO-000001", Order: "1001", Approve: true, Address: customer("Kiel")}); err != nil {
		t.Fatal(err)
	}
	if _, err := forward.New(d.DB, d.Bus, d.Jobs, bare{}).Forward(t.Context(), forward.Options{Out: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	h, _ := openOrder(t, b, addressOf("1001"))
	h.See("has not answered PO-000001-A1 about the address of PO-000001")
	h.DontSee(reason)
	h, _ = openOrder(t, b, addressOf("1002"))
	h.DontSee("already", reason)
}

func TestAddress_OfAnOrderThatHasNotLeftJustChanges(t *testing.T) {
	b := guitest.Of(sent(t).DB)
	h := host(t, b)
	h.Open(orders.New, page.Route{Screen: page.Orders, Params: map[string]string{page.ByWords: "1002"}})
	h.Key(action.Plain(fyne.KeyA))
	if len(h.Routes) != 1 || h.Routes[0].Key != "1002" {
		t.Fatalf("went to %v", h.Routes)
	}
	h, o := openOrder(t, b, h.Routes[0])
	h.Type("E-mail", "not an address")
	h.Key(action.Ctrl(fyne.KeyS))
	if o.Dirty() == "" {
		t.Fatal("what is no e-mail address was saved")
	}
	h.Type("E-mail", "new@example.com")
	h.Type("Phone", "+49 40 1234")
	h.Key(action.Ctrl(fyne.KeyS))
	after := detail(t, b, "Shop", "1002")
	if c := after.Order.ShipTo; c.Email != "new@example.com" || c.Phone != "+49 40 1234" || c.City != "Berlin" || len(after.Amendments) != 0 {
		t.Errorf("kept %+v, asked %+v", c, after.Amendments)
	}
	if len(h.Said) != 1 || len(h.Toasts) != 0 {
		t.Errorf("said %v, told %v", h.Said, h.Toasts)
	}
}

func TestAddress_ARefusalStaysInTheFormAndLeavingAsks(t *testing.T) {
	b := guitest.Of(sent(t).DB)
	h, _ := openOrder(t, b, addressOf("1001"))
	h.Type("City", "")
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("Address of order 1001")
	if !h.Has("no city") {
		t.Errorf("nothing says what is missing: %v", h.Texts())
	}
	if c := detail(t, b, "Shop", "1001").Order.ShipTo.City; c != "Berlin" {
		t.Errorf("kept %q", c)
	}
	h.No = true
	h.Key(action.Plain(fyne.KeyEscape))
	if len(h.Questions) != 1 || h.Backs != 0 {
		t.Errorf("asked %v, went back %d times", h.Questions, h.Backs)
	}
}
