package approval_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/margin"
	"github.com/dropledger/dropledger/services/routing"
)

// rivals is an order of two pieces with Acme, the cheaper of three suppliers;
// one of the others is dearer and faster, one cannot take it.
func rivals(t testing.TB) (d *desktest.Desk, s *approval.Service, dear int64) {
	t.Helper()
	d = desktest.New(t)
	d.Rate("USD", "0.5")
	days := func(p50, p90 int) []model.ShippingPrice {
		return []model.ShippingPrice{{Country: "DE", Service: "std", Cost: model.MustAmount("3.00"), DaysP50: &p50, DaysP90: &p90}}
	}
	d.Offer(d.Supplier("Acme"), "A", "5.00", func(o *model.Offer) { o.Shipping = days(8, 12) })
	dear = d.Offer(d.Supplier("Dear"), "A", "13.00", func(o *model.Offer) { o.Currency, o.Shipping = "USD", days(4, 5) })
	d.Offer(d.Supplier("Blocked", func(s *model.Supplier) { s.Stage = model.Blocked }), "A", "1.00")
	d.Order("#1", desktest.Line("A", 2))
	s = service(d)
	route(t, s)
	return d, s, dear
}

func cm2(t testing.TB, d *desktest.Desk) model.Amount {
	t.Helper()
	rows, err := margin.Rows(ctx, d.DB, margin.Query{})
	ok(t, err)
	return rows[0].CM(2)
}

func TestWhy_ShowsEveryCandidateDownToOneNumber(t *testing.T) {
	d, s, _ := rivals(t)
	d.Stock(1, "A", 64, d.Today().AddDays(-1))
	for name, ask := range map[string]func() (approval.Why, error){
		"kept": func() (approval.Why, error) { return s.Why(ctx, given(d, "#1")) },
		"now":  func() (approval.Why, error) { return s.Candidates(ctx, given(d, "#1")) },
	} {
		w, err := ask()
		ok(t, err)
		if len(w.Candidates) != 3 || w.Chosen != "Acme" || w.Home != "EUR" || w.Quantity != 2 {
			t.Fatalf("%s: got %+v", name, w)
		}
		acme, dear, blocked := w.Candidates[0], w.Candidates[1], w.Candidates[2]
		if !acme.Chosen || acme.Cost.Text("EUR") != "13.00" || acme.Above != 0 || *acme.DaysP50 != 8 || *acme.DaysP90 != 12 || acme.Stage != model.Approved {
			t.Errorf("%s: got %+v", name, acme)
		}
		if dear.Cost.Text("EUR") != "14.50" || dear.Above.Text("EUR") != "1.50" || dear.UnitCost.Text("USD") != "13.00" ||
			dear.Parts[0].Amount.Add(dear.Parts[1].Amount) != dear.Cost || dear.Parts[1].Amount.Text("EUR") != "1.50" {
			t.Errorf("%s: got %+v", name, dear)
		}
		if blocked.Able || !strings.Contains(blocked.Reason, "stage is blocked") ||
			!slices.Equal(blocked.Gates[:3], []approval.Gate{{Name: "archived", Result: approval.Passed}, {Name: "stage", Result: approval.Failed}, {Name: "destination", Result: approval.Untried}}) {
			t.Errorf("%s: got %+v", name, blocked)
		}
		if l := w.Lead; !l.Cheapest || l.Only || l.Manual || l.Next != "Dear" || l.Ahead.Text("EUR") != "1.50" {
			t.Errorf("%s: got %+v", name, l)
		}
		if name == "now" && (acme.StockAge != 1 || *acme.Stock != 64 || *acme.Reserved != 0) {
			t.Errorf("%s: got %+v", name, acme)
		}
	}
}

func TestWhy_OfALineThatWaitsSaysWhoCouldTakeIt(t *testing.T) {
	d, s, _ := rivals(t)
	d.Exec(`UPDATE supplier SET stage = 'blocked'`)
	d.Order("#2", desktest.Line("A", 1))
	route(t, s)
	w, err := s.CandidatesFor(ctx, board(t, s).Waiting[0].LineID)
	ok(t, err)
	if len(w.Candidates) != 3 || w.Chosen != "" || w.Candidates[0].Able || w.Quantity != 1 {
		t.Errorf("got %+v", w)
	}
	if _, err := s.Why(ctx, 99); model.CodeOf(err) != model.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestReroute_ThePreviewIsWhatHappensAndChangesNothing(t *testing.T) {
	d, s, dear := rivals(t)
	ask := routing.Reroute{Allocation: given(d, "#1"), Offer: dear, Why: "faster"}
	before, history := told(board(t, s)), d.Int(`SELECT COUNT(*) FROM history`)
	preview, err := s.PreviewReroute(ctx, ask)
	ok(t, err)
	if got := told(board(t, s)); got != before || d.Int(`SELECT COUNT(*) FROM history`) != history {
		t.Fatalf("the preview left %s", got)
	}
	done, err := s.Reroute(ctx, ask)
	ok(t, err)
	for name, o := range map[string][2]approval.Outcome{"before": {preview.Before, done.Before}, "after": {preview.After, done.After}} {
		if o[0].Supplier != o[1].Supplier || o[0].Cost != o[1].Cost || o[0].CM2 != o[1].CM2 || *o[0].DaysP90 != *o[1].DaysP90 {
			t.Errorf("%s: previewed %+v, done %+v", name, o[0], o[1])
		}
	}
	if a := done.After; a.Supplier != "Dear" || a.Cost.Text("EUR") != "14.50" || a.CM2 != cm2(t, d) || done.Before.CM2.Sub(a.CM2).Text("EUR") != "1.50" || *a.DaysP90 != 5 {
		t.Errorf("got %+v", a)
	}
	if got := told(board(t, s)); got != "Dear PO-000002 14.50: #1 draft" || !board(t, s).Purchases[0].Orders[0].Lines[0].Manual {
		t.Errorf("got %s", got)
	}
	w, err := s.Why(ctx, given(d, "#1"))
	ok(t, err)
	if l := w.Lead; !l.Manual || l.Reason != "faster" || l.Cheapest || l.Next != "Acme" || l.Ahead.Text("EUR") != "-1.50" {
		t.Errorf("got %+v", l)
	}
}

func TestReroute_CanBeTakenBack(t *testing.T) {
	d, s, dear := rivals(t)
	margin := cm2(t, d)
	done, err := s.Reroute(ctx, routing.Reroute{Allocation: given(d, "#1"), Offer: dear})
	ok(t, err)
	ok(t, s.UndoReroute(ctx, done.Done))
	if got := told(board(t, s)); got != "Acme PO-000003 13.00: #1 draft" || cm2(t, d) != margin {
		t.Errorf("got %s, CM2 %s instead of %s", got, cm2(t, d), margin)
	}
	if err := s.UndoReroute(ctx, done.Done); model.CodeOf(err) != model.Conflict {
		t.Errorf("taken back twice: %v", err)
	}
	w, err := s.Why(ctx, given(d, "#1"))
	ok(t, err)
	if w.Lead.Manual || w.Chosen != "Acme" {
		t.Errorf("got %+v", w.Lead)
	}
}

func TestReroute_AChoiceByHandIsNotChangedSilently(t *testing.T) {
	d, s, dear := rivals(t)
	_, err := s.Reroute(ctx, routing.Reroute{Allocation: given(d, "#1"), Offer: dear, Why: "faster"})
	ok(t, err)
	// The shop asks for less, so that all is taken back and given anew.
	d.Change("#1", func(o *model.Order) { o.Lines[0].Quantity = 1 })
	if r := route(t, s); len(r.Cancelled) != 1 || told(board(t, s)) != "Dear PO-000003 8.00: #1 draft" {
		t.Fatalf("got %+v, %s", r.Cancelled, told(board(t, s)))
	}
	d.Exec(`UPDATE supplier SET stage = 'blocked' WHERE name = 'Dear'`)
	d.Change("#1", func(o *model.Order) { o.Lines[0].Quantity = 0 })
	route(t, s)
	d.Change("#1", func(o *model.Order) { o.Lines[0].Quantity = 3 })
	if r := route(t, s); len(r.Held) != 1 || r.Held[0].Code != "choice_failed" || !strings.Contains(r.Held[0].Reason, "Dear was chosen by hand") {
		t.Fatalf("got %+v", r.Result)
	}
}

func TestReroute_TakingItBackLetsRoutingChooseAgain(t *testing.T) {
	d, s, dear := rivals(t)
	_, err := s.Reroute(ctx, routing.Reroute{Allocation: given(d, "#1"), Offer: dear})
	ok(t, err)
	ok(t, routing.New(d.DB, d.Bus, d.Jobs).Unroute(ctx, given(d, "#1"), "let routing choose"))
	route(t, s)
	if got := told(board(t, s)); !strings.HasPrefix(got, "Acme") {
		t.Errorf("got %s", got)
	}
	_, err = s.Reroute(ctx, routing.Reroute{Allocation: given(d, "#1"), Offer: dear})
	ok(t, err)
	e, err := s.Reroute(ctx, routing.Reroute{Allocation: given(d, "#1")})
	if err != nil || e.After.Supplier != "Acme" {
		t.Errorf("got %+v, %v", e, err)
	}
	if w, err := s.Why(ctx, given(d, "#1")); err != nil || w.Lead.Manual {
		t.Errorf("got %+v, %v", w.Lead, err)
	}
}

func TestReroute_ToTheSameSupplierTakesItsNewPriceInItsPurchaseOrder(t *testing.T) {
	d, s, _ := rivals(t)
	d.Exec(`UPDATE offer SET cost = 55000 WHERE id = 1`)
	if err := s.Approve(ctx, []int64{1}); model.CodeOf(err) != model.Refused {
		t.Fatalf("a price that rose was approved: %v", err)
	}
	e, err := s.Reroute(ctx, routing.Reroute{Allocation: given(d, "#1"), Offer: 1, Why: "price accepted"})
	ok(t, err)
	if got := told(board(t, s)); got != "Acme PO-000001 14.00: #1 draft" || e.After.Cost.Text("EUR") != "14.00" {
		t.Errorf("got %s, %+v", got, e.After)
	}
	if board(t, s).Purchases[0].Orders[0].Lines[0].Manual {
		t.Error("a price that was accepted counts as a choice by hand")
	}
	ok(t, s.Approve(ctx, []int64{1}))
}

func TestReroute_RefusesWhatCannotBe(t *testing.T) {
	d, s, dear := rivals(t)
	a := given(d, "#1")
	tests := []struct {
		name string
		ask  routing.Reroute
		code model.Code
		says string
	}{
		{"a gate", routing.Reroute{Allocation: a, Offer: 3}, model.Refused, "stage is blocked"},
		{"an offer for something else", routing.Reroute{Allocation: a, Offer: 77}, model.NotFound, "no longer"},
		{"no allocation", routing.Reroute{Allocation: 99, Offer: dear}, model.NotFound, "99"},
	}
	for _, tt := range tests {
		if _, err := s.Reroute(ctx, tt.ask); model.CodeOf(err) != tt.code || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	ok(t, s.Approve(ctx, []int64{1}))
	done, err := s.Forward(ctx, t.TempDir(), nil)
	if err != nil || len(done.Sent) != 1 {
		t.Fatal(done, err)
	}
	if _, err := s.Reroute(ctx, routing.Reroute{Allocation: a, Offer: dear}); model.CodeOf(err) != model.Refused {
		t.Errorf("what has left was routed anew: %v", err)
	}
}
