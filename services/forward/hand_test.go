package forward_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/store"
)

func TestForward_APersonPlacesOrdersOnMarketplaces(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Reed", func(s *model.Supplier) { s.Channel = model.ByMarketplace }), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	route(t, d)
	s := service(d)
	r := run(t, s, forward.Options{Out: t.TempDir(), Approve: true})
	if got := told(r); got != "PO-000001 held" || !strings.Contains(r.Held[0].Reason, "by hand") || states(d) != "PO-000001 approved" {
		t.Fatalf("got %s, %s, %v", got, states(d), r.Held)
	}
	if err := s.BeginByHand(ctx, 1); err != nil {
		t.Fatal(err)
	}
	if err := s.BeginByHand(ctx, 1); err != nil {
		t.Errorf("begun again: %v", err)
	}
	if err := s.EndByHand(ctx, 1); err != nil || states(d) != "PO-000001 sent" {
		t.Errorf("%s, %v", states(d), err)
	}
	if err := s.EndByHand(ctx, 1); model.CodeOf(err) != model.Refused {
		t.Errorf("ended twice: %v", err)
	}
	err := d.DB.Write(ctx, func(tx *store.Tx) error { return tx.Exec(`DELETE FROM forwarding`).Error })
	if err == nil {
		t.Error("what was sent is taken back")
	}
}

func TestForward_ASiteThatTakesAFileGetsOne(t *testing.T) {
	d := desktest.New(t)
	id := d.Supplier("Reed", func(s *model.Supplier) { s.Channel = model.ByMarketplace })
	d.Offer(id, "A", "5.00")
	d.Exec(`INSERT INTO storefront (supplier_id, site_key) VALUES (?, 'aliexpress by dsers')`, id)
	d.Order("#1", desktest.Line("A", 2))
	route(t, d)
	if got := told(run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true})); got != "PO-000001 to Reed 1/1" {
		t.Errorf("got %s", got)
	}
}
