package routerule

import (
	"slices"

	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Replaced is a rule that names other suppliers now.
type Replaced struct {
	ID            int64 // its first version
	Before, After []int64
}

// Replace writes a next version of each rule that names the supplier from, with
// into in its place.
func Replace(tx *store.Tx, from, into int64, why string) ([]Replaced, error) {
	home, err := setting.Home(tx.DB)
	if err != nil {
		return nil, err
	}
	s, err := Load(tx.DB, home)
	if err != nil {
		return nil, err
	}
	if err := s.tidy(tx); err != nil {
		return nil, err
	}
	var all []Replaced
	for _, r := range s.Rules {
		at := slices.Index(r.Suppliers, from)
		if at < 0 {
			continue
		}
		now := slices.DeleteFunc(slices.Clone(r.Suppliers), func(id int64) bool { return id == into })
		now[slices.Index(now, from)] = into
		if err := s.rename(tx, r, now, why); err != nil {
			return nil, err
		}
		all = append(all, Replaced{r.FirstID, r.Suppliers, now})
	}
	return all, nil
}

// PutBack gives a rule the suppliers it named before a Replace. It tells false
// when the rule names others by now, or was ended, and does nothing then.
func PutBack(tx *store.Tx, was Replaced, why string) (bool, error) {
	home, err := setting.Home(tx.DB)
	if err != nil {
		return false, err
	}
	s, err := Load(tx.DB, home)
	if err != nil {
		return false, err
	}
	if err := s.tidy(tx); err != nil {
		return false, err
	}
	for _, r := range s.Rules {
		if r.FirstID == was.ID && slices.Equal(r.Suppliers, was.After) {
			return true, s.rename(tx, r, was.Before, why)
		}
	}
	return false, nil
}

// rename ends a version of a rule and writes the next, which differs in its
// suppliers only.
func (s *Set) rename(tx *store.Tx, r Rule, suppliers []int64, why string) error {
	before := s.values(&r)
	if err := tx.Exec(`UPDATE route_rule SET ended_at = ? WHERE id = ?`, string(tx.Now), r.ID).Error; err != nil {
		return err
	}
	r.ID, r.Suppliers, r.RecordedAt = 0, suppliers, tx.Now
	if err := tx.Create(&r).Error; err != nil {
		return err
	}
	return history.Record(tx, s.subject(&r), history.Diff(before, s.values(&r)), why)
}
