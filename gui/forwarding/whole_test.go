package forwarding_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/put"
)

// gathered is a book with one purchase order of some orders for a supplier that
// gathers, and another supplier that could take them too unless it is alone.
func gathered(t *testing.T, orders []string, alone bool) (*page.Book, *approval.Service) {
	t.Helper()
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme", func(s *model.Supplier) { s.Batching = model.Daily }), "LAMP", "10")
	if !alone {
		d.Offer(d.Supplier("Bolt"), "LAMP", "12")
	}
	for _, n := range orders {
		d.Order(n, desktest.Line("LAMP", 1))
	}
	b := guitest.Of(d.DB)
	s := approval.New(b.DB, b.Bus, b.Jobs, nil)
	if _, err := s.Route(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b, s
}

func statesOf(b *approval.Board) (all []approval.State) {
	for i := range b.Purchases {
		for _, o := range b.Purchases[i].Orders {
			all = append(all, o.State)
		}
	}
	return all
}

func TestForwarding_OnTheHeadOfAPurchaseOrderTheKeysMeanAllOfIt(t *testing.T) {
	b, s := gathered(t, []string{"1001", "1002"}, false)
	h := open(t, b)
	h.Key(action.Plain(fyne.KeyHome))
	h.See("Why this supplier", "Approve")
	for _, step := range []struct {
		name string
		do   func()
		want approval.State
	}{
		{"A", func() { h.Key(action.Plain(fyne.KeyA)) }, approval.Approved},
		{"U", func() { h.Key(action.Plain(fyne.KeyU)) }, approval.Draft},
		{"H", func() {
			h.Key(action.Plain(fyne.KeyH))
			h.See("Hold 2 orders?")
			h.Type("Why", "the supplier is on holiday")
			h.Verb()
		}, approval.Held},
		{"L", func() {
			h.Screen.(page.Reloader).Reload()
			h.Key(action.Plain(fyne.KeyHome))
			h.Key(action.Plain(fyne.KeyL))
		}, approval.Draft},
	} {
		step.do()
		if got := statesOf(board(t, s)); len(got) != 2 || slices.ContainsFunc(got, func(x approval.State) bool { return x != step.want }) {
			t.Fatalf("after %s the orders are %v, want all %s", step.name, got, step.want)
		}
	}
}

func TestForwarding_OnTheHeadOfManyOrdersAStepForOneAsksForOne(t *testing.T) {
	b, _ := gathered(t, []string{"1001", "1002"}, false)
	h := open(t, b)
	h.Key(action.Plain(fyne.KeyHome))
	for _, a := range h.Screen.(page.Actor).Actions() {
		if a.ID == "forwarding.reroute" && a.Why() != "Choose an order first." {
			t.Errorf("re-route is off because of %q", a.Why())
		}
	}
}

func TestForwarding_ReroutingOffersOthersOnly(t *testing.T) {
	b, s := gathered(t, []string{"1001"}, false)
	h := begin(t, b, &board(t, s).Purchases[0].Orders[0])
	h.Key(action.Plain(fyne.KeyR))
	h.See("Who should deliver Product LAMP?", "Bolt, 12.00\u00a0EUR", "(+2.00)")
	h.DontSee("Acme, 10.00\u00a0EUR")
}

func TestForwarding_WithNobodyElseReroutingSaysSo(t *testing.T) {
	b, s := gathered(t, []string{"1001"}, true)
	h := begin(t, b, &board(t, s).Purchases[0].Orders[0])
	h.Key(action.Plain(fyne.KeyR))
	h.DontSee("Who should deliver Product LAMP?")
	if said := strings.Join(h.Said, " "); !strings.Contains(said, "Only Acme can take Product LAMP today") {
		t.Errorf("said %q", said)
	}
}

func TestForwarding_WhatPapersLackLeadsToWhereItIsEntered(t *testing.T) {
	b, s, _ := desk(t)
	found := false
	for _, p := range board(t, s).Purchases {
		for j := range p.Orders {
			for _, w := range p.Orders[j].Warnings {
				found = found || w.Facts.Cure == purchase.CureSettings
			}
		}
	}
	if !found {
		t.Fatal("no order of the sample lacks a setting of its papers")
	}
	h := open(t, b)
	for range 9 { // from warning to warning
		if h.Has("Open the settings") {
			break
		}
		h.Key(action.Plain(fyne.KeyW))
	}
	h.Tap("Open the settings")
	if len(h.Routes) == 0 || h.Routes[len(h.Routes)-1].Screen != page.Settings {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestForwarding_TheFirstRowsAreSeenBeforeAllIsRead(t *testing.T) {
	b, _ := gathered(t, []string{"1001", "1002"}, false)
	h := guitest.New(t, b)
	run := &async.Manual{}
	h.Run = run
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.DontSee("1001")
	for range 3 { // what was begun, not what follows from it
		work, shown := run.Work, run.Shown
		run.Work, run.Shown = nil, nil
		for _, fn := range slices.Concat(work, shown) {
			fn()
		}
		if h.Has("1001") {
			break
		}
	}
	h.See("1001", "1002")
	h.DontSee("Send 1 purchase order") // nothing to press before all was read
	run.Settle()
	h.See("1001", "Send 1 purchase order")
}

func TestForwarding_AReplenishmentIsApprovedAndSentLikeAnOrder(t *testing.T) {
	b, s, _ := desk(t)
	number := drafted(t, b)
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding, Params: map[string]string{page.BySupplier: refillSupplier}})
	h.See(number+" · for the stock at Maasdok Fulfilment · File to folder", "Stock")
	before := board(t, s).Totals
	h.Screen.(page.Primary).Primary()
	rows := outbox(t, b, forward.StateSent)
	if !slices.ContainsFunc(rows, func(r forward.Row) bool { return r.Number == number }) {
		t.Errorf("%s has not left; sent %v, reports %v", number, rows, h.Reports)
	}
	if before.Cost == 0 || slices.ContainsFunc(board(t, s).Purchases, func(p approval.Purchase) bool { return p.Number == number }) {
		t.Error("it is still on the board")
	}
}

func TestOutbox_OfAReplenishmentTheRestOfAnArticleIsRefused(t *testing.T) {
	b, _, _ := desk(t)
	dock := restocked(t, b)
	h := guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox, Params: map[string]string{page.BySupplier: dock}})
	h.See("Open the folder", "Write an e-mail") // not cut
	behind := len(guitest.All[writable](h))
	h.Key(action.Plain(fyne.KeyR))
	h.See("Rest refused, because")
	fields := guitest.All[writable](h)
	if len(fields) < behind+5 {
		t.Fatalf("%d fields", len(fields))
	}
	last := len(fields) - behind - 1 // of the row: SKU, pieces, price, day, why the rest is refused
	fields[last-3].SetText("5")
	fields[last].SetText("discontinued")
	h.Verb()
	if p := answered(t, b, dock); p.State != "acknowledged" {
		t.Errorf("got %+v; texts %q; reports %v", p, h.Texts(), h.Reports)
	}
	if p := answered(t, b, dock); p.Declined != 7 {
		t.Errorf("%d pieces are refused, want 7", p.Declined)
	}
}

// writable is a field.
type writable interface {
	fyne.Focusable
	SetText(text string)
}

// refillSupplier delivers what is replenished.
const refillSupplier = "Yiwu Morning Star Sourcing"

// drafted is the number of a replenishment of 12 pieces that nobody approved yet.
func drafted(t *testing.T, b *page.Book) string {
	t.Helper()
	if _, err := put.New(b.DB, b.Bus).Put(t.Context(), purchase.RestockKind, []byte(`{"reference":"spring","supplier":"`+refillSupplier+`","to":"Maasdok Fulfilment","lines":[{"sku":"NL-CER-421","quantity":12,"cost":"2.00"}]}`)); err != nil {
		t.Fatal(err)
	}
	all, err := purchase.New(b.DB, b.Bus).Inbound(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0].Number
}

// restocked is the number of a replenishment that its supplier has.
func restocked(t *testing.T, b *page.Book) string {
	t.Helper()
	number := drafted(t, b)
	open(t, b).Key(action.Ctrl(fyne.KeyReturn))
	return number
}

func TestForwarding_WhatNobodyKnowsIsNotToldAsNotSent(t *testing.T) {
	b, _ := mailDesk(t, fates)
	h := open(t, b)
	h.Key(action.Ctrl(fyne.KeyReturn))
	if len(outbox(t, b, forward.StateUnknown)) == 0 {
		t.Fatal("nothing is unknown")
	}
	if len(h.Dialogs) != 1 || !strings.Contains(h.Dialogs[0].Title, "may or may not have arrived") {
		t.Fatalf("told %+v", h.Dialogs)
	}
	h.Verb()
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Outbox {
		t.Errorf("the answer leads to %v", h.Routes)
	}
}
