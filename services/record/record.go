// Package record is the way in for records that a person types or a program
// hands over as JSON: what fields a kind of record has, reading them strictly,
// checking each field by its declared kind, and applying many records in one
// transaction.
//
// The fields of a kind are the fields of a struct with these tags:
//
//	json     its name in JSON; "-" for what only forms use
//	key      "yes": part of the natural key
//	required "yes": must be given
//	is       the kind of a text: name, email, country, destination, currency,
//	         language, date, time, zone, sku, lines (several); without it any
//	         one-line text
//	values   the allowed values, by blanks
//	range    the least and greatest number, "0..365" or "1.."
//	max      the most characters of a text
//	default  what a new record gets, in words where it is not a value
//	null     "clears": null makes it unknown, though its default is a value
//	doc      the meaning in plain words
//
// Pointers are fields that may be left out; a nil one keeps its value. Null makes
// a text or date unknown whose default says that there is none, and every Maybe;
// elsewhere it is as good as left out. The package must not know what a supplier is.
package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// Outcome says what became of one record.
type Outcome = string

// The outcomes.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
)

// Result counts the outcomes of a put. Touched are the ids of what changed:
// the records themselves, for offers their products.
type Result struct {
	Created   int     `json:"created"`
	Updated   int     `json:"updated"`
	Unchanged int     `json:"unchanged"`
	Touched   []int64 `json:"-"`
}

func (r *Result) count(o Outcome, id int64) {
	switch o {
	case Created:
		r.Created++
	case Updated:
		r.Updated++
	default:
		r.Unchanged++
		return
	}
	r.Touched = append(r.Touched, id)
}

// Ref names one record in messages: by its key, or by its place among the
// records handed over when it has none yet.
type Ref struct {
	Kind   string // in plain words and lower case, such as "supplier"
	Key    string
	Number int // from 1
}

// String writes `Supplier "Acme"` or `Supplier (record 2)`.
func (r Ref) String() string {
	kind := capital(r.Kind)
	if r.Key != "" {
		return fmt.Sprintf("%s %q", kind, clip(r.Key))
	}
	return fmt.Sprintf("%s (record %d)", kind, r.Number)
}

// Errorf builds an Invalid error about one field of the record.
func (r Ref) Errorf(field, format string, args ...any) error {
	model.Brief(format, args)
	return model.FieldErrorf(field, "%s: %s", r, fmt.Sprintf(format, args...))
}

// Because puts the record's name before a sentence of model and names the
// field; the code stays. Other errors are returned as they are.
func (r Ref) Because(field string, err error) error {
	e, ok := err.(*model.Error) //nolint:errorlint // a wrapped one already says where
	if !ok {
		return err
	}
	return (&model.Error{Code: e.Code, Message: fmt.Sprintf("%s: %s", r, e.Message), Field: field}).Because(e)
}

// Batch applies records of one kind, all or none.
type Batch[T any] struct {
	DB   *store.DB
	Kind string // in plain words, such as "supplier"
	// One applies one checked record and tells what it changed.
	One func(tx *store.Tx, at Ref, in *T) (Outcome, int64, error)
	// Done hears, after the commit, the ids of what changed.
	Done func(ids []int64)
}

// Put checks and applies all records in one transaction; the first error takes
// everything back. Put within a transaction joins it.
func (b Batch[T]) Put(ctx context.Context, ins []T) (Result, error) {
	var r Result
	err := b.DB.Write(ctx, func(tx *store.Tx) error {
		r = Result{}
		for i := range ins {
			if err := ctx.Err(); err != nil {
				return err
			}
			in := ins[i]
			at, err := Check(b.Kind, i+1, &in)
			if err != nil {
				return err
			}
			outcome, id, err := b.One(tx, at, &in)
			if err != nil {
				return err
			}
			r.count(outcome, id)
		}
		slices.Sort(r.Touched)
		r.Touched = slices.Compact(r.Touched)
		if ids := r.Touched; len(ids) > 0 && b.Done != nil {
			tx.After(func() { b.Done(ids) })
		}
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	return r, nil
}

// Take copies a given field; one that was left out keeps its value.
func Take[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}
