package demo

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// price works out what the customer pays: coupon, shipping, tip and tax.
func (w *world) price(o *model.Order, t *till, c *customer) {
	for i := range o.Lines {
		if !o.Lines[i].IsTip() {
			o.Subtotal = o.Subtotal.Add(o.Lines[i].Gross())
		}
	}
	if k, ok := w.coupon(o, c); ok {
		o.DiscountCode, o.Discount = k.code, part(o.Subtotal, k.percent, 100)
		o.Subtotal = o.Subtotal.Sub(o.Discount)
	}
	away := 0
	if c.Country != t.home {
		away = 1
	}
	o.ShippingMethod = "Free shipping"
	if o.Subtotal < cents(t.free[away]) {
		o.ShippingMethod, o.Shipping = "Standard", cents(t.shipping[away])
	}
	shipping := o.Shipping
	if shipping > 0 && o.DiscountCode == "" && w.dice.chance(4) {
		o.DiscountCode, o.Discount, shipping = freeShipping, shipping, 0
	}
	o.Total = o.Subtotal.Add(shipping).Add(o.Tip)
	o.TaxMode = model.NoTax
	switch t.tax {
	case model.TaxIncluded:
		includeTax(o, c.land, shipping)
	case model.TaxAdded:
		addTax(o, shipping)
	}
}

// coupon is the one the customer enters, if any.
func (w *world) coupon(o *model.Order, c *customer) (coupon, bool) {
	n := w.dice.IntN(100)
	switch {
	case inBlackWeek(o.PlacedOn.Time()) && n < 55:
		return blackWeek, true
	case !c.known && n < 13:
		return welcome, true
	case c.known && n < 18:
		return friends, true
	}
	return coupon{}, false
}

// whole is a hundred percent in thousandths of a percent.
const whole = 100_000

// includeTax states the tax that is in the prices: that of the country the goods
// go to. Exports carry none.
func includeTax(o *model.Order, to *country, shipping model.Amount) {
	if to.rate == 0 {
		return
	}
	o.Tax = part(o.Subtotal.Add(shipping), to.rate, whole+to.rate)
	o.TaxMode, o.TaxNames = model.TaxIncluded, named(to.taxName, to.rate, o.Tax)
}

// addTax adds the sales tax of the state, where it has one.
func addTax(o *model.Order, shipping model.Amount) {
	for _, s := range salesTaxes {
		if o.Country != "US" || s.state != o.ShipTo.Province {
			continue
		}
		base := o.Subtotal
		if s.shipping {
			base = base.Add(shipping)
		}
		o.Tax = part(base, s.rate, whole)
		o.Total = o.Total.Add(o.Tax)
		o.TaxMode, o.TaxNames = model.TaxAdded, named(s.state+" Sales Tax", s.rate, o.Tax)
	}
}

func named(name string, rate int64, tax model.Amount) []model.TaxName {
	return []model.TaxName{{Name: name + " " + decimal.New(rate, -3).String() + "%", Amount: tax}}
}
