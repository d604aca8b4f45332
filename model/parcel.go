package model

import (
	"fmt"
	"slices"
)

// ParcelState is how far a parcel has come.
type ParcelState string

// The states of a parcel. Those after delivered are ends without a delivery.
const (
	LabelMade      ParcelState = "label_made" // a number, but nothing has left yet
	ParcelShipped  ParcelState = "shipped"
	InTransit      ParcelState = "in_transit"
	CustomsHold    ParcelState = "customs_hold"
	OutForDelivery ParcelState = "out_for_delivery"
	Delivered      ParcelState = "delivered"
	Returned       ParcelState = "returned" // to the sender
	Lost           ParcelState = "lost"
)

// ParcelStates lists all states in the order of a parcel's way.
func ParcelStates() []ParcelState {
	return []ParcelState{LabelMade, ParcelShipped, InTransit, CustomsHold, OutForDelivery, Delivered, Returned, Lost}
}

// Valid tells whether s is one of the states above.
func (s ParcelState) Valid() bool { return slices.Contains(ParcelStates(), s) }

// Words is the state's name for people.
func (s ParcelState) Words() string {
	switch s {
	case LabelMade:
		return "label made"
	case InTransit:
		return "in transit"
	case CustomsHold:
		return "held by customs"
	case OutForDelivery:
		return "out for delivery"
	case Returned:
		return "returned to sender"
	}
	return string(s)
}

// Left tells whether the pieces in a parcel of this state have left the sender.
func (s ParcelState) Left() bool { return s != LabelMade }

// Arriving tells whether the pieces have left and still count as reaching the
// customer; those that came back or were lost have to be sent again.
func (s ParcelState) Arriving() bool { return s.Left() && s != Returned && s != Lost }

// Ended tells whether nothing more is to come of a parcel.
func (s ParcelState) Ended() bool { return s == Delivered || s == Returned || s == Lost }

// Shipment counts the pieces of a purchase order: ordered, left and delivered.
// Of each line no more pieces count than were ordered, so that too many of one
// article never stand for another that is missing.
type Shipment struct{ Ordered, Left, Delivered Quantity }

// Add counts one line.
func (s *Shipment) Add(ordered, left, delivered Quantity) {
	s.Ordered += ordered
	s.Left += min(left, ordered)
	s.Delivered += min(delivered, ordered)
}

// State is what the pieces make of a purchase order the supplier has; before is
// its state without any parcel: sent or acknowledged.
func (s Shipment) State(before PurchaseState) PurchaseState {
	switch {
	case s.Ordered == 0 || s.Left == 0:
		return before
	case s.Delivered >= s.Ordered:
		return PurchaseClosed
	case s.Left >= s.Ordered:
		return PurchaseShipped
	}
	return PurchasePartShipped
}

// Pieces writes "1 piece" or "n pieces".
func Pieces(n Quantity) string {
	if n == 1 {
		return "1 piece"
	}
	return fmt.Sprintf("%d pieces", n)
}
