package calc

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var (
	one  = decimal.NewFromInt(1)
	two  = decimal.NewFromInt(2)
	four = decimal.NewFromInt(4)
)

var wilsonCalc = calculation{
	name: "wilson", help: "the bounds of a rate seen in few cases (Wilson score interval)", run: runWilson,
	in: []field{
		{name: "success", note: "cases that went well"},
		{name: "failure", note: "cases that did not"},
		{name: "z", note: "width in standard deviations (default 1.96, two-sided 95 %)"},
	},
	out: "low, high (0 to 1, up to 15 decimals; null without cases)",
}

// Wilson returns the bounds of the success rate, within 0 to 1. Counts may be
// fractions, as with cases that fade with age. ok is false without cases.
// Source: domain rule 3.4, oracle SC-08.
func Wilson(success, failure, z decimal.Decimal) (low, high decimal.Decimal, ok bool) {
	n := success.Add(failure)
	if !n.IsPositive() {
		return low, high, false
	}
	z2 := z.Mul(z)
	centre := success.Add(success).Add(z2)
	spread := z.Mul(root(z2.Add(div(four.Mul(success).Mul(failure), n))))
	width := two.Mul(n.Add(z2))
	clamp := func(d decimal.Decimal) decimal.Decimal { return decimal.Max(decimal.Zero, decimal.Min(one, d)) }
	return clamp(div(centre.Sub(spread), width)), clamp(div(centre.Add(spread), width)), true
}

// root is the square root to 40 decimals, 0 for a negative number.
func root(d decimal.Decimal) decimal.Decimal {
	r, err := d.SqrtRound(precision)
	if err != nil {
		return decimal.Zero
	}
	return r
}

func runWilson(in *input) (any, error) {
	z := decimal.New(196, -2)
	if in.has("z") {
		z = in.number("z")
	}
	low, high, ok := Wilson(in.number("success"), in.number("failure"), z)
	write := func(d decimal.Decimal) string { return trimmed(d, 15, 0) }
	return struct {
		Low  *string `json:"low"`
		High *string `json:"high"`
	}{orNull(decimal.NullDecimal{Decimal: low, Valid: ok}, write), orNull(decimal.NullDecimal{Decimal: high, Valid: ok}, write)}, nil
}

var percentileCalc = calculation{
	name: "percentile", help: "the value below which a share of the values lies (inclusive, linear, as PERCENTILE.INC)", run: runPercentile,
	in: []field{
		{name: "values", note: "list of numbers in any order"},
		{name: "p", note: "share from 0 to 1: 0.9 for P90"},
	},
	out: "value (up to six decimals; null without values)",
}

// Percentile interpolates linearly at position p*(n-1) of the sorted values,
// p from 0 to 1. Source: domain rule 3.5, oracle SC-17.
func Percentile(values []decimal.Decimal, p decimal.Decimal) decimal.NullDecimal {
	if len(values) == 0 {
		return decimal.NullDecimal{}
	}
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, decimal.Decimal.Compare)
	position := p.Mul(decimal.NewFromInt(int64(len(sorted) - 1)))
	at := int(position.IntPart())
	if at >= len(sorted)-1 {
		return decimal.NewNullDecimal(sorted[len(sorted)-1])
	}
	step := sorted[at+1].Sub(sorted[at])
	return decimal.NewNullDecimal(sorted[at].Add(step.Mul(position.Sub(decimal.NewFromInt(int64(at))))))
}

func runPercentile(in *input) (any, error) {
	values, p := in.numbers("values"), in.number("p")
	if p.GreaterThan(one) {
		in.fail("p", "p is %s: it is a share from 0 to 1, 0.9 for P90", p)
	}
	if err := in.failure(); err != nil {
		return nil, err
	}
	return struct {
		Value *string `json:"value"`
	}{orNull(Percentile(values, p), sixDecimals)}, nil
}

// NormalQuantile is the z below which a normal variable stays with the given
// service level in percent, 50 to below 100. Statistics, not money: it is the
// one place that computes in binary floating point, by the rational
// approximation AS 241 (Wichura 1988) behind math.Erfinv, good to 1e-15.
func NormalQuantile(service decimal.Decimal) (decimal.Decimal, error) {
	x, _ := service.Mul(two).Sub(hundred).Shift(-2).Float64() // 2p-1, exact before the conversion
	if x < 0 || x > 1-1e-9 {
		return decimal.Zero, model.FieldErrorf("service_pct", "service_pct is %s: give 50 up to 99.99999", service)
	}
	return decimal.NewFromFloat(math.Sqrt2 * math.Erfinv(x)).Round(12), nil
}
