package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/stock"
	"github.com/dropledger/dropledger/services/store"
)

// way is a book on the whole way from the shop's export to the customers' doors.
type way struct {
	*desk
	t       *testing.T
	out     string
	parcels int
}

// TestWholeWay takes real exports through two suppliers and own stock at a 3PL,
// with refusals, amendments agreed to and refused, part shipments and tracking,
// until every piece that is due has arrived.
func TestWholeWay(t *testing.T) {
	for _, j := range []struct{ file, currency string }{
		{"shopify_orders/so08_eur_it_multicurrency_68.csv", "EUR"},
		{"shopify_orders/so12_inr_drafts_121.csv", "INR"},
	} {
		t.Run(filepath.Base(j.file), func(t *testing.T) {
			path := sampleFile(t, j.file)
			w := &way{desk: newDesk(t), t: t}
			w.out = filepath.Join(w.data, "out")
			w.do("", "new", "--name", "Whole way", "--currency", j.currency, "--country", "DE")
			w.do("", "import", path, "--shop", "Web")
			w.supply(j.currency)
			w.do("", "route")
			w.sendAll()
			w.refuseOne()
			w.amendTwo()
			w.acknowledgeAll()
			w.ship()
			w.arrived()
		})
	}
}

func (w *way) put(kind string, v any) {
	w.t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		w.t.Fatal(err)
	}
	w.do(string(text), "put", kind)
}

// rows are those of a list.
func (w *way) rows(args ...string) []map[string]any {
	w.t.Helper()
	var all []map[string]any
	for _, r := range w.do("", args...)["rows"].([]any) {
		all = append(all, r.(map[string]any))
	}
	return all
}

// supply makes a cheap supplier that has two of each article, a dearer one that
// has plenty, and a 3PL with some pieces of our own.
func (w *way) supply(currency string) {
	w.put("supplier", []map[string]any{
		{"name": "Nearby", "stage": "approved", "country": "IT", "currency": currency, "batching": "order"},
		{"name": "Faraway", "stage": "approved", "country": "CN", "currency": currency, "language": "zh", "batching": "order"},
		{"name": "Depot", "stage": "approved", "country": "DE", "currency": currency, "type": "third_party_logistics", "batching": "daily"},
	})
	var offers []map[string]any
	var moves []stock.MoveInput
	for i, p := range w.rows("products") {
		offer := func(supplier, cost string, stock int) map[string]any {
			return map[string]any{
				"supplier": supplier, "sku": p["sku"], "valid_from": "2020-01-01", "supplier_sku": fmt.Sprintf("%s-%04d", supplier[:1], i), "cost": cost,
				"currency": currency, "stock": stock, "shipping": []map[string]any{{"to": "*", "service": "post", "cost": "4.50", "days_p50": 4, "days_p90": 9}},
			}
		}
		offers = append(offers, offer("Nearby", "20.00", 2), offer("Faraway", "24.00", 500))
		if i%4 == 0 {
			moves = append(moves, stock.MoveInput{
				Supplier: "Depot", SKU: p["sku"].(string), Kind: "opening", Reference: "first", Quantity: 1, UnitCost: record.Known(record.Amount(model.MustAmount("5.00"))),
			})
		}
	}
	w.put("offer", offers)
	w.within(func(db *store.DB, bus *event.Bus) error {
		cost := record.Amount(model.MustAmount("3.00"))
		if _, err := stock.New(db, bus).PutLanes(w.t.Context(), []stock.LaneInput{{Supplier: "Depot", To: "*", Service: "post", Cost: &cost}}); err != nil {
			return err
		}
		_, err := stock.New(db, bus).PutMoves(w.t.Context(), moves)
		return err
	})
}

// within works on the open book.
func (w *way) within(do func(*store.DB, *event.Bus) error) {
	w.t.Helper()
	path, err := os.ReadFile(filepath.Join(w.data, "last-book"))
	if err != nil {
		w.t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }
	db, err := store.Open(w.t.Context(), store.Config{Path: strings.TrimSpace(string(path)), Clock: now})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := errors.Join(do(db, &event.Bus{}), db.Close()); err != nil {
		w.t.Fatal(err)
	}
}

// sendAll forwards what is routed and returns how many messages left.
func (w *way) sendAll() int {
	w.t.Helper()
	sent := len(w.do("", "forward", "--out", w.out, "--approve")["sent"].([]any))
	if again := w.do("", "forward", "--out", w.out, "--approve")["sent"].([]any); len(again) != 0 {
		w.t.Fatalf("forwarding again sent %v", again)
	}
	return sent
}

// open are the purchase orders a supplier has, the oldest first.
func (w *way) open(supplier string) []map[string]any {
	var all []map[string]any
	for _, p := range w.rows("purchases") {
		if s := p["state"]; (supplier == "" || p["supplier"] == supplier) && (s == "sent" || s == "acknowledged" || s == "part_shipped") {
			all = append([]map[string]any{p}, all...)
		}
	}
	return all
}

// refuseOne has a supplier refuse an order, which then goes to another.
func (w *way) refuseOne() {
	for _, s := range []string{"Nearby", "Faraway", "Depot"} {
		if len(w.open(s)) == 0 {
			w.t.Errorf("%s got no order", s)
		}
	}
	number := w.open("Nearby")[0]["number"]
	w.put("acknowledgement", map[string]any{"purchase": number, "refused": "Out of stock"})
	held := 0
	for _, o := range w.rows("orders") {
		if o["state"] == "held" || o["state"] == "part_forwarded" {
			held++
		}
	}
	if held == 0 {
		w.t.Errorf("nothing is held after %s was refused", number)
	}
}

// amendTwo asks two suppliers to cancel: one agrees, one refuses.
func (w *way) amendTwo() {
	yes, no := w.open("Nearby")[0]["number"].(string), w.open("Faraway")[0]["number"].(string)
	w.put("amendment", []map[string]any{
		{"purchase": yes, "cancel": true, "reason": "The customer changed her mind.", "approve": true},
		{"purchase": no, "cancel": true, "approve": true},
	})
	if n := w.sendAll(); n != 2 {
		w.t.Errorf("%d messages left for two amendments", n)
	}
	w.put("amendment_answer", []map[string]any{{"amendment": yes + "-A1"}, {"amendment": no + "-A1", "refused": "Packed already"}})
	states := map[any]any{}
	for _, a := range w.rows("amendments") {
		states[a["number"]] = a["state"]
	}
	if states[yes+"-A1"] != "acknowledged" || states[no+"-A1"] != "refused" {
		w.t.Errorf("amendments: %v", states)
	}
	for _, p := range w.rows("purchases") {
		if p["number"] == yes && p["state"] != "cancelled" {
			w.t.Errorf("%s is %v although %s agreed", yes, p["state"], "Nearby")
		}
	}
}

func (w *way) acknowledgeAll() {
	var all []map[string]any
	for _, p := range w.open("") {
		all = append(all, map[string]any{"purchase": p["number"], "reference": fmt.Sprint("R-", p["number"])})
	}
	w.put("acknowledgement", all)
}

// ship sends every purchase order in two parcels where it has more than one
// piece, and brings all to the door.
func (w *way) ship() {
	for _, p := range w.open("") {
		order, sku := w.firstLine(p)
		w.parcels++
		w.put("parcel", map[string]any{
			"tracking": fmt.Sprintf("TRK%06d", w.parcels), "carrier": "DHL", "purchase": p["number"], "state": "shipped",
			"lines": []map[string]any{{"order": order, "sku": sku, "quantity": 1}},
		})
		w.parcels++
		code, said := w.try(fmt.Sprintf(`{"tracking":"TRK%06d","carrier":"DHL","purchase":%q,"state":"in_transit"}`, w.parcels, p["number"]), "--json", "put", "parcel")
		if code != exitDone && code != exitFailed { // nothing is left of one with a single piece
			w.t.Fatalf("the rest of %v: %s", p["number"], said)
		}
	}
	for _, p := range w.rows("parcels") {
		w.put("parcel", map[string]any{"tracking": p["number"], "carrier": "DHL", "state": "delivered"})
	}
}

// firstLine is the order and article of a purchase order's first line.
func (w *way) firstLine(p map[string]any) (order, sku string) {
	w.t.Helper()
	w.within(func(db *store.DB, bus *event.Bus) error {
		id, err := p["id"].(json.Number).Int64()
		if err != nil {
			return err
		}
		papers, err := purchase.New(db, bus).Papers(w.t.Context(), id, "")
		if err != nil {
			return err
		}
		order, sku = papers.Orders[0].Number, papers.Orders[0].Lines[0].SKU
		if sku == "" {
			sku = papers.Orders[0].Lines[0].Name
		}
		return nil
	})
	return order, sku
}

// arrived looks that every purchase order is over, that the orders say what their
// parts say, and that the books agree.
func (w *way) arrived() {
	over := map[any]int{}
	for _, p := range w.rows("purchases") {
		over[p["state"]]++
		if p["state"] != "closed" && p["state"] != "refused" && p["state"] != "cancelled" {
			w.t.Errorf("%v to %v is %v", p["number"], p["supplier"], p["state"])
		}
	}
	delivered := 0
	for _, o := range w.rows("orders") {
		if o["state"] == "delivered" {
			delivered++
		}
	}
	if over["refused"] != 1 || over["cancelled"] != 1 || delivered == 0 {
		w.t.Errorf("purchase orders %v, %d orders delivered", over, delivered)
	}
	if check := w.do("", "check", "--full"); check["ok"] != true {
		w.t.Errorf("the book is not sound: %v", check["findings"])
	}
}

// TestReplayOfRealOrders replays a rule over all orders of a real export.
func TestReplayOfRealOrders(t *testing.T) {
	path := sampleFile(t, "shopify_orders/so03_usd_bags_refunds_811.csv")
	w := &way{desk: newDesk(t), t: t}
	w.do("", "new", "--name", "Replay", "--currency", "USD", "--country", "US")
	w.do("", "import", path, "--shop", "Web")
	w.supply("USD")
	first, last := "9999", ""
	for _, o := range w.rows("orders") {
		on := o["placed_on"].(string)
		first, last = min(first, on), max(last, on)
	}
	rule := `[{"name":"One only","effect":"only","suppliers":["Faraway"]}]`
	r := w.do(rule, "rules", "replay", "--file", "-", "--from", first, "--to", last)
	routed := func(side string) string { return fmt.Sprint(r[side].(map[string]any)["routed"]) }
	if fmt.Sprint(r["orders"]) != "409" {
		t.Errorf("%v orders were replayed, 409 are in the file", r["orders"])
	}
	for _, side := range []string{"before", "after"} {
		if routed(side) == "0" {
			t.Errorf("%s: nothing was routed: %v", side, r[side])
		}
	}
	if fmt.Sprint(r["changed"]) == "0" {
		t.Error("a rule that takes the cheaper supplier away changed nothing")
	}
	if n := len(w.rows("purchases")); n != 0 {
		t.Errorf("a replay made %d purchase orders", n)
	}
}
