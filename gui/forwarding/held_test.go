package forwarding_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/approval"
)

// codeOf is why the first line of an order waits that nobody supplies.
func codeOf(b *approval.Board, id int64) string {
	for i := range b.Waiting {
		if b.Waiting[i].OrderID == id {
			return b.Waiting[i].Code
		}
	}
	return ""
}

func TestForwarding_AnOrderWithoutSupplierIsHeldAndReleasedByKey(t *testing.T) {
	b, s, _ := desk(t)
	w := board(t, s).Waiting[0]
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding, Params: map[string]string{"order": w.Number, page.ByShop: w.Shop}})
	h.Key(action.Plain(fyne.KeyH))
	h.Type("Why", "the customer asked to wait")
	h.Verb()
	if got := codeOf(board(t, s), w.OrderID); got != allocation.HeldByHand {
		t.Fatalf("after H it waits because of %q", got)
	}
	if len(h.Toasts) != 1 || !h.Toasts[0].Undo {
		t.Fatalf("toasts %v", h.Toasts)
	}
	h.Screen.(page.Reloader).Reload()
	h.See("the customer asked to wait", "Release")
	h.Key(action.Plain(fyne.KeyL))
	if got := codeOf(board(t, s), w.OrderID); got == allocation.HeldByHand {
		t.Error("L does not release it")
	}
}

func TestForwarding_RoutesAtOnceWhenAskedAndNotAgainOnTheWayBack(t *testing.T) {
	b := guitest.Sample(t)
	s := approval.New(b.DB, b.Bus, b.Jobs, documents.New(b.Program))
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.RoutingRoute())
	if n := len(board(t, s).Purchases); n == 0 {
		t.Fatal("nothing was routed")
	}
	first := board(t, s).Purchases[0]
	h.See(first.Orders[0].Number)
	if said := strings.Join(h.Said, " "); !strings.Contains(said, "Routed") {
		t.Errorf("said %q", said)
	}
	kept, tasks := h.Screen.(page.Keeper).Keep(), len(h.Said)
	h.Return(forwarding.New, page.RoutingRoute(), kept)
	if len(h.Said) != tasks {
		t.Errorf("on the way back it said %v", h.Said[tasks:])
	}
}
