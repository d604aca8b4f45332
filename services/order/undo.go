package order

import (
	"encoding/json"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/shop"
)

// Remove takes an order that an import created out of the book again: its
// bookings are reversed and its rows deleted. An order of which a line was
// given to a supplier stays: something depends on it.
func (m *Merger) Remove(id int64) error {
	o, r, err := loadRow(m.tx.DB, id)
	if err != nil {
		return err
	}
	var given int64
	err = m.tx.Raw(`SELECT COUNT(*) FROM allocation a JOIN order_line l ON l.id = a.line_id WHERE l.order_id = ?`, id).Scan(&given).Error
	if err != nil {
		return err
	}
	if given > 0 {
		return model.Errorf(model.Refused, "Order %s has already been given to a supplier.", o.Number)
	}
	err = m.tx.Raw(`SELECT COUNT(*) FROM parcel_line x JOIN order_line l ON l.id = x.line_id WHERE l.order_id = ?`, id).Scan(&given).Error
	if err != nil {
		return err
	}
	if given > 0 {
		return model.Errorf(model.Refused, "A parcel with pieces of order %s is known.", o.Number)
	}
	if err = m.tx.Raw(`SELECT COUNT(*) FROM sales_case WHERE order_id = ?`, id).Scan(&given).Error; err != nil {
		return err
	}
	if given > 0 {
		return model.Errorf(model.Refused, "A case of order %s is known.", o.Number)
	}
	sh, err := m.shop(o.ShopID)
	if err != nil {
		return err
	}
	if err := m.books.Withdraw(&booking.Subject{Order: o, Shop: sh, SaleEntry: value(r.SaleEntryID)}); err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM refund WHERE order_id = ?`,
		`DELETE FROM order_line WHERE order_id = ?`,
		`DELETE FROM sales_order WHERE id = ?`,
	} {
		if err := m.tx.Exec(q, id).Error; err != nil {
			return err
		}
	}
	return nil
}

// Restore puts an order back to what a Merge kept as Before, and its books with it.
func (m *Merger) Restore(before string) error {
	var s snapshot
	if err := json.Unmarshal([]byte(before), &s); err != nil {
		return model.Errorf(model.Damaged, "What the import replaced cannot be read, so it was not taken back. Restore a backup instead.").Because(err)
	}
	sh, err := m.shop(s.Order.ShopID)
	if err != nil {
		return err
	}
	now, r, err := loadRow(m.tx.DB, s.Order.ID)
	if err != nil {
		return err
	}
	for i := range now.Lines { // lines the import added keep their place with quantity 0
		if !hasLine(s.Order, now.Lines[i].ID) {
			l := now.Lines[i]
			l.Quantity, l.Discount, l.Tax, l.Shipping = 0, 0, 0, 0
			s.Order.Lines = append(s.Order.Lines, l)
		}
	}
	if err := m.pieces(now, s.Order, "an import was taken back"); err != nil {
		return err
	}
	return m.replace(s.Order, sh, value(r.SaleEntryID), stamp{s.AsOf, s.Hash})
}

func hasLine(o *model.Order, id int64) bool {
	for i := range o.Lines {
		if o.Lines[i].ID == id {
			return true
		}
	}
	return false
}

// DropUnusedContacts removes addresses that nothing refers to any more, so that
// a taken-back import leaves no personal data behind.
func (m *Merger) DropUnusedContacts() error {
	return m.tx.Exec(`DELETE FROM contact WHERE id NOT IN (SELECT ship_to_id FROM sales_order WHERE ship_to_id IS NOT NULL)
		AND id NOT IN (SELECT bill_to_id FROM sales_order WHERE bill_to_id IS NOT NULL)
		AND id NOT IN (SELECT contact_id FROM sent_address)
		AND id NOT IN (SELECT contact_id FROM amendment WHERE contact_id IS NOT NULL)
		AND id NOT IN (SELECT was_id FROM amendment WHERE was_id IS NOT NULL)`).Error
}

func (m *Merger) shop(id int64) (*model.Shop, error) {
	s, err := shop.ByIDTx(m.tx.DB, id)
	return &s, err
}
