package order

import "github.com/dropledger/dropledger/model"

// The states of an order. They are worked out from its lines and never set.
const (
	ToRoute       = "to_route"
	Held          = "held"
	ToForward     = "to_forward"
	PartForwarded = "part_forwarded"
	Forwarded     = "forwarded"
	PartShipped   = "part_shipped" // all of these: every piece was forwarded
	Shipped       = "shipped"
	Delivered     = "delivered"
	Fulfilled     = "fulfilled"
	Cancelled     = "cancelled"
	Voided        = "voided"
	Refunded      = "refunded"
)

// States lists the order states in the order of an order's life.
func States() []string {
	return []string{ToRoute, Held, ToForward, PartForwarded, Forwarded, PartShipped, Shipped, Delivered, Fulfilled, Cancelled, Voided, Refunded}
}

// OpenStates lists the states in which something is still to be done, or to come.
func OpenStates() []string {
	return []string{ToRoute, Held, ToForward, PartForwarded, Forwarded, PartShipped, Shipped}
}

// Waiting is the SQL condition that the shop has not ended an order o: only such
// an order can be open, and only its lines need a look. It is spelt as the index
// of these orders is.
const Waiting = `o.cancelled_on = '' AND o.payment NOT IN ('voided', 'refunded') AND o.fulfilment NOT IN ('fulfilled', 'restocked')`

// Wanted is the SQL condition that a line l of such an order waits for a supplier.
const Wanted = `l.shippable = 1 AND l.fulfilment IN ('pending', 'partial')`

// OpenPieces is the SQL for how many pieces of a line l of such an order suppliers
// are to send: all but what the shop sent itself (model.OrderLine.Open). A shop
// also calls a line partly sent because one of our parcels left, so what suppliers
// were given counts in any case.
const OpenPieces = `CASE WHEN NOT (` + Wanted + `) THEN 0
	WHEN l.fulfilment = 'partial' AND l.quantity <= 2 THEN MIN(l.quantity, MAX(1,
		(SELECT COALESCE(SUM(g.quantity), 0) FROM allocation g WHERE g.line_id = l.id AND g.cancelled_at = '')))
	ELSE l.quantity END`

// Progress is how far the lines of an order are that the shop has not ended:
// the pieces that wait for a supplier, those given to one and those of them that
// were forwarded, those in parcels that left and that arrived, and how many lines
// are held. Of a line no more pieces are shipped or delivered than are open.
type Progress struct {
	Open, Allocated, Forwarded, Shipped, Delivered model.Quantity
	Held                                           int
}

// ShippedPieces and DeliveredPieces are the SQL for how many pieces of a line l are in parcels that left,
// and in those that arrived. Pieces that came back or were lost do neither.
const (
	ShippedPieces = `(SELECT COALESCE(SUM(x.quantity), 0) FROM parcel_line x JOIN parcel z ON z.id = x.parcel_id
		WHERE x.line_id = l.id AND z.archived_at = '' AND z.state NOT IN ('label_made', 'returned', 'lost'))`
	DeliveredPieces = `(SELECT COALESCE(SUM(x.quantity), 0) FROM parcel_line x JOIN parcel z ON z.id = x.parcel_id
		WHERE x.line_id = l.id AND z.archived_at = '' AND z.state = 'delivered')`
)

// State is the state these pieces make of an order.
func (p Progress) State() string {
	switch {
	case p.Open == 0:
		return Fulfilled
	case p.Forwarded > 0 && p.Forwarded >= p.Allocated && p.Held == 0 && p.Allocated >= p.Open:
		return p.onTheWay()
	case p.Forwarded > 0:
		return PartForwarded
	case p.Held > 0:
		return Held
	case p.Allocated > 0:
		return ToForward
	}
	return ToRoute
}

// onTheWay is the state of an order of which every piece was forwarded.
func (p Progress) onTheWay() string {
	switch {
	case p.Delivered >= p.Open:
		return Delivered
	case p.Shipped >= p.Open:
		return Shipped
	case p.Shipped > 0:
		return PartShipped
	}
	return Forwarded
}
