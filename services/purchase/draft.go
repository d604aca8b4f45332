package purchase

import (
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/rate"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// series is the name of the number series of purchase orders.
const series = "purchase"

// loose is an allocation that stands in no purchase order.
type loose struct {
	ID, SupplierID, LineID, OrderID int64
	Quantity                        model.Quantity
	UnitCost, ShippingCost          model.Amount
	Currency                        model.Currency
	Service, SKU, Name, SupplierSKU string
	Batching                        model.Batching
}

// basket is what goes into one purchase order: one supplier, one currency, and
// one sales order where the supplier wants it so, else order 0.
type basket struct {
	supplier, order int64
	currency        model.Currency
}

func (l *loose) basket() basket {
	b := basket{supplier: l.SupplierID, currency: l.Currency}
	if l.Batching == model.PerOrder {
		b.order = l.OrderID
	}
	return b
}

// selectLoose lists what stands in no purchase order and is not held by hand.
// It starts from the orders that still wait: they are few.
const selectLoose = `SELECT a.id, a.supplier_id, a.line_id, l.order_id, a.quantity, a.unit_cost, a.shipping_cost, a.currency, a.service,
		CASE WHEN l.sku = '' THEN COALESCE(pr.sku, '') ELSE l.sku END AS sku, l.name, f.supplier_sku, s.batching
		FROM order_line l JOIN sales_order o ON o.id = l.order_id JOIN allocation a ON a.line_id = l.id JOIN offer f ON f.id = a.offer_id
		JOIN supplier s ON s.id = a.supplier_id LEFT JOIN product pr ON pr.id = l.product_id
		LEFT JOIN purchase_line pl ON pl.allocation_id = a.id
		WHERE l.order_id IN (SELECT o.id FROM sales_order o WHERE ` + order.Waiting + `) AND a.cancelled_at = '' AND pl.id IS NULL AND l.order_id NOT IN (` + allocation.HeldOrders + `)
		ORDER BY s.name_key, o.placed_at, o.id, l.position, a.id`

// Draft gathers all allocations that stand in no purchase order, per supplier by
// its batching, into its open draft or a new one; what is held by hand stays
// out. Names, SKUs, prices and the rate are copies: the purchase order keeps
// saying what was ordered, whatever changes later. It returns the ids of the
// purchase orders it wrote to.
func Draft(tx *store.Tx) ([]int64, error) { return gather(tx, Seat{}) }

// gather is Draft that first of all fills a seat.
func gather(tx *store.Tx, seat Seat) ([]int64, error) {
	var all []loose
	err := tx.Raw(selectLoose).Scan(&all).Error
	if err != nil || len(all) == 0 {
		return nil, err
	}
	d, err := newDrafter(tx)
	if err != nil {
		return nil, err
	}
	if seat.purchase != 0 {
		d.open[seat.basket], d.last[seat.purchase] = seat.purchase, seat.last
	}
	for i := range all {
		if err := d.put(&all[i]); err != nil {
			return nil, err
		}
	}
	for _, id := range d.written {
		if _, err := allocation.Total(tx, id); err != nil {
			return nil, err
		}
	}
	return d.written, nil
}

type drafter struct {
	tx      *store.Tx
	home    model.Currency
	rates   *rate.Table
	prefix  string
	open    map[basket]int64
	last    map[int64]int // last position by purchase order
	written []int64
}

func newDrafter(tx *store.Tx) (*drafter, error) {
	d := &drafter{tx: tx, rates: rate.NewTable(tx.DB), open: map[basket]int64{}, last: map[int64]int{}}
	var err error
	if d.home, err = setting.Home(tx.DB); err != nil {
		return nil, err
	}
	d.prefix, err = setting.Value(tx.DB, setting.PurchasePrefix)
	return d, err
}

// put adds an allocation to the draft it belongs to.
func (d *drafter) put(l *loose) error {
	b := l.basket()
	id, ok := d.open[b]
	if !ok {
		var err error
		if id, err = d.find(b); err != nil {
			return err
		}
		if id == 0 {
			if id, err = d.begin(b); err != nil {
				return err
			}
		}
		d.open[b] = id
	}
	if !slices.Contains(d.written, id) {
		d.written = append(d.written, id)
	}
	add, err := d.tx.Prepare(`INSERT INTO purchase_line (purchase_id, allocation_id, line_id, order_id, position, sku, supplier_sku, name,
		quantity, unit_cost, shipping_cost, service) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	d.last[id]++
	_, err = add.Exec(id, l.ID, l.LineID, l.OrderID, d.last[id], l.SKU, l.SupplierSKU, l.Name,
		int64(l.Quantity), int64(l.UnitCost), int64(l.ShippingCost), l.Service)
	return err
}

const (
	lastPosition = `(SELECT MAX(x.position) FROM purchase_line x WHERE x.purchase_id = p.id) AS last`
	gathering    = `SELECT p.id, ` + lastPosition + ` FROM purchase_order p
		WHERE p.supplier_id = ? AND p.state = 'draft' AND p.currency = ? AND p.kind = 'dropship' ORDER BY p.id DESC LIMIT 1`
	perOrder = `SELECT p.id, ` + lastPosition + ` FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
		WHERE l.order_id = ? AND p.supplier_id = ? AND p.state = 'draft' AND p.currency = ?
			AND NOT EXISTS (SELECT 1 FROM purchase_line x WHERE x.purchase_id = p.id AND x.order_id <> ?)
		ORDER BY p.id DESC LIMIT 1`
)

// find returns the draft that is open for the basket, 0 for none. The newest
// draft of a supplier that gathers takes whatever comes until it is approved.
func (d *drafter) find(b basket) (int64, error) {
	var p struct {
		ID   int64
		Last int
	}
	query, args := gathering, []any{b.supplier, string(b.currency)}
	if b.order != 0 {
		query, args = perOrder, []any{b.order, b.supplier, string(b.currency), b.order}
	}
	err := d.tx.Raw(query, args...).Scan(&p).Error
	d.last[p.ID] = p.Last
	if err != nil || p.ID == 0 || b.order != 0 {
		return p.ID, err
	}
	return p.ID, d.clear(p.ID)
}

// clear takes orders held by hand out of a draft that others are to join, so
// that they keep nobody from leaving.
func (d *drafter) clear(id int64) error {
	var held []int64
	err := d.tx.Raw(`SELECT DISTINCT order_id FROM purchase_line WHERE purchase_id = ? AND order_id IN (`+allocation.HeldOrders+`)`, id).Scan(&held).Error
	for _, order := range held {
		if err := takeOut(d.tx, id, order, "the order is held"); err != nil {
			return err
		}
	}
	return err
}

// begin makes an empty draft with the next number.
func (d *drafter) begin(b basket) (int64, error) {
	number, err := d.number()
	if err != nil {
		return 0, err
	}
	r, err := d.rates.On(d.tx.Today, b.currency, d.home)
	if err != nil {
		return 0, err
	}
	var id int64
	err = d.tx.Raw(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at)
		VALUES (?, ?, 'draft', ?, 0, 0, 0, ?, ?, ?, ?) RETURNING id`,
		number, b.supplier, string(b.currency), r.Value.String(), string(r.Date), r.Source, string(d.tx.Now)).Scan(&id).Error
	if err != nil {
		return 0, err
	}
	return id, history.Record(d.tx, history.Subject{Kind: allocation.PurchaseKind, ID: id, Key: number}, history.Created(), "")
}

// number takes the next number of the series; a transaction that fails gives it
// back, so that none is missing.
func (d *drafter) number() (string, error) {
	var n int64
	err := d.tx.Raw(`INSERT INTO number_series (name, next) VALUES (?, 2)
		ON CONFLICT (name) DO UPDATE SET next = number_series.next + 1 RETURNING next - 1`, series).Scan(&n).Error
	return fmt.Sprintf("%s%06d", d.prefix, n), err
}
