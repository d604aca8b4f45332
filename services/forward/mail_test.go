package forward_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/mail"
	"github.com/dropledger/dropledger/services/mail/mailtest"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/store"
)

func byMail(address, language string) func(*model.Supplier) {
	return func(s *model.Supplier) { s.Channel, s.Email, s.Language = model.ByEmail, address, language }
}

// posting is a desk that sends by the server.
func posting(d *desktest.Desk, s *mailtest.Server) {
	for key, value := range map[string]string{
		"smtp.host": "127.0.0.1", "smtp.port": strconv.Itoa(s.Port), "smtp.security": "none", "smtp.from": "orders@blue.example", "merchant.name": "Blue Shop",
	} {
		d.Set(key, value)
	}
}

// letters is a desk with one e-mail supplier and n routed orders for it.
func letters(t *testing.T, n int, fate func(int) mailtest.Fate) (*desktest.Desk, *mailtest.Server) {
	t.Helper()
	s := mailtest.Start(t, mailtest.Options{}, fate)
	d := desktest.New(t)
	posting(d, s)
	d.Offer(d.Supplier("Acme", byMail("sales@acme.example", "en")), "A", "5.00")
	for i := range n {
		d.Order(fmt.Sprint("#", i+1), desktest.Line("A", 2))
	}
	route(t, d)
	return d, s
}

func of(fates ...mailtest.Fate) func(int) mailtest.Fate {
	return func(n int) mailtest.Fate {
		if n < len(fates) {
			return fates[n]
		}
		return mailtest.Take
	}
}

var send = forward.Options{Send: true, Approve: true}

// box lists the outbox, the oldest first.
func box(t *testing.T, d *desktest.Desk) []forward.Row {
	t.Helper()
	rows, err := forward.Outbox(ctx, d.DB, forward.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
	return rows
}

func boxStates(t *testing.T, d *desktest.Desk) string {
	t.Helper()
	var all []string
	for _, r := range box(t, d) {
		all = append(all, r.Number+" "+r.State)
	}
	return strings.Join(all, ", ")
}

func counts(t *testing.T, d *desktest.Desk, o forward.RunOptions) string {
	t.Helper()
	c, err := service(d).RunOutbox(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %d %d %d", c.Sent, c.Failed, c.Unknown, c.Queued)
}

func TestSend_EachSupplierGetsItsMessageInItsLanguageWithTheDocuments(t *testing.T) {
	d, s := letters(t, 1, nil)
	d.Offer(d.Supplier("Beta", byMail("auftrag@beta.example", "de-AT")), "B", "2.00")
	d.Offer(d.Supplier("Gamma"), "C", "3.00")
	d.Order("#2", desktest.Line("B", 3))
	d.Order("#3", desktest.Line("C", 1))
	route(t, d)
	r := run(t, service(d), send)
	if got := told(r); got != "PO-000001 to Acme 1/1; PO-000002 to Beta 1/1; PO-000003 held" || !strings.Contains(r.Held[0].Reason, "in a folder") {
		t.Fatalf("got %s %+v", got, r.Held)
	}
	got := s.Accepted()
	if len(got) != 2 || got[0].To != "sales@acme.example" || got[1].To != "auftrag@beta.example" || got[0].From != "orders@blue.example" {
		t.Fatalf("accepted %+v", got)
	}
	if got[0].ID != r.Sent[0].MessageID || !strings.HasSuffix(got[0].ID, "@blue.example") || r.Sent[0].To != "sales@acme.example" {
		t.Errorf("id %q, told %+v", got[0].ID, r.Sent[0])
	}
	for i, want := range []string{"Subject: Purchase order PO-000001 of Blue Shop", "Subject: Bestellung PO-000002 von Blue Shop"} {
		if !strings.Contains(got[i].Text, want) || !strings.Contains(got[i].Text, `filename="order.txt"`) || !strings.Contains(got[i].Text, `filename="slip.txt"`) {
			t.Errorf("message %d lacks %q or an attachment: %.600s", i, want, got[i].Text)
		}
	}
	if !strings.Contains(got[1].Text, "ge: 1\r\n") || !strings.Contains(got[1].Text, "Summe: 6.00 EUR") {
		t.Errorf("the text is not filled in: %.900s", got[1].Text)
	}
	if got := states(d); got != "PO-000001 sent, PO-000002 sent, PO-000003 draft" {
		t.Errorf("got %s", got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM cost_fact WHERE state = 'quoted' AND superseded_at = ''`); n != 2 {
		t.Errorf("%d costs are quoted", n)
	}
	if again := run(t, service(d), send); len(again.Sent) != 0 || len(s.Accepted()) != 2 {
		t.Errorf("a second run sent %s", told(again))
	}
	if out := t.TempDir(); told(run(t, service(d), forward.Options{Send: true, Out: out, Approve: true})) != "PO-000003 to Gamma 1/1" || len(tree(t, out)) != 2 {
		t.Errorf("the folder holds %v", tree(t, out))
	}
}

func TestSend_TheServersAnswerSettlesTheMessageAndItsPurchaseOrder(t *testing.T) {
	tests := []struct {
		name           string
		fate           mailtest.Fate
		message, order string
		says           string
	}{
		{"taken", mailtest.Take, "sent", "sent", ""},
		{"taken without an answer", mailtest.TakeAndDrop, "unknown", "unknown", "nobody knows whether it was taken"},
		{"dropped without an answer", mailtest.DropAtData, "unknown", "unknown", "nobody knows whether it was taken"},
		{"not now", mailtest.LaterAtData, "queued", "queued", "451"},
		{"not now for the recipient", mailtest.LaterAtRcpt, "queued", "queued", "450"},
		{"cut off before the text", mailtest.DropAtMail, "queued", "queued", "before the message began"},
		{"refused", mailtest.RefuseData, "failed", "cancelled", "554"},
		{"refused for the recipient", mailtest.RefuseRcpt, "failed", "cancelled", "550"},
		{"a sender that may not send", mailtest.RefuseFrom, "queued", "queued", "does not let"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, _ := letters(t, 1, of(tt.fate))
			r := run(t, service(d), send)
			row := box(t, d)[0]
			if row.State != tt.message || states(d) != "PO-000001 "+tt.order || row.Channel != "email" || row.To != "sales@acme.example" {
				t.Fatalf("got %+v, %s", row, states(d))
			}
			if (len(r.Sent) == 1) != (tt.message == "sent") || tt.says != "" && !strings.Contains(r.Held[0].Reason, tt.says) {
				t.Errorf("told %+v", r)
			}
			if tt.message == "failed" {
				why := d.Text(`SELECT reason FROM held_line`)
				if !strings.Contains(why, tt.says) || !strings.Contains(why, "PO-000001") {
					t.Errorf("the order is held with %q", why)
				}
			}
		})
	}
}

func TestRunOutbox_TriesAgainOnlyWhatTheServerPutOffAndOnlyWhenItIsDue(t *testing.T) {
	d, s := letters(t, 1, of(mailtest.LaterAtData, mailtest.LaterAtRcpt, mailtest.Take))
	run(t, service(d), send)
	next := *box(t, d)[0].NextTry
	if got := counts(t, d, forward.RunOptions{Once: true}); got != "0 0 0 1" || next != model.InstantOf(d.Now.Add(time.Minute)) {
		t.Fatalf("got %s, next try %s", got, next)
	}
	d.Now = d.Now.Add(time.Minute)
	if got := counts(t, d, forward.RunOptions{Once: true}); got != "0 0 0 1" || *box(t, d)[0].NextTry != model.InstantOf(d.Now.Add(5*time.Minute)) {
		t.Fatalf("got %s %+v", got, box(t, d)[0])
	}
	id := box(t, d)[0].MessageID
	if got := counts(t, d, forward.RunOptions{Once: true, Now: true}); got != "1 0 0 0" {
		t.Fatalf("got %s", got)
	}
	if got := s.Accepted(); len(got) != 1 || got[0].ID != id {
		t.Errorf("accepted %+v, kept %s", got, id)
	}
}

func TestRunOutbox_GivesUpAfterAsManyTriesAsTheRulesOfTheDaySay(t *testing.T) {
	d, s := letters(t, 1, func(int) mailtest.Fate { return mailtest.LaterAtData })
	for again, want := range []string{"1 0", "0 1"} {
		r, err := service(d).PutRetryRules(ctx, []forward.RetryRule{{Tries: 1, WaitMinutes: 7, Source: "test", LastChecked: d.Today()}})
		if got := fmt.Sprintf("%d %d", r.Created, r.Unchanged); err != nil || got != want {
			t.Fatalf("time %d: %s %v", again, got, err)
		}
	}
	run(t, service(d), send)
	if next := *box(t, d)[0].NextTry; next != model.InstantOf(d.Now.Add(7*time.Minute)) {
		t.Errorf("next try %s", next)
	}
	d.Now = d.Now.Add(7 * time.Minute)
	if got := counts(t, d, forward.RunOptions{}); got != "0 1 0 0" {
		t.Errorf("got %s", got)
	}
	if row := box(t, d)[0]; !strings.Contains(row.Reason, "tried 2 times") || states(d) != "PO-000001 cancelled" || len(s.Accepted()) != 0 {
		t.Errorf("got %+v %s", row, states(d))
	}
}

func TestRunOutbox_TheOrderToOneSupplierIsKept(t *testing.T) {
	d, s := letters(t, 3, of(mailtest.Take, mailtest.LaterAtData))
	d.Offer(d.Supplier("Beta", byMail("b@beta.example", "en")), "B", "2.00")
	d.Order("#9", desktest.Line("B", 1))
	route(t, d)
	r := run(t, service(d), send)
	if got := told(r); got != "PO-000001 to Acme 1/1; PO-000004 to Beta 1/1; PO-000002 held; PO-000003 held" || !strings.Contains(r.Held[1].Reason, "waits in the outbox for PO-000002") {
		t.Fatalf("got %s %+v", got, r.Held)
	}
	d.Now = d.Now.Add(time.Hour)
	if got := counts(t, d, forward.RunOptions{Once: true}); got != "4 0 0 0" {
		t.Fatalf("got %s", got)
	}
	var order []string
	for _, m := range s.Accepted() {
		if m.To == "sales@acme.example" {
			order = append(order, m.Text[strings.Index(m.Text, "PO-"):][:9])
		}
	}
	if got := strings.Join(order, " "); got != "PO-000001 PO-000002 PO-000003" {
		t.Errorf("arrived as %s", got)
	}
}

func TestRunOutbox_AServerThatCannotBeReachedLeavesEverythingQueued(t *testing.T) {
	d, _ := letters(t, 2, nil)
	d.Set("smtp.port", "1")
	r := run(t, service(d), send)
	if len(r.Sent) != 0 || len(r.Held) != 2 || !strings.Contains(r.Held[0].Reason, "refuses connections on port 1") || boxStates(t, d) != "PO-000001 queued, PO-000002 queued" {
		t.Fatalf("got %+v %s", r, boxStates(t, d))
	}
	c, err := service(d).RunOutbox(ctx, forward.RunOptions{})
	if err != nil || c.Queued != 2 || !strings.Contains(c.Reason, "refuses connections") || d.Int(`SELECT SUM(tries) FROM mail_message`) != 0 {
		t.Errorf("got %+v %v", c, err)
	}
}

func TestSend_WhatIsMissingIsSaidBeforeAnythingIsApproved(t *testing.T) {
	d, s := letters(t, 1, nil)
	d.Set("smtp.host", "")
	if _, err := service(d).Forward(ctx, send); model.CodeOf(err) != model.Invalid || d.Int(`SELECT COUNT(*) FROM purchase_order`) != 0 {
		t.Errorf("got %v", err)
	}
	posting(d, s)
	d.Exec(`UPDATE supplier SET email = ''`)
	if r := run(t, service(d), send); told(r) != "PO-000001 held" || !strings.Contains(r.Held[0].Reason, "address is not known") || states(d) != "PO-000001 draft" {
		t.Errorf("got %+v, %s", r, states(d))
	}
}

func TestSend_WithoutAPasswordTheMessagesWait(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{Password: "secret word"}, nil)
	d, _ := letters(t, 1, nil)
	posting(d, s)
	d.Set("smtp.user", "orders")
	f := service(d)
	env := map[string]string{"DROPLEDGER_NO_KEYRING": "1"}
	f.Secrets = mail.Secrets{Getenv: func(name string) string { return env[name] }}
	if r := run(t, f, send); told(r) != "PO-000001 held" || !strings.Contains(r.Held[0].Reason, "There is no password for orders@127.0.0.1") {
		t.Fatalf("got %+v", r)
	}
	env["DROPLEDGER_SMTP_PASSWORD"] = "secret word"
	if c, err := f.RunOutbox(ctx, forward.RunOptions{Once: true}); err != nil || c.Sent != 1 {
		t.Fatalf("got %+v %v", c, err)
	}
	if err := d.DB.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{d.Path, d.Path + "-wal"} {
		if b, err := os.ReadFile(path); err == nil && strings.Contains(string(b), "secret word") {
			t.Errorf("the password stands in %s", filepath.Base(path))
		}
	}
}

func TestRunOutbox_WhatTheShopClosedMeanwhileIsWithdrawn(t *testing.T) {
	d, s := letters(t, 1, of(mailtest.LaterAtData))
	run(t, service(d), send)
	d.Cancel("#1")
	if got := counts(t, d, forward.RunOptions{Once: true, Now: true}); got != "0 1 0 0" || len(s.Accepted()) != 0 {
		t.Errorf("got %s, %d accepted", got, len(s.Accepted()))
	}
	if row := box(t, d)[0]; !strings.Contains(row.Reason, "withdrawn") || states(d) != "PO-000001 cancelled" {
		t.Errorf("got %+v %s", row, states(d))
	}
}

func TestResolve_APersonSettlesAnUnknownMessageOnce(t *testing.T) {
	for outcome, want := range map[string]string{"sent": "sent", "failed": "cancelled"} {
		t.Run(outcome, func(t *testing.T) {
			d, s := letters(t, 1, of(mailtest.TakeAndDrop))
			run(t, service(d), send)
			if got := counts(t, d, forward.RunOptions{Once: true, Now: true}); got != "0 0 1 0" || len(s.Accepted()) != 1 {
				t.Fatalf("it was sent again: %s", got)
			}
			id := box(t, d)[0].ID
			if err := service(d).Resolve(ctx, id, outcome); err != nil {
				t.Fatal(err)
			}
			if got := states(d); got != "PO-000001 "+want || boxStates(t, d) != "PO-000001 "+outcome {
				t.Errorf("got %s, %s", got, boxStates(t, d))
			}
			if err := service(d).Resolve(ctx, id, "sent"); model.CodeOf(err) != model.Refused {
				t.Errorf("settled twice: %v", err)
			}
		})
	}
}

func TestResolve_WithdrawsAMessageThatIsStillQueued(t *testing.T) {
	d, s := letters(t, 1, of(mailtest.LaterAtData))
	run(t, service(d), send)
	id := box(t, d)[0].ID
	if err := service(d).Resolve(ctx, id, "sent"); model.CodeOf(err) != model.Refused {
		t.Errorf("a queued message was called sent: %v", err)
	}
	if err := service(d).Resolve(ctx, id, "failed"); err != nil {
		t.Fatal(err)
	}
	if got := counts(t, d, forward.RunOptions{Once: true, Now: true}); got != "0 1 0 0" || len(s.Accepted()) != 0 || states(d) != "PO-000001 cancelled" {
		t.Errorf("got %s, %d accepted, %s", got, len(s.Accepted()), states(d))
	}
}

func TestRunOutbox_WhatWasBeingSentWhenTheProgramEndedIsUnknown(t *testing.T) {
	d, s := letters(t, 1, of(mailtest.LaterAtData))
	run(t, service(d), send)
	d.Exec(`UPDATE mail_message SET state = 'sending'`)
	if got := counts(t, d, forward.RunOptions{Once: true, Now: true}); got != "0 0 1 0" || len(s.Accepted()) != 0 || states(d) != "PO-000001 unknown" {
		t.Errorf("got %s, %s", got, states(d))
	}
}

func TestDatabase_KeepsAMessageFromBeingSentAgainWhateverWritesIt(t *testing.T) {
	d, _ := letters(t, 1, of(mailtest.TakeAndDrop))
	run(t, service(d), send)
	for _, statement := range []string{
		`UPDATE mail_message SET state = 'queued'`, `UPDATE mail_message SET state = 'sending'`, `UPDATE mail_message SET recipient = 'x@y.example'`,
		`DELETE FROM mail_message`, `UPDATE mail_body SET packed = x'00'`, `DELETE FROM mail_body`,
	} {
		err := d.DB.Write(ctx, func(tx *store.Tx) error { return tx.Exec(statement).Error })
		if err == nil {
			t.Errorf("%s was possible", statement)
		}
	}
}

func TestSend_StoppingKeepsWhatHasLeftAndLeavesTheRestQueued(t *testing.T) {
	stop, cancel := context.WithCancel(ctx)
	defer cancel()
	d, s := letters(t, 3, func(n int) mailtest.Fate {
		if n == 1 {
			cancel()
		}
		return mailtest.Take
	})
	r, err := service(d).Forward(stop, send)
	if model.CodeOf(err) != model.Cancelled || len(r.Sent) < 1 {
		t.Fatalf("got %+v %v", r, err)
	}
	left := counts(t, d, forward.RunOptions{Once: true})
	if n := len(s.Accepted()); n < 2 || n > 3 || d.Int(`SELECT COUNT(*) FROM mail_message WHERE state IN ('queued', 'sending')`) != 0 {
		t.Errorf("%d accepted, %s", n, left)
	}
}

func TestSend_APurchaseOrderLeavesInOneWayOnly(t *testing.T) {
	d, s := letters(t, 1, nil)
	run(t, service(d), send)
	if r := run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true}); told(r) != "" {
		t.Errorf("it left a second time: %s", told(r))
	}
	if err := purchase.New(d.DB, d.Bus).Cancel(ctx, []int64{1}, "x"); model.CodeOf(err) != model.Refused || len(s.Accepted()) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestSend_WithoutAMailServerADraftLiesWithTheDocuments(t *testing.T) {
	d, s := letters(t, 1, nil)
	d.Set("smtp.host", "")
	out := t.TempDir()
	if r := run(t, service(d), forward.Options{Send: true, Out: out, Approve: true}); told(r) != "PO-000001 to Acme 1/1" || len(s.Accepted()) != 0 {
		t.Fatalf("got %s %+v", told(r), r.Held)
	}
	draft, err := os.ReadFile(filepath.Join(out, "Acme", "PO-000001", "PO-000001.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"X-Unsent: 1", "sales@acme.example", "Purchase order PO-000001", `filename="order.txt"`} {
		if !strings.Contains(string(draft), want) {
			t.Errorf("the draft lacks %s", want)
		}
	}
	if row := box(t, d)[0]; row.Channel != "folder" || row.State != "sent" {
		t.Errorf("got %+v", row)
	}
}

func TestRunOutbox_TheBytesOfAMessageGoAWeekAfterItWasSettled(t *testing.T) {
	d, _ := letters(t, 2, of(mailtest.Take, mailtest.TakeAndDrop))
	run(t, service(d), send)
	path, err := service(d).WriteLetter(ctx, 1, t.TempDir())
	if text, _ := os.ReadFile(path); err != nil || !strings.Contains(string(text), box(t, d)[0].MessageID) {
		t.Fatalf("%v, %.100s", err, text)
	}
	for _, step := range []struct {
		days int
		kept int64
	}{{7, 2}, {1, 1}} { // that of the unknown one stays
		d.Now = d.Now.AddDate(0, 0, step.days)
		counts(t, d, forward.RunOptions{Once: true})
		if n := d.Int(`SELECT COUNT(*) FROM mail_body`); n != step.kept {
			t.Errorf("%d are kept", n)
		}
	}
	if _, err := service(d).WriteLetter(ctx, 1, t.TempDir()); model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
}

// A queue is read once and gone through one by one: what a person withdraws
// meanwhile stays back, so that its pieces can go to someone else.
func TestSend_WhatIsWithdrawnWhileTheQueueIsSentDoesNotLeave(t *testing.T) {
	var d *desktest.Desk
	var s *mailtest.Server
	withdraw := func(n int) mailtest.Fate {
		if n == 0 {
			if err := service(d).Resolve(ctx, box(t, d)[1].ID, "failed"); err != nil {
				t.Error(err)
			}
		}
		return mailtest.Take
	}
	d, s = letters(t, 2, withdraw)
	r := run(t, service(d), send)
	if got := told(r); got != "PO-000001 to Acme 1/1; PO-000002 held" || !strings.Contains(r.Held[0].Reason, "withdrawn") {
		t.Errorf("got %s %+v", got, r.Held)
	}
	if got := s.Accepted(); len(got) != 1 {
		t.Errorf("%d messages were accepted, want the first alone", len(got))
	}
	if got := boxStates(t, d); got != "PO-000001 sent, PO-000002 failed" {
		t.Errorf("got %s", got)
	}
	if got := states(d); got != "PO-000001 sent, PO-000002 cancelled" {
		t.Errorf("got %s", got)
	}
}

// "Nothing was changed" stood where nineteen messages had left and one nobody knew of.
func TestRunOutbox_AFailureTellsWhatHadLeftBefore(t *testing.T) {
	d, s := letters(t, 3, nil)
	d.Exec(`CREATE TRIGGER full BEFORE UPDATE ON mail_message WHEN NEW.state = 'sent' AND NEW.id = 3 BEGIN SELECT RAISE(ABORT, 'no room'); END`)
	_, err := service(d).Forward(ctx, send)
	if err == nil || !strings.Contains(err.Error(), "which the book knows of: 2. One more was handed over") || !strings.Contains(err.Error(), "no room") {
		t.Errorf("got %v", err)
	}
	d.Exec(`DROP TRIGGER full`)
	if got := counts(t, d, forward.RunOptions{Once: true}); got != "2 0 1 0" || len(s.Accepted()) != 3 {
		t.Errorf("then %s, accepted %d", got, len(s.Accepted()))
	}
}
