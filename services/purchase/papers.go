package purchase

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/order"
	"github.com/dropledger/dropledger/services/setting"
	"github.com/dropledger/dropledger/services/supplier"
)

// Papers is all that the documents of one purchase order say. Amounts of the
// purchase order are in Currency, those of an export in the order's own.
type Papers struct {
	PurchaseID, SupplierID int64
	Number                 string
	Date                   model.Date    // the day the documents are made for
	Made                   model.Instant // when it was drafted
	Currency               model.Currency
	Total                  model.Amount
	TermsDays              int // payment terms, 0 none
	Seller                 Seller
	Supplier               Source
	Orders                 []Consignment
	Template               *OrderTemplate // the supplier's own columns, nil for none
	Paper, Language        string         // settings: auto, A4 or Letter; the merchant's language
}

// Seller is the merchant, the seller of record, as far as the settings tell.
type Seller struct {
	Name, Brand                            string // Brand is what customers know; the name when none is set
	Address1, Address2, City, Zip, Country string
	Email, Phone, VAT, EORI, IOSS, Signer  string
	Incoterm                               model.Incoterm // where the customer did not pay the duties
}

// Source is the supplier, from where the parcels come.
type Source struct{ Name, Email, Country, Language string }

// Consignment is one sales order within a purchase order: what goes to one
// customer in one go.
type Consignment struct {
	ID           int64
	Number, Shop string
	Service      string // the supplier's shipping service
	SoldOn       model.Date
	Currency     model.Currency // the customer's
	Proforma     bool           // the customer has not paid yet
	ShipTo       model.Contact
	BillTo       model.Contact
	TaxMode      model.TaxMode
	DutiesPaid   bool // the customer paid duties to the shop
	Lines        []Item
	Customs      *Customs // nil when the parcel crosses no border of customs
}

// Item is one product to send. UnitCost and Shipping are the supplier's;
// Shipping is of the whole line. Paid is what the customer paid for these pieces.
type Item struct {
	ID, LineID, ProductID  int64
	SKU, SupplierSKU, Name string
	Quantity               model.Quantity
	UnitCost, Shipping     model.Amount
	Price                  model.Amount  // a piece, as the customer saw it
	Paid                   model.Receipt `gorm:"-"`
	HS, Origin, Brand      string
	WeightG                *int64 // a piece, nil unknown
}

// ReadPapers reads what the documents of a purchase order say when they are
// made on a day. It changes nothing.
func ReadPapers(q *gorm.DB, id int64, day model.Date) (*Papers, error) {
	o, err := openOffice(q, day)
	if err != nil {
		return nil, err
	}
	return o.papers(id)
}

// office is what the papers of all purchase orders of a day have in common.
type office struct {
	q               *gorm.DB
	day             model.Date
	seller          Seller
	paper, language string
	border          border
}

func openOffice(q *gorm.DB, day model.Date) (*office, error) {
	o := &office{q: q, day: day}
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

// papers reads what the documents of one purchase order say.
func (o *office) papers(id int64) (*Papers, error) {
	p, err := readHead(o.q, id, o.day)
	if err != nil {
		return nil, err
	}
	p.Seller, p.Paper, p.Language = o.seller, o.paper, o.language
	t, err := templateOf(o.q, p.SupplierID)
	if err != nil {
		return nil, err
	}
	if t.InUse() {
		p.Template = &t
	}
	if restock, err := p.readRestock(o.q); err != nil || restock {
		return p, err
	}
	if err := p.readOrders(o.q); err != nil {
		return nil, err
	}
	return p, o.border.fill(p)
}

// Papers is ReadPapers of the book as committed; no day means today.
func (s *Service) Papers(ctx context.Context, id int64, day model.Date) (p *Papers, err error) {
	if day == "" {
		day = s.db.Today()
	}
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		p, err = ReadPapers(q, id, day)
		return err
	})
	return p, err
}

// PapersOf is Papers of several purchase orders, by id: what they have in common
// is read once. It fails with the first that cannot be read.
func (s *Service) PapersOf(ctx context.Context, ids []int64, day model.Date) (map[int64]*Papers, error) {
	all := make(map[int64]*Papers, len(ids))
	err := s.db.Read(ctx, func(q *gorm.DB) error {
		o, err := openOffice(q, day)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if all[id], err = o.papers(id); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func readHead(q *gorm.DB, id int64, day model.Date) (*Papers, error) {
	var h struct {
		Number                         string
		SupplierID                     int64
		Currency                       model.Currency
		Total                          model.Amount
		CreatedAt                      model.Instant
		Name, Email, Country, Language string
	}
	err := q.Raw(`SELECT p.number, p.supplier_id, p.currency, p.total, p.created_at, s.name, s.email, s.country, s.language
		FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id WHERE p.id = ?`, id).Scan(&h).Error
	if err != nil {
		return nil, err
	}
	if h.Number == "" {
		return nil, model.Errorf(model.NotFound, "The book has no purchase order %d.", id)
	}
	terms, err := supplier.TermsOn(q, h.SupplierID, day)
	if err != nil {
		return nil, err
	}
	return &Papers{
		PurchaseID: id, SupplierID: h.SupplierID, Number: h.Number, Date: day, Made: h.CreatedAt, Currency: h.Currency, Total: h.Total,
		TermsDays: terms.PaymentDays, Supplier: Source{h.Name, h.Email, h.Country, h.Language},
	}, nil
}

// read takes the seller from the settings.
func (s *Seller) read(q *gorm.DB) error {
	var term string
	err := texts(q, map[setting.Key]*string{
		setting.MerchantName: &s.Name, setting.DocumentBrand: &s.Brand, setting.MerchantAddress1: &s.Address1, setting.MerchantAddress2: &s.Address2,
		setting.MerchantCity: &s.City, setting.MerchantZip: &s.Zip, setting.MerchantCountry: &s.Country, setting.MerchantEmail: &s.Email,
		setting.MerchantPhone: &s.Phone, setting.TaxVAT: &s.VAT, setting.TaxEORI: &s.EORI, setting.TaxIOSS: &s.IOSS,
		setting.DocumentSigner: &s.Signer, setting.DocumentIncoterm: &term,
	})
	if err == nil && s.Name == "" {
		s.Name, err = setting.Value(q, setting.BookName)
	}
	if s.Brand == "" {
		s.Brand = s.Name
	}
	s.Incoterm = model.Incoterm(term)
	return err
}

func texts(q *gorm.DB, all map[setting.Key]*string) error {
	for key, to := range all {
		v, err := setting.Value(q, key)
		if err != nil {
			return err
		}
		*to = v
	}
	return nil
}

// itemRow is a line of the purchase order, with how many pieces of its order
// line went into earlier ones.
type itemRow struct {
	Item
	OrderID int64
	Shop    string
	Service string
	Earlier model.Quantity
}

const selectPieces = `SELECT l.id, l.line_id, l.order_id, h.name AS shop, l.service, l.sku, l.supplier_sku, l.name, l.quantity, l.unit_cost,
	l.shipping_cost AS shipping, COALESCE(pr.id, 0) AS product_id, COALESCE(pr.hs, '') AS hs, COALESCE(pr.origin, '') AS origin,
	COALESCE(pr.brand, '') AS brand, pr.weight_g,
	(SELECT COALESCE(SUM(x.quantity), 0) FROM purchase_line x JOIN purchase_order y ON y.id = x.purchase_id
		WHERE x.line_id = l.line_id AND x.id < l.id AND y.state NOT IN ('cancelled', 'refused')) AS earlier
	FROM purchase_line l JOIN sales_order o ON o.id = l.order_id JOIN shop h ON h.id = o.shop_id
	JOIN order_line ol ON ol.id = l.line_id LEFT JOIN product pr ON pr.id = ol.product_id
	WHERE l.purchase_id = ? ORDER BY l.position`

// readOrders reads the lines, and what their customers paid.
func (p *Papers) readOrders(q *gorm.DB) error {
	var rows []itemRow
	if err := q.Raw(selectPieces, p.PurchaseID).Scan(&rows).Error; err != nil {
		return err
	}
	at := map[int64]int{}
	orders := map[int64]*model.Order{}
	paid := map[int64][]model.Receipt{}
	for i := range rows {
		r := &rows[i]
		n, known := at[r.OrderID]
		if !known {
			o, err := order.Read(q, r.OrderID)
			if err != nil {
				return err
			}
			n = len(p.Orders)
			at[r.OrderID], orders[r.OrderID], paid[r.OrderID] = n, o, o.Receipts()
			p.Orders = append(p.Orders, consignment(o, r.Shop))
		}
		c := &p.Orders[n]
		if c.Service == "" {
			c.Service = r.Service
		}
		c.Lines = append(c.Lines, r.item(orders[r.OrderID], paid[r.OrderID]))
	}
	return nil
}

func consignment(o *model.Order, shop string) Consignment {
	return Consignment{
		ID: o.ID, Number: o.Number, Shop: shop, SoldOn: o.PlacedOn, Currency: o.Currency, Proforma: !o.Payment.Captured(),
		ShipTo: o.ShipTo, BillTo: o.BillTo, TaxMode: o.TaxMode, DutiesPaid: o.Duties > 0,
	}
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
