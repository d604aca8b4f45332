package model

import "github.com/shopspring/decimal"

// Rounding says what happens to the digits that are cut off. The modes and
// their results are those of Java's RoundingMode table.
type Rounding string

// The rounding modes. HalfUp is the rule of every document and posting; Down
// is what some tax offices allow invoice traders for tax.
const (
	HalfUp   Rounding = "half_up"   // nearest, a tie away from zero: 2.5 -> 3, -2.5 -> -3
	HalfEven Rounding = "half_even" // nearest, a tie to the even neighbour: 2.5 -> 2
	Down     Rounding = "down"      // toward zero: 1.6 -> 1, -1.6 -> -1
	Up       Rounding = "up"        // away from zero: 1.1 -> 2, -1.1 -> -2
)

// ParseRounding reads the name of a mode; the empty name is HalfUp.
func ParseRounding(s string) (Rounding, error) {
	switch r := Rounding(s); r {
	case "":
		return HalfUp, nil
	case HalfUp, HalfEven, Down, Up:
		return r, nil
	}
	return "", Errorf(Invalid, "%q is not a way of rounding: choose half_up, half_even, down or up", clip(s))
}

// Round cuts value to the given number of decimals; a negative number rounds
// to tens, hundreds and so on. An unknown mode rounds like HalfUp.
func Round(value decimal.Decimal, digits int32, mode Rounding) decimal.Decimal {
	switch mode {
	case HalfEven:
		return value.RoundBank(digits)
	case Down:
		return value.RoundDown(digits)
	case Up:
		return value.RoundUp(digits)
	case HalfUp:
	}
	return value.Round(digits)
}
