package forward

import (
	"fmt"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/supplier"
)

// Dispatch is all that the documents of one purchase order say. Amounts are in
// Currency; Total is the purchase order's.
type Dispatch struct {
	PurchaseID, SupplierID int64
	Number                 string
	Date                   model.Date    // the day it leaves
	Made                   model.Instant // when it was drafted
	Currency               model.Currency
	Total                  model.Amount
	Merchant               Party
	Supplier               Party
	TermsDays              int // payment terms, 0 none
	Orders                 []Order

	// Amendment is what an amendment to the purchase order asks for, nil for the
	// purchase order itself. Number and Made are then the amendment's, and Orders
	// are those concerned as they are to leave, without what is cancelled.
	Amendment *Amendment
}

// Party is the merchant or the supplier, as printed.
type Party struct {
	Name, Address1, Address2, City, Zip, Country, Email, Phone string
}

// Order is one sales order within a purchase order. Service is the supplier's
// shipping service.
type Order struct {
	ID           int64
	Number, Shop string
	Service      string
	ShipTo       model.Contact
	Lines        []Line
}

// Line is one product to send. Shipping is of the whole line.
type Line struct {
	SKU, SupplierSKU, Name string
	Quantity               model.Quantity
	UnitCost, Shipping     model.Amount
}

type dispatchRow struct {
	OrderID                                                                         int64
	OrderNumber, Shop, Service                                                      string
	SKU, SupplierSKU, Name                                                          string
	Quantity                                                                        model.Quantity
	UnitCost, Shipping                                                              model.Amount
	ContactID                                                                       int64
	Email, Person, Company, Address1, Address2, City, Zip, Province, Country, Phone string
}

const selectDispatch = `SELECT l.order_id, o.number AS order_number, h.name AS shop, l.service, l.sku, l.supplier_sku, l.name, l.quantity,
	l.unit_cost, l.shipping_cost AS shipping, COALESCE(c.id, 0) AS contact_id, COALESCE(c.email, '') AS email, COALESCE(c.name, '') AS person,
	COALESCE(c.company, '') AS company, COALESCE(c.address1, '') AS address1, COALESCE(c.address2, '') AS address2,
	COALESCE(c.city, '') AS city, COALESCE(c.zip, '') AS zip, COALESCE(c.province, '') AS province,
	COALESCE(c.country, '') AS country, COALESCE(c.phone, '') AS phone
	FROM purchase_line l JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id LEFT JOIN contact c ON c.id = o.ship_to_id
	WHERE l.purchase_id = ? ORDER BY l.position`

// dispatches reads what the documents of purchase orders say, in their order.
func dispatches(q *gorm.DB, ids []int64, today model.Date) ([]Dispatch, error) {
	from, err := merchant(q)
	if err != nil {
		return nil, err
	}
	all := make([]Dispatch, len(ids))
	for i, id := range ids {
		if all[i], err = compose(q, id, today); err != nil {
			return nil, err
		}
		all[i].Merchant = from
	}
	return all, nil
}

// dispatch reads all but the merchant.
func dispatch(q *gorm.DB, id int64, today model.Date) (Dispatch, error) {
	d := Dispatch{PurchaseID: id, Date: today}
	var p struct {
		Number               string
		SupplierID           int64
		Currency             model.Currency
		Total                model.Amount
		CreatedAt            model.Instant
		Name, Email, Country string
	}
	err := q.Raw(`SELECT p.number, p.supplier_id, p.currency, p.total, p.created_at, s.name, s.email, s.country
		FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE p.id = ?`, id).Scan(&p).Error
	if err != nil {
		return d, err
	}
	terms, err := supplier.TermsOn(q, p.SupplierID, today)
	if err != nil {
		return d, err
	}
	d.Number, d.SupplierID, d.Currency, d.Total, d.Made = p.Number, p.SupplierID, p.Currency, p.Total, p.CreatedAt
	d.Supplier, d.TermsDays = Party{Name: p.Name, Email: p.Email, Country: p.Country}, terms.PaymentDays
	if restock, err := d.restock(q); err != nil || restock {
		return d, err
	}
	var rows []dispatchRow
	if err := q.Raw(selectDispatch, id).Scan(&rows).Error; err != nil {
		return d, err
	}
	for i := range rows {
		d.add(&rows[i])
	}
	return d, nil
}

func (d *Dispatch) add(r *dispatchRow) {
	at := -1
	for i := range d.Orders {
		if d.Orders[i].ID == r.OrderID {
			at = i
		}
	}
	if at < 0 {
		d.Orders, at = append(d.Orders, Order{ID: r.OrderID, Number: r.OrderNumber, Shop: r.Shop, Service: r.Service, ShipTo: model.Contact{
			ID: r.ContactID, Email: r.Email, Name: r.Person, Company: r.Company, Address1: r.Address1, Address2: r.Address2,
			City: r.City, Zip: r.Zip, Province: r.Province, Country: r.Country, Phone: r.Phone,
		}}), len(d.Orders)
	}
	o := &d.Orders[at]
	if o.Service == "" {
		o.Service = r.Service
	}
	o.Lines = append(o.Lines, Line{r.SKU, r.SupplierSKU, r.Name, r.Quantity, r.UnitCost, r.Shipping})
}

// merchant reads from the settings who orders.
func merchant(q *gorm.DB) (Party, error) {
	var m Party
	for _, s := range []struct {
		key setting.Key
		to  *string
	}{
		{setting.MerchantName, &m.Name},
		{setting.MerchantAddress1, &m.Address1},
		{setting.MerchantAddress2, &m.Address2},
		{setting.MerchantCity, &m.City},
		{setting.MerchantZip, &m.Zip},
		{setting.MerchantCountry, &m.Country},
		{setting.MerchantEmail, &m.Email},
		{setting.MerchantPhone, &m.Phone},
	} {
		v, err := setting.Value(q, s.key)
		if err != nil {
			return m, err
		}
		*s.to = v
	}
	if m.Name != "" {
		return m, nil
	}
	var err error
	m.Name, err = setting.Value(q, setting.BookName)
	return m, err
}

// lines counts the lines of all orders.
func (d *Dispatch) lines() int {
	n := 0
	for _, o := range d.Orders {
		n += len(o.Lines)
	}
	return n
}

func numbered(name string, id int64) string { return fmt.Sprintf("%s %d", name, id) }
