package order

import "github.com/dropledger/dropledger/model"

// The states of an order. They are worked out from its lines and never set.
const (
	ToRoute       = "to_route"
	Held          = "held"
	ToForward     = "to_forward"
	PartForwarded = "part_forwarded"
	Forwarded     = "forwarded"
	Fulfilled     = "fulfilled"
	Cancelled     = "cancelled"
	Voided        = "voided"
	Refunded      = "refunded"
)

// States lists the order states in the order of an order's life.
func States() []string {
	return []string{ToRoute, Held, ToForward, PartForwarded, Forwarded, Fulfilled, Cancelled, Voided, Refunded}
}

// OpenStates lists the states in which something is still to be done, or to come.
func OpenStates() []string { return []string{ToRoute, Held, ToForward, PartForwarded, Forwarded} }

// Waiting is the SQL condition that the shop has not ended an order o: only such
// an order can be open, and only its lines need a look. It is spelt as the index
// of these orders is.
const Waiting = `o.cancelled_on = '' AND o.payment NOT IN ('voided', 'refunded') AND o.fulfilment NOT IN ('fulfilled', 'restocked')`

// Wanted is the SQL condition that a line l of such an order waits for a supplier.
const Wanted = `l.shippable = 1 AND l.fulfilment IN ('pending', 'partial')`

// Progress is how far the lines of an order are that the shop has not ended:
// the pieces that wait for a supplier, those given to one and those of them that
// left, and how many lines are held.
type Progress struct {
	Open, Allocated, Forwarded model.Quantity
	Held                       int
}

// State is the state these pieces make of an order.
func (p Progress) State() string {
	switch {
	case p.Open == 0:
		return Fulfilled
	case p.Forwarded > 0 && p.Forwarded >= p.Allocated && p.Held == 0 && p.Allocated >= p.Open:
		return Forwarded
	case p.Forwarded > 0:
		return PartForwarded
	case p.Held > 0:
		return Held
	case p.Allocated > 0:
		return ToForward
	}
	return ToRoute
}
