package forwarding_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/reply"
)

// sentOut is the outbox of a sample book whose purchase orders have all left,
// with the cursor on the first of them.
func sentOut(t *testing.T) (*guitest.Host, *page.Book, forward.Row, reply.Order) {
	t.Helper()
	b, _ := mailDesk(t, nil)
	open(t, b).Key(action.Ctrl(fyne.KeyReturn))
	h := guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox})
	rows := outbox(t, b, forward.StateSent)
	if len(rows) == 0 {
		t.Fatal("nothing was sent")
	}
	of, err := reply.New(b.DB, b.Bus).Awaited(t.Context(), rows[0].Number)
	if err != nil {
		t.Fatal(err)
	}
	return h, b, rows[0], of
}

func answered(t *testing.T, b *page.Book, number string) purchase.Row {
	t.Helper()
	all, err := purchase.List(t.Context(), b.DB, purchase.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Number == number {
			return p
		}
	}
	t.Fatalf("there is no %s", number)
	return purchase.Row{}
}

func TestOutbox_AnAnswerIsTypedIn(t *testing.T) {
	h, b, r, _ := sentOut(t)
	h.Key(action.Plain(fyne.KeyR))
	h.See("What "+r.Supplier+" answered to "+r.Number, "What comes")
	h.Type("Supplier's order number", "SO-1")
	shots(t, h, "outbox-answer")
	h.Verb()
	if p := answered(t, b, r.Number); p.Reference != "SO-1" || p.State != "acknowledged" {
		t.Errorf("got %+v; reports %v", p, h.Reports)
	}
}

func TestOutbox_AReplyIsReadAndNothingIsSavedBeforeAPersonAgrees(t *testing.T) {
	h, b, r, of := sentOut(t)
	h.Key(action.Plain(fyne.KeyV))
	text := "We confirm " + r.Number + ".\nOur order no: SO-77\n" + of.Lines[0].SKU + ": 1 pcs, ships 2026-12-01\nLater ones leave 3/4/2027."
	h.Type("The reply", text)
	h.Verb()
	h.See("The reply, with what was understood in strong letters", "SO-77")
	shots(t, h, "outbox-reply")
	if p := answered(t, b, r.Number); p.Answered != nil {
		t.Fatal("it was saved before anybody agreed")
	}
	h.Verb()
	if p := answered(t, b, r.Number); p.Reference != "SO-77" {
		t.Errorf("got %+v; reports %v", p, h.Reports)
	}
}

func TestOutbox_TheParcelsOfAReplyAreEnteredOnceAPersonAgrees(t *testing.T) {
	h, b, r, of := sentOut(t)
	parcels := func() []parcel.Row {
		t.Helper()
		all, err := parcel.New(b.DB, b.Bus).List(t.Context(), record.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(all, func(p parcel.Row) bool {
			return !strings.HasPrefix(p.Tracking, "RR") && !strings.HasPrefix(p.Tracking, "RB")
		})
	}
	h.Key(action.Plain(fyne.KeyV))
	h.Type("The reply", r.Number+"\n"+of.Orders[0]+": tracking number RR123456785CN, DHL\n"+of.Orders[0]+": tracking number RB123456786GB")
	h.Verb()
	h.See("The parcels of "+r.Supplier+" for "+r.Number, "RR123456785CN", "Tracking number")
	shots(t, h, "outbox-reply-parcels")
	if len(parcels()) != 0 {
		t.Fatal("they were entered before anybody agreed")
	}
	h.Verb()
	if got := parcels(); len(got) != 0 {
		t.Fatalf("what is in two ways was entered: %+v", got)
	}
	h.See("No parcel is set to Yes: choose those that are right, or cancel.")
	h.Cancel()
	h.Key(action.Plain(fyne.KeyV))
	h.Type("The reply", r.Number+"\n"+of.Orders[0]+": tracking number RR123456785CN, DHL")
	h.Verb()
	h.Verb()
	if got := parcels(); len(got) != 1 || got[0].Carrier != "DHL" || got[0].Purchase != r.Number {
		t.Errorf("got %+v; reports %v", got, h.Reports)
	}
	if p := answered(t, b, r.Number); p.Answered != nil {
		t.Errorf("the text says nothing of the order, yet it counts as answered: %+v", p)
	}
}

func TestOutbox_AChangeBeginsWithWhatIsDue(t *testing.T) {
	h, b, r, _ := sentOut(t)
	due, err := amendment.New(b.DB, b.Bus).Due(t.Context(), r.Number)
	if err != nil || len(due) == 0 {
		t.Fatalf("got %+v, %v", due, err)
	}
	h.Key(action.Plain(fyne.KeyC))
	h.See(due[0].SKU, due[0].Order, "Still wanted")
	h.Verb()
	h.See("Nothing changes yet: lower a number of pieces, or cancel all.")
	h.Window.Canvas().Focus(h.Field("Only of order"))
	for range 5 { // reason, cancel, then order, SKU and pieces of the first line
		h.Window.Canvas().FocusNext()
	}
	h.Focused().TypedRune('0')
	h.Verb()
	rows, err := amendment.List(t.Context(), b.DB, amendment.Filter{})
	if err != nil || len(rows) != 1 || len(rows[0].Changes) != 1 || rows[0].Changes[0].SKU != due[0].SKU {
		t.Fatalf("got %+v, %v; reports %v", rows, err, h.Reports)
	}
}

func TestOutbox_AChangeIsAskedForAndLeavesWithTheNextForwarding(t *testing.T) {
	h, b, r, _ := sentOut(t)
	h.Key(action.Plain(fyne.KeyC))
	h.See("Ask " + r.Supplier + " to change " + r.Number)
	h.Type("Reason", "The customer changed her mind.")
	shots(t, h, "outbox-amend")
	h.Window.Canvas().FocusNext() // from the reason to the switch
	h.Key(action.Plain(fyne.KeySpace))
	h.Verb()
	rows, err := amendment.List(t.Context(), b.DB, amendment.Filter{})
	if err != nil || len(rows) != 1 || rows[0].State != "approved" || !strings.HasPrefix(rows[0].Number, r.Number) {
		t.Fatalf("got %+v, %v; reports %v", rows, err, h.Reports)
	}
	h.See("Changes of orders that have left", "waits to leave", "Withdraw", "I told them")
	shots(t, h, "outbox-changes")
	h.Cancel()
	h.See("1 change waits") // it stands in no row, and who came later found it nowhere
	h.Key(action.Plain(fyne.KeyS))
	h.Verb()
	if rows, err = amendment.List(t.Context(), b.DB, amendment.Filter{State: "sent"}); err != nil || len(rows) != 1 {
		t.Fatalf("sent %+v, %v; reports %v", rows, err, h.Reports)
	}
	h.See(rows[0].Number)
	h.DontSee("1 change waits")
}

// What a reply said in words nobody knew was recorded as ordered, unseen.
func TestOutbox_WhatAReplyDoesNotSayIsShownAsItWillBeRecorded(t *testing.T) {
	h, b, r, of := sentOut(t)
	h.Key(action.Plain(fyne.KeyV))
	h.Type("The reply", r.Number+" will follow some day.")
	h.Verb()
	h.See("The text says neither yes nor no")
	for _, l := range of.Lines {
		if !slices.Contains(h.Texts(), l.SKU) || !slices.Contains(h.Texts(), fmt.Sprint(int64(l.Quantity))) {
			t.Errorf("%d of %s are not shown: %q", l.Quantity, l.SKU, h.Texts())
		}
	}
	h.Cancel()
	if p := answered(t, b, r.Number); p.Answered != nil {
		t.Errorf("got %+v", p)
	}
}

// asked is a change of a purchase order that its supplier was told of.
func asked(t *testing.T, b *page.Book, number string) string {
	t.Helper()
	s := amendment.New(b.DB, b.Bus)
	due, err := s.Due(t.Context(), number)
	if err != nil || len(due) == 0 {
		t.Fatalf("got %+v, %v", due, err)
	}
	id, err := s.Make(t.Context(), amendment.Input{Purchase: number, Cancel: true, Reason: "not wanted", Approve: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := forward.New(b.DB, b.Bus, b.Jobs, nil).TellAmendment(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return number + "-A1"
}

// A refusal of the change was read as one of the purchase order, whose orders then
// went to somebody else while the supplier sent them.
func TestOutbox_AReplyToAChangeIsRecordedOfTheChangeOnly(t *testing.T) {
	h, b, r, _ := sentOut(t)
	change := asked(t, b, r.Number)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox, Key: r.Number})
	h.Key(action.Plain(fyne.KeyV))
	h.Type("The reply", change+": we reject it, the parcel is packed.")
	h.Verb()
	h.See("What "+r.Supplier+" answered to "+change, "the supplier agreed to all that was asked")
	h.Verb()
	if p := answered(t, b, r.Number); p.State != "sent" {
		t.Errorf("the purchase order became %s", p.State)
	}
	rows, err := amendment.List(t.Context(), b.DB, amendment.Filter{})
	if err != nil || len(rows) != 1 || rows[0].State != "refused" || !strings.Contains(rows[0].Answer, "the parcel is packed") {
		t.Errorf("got %+v, %v; reports %v", rows, err, h.Reports)
	}
}

// A supplier that agreed to less could be recorded by the command line only.
func TestOutbox_ASupplierThatAgreesToLessIsRecordedLineByLine(t *testing.T) {
	h, b, r, of := sentOut(t)
	change := asked(t, b, r.Number)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox, Key: change})
	h.Key(action.Plain(fyne.KeyR))
	h.See("What " + r.Supplier + " answered to " + change)
	h.Tap("Another article")
	h.Window.Canvas().Focus(h.Field("Pieces")) // the first field below the titles: the order
	for _, typed := range []string{of.Lines[0].SKU, "1"} {
		h.Window.Canvas().FocusNext()
		for _, c := range typed {
			h.Focused().TypedRune(c)
		}
	}
	h.Verb()
	rows, err := amendment.List(t.Context(), b.DB, amendment.Filter{})
	if err != nil || len(rows) != 1 || rows[0].State != "acknowledged" || rows[0].Changes[0].Agreed == nil || *rows[0].Changes[0].Agreed != 1 {
		t.Errorf("got %+v, %v; reports %v, there is %q", rows, err, h.Reports, h.Texts())
	}
}
