package sourcing

import (
	"database/sql"
	"errors"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/store"
)

// ApplyStock keeps a stock count; without CountedOn it is today's. A second
// count of the same day replaces the first. It returns the count's id and, for
// UndoStock, how an updated one stood before.
func ApplyStock(tx *store.Tx, c model.StockCount) (record.Outcome, int64, *model.StockCount, error) {
	if c.CountedOn == "" {
		c.CountedOn = tx.Today
	}
	find, err := tx.Prepare("SELECT id, quantity, batch_id FROM stock_count WHERE supplier_id = ? AND product_id = ? AND counted_on = ?")
	if err != nil {
		return "", 0, nil, err
	}
	old := c
	err = find.QueryRow(c.SupplierID, c.ProductID, string(c.CountedOn)).Scan(&old.ID, &old.Quantity, &old.BatchID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		id, err := insertStock(tx, &c)
		return record.Created, id, nil, err
	case err != nil:
		return "", 0, nil, err
	case old.Quantity == c.Quantity:
		return record.Unchanged, old.ID, nil, nil
	}
	c.ID = old.ID
	return record.Updated, old.ID, &old, updateStock(tx, &c)
}

// ApplyStock is the function of that name, and the book knows the new count.
func (b *Book) ApplyStock(tx *store.Tx, c model.StockCount) (record.Outcome, int64, *model.StockCount, error) {
	delete(b.stock, pair{c.SupplierID, c.ProductID})
	return ApplyStock(tx, c)
}

// UndoStock takes back what ApplyStock did.
func UndoStock(tx *store.Tx, outcome record.Outcome, id int64, before *model.StockCount) error {
	switch {
	case outcome == record.Created:
		return run(tx, "DELETE FROM stock_count WHERE id = ?", id)
	case before != nil:
		return updateStock(tx, before)
	}
	return nil
}

func insertStock(tx *store.Tx, c *model.StockCount) (id int64, err error) {
	add, err := tx.Prepare("INSERT INTO stock_count (supplier_id, product_id, quantity, counted_on, batch_id) VALUES (?, ?, ?, ?, ?) RETURNING id")
	if err != nil {
		return 0, err
	}
	err = add.QueryRow(c.SupplierID, c.ProductID, int64(c.Quantity), string(c.CountedOn), c.BatchID).Scan(&id)
	return id, err
}

func updateStock(tx *store.Tx, c *model.StockCount) error {
	return run(tx, "UPDATE stock_count SET quantity = ?, batch_id = ? WHERE id = ?", int64(c.Quantity), c.BatchID, c.ID)
}
