package model

import (
	"testing"

	"pgregory.net/rapid"
)

func TestReceipts_TakeADiscountOnShippingOffTheShipping(t *testing.T) {
	o := Order{
		Currency: "EUR", Subtotal: MustAmount("90"), Shipping: MustAmount("6"), Discount: MustAmount("16"), Total: MustAmount("80"),
		Lines: []OrderLine{
			{Quantity: 2, Price: MustAmount("40"), Shippable: true, Taxable: true},
			{Quantity: 1, Price: MustAmount("20"), Shippable: true, Taxable: true},
		},
	}
	o.SpreadTotals() // 10 off the goods, 6 off the shipping
	var sum Receipt
	for _, r := range o.Receipts() {
		sum = sum.Add(r)
	}
	if sum.Value() != MustAmount("90") || sum.Shipping != 0 || sum.Discount != MustAmount("10") {
		t.Errorf("the customer paid %s for goods and %s for shipping, %s off", sum.Value(), sum.Shipping, sum.Discount)
	}
}

func TestReceipts_SumToWhatTheCustomerPaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Order{Currency: rapid.SampledFrom([]Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency")}
		minor := o.Currency.Minor()
		money := func(name string, most int64) Amount { return Amount(rapid.Int64Range(0, most).Draw(t, name)) * minor }
		for range rapid.IntRange(1, 6).Draw(t, "lines") {
			l := OrderLine{Quantity: Quantity(rapid.Int64Range(1, 9).Draw(t, "quantity")), Price: money("price", 9999), Shippable: true, Taxable: true}
			o.Subtotal = o.Subtotal.Add(l.Gross())
			o.Lines = append(o.Lines, l)
		}
		off := money("off the goods", int64(o.Subtotal/minor))
		o.Shipping = money("shipping", 2000)
		free := money("off the shipping", int64(o.Shipping/minor))
		o.Discount, o.Subtotal = off.Add(free), o.Subtotal.Sub(off)
		o.SpreadTotals()
		var sum Receipt
		for _, r := range o.Receipts() {
			sum = sum.Add(r)
		}
		if sum.Value().Add(sum.Shipping) != o.Subtotal.Add(o.Shipping).Sub(free) {
			t.Fatalf("goods %s and shipping %s are not the %s paid", sum.Value(), sum.Shipping, o.Subtotal.Add(o.Shipping).Sub(free))
		}
	})
}

func TestPieces_OfAllParcelsSumToTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := Receipt{MustAmount("100"), Amount(rapid.Int64Range(0, 9999).Draw(t, "discount")) * 100, MustAmount("4.99"), MustAmount("15.97")}
		all := Quantity(rapid.Int64Range(1, 40).Draw(t, "pieces"))
		var sum Receipt
		for before := Quantity(0); before < all; {
			n := Quantity(rapid.Int64Range(1, int64(all-before)).Draw(t, "parcel"))
			sum = sum.Add(whole.Pieces(before, n, all, "EUR"))
			before += n
		}
		if sum != whole {
			t.Fatalf("%+v, want %+v", sum, whole)
		}
	})
}

func TestIncoterm_IsOneOfEleven(t *testing.T) {
	if len(Incoterms()) != 11 || !DDP.Valid() || Incoterm("DDU").Valid() || Incoterm("").Valid() {
		t.Error("the terms are not those of Incoterms 2020")
	}
}

func TestHSDigits(t *testing.T) {
	for in, want := range map[string]string{"9405.21": "940521", "9405 21 40": "94052140", "": "", "HS 12": "12"} {
		if got := HSDigits(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
