package calc

import (
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var feeCalc = calculation{
	name: "fee", help: "the fee on an amount, or the amount to charge so that a wanted one is left", run: runFee,
	in: []field{
		{name: "amount", note: "what is charged; this or net_wanted"},
		{name: "net_wanted", note: "what has to be left after the fee"},
		{name: "pct", note: "percent of the amount; with tiers: of what lies above the last one (default 0)"},
		{name: "fixed", note: "fixed part (default 0)"},
		{name: "min", note: "least fee, fixed part included"},
		{name: "max", note: "highest fee, fixed part included"},
		{name: "tiers", note: "marginal bands in rising order: each percentage holds for its own band only", items: []field{
			{name: "upto", note: "where the band ends; absent in the last one: open"},
			{name: "pct", note: "percent of the part of the amount in the band"},
		}},
		{name: "currency", note: "ISO code, sets the decimals (default two)"},
	},
	out: "fee (rounded half up), net, gross (with net_wanted: rounded up, so that net is never below it)",
}

// FeeBand is a marginal band of a fee: Percent of what lies between the end of
// the band before and Upto.
type FeeBand struct{ Upto, Percent decimal.Decimal }

// Fee is how a provider or a marketplace charges: bands, a percentage above
// them, a fixed part, and bounds for the whole. Every percentage is at most 100.
type Fee struct {
	Bands          []FeeBand // rising
	Percent, Fixed decimal.Decimal
	Min, Max       decimal.NullDecimal
}

// On is the unrounded fee on an amount. Oracles FE-01 to FE-08.
func (f Fee) On(amount decimal.Decimal) decimal.Decimal {
	fee, from := f.Fixed, decimal.Zero
	for _, b := range f.Bands {
		fee = fee.Add(share(b.Percent, decimal.Max(decimal.Min(amount, b.Upto).Sub(from), decimal.Zero)))
		from = b.Upto
	}
	fee = fee.Add(share(f.Percent, decimal.Max(amount.Sub(from), decimal.Zero)))
	if f.Min.Valid {
		fee = decimal.Max(fee, f.Min.Decimal)
	}
	if f.Max.Valid {
		fee = decimal.Min(fee, f.Max.Decimal)
	}
	return fee
}

// GrossFor is the lowest amount in whole minor units of c that leaves net after
// the unrounded fee. Rounding it up keeps the promise of oracle FE-02: 103.29
// at 2.9 % and 0.30 would leave 99.99 of a wanted 100. What is left grows with
// the amount, so the amount is found by halving; that holds across bands and
// bounds alike.
func (f Fee) GrossFor(net decimal.Decimal, c model.Currency) (decimal.Decimal, error) {
	digits := int32(c.Digits())
	enough := func(units decimal.Decimal) bool {
		gross := units.Shift(-digits)
		return gross.Sub(f.On(gross)).GreaterThanOrEqual(net)
	}
	low, high := decimal.NewFromInt(-1), decimal.NewFromInt(1)
	for range 300 { // beyond any 40-digit amount
		if enough(high) {
			return bisect(low, high, enough).Shift(-digits), nil
		}
		low, high = high, high.Add(high)
	}
	most := decimal.Zero
	for _, b := range f.Bands {
		most = decimal.Max(most, b.Upto.Sub(f.On(b.Upto)))
	}
	return decimal.Zero, model.Errorf(model.Impossible, "no amount leaves %s: the fee takes 100 %% of every further unit, the most that is left is %s", net, money(most, c))
}

// bisect returns the least whole number above low for which enough holds; it
// holds for high.
func bisect(low, high decimal.Decimal, enough func(decimal.Decimal) bool) decimal.Decimal {
	one, two := decimal.NewFromInt(1), decimal.NewFromInt(2)
	for high.Sub(low).GreaterThan(one) {
		mid, _ := low.Add(high).QuoRem(two, 0)
		if enough(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

func readFee(in *input) Fee {
	f := Fee{Percent: in.percent("pct"), Fixed: in.numberOr("fixed", 0), Min: in.maybe("min"), Max: in.maybe("max")}
	if f.Min.Valid && f.Max.Valid && f.Min.Decimal.GreaterThan(f.Max.Decimal) {
		in.fail("min", "min is above max")
	}
	tiers := in.objects("tiers")
	last := decimal.Zero
	for i, t := range tiers {
		t.require("pct")
		pct, upto := t.percent("pct"), t.maybe("upto")
		switch {
		case upto.Valid && !upto.Decimal.GreaterThan(last):
			t.fail("upto", "%supto is %s: each band has to end above the one before", t.path, upto.Decimal)
		case upto.Valid:
			f.Bands = append(f.Bands, FeeBand{upto.Decimal, pct})
			last = upto.Decimal
		case i < len(tiers)-1:
			t.fail("upto", "%supto is missing: only the last band may stay open", t.path)
		case in.has("pct"):
			in.fail("pct", "pct and an open last band are both given: leave one")
		default:
			f.Percent = pct
		}
	}
	return f
}

func runFee(in *input) (any, error) {
	f, c := readFee(in), in.currency()
	amount, wanted := in.maybe("amount"), in.maybe("net_wanted")
	if amount.Valid == wanted.Valid {
		in.fail("amount", "give either amount or net_wanted")
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	gross := toMinor(amount.Decimal, c)
	var err error
	if wanted.Valid {
		gross, err = f.GrossFor(wanted.Decimal, c)
	}
	fee := toMinor(f.On(gross), c)
	return struct {
		Fee   string `json:"fee"`
		Net   string `json:"net"`
		Gross string `json:"gross"`
	}{money(fee, c), money(gross.Sub(fee), c), money(gross, c)}, err
}
