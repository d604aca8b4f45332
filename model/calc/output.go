package calc

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

var hundred = decimal.NewFromInt(100)

// precision is the number of decimals kept by a division between two roundings.
const precision = 40

func div(a, b decimal.Decimal) decimal.Decimal { return a.DivRound(b, precision) }

// percentOf is 100*part/whole, unknown for a whole of zero.
func percentOf(part, whole decimal.Decimal) decimal.NullDecimal {
	if whole.IsZero() {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(div(part.Mul(hundred), whole))
}

// share is percent points of an amount, exact.
func share(percent, of decimal.Decimal) decimal.Decimal { return percent.Mul(of).Shift(-2) }

// toMinor rounds to the minor unit of c, half away from zero.
func toMinor(d decimal.Decimal, c model.Currency) decimal.Decimal {
	return model.Round(d, int32(c.Digits()), model.HalfUp)
}

// money writes d with exactly the decimals of its currency.
func money(d decimal.Decimal, c model.Currency) string {
	return toMinor(d, c).StringFixed(int32(c.Digits()))
}

// unitPrice writes an amount per piece: the decimals of the currency, more of
// them, up to four, where they matter.
func unitPrice(d decimal.Decimal, c model.Currency) string { return trimmed(d, 4, int32(c.Digits())) }

// percentText writes a percentage or a ratio with two to four decimals.
func percentText(d decimal.Decimal) string { return trimmed(d, 4, 2) }

// trimmed rounds to most decimals and drops zeros down to least.
func trimmed(d decimal.Decimal, most, least int32) string {
	s := d.StringFixed(max(most, least))
	cut := len(s)
	for range max(most-least, 0) {
		if !strings.HasSuffix(s[:cut], "0") {
			break
		}
		cut--
	}
	return strings.TrimSuffix(s[:cut], ".")
}

// orNull writes an unknown number as JSON null.
func orNull(n decimal.NullDecimal, write func(decimal.Decimal) string) *string {
	if !n.Valid {
		return nil
	}
	s := write(n.Decimal)
	return &s
}
