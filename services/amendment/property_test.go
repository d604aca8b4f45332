package amendment_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/amendment"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/parcel"
	"github.com/dropledger/dropledger/services/proof"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// business is a book under random work, and what must hold of it at any time.
type business struct {
	*fixture
	made, parcels int
	had           map[string]model.Quantity // pieces ordered at most, by order
	live          []string
	files         int
	batches       []int64 // that were imported
}

func newBusiness(t *testing.T) *business {
	d := desktest.New(t)
	one := d.Supplier("One", func(s *model.Supplier) { s.Batching = model.Daily })
	two := d.Supplier("Two")
	d.Offer(one, "A", "5")
	d.Offer(two, "A", "6")
	d.Offer(two, "B", "7")
	d.Stock(one, "A", 6, d.Today())
	return &business{fixture: &fixture{d, t, t.TempDir()}, had: map[string]model.Quantity{}}
}

func (b *business) act(r *rapid.T) {
	acts := map[string]func(*rapid.T){
		"order": b.order, "route": func(*rapid.T) { b.route() }, "forward": func(*rapid.T) { b.send() }, "acknowledge": b.acknowledge, "refuse": b.refuse,
		"accept": b.accept, "amend": b.amend, "proposal": b.proposal, "withdraw": b.withdraw, "answer": b.reply, "ship": b.ship, "deliver": b.deliver,
		"shop": b.shop, "release": b.release, "lost": b.lost,
		"day": b.day, "import": b.brought, "told": b.told, "tracked": b.tracked, "undo": b.undo, "over": b.over, "return": b.returned,
	}
	names := slices.Sorted(maps.Keys(acts))
	acts[desktest.Any(r, "act", append(names, "order", "order", "route", "route", "forward", "forward", "amend", "answer", "ship", "day"))](r)
}

// fine lets a refusal pass: random work is often not possible.
func fine(r *rapid.T, err error) {
	switch model.CodeOf(err) {
	case "", model.Refused, model.Conflict, model.Invalid:
	default:
		r.Fatal(err)
	}
}

// pick draws one of the texts a query lists, "" from an empty list.
func (b *business) pick(r *rapid.T, query string) string {
	var all []string
	if b.Rows(&all, query); len(all) == 0 {
		return ""
	}
	return desktest.Any(r, "which", all)
}

const sentOnes = `SELECT number FROM purchase_order WHERE state IN ('sent', 'acknowledged', 'part_shipped') ORDER BY id`

func (b *business) order(r *rapid.T) {
	b.made++
	number := fmt.Sprint("#", b.made)
	l := desktest.Line(desktest.Any(r, "sku", []string{"A", "B"}), model.Quantity(rapid.IntRange(1, 4).Draw(r, "quantity")))
	two := rapid.Bool().Draw(r, "two lines")
	b.Order(number, l, func(o *model.Order) {
		if two {
			o.Lines = append(o.Lines, desktest.Line("B", 2))
		}
		for _, l := range o.Lines {
			b.had[number] += l.Quantity
		}
	})
	b.live = append(b.live, number)
}

func (b *business) acknowledge(r *rapid.T) {
	po := b.pick(r, sentOnes)
	if po == "" {
		return
	}
	in := purchase.Acknowledgement{Purchase: po, AcceptPrice: rapid.Bool().Draw(r, "accept")}
	if rapid.Bool().Draw(r, "dearer") {
		price := record.Amount(model.MustAmount("8"))
		in.Lines = []purchase.AckLine{{SKU: b.Text(`SELECT sku FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id WHERE p.number = ? LIMIT 1`, po), Price: &price}}
	}
	_, err := purchase.New(b.DB, b.Bus).Acknowledge(ctx, []purchase.Acknowledgement{in})
	fine(r, err)
}

func (b *business) refuse(r *rapid.T) {
	if po := b.pick(r, sentOnes); po != "" {
		_, err := purchase.New(b.DB, b.Bus).Acknowledge(ctx, []purchase.Acknowledgement{{Purchase: po, Refused: "Out of stock"}})
		fine(r, err)
	}
}

func (b *business) accept(r *rapid.T) {
	if po := b.pick(r, sentOnes); po != "" {
		fine(r, purchase.New(b.DB, b.Bus).AcceptPrice(ctx, b.Int(`SELECT id FROM purchase_order WHERE number = ?`, po)))
	}
}

func (b *business) amend(r *rapid.T) {
	po := b.pick(r, sentOnes)
	if po == "" {
		return
	}
	in := amendment.Input{Purchase: po, Approve: rapid.Bool().Draw(r, "approve")}
	in.Order = b.Text(`SELECT o.number FROM purchase_due d JOIN sales_order o ON o.id = d.order_id JOIN purchase_order p ON p.id = d.purchase_id WHERE p.number = ? ORDER BY d.id DESC LIMIT 1`, po)
	switch desktest.Any(r, "kind", []string{"cancel", "all", "fewer", "address"}) {
	case "cancel":
		in.Cancel = true
	case "all":
		in.Order, in.Cancel = "", true
	case "address":
		in.Address = &order.CustomerInput{Name: "N", Address1: "S", City: fmt.Sprint("City ", rapid.IntRange(1, 3).Draw(r, "city")), Country: "DE"}
	default:
		in.Lines = []amendment.LineInput{{SKU: desktest.Any(r, "sku", []string{"A", "B"}), Quantity: model.Quantity(rapid.IntRange(0, 3).Draw(r, "wanted"))}}
	}
	_, err := b.service().Make(ctx, in)
	fine(r, err)
}

func (b *business) proposal(r *rapid.T) {
	all, err := b.service().Proposals(ctx)
	if err != nil {
		r.Fatal(err)
	}
	if len(all) == 0 {
		return
	}
	p := desktest.Any(r, "which", all)
	if rapid.Bool().Draw(r, "ask") {
		_, err = b.service().Accept(ctx, p)
	} else {
		err = b.service().Decline(ctx, p, "")
	}
	fine(r, err)
}

func (b *business) withdraw(r *rapid.T) {
	if n := b.pick(r, `SELECT number FROM amendment ORDER BY id`); n != "" {
		ids, err := b.service().ByNumber(ctx, n)
		if err != nil {
			r.Fatal(err)
		}
		fine(r, b.service().Withdraw(ctx, ids, ""))
	}
}

func (b *business) reply(r *rapid.T) {
	n := b.pick(r, `SELECT number FROM amendment WHERE state = 'sent' ORDER BY id`)
	if n == "" {
		return
	}
	a := amendment.Answer{Amendment: n}
	switch desktest.Any(r, "answer", []string{"yes", "no", "part"}) {
	case "no":
		a.Refused = "Too late"
	case "part":
		a.Lines = []amendment.LineInput{{SKU: "A", Quantity: model.Quantity(rapid.IntRange(0, 3).Draw(r, "stays"))}}
	}
	fine(r, b.answer(a))
}

func (b *business) ship(r *rapid.T) {
	po := b.pick(r, sentOnes)
	if po == "" {
		return
	}
	var l struct {
		Number, SKU string
		Quantity    model.Quantity
	}
	b.Rows(&l, `SELECT o.number, d.sku, d.quantity FROM purchase_due d JOIN sales_order o ON o.id = d.order_id JOIN purchase_order p ON p.id = d.purchase_id
		WHERE p.number = ? ORDER BY d.id LIMIT 1`, po)
	if l.Quantity == 0 {
		return
	}
	b.parcels++
	state := desktest.Any(r, "state", []model.ParcelState{model.LabelMade, model.ParcelShipped, model.Delivered})
	_, err := parcel.New(b.DB, b.Bus).Put(ctx, []parcel.Input{{
		Tracking: fmt.Sprint("T", b.parcels), Purchase: &po, State: &state,
		Lines: &[]parcel.LineInput{{Order: l.Number, SKU: l.SKU, Quantity: model.Quantity(rapid.IntRange(1, int(l.Quantity)).Draw(r, "pieces"))}},
	}})
	fine(r, err)
}

func (b *business) moveParcel(r *rapid.T, to model.ParcelState) {
	if t := b.pick(r, `SELECT tracking FROM parcel WHERE state NOT IN ('delivered', 'lost') ORDER BY id`); t != "" {
		_, err := parcel.New(b.DB, b.Bus).Put(ctx, []parcel.Input{{Tracking: t, State: &to}})
		fine(r, err)
	}
}

func (b *business) deliver(r *rapid.T) { b.moveParcel(r, model.Delivered) }
func (b *business) lost(r *rapid.T)    { b.moveParcel(r, model.Lost) }

func (b *business) shop(r *rapid.T) {
	if len(b.live) == 0 {
		return
	}
	at := rapid.IntRange(0, len(b.live)-1).Draw(r, "which")
	switch desktest.Any(r, "change", []string{"cancel", "less", "address"}) {
	case "cancel":
		b.Cancel(b.live[at])
		b.live = slices.Delete(b.live, at, at+1)
	case "less":
		b.Change(b.live[at], func(o *model.Order) { o.Lines[0].Quantity = max(o.Lines[0].Quantity-1, 0) })
	default:
		b.Change(b.live[at], func(o *model.Order) { o.ShipTo.ID, o.ShipTo.City = 0, o.ShipTo.City+"x" })
	}
}

func (b *business) release(r *rapid.T) {
	var ids []int64
	b.Rows(&ids, `SELECT DISTINCT l.order_id FROM held_line h JOIN order_line l ON l.id = h.line_id WHERE h.code = 'by_hand' ORDER BY 1`)
	if len(ids) > 0 {
		_, err := purchase.New(b.DB, b.Bus).ReleaseOrder(ctx, desktest.Any(r, "which", ids), "")
		fine(r, err)
	}
}

// check looks at every piece, purchase order and message, and at the books.
func (b *business) check(r *rapid.T) {
	for _, c := range []struct{ what, query string }{
		{"allocations that are not what was ordered less what was agreed", `SELECT COUNT(*) FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
			JOIN allocation a ON a.id = l.allocation_id WHERE p.state NOT IN ('refused', 'cancelled')
			AND CASE WHEN a.cancelled_at = '' THEN a.quantity ELSE 0 END <> l.quantity - COALESCE((SELECT SUM(x.before - x.agreed) FROM amendment_line x WHERE x.purchase_line_id = l.id AND x.agreed IS NOT NULL), 0)`},
		{"pieces of ended purchase orders that still count", `SELECT COUNT(*) FROM purchase_due d JOIN purchase_order p ON p.id = d.purchase_id WHERE p.state IN ('refused', 'cancelled')`},
		{"living purchase orders of which nothing is due", `SELECT COUNT(*) FROM purchase_order p WHERE p.state NOT IN ('refused', 'cancelled') AND NOT EXISTS (SELECT 1 FROM purchase_due d WHERE d.purchase_id = p.id)`},
		{"gaps in the numbers", `SELECT (SELECT COUNT(*) FROM purchase_order) - (SELECT COALESCE(MAX(next), 1) - 1 FROM number_series WHERE name = 'purchase')`},
		{"amendments out of their count", `SELECT COUNT(*) FROM amendment m JOIN purchase_order p ON p.id = m.purchase_id
			WHERE m.number <> p.number || '-A' || (SELECT COUNT(*) FROM amendment n WHERE n.purchase_id = m.purchase_id AND n.id <= m.id)`},
		{"amendments that left without a note, or stayed with one", `SELECT COUNT(*) FROM amendment m
			WHERE (m.state IN ('sent', 'acknowledged', 'refused', 'unknown', 'queued')) <> EXISTS (SELECT 1 FROM forwarding f WHERE f.amendment_id = m.id)`},
		{"lines with two open amendments", `SELECT COUNT(*) FROM (SELECT x.purchase_line_id FROM amendment_line x JOIN amendment m ON m.id = x.amendment_id
			WHERE m.state IN ('draft', 'approved', 'queued', 'sent', 'unknown') GROUP BY 1 HAVING COUNT(*) > 1) y`},
		{"purchase orders whose state is not what their parcels say", `SELECT COUNT(*) FROM (
			SELECT p.state, SUM(d.quantity) AS due, SUM(MIN(d.quantity, COALESCE((SELECT SUM(x.quantity) FROM parcel_line x JOIN parcel z ON z.id = x.parcel_id
				WHERE x.line_id = d.line_id AND z.purchase_id = p.id AND z.archived_at = '' AND z.state <> 'label_made'), 0))) AS gone
			FROM purchase_order p JOIN purchase_due d ON d.purchase_id = p.id WHERE p.sent_at <> '' GROUP BY p.id) y
			WHERE (y.state IN ('shipped', 'closed')) <> (y.gone >= y.due) OR (y.state = 'part_shipped') <> (y.gone > 0 AND y.gone < y.due)`},
	} {
		if n := b.Int(c.query); n != 0 {
			r.Fatalf("%d %s", n, c.what)
		}
	}
	b.checkPieces(r)
	b.checkShown(r)
	b.checkFolders(r)
}

// prove looks that the books agree. That the shop asks for fewer pieces than are
// with suppliers is no fault of theirs.
func (b *business) prove(r *rapid.T) {
	got, err := proof.Check(ctx, b.DB, false)
	if err != nil || got.ForeignKeys+got.Unbalanced+got.MarginDifferences != 0 {
		r.Fatalf("the proof: %+v, %v", got.Findings, err)
	}
}

// checkPieces looks that of no order more is on its way than it ever had.
func (b *business) checkPieces(r *rapid.T) {
	var rows []struct {
		Number string
		N      model.Quantity
	}
	b.Rows(&rows, `SELECT o.number, SUM(a.quantity) AS n FROM allocation a JOIN order_line l ON l.id = a.line_id JOIN sales_order o ON o.id = l.order_id
		WHERE a.cancelled_at = '' GROUP BY o.id`)
	for _, x := range rows {
		if x.N > b.had[x.Number] {
			r.Fatalf("%d pieces of %s are with suppliers, %d were ordered", x.N, x.Number, b.had[x.Number])
		}
	}
}

// checkFolders looks that each purchase order and amendment lies in one folder
// when it left, and in none before.
func (b *business) checkFolders(r *rapid.T) {
	found, err := filepath.Glob(filepath.Join(b.out, "*", "*", "order.txt"))
	if err != nil {
		r.Fatal(err)
	}
	seen := map[string]bool{}
	for _, path := range found {
		text, err := os.ReadFile(path)
		if err != nil {
			r.Fatal(err)
		}
		number, _, _ := strings.Cut(string(text), "\n")
		if seen[number] {
			r.Fatalf("%s left twice", number)
		}
		seen[number] = true
	}
	if n := b.Int(`SELECT COUNT(*) FROM forwarding WHERE state = 'sent'`); n != int64(len(seen)) {
		r.Fatalf("%d folders for %d forwardings", len(seen), n)
	}
}

func TestBusiness_EveryPieceIsInOnePlaceWhateverIsAmended(t *testing.T) {
	storetest.Checks(t, 25)
	rapid.Check(t, func(r *rapid.T) {
		b := newBusiness(t)
		b.day(r)
		b.check(r)
		for range rapid.IntRange(5, 30).Draw(r, "steps") {
			b.act(r)
			b.check(r)
		}
		b.route()
		b.send()
		if again, err := b.forward().Forward(ctx, forward.Options{Out: b.out, Approve: true}); err != nil || len(again.Sent) != 0 {
			r.Fatalf("a further run sent %+v, %v", again.Sent, err)
		}
		b.check(r)
		b.prove(r)
	})
}
