package calc

import "github.com/shopspring/decimal"

// ln2 is the natural logarithm of 2 to 40 decimals.
var ln2 = decimal.RequireFromString("0.6931471805599453094172321214581765680755")

// faded is after how many half-lives nothing is left within the decimals kept.
const faded = 62

// Decay is the weight of what is so many days old when a weight halves every
// half days: 2^(-age/half), to 18 decimals. A negative age counts as 0. Source:
// domain rule 3.4, oracle SC-12.
func Decay(age, half int) decimal.Decimal {
	if age <= 0 || half <= 0 {
		return one
	}
	if age/half > faded {
		return decimal.Zero
	}
	w := one
	if rest := age % half; rest > 0 {
		power := ln2.Mul(decimal.NewFromInt(int64(rest))).DivRound(decimal.NewFromInt(int64(half)), precision)
		e, err := power.Neg().ExpTaylor(24)
		if err == nil {
			w = e
		}
	}
	for range age / half {
		w = div(w, two)
	}
	return w.Round(18)
}

// Evidence is how many equal observations the weighted ones are worth: the
// square of the weights' sum over the sum of their squares, 0 without any.
// Source: domain rule 3.4 (Kish).
func Evidence(sum, squares decimal.Decimal) decimal.Decimal {
	if !squares.IsPositive() {
		return decimal.Zero
	}
	return div(sum.Mul(sum), squares)
}

// Points brings a value onto 0 to 100, 0 at the worst and below, 100 at the best
// and above; the worst may be greater than the best. Source: domain rule 3.1.
func Points(value, worst, best decimal.Decimal) decimal.Decimal {
	if worst.Equal(best) {
		return decimal.Zero
	}
	p := div(value.Sub(worst).Mul(hundred), best.Sub(worst))
	return decimal.Max(decimal.Zero, decimal.Min(hundred, p))
}
