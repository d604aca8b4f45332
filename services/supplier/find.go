package supplier

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/near"
)

// ByName finds a supplier by its name in any case; an unknown name is refused
// naming those like it.
func (s *Service) ByName(ctx context.Context, name string) (found model.Supplier, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		found, err = ByNameTx(q, name)
		return err
	})
	return found, err
}

// ByNameTx is ByName within a transaction.
func ByNameTx(q *gorm.DB, name string) (model.Supplier, error) {
	s, err := one(q, "name_key = ?", model.NameKey(name))
	if err != nil {
		return model.Supplier{}, err
	}
	if s == nil {
		return model.Supplier{}, Unknown(q, name)
	}
	return *s, nil
}

// Unknown is the refusal of a supplier's name that is not in the book.
func Unknown(q *gorm.DB, name string) error {
	var names []string
	if err := q.Table("supplier").Where("archived_at = ''").Order("name_key").Pluck("name", &names).Error; err != nil {
		return err
	}
	e := model.Errorf(model.NotFound, "There is no supplier called %q.%s Add it first, or correct the name.", name, near.Hint(name, names))
	e.Field = "supplier"
	return e
}

// ByIDTx finds a supplier by its id within a transaction.
func ByIDTx(q *gorm.DB, id int64) (model.Supplier, error) {
	s, err := one(q, "id = ?", id)
	if err != nil {
		return model.Supplier{}, err
	}
	if s == nil {
		return model.Supplier{}, model.Errorf(model.NotFound, "This supplier is no longer in the book: load the list again.")
	}
	return *s, nil
}

// All returns every supplier by name, archived ones too.
func All(q *gorm.DB) ([]model.Supplier, error) { return load(q.Order("name_key, id"), q) }

func one(q *gorm.DB, where string, arg any) (*model.Supplier, error) {
	found, err := load(q.Where(where, arg).Limit(1), q)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// load reads the suppliers of a query with their destinations, in two queries.
func load(which, q *gorm.DB) ([]model.Supplier, error) {
	var suppliers []model.Supplier
	if err := which.Find(&suppliers).Error; err != nil || len(suppliers) == 0 {
		return nil, err
	}
	places := q.Table("supplier_destination").Order("supplier_id, country")
	if len(suppliers) == 1 {
		places = places.Where("supplier_id = ?", suppliers[0].ID)
	}
	var rows []struct {
		SupplierID int64
		Country    string
	}
	if err := places.Find(&rows).Error; err != nil {
		return nil, err
	}
	byID := make(map[int64][]string, len(suppliers))
	for _, r := range rows {
		byID[r.SupplierID] = append(byID[r.SupplierID], r.Country)
	}
	for i := range suppliers {
		suppliers[i].ShipsTo = byID[suppliers[i].ID]
	}
	return suppliers, nil
}
