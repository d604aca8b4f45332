// Package setting keeps the settings of a book: those that belong to the
// business and travel with its file. It must not know windows, folders of this
// computer's program, or passwords.
package setting

import (
	"context"
	"strconv"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/store"
)

// Service reads and sets the settings of a book.
type Service struct {
	db  *store.DB
	bus *event.Bus
}

// New returns the settings of the book.
func New(db *store.DB, bus *event.Bus) *Service { return &Service{db, bus} }

// Entry is a setting with its value, the default while none was set.
type Entry struct {
	Definition
	Value string `json:"value"`
}

// Pair is a setting and the value it is to get.
type Pair struct{ Key, Value string }

type row struct {
	Key       string `gorm:"primaryKey"`
	Value     string
	ChangedAt model.Instant
}

func (row) TableName() string { return "setting" }

// List returns all settings in the order in which a person would fill them in.
func (s *Service) List(ctx context.Context) ([]Entry, error) {
	var rows []row
	if err := s.db.Read(ctx, func(q *gorm.DB) error { return q.Find(&rows).Error }); err != nil {
		return nil, err
	}
	set := make(map[string]string, len(rows))
	for _, r := range rows {
		set[r.Key] = r.Value
	}
	entries := make([]Entry, len(definitions))
	for i, d := range definitions {
		entries[i] = Entry{d, d.Default}
		if v, ok := set[string(d.Key)]; ok {
			entries[i].Value = v
		}
	}
	return entries, nil
}

// Get returns one setting; an unknown key is refused naming those like it.
func (s *Service) Get(ctx context.Context, key string) (Entry, error) {
	d, err := define(key)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Definition: *d}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		e.Value, err = Value(q, d.Key)
		return err
	})
	return e, err
}

// Set changes one setting.
func (s *Service) Set(ctx context.Context, key, value string) error {
	return s.SetAll(ctx, []Pair{{key, value}})
}

// SetAll changes settings, all or none.
func (s *Service) SetAll(ctx context.Context, pairs []Pair) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		changed := false
		for _, p := range pairs {
			did, err := set(tx, p)
			if err != nil {
				return err
			}
			changed = changed || did
		}
		if err := refuseOpen(tx.DB); err != nil {
			return err
		}
		if changed {
			tx.After(func() { s.bus.SettingsChanged.Publish(nil) })
		}
		return nil
	})
}

// set writes one setting and its history; it tells whether anything changed.
func set(tx *store.Tx, p Pair) (bool, error) {
	d, err := define(p.Key)
	if err != nil {
		return false, err
	}
	value, err := d.clean(p.Value)
	if err != nil {
		return false, err
	}
	old, err := Value(tx.DB, d.Key)
	if err != nil || old == value {
		return false, err
	}
	if d.Key == BookCurrency && old != "" {
		if err := refusePosted(tx.DB, old); err != nil {
			return false, err
		}
	}
	r := row{string(d.Key), value, tx.Now}
	replace := clause.OnConflict{Columns: []clause.Column{{Name: "key"}}, DoUpdates: clause.AssignmentColumns([]string{"value", "changed_at"})}
	if err := tx.Clauses(replace).Create(&r).Error; err != nil {
		return false, err
	}
	return true, history.Record(tx, history.Subject{Kind: "setting", Key: p.Key}, []history.Change{{Field: "value", Old: old, New: value}}, "")
}

// CurrencyFixed tells whether the home currency can no longer change, because
// entries are posted in it.
func (s *Service) CurrencyFixed(ctx context.Context) (fixed bool, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		fixed, err = posted(q)
		return err
	})
	return fixed, err
}

func posted(q *gorm.DB) (yes bool, err error) {
	err = q.Raw("SELECT EXISTS (SELECT 1 FROM journal_entry)").Scan(&yes).Error
	return yes, err
}

// refusePosted keeps the home currency once the journal is written in it.
func refusePosted(q *gorm.DB, currency string) error {
	if yes, err := posted(q); err != nil || !yes {
		return err
	}
	e := model.Errorf(model.Refused, "Setting %s: the books are already kept in %s and entries are posted, so it can no longer change. Make a new book for another currency.", BookCurrency, currency)
	e.Field = string(BookCurrency)
	return e
}

// Value returns a setting within a transaction, the default while none was set.
func Value(q *gorm.DB, key Key) (string, error) {
	var rows []row
	if err := q.Where("key = ?", string(key)).Limit(1).Find(&rows).Error; err != nil {
		return "", err
	}
	if len(rows) == 1 {
		return rows[0].Value, nil
	}
	d, err := define(string(key))
	if err != nil {
		return "", err
	}
	return d.Default, nil
}

// Days returns a setting that counts days.
func Days(q *gorm.DB, key Key) (int, error) {
	v, err := Value(q, key)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		return 0, model.FieldErrorf(string(key), "Setting %s: %q is not a whole number: set it again", key, v)
	}
	return n, nil
}

// Home returns the currency the books are kept in.
func Home(q *gorm.DB) (model.Currency, error) {
	v, err := Value(q, BookCurrency)
	if err != nil {
		return "", err
	}
	if c := model.Currency(v); c.Valid() {
		return c, nil
	}
	e := model.Errorf(model.NotFound, "The book has no home currency yet: set %s to the currency you keep your books in, such as EUR.", BookCurrency)
	e.Field = string(BookCurrency)
	return "", e
}

func define(key string) (*Definition, error) {
	known := make([]string, len(definitions))
	for i := range definitions {
		if string(definitions[i].Key) == key {
			return &definitions[i], nil
		}
		known[i] = string(definitions[i].Key)
	}
	e := model.Errorf(model.NotFound, "%q is not a setting.%s Nothing was changed; \"dropledger settings\" lists them.", key, near.Hint(key, known))
	e.Field = key
	return nil, e
}

// Money returns a setting that is an amount in the home currency, nought when
// there is none.
func Money(q *gorm.DB, key Key) (model.Amount, error) {
	v, err := Value(q, key)
	if err != nil || v == "" {
		return 0, err
	}
	a, err := model.ParseAmount(v)
	if err != nil {
		return 0, model.FieldErrorf(string(key), "Setting %s: %q is not an amount: set it again", key, v)
	}
	return a, nil
}

// Share returns a setting that is a percentage, nought when there is none.
func Share(q *gorm.DB, key Key) (model.Percent, error) {
	v, err := Value(q, key)
	if err != nil || v == "" {
		return model.Percent{}, err
	}
	p, err := model.ParsePercent(v)
	if err != nil {
		return model.Percent{}, model.FieldErrorf(string(key), "Setting %s: %q is not a percentage: set it again", key, v)
	}
	return p, nil
}
