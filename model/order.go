package model

// Payment is what the shop says about the customer's money.
type Payment string

// The payment states of a sales order, as shops name them.
const (
	Pending           Payment = "pending"
	Authorized        Payment = "authorized"
	PartiallyPaid     Payment = "partially_paid"
	Paid              Payment = "paid"
	PartiallyRefunded Payment = "partially_refunded"
	Refunded          Payment = "refunded"
	Voided            Payment = "voided"
)

var paymentRank = map[Payment]int{
	Pending: 0, Authorized: 1, PartiallyPaid: 2, Paid: 3, PartiallyRefunded: 4, Refunded: 5, Voided: 6,
}

// Valid tells whether p is one of the states above.
func (p Payment) Valid() bool { _, ok := paymentRank[p]; return ok }

// Later returns the state that lies further along a payment's life. Shop
// exports carry no "changed at", but a payment only ever moves forward, so the
// later state wins whichever file is read first.
func (p Payment) Later(q Payment) Payment {
	if paymentRank[q] > paymentRank[p] {
		return q
	}
	return p
}

// Captured tells whether money has been taken from the customer, all or in part.
func (p Payment) Captured() bool {
	return p == PartiallyPaid || p == Paid || p == PartiallyRefunded || p == Refunded
}

// Fulfilment is how far a shop says an order or a line has been sent.
type Fulfilment string

// The fulfilment states of orders and lines, as shops name them.
const (
	Unfulfilled Fulfilment = "unfulfilled" // order
	LinePending Fulfilment = "pending"     // line
	Partial     Fulfilment = "partial"
	Fulfilled   Fulfilment = "fulfilled"
	NotEligible Fulfilment = "not_eligible" // a line that is never sent, such as a tip
	Restocked   Fulfilment = "restocked"
)

var fulfilmentRank = map[Fulfilment]int{
	Unfulfilled: 0, LinePending: 0, Partial: 1, Fulfilled: 2, NotEligible: 3, Restocked: 3,
}

// Later returns the state further along; see Payment.Later.
func (f Fulfilment) Later(g Fulfilment) Fulfilment {
	if fulfilmentRank[g] > fulfilmentRank[f] {
		return g
	}
	return f
}

// TaxMode says how the tax of an order stands in its amounts.
type TaxMode string

// The three ways; the importer decides by the order's own arithmetic.
const (
	NoTax       TaxMode = "none"
	TaxIncluded TaxMode = "included"
	TaxAdded    TaxMode = "added"
)

// TaxName is one tax the shop lists on an order, such as "IT IVA 22%".
type TaxName struct {
	Name   string `json:"name"`
	Amount Amount `json:"amount"`
}

// Order is a sales order: what a customer bought in one of the merchant's
// shops. All amounts are in Currency and stand as the shop shows them, tax
// inside or outside by TaxMode.
type Order struct {
	ID, ShopID         int64
	Number, ExternalID string
	PlacedAt           Instant
	PlacedOn           Date // civil date in the shop's zone
	PaidOn             Date
	FulfilledOn        Date
	CancelledOn        Date
	Currency           Currency
	Payment            Payment
	Fulfilment         Fulfilment

	Subtotal    Amount // after discounts, without tips, before shipping
	Shipping    Amount // before shipping discounts
	Tax         Amount // included or added
	Total       Amount
	Discount    Amount // all discounts, those on shipping included
	Duties      Amount // on top
	Tip         Amount
	Refunded    Amount // running total
	Outstanding Amount // not yet paid
	TaxMode     TaxMode
	TaxNames    []TaxName

	ShipTo, BillTo Contact
	Country        string // ISO code of the ship-to

	PaymentMethod, ShippingMethod, DiscountCode, Source, Tags, Notes string

	Lines []OrderLine
}

// OrderLine is one product row of a sales order. Discount, Tax and Shipping are
// the line's shares of the order's and sum to them exactly; see SpreadTotals.
type OrderLine struct {
	ID         int64
	Position   int
	SKU, Name  string
	ProductID  int64
	SupplierID int64 // whose cost the line carries, 0 unknown
	Quantity   Quantity
	Price      Amount // a piece, before discount
	Discount   Amount
	Tax        Amount
	Shipping   Amount
	Shippable  bool
	Taxable    bool
	Fulfilment Fulfilment
	Row        int
}

// Gross is quantity times price, before discount.
func (l OrderLine) Gross() Amount { return l.Price.Times(l.Quantity) }

// IsTip tells whether the line is a tip: a gift, not goods.
func (l OrderLine) IsTip() bool { return !l.Shippable && l.Name == "Tip" }

// Contact is a person's name and address. It is the only place where personal
// data of customers is kept.
type Contact struct {
	ID                                                            int64
	Email, Name, Company, Address1, Address2, City, Zip, Province string
	Country                                                       string // ISO code
	Phone                                                         string
}

// IsZero tells whether nothing is known of the contact.
func (c Contact) IsZero() bool { c.ID = 0; return c == Contact{} }

// Bookable tells whether the order belongs in the books: money was captured,
// or the shop collects it on delivery and the order was not called off.
// A voided order never was a sale: the sale is booked at capture.
func (o *Order) Bookable(cashOnDelivery bool) bool {
	if o.Payment == Voided {
		return false
	}
	return o.Payment.Captured() || (cashOnDelivery && o.CancelledOn == "")
}

// BookingDate is the day the sale is booked: the capture, or the day the order
// was placed where the shop does not say when it was paid.
func (o *Order) BookingDate() Date {
	if o.PaidOn != "" {
		return o.PaidOn
	}
	return o.PlacedOn
}

// Closed says why no line of the order may go to a supplier any more, or "".
// An order the shop calls fulfilled is history even when a line still says
// pending: such a line was removed or refunded.
func (o *Order) Closed() string {
	switch {
	case o.CancelledOn != "":
		return "cancelled"
	case o.Payment == Voided:
		return "voided"
	case o.Payment == Refunded:
		return "refunded"
	case o.Fulfilment == Fulfilled || o.Fulfilment == Restocked:
		return string(o.Fulfilment)
	}
	return ""
}

// SentByShop is how many pieces the shop had sent itself; false when the shop
// does not tell. Of a line of two that is partly sent exactly one has left; of
// a longer one the export leaves it open.
func (l OrderLine) SentByShop() (Quantity, bool) {
	switch {
	case !l.Shippable || l.Quantity == 0 || l.Fulfilment == LinePending:
		return 0, true
	case l.Fulfilment == Fulfilled:
		return l.Quantity, true
	case l.Fulfilment == Partial && l.Quantity <= 2:
		return l.Quantity - 1, true
	case l.Fulfilment == Partial:
		return 0, false
	}
	return 0, true
}

// Open is how many pieces wait for a supplier, given that the order is not
// Closed; false when the shop does not tell how many of them have left.
func (l OrderLine) Open() (Quantity, bool) {
	if !l.Shippable || (l.Fulfilment != LinePending && l.Fulfilment != Partial) {
		return 0, true
	}
	sent, known := l.SentByShop()
	return l.Quantity - sent, known
}
