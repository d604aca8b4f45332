package model

import "testing"

func TestClaim_ItsStateFollowsFromWhatCameOfIt(t *testing.T) {
	some := func(s string) *Amount {
		a := MustAmount(s)
		return &a
	}
	for name, c := range map[string]struct {
		accepted, credited *Amount
		state, due         string
	}{
		"no answer":            {nil, nil, ClaimOpen, "10.00"},
		"refused":              {some("0"), nil, ClaimRefused, "0.00"},
		"accepted in part":     {some("6"), nil, ClaimAccepted, "6.00"},
		"some of it has come":  {some("6"), some("2"), ClaimAccepted, "4.00"},
		"all of it has come":   {some("6"), some("6"), ClaimCredited, "0.00"},
		"more than was agreed": {some("6"), some("8"), ClaimCredited, "0.00"},
	} {
		t.Run(name, func(t *testing.T) {
			k := Claim{Amount: MustAmount("10"), Currency: "EUR", Accepted: c.accepted, Credited: c.credited}
			if k.State() != c.state || k.Due().Text("EUR") != c.due {
				t.Errorf("%s, %s due", k.State(), k.Due().Text("EUR"))
			}
		})
	}
}

func TestCaseKind_TheFirstSixCountAgainstTheSupplier(t *testing.T) {
	for i, k := range CaseKinds() {
		if k.Defect() != (i < 6) || k.Words() == "" {
			t.Errorf("%s", k)
		}
	}
}
