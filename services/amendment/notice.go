package amendment

import (
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

// Notice is what the message of an amendment says.
type Notice struct {
	ID         int64
	PurchaseID int64
	Number     string
	Purchase   string
	Kind       model.AmendmentKind
	Reason     string
	SentOn     model.Date // the day the purchase order left
	Made       model.Instant
	Changes    []Change
	Address    *Elsewhere
}

// Elsewhere is an order that is to go to another address.
type Elsewhere struct {
	OrderID int64         `json:"-"`
	Order   string        `json:"order"`
	Was     model.Contact `json:"-"`
	Now     model.Contact `json:"-"`
}

// Pieces is how many fewer are asked for.
func (n *Notice) Pieces() model.Quantity {
	var sum model.Quantity
	for _, c := range n.Changes {
		sum += c.Before - c.Quantity
	}
	return sum
}

// Orders counts the orders concerned.
func (n *Notice) Orders() int {
	seen := map[int64]bool{}
	for _, c := range n.Changes {
		seen[c.OrderID] = true
	}
	if n.Address != nil {
		seen[n.Address.OrderID] = true
	}
	return len(seen)
}

// ReadNotice reads what the message of an amendment says.
func ReadNotice(q *gorm.DB, id int64) (Notice, error) {
	var n Notice
	var m struct {
		ID, PurchaseID, OrderID, WasID, ContactID int64
		Number, Purchase, Reason, OrderNo         string
		Kind                                      model.AmendmentKind
		SentAt, CreatedAt                         model.Instant
	}
	err := q.Raw(`SELECT m.id, m.purchase_id, m.number, p.number AS purchase, m.kind, m.reason, p.sent_at, m.created_at,
		COALESCE(m.order_id, 0) AS order_id, COALESCE(m.was_id, 0) AS was_id, COALESCE(m.contact_id, 0) AS contact_id, COALESCE(o.number, '') AS order_no
		FROM amendment m JOIN purchase_order p ON p.id = m.purchase_id LEFT JOIN sales_order o ON o.id = m.order_id WHERE m.id = ?`, id).Scan(&m).Error
	if err != nil {
		return n, err
	}
	if m.ID == 0 {
		return n, model.Errorf(model.NotFound, "The book has no amendment %d.", id)
	}
	n = Notice{ID: m.ID, PurchaseID: m.PurchaseID, Number: m.Number, Purchase: m.Purchase, Kind: m.Kind, Reason: m.Reason, Made: m.CreatedAt}
	if m.SentAt != "" {
		n.SentOn = model.DateOf(m.SentAt.Time())
	}
	if m.Kind == model.AmendAddress {
		n.Address = &Elsewhere{OrderID: m.OrderID, Order: m.OrderNo}
		if n.Address.Was, err = contactOf(q, m.WasID); err != nil {
			return n, err
		}
		n.Address.Now, err = contactOf(q, m.ContactID)
		return n, err
	}
	return n, q.Raw(`SELECT l.order_id, o.number AS "order", l.sku, l.supplier_sku, l.name, x.before, x.quantity, x.agreed
		FROM amendment_line x JOIN purchase_line l ON l.id = x.purchase_line_id JOIN sales_order o ON o.id = l.order_id
		WHERE x.amendment_id = ? ORDER BY l.position`, id).Scan(&n.Changes).Error
}

func contactOf(q *gorm.DB, id int64) (model.Contact, error) {
	var c model.Contact
	err := q.Raw(`SELECT id, email, name, company, address1, address2, city, zip, province, country, phone FROM contact WHERE id = ?`, id).Scan(&c).Error
	return c, err
}
