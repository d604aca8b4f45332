package forward_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
	"github.com/dropledger/dropledger/services/store"
)

var ctx = context.Background()

// plain renders a purchase order as text; one whose supplier is named in broken fails.
type plain struct{ broken string }

func (p plain) Render(d forward.Dispatch) ([]forward.File, error) {
	if d.Supplier.Name == p.broken {
		return nil, model.Errorf(model.Damaged, "The font is damaged.")
	}
	var b bytes.Buffer
	for _, o := range d.Orders {
		for _, l := range o.Lines {
			fmt.Fprintf(&b, "%s|%s|%s|%d|%s\n", d.Number, o.Number, l.SKU, l.Quantity, o.ShipTo.Name)
		}
	}
	return []forward.File{{Name: "order.txt", Content: b.Bytes()}, {Name: "slip.txt", Content: bytes.Repeat([]byte("slip\n"), 4000)}}, nil
}

func route(t testing.TB, d *desktest.Desk) routing.Result {
	t.Helper()
	r, err := routing.New(d.DB, d.Bus, d.Jobs).Route(ctx, routing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func service(d *desktest.Desk) *forward.Service { return forward.New(d.DB, d.Bus, d.Jobs, plain{}) }

func run(t testing.TB, s *forward.Service, o forward.Options) forward.Result {
	t.Helper()
	r, err := s.Forward(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told lists what a run did.
func told(r forward.Result) string {
	var all []string
	for _, s := range r.Sent {
		all = append(all, fmt.Sprintf("%s to %s %d/%d", s.Purchase, s.Supplier, s.Orders, s.Lines))
	}
	for _, h := range r.Held {
		all = append(all, h.Purchase+" held")
	}
	return strings.Join(all, "; ")
}

// tree lists the files below a folder.
func tree(t testing.TB, root string) []string {
	t.Helper()
	all := []string{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			name, _ := filepath.Rel(root, path)
			all = append(all, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// two is a desk with two suppliers and an order for each, routed.
func two(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t)
	d.Offer(d.Supplier("Acme"), "A", "5.00")
	d.Offer(d.Supplier("Beta"), "B", "2.00")
	d.Order("#1", desktest.Line("A", 2))
	d.Order("#2", desktest.Line("B", 1))
	route(t, d)
	return d
}

func states(d *desktest.Desk) string {
	return d.Text(`SELECT GROUP_CONCAT(number || ' ' || state, ', ') FROM (SELECT * FROM purchase_order ORDER BY id)`)
}

func TestForward_PutsEachPurchaseOrderIntoItsSuppliersFolder(t *testing.T) {
	d := two(t)
	out := filepath.Join(t.TempDir(), "new", "out")
	r := run(t, service(d), forward.Options{Out: out, Approve: true})
	if got := told(r); got != "PO-000001 to Acme 1/1; PO-000002 to Beta 1/1" {
		t.Fatalf("got %s, %v", got, r.Held)
	}
	want := []string{"Acme/PO-000001/order.txt", "Acme/PO-000001/slip.txt", "Beta/PO-000002/order.txt", "Beta/PO-000002/slip.txt"}
	if got := tree(t, out); !slices.Equal(got, want) {
		t.Errorf("the folder holds %v", got)
	}
	for _, path := range r.Sent[0].Files {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	if got := states(d); got != "PO-000001 sent, PO-000002 sent" {
		t.Errorf("got %s", got)
	}
	if n := d.Int(`SELECT COUNT(*) FROM cost_fact WHERE state = 'quoted' AND superseded_at = ''`); n != 2 {
		t.Errorf("%d costs are quoted", n)
	}
	rows, err := forward.Outbox(ctx, d.DB, forward.Filter{State: "sent"})
	if err != nil || len(rows) != 2 || rows[1].MessageID != r.Sent[0].MessageID || !strings.HasSuffix(rows[1].MessageID, "@dropledger.invalid") || rows[1].Finished == nil {
		t.Errorf("outbox %+v %v", rows, err)
	}
	if again := run(t, service(d), forward.Options{Out: out, Approve: true}); told(again) != "" {
		t.Errorf("a second run sent %s", told(again))
	}
}

func TestForward_SendsOnlyWhatIsApprovedAndAskedFor(t *testing.T) {
	d := two(t)
	out := t.TempDir()
	if got := run(t, service(d), forward.Options{Out: out}); told(got) != "PO-000001 held; PO-000002 held" || got.Held[0].Reason != "It waits to be approved." {
		t.Fatalf("got %+v", got)
	}
	if got := told(run(t, service(d), forward.Options{Out: out, Supplier: "beta", Approve: true})); got != "PO-000002 to Beta 1/1" {
		t.Errorf("got %s", got)
	}
	if err := purchase.New(d.DB, d.Bus).Approve(ctx, []int64{1}); err != nil {
		t.Fatal(err)
	}
	if got := told(run(t, service(d), forward.Options{Out: out})); got != "PO-000001 to Acme 1/1" {
		t.Errorf("got %s", got)
	}
	if _, err := service(d).Forward(ctx, forward.Options{Out: out, Supplier: "Bta"}); model.CodeOf(err) != model.NotFound || !strings.Contains(err.Error(), "Beta") {
		t.Errorf("got %v", err)
	}
	if _, err := service(d).Forward(ctx, forward.Options{}); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestForward_AnOrderCancelledAfterApprovalDoesNotLeave(t *testing.T) {
	d := two(t)
	out := t.TempDir()
	run(t, service(d), forward.Options{Out: out})
	if err := purchase.New(d.DB, d.Bus).Approve(ctx, []int64{1, 2}); err != nil {
		t.Fatal(err)
	}
	d.Cancel("#1")
	r := run(t, service(d), forward.Options{Out: out, Approve: true})
	if told(r) != "PO-000002 to Beta 1/1; PO-000001 held" || r.Held[0].Reason != "Order #1 is cancelled in the shop." {
		t.Errorf("got %s %+v", told(r), r.Held)
	}
	route(t, d)
	if got := states(d); got != "PO-000001 cancelled, PO-000002 sent" {
		t.Errorf("got %s", got)
	}
}

func TestForward_AFailureConcernsOnePurchaseOrderOnly(t *testing.T) {
	tests := []struct {
		name string
		docs plain
		set  func(t *testing.T, out string)
		says string
	}{
		{"documents that cannot be made", plain{broken: "Acme"}, func(*testing.T, string) {}, "The font is damaged."},
		{"a file in place of the folder", plain{}, func(t *testing.T, out string) { write(t, filepath.Join(out, "Acme"), "x") }, filepath.Join("", "Acme")},
		{"a folder of that number that is not ours", plain{}, func(t *testing.T, out string) { write(t, filepath.Join(out, "Acme", "PO-000001", "other.txt"), "x") }, "is there already"},
		{"a folder that may not be written", plain{}, func(t *testing.T, out string) {
			if os.Geteuid() == 0 {
				t.Skip("nothing is protected from the system's administrator")
			}
			if err := os.Mkdir(filepath.Join(out, "Acme"), 0o500); err != nil {
				t.Fatal(err)
			}
		}, filepath.Join("", "Acme")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := two(t)
			out := t.TempDir()
			tt.set(t, out)
			before := tree(t, out)
			r := run(t, forward.New(d.DB, d.Bus, d.Jobs, tt.docs), forward.Options{Out: out, Approve: true})
			if told(r) != "PO-000002 to Beta 1/1; PO-000001 held" || !strings.Contains(r.Held[0].Reason, tt.says) {
				t.Fatalf("got %s %+v", told(r), r.Held)
			}
			if got := states(d); got != "PO-000001 approved, PO-000002 sent" || d.Int(`SELECT COUNT(*) FROM forwarding`) != 1 {
				t.Errorf("got %s", got)
			}
			want := append(before, "Beta/PO-000002/order.txt", "Beta/PO-000002/slip.txt")
			if got := tree(t, out); !slices.Equal(got, want) {
				t.Errorf("the folder holds %v", got)
			}
		})
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestForward_SuppliersWhoseNamesLookAlikeOnTheDiskStayApart(t *testing.T) {
	d := desktest.New(t)
	d.Offer(d.Supplier("A/B"), "A", "5.00")
	d.Offer(d.Supplier("a:b"), "B", "2.00")
	d.Order("#1", desktest.Line("A", 1))
	d.Order("#2", desktest.Line("B", 1))
	route(t, d)
	out := t.TempDir()
	run(t, service(d), forward.Options{Out: out, Approve: true})
	want := []string{"A_B 1/PO-000001/order.txt", "A_B 1/PO-000001/slip.txt", "a_b 2/PO-000002/order.txt", "a_b 2/PO-000002/slip.txt"}
	if got := tree(t, out); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestDatabase_RefusesASecondForwardingWhateverWritesIt(t *testing.T) {
	d := two(t)
	run(t, service(d), forward.Options{Out: t.TempDir(), Approve: true})
	const columns = `INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at)`
	exec := func(query string, args ...any) error {
		return d.DB.Write(ctx, func(tx *store.Tx) error { return tx.Exec(query, args...).Error })
	}
	if err := exec(columns + ` VALUES (1, 'folder', 'x', '', '', 'sent', '')`); model.CodeOf(err) != model.Refused && model.CodeOf(err) != model.Conflict {
		t.Errorf("the same purchase order: %v", err)
	}
	// A purchase order made by hand that holds the same pieces again.
	d.Exec(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at)
		SELECT 'COPY', supplier_id, 'queued', currency, goods, shipping, total, rate, rate_date, rate_source, created_at FROM purchase_order WHERE id = 1`)
	if err := exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT 3, allocation_id, line_id, order_id, 1, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service FROM purchase_line WHERE purchase_id = 1`); err == nil {
		t.Error("an allocation stands in two purchase orders")
	}
	// An allocation more than the line has pieces.
	if err := exec(`INSERT INTO allocation (line_id, supplier_id, offer_id, quantity, unit_cost, shipping_cost, currency, service, explanation, routed_at)
		SELECT line_id, supplier_id, offer_id, 1, unit_cost, shipping_cost, currency, service, '', '' FROM allocation WHERE id = 1`); model.CodeOf(err) != model.Refused {
		t.Errorf("an allocation too many: %v", err)
	}
	// The same pieces through the line of another order's allocation.
	d.Order("#3", desktest.Line("A", 2))
	route(t, d)
	if err := exec(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service)
		SELECT 3, (SELECT MAX(id) FROM allocation), line_id, order_id, 1, sku, supplier_sku, name, quantity, unit_cost, shipping_cost, service FROM purchase_line WHERE purchase_id = 1`); err != nil {
		t.Fatal(err)
	}
	err := exec(columns + ` VALUES (3, 'folder', 'y', '', '', 'sending', '')`)
	if model.CodeOf(err) != model.Refused || !strings.Contains(err.Error(), "forwarded once only") {
		t.Errorf("pieces that left before: %v", err)
	}
}

func TestForward_SaysInItsOwnWordsThatAPurchaseOrderLeftBefore(t *testing.T) {
	d := two(t)
	out := t.TempDir()
	run(t, service(d), forward.Options{Out: out, Supplier: "Beta"})
	if err := purchase.New(d.DB, d.Bus).Approve(ctx, []int64{1}); err != nil {
		t.Fatal(err)
	}
	d.Exec(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at) VALUES (1, 'folder', 'x', '', '[]', 'sent', '')`)
	r := run(t, service(d), forward.Options{Out: out, Supplier: "Acme"})
	if told(r) != "PO-000001 held" || !strings.Contains(r.Held[0].Reason, "already left once") || len(tree(t, out)) != 0 {
		t.Errorf("got %+v, %v", r, tree(t, out))
	}
}

// stopping cancels the run while it renders the given purchase order.
type stopping struct {
	plain
	at     string
	cancel context.CancelFunc
}

func (s stopping) Render(d forward.Dispatch) ([]forward.File, error) {
	if d.Number == s.at {
		s.cancel()
	}
	return s.plain.Render(d)
}

func TestForward_WhenStoppedItTellsWhatHasLeftAndTheNextRunGoesOn(t *testing.T) {
	d := two(t)
	out := t.TempDir()
	stopped, cancel := context.WithCancel(ctx)
	defer cancel()
	s := forward.New(d.DB, d.Bus, d.Jobs, stopping{at: "PO-000002", cancel: cancel})
	r, err := s.Forward(stopped, forward.Options{Out: out, Approve: true})
	if model.CodeOf(err) != model.Cancelled || told(r) != "PO-000001 to Acme 1/1" {
		t.Errorf("got %s, %v", told(r), err)
	}
	want := []string{"Acme/PO-000001/order.txt", "Acme/PO-000001/slip.txt"}
	if got := tree(t, out); !slices.Equal(got, want) || states(d) != "PO-000001 sent, PO-000002 approved" {
		t.Errorf("the folder holds %v, the book says %s", got, states(d))
	}
	if got := told(run(t, service(d), forward.Options{Out: out})); got != "PO-000002 to Beta 1/1" {
		t.Errorf("the next run sent %s", got)
	}
}

func TestForward_RefusesDocumentsThatCouldLeaveTheirFolderOrHideEachOther(t *testing.T) {
	for _, names := range [][]string{{"../x.txt"}, {"a.txt", "A.txt"}, {""}, nil} {
		d := two(t)
		out := t.TempDir()
		r := run(t, forward.New(d.DB, d.Bus, d.Jobs, named(names)), forward.Options{Out: out, Approve: true})
		if told(r) != "PO-000001 held; PO-000002 held" || len(tree(t, out)) != 0 {
			t.Errorf("%q: %s, %v", names, told(r), tree(t, out))
		}
	}
}

type named []string

func (n named) Render(forward.Dispatch) ([]forward.File, error) {
	var files []forward.File
	for _, name := range n {
		files = append(files, forward.File{Name: name, Content: []byte("x")})
	}
	return files, nil
}

func TestResult_HasTheKeysOfTheContract(t *testing.T) {
	d := two(t)
	d.Exec(`UPDATE supplier SET stage = 'blocked' WHERE name = 'Beta'`)
	out := t.TempDir()
	r := run(t, service(d), forward.Options{Out: out, Approve: true})
	people := "1 sent, 1 held.\nPO-000001 to Acme: 2 files in " + filepath.Join(out, "Acme", "PO-000001") +
		"\n    The supplier does not state its stock of A." +
		"\nPO-000002 is held: Beta may not receive orders: its stage is blocked.\n"
	if r.Text() != people {
		t.Errorf("got %s", r.Text())
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ Sent, Held []map[string]any }
	if err := json.Unmarshal(text, &got); err != nil || len(got.Sent) != 1 || len(got.Held) != 1 {
		t.Fatalf("%s %v", text, err)
	}
	for _, key := range []string{"purchase", "supplier", "orders", "lines", "files", "message_id"} {
		if _, ok := got.Sent[0][key]; !ok {
			t.Errorf("%s is missing in %s", key, text)
		}
	}
	if got.Held[0]["purchase"] != "PO-000002" || got.Held[0]["reason"] == "" {
		t.Errorf("got %s", text)
	}
	if _, err := forward.Outbox(ctx, d.DB, forward.Filter{State: "gone"}); model.CodeOf(err) != model.Invalid {
		t.Errorf("got %v", err)
	}
}

// five is a desk with five suppliers and an order for each, routed and approved.
func five(t *testing.T) *desktest.Desk {
	t.Helper()
	d := desktest.New(t)
	for i := range 5 {
		sku := fmt.Sprint("P", i)
		d.Offer(d.Supplier(fmt.Sprint("S", i)), sku, "5.00")
		d.Order(fmt.Sprint("#", i), desktest.Line(sku, 1))
	}
	route(t, d)
	s := purchase.New(d.DB, d.Bus)
	ids, err := s.Draft(ctx)
	if err == nil {
		err = s.Approve(ctx, ids)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestForward_OfSeveralTogetherOneRefusedKeepsNoOtherFromLeaving(t *testing.T) {
	d := five(t)
	d.Exec(`INSERT INTO forwarding (purchase_id, channel, message_id, folder, files, state, started_at) VALUES (3, 'folder', 'x', '', '[]', 'sent', '')`)
	d.Exec(`UPDATE supplier SET stage = 'blocked' WHERE id = 5`)
	out := t.TempDir()
	r := run(t, forward.New(d.DB, d.Bus, d.Jobs, plain{broken: "S3"}), forward.Options{Out: out})
	if got := told(r); got != "PO-000001 to S0 1/1; PO-000002 to S1 1/1; PO-000005 held; PO-000003 held; PO-000004 held" {
		t.Errorf("got %s, %+v", got, r.Held)
	}
	if got := states(d); got != "PO-000001 sent, PO-000002 sent, PO-000003 approved, PO-000004 approved, PO-000005 approved" {
		t.Errorf("got %s", got)
	}
	if got := tree(t, out); len(got) != 4 {
		t.Errorf("the folder holds %v", got)
	}
}

func TestForward_SendsOnlyTheNamedPurchaseOrders(t *testing.T) {
	d := five(t)
	r := run(t, service(d), forward.Options{Out: t.TempDir(), Purchases: []int64{2, 4}})
	if got := told(r); got != "PO-000002 to S1 1/1; PO-000004 to S3 1/1" {
		t.Errorf("got %s", got)
	}
}

// failing panics while it renders one purchase order.
type failing struct{ plain }

func (f failing) Render(d forward.Dispatch) ([]forward.File, error) {
	if d.Number == "PO-000003" {
		panic("a defect")
	}
	return f.plain.Render(d)
}

func TestForward_ADefectInADocumentStopsTheRunAndLosesNothing(t *testing.T) {
	d := five(t)
	out := t.TempDir()
	r, err := forward.New(d.DB, d.Bus, d.Jobs, failing{}).Forward(ctx, forward.Options{Out: out})
	if model.CodeOf(err) != model.Internal || told(r) != "PO-000001 to S0 1/1" {
		t.Errorf("got %s, %v", told(r), err)
	}
	if got := told(run(t, service(d), forward.Options{Out: out})); got != "PO-000002 to S1 1/1; PO-000003 to S2 1/1; PO-000004 to S3 1/1; PO-000005 to S4 1/1" {
		t.Errorf("the next run sent %s", got)
	}
	for _, name := range tree(t, out) {
		if strings.Contains(name, "/.") {
			t.Errorf("%s was left behind", name)
		}
	}
}
