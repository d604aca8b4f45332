package model

import "github.com/shopspring/decimal"

// FeeBase is the amount a percentage fee is charged on.
type FeeBase string

// The bases: goods after discount as the customer sees them, with shipping,
// with shipping and tax (what the customer pays), or the net revenue.
const (
	BaseItem            FeeBase = "item"
	BaseItemShipping    FeeBase = "item_shipping"
	BaseItemShippingTax FeeBase = "item_shipping_tax"
	BaseNet             FeeBase = "net"
)

// FeeRule is a dated fee of a payment provider or marketplace: percent of a
// base plus a fixed amount, within a minimum and maximum. Fixed, Min and Max
// are in Currency; an empty Currency means the order's.
type FeeRule struct {
	ID           int64
	Name         string
	Kind         string // payment_fee or marketplace_fee
	ShopID       *int64 // nil: every shop
	Base         FeeBase
	Percent      decimal.Decimal
	Fixed        Amount
	Currency     Currency
	MinFee       *Amount
	MaxFee       *Amount
	KeptOnRefund bool
	ValidFrom    Date
	ValidTo      Date
	Source       string
	CheckedOn    Date
	ArchivedAt   Instant
	Version      int64
}

// TableName is the fee rule's table in the book.
func (FeeRule) TableName() string { return "fee_rule" }

// Applies tells whether the rule holds for an order of the shop booked on d.
func (f *FeeRule) Applies(shopID int64, d Date) bool {
	return f.ArchivedAt == "" && (f.ShopID == nil || *f.ShopID == shopID) &&
		f.ValidFrom <= d && (f.ValidTo == "" || d <= f.ValidTo)
}

// Fee is the fee on a base amount in the order's currency, rounded half away
// from zero to its minor unit. fixed turns the rule's fixed amounts into the
// order's currency.
func (f *FeeRule) Fee(base Amount, c Currency, fixed func(Amount) (Amount, error)) (Amount, error) {
	fee, err := Percent{f.Percent}.Of(base, c)
	if err != nil {
		return 0, err
	}
	add, err := fixed(f.Fixed)
	if err != nil {
		return 0, err
	}
	fee = fee.Add(add)
	if f.MinFee != nil {
		low, err := fixed(*f.MinFee)
		if err != nil {
			return 0, err
		}
		fee = max(fee, low)
	}
	if f.MaxFee != nil {
		high, err := fixed(*f.MaxFee)
		if err != nil {
			return 0, err
		}
		fee = min(fee, high)
	}
	return fee.Round(c), nil
}
