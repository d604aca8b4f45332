// Package history keeps who changed what, when, from what to what, and why. It
// is only ever added to. It must not know what the records are: services say
// which fields differ.
package history

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/store"
)

// nobody is who changes are put down to when no name was given.
const nobody = "merchant"

// Value is one field of a record as text; an unknown one is empty.
type Value struct{ Field, Text string }

// Of returns the value of a field as text.
func Of(field string, v any) Value { return Value{field, fmt.Sprint(v)} }

// Change is one field of a record that was changed.
type Change struct{ Field, Old, New string }

// Diff lists what differs between two states of a record. Both must list the
// same fields in the same order.
func Diff(before, after []Value) []Change {
	var changes []Change
	for i, b := range before {
		if a := after[i]; a.Text != b.Text {
			changes = append(changes, Change{b.Field, b.Text, a.Text})
		}
	}
	return changes
}

// Created is the change that stands for a new record.
func Created() []Change { return []Change{{Field: "record", New: "created"}} }

// Subject is the record that was changed. Key is its name or number at that
// time, for people.
type Subject struct {
	Kind string
	ID   int64
	Key  string
}

type whoKey struct{}

// As returns a context whose changes are put down to who, usually the name of
// the computer's user. Without it they are put down to "merchant".
func As(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, whoKey{}, who)
}

// Record writes the changes in the transaction that makes them. Why may be empty.
func Record(tx *store.Tx, of Subject, changes []Change, why string) error {
	if len(changes) == 0 {
		return nil
	}
	who, _ := tx.Context().Value(whoKey{}).(string)
	if who == "" {
		who = nobody
	}
	add, err := tx.Prepare(`INSERT INTO history (recorded_at, who, kind, record_id, record_key, field, old_value, new_value, why)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if _, err := add.Exec(string(tx.Now), who, of.Kind, of.ID, of.Key, c.Field, c.Old, c.New, why); err != nil {
			return err
		}
	}
	return nil
}

// Entry is one recorded change.
type Entry struct {
	ID         int64         `json:"id"`
	RecordedAt model.Instant `json:"recorded_at"`
	Who        string        `json:"who"`
	RecordKey  string        `json:"key"`
	Field      string        `json:"field"`
	OldValue   string        `json:"old"`
	NewValue   string        `json:"new"`
	Why        string        `json:"why"`
}

// Service reads the history of a book.
type Service struct{ db *store.DB }

// New returns the history of the book. It has nothing to publish.
func New(db *store.DB, _ *event.Bus) *Service { return &Service{db} }

// Of lists the changes of one record, the oldest first.
func (s *Service) Of(ctx context.Context, kind string, id int64) ([]Entry, error) {
	var entries []Entry
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Table("history").Where("kind = ? AND record_id = ?", kind, id).Order("id").Find(&entries).Error
	})
	return entries, err
}
