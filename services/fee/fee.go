// Package fee keeps the dated fee rules of payment providers and marketplaces.
// A newer rule ends the older one of its name the day before, so that any past
// day keeps its fees. The package must not know what was charged on an order.
package fee

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/shop"
	"github.com/dropledger/dropledger/services/store"
)

// Kind is the kind of record in messages and in the history.
const Kind = "fee"

// Service keeps the fee rules of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the fee rules of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Put creates or changes fee rules by name and first day, all or none.
func (s *Service) Put(ctx context.Context, ins []Input) (record.Result, error) {
	return record.Batch[Input]{
		DB: s.db, Kind: Kind, One: put,
		Done: func(ids []int64) { s.bus.PricesChanged.Publish(ids) },
	}.Put(ctx, ins)
}

func put(tx *store.Tx, at record.Ref, in *Input) (record.Outcome, int64, error) {
	chain, err := chainOf(tx.DB, in.Name)
	if err != nil {
		return "", 0, err
	}
	shopID, err := shopOf(tx.DB, in, at)
	if err != nil {
		return "", 0, err
	}
	from := in.ValidFrom
	if from == "" {
		if from, err = in.start(chain, shopID, at, tx.Today); err != nil {
			return "", 0, err
		}
	}
	for i := range chain {
		if chain[i].ValidFrom == from {
			return change(tx, at, in, target{from, &chain[i], after(chain, from), shopID})
		}
	}
	return begin(tx, at, in, target{from, before(chain, from), after(chain, from), shopID})
}

// start finds where a rule without a start belongs: the first of its name holds
// since ever; a later one stands at the running rule when it says the same,
// else it starts today.
func (in *Input) start(chain []model.FeeRule, shopID *int64, at record.Ref, today model.Date) (model.Date, error) {
	if len(chain) == 0 {
		return model.OpenStart, nil
	}
	for i := range chain {
		r := chain[i]
		if r.ValidFrom > today || (r.ValidTo != "" && r.ValidTo < today) {
			continue
		}
		if err := in.merge(&r, shopID, at); err != nil {
			return "", err
		}
		if len(history.Diff(terms(&chain[i]), terms(&r))) == 0 {
			return r.ValidFrom, nil
		}
	}
	return today, nil
}

// target is where a rule goes: its first day, the rule that stands there or
// comes before, the one that follows, and the shop it was given.
type target struct {
	from      model.Date
	old, next *model.FeeRule
	shopID    *int64
}

func change(tx *store.Tx, at record.Ref, in *Input, t target) (record.Outcome, int64, error) {
	r := *t.old
	if err := in.place(&r, t, at); err != nil {
		return "", 0, err
	}
	changes := history.Diff(values(t.old), values(&r))
	if len(changes) == 0 {
		return record.Unchanged, r.ID, nil
	}
	if err := update(tx, at, &r); err != nil {
		return "", 0, err
	}
	return record.Updated, r.ID, history.Record(tx, subject(&r), changes, "")
}

func begin(tx *store.Tx, at record.Ref, in *Input, t target) (record.Outcome, int64, error) {
	r := fresh()
	if t.old != nil {
		r = *t.old
		r.ID, r.Version, r.ValidTo = 0, 1, ""
	}
	r.ValidFrom = t.from
	if err := in.place(&r, t, at); err != nil {
		return "", 0, err
	}
	if old := t.old; old != nil && (old.ValidTo == "" || old.ValidTo >= t.from) {
		if err := end(tx, old, t.from.AddDays(-1), "a newer rule starts"); err != nil {
			return "", 0, err
		}
	}
	gone, err := buried(tx.DB, r.Name, r.ValidFrom)
	if err != nil {
		return "", 0, err
	}
	if gone != nil {
		return revive(tx, at, gone, &r)
	}
	if err := tx.Create(&r).Error; err != nil {
		return "", 0, err
	}
	return record.Created, r.ID, history.Record(tx, subject(&r), history.Created(), "")
}

// place merges the input into the rule and keeps it from reaching into the next one.
func (in *Input) place(r *model.FeeRule, t target, at record.Ref) error {
	if err := in.merge(r, t.shopID, at); err != nil {
		return err
	}
	if t.next == nil {
		return nil
	}
	last := t.next.ValidFrom.AddDays(-1)
	if in.ValidTo != nil && *in.ValidTo > last {
		return at.Errorf("valid_to", "valid_to %s reaches into the rule that starts on %s: end this one on %s or earlier", *in.ValidTo, t.next.ValidFrom, last)
	}
	if r.ValidTo == "" || r.ValidTo > last {
		r.ValidTo = last
	}
	return nil
}

func update(tx *store.Tx, at record.Ref, r *model.FeeRule) error {
	r.Version++
	return record.Saved(at, "valid_from", tx.Select("name", "kind", "shop_id", "base", "percent", "fixed", "currency", "min_fee", "max_fee",
		"kept_on_refund", "valid_to", "source", "checked_on", "version").Updates(r))
}

// chainOf returns the rules of a name in any case by start.
func chainOf(q *gorm.DB, name string) ([]model.FeeRule, error) {
	var all []model.FeeRule
	if err := q.Where("archived_at = ''").Order("valid_from, id").Find(&all).Error; err != nil {
		return nil, err
	}
	key := model.NameKey(name)
	return slices.DeleteFunc(all, func(r model.FeeRule) bool { return model.NameKey(r.Name) != key }), nil
}

// before and after return the nearest rules.
func before(chain []model.FeeRule, from model.Date) *model.FeeRule {
	for i := len(chain) - 1; i >= 0; i-- {
		if chain[i].ValidFrom < from {
			return &chain[i]
		}
	}
	return nil
}

func after(chain []model.FeeRule, from model.Date) *model.FeeRule {
	for i := range chain {
		if chain[i].ValidFrom > from {
			return &chain[i]
		}
	}
	return nil
}

// shopOf finds a given shop; nil is every shop.
func shopOf(q *gorm.DB, in *Input, at record.Ref) (*int64, error) {
	if in.Shop == nil || *in.Shop == "" {
		return nil, nil
	}
	s, err := shop.ByNameTx(q, *in.Shop)
	if err != nil {
		return nil, at.Because("shop", err)
	}
	return &s.ID, nil
}

func subject(r *model.FeeRule) history.Subject {
	return history.Subject{Kind: Kind, ID: r.ID, Key: r.Name + " / " + string(r.ValidFrom)}
}
