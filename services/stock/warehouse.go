package stock

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// WarehouseKind is the kind of record of a 3PL's address in messages and in the
// history.
const WarehouseKind = "warehouse"

// Warehouse is where goods for a 3PL are sent.
type Warehouse struct {
	SupplierID                                                             int64
	Name, Contact, Address1, Address2, City, Zip, Province, Country, Phone string
}

// Address is the warehouse as the one to whom a parcel goes.
func (w *Warehouse) Address() model.Contact {
	return model.Contact{
		Company: w.Name, Name: w.Contact, Address1: w.Address1, Address2: w.Address2, City: w.City, Zip: w.Zip, Province: w.Province,
		Country: w.Country, Phone: w.Phone,
	}
}

// WarehouseOf is where goods for a 3PL are sent; false while nobody wrote it
// down.
func WarehouseOf(q *gorm.DB, supplierID int64) (Warehouse, bool, error) {
	var w Warehouse
	err := q.Raw(`SELECT w.supplier_id, CASE WHEN w.name = '' THEN s.name ELSE w.name END AS name, w.contact, w.address1, w.address2, w.city, w.zip,
		w.province, w.country, w.phone FROM warehouse w JOIN supplier s ON s.id = w.supplier_id WHERE w.supplier_id = ?`, supplierID).Scan(&w).Error
	return w, w.SupplierID != 0, err
}

// ListWarehouses lists the addresses of all 3PLs as they were entered.
func (s *Service) ListWarehouses(ctx context.Context) ([]Warehouse, error) {
	all := []Warehouse{}
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		return q.Raw(`SELECT supplier_id, name, contact, address1, address2, city, zip, province, country, phone FROM warehouse ORDER BY supplier_id`).Scan(&all).Error
	})
	return all, err
}

// WarehouseInput is a 3PL's address as a form or the put command says it.
type WarehouseInput struct {
	Supplier string `json:"supplier" key:"yes" is:"name" max:"120" doc:"The 3PL's name."`

	Name     *string `json:"name" default:"the 3PL's name" doc:"What stands on the parcels."`
	Contact  *string `json:"contact" doc:"The person or the customer number there."`
	Address1 *string `json:"address1" doc:"Street and number."`
	Address2 *string `json:"address2" doc:"A second line."`
	City     *string `json:"city" doc:"The town."`
	Zip      *string `json:"zip" doc:"The postal code."`
	Province *string `json:"province" doc:"State or province."`
	Country  *string `json:"country" is:"country" default:"the 3PL's country" doc:"The country."`
	Phone    *string `json:"phone" doc:"A telephone number for the carrier."`
}

// PutWarehouses creates or changes the addresses of 3PLs, all or none.
func (s *Service) PutWarehouses(ctx context.Context, ins []WarehouseInput) (record.Result, error) {
	return record.Batch[WarehouseInput]{
		DB: s.db, Kind: WarehouseKind, One: putWarehouse,
		Done: func([]int64) { s.bus.SuppliersChanged.Publish(nil) },
	}.Put(ctx, ins)
}

func putWarehouse(tx *store.Tx, at record.Ref, in *WarehouseInput) (record.Outcome, int64, error) {
	who, err := logistics(tx.DB, at, in.Supplier)
	if err != nil {
		return "", 0, err
	}
	var old Warehouse
	err = tx.Raw(`SELECT supplier_id, name, contact, address1, address2, city, zip, province, country, phone FROM warehouse WHERE supplier_id = ?`, who.ID).Scan(&old).Error
	if err != nil {
		return "", 0, err
	}
	w := old
	if old.SupplierID == 0 {
		w = Warehouse{SupplierID: who.ID, Country: who.Country}
	}
	for to, from := range map[*string]*string{
		&w.Name: in.Name, &w.Contact: in.Contact, &w.Address1: in.Address1, &w.Address2: in.Address2, &w.City: in.City,
		&w.Zip: in.Zip, &w.Province: in.Province, &w.Country: in.Country, &w.Phone: in.Phone,
	} {
		record.Take(to, from)
	}
	for field, value := range map[string]string{"address1": w.Address1, "city": w.City, "country": w.Country} {
		if value == "" {
			return "", 0, at.Errorf(field, "%s is missing: goods are sent to this address", field)
		}
	}
	changes, outcome := history.Diff(old.values(), w.values()), record.Updated
	if old.SupplierID == 0 {
		changes, outcome = history.Created(), record.Created
	}
	if len(changes) == 0 {
		return record.Unchanged, who.ID, nil
	}
	err = tx.Exec(`INSERT INTO warehouse (supplier_id, name, contact, address1, address2, city, zip, province, country, phone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (supplier_id) DO UPDATE SET name = excluded.name, contact = excluded.contact, address1 = excluded.address1, address2 = excluded.address2,
			city = excluded.city, zip = excluded.zip, province = excluded.province, country = excluded.country, phone = excluded.phone, version = warehouse.version + 1`,
		who.ID, w.Name, w.Contact, w.Address1, w.Address2, w.City, w.Zip, w.Province, w.Country, w.Phone).Error
	if err != nil {
		return "", 0, err
	}
	return outcome, who.ID, history.Record(tx, history.Subject{Kind: WarehouseKind, ID: who.ID, Key: who.Name}, changes, "")
}

func (w *Warehouse) values() []history.Value {
	return []history.Value{
		history.Of("name", w.Name), history.Of("contact", w.Contact), history.Of("address1", w.Address1), history.Of("address2", w.Address2),
		history.Of("city", w.City), history.Of("zip", w.Zip), history.Of("province", w.Province), history.Of("country", w.Country), history.Of("phone", w.Phone),
	}
}
