package approval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/forward"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
)

// Board reads what waits for approval, on one state of the book.
func (s *Service) Board(ctx context.Context) (*Board, error) { return s.read(ctx, false) }

// Beginning reads what the board begins with, in its order, so that the first rows
// can be seen before all of it is read: the first purchase orders, and when these
// are all, the first lines without a supplier. Its totals are of no use.
func (s *Service) Beginning(ctx context.Context) (*Board, error) { return s.read(ctx, true) }

func (s *Service) read(ctx context.Context, first bool) (*Board, error) {
	b := &Board{Today: s.db.Today(), Waiting: []Waiting{}, Purchases: []Purchase{}}
	err := s.db.Read(ctx, func(q *gorm.DB) (err error) {
		if b.Home, err = setting.Home(q); err != nil {
			return err
		}
		if b.Floor, err = purchase.Floor(q); err != nil {
			return err
		}
		r := &reading{q: q, board: b, rates: rate.NewTable(q), at: map[seat]int{}, row: map[place]int{}, first: first, docs: s.docs}
		return r.all()
	})
	return b, err
}

// reading puts a board together.
type reading struct {
	q     *gorm.DB
	board *Board
	rates *rate.Table
	holds map[int64]allocation.Hold
	rate  []model.Rate  // of each purchase, in the order in which they were read
	at    map[seat]int  // purchases by what they stand for
	row   map[place]int // orders by purchase and order
	first bool          // only what the board begins with
	left  []int64       // purchase orders that come after that
	docs  forward.Documents
}

// seat is a purchase order, or what a supplier holds outside of any.
type seat struct {
	purchase, supplier int64
	currency           model.Currency
}

type place struct {
	purchase int
	order    int64
}

// row is a line quantity with a supplier that has not left.
type row struct {
	PurchaseID, SupplierID, AllocationID int64
	Currency                             model.Currency
	LineID, OrderID                      int64
	SKU, Name                            string
	Quantity                             model.Quantity
	UnitCost, ShippingCost               model.Amount
	Manual                               bool
	Number, Shop, Country                string
	PlacedOn                             model.Date
	Person, Company                      string
}

const orderColumns = `o.number, h.name AS shop, o.country, o.placed_on, COALESCE(c.name, '') AS person, COALESCE(c.company, '') AS company`

// What stands in purchase orders says what it costs by its copies.
const selectStanding = `SELECT pl.purchase_id, p.supplier_id, pl.allocation_id, p.currency, pl.line_id, pl.order_id, pl.sku, pl.name, pl.quantity,
	pl.unit_cost, pl.shipping_cost, a.explanation LIKE '%"manual":true%' AS manual, ` + orderColumns + `
	FROM purchase_line pl JOIN purchase_order p ON p.id = pl.purchase_id JOIN allocation a ON a.id = pl.allocation_id
	JOIN sales_order o ON o.id = pl.order_id JOIN shop h ON h.id = o.shop_id LEFT JOIN contact c ON c.id = o.ship_to_id
	WHERE pl.purchase_id IN ? ORDER BY o.placed_at, pl.order_id, pl.position`

const selectLoose = `SELECT 0 AS purchase_id, a.supplier_id, a.id AS allocation_id, a.currency, l.id AS line_id, l.order_id,
	CASE WHEN l.sku = '' THEN COALESCE(pr.sku, '') ELSE l.sku END AS sku, l.name, a.quantity,
	a.unit_cost, a.shipping_cost, a.explanation LIKE '%"manual":true%' AS manual, ` + orderColumns + `
	FROM order_line l JOIN sales_order o ON o.id = l.order_id JOIN allocation a ON a.line_id = l.id JOIN shop h ON h.id = o.shop_id
	LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN product pr ON pr.id = l.product_id LEFT JOIN contact c ON c.id = o.ship_to_id
	WHERE l.order_id IN (SELECT o.id FROM sales_order o WHERE ` + order.Waiting + `) AND a.cancelled_at = '' AND pl.id IS NULL ORDER BY o.placed_at, o.id, l.position, a.id`

func (r *reading) all() error {
	var err error
	if r.holds, err = allocation.Holds(r.q); err != nil {
		return err
	}
	ids, err := r.heads()
	if err != nil {
		return err
	}
	if r.first {
		if ids, err = r.beginning(ids); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(ids, atOnce) {
		if err := r.lines(selectStanding, some); err != nil {
			return err
		}
	}
	if err := r.lines(selectLoose); err != nil {
		return err
	}
	if err := r.margins(); err != nil {
		return err
	}
	if err := r.refills(ids); err != nil {
		return err
	}
	found, err := purchase.Review(r.q, r.board.Today, ids)
	if err != nil {
		return err
	}
	if err := r.unprinted(ids, found); err != nil {
		return err
	}
	r.warn(found)
	if err := r.waiting(); err != nil {
		return err
	}
	r.finish()
	return nil
}

// atOnce is how many records one query names.
const atOnce = 500

// heads reads the purchase orders that have not left.
func (r *reading) heads() ([]int64, error) {
	var heads []struct {
		ID, SupplierID       int64
		Number, Name, Cutoff string
		State                model.PurchaseState
		Stage                model.Stage
		Channel              model.Channel
		Currency             model.Currency
		Total                model.Amount
		Rate                 string
		Refill               bool
	}
	err := r.q.Raw(`SELECT p.kind = 'replenishment' AS refill, p.id, p.supplier_id, p.number, s.name, s.cutoff, p.state, s.stage, s.channel, p.currency, p.total, p.rate
		FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE p.state IN ('draft', 'approved') ORDER BY p.id`).Scan(&heads).Error
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(heads))
	for i, h := range heads {
		value, err := model.ParseDecimal(h.Rate)
		if err != nil {
			return nil, err
		}
		ids[i] = h.ID
		r.at[seat{purchase: h.ID}] = i
		r.rate = append(r.rate, model.Rate{From: h.Currency, To: r.board.Home, Value: value})
		r.board.Purchases = append(r.board.Purchases, Purchase{
			ID: h.ID, Number: h.Number, State: h.State, SupplierID: h.SupplierID, Supplier: h.Name, Stage: h.Stage, Channel: h.Channel,
			Cutoff: h.Cutoff, Currency: h.Currency, Total: h.Total, refill: h.Refill,
		})
	}
	return ids, nil
}

// lines reads line quantities and puts each into its order.
func (r *reading) lines(query string, args ...any) error {
	var rows []row
	if err := r.q.Raw(query, args...).Scan(&rows).Error; err != nil {
		return err
	}
	for i := range rows {
		if err := r.put(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) put(l *row) error {
	at, err := r.purchase(l)
	if err != nil {
		return err
	}
	p := &r.board.Purchases[at]
	key := place{at, l.OrderID}
	n, known := r.row[key]
	if !known {
		n = len(p.Orders)
		r.row[key] = n
		o := Order{OrderID: l.OrderID, Number: l.Number, Shop: l.Shop, Customer: cmp.Or(l.Person, l.Company), Country: l.Country, PlacedOn: l.PlacedOn, State: Loose}
		if l.PurchaseID != 0 {
			o.State = State(p.State)
		}
		if h, held := r.holds[l.OrderID]; held {
			o.State, o.Reason, o.HeldAt = Held, h.Reason, h.HeldAt
		}
		p.Orders = append(p.Orders, o)
	}
	o := &p.Orders[n]
	o.standing = o.standing || l.PurchaseID != 0
	product, err := r.rate[at].Convert(l.UnitCost.Times(l.Quantity).Round(l.Currency))
	if err != nil {
		return err
	}
	shipping, err := r.rate[at].Convert(l.ShippingCost.Round(l.Currency))
	if err != nil {
		return err
	}
	o.Lines = append(o.Lines, Line{
		LineID: l.LineID, AllocationID: l.AllocationID, SKU: l.SKU, Name: l.Name, Quantity: l.Quantity, UnitCost: l.UnitCost,
		Product: product, Shipping: shipping, Manual: l.Manual,
	})
	o.Product, o.Shipping = o.Product.Add(product), o.Shipping.Add(shipping)
	return nil
}

// purchase finds where a line quantity belongs. What is in no purchase order
// is shown with the one it would go to, else by itself.
func (r *reading) purchase(l *row) (int, error) {
	if l.PurchaseID != 0 {
		return r.at[seat{purchase: l.PurchaseID}], nil
	}
	key := seat{supplier: l.SupplierID, currency: l.Currency}
	if at, ok := r.at[key]; ok {
		return at, nil
	}
	var s struct {
		Name, Cutoff string
		Stage        model.Stage
		Channel      model.Channel
		Batching     model.Batching
	}
	err := r.q.Raw(`SELECT name, cutoff, stage, channel, batching FROM supplier WHERE id = ?`, l.SupplierID).Scan(&s).Error
	if err != nil {
		return 0, err
	}
	if s.Batching != model.PerOrder {
		for i := len(r.board.Purchases) - 1; i >= 0; i-- {
			if p := &r.board.Purchases[i]; !p.refill && p.SupplierID == l.SupplierID && p.Currency == l.Currency {
				r.at[key] = i
				return i, nil
			}
		}
	}
	rate, err := r.rates.On(r.board.Today, l.Currency, r.board.Home)
	if err != nil {
		return 0, err
	}
	r.at[key] = len(r.board.Purchases)
	r.rate = append(r.rate, rate)
	r.board.Purchases = append(r.board.Purchases, Purchase{
		SupplierID: l.SupplierID, Supplier: s.Name, Stage: s.Stage, Channel: s.Channel, Cutoff: s.Cutoff, Currency: l.Currency,
	})
	return r.at[key], nil
}

// warn puts the warnings to their orders; those that name none stay with the
// purchase order.
func (r *reading) warn(found map[int64][]purchase.Warning) {
	for at := range r.board.Purchases {
		p := &r.board.Purchases[at]
		for _, w := range found[p.ID] {
			n, ok := r.row[place{at, w.Facts.OrderID}]
			if !ok || w.Code == purchase.WarnSupplier {
				p.Warnings = append(p.Warnings, w)
				continue
			}
			if w.Code != purchase.WarnHeld { // the state says it
				p.Orders[n].Warnings = append(p.Orders[n].Warnings, w)
			}
		}
	}
}

// waiting reads the lines without a supplier.
func (r *reading) waiting() error {
	lines, err := r.unsupplied()
	if err != nil {
		return err
	}
	for i := range lines {
		l := &lines[i]
		r.board.Waiting = append(r.board.Waiting, Waiting{
			LineID: l.LineID, OrderID: l.OrderID, Number: l.Order, Shop: l.Shop, Customer: l.Customer, Country: l.Country,
			PlacedOn: l.PlacedOn, SKU: l.SKU, Name: l.Name, Quantity: l.Quantity, Code: l.Code, Reason: l.Reason, HeldAt: l.HeldAt,
		})
	}
	return nil
}

// finish adds up and sorts.
func (r *reading) finish() {
	b := r.board
	b.Totals.Waiting, b.Totals.Booked = len(b.Waiting), true
	orders, suppliers := map[int64]bool{}, map[int64]bool{}
	held := map[int64]bool{}
	for at := range b.Purchases {
		p := &b.Purchases[at]
		p.Booked = true
		for n := range p.Orders {
			o := &p.Orders[n]
			o.Cost, o.Items = o.Product.Add(o.Shipping), items(o.Lines)
			if o.State == Held {
				p.Held++
				held[o.OrderID] = true
				continue
			}
			p.add(&o.Sums)
			suppliers[p.SupplierID] = true
			if o.Refill {
				continue
			}
			orders[o.OrderID] = true
			b.Totals.count(o)
			if o.State == Loose {
				b.Loose++
			}
		}
		slices.SortStableFunc(p.Orders, func(x, y Order) int {
			return cmp.Or(cmp.Compare(x.PlacedOn, y.PlacedOn), cmp.Compare(x.OrderID, y.OrderID))
		})
		if p.ID != 0 && p.Held < len(p.Orders) {
			b.Totals.Purchases++
		}
		b.Totals.add(&p.Sums)
	}
	b.Totals.Orders, b.Totals.Suppliers, b.Totals.Held = len(orders), len(suppliers), len(held)
	slices.SortStableFunc(b.Purchases, inOrder)
	r.cut()
}

// inOrder is the order of purchase orders on the board: by cut-off, those without
// one last, then by supplier.
func inOrder(x, y Purchase) int {
	return cmp.Or(cmp.Compare(late(x.Cutoff), late(y.Cutoff)), cmp.Compare(model.NameKey(x.Supplier), model.NameKey(y.Supplier)),
		cmp.Compare(last(x.ID), last(y.ID)))
}

// count counts an order that is not held.
func (t *Totals) count(o *Order) {
	if o.State == Approved {
		t.Approved++
	}
	worst, found := o.Severity()
	switch {
	case !found:
	case worst == purchase.Block:
		t.Blocked++
		t.Cautioned++
	case worst == purchase.Caution:
		t.Cautioned++
	}
}

// late puts suppliers without a cut-off behind those with one.
func late(cutoff string) string { return cmp.Or(cutoff, "99") }

// last puts what is in no purchase order behind those.
func last(id int64) int64 {
	if id == 0 {
		return 1 << 62
	}
	return id
}

func items(lines []Line) string {
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = fmt.Sprintf("%d × %s", l.Quantity, cmp.Or(l.Name, l.SKU))
	}
	return strings.Join(parts, "; ")
}
