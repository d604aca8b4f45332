package forwarding_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/forwarding"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/documents"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/put"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// desk is a sample book whose waiting lines are routed, with a folder to send to.
func desk(t *testing.T) (*page.Book, *approval.Service, string) {
	t.Helper()
	b := guitest.Sample(t)
	s := approval.New(b.DB, b.Bus, b.Jobs, documents.New(b.Program))
	if _, err := s.Route(t.Context()); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if err := setting.New(b.DB, b.Bus).Set(t.Context(), string(setting.ForwardFolder), out); err != nil {
		t.Fatal(err)
	}
	return b, s, out
}

func board(t *testing.T, s *approval.Service) *approval.Board {
	t.Helper()
	b, err := s.Board(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func open(t *testing.T, b *page.Book) *guitest.Host {
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	return h
}

// ready returns an order of the board that is not held, with its purchase order.
func ready(t *testing.T, b *approval.Board) (*approval.Purchase, *approval.Order) {
	t.Helper()
	for i := range b.Purchases {
		for j := range b.Purchases[i].Orders {
			if o := &b.Purchases[i].Orders[j]; o.State == approval.Draft {
				return &b.Purchases[i], o
			}
		}
	}
	t.Fatal("the sample has no order to approve")
	return nil, nil
}

// stateOf tells how far an order has come on the board, "" when it left it.
func stateOf(b *approval.Board, id int64) approval.State {
	for i := range b.Purchases {
		for j := range b.Purchases[i].Orders {
			if o := &b.Purchases[i].Orders[j]; o.OrderID == id {
				return o.State
			}
		}
	}
	return ""
}

// begin opens the board with the cursor on an order.
func begin(t *testing.T, b *page.Book, o *approval.Order) *guitest.Host {
	h := guitest.New(t, b)
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding, Params: map[string]string{"order": o.Number, page.ByShop: o.Shop}})
	return h
}

func TestForwarding_ShowsWhatWaitsWithItsSuppliersAndSums(t *testing.T) {
	b, s, _ := desk(t)
	h := open(t, b)
	all := board(t, s)
	h.See("Forwarding", "Why this supplier", "Cost to compare")
	for i := range all.Purchases {
		if !h.Has(all.Purchases[i].Supplier) {
			t.Errorf("the purchase order to %s is not shown", all.Purchases[i].Supplier)
		}
	}
}

func TestForwarding_NothingWaitsIsSaidKindly(t *testing.T) {
	h := open(t, guitest.Empty(t))
	h.See("Nothing waits to be forwarded", "Show orders")
	h.Tap("Show orders")
	if len(h.Routes) != 1 || h.Routes[0].Screen != page.Orders {
		t.Errorf("went to %v", h.Routes)
	}
}

func TestForwarding_RoutesWhatWaitsByKey(t *testing.T) {
	b := guitest.Sample(t)
	s := approval.New(b.DB, b.Bus, b.Jobs, documents.New(b.Program))
	h := open(t, b)
	before := board(t, s)
	if before.Totals.Waiting == 0 {
		t.Fatal("the sample has nothing to route")
	}
	h.Act("forwarding.route")
	after := board(t, s)
	if after.Totals.Waiting >= before.Totals.Waiting {
		t.Errorf("%d lines waited, %d still do", before.Totals.Waiting, after.Totals.Waiting)
	}
	if said := strings.Join(h.Said, " "); !strings.Contains(said, "Routed") {
		t.Errorf("said %q", said)
	}
}

func TestForwarding_ApprovesAndTakesItBackByKey(t *testing.T) {
	b, s, _ := desk(t)
	_, o := ready(t, board(t, s))
	h := begin(t, b, o)
	h.Key(action.Plain(fyne.KeyA))
	if got := stateOf(board(t, s), o.OrderID); got != approval.Approved {
		t.Fatalf("after A the order is %s", got)
	}
	h.Key(action.Plain(fyne.KeyU))
	if got := stateOf(board(t, s), o.OrderID); got != approval.Draft {
		t.Errorf("after U the order is %s", got)
	}
}

func TestForwarding_HoldsWithAReasonAndUndoes(t *testing.T) {
	b, s, _ := desk(t)
	_, o := ready(t, board(t, s))
	h := begin(t, b, o)
	h.Key(action.Plain(fyne.KeyH))
	h.See("Hold order " + o.Number + "?")
	if stayed := h.Verb(); !stayed {
		t.Error("a hold without a reason was taken")
	}
	h.Type("Why", "the customer called")
	h.Verb()
	if got := stateOf(board(t, s), o.OrderID); got != approval.Held {
		t.Fatalf("after the hold the order is %s", got)
	}
	undo := h.Toasts[len(h.Toasts)-1]
	if undo.Link == nil || !undo.Undo {
		t.Fatalf("no way back in %+v", undo)
	}
	undo.Link.Run()
	if got := stateOf(board(t, s), o.OrderID); got != approval.Draft {
		t.Errorf("after Undo the order is %s", got)
	}
}

func TestForwarding_ABoxThatIsEmptiedHoldsTheOrderAndTickedAgainReleasesIt(t *testing.T) {
	b, s, _ := desk(t)
	_, o := ready(t, board(t, s))
	h := begin(t, b, o)
	h.Key(action.Plain(fyne.KeySpace))
	if got := stateOf(board(t, s), o.OrderID); got != approval.Held {
		t.Fatalf("with its box empty the order is %s", got)
	}
	h.Key(action.Plain(fyne.KeySpace))
	if got := stateOf(board(t, s), o.OrderID); got != approval.Draft {
		t.Errorf("ticked again the order is %s", got)
	}
}

func TestForwarding_SendsExactlyWhatTheButtonNames(t *testing.T) {
	b, s, out := desk(t)
	want := board(t, s)
	_, held := ready(t, want)
	if _, err := s.Hold(t.Context(), held.OrderID, "wait"); err != nil {
		t.Fatal(err)
	}
	h := open(t, b)
	h.Key(action.Ctrl(fyne.KeyReturn))
	rows, err := forward.Outbox(t.Context(), b.DB, forward.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		t.Fatalf("nothing left; reports %v, toasts %v", h.Reports, h.Toasts)
	}
	for _, r := range rows {
		if r.State != forward.StateSent {
			t.Errorf("%s is %s", r.Number, r.State)
		}
	}
	papers, err := filepath.Glob(filepath.Join(out, "*", "*", "*.pdf"))
	if err != nil || len(papers) < len(rows) {
		t.Errorf("%d papers for %d purchase orders (%v)", len(papers), len(rows), err)
	}
	if got := stateOf(board(t, s), held.OrderID); got != approval.Held {
		t.Errorf("the held order is %q now", got)
	}
}

func TestForwarding_AsksForAFolderOnceAndKeepsIt(t *testing.T) {
	b, _, _ := desk(t)
	settings := setting.New(b.DB, b.Bus)
	if err := settings.Set(t.Context(), string(setting.ForwardFolder), ""); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	h := guitest.New(t, b)
	h.Files = []string{folder}
	h.Open(forwarding.New, page.Route{Screen: page.Forwarding})
	h.Key(action.Ctrl(fyne.KeyReturn))
	if e, err := settings.Get(t.Context(), string(setting.ForwardFolder)); err != nil || e.Value != folder {
		t.Errorf("kept %q, %v", e.Value, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) == 0 {
		t.Errorf("nothing came into the folder (%v)", err)
	}
}

func TestForwarding_ReroutesWithItsEffectShownFirst(t *testing.T) {
	b, s, _ := desk(t)
	pick, other := rival(t, b, s)
	h := begin(t, b, pick)
	h.Key(action.Plain(fyne.KeyR))
	h.See("Who should deliver " + pick.Lines[0].Name + "?")
	for _, text := range h.Texts() {
		if strings.HasPrefix(text, other+", ") {
			h.Tap(text)
		}
	}
	found := false
	for _, text := range h.Texts() {
		found = found || strings.HasPrefix(text, "Cost ")
	}
	if !found {
		t.Errorf("the effect is not shown in %q", h.Texts())
	}
	h.Type("Why", "quicker this week")
	h.Verb()
	why, err := s.Why(t.Context(), pick.Lines[0].AllocationID)
	if err == nil && why.Chosen == other {
		t.Error("the old allocation was changed in place")
	}
	toast := h.Toasts[len(h.Toasts)-1]
	if !strings.Contains(toast.Text, other) || toast.Link == nil {
		t.Fatalf("said %+v", toast)
	}
	if all := strings.Join(h.Texts(), " "); !strings.Contains(all, other+" was chosen by hand") {
		t.Error("the cursor did not go with the line to its new supplier")
	}
	toast.Link.Run()
	if len(h.Reports) > 0 {
		t.Errorf("undo: %v", h.Reports)
	}
	if all := strings.Join(h.Texts(), " "); !strings.Contains(all, pick.Number+", ") || strings.Contains(all, "was chosen by hand") {
		t.Error("the cursor did not come back with the line")
	}
}

// rival gives another supplier an offer for an order of one line.
func rival(t *testing.T, b *page.Book, s *approval.Service) (*approval.Order, string) {
	t.Helper()
	all := board(t, s).Purchases
	for i := range all {
		for j := range all[i].Orders {
			o := &all[i].Orders[j]
			if o.State != approval.Draft || len(o.Lines) != 1 {
				continue
			}
			for _, other := range all {
				if other.SupplierID == all[i].SupplierID || other.Stage != model.Approved {
					continue
				}
				offer := fmt.Sprintf(`{"supplier": %q, "sku": %q, "valid_from": "2026-03-01", "cost": "99.00", "currency": "EUR",
					"shipping": [{"to": "*", "service": "standard", "cost": "4.00", "days_p50": 3, "days_p90": 5}], "stock": 500, "counted_on": "2026-03-30"}`, other.Supplier, o.Lines[0].SKU)
				if _, err := put.New(b.DB, b.Bus).Put(t.Context(), "offer", []byte(offer)); err != nil {
					t.Fatal(err)
				}
				w, err := s.Candidates(t.Context(), o.Lines[0].AllocationID)
				if err != nil {
					t.Fatal(err)
				}
				if slices.ContainsFunc(w.Candidates, func(c approval.Candidate) bool { return c.Able && c.Supplier == other.Supplier }) {
					return o, other.Supplier
				}
			}
		}
	}
	t.Fatal("nobody else can take an order of the sample")
	return nil, ""
}

func TestForwarding_AFailedReadingSaysSoAndTriesAgain(t *testing.T) {
	b, _, _ := desk(t)
	if err := b.DB.Close(); err != nil {
		t.Fatal(err)
	}
	h := open(t, b)
	h.See("What waits could not be read.", "Try again")
}

func TestOutbox_ShowsWhatLeftAndOpensItsPapers(t *testing.T) {
	b, s, out := desk(t)
	p, _ := ready(t, board(t, s))
	if err := s.Approve(t.Context(), []int64{p.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Forward(t.Context(), out, []int64{p.ID}); err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox})
	h.See(p.Number, p.Supplier, "Sent", "Papers")
}

func TestOutbox_AnUnknownIsSettledByAPerson(t *testing.T) {
	b, s, out := desk(t)
	p, _ := ready(t, board(t, s))
	if err := s.Approve(t.Context(), []int64{p.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Forward(t.Context(), out, []int64{p.ID}); err != nil {
		t.Fatal(err)
	}
	err := b.DB.Write(t.Context(), func(tx *store.Tx) error { // as a crash at the worst moment leaves it
		if err := tx.Exec(`UPDATE forwarding SET state = 'unknown' WHERE purchase_id = ?`, p.ID).Error; err != nil {
			return err
		}
		return tx.Exec(`UPDATE purchase_order SET state = 'unknown' WHERE id = ?`, p.ID).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	h := guitest.New(t, b)
	h.Open(forwarding.NewOutbox, page.Route{Screen: page.Outbox})
	h.See("Unknown", "It arrived", "It did not arrive")
	h.Tap("It arrived")
	rows, err := forward.Outbox(t.Context(), b.DB, forward.Filter{State: forward.StateSent})
	if err != nil || len(rows) != 1 {
		t.Errorf("%d sent, %v", len(rows), err)
	}
}

func TestForwarding_Pictures(t *testing.T) {
	folder := os.Getenv("PICTURES")
	if folder == "" {
		t.Skip("PICTURES names no folder")
	}
	b, _, _ := desk(t)
	for _, l := range []theme.Look{theme.Light, theme.Dark} {
		h := open(t, b)
		h.Look(l)
		h.Shot(map[theme.Look]string{theme.Light: "forwarding-light", theme.Dark: "forwarding-dark"}[l])
	}
}

func TestForwarding_TheMenuOfARowBringsThePanelBack(t *testing.T) {
	b, s, _ := desk(t)
	_, o := ready(t, board(t, s))
	h := begin(t, b, o)
	h.Act("forwarding.details")
	h.DontSee("Why this supplier")
	h.RightTap(o.Number)
	h.Choose("Show or hide why this supplier")
	h.See("Why this supplier")
}

// After a look at the papers of one purchase order the list stood on another.
func TestOutbox_TheWayBackLeadsToTheSamePurchaseOrder(t *testing.T) {
	b, s, out := desk(t)
	all := board(t, s)
	var ids []int64
	for i := range all.Purchases {
		if all.Purchases[i].ID != 0 {
			ids = append(ids, all.Purchases[i].ID)
		}
	}
	if err := s.Approve(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Forward(t.Context(), out, nil); err != nil {
		t.Fatal(err)
	}
	here := page.Route{Screen: page.Outbox}
	h := guitest.New(t, b)
	o := h.Open(forwarding.NewOutbox, here).(*forwarding.Outbox)
	h.Key(action.Plain(fyne.KeyDown))
	kept := o.Keep().(grid.State)
	if kept.Cursor == "" {
		t.Fatal("the cursor is nowhere")
	}
	back := h.Return(forwarding.NewOutbox, here, kept).(*forwarding.Outbox).Keep().(grid.State)
	if back.Cursor != kept.Cursor {
		t.Errorf("the cursor is at %s, it was at %s", back.Cursor, kept.Cursor)
	}
}
