package shopify

import (
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/importer/sheet"
)

// Moment is a point in time with the calendar day it had in the shop's zone,
// on which it is booked. Both are empty when the column was blank.
type Moment struct {
	At model.Instant
	On model.Date
}

// Address is one of the two addresses of an order. Country is "" when
// unknown; Province its code and ProvinceName its words.
type Address struct {
	Name, Company, Address1, Address2 string
	City, Zip, Province, ProvinceName string
	Country                           model.Country
	Phone                             string
}

// Line is one row of an order. Price and CompareAt are a piece, before
// discount; Discount is what the file ascribes to the line, which for codes on
// the whole order is less than the line's share.
type Line struct {
	SKU, Name, Vendor string
	Quantity          model.Quantity
	Price             model.Amount
	CompareAt         model.Amount
	Discount          model.Amount
	RequiresShipping  bool // true when the column is missing
	Taxable           bool // true when the column is missing
	Status            model.Fulfilment
	Tip               bool
	Row               int
	Occurrence        int // counts lines of one SKU, name and price within the order from 1
}

// Gross is quantity times price, before discount.
func (l Line) Gross() model.Amount { return l.Price.Times(l.Quantity) }

// Order is one order of the export. All amounts are in Currency.
type Order struct {
	Number     string // with the shop's prefix, such as "#1001"
	ExternalID string // Shopify's own number, "" when missing or spoilt by a spreadsheet
	Email      string
	Phone      string

	Payment                            model.Payment
	Fulfilment                         model.Fulfilment
	Created, Paid, Fulfilled, Canceled Moment

	Currency    model.Currency
	Subtotal    model.Amount // after discounts, without tips, before shipping
	Shipping    model.Amount // before shipping discounts
	Taxes       model.Amount
	Total       model.Amount
	Discount    model.Amount // items and shipping
	Refunded    model.Amount // running total
	Outstanding model.Amount
	Duties      model.Amount // on top

	TaxMode          model.TaxMode   // by the order's arithmetic, "" when it does not add up
	TaxNames         []model.TaxName // at most five; their sum may fall short of Taxes
	Tip              model.Amount
	ItemDiscount     model.Amount // the part of Discount that lowered Subtotal
	ShippingDiscount model.Amount // the rest of Discount

	DiscountCode, ShippingMethod                        string
	PaymentMethod, PaymentReference, PaymentReferences  string
	PaymentID, PaymentTerms, Notes, NoteAttributes      string
	Tags, Source, RiskLevel, Location, AcceptsMarketing string
	Billing, ShipTo                                     Address
	Lines                                               []Line
	FirstRow, LastRow                                   int

	// Refused says that the order must not be booked; Problems says why. An
	// order that is not refused may carry warnings.
	Refused  bool
	Problems []sheet.Problem
}

// Key is what the order is known by within its shop: Shopify's own number, or
// the order's name where that is missing.
func (o *Order) Key() string {
	if o.ExternalID != "" {
		return o.ExternalID
	}
	return o.Number
}

// Rows lists the rows of the order, the first one first.
func (o *Order) Rows() []int32 {
	rows := []int32{int32(o.FirstRow)}
	for i := range o.Lines {
		if row := o.Lines[i].Row; row != o.FirstRow {
			rows = append(rows, int32(row))
		}
	}
	return rows
}
