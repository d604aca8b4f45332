package model

import (
	"fmt"
	"slices"
)

// PurchaseState is how far a purchase order has come.
type PurchaseState string

// The states of a purchase order.
const (
	PurchaseDraft        PurchaseState = "draft"
	PurchaseApproved     PurchaseState = "approved"
	PurchaseQueued       PurchaseState = "queued"  // it is leaving
	PurchaseSent         PurchaseState = "sent"    // the supplier has it
	PurchaseUnknown      PurchaseState = "unknown" // nobody knows whether it left
	PurchaseAcknowledged PurchaseState = "acknowledged"
	PurchaseRefused      PurchaseState = "refused"
	PurchasePartShipped  PurchaseState = "part_shipped"
	PurchaseShipped      PurchaseState = "shipped"
	PurchaseClosed       PurchaseState = "closed"
	PurchaseCancelled    PurchaseState = "cancelled"
)

// purchaseSteps says which states may follow which. A purchase order that left
// is cancelled only when the supplier agreed to that, which an amendment asks
// for; CanCancel says what a person may cancel.
var purchaseSteps = map[PurchaseState][]PurchaseState{
	PurchaseDraft:        {PurchaseApproved, PurchaseCancelled},
	PurchaseApproved:     {PurchaseDraft, PurchaseQueued, PurchaseCancelled},
	PurchaseQueued:       {PurchaseSent, PurchaseUnknown, PurchaseCancelled},
	PurchaseUnknown:      {PurchaseSent, PurchaseCancelled},
	PurchaseSent:         {PurchaseAcknowledged, PurchaseRefused, PurchasePartShipped, PurchaseShipped, PurchaseCancelled},
	PurchaseAcknowledged: {PurchaseRefused, PurchasePartShipped, PurchaseShipped, PurchaseCancelled},
	PurchasePartShipped:  {PurchaseShipped, PurchaseClosed},
	PurchaseShipped:      {PurchaseClosed},
	PurchaseRefused:      nil,
	PurchaseClosed:       nil,
	PurchaseCancelled:    nil,
}

// PurchaseStates lists all states in the order of a purchase order's life.
func PurchaseStates() []PurchaseState {
	return []PurchaseState{
		PurchaseDraft, PurchaseApproved, PurchaseQueued, PurchaseSent, PurchaseUnknown, PurchaseAcknowledged,
		PurchasePartShipped, PurchaseShipped, PurchaseClosed, PurchaseRefused, PurchaseCancelled,
	}
}

// Valid tells whether s is one of the states above.
func (s PurchaseState) Valid() bool { _, ok := purchaseSteps[s]; return ok }

// Next lists the states that may follow s.
func (s PurchaseState) Next() []PurchaseState { return slices.Clone(purchaseSteps[s]) }

// CanGo tells whether a purchase order may go from s to another state; the
// error of code Refused says in a sentence why not.
func (s PurchaseState) CanGo(to PurchaseState) error {
	if slices.Contains(purchaseSteps[s], to) {
		return nil
	}
	return Errorf(Refused, "%s", s.refusal(to))
}

func (s PurchaseState) refusal(to PurchaseState) string {
	switch {
	case s == to:
		return "It is " + s.Words() + " already."
	case len(purchaseSteps[s]) == 0:
		return "It is " + s.Words() + ", and that is final."
	case s == PurchaseUnknown:
		return "Nobody knows whether it reached the supplier: find out and settle it first."
	case s == PurchaseQueued:
		return "It is on its way: forward again to finish that first."
	case s.Forwarded() && to == PurchaseCancelled:
		return "The supplier has it: ask the supplier with an amendment to cancel it, and record the answer."
	case s.Forwarded():
		return "The supplier has it: it no longer changes on this side alone."
	case s == PurchaseDraft:
		return "It is a draft: approve it first."
	}
	return "It is " + s.Words() + " and cannot become " + to.Words() + "."
}

// Words is the state's name for people.
func (s PurchaseState) Words() string {
	switch s {
	case PurchaseDraft:
		return "a draft"
	case PurchasePartShipped:
		return "shipped in part"
	}
	return string(s)
}

// Forwarded tells whether a purchase order of this state has left, or may have:
// its prices are agreed and its lines are not given to anyone else.
func (s PurchaseState) Forwarded() bool {
	switch s {
	case PurchaseSent, PurchaseUnknown, PurchaseAcknowledged, PurchasePartShipped, PurchaseShipped, PurchaseClosed:
		return true
	}
	return false
}

// Changeable tells whether lines may still be taken out of a purchase order of
// this state.
func (s PurchaseState) Changeable() bool { return s == PurchaseDraft || s == PurchaseApproved }

// CanCancel tells whether a person may cancel a purchase order of this state;
// the error says why not. One that is leaving has to be settled first.
func (s PurchaseState) CanCancel() error {
	if s.Changeable() {
		return nil
	}
	return Errorf(Refused, "%s", s.refusal(PurchaseCancelled))
}

// Unwanted says why pieces of a line that wait to leave for a supplier must not
// leave any more, or "": the shop closed the order, or asks for fewer pieces
// than wait on top of those forwarded before.
func Unwanted(o *Order, l *OrderLine, waiting, forwarded Quantity) string {
	if why := o.Closed(); why != "" {
		return fmt.Sprintf("Order %s is %s in the shop.", o.Number, why)
	}
	open, known := l.Open()
	switch {
	case !known:
		return fmt.Sprintf("The shop says that part of line %d of order %s was sent, but not how many pieces.", l.Position, o.Number)
	case open-forwarded < waiting:
		return fmt.Sprintf("The shop now asks for %d pieces on line %d of order %s, and %d were to leave.", max(open-forwarded, 0), l.Position, o.Number, waiting)
	}
	return ""
}
