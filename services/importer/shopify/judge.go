package shopify

import (
	"slices"

	"github.com/dropledger/dropledger/model"
)

// numberLines puts lines into the order of the file and counts equal ones,
// which together make up a line's identity.
func (o *Order) numberLines() {
	slices.SortStableFunc(o.Lines, func(a, b Line) int { return a.Row - b.Row })
	type article struct {
		sku, name string
		price     model.Amount
	}
	if len(o.Lines) == 1 {
		o.Lines[0].Occurrence = 1
		return
	}
	seen := make(map[article]int, len(o.Lines))
	for i := range o.Lines {
		l := &o.Lines[i]
		key := article{l.SKU, l.Name, l.Price}
		seen[key]++
		l.Occurrence = seen[key]
	}
}

// gross sums the lines before discount, goods and tips apart.
func (o *Order) gross() (goods, tips model.Amount) {
	for i := range o.Lines {
		if o.Lines[i].Tip {
			tips += o.Lines[i].Gross()
		} else {
			goods += o.Lines[i].Gross()
		}
	}
	return goods, tips
}

// addUp decides how tax stands in the order, which no column says: with S =
// lines - discount + shipping + duties, tax is on top when Total = S + Taxes
// and inside when Total = S. Neither means that lines are missing.
func (o *Order) addUp() bool {
	goods, tips := o.gross()
	s := goods + tips - o.Discount + o.Shipping + o.Duties
	switch {
	case o.Taxes != 0 && s+o.Taxes == o.Total:
		o.TaxMode = model.TaxAdded
	case s != o.Total:
		o.TaxMode = ""
	case o.Taxes != 0:
		o.TaxMode = model.TaxIncluded
	default:
		o.TaxMode = model.NoTax
	}
	return o.TaxMode != ""
}

// judge derives what the export does not say and warns of contradictions.
func (o *Order) judge() {
	goods, tips := o.gross()
	o.Tip = tips
	o.ItemDiscount, o.ShippingDiscount = o.Discount, 0
	if !o.addUp() {
		o.warn(o.FirstRow, colTotal, LinesMissing, "order "+o.Number+" does not add up: its lines, discount, shipping and taxes do not give its total, so lines are missing or the file was changed")
		return
	}
	// Subtotal is after discounts on items only, so what they leave of the
	// discount was given on shipping.
	item := goods - o.Subtotal
	shipping := o.Discount - item
	if item < 0 || shipping < 0 || shipping > max(o.Shipping, 0) {
		o.warn(o.FirstRow, colSubtotal, DiscountSplit, "the subtotal of order "+o.Number+" does not fit its lines and discount; the whole discount counts as given on items")
		return
	}
	o.ItemDiscount, o.ShippingDiscount = item, shipping
}
