package purchase

import (
	"context"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
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
	all, err := o.papers([]int64{id})
	return all[id], err
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

// PapersOf is Papers of several purchase orders, by id. It fails with not found
// where the book lacks one of them.
func (s *Service) PapersOf(ctx context.Context, ids []int64, day model.Date) (all map[int64]*Papers, err error) {
	err = s.db.Read(ctx, func(q *gorm.DB) error {
		o, err := openOffice(q, day)
		if err == nil {
			all, err = o.papers(ids)
		}
		return err
	})
	return all, err
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

// consignment is the one of an order, which is added when it is new.
func (p *Papers) consignment(o *model.Order, shop string) *Consignment {
	for i := range p.Orders {
		if p.Orders[i].ID == o.ID {
			return &p.Orders[i]
		}
	}
	p.Orders = append(p.Orders, Consignment{
		ID: o.ID, Number: o.Number, Shop: shop, SoldOn: o.PlacedOn, Currency: o.Currency, Proforma: !o.Payment.Captured(),
		ShipTo: o.ShipTo, BillTo: o.BillTo, TaxMode: o.TaxMode, DutiesPaid: o.Duties > 0,
	})
	return &p.Orders[len(p.Orders)-1]
}
