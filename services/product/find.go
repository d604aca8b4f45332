package product

import (
	"cmp"
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
	"github.com/dropledger/dropledger/services/record"
)

// BySKU finds a product by its exact SKU; an unknown one is refused naming
// those like it.
func (s *Service) BySKU(ctx context.Context, sku string) (found model.Product, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		found, err = BySKUTx(q, sku)
		return err
	})
	return found, err
}

// BySKUTx is BySKU within a transaction.
func BySKUTx(q *gorm.DB, sku string) (model.Product, error) {
	p, err := one(q, "sku = ?", sku)
	if err != nil {
		return model.Product{}, err
	}
	if p == nil {
		return model.Product{}, unknown(q, sku)
	}
	return *p, nil
}

func unknown(q *gorm.DB, sku string) error {
	var skus []string
	if err := q.Table("product").Where("archived_at = ''").Order("sku").Pluck("sku", &skus).Error; err != nil {
		return err
	}
	e := model.Errorf(model.NotFound, "There is no product with the SKU %q.%s Add it first, or correct the SKU.", sku, near.Hint(sku, skus))
	e.Field = "sku"
	return e
}

// ByIDTx finds a product by its id within a transaction.
func ByIDTx(q *gorm.DB, id int64) (model.Product, error) {
	p, err := one(q, "id = ?", id)
	if err != nil {
		return model.Product{}, err
	}
	if p == nil {
		return model.Product{}, model.Errorf(model.NotFound, "This product is no longer in the book: load the list again.")
	}
	return *p, nil
}

func one(q *gorm.DB, where string, arg any) (*model.Product, error) {
	var products []model.Product
	if err := q.Where(where, arg).Limit(1).Find(&products).Error; err != nil || len(products) == 0 {
		return nil, err
	}
	return &products[0], nil
}

// Row is a product in a list.
type Row struct {
	ID       int64        `json:"id"`
	Number   string       `json:"number"` // the SKU, as every list has a number
	SKU      string       `json:"sku"`
	Name     string       `json:"name"`
	HS       string       `json:"hs"`
	Origin   string       `json:"origin"`
	WeightG  *int64       `json:"weight_g"` // null: unknown
	Brand    string       `json:"brand"`
	Hazard   model.Hazard `json:"hazard"`
	NotTo    []string     `json:"not_to"`
	Archived bool         `json:"archived"`
	Version  int64        `json:"version"`
	State    string       `json:"state"` // active or archived
}

// List returns the products by SKU.
func (s *Service) List(ctx context.Context, f record.Filter) ([]Row, error) {
	if err := f.Check([]string{record.StateActive, record.StateArchived}); err != nil {
		return nil, err
	}
	var products []model.Product
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return f.Apply(q.Order("sku")).Find(&products).Error
	})
	rows := make([]Row, len(products))
	for i, p := range products {
		rows[i] = Row{
			ID: p.ID, Number: p.SKU, SKU: p.SKU, Name: p.Name, HS: p.HS, Origin: p.Origin, WeightG: p.WeightG, Brand: p.Brand,
			Hazard: cmp.Or(p.Hazard, noHazard), NotTo: strings.Fields(p.NotTo),
			Archived: p.ArchivedAt != "", Version: p.Version, State: record.StateOf(p.ArchivedAt),
		}
	}
	return rows, err
}
