package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
)

// anOrder draws an order whose own arithmetic holds, as shops export it.
func anOrder(t *rapid.T) *model.Order {
	currency := rapid.SampledFrom([]model.Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency")
	step := currency.Minor()
	amount := func(name string, most int64) model.Amount {
		return model.Amount(rapid.Int64Range(0, most).Draw(t, name)) * step
	}
	o := &model.Order{Currency: currency}
	var goods, own model.Amount
	for range rapid.IntRange(1, 5).Draw(t, "lines") {
		l := model.OrderLine{
			Quantity: model.Quantity(rapid.IntRange(0, 4).Draw(t, "quantity")), Price: amount("price", 20_000),
			Shippable: rapid.Bool().Draw(t, "shippable"), Taxable: rapid.Bool().Draw(t, "taxable"),
		}
		l.Discount = min(amount("own discount", 2_000), l.Gross())
		goods, own = goods.Add(l.Gross()), own.Add(l.Discount)
		o.Lines = append(o.Lines, l)
	}
	o.Shipping = amount("shipping", 3_000)
	item := own.Add(min(amount("order discount", 5_000), goods.Sub(own)))
	o.Subtotal = goods.Sub(item)
	o.Discount = item.Add(min(amount("shipping discount", 3_000), o.Shipping))
	o.Total = goods.Sub(o.Discount).Add(o.Shipping)
	o.Duties = amount("duties", 500)
	o.Total = o.Total.Add(o.Duties)
	switch rapid.IntRange(0, 2).Draw(t, "tax mode") {
	case 0:
		o.TaxMode = model.NoTax
	case 1:
		o.TaxMode, o.Tax = model.TaxAdded, amount("tax", 5_000)
		o.Total = o.Total.Add(o.Tax)
	default:
		o.TaxMode = model.TaxIncluded
		o.Tax = min(amount("tax", 5_000), goods.Sub(o.Discount).Add(o.Shipping))
	}
	o.TaxNames = []model.TaxName{{Name: rapid.SampledFrom([]string{"VAT 20%", "GST", "IVA 22%"}).Draw(t, "tax name"), Amount: o.Tax}}
	return o
}

func TestSpreadTotals_TheSharesSumToTheOrderToTheLastUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anOrder(t)
		o.SpreadTotals()
		var discount, shipping, tax model.Amount
		for _, l := range o.Lines {
			discount, shipping, tax = discount.Add(l.Discount), shipping.Add(l.Shipping), tax.Add(l.Tax)
		}
		if discount != o.Discount || shipping != o.Shipping || tax != o.Tax {
			t.Fatalf("discount %s of %s, shipping %s of %s, tax %s of %s", discount, o.Discount, shipping, o.Shipping, tax, o.Tax)
		}
		if !o.AddsUp() {
			t.Fatalf("the revenue of the lines does not account for the total: %+v", o)
		}
		for i, r := range o.Revenue() {
			for _, a := range []model.Amount{r.Goods, r.Discount, r.Shipping, r.Tax} {
				if a != a.Round(o.Currency) {
					t.Fatalf("line %d has part of a minor unit: %+v", i, r)
				}
			}
		}
	})
}

func TestSplitRefund_EveryUnitGivenBackIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := anOrder(t)
		o.SpreadTotals()
		lines := o.Revenue()
		var taxBack, before model.Amount
		for range rapid.IntRange(1, 4).Draw(t, "refunds") {
			gross := model.Amount(rapid.Int64Range(1, 60_000).Draw(t, "refund")) * o.Currency.Minor()
			tax, perLine, excess := o.SplitRefund(before, gross, lines)
			sum := tax.Add(excess)
			for _, a := range perLine {
				sum = sum.Add(a)
			}
			if sum != gross || excess < 0 {
				t.Fatalf("a refund of %s was split into %s, %v and %s", gross, tax, perLine, excess)
			}
			before, taxBack = before.Add(gross), taxBack.Add(tax)
		}
		if before >= o.Total && o.Total > 0 && taxBack != o.Tax {
			t.Fatalf("all was given back, but of %s tax only %s", o.Tax, taxBack)
		}
	})
}
