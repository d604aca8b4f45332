package reply_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/reply"
	"github.com/dropledger/dropledger/services/routing"
)

type paper struct{}

func (paper) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order")}}, nil
}

func TestRead_ATextAboutAnotherPurchaseOrderIsNotTakenForThisOne(t *testing.T) {
	d := desktest.New(t)
	for _, of := range [][2]string{{"Acme", "LAMP"}, {"Bolt", "CUP"}} {
		d.Offer(d.Supplier(of[0]), of[1], "10")
		d.Order("#"+of[1], desktest.Line(of[1], 2))
	}
	if _, err := routing.New(d.DB, d.Bus, d.Jobs).Route(t.Context(), routing.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := forward.New(d.DB, d.Bus, d.Jobs, paper{}).Forward(t.Context(), forward.Options{Out: t.TempDir(), Approve: true}); err != nil {
		t.Fatal(err)
	}
	s := reply.New(d.DB, d.Bus)
	_, err := s.Read(t.Context(), "PO-000002: all confirmed, ships tomorrow.", "PO-000001")
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "names PO-000002, not PO-000001") {
		t.Errorf("got %v", err)
	}
	r, err := s.Read(t.Context(), "PO-000001: all confirmed.", "PO-000001")
	if err != nil || r.Purchase != "PO-000001" || !r.Confirmed {
		t.Errorf("got %+v, %v", r, err)
	}
}
