package vetting

import (
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Entry is what every record about a supplier has.
type Entry struct {
	ID         int64         `json:"id"`
	SupplierID int64         `json:"-"`
	Supplier   string        `json:"supplier" gorm:"-"` // its name
	ArchivedAt model.Instant `json:"-"`
	Version    int64         `json:"version"`
}

func (e *Entry) entry() *Entry { return e }

// Archived tells whether the record was put away.
func (e *Entry) Archived() bool { return e.ArchivedAt != "" }

// target is the record an input is about: by its id when a form edits it, so
// that its key can change, else by its natural key.
type target struct {
	supplier    string
	id, version int64
	archived    *bool
	where       string // the natural key beside the supplier
	args        []any
}

// input is what is said of a record of type R.
type input[R any] interface{ target() target }

// row is a record of type R that takes inputs of type I.
type row[R, I any] interface {
	*R
	entry() *Entry
	merge(tx *store.Tx, at record.Ref, in *I) error // what was given, checked
	values() []history.Value                        // what a person can change
	label() string                                  // its name for people
}

// whole is a record with rows of its own, which are read and written with it.
type whole interface {
	read(q *gorm.DB) error
	write(tx *store.Tx) error
}

// keep applies one input: the record is found, or begun, merged, compared and
// written with its history.
func keep[R, I any, P row[R, I], T interface {
	*I
	input[R]
}](kind string) func(tx *store.Tx, at record.Ref, in *I) (record.Outcome, int64, error) {
	return func(tx *store.Tx, at record.Ref, in *I) (record.Outcome, int64, error) {
		t := T(in).target()
		s, err := supplier.ByNameTx(tx.DB, t.supplier)
		if err != nil {
			return "", 0, at.Because("supplier", err)
		}
		old, err := find[R, P](tx.DB, s.ID, t)
		if err != nil {
			return "", 0, err
		}
		if old == nil {
			return begin[R, P](tx, at, in, change{kind, s})
		}
		e := P(old).entry()
		if err := record.Editable(at, record.State{Version: e.Version, ArchivedAt: e.ArchivedAt}, t.version, t.archived); err != nil {
			return "", 0, err
		}
		fresh := *old
		e = P(&fresh).entry()
		if err := P(&fresh).merge(tx, at, in); err != nil {
			return "", 0, err
		}
		e.ArchivedAt = record.Archive(e.ArchivedAt, t.archived, tx.Now)
		changes := history.Diff(valuesOf[R, P](old), valuesOf[R, P](&fresh))
		if len(changes) == 0 {
			return record.Unchanged, e.ID, nil
		}
		e.Version++
		if err := record.Saved(at, "key", tx.Select("*").Updates(&fresh)); err != nil {
			return "", 0, err
		}
		return record.Updated, e.ID, change{kind, s}.done(tx, any(&fresh), e, P(&fresh).label(), changes)
	}
}

func valuesOf[R any, P interface {
	*R
	entry() *Entry
	values() []history.Value
}](r *R) []history.Value {
	return append(P(r).values(), history.Of("archived", P(r).entry().Archived()))
}

// change is one record being written.
type change struct {
	kind     string
	supplier model.Supplier
}

func begin[R any, P row[R, I], I any](tx *store.Tx, at record.Ref, in *I, c change) (record.Outcome, int64, error) {
	var fresh R
	e := P(&fresh).entry()
	e.SupplierID, e.Supplier, e.Version = c.supplier.ID, c.supplier.Name, 1
	if c.supplier.ArchivedAt != "" {
		return "", 0, at.Errorf("supplier", "%s is archived: bring it back first", c.supplier.Name)
	}
	if err := P(&fresh).merge(tx, at, in); err != nil {
		return "", 0, err
	}
	if err := tx.Create(&fresh).Error; err != nil {
		return "", 0, err
	}
	return record.Created, e.ID, c.done(tx, any(&fresh), e, P(&fresh).label(), history.Created())
}

// done writes what goes with a record.
func (c change) done(tx *store.Tx, r any, e *Entry, label string, changes []history.Change) error {
	if w, ok := r.(whole); ok {
		if err := w.write(tx); err != nil {
			return err
		}
	}
	return history.Record(tx, history.Subject{Kind: c.kind, ID: e.ID, Key: c.supplier.Name + " / " + label}, changes, "")
}

// find reads the record, nil when there is none yet.
func find[R any, P interface {
	*R
	entry() *Entry
}](q *gorm.DB, supplierID int64, t target) (*R, error) {
	which := q.Where("supplier_id = ?", supplierID)
	if t.id != 0 {
		which = which.Where("id = ?", t.id)
	} else {
		which = which.Where(t.where, t.args...)
	}
	var all []R
	if err := which.Limit(1).Find(&all).Error; err != nil {
		return nil, err
	}
	if len(all) == 0 {
		if t.id != 0 {
			return nil, model.Errorf(model.NotFound, "This record is no longer in the book: load the list again.")
		}
		return nil, nil
	}
	if w, ok := any(&all[0]).(whole); ok {
		return &all[0], w.read(q)
	}
	return &all[0], nil
}

// optional writes an unknown value as nothing.
func optional[T any](field string, v *T) history.Value {
	if v == nil {
		return history.Value{Field: field}
	}
	return history.Of(field, fmt.Sprint(*v))
}
