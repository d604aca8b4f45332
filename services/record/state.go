package record

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// The states that every kind of record with an archive has.
const (
	StateActive   = "active"
	StateArchived = "archived"
)

// Filter limits a list: to one state, to a number of rows (0: all), and to what
// is in use unless Archived asks for all or State for the archived ones.
type Filter struct {
	State    string
	Limit    int
	Archived bool
}

// Check refuses a state that the kind of record does not have.
func (f Filter) Check(states []string) error {
	if f.State == "" || slices.Contains(states, f.State) {
		return nil
	}
	return model.FieldErrorf("state", "%q is not a state in this list: it can be %s", f.State, strings.Join(states, ", "))
}

// Apply adds the limit and the archive's part of the filter to a query on a
// table with archived_at.
func (f Filter) Apply(q *gorm.DB) *gorm.DB {
	switch {
	case f.State == StateArchived:
		q = q.Where("archived_at <> ''")
	case f.State != "" || !f.Archived:
		q = q.Where("archived_at = ''")
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	return q
}

// StateOf is the state of a record that is in use or archived, nothing else.
func StateOf(archivedAt model.Instant) string {
	if archivedAt != "" {
		return StateArchived
	}
	return StateActive
}

// State is what decides whether a record may be edited.
type State struct {
	Version    int64
	ArchivedAt model.Instant
}

// Editable refuses a change made on an older version of the record (version 0:
// any), and one of an archived record that does not bring it back.
func Editable(at Ref, s State, version int64, archived *bool) error {
	if version != 0 && version != s.Version {
		return model.Errorf(model.Conflict, "%s was changed meanwhile: load it again and repeat your change", at)
	}
	if s.ArchivedAt != "" && archived == nil {
		e := model.Errorf(model.Refused, "%s is archived: bring it back first (\"archived\": false)", at)
		e.Field = "archived"
		return e
	}
	return nil
}

// Archive returns when the record was archived after a wish to archive it
// (true), to bring it back (false), or none (nil).
func Archive(since model.Instant, wish *bool, now model.Instant) model.Instant {
	switch {
	case wish == nil:
	case !*wish:
		return ""
	case since == "":
		return now
	}
	return since
}

// Saved checks an update of one row: a key that another record has is told at
// the field, and a row that is gone is a conflict.
func Saved(at Ref, field string, r *gorm.DB) error {
	if errors.Is(r.Error, gorm.ErrDuplicatedKey) {
		e := model.Errorf(model.Conflict, "%s: another %s has this %s already: choose another", at, at.Kind, field)
		e.Field = field
		return e.Because(r.Error)
	}
	if r.Error != nil {
		return r.Error
	}
	if r.RowsAffected != 1 {
		return fmt.Errorf("%s: %d rows changed instead of one", at, r.RowsAffected)
	}
	return nil
}
