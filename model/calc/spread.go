package calc

import "github.com/shopspring/decimal"

// Spread is the mean of counts and their standard deviation as that of a sample,
// from how many there are, their sum and the sum of their squares; 0 where one
// alone tells no deviation. Both are rounded to 12 decimals.
func Spread(n, sum, squares int64) (mean, sigma decimal.Decimal) {
	if n < 1 {
		return decimal.Zero, decimal.Zero
	}
	count, total := decimal.NewFromInt(n), decimal.NewFromInt(sum)
	mean = total.DivRound(count, precision)
	if n < 2 {
		return mean, decimal.Zero
	}
	variance := count.Mul(decimal.NewFromInt(squares)).Sub(total.Mul(total)).DivRound(count.Mul(decimal.NewFromInt(n-1)), 2*precision)
	return mean.Round(12), root(variance).Round(12)
}
