package model

import "slices"

// AmendmentKind is what a supplier is asked to change.
type AmendmentKind string

// The kinds of amendments. More pieces are a purchase order of their own.
const (
	AmendCancel   AmendmentKind = "cancel"   // all pieces named
	AmendQuantity AmendmentKind = "quantity" // fewer of some
	AmendAddress  AmendmentKind = "address"  // another address for an order
)

// AmendmentState is how far an amendment has come.
type AmendmentState string

// The states of an amendment to a purchase order that has left.
const (
	AmendmentDraft        AmendmentState = "draft"
	AmendmentApproved     AmendmentState = "approved"
	AmendmentQueued       AmendmentState = "queued" // it is leaving
	AmendmentSent         AmendmentState = "sent"   // the supplier was asked
	AmendmentUnknown      AmendmentState = "unknown"
	AmendmentAcknowledged AmendmentState = "acknowledged" // the supplier agreed
	AmendmentRefused      AmendmentState = "refused"
	AmendmentFailed       AmendmentState = "failed" // it did not reach the supplier
	AmendmentWithdrawn    AmendmentState = "withdrawn"
)

// amendmentSteps says which states may follow which.
var amendmentSteps = map[AmendmentState][]AmendmentState{
	AmendmentDraft:        {AmendmentApproved, AmendmentWithdrawn},
	AmendmentApproved:     {AmendmentDraft, AmendmentQueued, AmendmentWithdrawn},
	AmendmentQueued:       {AmendmentSent, AmendmentUnknown, AmendmentFailed},
	AmendmentUnknown:      {AmendmentSent, AmendmentFailed},
	AmendmentSent:         {AmendmentAcknowledged, AmendmentRefused},
	AmendmentAcknowledged: nil,
	AmendmentRefused:      nil,
	AmendmentFailed:       nil,
	AmendmentWithdrawn:    nil,
}

// AmendmentStates lists all states in the order of an amendment's life.
func AmendmentStates() []AmendmentState {
	return []AmendmentState{
		AmendmentDraft, AmendmentApproved, AmendmentQueued, AmendmentSent, AmendmentUnknown, AmendmentAcknowledged, AmendmentRefused,
		AmendmentFailed, AmendmentWithdrawn,
	}
}

// Valid tells whether s is one of the states above.
func (s AmendmentState) Valid() bool { _, ok := amendmentSteps[s]; return ok }

// Next lists the states that may follow s.
func (s AmendmentState) Next() []AmendmentState { return slices.Clone(amendmentSteps[s]) }

// Open tells whether something is still to come of an amendment of this state.
func (s AmendmentState) Open() bool { return len(amendmentSteps[s]) > 0 }

// Words is the state's name for people.
func (s AmendmentState) Words() string {
	switch s {
	case AmendmentDraft:
		return "a draft"
	case AmendmentAcknowledged:
		return "agreed to"
	}
	return string(s)
}

// CanGo tells whether an amendment may go from s to another state; the error of
// code Refused says in a sentence why not.
func (s AmendmentState) CanGo(to AmendmentState) error {
	if slices.Contains(amendmentSteps[s], to) {
		return nil
	}
	return Errorf(Refused, "%s", s.refusal(to))
}

func (s AmendmentState) refusal(to AmendmentState) string {
	answer := to == AmendmentAcknowledged || to == AmendmentRefused
	switch {
	case s == to:
		return "It is " + s.Words() + " already."
	case !s.Open():
		return "It is " + s.Words() + ", and that is final: ask anew with another amendment."
	case s == AmendmentUnknown:
		return "Nobody knows whether it reached the supplier: find out and settle it in the outbox first."
	case s == AmendmentQueued:
		return "It is on its way: forward again to finish that first."
	case s == AmendmentSent:
		return "The supplier has it: record the answer."
	case answer:
		return "The supplier was not asked yet: approve and forward it first."
	case s == AmendmentDraft:
		return "It is a draft: approve it first."
	}
	return "It is " + s.Words() + " and cannot become " + to.Words() + "."
}

// CanAmend tells whether a supplier can still be asked to change a purchase order
// of this state; the error of code Refused says why not, and what to do instead.
func (s PurchaseState) CanAmend() error {
	switch s {
	case PurchaseSent, PurchaseAcknowledged, PurchasePartShipped:
		return nil
	case PurchaseDraft, PurchaseApproved:
		return Errorf(Refused, "It has not left yet: change the order itself, or cancel it.")
	case PurchaseQueued:
		return Errorf(Refused, "It is on its way: forward again to finish that first, or withdraw it in the outbox.")
	case PurchaseUnknown:
		return Errorf(Refused, "Nobody knows whether it reached the supplier: find out and settle it first.")
	case PurchaseShipped, PurchaseClosed:
		return Errorf(Refused, "All of it is shipped: nothing of it can be changed any more.")
	}
	return Errorf(Refused, "It is %s: there is nothing left to change.", s.Words())
}

// RefusalReasons are why suppliers mostly refuse an order, for a list to choose
// from; any other reason may be written as well.
func RefusalReasons() []string {
	return []string{
		"The article changed at the supplier", "The article is not available", "Out of stock", "It does not ship to that country",
		"Over the limit of weight or size", "No shipping service", "Purchase restricted", "The account's link expired",
		"The customer's details are wrong or missing", "Over the limit of value",
	}
}
