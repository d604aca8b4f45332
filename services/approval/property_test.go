package approval_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/approval"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
)

// day is a book under random work of a merchant, the shop and the computer.
type day struct {
	*desktest.Desk
	*approval.Service
	t       *testing.T
	out     string
	made    int
	live    []string                  // orders the shop has not closed
	had     map[string]model.Quantity // pieces ordered at most, by order and SKU
	holds   []purchase.HeldOrder
	choices []routing.Rerouted
	splits  []routing.Divided
}

func newDay(t *testing.T) *day {
	d := desktest.New(t)
	d.Rate("USD", "0.9")
	one, two := d.Supplier("One", daily), d.Supplier("Two")
	d.Offer(one, "A", "5.00")
	d.Offer(one, "B", "9.00")
	d.Offer(two, "A", "6.00")
	d.Offer(two, "B", "7.00", func(o *model.Offer) { o.Currency = "USD" })
	d.Stock(one, "A", 9, d.Today())
	return &day{Desk: d, Service: service(d), t: t, out: t.TempDir(), had: map[string]model.Quantity{}}
}

// fine lets a refusal pass: random work is often not possible.
func fine(r *rapid.T, err error) {
	if c := model.CodeOf(err); c != "" && c != model.Refused && c != model.Conflict && c != model.NotFound {
		r.Fatal(err)
	}
}

// pick draws one of the ids a query lists, 0 from an empty list.
func (d *day) pick(r *rapid.T, query string) int64 {
	var ids []int64
	if d.Rows(&ids, query); len(ids) == 0 {
		return 0
	}
	return desktest.Any(r, "which", ids)
}

func (d *day) acts() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"order": d.order, "route": d.route, "approve": d.approve, "unapprove": d.unapprove, "hold": d.hold, "release": d.release, "undo hold": d.undoHold,
		"reroute": d.reroute, "undo reroute": d.undoReroute, "split": d.split, "undo split": d.undoSplit, "refuse": d.refuse, "day": d.whole, "cancel": d.cancel, "forward": d.send, "shop": d.shop, "crash": d.crash, "price": d.price,
	}
}

func (d *day) order(r *rapid.T) {
	d.made++
	number := fmt.Sprint("#", d.made)
	draw := func() model.OrderLine {
		return desktest.Line(desktest.Any(r, "sku", []string{"A", "B", "C"}), model.Quantity(rapid.IntRange(1, 3).Draw(r, "pieces")))
	}
	second := rapid.Bool().Draw(r, "two lines")
	d.Order(number, draw(), func(o *model.Order) {
		if second {
			o.Lines = append(o.Lines, draw())
		}
		for _, l := range o.Lines {
			d.had[number+"|"+l.SKU] += l.Quantity
		}
	})
	d.live = append(d.live, number)
}

func (d *day) route(*rapid.T) { route(d.t, d.Service) }

func (d *day) approve(r *rapid.T) {
	fine(r, d.Approve(ctx, []int64{d.pick(r, `SELECT id FROM purchase_order WHERE state = 'draft' ORDER BY id`)}))
}

func (d *day) unapprove(r *rapid.T) {
	fine(r, d.Unapprove(ctx, []int64{d.pick(r, `SELECT id FROM purchase_order WHERE state = 'approved' ORDER BY id`)}, ""))
}

func (d *day) hold(r *rapid.T) {
	h, err := d.Hold(ctx, d.pick(r, `SELECT id FROM sales_order ORDER BY id`), "look")
	fine(r, err)
	if err == nil {
		d.holds = append(d.holds, h)
	}
}

func (d *day) release(r *rapid.T) {
	_, err := d.Release(ctx, d.pick(r, `SELECT DISTINCT l.order_id FROM held_line h JOIN order_line l ON l.id = h.line_id WHERE h.code = 'by_hand'`), "")
	fine(r, err)
}

func (d *day) undoHold(r *rapid.T) {
	if len(d.holds) > 0 {
		fine(r, d.UndoHold(ctx, desktest.Any(r, "hold", d.holds)))
	}
}

func (d *day) reroute(r *rapid.T) {
	e, err := d.Reroute(ctx, routing.Reroute{
		Allocation: d.pick(r, `SELECT id FROM allocation ORDER BY id`), Offer: rapid.Int64Range(0, 4).Draw(r, "offer"), Why: "try",
	})
	if fine(r, err); err == nil {
		d.choices = append(d.choices, e.Done)
	}
}

func (d *day) undoReroute(r *rapid.T) {
	if len(d.choices) > 0 {
		fine(r, d.UndoReroute(ctx, desktest.Any(r, "choice", d.choices)))
	}
}

// split divides an allocation, or what a line still needs, between two offers.
func (d *day) split(r *rapid.T) {
	s := routing.Split{Why: "try"}
	var whole model.Quantity
	if rapid.Bool().Draw(r, "of an allocation") {
		s.Allocation = d.pick(r, `SELECT id FROM allocation WHERE cancelled_at = '' ORDER BY id`)
		whole = model.Quantity(d.Int(`SELECT COALESCE(SUM(quantity), 0) FROM allocation WHERE id = ?`, s.Allocation))
	} else {
		s.Line = d.pick(r, `SELECT id FROM order_line ORDER BY id`)
		whole = model.Quantity(rapid.IntRange(1, 3).Draw(r, "pieces"))
	}
	first := rapid.Int64Range(1, 4).Draw(r, "offer")
	part := model.Quantity(rapid.IntRange(0, int(whole)).Draw(r, "part"))
	s.Shares = []routing.Portion{{Offer: first, Quantity: part}, {Offer: (first+1)%4 + 1, Quantity: whole - part}}
	if part == whole {
		s.Shares = s.Shares[:1]
	}
	done, err := d.Split(ctx, s)
	if model.CodeOf(err) == model.Invalid {
		return
	}
	if fine(r, err); err == nil {
		d.splits = append(d.splits, done.Done)
	}
}

func (d *day) undoSplit(r *rapid.T) {
	if len(d.splits) > 0 {
		fine(r, d.UndoSplit(ctx, desktest.Any(r, "split", d.splits)))
	}
}

// refuse brings in that a supplier refuses what it was sent.
func (d *day) refuse(r *rapid.T) {
	number := d.Text(`SELECT COALESCE((SELECT number FROM purchase_order WHERE id = ?), '')`, d.pick(r, `SELECT id FROM purchase_order WHERE state = 'sent' ORDER BY id`))
	if number != "" {
		_, err := purchase.New(d.DB, d.Bus).Acknowledge(ctx, []purchase.Acknowledgement{{Purchase: number, Refused: "sold out"}})
		fine(r, err)
	}
}

func (d *day) cancel(r *rapid.T) {
	fine(r, purchase.New(d.DB, d.Bus).Cancel(ctx, []int64{d.pick(r, `SELECT id FROM purchase_order ORDER BY id`)}, "cancel"))
}

// send forwards, and looks that nothing of a held order leaves.
func (d *day) send(r *rapid.T) {
	const held = `SELECT COUNT(*) FROM forwarding f JOIN purchase_line pl ON pl.purchase_id = f.purchase_id
		WHERE pl.order_id IN (SELECT l.order_id FROM held_line h JOIN order_line l ON l.id = h.line_id WHERE h.code = 'by_hand')`
	before := d.Int(held)
	if _, err := d.Forward(ctx, d.out, nil); err != nil {
		r.Fatal(err)
	}
	if d.Int(held) > before {
		r.Fatal("something of a held order left")
	}
}

// whole does the job of a day: what waits is routed, approved and sent, also what
// gathers.
func (d *day) whole(r *rapid.T) {
	d.order(r)
	d.route(r)
	var ids []int64
	d.Rows(&ids, `SELECT id FROM purchase_order WHERE state IN ('draft', 'approved') ORDER BY id`)
	for _, id := range ids {
		fine(r, d.Approve(ctx, []int64{id}))
	}
	d.Rows(&ids, `SELECT id FROM purchase_order WHERE state = 'approved' ORDER BY id`)
	if len(ids) > 0 {
		_, err := d.Forward(ctx, d.out, ids)
		fine(r, err)
	}
}

func (d *day) price(r *rapid.T) {
	d.Exec(`UPDATE offer SET cost = ? WHERE id = 1`, 100*rapid.IntRange(400, 700).Draw(r, "cost"))
}

// shop brings in a change of a live order.
func (d *day) shop(r *rapid.T) {
	if len(d.live) == 0 {
		return
	}
	at := rapid.IntRange(0, len(d.live)-1).Draw(r, "order")
	number := d.live[at]
	switch desktest.Any(r, "change", []string{"cancel", "less", "more"}) {
	case "cancel":
		d.Desk.Cancel(number)
		d.live = slices.Delete(d.live, at, at+1)
	case "less":
		d.Change(number, func(o *model.Order) { o.Lines[0].Quantity = max(o.Lines[0].Quantity-1, 0) })
	case "more":
		d.Change(number, func(o *model.Order) {
			o.Lines[0].Quantity++
			d.had[number+"|"+o.Lines[0].SKU]++
		})
	}
}

// crash puts the newest forwarding back to where a crash would have left it.
func (d *day) crash(r *rapid.T) {
	var f struct{ Folder, MessageID string }
	d.Rows(&f, `SELECT f.folder, f.message_id FROM forwarding f JOIN purchase_order p ON p.id = f.purchase_id
		WHERE f.state = 'sent' AND p.state = 'sent' ORDER BY f.id DESC LIMIT 1`)
	if f.Folder == "" {
		return
	}
	d.Exec(`UPDATE purchase_order SET state = 'queued', sent_at = '' WHERE id = (SELECT purchase_id FROM forwarding WHERE message_id = ?)`, f.MessageID)
	d.Exec(`UPDATE forwarding SET state = 'sending', finished_at = '' WHERE message_id = ?`, f.MessageID)
	if rapid.Bool().Draw(r, "staged") {
		tag, _, _ := strings.Cut(f.MessageID, "@")
		err := os.Rename(f.Folder, filepath.Join(filepath.Dir(f.Folder), "."+filepath.Base(f.Folder)+".partial-"+tag))
		if err != nil {
			d.t.Fatal(err)
		}
	}
}

// check looks at every piece, at the folders and at the books.
func (d *day) check(r *rapid.T) {
	for _, c := range []struct{ what, query string }{
		{"active allocations in ended purchase orders", `SELECT COUNT(*) FROM allocation a JOIN purchase_line pl ON pl.allocation_id = a.id
			JOIN purchase_order p ON p.id = pl.purchase_id WHERE a.cancelled_at = '' AND p.state IN ('cancelled', 'refused')`},
		{"cancelled allocations in purchase orders that live", `SELECT COUNT(*) FROM allocation a JOIN purchase_line pl ON pl.allocation_id = a.id
			JOIN purchase_order p ON p.id = pl.purchase_id WHERE a.cancelled_at <> '' AND p.state NOT IN ('cancelled', 'refused')`},
		{"living purchase orders without lines", `SELECT COUNT(*) FROM purchase_order p WHERE p.state <> 'cancelled'
			AND NOT EXISTS (SELECT 1 FROM purchase_line l WHERE l.purchase_id = p.id)`},
		{"approved purchase orders with a held order", `SELECT COUNT(*) FROM purchase_order p JOIN purchase_line pl ON pl.purchase_id = p.id
			JOIN order_line l ON l.order_id = pl.order_id JOIN held_line h ON h.line_id = l.id WHERE p.state = 'approved' AND h.code = 'by_hand'`},
		{"gaps in the numbers", `SELECT (SELECT COUNT(*) FROM purchase_order) - (SELECT COALESCE(MAX(next), 1) - 1 FROM number_series WHERE name = 'purchase')`},
	} {
		if n := d.Int(c.query); n != 0 {
			r.Fatalf("%d %s", n, c.what)
		}
	}
	d.checkBoard(r)
	d.checkFolder(r)
}

func (d *day) checkBooks(r *rapid.T) {
	found, err := proof.Check(ctx, d.DB, true)
	if err != nil || !found.OK {
		r.Fatalf("the books: %+v, %v", found, err)
	}
}

// checkBoard looks that every piece that waits is on the board once.
func (d *day) checkBoard(r *rapid.T) {
	b, err := d.Board(ctx)
	if err != nil {
		r.Fatal(err)
	}
	shown := map[int64]model.Quantity{}
	for _, p := range b.Purchases {
		for _, o := range p.Orders {
			for _, l := range o.Lines {
				shown[l.LineID] += l.Quantity
			}
		}
	}
	for _, w := range b.Waiting {
		shown[w.LineID] += w.Quantity
	}
	var lines []struct {
		ID             int64
		Quantity, Left model.Quantity
	}
	d.Rows(&lines, `SELECT l.id, l.quantity, COALESCE((SELECT SUM(pl.quantity) FROM purchase_line pl JOIN purchase_order p ON p.id = pl.purchase_id
			WHERE pl.line_id = l.id AND p.state IN ('queued', 'sent')), 0) AS left
		FROM order_line l JOIN sales_order o ON o.id = l.order_id WHERE o.cancelled_on = '' ORDER BY l.id`)
	for _, l := range lines {
		if got := shown[l.ID]; got+l.Left < l.Quantity {
			r.Fatalf("of %d pieces of line %d the board shows %d and %d have left", l.Quantity, l.ID, got, l.Left)
		}
	}
}

// checkFolder looks that no piece lies in the folders twice.
func (d *day) checkFolder(r *rapid.T) {
	pieces := map[string]model.Quantity{}
	files, err := filepath.Glob(filepath.Join(d.out, "*", "PO-*", "order.txt"))
	if err != nil {
		r.Fatal(err)
	}
	for _, path := range files {
		if d.Text(`SELECT state FROM purchase_order WHERE number = ?`, filepath.Base(filepath.Dir(path))) == "refused" {
			continue // the supplier sends none of it
		}
		text, err := os.ReadFile(path)
		if err != nil {
			r.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f := strings.Split(strings.TrimSpace(line), "|")
			n, err := strconv.Atoi(f[3])
			if err != nil {
				r.Fatal(err)
			}
			pieces[f[1]+"|"+f[2]] += model.Quantity(n)
		}
	}
	for key, n := range pieces {
		if n > d.had[key] {
			r.Fatalf("%d pieces of %s left, %d were ordered", n, key, d.had[key])
		}
	}
}

func TestDay_EveryPieceIsInOnePlaceWhateverIsDecided(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := newDay(t)
		acts := d.acts()
		names := append(slices.Sorted(maps.Keys(acts)), "order", "route", "route", "approve", "forward", "day", "day", "day", "refuse", "refuse", "split")
		for range rapid.IntRange(5, 30).Draw(r, "steps") {
			acts[desktest.Any(r, "act", names)](r)
			d.check(r)
		}
		d.checkBooks(r)
	})
}
