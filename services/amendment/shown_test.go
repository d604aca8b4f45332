package amendment_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer"
	"github.com/dropledger/dropledger/services/orderbook"
	"github.com/dropledger/dropledger/services/parcel"
)

// file writes a file to be imported and imports it.
func (b *business) file(r *rapid.T, rows ...string) {
	b.files++
	path := filepath.Join(b.out, fmt.Sprintf("%d.csv", b.files))
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		r.Fatal(err)
	}
	s := importer.New(b.DB, b.Bus, b.Jobs)
	res, err := s.Import(ctx, []string{path}, importer.Options{Shop: "Shop"})
	fine(r, err)
	if res.Files[0].Batch == nil {
		return
	}
	b.batches = append(b.batches, *res.Files[0].Batch)
	if rapid.Bool().Draw(r, "twice") {
		again, err := s.Import(ctx, []string{path}, importer.Options{Shop: "Shop"})
		if err != nil || again.Files[0].Created+again.Files[0].Updated != 0 {
			r.Fatalf("the same file again: %v, %+v", err, again.Files[0].Rows)
		}
	}
}

// day is the work of a morning: orders come, are routed, and leave.
func (b *business) day(r *rapid.T) {
	b.order(r)
	b.brought(r)
	b.route()
	b.send()
}

const shopHeader = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at," +
	"Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status," +
	"Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Refunded Amount,Cancelled at,Payment Method,Id,Source"

// brought brings an order with a file of the shop.
func (b *business) brought(r *rapid.T) {
	b.made++
	number, n := fmt.Sprint("#", b.made), rapid.IntRange(1, 3).Draw(r, "pieces")
	b.had[number] = model.Quantity(n)
	when := b.Now.Format("2006-01-02 15:04:05 +0000")
	b.file(r, shopHeader, fmt.Sprintf("%s,x@example.com,paid,%s,unfulfilled,,no,EUR,%d.00,0.00,0.00,%d.00,,0.00,,%s,%d,Product A,50.00,,A,true,true,pending,N,Street 1,Berlin,10115,DE,0.00,,,%d,web",
		number, when, 50*n, 50*n, when, n, 9000+b.made))
}

// told brings an acknowledgement with a file of the supplier, in part and dearer.
func (b *business) told(r *rapid.T) {
	po := b.pick(r, sentOnes)
	if po == "" {
		return
	}
	sku := b.Text(`SELECT sku FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id WHERE p.number = ? LIMIT 1`, po)
	b.file(r, "PO,SKU,Confirmed qty,Price,Ack status", fmt.Sprintf("%s,%s,%d,%s,%s", po, sku, rapid.IntRange(0, 3).Draw(r, "comes"),
		rapid.SampledFrom([]string{"", "5", "9"}).Draw(r, "price"), rapid.SampledFrom([]string{"", "Accepted", "IB"}).Draw(r, "status")))
}

// tracked brings a parcel with a file of tracking numbers, of all that is left or
// of more than was ordered.
func (b *business) tracked(r *rapid.T) {
	po := b.pick(r, sentOnes)
	if po == "" {
		return
	}
	var l struct{ Number, SKU string }
	b.Rows(&l, `SELECT o.number, d.sku FROM purchase_due d JOIN sales_order o ON o.id = d.order_id JOIN purchase_order p ON p.id = d.purchase_id WHERE p.number = ? ORDER BY d.id DESC LIMIT 1`, po)
	b.parcels++
	sku, n := l.SKU, fmt.Sprint(rapid.IntRange(1, 6).Draw(r, "pieces"))
	if rapid.Bool().Draw(r, "all") {
		sku, n = "", ""
	}
	b.file(r, "Order,PO number,Tracking number,Ship date,SKU,Quantity", fmt.Sprintf("%s,%s,F%d,%s,%s,%s", l.Number, po, b.parcels, b.Today(), sku, n))
}

// undo takes an import back, if nothing depends on it.
func (b *business) undo(r *rapid.T) {
	if len(b.batches) > 0 {
		_, err := importer.New(b.DB, b.Bus, b.Jobs).Undo(ctx, rapid.SampledFrom(b.batches).Draw(r, "batch"))
		fine(r, err)
	}
}

// over enters a parcel with more pieces than were ordered.
func (b *business) over(r *rapid.T) {
	po := b.pick(r, sentOnes)
	if po == "" {
		return
	}
	var l struct {
		Number, SKU string
		Quantity    model.Quantity
	}
	b.Rows(&l, `SELECT o.number, d.sku, d.quantity FROM purchase_due d JOIN sales_order o ON o.id = d.order_id JOIN purchase_order p ON p.id = d.purchase_id WHERE p.number = ? ORDER BY d.id LIMIT 1`, po)
	b.parcels++
	state := model.ParcelShipped
	_, err := parcel.New(b.DB, b.Bus).Put(ctx, []parcel.Input{{
		Tracking: fmt.Sprint("T", b.parcels), Purchase: &po, State: &state, Lines: &[]parcel.LineInput{{Order: l.Number, SKU: l.SKU, Quantity: l.Quantity + 2}},
	}})
	fine(r, err)
}

func (b *business) returned(r *rapid.T) { b.moveParcel(r, model.Returned) }

// place is where the pieces of one order line are, from the rows of the book.
type place struct {
	OrderID                              int64
	Number, CancelledOn                  string
	Wanted                               bool // the shop asks for it
	Quantity, Given, Left, Gone, Arrived model.Quantity
	Held                                 bool
}

const places = `SELECT o.id AS order_id, o.number, o.cancelled_on, l.quantity, l.shippable = 1 AND l.fulfilment IN ('pending', 'partial') AS wanted,
	EXISTS (SELECT 1 FROM held_line h WHERE h.line_id = l.id) AS held,
	COALESCE((SELECT SUM(a.quantity) FROM allocation a WHERE a.line_id = l.id AND a.cancelled_at = ''), 0) AS given,
	COALESCE((SELECT SUM(a.quantity) FROM allocation a JOIN purchase_line p ON p.allocation_id = a.id JOIN purchase_order u ON u.id = p.purchase_id
		WHERE a.line_id = l.id AND a.cancelled_at = '' AND u.state IN ('queued', 'sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed')), 0) AS "left",
	COALESCE((SELECT SUM(x.quantity) FROM parcel_line x JOIN parcel z ON z.id = x.parcel_id
		WHERE x.line_id = l.id AND z.archived_at = '' AND z.state IN ('shipped', 'in_transit', 'customs_hold', 'out_for_delivery', 'delivered')), 0) AS gone,
	COALESCE((SELECT SUM(x.quantity) FROM parcel_line x JOIN parcel z ON z.id = x.parcel_id WHERE x.line_id = l.id AND z.archived_at = '' AND z.state = 'delivered'), 0) AS arrived
	FROM sales_order o JOIN order_line l ON l.order_id = o.id ORDER BY o.id, l.position`

// expected is the state that the places of an order's lines make. Of a line no more
// pieces count than the shop asks for.
func expected(lines []place) string {
	if lines[0].CancelledOn != "" {
		return "cancelled"
	}
	var open, given, left, gone, arrived model.Quantity
	held := false
	for _, l := range lines {
		given, left, held = given+l.Given, left+l.Left, held || l.Held
		if l.Wanted {
			open, gone, arrived = open+l.Quantity, gone+min(l.Gone, l.Quantity), arrived+min(l.Arrived, l.Quantity)
		}
	}
	switch {
	case open == 0:
		return "fulfilled"
	case left == 0 && held:
		return "held"
	case left == 0 && given > 0:
		return "to_forward"
	case left == 0:
		return "to_route"
	case held || left < given || given < open:
		return "part_forwarded"
	case arrived >= open:
		return "delivered"
	case gone >= open:
		return "shipped"
	case gone > 0:
		return "part_shipped"
	}
	return "forwarded"
}

// checkShown looks that each order is shown as its lines and parcels stand, in the
// list and on its own, and that no line is given out beyond what it ever had.
func (b *business) checkShown(r *rapid.T) {
	var all []place
	b.Rows(&all, places)
	byOrder := map[int64][]place{}
	for _, l := range all {
		byOrder[l.OrderID] = append(byOrder[l.OrderID], l)
	}
	s := orderbook.New(b.DB, b.Bus)
	found, err := s.Find(ctx, orderbook.Query{})
	if err != nil {
		r.Fatal(err)
	}
	for _, row := range found.Rows(0, found.Count) {
		lines := byOrder[row.ID]
		d, err := s.Detail(ctx, row.ID)
		if err != nil {
			r.Fatal(err)
		}
		if want := expected(lines); row.State != want || d.State != want {
			r.Fatalf("%s is shown as %s in the list and %s on its own, its pieces say %s: %+v", row.Number, row.State, d.State, want, lines)
		}
		delete(byOrder, row.ID)
	}
	if len(byOrder) > 0 {
		r.Fatalf("%d orders are not in the list", len(byOrder))
	}
	if n := b.Int(`SELECT COUNT(*) FROM (SELECT x.line_id, SUM(x.quantity - x.extra) AS n, l.quantity FROM parcel_line x JOIN parcel z ON z.id = x.parcel_id JOIN order_line l ON l.id = x.line_id
		WHERE z.archived_at = '' AND z.state NOT IN ('returned', 'lost') GROUP BY x.line_id
		HAVING n > (SELECT SUM(k.quantity) FROM purchase_line k WHERE k.line_id = x.line_id)) y`); n != 0 {
		r.Fatalf("%d lines have more pieces in parcels than were ordered, and nobody says so", n)
	}
}
