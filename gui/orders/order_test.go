package orders_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/orders"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/shop"
)

func addShop(t *testing.T, b *page.Book, name string) {
	t.Helper()
	if _, err := shop.New(b.DB, b.Bus).Put(t.Context(), []shop.Input{{Name: name}}); err != nil {
		t.Fatal(err)
	}
}

func addOrder(t *testing.T, b *page.Book, shop, number string) {
	t.Helper()
	data, err := json.Marshal(map[string]any{"shop": shop, "number": number, "lines": []any{map[string]any{"sku": "A-1", "quantity": 1, "price": "10"}}})
	if err == nil {
		_, err = put.New(b.DB, b.Bus).Put(t.Context(), order.Kind, data)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func detail(t *testing.T, b *page.Book, shop, number string) *orderbook.Detail {
	t.Helper()
	id, err := b.Orders.ID(t.Context(), shop, number)
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.Orders.Detail(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func openOrder(t *testing.T, b *page.Book, r page.Route) (*guitest.Host, *orders.Order) {
	t.Helper()
	h := host(t, b)
	return h, h.Open(orders.NewOrder, r).(*orders.Order)
}

func TestOrder_TellsEverythingOfAnOrder(t *testing.T) {
	b := guitest.Small(t)
	h, o := openOrder(t, b, page.OrderRoute("Harbour", "1002"))
	h.See("1002", "Jane Roe", "Anchor", "Buoy", "Customer pays, EUR", "What the shop says", "Last changes")
	if o.Title() != "1002" {
		t.Errorf("the title is %q", o.Title())
	}
	h.Key(action.Ctrl(fyne.KeyTab))
	// As the margin sheet has it: 99.00 less 20.00, less 14.88.
	h.See("Net revenue", "99.00", "79.00", "64.12", "Journal", "Sale 1002", "Costs")
	for _, f := range detail(t, b, "Harbour", "1002").Facts {
		h.See(f.Source)
	}
	h.Key(action.Ctrl(fyne.KeyTab))
	h.See("No purchase order yet")
	h.Key(action.Ctrl(fyne.KeyTab))
	h.See("When", "Who", "Why")
}

func TestOrder_GoesThroughTheListItWasOpenedFrom(t *testing.T) {
	b := guitest.Small(t)
	l := host(t, b)
	l.Open(orders.New, page.Route{Screen: page.Orders, Params: map[string]string{page.ByProduct: "A-1"}})
	rows := strings.Fields(numbers(t, l))
	l.Act("orders.open")
	h, o := openOrder(t, b, l.Routes[0])
	h.See(rows[0], fmt.Sprintf("1 of %d", len(rows)))
	for _, number := range rows[1:] {
		h.Key(action.Alt(fyne.KeyDown))
		if o.Title() != number {
			t.Fatalf("shows %s, want %s", o.Title(), number)
		}
	}
	h.Key(action.Alt(fyne.KeyDown))
	if o.Title() != rows[len(rows)-1] {
		t.Error("there is an order after the last")
	}
	h.Key(action.Alt(fyne.KeyUp))
	kept := o.Keep()
	h.Return(orders.NewOrder, l.Routes[0], kept)
	h.See(rows[len(rows)-2])
}

func TestOrder_SaysWhenThereIsNone(t *testing.T) {
	h, _ := openOrder(t, guitest.Small(t), page.OrderRoute("Harbour", "4711"))
	h.See("Harbour has no order 4711 in this book.", "Try again")
	h.Open(orders.NewOrder, page.Route{Screen: page.Order, Key: "4711"})
	h.See("The book has no order 4711.")
}

func TestOrder_OnlyTheNewestLoadIsShown(t *testing.T) {
	b := guitest.Small(t)
	h := host(t, b)
	run := &async.Manual{}
	h.Run = run
	o := h.Open(orders.NewOrder, page.OrderRoute("Harbour", "1001")).(*orders.Order)
	late := run.Work
	run.Work = nil
	o.Open(page.OrderRoute("Harbour", "1005"))
	run.Settle()
	for _, w := range late {
		w()
	}
	run.Settle()
	h.See("1005", "Compass")
	h.DontSee("Anchor")
}

func newOrder() page.Route {
	return page.Route{Screen: page.Order, Params: map[string]string{"do": "new"}}
}

func TestForm_TakesAnOrderWithTheKeyboard(t *testing.T) {
	b := guitest.Small(t)
	h, o := openOrder(t, b, newOrder())
	h.See("New order", "Comes to")
	h.Key(action.Ctrl(fyne.KeyReturn))
	h.See("Fill in “Number”.")
	h.Tap("Harbour")
	h.Type("Number", "T-1")
	h.Type("Name", "Ada")
	h.Type("City", "Kiel")
	h.Type("E-mail", "ada@example.com")
	h.Type("Shipping charged", "4.90")
	if o.Dirty() == "" {
		t.Error("nothing would be lost by leaving")
	}
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("An order needs at least one line.")
	if _, err := b.Orders.ID(t.Context(), "Harbour", "T-1"); err == nil {
		t.Fatal("an order without a line was kept")
	}
	enter := action.Plain(fyne.KeyReturn)
	h.Tap("Add line")
	write(h, "A-1")
	h.Key(enter) // chosen
	h.See("Anchor")
	h.Key(enter) // its name stays
	write(h, "3")
	h.Key(enter)
	write(h, "12.50")
	h.See("42.40\u00a0EUR") // 3 times 12.50, and 4.90
	h.Key(action.Ctrl(fyne.KeyS))
	d := detail(t, b, "Harbour", "T-1")
	if d.Order.Total.Text("EUR") != "42.40" || len(d.Lines) != 1 || d.Lines[0].Name != "Anchor" || d.Lines[0].Quantity != 3 || d.Order.ShipTo.City != "Kiel" {
		t.Errorf("kept %+v", d.Order)
	}
	h.See("T-1", "Overview", "Ada")
	if o.Dirty() != "" || len(h.Said) == 0 {
		t.Errorf("would lose %q, said %v", o.Dirty(), h.Said)
	}
	h.Key(action.Ctrl(fyne.KeyN))
	h.See("New order")
}

// write types where the focus is.
func write(h *guitest.Host, text string) {
	for _, r := range text {
		h.Focused().TypedRune(r)
	}
}

func TestForm_ChangesOnlyWhatWasChanged(t *testing.T) {
	b := guitest.Small(t)
	before := detail(t, b, "Harbour", "1002")
	r := page.OrderRoute("Harbour", "1002")
	r.Params["do"] = "edit"
	h, o := openOrder(t, b, r)
	h.See("Edit order 1002", "Shop and number name the order and stay.")
	h.Type("City", "Flensburg")
	h.Key(action.Ctrl(fyne.KeyS))
	after := detail(t, b, "Harbour", "1002")
	if after.Order.ShipTo.City != "Flensburg" || after.Order.ShipTo.Name != before.Order.ShipTo.Name {
		t.Errorf("the address is %+v", after.Order.ShipTo)
	}
	if after.Order.Total != before.Order.Total || after.Net != before.Net || len(after.Lines) != len(before.Lines) {
		t.Errorf("money changed: %+v", after.Row)
	}
	h.See("1002", "Overview")
	if o.Dirty() != "" {
		t.Errorf("would lose %q", o.Dirty())
	}
	if len(after.History) != len(before.History)+1 {
		t.Errorf("the history has %d entries, before %d", len(after.History), len(before.History))
	}
}

func TestForm_ARefusalOfTheServiceStaysInTheForm(t *testing.T) {
	b := guitest.Small(t)
	r := page.OrderRoute("Harbour", "1001")
	r.Params["do"] = "edit"
	h, _ := openOrder(t, b, r)
	h.Type("Shipping charged", "1.005")
	h.Key(action.Ctrl(fyne.KeyS))
	h.See("Edit order 1001")
	if !h.Has("more decimals") && !h.Has("decimals") {
		t.Errorf("nothing says what is wrong: %v", h.Texts())
	}
}

func TestForm_LeavingAsksWhenSomethingWouldBeLost(t *testing.T) {
	h, _ := openOrder(t, guitest.Small(t), newOrder())
	h.Key(action.Plain(fyne.KeyEscape))
	if h.Backs != 1 || len(h.Questions) != 0 {
		t.Fatalf("went back %d times, asked %v", h.Backs, h.Questions)
	}
	h.Open(orders.NewOrder, newOrder())
	h.Type("Number", "T-2")
	h.No = true
	h.Key(action.Plain(fyne.KeyEscape))
	if h.Backs != 1 || len(h.Questions) != 1 {
		t.Errorf("went back %d times, asked %v", h.Backs, h.Questions)
	}
}

func TestForm_NeedsAShop(t *testing.T) {
	h, _ := openOrder(t, guitest.Empty(t), newOrder())
	h.See("An order needs a shop", "Add a shop")
	h.Tap("Add a shop")
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Shops {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestOrder_ActsOnTheOrder(t *testing.T) {
	b := guitest.Sample(t)
	l := host(t, b)
	l.Open(orders.New, page.Route{Screen: page.Orders, Params: map[string]string{page.ByState: "to_route"}})
	r, _ := board(t, l).CurrentRow()
	h, o := openOrder(t, b, page.OrderRoute(r.Shop, r.Number))
	h.See("Route", "Hold", "Edit")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if len(h.Tasks) != 1 || h.Tasks[0].Err != nil {
		t.Fatalf("tasks %v", h.Tasks)
	}
	o.Reload()
	if d := detail(t, b, r.Shop, r.Number); d.State == "to_route" {
		t.Errorf("the order is %s after routing", d.State)
	}
	h.Key(action.Plain(fyne.KeyW))
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Forwarding || h.Routes[0].Param("order") != r.Number {
		t.Errorf("went to %v", h.Routes)
	}
	h.Act("orders.address")
	if len(h.Copied) != 1 || !strings.Contains(h.Copied[0], r.Customer) {
		t.Errorf("copied %q", h.Copied)
	}
}

// A fee that has held since ever was said to hold from the year 1.
func TestOrder_ACostOfARuleWithoutAFirstDayNamesNone(t *testing.T) {
	b := guitest.Small(t)
	if _, err := put.New(b.DB, b.Bus).Put(t.Context(), "fee", []byte(`{"name": "Everywhere", "percent": "1"}`)); err != nil {
		t.Fatal(err)
	}
	h, _ := openOrder(t, b, page.OrderRoute("Harbour", "1001"))
	h.Tap("Money")
	h.See("fee rule Everywhere")
	h.DontSee("fee rule Everywhere from")
}
