package imports

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

// awaiting is a book with one purchase order that its supplier has.
func awaiting(t *testing.T) *store.DB {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "LAMP", "10")
	d.Order("1001", desktest.Line("LAMP", 3))
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := purchase.New(d.DB, d.Bus).Draft(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.Write(func(tx *store.Tx) error {
		for _, to := range []model.PurchaseState{model.PurchaseApproved, model.PurchaseQueued, model.PurchaseSent} {
			if err := purchase.Move(tx, 1, to, ""); err != nil {
				return err
			}
		}
		return nil
	})
	return d.DB
}

func TestPreview_AFileOfAcknowledgementsIsShownAndImported(t *testing.T) {
	b := guitest.Of(awaiting(t))
	path := filepath.Join(t.TempDir(), "answers.csv")
	if err := os.WriteFile(path, []byte("PO,SKU,Confirmed qty,Price,Ship date\nPO-000001,LAMP,2,11.00,2026-04-02\nPO-000009,LAMP,1,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, b)
	s := h.Open(NewPreview, page.Route{Screen: page.Import, Params: map[string]string{"files": path}}).(*preview)
	h.See("Acknowledgement of 2 purchase orders", "PO-000001", "Acme", "A higher price waits for you; 1 piece does not come yet", "Import 1 acknowledgement")
	picture(h, "imports-answers")
	s.choose(tabColumns)
	h.See("Which column is what", "Backorder", "Their number")
	picture(h, "imports-answers-columns")
	s.Primary()
	h.See("1 acknowledgement was imported: 1 new, 0 changed", "Show the outbox")
}

// picture draws the window when PICTURES is set.
func picture(h *guitest.Host, name string) {
	if os.Getenv("PICTURES") != "" {
		h.Shot(name)
	}
}
