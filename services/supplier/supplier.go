// Package supplier keeps the suppliers: who they are and on what terms they
// sell. It must not know what they sell or how orders reach them.
package supplier

import (
	"context"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "supplier"

// stageField is the stage in the history.
const stageField = "stage"

// Service keeps the suppliers of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the suppliers of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes suppliers by name, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: Kind, One: put,
		Done: func(ids []int64) { s.bus.SuppliersChanged.Publish(ids) },
	}.Put(ctx, ins)
}

// Archive puts a supplier away: it keeps its past and receives nothing new.
func (s *Service) Archive(ctx context.Context, name string) error { return s.archive(ctx, name, true) }

// Restore brings an archived supplier back.
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

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	old, err := current(tx, in)
	if err != nil {
		return "", 0, err
	}
	dated, err := in.dateStage(tx, at, old)
	if err != nil {
		return "", 0, err
	}
	if old == nil {
		return create(tx, at, in, dated)
	}
	if err := record.Editable(at, record.State{Version: old.Version, ArchivedAt: old.ArchivedAt}, in.Version, in.Archived); err != nil {
		return "", 0, err
	}
	s := *old
	if err := in.merge(&s, at, tx.Now); err != nil {
		return "", 0, err
	}
	changes := history.Diff(values(old), values(&s))
	if len(changes) == 0 && !dated {
		return record.Unchanged, s.ID, nil
	}
	if err := update(tx, at, &s); err != nil {
		return "", 0, err
	}
	if err := remember(tx, &s, changes, in.StageReason); err != nil || !dated {
		return record.Updated, s.ID, err
	}
	return record.Updated, s.ID, in.keepDay(tx, &s)
}

// remember writes the changes into the history, that of the stage with its reason.
func remember(tx *store.Tx, s *model.Supplier, changes []history.Change, reason *string) error {
	for _, c := range changes {
		why := ""
		if c.Field == stageField && reason != nil {
			why = *reason
		}
		if err := history.Record(tx, subject(s), []history.Change{c}, why); err != nil {
			return err
		}
	}
	return nil
}

// current returns the supplier that the input is about, nil for a new one.
func current(tx *store.Tx, in *Input) (*model.Supplier, error) {
	if in.ID != 0 {
		s, err := ByIDTx(tx.DB, in.ID)
		return &s, err
	}
	return one(tx.DB, "name_key = ?", model.NameKey(in.Name))
}

func create(tx *store.Tx, at record.Ref, in *Input, dated bool) (record.Outcome, int64, error) {
	home, err := setting.Home(tx.DB)
	if err != nil {
		return "", 0, err
	}
	s := fresh(home)
	if err := in.merge(&s, at, tx.Now); err != nil {
		return "", 0, err
	}
	if err := tx.Create(&s).Error; err != nil {
		return "", 0, err
	}
	if err := writeDestinations(tx, &s); err != nil {
		return "", 0, err
	}
	if err := history.Record(tx, subject(&s), history.Created(), ""); err != nil || !dated {
		return record.Created, s.ID, err
	}
	return record.Created, s.ID, in.keepDay(tx, &s)
}

var columns = []string{
	"name", "name_key", "type", "stage", "email", "country", "currency", "language", "handling_days", "cutoff",
	"claim_days", "channel", "batching", "time_zone", "batch_lead", "payment_terms_days", "tax_number", "website", "languages", "currencies", "requalify_on",
	"archived_at", "version",
}

func update(tx *store.Tx, at record.Ref, s *model.Supplier) error {
	s.Version++
	r := tx.Select(columns).Updates(s)
	if err := record.Saved(at, "name", r); err != nil {
		return err
	}
	return writeDestinations(tx, s)
}

func writeDestinations(tx *store.Tx, s *model.Supplier) error {
	if err := tx.Exec("DELETE FROM supplier_destination WHERE supplier_id = ?", s.ID).Error; err != nil {
		return err
	}
	for _, c := range s.ShipsTo {
		if err := tx.Exec("INSERT INTO supplier_destination (supplier_id, country) VALUES (?, ?)", s.ID, c).Error; err != nil {
			return err
		}
	}
	return nil
}

func subject(s *model.Supplier) history.Subject {
	return history.Subject{Kind: Kind, ID: s.ID, Key: s.Name}
}
