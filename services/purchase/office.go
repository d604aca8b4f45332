package purchase

import (
	"slices"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/supplier"
)

// office is where the papers of the purchase orders of a day are read: what they
// have in common is read once, and the rest of many at a time.
type office struct {
	q               *gorm.DB
	day             model.Date
	seller          Seller
	paper, language string
	border          border
	terms           map[int64]supplier.Terms // by supplier
	templates       map[int64]*OrderTemplate // by supplier, nil for none
}

func openOffice(q *gorm.DB, day model.Date) (*office, error) {
	o := &office{q: q, day: day, terms: map[int64]supplier.Terms{}, templates: map[int64]*OrderTemplate{}}
	if err := o.seller.read(q); err != nil {
		return nil, err
	}
	err := texts(q, map[setting.Key]*string{setting.DocumentPaper: &o.paper, setting.DocumentLanguage: &o.language})
	if err != nil {
		return nil, err
	}
	o.border, err = openBorder(q, day)
	return o, err
}

// papers reads what the documents of purchase orders say, by id. It fails with
// not found where the book lacks one of them.
func (o *office) papers(ids []int64) (map[int64]*Papers, error) {
	all := make(map[int64]*Papers, len(ids))
	for some := range slices.Chunk(ids, atOnce) {
		if err := o.read(some, all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// paperHead is a purchase order without its lines, and its supplier.
type paperHead struct {
	ID                             int64
	Number, Kind                   string
	SupplierID                     int64
	Currency                       model.Currency
	Total                          model.Amount
	CreatedAt                      model.Instant
	Name, Email, Country, Language string
}

func (o *office) read(ids []int64, all map[int64]*Papers) error {
	var heads []paperHead
	err := o.q.Raw(`SELECT p.id, p.number, p.kind, p.supplier_id, p.currency, p.total, p.created_at, s.name, s.email, s.country, s.language
		FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE p.id IN ?`, ids).Scan(&heads).Error
	if err != nil {
		return err
	}
	var ofCustomers []int64
	for i := range heads {
		p, err := o.head(&heads[i])
		if err != nil {
			return err
		}
		all[p.PurchaseID] = p
		if heads[i].Kind != replenishment {
			ofCustomers = append(ofCustomers, p.PurchaseID)
		} else if err := p.readRestock(o.q); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if all[id] == nil {
			return model.Errorf(model.NotFound, "The book has no purchase order %d.", id)
		}
	}
	if err := o.readOrders(ofCustomers, all); err != nil {
		return err
	}
	for _, id := range ofCustomers {
		if err := o.border.fill(all[id]); err != nil {
			return err
		}
	}
	return nil
}

// head makes the papers of a purchase order, without its orders.
func (o *office) head(h *paperHead) (*Papers, error) {
	terms, known := o.terms[h.SupplierID]
	if !known {
		var err error
		if terms, err = supplier.TermsOn(o.q, h.SupplierID, o.day); err != nil {
			return nil, err
		}
		o.terms[h.SupplierID] = terms
		t, err := templateOf(o.q, h.SupplierID)
		if err != nil {
			return nil, err
		}
		if t.InUse() {
			o.templates[h.SupplierID] = &t
		}
	}
	return &Papers{
		PurchaseID: h.ID, SupplierID: h.SupplierID, Number: h.Number, Date: o.day, Made: h.CreatedAt, Currency: h.Currency, Total: h.Total,
		TermsDays: terms.PaymentDays, Supplier: Source{h.Name, h.Email, h.Country, h.Language}, Seller: o.seller, Template: o.templates[h.SupplierID],
		Paper: o.paper, Language: o.language,
	}, nil
}

// itemRow is a line of the purchase order, with how many pieces of its order
// line went into earlier ones.
type itemRow struct {
	Item
	PurchaseID, OrderID int64
	Shop                string
	Service             string
	Earlier             model.Quantity
}

const selectPieces = `SELECT l.purchase_id, l.id, l.line_id, l.order_id, h.name AS shop, l.service, l.sku, l.supplier_sku, l.name, l.quantity, l.unit_cost,
	l.shipping_cost AS shipping, COALESCE(pr.id, 0) AS product_id, COALESCE(pr.hs, '') AS hs, COALESCE(pr.origin, '') AS origin,
	COALESCE(pr.brand, '') AS brand, pr.weight_g,
	(SELECT COALESCE(SUM(x.quantity), 0) FROM purchase_line x JOIN purchase_order y ON y.id = x.purchase_id
		WHERE x.line_id = l.line_id AND x.id < l.id AND y.state NOT IN ('cancelled', 'refused')) AS earlier
	FROM purchase_line l JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id
	JOIN order_line ol ON ol.id = l.line_id LEFT JOIN product pr ON pr.id = ol.product_id
	WHERE l.purchase_id IN ? ORDER BY l.purchase_id, l.position`

// readOrders reads the lines of purchase orders, and what their customers paid.
func (o *office) readOrders(purchases []int64, all map[int64]*Papers) error {
	var rows []itemRow
	if err := o.q.Raw(selectPieces, purchases).Scan(&rows).Error; err != nil {
		return err
	}
	ids := make([]int64, len(rows))
	for i := range rows {
		ids[i] = rows[i].OrderID
	}
	slices.Sort(ids)
	orders, err := order.ReadAll(o.q, slices.Compact(ids))
	if err != nil {
		return err
	}
	paid := make(map[int64][]model.Receipt, len(orders))
	for id, order := range orders {
		paid[id] = order.Receipts()
	}
	for i := range rows {
		r := &rows[i]
		c := all[r.PurchaseID].consignment(orders[r.OrderID], r.Shop)
		if c.Service == "" {
			c.Service = r.Service
		}
		c.Lines = append(c.Lines, r.item(orders[r.OrderID], paid[r.OrderID]))
	}
	return nil
}

// item fills in what the customer paid for the pieces of a row.
func (r *itemRow) item(o *model.Order, paid []model.Receipt) Item {
	for i := range o.Lines {
		if l := &o.Lines[i]; l.ID == r.LineID {
			r.Price, r.Paid = l.Price, paid[i].Pieces(r.Earlier, r.Quantity, l.Quantity, o.Currency)
		}
	}
	return r.Item
}
