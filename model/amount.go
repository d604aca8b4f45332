package model

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Amount is money without its currency: a whole number of ten-thousandths of
// the currency unit, the same scale for every currency, so that it sums and
// sorts as an integer and holds unit prices below the minor unit. Range about
// +-922 trillion units.
type Amount int64

// Unit is one unit of any currency.
const Unit Amount = 10_000

const amountDecimals = 4

// ParseAmount reads a plain decimal as programs write it: optional minus sign,
// digits, optional point and at most four decimals. No thousands separators,
// no exponent: those belong to a file's format and are resolved there.
func ParseAmount(s string) (Amount, error) {
	bad := func(why string) (Amount, error) {
		return 0, Errorf(Invalid, "%q is not an amount: %s", clip(s), why)
	}
	digits, negative := strings.CutPrefix(s, "-")
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	whole, frac, dotted := strings.Cut(digits, ".")
	if whole == "" || (dotted && frac == "") {
		return bad("write it like 1234.50")
	}
	if len(frac) > amountDecimals {
		if strings.Trim(frac[amountDecimals:], "0") != "" {
			return bad("at most four decimals are kept")
		}
		frac = frac[:amountDecimals]
	}
	var v uint64
	for _, part := range [2]string{whole, frac + "0000"[len(frac):]} {
		for i := 0; i < len(part); i++ {
			c := part[i]
			if c < '0' || c > '9' {
				return bad("write it like 1234.50")
			}
			hi, lo := bits.Mul64(v, 10)
			if hi != 0 || lo > limit {
				return bad("it is too large")
			}
			v = lo + uint64(c-'0')
		}
	}
	if v > limit {
		return bad("it is too large")
	}
	if negative {
		return Amount(-v), nil
	}
	return Amount(v), nil
}

// MustAmount is ParseAmount for constants in code and tests; it panics on bad text.
func MustAmount(s string) Amount {
	a, err := ParseAmount(s)
	if err != nil {
		panic(err)
	}
	return a
}

// String writes all significant decimals, at least two: "1234.50", "0.0345".
func (a Amount) String() string {
	s := a.fixed(amountDecimals)
	for range 2 {
		s = strings.TrimSuffix(s, "0")
	}
	return s
}

// Text writes the amount rounded to the minor unit of c, with exactly the
// decimals c has: EUR "1234.50", JPY "1235", KWD "1234.500".
func (a Amount) Text(c Currency) string { return a.Round(c).fixed(c.Digits()) }

func (a Amount) fixed(decimals int) string {
	neg := a < 0
	u := uint64(a)
	if neg {
		u = -u
	}
	for range amountDecimals - decimals {
		u /= 10
	}
	s := strconv.FormatUint(u, 10)
	if decimals > 0 {
		for len(s) <= decimals {
			s = "0" + s
		}
		s = s[:len(s)-decimals] + "." + s[len(s)-decimals:]
	}
	if neg {
		return "-" + s
	}
	return s
}

// Add returns a+b and panics on overflow, which can only be a defect: no book
// of a small business comes near the range.
func (a Amount) Add(b Amount) Amount {
	s := a + b
	if (s > a) != (b > 0) && b != 0 {
		panic("model: amount overflow")
	}
	return s
}

// Sub returns a-b; see Add.
func (a Amount) Sub(b Amount) Amount { return a.Add(b.Neg()) }

// Neg returns -a.
func (a Amount) Neg() Amount {
	if a == math.MinInt64 {
		panic("model: amount overflow")
	}
	return -a
}

// Abs returns the amount without its sign.
func (a Amount) Abs() Amount {
	if a < 0 {
		return a.Neg()
	}
	return a
}

// Times returns the amount for q pieces; it panics on overflow, see Add.
func (a Amount) Times(q Quantity) Amount {
	if a == 0 || q == 0 {
		return 0
	}
	p := int64(a) * int64(q)
	if p/int64(q) != int64(a) || (q == -1 && a == math.MinInt64) {
		panic("model: amount overflow")
	}
	return Amount(p)
}

// Round returns a rounded half away from zero to the minor unit of c, the rule
// for every document line, document total, posting and printed cell.
func (a Amount) Round(c Currency) Amount {
	step := c.Minor()
	if step == 1 || a%step == 0 {
		return a
	}
	r := a % step
	t := a - r
	if r < 0 {
		if -r*2 >= step {
			return t.Sub(step)
		}
		return t
	}
	if r*2 >= step {
		return t.Add(step)
	}
	return t
}

// Decimal returns the exact value in currency units.
func (a Amount) Decimal() decimal.Decimal { return decimal.New(int64(a), -amountDecimals) }

// AmountOf rounds d half away from zero to ten-thousandths. It fails when d is
// out of range.
func AmountOf(d decimal.Decimal) (Amount, error) {
	r := d.Shift(amountDecimals).Round(0)
	if !r.BigInt().IsInt64() {
		return 0, Errorf(Invalid, "an amount of that size cannot be kept")
	}
	return Amount(r.IntPart()), nil
}

// Money is an amount with its currency, for the edges where one value travels
// alone. A document has one currency and carries bare Amounts.
type Money struct {
	Amount   Amount
	Currency Currency
}

// String writes "1234.50 EUR".
func (m Money) String() string { return m.Amount.Text(m.Currency) + " " + string(m.Currency) }

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
