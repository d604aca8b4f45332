package order

import (
	"errors"
	"maps"
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/store"
)

const selectLines = `SELECT id, order_id, position, sku, name, product_id, supplier_id, quantity, price, discount, tax, shipping,
	shippable, taxable, fulfilment, row_number FROM order_line WHERE order_id IN ? ORDER BY order_id, position`

// Load reads one order with its lines and contacts.
func Load(tx *store.Tx, id int64) (*model.Order, error) {
	return Read(tx.DB, id)
}

// Read is Load for whoever only looks.
func Read(q *gorm.DB, id int64) (*model.Order, error) {
	o, _, err := loadRow(q, id)
	return o, err
}

func loadRow(q *gorm.DB, id int64) (*model.Order, *row, error) {
	rows, orders, err := loadRows(q, []int64{id})
	if err != nil {
		return nil, nil, err
	}
	if len(rows) == 0 {
		return nil, nil, model.Errorf(model.NotFound, "The book has no order %d.", id)
	}
	return orders[id], &rows[0], nil
}

// atOnce is how many orders one query names.
const atOnce = 500

// ReadAll reads several orders with their lines and contacts, by id. It fails
// with not found where the book lacks one of them.
func ReadAll(q *gorm.DB, ids []int64) (map[int64]*model.Order, error) {
	all := make(map[int64]*model.Order, len(ids))
	for some := range slices.Chunk(ids, atOnce) {
		_, orders, err := loadRows(q, some)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, orders)
	}
	for _, id := range ids {
		if all[id] == nil {
			return nil, model.Errorf(model.NotFound, "The book has no order %d.", id)
		}
	}
	return all, nil
}

// loadRows reads the orders that are there.
func loadRows(q *gorm.DB, ids []int64) ([]row, map[int64]*model.Order, error) {
	var rows []row
	if err := q.Raw(selectOrder+` WHERE id IN ?`, ids).Scan(&rows).Error; err != nil {
		return nil, nil, err
	}
	all := make(map[int64]*model.Order, len(rows))
	var people []int64
	for i := range rows {
		r := &rows[i]
		all[r.ID] = r.model()
		for _, id := range []*int64{r.ShipToID, r.BillToID} {
			if id != nil {
				people = append(people, *id)
			}
		}
	}
	var lines []lineRow
	if err := q.Raw(selectLines, ids).Scan(&lines).Error; err != nil {
		return nil, nil, err
	}
	for i := range lines {
		o := all[lines[i].OrderID]
		o.Lines = append(o.Lines, lines[i].model())
	}
	contacts, err := contactsOf(q, people)
	if err != nil {
		return nil, nil, err
	}
	for i := range rows {
		o := all[rows[i].ID]
		for _, c := range []struct {
			id *int64
			to *model.Contact
		}{{rows[i].ShipToID, &o.ShipTo}, {rows[i].BillToID, &o.BillTo}} {
			if c.id != nil {
				*c.to = contacts[*c.id] // one that was erased is empty
			}
		}
	}
	return rows, all, nil
}

// Contact reads a person with an address, nil when the book does not keep it.
func Contact(q *gorm.DB, id int64) (*model.Contact, error) {
	all, err := contactsOf(q, []int64{id})
	if c, known := all[id]; known {
		return &c, err
	}
	return nil, err
}

// contactsOf reads people with their addresses, by id, those that the book keeps.
func contactsOf(q *gorm.DB, ids []int64) (map[int64]model.Contact, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []contactRow
	err := q.Raw(`SELECT id, email, name, company, address1, address2, city, zip, province, country, phone FROM contact WHERE id IN ?`, ids).Scan(&rows).Error
	all := make(map[int64]model.Contact, len(rows))
	for i := range rows {
		all[rows[i].ID] = rows[i].model()
	}
	return all, err
}

// Payments reads what was paid to suppliers for the purchase orders of an order.
func Payments(tx *store.Tx, orderID int64) (paid []booking.Payment, err error) {
	read, err := tx.Prepare(`SELECT p.id, p.number, p.supplier_id, c.goods + c.shipping, c.currency, c.paid_on, c.paid_from
		FROM placement c JOIN purchase_order p ON p.id = c.purchase_id
		WHERE c.superseded_at = '' AND c.paid_on <> '' AND c.paid_from <> '' AND c.purchase_id IN (SELECT purchase_id FROM purchase_line WHERE order_id = ?)
		ORDER BY p.id`)
	if err != nil {
		return nil, err
	}
	rows, err := read.Query(orderID)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var p booking.Payment
		var from string
		if err := rows.Scan(&p.PurchaseID, &p.Document, &p.SupplierID, &p.Amount, &p.Currency, &p.On, &from); err != nil {
			return nil, err
		}
		p.From = ledger.PaidFrom(from)
		paid = append(paid, p)
	}
	return paid, rows.Err()
}

// Allocations reads what of an order was given to suppliers, as its costs.
func Allocations(tx *store.Tx, orderID int64) ([]booking.Allocation, error) {
	var rows []booking.Allocation
	err := tx.Raw(`SELECT a.line_id, a.supplier_id, a.quantity, COALESCE(pl.unit_cost, a.unit_cost) AS unit_cost, a.shipping_cost, a.currency,
		COALESCE(p.number, '') AS document, substr(a.routed_at, 1, 10) AS routed_on,
		CASE WHEN a.stock_cost IS NOT NULL THEN COALESCE((SELECT -SUM(m.value) FROM stock_move m WHERE m.allocation_id = a.id HAVING SUM(m.quantity) < 0),
			a.stock_cost * a.quantity) END AS stock_cost,
		CASE WHEN p.state IN ('sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed') THEN 1 ELSE 0 END AS quoted,
		COALESCE(c.currency, '') AS charged_in, COALESCE(cl.goods, 0) AS charged_goods, COALESCE(cl.shipping, 0) AS charged_for_ship,
		COALESCE(c.paid_on <> '', 0) AS paid
		FROM allocation a JOIN order_line l ON l.id = a.line_id
		LEFT JOIN purchase_line pl ON pl.allocation_id = a.id LEFT JOIN purchase_order p ON p.id = pl.purchase_id
		LEFT JOIN placement c ON c.purchase_id = pl.purchase_id AND c.superseded_at = ''
		LEFT JOIN placement_line cl ON cl.placement_id = c.id AND cl.purchase_line_id = pl.id
		WHERE l.order_id = ? AND a.cancelled_at = '' ORDER BY a.id`, orderID).Scan(&rows).Error
	return rows, err
}
