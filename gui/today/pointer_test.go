package today

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
)

// The rows of the list took neither a double click nor the other button: only the
// small button at their end could be used.
func TestToday_ARowTakesADoubleClickAndTheOtherButton(t *testing.T) {
	b := calm(t)
	h, s := open(t, b)
	h.DoubleTap("No supplier yet: 5 orders")
	if r := last(t, h); r.Screen != page.Forwarding && r.Screen != page.Orders {
		t.Errorf("a double click led to %+v", r)
	}
	want := last(t, h)
	h.Routes = nil
	h.Tap("No backup yet")
	if r := s.list.current(); r == nil || r.work.Title != "No backup yet" {
		t.Fatalf("a click chose %+v", r)
	}
	h.Tap("No supplier yet: 5 orders")
	h.RightTap("No supplier yet: 5 orders")
	h.Choose("Route")
	if r := last(t, h); r.Screen != want.Screen {
		t.Errorf("the menu led to %+v, want %+v", r, want)
	}
}

// Each figure leads to rows that show it.
func TestToday_OrdersAndRefundsLeadToTheOrdersBehindThem(t *testing.T) {
	h, s := open(t, guitest.Sample(t))
	for i, want := range []struct{ by, lead string }{{}, {}, {by: "order"}, {by: "order", lead: "refund"}} {
		h.Window.Canvas().Focus(s.graphs.cards[i])
		h.Key(action.Plain(fyne.KeyReturn))
		r := last(t, h)
		if r.Screen != page.Margins || r.Param("by") != want.by || r.Param("lead") != want.lead {
			t.Errorf("figure %d leads to %+v", i, r)
		}
	}
}
