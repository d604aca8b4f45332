package fee

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// Archive puts a rule away, as if it had never held: the rule of its name before
// it holds through its days again. It returns the first day that is concerned.
func (s *Service) Archive(ctx context.Context, id int64) (from model.Date, err error) {
	return s.put(ctx, id, putAway)
}

// Restore brings an archived rule back; the rule before it ends the day before.
func (s *Service) Restore(ctx context.Context, id int64) (from model.Date, err error) {
	return s.put(ctx, id, bringBack)
}

func (s *Service) put(ctx context.Context, id int64, do func(*store.Tx, model.FeeRule, []model.FeeRule) error) (from model.Date, err error) {
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		var rules []model.FeeRule
		if err := tx.Where("id = ?", id).Find(&rules).Error; err != nil {
			return err
		}
		if len(rules) == 0 {
			return model.Errorf(model.NotFound, "This fee rule is no longer in the book: load the list again.")
		}
		chain, err := chainOf(tx.DB, rules[0].Name)
		if err != nil {
			return err
		}
		from = rules[0].ValidFrom
		tx.After(func() { s.bus.PricesChanged.Publish([]int64{id}) })
		return do(tx, rules[0], chain)
	})
	return from, err
}

func putAway(tx *store.Tx, r model.FeeRule, chain []model.FeeRule) error {
	if r.ArchivedAt != "" {
		return nil
	}
	r.ArchivedAt = tx.Now
	if err := shelve(tx, &r); err != nil {
		return err
	}
	old := before(chain, r.ValidFrom)
	if old == nil || old.ValidTo != r.ValidFrom.AddDays(-1) {
		return nil
	}
	return end(tx, old, r.ValidTo, "the rule after it was put away")
}

func bringBack(tx *store.Tx, r model.FeeRule, chain []model.FeeRule) error {
	if r.ArchivedAt == "" {
		return nil
	}
	at := record.Ref{Kind: Kind, Key: r.Name}
	for i := range chain {
		if chain[i].ValidFrom == r.ValidFrom {
			return at.Errorf("valid_from", "another rule of that name starts on %s: put it away first", r.ValidFrom)
		}
	}
	if next := after(chain, r.ValidFrom); next != nil && (r.ValidTo == "" || r.ValidTo >= next.ValidFrom) {
		r.ValidTo = next.ValidFrom.AddDays(-1)
	}
	r.ArchivedAt = ""
	if err := shelve(tx, &r); err != nil {
		return err
	}
	if old := before(chain, r.ValidFrom); old != nil && (old.ValidTo == "" || old.ValidTo >= r.ValidFrom) {
		return end(tx, old, r.ValidFrom.AddDays(-1), "a newer rule starts")
	}
	return nil
}

// shelve writes whether a rule is archived, and its last day.
func shelve(tx *store.Tx, r *model.FeeRule) error {
	r.Version++
	at := record.Ref{Kind: Kind, Key: r.Name}
	if err := record.Saved(at, "name", tx.Select("archived_at", "valid_to", "version").Updates(r)); err != nil {
		return err
	}
	away := r.ArchivedAt != ""
	return history.Record(tx, subject(r), history.Diff([]history.Value{history.Of("archived", !away)}, []history.Value{history.Of("archived", away)}), "")
}

// end gives a rule another last day.
func end(tx *store.Tx, old *model.FeeRule, last model.Date, why string) error {
	ended := *old
	ended.ValidTo = last
	if err := update(tx, record.Ref{Kind: Kind, Key: old.Name}, &ended); err != nil {
		return err
	}
	return history.Record(tx, subject(&ended), history.Diff(values(old), values(&ended)), why)
}

// buried is the archived rule of a name and first day, nil without: two rules of
// one name never start on one day, archived or not.
func buried(q *gorm.DB, name string, from model.Date) (*model.FeeRule, error) {
	var rules []model.FeeRule
	err := q.Where("name = ? AND valid_from = ? AND archived_at <> ''", name, string(from)).Find(&rules).Error
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	return &rules[0], nil
}

// revive puts a new rule in the place of an archived one.
func revive(tx *store.Tx, at record.Ref, gone, r *model.FeeRule) (record.Outcome, int64, error) {
	r.ID, r.Version, r.ArchivedAt = gone.ID, gone.Version, ""
	if err := update(tx, at, r); err != nil {
		return "", 0, err
	}
	if err := record.Saved(at, "name", tx.Select("archived_at").Updates(r)); err != nil {
		return "", 0, err
	}
	changes := append(history.Diff(values(gone), values(r)), history.Change{Field: "archived", Old: "true", New: "false"})
	return record.Created, r.ID, history.Record(tx, subject(r), changes, "")
}
