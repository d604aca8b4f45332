package format

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/model"
)

// Amount is a with the decimals of c, rounded half away from zero: "1,234.50",
// "−3.06".
func (f *Format) Amount(a model.Amount, c model.Currency) string { return f.plain(a.Text(c)) }

// Money is an amount with its currency: "1,234.50 EUR".
func (f *Format) Money(a model.Amount, c model.Currency) string {
	return f.Amount(a, c) + space + string(c)
}

// Signed is an amount with its sign, "+12.00" or "−3.06"; zero has none.
func (f *Format) Signed(a model.Amount, c model.Currency) string { return signed(f.Amount(a, c)) }

// Units is an amount in whole units, rounded half away from zero, for figures
// and axes: "1,235".
func (f *Format) Units(a model.Amount) string {
	return f.plain(a.Round("JPY").Text("JPY"))
}

// Price is an amount with all decimals it has, at least those of c: "0.0345".
func (f *Format) Price(a model.Amount, c model.Currency) string {
	if a.Round(c) == a {
		return f.Amount(a, c)
	}
	return f.plain(a.String())
}

// Percent is a percentage with one decimal, half away from zero: "8.0 %".
func (f *Format) Percent(d decimal.Decimal) string { return f.PercentBare(d) + percentSign }

// PercentBare is a percentage without the sign, for columns that name it.
func (f *Format) PercentBare(d decimal.Decimal) string { return f.Fixed(d, 1) }

// SignedPercent is a percentage with + or −: "+8.0 %".
func (f *Format) SignedPercent(d decimal.Decimal) string { return signed(f.Percent(d)) }

// Share is part in percent of whole: "8.0 %"; Undefined when whole is zero.
func (f *Format) Share(part, whole model.Amount) string {
	s := f.ShareBare(part, whole)
	if whole == 0 {
		return s
	}
	return s + percentSign
}

// ShareBare is Share without the percent sign.
func (f *Format) ShareBare(part, whole model.Amount) string {
	d, ok := model.PercentOf(part, whole, 1)
	if !ok {
		return Undefined()
	}
	return f.Fixed(d, 1)
}

// Decimal is an exact number with all its decimals, a rate say: "1.0834".
func (f *Format) Decimal(d decimal.Decimal) string { return f.plain(d.String()) }

// Fixed is a number rounded to some decimals, half away from zero.
func (f *Format) Fixed(d decimal.Decimal, decimals int32) string {
	return f.plain(d.StringFixed(decimals))
}

// Int is a whole number: "10,412".
func (f *Format) Int(n int) string { return f.plain(strconv.Itoa(n)) }

// Quantity is a number of pieces: "1,200".
func (f *Format) Quantity(q model.Quantity) string { return f.plain(strconv.FormatInt(int64(q), 10)) }

// FileSize is a number of bytes in units of 1000: "812 B", "12.4 MB".
func (f *Format) FileSize(bytes int64) string {
	units := [...]string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}
	d, i := decimal.NewFromInt(bytes), 0
	for ; d.Abs().Round(1).Cmp(thousand) >= 0 && i < len(units)-1; i++ {
		d = d.Shift(-3)
	}
	if i == 0 {
		return f.plain(d.String()) + space + units[0]
	}
	return f.Fixed(d, 1) + space + units[i]
}

var thousand = decimal.NewFromInt(1000)

const percentSign = space + "%"

// plain turns a number as programs write it into one as the user does. Minus
// zero, which rounding can give, is zero.
func (f *Format) plain(s string) string {
	digits, negative := strings.CutPrefix(s, "-")
	whole, frac, dotted := strings.Cut(digits, ".")
	var b strings.Builder
	b.Grow(len(s) + 8)
	if negative && strings.Trim(digits, "0.") != "" {
		b.WriteString(Minus)
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(f.o.Group)
		}
		b.WriteByte(whole[i])
	}
	if dotted {
		b.WriteString(f.o.Decimal)
		b.WriteString(frac)
	}
	return b.String()
}

// signed puts a + before a number above zero.
func signed(s string) string {
	if strings.HasPrefix(s, Minus) || !strings.ContainsAny(s, "123456789") {
		return s
	}
	return "+" + s
}
