package shop

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
)

// ByName finds a shop by its name in any case; an unknown name is refused
// naming those like it.
func (s *Service) ByName(ctx context.Context, name string) (found model.Shop, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		found, err = ByNameTx(q, name)
		return err
	})
	return found, err
}

// ByNameTx is ByName within a transaction.
func ByNameTx(q *gorm.DB, name string) (model.Shop, error) {
	s, err := one(q, "name_key = ?", model.NameKey(name))
	if err != nil {
		return model.Shop{}, err
	}
	if s == nil {
		return model.Shop{}, unknown(q, name)
	}
	return *s, nil
}

func unknown(q *gorm.DB, name string) error {
	var names []string
	if err := q.Table("shop").Where("archived_at = ''").Order("name_key").Pluck("name", &names).Error; err != nil {
		return err
	}
	e := model.Errorf(model.NotFound, "There is no shop called %q.%s Add it first, or correct the name.", name, near.Hint(name, names))
	e.Field = "shop"
	return e
}

// ByIDTx finds a shop by its id within a transaction.
func ByIDTx(q *gorm.DB, id int64) (model.Shop, error) {
	s, err := one(q, "id = ?", id)
	if err != nil {
		return model.Shop{}, err
	}
	if s == nil {
		return model.Shop{}, model.Errorf(model.NotFound, "This shop is no longer in the book: load the list again.")
	}
	return *s, nil
}

// All returns every shop by name, archived ones too.
func All(q *gorm.DB) ([]model.Shop, error) {
	var shops []model.Shop
	err := q.Order("name_key, id").Find(&shops).Error
	return shops, err
}

func one(q *gorm.DB, where string, arg any) (*model.Shop, error) {
	var shops []model.Shop
	if err := q.Where(where, arg).Limit(1).Find(&shops).Error; err != nil || len(shops) == 0 {
		return nil, err
	}
	return &shops[0], nil
}

// Row is a shop in a list.
type Row struct {
	ID             int64          `json:"id"`
	Number         string         `json:"number"` // the name, as every list has a number
	Name           string         `json:"name"`
	Platform       string         `json:"platform"`
	Currency       model.Currency `json:"currency"`
	TimeZone       string         `json:"time_zone"`
	CashOnDelivery bool           `json:"cash_on_delivery"`
	Archived       bool           `json:"archived"`
	Version        int64          `json:"version"`
	State          string         `json:"state"` // active or archived
}

// List returns the shops by name.
func (s *Service) List(ctx context.Context, f record.Filter) ([]Row, error) {
	if err := f.Check([]string{record.StateActive, record.StateArchived}); err != nil {
		return nil, err
	}
	var shops []model.Shop
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return f.Apply(q.Order("name_key, id")).Find(&shops).Error
	})
	rows := make([]Row, len(shops))
	for i, s := range shops {
		rows[i] = Row{
			ID: s.ID, Number: s.Name, Name: s.Name, Platform: s.Platform, Currency: s.Currency, TimeZone: s.TimeZone,
			CashOnDelivery: s.CashOnDelivery, Archived: s.ArchivedAt != "", Version: s.Version, State: record.StateOf(s.ArchivedAt),
		}
	}
	return rows, err
}
