// Package merge makes one of two records that stand for the same supplier,
// product or shop: it proposes which may, shows what would move, moves it in
// one transaction, and takes it back while nothing depends on it.
//
// What was forwarded or posted is never changed: documents and entries keep the
// names they were made with. The package must not know how the records are
// shown, nor who decides that two are one.
package merge

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/product"
	"github.com/dropledger/dropledger/services/purchase"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/supplier"
)

// Service merges records of one book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New makes the merging of a book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// What can move or stay.
const (
	Offers      = "offers"
	Stock       = "stock counts"
	Mappings    = "column mappings"
	Allocations = "order lines given to it"
	Purchases   = "purchase orders"
	Listings    = "listings"
	Costs       = "standard costs"
	Lines       = "open order lines"
	Fees        = "fee rules"
	DropFees    = "fees for an order"
	Rules       = "routing rules that name it"
	Entries     = "postings"
	Vetting     = "records of vetting"
)

// Count is how many of something move or stay.
type Count struct {
	What string
	N    int
}

// Plan is what a merge does, or would: From goes into Into and is archived. All
// that Moves belongs to Into from then on; what Stays keeps its former name.
// Notes are sentences a person should read before.
type Plan struct {
	From, Into string
	Moves      []Count
	Stays      []Count
	Notes      []string
}

func (p *Plan) moved(what string, n int) {
	if n > 0 {
		p.Moves = append(p.Moves, Count{what, n})
	}
}

func (p *Plan) stayed(what string, n int) {
	if n > 0 {
		p.Stays = append(p.Stays, Count{what, n})
	}
}

func (p *Plan) note(format string, args ...any) {
	p.Notes = append(p.Notes, fmt.Sprintf(format, args...))
}

// Request asks to make one of two records: From becomes part of Into. Kind is
// supplier.Kind, product.Kind or shop.Kind; Why is kept in the history and may
// be empty.
type Request struct {
	Kind       string
	From, Into int64
	Why        string
}

// errPreview takes the transaction of a preview back.
var errPreview = errors.New("preview")

// Preview tells what Merge would do, by doing it and taking it back.
func (s *Service) Preview(ctx context.Context, r Request) (Plan, error) {
	var p Plan
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if p, err = s.run(tx, r); err != nil {
			return err
		}
		return errPreview
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return p, err
}

// Merge makes one of two records.
func (s *Service) Merge(ctx context.Context, r Request) (Plan, error) {
	var p Plan
	err := s.db.Write(ctx, func(tx *store.Tx) (err error) {
		if p, err = s.run(tx, r); err == nil {
			s.announce(tx)
		}
		return err
	})
	return p, err
}

// announce tells the screens that anything may look different.
func (s *Service) announce(tx *store.Tx) {
	tx.After(func() {
		s.bus.SuppliersChanged.Publish(nil)
		s.bus.ProductsChanged.Publish(nil)
		s.bus.OffersChanged.Publish(nil)
		s.bus.PurchasesChanged.Publish(nil)
		s.bus.OrdersChanged.Publish(nil)
		s.bus.BooksChanged.Publish(nil)
		s.bus.SettingsChanged.Publish(nil)
	})
}

// run does a merge within a transaction.
func (s *Service) run(tx *store.Tx, r Request) (Plan, error) {
	m, err := begin(tx, r)
	if err != nil {
		return Plan{}, err
	}
	steps := map[string]func() error{supplier.Kind: m.suppliers, product.Kind: m.products, shop.Kind: m.shops}
	if err := steps[r.Kind](); err != nil {
		return Plan{}, err
	}
	if err := purchase.Rebook(tx, m.rebook); err != nil {
		return Plan{}, err
	}
	return m.plan, m.archive(s, r.Kind, true)
}

// merging is one merge in a transaction.
type merging struct {
	tx         *store.Tx
	from, into int64
	why        string
	plan       Plan
	rebook     []int64 // orders whose suppliers or products changed
	away       bool    // from was archived before
}

// mergedInto is the field of the history that says what a record became part
// of, by id. Its old value is the newest allocation of the book at that time:
// what came later may depend on the merge.
const mergedInto = product.MergedInto

// named is a record that can be merged.
type named struct {
	ID       int64
	Name     string
	Archived bool
}

var tables = map[string]string{
	supplier.Kind: `SELECT id, name, archived_at <> '' AS archived FROM supplier WHERE id = ?`,
	product.Kind:  `SELECT id, sku AS name, archived_at <> '' AS archived FROM product WHERE id = ?`,
	shop.Kind:     `SELECT id, name, archived_at <> '' AS archived FROM shop WHERE id = ?`,
}

func find(q *gorm.DB, kind string, id int64) (named, error) {
	var n named
	query, ok := tables[kind]
	if !ok {
		return n, model.FieldErrorf("kind", "A %s cannot be merged; suppliers, products and shops can.", kind)
	}
	err := q.Raw(query, id).Scan(&n).Error
	if err == nil && n.ID == 0 {
		err = model.Errorf(model.NotFound, "This %s is no longer in the book: load the list again.", kind)
	}
	return n, err
}

func begin(tx *store.Tx, r Request) (*merging, error) {
	a, err := find(tx.DB, r.Kind, r.From)
	if err != nil {
		return nil, err
	}
	b, err := find(tx.DB, r.Kind, r.Into)
	if err != nil {
		return nil, err
	}
	switch {
	case a.ID == b.ID:
		return nil, model.Errorf(model.Invalid, "%s is the same %s: choose another to merge it into.", a.Name, r.Kind)
	case b.Archived:
		return nil, model.Errorf(model.Refused, "%s is archived: bring it back first, or merge the other way round.", b.Name)
	}
	for _, n := range []named{a, b} {
		h, err := latest(tx.DB, r.Kind, n.ID)
		if err != nil {
			return nil, err
		}
		if h.into != 0 {
			return nil, model.Errorf(model.Refused, "%s was merged into another %s before: take that back first.", n.Name, r.Kind)
		}
	}
	m := &merging{tx: tx, from: r.From, into: r.Into, plan: Plan{From: a.Name, Into: b.Name}, away: a.Archived}
	m.why = fmt.Sprintf("%s was merged into %s", a.Name, b.Name)
	if r.Why != "" {
		m.why += ": " + r.Why
	}
	var last int64
	if err := tx.Raw(`SELECT COALESCE(MAX(id), 0) FROM allocation`).Scan(&last).Error; err != nil {
		return nil, err
	}
	return m, history.Record(tx, history.Subject{Kind: r.Kind, ID: r.From, Key: a.Name},
		[]history.Change{{Field: mergedInto, Old: strconv.FormatInt(last, 10), New: strconv.FormatInt(r.Into, 10)}}, m.why)
}

// moved notes that a row of some kind changed hands; state is what Undo looks
// at to see whether it was changed since.
func (m *merging) moved(kind string, id int64, state string) error {
	return history.Record(m.tx, history.Subject{Kind: kind, ID: id, Key: m.plan.Into},
		[]history.Change{{Field: "merged", Old: strconv.FormatInt(m.from, 10), New: state}}, m.why)
}

// archive puts the merged record away, or brings it back.
func (m *merging) archive(s *Service, kind string, away bool) error {
	if m.away {
		return nil
	}
	ctx, name := m.tx.Context(), m.plan.From
	shelf := map[string][2]func() error{
		supplier.Kind: {func() error { return supplier.New(s.db, s.bus).Restore(ctx, name) }, func() error { return supplier.New(s.db, s.bus).Archive(ctx, name) }},
		product.Kind:  {func() error { return product.New(s.db, s.bus).Restore(ctx, name) }, func() error { return product.New(s.db, s.bus).Archive(ctx, name) }},
		shop.Kind:     {func() error { return shop.New(s.db, s.bus).Restore(ctx, name) }, func() error { return shop.New(s.db, s.bus).Archive(ctx, name) }},
	}[kind]
	if away {
		return shelf[1]()
	}
	return shelf[0]()
}

// move changes the owner of the rows that a query lists and notes each; it
// returns how many. The query has marks for from and into.
func (m *merging) move(kind, list, update string) (int, error) {
	var rows []struct {
		ID    int64
		State string
	}
	if err := m.tx.Raw(list, m.from, m.into).Scan(&rows).Error; err != nil {
		return 0, err
	}
	change, err := m.tx.Prepare(update)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		if _, err := change.Exec(m.into, r.ID); err != nil {
			return 0, err
		}
		if err := m.moved(kind, r.ID, r.State); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// count reads one number about from.
func (m *merging) count(query string) (int, error) {
	var n int
	err := m.tx.Raw(query, m.from).Scan(&n).Error
	return n, err
}
