package reply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/reply"
	"github.com/dropledger/dropledger/services/routing"
)

type paper struct{}

func (paper) Render(forward.Dispatch) ([]forward.File, error) {
	return []forward.File{{Name: "order.txt", Content: []byte("order")}}, nil
}

// forwarded is a book with two purchase orders that suppliers have.
func forwarded(t *testing.T) *desktest.Desk {
	t.Helper()
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
	return d
}

func TestRecord_KeepsTheAnswerAndTheParcelsOrNothing(t *testing.T) {
	d := forwarded(t)
	s := reply.New(d.DB, d.Bus)
	r, err := s.Read(t.Context(), "We confirm PO-000001. Shipped with UPS, tracking number 1Z999AA10123456784", "PO-000001")
	if err != nil || len(r.Parcels) != 1 || !r.Parcels[0].Sure || r.Parcels[0].Order != "#LAMP" {
		t.Fatalf("got %+v, %v", r, err)
	}
	answer := func(ctx context.Context) error {
		_, err := purchase.New(d.DB, d.Bus).Acknowledge(ctx, []purchase.Acknowledgement{r.Acknowledgement()})
		return err
	}
	good := r.Parcels[0].Told(r.Purchase, d.Today())
	bad := good
	bad.Tracking, bad.Pieces = "RR123456785CN", []parcel.Piece{{Order: "#CUP", Purchase: "PO-000001"}}
	err = s.Record(t.Context(), answer, []parcel.Told{good, bad})
	if model.CodeOf(err) != model.Invalid || !strings.Contains(err.Error(), "RR123456785CN") {
		t.Fatalf("a parcel of another purchase order: %v", err)
	}
	stands := func() string {
		return d.Text(`SELECT state || ' ' || (SELECT COUNT(*) FROM acknowledgement) || ' ' || (SELECT COUNT(*) FROM parcel) FROM purchase_order WHERE number = 'PO-000001'`)
	}
	if got := stands(); got != "sent 0 0" {
		t.Fatalf("after a failure: %s", got)
	}
	if err := s.Record(t.Context(), answer, []parcel.Told{good}); err != nil {
		t.Fatal(err)
	}
	if got := stands(); got != "acknowledged 1 1" {
		t.Errorf("recorded: %s", got)
	}
	if got := d.Text(`SELECT tracking || ' ' || carrier FROM parcel`); got != "1Z999AA10123456784 UPS" {
		t.Errorf("got %s", got)
	}
}

func TestRead_ATextAboutAnotherPurchaseOrderIsNotTakenForThisOne(t *testing.T) {
	d := forwarded(t)
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

// What was said of one of them was taken for what was said of the other.
func TestRead_OfSeveralPurchaseOrdersOnlyWhatIsSaidOfThisOneCounts(t *testing.T) {
	d := forwarded(t)
	s := reply.New(d.DB, d.Bus)
	for _, tt := range []struct{ text, want, unsure string }{
		{"PO-000002 is confirmed.\nPO-000001: we will tell you tomorrow.", "PO-000001", "neither yes nor no"},
		{"PO-000001 confirmed, ships 2026-11-30\nPO-000002: sold out", "PO-000001 yes; LAMP on 2026-11-30", ""},
		{"PO-000001:\nLAMP 1 pcs\nships 2026-12-01\nPO 000002:\nCUP 2 pcs\nships 2026-12-09", "PO-000001; LAMP 1 on 2026-12-01", ""},
		{"PO-000001 and PO-000002 are confirmed.", "PO-000001", "several purchase orders"},
		{"PO-000001 confirmed.\nPO-000002 confirmed.\n\nAll ship on 2026-12-01.", "PO-000001 yes", "not clear of which"},
		{"We refuse PO#000002.", "PO-000001", "neither yes nor no"},
		{"PO-000001 confirmed.\n\n> PO-000002: sold out", "PO-000001 yes", ""},
	} {
		r, err := s.Read(t.Context(), tt.text, "PO-000001")
		if err != nil {
			t.Fatal(err)
		}
		if got := told(&r); got != tt.want || !strings.Contains(strings.Join(r.Unsure, "\n"), tt.unsure) || tt.unsure == "" && len(r.Unsure) > 0 {
			t.Errorf("%q: got %s, want %s; unsure %q", tt.text, got, tt.want, r.Unsure)
		}
	}
}

// Who answered had the purchase order, but the text was said to name none.
func TestRead_AnAnswerToAnUnknownPurchaseOrderTellsThatItArrived(t *testing.T) {
	d := forwarded(t)
	d.Exec(`UPDATE purchase_order SET state = 'unknown' WHERE number = 'PO-000001'`)
	s := reply.New(d.DB, d.Bus)
	r, err := s.Read(t.Context(), "PO-000001 is confirmed.", "")
	if got := strings.Join(r.Unsure, "\n"); err != nil || r.Answers() || !strings.Contains(got, "settle it in the outbox as arrived") {
		t.Errorf("got %q, %v", got, err)
	}
	d.Exec(`UPDATE purchase_order SET state = 'shipped' WHERE number = 'PO-000001'`)
	r, err = s.Read(t.Context(), "PO-000001 is confirmed.", "")
	if got := strings.Join(r.Unsure, "\n"); err != nil || !strings.Contains(got, "PO-000001 is shipped: no answer to it is awaited.") {
		t.Errorf("got %q, %v", got, err)
	}
}
