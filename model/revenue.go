package model

import (
	"strings"

	"github.com/shopspring/decimal"
)

// LineRevenue is what one order line brings in the order's currency. Goods,
// Discount and Shipping are without tax; Discount is positive; Tax is all tax
// on the line and on its share of the shipping.
type LineRevenue struct {
	Goods, Discount, Shipping, Tax Amount
}

// Net is the line's net revenue: goods less discount plus shipping, ex tax.
func (r LineRevenue) Net() Amount { return r.Goods.Sub(r.Discount).Add(r.Shipping) }

// SpreadTotals shares the order-level discount, shipping and tax over the
// lines, so that each line's Discount, Shipping and Tax sum to the order's.
// What a line already carries as its own discount stays; the rest goes by the
// goods' value, by largest remainder. The part of the discount
// that lowers the shipping goes where the shipping goes.
func (o *Order) SpreadTotals() {
	goods := make([]Amount, len(o.Lines))
	var own, lines Amount
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.IsTip() {
			continue
		}
		lines = lines.Add(l.Gross())
		own = own.Add(l.Discount)
		goods[i] = l.Gross().Sub(l.Discount)
	}
	minor := o.Currency.Minor()
	shippingDiscount := o.Discount.Sub(lines.Sub(o.Subtotal))
	if shippingDiscount < 0 || shippingDiscount > o.Shipping {
		shippingDiscount = 0
	}
	rest := Allocate(o.Discount.Sub(own).Sub(shippingDiscount), Weights(goods), minor)
	for i := range o.Lines {
		if rest != nil {
			o.Lines[i].Discount = o.Lines[i].Discount.Add(rest[i])
			goods[i] = goods[i].Sub(rest[i])
		}
	}
	weights := shippingWeights(o.Lines, goods)
	shipping := Allocate(o.Shipping, weights, minor)
	lowered := Allocate(shippingDiscount, weights, minor)
	for i := range o.Lines {
		o.Lines[i].Shipping = shipping[i]
		o.Lines[i].Discount = o.Lines[i].Discount.Add(lowered[i])
	}
	o.spreadTax(goods, shippingDiscount)
}

// shippingWeights puts the shipping on the lines that are shipped, by value.
func shippingWeights(lines []OrderLine, goods []Amount) []int64 {
	w := make([]int64, len(lines))
	valued := false
	for i, l := range lines {
		if l.Shippable && goods[i] > 0 {
			w[i] = int64(goods[i])
			valued = true
		}
	}
	if valued {
		return w
	}
	for i, l := range lines {
		if l.Shippable {
			w[i] = 1
		}
	}
	return w
}

// spreadTax shares the tax over the taxable goods and, where the stated rate
// shows that it was taxed, the shipping.
func (o *Order) spreadTax(goods []Amount, shippingDiscount Amount) {
	if o.Tax == 0 || len(o.Lines) == 0 {
		return
	}
	minor := o.Currency.Minor()
	n := len(o.Lines)
	weights := make([]int64, n+1)
	var taxable Amount
	for i, l := range o.Lines {
		if l.Taxable && goods[i] > 0 {
			weights[i] = int64(goods[i])
			taxable = taxable.Add(goods[i])
		}
	}
	shipping := o.Shipping.Sub(shippingDiscount)
	if shipping > 0 && o.shippingTaxed(taxable, shipping) {
		weights[n] = int64(shipping)
	}
	parts := Allocate(o.Tax, weights, minor)
	onShipping := Allocate(parts[n], Weights(shares(o.Lines)), minor)
	for i := range o.Lines {
		o.Lines[i].Tax = parts[i].Add(onShipping[i])
	}
}

func shares(lines []OrderLine) []Amount {
	s := make([]Amount, len(lines))
	for i, l := range lines {
		s[i] = l.Shipping
	}
	return s
}

// shippingTaxed decides by the rates in the tax names whether the tax fits the
// goods with or without the shipping; where no rate is stated, with it.
func (o *Order) shippingTaxed(goods, shipping Amount) bool {
	rate := o.statedRate()
	if rate.IsZero() || goods <= 0 {
		return true
	}
	fit := func(base Amount) decimal.Decimal {
		b := base.Decimal()
		if o.TaxMode == TaxIncluded {
			b = b.Div(rate.Shift(-2).Add(decimal.NewFromInt(1)))
		}
		return b.Mul(rate.Shift(-2)).Sub(o.Tax.Decimal()).Abs()
	}
	return fit(goods.Add(shipping)).LessThanOrEqual(fit(goods))
}

// statedRate adds up the percentages the tax names carry, zero when none does.
func (o *Order) statedRate() decimal.Decimal {
	sum := decimal.Zero
	for _, t := range o.TaxNames {
		if p, ok := RateInName(t.Name); ok {
			sum = sum.Add(p)
		}
	}
	return sum
}

// RateInName reads the percentage at the end of a tax name: "IT IVA 22%" is 22.
func RateInName(name string) (decimal.Decimal, bool) {
	s, found := strings.CutSuffix(strings.TrimSpace(name), "%")
	if !found {
		return decimal.Zero, false
	}
	s = strings.TrimSpace(s)
	if i := strings.LastIndexAny(s, " ("); i >= 0 {
		s = s[i+1:]
	}
	d, err := ParseDecimal(strings.ReplaceAll(s, ",", "."))
	return d, err == nil
}

// TaxCode is the name under which the order's tax is reported: the names of
// its taxes, sorted as the shop lists them, joined; "" without tax.
func (o *Order) TaxCode() string {
	if o.Tax == 0 {
		return ""
	}
	names := make([]string, 0, len(o.TaxNames))
	for _, t := range o.TaxNames {
		if t.Amount != 0 {
			names = append(names, t.Name)
		}
	}
	if len(names) == 0 {
		return "tax"
	}
	return strings.Join(names, " + ")
}

// Revenue splits the order's lines into revenue without tax and tax. The parts
// add up: goods - discounts + shipping + tax + duties = total.
func (o *Order) Revenue() []LineRevenue {
	out := make([]LineRevenue, len(o.Lines))
	for i, l := range o.Lines {
		r := LineRevenue{Goods: l.Gross(), Discount: l.Discount, Shipping: l.Shipping, Tax: l.Tax}
		if o.TaxMode == TaxIncluded && l.Tax != 0 {
			r = withoutTax(r, o.Currency)
		}
		out[i] = r
	}
	return out
}

// withoutTax takes the tax out of amounts that include it. The tax is taken
// from goods after discount and from shipping in proportion; the discount is
// shown at the same net share as the goods it lowers.
func withoutTax(r LineRevenue, c Currency) LineRevenue {
	paid := r.Goods.Sub(r.Discount)
	parts := Allocate(r.Tax, Weights([]Amount{paid, r.Shipping}), c.Minor())
	net := paid.Sub(parts[0])
	discount := r.Discount
	if paid > 0 && r.Discount > 0 {
		d := r.Discount.Decimal().Mul(net.Decimal()).Div(paid.Decimal())
		if a, err := minorAmount(d, c); err == nil {
			discount = a
		}
	}
	return LineRevenue{Goods: net.Add(discount), Discount: discount, Shipping: r.Shipping.Sub(parts[1]), Tax: r.Tax}
}

// SplitRefund splits a refund of gross over the order: how much of it reverses
// tax, how much of it reverses revenue of each line, and what exceeds what the
// customer still had paid, which is an exchange difference: a shop refunds in
// the customer's currency at the day's rate. before is what earlier refunds
// gave back.
func (o *Order) SplitRefund(before, gross Amount, lines []LineRevenue) (tax Amount, perLine []Amount, excess Amount) {
	before = min(before, max(o.Total, 0))
	back := min(gross, max(o.Total, 0).Sub(before))
	excess = gross.Sub(back)
	minor := o.Currency.Minor()
	if o.Total > 0 {
		tax = shareOf(o.Tax, before.Add(back), o.Total, o.Currency).Sub(shareOf(o.Tax, before, o.Total, o.Currency))
	}
	weights := make([]int64, len(lines))
	for i, r := range lines {
		weights[i] = int64(r.Net())
	}
	perLine = Allocate(back.Sub(tax), weights, minor)
	return tax, perLine, excess
}

// shareOf is total*part/whole rounded to the minor unit.
func shareOf(total, part, whole Amount, c Currency) Amount {
	if total == 0 || part == 0 {
		return 0
	}
	a, err := minorAmount(total.Decimal().Mul(part.Decimal()).Div(whole.Decimal()), c)
	if err != nil {
		return 0 // a share is never larger than the total it is of
	}
	return a
}

// AddsUp tells whether the order's lines account for its total to the last
// ten-thousandth: goods less discounts plus shipping, tax and duties. An order
// that does not must not be booked: lines of it are missing.
func (o *Order) AddsUp() bool {
	sum := o.Duties.Add(o.Tax)
	for _, r := range o.Revenue() {
		sum = sum.Add(r.Net())
	}
	return sum == o.Total
}
