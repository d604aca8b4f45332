package forward_test

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
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/routing"
)

// business is a book under random work, and what must hold of it at any time.
type business struct {
	*desktest.Desk
	t    *testing.T
	out  string
	made int
	live []string                  // orders the shop has not closed
	had  map[string]model.Quantity // pieces ordered at most, by order and SKU
}

func newBusiness(t *testing.T) *business {
	d := desktest.New(t)
	d.Rate("USD", "0.9")
	one := d.Supplier("One", func(s *model.Supplier) { s.Batching = model.Daily })
	two := d.Supplier("Two")
	d.Offer(one, "A", "5.00")
	d.Offer(two, "A", "6.00")
	d.Offer(two, "B", "7.00", func(o *model.Offer) { o.Currency = "USD" })
	d.Stock(one, "A", 6, d.Today())
	keepStock(t, d)
	return &business{Desk: d, t: t, out: t.TempDir(), had: map[string]model.Quantity{}}
}

// act does one random thing a merchant or the shop may do.
func (b *business) act(r *rapid.T) {
	acts := map[string]func(*rapid.T){
		"order": b.order, "route": b.route, "draft": b.draft, "approve": b.approve, "hold": b.hold, "cancel": b.cancel, "unroute": b.unroute,
		"forward": b.forward, "shop": b.shop, "crash": b.crash, "resolve": b.resolve, "stock": b.count, "price": b.price,
		"adjust": b.adjust, "restock": b.restock, "receive": b.receive, "refill answer": b.answerRefill, "hold order": b.holdOrder, "release order": b.releaseOrder,
	}
	names := slices.Sorted(maps.Keys(acts))
	acts[desktest.Any(r, "act", append(names, "order", "order", "route", "route", "forward", "forward"))](r)
}

// pick draws one of the ids a query lists, none from an empty list.
func (b *business) pick(r *rapid.T, query string) []int64 {
	var ids []int64
	if b.Rows(&ids, query); len(ids) == 0 {
		return nil
	}
	return []int64{desktest.Any(r, "which", ids)}
}

// fine lets a refusal pass: random work is often not possible.
func fine(r *rapid.T, err error) {
	if c := model.CodeOf(err); c != "" && c != model.Refused && c != model.Conflict {
		r.Fatal(err)
	}
}

const anyPurchase = `SELECT id FROM purchase_order ORDER BY id`

func (b *business) purchases() *purchase.Service { return purchase.New(b.DB, b.Bus) }

func (b *business) order(r *rapid.T) {
	b.made++
	number := fmt.Sprint("#", b.made)
	l := desktest.Line(desktest.Any(r, "sku", []string{"A", "B", "C"}), model.Quantity(rapid.IntRange(1, 4).Draw(r, "quantity")))
	b.Order(number, l, twice(rapid.Bool().Draw(r, "two lines")), func(o *model.Order) {
		for _, l := range o.Lines {
			b.had[number+"|"+l.SKU] += l.Quantity
		}
	})
	b.live = append(b.live, number)
}

func (b *business) route(r *rapid.T) {
	route(b.t, b.Desk)
	b.checkRouted(r)
}

func (b *business) draft(r *rapid.T) {
	_, err := b.purchases().Draft(ctx)
	fine(r, err)
}

func (b *business) approve(r *rapid.T) { fine(r, b.purchases().Approve(ctx, b.pick(r, anyPurchase))) }

func (b *business) hold(r *rapid.T) { fine(r, b.purchases().Hold(ctx, b.pick(r, anyPurchase), "hold")) }

func (b *business) cancel(r *rapid.T) {
	fine(r, b.purchases().Cancel(ctx, b.pick(r, anyPurchase), "cancel"))
}

func (b *business) unroute(r *rapid.T) {
	for _, id := range b.pick(r, `SELECT id FROM allocation ORDER BY id`) {
		fine(r, routing.New(b.DB, b.Bus, b.Jobs).Unroute(ctx, id, "unroute"))
	}
}

func (b *business) forward(r *rapid.T) {
	run(b.t, service(b.Desk), forward.Options{Out: b.out, Approve: rapid.Bool().Draw(r, "approve")})
}

func (b *business) holdOrder(r *rapid.T) {
	for _, id := range b.pick(r, `SELECT id FROM sales_order ORDER BY id`) {
		_, err := b.purchases().HoldOrder(ctx, id, "look")
		fine(r, err)
	}
}

func (b *business) releaseOrder(r *rapid.T) {
	for _, id := range b.pick(r, `SELECT DISTINCT l.order_id FROM held_line h JOIN order_line l ON l.id = h.line_id WHERE h.code = 'by_hand' ORDER BY 1`) {
		_, err := b.purchases().ReleaseOrder(ctx, id, "")
		fine(r, err)
	}
}

func (b *business) resolve(r *rapid.T) {
	for _, id := range b.pick(r, `SELECT id FROM forwarding WHERE state = 'unknown' ORDER BY id`) {
		fine(r, service(b.Desk).Resolve(ctx, id, desktest.Any(r, "outcome", []string{"sent", "failed"})))
	}
}

func (b *business) count(r *rapid.T) {
	b.Stock(1, "A", model.Quantity(rapid.IntRange(0, 12).Draw(r, "count")), b.Today())
}

func (b *business) price(r *rapid.T) {
	b.Exec(`UPDATE offer SET cost = ? WHERE id = 1`, 100*rapid.IntRange(400, 700).Draw(r, "cost"))
}

func twice(more bool) func(*model.Order) {
	return func(o *model.Order) {
		if more {
			o.Lines = append(o.Lines, desktest.Line("B", 2))
		}
	}
}

// shop brings in a change of a live order.
func (b *business) shop(r *rapid.T) {
	if len(b.live) == 0 {
		return
	}
	at := rapid.IntRange(0, len(b.live)-1).Draw(r, "which")
	number := b.live[at]
	switch desktest.Any(r, "change", []string{"cancel", "refund", "fulfil", "less", "more", "part"}) {
	case "cancel":
		b.Cancel(number)
	case "refund":
		b.Change(number, func(o *model.Order) { o.Payment = model.Refunded })
	case "fulfil":
		b.Change(number, func(o *model.Order) { o.Fulfilment = model.Fulfilled })
	case "less":
		b.Change(number, func(o *model.Order) { o.Lines[0].Quantity = max(o.Lines[0].Quantity-1, 0) })
		return
	case "more":
		b.Change(number, func(o *model.Order) {
			o.Lines[0].Quantity++
			b.had[number+"|"+o.Lines[0].SKU]++
		})
		return
	case "part":
		b.Change(number, func(o *model.Order) { o.Lines[0].Fulfilment, o.Fulfilment = model.Partial, model.Partial })
		return
	}
	b.live = slices.Delete(b.live, at, at+1)
}

// crash puts the newest forwarding back to where a crash would have left it.
func (b *business) crash(r *rapid.T) {
	var f struct{ Folder, MessageID string }
	b.Rows(&f, `SELECT f.folder, f.message_id FROM forwarding f JOIN purchase_order p ON p.id = f.purchase_id
		WHERE f.state = 'sent' AND p.state = 'sent' ORDER BY f.id DESC LIMIT 1`)
	if f.Folder == "" {
		return
	}
	b.Exec(`UPDATE purchase_order SET state = 'queued', sent_at = '' WHERE id = (SELECT purchase_id FROM forwarding WHERE message_id = ?)`, f.MessageID)
	b.Exec(`UPDATE forwarding SET state = 'sending', finished_at = '' WHERE message_id = ?`, f.MessageID)
	tag, _, _ := strings.Cut(f.MessageID, "@")
	var err error
	switch desktest.Any(r, "where", []string{"placed", "staged", "lost"}) {
	case "staged":
		err = os.Rename(f.Folder, filepath.Join(filepath.Dir(f.Folder), "."+filepath.Base(f.Folder)+".partial-"+tag))
	case "lost":
		err = os.RemoveAll(f.Folder)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// checkRouted looks that after a run every piece the shop waits for is with a
// supplier or held. An order held by hand keeps the suppliers that were chosen.
func (b *business) checkRouted(r *rapid.T) {
	n := b.Int(`SELECT COUNT(*) FROM order_line l JOIN sales_order o ON o.id = l.order_id LEFT JOIN held_line h ON h.line_id = l.id
		WHERE o.cancelled_on = '' AND o.payment = 'paid' AND o.fulfilment = 'unfulfilled' AND l.fulfilment = 'pending' AND COALESCE(h.code, '') <> 'by_hand'
			AND (l.quantity > (SELECT COALESCE(SUM(a.quantity), 0) FROM allocation a WHERE a.line_id = l.id AND a.cancelled_at = '')) <> (h.line_id IS NOT NULL)`)
	if n != 0 {
		r.Fatalf("%d lines are neither with suppliers nor held, or both", n)
	}
}

// check looks at every allocation and purchase order, and at the books.
func (b *business) check(r *rapid.T) {
	for _, c := range []struct{ what, query string }{
		{"active allocations in ended purchase orders", `SELECT COUNT(*) FROM allocation a JOIN purchase_line pl ON pl.allocation_id = a.id
			JOIN purchase_order p ON p.id = pl.purchase_id WHERE a.cancelled_at = '' AND p.state IN ('cancelled', 'refused')`},
		{"cancelled allocations in purchase orders that live", `SELECT COUNT(*) FROM allocation a JOIN purchase_line pl ON pl.allocation_id = a.id
			JOIN purchase_order p ON p.id = pl.purchase_id WHERE a.cancelled_at <> '' AND p.state NOT IN ('cancelled', 'refused')`},
		{"lines held by hand in approved purchase orders", `SELECT COUNT(*) FROM held_line h JOIN allocation a ON a.line_id = h.line_id AND a.cancelled_at = ''
			JOIN purchase_line pl ON pl.allocation_id = a.id JOIN purchase_order p ON p.id = pl.purchase_id WHERE h.code = 'by_hand' AND p.state = 'approved'`},
		{"living purchase orders without lines", `SELECT COUNT(*) FROM purchase_order p WHERE p.state <> 'cancelled' AND p.kind = 'dropship'
			AND NOT EXISTS (SELECT 1 FROM purchase_line l WHERE l.purchase_id = p.id)`},
		{"purchase orders whose total is not their lines'", `SELECT COUNT(*) FROM purchase_order p WHERE p.kind = 'dropship' AND (p.total <> p.goods + p.shipping
			OR p.goods <> (SELECT COALESCE(SUM(l.quantity * l.unit_cost), 0) FROM purchase_line l WHERE l.purchase_id = p.id))`},
		{"gaps in the numbers", `SELECT (SELECT COUNT(*) FROM purchase_order) - (SELECT COALESCE(MAX(next), 1) - 1 FROM number_series WHERE name = 'purchase')`},
		{"costs of active allocations that are not in the books", `SELECT COUNT(*) FROM (
			SELECT a.line_id, SUM(a.quantity * a.unit_cost) AS given FROM allocation a JOIN order_line l ON l.id = a.line_id
			JOIN sales_order o ON o.id = l.order_id WHERE a.cancelled_at = '' AND o.booked_on <> '' GROUP BY a.line_id) x
			WHERE x.given > (SELECT COALESCE(SUM(f.amount), 0) FROM cost_fact f WHERE f.line_id = x.line_id AND f.type = 'product' AND f.superseded_at = '')`},
		{"entries that do not balance", `SELECT COUNT(*) FROM (SELECT entry_id FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0) x`},
	} {
		if n := b.Int(c.query); n != 0 {
			r.Fatalf("%d %s", n, c.what)
		}
	}
	b.checkStock(r)
	b.checkFolders(r)
}

// checkFolders compares the folders with the book: what lies there was noted
// once, and no piece lies there twice.
func (b *business) checkFolders(r *rapid.T) {
	left, pieces := map[string]bool{}, map[string]model.Quantity{}
	for _, name := range tree(b.t, b.out) {
		if strings.HasPrefix(filepath.Base(filepath.Dir(name)), ".") || filepath.Base(name) != "order.txt" {
			continue
		}
		left[filepath.Base(filepath.Dir(name))] = true
		text, err := os.ReadFile(filepath.Join(b.out, filepath.FromSlash(name)))
		if err != nil {
			r.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			f := strings.Split(line, "|")
			if !strings.HasPrefix(f[1], "#") {
				continue // goods for own stock
			}
			n, err := strconv.Atoi(f[3])
			if err != nil {
				r.Fatal(err)
			}
			pieces[f[1]+"|"+f[2]] += model.Quantity(n)
		}
	}
	for key, n := range pieces {
		if n > b.had[key] {
			r.Fatalf("%d pieces of %s left, %d were ordered", n, key, b.had[key])
		}
	}
	for number := range left {
		n := b.Int(`SELECT COUNT(*) FROM forwarding f JOIN purchase_order p ON p.id = f.purchase_id WHERE p.number = ? AND p.state <> 'cancelled'`, number)
		if n != 1 {
			r.Fatalf("%s lies in a folder with %d notes", number, n)
		}
	}
}

func TestBusiness_EveryPieceIsInOnePlaceWhateverHappens(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := newBusiness(t)
		for range rapid.IntRange(5, 25).Draw(r, "steps") {
			b.act(r)
			b.check(r)
		}
		// Once nothing interferes, another round leaves nothing that could still leave.
		route(t, b.Desk)
		run(t, service(b.Desk), forward.Options{Out: b.out, Approve: true})
		b.check(r)
		if again := run(t, service(b.Desk), forward.Options{Out: b.out, Approve: true}); len(again.Sent) != 0 {
			r.Fatalf("a further run sent %s", told(again))
		}
		if p, err := proof.Check(ctx, b.DB, true); err != nil || !p.OK {
			r.Fatalf("%v: %q", err, p.Findings)
		}
	})
}
