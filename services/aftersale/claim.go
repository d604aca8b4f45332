package aftersale

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// answer takes over what came of the claim. What was credited was accepted.
func (in *ClaimInput) answer(tx *store.Tx, k *model.Claim) {
	if in.Accepted.Given {
		k.Accepted = (*model.Amount)(in.Accepted.Value)
	}
	if in.Credited.Given {
		k.Credited = (*model.Amount)(in.Credited.Value)
	}
	if k.Accepted == nil && k.Credited != nil {
		if *k.Credited == 0 {
			k.Credited = nil
		} else {
			k.Accepted = k.Credited
		}
	}
	switch {
	case k.Accepted == nil:
		k.Answered = ""
	case in.Answered != nil && *in.Answered != "":
		k.Answered = model.Date(*in.Answered)
	case k.Answered == "":
		k.Answered = max(tx.Today, k.Claimed)
	}
}

// checkClaim refuses a claim that cannot be.
func checkClaim(tx *store.Tx, at record.Ref, c *sale) error {
	k := c.claim
	latest := tx.Today.AddDays(1)
	switch {
	case k.Amount <= 0:
		return at.Errorf("claim", "claim amount: say how much is claimed, more than 0")
	case k.Accepted != nil && *k.Accepted > k.Amount:
		return at.Errorf("claim", "claim accepted: %s is more than the %s claimed", *k.Accepted, k.Amount)
	case k.Credited != nil && *k.Credited > k.Amount:
		return at.Errorf("claim", "claim credited: %s is more than the %s claimed", *k.Credited, k.Amount)
	case k.Claimed < c.OpenedOn:
		return at.Errorf("claim", "claim claimed: %s is before the case was opened on %s", k.Claimed, c.OpenedOn)
	case k.Claimed > latest || k.Answered > latest:
		return at.Errorf("claim", "claim: a day of it is still to come")
	case k.Answered != "" && k.Answered < k.Claimed:
		return at.Errorf("claim", "claim answered: %s is before it was claimed on %s", k.Answered, k.Claimed)
	}
	return nil
}

// values lists what a person can change.
func (c *sale) values() []history.Value {
	parts := make([]string, len(c.lines))
	for i, l := range c.lines {
		parts[i] = fmt.Sprintf("%d × %s", l.Quantity, l.SKU)
	}
	slices.Sort(parts)
	return []history.Value{
		history.Of("kind", c.Kind), history.Of("opened", c.OpenedOn), history.Of("lines", strings.Join(parts, ", ")),
		history.Of("resolution", c.Resolution), history.Of("resolved", c.ResolvedOn), history.Of("refund", written(c.Refund)), history.Of("note", c.Note),
		history.Of("claim", told(c.claim)), history.Of("archived", c.ArchivedAt != ""),
	}
}

func written(a *model.Amount) string {
	if a == nil {
		return ""
	}
	return a.String()
}

// told is a claim in words, for the history.
func told(k *model.Claim) string {
	if k == nil {
		return ""
	}
	s := fmt.Sprintf("%s %s from %s on %s", k.Amount, k.Currency, k.Party, k.Claimed)
	if k.Accepted != nil {
		s += fmt.Sprintf(", %s accepted on %s", *k.Accepted, k.Answered)
	}
	if k.Credited != nil {
		s += fmt.Sprintf(", %s credited", *k.Credited)
	}
	return s
}
