package model

import (
	"slices"
	"strings"
)

// Hazard is what makes a product dangerous to carry, "" nothing.
type Hazard string

// The hazards carriers ask about.
const (
	Battery   Hazard = "battery"
	Flammable Hazard = "flammable"
	Aerosol   Hazard = "aerosol"
	Liquid    Hazard = "liquid"
	Magnet    Hazard = "magnet"
	Blade     Hazard = "blade"
	OtherRisk Hazard = "other"
)

// Product is a thing the merchant sells, known by its SKU. WeightG is in grams,
// nil when unknown.
type Product struct {
	ID         int64
	SKU        string
	Name       string
	HS         string // HS code, at least six digits
	Origin     string // ISO country of manufacture
	WeightG    *int64
	Brand      string
	Hazard     Hazard
	NotTo      string // countries it must not be sent to, by blanks
	ArchivedAt Instant
	Version    int64
}

// BarredIn tells whether the product must not be sent to the country.
func (p *Product) BarredIn(country string) bool {
	return slices.Contains(strings.Fields(p.NotTo), country)
}

// TableName is the product's table in the book.
func (Product) TableName() string { return "product" }

// Offer is a supplier's price for a product from ValidFrom on. Cost is a piece
// in Currency, possibly below the minor unit. A newer offer ends the older one
// the day before; nothing is overwritten.
type Offer struct {
	ID          int64
	SupplierID  int64
	ProductID   int64
	SupplierSKU string
	Cost        Amount
	Currency    Currency
	MOQ         Quantity
	Multiple    Quantity
	ValidFrom   Date
	ValidTo     Date // "" open
	Source      string
	BatchID     *int64
	ArchivedAt  Instant
	Version     int64
	Breaks      []PriceBreak    `gorm:"-"`
	Shipping    []ShippingPrice `gorm:"-"`
}

// TableName is the offer's table in the book.
func (Offer) TableName() string { return "offer" }

// PriceBreak is the piece price from a quantity on.
type PriceBreak struct {
	OfferID      int64    `json:"-"`
	FromQuantity Quantity `json:"from"`
	Cost         Amount   `json:"cost"`
}

// TableName is the price break's table in the book.
func (PriceBreak) TableName() string { return "offer_break" }

// ShippingPrice is what the supplier charges to ship the article to a country
// ("*" any), per order line, in the offer's currency; days are from dispatch
// to the door, nil when unknown. DutyPayer is who pays duty and import tax
// there: merchant, customer, supplier (the price includes them), or "" as the
// book's delivery term says.
type ShippingPrice struct {
	OfferID int64  `json:"-"`
	Country string `json:"to"`
	Service string `json:"service"`
	Cost    Amount `json:"cost"`
	DaysP50 *int   `json:"days_p50"`
	DaysP90 *int   `json:"days_p90"`

	DutyPayer string `json:"duty_payer"`
}

// TableName is the shipping price's table in the book.
func (ShippingPrice) TableName() string { return "offer_shipping" }

// ValidOn tells whether the offer's price holds on d.
func (o *Offer) ValidOn(d Date) bool {
	return o.ArchivedAt == "" && o.ValidFrom <= d && (o.ValidTo == "" || d <= o.ValidTo)
}

// UnitCost is the piece price for a quantity: that of the highest break reached.
func (o *Offer) UnitCost(q Quantity) Amount {
	cost, reached := o.Cost, Quantity(0)
	for _, b := range o.Breaks {
		if q >= b.FromQuantity && b.FromQuantity > reached {
			cost, reached = b.Cost, b.FromQuantity
		}
	}
	return cost
}

// ShippingTo is the cheapest shipping price to the country; a row for the
// country goes before "*". An offer without shipping rows ships at no charge,
// as many marketplaces do; one with rows but none that fits does not ship there.
func (o *Offer) ShippingTo(country string) (ShippingPrice, bool) {
	if len(o.Shipping) == 0 {
		return ShippingPrice{}, true
	}
	var best ShippingPrice
	found, exact := false, false
	for _, s := range o.Shipping {
		isExact := s.Country == country
		if !isExact && s.Country != "*" {
			continue
		}
		if !found || (isExact && !exact) || (isExact == exact && s.Cost < best.Cost) {
			best, found, exact = s, true, isExact
		}
	}
	return best, found
}

// ShippingRows are all ways to ship to the country: those for the country, or
// where there is none those for "*". An offer without shipping rows ships at no
// charge; one with rows but none that fits does not ship there.
func (o *Offer) ShippingRows(country string) []ShippingPrice {
	if len(o.Shipping) == 0 {
		return []ShippingPrice{{}}
	}
	var exact, wide []ShippingPrice
	for _, s := range o.Shipping {
		switch s.Country {
		case country:
			exact = append(exact, s)
		case "*":
			wide = append(wide, s)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return wide
}

// StockCount is what a supplier had of a product on a day.
type StockCount struct {
	ID         int64
	SupplierID int64
	ProductID  int64
	Quantity   Quantity
	CountedOn  Date
	BatchID    *int64
}

// TableName is the stock count's table in the book.
func (StockCount) TableName() string { return "stock_count" }
