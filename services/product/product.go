// Package product keeps the catalogue: what the merchant sells, known by SKU.
// It must not know who supplies it or at what price.
package product

import (
	"context"
	"database/sql"
	"errors"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "product"

// MergedInto is the field of the history that says what a record became part
// of, by id; "" once that was taken back.
const MergedInto = "merged_into"

// Service keeps the products of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the products of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes products by SKU, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: Kind, One: put,
		Done: func(ids []int64) { s.bus.ProductsChanged.Publish(ids) },
	}.Put(ctx, ins)
}

// Archive puts a product away: it keeps its past and is no longer listed.
func (s *Service) Archive(ctx context.Context, sku string) error { return s.archive(ctx, sku, true) }

// Restore brings an archived product back.
func (s *Service) Restore(ctx context.Context, sku string) error { return s.archive(ctx, sku, false) }

func (s *Service) archive(ctx context.Context, sku string, away bool) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		old, err := BySKUTx(tx.DB, sku)
		if err != nil {
			return err
		}
		_, err = s.Put(tx.Context(), []Input{{ID: old.ID, SKU: old.SKU, Archived: &away}})
		return err
	})
}

// Ensure returns the id of the product with that SKU, made with the name when
// it is new; created tells which. An existing product stays as it is. It is
// made for imports: two prepared statements and no history, which the import's
// own record keeps.
func Ensure(tx *store.Tx, sku, name string) (id int64, created bool, err error) {
	if sku, err = record.Text("", sku); err != nil {
		return 0, false, err
	}
	if sku == "" {
		return 0, false, model.FieldErrorf("sku", "A product needs a SKU")
	}
	find, err := tx.Prepare("SELECT id FROM product WHERE sku = ?")
	if err != nil {
		return 0, false, err
	}
	if err = find.QueryRow(sku).Scan(&id); !errors.Is(err, sql.ErrNoRows) {
		return id, false, err
	}
	if name == "" {
		name = sku
	}
	add, err := tx.Prepare("INSERT INTO product (sku, name, hs, origin, brand) VALUES (?, ?, '', '', '') RETURNING id")
	if err != nil {
		return 0, false, err
	}
	return id, true, add.QueryRow(sku, name).Scan(&id)
}

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	old, err := current(tx, in)
	if err != nil {
		return "", 0, err
	}
	if old == nil {
		return create(tx, at, in)
	}
	if err := record.Editable(at, record.State{Version: old.Version, ArchivedAt: old.ArchivedAt}, in.Version, in.Archived); err != nil {
		return "", 0, err
	}
	p := *old
	if err := in.merge(&p, at, tx.Now); err != nil {
		return "", 0, err
	}
	changes := history.Diff(values(old), values(&p))
	if len(changes) == 0 {
		return record.Unchanged, p.ID, nil
	}
	p.Version++
	r := tx.Select("sku", "name", "hs", "origin", "weight_g", "brand", "hazard", "not_to", "archived_at", "version").Updates(&p)
	if err := record.Saved(at, "sku", r); err != nil {
		return "", 0, err
	}
	return record.Updated, p.ID, history.Record(tx, subject(&p), changes, "")
}

// current returns the product that the input is about, nil for a new one.
func current(tx *store.Tx, in *Input) (*model.Product, error) {
	if in.ID != 0 {
		p, err := ByIDTx(tx.DB, in.ID)
		return &p, err
	}
	return one(tx.DB, "sku = ?", in.SKU)
}

func create(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	p := model.Product{Name: in.SKU, Version: 1}
	if err := in.merge(&p, at, tx.Now); err != nil {
		return "", 0, err
	}
	if err := tx.Create(&p).Error; err != nil {
		return "", 0, err
	}
	return record.Created, p.ID, history.Record(tx, subject(&p), history.Created(), "")
}

func subject(p *model.Product) history.Subject {
	return history.Subject{Kind: Kind, ID: p.ID, Key: p.SKU}
}
