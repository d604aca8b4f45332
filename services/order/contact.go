package order

import (
	"database/sql"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/store"
)

// KeepContact returns the id of the row that says the same as c, made when there
// is none; 0 for an empty contact.
func KeepContact(tx *store.Tx, c *model.Contact) (int64, error) {
	if c.IsZero() {
		return 0, nil
	}
	var id int64
	mark := fingerprint(c)
	err := tx.Raw(`SELECT id FROM contact WHERE fingerprint = ?`, mark).Scan(&id).Error
	if err != nil || id != 0 {
		return id, err
	}
	err = tx.Raw(`INSERT INTO contact (fingerprint, email, name, company, address1, address2, city, zip, province, country, phone)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		mark, c.Email, c.Name, c.Company, c.Address1, c.Address2, c.City, c.Zip, c.Province, c.Country, c.Phone).Scan(&id).Error
	if err == nil && id == 0 {
		err = sql.ErrNoRows
	}
	return id, err
}
