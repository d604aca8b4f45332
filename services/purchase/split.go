package purchase

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation"
	"github.com/dropledger/dropledger/services/history"
	"github.com/dropledger/dropledger/services/store"
)

// Split gives one order of a purchase order that holds several a purchase order
// of its own, in the same state and at the same prices: a marketplace takes an
// order for each address. It returns the purchase order that the order now has
// for itself, which is the given one when it stands there alone.
func Split(tx *store.Tx, purchaseID, orderID int64) (int64, error) {
	p, err := load(tx, purchaseID)
	if err != nil {
		return 0, err
	}
	var count struct{ Mine, Others int }
	err = tx.Raw(`SELECT COUNT(CASE WHEN order_id = ? THEN 1 END) AS mine, COUNT(CASE WHEN order_id <> ? THEN 1 END) AS others
		FROM purchase_line WHERE purchase_id = ?`, orderID, orderID, purchaseID).Scan(&count).Error
	switch {
	case err != nil:
		return 0, err
	case count.Mine == 0:
		return 0, model.Errorf(model.NotFound, "The order does not stand in %s any more: load the list again.", p.Number)
	case count.Others == 0:
		return purchaseID, nil
	case !p.State.Changeable():
		return 0, model.Errorf(model.Refused, "%s holds several orders and is %s: it cannot be split any more.", p.Number, p.State.Words())
	}
	d, err := newDrafter(tx)
	if err != nil {
		return 0, err
	}
	number, err := d.number()
	if err != nil {
		return 0, err
	}
	var id int64
	err = tx.Raw(`INSERT INTO purchase_order (number, supplier_id, state, currency, goods, shipping, total, rate, rate_date, rate_source, created_at, approved_at)
		SELECT ?, supplier_id, state, currency, 0, 0, 0, rate, rate_date, rate_source, created_at, approved_at FROM purchase_order WHERE id = ? RETURNING id`,
		number, purchaseID).Scan(&id).Error
	if err != nil {
		return 0, err
	}
	if err := tx.Exec(`UPDATE purchase_line SET purchase_id = ? WHERE purchase_id = ? AND order_id = ?`, id, purchaseID, orderID).Error; err != nil {
		return 0, err
	}
	for _, each := range []int64{id, purchaseID} {
		if _, err := allocation.Total(tx, each); err != nil {
			return 0, err
		}
	}
	for _, h := range []struct {
		of  history.Subject
		was history.Change
	}{
		{history.Subject{Kind: allocation.PurchaseKind, ID: id, Key: number}, history.Change{Field: "record", New: "split off " + p.Number}},
		{history.Subject{Kind: allocation.PurchaseKind, ID: purchaseID, Key: p.Number}, history.Change{Field: "lines", Old: "of one order", New: "moved to " + number}},
	} {
		if err := history.Record(tx, h.of, []history.Change{h.was}, "an order for each address"); err != nil {
			return 0, err
		}
	}
	return id, nil
}
