package forward_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/mail/mailtest"
)

// askFewer asks for one piece less of the first purchase order.
func askFewer(t *testing.T, d *desktest.Desk) {
	t.Helper()
	_, err := amendment.New(d.DB, d.Bus).Make(ctx, amendment.Input{
		Purchase: "PO-000001", Lines: []amendment.LineInput{{SKU: "A", Quantity: 1}}, Reason: "The customer wants one.", Approve: true,
	})
	if err != nil {
		t.Fatal(err)
	}
}

func amendmentState(d *desktest.Desk) string {
	return d.Text(`SELECT state FROM amendment ORDER BY id DESC`)
}

func TestAmendment_IsAMessageOfItsOwnInTheSuppliersLanguage(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{}, nil)
	d := desktest.New(t)
	posting(d, s)
	d.Offer(d.Supplier("Beta", byMail("auftrag@beta.example", "de-AT")), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	route(t, d)
	run(t, service(d), send)
	askFewer(t, d)
	r := run(t, service(d), forward.Options{Send: true})
	if len(r.Sent) != 1 || r.Sent[0].Amendment != "PO-000001-A1" || r.Sent[0].Purchase != "PO-000001" || r.Sent[0].Lines != 1 {
		t.Fatalf("got %+v", r)
	}
	got := s.Accepted()
	if len(got) != 2 || got[1].ID != r.Sent[0].MessageID || !strings.Contains(got[1].Text, "PO-000001-A1") || !strings.Contains(got[1].Text, "bitte nur 1 statt 2") {
		t.Errorf("accepted %d, the last: %s", len(got), got[len(got)-1].Text)
	}
	if again := run(t, service(d), forward.Options{Send: true}); len(again.Sent) != 0 || len(s.Accepted()) != 2 {
		t.Errorf("sent again: %+v", again)
	}
}

func TestAmendment_AnUnknownOneIsSettledByAPersonAndAskedAnewAtMost(t *testing.T) {
	d, s := letters(t, 1, of(mailtest.Take, mailtest.TakeAndDrop, mailtest.Take))
	run(t, service(d), send)
	askFewer(t, d)
	run(t, service(d), forward.Options{Send: true})
	if got := boxStates(t, d); got != "PO-000001 sent, PO-000001-A1 unknown" || amendmentState(d) != "unknown" {
		t.Fatalf("got %s, %s", got, amendmentState(d))
	}
	run(t, service(d), forward.Options{Send: true})
	if n := len(s.Accepted()); n != 2 {
		t.Fatalf("%d messages were accepted", n)
	}
	if err := service(d).Resolve(ctx, box(t, d)[1].ID, forward.StateFailed); err != nil {
		t.Fatal(err)
	}
	if got := boxStates(t, d); got != "PO-000001 sent, PO-000001-A1 failed" || amendmentState(d) != "failed" {
		t.Errorf("got %s, %s", got, amendmentState(d))
	}
	askFewer(t, d)
	run(t, service(d), forward.Options{Send: true})
	if got := boxStates(t, d); got != "PO-000001 sent, PO-000001-A1 failed, PO-000001-A2 sent" {
		t.Errorf("got %s", got)
	}
}

func TestAmendment_ARefusedMessageKeepsThePurchaseOrderAsItIs(t *testing.T) {
	d, _ := letters(t, 1, of(mailtest.Take, mailtest.RefuseRcpt))
	run(t, service(d), send)
	askFewer(t, d)
	r := run(t, service(d), forward.Options{Send: true})
	if len(r.Held) != 1 || amendmentState(d) != "failed" || d.Text(`SELECT state FROM purchase_order`) != "sent" || d.Int(`SELECT COUNT(*) FROM held_line`) != 0 {
		t.Errorf("got %+v, %s", r, amendmentState(d))
	}
}

func TestAmendment_IsRecoveredWhereACrashLeftIt(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Order("#1", desktest.Line("A", 2))
	route(t, d)
	out := t.TempDir()
	run(t, service(d), forward.Options{Out: out, Approve: true})
	askFewer(t, d)
	run(t, service(d), forward.Options{Out: out})
	folder := filepath.Join(out, "Acme", "PO-000001-A1")
	if _, err := os.Stat(folder); err != nil {
		t.Fatal(err)
	}
	rewind := func() {
		d.Exec(`DROP TRIGGER amendment_steps`) // as if the last step had not been taken
		d.Exec(`UPDATE amendment SET state = 'queued', sent_at = ''`)
		d.Exec(`UPDATE forwarding SET state = 'sending', finished_at = '' WHERE amendment_id IS NOT NULL`)
	}
	rewind()
	if r := run(t, service(d), forward.Options{Out: out}); len(r.Sent) != 1 || amendmentState(d) != string(model.AmendmentSent) {
		t.Errorf("placed: %+v, %s", r, amendmentState(d))
	}
	d.Exec(`UPDATE amendment SET state = 'queued', sent_at = ''`)
	d.Exec(`UPDATE forwarding SET state = 'sending', finished_at = '' WHERE amendment_id IS NOT NULL`)
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if r := run(t, service(d), forward.Options{Out: out}); len(r.Sent) != 0 || amendmentState(d) != string(model.AmendmentUnknown) {
		t.Errorf("lost: %+v, %s", r, amendmentState(d))
	}
}
