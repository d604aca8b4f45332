package routing

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// choice is a supplier that a person chose for a line.
type choice struct {
	supplier int64
	name     string
	reason   string
}

func (c *choice) words(name string) string {
	if c.reason == "" {
		return name + " was chosen by hand."
	}
	return fmt.Sprintf("%s was chosen by hand: %s.", name, strings.TrimRight(c.reason, ". "))
}

// refusal is why the supplier chosen by hand cannot take the line; c is its
// candidate, nil when it has none.
func (c *choice) refusal(x *candidate) *hold {
	why, helps := "it no longer offers it", "enter its offer"
	if x != nil {
		why, helps = x.reason, remedies[x.gate]
	}
	return &hold{choiceFailed, fmt.Sprintf("%s was chosen by hand and cannot take the line: %s. What helps: %s, or choose another by hand.", c.name, why, helps)}
}

// choose judges all candidates for the line, the one to take first, or says why
// none can be taken. Whom a person chose before stays chosen: routing again
// never changes that silently.
func (r *run) choose(l *line, q model.Quantity) ([]candidate, *choice, *hold, error) {
	all, err := r.candidates(l, q)
	if err != nil {
		return nil, nil, nil, err
	}
	if l.Latest != 0 {
		by, err := r.chosen(l.Latest)
		if err != nil {
			return nil, nil, nil, err
		}
		if by != nil {
			x := prefer(all, func(c *candidate) bool { return c.supplier.ID == by.supplier })
			x.overrule()
			if x == nil || x.gate != "" {
				return nil, by, by.refusal(x), nil
			}
			return all, by, nil, nil
		}
	}
	if len(all) == 0 || all[0].gate != "" {
		return nil, nil, refusal(l, q, all), nil
	}
	return all, nil, nil, nil
}

// prefer moves the first candidate that fits before the others and returns it,
// nil when none fits.
func prefer(all []candidate, fits func(*candidate) bool) *candidate {
	for i := range all {
		if fits(&all[i]) {
			c := all[i]
			copy(all[1:i+1], all[:i])
			all[0] = c
			return &all[0]
		}
	}
	return nil
}

// overrule lets a candidate through that only a rule kept out: a person's choice
// goes before the rules.
func (c *candidate) overrule() {
	if c != nil && c.gate == gateRule {
		c.gate, c.reason = "", ""
	}
}

// chosen reads whom a person chose with an allocation, nil when routing did.
func (r *run) chosen(allocationID int64) (*choice, error) {
	var a struct {
		SupplierID        int64
		Name, Explanation string
	}
	err := r.q.Raw(`SELECT a.supplier_id, s.name, a.explanation FROM allocation a JOIN supplier s ON s.id = a.supplier_id WHERE a.id = ?`, allocationID).Scan(&a).Error
	if err != nil || !strings.Contains(a.Explanation, `"manual":true`) {
		return nil, err
	}
	e, err := ParseExplanation(a.Explanation)
	if err != nil || !e.Manual {
		return nil, err
	}
	return &choice{a.SupplierID, a.Name, e.Reason}, nil
}

// forget takes the mark of a person's choice from an allocation that has not
// been taken back.
func forget(tx *store.Tx, allocationID int64) error {
	var text string
	err := tx.Raw(`SELECT explanation FROM allocation WHERE id = ? AND cancelled_at = ''`, allocationID).Scan(&text).Error
	if err != nil || !strings.Contains(text, `"manual":true`) {
		return err
	}
	e, err := ParseExplanation(text)
	if err != nil {
		return err
	}
	e.Manual, e.Reason = false, ""
	plain, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return tx.Exec(`UPDATE allocation SET explanation = ? WHERE id = ?`, string(plain), allocationID).Error
}
