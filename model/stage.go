package model

import "slices"

// stageSteps says to which stages a supplier may go from each. Nobody comes back
// from blocked but by being vetted again.
var stageSteps = map[Stage][]Stage{
	Candidate: {Vetting, Trial, Approved, Blocked},
	Vetting:   {Candidate, Trial, Approved, Blocked},
	Trial:     {Vetting, Approved, Probation, Blocked},
	Approved:  {Vetting, Trial, Probation, Blocked},
	Probation: {Vetting, Trial, Approved, Blocked},
	Blocked:   {Candidate, Vetting},
}

// Stages lists all stages in the order of a supplier's way.
func Stages() []Stage { return []Stage{Candidate, Vetting, Trial, Approved, Probation, Blocked} }

// Valid tells whether s is one of the stages.
func (s Stage) Valid() bool { _, ok := stageSteps[s]; return ok }

// Next lists the stages a supplier may go to from s.
func (s Stage) Next() []Stage { return slices.Clone(stageSteps[s]) }

// CanGo tells whether a supplier may go from s to another stage; the error of
// code Refused says in a sentence why not.
func (s Stage) CanGo(to Stage) error {
	switch {
	case slices.Contains(stageSteps[s], to):
		return nil
	case s == to:
		return Errorf(Refused, "It is %s already.", s.Words())
	case s == Blocked:
		return Errorf(Refused, "It is blocked: vet it again before it may receive orders.")
	case to == Probation:
		return Errorf(Refused, "It is %s and receives no orders, so there is nothing to be on probation for.", s.Words())
	}
	return Errorf(Refused, "It is %s and cannot become %s at once.", s.Words(), to.Words())
}

// Words is the stage for people, as it follows "is".
func (s Stage) Words() string {
	switch s {
	case Candidate:
		return "a candidate"
	case Vetting:
		return "in vetting"
	case Trial:
		return "on trial"
	case Probation:
		return "on probation"
	}
	return string(s)
}

// MayReceiveOrders tells whether routing may choose a supplier of this stage at
// all. One on trial may have so many open orders only; see services/vetting.
func (s Stage) MayReceiveOrders() bool { return s == Trial || s == Approved || s == Probation }
