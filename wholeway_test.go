package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/reports/reportstest"
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
	routed  map[string]bool // orders that suppliers were chosen for
	lacks   map[string]bool // those of which something nobody can send, or was called off
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
			w.split(w.do("", "route"))
			w.sendAll()
			w.standing("forwarded")
			w.papersAgree()
			w.refuseOne()
			w.standing("forwarded")
			w.amendThree()
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

// split looks that some orders are sent by several, and notes which were routed
// and of which something is held.
func (w *way) split(routed map[string]any) {
	w.t.Helper()
	w.routed, w.lacks = map[string]bool{}, map[string]bool{}
	by := map[string]map[any]bool{}
	for _, x := range routed["allocations"].([]any) {
		a := x.(map[string]any)
		number := a["order"].(string)
		if w.routed[number] = true; by[number] == nil {
			by[number] = map[any]bool{}
		}
		by[number][a["supplier"]] = true
	}
	for _, h := range routed["held"].([]any) {
		w.lacks[h.(map[string]any)["order"].(string)] = true
	}
	several := 0
	for _, suppliers := range by {
		if len(suppliers) > 1 {
			several++
		}
	}
	if several == 0 {
		w.t.Error("no order is split over suppliers")
	}
}

// standing looks that the routed orders are in a state, but for those of which
// something is held or was called off: they wait for a person.
func (w *way) standing(want string) {
	w.t.Helper()
	seen := 0
	for _, o := range w.rows("orders") {
		number := o["number"].(string)
		if !w.routed[number] {
			continue
		}
		seen++
		fits := o["state"] == want
		if w.lacks[number] {
			fits = o["state"] == "held" || o["state"] == "part_forwarded"
		}
		if !fits {
			w.t.Errorf("order %s is %v, want %s; something of it was called off: %t", number, o["state"], want, w.lacks[number])
		}
	}
	if seen != len(w.routed) {
		w.t.Errorf("%d of %d orders are there", seen, len(w.routed))
	}
}

// papers are what the book says of a purchase order.
func (w *way) papers(p map[string]any) (all *purchase.Papers) {
	w.t.Helper()
	w.within(func(db *store.DB, bus *event.Bus) error {
		id, err := p["id"].(json.Number).Int64()
		if err == nil {
			all, err = purchase.New(db, bus).Papers(w.t.Context(), id, "")
		}
		return err
	})
	return all
}

// pieces counts what a purchase order was made for.
func pieces(p *purchase.Papers) (n model.Quantity) {
	for i := range p.Orders {
		for _, l := range p.Orders[i].Lines {
			n += l.Quantity
		}
	}
	return n
}

// papersAgree reads every PDF that left with another program and compares it with
// the book: the supplier's paper has each article, price, address and the total,
// the customer's paper the pieces, and neither supplier nor cost.
func (w *way) papersAgree() {
	w.t.Helper()
	read := 0
	for _, p := range w.open("") {
		book := w.papers(p)
		files, err := filepath.Glob(filepath.Join(w.out, "*", book.Number, "*.pdf"))
		if err != nil || len(files) < 1+len(book.Orders) {
			w.t.Fatalf("%s left with %v, %v", book.Number, files, err)
		}
		for _, path := range files {
			read++
			w.agrees(path, book)
		}
	}
	if read == 0 {
		w.t.Error("no document was read")
	}
}

func (w *way) agrees(path string, book *purchase.Papers) {
	w.t.Helper()
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	name, text := filepath.Base(path), bare(reportstest.Run(w.t, "pdftotext", "-raw", "-enc", "UTF-8", path, "-"))
	ours, slip := strings.HasPrefix(name, book.Number), strings.HasPrefix(name, "packing-slip")
	var want, never []string
	if ours {
		want = append(want, book.Number, book.Supplier.Name, book.Total.Text(book.Currency))
	} else if slip {
		never = append(never, book.Supplier.Name, book.Number)
	}
	for i := range book.Orders {
		o := &book.Orders[i]
		if !ours && !strings.Contains(name, strings.TrimPrefix(o.Number, "#")) {
			continue
		}
		want = append(want, o.Number, o.ShipTo.Name, o.ShipTo.Zip)
		for _, l := range o.Lines {
			switch {
			case ours:
				want = append(want, l.SupplierSKU, l.UnitCost.Text(book.Currency), l.SKU)
			case slip:
				if want = append(want, l.SKU); l.SupplierSKU != "" {
					never = append(never, l.SupplierSKU)
				}
			}
		}
	}
	for _, says := range want {
		if !strings.Contains(text, bare(says)) {
			w.t.Errorf("%s of %s lacks %q", name, book.Number, says)
		}
	}
	for _, says := range never {
		if strings.Contains(text, bare(says)) {
			w.t.Errorf("%s of %s says %q, which the customer must not read", name, book.Number, says)
		}
	}
}

// refuseOne has a supplier refuse an order: just its pieces are held, and once the
// supplier is known to have none and a person lets them go, another sends them.
func (w *way) refuseOne() {
	for _, s := range []string{"Nearby", "Faraway", "Depot"} {
		if len(w.open(s)) == 0 {
			w.t.Errorf("%s got no order", s)
		}
	}
	p := w.open("Nearby")[0]
	book := w.papers(p)
	w.put("acknowledgement", map[string]any{"purchase": p["number"], "refused": "Out of stock"})
	var offers []map[string]any
	for i := range book.Orders {
		w.lacks[book.Orders[i].Number] = true
		for _, l := range book.Orders[i].Lines {
			offers = append(offers, map[string]any{"supplier": "Nearby", "sku": l.SKU, "valid_from": "2020-01-01", "stock": 0, "counted_on": "2026-11-22"})
		}
	}
	w.standing("forwarded")
	w.put("offer", offers)
	if again := w.do("", "route")["allocations"].([]any); len(again) != 0 {
		w.t.Errorf("what was refused was given away without a person's word: %v", again)
	}
	w.within(func(db *store.DB, bus *event.Bus) error {
		for i := range book.Orders {
			if _, err := purchase.New(db, bus).ReleaseOrder(w.t.Context(), book.Orders[i].ID, "ask another"); err != nil {
				return err
			}
		}
		return nil
	})
	for _, a := range w.do("", "route")["allocations"].([]any) {
		if s := a.(map[string]any)["supplier"]; s == "Nearby" {
			w.t.Errorf("%v goes to the supplier again that refused it", a)
		}
	}
	if w.sendAll() == 0 {
		w.t.Error("nothing left in place of what was refused")
	}
	for i := range book.Orders {
		delete(w.lacks, book.Orders[i].Number)
	}
}

// amendThree asks suppliers to cancel twice and to send a piece less once: one
// refuses.
func (w *way) amendThree() {
	yes, no, fewer := w.open("Nearby")[0], w.open("Faraway")[0], map[string]any(nil)
	line := map[string]any{}
	for _, p := range w.open("") {
		book := w.papers(p)
		if l := book.Orders[0].Lines[0]; fewer == nil && p["number"] != yes["number"] && p["number"] != no["number"] && l.Quantity > 1 && l.SKU != "" {
			fewer = p
			line = map[string]any{"order": book.Orders[0].Number, "sku": l.SKU, "quantity": l.Quantity - 1}
		}
	}
	if fewer == nil {
		w.t.Fatal("no purchase order has a line of several pieces")
	}
	w.put("amendment", []map[string]any{
		{"purchase": yes["number"], "cancel": true, "reason": "The customer changed her mind.", "approve": true},
		{"purchase": no["number"], "cancel": true, "approve": true},
		{"purchase": fewer["number"], "lines": []map[string]any{line}, "approve": true},
	})
	if n := w.sendAll(); n != 3 {
		w.t.Errorf("%d messages left for three amendments", n)
	}
	w.standing("forwarded") // nothing changes before the suppliers have answered
	first := func(p map[string]any) string { return p["number"].(string) + "-A1" }
	w.put("amendment_answer", []map[string]any{{"amendment": first(yes)}, {"amendment": first(no), "refused": "Packed already"}, {"amendment": first(fewer)}})
	states := map[any]any{}
	for _, a := range w.rows("amendments") {
		states[a["number"]] = a["state"]
	}
	if states[first(yes)] != "acknowledged" || states[first(no)] != "refused" || states[first(fewer)] != "acknowledged" {
		w.t.Errorf("amendments: %v", states)
	}
	for _, p := range w.rows("purchases") {
		if p["number"] == yes["number"] && p["state"] != "cancelled" || p["number"] == no["number"] && p["state"] != "sent" {
			w.t.Errorf("%v is %v after the answers", p["number"], p["state"])
		}
	}
	for _, p := range []map[string]any{yes, fewer} {
		for _, o := range w.papers(p).Orders {
			w.lacks[o.Number] = true
		}
	}
	w.lacks[line["order"].(string)] = true
	w.standing("forwarded")
}

func (w *way) acknowledgeAll() {
	var all []map[string]any
	for _, p := range w.open("") {
		all = append(all, map[string]any{"purchase": p["number"], "reference": fmt.Sprint("R-", p["number"])})
	}
	w.put("acknowledgement", all)
	for _, p := range w.open("") {
		if p["state"] != "acknowledged" {
			w.t.Errorf("%v is %v, it was acknowledged", p["number"], p["state"])
		}
	}
}

// ship sends every purchase order in two parcels where it has more than one
// piece, and brings all to the door, looking at each step what is said of it.
func (w *way) ship() {
	due := map[any]model.Quantity{}
	for _, p := range w.open("") {
		book := w.papers(p)
		due[p["number"]] = pieces(book)
		l := book.Orders[0].Lines[0]
		w.send(p["number"], "shipped", map[string]any{"order": book.Orders[0].Number, "sku": cmp.Or(l.SKU, l.Name), "quantity": 1})
	}
	parts := 0
	for _, p := range w.open("") {
		if p["state"] != "part_shipped" || due[p["number"]] < 2 {
			w.t.Errorf("%v of %d pieces is %v after one left", p["number"], due[p["number"]], p["state"])
		}
		parts++
		w.send(p["number"], "in_transit", nil)
	}
	if left := w.open(""); parts == 0 || len(left) > 0 {
		w.t.Errorf("%d purchase orders left in two parcels; of %v something did not leave", parts, left)
	}
	w.standing("shipped")
	for _, p := range w.rows("parcels") {
		w.put("parcel", map[string]any{"tracking": p["number"], "carrier": "DHL", "state": "delivered"})
	}
	w.standing("delivered")
}

// send puts a line into a parcel, or what is left where none is named.
func (w *way) send(purchase any, state string, line map[string]any) {
	w.t.Helper()
	w.parcels++
	parcel := map[string]any{"tracking": fmt.Sprintf("TRK%06d", w.parcels), "carrier": "DHL", "purchase": purchase, "state": state}
	if line != nil {
		parcel["lines"] = []map[string]any{line}
	}
	w.put("parcel", parcel)
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
	if over["refused"] != 1 || over["cancelled"] != 1 || len(w.lacks) == 0 || len(w.lacks) > len(w.routed)/2 {
		w.t.Errorf("purchase orders %v; of %d of %d orders something was called off", over, len(w.lacks), len(w.routed))
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
