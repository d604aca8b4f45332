package model

import "slices"

// CaseKind is what went wrong with an order after it was given away.
type CaseKind string

// The kinds of cases.
const (
	CaseLate       CaseKind = "late"
	CaseLost       CaseKind = "lost"
	CaseDamaged    CaseKind = "damaged"
	CaseDefective  CaseKind = "defective"
	CaseWrong      CaseKind = "wrong"
	CaseIncomplete CaseKind = "incomplete"
	CaseUnwanted   CaseKind = "unwanted" // the customer changed their mind
	CaseAddress    CaseKind = "address"  // the customer gave a wrong one
	CaseCustoms    CaseKind = "customs"
	CaseOther      CaseKind = "other"
)

// CaseKinds lists all kinds, those that are a defect of the supplier first.
func CaseKinds() []CaseKind {
	return append(DefectKinds(), CaseUnwanted, CaseAddress, CaseCustoms, CaseOther)
}

// DefectKinds lists the kinds that count against the supplier.
func DefectKinds() []CaseKind {
	return []CaseKind{CaseLate, CaseLost, CaseDamaged, CaseDefective, CaseWrong, CaseIncomplete}
}

// Defect tells whether a case of this kind counts against the supplier.
func (k CaseKind) Defect() bool { return slices.Contains(DefectKinds(), k) }

// Words is the kind's name for people.
func (k CaseKind) Words() string {
	switch k {
	case CaseWrong:
		return "wrong item"
	case CaseAddress:
		return "wrong address"
	}
	return string(k)
}

// The states of a case.
const (
	CaseOpen     = "open"
	CaseResolved = "resolved"
)

// The states of a claim.
const (
	ClaimOpen     = "open"     // not answered yet
	ClaimAccepted = "accepted" // in full or in part, and not credited in full yet
	ClaimRefused  = "refused"
	ClaimCredited = "credited" // all that was accepted has come
)

// Claim is what is demanded of whoever caused a case. Amounts are in its
// currency; Accepted and Credited are nil while they are not known.
type Claim struct {
	Party              string
	Amount             Amount
	Currency           Currency
	Claimed, Answered  Date
	Accepted, Credited *Amount
}

// State is how far the claim has come.
func (c *Claim) State() string {
	switch {
	case c.Accepted == nil:
		return ClaimOpen
	case *c.Accepted == 0:
		return ClaimRefused
	case c.Credited != nil && *c.Credited >= *c.Accepted:
		return ClaimCredited
	}
	return ClaimAccepted
}

// Due is what may still come of the claim: what was accepted, or all of it before
// an answer, less what was credited.
func (c *Claim) Due() Amount {
	due := c.Amount
	if c.Accepted != nil {
		due = *c.Accepted
	}
	if c.Credited != nil {
		due = due.Sub(*c.Credited)
	}
	return max(due, 0)
}
