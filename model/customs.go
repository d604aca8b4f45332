package model

import (
	"slices"
	"strings"
	"unicode"
)

// Incoterm is a delivery term of Incoterms 2020: who pays the way and the
// duties, and where the risk passes.
type Incoterm string

// The delivery terms that parcels to customers use most.
const (
	DAP Incoterm = "DAP" // the customer pays duty and import tax
	DDP Incoterm = "DDP" // the merchant does
)

// Incoterms lists the eleven terms in the order of their publication.
func Incoterms() []string {
	return []string{"EXW", "FCA", "CPT", "CIP", string(DAP), "DPU", string(DDP), "FAS", "FOB", "CFR", "CIF"}
}

// Valid tells whether the term is one of the eleven.
func (i Incoterm) Valid() bool { return slices.Contains(Incoterms(), string(i)) }

// CustomsForm is the form of the Universal Postal Union on which the content
// of a postal item is declared.
type CustomsForm string

// The two forms: CN22 for what is light and of little value, CN23 for the rest.
const (
	CN22 CustomsForm = "CN22"
	CN23 CustomsForm = "CN23"
)

// SDR is the currency in which the Universal Postal Union states values.
const SDR Currency = "XDR"

// Receipt is what a customer paid for pieces of an order line, in the order's
// currency and as the shop shows it: Goods before Discount, Shipping after its
// discount. Tax is inside these amounts or on top of them, by the order's mode.
type Receipt struct{ Goods, Discount, Shipping, Tax Amount }

// Value is the price paid for the goods: what is declared to customs. It is
// never less than what the customer paid for them.
func (r Receipt) Value() Amount { return r.Goods.Sub(r.Discount) }

// Add returns the sum of both.
func (r Receipt) Add(s Receipt) Receipt {
	return Receipt{r.Goods.Add(s.Goods), r.Discount.Add(s.Discount), r.Shipping.Add(s.Shipping), r.Tax.Add(s.Tax)}
}

// Receipts tells what the customer paid for each line. A discount that lowered the
// shipping is taken off the shipping, not off the goods. Goods less discounts
// and shipping sum to the order's to the last unit.
func (o *Order) Receipts() []Receipt {
	paid := make([]Receipt, len(o.Lines))
	shares := make([]Amount, len(o.Lines))
	var lines Amount
	for i, l := range o.Lines {
		shares[i] = l.Shipping
		if !l.IsTip() {
			lines = lines.Add(l.Gross())
		}
	}
	off := o.Discount.Sub(lines.Sub(o.Subtotal)) // what lowered the shipping
	if off < 0 || off > o.Shipping {
		off = 0
	}
	lowered := Allocate(off, Weights(shares), o.Currency.Minor())
	for i, l := range o.Lines {
		less := lowered[i]
		if less > l.Discount || less > l.Shipping {
			less = max(min(l.Discount, l.Shipping), 0)
		}
		paid[i] = Receipt{l.Gross(), l.Discount.Sub(less), l.Shipping.Sub(less), l.Tax}
	}
	return paid
}

// Pieces is the share of n pieces of a line of all pieces, of which before
// went into earlier parcels. The shares of all parcels sum to the whole.
func (r Receipt) Pieces(before, n, all Quantity, c Currency) Receipt {
	share := func(whole Amount) Amount {
		return firstPieces(whole, before+n, all, c).Sub(firstPieces(whole, before, all, c))
	}
	return Receipt{share(r.Goods), share(r.Discount), share(r.Shipping), share(r.Tax)}
}

// firstPieces is what falls on the first n of all pieces.
func firstPieces(whole Amount, n, all Quantity, c Currency) Amount {
	if n >= all {
		return whole
	}
	return Allocate(whole, []int64{int64(n), int64(all - n)}, c.Minor())[0]
}

// HSDigits returns the digits of an HS code, without dots and blanks.
func HSDigits(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, code)
}
