// Package allocation keeps which line quantity is with which supplier, and in
// which purchase order it stands. Choosing suppliers, gathering purchase orders
// and forwarding all take quantities back through it, so that a quantity is
// always in exactly one place.
//
// It must not know why a supplier is chosen, nor how orders reach suppliers.
package allocation

import (
	"fmt"
	"math"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/store"
)

// Kinds of records in the history.
const (
	Kind         = "allocation"
	PurchaseKind = "purchase"
)

// Cancelled is an allocation that was taken back. Purchase is the number of the
// purchase order it stood in, "" when in none.
type Cancelled struct {
	ID         int64               `json:"-"`
	OrderID    int64               `json:"-"`
	OrderNo    string              `json:"order"`
	Position   int                 `json:"line"`
	SKU        string              `json:"sku"`
	Supplier   string              `json:"supplier"`
	Quantity   model.Quantity      `json:"quantity"`
	Purchase   string              `json:"purchase,omitempty"`
	Reason     string              `json:"reason"`
	PurchaseID int64               `json:"-"`
	State      model.PurchaseState `json:"-"`
	Ended      model.Instant       `json:"-"`
}

const selectOne = `SELECT a.id, l.order_id, o.number AS order_no, l.position, l.sku, s.name AS supplier, a.quantity,
	COALESCE(p.number, '') AS purchase, COALESCE(p.id, 0) AS purchase_id, COALESCE(p.state, '') AS state, a.cancelled_at AS ended
	FROM allocation a JOIN order_line l ON l.id = a.line_id JOIN sales_order o ON o.id = l.order_id JOIN supplier s ON s.id = a.supplier_id
	LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN purchase_order p ON p.id = pl.purchase_id WHERE a.id = ?`

// Cancel takes an allocation back, so that its line waits for a supplier again.
// It leaves the draft it stood in; an approved purchase order becomes a draft
// again, because what was approved is no longer what it says, and an empty one
// is cancelled. What has left, or is leaving, is refused. The caller brings the
// order's books along.
func Cancel(tx *store.Tx, id int64, why string) (Cancelled, error) {
	var c Cancelled
	if err := tx.Raw(selectOne, id).Scan(&c).Error; err != nil {
		return c, err
	}
	c.Reason = why
	if c.ID == 0 {
		return c, model.Errorf(model.NotFound, "The book has no allocation %d.", id)
	}
	if c.Ended != "" {
		return c, model.Errorf(model.Conflict, "Line %d of order %s was already taken back from %s.", c.Position, c.OrderNo, c.Supplier)
	}
	if c.State.Forwarded() || c.State == model.PurchaseQueued {
		return c, model.Errorf(model.Refused, "Line %d of order %s left with purchase order %s. Ask %s to cancel it; nothing was changed.",
			c.Position, c.OrderNo, c.Purchase, c.Supplier)
	}
	if c.State.Changeable() {
		if err := takeOut(tx, &c); err != nil {
			return c, err
		}
	}
	if err := tx.Exec(`UPDATE allocation SET cancelled_at = ? WHERE id = ?`, string(tx.Now), id).Error; err != nil {
		return c, err
	}
	return c, history.Record(tx, subject(&c), []history.Change{{Field: "state", Old: "active", New: "cancelled"}}, why)
}

func subject(c *Cancelled) history.Subject {
	return history.Subject{Kind: Kind, ID: c.ID, Key: fmt.Sprintf("%s line %d to %s", c.OrderNo, c.Position, c.Supplier)}
}

// takeOut removes the allocation's line from its purchase order.
func takeOut(tx *store.Tx, c *Cancelled) error {
	if err := tx.Exec(`DELETE FROM purchase_line WHERE allocation_id = ?`, c.ID).Error; err != nil {
		return err
	}
	lines, err := Total(tx, c.PurchaseID)
	if err != nil {
		return err
	}
	changes := []history.Change{{Field: "line", Old: fmt.Sprintf("%s of order %s, %d pieces", c.SKU, c.OrderNo, c.Quantity)}}
	state := model.PurchaseDraft
	if lines == 0 {
		state = model.PurchaseCancelled
	}
	if state != c.State {
		err := tx.Exec(`UPDATE purchase_order SET state = ?, approved_at = '' WHERE id = ?`, string(state), c.PurchaseID).Error
		if err != nil {
			return err
		}
		changes = append(changes, history.Change{Field: "state", Old: string(c.State), New: string(state)})
	}
	return history.Record(tx, history.Subject{Kind: PurchaseKind, ID: c.PurchaseID, Key: c.Purchase}, changes, c.Reason)
}

// Total adds a purchase order up anew from its lines, each rounded half away
// from zero to the minor unit, and returns how many lines it has.
func Total(tx *store.Tx, purchaseID int64) (int, error) {
	var lines []struct {
		Quantity               model.Quantity
		UnitCost, ShippingCost model.Amount
		Currency               model.Currency
	}
	err := tx.Raw(`SELECT l.quantity, l.unit_cost, l.shipping_cost, p.currency FROM purchase_line l
		JOIN purchase_order p ON p.id = l.purchase_id WHERE p.id = ?`, purchaseID).Scan(&lines).Error
	if err != nil {
		return 0, err
	}
	var goods, shipping model.Amount
	for _, l := range lines {
		goods = goods.Add(l.UnitCost.Times(l.Quantity).Round(l.Currency))
		shipping = shipping.Add(l.ShippingCost.Round(l.Currency))
	}
	return len(lines), tx.Exec(`UPDATE purchase_order SET goods = ?, shipping = ?, total = ?, version = version + 1 WHERE id = ?`,
		int64(goods), int64(shipping), int64(goods.Add(shipping)), purchaseID).Error
}

// Reservations are quantities of one product that one supplier has to find for
// us, by allocation, the oldest first.
type Reservations []struct {
	ID       int64
	Quantity model.Quantity
}

// Reserved lists what has to come out of a stock count of that day: what was
// given to the supplier but not forwarded yet, so that the supplier cannot know
// of it, and what was forwarded on that day or later.
func Reserved(q *gorm.DB, supplierID, productID int64, counted model.Date) (Reservations, error) {
	var r Reservations
	err := q.Raw(`SELECT a.id, a.quantity FROM order_line l JOIN allocation a ON a.line_id = l.id
		LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN purchase_order p ON p.id = pl.purchase_id
		WHERE l.product_id = ? AND a.supplier_id = ? AND a.cancelled_at = '' AND (p.id IS NULL OR p.sent_at = '' OR p.sent_at >= ?)
		ORDER BY a.id`, productID, supplierID, string(counted)).Scan(&r).Error
	return r, err
}

// Total adds all of them up.
func (r Reservations) Total() model.Quantity { return r.Until(math.MaxInt64) }

// Without adds up all but the given allocation.
func (r Reservations) Without(id int64) model.Quantity {
	sum := r.Total()
	for _, a := range r {
		if a.ID == id {
			sum -= a.Quantity
		}
	}
	return sum
}

// Until adds up those not after the given allocation: first come, first served.
func (r Reservations) Until(last int64) model.Quantity {
	var sum model.Quantity
	for _, a := range r {
		if a.ID <= last {
			sum += a.Quantity
		}
	}
	return sum
}
