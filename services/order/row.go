package order

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"github.com/dropledger/dropledger/model"
)

// row is an order as its table keeps it.
type row struct {
	ID, ShopID                        int64
	Number, ExternalID                string
	PlacedAt                          model.Instant
	PlacedOn, PaidOn                  model.Date
	FulfilledOn, CancelledOn          model.Date
	Currency                          model.Currency
	Payment                           model.Payment
	Fulfilment                        model.Fulfilment
	Subtotal, Shipping, Tax, Total    model.Amount
	Discount, Duties, Tip             model.Amount
	Refunded, Outstanding             model.Amount
	TaxMode                           model.TaxMode
	TaxNames                          string
	ShipToID, BillToID                *int64
	Country                           string
	PaymentMethod, ShippingMethod     string
	DiscountCode, Source, Tags, Notes string
	AsOf                              string
	ContentHash                       string
	BatchID                           *int64
	BookedOn                          model.Date
	SaleEntryID                       *int64
	UnbookedReason                    string
	ArchivedAt                        model.Instant
	Version                           int64
}

func (row) TableName() string { return "sales_order" }

// lineRow is an order line as its table keeps it.
type lineRow struct {
	ID, OrderID           int64
	Position              int
	SKU, Name             string
	ProductID, SupplierID *int64
	Quantity              model.Quantity
	Price, Discount       model.Amount
	Tax, Shipping         model.Amount
	Shippable, Taxable    bool
	Fulfilment            model.Fulfilment
	RowNumber             int
}

func (lineRow) TableName() string { return "order_line" }

type contactRow struct {
	ID                                                            int64
	Fingerprint                                                   string
	Email, Name, Company, Address1, Address2, City, Zip, Province string
	Country, Phone                                                string
}

func (contactRow) TableName() string { return "contact" }

func (c *contactRow) model() model.Contact {
	return model.Contact{
		ID: c.ID, Email: c.Email, Name: c.Name, Company: c.Company, Address1: c.Address1, Address2: c.Address2,
		City: c.City, Zip: c.Zip, Province: c.Province, Country: c.Country, Phone: c.Phone,
	}
}

func (r *row) model() *model.Order {
	o := &model.Order{
		ID: r.ID, ShopID: r.ShopID, Number: r.Number, ExternalID: r.ExternalID, PlacedAt: r.PlacedAt, PlacedOn: r.PlacedOn,
		PaidOn: r.PaidOn, FulfilledOn: r.FulfilledOn, CancelledOn: r.CancelledOn, Currency: r.Currency, Payment: r.Payment,
		Fulfilment: r.Fulfilment, Subtotal: r.Subtotal, Shipping: r.Shipping, Tax: r.Tax, Total: r.Total, Discount: r.Discount,
		Duties: r.Duties, Tip: r.Tip, Refunded: r.Refunded, Outstanding: r.Outstanding, TaxMode: r.TaxMode, Country: r.Country,
		PaymentMethod: r.PaymentMethod, ShippingMethod: r.ShippingMethod, DiscountCode: r.DiscountCode, Source: r.Source,
		Tags: r.Tags, Notes: r.Notes, TaxNames: parseTaxes(r.TaxNames),
	}
	return o
}

func (l *lineRow) model() model.OrderLine {
	return model.OrderLine{
		ID: l.ID, Position: l.Position, SKU: l.SKU, Name: l.Name, ProductID: value(l.ProductID), SupplierID: value(l.SupplierID),
		Quantity: l.Quantity, Price: l.Price, Discount: l.Discount, Tax: l.Tax, Shipping: l.Shipping,
		Shippable: l.Shippable, Taxable: l.Taxable, Fulfilment: l.Fulfilment, Row: l.RowNumber,
	}
}

func value(p *int64) int64 {
	if p == nil {
		return 0
	}
	return *p
}

func taxesText(t []model.TaxName) string {
	if len(t) == 0 {
		return ""
	}
	b, _ := json.Marshal(t) // a list of text and whole numbers cannot fail
	return string(b)
}

func parseTaxes(s string) []model.TaxName {
	if s == "" {
		return nil
	}
	var t []model.TaxName
	if err := json.Unmarshal([]byte(s), &t); err != nil {
		return nil
	}
	return t
}

// digest gathers what identifies a record and hashes it: 128 bits of SHA-256.
type digest struct{ buf []byte }

func (d *digest) text(s ...string) {
	for _, t := range s {
		d.buf = append(append(d.buf, t...), 0)
	}
}

func (d *digest) number(n int64) { d.buf = append(strconv.AppendInt(d.buf, n, 36), 0) }

func (d *digest) sum() string {
	h := sha256.Sum256(d.buf)
	return hex.EncodeToString(h[:16])
}

// fingerprint identifies a contact by all it says.
func fingerprint(c *model.Contact) string {
	d := digest{make([]byte, 0, 256)}
	d.contact(c)
	return d.sum()
}

func (d *digest) contact(c *model.Contact) {
	d.text(c.Email, c.Name, c.Company, c.Address1, c.Address2, c.City, c.Zip, c.Province, c.Country, c.Phone)
}

// contentHash identifies what an order says, leaving out ids, the numbers of
// rows in a file and what the book itself derives. The lines' hashes are added
// up, so that their order does not matter.
func contentHash(o *model.Order) string {
	d := digest{make([]byte, 0, 1024)}
	d.text(o.Number, o.ExternalID, string(o.PlacedAt), string(o.PlacedOn), string(o.PaidOn), string(o.FulfilledOn), string(o.CancelledOn),
		string(o.Currency), string(o.Payment), string(o.Fulfilment), string(o.TaxMode), o.PaymentMethod, o.ShippingMethod,
		o.DiscountCode, o.Source, o.Tags, o.Notes, o.Country)
	d.contact(&o.ShipTo)
	d.contact(&o.BillTo)
	for _, a := range [...]model.Amount{o.Subtotal, o.Shipping, o.Tax, o.Total, o.Discount, o.Duties, o.Tip, o.Refunded, o.Outstanding} {
		d.number(int64(a))
	}
	for _, t := range o.TaxNames {
		d.text(t.Name)
		d.number(int64(t.Amount))
	}
	var lines uint64
	for i := range o.Lines {
		lines += lineHash(&o.Lines[i])
	}
	d.number(int64(lines)) // only the bits count
	return d.sum()
}

// lineHash identifies what a line says.
func lineHash(l *model.OrderLine) uint64 {
	d := digest{make([]byte, 0, 192)}
	d.text(l.SKU, l.Name, string(l.Fulfilment))
	for _, n := range [...]int64{int64(l.Quantity), int64(l.Price), int64(l.Discount), int64(l.Tax), int64(l.Shipping), flag(l.Shippable), flag(l.Taxable)} {
		d.number(n)
	}
	h := sha256.Sum256(d.buf)
	return binary.LittleEndian.Uint64(h[:])
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
