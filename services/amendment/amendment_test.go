package amendment_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/routing"
)

var ctx = context.Background()

// plain renders what leaves as text, one line for each article.
type plain struct{}

func (plain) Render(d forward.Dispatch) ([]forward.File, error) {
	var b bytes.Buffer
	fmt.Fprintln(&b, d.Number)
	if a := d.Amendment; a != nil {
		for _, c := range a.Changes {
			fmt.Fprintf(&b, "%s|%s|%d->%d\n", c.Order, c.SKU, c.Before, c.Quantity)
		}
		if a.Address != nil {
			fmt.Fprintf(&b, "%s to %s\n", a.Address.Order, a.Address.Now.City)
		}
	}
	return []forward.File{{Name: "order.txt", Content: b.Bytes()}}, nil
}

// fixture is a desk with one supplier that has a purchase order of two orders.
type fixture struct {
	*desktest.Desk
	t   *testing.T
	out string
}

func (f *fixture) service() *amendment.Service { return amendment.New(f.DB, f.Bus) }
func (f *fixture) forward() *forward.Service   { return forward.New(f.DB, f.Bus, f.Jobs, plain{}) }

func newFixture(t *testing.T) *fixture {
	d := desktest.New(t)
	f := &fixture{d, t, t.TempDir()}
	acme := d.Supplier("Acme", func(s *model.Supplier) { s.Batching = model.Daily })
	d.Offer(acme, "LAMP", "10")
	d.Offer(acme, "VASE", "5")
	d.Order("#1", desktest.Line("LAMP", 3))
	d.Order("#2", desktest.Line("VASE", 2))
	f.route()
	if got := f.send(); got != "PO-000001" {
		t.Fatalf("sent %q", got)
	}
	return f
}

func (f *fixture) route() {
	f.t.Helper()
	if _, err := routing.New(f.DB, f.Bus, f.Jobs).Route(ctx, routing.Options{}); err != nil {
		f.t.Fatal(err)
	}
}

// send forwards all and returns the numbers of what left.
func (f *fixture) send() string {
	f.t.Helper()
	r, err := f.forward().Forward(ctx, forward.Options{Out: f.out, Approve: true})
	if err != nil {
		f.t.Fatal(err)
	}
	var all []string
	for _, s := range r.Sent {
		if s.Amendment != "" {
			all = append(all, s.Amendment)
			continue
		}
		all = append(all, s.Purchase)
	}
	return strings.Join(all, " ")
}

func (f *fixture) ask(in amendment.Input) int64 {
	f.t.Helper()
	in.Purchase, in.Approve = "PO-000001", true
	id, err := f.service().Make(ctx, in)
	if err != nil {
		f.t.Fatal(err)
	}
	return id
}

func (f *fixture) answer(a amendment.Answer) error {
	_, err := f.service().PutAnswers(ctx, []amendment.Answer{a})
	return err
}

func (f *fixture) state() string {
	return f.Text(`SELECT state FROM purchase_order WHERE number = 'PO-000001'`)
}

// due is what is due of an order line and what its books cost.
func (f *fixture) due(sku string) string {
	n := f.Int(`SELECT COALESCE(SUM(d.quantity), 0) FROM purchase_due d WHERE d.sku = ?`, sku)
	cost := f.Int(`SELECT COALESCE(SUM(c.amount), 0) FROM cost_fact c JOIN order_line l ON l.id = c.line_id WHERE l.sku = ? AND c.superseded_at = '' AND c.type = 'product'`, sku)
	return fmt.Sprintf("%d for %s", n, model.Amount(cost))
}

func (f *fixture) ship(tracking, order, sku string, n model.Quantity, state model.ParcelState) {
	f.t.Helper()
	po := "PO-000001"
	_, err := parcel.New(f.DB, f.Bus).Put(ctx, []parcel.Input{{
		Tracking: tracking, Purchase: &po, State: &state, Lines: &[]parcel.LineInput{{Order: order, SKU: sku, Quantity: n}},
	}})
	if err != nil {
		f.t.Fatal(err)
	}
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestAmendment_NothingChangesUntilTheSupplierAgreed(t *testing.T) {
	f := newFixture(t)
	f.ask(amendment.Input{Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 1}}, Reason: "The customer wants fewer."})
	expect(t, "approved", f.due("LAMP"), "3 for 30.00")
	expect(t, "left", f.send(), "PO-000001-A1")
	expect(t, "asked", f.due("LAMP"), "3 for 30.00")
	expect(t, "left again", f.send(), "")
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1", Reference: "R-7"}); err != nil {
		t.Fatal(err)
	}
	expect(t, "agreed", f.due("LAMP"), "1 for 10.00")
	expect(t, "as ordered", f.Int(`SELECT quantity FROM purchase_line WHERE sku = 'LAMP'`), 3)
	expect(t, "held", f.Text(`SELECT h.code FROM held_line h JOIN order_line l ON l.id = h.line_id WHERE l.sku = 'LAMP'`), "by_hand")
	f.route()
	expect(t, "what is held", f.send(), "")
	f.ship("T1", "#1", "LAMP", 1, model.Delivered)
	f.ship("T2", "#2", "VASE", 2, model.Delivered)
	expect(t, "state", f.state(), "closed")
}

func TestAmendment_ACancelledPurchaseOrderIsOver(t *testing.T) {
	f := newFixture(t)
	f.Cancel("#1")
	f.Cancel("#2")
	f.ask(amendment.Input{Cancel: true})
	expect(t, "left", f.send(), "PO-000001-A1")
	expect(t, "asked", f.state(), "sent")
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1"}); err != nil {
		t.Fatal(err)
	}
	expect(t, "state", f.state(), "cancelled")
	expect(t, "due", f.due("LAMP")+", "+f.due("VASE"), "0 for 0.00, 0 for 0.00")
	expect(t, "held", f.Int(`SELECT COUNT(*) FROM held_line`), 0)
}

func TestAmendment_ARefusalChangesNothingAndKeepsItsReason(t *testing.T) {
	f := newFixture(t)
	f.ask(amendment.Input{Order: "1", Cancel: true})
	expect(t, "left", f.send(), "PO-000001-A1")
	for range 2 {
		if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1", Refused: "Packed already"}); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, "due", f.due("LAMP"), "3 for 30.00")
	expect(t, "state", f.state(), "sent")
	rows, err := f.service().List(ctx, amendment.Filter{State: "refused"})
	if err != nil || len(rows) != 1 || rows[0].Answer != "Packed already" {
		t.Errorf("got %+v, %v", rows, err)
	}
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1"}); model.CodeOf(err) != model.Refused {
		t.Errorf("a second answer: %v", err)
	}
}

func TestAmendment_ASupplierMayAgreeToLess(t *testing.T) {
	f := newFixture(t)
	f.ask(amendment.Input{Order: "#1", Cancel: true})
	f.send()
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1", Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 2}}}); err != nil {
		t.Fatal(err)
	}
	expect(t, "due", f.due("LAMP"), "2 for 20.00")
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A9"}); model.CodeOf(err) != model.NotFound {
		t.Errorf("unknown: %v", err)
	}
}

func TestAmendment_WhatHasLeftCannotBeAmended(t *testing.T) {
	f := newFixture(t)
	f.ship("T1", "#1", "LAMP", 2, model.ParcelShipped)
	_, err := f.service().Make(ctx, amendment.Input{Purchase: "PO-000001", Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 1}}})
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "2 of LAMP for order #1 have left already") {
		t.Errorf("fewer than left: %v", err)
	}
	f.ask(amendment.Input{Order: "#1", Cancel: true})
	f.send()
	f.ship("T2", "#1", "LAMP", 1, model.ParcelShipped)
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1"}); model.CodeOf(err) != model.Refused {
		t.Errorf("an agreement about what left: %v", err)
	}
	f.ship("T3", "#2", "VASE", 2, model.ParcelShipped)
	_, err = f.service().Make(ctx, amendment.Input{Purchase: "PO-000001", Cancel: true})
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "All of it is shipped") {
		t.Errorf("all shipped: %v", err)
	}
}

func TestAmendment_WhatIsOvertakenDoesNotLeave(t *testing.T) {
	f := newFixture(t)
	f.ask(amendment.Input{Order: "#1", Cancel: true})
	f.ship("T1", "#1", "LAMP", 3, model.ParcelShipped)
	r, err := f.forward().Forward(ctx, forward.Options{Out: f.out})
	if err != nil || len(r.Sent) != 0 || len(r.Held) != 1 || !strings.Contains(r.Held[0].Reason, "cannot leave any more") {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestInput_RefusesWhatIsNotOneClearWish(t *testing.T) {
	f := newFixture(t)
	for _, tt := range []struct {
		in   amendment.Input
		says string
	}{
		{amendment.Input{Purchase: "PO-9", Cancel: true}, "no purchase order PO-9"},
		{amendment.Input{Purchase: "PO-000001"}, "say one thing"},
		{amendment.Input{Purchase: "PO-000001", Cancel: true, FromShop: true}, "say one thing"},
		{amendment.Input{Purchase: "PO-000001", Order: "#9", Cancel: true}, "order #9 does not stand in PO-000001"},
		{amendment.Input{Purchase: "PO-000001", Lines: []amendment.LineInput{{SKU: "LAMB", Quantity: 1}}}, "LAMB is not due"},
		{amendment.Input{Purchase: "PO-000001", Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 4}}}, "a purchase order of their own"},
		{amendment.Input{Purchase: "PO-000001", Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 3}}}, "nothing to change"},
		{amendment.Input{Purchase: "PO-000001", Address: &order.CustomerInput{Name: "A", Address1: "B", City: "C", Country: "DE"}}, "several customers"},
		{amendment.Input{Purchase: "PO-000001", Order: "#1", Address: &order.CustomerInput{Name: "A"}}, "has no address1"},
		{amendment.Input{Purchase: "PO-000001", FromShop: true}, "The shop changed nothing"},
	} {
		_, err := f.service().Make(ctx, tt.in)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%+v: %v, want %q", tt.in, err, tt.says)
		}
	}
	expect(t, "written", f.Int(`SELECT COUNT(*) FROM amendment`), 0)
}

func TestAmendment_OneQuestionAtATime(t *testing.T) {
	f := newFixture(t)
	first := f.ask(amendment.Input{Order: "#1", Cancel: true})
	expect(t, "the same again", f.ask(amendment.Input{Order: "#1", Cancel: true}), first)
	_, err := f.service().Make(ctx, amendment.Input{Purchase: "PO-000001", Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 2}}})
	if model.CodeOf(err) != model.Conflict || !strings.Contains(err.Error(), "PO-000001-A1 asks about the same already") {
		t.Errorf("another about the same: %v", err)
	}
	if err := f.service().Withdraw(ctx, []int64{first}, "no"); err != nil {
		t.Fatal(err)
	}
	f.ask(amendment.Input{Lines: []amendment.LineInput{{SKU: "LAMP", Quantity: 2}}})
	expect(t, "left", f.send(), "PO-000001-A2")
}

func TestProposals_TellWhatTheShopChangedAndAPersonDecides(t *testing.T) {
	f := newFixture(t)
	f.Cancel("#1")
	f.Change("#2", func(o *model.Order) { o.ShipTo.ID, o.ShipTo.City, o.ShipTo.Zip = 0, "Hamburg", "20095" })
	all, err := f.service().Proposals(ctx)
	if err != nil || len(all) != 2 || all[0].Kind != model.AmendCancel || all[0].Pieces != 3 || all[1].Kind != model.AmendAddress {
		t.Fatalf("got %+v, %v", all, err)
	}
	expect(t, "sent by itself", f.send(), "")
	if _, err := f.service().Accept(ctx, all[1]); err != nil {
		t.Fatal(err)
	}
	if err := f.service().Decline(ctx, all[0], ""); err != nil {
		t.Fatal(err)
	}
	if left, err := f.service().Proposals(ctx); err != nil || len(left) != 0 {
		t.Errorf("proposed again: %+v, %v", left, err)
	}
	expect(t, "left", f.send(), "PO-000001-A1")
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1"}); err != nil {
		t.Fatal(err)
	}
	city := f.Text(`SELECT c.city FROM sent_address t JOIN contact c ON c.id = t.contact_id JOIN sales_order o ON o.id = t.order_id WHERE o.number = '#2'`)
	expect(t, "goes to", city, "Hamburg")
	if _, err := f.service().Accept(ctx, all[0]); model.CodeOf(err) != model.Conflict {
		t.Errorf("a proposal that was declined: %v", err)
	}
}

func TestTold_CountsAsSentAndLeavesInNoOtherWay(t *testing.T) {
	f := newFixture(t)
	id := f.ask(amendment.Input{Order: "#1", Cancel: true})
	if err := f.forward().TellAmendment(ctx, id); err != nil {
		t.Fatal(err)
	}
	expect(t, "left", f.send(), "")
	if err := f.forward().TellAmendment(ctx, id); model.CodeOf(err) != model.Refused {
		t.Errorf("told twice: %v", err)
	}
	if err := f.answer(amendment.Answer{Amendment: "PO-000001-A1"}); err != nil {
		t.Fatal(err)
	}
	expect(t, "due", f.due("LAMP"), "0 for 0.00")
}

func TestDatabase_KeepsAllocationsOfWhatLeftWithoutAnAgreement(t *testing.T) {
	f := newFixture(t)
	f.ask(amendment.Input{Order: "#1", Cancel: true})
	f.send()
	for _, query := range []string{
		`UPDATE allocation SET quantity = 1 WHERE quantity = 3`,
		`UPDATE allocation SET cancelled_at = 'now'`,
		`UPDATE amendment SET state = 'approved'`,
		`DELETE FROM amendment`,
		`INSERT INTO forwarding (purchase_id, amendment_id, channel, message_id, folder, files, state, started_at) VALUES (1, 1, 'folder', 'x', '', '[]', 'sending', '')`,
	} {
		if err := f.try(query); err == nil {
			t.Errorf("went through: %s", query)
		}
	}
}
