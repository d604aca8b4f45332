package order

import (
	"errors"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/booking"
	"github.com/dropledger/dropledger/services/ledger"
	"github.com/dropledger/dropledger/services/store"
)

const selectLines = `SELECT id, order_id, position, sku, name, product_id, supplier_id, quantity, price, discount, tax, shipping,
	shippable, taxable, fulfilment, row_number FROM order_line WHERE order_id = ? ORDER BY position`

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
	var r row
	if err := q.Raw(selectOrder+` WHERE id = ?`, id).Scan(&r).Error; err != nil {
		return nil, nil, err
	}
	if r.ID == 0 {
		return nil, nil, model.Errorf(model.NotFound, "The book has no order %d.", id)
	}
	o := r.model()
	var lines []lineRow
	if err := q.Raw(selectLines, id).Scan(&lines).Error; err != nil {
		return nil, nil, err
	}
	for i := range lines {
		o.Lines = append(o.Lines, lines[i].model())
	}
	for _, c := range []struct {
		id *int64
		to *model.Contact
	}{{r.ShipToID, &o.ShipTo}, {r.BillToID, &o.BillTo}} {
		if c.id == nil {
			continue
		}
		k, err := Contact(q, *c.id)
		if err != nil {
			return nil, nil, err
		}
		if k != nil {
			*c.to = *k
		}
	}
	return o, &r, nil
}

// Contact reads a person with an address, nil when the book does not keep it.
func Contact(q *gorm.DB, id int64) (*model.Contact, error) {
	var k contactRow
	err := q.Raw(`SELECT id, email, name, company, address1, address2, city, zip, province, country, phone FROM contact WHERE id = ?`, id).Scan(&k).Error
	if err != nil || k.ID == 0 {
		return nil, err
	}
	c := k.model()
	return &c, nil
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
