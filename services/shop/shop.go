// Package shop keeps the merchant's own shops. It must not know what they sell
// or how their files look.
package shop

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "shop"

// Service keeps the shops of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the shops of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes shops by name, all or none. Screens hear of it as a
// change of settings.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: Kind, One: put,
		Done: func([]int64) { s.bus.SettingsChanged.Publish(nil) },
	}.Put(ctx, ins)
}

// Archive puts a shop away: it keeps its past and receives nothing new.
func (s *Service) Archive(ctx context.Context, name string) error { return s.archive(ctx, name, true) }

// Restore brings an archived shop back.
func (s *Service) Restore(ctx context.Context, name string) error { return s.archive(ctx, name, false) }

func (s *Service) archive(ctx context.Context, name string, away bool) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		old, err := ByNameTx(tx.DB, name)
		if err != nil {
			return err
		}
		_, err = s.Put(tx.Context(), []Input{{ID: old.ID, Name: old.Name, Archived: &away}})
		return err
	})
}

// Ensure returns the shop of that name, made from the defaults when it is new.
// An existing shop stays as it is.
func Ensure(tx *store.Tx, name string, defaults Input) (model.Shop, bool, error) {
	in := defaults
	in.Name = name
	at, err := record.Check(Kind, 1, &in)
	if err != nil {
		return model.Shop{}, false, err
	}
	found, err := one(tx.DB, "name_key = ?", model.NameKey(in.Name))
	if err != nil {
		return model.Shop{}, false, err
	}
	if found != nil {
		return *found, false, nil
	}
	s, err := create(tx, at, &in)
	return s, true, err
}

// Sketch is the shop that Ensure would make, with the id 0.
func Sketch(q *gorm.DB, name string, defaults Input) (model.Shop, error) {
	in := defaults
	in.Name = name
	at, err := record.Check(Kind, 1, &in)
	if err != nil {
		return model.Shop{}, err
	}
	home, err := setting.Home(q)
	if err != nil {
		return model.Shop{}, err
	}
	s := fresh(home)
	return s, in.merge(&s, at, "")
}

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	old, err := current(tx, in)
	if err != nil {
		return "", 0, err
	}
	if old == nil {
		s, err := create(tx, at, in)
		return record.Created, s.ID, err
	}
	if err := record.Editable(at, record.State{Version: old.Version, ArchivedAt: old.ArchivedAt}, in.Version, in.Archived); err != nil {
		return "", 0, err
	}
	s := *old
	if err := in.merge(&s, at, tx.Now); err != nil {
		return "", 0, err
	}
	changes := history.Diff(values(old), values(&s))
	if len(changes) == 0 {
		return record.Unchanged, s.ID, nil
	}
	s.Version++
	r := tx.Select("name", "name_key", "platform", "currency", "time_zone", "cash_on_delivery", "archived_at", "version").Updates(&s)
	if err := record.Saved(at, "name", r); err != nil {
		return "", 0, err
	}
	return record.Updated, s.ID, history.Record(tx, subject(&s), changes, "")
}

// current returns the shop that the input is about, nil for a new one.
func current(tx *store.Tx, in *Input) (*model.Shop, error) {
	if in.ID != 0 {
		s, err := ByIDTx(tx.DB, in.ID)
		return &s, err
	}
	return one(tx.DB, "name_key = ?", model.NameKey(in.Name))
}

func create(tx *store.Tx, at record.Ref, in *Input) (model.Shop, error) {
	home, err := setting.Home(tx.DB)
	if err != nil {
		return model.Shop{}, err
	}
	s := fresh(home)
	if err := in.merge(&s, at, tx.Now); err != nil {
		return model.Shop{}, err
	}
	if err := tx.Create(&s).Error; err != nil {
		return model.Shop{}, err
	}
	return s, history.Record(tx, subject(&s), history.Created(), "")
}

func subject(s *model.Shop) history.Subject {
	return history.Subject{Kind: Kind, ID: s.ID, Key: s.Name}
}
