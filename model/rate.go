package model

import (
	"strings"

	"github.com/shopspring/decimal"
)

// ParseDecimal reads an exact decimal as programs write it (no exponent, no
// thousands separators), at most 40 characters.
func ParseDecimal(s string) (decimal.Decimal, error) {
	if len(s) == 0 || len(s) > 40 || strings.Trim(s, "0123456789.-") != "" {
		return decimal.Zero, Errorf(Invalid, "%q is not a number: write it like 12.5", clip(s))
	}
	whole, frac, dotted := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || (dotted && frac == "") {
		return decimal.Zero, Errorf(Invalid, "%q is not a number: write it like 12.5", clip(s))
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Zero, Errorf(Invalid, "%q is not a number: write it like 12.5", clip(s)).Because(err)
	}
	return d, nil
}

// Percent is an exact percentage in percent points: 6.5 means 6.5 %.
type Percent struct{ decimal.Decimal }

// ParsePercent reads "6.5" as 6.5 %.
func ParsePercent(s string) (Percent, error) {
	d, err := ParseDecimal(s)
	return Percent{d}, err
}

// Of returns p percent of a, rounded half away from zero to the minor unit of c.
func (p Percent) Of(a Amount, c Currency) (Amount, error) {
	return minorAmount(p.Mul(a.Decimal()).Shift(-2), c)
}

// PercentOf returns 100*part/whole with the given decimals, half away from
// zero, and false when whole is zero: an undefined percentage is not 0.
func PercentOf(part, whole Amount, decimals int32) (decimal.Decimal, bool) {
	if whole == 0 {
		return decimal.Zero, false
	}
	return decimal.NewFromInt(int64(part)).Shift(2).DivRound(decimal.NewFromInt(int64(whole)), decimals), true
}

// Rate converts money of one currency into another on a day: one unit of From
// is worth Value units of To. Source says where it was found.
type Rate struct {
	Date     Date
	From, To Currency
	Value    decimal.Decimal
	Source   string
}

// Convert returns a in the currency To, rounded half away from zero to its minor unit.
func (r Rate) Convert(a Amount) (Amount, error) {
	if r.From == r.To {
		return a.Round(r.To), nil
	}
	return minorAmount(r.Value.Mul(a.Decimal()), r.To)
}

// minorAmount rounds once, straight to the minor unit: going through
// ten-thousandths first would carry 0.00499996 up to 0.01.
func minorAmount(d decimal.Decimal, c Currency) (Amount, error) {
	return AmountOf(d.Round(int32(c.Digits())))
}
