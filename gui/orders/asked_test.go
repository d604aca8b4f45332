package orders_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/routing"
)

type bare struct{}

func (bare) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order")}}, nil
}

func TestOrder_ShowsWhatASupplierWasAskedAndRefused(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Order("1001", desktest.Line("LAMP", 3))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	asks := amendment.New(d.DB, d.Bus)
	send := func() {
		t.Helper()
		if _, err := forward.New(d.DB, d.Bus, d.Jobs, bare{}).Forward(t.Context(), forward.Options{Out: out, Approve: true}); err != nil {
			t.Fatal(err)
		}
	}
	send()
	if _, err := asks.Make(t.Context(), amendment.Input{Purchase: "PO-000001", Order: "1001", Cancel: true, Approve: true}); err != nil {
		t.Fatal(err)
	}
	send()
	b := guitest.Of(d.DB)
	h, o := openOrder(t, b, page.OrderRoute("Shop", "1001"))
	h.See("Cancellation asked", "Acme was asked to cancel it (PO-000001-A1). All stays as it is until they agree.", "Asked")
	draw(h, "order-asked")
	h.Key(action.Ctrl(fyne.KeyTab))
	h.Key(action.Ctrl(fyne.KeyTab))
	draw(h, "order-asked-purchases")
	h.See("PO-000001", "Asked")
	if _, err := asks.PutAnswers(t.Context(), []amendment.Answer{{Amendment: "PO-000001-A1", Refused: "Left already"}}); err != nil {
		t.Fatal(err)
	}
	o.Reload()
	h.See("Acme refused to cancel it (PO-000001-A1). They say: Left already")
	h.Key(action.Ctrl(fyne.KeyTab))
	h.Key(action.Ctrl(fyne.KeyTab))
	h.See("Acme refused to cancel it (PO-000001-A1). They say: Left already", "Denied")
	draw(h, "order-denied")
}

// draw draws the window when PICTURES is set.
func draw(h *guitest.Host, name string) {
	if os.Getenv("PICTURES") != "" {
		h.Shot(name)
	}
}
